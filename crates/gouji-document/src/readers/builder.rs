//! Building a body line by line: what is a row and what is running text is decided here for all
//! formats whose documents are made of lines, within limits.

use crate::number::read_number;
use crate::outline::OutlineBuilder;
use crate::{Block, BlockKind, Body, Cell, Numbering, ReaderProblem, Row, problems};
use gouji_text::{TextRange, is_blank, unfolded_prefix};
use std::sync::Arc;

/// How much is read of one document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Limits {
    /// Bytes of the file, and of its text.
    pub(crate) bytes: usize,
    /// Cells of a row.
    pub(crate) row_cells: usize,
    /// Cells.
    pub(crate) cells: usize,
    /// Blocks.
    pub(crate) blocks: usize,
    /// Entries of the outline.
    pub(crate) entries: usize,
    /// A longer line, in bytes, is read and reported.
    pub(crate) line_bytes: usize,
}

/// What a line is, by its cells alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LineClass {
    /// Nothing on it.
    Blank,
    /// One cell, filled.
    Bare,
    /// Several cells, only the first of them filled.
    Lone,
    /// Several cells, none of them filled.
    Empty,
    /// Several cells; one behind the first is filled.
    Row,
}

impl LineClass {
    /// The class of a line with these cells.
    pub(crate) fn of<'text>(cells: impl Iterator<Item = &'text str>) -> Self {
        let (mut count, mut is_first_filled) = (0, false);
        for (number, cell) in cells.enumerate() {
            count += 1;
            if is_filled(cell) {
                match number {
                    0 => is_first_filled = true,
                    _ => return Self::Row,
                }
            }
        }
        match (count, is_first_filled) {
            (0 | 1, false) => Self::Blank,
            (0 | 1, true) => Self::Bare,
            (_, true) => Self::Lone,
            (_, false) => Self::Empty,
        }
    }
}

#[inline]
fn is_filled(cell: &str) -> bool {
    unfolded_prefix(cell) > 0 || !is_blank(cell)
}

/// A line that is a row if the table goes on behind it.
struct Pending {
    line: TextRange,
    class: LineClass,
    /// Its first cell.
    first: TextRange,
    first_cell: usize,
    cell_count: usize,
}

/// A body being built.
///
/// Rows follow each other without a blank line. A line with one filled cell, and none or only empty
/// ones behind it, is a row where a table runs through it: where a row stands right before it and
/// the table goes on right behind it. Two such lines without any empty cell are no rows; nor is one
/// that is numbered as sections are. One empty cell too much counts for nothing, except in a table of
/// two columns. At the end of a table a line with one filled cell is its last row where it has as many
/// cells as the table. Lines of empty cells are rows only between rows.
pub(crate) struct BodyBuilder<'text> {
    text: &'text str,
    limits: &'static Limits,
    blocks: Vec<Block>,
    rows: Vec<Row>,
    cells: Vec<Cell>,
    outline: OutlineBuilder,
    notation: Vec<u32>,
    problems: Vec<ReaderProblem>,
    /// Where the cells of the line at hand begin.
    first_cell: usize,
    /// How many cells it has, those past the limit included.
    cell_count: usize,
    /// Whether the line before was a row, or is one if the table goes on.
    in_table: bool,
    /// Number of cells of the last row.
    width: usize,
    /// Whether the line that waits stands in no table: it is a row if one begins right below it.
    has_top: bool,
    /// Lines behind the last row, of which it is not known yet whether they are rows.
    pending: Vec<Pending>,
    /// Whether a limit of the whole document was passed, so that the rest is left out.
    full: bool,
}

/// A body that is built, and what was noticed on the way.
pub(crate) struct Built {
    pub(crate) body: Body,
    pub(crate) problems: Vec<ReaderProblem>,
    /// Whether the last line is a row that a row would continue.
    pub(crate) ends_in_table: bool,
}

impl<'text> BodyBuilder<'text> {
    /// A body of `text`; room is set aside for so many lines and cells.
    pub(crate) fn new(
        text: &'text str,
        limits: &'static Limits,
        lines: usize,
        cells: usize,
        problems: Vec<ReaderProblem>,
    ) -> Self {
        // Half as many rows as cells is more than tables of three columns have.
        let rows = (cells / 2 + 1).min(lines);
        Self {
            text,
            limits,
            blocks: Vec::with_capacity((lines / 2).min(1 << 16)),
            rows: Vec::with_capacity(rows.min(limits.cells / 2)),
            cells: Vec::with_capacity((cells + rows).min(limits.cells)),
            outline: OutlineBuilder::default(),
            notation: Vec::new(),
            problems,
            first_cell: 0,
            cell_count: 0,
            in_table: false,
            width: 0,
            has_top: false,
            pending: Vec::new(),
            full: false,
        }
    }

