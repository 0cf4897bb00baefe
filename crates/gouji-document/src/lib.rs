//! Bytes of a published document to the document model: blocks, tables and cells over one text.
//!
//! Must never know: rules, budgets, paths, salsa. What a label or a heading *means* is a form's
//! business; here is only where lines, cells and numbered headings stand.

#![warn(clippy::all)]

pub mod codes;
mod decode;
mod layout;
mod marks;
mod model;
mod number;
mod outline;
mod problems;
mod readers;
mod roman;
mod slice;

pub use decode::{Encoding, decode};
pub use layout::{DecimalMark, Digest, DigitCounts, UsualDigits};
pub use marks::TextMark;
pub use model::{
    Block, BlockKind, Body, Cell, ContentsEntry, Document, DocumentOrigin, Row, RowGrid,
};
pub use outline::{Numbering, OutlineEntry};

/// How the number that a line begins with is written, and the number: `一、` is 1, Chinese.
pub fn numbering(line: &str) -> Option<(Numbering, u32)> {
    number::read_number(line).map(|number| (number.numbering, number.value))
}
pub use problems::ReaderProblem;
pub use readers::text::{Piece, Placed, assemble, cut, digest, place, read_piece};
pub use readers::{
    FORMATS, Format, RawDocument, TEXT, is_read_by_foreign_code, read, read_apart, read_text,
};
pub use slice::Slice;

/// The largest file read, in bytes.
pub const MAXIMUM_BYTES: usize = 256 << 20;
