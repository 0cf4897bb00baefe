//! From the grammar's pairs to syntax trees, and from what is missing to problems.

mod data;
mod example;
mod expression;
mod form;
mod form_example;
mod grid;
mod junk;
mod language;
mod levels;
mod missing;
mod operator;
mod rule;

pub(crate) use language::keyword_of;

use crate::ast::{ItemKind, Name, Text};
use crate::codes;
use crate::edit::{Positions, Splice};
use crate::parse::Rule;
use crate::scan::{Scanner, Token, TokenKind, is_space, significant_end};
use crate::spelling::Guess;
use crate::{Keyword, ast};
use gouji_diagnostic::{CodeInfo, Diagnostic};
use gouji_text::{Language, Localized, TextRange};

use pest::iterators::{Pair, Pairs};
use std::cell::{Cell, RefCell};
use std::ops::Range;

pub(crate) type Node<'text> = Pair<'text, Rule>;
pub(crate) type Nodes<'text> = Pairs<'text, Rule>;

/// Most problems told about one item.
pub(crate) const MOST_PROBLEMS: usize = 50;

/// A problem, and the correction to read on with.
pub(crate) struct FoundProblem {
    pub problem: Diagnostic<TextRange>,
    pub edit: Option<Splice>,
}

/// A problem in the making; places are those of the text being read.
pub(crate) struct ProblemDraft {
    code: &'static CodeInfo,
    range: Range<usize>,
    message: Localized,
    label: Localized,
    help: Option<Localized>,
    correction: Option<(Splice, Localized)>,
    certain: bool,
}

impl ProblemDraft {
    pub fn new(
        code: &'static CodeInfo,
        range: Range<usize>,
        message: Localized,
        label: Localized,
    ) -> Self {
        Self { code, range, message, label, help: None, correction: None, certain: false }
    }

    pub fn help(mut self, help: Localized) -> Self {
        self.help = Some(help);
        self
    }

    /// The likely correction.
    pub fn correction(
        mut self,
        range: Range<usize>,
        text: impl Into<String>,
        title: Localized,
    ) -> Self {
        self.correction = Some((Splice { range, text: text.into() }, title));
        self
    }

    /// The correction is certain enough to read on with.
    pub fn certain(mut self) -> Self {
        self.certain = true;
        self
    }

    pub fn locate(self, positions: &Positions) -> Diagnostic<TextRange> {
        self.into_found(positions).problem
    }

    fn into_found(self, positions: &Positions) -> FoundProblem {
        let edit = self.correction.as_ref().filter(|_| self.certain).map(|(edit, _)| edit.clone());
        let problem = Diagnostic { help: self.help, ..Diagnostic::new(self.code, self.message) };
        let problem = problem.at(positions.range(self.range), self.label);
        let problem = match self.correction {
            Some((edit, title)) => problem.fix(title, positions.range(edit.range), edit.text),
            None => problem,
        };
        FoundProblem { problem, edit }
    }
}

/// Reads one item's pairs.
pub(crate) struct Lowering<'text> {
    pub text: &'text str,
    pub language: Language,
    pub positions: &'text Positions,
    found: RefCell<Vec<FoundProblem>>,
    /// Whether something was missing in the present clause: what follows may be a consequence.
    clause_broken: Cell<bool>,
}

impl<'text> Lowering<'text> {
    pub fn new(text: &'text str, language: Language, positions: &'text Positions) -> Self {
        Self {
            text,
            language,
            positions,
            found: RefCell::new(Vec::new()),
            clause_broken: Cell::new(false),
        }
    }

    pub fn finish(self) -> Vec<FoundProblem> {
        self.found.into_inner()
    }

    pub fn report(&self, report: ProblemDraft) {
        let mut found = self.found.borrow_mut();
        if found.len() < MOST_PROBLEMS {
            found.push(report.into_found(self.positions));
        }
    }

    /// Takes back the last problem, where a better explanation has been found.
    pub fn take_back(&self) {
        self.found.borrow_mut().pop();
    }

