//! What could not be read at all: misspelt keywords, words glued together, forgotten keywords.

use super::{Lowering, Node, ProblemDraft};
use crate::codes;
use crate::parse::{GoujiParser, Rule};
use crate::scan::{TokenKind, is_blank, is_space, leading_word, line_length};
use crate::spelling::{alias, glued, nearest};
use crate::{Keyword, KeywordKind};
use gouji_text::{Language, Localized};

use pest::Parser;
use pest::iterators::Pair;

/// Longest stretch, in bytes, that is tried as a condition.
const LONGEST_CONDITION: usize = 4096;

/// Most choices that are named in a row; more are listed as “one of” them.
const MOST_IN_A_ROW: usize = 3;

/// Where junk stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum JunkPlace {
    Rule { has_obligation: bool },
    Ruleset,
    Dimension,
    Record,
    Form,
    Grid,
    Outline,
    NumberFormat,
    Layout,
    OtherColumns,
    Example,
    FormExample,
    Fields,
}

impl JunkPlace {
    /// The keywords that open a clause here.
    fn clauses(self) -> impl Iterator<Item = Keyword> {
        let (first, kind, last) = match self {
            JunkPlace::Rule { .. } => (Some(Keyword::Basis), Some(KeywordKind::RuleClause), None),
            JunkPlace::Ruleset => (None, Some(KeywordKind::RulesetClause), None),
            JunkPlace::Dimension => (None, Some(KeywordKind::DimensionClause), None),
            JunkPlace::Form => (None, Some(KeywordKind::FormClause), Some(Keyword::Blank)),
            JunkPlace::Grid => (None, Some(KeywordKind::GridOption), Some(Keyword::Blank)),
            JunkPlace::Outline => (None, Some(KeywordKind::OutlineProperty), None),
            JunkPlace::NumberFormat => (None, Some(KeywordKind::NumberMark), None),
            JunkPlace::Layout => (None, Some(KeywordKind::LayoutMark), None),
            JunkPlace::OtherColumns => (None, Some(KeywordKind::OtherColumnProperty), None),
            JunkPlace::Example => (None, Some(KeywordKind::Expectation), None),
            JunkPlace::FormExample => {
                (Some(Keyword::TextType), Some(KeywordKind::FormExample), None)
            }
            JunkPlace::Record => (None, Some(KeywordKind::RecordClause), None),
            JunkPlace::Fields => (None, None, None),
        };
        let of_kind = kind.into_iter().flat_map(Keyword::of_kind);
        first.into_iter().chain(of_kind).chain(last)
    }

    /// The keywords that can begin something here.
    fn keywords(self) -> Vec<Keyword> {
        let mut keywords: Vec<Keyword> = self.clauses().collect();
        match self {
            JunkPlace::Rule { .. } => {
                keywords.push(Keyword::Else);
                keywords.extend(Keyword::of_kind(KeywordKind::ObligationPart));
            }
            JunkPlace::Form => keywords.push(Keyword::UntilAnchor),
            _ => {}
        }
        keywords
    }

    /// What stands here that no keyword opens.
    fn entry(self) -> Option<(&'static str, &'static str)> {
        match self {
            JunkPlace::Dimension => Some(("单位（千克 = 1000 克）", "a unit")),
            JunkPlace::Record => Some(("栏：类型", "a field, as in `name: text`")),
            JunkPlace::Fields => Some(("栏：值", "a field, as in `name: value`")),
            _ => None,
        }
    }

    /// What stands here, in words.
    fn contents(self) -> (String, String) {
        let entry = self.entry().into_iter();
        let clauses = self.clauses();
        let spelled = |keyword: Keyword| {
            (keyword.spelling(Language::Chinese), keyword.spelling(Language::English))
        };
        let (chinese, english): (Vec<_>, Vec<_>) = entry.chain(clauses.map(spelled)).unzip();
        match (chinese.as_slice(), english.as_slice()) {
            ([chinese], [english]) => ((*chinese).to_owned(), (*english).to_owned()),
            ([chinese @ .., last], [english @ .., english_last])
                if chinese.len() < MOST_IN_A_ROW =>
            {
                (
                    format!("{} 或 {last}", chinese.join("、")),
                    format!("{} or {english_last}", english.join(", ")),
                )
            }
            _ => (format!("{} 之一", chinese.join("、")), format!("one of {}", english.join(", "))),
        }
    }
}