    /// The next cell of the line at hand.
    #[inline]
    pub(crate) fn cell(&mut self, range: TextRange) {
        if self.cell_count < self.limits.row_cells && !self.full {
            // There are fewer columns than that.
            let column = self.cell_count as u16;
            self.cells.push(Cell { range, column, column_span: 1, row_span: 1 });
        }
        self.cell_count += 1;
    }

    /// The next cell of the line at hand, over so many columns and rows; those that it covers beside
    /// itself follow as blank cells.
    pub(crate) fn spanning_cell(&mut self, range: TextRange, (columns, rows): (u16, u16)) {
        let before = self.cells.len();
        self.cell(range);
        if let Some(cell) = self.cells.get_mut(before) {
            (cell.column_span, cell.row_span) = (columns, rows);
        }
    }

    /// The line at hand has no more cells. It stands at `line`, without its end.
    pub(crate) fn line_end(&mut self, line: TextRange) {
        if line.len() as usize > self.limits.line_bytes {
            self.problems.push(problems::long_line(line));
        }
        if self.first_cell > self.limits.cells - self.limits.row_cells && !self.full {
            self.cells.truncate(self.first_cell);
            self.end_table();
            self.leave_out_the_rest(line);
        }
        if self.full {
            self.cells.truncate(self.first_cell);
        } else {
            self.take_line(line);
        }
        self.first_cell = self.cells.len();
        self.cell_count = 0;
    }

    /// These bytes of the line before are notation.
    pub(crate) fn notation(&mut self, marks: &[u32]) {
        if !self.full {
            self.notation.extend_from_slice(marks);
        }
    }

    /// Something was noticed.
    pub(crate) fn problem(&mut self, problem: ReaderProblem) {
        self.problems.push(problem);
    }

    fn take_line(&mut self, line: TextRange) {
        let text = self.text;
        let cells = self.cells.get(self.first_cell..).unwrap_or_default();
        let class = LineClass::of(cells.iter().map(|cell| cell.range.of(text)));
        let first = cells.first().map_or(line, |cell| cell.range);
        match class {
            LineClass::Row => {
                self.begin_with_top();
                self.go_on();
                if self.cell_count > self.limits.row_cells {
                    let read = self.cells.last().map_or(line.start, |cell| cell.range.end);
                    let range = TextRange::new(read, line.end);
                    self.problems.push(problems::too_many_cells(range));
                }
                self.row(line, self.first_cell, self.cells.len() - self.first_cell);
            }
            LineClass::Empty if self.in_table => self.wait(line, class, first),
            LineClass::Blank | LineClass::Empty => {
                self.cells.truncate(self.first_cell);
                self.end_table();
            }
            LineClass::Bare | LineClass::Lone if self.may_be_row(class, first) => {
                self.wait(line, class, first);
            }
            LineClass::Lone if may_be_top(first.of(text)) => {
                self.end_table_before();
                self.wait(line, class, first);
                self.has_top = true;
            }
            LineClass::Bare | LineClass::Lone => {
                self.cells.truncate(self.first_cell);
                self.end_table();
                self.running_text(first, line);
            }
        }
    }

    /// A line with one filled cell right above a row of as many cells is the first row of its table: a
    /// heading over all of it, or its title. Above anything else it is running text.
    fn begin_with_top(&mut self) {
        let is_row = self.pending.last().is_some_and(|top| top.cell_count == self.cell_count);
        if self.has_top && !is_row {
            self.end_table_before();
        }
        self.has_top = false;
    }

    /// Ends the table, if there is one, in front of the line at hand, whose cells stay.
    fn end_table_before(&mut self) {
        let own = self.cells.split_off(self.first_cell);
        self.end_table();
        self.first_cell = self.cells.len();
        self.cells.extend(own);
    }

    /// Whether a line with one filled cell is a row if the table goes on behind it.
    fn may_be_row(&self, class: LineClass, first: TextRange) -> bool {
        let is_bare = class == LineClass::Bare || (self.cell_count == 2 && self.width != 2);
        let behind_empty = self.pending.iter().any(|line| line.class == LineClass::Empty);
        self.in_table
            && !behind_empty
            && !(is_bare && (!self.pending.is_empty() || begins_section(first.of(self.text))))
    }

