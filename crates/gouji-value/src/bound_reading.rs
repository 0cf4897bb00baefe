//! Reading limits: `≥95%`, `不低于50万元`, `6月前`, `3–5年`. What is not wholly a limit is words.

use crate::comparator::{self, Lead, Side};
use crate::cursor::Cursor;
use crate::figure::{Figure, Place, take_figure};
use crate::numeral::take_numeral;
use crate::point::{Point, PointValue, Precision, take_point};
use crate::unit_reading::{ReadUnit, begins_with_year, read_unit};
use crate::{
    Bound, Date, Direction, Limit, LimitValue, Number, Period, Repair, UnitTable, Unreadable,
};
use gouji_text::TextRange;

/// What a text says as a limit, and what was mended.
pub(crate) type BoundReading = (Result<Bound, Unreadable>, Option<Repair>);

/// Reads the text from `cursor` on; never fails but by a day that does not exist or a figure that is
/// too long.
pub(crate) fn read_bound(cursor: Cursor<'_>, units: &UnitTable) -> BoundReading {
    limits(trimmed(cursor), units).unwrap_or_else(|| (Ok(Bound::default()), None))
}

/// The text without punctuation and white space on either side.
fn trimmed(mut cursor: Cursor<'_>) -> Cursor<'_> {
    let is_punctuation = |character: char| matches!(character, ',' | '。' | ';' | '、');
    while cursor.peek().is_some_and(|next| is_punctuation(next.character)) {
        cursor.advance();
    }
    let ignored = |character: char| gouji_text::fold_char(character).is_none_or(is_punctuation);
    let end = cursor.at() + cursor.rest().trim_end_matches(ignored).len();
    cursor.limited_to(end)
}

/// `None` for words.
fn limits(mut cursor: Cursor<'_>, units: &UnitTable) -> Option<BoundReading> {
    let lead = comparator::take_lead(&mut cursor);
    if !cursor.peek().is_some_and(|next| may_begin_limit(next.character)) {
        return None;
    }
    if let Some(point) = take_point(&mut cursor, Place::Cell) {
        return point_limits(lead, point, cursor);
    }
    let figure = take_figure_or_numeral(&mut cursor)?;
    let rest = cursor.rest();
    // A figure and its unit is what most limits are; only others need a closer look.
    if let Some(unit) = plain_unit(&figure, rest, units) {
        let direction = comparator::direction(lead, None)?;
        return Some(directed(direction, lead, &figure, unit, (cursor.at(), rest, None), units));
    }
    if let Some((gap, end)) = range_separator(rest) {
        let between = rest.get(..gap)?;
        let behind = cursor.moved_to(cursor.at() + end);
        return number_range(lead, (&figure, between), behind, units);
    }
    number_limit(lead, &figure, cursor, units)
}

/// Whether a figure, a date or a point of the year can begin with this character.
fn may_begin_limit(character: char) -> bool {
    character.is_ascii_digit()
        || matches!(character, '-' | '+' | '.' | '△' | '▲' | '百')
        || matches!(character, '第' | '一' | '二' | '三' | '四' | '上' | '下' | '全' | '年')
}

/// The unit that is all that follows a figure, where that is seen at once.
fn plain_unit(operand: &Operand, text: &str, units: &UnitTable) -> Option<ReadUnit> {
    if operand.percent || operand.names_a_year() {
        return None;
    }
    let mut cursor = Cursor::new(text);
    if cursor.take('%') {
        return cursor.is_at_end().then(ReadUnit::percent);
    }
    let (unit, bytes) = units.unit_prefix(text)?;
    (bytes == text.len()).then(|| ReadUnit::declared(unit, units))
}

/// A figure in digits, or 百分之 and one in words or digits: then its unit is known already.
struct Operand {
    figure: Figure,
    percent: bool,
}

fn take_figure_or_numeral(cursor: &mut Cursor<'_>) -> Option<Operand> {
    let start = cursor.peek()?.start;
    if let Some(figure) = take_figure(cursor, Place::Cell) {
        return Some(Operand { figure, percent: false });
    }
    let figure = take_hundredths(cursor, start, Place::Cell)?;
    Some(Operand { figure, percent: true })
}

/// Takes `百分之` and a figure in words or digits.
pub(crate) fn take_hundredths(
    cursor: &mut Cursor<'_>,
    start: usize,
    place: Place,
) -> Option<Figure> {
    let mut ahead = *cursor;
    if !ahead.take_word("百分之") {
        return None;
    }
    let figure = match take_figure(&mut ahead, place) {
        Some(figure) if !figure.signed => figure.starting_at(start),
        Some(_) => return None,
        None => {
            let numeral = take_numeral(&mut ahead)?;
            Figure::in_words(numeral.mantissa, numeral.scale, start)
        }
    };
    *cursor = ahead;
    Some(figure)
}

impl Operand {
    /// The unit that `text`, all that follows the figure, says.
    fn unit(&self, text: &str, units: &UnitTable) -> Option<ReadUnit> {
        if self.percent {
            return Cursor::new(text).is_at_end().then(ReadUnit::percent);
        }
        if begins_with_year(text) && self.names_a_year() {
            return None;
        }
        read_unit(text, units)
    }

    fn names_a_year(&self) -> bool {
        let year = self.figure.value().ok().and_then(|value| u16::try_from(value).ok());
        self.figure.scale == 0 && year.is_some_and(|year| (1900..2200).contains(&year))
    }

    fn number(&self, unit: ReadUnit, units: &UnitTable) -> Result<Number, Unreadable> {
        let value = self.figure.value()?;
        let number = Number::published(value, unit.shown, unit.dimension, units);
        // A limit is set and not measured: it is what it says.
        let exactly = number.map(|number| Number { slack: crate::Decimal::ZERO, ..number });
        exactly.ok_or(Unreadable::TooManyDigits)
    }
}

/// One figure, its unit, and the words that say which way it points.
fn number_limit(
    lead: Lead,
    operand: &Operand,
    cursor: Cursor<'_>,
    units: &UnitTable,
) -> Option<BoundReading> {
    let rest = cursor.rest();
    let closing = comparator::closing_side(rest);
    let unit_text = rest.get(..closing.map_or(rest.len(), |(_, start)| start))?;
    let direction = comparator::direction(lead, closing.map(|(side, _)| side))?;
    let unit = operand.unit(unit_text, units)?;
    let closing = closing.map(|(_, start)| {
        let end = cursor.at() + shown_len(rest);
        TextRange::from(cursor.at() + start..end)
    });
    Some(directed(direction, lead, operand, unit, (cursor.at(), unit_text, closing), units))
}

/// The bound of one figure; its unit is written in the text that begins at the place given, and in
/// front of the closing words.
fn directed(
    direction: Direction,
    lead: Lead,
    operand: &Operand,
    unit: ReadUnit,
    (at, unit_text, closing): (usize, &str, Option<TextRange>),
    units: &UnitTable,
) -> BoundReading {
    let figure = TextRange::from(operand.figure.start..at + shown_len(unit_text));
    let bound = operand
        .number(unit, units)
        .map(|number| pointing(direction, LimitValue::Number(number), lead, closing, figure));
    (bound, operand.figure.repair)
}

/// Bytes of a text up to the last character that folding keeps.
fn shown_len(text: &str) -> usize {
    text.trim_end_matches(|character| gouji_text::fold_char(character).is_none()).len()
}

/// The bound that points in `direction`.
fn pointing(
    direction: Direction,
    value: LimitValue,
    lead: Lead,
    closing: Option<TextRange>,
    figure: TextRange,
) -> Bound {
    let comparator = match lead {
        Lead::Points(_, range) | Lead::Within(range) | Lead::Leaves(range) => range,
        Lead::Nothing => closing.unwrap_or(TextRange::empty(figure.start)),
    };
    let open = matches!(direction, Direction::MoreThan | Direction::LessThan);
    let limit = Limit { value, open };
    let (lower, upper) = match direction {
        Direction::AtLeast | Direction::MoreThan => (Some(limit), None),
        Direction::AtMost | Direction::LessThan => (None, Some(limit)),
        Direction::Exactly => (Some(limit.clone()), Some(limit)),
    };
    Bound { lower, upper, comparator, figure }
}

/// In the text behind a figure: where the sign or word between the two figures of a range begins and
/// ends.
fn range_separator(text: &str) -> Option<(usize, usize)> {
    // Behind a unit; what is longer is words.
    const FARTHEST: usize = 12;
    let mut cursor = Cursor::new(text);
    for _ in 0..FARTHEST {
        let next = cursor.peek()?;
        let mut behind = cursor;
        if take_separator(&mut behind) {
            let begins_figure = |character: char| character.is_ascii_digit() || character == '百';
            if behind.peek().is_some_and(|next| begins_figure(next.character)) {
                return Some((next.start, behind.at()));
            }
        }
        cursor = cursor.moved_to(next.end);
    }
    None
}

fn take_separator(cursor: &mut Cursor<'_>) -> bool {
    let Some(next) = cursor.peek() else { return false };
    match next.character {
        '~' | '至' | '到' => cursor.take(next.character),
        // A dash may be drawn as two.
        '-' => {
            cursor.take('-');
            cursor.take('-');
            true
        }
        _ => false,
    }
}

/// Two figures that share a unit or have one each.
fn number_range(
    lead: Lead,
    (lower, between): (&Operand, &str),
    mut behind: Cursor<'_>,
    units: &UnitTable,
) -> Option<BoundReading> {
    if matches!(lead, Lead::Points(..)) {
        return None;
    }
    let bare = Cursor::new(between).is_at_end() && !lower.percent;
    let mut ahead = behind;
    if bare && let Some(point) = take_point(&mut ahead, Place::Cell) {
        return months_range(lead, lower, point, ahead);
    }
    let upper = take_figure_or_numeral(&mut behind)?;
    let rest = behind.rest();
    let closing = comparator::closing_between(rest).or_else(|| {
        let (side, start) = comparator::closing_side(rest)?;
        (side == Side::Upper && matches!(lead, Lead::Within(_))).then_some(start)
    });
    let unit_text = rest.get(..closing.unwrap_or(rest.len()))?;
    let unit = upper.unit(unit_text, units)?;
    let lower_unit = if bare { unit.clone() } else { lower.unit(between, units)? };
    if bare && begins_with_year(unit_text) && lower.names_a_year() {
        return None;
    }
    let repair = lower.figure.repair.or(upper.figure.repair);
    let numbers =
        lower.number(lower_unit, units).and_then(|lower| Ok((lower, upper.number(unit, units)?)));
    let (low, high) = match numbers {
        Ok(numbers) => numbers,
        Err(unreadable) => return Some((Err(unreadable), repair)),
    };
    // A range from a figure to itself is a slip, and no figure that a direction could be given to.
    if low.dimension != high.dimension || low.amount >= high.amount {
        return None;
    }
    let end = behind.at() + shown_len(unit_text);
    let figure = TextRange::from(lower.figure.start..end);
    Some((Ok(between_limits(LimitValue::Number(low), LimitValue::Number(high), figure)), repair))
}

fn between_limits(lower: LimitValue, upper: LimitValue, figure: TextRange) -> Bound {
    let closed = |value: LimitValue| Some(Limit { value, open: false });
    Bound {
        lower: closed(lower),
        upper: closed(upper),
        comparator: TextRange::empty(figure.start),
        figure,
    }
}

/// A date or a point of the year, and the words that say which way it points.
fn point_limits(lead: Lead, point: Point, mut cursor: Cursor<'_>) -> Option<BoundReading> {
    let end = cursor.at();
    let mut behind = cursor;
    if take_separator(&mut behind)
        && let Some(upper) = take_point(&mut behind, Place::Cell)
    {
        return point_range(lead, point, upper, behind);
    }
    let closing_start = cursor.peek().map(|next| next.start);
    let side = comparator::take_date_side(&mut cursor);
    let closing = closing_start.filter(|_| side.is_some());
    let closing = closing.map(|start| TextRange::from(start..cursor.at()));
    if !cursor.is_at_end() {
        return None;
    }
    let direction = comparator::direction(lead, side)?;
    let figure = TextRange::from(point.start..end);
    let bound =
        limit_value(point.value).map(|value| pointing(direction, value, lead, closing, figure));
    Some((bound, point.repair))
}

fn limit_value(value: PointValue) -> Result<LimitValue, Unreadable> {
    match value {
        PointValue::Date(date) => Ok(LimitValue::Date(date)),
        PointValue::Period(period) => Ok(LimitValue::Period(period)),
        PointValue::NoSuchDay { year, month, day } => {
            Err(Unreadable::NoSuchDate { year, month, day })
        }
    }
}

/// Where a range begins that begins with this point: a month without a day begins on its first.
fn beginning(point: &Point) -> Result<LimitValue, Unreadable> {
    let value = limit_value(point.value)?;
    let Precision::Since(month) = point.precision else { return Ok(value) };
    Ok(match value {
        LimitValue::Date(date) => {
            LimitValue::Date(Date::new(date.year(), month, 1).unwrap_or(date))
        }
        LimitValue::Period(period) => {
            LimitValue::Period(Period::day_of(month, 1).unwrap_or(period))
        }
        other => other,
    })
}

/// `3月至6月`, `2021年1月1日-2021年12月31日`.
fn point_range(lead: Lead, from: Point, to: Point, mut behind: Cursor<'_>) -> Option<BoundReading> {
    behind.take_word("之间");
    if matches!(lead, Lead::Points(..)) || !behind.is_at_end() {
        return None;
    }
    let end = behind.at();
    let repair = from.repair.or(to.repair);
    let limits = beginning(&from).and_then(|from| Ok((from, limit_value(to.value)?)));
    let (lower, upper) = match limits {
        Ok(limits) => limits,
        Err(unreadable) => return Some((Err(unreadable), repair)),
    };
    let ordered = match (&lower, &upper) {
        (LimitValue::Date(from), LimitValue::Date(to)) => from < to,
        (LimitValue::Period(from), LimitValue::Period(to)) => from < to,
        _ => false,
    };
    let figure = TextRange::from(from.start..end);
    ordered.then(|| (Ok(between_limits(lower, upper, figure)), repair))
}

/// `3-6月`: a bare figure in front of a month is a month as well.
fn months_range(lead: Lead, from: &Operand, to: Point, behind: Cursor<'_>) -> Option<BoundReading> {
    let month = from.figure.value().ok().and_then(|value| u8::try_from(value).ok());
    let month = month.filter(|_| from.figure.scale == 0 && !from.figure.signed)?;
    let (PointValue::Period(period), Precision::Since(_)) = (to.value, to.precision) else {
        return None;
    };
    let value = PointValue::Period(Period::end_of(month)?);
    // 1-2季度 is no range of months.
    if to.precision != Precision::Since(period.month) {
        return None;
    }
    let from = Point {
        value,
        precision: Precision::Since(month),
        start: from.figure.start,
        repair: from.figure.repair,
    };
    point_range(lead, from, to, behind)
}
