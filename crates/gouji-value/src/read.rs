//! Reading figures from published text. Total: any text gives a state, never a panic.

use crate::bound_reading::read_bound;
use crate::cursor::Cursor;
use crate::figure::Place;
use crate::point::{PointValue, Precision, take_point};
use crate::quantity::{
    Taken, Wanted, take_percent, take_percent_change, take_plain, take_quantity, take_signed_change,
};
use crate::{DimensionId, Notation, UnitId, UnitTable, Value};
use gouji_text::{Language, TextRange, trim_blank_end};

/// What a text is to be read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadAs {
    /// A whole plain number.
    Integer,
    /// A plain number.
    Number,
    /// A quantity of this dimension; a bare figure takes the default unit.
    Quantity(DimensionId),
    /// As `Quantity`, after a word of change: 增加 +, 减少 −, 持平 0.
    Change(DimensionId),
    /// A percentage.
    Percent,
    /// As `Percent`, after a word of change.
    PercentChange,
    /// A limit.
    Bound,
    /// A calendar date.
    Date,
    /// A point of the year.
    Period,
}

/// Why a text is not of its type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// No number where one is expected.
    NotANumber,
    /// More than 20 digits.
    TooManyDigits,
    /// Digits that are grouped otherwise than by three, or two points: which number is meant cannot
    /// be known.
    BadGroups,
    /// Has digits after the point where a whole number is expected.
    NotWhole,
    /// A bare figure, and nothing declares its unit.
    NoUnit,
    /// A unit of another dimension; the unit as written.
    WrongUnit(String),
    /// Words behind or before the figure that are not part of it.
    Trailing(String),
    /// Not a percentage.
    NotPercent,
    /// A date that the calendar does not have.
    NoSuchDate {
        /// Year; 0 where the text names none.
        year: u16,
        /// Month.
        month: u8,
        /// Day.
        day: u8,
    },
    /// Not a date or a point of the year.
    NotADate,
    /// No word of change before the figure, or words for both ways.
    NoDirection,
    /// The same figure is stated twice, differently (filled in by forms).
    Contradiction,
}

impl Unreadable {
    /// In words, for messages: zh by default.
    pub fn describe(&self, language: Language) -> String {
        let english = language == Language::English;
        let fixed = |chinese: &str, other: &str| {
            let words = if english { other } else { chinese };
            words.to_owned()
        };
        match self {
            Self::NotANumber => fixed("不是数", "not a number"),
            Self::TooManyDigits => fixed("超过20位数字", "more than 20 digits"),
            Self::NotWhole => fixed("不是整数", "not a whole number"),
            Self::BadGroups => fixed("数字不是按三位分节的", "digits not grouped by three"),
            Self::NoUnit => fixed("没有单位", "without a unit"),
            Self::WrongUnit(unit) if english => format!("the unit “{}” does not fit", short(unit)),
            Self::WrongUnit(unit) => format!("单位“{}”不符", short(unit)),
            Self::Trailing(words) if english => format!("more than a value: “{}”", short(words)),
            Self::Trailing(words) => format!("另有文字“{}”", short(words)),
            Self::NotPercent => fixed("不是百分数", "not a percentage"),
            Self::NoSuchDate { year: 0, month, day } if english => {
                format!("no year has a {month:02}-{day:02}")
            }
            Self::NoSuchDate { year: 0, month, day } => format!("没有{month}月{day}日这一天"),
            Self::NoSuchDate { year, month, day } if english => {
                format!("there is no {year:04}-{month:02}-{day:02}")
            }
            Self::NoSuchDate { year, month, day } => format!("没有{year}年{month}月{day}日这一天"),
            Self::NotADate => fixed("不是日期", "not a date"),
            Self::NoDirection => fixed("没有写明是增是减", "does not say which way it changed"),
            Self::Contradiction => fixed("前后不一致", "stated twice, differently"),
        }
    }
}

/// The beginning of a text, for a message.
fn short(text: &str) -> String {
    const MOST: usize = 20;
    let mut characters = text.chars();
    let mut beginning: String = characters.by_ref().take(MOST).collect();
    if characters.next().is_some() {
        beginning.push('…');
    }
    beginning
}

/// What had to be mended in order to read a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repair {
    /// White space inside a number was taken out: `136.4 1`.
    SpaceInNumber,
}

/// What a text says, read as a type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// Of the type.
    Value(Value),
    /// Nothing but white space.
    Blank,
    /// A dash, or 无.
    Dash,
    /// There, but not of the type.
    Unreadable(Unreadable),
}

/// The state of a text, and what was mended on the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// What it says.
    pub state: State,
    /// What had to be mended.
    pub repair: Option<Repair>,
}

