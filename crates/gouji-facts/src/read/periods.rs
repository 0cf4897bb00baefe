//! 时点: labelled points of a series, with their values under or beside them.
//!
//! Published schedules slip: a value stands one column left of its heading, the fourth point is on
//! a line of its own in any column, its label is left out, or the whole block is printed twice. What
//! follows from the order of the points is read and noted; what does not is left unread and said.

use super::builder::{Builder, content_of, read_as};
use super::compiled::CompiledClause;
use super::labels::LabelId;
use super::reading::{RegionReading, says_percent};
use crate::{Content, Field, FieldNote, ReadBy, SeriesPoint, codes};
use gouji_document::Cell;
use gouji_program::form::Periods;
use gouji_program::{FieldId, FieldKind, Scalar};
use gouji_text::{Localized, TextRange, same_text};
use gouji_value::{Period, ReadAs, State, UnitId, Unreadable, point_of_year, read_written};

/// Most rows behind the first that may still belong to a schedule.
const MOST_ROWS: u32 = 12;

/// What a cell of a schedule is.
enum CellRole {
    Blank,
    /// The schedule's own label.
    Label,
    /// The label of a point.
    Period(usize),
    /// A point of the year that the series has not.
    Undeclared,
    /// A value.
    Value,
    /// Anything else.
    Other,
}

/// A schedule being read.
struct Schedule<'read> {
    element: Scalar,
    /// The unit of bare figures.
    unit: Option<UnitId>,
    /// Whether the label says that bare figures are percentages.
    bare_percent: bool,
    /// Its own labels.
    labels: &'read [LabelId],
    periods: &'read [String],
    /// The points of the year that its points are named after.
    year: Vec<Option<Period>>,
    /// The first label of a point that the series has not.
    undeclared: Option<TextRange>,
    /// What was read for each point, and in which printing of the block.
    points: Vec<Option<(Field, u32)>>,
    /// Which points have a label somewhere, and where.
    labelled: Vec<Option<TextRange>>,
    /// Columns of the headings in force: column, point; `None` for one that the series has not.
    headings: Vec<(u16, Option<usize>)>,
    /// How often headings were printed.
    printing: u32,
}

/// Reads a schedule into a series field of `own`.
pub(super) fn read_schedule(
    reading: &mut RegionReading<'_>,
    own: u32,
    clause: &Periods,
    compiled: &CompiledClause,
) {
    let record = reading.builder.kind(own);
    let kind = &reading.program().field(record, clause.field).kind;
    let FieldKind::Series { element, periods } = kind else { return };
    let Some(hit) = reading.find_label(&compiled.labels, &clause.labels) else {
        read_unlabelled(reading, own, clause, periods);
        return;
    };
    let label = reading.cell_text(hit.line, hit.cell);
    let mut schedule = Schedule {
        element: *element,
        unit: reading.unit_for(*element, &label, hit.line),
        bare_percent: *element == Scalar::Percent && says_percent(&label),
        labels: &compiled.labels,
        periods,
        year: periods.iter().map(|period| point_of_year(period)).collect(),
        undeclared: None,
        points: vec![None; periods.len()],
        labelled: vec![None; periods.len()],
        headings: Vec::new(),
        printing: 0,
    };
    let index = reading.index;
    let block = index.line(hit.line).block;
    let mut covered = index.line(hit.line).range;
    let last = reading.planned.end.min(hit.line.saturating_add(MOST_ROWS));
    for line in hit.line..last {
        if index.line(line).block != block || !schedule.read_row(reading, line, line == hit.line) {
            break;
        }
        covered = covered.cover(index.line(line).range);
    }
    let place = covered.trimmed(reading.text());
    let field = schedule.finish(&mut reading.builder, own, clause.field, place);
    reading.builder.set(own, clause.field, field);
}

/// Where no label of the schedule stands, but a row of its points does: a schedule by a name that
/// nobody declared is there and unreadable, not missing.
fn read_unlabelled(
    reading: &mut RegionReading<'_>,
    own: u32,
    clause: &Periods,
    periods: &[String],
) {
    let index = reading.index;
    let year: Vec<Period> = periods.iter().filter_map(|period| point_of_year(period)).collect();
    let names_point = |cell: &&Cell| {
        let point = point_of_year(&index.document.text_of(cell.range));
        point.is_some_and(|point| year.contains(&point))
    };
    let mut lines = reading.planned.anchor..reading.planned.end;
    let found = lines.find(|line| index.cells(*line).iter().filter(names_point).count() > 1);
    let Some(line) = found else { return };
    let place = index.line(line).range.trimmed(reading.text());
    let cells = index.cells(line);
    let name = cells.iter().find(|cell| !index.is_blank(cell)).map(|cell| cell.range);
    let name = name.map_or_else(String::new, |name| index.document.text_of(name).trim().to_owned());
    let content = Content::Unreadable(Unreadable::Trailing(name));
    let text = index.document.text_of(place);
    let field = reading.builder.made(content, &text, place, ReadBy::Periods);
    reading.builder.set(own, clause.field, field);
}

