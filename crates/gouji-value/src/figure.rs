//! The digits of a figure: sign, grouping, decimal point, and what page wrapping did to them.

use crate::cursor::{Cursor, FoldedCharacter};
use crate::notation::{Mark, splits_number};
use crate::{Repair, Unreadable, exact};
use rust_decimal::Decimal;

/// Digits a figure may have; more cannot be computed with exactly.
const MOST_DIGITS: u32 = 20;

/// Where a figure stands, and so how far white space inside it can be trusted to be an accident.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// In a cell of its own: the whole cell is the figure.
    Cell,
    /// In running text: white space ends a figure.
    Running,
    /// In running text, where a single space among the digits after the point is taken for the
    /// page's (`136.4 1`). For a second look, with what follows in view.
    RunningBroken,
}

/// The digits of a figure.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Figure {
    negative: bool,
    mantissa: u128,
    digits: u32,
    /// Digits after the point.
    pub(crate) scale: u32,
    /// Whether a sign stands in front.
    pub(crate) signed: bool,
    /// First byte.
    pub(crate) start: usize,
    /// What was mended.
    pub(crate) repair: Option<Repair>,
    /// Whether its digits are grouped otherwise than by three, or it has two points.
    malformed: bool,
    first_digit: Option<u8>,
}

impl Figure {
    /// The figure, unless it has more than twenty digits or they are grouped otherwise than by three.
    pub(crate) fn value(&self) -> Result<Decimal, Unreadable> {
        if self.malformed {
            return Err(Unreadable::BadGroups);
        }
        let composed = || {
            let mantissa = i128::try_from(self.mantissa).ok()?;
            exact::compose(if self.negative { -mantissa } else { mantissa }, self.scale)
        };
        let fits = self.digits <= MOST_DIGITS;
        fits.then(composed).flatten().ok_or(Unreadable::TooManyDigits)
    }

    fn begins_with_zero(&self) -> bool {
        self.first_digit == Some(0)
    }

    /// A figure that was written in words.
    pub(crate) fn in_words(mantissa: u128, scale: u32, start: usize) -> Self {
        let digits = mantissa.checked_ilog10().map_or(1, |log| log + 1).max(scale);
        Self {
            negative: false,
            mantissa,
            digits,
            scale,
            signed: false,
            start,
            repair: None,
            malformed: false,
            first_digit: None,
        }
    }

    /// This many times `worth`, and what follows: the two figures of `12万3456`. `None` where they do
    /// not fit together.
    pub(crate) fn followed_by(&self, worth: u128, second: &Self) -> Option<Self> {
        let plain = |figure: &Self| !figure.malformed && figure.digits <= MOST_DIGITS;
        if self.scale > 0 || second.signed || !plain(self) || !plain(second) {
            return None;
        }
        let behind_point = 10_u128.checked_pow(second.scale)?;
        if second.mantissa >= worth.checked_mul(behind_point)? {
            return None;
        }
        let whole = self.mantissa.checked_mul(worth)?.checked_mul(behind_point)?;
        let both = Self::in_words(whole.checked_add(second.mantissa)?, second.scale, self.start);
        let repair = self.repair.or(second.repair);
        Some(Self { negative: self.negative, signed: self.signed, repair, ..both })
    }

    /// The same figure, counting what stands in front of it as part of it.
    pub(crate) fn starting_at(self, start: usize) -> Self {
        Self { start, ..self }
    }

    fn push(&mut self, digit: u8) {
        self.first_digit.get_or_insert(digit);
        self.digits = self.digits.saturating_add(1);
        if self.digits <= MOST_DIGITS {
            self.mantissa = self.mantissa * 10 + u128::from(digit);
        }
    }

    fn push_behind_point(&mut self, digit: u8) {
        self.push(digit);
        self.scale = self.scale.saturating_add(1);
    }

    fn mend(&mut self, repair: Repair) {
        self.repair = self.repair.or(Some(repair));
    }
}

