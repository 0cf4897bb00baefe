//! What became of each cell of a table.

use super::super::compiled::FormReader;
use super::super::figures::{figure_of, is_marked};
use super::super::index::Index;
use super::super::other_columns::ColumnTally;
use super::stretches::SurveyedStretch;
use crate::{CellFate, Content, Facts, SurveyedCell, SurveyedRow, UnreadFigure, UnreadReason};
use gouji_document::Cell;
use gouji_program::{FieldId, FormId, RecordTypeId};
use gouji_text::{TextRange, trim_blank};
use gouji_value::{Notation, UnitTable};
use rustc_hash::FxHashMap;

/// Where fields stand, and the figures that forms left.
pub(super) struct ReadPlaces {
    /// Start, form, type of record and field, in order.
    bound: Vec<(u32, FormId, RecordTypeId, FieldId)>,
    unread: FxHashMap<u32, UnreadFigure>,
}

impl ReadPlaces {
    pub(super) fn new(facts: &Facts) -> Self {
        let mut bound = Vec::new();
        for (region, fragment) in facts.fragments() {
            for record in &fragment.records {
                for (number, field) in (0..).zip(record.fields.iter()) {
                    let mut add = |place: TextRange| {
                        let start = place.start + region.range.start;
                        bound.push((start, region.form, record.kind, FieldId(number)));
                    };
                    match &field.content {
                        Content::Text | Content::Value(_) | Content::Dash => add(field.place),
                        Content::Series(points) => {
                            let held = points.iter().map(|point| &point.field);
                            let held = held.filter(|field| {
                                matches!(
                                    field.content,
                                    Content::Text | Content::Value(_) | Content::Dash
                                )
                            });
                            held.for_each(|field| add(field.place));
                        }
                        Content::Blank
                        | Content::Absent
                        | Content::Unreadable(_)
                        | Content::List(_)
                        | Content::Related(_) => {}
                    }
                }
            }
        }
        bound.sort_unstable();
        let unread = facts.unread().into_iter();
        let unread = unread.map(|(_, figure)| (figure.place.start, figure)).collect();
        Self { bound, unread }
    }

    /// The fields that begin in a range.
    pub(super) fn inside(&self, range: TextRange) -> &[(u32, FormId, RecordTypeId, FieldId)] {
        let first = self.bound.partition_point(|it| it.0 < range.start);
        let end = self.bound.partition_point(|it| it.0 < range.end).max(first);
        self.bound.get(first..end).unwrap_or_default()
    }

    /// The forms of which fields begin in a range, in order.
    pub(super) fn forms_in(&self, range: TextRange) -> Vec<FormId> {
        let mut forms: Vec<FormId> = self.inside(range).iter().map(|it| it.1).collect();
        forms.sort_unstable_by_key(|form| form.0);
        forms.dedup();
        forms
    }
}

/// The cells of a table on their way to their fates.
pub(super) struct CellFates<'work, 'document> {
    pub(super) reader: &'work FormReader,
    pub(super) index: &'work Index<'document>,
    pub(super) stretch: &'work SurveyedStretch,
    pub(super) places: &'work ReadPlaces,
    /// Whether a form claims the whole table.
    pub(super) is_claimed: bool,
    /// Whether figures in it that nobody reads are told.
    pub(super) is_counted: bool,
}

impl CellFates<'_, '_> {
    /// All rows, and the figures that nobody reads. `is_read`: a form reads something in the table.
    pub(super) fn all(&self, is_read: bool) -> (Vec<SurveyedRow>, Vec<UnreadFigure>) {
        let figures = self.figure_columns();
        let (mut rows, mut unread) = (Vec::new(), Vec::new());
        for line in self.stretch.first..self.stretch.rows_end {
            if self.index.row(line).is_none() {
                continue;
            }
            let cells = self.row(line, is_read, &figures, &mut unread);
            let range = self.index.line(line).range;
            rows.push(SurveyedRow { range, cells });
        }
        (rows, unread)
    }

    fn reads(&self) -> (&UnitTable, Notation) {
        let forms = &self.reader.program.forms;
        let form = self.stretch.forms.first().and_then(|form| forms.at(FormId(*form as u16)));
        // Where no form reads the table, numbers are written as in most of them.
        let form = form.or_else(|| forms.iter().next());
        let notation = form.map_or(Notation::default(), |form| form.notation);
        (&self.reader.program.units, notation)
    }

