//! Folding: how two pieces of published text are compared.
//!
//! A page wraps `单价` into `单 价`, and one clerk types `（%）` where another types `(%)`. Folded, the
//! two are the same: white space and what is invisible is dropped, full-width forms become their ASCII
//! twins, radicals the characters they look like, and the quotation marks and dashes that keyboards
//! produce for one another are one. Brackets fold by width only. Where whole texts are compared, the
//! punctuation at their end does not count ([`without_punctuation`]). Folding is for *matching* only;
//! what is stored and shown is always the text as published.

use crate::lookalike::ordinary;
use std::hash::Hasher;

/// The character as compared: `None` for white space and invisible characters.
#[inline]
pub fn fold_char(character: char) -> Option<char> {
    match character {
        '!'..='&' | '('..='~' | '\u{4e00}'..='\u{9fff}' => Some(character),
        other => fold_unusual(other),
    }
}

/// As [`fold_char`], for a character that most texts seldom hold.
fn fold_unusual(character: char) -> Option<char> {
    match character {
        _ if character.is_whitespace() || character.is_control() => None,
        // Full-width ASCII, but for its quotation mark and dash.
        '\u{ff01}'..='\u{ff5e}' if !matches!(character, '＇' | '－') => {
            char::from_u32(character as u32 - 0xfee0)
        }
        _ if is_invisible(character) => None,
        _ => Some(ordinary(character).unwrap_or(character)),
    }
}

/// Whether a character shows nothing and takes up no room, as Unicode has it (default ignorable code
/// points): joiners, marks of direction, byte order marks, soft hyphens, selectors of variants. They
/// come into a text unseen, from pages and office programs, and say nothing.
pub fn is_invisible(character: char) -> bool {
    matches!(character,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// Whether a character is no content: white space or invisible.
fn is_blank_char(character: char) -> bool {
    character.is_whitespace() || is_invisible(character)
}

/// Whether a text has no content: nothing but white space and invisible characters.
pub fn is_blank(text: &str) -> bool {
    text.chars().all(is_blank_char)
}

/// The text without the white space and the invisible characters at both ends.
pub fn trim_blank(text: &str) -> &str {
    trim_blank_end(trim_blank_start(text))
}

/// The text without the white space and the invisible characters at its start.
#[inline]
pub(crate) fn trim_blank_start(text: &str) -> &str {
    // Most texts begin with printable ASCII or an ideograph of three bytes.
    if unfolded_prefix_at(text.as_bytes(), 0) > 0 {
        return text;
    }
    text.trim_start_matches(is_blank_char)
}

/// The text without the white space and the invisible characters at its end.
#[inline]
pub fn trim_blank_end(text: &str) -> &str {
    let bytes = text.as_bytes();
    let is_plain = bytes.last().is_some_and(u8::is_ascii_graphic)
        || bytes.len().checked_sub(3).is_some_and(|at| unfolded_prefix_at(bytes, at) == 3);
    if is_plain { text } else { text.trim_end_matches(is_blank_char) }
}

/// Bytes of the character at `at` where it is printable ASCII (other than `'`) or one of U+4000 to
/// U+9FFF.
#[inline]
fn unfolded_prefix_at(bytes: &[u8], at: usize) -> usize {
    match bytes.get(at) {
        Some(b'!'..=b'&' | b'('..=b'~') => 1,
        // Three bytes begin like this for these characters and no others.
        Some(0xe4..=0xe9) => 3,
        _ => 0,
    }
}

/// The folded characters of a text, each with the byte offset it stands at.
#[derive(Clone)]
pub struct FoldedChars<'text> {
    characters: std::str::CharIndices<'text>,
}

impl Iterator for FoldedChars<'_> {
    type Item = (usize, char);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let (offset, character) = self.characters.next()?;
            if let Some(folded) = fold_char(character) {
                return Some((offset, folded));
            }
        }
    }
}

/// Bytes at the start of `text` that folding leaves as they are: those of printable ASCII and of
/// U+4000 to U+9FFF, which most of a disclosure consists of. They can be taken as they stand.
#[inline]
pub fn unfolded_prefix(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut end = 0;
    loop {
        match unfolded_prefix_at(bytes, end) {
            0 => return end,
            width => end += width,
        }
    }
}

