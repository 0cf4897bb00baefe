//! The text that sheets make, and the body over it.

use super::hidden::Hidden;
use super::sheet::{Sheet, SheetCell};
use crate::layout::{LayoutSummary, lay_out};
use crate::problems::{self, Refusal};
use crate::readers::builder::{BodyBuilder, Limits};
use crate::readers::text::noticed;
use crate::{Digest, Document, DocumentOrigin};
use gouji_diagnostic::AddressMap;
use gouji_text::{LineIndex, TextRange, is_blank};
use std::sync::Arc;

/// The text of a workbook comes to at most so many bytes.
const MOST_BYTES: usize = 64 << 20;

/// Of blank rows that follow each other so many are kept.
const BLANK_ROWS: u32 = 2;

static WORKBOOK_LIMITS: Limits = Limits {
    bytes: MOST_BYTES,
    row_cells: 4096,
    cells: 4_000_000,
    blocks: 16_000_000,
    entries: 4_000_000,
    line_bytes: 1 << 20,
};

/// A line of the text and its cells, as numbers of `cells` of [`TextOfSheets`].
struct SheetLine {
    range: TextRange,
    first_cell: usize,
    end_cell: usize,
}

struct TextCell {
    range: TextRange,
    /// Columns and rows that it spans.
    span: (u16, u16),
}

/// The text of the sheets so far.
#[derive(Default)]
pub(crate) struct TextOfSheets {
    text: String,
    lines: Vec<SheetLine>,
    cells: Vec<TextCell>,
    addresses: AddressMap,
    hidden: Hidden,
    without_value: u32,
    first_without_value: Option<u32>,
    sheets: u32,
}

impl TextOfSheets {
    /// Adds a sheet.
    pub(crate) fn add(&mut self, mut sheet: Sheet) -> Result<(), Refusal> {
        sheet.settle();
        self.sheets += 1;
        let start = self.text.len() as u32;
        if sheet.without_value > 0 {
            self.without_value += sheet.without_value;
            self.first_without_value.get_or_insert(start);
        }
        let Some((first, last)) = sheet.columns() else { return Ok(()) };
        if !self.lines.is_empty() {
            self.line(|_| Ok(()))?;
        }
        let start = self.text.len() as u32;
        self.addresses.sheet(&sheet.name);
        if sheet.is_hidden {
            self.hidden.sheets.push(sheet.name.clone());
            self.hidden.first.get_or_insert(start);
        }
        let shown = |range: &&(u32, u32)| {
            sheet.cells.iter().any(|cell| (range.0..=range.1).contains(&cell.column))
        };
        let columns = sheet.hidden_columns.iter().take(64).filter(shown);
        let columns = columns.map(|(from, to)| (*to).min(last) + 1 - (*from).max(first));
        self.hidden.columns += columns.sum::<u32>();
        if self.hidden.columns > 0 {
            self.hidden.first.get_or_insert(start);
        }
        let mut row = sheet.cells.first().map_or(0, |cell| cell.row);
        for (cells, last) in sheet.filled_rows() {
            let here = cells.first().map_or(row, |cell| cell.row);
            let is_unbroken = sheet.is_unbroken(row.saturating_sub(1), here);
            for blank in row..here.min(row.saturating_add(BLANK_ROWS)) {
                match is_unbroken {
                    true => self.row(&sheet, blank, &[], (first, last))?,
                    // Where a row has no cells at all a table ends.
                    false => self.line(|_| Ok(()))?,
                }
            }
            if sheet.is_hidden_row(here) {
                self.hidden.rows += 1;
                self.hidden.first.get_or_insert(self.text.len() as u32);
            }
            self.row(&sheet, here, cells, (first, last))?;
            row = here + 1;
        }
        Ok(())
    }

    fn row(
        &mut self,
        sheet: &Sheet,
        row: u32,
        cells: &[SheetCell],
        (first, last): (u32, u32),
    ) -> Result<(), Refusal> {
        // One cell far to the right does not make a sheet as wide as that.
        let is_sparse = self.cells.len() > WORKBOOK_LIMITS.cells || last - first > 4096;
        let filled = cells.last().map_or(first, |cell| cell.column);
        let last = if is_sparse { filled.min(first + 4096) } else { last };
        self.line(|this| {
            let mut filled = cells.iter().peekable();
            for column in first..=last {
                if column > first {
                    this.text.push('\t');
                }
                let start = this.text.len() as u32;
                let cell = filled.next_if(|cell| cell.column == column);
                if let Some(cell) = cell {
                    this.text.push_str(&cell.text);
                }
                let formula = cell.and_then(|cell| cell.formula.as_deref());
                this.addresses.cell(start, row, column, formula);
                let merged = cell.and_then(|_| sheet.merged_at(row, column));
                let span = merged.map_or((1, 1), |(first, last)| {
                    ((last.1 - first.1 + 1) as u16, (last.0 - first.0 + 1).min(65_535) as u16)
                });
                let range = TextRange::new(start, this.text.len() as u32);
                this.cells.push(TextCell { range, span });
                if this.text.len() > MOST_BYTES {
                    return Err(problems::unpacks_too_large());
                }
            }
            Ok(())
        })
    }

    fn line(&mut self, fill: impl FnOnce(&mut Self) -> Result<(), Refusal>) -> Result<(), Refusal> {
        let (start, first_cell) = (self.text.len() as u32, self.cells.len());
        fill(self)?;
        let range = TextRange::new(start, self.text.len() as u32);
        self.lines.push(SheetLine { range, first_cell, end_cell: self.cells.len() });
        self.text.push('\n');
        Ok(())
    }

    /// The document, after the last sheet.
    pub(crate) fn finish(self) -> Document {
        let text: Arc<str> = self.text.into();
        let mut noticed = noticed(&text);
        if is_blank(&text) {
            noticed.push(problems::empty());
        }
        let at = |start: u32| TextRange::empty(start.min(text.len() as u32));
        if self.hidden.is_any() {
            let Hidden { sheets, rows, columns, first } = &self.hidden;
            noticed.push(problems::hidden_parts(sheets, *rows, *columns, at(first.unwrap_or(0))));
        }
        if let Some(first) = self.first_without_value {
            noticed.push(problems::formula_without_value(self.without_value, at(first)));
        }
        let (lines, cells) = (self.lines.len(), self.cells.len());
        let mut builder = BodyBuilder::new(&text, &WORKBOOK_LIMITS, lines, cells, noticed);
        for line in &self.lines {
            for cell in self.cells.get(line.first_cell..line.end_cell).unwrap_or_default() {
                builder.spanning_cell(cell.range, cell.span);
            }
            builder.line_end(line.range);
        }
        let built = builder.finish(Arc::clone(&text));
        let lines = LineIndex::new(&text);
        let summary = LayoutSummary::of(&built.body, &lines);
        let body = lay_out(built.body, &summary, &Digest::of(&summary));
        Document {
            body,
            origin: DocumentOrigin::Workbook { sheets: self.sheets },
            lines,
            addresses: Arc::new(self.addresses),
            problems: built.problems,
        }
    }
}
