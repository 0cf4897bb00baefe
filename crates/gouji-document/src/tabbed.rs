//! The first reader: text with tabs, one line a paragraph or a table row.

use crate::decode::{decode_counted, plain_utf8};
use crate::format::{ControlBytes, binary_format};
use crate::number::read_number;
use crate::outline::OutlineBuilder;
use crate::{
    Block, BlockKind, Body, Cell, Document, Encoding, MAXIMUM_BYTES, Numbering, OutlineEntry,
    Problem, ProblemKind, Row,
};
use gouji_text::{LineIndex, TextRange};
use std::sync::Arc;

/// Cells read of one row.
const MAXIMUM_ROW_CELLS: usize = 4096;
/// Cells read of one document.
const MAXIMUM_CELLS: usize = 4_000_000;
/// Blocks read of one document.
const MAXIMUM_BLOCKS: usize = 16_000_000;
/// Outline entries read of one document.
const MAXIMUM_ENTRIES: usize = 4_000_000;
/// A longer line, in bytes, is reported.
const LONG_LINE: usize = 1 << 20;

/// Reads a text file's bytes. Total: any bytes give a document.
pub fn read_bytes(bytes: Vec<u8>) -> Document {
    if bytes.len() > MAXIMUM_BYTES {
        return unread(Encoding::Utf8, ProblemKind::TooLarge);
    }
    if let Some(format) = binary_format(&bytes) {
        return unread(Encoding::Utf8, ProblemKind::NotText { format: Some(format) });
    }
    if let Some(text) = plain_utf8(&bytes) {
        return read(text.into(), Encoding::Utf8, Vec::new());
    }
    let decoded = decode_counted(bytes);
    let mut problems = Vec::new();
    if decoded.replaced > 0 {
        let kind = ProblemKind::Undecodable { count: decoded.replaced };
        problems.push(Problem { kind, range: decoded.first });
    }
    read(decoded.text.into(), decoded.encoding, problems)
}

/// Reads a text that is already decoded.
pub fn read_text(text: Arc<str>) -> Document {
    read(text, Encoding::Utf8, Vec::new())
}

/// A document of which nothing is kept but the reason.
fn unread(encoding: Encoding, kind: ProblemKind) -> Document {
    Document {
        body: Body::of_text(Arc::from("")),
        encoding,
        lines: LineIndex::new(""),
        problems: vec![Problem { kind, range: TextRange::default() }],
    }
}

fn read(text: Arc<str>, encoding: Encoding, mut problems: Vec<Problem>) -> Document {
    // A text may have grown in decoding, or come in without having been bytes of a file.
    if text.len() > MAXIMUM_BYTES {
        return unread(encoding, ProblemKind::TooLarge);
    }
    if let Some(format) = binary_format(text.as_bytes()) {
        return unread(encoding, ProblemKind::NotText { format: Some(format) });
    }
    let control = ControlBytes::count(text.as_bytes());
    if control.is_binary(text.len()) {
        return unread(encoding, ProblemKind::NotText { format: None });
    }
    if control.nul > 0
        && let Some(first) = text.find('\0')
    {
        let count = u32::try_from(control.nul).unwrap_or(u32::MAX);
        let range = TextRange::from(first..first + 1);
        problems.push(Problem { kind: ProblemKind::Nul { count }, range });
    }
    // Characters that were lost before the text came here are lost all the same.
    if problems.is_empty()
        && let Some(first) = text.find(char::REPLACEMENT_CHARACTER)
    {
        let count = text[first..].matches(char::REPLACEMENT_CHARACTER).count();
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        let range = TextRange::from(first..first + char::REPLACEMENT_CHARACTER.len_utf8());
        problems.push(Problem { kind: ProblemKind::Undecodable { count }, range });
    }
    let lines = LineIndex::new(&text);
    let Read { blocks, rows, cells, outline, mut problems, .. } =
        read_lines(&text, lines.line_count(), problems);
    if text.trim_start().is_empty() {
        let range = TextRange::default();
        problems.push(Problem { kind: ProblemKind::Empty, range });
    }
    let body = Body { blocks, rows, cells, outline, ..Body::of_text(text) };
    Document { body, encoding, lines, problems }
}

