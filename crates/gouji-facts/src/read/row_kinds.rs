//! Which kind each row of a table is of, as it is printed.

use super::compiled::CompiledGrid;
use super::folded::Folded;
use super::header::Header;
use super::layout_words::is_note;
use super::matcher::{Capture, Matcher};
use super::other_columns::ColumnTally;
use super::reading::RegionReading;
use super::row_conditions::holds;
use super::row_state::OtherColumn;
use super::table::TablePart;
use gouji_document::Cell;
use gouji_program::form::{Grid, Ownership, RowKind, RowTarget};
use gouji_text::TextRange;
use std::ops::Range;

/// What becomes of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RowSort {
    /// It is of this kind.
    Kind(u32),
    /// No kind takes it.
    NoKind,
    /// It is none of the rows: blank where the grid reads, or a note under the table.
    Nothing,
}

/// A header or row, in order.
pub(super) enum SortedRow {
    /// The columns that the grid does not name stand with a header that differs from the one before.
    Header(Header, Option<Vec<OtherColumn>>),
    Row {
        line: u32,
        sort: RowSort,
        captures: Vec<Capture>,
    },
}

/// The rows of one panel of a table, told apart.
pub(super) struct SortedRows {
    pub(super) rows: Vec<SortedRow>,
}

/// Rows while they are told apart.
pub(super) struct Sorting<'sort, 'read> {
    reading: &'sort RegionReading<'read>,
    grid: &'sort Grid,
    compiled: &'sort CompiledGrid,
    /// The columns of the document in which the grid reads.
    span: Range<u16>,
    /// What the row at hand is told by: its first filled cell, and the first of the grid's own cells,
    /// which a column of numbers may stand before.
    label: Folded,
    named: Folded,
    /// Whether a note has begun; it may go on over several rows.
    in_note: bool,
}

impl<'sort, 'read> Sorting<'sort, 'read> {
    pub(super) fn new(
        reading: &'sort RegionReading<'read>,
        grid: &'sort Grid,
        compiled: &'sort CompiledGrid,
    ) -> Self {
        let (label, named) = (Folded::default(), Folded::default());
        Self { reading, grid, compiled, span: 0..u16::MAX, label, named, in_note: false }
    }

    /// Tells the rows of one panel apart; nothing where there is no such panel.
    pub(super) fn sort(mut self, parts: &[TablePart], panel: usize) -> SortedRows {
        let mut rows: Vec<SortedRow> = Vec::with_capacity(parts.len());
        let mut header: Option<Header> = None;
        let mut tally: Option<(usize, Vec<ColumnTally>)> = None;
        for part in parts {
            self.reading.index.pause.look();
            match part {
                TablePart::Header(found) => {
                    let found = self.panel(found, panel);
                    let same = match (&header, &found) {
                        (Some(before), Some(now)) => before.is_same_as(now),
                        _ => false,
                    };
                    header = found;
                    let Some(header) = &header else { continue };
                    if !same {
                        finish_tally(&mut rows, tally.take());
                        let of = OtherColumn::all(self.reading, header, self.span.clone());
                        tally = Some((rows.len(), ColumnTally::of_columns(&of)));
                        rows.push(SortedRow::Header(header.clone(), Some(of)));
                    } else {
                        // The same columns on another page: what is known of them goes on.
                        rows.push(SortedRow::Header(header.clone(), None));
                    }
                }
                TablePart::Row(line) => {
                    let Some(header) = &header else { continue };
                    let (sort, captures) = self.sort_row(header, *line);
                    if self.is_read(sort)
                        && let Some((at, tally)) = &mut tally
                        && let Some(SortedRow::Header(_, Some(others))) = rows.get(*at)
                    {
                        let cells = self.reading.index.cells(*line);
                        ColumnTally::add_row(tally, others, self.reading, cells);
                    }
                    rows.push(SortedRow::Row { line: *line, sort, captures });
                }
            }
        }
        finish_tally(&mut rows, tally);
        SortedRows { rows }
    }

    /// Whether what stands in such a row is meant to be read.
    fn is_read(&self, sort: RowSort) -> bool {
        match sort {
            RowSort::Kind(kind) => self.grid.kinds[kind as usize].target != RowTarget::Skip,
            RowSort::NoKind => true,
            RowSort::Nothing => false,
        }
    }

