//! Quantities that are written with words among the figures: `六万元整`, `12万3456元`.

use crate::cursor::Cursor;
use crate::figure::{Figure, Place, take_figure};
use crate::numeral::{magnitude_of, take_numeral};
use crate::quantity::Wanted;
use crate::unit_reading::is_unit_letter;
use crate::{UnitId, Unreadable};

/// A figure and the unit it is of.
pub(crate) type Quantity = (Figure, Result<UnitId, Unreadable>);

/// Takes a number in words and its unit. In running text numerals are parts of many words, so that
/// without a unit they are no number; in a cell 零 is one.
pub(crate) fn take_in_words(
    cursor: &mut Cursor<'_>,
    place: Place,
    wanted: Wanted<'_>,
) -> Option<Quantity> {
    let start = cursor.peek()?.start;
    let mut ahead = *cursor;
    let numeral = take_numeral(&mut ahead)?;
    let figure = |mantissa| Figure::in_words(mantissa, numeral.scale, start);
    // 万 is rather part of the unit, where there is such a unit.
    let as_unit = numeral.magnitude.and_then(|(worth, at)| {
        let mut behind = cursor.moved_to(at);
        let unit = take_unit(&mut behind, wanted)?;
        Some((figure(numeral.mantissa / worth), unit, behind))
    });
    let found = as_unit.or_else(|| {
        let mut behind = ahead;
        let unit = take_unit(&mut behind, wanted)?;
        Some((figure(numeral.mantissa), unit, behind))
    });
    if let Some((figure, unit, behind)) = found {
        *cursor = behind;
        return Some((figure, Ok(unit)));
    }
    if place != Place::Cell || numeral.mantissa != 0 || !ahead.is_at_end() {
        return None;
    }
    *cursor = ahead;
    let unit = wanted.usable_default();
    let unit = unit.or_else(|| wanted.units.units_of(wanted.dimension).next());
    Some((figure(0), unit.ok_or(Unreadable::NoUnit)))
}

/// Takes the second figure of `12万3456元` and its unit; the first was taken already.
pub(crate) fn take_in_parts(
    cursor: &mut Cursor<'_>,
    first: &Figure,
    wanted: Wanted<'_>,
) -> Option<Quantity> {
    let mut ahead = *cursor;
    let magnitude = magnitude_of(ahead.advance()?.character)?;
    if ahead.peek()?.start != ahead.at() || ahead.peek()?.digit().is_none() {
        return None;
    }
    let second = take_figure(&mut ahead, Place::Running)?;
    // `1亿2000万元` counts in 万元.
    let of_unit = ahead.peek().and_then(|next| magnitude_of(next.character)).unwrap_or(1);
    let unit = take_unit(&mut ahead, wanted)?;
    let figure = first.followed_by(magnitude / of_unit, &second)?;
    *cursor = ahead;
    Some((figure, Ok(unit)))
}

/// Takes a unit of the dimension that is wanted.
fn take_unit(cursor: &mut Cursor<'_>, wanted: Wanted<'_>) -> Option<UnitId> {
    let (unit, bytes) = wanted.units.unit_prefix(cursor.rest())?;
    if wanted.units.unit_dimension(unit) != wanted.dimension {
        return None;
    }
    let behind = cursor.moved_to(cursor.at() + bytes);
    if !ends_unit(wanted.units.unit_name(unit), behind) {
        return None;
    }
    *cursor = behind;
    Some(unit)
}

/// Whether a unit is whole where `behind` goes on: letters of the Latin kind go on a unit of such
/// letters, and a unit that is only 万 is none in front of a word (`50万人`).
pub(crate) fn ends_unit(name: &str, behind: Cursor<'_>) -> bool {
    let next = behind.peek().filter(|next| next.start == behind.at());
    let Some(next) = next.map(|next| next.character) else { return true };
    let mut letters = name.chars().rev().filter(|letter| !letter.is_whitespace());
    match letters.next() {
        Some(last) if last.is_ascii_alphabetic() => !next.is_ascii_alphabetic(),
        Some(last) if letters.next().is_none() && magnitude_of(last).is_some() => {
            !is_unit_letter(next)
        }
        _ => true,
    }
}

/// Takes the word behind an amount that says that it ends there.
pub(crate) fn take_closing_word(cursor: &mut Cursor<'_>, place: Place) {
    let mut ahead = *cursor;
    if ahead.take('整') || (ahead.take('正') && ahead.is_at_end()) {
        if place == Place::Cell && !ahead.is_at_end() {
            return;
        }
        *cursor = ahead;
    }
}
