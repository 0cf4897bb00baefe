//! The text that a file makes which is none: lines of cells, and the document over it.

use super::builder::{BodyBuilder, Limits};
use super::{laid_out, noticed};
use crate::problems::{self, Refusal};
use crate::{Document, DocumentOrigin, ReaderProblem};
use gouji_diagnostic::AddressMap;
use gouji_text::{LineIndex, TextRange};
use std::sync::Arc;

/// The text comes to at most so many bytes.
const MOST_BYTES: usize = 64 << 20;

static LIMITS: Limits = Limits {
    bytes: MOST_BYTES,
    row_cells: 4096,
    cells: 4_000_000,
    blocks: 16_000_000,
    entries: 4_000_000,
    line_bytes: 1 << 20,
};

/// A line and its cells, as numbers of the cells of the whole.
struct ProjectedLine {
    range: TextRange,
    first_cell: usize,
    end_cell: usize,
}

struct ProjectedCell {
    range: TextRange,
    /// Columns and rows that it spans.
    span: (u16, u16),
}

/// The lines so far.
#[derive(Default)]
pub(crate) struct ProjectedText {
    text: String,
    lines: Vec<ProjectedLine>,
    cells: Vec<ProjectedCell>,
    /// Where the line at hand begins, in bytes and cells.
    line: (u32, usize),
    pub(crate) addresses: AddressMap,
}

impl ProjectedText {
    /// Where what comes next will begin.
    pub(crate) fn end(&self) -> u32 {
        self.text.len() as u32
    }

    pub(crate) fn has_lines(&self) -> bool {
        !self.lines.is_empty()
    }

    /// Whether there are as many cells as are read.
    pub(crate) fn is_full(&self) -> bool {
        self.cells.len() > LIMITS.cells
    }

    /// The next cell of the line at hand; where it begins.
    pub(crate) fn cell(&mut self, text: &str, span: (u16, u16)) -> Result<(), Refusal> {
        if self.cells.len() > self.line.1 {
            self.text.push('\t');
        }
        let start = self.end();
        self.text.push_str(text);
        self.cells.push(ProjectedCell { range: TextRange::new(start, self.end()), span });
        match self.text.len() > MOST_BYTES || self.cells.len() > 2 * LIMITS.cells {
            true => Err(problems::unpacks_too_large()),
            false => Ok(()),
        }
    }

    /// Where the cell that comes next will begin.
    pub(crate) fn next_cell(&self) -> u32 {
        self.end() + u32::from(self.cells.len() > self.line.1)
    }

    /// The line at hand has no more cells.
    pub(crate) fn end_line(&mut self) {
        let (start, first_cell) = self.line;
        let range = TextRange::new(start, self.end());
        self.lines.push(ProjectedLine { range, first_cell, end_cell: self.cells.len() });
        self.text.push('\n');
        self.line = (self.end(), self.cells.len());
    }

    /// The document; what else was noticed stands behind what there is to say of the text.
    pub(crate) fn finish(self, origin: DocumentOrigin, more: Vec<ReaderProblem>) -> Document {
        let text: Arc<str> = self.text.into();
        let mut noticed = noticed(&text);
        noticed.extend(more);
        let (lines, cells) = (self.lines.len(), self.cells.len());
        let mut builder = BodyBuilder::new(&text, &LIMITS, lines, cells, noticed);
        for line in &self.lines {
            for cell in self.cells.get(line.first_cell..line.end_cell).unwrap_or_default() {
                builder.spanning_cell(cell.range, cell.span);
            }
            builder.line_end(line.range);
        }
        let built = builder.finish(Arc::clone(&text));
        let lines = LineIndex::new(&text);
        laid_out(built, origin, lines, self.addresses)
    }
}
