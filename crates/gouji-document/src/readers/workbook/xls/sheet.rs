//! The records of one sheet.

use super::records::{self, RecordStream, XlsRecord};
use super::{Book, formula, strings};
use crate::problems::{self, Refusal};
use crate::readers::bytes::{number16, number32};
use crate::readers::workbook::decimal::Decimal;
use crate::readers::workbook::format::shown;
use crate::readers::workbook::sheet::{Sheet, SheetCell, with_plain_line_ends};
use std::sync::Arc;

/// What a sheet comes to.
pub(super) struct ReadSheet {
    pub(super) sheet: Sheet,
    /// Drawings in which texts stand.
    pub(super) drawings: u32,
    /// Numbers with decimals, which such files hold in binary.
    pub(super) binary: u32,
}

pub(super) struct SheetRecords<'book> {
    book: &'book Book,
    read: ReadSheet,
    /// How many cells more are read.
    left: usize,
    /// Texts in drawings, and notes beside cells, which are drawings as well.
    texts: u32,
    notes: u32,
}

/// Where a cell stands, from 0, and its style.
type CellHead = (u16, u16, u16);

fn head(data: &[u8]) -> Option<CellHead> {
    Some((number16(data, 0)?, number16(data, 2)?, number16(data, 4)?))
}

impl<'book> SheetRecords<'book> {
    pub(super) fn new(book: &'book Book, sheet: Sheet, left: usize) -> Self {
        let read = ReadSheet { sheet, drawings: 0, binary: 0 };
        Self { book, read, left, texts: 0, notes: 0 }
    }

    /// Reads up to the end of the sheet. Charts in it are sheets of their own inside of it.
    pub(super) fn read(mut self, mut records: RecordStream<'_>) -> Result<ReadSheet, Refusal> {
        let mut depth = 0_u32;
        while let Some(record) = records.next() {
            match record.kind {
                records::BEGIN => depth += 1,
                records::END if depth <= 1 => break,
                records::END => depth -= 1,
                _ if depth == 1 => self.take(&record, &mut records)?,
                _ => {}
            }
        }
        self.read.sheet.hidden_rows.sort_unstable();
        self.read.drawings = self.texts.saturating_sub(self.notes);
        Ok(self.read)
    }

    fn take(
        &mut self,
        record: &XlsRecord<'_>,
        records: &mut RecordStream<'_>,
    ) -> Result<(), Refusal> {
        let data = record.data;
        match record.kind {
            records::ROW => {
                let is_hidden = number32(data, 12).is_some_and(|flags| flags & 0x20 != 0);
                let row = number16(data, 0).filter(|_| is_hidden);
                self.read.sheet.hidden_rows.extend(row.map(|row| u32::from(row) + 1));
            }
            records::COLUMNS if number16(data, 8).is_some_and(|flags| flags & 1 != 0) => {
                let range = number16(data, 0).zip(number16(data, 2));
                let range = range.map(|(first, last)| (u32::from(first) + 1, u32::from(last) + 1));
                self.read.sheet.hidden_columns.extend(range);
            }
            records::MERGED => self.merged(data),
            records::TEXT_BOX => self.texts += u32::from(number16(data, 10).unwrap_or(0) > 0),
            records::NOTE => self.notes += 1,
            records::BLANK | records::BLANKS => self.row_of(data),
            records::SHORT_NUMBERS => self.short_numbers(data)?,
            records::FORMULA => self.formula(data, records)?,
            _ => {
                let shown = head(data).and_then(|head| self.plain_cell(record, head));
                if let (Some(head), Some(text)) = (head(data), shown) {
                    self.cell(head, text, None)?;
                }
            }
        }
        Ok(())
    }

    /// What a cell without a formula shows; `None` for records that are no cells.
    fn plain_cell(&mut self, record: &XlsRecord<'_>, (_, _, style): CellHead) -> Option<Arc<str>> {
        let data = record.data;
        match record.kind {
            records::NUMBER => self.double(data.get(6..)?, style),
            records::SHORT_NUMBER => {
                let number = short_number(number32(data, 6)?);
                Some(self.number(&number, style))
            }
            records::SHARED_TEXT => {
                let string = self.book.strings.get(number32(data, 6)? as usize);
                Some(string.cloned().unwrap_or_else(|| Arc::from("\u{fffd}")))
            }
            records::TEXT | records::RICH_TEXT => {
                let text = self.book.characters(data.get(8..)?, u32::from(number16(data, 6)?));
                Some(text.map_or_else(
                    || Arc::from("\u{fffd}"),
                    |text| with_plain_line_ends(&text).into(),
                ))
            }
            records::TRUTH => Some(truth(*data.get(6)?, *data.get(7)? != 0).into()),
            _ => None,
        }
    }

    fn merged(&mut self, data: &[u8]) {
        let ranges = data.get(2..).unwrap_or_default().chunks_exact(8);
        let ranges = ranges.filter_map(|range| {
            let at = |at: usize| number16(range, at).map(|it| u32::from(it) + 1);
            let ((top, bottom), (left, right)) = (at(0).zip(at(2))?, at(4).zip(at(6))?);
            (top <= bottom && left <= right).then_some(((top, left), (bottom, right)))
        });
        self.read.sheet.merged.extend(ranges);
    }