/// The folded characters of `text`.
pub fn folded_chars(text: &str) -> FoldedChars<'_> {
    FoldedChars { characters: text.char_indices() }
}

/// The folded text as a string of its own.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut rest = text;
    loop {
        let (unfolded, others) = rest.split_at(unfolded_prefix(rest));
        folded.push_str(unfolded);
        let mut characters = others.chars();
        let Some(character) = characters.next() else { return folded };
        folded.extend(fold_char(character));
        rest = characters.as_str();
    }
}

/// Number of characters after folding.
pub fn folded_len(text: &str) -> usize {
    folded_chars(text).count()
}

/// Whether two texts are the same after folding.
pub fn folded_eq(left: &str, right: &str) -> bool {
    let (mut left, mut right) = (left, right);
    loop {
        (left, right) = without_common_start(left, right);
        if begin_unfolded(left, right) {
            return false;
        }
        let (first, other) = (take_folded(&mut left), take_folded(&mut right));
        if first != other {
            return false;
        }
        if first.is_none() {
            return true;
        }
    }
}

/// Takes the first folded character off a text.
fn take_folded(text: &mut &str) -> Option<char> {
    let mut characters = text.chars();
    let folded = characters.by_ref().find_map(fold_char);
    *text = characters.as_str();
    folded
}

/// Whether `text` begins with `start` after folding both.
pub fn folded_starts_with(text: &str, start: &str) -> bool {
    let (text, start) = without_common_start(text, start);
    !begin_unfolded(text, start) && starts_with(folded_chars(text), folded_chars(start))
}

/// Two texts from where they begin to differ; what stands before folds to the same.
fn without_common_start<'text>(left: &'text str, right: &'text str) -> (&'text str, &'text str) {
    let same = left.bytes().zip(right.bytes()).take_while(|(left, right)| left == right);
    let mut at = same.count();
    while !(left.is_char_boundary(at) && right.is_char_boundary(at)) {
        at -= 1;
    }
    (left.get(at..).unwrap_or(""), right.get(at..).unwrap_or(""))
}

/// Whether two texts both begin with a character that folds to itself.
fn begin_unfolded(left: &str, right: &str) -> bool {
    let begins = |text: &str| unfolded_prefix_at(text.as_bytes(), 0) > 0;
    begins(left) && begins(right)
}

/// Whether `text` contains `part` after folding both; the empty part is in every text.
pub fn folded_contains(text: &str, part: &str) -> bool {
    let mut wanted = folded_chars(part);
    let Some((_, first)) = wanted.next() else { return true };
    let mut rest = folded_chars(text);
    while let Some((_, character)) = rest.next() {
        if character == first && starts_with(rest.clone(), wanted.clone()) {
            return true;
        }
    }
    false
}

fn starts_with(mut text: FoldedChars<'_>, part: FoldedChars<'_>) -> bool {
    part.into_iter().all(|(_, wanted)| text.next().is_some_and(|(_, found)| found == wanted))
}

/// A folded text without the punctuation at its end: `合计：` is the label 合计. A text of nothing but
/// punctuation stays as it is.
pub fn without_punctuation(folded: &str) -> &str {
    let bare = folded.trim_end_matches(is_trailing_punctuation);
    if bare.is_empty() { folded } else { bare }
}

/// Whether a folded character at the end of a text says nothing.
fn is_trailing_punctuation(character: char) -> bool {
    matches!(character, ':' | ',' | '.' | '。' | '、' | ';' | '*')
}

/// Whether two texts say the same: equal after folding but for the punctuation at their ends.
pub fn same_text(left: &str, right: &str) -> bool {
    folded_eq(as_compared(left), as_compared(right))
}

/// A hash of what a text says: equal for those that are the [`same_text`].
pub fn text_hash(text: &str) -> u64 {
    fold_hash(as_compared(text))
}