    /// The header as one of its panels sees it.
    fn panel(&mut self, header: &Header, panel: usize) -> Option<Header> {
        if !self.grid.side_by_side {
            return Some(header.clone());
        }
        let required = |columns: &[Option<(u16, u32, u32)>]| {
            let mut all = self.grid.columns.iter().zip(columns);
            all.all(|(column, bound)| bound.is_some() || column.optional)
        };
        let mut found = header.clone();
        for _ in 0..panel {
            found = self.compiled.bind_behind(self.reading.index, &found)?;
            if !required(&found.columns) {
                return None;
            }
        }
        let next = self.compiled.bind_behind(self.reading.index, &found);
        let next = next.filter(|next| required(&next.columns));
        let first = if panel == 0 { 0 } else { found.first_column()? };
        let end = next.and_then(|next| next.first_column()).unwrap_or(u16::MAX);
        self.span = first..end;
        Some(found)
    }

    fn sort_row(&mut self, header: &Header, line: u32) -> (RowSort, Vec<Capture>) {
        let index = self.reading.index;
        let cells = index.cells(line);
        let within = |cell: &&Cell| self.span.contains(&cell.column) && !index.is_blank(cell);
        let mut filled = cells.iter().filter(within);
        let Some(first) = filled.next() else { return (RowSort::Nothing, Vec::new()) };
        let is_alone = filled.next().is_none();
        self.label.replace(index.document, first.range);
        let is_note = is_alone && is_note(&self.label.text, self.in_note);
        // A note is a row only where a kind asks for its words.
        let may_be = |kind: &&RowKind| !is_note || !kind.patterns.is_empty();
        let kinds = (0..).zip(self.grid.kinds.iter().filter(|kind| !kind.takes_all()));
        let own = header.first_filled(index, cells).filter(within).filter(|own| *own != first);
        self.named.replace(index.document, own.map_or(TextRange::default(), |own| own.range));
        let found = kinds.filter(|(_, kind)| may_be(kind)).find_map(|(number, kind)| {
            self.kind_matches(kind, header, cells).map(|captures| (number, captures))
        });
        self.in_note = is_note && found.is_none();
        if let Some((number, captures)) = found {
            return (RowSort::Kind(number), captures);
        }
        if is_note {
            return (RowSort::Nothing, Vec::new());
        }
        let rest = self.grid.kinds.iter().position(RowKind::takes_all);
        (rest.map_or(RowSort::NoKind, |rest| RowSort::Kind(rest as u32)), Vec::new())
    }

    /// Whether a row is of a kind, by its label cell and its other cells; what the pattern's holes took.
    fn kind_matches(
        &self,
        kind: &RowKind,
        header: &Header,
        cells: &[Cell],
    ) -> Option<Vec<Capture>> {
        let captures = match kind.patterns.is_empty() {
            true => Vec::new(),
            false => {
                let label = || self.match_label(kind, &self.label);
                self.match_label(kind, &self.named).or_else(label)?
            }
        };
        let condition = kind.condition.as_ref();
        condition.is_none_or(|one| holds(self.reading, one, header, cells)).then_some(captures)
    }

    fn match_label(&self, kind: &RowKind, folded: &Folded) -> Option<Vec<Capture>> {
        if folded.text.is_empty() {
            return None;
        }
        let (text, program) = (self.reading.text(), self.reading.program());
        let notation = self.reading.form.notation;
        let mut matcher = Matcher::new(program, text, folded, folded.whole(), notation);
        kind.patterns.iter().find_map(|pattern| Some(matcher.match_whole(pattern)?.captures))
    }
}

/// Keeps of the other columns under a header what their rows say of them.
fn finish_tally(rows: &mut [SortedRow], tally: Option<(usize, Vec<ColumnTally>)>) {
    let Some((at, tally)) = tally else { return };
    if let Some(SortedRow::Header(_, Some(others))) = rows.get_mut(at) {
        for (other, tally) in others.iter_mut().zip(&tally) {
            other.holds_figures = tally.holds_figures();
            other.holds_text = tally.holds_text();
        }
    }
}

impl SortedRows {
    /// For each kind, which rows it owns: as written, else those below it where it stands before the
    /// first of them, else those above it.
    pub(super) fn ownership(&self, grid: &Grid) -> Vec<Option<Ownership>> {
        let mut first = vec![usize::MAX; grid.kinds.len()];
        for (at, row) in self.rows.iter().enumerate() {
            if let SortedRow::Row { sort: RowSort::Kind(kind), .. } = row {
                let first = &mut first[*kind as usize];
                *first = (*first).min(at);
            }
        }
        let kinds = || grid.kinds.iter().enumerate();
        kinds()
            .map(|(number, kind)| {
                let owned = kinds().filter(|(_, other)| kind.target.encloses(&other.target));
                let first_owned = owned.map(|(other, _)| first[other]).min();
                kind.ownership.or(first_owned.map(|owned| match first[number] < owned {
                    true => Ownership::Below,
                    false => Ownership::Above,
                }))
            })
            .collect()
    }
}