/// Whether a keyword begins something, so that it must have been meant as one.
fn stands_alone(keyword: Keyword) -> bool {
    keyword.kind().opens() || keyword == Keyword::Else
}

impl<'text> Lowering<'text> {
    /// Explains junk; `end` is where what stood before it ends.
    pub fn junk(&self, node: &Node<'_>, body: JunkPlace, end: usize) {
        let place = self.place(node);
        let start = place.start;
        let same_line = !self.slice(end.min(start)..start).contains('\n');
        if same_line && self.is_clause_broken() {
            return;
        }
        self.begin_clause();
        let rest = self.slice(start..place.end);
        let word = leading_word(rest);
        if self.junk_keyword(start, rest, word, body, same_line) {
            return;
        }
        if same_line && end > 0 && !self.slice(0..end).ends_with(['{', '｛']) {
            self.surplus(start, rest, body);
            return;
        }
        let length = self.first_piece(start, rest);
        let shown = self.slice(start..start + length);
        let (chinese, english) = body.contents();
        self.report(ProblemDraft::new(
            &codes::UNEXPECTED,
            start..start + length,
            Localized::new(
                format!("看不懂「{shown}」：这里应是{chinese}"),
                format!("`{shown}` is not understood: expected {english}"),
            ),
            Localized::new(format!("这里应是{chinese}"), format!("expected {english}")),
        ));
    }

    /// Junk that begins with something like a keyword.
    fn junk_keyword(
        &self,
        start: usize,
        rest: &str,
        word: &str,
        body: JunkPlace,
        same_line: bool,
    ) -> bool {
        if word.is_empty() {
            return false;
        }
        let keywords = &body.keywords();
        if self.half_of_for_each(start, rest, word, keywords) {
            return true;
        }
        let guess = alias(word, keywords).or_else(|| glued(word, keywords, 2));
        if let Some(guess) = guess {
            self.misspelt(start, word, guess);
            self.misspelt_lines(start, rest, keywords);
            return true;
        }
        if let JunkPlace::Rule { has_obligation } = body
            && !same_line
            && self.forgotten_obligation(start, rest, has_obligation)
        {
            return true;
        }
        if let Some(misplaced) = Keyword::spelled(word).find(|keyword| stands_alone(*keyword)) {
            return self.misplaced(start, word, misplaced, body);
        }
        let guess = nearest(word, keywords).or_else(|| glued(word, keywords, 1));
        guess.inspect(|guess| self.misspelt(start, word, *guess)).is_some()
    }

    /// Further lines of junk that begin with misspelt keywords, so that all are corrected at once.
    fn misspelt_lines(&self, start: usize, rest: &str, keywords: &[Keyword]) {
        let mut at = line_length(rest);
        while let Some(line) = rest.get(at..).and_then(|rest| rest.strip_prefix('\n')) {
            let text = line.trim_start_matches(is_blank);
            let word = leading_word(text);
            let begin = start + rest.len() - text.len();
            if let Some(guess) = alias(word, keywords).or_else(|| glued(word, keywords, 2)) {
                self.misspelt(begin, word, guess);
            }
            at = rest.len() - line.len() + line_length(line);
        }
    }

    /// `for 甲`: each is missing.
    fn half_of_for_each(&self, start: usize, rest: &str, word: &str, keywords: &[Keyword]) -> bool {
        if word != "for" || !keywords.contains(&Keyword::ForEach) {
            return false;
        }
        let after = rest.get(word.len()..).unwrap_or("").trim_start_matches(is_blank);
        if leading_word(after) == "each" || self.language != Language::English {
            return false;
        }
        self.report(
            ProblemDraft::new(
                &codes::KEYWORD_SPELLING,
                start..start + word.len(),
                Localized::new("应写作「for each」", "it is written `for each`"),
                Localized::new("应是「for each」", "expected `for each`"),
            )
            .correction(
                start..start + word.len(),
                "for each",
                Localized::new("改为「for each」", "replace by `for each`"),
            )
            .certain(),
        );
        true
    }