    pub fn problem_count(&self) -> usize {
        self.found.borrow().len()
    }

    fn is_full(&self) -> bool {
        self.problem_count() >= MOST_PROBLEMS
    }

    /// A new clause begins: problems in it are its own.
    pub fn begin_clause(&self) {
        self.clause_broken.set(false);
    }

    pub fn is_clause_broken(&self) -> bool {
        self.clause_broken.get()
    }

    pub fn break_clause(&self) {
        self.clause_broken.set(true);
    }

    pub fn range(&self, range: Range<usize>) -> TextRange {
        self.positions.range(range)
    }

    /// The place of a pair, without white space at its end.
    pub fn place(&self, node: &Node<'_>) -> Range<usize> {
        let span = node.as_span();
        let trimmed = span.as_str().trim_end_matches(is_space).len();
        span.start()..span.start() + trimmed
    }

    pub fn tight(&self, node: &Node<'_>) -> TextRange {
        self.range(self.place(node))
    }

    pub fn slice(&self, range: Range<usize>) -> &'text str {
        self.text.get(range).unwrap_or("")
    }

    /// The token at a place, where there is one on its line.
    pub fn token_at(&self, place: usize) -> Option<Token> {
        Scanner::new(self.text, place)
            .next()
            .filter(|token| !matches!(token.kind, TokenKind::LineEnd | TokenKind::Comment { .. }))
    }

    /// Where the last token in front of a place ends.
    pub fn end_before(&self, place: usize) -> usize {
        significant_end(self.slice(0..place))
    }

    /// Whether a line ends between the last token in front of `place` and `place`, or the text does.
    pub fn crosses_line(&self, end_before: usize, place: usize) -> bool {
        place >= self.text.len() || self.slice(end_before..place).contains('\n')
    }

    /// The word or sign in the file's language.
    pub fn spelling(&self, keyword: Keyword) -> &'static str {
        keyword.spelling(self.language)
    }

    /// A name; `None` (reported) where it is missing.
    pub fn name(&self, node: &Node<'_>) -> Option<Name> {
        match node.as_rule() {
            Rule::name | Rule::unit => {}
            Rule::reserved_name => self.reserved_name(node),
            other => {
                self.missing(other, node.as_span().start());
                return None;
            }
        }
        Some(Name { text: plain_name(node.as_str()), range: self.span(node) })
    }

    /// A name; an empty one (reported) where it is missing.
    pub fn name_or_gap(&self, node: &Node<'_>) -> Name {
        self.name(node).unwrap_or_else(|| Name { text: String::new(), range: self.span(node) })
    }

    pub fn span(&self, node: &Node<'_>) -> TextRange {
        let span = node.as_span();
        self.range(span.start()..span.end())
    }

    /// A reserved word where a name stands: understood, and reported.
    fn reserved_name(&self, node: &Node<'_>) {
        let span = node.as_span();
        let word = node.as_str();
        self.report(
            ProblemDraft::new(
                &codes::RESERVED_NAME,
                span.start()..span.end(),
                Localized::new(
                    format!("「{word}」是语言自用的词，作名字要放在反引号里"),
                    format!("`{word}` is a word of the language; as a name it needs backquotes"),
                ),
                Localized::new("保留的词", "reserved word"),
            )
            .correction(
                span.start()..span.end(),
                format!("`{word}`"),
                Localized::new(
                    format!("写作 `{word}`"),
                    format!("write it in backquotes: `{word}`"),
                ),
            ),
        );
    }

    /// The names of a path, empty ones (reported) where one is missing.
    pub fn path<'pair>(&self, nodes: impl Iterator<Item = Node<'pair>>) -> Option<Vec<Name>> {
        let names: Vec<Name> = nodes.map(|node| self.name_or_gap(&node)).collect();
        (!names.is_empty()).then_some(names)
    }

    /// A text literal; `None` (reported) where it is missing.
    pub fn text_literal(&self, node: &Node<'_>) -> Option<Text> {
        if node.as_rule() != Rule::text {
            self.missing(node.as_rule(), node.as_span().start());
            return None;
        }
        Some(Text { value: self.text_value(node), range: self.span(node) })
    }

    fn text_value(&self, node: &Node<'_>) -> String {
        let start = node.as_span().start();
        let written = node.as_str();
        let first = written.chars().next().unwrap_or('"');
        let inside = written.get(first.len_utf8()..).unwrap_or("");
        match first {
            '“' | '”' => self.escaped(start, first, inside, &['“', '”']),
            '"' | '＂' => self.escaped(start, first, inside, &['"', '＂']),
            _ => {
                let length = written.chars().next_back().map_or(0, char::len_utf8);
                let content = inside.get(..inside.len().saturating_sub(length)).unwrap_or("");
                self.wrong_quotes(start..start + written.len(), content);
                content.to_owned()
            }
        }
    }

    /// The value of a text; `\{` and its kin stay as written, for whoever reads the template.
    fn escaped(&self, start: usize, first: char, inside: &str, closing: &[char]) -> String {
        let mut value = String::with_capacity(inside.len());
        let mut characters = inside.chars();
        while let Some(character) = characters.next() {
            if closing.contains(&character) {
                return value;
            }
            if character != '\\' {
                value.push(character);
                continue;
            }
            match characters.next() {
                Some('n') => value.push('\n'),
                Some('t') => value.push('\t'),
                Some(quote @ ('\\' | '"' | '“' | '”' | '＂')) => value.push(quote),
                Some(other) => value.extend(['\\', other]),
                None => value.push('\\'),
            }
        }
        self.unclosed_text(start, first, inside);
        value.trim_end_matches(is_space).to_owned()
    }

    fn unclosed_text(&self, start: usize, first: char, inside: &str) {
        let close = if matches!(first, '“' | '”') { '”' } else { '"' };
        let end = start + first.len_utf8() + inside.trim_end_matches(is_space).len();
        // An arrow hardly belongs to a label.
        let closed =
            ["→", "->"].iter().find_map(|arrow| inside.find(arrow)).unwrap_or(inside.len());
        let content = inside.get(..closed).unwrap_or(inside).trim_end_matches(is_space).len();
        let close_at = start + first.len_utf8() + content;
        self.report(
            ProblemDraft::new(
                &codes::UNCLOSED_TEXT,
                start..end,
                Localized::new(
                    format!("引号没有合上：这一行里缺「{close}」"),
                    format!("the quotation mark is not closed: `{close}` is missing on this line"),
                ),
                Localized::new("从这里起没有合上", "not closed from here on"),
            )
            .correction(
                close_at..close_at,
                close.to_string(),
                Localized::new(format!("补上「{close}」"), format!("insert `{close}`")),
            ),
        );
        self.break_clause();
    }

    fn wrong_quotes(&self, range: Range<usize>, content: &str) {
        let quoted = self.quoted(content);
        self.report(
            ProblemDraft::new(
                &codes::QUOTATION_MARKS,
                range.clone(),
                Localized::new(
                    "文本要用双引号 “…” 或 \"…\"",
                    "texts stand in double quotation marks, “…” or \"…\"",
                ),
                Localized::new("这里的引号不对", "wrong quotation marks"),
            )
            .correction(
                range,
                &quoted,
                Localized::new(format!("改为 {quoted}"), format!("write {quoted}")),
            ),
        );
    }

    /// A text in the quotation marks that the file's language uses.
    pub fn quoted(&self, content: &str) -> String {
        match self.language {
            Language::Chinese if !content.contains(['“', '”']) => format!("“{content}”"),
            _ => format!("\"{}\"", content.replace('"', "\\\"")),
        }
    }

    /// Texts between 或; a comma in its place is understood and reported.
    pub fn texts<'pair>(&self, nodes: impl Iterator<Item = Node<'pair>>) -> Option<Vec<Text>> {
        let mut texts = Vec::new();
        for node in nodes {
            match node.as_rule() {
                Rule::op_or => self.operator_slip(&node),
                Rule::list_comma => self.comma_for_or(&node),
                _ => texts.push(self.text_literal(&node)?),
            }
        }
        (!texts.is_empty()).then_some(texts)
    }

    fn comma_for_or(&self, node: &Node<'_>) {
        let or = self.spelling(Keyword::Or);
        let span = node.as_span();
        self.report(
            ProblemDraft::new(
                &codes::COMMA_FOR_OR,
                span.start()..span.end(),
                Localized::new("几种写法之间用「或」", "alternatives are joined by `or`"),
                Localized::new("这里应是「或」", "expected `or`"),
            )
            .correction(
                span.start()..span.end(),
                format!(" {or} "),
                Localized::new(format!("改为「{or}」"), format!("replace by `{or}`")),
            ),
        );
    }

    /// A sign that is understood but is written otherwise.
    pub fn sign_slip(&self, node: &Node<'_>, right: &str) {
        let span = node.as_span();
        let wrong = node.as_str();
        self.report(
            ProblemDraft::new(
                &codes::SIGN,
                span.start()..span.end(),
                Localized::new(
                    format!("「{wrong}」应写作「{right}」"),
                    format!("`{wrong}` is written `{right}` here"),
                ),
                Localized::new(format!("应是「{right}」"), format!("expected `{right}`")),
            )
            .correction(
                span.start()..span.end(),
                right,
                Localized::new(format!("改为「{right}」"), format!("replace by `{right}`")),
            ),
        );
    }

    /// A full stop between clauses.
    pub fn full_stop(&self, node: &Node<'_>) {
        let span = node.as_span();
        self.report(
            ProblemDraft::new(
                &codes::FULL_STOP,
                span.start()..span.end(),
                Localized::new("句末不用句号，换行即可", "no full stop here; a new line is enough"),
                Localized::new("多出的「。」", "superfluous"),
            )
            .correction(
                span.start()..span.end(),
                "",
                Localized::new("删去「。」", "remove it"),
            ),
        );
    }

    /// An item that opens with no keyword.
    pub fn unknown_item(&self, word: &str, guess: Option<Guess>) {
        if let Some(guess) = guess {
            self.misspelt(0, word, guess);
            return;
        }
        let end = if word.is_empty() {
            self.text.chars().next().map_or(0, char::len_utf8)
        } else {
            word.len()
        };
        self.report(
            ProblemDraft::new(
                &codes::UNKNOWN_ITEM,
                0..end,
                Localized::new(
                    format!("「{}」不是一项的开头", self.slice(0..end)),
                    format!("`{}` opens no item", self.slice(0..end)),
                ),
                Localized::new("这里应是「规则」「记录」「表样」等", "expected `rule`, `record`, `form` …"),
            )
            .help(Localized::new(
                "一项以 规则集、引用、量纲、记录、表样、定义、规则、示例 之一开头",
                "an item begins with ruleset, use, dimension, record, form, define, rule or example",
            )),
        );
    }

    /// A misspelt keyword at `start`: corrected, and read on with.
    pub fn misspelt(&self, start: usize, word: &str, guess: Guess) {
        let right = self.spelling(guess.keyword);
        let wrong = word.get(..guess.length).unwrap_or(word);
        let range = start..start + guess.length;
        let rest = word.len() > guess.length;
        if guess.glued {
            self.report(
                ProblemDraft::new(
                    &codes::KEYWORD_GLUED,
                    range.clone(),
                    Localized::new(
                        format!("「{wrong}」后面要空一格"),
                        format!("`{wrong}` needs a space after it"),
                    ),
                    Localized::new("后面要空一格", "needs a space after it"),
                )
                .correction(
                    range.end..range.end,
                    " ",
                    Localized::new("加一个空格", "insert a space"),
                )
                .certain(),
            );
            return;
        }
        let text = if rest { format!("{right} ") } else { right.to_owned() };
        self.report(
            ProblemDraft::new(
                &codes::KEYWORD_SPELLING,
                range.clone(),
                Localized::new(
                    format!("没有「{wrong}」这个关键词，应是「{right}」"),
                    format!("there is no keyword `{wrong}`; it is `{right}`"),
                ),
                Localized::new(format!("应是「{right}」"), format!("expected `{right}`")),
            )
            .correction(
                range,
                text,
                Localized::new(format!("改为「{right}」"), format!("replace by `{right}`")),
            )
            .certain(),
        );
    }
}

