//! Reading figures: plain ones, quantities, percentages and changes.

use crate::bound_reading::take_hundredths;
use crate::change::{Change, take_change};
use crate::cursor::Cursor;
use crate::figure::{Figure, Place, take_figure};
use crate::unit_reading::{take_compound_rest, take_letters, take_percent_sign};
use crate::{
    BaseUnit, Dimension, DimensionId, Number, Repair, ShownUnit, UnitId, UnitTable, Unreadable,
};
use rust_decimal::Decimal;

/// Letters behind a figure that are shown as its unit, where no pack declares them.
const LETTERS_OF_UNIT: usize = 4;

/// What a text begins with, read as a figure, and what was mended.
#[derive(Clone, Debug)]
pub(crate) struct Taken {
    pub(crate) number: Result<Number, Unreadable>,
    pub(crate) repair: Option<Repair>,
    /// First byte.
    pub(crate) start: usize,
}

/// What a quantity is to be of.
#[derive(Clone, Copy)]
pub(crate) struct Wanted<'a> {
    pub(crate) dimension: DimensionId,
    pub(crate) default_unit: Option<UnitId>,
    pub(crate) units: &'a UnitTable,
}

/// Takes a plain number; a whole one, where that is expected.
pub(crate) fn take_plain(
    cursor: &mut Cursor<'_>,
    place: Place,
    whole: bool,
    units: &UnitTable,
) -> Option<Taken> {
    let figure = take_broken(cursor, place, |behind| {
        behind.peek().is_none_or(|next| !next.character.is_alphanumeric())
    })?;
    let (repair, start) = (figure.repair, figure.start);
    let percent = cursor.rest();
    if take_percent_sign(cursor) {
        let sign = percent.get(..percent.len() - cursor.rest().len()).unwrap_or("");
        let number = Err(Unreadable::Trailing(sign.trim().to_owned()));
        return Some(Taken { number, repair, start });
    }
    let number = match figure.value() {
        Some(value) if whole && !value.fract().is_zero() => Err(Unreadable::NotWhole),
        Some(value) => published(value, ShownUnit::None, Dimension::None, units),
        None => Err(Unreadable::TooManyDigits),
    };
    Some(Taken { number, repair, start })
}

/// Takes a percentage: figure and sign, or 百分之 and a figure.
pub(crate) fn take_percent(
    cursor: &mut Cursor<'_>,
    place: Place,
    units: &UnitTable,
) -> Option<Taken> {
    let has_sign = |behind: Cursor<'_>| take_percent_sign(&mut { behind });
    let (figure, signed) = match take_broken(cursor, place, has_sign) {
        Some(figure) => (figure, take_percent_sign(cursor)),
        None => {
            let start = cursor.peek()?.start;
            (take_hundredths(cursor, start, place)?, true)
        }
    };
    let number = match figure.value() {
        _ if !signed => Err(Unreadable::NotPercent),
        Some(value) => published(value, ShownUnit::Percent, Dimension::Ratio, units),
        None => Err(Unreadable::TooManyDigits),
    };
    Some(Taken { number, repair: figure.repair, start: figure.start })
}

/// Takes a figure and its unit.
pub(crate) fn take_quantity(
    cursor: &mut Cursor<'_>,
    place: Place,
    wanted: Wanted<'_>,
) -> Option<Taken> {
    let has_unit = |behind: Cursor<'_>| {
        let unit = wanted.units.unit_prefix(behind.rest());
        unit.is_some_and(|(unit, _)| wanted.units.unit_dimension(unit) == wanted.dimension)
    };
    let figure = take_broken(cursor, place, has_unit)?;
    let number = unit_behind(cursor, place, wanted).and_then(|unit| {
        let value = figure.value().ok_or(Unreadable::TooManyDigits)?;
        let dimension = Dimension::Simple(BaseUnit::Declared(wanted.dimension));
        published(value, ShownUnit::Unit(unit), dimension, wanted.units)
    });
    Some(Taken { number, repair: figure.repair, start: figure.start })
}