/// Reads all of `text` as one value. `default_unit` is the unit a bare figure takes.
pub fn read(
    text: &str,
    as_type: ReadAs,
    units: &UnitTable,
    default_unit: Option<UnitId>,
) -> Reading {
    read_written(text, as_type, units, default_unit, Notation::default())
}

/// As [`read`], from a text whose numbers are written like this.
pub fn read_written(
    text: &str,
    as_type: ReadAs,
    units: &UnitTable,
    default_unit: Option<UnitId>,
    notation: Notation,
) -> Reading {
    let cursor = Cursor::new(text).written(notation);
    let state = match cursor.peek() {
        None => Some(State::Blank),
        Some(first) => is_dash(cursor, first.character).then_some(State::Dash),
    };
    if let Some(state) = state {
        return Reading { state, repair: None };
    }
    if let Some(reading) = in_brackets(cursor, as_type, units, default_unit) {
        return reading;
    }
    let mut behind = cursor;
    let Some(found) = take(&mut behind, as_type, Place::Cell, units, default_unit) else {
        let state = State::Unreadable(missing(cursor, as_type));
        return Reading { state, repair: None };
    };
    let state = match found.value {
        Err(unreadable) => State::Unreadable(unreadable),
        Ok(value) if behind.is_at_end() => State::Value(value),
        Ok(_) => State::Unreadable(Unreadable::Trailing(behind.rest().trim().to_owned())),
    };
    Reading { state, repair: found.repair }
}

/// A figure in brackets that fill its cell is negative, as accountants write. Whole numbers in
/// brackets number things.
fn in_brackets(
    cursor: Cursor<'_>,
    as_type: ReadAs,
    units: &UnitTable,
    default_unit: Option<UnitId>,
) -> Option<Reading> {
    if !matches!(as_type, ReadAs::Number | ReadAs::Quantity(_) | ReadAs::Percent) {
        return None;
    }
    let mut inside = cursor;
    inside.take('(').then_some(())?;
    let text = trim_blank_end(cursor.text());
    let end = text.strip_suffix([')', '）'])?.len();
    let mut inside = inside.limited_to(end);
    if !inside.peek()?.character.is_ascii_digit() {
        return None;
    }
    let found = take(&mut inside, as_type, Place::Cell, units, default_unit)?;
    let Ok(Value::Number(number)) = found.value else { return None };
    if as_type == ReadAs::Number && number.scale == 0 {
        return None;
    }
    let value = Value::Number(number.negated());
    inside.is_at_end().then_some(Reading { state: State::Value(value), repair: found.repair })
}

/// Reads a value that `text` begins with (running text, unfolded: white space may stand anywhere a page
/// wrap puts it), and the bytes it took. `None` where `text` does not begin with one.
///
/// What begins like a value but cannot be one (a day that does not exist, a figure in a unit of
/// another dimension or in none, more digits than can be held) is unreadable, and the bytes are
/// those that show it.
pub fn read_prefix(
    text: &str,
    as_type: ReadAs,
    units: &UnitTable,
    default_unit: Option<UnitId>,
) -> Option<(TextRange, Reading)> {
    read_prefix_written(text, as_type, units, default_unit, Notation::default())
}

/// As [`read_prefix`], from a text whose numbers are written like this.
pub fn read_prefix_written(
    text: &str,
    as_type: ReadAs,
    units: &UnitTable,
    default_unit: Option<UnitId>,
    notation: Notation,
) -> Option<(TextRange, Reading)> {
    let mut cursor = Cursor::new(text).written(notation);
    let found = take(&mut cursor, as_type, Place::Running, units, default_unit)?;
    let state = found.value.map_or_else(State::Unreadable, State::Value);
    let range = TextRange::from(found.start..cursor.at());
    Some((range, Reading { state, repair: found.repair }))
}

/// A value that a text begins with.
struct Found {
    value: Result<Value, Unreadable>,
    repair: Option<Repair>,
    start: usize,
}

impl From<Taken> for Found {
    fn from(taken: Taken) -> Self {
        Self { value: taken.number.map(Value::Number), repair: taken.repair, start: taken.start }
    }
}

fn take(
    cursor: &mut Cursor<'_>,
    as_type: ReadAs,
    place: Place,
    units: &UnitTable,
    default_unit: Option<UnitId>,
) -> Option<Found> {
    let wanted = |dimension| Wanted { dimension, default_unit, units };
    match as_type {
        ReadAs::Integer => take_plain(cursor, place, true, units).map(Found::from),
        ReadAs::Number => take_plain(cursor, place, false, units).map(Found::from),
        ReadAs::Quantity(dimension) => {
            take_quantity(cursor, place, wanted(dimension)).map(Found::from)
        }
        ReadAs::Change(dimension) => {
            take_signed_change(cursor, place, wanted(dimension)).map(Found::from)
        }
        ReadAs::Percent => take_percent(cursor, place, units).map(Found::from),
        ReadAs::PercentChange => take_percent_change(cursor, place, units).map(Found::from),
        ReadAs::Bound => take_bound(cursor, place, units),
        ReadAs::Date => take_date(cursor, place),
        ReadAs::Period => take_period(cursor, place),
    }
}

