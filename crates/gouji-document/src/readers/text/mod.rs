//! The first reader: text with tabs, one line a paragraph or a table row.

mod control;
mod piece;

pub use piece::{Piece, Placed, assemble, cut, place, read_piece};

use crate::decode::{decode_counted, plain_utf8};
use crate::problems::{self, Problem};
use crate::readers::builder::{Builder, Built, Limits};
use crate::{Body, Document, Encoding};
use control::{ControlBytes, binary_format};
use gouji_text::{LineIndex, TextRange, is_blank};
use std::sync::Arc;

/// How much is read of a text.
pub(crate) const LIMITS: Limits = Limits {
    bytes: crate::MAXIMUM_BYTES,
    row_cells: 4096,
    cells: 4_000_000,
    blocks: 16_000_000,
    entries: 4_000_000,
    line_bytes: 1 << 20,
};

/// Reads a text file's bytes. Total: any bytes give a document.
pub fn read_bytes(bytes: Vec<u8>) -> Document {
    if bytes.len() > LIMITS.bytes {
        return unread(Encoding::Utf8, problems::too_large());
    }
    if let Some(format) = binary_format(&bytes) {
        return unread(Encoding::Utf8, problems::not_text(Some(format)));
    }
    if let Some(text) = plain_utf8(&bytes) {
        return read(text.into(), Encoding::Utf8, Vec::new());
    }
    let decoded = decode_counted(bytes);
    let mut problems = Vec::new();
    if decoded.replaced > 0 {
        problems.push(problems::undecodable(decoded.replaced, decoded.first));
    }
    read(decoded.text.into(), decoded.encoding, problems)
}

/// Reads a text that is already decoded.
pub fn read_text(text: Arc<str>) -> Document {
    read(text, Encoding::Utf8, Vec::new())
}

/// A document of which nothing is kept but the reason.
fn unread(encoding: Encoding, problem: Problem) -> Document {
    Document {
        body: Body::of_text(Arc::from("")),
        encoding,
        lines: LineIndex::new(""),
        problems: vec![problem],
    }
}

fn read(text: Arc<str>, encoding: Encoding, mut problems: Vec<Problem>) -> Document {
    // A text may have grown in decoding, or come in without having been bytes of a file.
    if text.len() > LIMITS.bytes {
        return unread(encoding, problems::too_large());
    }
    if let Some(format) = binary_format(text.as_bytes()) {
        return unread(encoding, problems::not_text(Some(format)));
    }
    let control = ControlBytes::count(text.as_bytes());
    if control.is_binary(text.len()) {
        return unread(encoding, problems::not_text(None));
    }
    if control.nul > 0
        && let Some(first) = text.find('\0')
    {
        let count = u32::try_from(control.nul).unwrap_or(u32::MAX);
        let range = TextRange::from(first..first + 1);
        problems.push(problems::nul(count, range));
    }
    // Characters that were lost before the text came here are lost all the same.
    if problems.is_empty()
        && let Some(first) = text.find(char::REPLACEMENT_CHARACTER)
    {
        let count = text[first..].matches(char::REPLACEMENT_CHARACTER).count();
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        let range = TextRange::from(first..first + char::REPLACEMENT_CHARACTER.len_utf8());
        problems.push(problems::undecodable(count, range));
    }
    let lines = LineIndex::new(&text);
    let Built { body, mut problems, .. } = read_lines(&text, &lines, problems);
    if is_blank(&body.text) {
        problems.push(problems::empty());
    }
    Document { body, encoding, lines, problems }
}

/// Reads the lines of a text, adding to the problems.
fn read_lines(text: &Arc<str>, lines: &LineIndex, problems: Vec<Problem>) -> Built {
    let line_count = lines.line_count();
    let tabs = || memchr::memchr_iter(b'\t', text.as_bytes());
    let mut builder = Builder::new(text, &LIMITS, line_count as usize, tabs().count(), problems);
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
