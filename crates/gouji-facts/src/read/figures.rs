//! What is a figure, and the figures of a table that no field holds.

use super::header::position_of;
use super::row_state::Rows;
use crate::{UnreadReason, codes};
use gouji_program::Scalar;
use gouji_program::form::RowTarget;
use gouji_text::{Localized, TextRange, tidy, trim_blank};
use gouji_value::{Notation, Number, ReadAs, State, UnitId, UnitTable, Value, read, read_written};
use std::sync::Arc;

/// Most rows that are named in a message.
const MOST_NAMED: usize = 3;

/// Whether a text says that there is no figure: `—`, `无`.
pub(super) fn is_dash(units: &UnitTable, text: &str) -> bool {
    !text.contains(char::is_numeric) && read(text, ReadAs::Number, units, None).state == State::Dash
}

/// The figure that a text is: a number, a percentage, or a number with a unit. `unit` is that of bare
/// ones.
pub(super) fn figure_of(
    (units, notation): (&UnitTable, Notation),
    text: &str,
    unit: Option<UnitId>,
) -> Option<Number> {
    if !text.chars().any(char::is_numeric) {
        return None;
    }
    let number = |kind| match read_written(text, kind, units, unit, notation).state {
        State::Value(Value::Number(number)) => Some(number),
        _ => None,
    };
    if text.ends_with(['%', '％']) {
        return number(ReadAs::Percent);
    }
    let of_unit = unit.and_then(|unit| number(ReadAs::Quantity(units.unit_dimension(unit))));
    of_unit.or_else(|| number(ReadAs::Number)).or_else(|| {
        let mut dimensions = units.dimensions();
        dimensions.find_map(|dimension| number(ReadAs::Quantity(dimension)))
    })
}

/// Whether a text says itself that it is a figure: by a % or a unit.
pub(super) fn is_marked(text: &str) -> bool {
    !text.ends_with(|last: char| last.is_numeric() || matches!(last, ')' | '）' | '.'))
}

impl Rows<'_, '_> {
    /// Notes the figures of a row that stand in columns which the grid does not name.
    pub(super) fn leave_other_columns(&mut self, number: usize, line: u32) {
        let kind = &self.grid.kinds[number];
        if kind.target == RowTarget::Skip {
            return;
        }
        let has_list = kind.other_columns.is_some();
        for at in 0..self.others.len() {
            let other = &self.others[at];
            if !has_list || other.heading.is_empty() || other.holds_text {
                let reason = UnreadReason::Column(Arc::clone(&other.heading));
                self.leave_cell(line, other.column, other.holds_figures, &reason);
            }
        }
        self.leave_behind(line, &UnreadReason::Column(Arc::from("")));
    }

    /// Notes the figures of a row that no kind takes.
    pub(super) fn leave_row(&mut self, line: u32) {
        let Some(header) = &self.header else { return };
        let bound: Vec<(usize, u16)> = (0..)
            .zip(&header.columns)
            .filter_map(|(at, column)| column.map(|(column, ..)| (at, column)))
            .collect();
        let reason = UnreadReason::Row(self.label_of(line).into());
        for (at, column) in bound {
            let mut fields = self.grid.column_fields(at, self.reading.form.record);
            let holds_figures = fields.any(|(record, field)| {
                self.scalar(record, field).is_some_and(|it| it != Scalar::Text)
            });
            self.leave_cell(line, column, holds_figures, &reason);
        }
        for at in 0..self.others.len() {
            let (column, holds_figures) = (self.others[at].column, self.others[at].holds_figures);
            self.leave_cell(line, column, holds_figures, &reason);
        }
        self.leave_behind(line, &reason);
    }

    /// Notes the figures of a row that stand behind the last column of its header.
    fn leave_behind(&mut self, line: u32, reason: &UnreadReason) {
        if self.grid.side_by_side {
            return;
        }
        let width = self.header.as_ref().map_or(u16::MAX, |header| header.width);
        let cells = self.reading.index.cells(line);
        let behind = cells.iter().rev().take_while(|cell| cell.column >= width);
        behind.for_each(|cell| self.leave_cell(line, cell.column, true, reason));
    }

    fn leave_cell(&mut self, line: u32, column: u16, holds_figures: bool, reason: &UnreadReason) {
        let cells = self.reading.index.cells(line);
        let Some(at) = position_of(cells, column) else { return };
        let text = self.reading.index.document.text_of(cells[at].range);
        let text = trim_blank(&text);
        if !holds_figures && !is_marked(text) {
            return;
        }
        let unit = self.units.iter().flatten().flatten().next().copied();
        if let Some(number) = figure_of(self.reading.figures(), text, unit) {
            let place = cells[at].range.trimmed(self.reading.text());
            self.reading.builder.leave(place, Some(number), reason.clone());
        }
    }

    /// What a row is called: what stands in the first of its cells that the grid names, else in its
    /// first, that is not blank.
    fn label_of(&self, line: u32) -> String {
        let index = self.reading.index;
        let cells = index.cells(line);
        let named = self.header.as_ref().and_then(|header| header.first_filled(index, cells));
        let first = named.or_else(|| cells.iter().find(|cell| !index.is_blank(cell)));
        first.map_or(String::new(), |cell| tidy(&index.document.text_of(cell.range)))
    }

    /// Says once which rows of the table no kind takes.
    pub(super) fn say_missed(&mut self, lines: &[u32]) {
        let Some(first) = lines.first() else { return };
        let form = self.reading.builder.form_name();
        let named: Vec<String> =
            lines.iter().take(MOST_NAMED).map(|line| self.label_of(*line)).collect();
        let more = lines.len() > named.len();
        let chinese: String = named.iter().map(|label| format!("「{label}」")).collect();
        let english: Vec<String> = named.iter().map(|label| format!("“{label}”")).collect();
        let count = lines.len();
        let message = Localized::new(
            format!("{form}有 {count} 行没有归处：{chinese}{}", if more { "等" } else { "" }),
            format!(
                "{count} rows of {form} go nowhere: {}{}",
                english.join(", "),
                if more { " …" } else { "" }
            ),
        );
        let place: TextRange = self.line_place(*first);
        self.reading.problem(&codes::ROW_UNREAD, message, place);
    }
}
