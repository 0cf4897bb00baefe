//! The lines of a document, and what stands in them.

use super::labels::LabelId;
use gouji_text::TextRange;

/// A line that is not blank.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    pub(super) range: TextRange,
    pub(super) kind: LineKind,
    /// Its folded text, where it is no row.
    pub(super) folded: TextRange,
    /// Index of its block: rows of one block follow each other without a gap.
    pub(super) block: u32,
    /// Index of its first label in the notes on its text.
    pub(super) first_hit: u32,
}

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LineKind {
    /// A table row; index in the document's rows.
    Row(u32),
    /// Running text.
    Paragraph,
    /// A numbered heading; index in the outline.
    Heading(u32),
}

/// A label in a cell.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hit {
    pub(super) line: u32,
    /// Index of the cell in its row.
    pub(super) cell: u32,
    pub(super) label: LabelId,
}

/// Lines of running text that read as one: a page break in the middle of a sentence is not its end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Passage {
    /// First line.
    pub(super) first: u32,
    /// Last line.
    pub(super) last: u32,
    /// Its folded text.
    pub(super) folded: TextRange,
}
