//! The digits of a figure: sign, grouping, decimal point, and what page wrapping did to them.

use crate::cursor::{Cursor, FoldedCharacter};
use crate::{Repair, exact};
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
}

impl Figure {
    /// The figure; `None` where it has more than twenty digits.
    pub(crate) fn value(&self) -> Option<Decimal> {
        if self.digits > MOST_DIGITS {
            return None;
        }
        let mantissa = i128::try_from(self.mantissa).ok()?;
        exact::compose(if self.negative { -mantissa } else { mantissa }, self.scale)
    }

    /// A figure that was written in words.
    pub(crate) fn in_words(mantissa: u128, scale: u32, start: usize) -> Self {
        let digits = mantissa.checked_ilog10().map_or(1, |log| log + 1).max(scale);
        Self { negative: false, mantissa, digits, scale, signed: false, start, repair: None }
    }

    /// The same figure, counting what stands in front of it as part of it.
    pub(crate) fn starting_at(self, start: usize) -> Self {
        Self { start, ..self }
    }

    fn push(&mut self, digit: u8) {
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
    if matches!(first.character, '-' | '+' | '△' | '▲') {
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
    *cursor = ahead;
    Some(figure)
}

/// Digits and grouping commas in front of the point.
fn take_integral(cursor: &mut Cursor<'_>, figure: &mut Figure, place: Place) {
    // Digits since the last comma, and whether there was one.
    let mut group = 0_u32;
    let mut grouped = false;
    loop {
        while let Some(digit) = cursor.take_plain_digit() {
            figure.push(digit);
            group = group.saturating_add(1);
        }
        let Some(next) = cursor.peek() else { break };
        let gap = figure.digits > 0 && next.start != cursor.at();
        if gap && place != Place::Cell {
            break;
        }
        if let Some(digit) = next.digit() {
            figure.push(digit);
            group = group.saturating_add(1);
        } else if next.character == ',' && figure.digits > 0 && comma_groups(*cursor, place) {
            if group > 3 || (grouped && group < 3) {
                figure.mend(Repair::MisplacedComma);
            }
            grouped = true;
            group = 0;
        } else {
            break;
        }
        if gap {
            figure.mend(Repair::SpaceInNumber);
        }
        *cursor = cursor.moved_to(next.end);
    }
    if grouped && group != 3 {
        figure.mend(Repair::MisplacedComma);
    }
}

/// Whether the comma ahead stands inside a figure. In running text a full-width comma is
/// punctuation, unless full-width digits stand on both sides in a group of three.
fn comma_groups(cursor: Cursor<'_>, place: Place) -> bool {
    let Some(comma) = cursor.peek() else { return false };
    let mut behind = cursor.moved_to(comma.end);
    let Some(digit) = behind.peek().filter(|next| next.digit().is_some()) else { return false };
    if place == Place::Cell {
        return true;
    }
    if digit.start != behind.at() {
        return false;
    }
    let full_width = |folded: FoldedCharacter| folded.end - folded.start > 1;
    if !full_width(comma) {
        return true;
    }
    let mut group = 0;
    while let Some(next) = behind.peek().filter(|next| next.digit().is_some()) {
        if !full_width(next) || group == 3 {
            return false;
        }
        group += 1;
        behind = behind.moved_to(next.end);
    }
    group == 3
}

/// The point and the digits behind it; a point without a digit behind it is left.
fn take_fraction(cursor: &mut Cursor<'_>, figure: &mut Figure, place: Place) {
    let Some(point) = cursor.peek().filter(|next| next.character == '.') else { return };
    let whole_gap = figure.digits > 0 && point.start != cursor.at();
    let mut ahead = cursor.moved_to(point.end);
    let Some(first) = ahead.peek().filter(|next| next.digit().is_some()) else { return };
    let point_gap = first.start != ahead.at();
    if (whole_gap || point_gap) && place != Place::Cell {
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
