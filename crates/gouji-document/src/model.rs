//! The document model.

use crate::{Encoding, OutlineEntry};
use gouji_text::{LineIndex, TextRange};
use std::sync::Arc;

/// A cell: its text is `range` of the document's text, exactly as published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Its text, without the separators around it.
    pub range: TextRange,
    /// Grid column, from 0.
    pub column: u16,
    /// Grid columns it spans, at least 1.
    pub column_span: u16,
    /// Grid rows it spans, at least 1.
    pub row_span: u16,
}

/// A row of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// The whole row.
    pub range: TextRange,
    /// Index of its first cell in [`Document::cells`].
    pub first_cell: u32,
    /// Number of its cells.
    pub cell_count: u32,
}

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// A line of running text.
    Paragraph,
    /// A numbered heading; `entry` is its index in [`Document::outline`].
    Heading {
        /// Index in the outline.
        entry: u32,
    },
    /// Rows that follow each other without a blank line or a paragraph between.
    Table {
        /// Index of the first row in [`Document::rows`].
        first_row: u32,
        /// Number of rows, at least 1.
        row_count: u32,
    },
}

/// A block, in reading order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    /// Its text.
    pub range: TextRange,
    /// What it is.
    pub kind: BlockKind,
}

/// What a reader noticed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProblemKind {
    /// Nothing, or nothing but white space.
    Empty,
    /// Not a text (NUL or other control bytes in it, or a known binary format, by name).
    NotText {
        /// The format its first bytes show, where known (`PDF`, `ZIP/xlsx/docx`, `OLE/xls`, …).
        format: Option<&'static str>,
    },
    /// More bytes than are read.
    TooLarge,
    /// Bytes that are not of the encoding; each was replaced by U+FFFD.
    Undecodable {
        /// Number of replacements.
        count: u32,
    },
    /// NUL characters in the text.
    Nul {
        /// How many.
        count: u32,
    },
    /// A line of more than a mebibyte.
    LongLine,
    /// More cells in one row, or rows in the document, than are read; the rest is left out.
    TooManyCells,
}

/// Something a reader noticed, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What.
    pub kind: ProblemKind,
    /// Where, in the text; `0..0` for the whole.
    pub range: TextRange,
}

impl ProblemKind {
    /// Whether the document cannot be checked at all.
    pub fn is_fatal(&self) -> bool {
        matches!(self, Self::Empty | Self::NotText { .. } | Self::TooLarge)
    }
}

/// A document: one text, and blocks, rows and cells as ranges of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// The text projection.
    pub text: Arc<str>,
    /// How the bytes were decoded.
    pub encoding: Encoding,
    /// Where its lines begin.
    pub lines: LineIndex,
    /// Blocks in reading order.
    pub blocks: Vec<Block>,
    /// All rows in reading order.
    pub rows: Vec<Row>,
    /// All cells in reading order.
    pub cells: Vec<Cell>,
    /// Numbered headings and paragraphs in reading order.
    pub outline: Vec<OutlineEntry>,
    /// What the reader noticed.
    pub problems: Vec<Problem>,
}

impl Document {
    /// The cells of a row; none where the row is of another document.
    pub fn row_cells(&self, row: &Row) -> &[Cell] {
        let first = row.first_cell as usize;
        let end = first.saturating_add(row.cell_count as usize);
        self.cells.get(first..end).unwrap_or_default()
    }

    /// The text of a range.
    #[inline]
    pub fn slice(&self, range: TextRange) -> &str {
        range.of(&self.text)
    }
}