    /// For each column, whether its rows hold figures.
    fn figure_columns(&self) -> Vec<bool> {
        let body = self.stretch.header + self.stretch.height..self.stretch.rows_end;
        let mut tallies: Vec<ColumnTally> = Vec::new();
        for line in body {
            for cell in self.index.cells(line) {
                let column = usize::from(cell.column);
                if tallies.len() <= column {
                    tallies.resize_with(column + 1, ColumnTally::new);
                }
                let text = self.index.document.text_of(cell.range);
                let text = trim_blank(&text);
                if !text.is_empty() {
                    tallies[column].add(self.reads(), text);
                }
            }
        }
        tallies.iter().map(ColumnTally::holds_figures).collect()
    }

    fn row(
        &self,
        line: u32,
        is_read: bool,
        figures: &[bool],
        unread: &mut Vec<UnreadFigure>,
    ) -> Vec<SurveyedCell> {
        let cells = self.index.cells(line);
        let text = &self.index.document.text;
        let role = self.role(line);
        let mut fates: Vec<SurveyedCell> = cells
            .iter()
            .map(|cell| {
                let place = cell.range.trimmed(text);
                let fate = if self.index.is_blank(cell) {
                    CellFate::Blank
                } else if let Some(role) = &role {
                    self.in_role(role, place)
                } else {
                    self.fate(cell, place, is_read, figures)
                };
                SurveyedCell { column: cell.column, place, fate }
            })
            .collect();
        let has_bound = fates.iter().any(|it| matches!(it.fate, CellFate::Bound { .. }));
        for cell in &mut fates {
            if has_bound && cell.fate == CellFate::Words {
                cell.fate = CellFate::Label;
            }
            if let CellFate::Unread(reason) = &cell.fate {
                let known = self.places.unread.get(&cell.place.start);
                let (place, reason) = (cell.place, reason.clone());
                let number = || figure_of(self.reads(), place.of(text), None);
                unread.push(match known {
                    Some(known) => known.clone(),
                    None => UnreadFigure::new(place, number(), reason),
                });
            }
        }
        fates
    }

    /// What all filled cells of a row are, where it leads up to the table or is of its header.
    fn role(&self, line: u32) -> Option<CellFate> {
        let SurveyedStretch { header, height, .. } = *self.stretch;
        if line < header {
            return Some(CellFate::Caption);
        }
        let is_header = line < header + height;
        // Rows of a claimed table that are none of its rows are its header printed again.
        let rows = &self.stretch.rows;
        let is_again = self.is_claimed && !rows.is_empty() && rows.binary_search(&line).is_err();
        (is_header || is_again).then_some(CellFate::Heading)
    }

    fn in_role(&self, role: &CellFate, place: TextRange) -> CellFate {
        match self.stretch.title {
            Some(title) if place.start <= title.start && title.start < place.end => CellFate::Title,
            _ => match self.places.inside(place).first() {
                Some(&(_, form, record, field)) if *role != CellFate::Heading => {
                    CellFate::Bound { form, record, field }
                }
                _ => role.clone(),
            },
        }
    }

    fn fate(&self, cell: &Cell, place: TextRange, is_read: bool, figures: &[bool]) -> CellFate {
        if let Some(&(_, form, record, field)) = self.places.inside(cell.range).first() {
            return CellFate::Bound { form, record, field };
        }
        if let Some(figure) = self.places.unread.get(&place.start) {
            return CellFate::Unread(figure.reason.clone());
        }
        let text = self.index.document.text_of(cell.range);
        let text = trim_blank(&text);
        let of_figures = figures.get(usize::from(cell.column)).copied().unwrap_or(false);
        let is_figure =
            (of_figures || is_marked(text)) && figure_of(self.reads(), text, None).is_some();
        match (is_figure, is_read) {
            (false, _) => CellFate::Words,
            (true, _) if self.is_claimed => CellFate::Skipped,
            (true, _) if !self.is_counted => CellFate::Words,
            (true, true) => CellFate::Unread(UnreadReason::Cell),
            (true, false) => CellFate::Unread(UnreadReason::Table),
        }
    }
}
