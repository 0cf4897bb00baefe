//! 明细: the rows of a table on their way to records, sorted by kind.

use super::folded::Folded;
use super::header::{Header, position_of};
use super::matcher::{Capture, MatchOutcome, Matcher};
use super::reading::{RegionReading, says_percent};
use super::table::TablePart;
use crate::{Content, FieldNote, ReadBy, codes};
use gouji_program::form::{Grid, Ownership, RowKind, RowTarget};
use gouji_program::{FieldId, FieldKind, RecordTypeId, Scalar};
use gouji_text::{Localized, TextRange};
use gouji_value::UnitId;

/// Rows on their way to records.
pub(super) struct Rows<'rows, 'read> {
    reading: &'rows mut RegionReading<'read>,
    grid: &'rows Grid,
    /// Whether the form's own records are made of rows.
    pub(super) is_whole_table: bool,
    /// The own record that rows go to.
    own: Option<u32>,
    /// Whether the own record already has its total row.
    has_total: bool,
    /// The open records of lists: list path, record. Rows go to the innermost that owns rows below it.
    open: Vec<(Vec<(RecordTypeId, FieldId)>, u32)>,
    /// Rows that wait for the subtotal below that owns them.
    waiting: Vec<u32>,
    header: Option<Header>,
    /// For each kind and column: the unit of bare figures.
    units: Vec<Vec<Option<UnitId>>>,
    /// For each kind and field: the row before, for 续上.
    above: Vec<Option<u32>>,
    /// The label of the row at hand, by which its kind is found.
    label: Folded,
    said_missing: bool,
}

impl<'rows, 'read> Rows<'rows, 'read> {
    pub(super) fn new(
        reading: &'rows mut RegionReading<'read>,
        grid: &'rows Grid,
        own: Option<u32>,
    ) -> Self {
        Self {
            reading,
            grid,
            is_whole_table: false,
            own,
            has_total: false,
            open: Vec::new(),
            waiting: Vec::new(),
            header: None,
            units: Vec::new(),
            above: vec![None; grid.kinds.len()],
            label: Folded::default(),
            said_missing: false,
        }
    }

    pub(super) fn read(&mut self, parts: Vec<TablePart>) {
        for part in parts {
            match part {
                TablePart::Header(header) => self.take_header(header),
                TablePart::Row(line) => self.take_row(line),
            }
        }
        self.close_waiting(None);
    }

    fn take_header(&mut self, header: Header) {
        let missing = self.grid.columns.iter().zip(&header.columns);
        for (column, bound) in missing {
            if bound.is_none() && !column.optional && !self.said_missing {
                let (form, column) = (self.reading.builder.form_name(), column.name());
                let message = Localized::new(
                    format!("{form}的表头里没有「{column}」这一列"),
                    format!("the header of {form} has no column “{column}”"),
                );
                let place = self.line_place(header.line);
                self.reading.problem(&codes::COLUMN_MISSING, message, place);
            }
        }
        self.said_missing = true;
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
    }

    fn units_of_kind(&self, kind: &RowKind, header: &Header) -> Vec<Option<UnitId>> {
        let record = self.record_type(kind);
        let unit = |(field, column): (&Option<FieldId>, &Option<(u16, u32, u32)>)| {
            let (field, (_, line, cell)) = ((*field)?, (*column)?);
            let scalar = self.scalar(record?, field)?;
            self.reading.unit_for(scalar, &self.reading.cell_text(line, cell), header.line)
        };
        kind.columns.iter().zip(&header.columns).map(unit).collect()
    }

    fn scalar(&self, record: RecordTypeId, field: FieldId) -> Option<Scalar> {
        match self.reading.program().field(record, field).kind {
            FieldKind::Scalar(scalar) => Some(scalar),
            _ => None,
        }
    }

    /// The type of record that a kind of row becomes.
    fn record_type(&self, kind: &RowKind) -> Option<RecordTypeId> {
        kind.target.record(self.reading.form.record)
    }

    fn take_row(&mut self, line: u32) {
        let index = self.reading.index;
        let cells = index.cells(line);
        let Some(label) = cells.iter().find(|cell| !index.is_blank(cell)) else { return };
        let kinds = &self.grid.kinds;
        if kinds.iter().any(|kind| !kind.patterns.is_empty()) {
            self.label.replace(index.document, label.range);
        }
        let found = kinds.iter().enumerate().find_map(|(number, kind)| {
            self.kind_matches(kind).map(|captures| (number, kind, captures))
        });
        let Some((number, kind, captures)) = found else { return };
        match &kind.target {
            RowTarget::Skip => {}
            RowTarget::Own => {
                let own = self.own_for_total(kind, line);
                self.fill_row(own, number, kind, line, &captures);
                self.finish_total(kind, own);
            }
            RowTarget::List { lists, record } => {
                self.take_list_row(number, kind, lists, *record, line, &captures);
            }
        }
    }

