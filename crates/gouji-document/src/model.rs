//! The document model.

use crate::ReaderProblem;
use crate::{Encoding, Numbering, OutlineEntry, UsualDigits};
use gouji_diagnostic::{AddressMap, Severity};
use gouji_text::{LineIndex, TextRange};
use std::borrow::Cow;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// A cell: its text is `range` of the document's text, exactly as published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Its text, without the separators around it.
    pub range: TextRange,
    /// RowGrid column, from 0.
    pub column: u16,
    /// RowGrid columns it spans, at least 1.
    pub column_span: u16,
    /// RowGrid rows it spans, at least 1.
    pub row_span: u16,
}

/// A row of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// The whole row.
    pub range: TextRange,
    /// Index of its first cell in [`Body::cells`].
    pub first_cell: u32,
    /// Number of its cells.
    pub cell_count: u32,
}

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// A line of running text.
    Paragraph,
    /// A numbered heading; `entry` is its index in [`Body::outline`].
    Heading {
        /// Index in the outline.
        entry: u32,
    },
    /// Rows that follow each other without a blank line or a paragraph between.
    Table {
        /// Index of the first row in [`Body::rows`].
        first_row: u32,
        /// Number of rows, at least 1.
        row_count: u32,
    },
    /// A page number or a running head: kept in the text, and no part of what it interrupts, whether
    /// that is a table or a sentence.
    Furniture,
    /// A line of a contents list, which is neither title nor heading nor running text; `entry` is its
    /// index in [`Body::contents`], `None` for the heading of the list and for lines without an entry.
    Contents {
        /// Index in the contents.
        entry: Option<u32>,
    },
}

/// A stretch of rows that only page furniture and page breaks interrupt: a table may go on through all
/// of it, and never beyond it without a header of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RowGrid {
    /// Index of its first row in [`Body::rows`].
    pub first_row: u32,
    /// Number of its rows, at least 1.
    pub row_count: u32,
}

/// A line of a contents list that names something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ContentsEntry {
    /// The whole line.
    pub range: TextRange,
    /// How it is numbered, and its number; `None` where it has none.
    pub number: Option<(Numbering, u32)>,
    /// The number as written, with its punctuation; empty where there is none.
    pub number_range: TextRange,
    /// What it names, without number, leaders and page.
    pub title: TextRange,
    /// Depth in the list, from 1.
    pub level: u8,
}

/// A block, in reading order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    /// Its text.
    pub range: TextRange,
    /// What it is.
    pub kind: BlockKind,
}

/// What a document says: one text, and blocks, rows and cells as ranges of it. Forms read nothing else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Body {
    /// The text projection.
    pub text: Arc<str>,
    /// Blocks in reading order.
    pub blocks: Vec<Block>,
    /// All rows in reading order.
    pub rows: Vec<Row>,
    /// All cells in reading order.
    pub cells: Vec<Cell>,
    /// Stretches of rows in reading order; every row is in one of them.
    pub grids: Vec<RowGrid>,
    /// Numbered headings and paragraphs in reading order, those of contents lists left out.
    pub outline: Vec<OutlineEntry>,
    /// Entries of contents lists in reading order.
    pub contents: Vec<ContentsEntry>,
    /// Bytes of the text that belong to the notation of its format and not to what it says, such as
    /// the first of two quotation marks that stand for one: ascending, each a character of one byte.
    pub notation: Vec<u32>,
    /// How many digits the figures in running text usually show behind the point, in the whole document.
    pub usual_digits: UsualDigits,
}

/// The hash of its text: bodies that differ have the same text only rarely.
impl Hash for Body {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

impl Body {
    /// A body without blocks.
    pub(crate) fn of_text(text: Arc<str>) -> Self {
        Self {
            text,
            blocks: Vec::new(),
            rows: Vec::new(),
            cells: Vec::new(),
            grids: Vec::new(),
            outline: Vec::new(),
            contents: Vec::new(),
            notation: Vec::new(),
            usual_digits: UsualDigits::default(),
        }
    }

    /// The cells of a row; none where the row is of another document.
    pub fn row_cells(&self, row: &Row) -> &[Cell] {
        let first = row.first_cell as usize;
        let end = first.saturating_add(row.cell_count as usize);
        self.cells.get(first..end).unwrap_or_default()
    }

    /// What stands in a range, as published and without the notation of the format.
    #[inline]
    pub fn text_of(&self, range: TextRange) -> Cow<'_, str> {
        if self.notation.is_empty() {
            return Cow::Borrowed(range.of(&self.text));
        }
        let mut segments = self.segments(range);
        match (segments.next(), segments.next()) {
            (None, _) => Cow::Borrowed(""),
            (Some(only), None) => Cow::Borrowed(only.of(&self.text)),
            (Some(first), Some(second)) => {
                let all = [first, second].into_iter().chain(segments);
                Cow::Owned(all.map(|segment| segment.of(&self.text)).collect())
            }
        }
    }

    /// The stretches of a range that are no notation, in order; none of them is empty.
    pub fn segments(&self, range: TextRange) -> impl Iterator<Item = TextRange> {
        let first = self.notation.partition_point(|at| *at < range.start);
        let marks = self.notation.get(first..).unwrap_or_default().iter().copied();
        let marks = marks.take_while(move |at| *at < range.end);
        let mut start = range.start;
        let ends = marks.chain(std::iter::once(range.end));
        let segments = ends.map(move |end| {
            let segment = TextRange::new(start, end);
            start = end + 1;
            segment
        });
        segments.filter(|segment| !segment.is_empty())
    }
}

/// How a document was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DocumentOrigin {
    /// Not at all.
    Unread,
    /// As text with tabs.
    Text {
        /// How its bytes were decoded.
        encoding: Encoding,
    },
    /// As sheets of a workbook.
    Workbook {
        /// How many there are.
        sheets: u32,
    },
    /// As paragraphs and tables of a Word document.
    Word,
    /// As pages of characters and lines with places.
    Pdf {
        /// How many there are.
        pages: u32,
    },
    /// As a page.
    Page {
        /// How its bytes were decoded.
        encoding: Encoding,
    },
    /// As the elements of JSON.
    Elements,
    /// As cells between delimiters.
    Delimited {
        /// How its bytes were decoded.
        encoding: Encoding,
        /// What stands between the cells.
        delimiter: char,
    },
}

/// A document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// What it says.
    pub body: Body,
    /// How it was read.
    pub origin: DocumentOrigin,
    /// Where the lines of its text begin.
    pub lines: LineIndex,
    /// The cells of its workbook that its text stands for.
    pub addresses: Arc<AddressMap>,
    /// What the reader noticed.
    pub problems: Vec<ReaderProblem>,
}

impl Document {
    /// Why the document cannot be checked at all: it is empty, no text, or too large.
    pub fn unfit(&self) -> Option<&ReaderProblem> {
        self.problems.iter().find(|problem| problem.severity == Severity::Error)
    }
}
