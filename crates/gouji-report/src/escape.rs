//! Text of documents and paths, made harmless for a terminal.
//!
//! A document may carry escape sequences that recolour, erase or retitle a terminal, and
//! directional overrides that make figures read backwards. Neither may come out of a report alive.

use std::borrow::Cow;

/// Stands for the escape character.
const ESCAPE_SYMBOL: char = '␛';

/// Whether a terminal could act on the character instead of showing it.
fn is_harmful(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{61c}' | '\u{200e}' | '\u{200f}' // directional marks
            | '\u{2028}' | '\u{2029}' // line and paragraph separator
            | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' // directional overrides
            | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}') // annotations, tags
}

/// The character as shown; always one for one, so that columns still count characters.
pub(crate) fn harmless_char(character: char) -> char {
    match character {
        '\u{1b}' | '\u{9b}' => ESCAPE_SYMBOL,
        other if is_harmful(other) => char::REPLACEMENT_CHARACTER,
        other => other,
    }
}

/// The text on one line: line ends and tabs become a space, harmful characters a symbol.
pub(crate) fn one_line(text: &str) -> Cow<'_, str> {
    let text = text.trim_matches(|character| matches!(character, '\n' | '\r' | '\t' | ' '));
    if !text.chars().any(is_harmful) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' | '\r' | '\t' => {
                if !shown.ends_with(' ') {
                    shown.push(' ');
                }
            }
            other => shown.push(harmless_char(other)),
        }
    }
    Cow::Owned(shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_a_terminal_acts_on_is_left() {
        let hostile = "a\u{1b}[31m\u{9b}2J\u{7}\u{202e}12\u{2028}b\r\n\tc\n";
        assert_eq!(one_line(hostile), "a␛[31m␛2J��12�b c");
    }

    #[test]
    fn ordinary_text_is_untouched() {
        assert!(matches!(one_line("≤350 元/人　“甲”"), Cow::Borrowed("≤350 元/人　“甲”")));
    }
}
