//! The text that sheets make.

use super::hidden::Hidden;
use super::sheet::{Sheet, SheetCell};
use crate::problems::{self, CountedParts, Refusal};
use crate::readers::projected::ProjectedText;
use crate::{Document, DocumentOrigin};
use gouji_text::TextRange;

/// Of blank rows that follow each other so many are kept.
const BLANK_ROWS: u32 = 2;

/// A stretch of rows is at most so many columns wide; further cells only widen their own rows.
const WIDEST: u32 = 4096;

/// The text of the sheets so far.
#[derive(Default)]
pub(crate) struct TextOfSheets {
    out: ProjectedText,
    hidden: Hidden,
    without_value: u32,
    first_without_value: Option<u32>,
    sheets: u32,
    pub(crate) unread: UnreadCells,
}

/// What of a workbook is not read, or not as it is shown.
#[derive(Default)]
pub(crate) struct UnreadCells {
    /// Cells below merged ones, which nobody sees.
    pub(crate) covered: u32,
    /// Cells whose number formats are not followed.
    pub(crate) formats: u32,
    /// Sheets without cells.
    pub(crate) charts: u32,
    /// Drawings in which texts stand.
    pub(crate) drawings: u32,
    /// Numbers with decimals that the file holds in binary.
    pub(crate) binary: u32,
}

impl UnreadCells {
    fn parts(&self) -> [CountedParts; 5] {
        [
            (self.charts, ["没有格子的工作表（图表）{} 张", "{} sheets without cells (charts)"]),
            (self.drawings, ["带文字的图形 {} 组", "{} drawings with text"]),
            (self.covered, ["合并的格子下面盖住的内容 {} 格", "{} cells covered by merged ones"]),
            (
                self.formats,
                [
                    "认不得的数字格式 {} 格（照存下的数字读）",
                    "{} cells in unknown number formats (read by their digits)",
                ],
            ),
            (
                self.binary,
                [
                    "存成二进制的小数 {} 个（照能还原它的最短的十进制数读）",
                    "{} decimals held in binary (read as the shortest decimals that give the same)",
                ],
            ),
        ]
    }
}

impl TextOfSheets {
    /// Adds a sheet.
    pub(crate) fn add(&mut self, mut sheet: Sheet) -> Result<(), Refusal> {
        self.unread.covered += sheet.settle();
        self.unread.formats += sheet.unknown_formats;
        self.sheets += 1;
        let start = self.out.end();
        if sheet.without_value > 0 {
            self.without_value += sheet.without_value;
            self.first_without_value.get_or_insert(start);
        }
        let Some((first, last)) = sheet.columns() else { return Ok(()) };
        if self.out.has_lines() {
            self.out.end_line();
        }
        let start = self.out.end();
        self.out.addresses.part(&sheet.name);
        self.note_hidden(&sheet, (first, last), start);
        let mut row = sheet.cells.first().map_or(0, |cell| cell.row);
        for (cells, last) in sheet.filled_rows() {
            let here = cells.first().map_or(row, |cell| cell.row);
            let is_unbroken = sheet.is_unbroken(row.saturating_sub(1), here);
            for blank in row..here.min(row.saturating_add(BLANK_ROWS)) {
                match is_unbroken {
                    true => self.row(&sheet, blank, &[], (first, last))?,
                    // Where a row has no cells at all a table ends.
                    false => self.out.end_line(),
                }
            }
            if sheet.is_hidden_row(here) {
                self.hidden.rows += 1;
                self.hidden.first.get_or_insert(self.out.end());
            }
            self.row(&sheet, here, cells, (first, last))?;
            row = here + 1;
        }
        Ok(())
    }

    fn note_hidden(&mut self, sheet: &Sheet, (first, last): (u32, u32), start: u32) {
        let shown = |range: &&(u32, u32)| {
            sheet.cells.iter().any(|cell| (range.0..=range.1).contains(&cell.column))
        };
        let columns = sheet.hidden_columns.iter().take(64).filter(shown);
        let columns: u32 = columns
            .map(|(from, to)| ((*to).min(last) + 1).saturating_sub((*from).max(first)))
            .sum();
        self.hidden.columns += columns;
        if sheet.is_hidden {
            self.hidden.sheets.push(sheet.name.clone());
        }
        if sheet.is_hidden || columns > 0 {
            self.hidden.first.get_or_insert(start);
        }
    }

    fn row(
        &mut self,
        sheet: &Sheet,
        row: u32,
        cells: &[SheetCell],
        (first, last): (u32, u32),
    ) -> Result<(), Refusal> {
        // One cell far to the right does not make a sheet as wide as that.
        let is_sparse = self.out.is_full() || last - first > WIDEST;
        let filled = cells.last().map_or(first, |cell| cell.column);
        let last = if is_sparse { filled.min(first + WIDEST) } else { last };
        let mut filled = cells.iter().peekable();
        for column in first..=last {
            let cell = filled.next_if(|cell| cell.column == column);
            let formula = cell.and_then(|cell| cell.formula.as_deref());
            self.out.addresses.cell(self.out.next_cell(), row, column, formula);
            let merged = cell.and_then(|_| sheet.merged_at(row, column));
            let span = merged.map_or((1, 1), |(first, last)| {
                ((last.1 - first.1 + 1) as u16, (last.0 - first.0 + 1).min(65_535) as u16)
            });
            self.out.cell(cell.map_or("", |cell| &cell.text), span)?;
        }
        self.out.end_line();
        Ok(())
    }

    /// The document, after the last sheet.
    pub(crate) fn finish(self) -> Document {
        let end = self.out.end();
        let at = |start: u32| TextRange::empty(start.min(end));
        let mut noticed = Vec::new();
        let Hidden { sheets, rows, columns, first } = &self.hidden;
        let parts = [(*rows, ["{} 行", "{} rows"]), (*columns, ["{} 列", "{} columns"])];
        noticed.extend(problems::hidden_parts(sheets, parts, at(first.unwrap_or(0))));
        noticed.extend(problems::parts_unread(self.unread.parts()));
        if let Some(first) = self.first_without_value {
            noticed.push(problems::formula_without_value(self.without_value, at(first)));
        }
        self.out.finish(DocumentOrigin::Workbook { sheets: self.sheets }, noticed)
    }
}
