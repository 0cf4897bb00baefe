//! Lines of text from characters with places.

use super::collect::{Glyph, is_on_page};
use serde::{Deserialize, Serialize};

/// A line of characters.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct PrintedLine {
    pub(super) text: String,
    pub(super) left: i32,
    pub(super) right: i32,
    pub(super) middle: i32,
    pub(super) em: i32,
}

impl PrintedLine {
    /// Whether it stands on a page.
    pub(super) fn is_sound(&self) -> bool {
        let places = [self.left, self.right, self.middle, self.em];
        places.iter().all(is_on_page)
    }
}

/// The lines that characters make, from above to below. The middles of their boxes tell, not the base lines:
/// fonts that are mixed in one line have others.
pub(super) fn lines(mut glyphs: Vec<&Glyph>) -> Vec<PrintedLine> {
    glyphs.sort_by_key(|glyph| (glyph.middle, glyph.left));
    let mut lines: Vec<(i32, i32, Vec<&Glyph>)> = Vec::new();
    for glyph in glyphs {
        match lines.last_mut() {
            Some((middle, em, line))
                if (glyph.middle - *middle).saturating_mul(100) <= 35 * glyph.em.max(*em) =>
            {
                *em = glyph.em.max(*em);
                line.push(glyph);
            }
            _ => lines.push((glyph.middle, glyph.em, vec![glyph])),
        }
    }
    lines.into_iter().filter_map(|(middle, em, glyphs)| line(middle, em, glyphs)).collect()
}

fn line(middle: i32, em: i32, mut glyphs: Vec<&Glyph>) -> Option<PrintedLine> {
    glyphs.sort_by_key(|glyph| glyph.left);
    let mut text = String::new();
    let mut before: Option<&Glyph> = None;
    let (mut left, mut right) = (i32::MAX, i32::MIN);
    for glyph in glyphs {
        if glyph.text.trim().is_empty() {
            if !text.is_empty() && !text.ends_with(' ') {
                text.push(' ');
            }
            continue;
        }
        if let Some(before) = before {
            // Bold by painting twice: the same character at nearly the same place.
            let is_again = before.text == glyph.text
                && (glyph.left - before.left).saturating_mul(100) <= 30 * glyph.em
                && (glyph.left - before.left).saturating_mul(2) <= before.right - before.left;
            if is_again {
                continue;
            }
            let gap = glyph.left - right;
            if gap.saturating_mul(4) > glyph.em.min(before.em) && !text.ends_with(' ') {
                text.push(' ');
            }
        }
        text.push_str(&glyph.text);
        left = left.min(glyph.left);
        right = right.max(glyph.right);
        before = Some(glyph);
    }
    let text = text.trim().to_owned();
    (!text.is_empty()).then_some(PrintedLine { text, left, right, middle, em })
}

/// The text of a cell: its lines in one. Between Chinese characters a line break is none; a number goes on only
/// where the line was full, up to `right`.
pub(super) fn joined(lines: &[PrintedLine], right: i32) -> String {
    let mut text = String::new();
    let mut before: Option<&PrintedLine> = None;
    for line in lines {
        if let Some(before) = before {
            let is_full = right - before.right < before.em;
            if !goes_on(&text, &line.text, is_full) {
                text.push(' ');
            }
        }
        text.push_str(&line.text);
        before = Some(line);
    }
    text
}

/// Whether what follows a line break is joined to what stands before it without a blank.
pub(super) fn goes_on(before: &str, behind: &str, is_full: bool) -> bool {
    let (Some(last), Some(first)) = (before.chars().last(), behind.chars().next()) else {
        return true;
    };
    let is_of_number = |it: char| it.is_ascii_digit() || matches!(it, '.' | ',' | '%');
    match is_of_number(last) && is_of_number(first) {
        true => is_full,
        false => !last.is_ascii() || !first.is_ascii(),
    }
}