/// Takes a figure; leaves the cursor alone where there is none.
pub(crate) fn take_figure(cursor: &mut Cursor<'_>, place: Place) -> Option<Figure> {
    let mut ahead = *cursor;
    let first = ahead.peek()?;
    let mut figure = Figure::in_words(0, 0, first.start);
    figure.digits = 0;
    if is_sign(ahead, first, place) {
        figure.signed = true;
        figure.negative = first.character != '+';
        ahead = ahead.moved_to(first.end);
        if place != Place::Cell && ahead.peek()?.start != first.end {
            return None;
        }
    }
    take_integral(&mut ahead, &mut figure, place);
    if figure.digits > 0 || place == Place::Cell {
        take_fraction(&mut ahead, &mut figure, place);
    }
    if figure.digits == 0 {
        return None;
    }
    take_rest_of_run(&mut ahead, &mut figure);
    *cursor = ahead;
    Some(figure)
}

/// Whether the next character is a sign. In running text a long dash is punctuation.
fn is_sign(cursor: Cursor<'_>, first: FoldedCharacter, place: Place) -> bool {
    match first.character {
        '+' | '△' | '▲' => true,
        '-' => {
            let long = matches!(cursor.slice(first.start, first.end), "—" | "―" | "─" | "━" | "ー");
            place == Place::Cell || !long
        }
        _ => false,
    }
}

/// What stands between two runs of digits in front of the point.
enum Joint {
    /// A mark or a blank that groups by three.
    Group,
    /// White space that the page put there.
    Accident,
    /// A blank that groups, but not by three.
    Malformed,
    /// Nothing.
    None,
}

/// Digits, and what groups them, in front of the point.
fn take_integral(cursor: &mut Cursor<'_>, figure: &mut Figure, place: Place) {
    // Digits since the last mark, and whether there was one.
    let mut group = 0_u32;
    let mut grouped = false;
    loop {
        while let Some(digit) = cursor.take_plain_digit() {
            figure.push(digit);
            group = group.saturating_add(1);
        }
        let Some(next) = cursor.peek() else { break };
        let gap = figure.digits > 0 && next.start != cursor.at();
        let is_mark = is_mark(*cursor, next) && figure.digits > 0;
        if !(is_mark || next.digit().is_some()) || (gap && is_mark && place != Place::Cell) {
            break;
        }
        let joint = if is_mark {
            if !mark_groups(*cursor, group, place) {
                break;
            }
            Joint::Group
        } else if gap {
            blank_between(*cursor, group, grouped)
        } else {
            Joint::None
        };
        match joint {
            Joint::Accident | Joint::Malformed if place != Place::Cell => break,
            Joint::Malformed => figure.malformed = true,
            Joint::Accident => figure.mend(Repair::SpaceInNumber),
            Joint::Group => {
                let first_is_zero = !grouped && figure.begins_with_zero();
                figure.malformed |= first_is_zero || group > 3 || (grouped && group < 3);
                grouped = true;
                group = 0;
            }
            Joint::None => {}
        }
        if is_mark {
            if gap {
                figure.mend(Repair::SpaceInNumber);
            }
            *cursor = cursor.moved_to(next.end);
            let second_gap = cursor.peek().is_some_and(|digit| digit.start != cursor.at());
            if second_gap {
                figure.mend(Repair::SpaceInNumber);
                *cursor = cursor.moved_to(cursor.peek().map_or(cursor.at(), |digit| digit.start));
            }
        } else if let Some(digit) = next.digit() {
            figure.push(digit);
            group = group.saturating_add(1);
            *cursor = cursor.moved_to(next.end);
        }
    }
    figure.malformed |= grouped && group != 3;
}

/// Whether the next character is the mark that groups digits.
fn is_mark(cursor: Cursor<'_>, next: FoldedCharacter) -> bool {
    let mark = cursor.slice(next.start, next.end).chars().next();
    mark.is_some_and(|mark| cursor.notation().thousands.is(mark))
}

