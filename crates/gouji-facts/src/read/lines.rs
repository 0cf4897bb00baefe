//! The lines of a document, and what stands in them.

use super::labels::LabelId;
use super::search::CharacterSet;
use gouji_text::TextRange;

/// A line that is not blank.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    pub(super) range: TextRange,
    pub(super) kind: LineKind,
    /// Its folded text, where it is no row.
    pub(super) folded: TextRange,
    /// Number of its stretch: rows of one stretch (a grid of the document) follow each other with nothing
    /// but furniture between them.
    pub(super) block: u32,
    /// How many of its cells are filled, for a row; 255 stands for more. One for other lines.
    pub(super) filled: u8,
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
    /// A page number or running head. Nothing is read from it and it interrupts nothing: an index leaves
    /// it out, so that the lines before and behind it follow each other.
    Furniture,
    /// A line of a contents list; index in the document's contents, where it is an entry.
    Contents(Option<u32>),
}

/// A label in a cell.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hit {
    pub(super) line: u32,
    /// Index of the cell in its row.
    pub(super) cell: u32,
    pub(super) label: LabelId,
}

/// Lines of running text that read as one: neither the end of a line nor that of a page is the end of
/// a sentence.
#[derive(Clone, Copy, Debug)]
pub(super) struct Passage {
    /// First line.
    pub(super) first: u32,
    /// Last line.
    pub(super) last: u32,
    /// Its folded text.
    pub(super) folded: TextRange,
    /// The characters in that, and perhaps others.
    pub(super) characters: CharacterSet,
}

impl LineKind {
    /// Whether forms read anything from such a line.
    pub(super) fn is_read(self) -> bool {
        !matches!(self, Self::Furniture | Self::Contents(_))
    }
}
