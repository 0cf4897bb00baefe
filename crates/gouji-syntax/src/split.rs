//! From a file to the ranges of its items.

use crate::Keyword;
use crate::codes;
use crate::scan::{Scanner, Token, TokenKind, free_text_length, is_blank, leading_word};
use crate::spelling::item_keyword;
use gouji_diagnostic::Diagnostic;
use gouji_text::{Language, Localized, TextRange};

/// A file taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Split {
    /// The language of the first keyword.
    pub language: Language,
    /// The items in order, documentation comments included, trailing white space and comments not.
    pub items: Vec<TextRange>,
    /// What stands between the items (ranges relative to the file).
    pub problems: Vec<Diagnostic<TextRange>>,
}

/// Finds the items of a file in one linear scan.
///
/// An item begins with its keyword at the start of a line, outside braces; at the very first column
/// also inside braces, so that an item whose brace is not closed ends where the next one begins. It
/// ends with its closing brace, or, where it has none, where the next item begins.
pub fn split_items(text: &str) -> Split {
    let mut splitter = Splitter {
        text,
        scanner: Scanner::new(text, 0),
        language: None,
        items: Vec::new(),
        strays: Vec::new(),
        open: None,
        documentation: None,
        line_start: 0,
        first_in_line: true,
    };
    while let Some(token) = splitter.scanner.next() {
        splitter.step(token);
    }
    splitter.close();
    let problems = splitter.strays.iter().map(|stray| stray_problem(text, *stray)).collect();
    Split { language: splitter.language.unwrap_or_default(), items: splitter.items, problems }
}

struct Splitter<'text> {
    text: &'text str,
    scanner: Scanner<'text>,
    language: Option<Language>,
    items: Vec<TextRange>,
    strays: Vec<TextRange>,
    open: Option<OpenItem>,
    /// Where the documentation of the next item begins.
    documentation: Option<usize>,
    line_start: usize,
    /// Whether no token but comments has been seen on this line.
    first_in_line: bool,
}

/// The item being scanned.
struct OpenItem {
    start: usize,
    /// `None` for text that may be no item at all.
    keyword: Option<Keyword>,
    /// Open braces.
    depth: u32,
    /// Whether a brace has been seen.
    has_body: bool,
    /// End of its last token.
    end: usize,
}

impl OpenItem {
    fn has_free_text(&self) -> bool {
        matches!(self.keyword, Some(Keyword::Rule | Keyword::Ruleset))
    }

    /// Whether a line end outside braces ends it.
    fn ends_with_line(&self) -> bool {
        !self.has_body && matches!(self.keyword, None | Some(Keyword::Use))
    }
}