    /// A keyword that is none here.
    fn misplaced(&self, start: usize, word: &str, keyword: Keyword, body: JunkPlace) -> bool {
        let is_part = matches!(body, JunkPlace::Rule { .. })
            && matches!(keyword, Keyword::Else | Keyword::Within | Keyword::At | Keyword::Fix);
        let (chinese, english) = body.contents();
        let place = start..start + word.len();
        let report = if is_part {
            ProblemDraft::new(
                &codes::MISPLACED_KEYWORD,
                place,
                Localized::new(
                    format!("「{word}」要跟在「应当 …」后面"),
                    format!("`{word}` follows the condition of an obligation"),
                ),
                Localized::new("前面没有「应当」", "no obligation before it"),
            )
        } else if body.keywords().is_empty() {
            return false;
        } else {
            ProblemDraft::new(
                &codes::MISPLACED_KEYWORD,
                place,
                Localized::new(
                    format!("「{word}」不能写在这里：这里应是{chinese}"),
                    format!("`{word}` cannot stand here: expected {english}"),
                ),
                Localized::new(format!("这里应是{chinese}"), format!("expected {english}")),
            )
        };
        self.report(report);
        true
    }

    /// A condition with no 应当 in front of it.
    fn forgotten_obligation(&self, start: usize, rest: &str, has_obligation: bool) -> bool {
        if has_obligation || rest.len() > LONGEST_CONDITION {
            return false;
        }
        let Ok(pairs) = GoujiParser::parse(Rule::lone_expression, rest) else { return false };
        let mut compares = false;
        for part in pairs.flat_map(Pair::into_inner) {
            match part.as_rule() {
                Rule::expression => {
                    compares = part.into_inner().any(|part| {
                        matches!(
                            part.as_rule(),
                            Rule::op_compare | Rule::kw_predicate | Rule::is_test
                        )
                    });
                }
                Rule::EOI => {}
                _ => return false,
            }
        }
        if !compares {
            return false;
        }
        let must = self.spelling(Keyword::Must);
        let line = rest.get(..line_length(rest)).unwrap_or(rest).trim_end();
        self.report(
            ProblemDraft::new(
                &codes::MISSING_OBLIGATION,
                start..start + line.len(),
                Localized::new(
                    format!("条件前面缺少「{must}」"),
                    format!("`{must}` is missing in front of the condition"),
                ),
                Localized::new(
                    format!("前面应有「{must}」"),
                    format!("expected `{must}` before it"),
                ),
            )
            .correction(
                start..start,
                format!("{must} "),
                Localized::new(format!("补上「{must}」"), format!("insert `{must}`")),
            )
            .certain(),
        );
        true
    }

    /// Something more on a line whose clause is complete.
    fn surplus(&self, start: usize, rest: &str, body: JunkPlace) {
        let length = self.first_piece(start, rest);
        let shown = super::shown(self.slice(start..start + length));
        let is_text = self.token_at(start).is_some_and(|token| token.kind == TokenKind::Text);
        let (chinese, english) = match body {
            _ if is_text => ("之间是否缺少逗号或「或」", "is a comma or `or` missing before it?"),
            JunkPlace::Rule { .. } | JunkPlace::Ruleset => (
                "前面是否缺少运算符，或应另起一行",
                "is an operator missing before it, or a new line?",
            ),
            _ => ("前面是否缺少逗号，或应另起一行", "is a comma missing before it, or a new line?"),
        };
        self.report(ProblemDraft::new(
            &codes::SURPLUS,
            start..start + length,
            Localized::new(
                format!("到「{shown}」之前这一句已经完整：{chinese}？"),
                format!("the clause is complete before `{shown}`: {english}"),
            ),
            Localized::new("多出的内容", "unexpected"),
        ));
    }

    /// Length of the first token.
    fn first_piece(&self, start: usize, rest: &str) -> usize {
        match self.token_at(start) {
            Some(token) if token.start == start => token.end - start,
            _ => rest.chars().next().map_or(0, char::len_utf8),
        }
    }

