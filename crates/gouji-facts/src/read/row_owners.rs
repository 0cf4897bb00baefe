//! Which record a row becomes, and which rows it owns.

use super::matcher::Capture;
use super::row_state::{Rows, WaitingRow};
use crate::codes;
use gouji_program::form::{Ownership, RowTarget};
use gouji_program::{FieldId, RecordTypeId};
use gouji_text::Localized;

/// List fields from a form's own record down.
type ListPath<'grid> = &'grid [(RecordTypeId, FieldId)];

impl<'rows> Rows<'rows, '_> {
    pub(super) fn take_row(&mut self, number: usize, line: u32, captures: &[Capture]) {
        match &self.grid.kinds[number].target {
            RowTarget::Skip => {}
            RowTarget::Own => {
                let own = self.own_for_total(number, line);
                self.fill_row(own, number, line, captures);
                self.finish_total(number, own);
            }
            RowTarget::List { lists, record } => {
                self.take_list_row(number, (lists, *record), line, captures);
            }
        }
    }

    /// The list fields through which the rows of a kind are reached; none for the own record.
    fn lists(&self, number: usize) -> ListPath<'rows> {
        match &self.grid.kinds[number].target {
            RowTarget::List { lists, .. } => lists,
            RowTarget::Own | RowTarget::Skip => &[],
        }
    }

    /// The own record that a total row fills: a new one where this one has its total already.
    fn own_for_total(&mut self, number: usize, line: u32) -> u32 {
        let is_above = self.ownership[number] == Some(Ownership::Above);
        let has_rows = !self.open.is_empty() || !self.waiting.is_empty();
        match self.own {
            Some(own) if !self.is_filled(number) && (is_above || !has_rows) => own,
            _ => self.new_own(line),
        }
    }

    /// Whether the own record has what rows of this kind fill.
    fn is_filled(&self, number: usize) -> bool {
        let kinds = &self.grid.kinds;
        let fields = || kinds[number].columns.iter().flatten();
        let is_same = |other: usize| {
            other == number || fields().any(|field| kinds[other].columns.contains(&Some(*field)))
        };
        self.has_total.iter().enumerate().any(|(other, has)| *has && is_same(other))
    }

    fn new_own(&mut self, line: u32) -> u32 {
        let form = self.reading.form;
        self.close_waiting(None);
        self.open.clear();
        self.has_total.fill(false);
        let place = self.line_place(line);
        let own = self.reading.builder.record(form.record, None, place);
        self.own = Some(own);
        if self.is_whole_table {
            form.contexts.iter().for_each(|one| super::context::read(self.reading, own, one));
        }
        own
    }

    fn finish_total(&mut self, number: usize, own: u32) {
        if self.is_whole_table {
            self.reading.builder.apply_blanks(own, &self.reading.form.blanks);
        }
        self.has_total[number] = true;
        if self.ownership[number] == Some(Ownership::Above) {
            self.close_waiting(None);
            self.open.clear();
            if self.is_whole_table && self.has_all_totals() {
                // The next row begins another record.
                self.own = None;
            }
        }
        if self.grid.kinds.len() == 1 {
            self.own = None;
        }
    }

    /// Whether no kind of total is still to come.
    fn has_all_totals(&self) -> bool {
        let kinds = self.grid.kinds.iter().enumerate();
        let mut totals = kinds.filter(|(_, kind)| kind.target == RowTarget::Own);
        totals.all(|(number, _)| self.is_filled(number))
    }

    fn take_list_row(
        &mut self,
        number: usize,
        (lists, record): (ListPath<'rows>, RecordTypeId),
        line: u32,
        captures: &[Capture],
    ) {
        let own = match self.own {
            Some(own) => own,
            None => self.new_own(line),
        };
        let Some(((_, last), above)) = lists.split_last() else { return };
        let place = self.line_place(line);
        if self.ownership[number].is_some() {
            let grid = self.grid;
            self.open.retain(|(kind, _)| grid.kinds[*kind].target.depth() < lists.len());
        }
        let mut open = self.open.iter().rev();
        let owner = open.find(|(kind, _)| self.lists(*kind) == above).map(|(_, owner)| *owner);
        let owner = if above.is_empty() { Some(own) } else { owner };
        let parent = owner.map(|owner| (owner, *last));
        let row = self.reading.builder.record(record, parent, place);
        if owner.is_none() {
            self.waiting.push(WaitingRow { kind: number, row });
        }
        self.fill_row(row, number, line, captures);
        self.reading.builder.extend_place(own, place);
        match self.ownership[number] {
            Some(Ownership::Below) => self.open.push((number, row)),
            Some(Ownership::Above) => self.close_waiting(Some((number, row))),
            None => {}
        }
    }

    /// Rows that waited for the row below them that owns them become its children. Those that wait for
    /// a row further out go on waiting; the others belong to none, and at the end all that wait do.
    pub(super) fn close_waiting(&mut self, owner: Option<(usize, u32)>) {
        for waiting in std::mem::take(&mut self.waiting) {
            let Some((last, above)) = self.lists(waiting.kind).split_last() else { continue };
            match owner {
                Some((kind, owner)) if self.lists(kind) == above => {
                    self.reading.builder.adopt(owner, last.1, waiting.row);
                }
                Some((kind, _)) if above.len() < self.lists(kind).len() => {
                    self.waiting.push(waiting);
                }
                _ => self.say_orphan(waiting.row),
            }
        }
    }

    fn say_orphan(&mut self, row: u32) {
        let form = self.reading.builder.form_name();
        let message = Localized::new(
            format!("{form}的这一行不属于任何小计"),
            format!("this row of {form} belongs to no subtotal"),
        );
        let place = self.reading.builder.place(row);
        self.reading.problem(&codes::ORPHAN_ROW, message, place);
    }
}