/// Takes a word of change and the quantity behind it.
pub(crate) fn take_signed_change(
    cursor: &mut Cursor<'_>,
    place: Place,
    wanted: Wanted<'_>,
) -> Option<Taken> {
    let mut ahead = *cursor;
    let start = ahead.peek()?.start;
    let Some(change) = take_change(&mut ahead) else {
        let figure = take_quantity(cursor, place, wanted)?;
        return Some(Taken { number: Err(Unreadable::NoDirection), ..figure });
    };
    let mut behind = ahead;
    let quantity = take_quantity(&mut behind, place, wanted);
    let taken = |number, repair| Some(Taken { number, repair, start });
    match (change, quantity) {
        (Change::None, Some(Taken { number: Ok(number), repair, .. }))
            if number.amount.is_zero() =>
        {
            *cursor = behind;
            taken(Ok(number), repair)
        }
        (Change::None, _) => {
            *cursor = ahead;
            taken(no_change(wanted), None)
        }
        (Change::Both, quantity) => {
            *cursor = if quantity.is_some() { behind } else { ahead };
            taken(Err(Unreadable::NoDirection), None)
        }
        (_, None) => None,
        (change, Some(quantity)) => {
            let figure = behind.slice(quantity.start, behind.at());
            *cursor = behind;
            // A sign and a word: which of the two is meant to say it cannot be known.
            let signed = take_figure(&mut Cursor::new(figure), Place::Running)
                .is_some_and(|figure| figure.signed);
            let number = match quantity.number {
                Ok(_) if signed => Err(Unreadable::NoDirection),
                Ok(number) if change == Change::Down => Ok(number.negated()),
                other => other,
            };
            taken(number, quantity.repair)
        }
    }
}

/// Zero, in the unit that bare figures take or the base unit.
fn no_change(wanted: Wanted<'_>) -> Result<Number, Unreadable> {
    let unit = usable_default(wanted).or_else(|| wanted.units.units_of(wanted.dimension).next());
    let shown = unit.map_or(ShownUnit::None, ShownUnit::Unit);
    let dimension = Dimension::Simple(BaseUnit::Declared(wanted.dimension));
    published(Decimal::ZERO, shown, dimension, wanted.units)
}

/// The unit that bare figures take, if it is of the dimension that is expected.
fn usable_default(wanted: Wanted<'_>) -> Option<UnitId> {
    wanted.default_unit.filter(|unit| wanted.units.unit_dimension(*unit) == wanted.dimension)
}

/// Takes the unit behind a figure.
fn unit_behind(
    cursor: &mut Cursor<'_>,
    place: Place,
    wanted: Wanted<'_>,
) -> Result<UnitId, Unreadable> {
    let start = cursor.at();
    let wrong = |cursor: &Cursor<'_>| {
        let unit = cursor.slice(start, cursor.at()).trim();
        Err(Unreadable::WrongUnit(unit.to_owned()))
    };
    if let Some((unit, bytes)) = wanted.units.unit_prefix(cursor.rest()) {
        *cursor = cursor.moved_to(start + bytes);
        let compound = take_compound_rest(cursor, wanted.units);
        let fits = !compound && wanted.units.unit_dimension(unit) == wanted.dimension;
        return if fits { Ok(unit) } else { wrong(cursor) };
    }
    if take_percent_sign(cursor) {
        return wrong(cursor);
    }
    let default = usable_default(wanted);
    if let Some(unit) = default.filter(|_| place != Place::Cell || cursor.is_at_end()) {
        return Ok(unit);
    }
    let mut ahead = *cursor;
    if (1..=LETTERS_OF_UNIT).contains(&take_letters(&mut ahead, LETTERS_OF_UNIT)) {
        take_compound_rest(&mut ahead, wanted.units);
        *cursor = ahead;
        return wrong(cursor);
    }
    default.ok_or(Unreadable::NoUnit)
}

/// Takes a figure; in running text with white space among the digits after the point, where what is
/// behind shows that it was one figure.
fn take_broken(
    cursor: &mut Cursor<'_>,
    place: Place,
    fits: impl Fn(Cursor<'_>) -> bool,
) -> Option<Figure> {
    if place == Place::Cell {
        return take_figure(cursor, place);
    }
    let mut broken = *cursor;
    if let Some(figure) = take_figure(&mut broken, Place::RunningBroken)
        && (figure.repair != Some(Repair::SpaceInNumber) || fits(broken))
    {
        *cursor = broken;
        return Some(figure);
    }
    take_figure(cursor, Place::Running)
}

fn published(
    value: Decimal,
    unit: ShownUnit,
    dimension: Dimension,
    units: &UnitTable,
) -> Result<Number, Unreadable> {
    Number::published(value, unit, dimension, units).ok_or(Unreadable::TooManyDigits)
}
