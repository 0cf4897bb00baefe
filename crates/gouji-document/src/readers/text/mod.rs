//! Text with tabs: one line a paragraph or a table row.

mod control;
mod piece;

pub use piece::{Piece, Placed, assemble, cut, digest, place, read_piece};

use super::builder::{BodyBuilder, Built, Limits};
use super::{Format, TEXT_LIMITS, TextToRead};
use crate::{DocumentOrigin, ReaderProblem, problems};
use control::ControlBytes;
use gouji_text::{LineIndex, TextRange};
use std::sync::Arc;

/// Reads text with tabs.
pub(super) fn read(text: &TextToRead<'_>, problems: Vec<ReaderProblem>) -> (Built, DocumentOrigin) {
    (read_lines(text.text, text.lines, problems), DocumentOrigin::Text { encoding: text.encoding })
}

/// Why a text cannot be read, whatever its format.
pub(super) fn unfit(text: &str, limits: &Limits) -> Option<ReaderProblem> {
    // It may have grown in decoding, or come in without having been bytes of a file.
    if text.len() > limits.bytes {
        return Some(problems::too_large());
    }
    if let Some(format) = Format::of_content(text.as_bytes()) {
        return Some(problems::not_text(Some(format.name)));
    }
    let is_binary = ControlBytes::count(text.as_bytes()).is_binary(text.len());
    is_binary.then(|| problems::not_text(None))
}

/// What there is to say of the characters of a text, whatever its format.
pub(super) fn noticed(text: &str) -> Vec<ReaderProblem> {
    let count = |character: char, problem: fn(u32, TextRange) -> ReaderProblem| {
        let first = text.find(character)?;
        let count = text[first..].matches(character).count();
        let range = TextRange::from(first..first + character.len_utf8());
        Some(problem(u32::try_from(count).unwrap_or(u32::MAX), range))
    };
    let nul = count('\0', problems::nul);
    // What was not of the encoding was lost in decoding, here or before.
    nul.into_iter().chain(count(char::REPLACEMENT_CHARACTER, problems::undecodable)).collect()
}

/// Reads the lines of a text, adding to the problems.
fn read_lines(text: &Arc<str>, lines: &LineIndex, problems: Vec<ReaderProblem>) -> Built {
    let line_count = lines.line_count();
    let tabs = || memchr::memchr_iter(b'\t', text.as_bytes());
    let mut builder =
        BodyBuilder::new(text, &TEXT_LIMITS, line_count as usize, tabs().count(), problems);
    let mut tabs = tabs().peekable();
    for number in 0..line_count {
        let line = lines.line_range(text, number);
        let mut start = line.start;
        while let Some(tab) = tabs.next_if(|tab| *tab < line.end as usize) {
            // Texts are not longer than that.
            let end = tab as u32;
            builder.cell(TextRange::new(start, end));
            start = end + 1;
        }
        builder.cell(TextRange::new(start, line.end));
        builder.line_end(line);
    }
    builder.finish(Arc::clone(text))
}
