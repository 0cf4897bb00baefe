//! Reading figures: plain ones, quantities, percentages and changes.

use crate::bound_reading::take_hundredths;
use crate::change::{Change, take_change};
use crate::cursor::Cursor;
use crate::figure::{Figure, Place, take_figure};
use crate::numeral::take_numeral;
use crate::unit_reading::{take_compound_rest, take_letters, take_percent_sign};
use crate::worded::{ends_unit, take_closing_word, take_in_parts, take_in_words};
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
    let no_word =
        |behind: Cursor<'_>| behind.peek().is_none_or(|next| !next.character.is_alphanumeric());
    let figure = match take_broken(cursor, place, no_word) {
        Some(figure) => figure,
        None => take_zero_in_words(cursor, place)?,
    };
    let (repair, start) = (figure.repair, figure.start);
    let percent = cursor.rest();
    if take_percent_sign(cursor) {
        let sign = percent.get(..percent.len() - cursor.rest().len()).unwrap_or("");
        let number = Err(Unreadable::Trailing(sign.trim().to_owned()));
        return Some(Taken { number, repair, start });
    }
    let number = match figure.value() {
        Ok(value) if whole && !value.fract().is_zero() => Err(Unreadable::NotWhole),
        Ok(value) => published(value, ShownUnit::None, Dimension::None, units),
        Err(unreadable) => Err(unreadable),
    };
    Some(Taken { number, repair, start })
}

/// Takes 零, which is zero in a cell of its own.
fn take_zero_in_words(cursor: &mut Cursor<'_>, place: Place) -> Option<Figure> {
    let mut ahead = *cursor;
    let start = ahead.peek()?.start;
    let zero = take_numeral(&mut ahead).is_some_and(|numeral| numeral.mantissa == 0);
    if place != Place::Cell || !zero || !ahead.is_at_end() {
        return None;
    }
    *cursor = ahead;
    Some(Figure::in_words(0, 0, start))
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
        Ok(value) => published(value, ShownUnit::Percent, Dimension::Ratio, units),
        Err(unreadable) => Err(unreadable),
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
    let wanted = take_currency(cursor, wanted);
    let (figure, unit) = match take_broken(cursor, place, has_unit) {
        Some(figure) => take_in_parts(cursor, &figure, wanted)
            .unwrap_or_else(|| (figure, unit_behind(cursor, place, wanted))),
        None => take_in_words(cursor, place, wanted)?,
    };
    if unit.is_ok() {
        take_closing_word(cursor, place);
    }
    let number = unit.and_then(|unit| {
        let value = figure.value()?;
        let dimension = Dimension::Simple(BaseUnit::Declared(wanted.dimension));
        published(value, ShownUnit::Unit(unit), dimension, wanted.units)
    });
    Some(Taken { number, repair: figure.repair, start: figure.start })
}

/// Takes the sign of a currency in front of a figure. Where it is a unit of its own, figures behind it
/// are of that; else of the unit that bare figures take.
fn take_currency<'a>(cursor: &mut Cursor<'_>, wanted: Wanted<'a>) -> Wanted<'a> {
    let mut ahead = *cursor;
    let sign = ahead.advance().filter(|next| matches!(next.character, '¥' | '$' | '€' | '£'));
    let Some(sign) = sign else { return wanted };
    let unit = wanted.units.unit(cursor.slice(sign.start, sign.end));
    let unit = unit.filter(|unit| wanted.units.unit_dimension(*unit) == wanted.dimension);
    if unit.is_none() && sign.character != '¥' {
        return wanted;
    }
    *cursor = ahead;
    Wanted { default_unit: unit.or(wanted.default_unit), ..wanted }
}

/// Takes a word of change and the quantity behind it.
pub(crate) fn take_signed_change(
    cursor: &mut Cursor<'_>,
    place: Place,
    wanted: Wanted<'_>,
) -> Option<Taken> {
    let figure = |cursor: &mut Cursor<'_>| take_quantity(cursor, place, wanted);
    take_changed(cursor, figure, || no_change(wanted))
}

/// Takes a word of change and the percentage behind it.
pub(crate) fn take_percent_change(
    cursor: &mut Cursor<'_>,
    place: Place,
    units: &UnitTable,
) -> Option<Taken> {
    let figure = |cursor: &mut Cursor<'_>| take_percent(cursor, place, units);
    let none = || published(Decimal::ZERO, ShownUnit::Percent, Dimension::Ratio, units);
    take_changed(cursor, figure, none)
}

/// Takes a word of change and the figure behind it; `none` is what no change amounts to.
fn take_changed(
    cursor: &mut Cursor<'_>,
    take: impl Fn(&mut Cursor<'_>) -> Option<Taken>,
    none: impl Fn() -> Result<Number, Unreadable>,
) -> Option<Taken> {
    let mut ahead = *cursor;
    let start = ahead.peek()?.start;
    let Some(change) = take_change(&mut ahead) else {
        let figure = take(cursor)?;
        return Some(Taken { number: Err(Unreadable::NoDirection), ..figure });
    };
    let mut behind = ahead;
    let figure = take(&mut behind);
    let taken = |number, repair| Some(Taken { number, repair, start });
    match (change, figure) {
        // Of nothing it does not matter where it went.
        (Change::None | Change::Both, Some(Taken { number: Ok(number), repair, .. }))
            if number.amount.is_zero() =>
        {
            *cursor = behind;
            taken(Ok(number), repair)
        }
        (Change::None, _) => {
            *cursor = ahead;
            taken(none(), None)
        }
        (Change::Both, figure) => {
            *cursor = if figure.is_some() { behind } else { ahead };
            taken(Err(Unreadable::NoDirection), None)
        }
        (_, None) => None,
        (change, Some(figure)) => {
            let text = behind.slice(figure.start, behind.at());
            *cursor = behind;
            // A sign and a word: which of the two is meant to say it cannot be known.
            let signed = take_figure(&mut Cursor::new(text), Place::Running)
                .is_some_and(|figure| figure.signed);
            let number = match figure.number {
                Ok(_) if signed => Err(Unreadable::NoDirection),
                Ok(number) if change == Change::Down => Ok(number.negated()),
                other => other,
            };
            taken(number, figure.repair)
        }
    }
}

/// Zero, in the unit that bare figures take or the base unit.
fn no_change(wanted: Wanted<'_>) -> Result<Number, Unreadable> {
    let unit = wanted.usable_default().or_else(|| wanted.units.units_of(wanted.dimension).next());
    let shown = unit.map_or(ShownUnit::None, ShownUnit::Unit);
    let dimension = Dimension::Simple(BaseUnit::Declared(wanted.dimension));
    published(Decimal::ZERO, shown, dimension, wanted.units)
}

impl Wanted<'_> {
    /// The unit that bare figures take, if it is of the dimension that is expected.
    pub(crate) fn usable_default(&self) -> Option<UnitId> {
        self.default_unit.filter(|unit| self.units.unit_dimension(*unit) == self.dimension)
    }
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
    let whole = wanted.units.unit_prefix(cursor.rest()).filter(|(unit, bytes)| {
        ends_unit(wanted.units.unit_name(*unit), cursor.moved_to(start + bytes))
    });
    if let Some((unit, bytes)) = whole {
        *cursor = cursor.moved_to(start + bytes);
        let compound = take_compound_rest(cursor, wanted.units);
        let fits = !compound && wanted.units.unit_dimension(unit) == wanted.dimension;
        return if fits { Ok(unit) } else { wrong(cursor) };
    }
    if take_percent_sign(cursor) {
        return wrong(cursor);
    }
    let default = wanted.usable_default();
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