/// The part of a text that counts where whole texts are compared: as published, but without the
/// white space, the invisible characters and the punctuation at its end.
pub fn as_compared(text: &str) -> &str {
    let says_nothing = |character: char| fold_char(character).is_none_or(is_trailing_punctuation);
    // Most texts end with an ideograph or a letter.
    if !text.chars().next_back().is_some_and(says_nothing) {
        return text;
    }
    let bare = text.trim_end_matches(says_nothing);
    if is_blank(bare) { text } else { bare }
}

/// A hash of the folded text: equal texts after folding have equal hashes. Not keyed, so never a
/// proof of equality by itself: confirm with [`folded_eq`].
pub fn fold_hash(text: &str) -> u64 {
    let mut hasher = rustc_hash::FxHasher::default();
    for (_, character) in folded_chars(text) {
        hasher.write_u32(character as u32);
    }
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrapped_and_full_width_text_is_the_same() {
        assert!(folded_eq("资金支出计划（%）", "资金支出计划 (%)"));
        assert!(folded_eq("计 量 单 位", "计量单位"));
        assert!(!folded_eq("计量单位", "计量单位名"));
        assert_eq!(fold_hash("（％）"), fold_hash(" ( % ) "));
        assert!(folded_eq("占比（％） ", "占比(%)"));
        assert!(!folded_eq("占比（％） ", "占比(％"));
        // These begin with the same byte.
        assert!(!folded_eq("一上", "一下"));
        assert!(folded_starts_with("部 门（一）", "部门 ("));
        assert!(folded_starts_with("部门", " "));
        assert!(!folded_starts_with("部", "部门"));
        assert!(!folded_starts_with("部门", "部长"));
        assert!(folded_contains("财政拨款“三公”经费", "\"三公\"经费"));
        assert_eq!(fold("１２　３"), "123");
        assert!(folded_eq("⾦额", "金额") && folded_eq("‘三公’经费", "「三公」经费"));
        assert!(folded_eq("2020—2021", "2020－2021") && folded_eq("a'b＇", "a\"b\""));
        assert!(!folded_eq("〔2021〕", "【2021】") && folded_eq("﹝一﹞", "〔一〕"));
    }

    #[test]
    fn punctuation_at_the_end_says_nothing() {
        assert!(same_text("合计：", "合 计") && same_text("合计*。 ", "合计"));
        assert!(!same_text("合计", "合计数") && !same_text("：", "") && same_text("：", ":"));
        assert_eq!(text_hash("合计： "), text_hash("合 计"));
        assert_eq!(without_punctuation("合计:"), "合计");
        assert_eq!(without_punctuation("..."), "...");
    }

    #[test]
    fn what_is_invisible_is_no_content() {
        for invisible in "\u{ad}\u{200b}\u{200e}\u{200f}\u{202e}\u{2060}\u{feff}\u{fe0f}".chars() {
            assert_eq!(fold(&format!("合{invisible}计")), "合计");
            assert!(is_blank(&format!(" {invisible}\u{3000}")));
            let text = format!("{invisible} 合{invisible}计 {invisible}");
            assert_eq!(trim_blank(&text), format!("合{invisible}计"));
        }
        assert!(!is_blank("\u{1}") && is_blank(""));
        assert_eq!(trim_blank("一\u{200b}"), "一");
        assert_eq!(trim_blank(" a\u{85}"), "a");
        assert_eq!(trim_blank(" \u{feff}"), "");
    }

    #[test]
    fn what_is_taken_as_it_stands_folds_to_itself() {
        for character in (0..=0x10ffff).filter_map(char::from_u32) {
            let text = character.to_string();
            let taken = unfolded_prefix(&text);
            assert!(taken == 0 || (taken == text.len() && fold_char(character) == Some(character)));
            let folded: String = folded_chars(&text).map(|(_, character)| character).collect();
            assert_eq!(fold(&text), folded);
        }
        assert_eq!(unfolded_prefix("3月底 前"), 7);
    }

    #[test]
    fn folded_characters_know_where_they_stand() {
        let folded: Vec<_> = folded_chars("a 计").collect();
        assert_eq!(folded, [(0, 'a'), (2, '计')]);
    }
}
