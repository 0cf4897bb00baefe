//! Where something stands in the words of its format.

use std::fmt;
use std::sync::Arc;

/// Where something stands in the words of its format, for people. A source tells the address of each range of its
/// text.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Address {
    /// A place in a text.
    Text {
        /// Line, from 1.
        line: u32,
        /// Column, from 1, in characters.
        column: u32,
    },
    /// A cell of a workbook.
    Cell(CellAddress),
}

/// A cell of a workbook, as its program calls it: `支出总表!B7`; in other documents the number of the table stands
/// for the sheet: `表3!B7`. Where it stands for a place of its own, as the path of an element does (`$.支出[3].金额`), row and
/// column are 0.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CellAddress {
    /// The name of the sheet.
    pub sheet: Arc<str>,
    /// Row, from 1.
    pub row: u32,
    /// Column, from 1; 0 for a line of a page that has no cells.
    pub column: u32,
    /// The formula that computes what stands there, without its `=`.
    pub formula: Option<Arc<str>>,
}

impl fmt::Display for Address {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text { line, column } => write!(formatter, "{line}:{column}"),
            Self::Cell(cell) => cell.fmt(formatter),
        }
    }
}

impl fmt::Display for CellAddress {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.row == 0 {
            return formatter.write_str(&self.sheet);
        }
        if self.column == 0 {
            return write!(formatter, "{}:{}", self.sheet, self.row);
        }
        write!(formatter, "{}!{}{}", self.sheet, column_letters(self.column), self.row)
    }
}

/// What a workbook calls its column of that number, from 1: `A`, `Z`, `AA`.
pub fn column_letters(column: u32) -> String {
    let (mut letters, mut rest) = (Vec::new(), column);
    while rest > 0 {
        rest -= 1;
        letters.push(b'A' + (rest % 26) as u8);
        rest /= 26;
    }
    letters.iter().rev().map(|letter| char::from(*letter)).collect()
}

/// The cells of a workbook that stretches of a text stand for; empty for a text that is its own file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AddressMap {
    sheets: Vec<Arc<str>>,
    cells: Vec<MappedCell>,
    formulas: Vec<(u32, Arc<str>)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct MappedCell {
    start: u32,
    sheet: u32,
    row: u32,
    column: u32,
}

impl AddressMap {
    /// The cells that follow are of this sheet, table or page, where they are not already.
    pub fn part(&mut self, name: &str) {
        if self.sheets.last().is_none_or(|last| **last != *name) {
            self.sheets.push(name.into());
        }
    }

    /// From `start` on the text is that of a cell, whose row and column count from 1. Cells come in the order
    /// of the text.
    pub fn cell(&mut self, start: u32, row: u32, column: u32, formula: Option<&str>) {
        let sheet = (self.sheets.len() as u32).saturating_sub(1);
        self.cells.push(MappedCell { start, sheet, row, column });
        self.formulas.extend(formula.map(|formula| (start, Arc::from(formula))));
    }

    /// From `start` on the text is of no cell, and its places are lines and columns.
    pub fn own_place(&mut self, start: u32) {
        self.cells.push(MappedCell { start, sheet: u32::MAX, row: 0, column: 0 });
    }

    /// Where the text goes over to another sheet or table, and what that is called, in the order of the text. What
    /// stands in none between two stretches of one parts them.
    pub fn parts(&self) -> impl Iterator<Item = (u32, &Arc<str>)> {
        let mut before = u32::MAX;
        let begins =
            move |cell: &&MappedCell| std::mem::replace(&mut before, cell.sheet) != cell.sheet;
        let in_parts = self.cells.iter().filter(|cell| cell.row > 0 || cell.sheet == u32::MAX);
        let starts = in_parts.filter(begins);
        starts.filter_map(|cell| Some((cell.start, self.sheets.get(cell.sheet as usize)?)))
    }

    /// The cell that an offset of the text stands in.
    pub fn address(&self, at: u32) -> Option<CellAddress> {
        let behind = self.cells.partition_point(|cell| cell.start <= at);
        let cell = self.cells.get(behind.checked_sub(1)?)?;
        let formula = self.formulas.binary_search_by_key(&cell.start, |(start, _)| *start);
        let formula = formula.ok().and_then(|found| self.formulas.get(found));
        Some(CellAddress {
            sheet: Arc::clone(self.sheets.get(cell.sheet as usize)?),
            row: cell.row,
            column: cell.column,
            formula: formula.map(|(_, formula)| Arc::clone(formula)),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_called_as_workbooks_call_them() {
        let called = [1, 26, 27, 702, 703, 16_384].map(column_letters);
        assert_eq!(called, ["A", "Z", "AA", "ZZ", "AAA", "XFD"]);
    }
}