/// The tree of an item; `None` where too little of it could be read.
pub(crate) fn lower_item(lowering: &Lowering<'_>, nodes: Nodes<'_>) -> Option<ItemKind> {
    let keywords = nodes.clone();
    let mut kind = None;
    for node in nodes {
        kind = match node.as_rule() {
            Rule::rule_item => lowering.rule_item(node).map(ItemKind::Rule),
            Rule::ruleset_item => lowering.ruleset_item(node).map(ItemKind::Ruleset),
            Rule::import_item => lowering.import_item(node).map(ItemKind::Import),
            Rule::definition_item => lowering.definition_item(node).map(ItemKind::Definition),
            Rule::dimension_item => lowering.dimension_item(node).map(ItemKind::Dimension),
            Rule::record_item => lowering.record_item(node).map(ItemKind::Record),
            Rule::form_item => lowering.form_item(node).map(ItemKind::Form),
            Rule::example_item if is_of_form(&node) => {
                lowering.form_example_item(node).map(ItemKind::FormExample)
            }
            Rule::example_item => lowering.example_item(node).map(ItemKind::Example),
            _ => kind,
        };
    }
    lowering.check_languages(keywords);
    kind
}

fn is_of_form(example: &Node<'_>) -> bool {
    example.clone().into_inner().any(|part| part.as_rule() == Rule::kw_of_form)
}

