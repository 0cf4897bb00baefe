//! Dates and points of the year as they are written.

use crate::cursor::Cursor;
use crate::figure::Place;
use crate::{Date, Period, Repair};

/// What a date or a point of the year says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PointValue {
    /// A date.
    Date(Date),
    /// A point of the year.
    Period(Period),
    /// A day that the calendar does not have; year 0 where none is named.
    NoSuchDay { year: u16, month: u8, day: u8 },
}

/// How exactly it says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Precision {
    /// A day, or the end of a month or year.
    Day,
    /// A month, a quarter, a half or a whole year, which begins earlier than it ends: on the first
    /// day of this month.
    Since(u8),
}

/// A date or a point of the year.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Point {
    pub(crate) value: PointValue,
    pub(crate) precision: Precision,
    /// First byte.
    pub(crate) start: usize,
    /// What was mended.
    pub(crate) repair: Option<Repair>,
}

/// The point of the year that all of a text names, whatever words for it are used: `3月底`, `3月末`,
/// `3月31日前`, `截至3月底`, `一季度末`. A month, a quarter or a half without a day stands at its end.
pub fn point_of_year(text: &str) -> Option<Period> {
    let mut cursor = Cursor::new(text);
    for word in ["截至", "截止", "到", "至"] {
        if cursor.take_word(word) {
            break;
        }
    }
    let point = take_point(&mut cursor, Place::Cell)?;
    for word in ["之前", "以前", "前", "为止", "止"] {
        if cursor.take_word(word) {
            break;
        }
    }
    cursor.take(':');
    let named = match point.value {
        PointValue::Date(date) => Period::day_of(date.month(), date.day())?,
        PointValue::Period(period) => period,
        PointValue::NoSuchDay { .. } => return None,
    };
    cursor.is_at_end().then(|| named.at_end_of_month())
}

/// A run of digits.
struct Run {
    value: u16,
    digits: u32,
    repair: Option<Repair>,
}

/// Takes a date or a point of the year; leaves the cursor alone where there is none.
pub(crate) fn take_point(cursor: &mut Cursor<'_>, place: Place) -> Option<Point> {
    let mut ahead = *cursor;
    let first = ahead.peek()?;
    let point = if first.digit().is_some() {
        point_in_digits(&mut ahead, first.start, place)?
    } else {
        point_in_words(&mut ahead, first.start)?
    };
    *cursor = ahead;
    Some(point)
}

fn point_in_digits(cursor: &mut Cursor<'_>, start: usize, place: Place) -> Option<Point> {
    // A first look that costs next to nothing: most figures are no dates.
    let run = take_run(cursor, 4, place != Place::Running || is_broken_year(*cursor))?;
    let next = cursor.peek()?;
    match (run.digits, next.character) {
        (4, '年') => {
            cursor.advance();
            year_and_rest(cursor, &run, start)
        }
        (4, '-' | '/' | '.') => in_figures(cursor, &run, next.character, start, place),
        (1 | 2, '月') => {
            cursor.advance();
            month_and_rest(cursor, None, &run, start)
        }
        (1, '季') => quarter(cursor, u8::try_from(run.value).ok()?, start, run.repair),
        _ => None,
    }
}

/// Whether the digits ahead are the four of a year, so that white space among them is the page's.
fn is_broken_year(mut cursor: Cursor<'_>) -> bool {
    let mut digits = 0;
    while let Some(next) = cursor.advance() {
        match next.digit() {
            Some(_) if digits < 4 => digits += 1,
            _ => return digits == 4 && next.character == '年',
        }
    }
    false
}

/// Takes up to `most` digits; `None` where there are none or more.
fn take_run(cursor: &mut Cursor<'_>, most: u32, gaps: bool) -> Option<Run> {
    let mut run = Run { value: 0, digits: 0, repair: None };
    while let Some(next) = cursor.peek() {
        let Some(digit) = next.digit() else { break };
        if run.digits > 0 && next.start != cursor.at() {
            if !gaps {
                break;
            }
            run.repair = Some(Repair::SpaceInNumber);
        }
        if run.digits == most {
            return None;
        }
        run.value = run.value * 10 + u16::from(digit);
        run.digits += 1;
        cursor.advance();
    }
    (run.digits > 0).then_some(run)
}

/// Behind `2021年`: a month, a day, or the end of the year.
fn year_and_rest(cursor: &mut Cursor<'_>, year: &Run, start: usize) -> Option<Point> {
    if cursor.take('底') || cursor.take('末') {
        let value = PointValue::Date(Date::new(year.value, 12, 31)?);
        return Some(Point { value, precision: Precision::Day, start, repair: year.repair });
    }
    let month = take_run(cursor, 2, true)?;
    if !cursor.take('月') {
        return None;
    }
    month_and_rest(cursor, Some(year), &month, start)
}

