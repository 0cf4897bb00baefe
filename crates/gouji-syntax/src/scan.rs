//! A linear scan over rule text: words, texts, comments and brackets, without knowing what they mean.
//!
//! It serves what must be known before the grammar runs: where items begin, and that nothing in them
//! is nested too deeply.

/// What a piece of text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenKind {
    /// `#` or `##` to the end of the line.
    Comment {
        /// `##`
        documentation: bool,
    },
    /// A text in quotation marks; where the closing one is missing, to the end of the line or to a
    /// brace that closes none of its own. Or a block text, which may hold many lines.
    Text,
    /// A name in backquotes.
    Backquoted,
    /// Letters and digits.
    Word,
    /// `(`, `[` or `{`.
    Open(char),
    /// `)`, `]` or `}`.
    Close(char),
    /// A line end.
    LineEnd,
    /// Any other character (one at a time).
    Symbol(char),
}

/// A piece of text and where it stands, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    pub kind: TokenKind,
    pub start: usize,
    pub end: usize,
}

/// Walks over a text, blanks left out.
#[derive(Clone)]
pub(crate) struct Scanner<'text> {
    text: &'text str,
    position: usize,
}

impl<'text> Scanner<'text> {
    pub fn new(text: &'text str, position: usize) -> Self {
        Self { text, position }
    }

    /// Goes on from `position`.
    pub fn jump(&mut self, position: usize) {
        self.position = position;
    }

    fn rest(&self) -> &'text str {
        self.text.get(self.position..).unwrap_or("")
    }

    fn run(&self, rest: &str, accept: impl Fn(char) -> bool) -> usize {
        rest.char_indices()
            .find(|(_, character)| !accept(*character))
            .map_or(rest.len(), |(offset, _)| offset)
    }
}

impl Iterator for Scanner<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        self.position += self.run(self.rest(), is_blank);
        let rest = self.rest();
        let first = rest.chars().next()?;
        let (kind, length) = match first {
            '\n' => (TokenKind::LineEnd, 1),
            '#' | '＃' => {
                let documentation =
                    rest.get(first.len_utf8()..).is_some_and(|tail| tail.starts_with(first));
                (TokenKind::Comment { documentation }, line_length(rest))
            }
            '`' | '｀' => match closing(rest, |character| character == first) {
                Some(length) => (TokenKind::Backquoted, length),
                None => (TokenKind::Symbol(first), first.len_utf8()),
            },
            '(' | '（' => (TokenKind::Open('('), first.len_utf8()),
            '[' | '［' => (TokenKind::Open('['), first.len_utf8()),
            '{' | '｛' => (TokenKind::Open('{'), first.len_utf8()),
            ')' | '）' => (TokenKind::Close(')'), first.len_utf8()),
            ']' | '］' => (TokenKind::Close(']'), first.len_utf8()),
            '}' | '｝' => (TokenKind::Close('}'), first.len_utf8()),
            '"' if rest.starts_with(BLOCK_MARKS) => (TokenKind::Text, block_end(rest).0),
            _ => match text_length(rest) {
                Some(length) => (TokenKind::Text, length),
                None if is_word_char(first) => (TokenKind::Word, self.run(rest, is_word_char)),
                None => (TokenKind::Symbol(first), first.len_utf8()),
            },
        };
        let start = self.position;
        self.position += length;
        Some(Token { kind, start, end: self.position })
    }
}

/// What a block text begins and ends with.
pub(crate) const BLOCK_MARKS: &str = "\"\"\"";

/// Where the block text ends that `text` begins with, and whether its closing marks are there: they are
/// the next ones, unless those open a block themselves. Then, and where there are none, it ends in
/// front of them or of the next item, so that a forgotten end takes nothing along.
pub(crate) fn block_end(text: &str) -> (usize, bool) {
    let marks = BLOCK_MARKS.len();
    let inside = text.get(marks..).unwrap_or("");
    let next = inside.find(BLOCK_MARKS).map(|at| at + marks);
    let end = match next {
        None => text.len(),
        Some(at) => {
            let before = text.get(..at).unwrap_or("");
            let line = before.rfind('\n').filter(|line| *line >= marks);
            let written = line.and_then(|line| before.get(line + 1..)).unwrap_or("");
            match line {
                Some(line) if opens_block(written) => line,
                _ => return (at + marks, true),
            }
        }
    };
    let lines = text.get(..end).unwrap_or("").match_indices('\n').map(|(at, _)| at);
    let mut items = lines.filter(|at| *at >= marks && opens_item(text.get(at + 1..).unwrap_or("")));
    (items.next().unwrap_or(end), false)
}