/// Characters that a clause of running text may have which states a limit.
const LONGEST_CLAUSE: usize = 400;

/// Takes a limit: in running text, what stands in front of the next punctuation.
fn take_bound(cursor: &mut Cursor<'_>, place: Place, units: &UnitTable) -> Option<Found> {
    let start = cursor.peek()?.start;
    let mut end = match place {
        Place::Cell => cursor.moved_to(cursor.at() + cursor.rest().len()),
        _ => *cursor,
    };
    let mut length = 0;
    while let Some(next) = end.peek() {
        if ends_clause(end, next.character) {
            break;
        }
        end.advance();
        length += 1;
        if length > LONGEST_CLAUSE && place != Place::Cell {
            return None;
        }
    }
    if end.at() <= start {
        return None;
    }
    let (bound, repair) = read_bound(cursor.limited_to(end.at()), units);
    *cursor = end;
    Some(Found { value: bound.map(|bound| Value::Bound(Box::new(bound))), repair, start })
}

/// Whether the character ahead is punctuation, rather than a comma that groups digits.
fn ends_clause(cursor: Cursor<'_>, character: char) -> bool {
    match character {
        '。' | ';' => true,
        ',' => {
            let is_digit = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
            let bytes = cursor.rest().as_bytes();
            let before = cursor.at().checked_sub(1).map(|at| cursor.slice(at, at + 1));
            let grouped = bytes.first() == Some(&b',')
                && is_digit(bytes.get(1))
                && is_digit(before.and_then(|before| before.as_bytes().first()));
            !grouped
        }
        _ => false,
    }
}

/// Takes a date; a month without a day is one only where its end is named.
fn take_date(cursor: &mut Cursor<'_>, place: Place) -> Option<Found> {
    let mut ahead = *cursor;
    let point = take_point(&mut ahead, place)?;
    let value = match (point.value, point.precision) {
        (PointValue::Date(date), Precision::Day) => Ok(Value::Date(date)),
        (PointValue::NoSuchDay { year, month, day }, _) if year != 0 => {
            Err(Unreadable::NoSuchDate { year, month, day })
        }
        _ => return None,
    };
    *cursor = ahead;
    Some(Found { value, repair: point.repair, start: point.start })
}

/// Takes a point of the year; not one that names the year.
fn take_period(cursor: &mut Cursor<'_>, place: Place) -> Option<Found> {
    let mut ahead = *cursor;
    let point = take_point(&mut ahead, place)?;
    let value = match point.value {
        PointValue::Period(period) => Ok(Value::Period(period)),
        PointValue::NoSuchDay { year: 0, month, day } => {
            Err(Unreadable::NoSuchDate { year: 0, month, day })
        }
        _ => return None,
    };
    *cursor = ahead;
    Some(Found { value, repair: point.repair, start: point.start })
}

/// Whether the text is nothing but what stands in a cell where there is no figure: a dash, 无.
fn is_dash(mut cursor: Cursor<'_>, first: char) -> bool {
    match first {
        // However long it is drawn.
        '-' | '…' => while cursor.take(first) {},
        '无' | '/' => {
            cursor.advance();
        }
        '暂' => {
            if !cursor.take_word("暂无") {
                return false;
            }
        }
        _ => return false,
    }
    cursor.is_at_end()
}

/// Why a text that does not begin with a value is unreadable.
fn missing(cursor: Cursor<'_>, as_type: ReadAs) -> Unreadable {
    match as_type {
        ReadAs::Percent => Unreadable::NotPercent,
        ReadAs::Date | ReadAs::Period => Unreadable::NotADate,
        ReadAs::Change(_) | ReadAs::PercentChange if first_digit(cursor).is_some() => {
            Unreadable::NoDirection
        }
        ReadAs::Change(_) | ReadAs::PercentChange | ReadAs::Bound => Unreadable::NotANumber,
        ReadAs::Integer | ReadAs::Number | ReadAs::Quantity(_) => match first_digit(cursor) {
            Some(digit) => Unreadable::Trailing(cursor.slice(0, digit).trim().to_owned()),
            None => Unreadable::NotANumber,
        },
    }
}

/// Where the first digit stands.
fn first_digit(mut cursor: Cursor<'_>) -> Option<usize> {
    while let Some(next) = cursor.advance() {
        if next.digit().is_some() {
            return Some(next.start);
        }
    }
    None
}