impl Schedule<'_> {
    /// Reads one row; whether it belonged to the schedule.
    fn read_row(&mut self, reading: &mut RegionReading<'_>, line: u32, is_first: bool) -> bool {
        let index = reading.index;
        let cells = index.cells(line);
        let roles: Vec<CellRole> =
            cells.iter().map(|cell| self.role(reading, line, cell)).collect();
        let is_period =
            |role: &CellRole| matches!(role, CellRole::Period(_) | CellRole::Undeclared);
        let has_period = roles.iter().any(is_period);
        let others = roles.iter().filter(|role| matches!(role, CellRole::Other)).count();
        let foreign = index.line_hits(line).iter().any(|hit| {
            reading.compiled.beside.contains(hit.label) && !self.labels.contains(&hit.label)
        });
        let unknown = roles.iter().position(|role| matches!(role, CellRole::Other));
        let unknown = unknown.and_then(|at| cells.get(at)).map(|cell| cell.range);
        if !is_first && !has_period && (others > 0 || foreign) {
            // One word before a value is the name of a point, in words that nobody declared.
            let has_value = roles.iter().any(|role| matches!(role, CellRole::Value));
            if others == 1 && !foreign && has_value {
                self.undeclared = self.undeclared.or(unknown);
            }
            return false;
        }
        if is_first && !has_period {
            self.undeclared = self.undeclared.or(unknown);
        }
        if others > 0 && has_period && !is_first {
            let place = index.line(line).range;
            say_stray(&mut reading.builder, place);
        }
        if roles.iter().all(|role| matches!(role, CellRole::Blank)) {
            return !is_first;
        }
        self.take_row(&mut reading.builder, cells, &roles, has_period);
        true
    }

    fn role(&self, reading: &RegionReading<'_>, line: u32, cell: &Cell) -> CellRole {
        let index = reading.index;
        let text = index.document.text_of(cell.range);
        if index.is_blank(cell) {
            return CellRole::Blank;
        }
        let here = index.line_hits(line).iter().find(|hit| {
            index.cells(line).get(hit.cell as usize).is_some_and(|other| other.range == cell.range)
        });
        if let Some(period) = self.periods.iter().position(|period| same_text(period, &text)) {
            return CellRole::Period(period);
        }
        if here.is_some_and(|hit| self.labels.contains(&hit.label)) {
            return CellRole::Label;
        }
        // The same point by another of its names.
        if let Some(point) = point_of_year(&text) {
            let same = self.year.iter().position(|year| *year == Some(point));
            return same.map_or(CellRole::Undeclared, CellRole::Period);
        }
        let units = &reading.program().units;
        let is_value = |kind: ReadAs| {
            matches!(
                read_written(&text, kind, units, self.unit, reading.form.notation).state,
                State::Value(_) | State::Dash | State::Unreadable(Unreadable::NoUnit)
            )
        };
        let readable = read_as(self.element).is_some_and(is_value)
            || self.bare_percent && is_value(ReadAs::Number);
        if readable { CellRole::Value } else { CellRole::Other }
    }

    fn take_row(
        &mut self,
        builder: &mut Builder<'_>,
        cells: &[Cell],
        roles: &[CellRole],
        has_period: bool,
    ) {
        let has_value = roles.iter().any(|role| matches!(role, CellRole::Value));
        if has_period && !has_value {
            self.take_headings(cells, roles);
            return;
        }
        // Labels and values in one row: each value belongs to the label in front of it.
        let mut named = None;
        for (cell, role) in cells.iter().zip(roles) {
            match role {
                CellRole::Period(period) => {
                    named = Some(Some(*period));
                    self.labelled[*period].get_or_insert(cell.range);
                }
                CellRole::Undeclared => {
                    named = Some(None);
                    self.undeclared.get_or_insert(cell.range);
                }
                CellRole::Value => match named.take() {
                    Some(Some(period)) => self.put(builder, period, cell, None),
                    Some(None) => {}
                    None => self.place_by_column(builder, cell),
                },
                CellRole::Blank | CellRole::Label | CellRole::Other => {}
            }
        }
    }

    fn take_headings(&mut self, cells: &[Cell], roles: &[CellRole]) {
        self.headings.clear();
        self.printing += 1;
        for (cell, role) in cells.iter().zip(roles) {
            match role {
                CellRole::Period(period) => {
                    self.headings.push((cell.column, Some(*period)));
                    self.labelled[*period].get_or_insert(cell.range);
                }
                CellRole::Undeclared => {
                    self.headings.push((cell.column, None));
                    self.undeclared.get_or_insert(cell.range);
                }
                CellRole::Blank | CellRole::Label | CellRole::Value | CellRole::Other => {}
            }
        }
    }

    /// A value without a label in its row belongs to the heading above it or next to its left;
    /// where that one already has its value, to the next point in order that has none.
    fn place_by_column(&mut self, builder: &mut Builder<'_>, cell: &Cell) {
        let above = self.headings.iter().rev().find(|(column, _)| *column <= cell.column).copied();
        let taken = |period: usize| {
            self.points[period].as_ref().is_some_and(|(_, printing)| *printing == self.printing)
        };
        match above {
            Some((_, None)) => {}
            Some((column, Some(period))) if !taken(period) => {
                let note = (column != cell.column).then_some(FieldNote::Slipped);
                self.put(builder, period, cell, note);
            }
            _ => {
                let last = self.points.iter().rposition(Option::is_some);
                let next = last.map_or(0, |last| last + 1);
                if next < self.points.len() {
                    self.put(builder, next, cell, Some(FieldNote::PeriodByOrder));
                } else {
                    say_stray(builder, cell.range);
                }
            }
        }
    }

    fn put(
        &mut self,
        builder: &mut Builder<'_>,
        period: usize,
        cell: &Cell,
        note: Option<FieldNote>,
    ) {
        let mut field = builder.cell(self.element, cell.range, self.unit, ReadBy::Periods);
        if self.bare_percent {
            builder.read_bare_percent(&mut field);
        }
        if field.note.is_none() {
            field.note = note;
        }
        match &mut self.points[period] {
            Some((first, _)) if first.content == field.content => {
                first.note = Some(FieldNote::PrintedTwice);
            }
            Some((first, _)) => {
                first.content = Content::Unreadable(Unreadable::Contradiction);
                first.place = first.place.cover(field.place);
            }
            empty @ None => *empty = Some((field, self.printing)),
        }
    }

    fn finish(
        self,
        builder: &mut Builder<'_>,
        own: u32,
        series: FieldId,
        place: TextRange,
    ) -> Field {
        // Which figure belongs to which point is not known then, and none is said to be.
        if let Some(undeclared) = self.undeclared {
            let words = builder.document.text_of(undeclared).trim().to_owned();
            let content = Content::Unreadable(Unreadable::Trailing(words));
            let text = builder.document.text_of(place);
            return builder.made(content, &text, place, ReadBy::Periods);
        }
        let has_value =
            self.points.iter().flatten().any(|(field, _)| {
                matches!(field.content, Content::Value(_) | Content::Unreadable(_))
            });
        let mut points = Vec::with_capacity(self.points.len());
        for (period, point) in self.points.into_iter().enumerate() {
            let field = match (point, self.labelled[period]) {
                (Some((field, _)), _) => {
                    builder.say_unreadable(own, series, &field);
                    field
                }
                (None, Some(label)) => {
                    builder.cell(self.element, TextRange::empty(label.end), None, ReadBy::Periods)
                }
                (None, None) => continue,
            };
            points.push(SeriesPoint { period: period as u16, field });
        }
        let content = if has_value { Content::Series(points.into()) } else { content_of_none() };
        let text = builder.document.text_of(place);
        builder.made(content, &text, place, ReadBy::Periods)
    }
}

/// A schedule without any value is blank.
fn content_of_none() -> Content {
    let nothing = gouji_value::Reading { state: State::Blank, repair: None };
    content_of(nothing).0
}

/// A line that mixes the points of a series with text that is not of its type, or a value too many.
fn say_stray(builder: &mut Builder<'_>, place: TextRange) {
    let form = builder.form_name();
    let message = Localized::new(
        format!("{form}的这一行混有不属于时点和数的内容，或有数放不进任何时点"),
        format!(
            "this line of {form} mixes points of the series with other text, or has a value for no point"
        ),
    );
    builder.problem(&codes::STRAY_PERIODS, message, place);
}