/// Behind `10月`: a day, the end of the month, or nothing.
fn month_and_rest(
    cursor: &mut Cursor<'_>,
    year: Option<&Run>,
    month: &Run,
    start: usize,
) -> Option<Point> {
    let repair = year.and_then(|year| year.repair).or(month.repair);
    let year = year.map(|year| year.value);
    let month = u8::try_from(month.value).ok()?;
    let mut ahead = *cursor;
    if let Some(day) = take_run(&mut ahead, 2, true)
        && (ahead.take('日') || ahead.take('号'))
    {
        *cursor = ahead;
        let repair = repair.or(day.repair);
        let value = on_day(year, month, u8::try_from(day.value).ok()?);
        return Some(Point { value, precision: Precision::Day, start, repair });
    }
    let value = match year {
        Some(year) => PointValue::Date(Date::end_of_month(year, month)?),
        None => PointValue::Period(Period::end_of(month)?),
    };
    cursor.take('份');
    let end = cursor.take('底') || cursor.take('末');
    let precision = if end { Precision::Day } else { Precision::Since(month) };
    Some(Point { value, precision, start, repair })
}

fn on_day(year: Option<u16>, month: u8, day: u8) -> PointValue {
    let found = match year {
        Some(year) => Date::new(year, month, day).map(PointValue::Date),
        None => Period::day_of(month, day).map(PointValue::Period),
    };
    found.unwrap_or(PointValue::NoSuchDay { year: year.unwrap_or(0), month, day })
}

/// Behind `2021`: `-10-31`, `/10/31` or `.10.31`.
fn in_figures(
    cursor: &mut Cursor<'_>,
    year: &Run,
    separator: char,
    start: usize,
    place: Place,
) -> Option<Point> {
    let gaps = place == Place::Cell;
    let part = |cursor: &mut Cursor<'_>| {
        let adjacent = cursor.peek().is_some_and(|next| next.start == cursor.at());
        if !(cursor.take(separator) && (gaps || adjacent)) {
            return None;
        }
        take_run(cursor, 2, gaps)
    };
    let month = part(cursor)?;
    let day = part(cursor)?;
    if goes_on(*cursor, separator) {
        return None;
    }
    // In running text codes look like dates: what is no month of any year is one.
    let is_code = !((1..=12).contains(&month.value) && (1..=31).contains(&day.value));
    if is_code && place != Place::Cell {
        return None;
    }
    let (month_number, day_number) = (u8::try_from(month.value), u8::try_from(day.value));
    let value = on_day(Some(year.value), month_number.ok()?, day_number.ok()?);
    let counted = cursor.peek().is_some_and(|next| matches!(next.character, '号' | '年' | '月'));
    if counted && place != Place::Cell && matches!(value, PointValue::NoSuchDay { .. }) {
        return None;
    }
    let repair = year.repair.or(month.repair).or(day.repair);
    Some(Point { value, precision: Precision::Day, start, repair })
}

/// Whether what looks like a date goes on: with a letter, or the same separator and more behind it.
fn goes_on(cursor: Cursor<'_>, separator: char) -> bool {
    let adjacent = |cursor: Cursor<'_>| cursor.peek().filter(|next| next.start == cursor.at());
    let Some(next) = adjacent(cursor) else { return false };
    if next.character != separator {
        return next.character.is_ascii_alphanumeric();
    }
    let behind = adjacent(cursor.moved_to(next.end));
    behind.is_some_and(|next| next.character.is_ascii_alphanumeric())
}

/// `一季度末`, `第二季度`, `上半年`, `全年`, `年底`.
fn point_in_words(cursor: &mut Cursor<'_>, start: usize) -> Option<Point> {
    for (words, month, since) in [
        ("上半年", 6, Some(1)),
        ("下半年", 12, Some(7)),
        ("全年", 12, Some(1)),
        ("年底", 12, None),
        ("年末", 12, None),
    ] {
        if cursor.take_word(words) {
            let end = since.is_none() || cursor.take('底') || cursor.take('末');
            let precision = since.filter(|_| !end).map_or(Precision::Day, Precision::Since);
            let value = PointValue::Period(Period::end_of(month)?);
            return Some(Point { value, precision, start, repair: None });
        }
    }
    let ordinal = cursor.take('第');
    let next = cursor.peek()?;
    let number = match next.character {
        '一' => 1,
        '二' => 2,
        '三' => 3,
        '四' => 4,
        _ => next.digit().filter(|_| ordinal)?,
    };
    cursor.advance();
    quarter(cursor, number, start, None)
}

/// Behind the number of a quarter.
fn quarter(
    cursor: &mut Cursor<'_>,
    number: u8,
    start: usize,
    repair: Option<Repair>,
) -> Option<Point> {
    if !(1..=4).contains(&number) || !cursor.take_word("季度") {
        return None;
    }
    let end = cursor.take('底') || cursor.take('末');
    let precision = if end { Precision::Day } else { Precision::Since(number * 3 - 2) };
    let value = PointValue::Period(Period::end_of(number * 3)?);
    Some(Point { value, precision, start, repair })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_of_the_year_has_many_names() {
        let march = Period::end_of(3);
        for name in [
            "3月底",
            "3 月末",
            "3月",
            "３月31日前",
            "3月底前",
            "截至3月底",
            "一季度",
            "第一季度末",
            "2022年3月底",
            "3月底之前：",
        ] {
            assert_eq!(point_of_year(name), march, "{name}");
        }
        assert_eq!(point_of_year("6月30日前"), Period::end_of(6));
        assert_eq!(point_of_year("年底"), Period::end_of(12));
        assert_eq!(point_of_year("6月15日"), Period::day_of(6, 15));
        for other in ["3月底完成", "6月31日", "25%", "3", "按季度", ""] {
            assert_eq!(point_of_year(other), None, "{other}");
        }
    }
}