    /// Notes that a row has cells.
    fn row_of(&mut self, data: &[u8]) {
        let Some(row) = number16(data, 0).map(|row| u32::from(row) + 1) else { return };
        if self.read.sheet.rows.last() != Some(&row) {
            self.read.sheet.rows.push(row);
        }
    }

    fn short_numbers(&mut self, data: &[u8]) -> Result<(), Refusal> {
        let Some((row, first)) = number16(data, 0).zip(number16(data, 2)) else { return Ok(()) };
        let cells = data.get(4..).unwrap_or_default().chunks_exact(6);
        for (cell, column) in cells.zip(first..) {
            let Some((style, number)) = number16(cell, 0).zip(number32(cell, 2)) else { break };
            let text = self.number(&short_number(number), style);
            self.cell((row, column, style), text, None)?;
        }
        Ok(())
    }

    /// A formula with the value that it had last. A text stands in a record of its own behind it.
    fn formula(&mut self, data: &[u8], records: &mut RecordStream<'_>) -> Result<(), Refusal> {
        let (Some(head), Some(value)) = (head(data), data.get(6..14)) else { return Ok(()) };
        let tokens = number16(data, 20).and_then(|length| data.get(22..22 + usize::from(length)));
        let formula = tokens.filter(|_| self.book.is_wide).and_then(formula::text);
        let formula = formula.unwrap_or_else(|| "…".to_owned());
        let is_number = value.get(6..) != Some(&[0xff, 0xff]);
        let text: Arc<str> = match value.first() {
            _ if is_number => self.double(value, head.2).unwrap_or_default(),
            Some(0) => self.text_of_formula(records),
            Some(1) => truth(*value.get(2).unwrap_or(&0), false).into(),
            Some(2) => truth(*value.get(2).unwrap_or(&0), true).into(),
            _ => Arc::from(""),
        };
        self.cell(head, text, Some(formula))
    }

    fn text_of_formula(&self, records: &mut RecordStream<'_>) -> Arc<str> {
        // Formulas and tables that cells share may stand between.
        let found = records.by_ref().take(3).find(|record| record.kind == records::FORMULA_TEXT);
        let Some(record) = found else { return Arc::from("") };
        let characters = u32::from(number16(record.data, 0).unwrap_or(0));
        let text = match self.book.is_wide {
            true => {
                let mut pieces = records.with_continued(record.data.get(2..).unwrap_or_default());
                pieces.truncate(64);
                strings::Pieces::new(pieces).text(characters)
            }
            false => self.book.characters(record.data.get(2..).unwrap_or_default(), characters),
        };
        with_plain_line_ends(&text.unwrap_or_default()).into()
    }

    /// What a binary number shows: the shortest digits that stand for no other such number.
    fn double(&mut self, bytes: &[u8], style: u16) -> Option<Arc<str>> {
        let number = f64::from_le_bytes(bytes.get(..8)?.try_into().ok()?);
        let digits = number.to_string();
        self.read.binary += u32::from(digits.contains('.'));
        Some(self.number(&digits, style))
    }

    fn number(&mut self, digits: &str, style: u16) -> Arc<str> {
        let format = self.book.formats.get(usize::from(style)).map_or("General", |format| format);
        let shown = shown(digits, format, self.book.is_1904);
        self.read.sheet.unknown_formats += u32::from(shown.is_plain);
        shown.text.into()
    }

    fn cell(
        &mut self,
        (row, column, _): CellHead,
        text: Arc<str>,
        formula: Option<String>,
    ) -> Result<(), Refusal> {
        let (row, column) = (u32::from(row) + 1, u32::from(column) + 1);
        let sheet = &mut self.read.sheet;
        if sheet.rows.last() != Some(&row) {
            sheet.rows.push(row);
        }
        if text.is_empty() {
            return Ok(());
        }
        self.left = self.left.checked_sub(1).ok_or_else(problems::unpacks_too_large)?;
        sheet.cells.push(SheetCell { row, column, text, formula });
        Ok(())
    }
}

/// A number in 30 bits: whole, or the upper part of a binary one, and perhaps divided by a hundred.
fn short_number(bits: u32) -> String {
    let digits = match bits & 2 {
        0 => f64::from_bits(u64::from(bits & !3) << 32).to_string(),
        _ => (bits.cast_signed() >> 2).to_string(),
    };
    let hundredth = Decimal::read(&digits).filter(|_| bits & 1 != 0);
    hundredth.map_or(digits, |number| number.scaled(-2).plain())
}

/// What a cell of a truth value or of an error shows.
fn truth(value: u8, is_error: bool) -> &'static str {
    match (is_error, value) {
        (false, 0) => "FALSE",
        (false, _) => "TRUE",
        (true, 0x00) => "#NULL!",
        (true, 0x07) => "#DIV/0!",
        (true, 0x0f) => "#VALUE!",
        (true, 0x17) => "#REF!",
        (true, 0x1d) => "#NAME?",
        (true, 0x24) => "#NUM!",
        (true, _) => "#N/A",
    }
}
