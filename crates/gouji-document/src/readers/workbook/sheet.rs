//! A sheet of a workbook, whatever its file format.

use std::sync::Arc;

/// A workbook holds at most so many filled cells.
pub(crate) const MOST_CELLS: usize = 4_000_000;

/// A text as it is shown: with line ends as everywhere else.
pub(crate) fn with_plain_line_ends(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

/// A cell that shows something.
#[derive(Clone, Debug)]
pub(crate) struct SheetCell {
    /// Row and column, from 1.
    pub(crate) row: u32,
    pub(crate) column: u32,
    /// What it shows.
    pub(crate) text: Arc<str>,
    /// The formula that computes it, without its `=`.
    pub(crate) formula: Option<String>,
}

/// Cells that are one: first row and column, last row and column.
pub(crate) type Merged = ((u32, u32), (u32, u32));

/// A sheet.
#[derive(Debug, Default)]
pub(crate) struct Sheet {
    pub(crate) name: String,
    pub(crate) is_hidden: bool,
    pub(crate) cells: Vec<SheetCell>,
    pub(crate) merged: Vec<Merged>,
    /// Rows that have cells, filled or blank, in order.
    pub(crate) rows: Vec<u32>,
    pub(crate) hidden_rows: Vec<u32>,
    pub(crate) hidden_columns: Vec<(u32, u32)>,
    /// Formulas whose values the file does not hold.
    pub(crate) without_value: u32,
    /// Cells whose number formats are not followed.
    pub(crate) unknown_formats: u32,
}

impl Sheet {
    /// Puts its cells in order and drops what stands below merged ranges, which nobody sees; how many of them
    /// held something.
    pub(crate) fn settle(&mut self) -> u32 {
        self.cells.sort_by_key(|cell| (cell.row, cell.column));
        self.cells.dedup_by_key(|cell| (cell.row, cell.column));
        self.rows.sort_unstable();
        self.rows.dedup();
        self.merged.sort_unstable();
        self.merged.retain(|(first, last)| first != last);
        let merged = std::mem::take(&mut self.merged);
        // Ranges that a row lies in: those opened above it and not yet closed.
        let (mut open, mut next): (Vec<&Merged>, usize) = (Vec::new(), 0);
        let (mut row, before) = (0, self.cells.len());
        self.cells.retain(|cell| {
            if cell.row != row {
                row = cell.row;
                while let Some(range) = merged.get(next).filter(|range| range.0.0 <= row) {
                    open.push(range);
                    next += 1;
                }
                open.retain(|range| range.1.0 >= row);
                open.sort_unstable_by_key(|range| range.0.1);
            }
            // Ranges do not overlap: the last that begins at or left of the cell decides.
            let behind = open.partition_point(|range| range.0.1 <= cell.column);
            let covering = behind.checked_sub(1).and_then(|at| open.get(at));
            covering.is_none_or(|(first, last)| {
                last.1 < cell.column || *first == (cell.row, cell.column)
            })
        });
        self.merged = merged;
        (before - self.cells.len()) as u32
    }

    /// The merged range that a cell shows the text of.
    pub(crate) fn merged_at(&self, row: u32, column: u32) -> Option<&Merged> {
        let found = self.merged.binary_search_by_key(&(row, column), |range| range.0);
        found.ok().and_then(|at| self.merged.get(at))
    }

    /// Its filled rows with the last column of the stretch of rows that each stands in. Rows without any
    /// cell part such stretches; rows of blank cells do not.
    pub(crate) fn filled_rows(&self) -> Vec<(&[SheetCell], u32)> {
        let mut rows: Vec<(&[SheetCell], u32)> = Vec::new();
        let (mut first, mut widest, mut before) = (0, 0, 0);
        for cells in self.cells.chunk_by(|one, other| one.row == other.row) {
            let row = cells.first().map_or(0, |cell| cell.row);
            if !rows.is_empty() && !self.is_unbroken(before, row) {
                rows.iter_mut().skip(first).for_each(|row| row.1 = widest);
                (first, widest) = (rows.len(), 0);
            }
            widest = cells.iter().map(|cell| self.last_column(cell)).max().unwrap_or(0).max(widest);
            rows.push((cells, 0));
            before = row;
        }
        rows.iter_mut().skip(first).for_each(|row| row.1 = widest);
        rows
    }

    /// Whether all rows between two have cells.
    pub(crate) fn is_unbroken(&self, before: u32, row: u32) -> bool {
        let between = |row: u32| self.rows.partition_point(|it| *it < row);
        (between(row) - between(before.saturating_add(1))) as u32 == row - before - 1
    }

    /// The first and the last column that show something, merged cells included.
    pub(crate) fn columns(&self) -> Option<(u32, u32)> {
        let first = self.cells.iter().map(|cell| cell.column).min()?;
        Some((first, self.cells.iter().map(|cell| self.last_column(cell)).max()?))
    }

    /// The last column that a cell spans.
    fn last_column(&self, cell: &SheetCell) -> u32 {
        self.merged_at(cell.row, cell.column).map_or(cell.column, |(_, last)| last.1)
    }

    pub(crate) fn is_hidden_row(&self, row: u32) -> bool {
        self.hidden_rows.binary_search(&row).is_ok()
    }
}
