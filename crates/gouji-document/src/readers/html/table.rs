//! Tables of pages: cells in a grid by their spans.

use crate::problems::{self, Refusal};
use crate::readers::projected::ProjectedText;

/// The spans that browsers keep to.
const WIDEST: u16 = 1000;

#[derive(Default)]
struct PageCell {
    text: String,
    columns: u16,
    rows: u16,
}

/// A table being read.
#[derive(Default)]
pub(super) struct PageTable {
    rows: Vec<Vec<PageCell>>,
    is_in_cell: bool,
}

impl PageTable {
    pub(super) fn begin_row(&mut self) {
        self.is_in_cell = false;
        self.rows.push(Vec::new());
    }

    pub(super) fn begin_cell(&mut self, (columns, rows): (u16, u16)) {
        let cell =
            PageCell { text: String::new(), columns: columns.clamp(1, WIDEST), rows: rows.max(1) };
        if let Some(row) = self.rows.last_mut() {
            row.push(cell);
            self.is_in_cell = true;
        }
    }

    pub(super) fn end_cell(&mut self) {
        self.is_in_cell = false;
    }

    pub(super) fn is_in_cell(&self) -> bool {
        self.is_in_cell
    }

    /// The text of the cell at hand.
    pub(super) fn open_cell(&mut self) -> Option<&mut String> {
        let cell = self.rows.last_mut()?.last_mut().filter(|_| self.is_in_cell)?;
        Some(&mut cell.text)
    }

    /// Writes its rows as lines.
    pub(super) fn write(self, out: &mut ProjectedText) -> Result<(), Refusal> {
        // How many rows more each column is covered for.
        let mut covered: Vec<u16> = Vec::new();
        for (number, row) in self.rows.into_iter().enumerate() {
            let mut grid = GridRow { out: &mut *out, row: number as u32 + 1, column: 0 };
            for cell in row {
                while let Some(left) = covered.get_mut(grid.column).filter(|left| **left > 0) {
                    *left -= 1;
                    grid.cell("", (1, 1))?;
                }
                for further in 0..cell.columns {
                    if covered.len() <= grid.column {
                        covered.resize(grid.column + 1, 0);
                    }
                    if let Some(left) = covered.get_mut(grid.column) {
                        *left = cell.rows - 1;
                    }
                    match further {
                        0 => grid
                            .cell(cell.text.trim_matches([' ', '\n']), (cell.columns, cell.rows))?,
                        _ => grid.cell("", (1, 1))?,
                    }
                }
            }
            for left in covered.iter_mut().skip(grid.column) {
                *left = left.saturating_sub(1);
                grid.cell("", (1, 1))?;
            }
            out.end_line();
        }
        Ok(())
    }
}

/// A row while it is written.
struct GridRow<'out> {
    out: &'out mut ProjectedText,
    row: u32,
    column: usize,
}

impl GridRow<'_> {
    fn cell(&mut self, text: &str, span: (u16, u16)) -> Result<(), Refusal> {
        if self.out.is_full() {
            return Err(problems::unpacks_too_large());
        }
        self.column += 1;
        self.out.addresses.cell(self.out.next_cell(), self.row, self.column as u32, None);
        self.out.cell(text, span)
    }
}