    /// Keeps the line at hand until it is known whether the table goes on.
    fn wait(&mut self, line: TextRange, class: LineClass, first: TextRange) {
        let cell_count = self.cells.len() - self.first_cell;
        let first_cell = self.first_cell;
        self.pending.push(Pending { line, class, first, first_cell, cell_count });
    }

    /// The table goes on: the lines that wait are rows of it.
    fn go_on(&mut self) {
        for waiting in std::mem::take(&mut self.pending) {
            self.row(waiting.line, waiting.first_cell, waiting.cell_count);
        }
    }

    /// The table is at its end, if there is one. Of the lines that wait, those that are as wide as
    /// the table are its last rows, the others running text.
    fn end_table(&mut self) {
        // No table came below the line that waits for one.
        let is_last_row_here = !std::mem::take(&mut self.has_top);
        let mut waiting = std::mem::take(&mut self.pending).into_iter().peekable();
        let (width, is_last_row) = (self.width, |line: &Pending| line.class == LineClass::Lone);
        while let Some(line) = waiting
            .next_if(|line| is_last_row_here && is_last_row(line) && line.cell_count == width)
        {
            self.row(line.line, line.first_cell, line.cell_count);
        }
        self.in_table = false;
        if let Some(line) = waiting.peek() {
            self.cells.truncate(line.first_cell);
        }
        for line in waiting.filter(|line| line.class != LineClass::Empty) {
            self.running_text(line.first, line.line);
        }
    }

    fn row(&mut self, range: TextRange, first_cell: usize, cell_count: usize) {
        let first_row = self.rows.len() as u32;
        match self.blocks.last_mut() {
            Some(Block { range: table, kind: BlockKind::Table { row_count, .. } })
                if self.in_table =>
            {
                *row_count += 1;
                table.end = range.end;
            }
            _ => self.block(range, BlockKind::Table { first_row, row_count: 1 }, range),
        }
        if self.full {
            self.cells.truncate(first_cell);
            return;
        }
        // Documents with more are left out from there.
        let (first_cell, cells) = (first_cell as u32, cell_count as u32);
        self.rows.push(Row { range, first_cell, cell_count: cells });
        self.in_table = true;
        self.width = cell_count;
    }

    /// A line, or the only filled cell of one, that is running text.
    fn running_text(&mut self, filled: TextRange, line: TextRange) {
        let range = filled.trimmed(self.text);
        let trimmed = range.of(self.text);
        if self.outline.len() >= self.limits.entries {
            self.leave_out_the_rest(line);
        }
        if self.full {
            return;
        }
        let kind = match self.outline.line(trimmed, range) {
            Some(entry) => BlockKind::Heading { entry },
            None => BlockKind::Paragraph,
        };
        self.block(range, kind, line);
    }

    fn block(&mut self, range: TextRange, kind: BlockKind, line: TextRange) {
        if self.blocks.len() >= self.limits.blocks {
            self.leave_out_the_rest(line);
        } else if !self.full {
            self.blocks.push(Block { range, kind });
        }
    }

    /// From a line on nothing is read any more, and that is said once.
    #[cold]
    fn leave_out_the_rest(&mut self, line: TextRange) {
        if !self.full {
            self.full = true;
            let range = TextRange::from(line.start as usize..self.text.len());
            self.problems.push(problems::too_many_cells(range));
        }
    }

    /// The body.
    pub(crate) fn finish(mut self, text: Arc<str>) -> Built {
        let ends_in_table = self.in_table && self.pending.is_empty();
        self.end_table();
        self.blocks.shrink_to_fit();
        self.rows.shrink_to_fit();
        self.cells.shrink_to_fit();
        let Self { blocks, rows, cells, outline, notation, problems, .. } = self;
        let outline = outline.finish();
        let body = Body { blocks, rows, cells, outline, notation, ..Body::of_text(text) };
        Built { body, problems, ends_in_table }
    }
}

/// Whether a line is numbered as sections are (一、 and not （一）, which items of tables use too): it
/// begins something new.
fn begins_section(line: &str) -> bool {
    read_number(line).is_some_and(|number| match number.numbering {
        Numbering::Part | Numbering::Section | Numbering::Chinese | Numbering::Arabic => true,
        Numbering::ChineseInBrackets | Numbering::ArabicInBrackets => false,
    })
}

/// Whether the only filled cell of a line may be a heading over the table below it: no caption, and not
/// numbered as sections are.
fn may_be_top(cell: &str) -> bool {
    !cell.contains([':', '：']) && !begins_section(cell)
}