impl Splitter<'_> {
    fn step(&mut self, token: Token) {
        match token.kind {
            TokenKind::LineEnd => {
                self.line_start = token.end;
                self.first_in_line = true;
                if self.open.as_ref().is_some_and(|open| open.depth == 0 && open.ends_with_line()) {
                    self.close();
                }
            }
            TokenKind::Comment { documentation } => {
                if documentation && self.first_in_line {
                    self.documentation.get_or_insert(token.start);
                    if self.open.as_ref().is_some_and(|open| open.depth == 0) {
                        self.close();
                    }
                }
            }
            _ => self.significant(token),
        }
    }

    fn significant(&mut self, token: Token) {
        if let Some(keyword) = self.opening(token) {
            self.close();
            self.begin(token, Some(keyword));
        } else {
            if self.open.is_none() {
                let may_open = self.first_in_line && token.kind == TokenKind::Word;
                let word = TextRange::from(token.start..token.end).of(self.text);
                let guess = if may_open { item_keyword(word) } else { None };
                self.begin(token, guess.map(|guess| guess.keyword));
            }
            self.grow(token);
        }
        self.first_in_line = false;
        self.documentation = None;
    }

    fn begin(&mut self, token: Token, keyword: Option<Keyword>) {
        let start = match keyword {
            Some(_) => self.documentation.take().unwrap_or(token.start),
            None => token.start,
        };
        self.open = Some(OpenItem { start, keyword, depth: 0, has_body: false, end: token.end });
    }

    /// Takes a token into the open item.
    fn grow(&mut self, token: Token) {
        let Some(open) = &mut self.open else { return };
        let at_clause = self.first_in_line
            || self.text.get(..open.end).is_some_and(|before| before.ends_with(['{', '｛']));
        open.end = token.end;
        match token.kind {
            TokenKind::Open('{') => {
                open.depth += 1;
                open.has_body = true;
            }
            TokenKind::Close('}') => {
                open.depth = open.depth.saturating_sub(1);
                let braceless = matches!(open.keyword, Some(Keyword::Define | Keyword::Use));
                if open.depth == 0 && (open.has_body || !braceless) {
                    self.close();
                }
            }
            TokenKind::Word if at_clause && open.depth == 1 && open.has_free_text() => {
                let word = TextRange::from(token.start..token.end).of(self.text);
                if Keyword::Basis.is_spelled(word) {
                    let rest = self.text.get(token.end..).unwrap_or("");
                    open.end = token.end + free_text_length(rest);
                    self.scanner.jump(open.end);
                }
            }
            _ => {}
        }
    }

    /// The keyword, where this token opens an item.
    fn opening(&mut self, token: Token) -> Option<Keyword> {
        if token.kind != TokenKind::Word {
            return None;
        }
        let depth = self.open.as_ref().map_or(0, |open| open.depth);
        let at_start = if depth > 0 {
            token.start == self.line_start
        } else {
            self.first_in_line || self.open.is_none()
        };
        if !at_start {
            return None;
        }
        let word = self.text.get(token.start..token.end)?;
        let keyword =
            crate::spelling::item_keywords().iter().copied().find(|item| item.is_spelled(word))?;
        let rest = self.text.get(token.end..)?.trim_start_matches(is_blank);
        let named = !leading_word(rest).is_empty() || rest.starts_with(['`', '｀']);
        let nameless = rest.is_empty()
            || rest.starts_with(['\n', '{', '｛', '“', '”', '"', '「', '《', '#'])
            || rest.starts_with(|first: char| first.is_numeric());
        if named || (depth == 0 && nameless) {
            let english = keyword.spelling(Language::English) == word;
            self.language.get_or_insert(if english {
                Language::English
            } else {
                Language::Chinese
            });
            return Some(keyword);
        }
        None
    }

    fn close(&mut self) {
        let Some(open) = self.open.take() else { return };
        let range = TextRange::from(open.start..open.end);
        let is_item = open.keyword.is_some()
            || (open.has_body && !leading_word(range.of(self.text)).is_empty());
        if is_item {
            self.items.push(range);
            return;
        }
        // Stray text in a row is one problem.
        let last_item = self.items.last().map_or(0, |item| item.end);
        match self.strays.last_mut() {
            Some(last) if last.end >= last_item => last.end = range.end,
            _ => self.strays.push(range),
        }
    }
}

fn stray_problem(text: &str, range: TextRange) -> Diagnostic<TextRange> {
    let stray = range.of(text);
    if stray.starts_with(['}', '｝']) {
        let only_braces = stray
            .chars()
            .all(|character| matches!(character, '}' | '｝') || crate::scan::is_space(character));
        let range = if only_braces { range } else { first_character(stray, range) };
        return Diagnostic::new(
            &codes::STRAY_BRACE,
            Localized::new("这个「}」没有与之配对的「{」", "this `}` closes nothing"),
        )
        .at(range, Localized::new("多出的「}」", "unmatched `}`"))
        .fix(Localized::new("删去「}」", "remove the `}`"), range, "");
    }
    let word = leading_word(stray);
    let elsewhere = Keyword::spelled(word).next().is_some();
    let message = if elsewhere {
        Localized::new(
            format!("「{word}」只能写在「规则」等的大括号里"),
            format!("`{word}` can stand only inside the braces of a rule or the like"),
        )
    } else {
        Localized::new("这段文字不属于任何规则、记录或表样", "this text belongs to no item")
    };
    let label =
        Localized::new("这里应是「规则」「记录」「表样」等", "expected `rule`, `record`, `form` …");
    Diagnostic::new(&codes::STRAY_TEXT, message).at(first_line(stray, range), label).help(
        "一项以 规则集、引用、量纲、记录、表样、定义、规则、示例 之一开头；说明文字前面加「#」",
        "an item begins with ruleset, use, dimension, record, form, define, rule or example; put `#` in front of remarks",
    )
}

fn first_character(text: &str, range: TextRange) -> TextRange {
    let length = text.chars().next().map_or(0, char::len_utf8) as u32;
    TextRange::new(range.start, range.start + length)
}

fn first_line(text: &str, range: TextRange) -> TextRange {
    let line = text.lines().next().unwrap_or("").trim_end();
    TextRange::new(range.start, range.start + line.len() as u32)
}
