//! Page numbers: the forms in which they stand alone in a line.

use crate::number::{is_numeral, read_value};
use crate::roman::in_roman;

/// How a page number is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum PageStyle {
    /// `- 12 -`, `—12—`, `第3页 共20页`, `Page 3 of 20`: nothing else is written like this.
    Marked,
    /// `3/20`, with the number of pages.
    OutOf(u32),
    /// `12`.
    Bare,
    /// `iii`, `IV`.
    Roman,
}

/// What may be a page number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PageNumber {
    pub(crate) style: PageStyle,
    pub(crate) value: u32,
}

/// Longer lines are none, in folded characters.
const LONGEST: usize = 24;

/// The page number that a folded line is.
pub(crate) fn read_page(folded: &str) -> Option<PageNumber> {
    let first = folded.chars().next()?;
    if !may_begin(first) || folded.chars().count() > LONGEST {
        return None;
    }
    let marked = |value| PageNumber { style: PageStyle::Marked, value };
    if let Some(inner) = between_dashes(folded) {
        return digits(inner).or_else(|| roman(inner)).map(marked);
    }
    if let Some(value) = in_words(folded).or_else(|| latin(folded)) {
        return Some(marked(value));
    }
    if let Some((page, pages)) = folded.split_once('/') {
        let (value, pages) = (digits(page)?, digits(pages.strip_suffix('页').unwrap_or(pages))?);
        let style = PageStyle::OutOf(pages);
        return (value <= pages).then_some(PageNumber { style, value });
    }
    let bare = digits(folded).map(|value| PageNumber { style: PageStyle::Bare, value });
    bare.or_else(|| roman(folded).map(|value| PageNumber { style: PageStyle::Roman, value }))
}

/// Whether a page number may begin like this.
fn may_begin(first: char) -> bool {
    first.is_ascii_digit()
        || is_dash(first)
        || matches!(first, '第' | '共' | 'P' | 'p')
        || is_roman(first)
}

fn is_dash(character: char) -> bool {
    matches!(character, '-' | '–' | '—' | '―' | '─' | '－' | '~' | '·' | '•')
}

fn between_dashes(folded: &str) -> Option<&str> {
    let inner = folded.trim_start_matches(is_dash);
    let is_opened = inner.len() < folded.len();
    let text = inner.trim_end_matches(is_dash);
    (is_opened && text.len() < inner.len()).then_some(text)
}

/// A number of a page: no leading zero, at most four digits.
fn digits(text: &str) -> Option<u32> {
    let is_plain = (1..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    (is_plain && !text.starts_with('0')).then(|| text.parse().ok()).flatten()
}

/// `第3页`, `第三页`, `第3页共20页`, `第3页/共20页`, `共20页第3页`.
fn in_words(folded: &str) -> Option<u32> {
    let (mut page, mut rest) = (None, folded);
    let mut is_counted = false;
    while !rest.is_empty() {
        let (opening, behind) =
            (rest.chars().next()?, rest.get(rest.chars().next()?.len_utf8()..)?);
        let (number, behind) = behind.split_once('页')?;
        let value = digits(number).or_else(|| chinese(number))?;
        match opening {
            '第' if page.is_none() => page = Some(value),
            '共' if !is_counted => is_counted = true,
            _ => return None,
        }
        rest = behind.trim_start_matches([',', '/', '、', '|']);
    }
    page
}

fn chinese(number: &str) -> Option<u32> {
    let is_plain = !number.is_empty() && number.chars().all(is_numeral);
    is_plain.then(|| read_value(number)).flatten()
}

/// `Page 3 of 20`, `page 3/20`, `p. 3`, `Página 3 de 20`.
fn latin(folded: &str) -> Option<u32> {
    let lower = folded.to_lowercase();
    let words = ["página", "pagina", "page", "pág.", "pag.", "p."];
    let rest = words.iter().find_map(|word| lower.strip_prefix(word))?;
    let end = rest.find(|it: char| !it.is_ascii_digit()).unwrap_or(rest.len());
    let (page, behind) = rest.split_at(end);
    let pages = ["of", "de", "/"].iter().find_map(|word| behind.strip_prefix(word));
    let is_whole = behind.is_empty() || pages.is_some_and(|pages| digits(pages).is_some());
    digits(page).filter(|_| is_whole)
}

fn is_roman(character: char) -> bool {
    matches!(character.to_ascii_lowercase(), 'i' | 'v' | 'x' | 'l' | 'c')
}

/// A Roman number below 400, in letters of one case, as it is usually written.
fn roman(text: &str) -> Option<u32> {
    let is_one_case = text.bytes().all(|byte| byte.is_ascii_lowercase())
        || text.bytes().all(|byte| byte.is_ascii_uppercase());
    if text.is_empty() || text.len() > 15 || !is_one_case || !text.chars().all(is_roman) {
        return None;
    }
    let worth = |byte: u8| match byte.to_ascii_lowercase() {
        b'i' => 1,
        b'v' => 5,
        b'x' => 10,
        b'l' => 50,
        _ => 100,
    };
    let (mut value, mut before) = (0_i32, 0);
    for here in text.bytes().rev().map(worth) {
        value += if here < before { -here } else { here };
        before = here.max(before);
    }
    let value = u32::try_from(value).ok()?;
    (in_roman(value)? == text.to_ascii_lowercase()).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use gouji_text::fold;

    #[test]
    fn every_form_is_read() {
        let read = |line: &str| read_page(&fold(line)).map(|page| (page.style, page.value));
        for line in [
            "- 3 -",
            "—3—",
            "－３－",
            "— 3 —",
            "第 3 页",
            "第三页",
            "第3页 共20页",
            "第3页/共20页",
            "共 20 页，第 3 页",
            "Page 3 of 20",
            "page 3",
            "Página 3 de 20",
            "- iii -",
            "~3~",
        ] {
            assert_eq!(read(line), Some((PageStyle::Marked, 3)), "{line}");
        }
        assert_eq!(read("3 / 20"), Some((PageStyle::OutOf(20), 3)));
        assert_eq!(read(" 12 "), Some((PageStyle::Bare, 12)));
        assert_eq!(read("xiv"), Some((PageStyle::Roman, 14)));
        for line in [
            "",
            "-3",
            "3-",
            "--",
            "—",
            "- 3.5 -",
            "03",
            "12345",
            "1,200",
            "3.5",
            "20/3",
            "第3季度",
            "第3页表",
            "共20页",
            "iiii",
            "civil",
            "iV",
            "P3",
            "第页",
            "-3-4-",
            "3%",
            "Page",
        ] {
            assert_eq!(read(line), None, "{line}");
        }
    }
}
