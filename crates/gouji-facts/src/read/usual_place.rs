//! To which place the figures of a fragment were rounded: the one that most figures around them show, in their
//! column, else in their table, else (in running text) in the document's text; else what the dimension says.

use crate::{Content, Field, FieldNote, Fragment};
use gouji_document::{Body, DecimalMark, DigitCounts};
use gouji_text::TextRange;
use gouji_value::{
    BaseUnit, Decimal, Dimension, DimensionId, Mark, Notation, Number, PlaceSource, ShownUnit,
    UnitTable, Value,
};
use rustc_hash::FxHashMap;

/// Where figures stand that are rounded alike: a table, by its index in [`Body::grids`], one of its columns or
/// all, and the unit.
type RoundedAlike = (usize, Option<u16>, ShownUnit);

/// A rounded figure as it was printed.
struct Printed {
    /// Its table and column; `None` where it stands in text.
    column: Option<(usize, u16)>,
    unit: ShownUnit,
    digits: u8,
}

/// What a fragment was read from.
pub(super) struct UsualPlaces<'read> {
    pub(super) document: &'read Body,
    pub(super) units: &'read UnitTable,
    pub(super) notation: Notation,
    /// What the form says that figures are rounded to, whatever they show.
    pub(super) of_form: &'read [(DimensionId, Decimal)],
    /// Where the region starts: the places of the fragment are relative to it.
    pub(super) start: u32,
}

impl UsualPlaces<'_> {
    /// Says of each rounded figure of a fragment to which place it was rounded.
    pub(super) fn settle(&self, fragment: &mut Fragment) {
        let mut printed = Vec::new();
        for field in fragment.records.iter().flat_map(|record| record.fields.iter()) {
            each_field(field, &mut |field| printed.extend(self.printed(field)));
        }
        if printed.is_empty() {
            return;
        }
        let shown = count(&printed);
        let mut printed = printed.iter();
        for field in fragment.records.iter_mut().flat_map(|record| record.fields.iter_mut()) {
            each_field_mut(field, &mut |field| {
                let Some(number) = rounded_mut(field, self.units) else { return };
                let usual = printed.next().and_then(|printed| self.usual(printed, &shown));
                if let Some(place) = self.place_of_form(number) {
                    number.round_at(place, PlaceSource::Form, self.units);
                } else if let Some((digits, source)) = usual {
                    let place = number.place_value(digits, self.units);
                    number.round_at(place, source, self.units);
                }
            });
        }
    }

    fn place_of_form(&self, number: &Number) -> Option<Decimal> {
        let Dimension::Simple(BaseUnit::Declared(dimension)) = &number.dimension else {
            return None;
        };
        self.of_form.iter().find(|(of, _)| of == dimension).map(|(_, place)| *place)
    }

    fn printed(&self, field: &Field) -> Option<Printed> {
        let number = rounded(field, self.units)?;
        let column = self.column(field.place.shifted(self.start));
        Some(Printed { column, unit: number.unit.clone(), digits: number.scale })
    }

    /// The table and the column whose cell a figure fills.
    fn column(&self, place: TextRange) -> Option<(usize, u16)> {
        let document = self.document;
        let behind = document.rows.partition_point(|row| row.range.start <= place.start);
        let row = behind.checked_sub(1)?;
        let cells = document.row_cells(document.rows.get(row)?);
        let behind = cells.partition_point(|cell| cell.range.start <= place.start);
        let cell = cells.get(behind.checked_sub(1)?)?;
        if cell.range.trimmed(&document.text) != place {
            return None;
        }
        let behind = document.grids.partition_point(|grid| grid.first_row as usize <= row);
        Some((behind.checked_sub(1)?, cell.column))
    }

    /// How many digits figures around one usually show, and which those are.
    fn usual(
        &self,
        printed: &Printed,
        shown: &FxHashMap<RoundedAlike, DigitCounts>,
    ) -> Option<(u8, PlaceSource)> {
        let Some((table, column)) = printed.column else {
            let ShownUnit::Unit(unit) = printed.unit else { return None };
            let unit = self.units.unit_name(unit);
            let mark = match self.notation.decimal {
                Mark::Comma => DecimalMark::Comma,
                _ => DecimalMark::Point,
            };
            let digits = self.document.usual_digits.of(unit, mark);
            return digits.map(|digits| (digits, PlaceSource::Text));
        };
        let within =
            |column| shown.get(&(table, column, printed.unit.clone())).and_then(DigitCounts::usual);
        let of_column = within(Some(column)).map(|digits| (digits, PlaceSource::Column));
        of_column.or_else(|| within(None).map(|digits| (digits, PlaceSource::Table)))
    }
}

/// How many digits the figures of each column and of each table show.
fn count(printed: &[Printed]) -> FxHashMap<RoundedAlike, DigitCounts> {
    let mut shown: FxHashMap<RoundedAlike, DigitCounts> = FxHashMap::default();
    for Printed { column, unit, digits } in printed {
        let Some((table, column)) = *column else { continue };
        for within in [Some(column), None] {
            shown.entry((table, within, unit.clone())).or_default().add(usize::from(*digits));
        }
    }
    shown
}

/// The figure of a field, where it was printed and is of a dimension that is rounded.
fn rounded<'field>(field: &'field Field, units: &UnitTable) -> Option<&'field Number> {
    let Content::Value(Value::Number(number)) = &field.content else { return None };
    let is_printed = field.note != Some(FieldNote::BlankAs);
    (is_printed && number.quantum(units).is_some()).then_some(number)
}

fn rounded_mut<'field>(field: &'field mut Field, units: &UnitTable) -> Option<&'field mut Number> {
    rounded(field, units)?;
    match &mut field.content {
        Content::Value(Value::Number(number)) => Some(number),
        _ => None,
    }
}

/// A field, or those of the points of a series.
fn each_field(field: &Field, visit: &mut impl FnMut(&Field)) {
    match &field.content {
        Content::Series(points) => points.iter().for_each(|point| visit(&point.field)),
        _ => visit(field),
    }
}

fn each_field_mut(field: &mut Field, visit: &mut impl FnMut(&mut Field)) {
    match &mut field.content {
        Content::Series(points) => points.iter_mut().for_each(|point| visit(&mut point.field)),
        _ => visit(field),
    }
}
