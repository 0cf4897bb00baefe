//! Columns of a terminal: how wide text is, and how it is cut, padded and wrapped.

use crate::PrettyOptions;
use unicode_width::UnicodeWidthChar;

/// Stands where text was left out; one column wide.
pub(crate) const ELLIPSIS: char = '…';

/// Columns a character takes: two for wide ones, one for those of ambiguous width (`“≥×`).
pub(crate) fn char_columns(character: char) -> usize {
    character.width().unwrap_or(0)
}

/// Columns a text takes.
pub fn columns(text: &str) -> usize {
    text.chars().map(char_columns).sum()
}

/// Appends `count` spaces.
pub(crate) fn push_spaces(output: &mut String, count: usize) {
    output.extend(std::iter::repeat_n(' ', count));
}

/// Appends a text and as many spaces as fill `width` columns.
pub fn push_padded(output: &mut String, text: &str, width: usize) {
    output.push_str(text);
    push_spaces(output, width.saturating_sub(columns(text)));
}

/// Appends a text behind as many spaces as fill `width` columns.
pub(crate) fn push_right_aligned(output: &mut String, text: &str, width: usize) {
    push_spaces(output, width.saturating_sub(columns(text)));
    output.push_str(text);
}

/// The text in at most `width` columns, its end replaced by `…` where it does not fit.
pub(crate) fn cut(text: &str, width: usize) -> String {
    let mut used = 0_usize;
    let mut end_with_ellipsis = 0;
    for (at, character) in text.char_indices() {
        used += char_columns(character);
        if used > width {
            let mut shown = text.get(..end_with_ellipsis).unwrap_or("").to_owned();
            shown.push(ELLIPSIS);
            return shown;
        }
        if used < width {
            end_with_ellipsis = at + character.len_utf8();
        }
    }
    text.to_owned()
}

/// The text in lines of at most `width` columns and at most `most_lines` of them; what does not
/// fit is replaced by `…`.
pub(crate) fn wrap(text: &str, width: usize, most_lines: usize) -> Vec<String> {
    wrap_hanging(text, width, width, most_lines)
}

/// As [`wrap`], the lines behind the first `rest_width` columns wide.
fn wrap_hanging(text: &str, width: usize, rest_width: usize, most_lines: usize) -> Vec<String> {
    let (mut width, rest_width) = (width.max(4), rest_width.max(4));
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut used = 0_usize;
    let (mut break_at, mut clause_at) = (None, None);
    let mut previous = ' ';
    // Characters since the last digit, as far as they may be its unit.
    let mut behind_digit = usize::MAX;
    for character in text.trim().chars() {
        if !line.is_empty() && behind_digit > UNIT && may_break(previous, character) {
            break_at = Some(line.len());
            // A line that ends with a clause is easiest to read, where it is not much shorter.
            if CLAUSE_END.contains(previous) && used.saturating_mul(3) >= width.saturating_mul(2) {
                clause_at = break_at;
            }
        }
        behind_digit = match character {
            _ if character.is_ascii_digit() => 0,
            ' ' if behind_digit == 0 => 0,
            _ if char_columns(character) == 2 && !CLOSING.contains(character) => {
                behind_digit.saturating_add(1)
            }
            _ => usize::MAX,
        };
        used += char_columns(character);
        if used > width && !line.is_empty() {
            if character == ' ' {
                break_at = Some(line.len());
            }
            if lines.len() + 1 >= most_lines {
                line.push(character);
                lines.push(cut(&line, width));
                return lines;
            }
            let at = clause_at.take().or(break_at).unwrap_or(line.len());
            break_at = None;
            let rest = line.split_off(at);
            lines.push(line.trim_end().to_owned());
            line = rest.trim_start().to_owned();
            used = columns(&line) + char_columns(character);
            width = rest_width;
        }
        if !(line.is_empty() && character == ' ') {
            line.push(character);
        }
        previous = character;
    }
    if !line.is_empty() || lines.is_empty() {
        lines.push(line);
    }
    lines
}

