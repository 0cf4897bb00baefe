//! What is missing, where it should stand, and what to put there.

use super::expression::Expect;
use super::{Lowering, ProblemDraft, shown};
use crate::codes;
use crate::parse::Rule;
use crate::scan::{Token, TokenKind, is_blank, is_space, leading_word, line_length};
use crate::{Keyword, KeywordKind};
use gouji_diagnostic::CodeInfo;
use gouji_text::Localized;

use std::ops::Range;

/// Where something is missing.
struct Gap {
    /// The token that stands there instead; empty at the end of the line.
    range: Range<usize>,
    /// That token.
    token: Option<Token>,
    /// Where the token in front of it ends.
    before: usize,
}

/// What should stand there.
struct Expected {
    code: &'static CodeInfo,
    chinese: String,
    english: String,
    /// Text to insert.
    insertion: Option<&'static str>,
}

fn expected(
    code: &'static CodeInfo,
    chinese: impl Into<String>,
    english: impl Into<String>,
) -> Expected {
    Expected { code, chinese: chinese.into(), english: english.into(), insertion: None }
}

impl<'text> Lowering<'text> {
    /// Reports what is missing at a place, unless it is likely the consequence of something that was
    /// missing before in the same clause.
    pub fn missing(&self, rule: Rule, at: usize) {
        if self.is_clause_broken() && rule != Rule::missing_close_brace {
            return;
        }
        if self.is_full() {
            return;
        }
        self.break_clause();
        match rule {
            Rule::missing_operand => self.report_operand(at, Expect::Value),
            Rule::missing_close_brace => self.missing_brace(at),
            Rule::missing_text => self.missing_text(at),
            Rule::missing_arrow => self.missing_arrow(at),
            Rule::missing_close_paren | Rule::missing_close_bracket => {
                self.missing_bracket(rule, at);
            }
            Rule::missing_type => self.missing_type(at),
            Rule::missing_colon if self.find_place(at).range.is_empty() => self.missing_type(at),
            Rule::missing_name => self.missing_name(at),
            _ => self.missing_plainly(rule, at),
        }
    }

    pub fn missing_operand(&self, at: usize, expect: Expect) {
        if !self.is_clause_broken() && !self.is_full() {
            self.break_clause();
            self.report_operand(at, expect);
        }
    }

    fn find_place(&self, at: usize) -> Gap {
        let before = self.end_before(at);
        let token = if self.crosses_line(before, at) { None } else { self.token_at(at) };
        let range = token.map_or(before..before, |token| token.start..token.end);
        Gap { range, token, before }
    }

    fn found(&self, place: &Gap) -> (String, String) {
        let piece = self.slice(place.range.clone());
        if piece.is_empty() {
            return (String::new(), String::new());
        }
        let shown = shown(piece);
        (format!("，却是「{shown}」"), format!(", found `{shown}`"))
    }

    fn expected_here(&self, place: &Gap, expected: &Expected) -> ProblemDraft {
        let (found, found_english) = self.found(place);
        ProblemDraft::new(
            expected.code,
            place.range.clone(),
            Localized::new(
                format!("这里应是{}{found}", expected.chinese),
                format!("expected {}{found_english}", expected.english),
            ),
            Localized::new(
                format!("这里应是{}", expected.chinese),
                format!("expected {}", expected.english),
            ),
        )
    }

    fn missing_plainly(&self, rule: Rule, at: usize) {
        let place = self.find_place(at);
        let expected = self.expectation(rule);
        let mut report = self.expected_here(&place, &expected);
        if let Some(insertion) = expected.insertion {
            report = self.insert(report, &place, insertion);
        }
        self.report(report);
    }

    /// Offers to insert a word or sign in front of what stands there.
    fn insert(&self, report: ProblemDraft, place: &Gap, insertion: &str) -> ProblemDraft {
        let at = if place.range.is_empty() { place.before } else { place.range.start };
        let word = insertion.starts_with(crate::scan::is_word_char);
        let glued = self.slice(0..at).ends_with(|last: char| !crate::scan::is_space(last));
        let before = if glued && (word || insertion == "=" || insertion == "{") { " " } else { "" };
        let after = if place.range.is_empty() || !(word || insertion == "=") { "" } else { " " };
        report.correction(
            at..at,
            format!("{before}{insertion}{after}"),
            Localized::new(format!("补上「{insertion}」"), format!("insert `{insertion}`")),
        )
    }