    /// Text after the closing brace, or after an expression.
    pub fn leftover(&self, node: &Node<'_>) {
        let place = self.place(node);
        let rest = self.slice(place.clone());
        let line = rest.get(..line_length(rest)).unwrap_or(rest).trim_end();
        if rest.starts_with(['}', '｝', ')', '）', ']', '］']) {
            let bracket = rest.chars().next().map_or(0, char::len_utf8);
            let shown = self.slice(place.start..place.start + bracket);
            self.report(
                ProblemDraft::new(
                    &codes::STRAY_BRACE,
                    place.start..place.start + bracket,
                    Localized::new(
                        format!("这个「{shown}」没有与之配对的括号"),
                        format!("this `{shown}` closes nothing"),
                    ),
                    Localized::new("多出的括号", "unmatched"),
                )
                .correction(
                    place.start..place.start + bracket,
                    "",
                    Localized::new(format!("删去「{shown}」"), format!("remove `{shown}`")),
                ),
            );
            return;
        }
        let length = self.first_piece(place.start, line);
        let shown = self.slice(place.start..place.start + length);
        self.report(ProblemDraft::new(
            &codes::SURPLUS,
            place.start..place.start + line.len(),
            Localized::new(
                format!("到「{shown}」之前已经完整：前面是否缺少运算符？"),
                format!("complete before `{shown}`: is an operator missing before it?"),
            ),
            Localized::new("多出的内容", "unexpected"),
        ));
    }

    /// Something between a name and the brace: the name has signs in it.
    pub fn header_junk(&self, node: &Node<'_>) {
        if self.is_clause_broken() {
            self.begin_clause();
            return;
        }
        let end = self.place(node).end;
        let from = self.slice(0..node.as_span().start()).trim_end_matches(is_space);
        if self.slice(from.len()..end).contains('\n') {
            self.missing_header_brace(from.len());
            return;
        }
        let start = from
            .rfind(|character: char| !crate::scan::is_word_char(character))
            .and_then(|at| {
                from.get(at..).and_then(|rest| rest.chars().next()).map(|last| at + last.len_utf8())
            })
            .unwrap_or(0);
        self.needs_backquotes(start, end);
    }

    /// The first line ends without its brace.
    fn missing_header_brace(&self, at: usize) {
        self.report(
            ProblemDraft::new(
                &codes::EXPECTED_SIGN,
                at..at,
                Localized::new("这一行末尾缺少「{」", "`{` is missing at the end of this line"),
                Localized::new("这里应是「{」", "expected `{`"),
            )
            .correction(at..at, " {", Localized::new("补上「{」", "insert `{`"))
            .certain(),
        );
    }

    /// What follows the name of an import.
    pub fn name_junk(&self, node: &Node<'_>) {
        if !self.is_clause_broken() {
            self.leftover(node);
        }
    }

    pub fn needs_backquotes(&self, start: usize, end: usize) {
        let written = self.slice(start..end);
        let quoted = format!("`{}`", written.replace('`', ""));
        self.report(
            ProblemDraft::new(
                &codes::NAME_WITH_SIGNS,
                start..end,
                Localized::new(
                    format!("名字里有空格或标点，要放在反引号里：{quoted}"),
                    format!("a name with spaces or signs needs backquotes: {quoted}"),
                ),
                Localized::new("要放在反引号里", "needs backquotes"),
            )
            .correction(
                start..end,
                &quoted,
                Localized::new(format!("写作 {quoted}"), format!("write {quoted}")),
            )
            .certain(),
        );
    }

    /// `其中：甲乙: 数` in a record: explained as a name with signs in it, in place of the
    /// problems reported for its pieces.
    pub fn name_with_signs(&self, junk: &Node<'_>, field: usize, problems_before: usize) -> bool {
        let place = self.place(junk);
        let line_start = self.slice(0..place.start).rfind('\n').map_or(0, |at| at + 1);
        if field < line_start || self.problem_count() == problems_before {
            return false;
        }
        let rest = self.slice(place.start..place.end);
        let line = rest.get(..line_length(rest)).unwrap_or(rest);
        let Some(colon) = line.rfind([':', '：']) else { return false };
        let name = self.slice(field..place.start + colon).trim_end_matches(is_blank).len();
        if name == 0 || self.slice(field..field + name).contains(['“', '”', '"', '`']) {
            return false;
        }
        while self.problem_count() > problems_before {
            self.take_back();
        }
        self.needs_backquotes(field, field + name);
        true
    }
}