/// Bytes of the block text that `text` begins with, and whether it is closed; `None` where it begins
/// with none.
pub fn block_text_length(text: &str) -> Option<(usize, bool)> {
    text.starts_with(BLOCK_MARKS).then(|| block_end(text))
}

/// Whether a line, up to marks of a block text, says that they open one.
fn opens_block(line: &str) -> bool {
    let written = line.trim_matches(is_blank);
    let Some(before) = DOCUMENT_TEXT.iter().find_map(|keyword| written.strip_suffix(keyword))
    else {
        return false;
    };
    before.is_empty() || (opens_item(line) && !before.ends_with(is_word_char))
}

/// The keyword in front of a block text.
const DOCUMENT_TEXT: [&str; 2] = ["文本", "text"];

/// Whether a line begins with an item in its first column.
fn opens_item(line: &str) -> bool {
    let word = leading_word(line);
    let rest = line.get(word.len()..).unwrap_or("");
    let named = rest.trim_start_matches(is_blank);
    !word.is_empty()
        && rest.starts_with(is_blank)
        && (named.starts_with(is_word_start) || named.starts_with(['`', '｀']))
        && crate::spelling::item_keywords().iter().any(|keyword| keyword.is_spelled(word))
}

/// White space within a line.
pub(crate) fn is_blank(character: char) -> bool {
    matches!(
        character,
        ' ' | '\t'
            | '\r'
            | '\u{3000}'
            | '\u{a0}'
            | '\u{feff}'
            | '\u{200b}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{2060}'
            | '\u{ad}'
    )
}

/// White space as the grammar has it.
pub(crate) fn is_space(character: char) -> bool {
    character == '\n' || is_blank(character)
}

/// A character of a word; the grammar's `word_char`.
pub(crate) fn is_word_char(character: char) -> bool {
    match character {
        '\u{4e00}'..='\u{9fff}'
        | '\u{2e80}'..='\u{2fd5}'
        | '_'
        | '\u{3380}'..='\u{33df}'
        | '℃'
        | '℉' => true,
        // Signs, so that they need no look into the tables.
        '\u{3000}'..='\u{3004}' | '\u{3008}'..='\u{3020}' | '\u{ff00}'..='\u{ff0f}' => false,
        other if other.is_ascii() => other.is_ascii_alphanumeric(),
        other => other.is_alphanumeric(),
    }
}

/// A character that can begin a word; the grammar's `word_start`.
pub(crate) fn is_word_start(character: char) -> bool {
    is_word_char(character) && (!character.is_numeric() || character == '〇')
}

/// Bytes up to the line's end.
pub(crate) fn line_length(text: &str) -> usize {
    text.find('\n').unwrap_or(text.len())
}

/// The word that `text` begins with; empty where it begins with none.
pub(crate) fn leading_word(text: &str) -> &str {
    if !text.starts_with(is_word_start) {
        return "";
    }
    let length = text.find(|character| !is_word_char(character)).unwrap_or(text.len());
    text.get(..length).unwrap_or("")
}

/// Bytes up to and including the closing character, on this line; the first character is the opening one.
fn closing(text: &str, is_closing: impl Fn(char) -> bool) -> Option<usize> {
    for (offset, character) in text.char_indices().skip(1) {
        if is_closing(character) {
            return Some(offset + character.len_utf8());
        }
        if character == '\n' {
            break;
        }
    }
    None
}