/// The tree of a lone expression.
pub(crate) fn lower_expression(
    lowering: &Lowering<'_>,
    nodes: Nodes<'_>,
) -> Option<ast::Expression> {
    let mut expression = None;
    for node in nodes.clone().flat_map(Pair::into_inner) {
        match node.as_rule() {
            Rule::expression => {
                expression = Some(lowering.expression(node, expression::Expect::Value));
            }
            Rule::leftover if !lowering.is_clause_broken() => lowering.leftover(&node),
            _ => {}
        }
    }
    lowering.check_languages(nodes);
    expression
}

/// A name without backquotes, full-width letters and digits folded.
pub(crate) fn plain_name(written: &str) -> String {
    let inner = ['`', '｀']
        .iter()
        .find_map(|quote| written.strip_prefix(*quote)?.strip_suffix(*quote))
        .unwrap_or(written);
    let has_twins = |it: char| matches!(it, '\u{ff10}'..='\u{ff5a}' | '\u{2e80}'..='\u{2fd5}');
    if inner.chars().any(has_twins) {
        inner.chars().map(fold_letter).collect()
    } else {
        inner.to_owned()
    }
}

/// Most characters of a rule text that a message shows.
const MOST_SHOWN: usize = 20;

/// A piece of a rule text as a message shows it: what nobody sees, by its code point.
pub(crate) fn shown(piece: &str) -> String {
    let mut shown = String::new();
    for character in piece.chars().take(MOST_SHOWN) {
        match gouji_text::is_invisible(character) {
            true => shown.push_str(&format!("U+{:04X}", u32::from(character))),
            false => shown.push(character),
        }
    }
    shown
}

/// A full-width letter or digit as ASCII, a radical as the character that it looks like.
pub(crate) fn fold_letter(character: char) -> char {
    match character {
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => {
            char::from_u32(u32::from(character) - 0xfee0).unwrap_or(character)
        }
        '\u{2e80}'..='\u{2fd5}' => gouji_text::fold_char(character).unwrap_or(character),
        other => other,
    }
}