/// Whether the mark ahead stands inside a figure. In running text a full-width comma is
/// punctuation, unless it parts digits in groups of three.
fn mark_groups(cursor: Cursor<'_>, group: u32, place: Place) -> bool {
    let Some(mark) = cursor.peek() else { return false };
    let behind = cursor.moved_to(mark.end);
    let Some(digit) = behind.peek().filter(|next| next.digit().is_some()) else { return false };
    if place == Place::Cell {
        return true;
    }
    if digit.start != behind.at() {
        return false;
    }
    let wide_comma = cursor.slice(mark.start, mark.end) == "，";
    !wide_comma || ((1..=3).contains(&group) && three_digits(behind))
}

/// Whether exactly three digits stand ahead, without a gap.
fn three_digits(mut cursor: Cursor<'_>) -> bool {
    for _ in 0..3 {
        if cursor.advance_if_adjacent_digit().is_none() {
            return false;
        }
    }
    cursor.advance_if_adjacent_digit().is_none()
}

/// What the white space in front of the next digit is.
fn blank_between(cursor: Cursor<'_>, group: u32, grouped: bool) -> Joint {
    let Some(next) = cursor.peek() else { return Joint::None };
    if !cursor.notation().is_grouping_space(cursor.slice(cursor.at(), next.start)) {
        return Joint::Accident;
    }
    let by_three = if grouped { group == 3 } else { group <= 3 };
    if by_three && three_digits(cursor.moved_to(next.start)) {
        Joint::Group
    } else {
        Joint::Malformed
    }
}

/// The point and the digits behind it; a point without a digit behind it is left.
fn take_fraction(cursor: &mut Cursor<'_>, figure: &mut Figure, place: Place) {
    let decimal = match cursor.notation().decimal {
        Mark::Comma => ',',
        _ => '.',
    };
    let Some(point) = cursor.peek().filter(|next| next.character == decimal) else { return };
    let whole_gap = figure.digits > 0 && point.start != cursor.at();
    let mut ahead = cursor.moved_to(point.end);
    let Some(first) = ahead.peek().filter(|next| next.digit().is_some()) else { return };
    let point_gap = first.start != ahead.at();
    if place != Place::Cell && (whole_gap || point_gap || is_year(ahead)) {
        return;
    }
    if whole_gap || point_gap {
        figure.mend(Repair::SpaceInNumber);
    }
    loop {
        while let Some(digit) = ahead.take_plain_digit() {
            figure.push_behind_point(digit);
        }
        let Some(next) = ahead.peek() else { break };
        let Some(digit) = next.digit() else { break };
        if next.start != ahead.at() && figure.scale > 0 {
            let gap = ahead.slice(ahead.at(), next.start);
            let single = gap.chars().count() == 1;
            if place == Place::Running || (place == Place::RunningBroken && !single) {
                break;
            }
            figure.mend(Repair::SpaceInNumber);
        }
        figure.push_behind_point(digit);
        ahead = ahead.moved_to(next.end);
    }
    *cursor = ahead;
}

/// Whether a year stands ahead: the point of `1.2021年` ends the number of a line.
fn is_year(mut cursor: Cursor<'_>) -> bool {
    (0..4).all(|_| cursor.advance_if_adjacent_digit().is_some()) && cursor.take('年')
}

/// A second point with a digit behind it: what began like a figure is none (`1.234.5`).
fn take_rest_of_run(cursor: &mut Cursor<'_>, figure: &mut Figure) {
    let is_point = |next: &FoldedCharacter| next.character == '.' || next.character == ',';
    loop {
        let here = *cursor;
        let point = here.peek().filter(|next| next.start == here.at() && is_point(next));
        let Some(point) = point else { return };
        let sign = here.slice(point.start, point.end);
        let behind = here.moved_to(point.end);
        let joined = splits_number(here.text(), point.start, here.notation()) && sign != "，";
        let mut ahead = behind;
        if !joined || ahead.advance_if_adjacent_digit().is_none() || is_year(behind) {
            return;
        }
        while ahead.advance_if_adjacent_digit().is_some() {}
        figure.malformed = true;
        *cursor = ahead;
    }
}