/// The lines of a text. In a terminal it is broken at the width, further lines standing `indent`
/// columns in, and cut behind `most_lines`; in a file it stays whole.
pub(crate) fn hanging(
    text: &str,
    indent: usize,
    most_lines: usize,
    options: PrettyOptions,
) -> Vec<String> {
    if !options.is_terminal {
        return vec![text.to_owned()];
    }
    let rest_width = options.width.saturating_sub(indent);
    let mut lines = wrap_hanging(text, options.width, rest_width, most_lines);
    for line in lines.iter_mut().skip(1) {
        line.insert_str(0, &" ".repeat(indent));
    }
    lines
}

/// A text for people in a terminal of `width` columns, where it is one: each line that is wider is broken,
/// the rest of it standing `indent` columns further in than the line begins.
pub fn broken_at(text: &str, width: Option<usize>, indent: usize) -> String {
    let Some(width) = width else { return text.to_owned() };
    let mut output = String::new();
    for (number, line) in text.split('\n').enumerate() {
        if number > 0 {
            output.push('\n');
        }
        if columns(line) <= width {
            output.push_str(line);
            continue;
        }
        let words = line.trim_start_matches(' ');
        let begin = line.len() - words.len();
        let rest = (begin + indent).min(width / 2);
        let begin = begin.min(width / 2);
        let lines = wrap_hanging(words, width - begin, width - rest, usize::MAX);
        for (number, line) in lines.iter().enumerate() {
            if number > 0 {
                output.push('\n');
            }
            push_spaces(&mut output, if number == 0 { begin } else { rest });
            output.push_str(line);
        }
    }
    output
}

/// Characters behind a digit that stay on its line, since they may be its unit: `10 万元`.
const UNIT: usize = 1;

/// Ends of clauses.
const CLAUSE_END: &str = "，。；：！？、";

const CLOSING: &str = "，。、；：！？）」』》〉】〕”’…％,.;:!?)]}%";

/// Whether a line may end between two characters: behind a space and around wide characters, but
/// not in front of closing punctuation nor behind opening punctuation.
fn may_break(before: char, after: char) -> bool {
    if after == ' ' {
        return false;
    }
    if before == ' ' || (before == '/' && after.is_ascii_alphabetic()) {
        return true;
    }
    let opening = "（「『《〈【〔“‘([{";
    (char_columns(before) == 2 || char_columns(after) == 2)
        && !CLOSING.contains(after)
        && !opening.contains(before)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_lines_are_broken_and_stay_set_in() {
        let text = "甲  1\n  收入合计 100.00 万元 :3:7 读不出来";
        assert_eq!(broken_at(text, None, 4), text);
        let broken = broken_at(text, Some(20), 4);
        assert!(broken.lines().all(|line| columns(line) <= 20), "{broken}");
        assert!(broken.lines().skip(2).all(|line| line.starts_with("      ")), "{broken}");
        assert_eq!(broken.replace([' ', '\n'], ""), text.replace([' ', '\n'], ""));
    }

    #[test]
    fn wide_characters_count_two_and_ambiguous_ones_one() {
        assert_eq!(columns("“成本”≥×a"), 9);
        assert_eq!(cut("成本指标", 8), "成本指标");
        assert_eq!(cut("成本指标", 7), "成本指…");
        assert_eq!(cut("成本指标", 6), "成本…");
        assert_eq!(cut("甲", 0), "…");
    }

    #[test]
    fn wrapping_keeps_words_and_punctuation_together() {
        assert_eq!(wrap("one two three", 7, 9), ["one two", "three"]);
        assert_eq!(wrap("甲乙丙丁，戊", 8, 9), ["甲乙丙", "丁，戊"]);
        assert_eq!(wrap("甲乙丙丁戊己庚辛壬", 8, 2), ["甲乙丙丁", "戊己庚…"][..]);
        assert_eq!(wrap("abcdefghij", 4, 9), ["abcd", "efgh", "ij"]);
        assert_eq!(wrap("甲乙丙丁 ", 8, 1), ["甲乙丙丁"]);
        assert_eq!(wrap("", 8, 2), [""]);
        assert_eq!(wrap("各项之和 10 万元，相差", 14, 9), ["各项之和", "10 万元，相差"]);
        assert_eq!(wrap("docs/folder/document.txt", 14, 9), ["docs/folder/", "document.txt"]);
        assert_eq!(wrap("甲乙丙丁，戊己庚辛", 14, 9), ["甲乙丙丁，", "戊己庚辛"]);
    }
}