/// What the lines of a text are.
pub(crate) struct Read {
    pub(crate) blocks: Vec<Block>,
    pub(crate) rows: Vec<Row>,
    pub(crate) cells: Vec<Cell>,
    pub(crate) outline: Vec<OutlineEntry>,
    pub(crate) problems: Vec<Problem>,
    /// Whether the last line is a row that a row would continue.
    pub(crate) in_table: bool,
}

/// Reads the lines of a text, adding to the problems.
pub(crate) fn read_lines(text: &str, line_count: u32, problems: Vec<Problem>) -> Read {
    let mut reader = Reader::new(text, line_count as usize, problems);
    reader.read();
    reader.blocks.shrink_to_fit();
    reader.rows.shrink_to_fit();
    reader.cells.shrink_to_fit();
    let Reader { blocks, rows, cells, outline, problems, in_table, .. } = reader;
    Read { blocks, rows, cells, outline: outline.finish(), problems, in_table }
}

/// How much a document holds.
pub(crate) struct Limits {
    pub(crate) cells: usize,
    pub(crate) blocks: usize,
    pub(crate) entries: usize,
}

impl Limits {
    /// Whether that, of a text of so many bytes, is less than what is read at most.
    pub(crate) fn are_kept(&self, bytes: usize) -> bool {
        bytes <= MAXIMUM_BYTES
            && self.cells <= MAXIMUM_CELLS - MAXIMUM_ROW_CELLS
            && self.blocks < MAXIMUM_BLOCKS
            && self.entries < MAXIMUM_ENTRIES
    }
}

/// One pass over the text, from one tab or line end to the next.
struct Reader<'text> {
    text: &'text str,
    blocks: Vec<Block>,
    rows: Vec<Row>,
    cells: Vec<Cell>,
    outline: OutlineBuilder,
    problems: Vec<Problem>,
    /// Where the line that is being read starts.
    line_start: usize,
    /// Where the cell that is being read starts: after the line's last tab, or at its start.
    cell_start: usize,
    /// Tabs read in the line.
    tabs: usize,
    /// Where the row's cells start.
    first_cell: usize,
    /// Whether the line before was a row that a row would continue.
    in_table: bool,
    /// Whether a limit of the whole document was passed, so that the rest is left out.
    full: bool,
}

impl<'text> Reader<'text> {
    fn new(text: &'text str, line_count: usize, problems: Vec<Problem>) -> Self {
        // A row has a cell more than it has tabs. Half as many rows as tabs is more than tables of
        // three columns have.
        let tabs = memchr::memchr_iter(b'\t', text.as_bytes()).count();
        let rows = (tabs / 2 + 1).min(line_count);
        Self {
            text,
            blocks: Vec::with_capacity((line_count / 2).min(1 << 16)),
            rows: Vec::with_capacity(rows.min(MAXIMUM_CELLS / 2)),
            cells: Vec::with_capacity((tabs + rows).min(MAXIMUM_CELLS)),
            outline: OutlineBuilder::default(),
            problems,
            line_start: 0,
            cell_start: 0,
            tabs: 0,
            first_cell: 0,
            in_table: false,
            full: false,
        }
    }

    fn read(&mut self) {
        let bytes = self.text.as_bytes();
        for at in memchr::memchr2_iter(b'\t', b'\n', bytes) {
            if bytes.get(at) == Some(&b'\t') {
                self.tab(at);
            } else {
                self.line_end(at);
            }
        }
        self.line_end(bytes.len());
    }

    fn tab(&mut self, at: usize) {
        self.cell(at);
        self.tabs += 1;
        self.cell_start = at + 1;
    }

    /// The cell ends at `end`.
    #[inline]
    fn cell(&mut self, end: usize) {
        if self.tabs == 0 {
            self.first_cell = self.cells.len();
            if self.first_cell > MAXIMUM_CELLS - MAXIMUM_ROW_CELLS {
                self.leave_out_the_rest();
            }
        }
        if self.tabs < MAXIMUM_ROW_CELLS && !self.full {
            // Texts this long are refused before.
            let range = TextRange { start: self.cell_start as u32, end: end as u32 };
            let column = self.tabs as u16;
            self.cells.push(Cell { range, column, column_span: 1, row_span: 1 });
        }
    }

