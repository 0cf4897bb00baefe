//! Markdown: tables of cells between bars. All else is lines of text, as it stands.
//!
//! The text of the document is that of the file. A line of dashes under the first row makes rows of a table; it says
//! nothing and has no cells.

use super::TextToRead;
use super::builder::{BodyBuilder, Built};
use crate::{DocumentOrigin, ReaderProblem};
use gouji_text::TextRange;
use std::sync::Arc;

/// Reads a text.
pub(super) fn read(text: &TextToRead<'_>, problems: Vec<ReaderProblem>) -> (Built, DocumentOrigin) {
    let lines = text.lines.line_count();
    let bars = memchr::memchr_iter(b'|', text.text.as_bytes()).count();
    let mut builder = BodyBuilder::new(text.text, text.limits, lines as usize, bars, problems);
    let line = |number: u32| text.lines.line_range(text.text, number);
    let is_divider = |number: u32| number < lines && is_divider(line(number).of(text.text));
    let mut in_table = false;
    for number in 0..lines {
        let range = line(number);
        let cells = cells(text.text, range);
        in_table = match &cells {
            Some((cells, _)) => in_table && !cells.is_empty() || is_divider(number + 1),
            None => false,
        };
        match cells.filter(|_| in_table) {
            // The divider says nothing, and parts no rows.
            Some(_) if is_divider(number) => continue,
            Some((cells, marks)) => {
                cells.into_iter().for_each(|cell| builder.cell(cell));
                builder.line_end(range);
                builder.notation(&marks);
                continue;
            }
            None => builder.cell(range),
        }
        builder.line_end(range);
    }
    let origin = DocumentOrigin::Text { encoding: text.encoding };
    (builder.finish(Arc::clone(text.text)), origin)
}

/// The cells of a line between bars, without the white space around them, and the backslashes in front of bars
/// that are none; `None` for a line without bars.
fn cells(text: &str, line: TextRange) -> Option<(Vec<TextRange>, Vec<u32>)> {
    let written = line.of(text);
    let (mut bars, mut marks) = (Vec::new(), Vec::new());
    let mut is_escaped = false;
    for (offset, byte) in written.bytes().enumerate() {
        let at = line.start + offset as u32;
        match byte {
            b'|' if is_escaped => marks.push(at - 1),
            b'|' => bars.push(at),
            _ => {}
        }
        is_escaped = byte == b'\\' && !is_escaped;
    }
    let first_bar = *bars.first()?;
    let is_blank = |from: u32, to: u32| TextRange::new(from, to).of(text).trim().is_empty();
    // Bars at both ends enclose the row; a row may do without them.
    let mut starts: Vec<u32> = bars.iter().map(|bar| bar + 1).collect();
    let mut ends = bars;
    if is_blank(line.start, first_bar) {
        ends.remove(0);
    } else {
        starts.insert(0, line.start);
    }
    match starts.last() {
        Some(last) if is_blank(*last, line.end) => {
            starts.pop();
        }
        _ => ends.push(line.end),
    }
    let cells = starts.into_iter().zip(ends);
    Some((cells.map(|(start, end)| TextRange::new(start, end).trimmed(text)).collect(), marks))
}

/// Whether a line parts the first row of a table from the others: `| --- | :-: |`.
fn is_divider(line: &str) -> bool {
    let line = line.trim();
    line.contains('|') && line.contains('-') && line.bytes().all(|it| b"|-: \t".contains(&it))
}