/// Bytes of the text literal that `text` begins with; where it is not closed, to the line's end or
/// to a brace that closes none of its own.
fn text_length(text: &str) -> Option<usize> {
    let first = text.chars().next()?;
    let wide = |character| matches!(character, '“' | '”');
    let plain = |character| matches!(character, '"' | '＂');
    match first {
        '“' | '”' => Some(escaped_length(text, wide)),
        '"' | '＂' => Some(escaped_length(text, plain)),
        '「' => closing_before(text, '」', '「'),
        '『' => closing_before(text, '』', '『'),
        '‘' | '’' => closing(text, |character| matches!(character, '‘' | '’')),
        '\'' => closing(text, |character| character == '\''),
        _ => None,
    }
}

fn closing_before(text: &str, close: char, open: char) -> Option<usize> {
    let length = closing(text, |character| character == close || character == open)?;
    text.get(..length).is_some_and(|found| found.ends_with(close)).then_some(length)
}

fn escaped_length(text: &str, is_closing: impl Fn(char) -> bool) -> usize {
    let mut characters = text.char_indices().skip(1).peekable();
    // Where the closing mark is missing, the text ends before a brace that closes none of its own.
    let mut in_hole = false;
    let mut surplus_brace = None;
    while let Some((offset, character)) = characters.next() {
        match character {
            '\n' => return surplus_brace.unwrap_or(offset),
            '\\' if characters.peek().is_some_and(|(_, next)| *next != '\n') => {
                characters.next();
            }
            other if is_closing(other) => return offset + other.len_utf8(),
            '{' | '｛' => in_hole = true,
            '}' | '｝' if in_hole => in_hole = false,
            '}' | '｝' => surplus_brace = surplus_brace.or(Some(offset)),
            _ => {}
        }
    }
    surplus_brace.unwrap_or(text.len())
}

/// Bytes of the free text that `text` begins with: to the line's end, without a brace that closes the
/// body there.
pub(crate) fn free_text_length(text: &str) -> usize {
    let line = text.get(..line_length(text)).unwrap_or("");
    let trimmed = line.trim_end_matches(is_blank);
    match trimmed.strip_suffix(['}', '｝']) {
        Some(before) => before.len(),
        None => line.len(),
    }
}

/// How many braces are open at the end of the beginning of an item.
pub fn block_depth(beginning: &str) -> usize {
    Scanner::new(beginning, 0).fold(0, |depth: usize, token| match token.kind {
        TokenKind::Open('{') => depth + 1,
        TokenKind::Close('}') => depth.saturating_sub(1),
        _ => depth,
    })
}

/// The end of the last character of `text` that is neither white space nor comment.
pub(crate) fn significant_end(text: &str) -> usize {
    let mut end = text.len();
    loop {
        let trimmed = text.get(..end).unwrap_or("").trim_end_matches(is_space);
        let line_start = trimmed.rfind('\n').map_or(0, |at| at + 1);
        let comment = Scanner::new(trimmed, line_start)
            .find(|token| matches!(token.kind, TokenKind::Comment { .. }));
        match comment {
            Some(token) if token.start >= line_start && token.start < end => end = token.start,
            _ => return trimmed.len(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<TokenKind> {
        Scanner::new(text, 0).map(|token| token.kind).collect()
    }

    #[test]
    fn comments_do_not_start_in_texts_and_texts_end_with_the_line() {
        assert_eq!(
            kinds("“#{” \"a\n甲"),
            [TokenKind::Text, TokenKind::Text, TokenKind::LineEnd, TokenKind::Word]
        );
        assert_eq!(kinds("“{a} b }"), [TokenKind::Text, TokenKind::Close('}')]);
        assert_eq!(kinds("“{a{b}} }”"), [TokenKind::Text]);
        assert_eq!(kinds("## “"), [TokenKind::Comment { documentation: true }]);
        assert_eq!(kinds("`a{`"), [TokenKind::Backquoted]);
    }

    #[test]
    fn free_text_leaves_the_closing_brace() {
        assert_eq!(free_text_length("《甲》（{x}）\n}"), "《甲》（{x}）".len());
        assert_eq!(free_text_length("甲 } \n"), "甲 ".len());
    }

    #[test]
    fn the_significant_end_is_before_trailing_comments() {
        assert_eq!(significant_end("甲 “#”  # 注\n# 注\n"), "甲 “#”".len());
        assert_eq!(significant_end("# 注"), 0);
    }
}
