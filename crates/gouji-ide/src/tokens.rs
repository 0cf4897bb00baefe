//! Pieces of rule text, without knowing what they mean: what is typed is often no tree yet.

use gouji_text::TextRange;

/// What a piece of text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EditorTokenKind {
    Comment,
    Documentation,
    /// In quotation marks, or to the line's end where the closing one is missing.
    Text {
        closed: bool,
    },
    /// A name in backquotes.
    Backquoted,
    /// Letters and digits.
    Word,
    /// Digits with points and commas.
    Number,
    /// A bracket, as its ASCII twin.
    Open(char),
    Close(char),
    /// Any other character.
    Symbol(char),
}

/// A piece of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct EditorToken {
    pub kind: EditorTokenKind,
    pub range: TextRange,
    /// Whether it is the first of its line.
    pub starts_line: bool,
}

impl EditorToken {
    /// Whether it is a name or a keyword.
    pub fn is_word(&self) -> bool {
        matches!(self.kind, EditorTokenKind::Word | EditorTokenKind::Backquoted)
    }

    /// Whether it can be the end of an operand.
    pub fn ends_operand(&self) -> bool {
        matches!(
            self.kind,
            EditorTokenKind::Word
                | EditorTokenKind::Backquoted
                | EditorTokenKind::Number
                | EditorTokenKind::Text { .. }
                | EditorTokenKind::Close(_)
        )
    }
}

/// The pieces of `text`, which stands at `base`, comments included.
pub(crate) fn tokens(text: &str, base: u32) -> Vec<EditorToken> {
    let mut found = Vec::new();
    let mut position = 0_usize;
    let mut starts_line = true;
    while let Some(rest) = text.get(position..) {
        let Some(first) = rest.chars().next() else { break };
        if first == '\n' {
            starts_line = true;
        }
        if first.is_whitespace() || first == '\u{feff}' {
            position += first.len_utf8();
            continue;
        }
        let (kind, length) = token(rest, first);
        let range = TextRange::from(position..position + length).shifted(base);
        found.push(EditorToken { kind, range, starts_line });
        starts_line = false;
        position += length.max(1);
    }
    found
}

fn token(rest: &str, first: char) -> (EditorTokenKind, usize) {
    let single = first.len_utf8();
    match first {
        '#' | '＃' => {
            let line = rest.find('\n').unwrap_or(rest.len());
            let length = rest.get(..line).map_or(line, |line| line.trim_end().len());
            let documentation = rest.get(single..).is_some_and(|tail| tail.starts_with(first));
            let kind = if documentation {
                EditorTokenKind::Documentation
            } else {
                EditorTokenKind::Comment
            };
            (kind, length)
        }
        '`' | '｀' => match closing(rest, |character| character == first, false) {
            (length, true) => (EditorTokenKind::Backquoted, length),
            _ => (EditorTokenKind::Symbol(first), single),
        },
        '“' | '”' => text(rest, |character| matches!(character, '“' | '”'), true),
        '"' if rest.starts_with("\"\"\"") => {
            let (length, closed) = gouji_syntax::block_text_length(rest).unwrap_or((3, false));
            (EditorTokenKind::Text { closed }, length)
        }
        '"' | '＂' => text(rest, |character| matches!(character, '"' | '＂'), true),
        '「' => text(rest, |character| character == '」', false),
        '『' => text(rest, |character| character == '』', false),
        '(' | '（' => (EditorTokenKind::Open('('), single),
        '[' | '［' => (EditorTokenKind::Open('['), single),
        '{' | '｛' => (EditorTokenKind::Open('{'), single),
        ')' | '）' => (EditorTokenKind::Close(')'), single),
        ']' | '］' => (EditorTokenKind::Close(']'), single),
        '}' | '｝' => (EditorTokenKind::Close('}'), single),
        _ if is_digit(first) => (EditorTokenKind::Number, number_length(rest)),
        _ if is_word_char(first) => (EditorTokenKind::Word, run(rest, is_word_char)),
        _ => (EditorTokenKind::Symbol(first), single),
    }
}

fn text(rest: &str, is_closing: impl Fn(char) -> bool, escapes: bool) -> (EditorTokenKind, usize) {
    let (length, closed) = closing(rest, is_closing, escapes);
    (EditorTokenKind::Text { closed }, length)
}

/// Bytes up to and including the closing character on this line, else to the line's end.
fn closing(rest: &str, is_closing: impl Fn(char) -> bool, escapes: bool) -> (usize, bool) {
    let mut characters = rest.char_indices().skip(1);
    while let Some((offset, character)) = characters.next() {
        match character {
            '\n' => {
                return (rest.get(..offset).map_or(offset, |line| line.trim_end().len()), false);
            }
            '\\' if escapes => {
                if let Some((offset, '\n')) = characters.next() {
                    return (offset, false);
                }
            }
            other if is_closing(other) => return (offset + other.len_utf8(), true),
            _ => {}
        }
    }
    (rest.len(), false)
}

fn run(rest: &str, accept: impl Fn(char) -> bool) -> usize {
    rest.find(|character| !accept(character)).unwrap_or(rest.len())
}

fn is_digit(character: char) -> bool {
    character.is_ascii_digit() || ('０'..='９').contains(&character)
}

/// Digits, and a point or comma where a digit follows.
fn number_length(rest: &str) -> usize {
    let mut end = 0;
    let mut characters = rest.char_indices().peekable();
    while let Some((offset, character)) = characters.next() {
        let next_is_digit = characters.peek().is_some_and(|(_, next)| is_digit(*next));
        let inside = matches!(character, '.' | ',' | '．') && next_is_digit;
        if !is_digit(character) && !inside {
            break;
        }
        end = offset + character.len_utf8();
    }
    end
}

/// A character of a word.
pub(crate) fn is_word_char(character: char) -> bool {
    character == '_' || character.is_alphanumeric() || matches!(character, '℃' | '℉')
}

/// The largest place not past `offset` where `text` can be cut.
pub(crate) fn floor(text: &str, offset: u32) -> u32 {
    let mut offset = (offset as usize).min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<(EditorTokenKind, &str)> {
        tokens(text, 0).into_iter().map(|token| (token.kind, token.range.of(text))).collect()
    }

    #[test]
    fn numbers_stand_apart_from_their_units() {
        assert_eq!(
            kinds("甲 ≥ 1,000.5万元"),
            [
                (EditorTokenKind::Word, "甲"),
                (EditorTokenKind::Symbol('≥'), "≥"),
                (EditorTokenKind::Number, "1,000.5"),
                (EditorTokenKind::Word, "万元"),
            ]
        );
    }

    #[test]
    fn texts_end_with_the_line_and_comments_are_no_texts() {
        assert_eq!(
            kinds("“甲\r\n## “乙 "),
            [
                (EditorTokenKind::Text { closed: false }, "“甲"),
                (EditorTokenKind::Documentation, "## “乙")
            ]
        );
    }
}