    /// What is expected where a pair of this kind is missing.
    fn expectation(&self, rule: Rule) -> Expected {
        let keyword = |keyword: Keyword| {
            let (chinese, english) = (
                keyword.spelling(gouji_text::Language::Chinese),
                keyword.spelling(gouji_text::Language::English),
            );
            Expected {
                code: &codes::EXPECTED_KEYWORD,
                chinese: format!("「{chinese}」"),
                english: format!("`{english}`"),
                insertion: Some(self.spelling(keyword)),
            }
        };
        let sign = |sign: &'static str| Expected {
            code: &codes::EXPECTED_SIGN,
            chinese: format!("「{sign}」"),
            english: format!("`{sign}`"),
            insertion: Some(sign),
        };
        match rule {
            Rule::missing_name => expected(&codes::EXPECTED_NAME, "名字", "a name"),
            Rule::missing_equals => sign("="),
            Rule::missing_colon => sign(self.colon()),
            Rule::missing_open_brace => sign("{"),
            Rule::missing_operator => expected(
                &codes::EXPECTED_OPERATOR,
                "运算符（+ - × ÷ = 且 或 …）、逗号或括号",
                "an operator (+ - * / = and or …), a comma or a bracket",
            ),
            Rule::missing_then => keyword(Keyword::Then),
            Rule::missing_else => keyword(Keyword::Else),
            Rule::missing_contains => keyword(Keyword::Containing),
            Rule::missing_contents => keyword(Keyword::Contents),
            Rule::missing_anchor => keyword(Keyword::Label),
            Rule::missing_as => keyword(Keyword::As),
            Rule::missing_by => keyword(Keyword::By),
            Rule::missing_counts_as => keyword(Keyword::CountsAs),
            Rule::missing_date => expected(
                &codes::EXPECTED_DATE,
                "日期，例如 2020-01-01 或 2020年1月1日",
                "a date, such as 2020-01-01",
            ),
            Rule::missing_figure => {
                expected(&codes::EXPECTED_FIGURE, "数，例如 1000", "a figure, such as 1000")
            }
            Rule::missing_value => expected(
                &codes::EXPECTED_VALUE,
                "值：数、日期、引号里的文本、空白 或 —",
                "a value: a figure, a date, a text in quotation marks, blank or —",
            ),
            Rule::missing_target => {
                expected(&codes::EXPECTED_TARGET, "「→ 栏」或「略」", "`-> field` or `skip`")
            }
            Rule::basis_text => expected(
                &codes::EXPECTED_BASIS,
                "依据的文字，例如《某某法》第十四条",
                "the text of the legal basis",
            ),
            _ => expected(&codes::UNEXPECTED, "别的内容", "something else"),
        }
    }

    /// A figure without its unit.
    pub fn missing_unit(&self, at: usize) {
        if self.is_clause_broken() || self.is_full() {
            return;
        }
        self.break_clause();
        let place = self.find_place(at);
        let report = self.expected_here(
            &place,
            &expected(&codes::EXPECTED_UNIT, "单位，例如 1000 克", "a unit, as in `1000 gram`"),
        );
        self.report(report);
    }

    fn report_operand(&self, at: usize, expect: Expect) {
        let place = self.find_place(at);
        let (chinese, english) = match expect {
            Expect::Condition => {
                ("条件，例如「合计 = 甲 + 乙」", "a condition, such as `total = a + b`")
            }
            Expect::Value => {
                ("式子：栏、数、文本或函数", "an expression: a field, a figure, a text or a call")
            }
        };
        let word = self.slice(place.range.clone());
        let is_word = place.token.is_some_and(|token| token.kind == TokenKind::Word);
        let reserved =
            Keyword::spelled(word).find(|keyword| keyword.is_reserved()).filter(|_| is_word);
        if let Some(keyword) = reserved {
            self.report(self.reserved_operand(&place, word, keyword, chinese, english));
            return;
        }
        let expected = expected(&codes::EXPECTED_EXPRESSION, chinese, english);
        self.report(self.expected_here(&place, &expected));
    }

    /// A reserved word where an operand was due.
    fn reserved_operand(
        &self,
        place: &Gap,
        word: &str,
        keyword: Keyword,
        chinese: &str,
        english: &str,
    ) -> ProblemDraft {
        let structural = matches!(
            keyword,
            Keyword::Then | Keyword::Else | Keyword::Where | Keyword::Must | Keyword::MustNot
        );
        let report = ProblemDraft::new(
            &codes::EXPECTED_EXPRESSION,
            place.range.clone(),
            Localized::new(
                format!("这里应是{chinese}，而「{word}」是语言自用的词"),
                format!("expected {english}, but `{word}` is a word of the language"),
            ),
            Localized::new(format!("这里应是{chinese}"), format!("expected {english}")),
        );
        let report = if keyword.kind() == KeywordKind::Predicate {
            report.help(Localized::new(
                format!("「{word}」跟在栏后面，例如「甲 {word}」；若是名字，写作 `{word}`"),
                format!("`{word}` follows a field, as in `a {word}`; as a name it is written `{word}` in backquotes"),
            ))
        } else {
            report.help(Localized::new(
                format!("若它是名字，写作 `{word}`"),
                format!("if it is a name, put `{word}` in backquotes"),
            ))
        };
        if structural {
            return report;
        }
        let before = self.slice(0..place.before);
        let equals = before.trim_end_matches(['=', '＝']).len();
        if keyword.kind() == KeywordKind::Predicate && equals < before.len() {
            let sign = self.slice(equals..before.len());
            return report
                .correction(
                    equals..place.range.start,
                    if before.get(..equals).is_some_and(|left| left.ends_with(is_space)) {
                        ""
                    } else {
                        " "
                    },
                    Localized::new(format!("删去「{sign}」"), format!("remove `{sign}`")),
                )
                .certain();
        }
        report.correction(
            place.range.clone(),
            format!("`{word}`"),
            Localized::new(format!("写作 `{word}`"), format!("write it in backquotes: `{word}`")),
        )
    }

    /// A name; one in quotation marks is understood.
    fn missing_name(&self, at: usize) {
        let place = self.find_place(at);
        let report = self.expected_here(&place, &self.expectation(Rule::missing_name));
        let written = self.slice(place.range.clone());
        let is_text = place.token.is_some_and(|token| token.kind == TokenKind::Text);
        let inner = written.trim_matches(['“', '”', '"', '＂', '「', '」', '‘', '’', '\'']);
        if !is_text || inner.is_empty() || inner.contains(['`', '\\']) {
            self.report(report);
            return;
        }
        let plain = leading_word(inner) == inner
            && !Keyword::spelled(inner).any(|keyword| keyword.is_reserved());
        let glued = self.slice(0..place.range.start).ends_with(crate::scan::is_word_char);
        let space = if glued && plain { " " } else { "" };
        let name = if plain { format!("{space}{inner}") } else { format!("`{inner}`") };
        let title = Localized::new(format!("改为 {name}"), format!("write {name}"));
        self.report(
            report
                .help(Localized::new("名字不用引号", "a name has no quotation marks"))
                .correction(place.range, &name, title)
                .certain(),
        );
    }

    fn missing_text(&self, at: usize) {
        let place = self.find_place(at);
        let expected = expected(
            &codes::EXPECTED_TEXT,
            "引号里的文本，例如 “编码”",
            "a text in quotation marks",
        );
        let report = self.expected_here(&place, &expected);
        let is_word = place
            .token
            .is_some_and(|token| matches!(token.kind, TokenKind::Word | TokenKind::Backquoted));
        if !is_word {
            self.report(report);
            return;
        }
        let quoted = self.quoted(self.slice(place.range.clone()).trim_matches('`'));
        self.report(
            report
                .correction(
                    place.range,
                    &quoted,
                    Localized::new(
                        format!("加上引号：{quoted}"),
                        format!("put it in quotation marks: {quoted}"),
                    ),
                )
                .certain(),
        );
    }

    fn missing_arrow(&self, at: usize) {
        let place = self.find_place(at);
        let expected = expected(&codes::EXPECTED_SIGN, "「→ 栏」", "`-> field`");
        let report = self.expected_here(&place, &expected);
        let sign = self.slice(place.range.clone());
        let (range, text) = match place.token.map(|token| token.kind) {
            Some(TokenKind::Word | TokenKind::Backquoted) => {
                (place.range.start..place.range.start, "→ ")
            }
            Some(TokenKind::Symbol(_))
                if matches!(sign, "=" | "＝" | ":" | "：" | ">" | "＞" | "-" | "－") =>
            {
                let signs = self
                    .slice(place.range.start..self.text.len())
                    .find(|sign: char| {
                        !matches!(sign, '=' | '＝' | ':' | '：' | '>' | '＞' | '-' | '－')
                    })
                    .unwrap_or(sign.len());
                (place.range.start..place.range.start + signs, "→")
            }
            _ => {
                self.report(report);
                return;
            }
        };
        let title: Localized = Localized::new("写「→」", "write `->`");
        self.report(report.correction(range, text, title).certain());
    }

    fn missing_type(&self, at: usize) {
        let place = self.find_place(at);
        let expected = expected(
            &codes::EXPECTED_TYPE,
            "类型，例如 文本、数、百分比、日期 或量纲的名字",
            "a type, such as text, number, percent, date or the name of a dimension",
        );
        let before = self.slice(0..place.before);
        let has_colon = before.ends_with([':', '：', '=', '＝']);
        if has_colon || !place.range.is_empty() {
            self.report(self.expected_here(&place, &expected));
            return;
        }
        let colon = self.colon();
        self.report(ProblemDraft::new(
            &codes::EXPECTED_TYPE,
            place.range,
            Localized::new(
                format!("栏要写类型：名字{colon}类型，例如「长度{colon}数」"),
                "a field needs its type, as in `name: text`",
            ),
            Localized::new(format!("这里应是「{colon}类型」"), "expected `: type`"),
        ));
    }

    fn missing_brace(&self, at: usize) {
        let before = self.end_before(at);
        let header = self.slice(0..line_length(self.text)).trim_end_matches(is_blank);
        let shown: String =
            header.trim_end_matches(['{', '｛']).trim_end().chars().take(30).collect();
        self.report(
            ProblemDraft::new(
                &codes::UNCLOSED_BRACE,
                before..before,
                Localized::new(
                    format!("缺少「}}」：「{shown}」的大括号没有合上"),
                    format!("`}}` is missing: the brace of `{shown}` is not closed"),
                ),
                Localized::new("这里应有「}」", "expected `}`"),
            )
            .help(Localized::new(
                "在最后一行之后补上「}」；下一项从行首的关键词开始",
                "add `}` after the last line; the next item begins at the keyword in the first column",
            ))
            .correction(before..before, "\n}", Localized::new("补上「}」", "insert `}`")),
        );
    }

    fn missing_bracket(&self, rule: Rule, at: usize) {
        let sign = if rule == Rule::missing_close_paren { ")" } else { "]" };
        let place = self.find_place(at);
        let (found, found_english) = self.found(&place);
        self.report(
            ProblemDraft::new(
                &codes::UNCLOSED_BRACKET,
                place.range.clone(),
                Localized::new(
                    format!("括号没有合上：这里应是「{sign}」{found}"),
                    format!("the bracket is not closed: expected `{sign}`{found_english}"),
                ),
                Localized::new(format!("这里应是「{sign}」"), format!("expected `{sign}`")),
            )
            .correction(
                place.before..place.before,
                sign,
                Localized::new(format!("补上「{sign}」"), format!("insert `{sign}`")),
            ),
        );
    }

    /// A form's first line without 填 and the record.
    pub fn missing_fills(&self, at: usize) {
        let fills = self.spelling(Keyword::Fills);
        let place = self.find_place(at);
        let expected = expected(
            &codes::EXPECTED_KEYWORD,
            format!("「{fills} 记录名」"),
            format!("`{fills}` and the name of a record"),
        );
        let report = self.expected_here(&place, &expected).help(Localized::new(
            "例如：表样 甲表 填 甲 {",
            "for example: form table fills item {",
        ));
        self.break_clause();
        let is_word = place.token.is_some_and(|token| token.kind == TokenKind::Word);
        if !is_word {
            self.report(report);
            return;
        }
        let rest = self.slice(place.range.end..self.text.len()).trim_start_matches(is_blank);
        let (range, text) = if leading_word(rest).is_empty() {
            (place.range.start..place.range.start, format!("{fills} "))
        } else {
            (place.range.clone(), fills.to_owned())
        };
        let title = Localized::new(format!("写「{fills}」"), format!("write `{fills}`"));
        self.report(report.correction(range, text, title).certain());
    }
}