    /// The line ends at `at`, with a line feed or with the text.
    fn line_end(&mut self, at: usize) {
        let end = at - carriage_returns(self.text.as_bytes(), self.cell_start, at);
        let line = TextRange::from(self.line_start..end);
        if line.len() as usize > LONG_LINE {
            self.problems.push(Problem { kind: ProblemKind::LongLine, range: line });
        }
        if self.tabs > 0 || self.is_bare_row(line, at) {
            self.row(line);
        } else {
            self.in_table = false;
            if !line.is_empty() {
                self.running_text(line);
            }
        }
        self.line_start = at + 1;
        self.cell_start = at + 1;
        self.tabs = 0;
    }

    /// Whether a line without tabs is a row whose empty cells were cut off: the only line between two
    /// rows, with no blank line before or behind it. One that is numbered as sections are (一、 and not
    /// （一）, which items of tables use too) begins something new.
    fn is_bare_row(&self, line: TextRange, at: usize) -> bool {
        let text = line.of(self.text).trim();
        self.in_table && !text.is_empty() && !begins_section(text) && {
            let next = self.text.as_bytes().get(at + 1..).unwrap_or_default();
            let first = memchr::memchr2(b'\t', b'\n', next);
            first.is_some_and(|first| next.get(first) == Some(&b'\t'))
        }
    }

    fn row(&mut self, range: TextRange) {
        self.cell(range.end as usize);
        if self.full {
            return;
        }
        if self.tabs >= MAXIMUM_ROW_CELLS {
            let read = self.cells.last().map_or(range.start, |cell| cell.range.end);
            let left_out = TextRange::new(read, range.end);
            self.problems.push(Problem { kind: ProblemKind::TooManyCells, range: left_out });
        }
        let first_cell = self.first_cell as u32;
        let cell_count = (self.cells.len() - self.first_cell) as u32;
        let first_row = self.rows.len() as u32;
        match self.blocks.last_mut() {
            Some(Block { range: table, kind: BlockKind::Table { row_count, .. } })
                if self.in_table =>
            {
                *row_count += 1;
                table.end = range.end;
            }
            _ => self.block(range, BlockKind::Table { first_row, row_count: 1 }),
        }
        if !self.full {
            self.rows.push(Row { range, first_cell, cell_count });
            self.in_table = true;
        } else {
            self.cells.truncate(self.first_cell);
        }
    }

    fn running_text(&mut self, line: TextRange) {
        let line_text = line.of(self.text);
        let without_start = line_text.trim_start();
        let trimmed = without_start.trim_end();
        if trimmed.is_empty() {
            return;
        }
        let start = line.start as usize + (line_text.len() - without_start.len());
        let range = TextRange::from(start..start + trimmed.len());
        if self.outline.len() >= MAXIMUM_ENTRIES {
            self.leave_out_the_rest();
        }
        if self.full {
            return;
        }
        let kind = match self.outline.line(trimmed, range) {
            Some(entry) => BlockKind::Heading { entry },
            None => BlockKind::Paragraph,
        };
        self.block(range, kind);
    }

    fn block(&mut self, range: TextRange, kind: BlockKind) {
        if self.blocks.len() >= MAXIMUM_BLOCKS {
            self.leave_out_the_rest();
        } else {
            self.blocks.push(Block { range, kind });
        }
    }

    /// From this line on nothing is read any more, and that is said once.
    #[cold]
    fn leave_out_the_rest(&mut self) {
        if !self.full {
            self.full = true;
            let range = TextRange::from(self.line_start..self.text.len());
            self.problems.push(Problem { kind: ProblemKind::TooManyCells, range });
        }
    }
}

/// How many carriage returns stand before `end`, and not before `start`: they belong to the line's
/// end.
fn carriage_returns(bytes: &[u8], start: usize, end: usize) -> usize {
    let line = bytes.get(start..end).unwrap_or_default();
    line.iter().rev().take_while(|byte| **byte == b'\r').count()
}

/// Whether a line is numbered as sections are.
fn begins_section(line: &str) -> bool {
    read_number(line).is_some_and(|number| match number.numbering {
        Numbering::Part | Numbering::Section | Numbering::Chinese | Numbering::Arabic => true,
        Numbering::ChineseInBrackets | Numbering::ArabicInBrackets => false,
    })
}
