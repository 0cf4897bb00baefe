//! Text of documents, rule files and paths, made harmless for a terminal.
//!
//! A document may carry escape sequences that recolour, erase or retitle a terminal, and
//! directional overrides that make figures read backwards. Neither may come out of a report alive:
//! each such character is shown by its code point, `\u{202E}`.

use std::borrow::Cow;
use std::fmt::Write;

/// Whether a terminal could act on the character instead of showing it.
pub(crate) fn is_harmful(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{61c}' | '\u{200e}' | '\u{200f}' // directional marks
            | '\u{2028}' | '\u{2029}' // line and paragraph separator
            | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' // directional overrides
            | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}') // annotations, tags
}

/// Appends the character as it is shown.
pub(crate) fn push_shown(output: &mut String, character: char) {
    if is_harmful(character) {
        // Writing to a string cannot fail.
        let _ = write!(output, "\\u{{{:X}}}", u32::from(character));
    } else {
        output.push(character);
    }
}

/// Columns that the code point of a harmful character takes: `\u{202E}`.
pub(crate) fn code_point_columns(character: char) -> usize {
    let digits = (u32::BITS - u32::from(character).leading_zeros()).div_ceil(4).max(1);
    "\\u{}".len() + digits as usize
}

/// The text with its line ends and tabs, and every other character that a terminal could act on
/// shown by its code point.
pub fn harmless(text: &str) -> Cow<'_, str> {
    let acts = |character: char| is_harmful(character) && !matches!(character, '\n' | '\t');
    if !text.chars().any(acts) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        match character {
            '\n' | '\t' => shown.push(character),
            other => push_shown(&mut shown, other),
        }
    }
    Cow::Owned(shown)
}

/// The text on one line: line ends and tabs become a space, every other character that a terminal
/// could act on is shown by its code point.
pub fn one_line(text: &str) -> Cow<'_, str> {
    let text = text.trim_matches(|character| matches!(character, '\n' | '\r' | '\t' | ' '));
    if !text.chars().any(is_harmful) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        match character {
            '\n' | '\r' | '\t' => {
                if !shown.ends_with(' ') {
                    shown.push(' ');
                }
            }
            other => push_shown(&mut shown, other),
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
        assert_eq!(one_line(hostile), "a\\u{1B}[31m\\u{9B}2J\\u{7}\\u{202E}12\\u{2028}b c");
        assert_eq!(harmless("a\u{1b}\tb\r\n"), "a\\u{1B}\tb\\u{D}\n");
    }

    #[test]
    fn ordinary_text_is_untouched() {
        assert!(matches!(one_line("≤350 元/人　“甲”"), Cow::Borrowed("≤350 元/人　“甲”")));
        assert!(matches!(harmless("甲\t乙\n"), Cow::Borrowed("甲\t乙\n")));
    }

    #[test]
    fn the_columns_of_a_code_point_are_those_that_are_shown() {
        for character in ['\0', '\u{7}', '\u{1b}', '\u{9b}', '\u{202e}', '\u{e0001}'] {
            let mut shown = String::new();
            push_shown(&mut shown, character);
            assert_eq!(code_point_columns(character), shown.len(), "{shown}");
        }
    }
}