    /// Whether a row is of a kind, by its label cell; what the pattern's holes took.
    fn kind_matches(&self, kind: &RowKind) -> Option<Vec<Capture>> {
        if kind.patterns.is_empty() {
            return Some(Vec::new());
        }
        let (text, folded) = (self.reading.text(), &self.label);
        let mut matcher = Matcher::new(self.reading.program(), text, folded, folded.whole());
        kind.patterns.iter().find_map(|pattern| match matcher.match_whole(pattern) {
            MatchOutcome::Match(found) => Some(found.captures),
            MatchOutcome::NoMatch | MatchOutcome::TooCostly => None,
        })
    }

    /// The own record that a total row fills: a new one where this one has its total already.
    fn own_for_total(&mut self, kind: &RowKind, line: u32) -> u32 {
        let is_above = kind.ownership == Some(Ownership::Above);
        let has_rows = !self.open.is_empty() || !self.waiting.is_empty();
        match self.own {
            Some(own) if !self.has_total && (is_above || !has_rows) => own,
            _ => self.new_own(line),
        }
    }

    fn new_own(&mut self, line: u32) -> u32 {
        let form = self.reading.form;
        self.close_waiting(None);
        self.open.clear();
        self.has_total = false;
        let place = self.line_place(line);
        let own = self.reading.builder.record(form.record, None, place);
        self.own = Some(own);
        if self.is_whole_table {
            form.contexts.iter().for_each(|one| super::context::read(self.reading, own, one));
        }
        own
    }

    fn finish_total(&mut self, kind: &RowKind, own: u32) {
        if self.is_whole_table {
            self.reading.builder.apply_blanks(own, &self.reading.form.blanks);
        }
        self.has_total = true;
        if kind.ownership == Some(Ownership::Above) {
            self.close_waiting(None);
            self.open.clear();
            if self.is_whole_table {
                // The next row begins another record.
                self.own = None;
                self.has_total = false;
            }
        }
        if self.grid.kinds.len() == 1 {
            self.own = None;
            self.has_total = false;
        }
    }

    fn take_list_row(
        &mut self,
        number: usize,
        kind: &RowKind,
        lists: &[(RecordTypeId, FieldId)],
        record: RecordTypeId,
        line: u32,
        captures: &[Capture],
    ) {
        let own = match self.own {
            Some(own) => own,
            None => self.new_own(line),
        };
        let Some(((_, last), above)) = lists.split_last() else { return };
        let place = self.line_place(line);
        self.open.retain(|(path, _)| path.len() < lists.len() || kind.ownership.is_none());
        let owner = self.open.iter().rev().find(|(path, _)| path == above).map(|(_, owner)| *owner);
        let row = match (above.is_empty(), owner) {
            (true, _) => self.reading.builder.record(record, Some((own, *last)), place),
            (false, Some(owner)) => {
                self.reading.builder.record(record, Some((owner, *last)), place)
            }
            (false, None) => {
                let row = self.reading.builder.record(record, None, place);
                self.waiting.push(row);
                row
            }
        };
        self.fill_row(row, number, kind, line, captures);
        self.reading.builder.extend_place(own, place);
        match kind.ownership {
            Some(Ownership::Below) => self.open.push((lists.to_vec(), row)),
            Some(Ownership::Above) => self.close_waiting(Some(row)),
            None => {}
        }
    }

    /// Rows that waited for a subtotal below them become its children; without one they belong to none.
    fn close_waiting(&mut self, owner: Option<u32>) {
        let waiting = std::mem::take(&mut self.waiting);
        for row in waiting {
            match owner {
                Some(owner) if self.reading.builder.adopt(owner, row) => {}
                _ => {
                    let form = self.reading.builder.form_name();
                    let message = Localized::new(
                        format!("{form}的这一行不属于任何小计"),
                        format!("this row of {form} belongs to no subtotal"),
                    );
                    let place = self.reading.builder.place(row);
                    self.reading.problem(&codes::ORPHAN_ROW, message, place);
                }
            }
        }
    }

    fn fill_row(
        &mut self,
        row: u32,
        number: usize,
        kind: &RowKind,
        line: u32,
        captures: &[Capture],
    ) {
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
        self.fill_down(row, number, kind);
    }

    fn fill_down(&mut self, row: u32, number: usize, kind: &RowKind) {
        if let Some(above) = self.above[number] {
            for field in &kind.fill_down {
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

    fn line_place(&self, line: u32) -> TextRange {
        self.reading.index.line(line).range.trimmed(self.reading.text())
    }
}
