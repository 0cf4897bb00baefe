//! 明细: the rows of a table on their way to records.
//!
//! Rows are told apart first (`row_kinds`), as they are printed; then, in order, they become records
//! (`row_owners`) whose fields are filled from their cells, here.

use super::header::{Header, position_of};
use super::matcher::Capture;
use super::reading::says_percent;
use super::row_kinds::{RowSort, SortedRow, Sorting};
use super::row_state::{OtherColumn, Rows};
use super::table::TablePart;
use crate::{Content, FieldNote, ReadBy};
use gouji_program::form::RowKind;
use gouji_program::{FieldId, FieldKind, RecordTypeId, Scalar};
use gouji_text::TextRange;
use gouji_value::UnitId;

impl Rows<'_, '_> {
    /// Reads the rows, where columns recur side by side panel after panel.
    pub(super) fn read(&mut self, parts: Vec<TablePart>) {
        let mut panel = 0;
        loop {
            let sorted = Sorting::new(self.reading, self.grid, self.compiled).sort(&parts, panel);
            if sorted.rows.is_empty() && panel > 0 {
                break;
            }
            self.ownership = sorted.ownership(self.grid);
            let mut missed = Vec::new();
            for row in sorted.rows {
                self.reading.index.pause.look();
                match row {
                    SortedRow::Header(header, others) => self.take_header(header, others),
                    SortedRow::Row { line, sort: RowSort::Kind(number), captures } => {
                        self.take_row(number as usize, line, &captures);
                        self.leave_other_columns(number as usize, line);
                    }
                    SortedRow::Row { line, sort: RowSort::NoKind, .. } => {
                        self.leave_row(line);
                        missed.push(line);
                    }
                    SortedRow::Row { sort: RowSort::Nothing, .. } => {}
                }
            }
            self.say_missed(&missed);
            if !self.grid.side_by_side {
                break;
            }
            panel += 1;
        }
        self.close_waiting(None);
    }

    fn take_header(&mut self, header: Header, others: Option<Vec<OtherColumn>>) {
        let kinds = &self.grid.kinds;
        let units: Vec<Vec<_>> =
            kinds.iter().map(|kind| self.units_of_kind(kind, &header)).collect();
        // A page that does not repeat the unit continues the one before.
        for (kind, found) in units.into_iter().enumerate() {
            match self.units.get_mut(kind) {
                Some(known) => {
                    for (known, found) in known.iter_mut().zip(found) {
                        *known = found.or(*known);
                    }
                }
                None => self.units.push(found),
            }
        }
        self.header = Some(header);
        if let Some(others) = others {
            self.others = others;
        }
    }

    fn units_of_kind(&self, kind: &RowKind, header: &Header) -> Vec<Option<UnitId>> {
        let record = kind.target.record(self.reading.form.record);
        let unit = |(field, column): (&Option<FieldId>, &Option<(u16, u32, u32)>)| {
            let (field, (_, line, cell)) = ((*field)?, (*column)?);
            let scalar = self.scalar(record?, field)?;
            self.reading.unit_for(scalar, &self.reading.cell_text(line, cell), header.line)
        };
        kind.columns.iter().zip(&header.columns).map(unit).collect()
    }

    pub(super) fn scalar(&self, record: RecordTypeId, field: FieldId) -> Option<Scalar> {
        match self.reading.program().field(record, field).kind {
            FieldKind::Scalar(scalar) => Some(scalar),
            _ => None,
        }
    }

    pub(super) fn fill_row(&mut self, row: u32, number: usize, line: u32, captures: &[Capture]) {
        let kind = &self.grid.kinds[number];
        let Some(header) = &self.header else { return };
        let index = self.reading.index;
        let cells = index.cells(line);
        let end = cells.last().map_or(0, |cell| cell.range.end);
        for (position, (field, column)) in kind.columns.iter().zip(&header.columns).enumerate() {
            let (Some(field), Some((column, heading, at))) = (*field, *column) else { continue };
            let Some(scalar) = self.reading.builder.scalar(row, field) else { continue };
            let unit =
                self.units.get(number).and_then(|units| units.get(position).copied()).flatten();
            let cell = position_of(cells, column).map(|at| cells[at]);
            let range = cell.map_or(TextRange::empty(end), |cell| cell.range);
            let mut value = self.reading.builder.cell(scalar, range, unit, ReadBy::Grid);
            if scalar == Scalar::Percent && says_percent(&self.reading.cell_text(heading, at)) {
                self.reading.builder.read_bare_percent(&mut value);
            }
            self.reading.builder.set(row, field, value);
        }
        self.reading.builder.fill(row, captures, ReadBy::RowKind);
        self.reading.builder.apply_blanks(row, &kind.blanks);
        self.fill_down(row, number);
        if let Some(others) = &kind.other_columns {
            self.fill_other_columns(row, others, line);
        }
    }

    fn fill_down(&mut self, row: u32, number: usize) {
        if let Some(above) = self.above[number] {
            for field in &self.grid.kinds[number].fill_down {
                if self.reading.builder.field(row, *field).content == Content::Blank {
                    let repeated = self.reading.builder.field(above, *field).clone();
                    let is_filled = repeated.content != Content::Blank;
                    self.reading.builder.set(row, *field, repeated);
                    if is_filled {
                        self.reading.builder.set_note(row, *field, FieldNote::FilledDown);
                    }
                }
            }
        }
        self.above[number] = Some(row);
    }

    pub(super) fn line_place(&self, line: u32) -> TextRange {
        self.reading.index.line(line).range.trimmed(self.reading.text())
    }
}
