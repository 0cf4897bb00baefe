//! Exact numbers with units and the interval of true values a rounded figure stands for.

use crate::ratio::{ExactValue, Ratio};
use crate::{BaseUnit, Dimension, UnitId, UnitTable, exact, shown};
use rust_decimal::{Decimal, RoundingStrategy};
use std::cmp::Ordering;
use std::sync::Arc;

/// How a figure's unit is written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum ShownUnit {
    /// No unit.
    #[default]
    None,
    /// `%`.
    Percent,
    /// A declared unit.
    Unit(UnitId),
    /// Anything else (`元/人`, `册`), as written, and how many base units one is worth.
    Text(Arc<str>, Decimal),
}

impl ShownUnit {
    /// How many base units one is worth.
    pub(crate) fn factor(&self, units: &UnitTable) -> Decimal {
        match self {
            Self::None => Decimal::ONE,
            Self::Percent => exact::unit_of_digit(2),
            Self::Unit(unit) => units.unit_factor(*unit),
            Self::Text(_, factor) => *factor,
        }
    }
}

/// Where it is known from to which place a figure was rounded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum PlaceSource {
    /// From the figure: the last place it was written with.
    #[default]
    Figure,
    /// From its column, whose figures usually show more places.
    Column,
    /// From the other figures of its table in the same unit.
    Table,
    /// From the running text, whose figures in the same unit usually show more places.
    Text,
    /// From the dimension (精度), since nothing around the figure shows places.
    Dimension,
    /// From the form (精度), whatever the document shows.
    Form,
}

impl PlaceSource {
    /// Whether figures around it show that it was printed with fewer digits than they: it may be exact, or rounded
    /// to what it shows, and nobody can tell.
    pub fn is_around(self) -> bool {
        matches!(self, Self::Column | Self::Table | Self::Text)
    }
}

/// An exact figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    /// The figure in base units of its dimension (a percentage as its ratio: 95 % is 0.95).
    pub amount: Decimal,
    /// What it counts.
    pub dimension: Dimension,
    /// Half the width of the interval of true values it stands for, in base units; zero for what
    /// is exact.
    pub slack: Decimal,
    /// The unit it is written in.
    pub unit: ShownUnit,
    /// Digits after the decimal point it was written with, in `unit`. `1.0` and `1.00` differ here only.
    pub scale: u8,
    /// Where its slack comes from; of no meaning where it has none or was computed.
    pub place: PlaceSource,
    /// What it is exactly, where that is a quotient that no decimal holds: then `amount` is rounded at the
    /// 20th digit after the point.
    pub ratio: Option<Box<Ratio>>,
}

/// Why arithmetic has no result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ArithmeticError {
    /// The result has more digits than can be held exactly.
    Overflow,
    /// Division by zero, or by a rounded figure whose true value may be zero.
    DivisionByZero,
    /// Figures of these two dimensions cannot be added or compared.
    Incomparable(Dimension, Dimension),
}

/// How two figures stand to each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// By the figures as they stand, quotients among them by what they are exactly.
    pub exact: Ordering,
    /// Left minus right.
    pub difference: Number,
    /// How far apart the two may be through rounding: the sum of both slacks, in base units.
    pub allowed: Decimal,
}

impl Comparison {
    /// Whether the intervals of possible true values meet. A figure that was rounded half up stands for those
    /// from half of its last place below it on up to, and without, half of it above: two roundings of one
    /// number never lie as far apart as both halves together.
    pub fn may_be_equal(&self) -> bool {
        self.exact == Ordering::Equal || self.difference.amount.abs() < self.allowed
    }
}

/// Digits after the point up to which a figure is shown in full, where it has more than it was
/// written with.
const FULL_DIGITS: u32 = 10;
/// Digits after the point that remain of a figure with more than that.
const SHORTENED_DIGITS: u32 = 6;

impl Number {
    /// A plain exact number.
    pub fn plain(amount: Decimal) -> Self {
        Self {
            amount,
            dimension: Dimension::None,
            slack: Decimal::ZERO,
            unit: ShownUnit::None,
            scale: scale_of(amount),
            place: PlaceSource::Figure,
            ratio: None,
        }
    }

    /// An exact figure: `amount` base units of a dimension, shown in `unit` with `scale` digits after the
    /// point.
    pub fn exact(amount: Decimal, dimension: Dimension, unit: ShownUnit, scale: u8) -> Self {
        let (slack, place) = (Decimal::ZERO, PlaceSource::Figure);
        Self { amount, dimension, slack, unit, scale, place, ratio: None }
    }

    /// A plain exact count.
    pub fn count(count: usize) -> Self {
        Self::plain(Decimal::from(count))
    }

    /// An exact percentage: `percent(95)` is 95 %. `None` where it has too many digits.
    pub fn percent(percent: Decimal) -> Option<Self> {
        Some(Self {
            amount: exact::multiply(percent, exact::unit_of_digit(2))?,
            dimension: Dimension::Ratio,
            slack: Decimal::ZERO,
            unit: ShownUnit::Percent,
            scale: scale_of(percent),
            place: PlaceSource::Figure,
            ratio: None,
        })
    }

    /// An exact (literal) quantity of `figure` units. `None` where it has too many digits.
    pub fn quantity(figure: Decimal, unit: UnitId, units: &UnitTable) -> Option<Self> {
        Some(Self {
            amount: exact::multiply(figure, units.unit_factor(unit))?,
            dimension: Dimension::Simple(BaseUnit::Declared(units.unit_dimension(unit))),
            slack: Decimal::ZERO,
            unit: ShownUnit::Unit(unit),
            scale: scale_of(figure),
            place: PlaceSource::Figure,
            ratio: None,
        })
    }

    fn computed(
        amount: Decimal,
        dimension: Dimension,
        slack: Decimal,
        (unit, scale): (ShownUnit, u8),
        ratio: Option<Box<Ratio>>,
    ) -> Self {
        Self { amount, dimension, slack, unit, scale, place: PlaceSource::Figure, ratio }
    }

    /// Sum; the unit shown is the left one's.
    ///
    /// # Errors
    ///
    /// The dimensions differ, or the sum of two exact figures does not fit. A sum with a rounded
    /// figure in it is rounded where it must be, and the rounding added to its slack.
    pub fn add(&self, other: &Self) -> Result<Self, ArithmeticError> {
        self.combined(other, false)
    }

    /// Difference.
    ///
    /// # Errors
    ///
    /// As for [`add`](Self::add).
    pub fn subtract(&self, other: &Self) -> Result<Self, ArithmeticError> {
        self.combined(other, true)
    }

    /// Product. Slack: |a|·rb + |b|·ra + ra·rb.
    ///
    /// # Errors
    ///
    /// The product of two exact figures does not fit.
    pub fn multiply(&self, other: &Self, units: &UnitTable) -> Result<Self, ArithmeticError> {
        let dimension = self.dimension.times(&other.dimension).ok_or(ArithmeticError::Overflow)?;
        let (unit, scale) = shown::of_product(self, other, &dimension, units);
        if self.ratio.is_some() || other.ratio.is_some() {
            let exactly = self.exactly().zip(other.exactly());
            let product = exactly.and_then(|(one, other)| one.multiply(other));
            if let Some((amount, ratio)) = product.and_then(held) {
                let slack = self.slack_of_product(other, Decimal::ZERO);
                let slack = slack.ok_or(ArithmeticError::Overflow)?;
                return Ok(Self::computed(amount, dimension, slack, (unit, scale), ratio));
            }
            return self.widened()?.multiply(&other.widened()?, units);
        }
        let (amount, off) = exact::multiply_rounding(self.amount, other.amount)
            .filter(|(_, off)| off.is_zero() || !self.is_exact() || !other.is_exact())
            .ok_or(ArithmeticError::Overflow)?;
        let slack = self.slack_of_product(other, off).ok_or(ArithmeticError::Overflow)?;
        Ok(Self::computed(amount, dimension, slack, (unit, scale), None))
    }

    /// Quotient: exact, where numerator and denominator have room; else rounded at the 20th digit after the
    /// point, that rounding added to the slack.
    ///
    /// # Errors
    ///
    /// The divisor is, or by its slack may be, zero; or the quotient does not fit.
    pub fn divide(&self, other: &Self, units: &UnitTable) -> Result<Self, ArithmeticError> {
        let smallest = exact::add(other.amount.abs(), exact::negate(other.slack));
        let smallest = smallest
            .filter(|smallest| *smallest > Decimal::ZERO)
            .ok_or(ArithmeticError::DivisionByZero)?;
        let dimension = self.dimension.over(&other.dimension).ok_or(ArithmeticError::Overflow)?;
        let (unit, scale) = shown::of_quotient(self, other, &dimension, units);
        let has_ratio = self.ratio.is_some() || other.ratio.is_some();
        let quotient = if has_ratio { None } else { exact::quotient(self.amount, other.amount) };
        let exactly = || {
            let (one, other) = self.exactly().zip(other.exactly())?;
            one.divide(other).and_then(held)
        };
        let (amount, off, ratio) = match quotient {
            Some((amount, off)) if off.is_zero() => (amount, off, None),
            rounded => match (exactly(), rounded) {
                (Some((amount, ratio)), _) => (amount, Decimal::ZERO, ratio),
                (None, Some((amount, off))) => (amount, off, None),
                (None, None) if has_ratio => {
                    return self.widened()?.divide(&other.widened()?, units);
                }
                (None, None) => return Err(ArithmeticError::Overflow),
            },
        };
        let slack =
            self.slack_of_quotient(other, smallest, off).ok_or(ArithmeticError::Overflow)?;
        Ok(Self::computed(amount, dimension, slack, (unit, scale), ratio))
    }

    /// What it is, as a quotient; `None` where that has too many digits.
    fn exactly(&self) -> Option<Ratio> {
        match &self.ratio {
            Some(ratio) => Some(**ratio),
            None => Ratio::of(self.amount),
        }
    }

    /// The most by which the amount is off from what the figure is exactly.
    fn off(&self) -> Decimal {
        match self.ratio {
            Some(_) => {
                exact::last_place(self.amount).max(exact::unit_of_digit(exact::QUOTIENT_DIGITS))
            }
            None => Decimal::ZERO,
        }
    }

    /// The figure by its amount alone, with how far that is off in its slack.
    fn widened(&self) -> Result<Self, ArithmeticError> {
        let slack = exact::add_slack(self.slack, self.off()).ok_or(ArithmeticError::Overflow)?;
        Ok(Self { slack, ratio: None, ..self.clone() })
    }

    /// How two figures of one dimension stand to each other, by what they are exactly.
    pub fn order(&self, other: &Self) -> Ordering {
        let by_amount = self.amount.cmp(&other.amount);
        if by_amount != Ordering::Equal || (self.ratio.is_none() && other.ratio.is_none()) {
            return by_amount;
        }
        match self.exactly().zip(other.exactly()) {
            Some((one, other)) => one.order(other),
            None => by_amount,
        }
    }

    /// The figure with the other sign.
    #[must_use]
    pub fn negated(&self) -> Self {
        let ratio = self.ratio.as_ref().map(|ratio| Box::new(ratio.negated()));
        Self { amount: exact::negate(self.amount), ratio, ..self.clone() }
    }

    /// The figure without its sign.
    #[must_use]
    pub fn absolute(&self) -> Self {
        let ratio = self.ratio.as_ref().map(|ratio| Box::new(ratio.absolute()));
        Self { amount: self.amount.abs(), ratio, ..self.clone() }
    }

    /// Rounded half away from zero to `digits` after the point of the unit it is shown in. The slack
    /// is how far the rounded true value can be from it: none where all of the interval rounds to
    /// the same figure.
    #[must_use]
    pub fn rounded(&self, digits: u32, units: &UnitTable) -> Self {
        let factor = self.unit.factor(units);
        let at = |amount: Decimal| -> Option<Decimal> {
            let figure = exact::quotient(amount, factor)?.0;
            let rounded =
                figure.round_dp_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero);
            exact::multiply(rounded, factor)
        };
        let slack = |amount: Decimal| -> Option<Decimal> {
            let distance = |end: Decimal| Some(exact::add(end, exact::negate(amount))?.abs());
            let low = at(exact::add(self.amount, exact::negate(self.slack))?)?;
            let high = at(exact::add(self.amount, self.slack)?)?;
            Some(distance(low)?.max(distance(high)?))
        };
        let scale = u8::try_from(digits).unwrap_or(u8::MAX);
        let Some(amount) = at(self.amount) else { return self.clone() };
        let slack = if self.is_exact() { Some(Decimal::ZERO) } else { slack(amount) };
        Self { amount, slack: slack.unwrap_or(self.slack), scale, ratio: None, ..self.clone() }
    }

    /// How the two stand to each other.
    ///
    /// # Errors
    ///
    /// As for [`subtract`](Self::subtract).
    pub fn compare(&self, other: &Self) -> Result<Comparison, ArithmeticError> {
        let difference = self.subtract(other)?;
        let allowed = exact::add_slack(self.slack, other.slack).ok_or(ArithmeticError::Overflow)?;
        Ok(Comparison { exact: self.order(other), difference, allowed })
    }

    /// Whether this figure, rounded half away from zero to the last digit that `coarse` shows, is `coarse`: the
    /// latter may be the same printed shorter (17192 万元, 171915169 元). Only a rounded figure that shows less
    /// than its dimension is usually rounded to is another printed shorter.
    pub fn rounds_to(&self, coarse: &Self, units: &UnitTable) -> bool {
        if self.dimension != coarse.dimension
            || coarse.is_exact()
            || coarse.last_digit_slack(units) <= coarse.slack
        {
            return false;
        }
        let factor = coarse.unit.factor(units);
        let rounded = exact::quotient(self.amount, factor).and_then(|(figure, _)| {
            let digits = u32::from(coarse.scale);
            let figure =
                figure.round_dp_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero);
            exact::multiply(figure, factor)
        });
        rounded == Some(coarse.amount)
    }

    /// The same figure, shown in `like`'s unit and with at least its digits, where the dimensions agree.
    #[must_use]
    pub fn shown_like(&self, like: &Self, units: &UnitTable) -> Self {
        if self.dimension != like.dimension {
            return self.clone();
        }
        let scale = if self.unit == like.unit { self.scale.max(like.scale) } else { like.scale };
        let mut shown = Self { unit: like.unit.clone(), scale, ..self.clone() };
        let needed = shown.in_unit(units).normalize().scale();
        if needed <= FULL_DIGITS {
            shown.scale = shown.scale.max(scale_from(needed));
        }
        shown
    }

    /// The figure without its unit, as it would be printed: `9214.60`. Shown with the digits after
    /// the point that it was written with; a computed figure that has more is shown in full up to
    /// ten, beyond that rounded to six (more where six would show nothing but zeros).
    pub fn figure(&self, units: &UnitTable) -> String {
        let value = self.in_unit(units).normalize();
        let written = u32::from(self.scale);
        let digits = if value.scale() <= FULL_DIGITS {
            written.max(value.scale())
        } else if value.scale() <= written {
            written
        } else {
            let leading_zeros = value.scale().saturating_sub(digits_of(value));
            written.max(SHORTENED_DIGITS).max(leading_zeros + 2)
        };
        let rounded = value.round_dp_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero);
        let rounded = if rounded.is_zero() { Decimal::ZERO } else { rounded };
        let mut text = rounded.normalize().to_string();
        let point = text.find('.');
        let present = point.map_or(0, |point| text.len() - point - 1);
        if point.is_none() && digits > 0 {
            text.push('.');
        }
        let missing = usize::try_from(digits).unwrap_or(0).saturating_sub(present);
        text.extend(std::iter::repeat_n('0', missing));
        text
    }

    /// The unit as printed, empty where there is none; `%` for percentages.
    pub fn unit_text<'a>(&'a self, units: &'a UnitTable) -> &'a str {
        match &self.unit {
            ShownUnit::None => "",
            ShownUnit::Percent => "%",
            ShownUnit::Unit(unit) => units.unit_name(*unit),
            ShownUnit::Text(text, _) => text,
        }
    }

    /// Figure and unit: `9214.60 万元`, `95%`, `350 元/人`, `65`.
    pub fn display(&self, units: &UnitTable) -> String {
        let mut text = self.figure(units);
        let unit = self.unit_text(units);
        if !unit.is_empty() && self.unit != ShownUnit::Percent {
            text.push(' ');
        }
        text.push_str(unit);
        text
    }

    /// Half of the last digit the figure was written with, in base units (`17192万元` → 5000 元): the
    /// slack of a figure that may have been rounded to what it shows. What is written as zero is zero.
    pub fn last_digit_slack(&self, units: &UnitTable) -> Decimal {
        if self.amount.is_zero() {
            return Decimal::ZERO;
        }
        half(self.place_value(self.scale, units))
    }

    /// A figure of that dimension as it was read from text. It may be off by half of the last place it was
    /// rounded to: a percentage by half of its last digit; of a dimension that a pack says is rounded, by half
    /// of that (精度) or of its last digit, whichever is less, until [`round_at`](Self::round_at) knows better.
    /// Zero is exact, and so is everything else. `None` where it has too many digits.
    pub(crate) fn published(
        figure: Decimal,
        unit: ShownUnit,
        dimension: Dimension,
        units: &UnitTable,
    ) -> Option<Self> {
        let amount = exact::multiply(figure, unit.factor(units))?;
        let mut number = Self::exact(amount, dimension, unit, scale_of(figure));
        match number.quantum(units) {
            Some(quantum) => number.round_at(quantum, PlaceSource::Dimension, units),
            None if number.unit == ShownUnit::Percent => {
                number.slack = number.last_digit_slack(units);
            }
            None => {}
        }
        Some(number)
    }

    /// What figures of its dimension are rounded to where nothing printed tells (精度), in base units; `None` for
    /// what is not rounded at all.
    pub fn quantum(&self, units: &UnitTable) -> Option<Decimal> {
        match (&self.unit, &self.dimension) {
            (
                ShownUnit::Unit(_) | ShownUnit::None,
                Dimension::Simple(BaseUnit::Declared(declared)),
            ) => units.quantum(*declared).map(|quantum| quantum.abs()),
            _ => None,
        }
    }

    /// Takes the figure for rounded to a `place`, in base units, which `source` tells; one that shows more is
    /// rounded to what it shows itself, whatever is usual around it. Zero stays exact.
    pub fn round_at(&mut self, place: Decimal, source: PlaceSource, units: &UnitTable) {
        if self.amount.is_zero() {
            return;
        }
        let (own, usual) = (self.last_digit_slack(units), half(place));
        if source == PlaceSource::Form {
            (self.place, self.slack) = (source, usual);
            return;
        }
        self.place = if own <= usual { PlaceSource::Figure } else { source };
        self.slack = own.min(usual);
    }

    /// The place `digits` behind the point in the unit the figure is shown in, in base units.
    pub fn place_value(&self, digits: u8, units: &UnitTable) -> Decimal {
        let place = exact::unit_of_digit(u32::from(digits));
        exact::multiply(place, self.unit.factor(units)).unwrap_or(Decimal::ZERO)
    }

    fn is_exact(&self) -> bool {
        self.slack.is_zero()
    }

    /// The sum of this figure and the other, or their difference.
    fn combined(&self, other: &Self, is_difference: bool) -> Result<Self, ArithmeticError> {
        if self.dimension != other.dimension {
            let dimensions = (self.dimension.clone(), other.dimension.clone());
            return Err(ArithmeticError::Incomparable(dimensions.0, dimensions.1));
        }
        let (unit, dimension) = (self.unit.clone(), self.dimension.clone());
        let scale = if self.unit == other.unit { self.scale.max(other.scale) } else { self.scale };
        let slack = exact::add_slack(self.slack, other.slack).ok_or(ArithmeticError::Overflow)?;
        if self.ratio.is_some() || other.ratio.is_some() {
            let exactly = self.exactly().zip(other.exactly()).and_then(|(one, other)| {
                one.add(if is_difference { other.negated() } else { other })
            });
            if let Some((amount, ratio)) = exactly.and_then(held) {
                return Ok(Self::computed(amount, dimension, slack, (unit, scale), ratio));
            }
            return self.widened()?.combined(&other.widened()?, is_difference);
        }
        let amount = if is_difference { exact::negate(other.amount) } else { other.amount };
        let (amount, off) = exact::add_rounding(self.amount, amount)
            .filter(|(_, off)| off.is_zero() || !self.is_exact() || !other.is_exact())
            .ok_or(ArithmeticError::Overflow)?;
        let slack = exact::add_slack(slack, off).ok_or(ArithmeticError::Overflow)?;
        Ok(Self::computed(amount, dimension, slack, (unit, scale), None))
    }

    fn slack_of_product(&self, other: &Self, off: Decimal) -> Option<Decimal> {
        if self.is_exact() && other.is_exact() {
            return Some(off);
        }
        let left = exact::multiply_slack(self.amount.abs(), other.slack)?;
        let right = exact::multiply_slack(other.amount.abs(), self.slack)?;
        let both = exact::multiply_slack(self.slack, other.slack)?;
        exact::add_slack(exact::add_slack(left, right)?, exact::add_slack(both, off)?)
    }

    /// The most by which a quotient of true values differs from that of the figures:
    /// (|a|·rb + |b|·ra) / (|b|·(|b| − rb)), where |b| − rb is the `smallest` divisor.
    fn slack_of_quotient(&self, other: &Self, smallest: Decimal, off: Decimal) -> Option<Decimal> {
        if self.is_exact() && other.is_exact() {
            return Some(off);
        }
        let left = exact::multiply_slack(self.amount.abs(), other.slack)?;
        let left = exact::divide_slack(left, other.amount.abs())?;
        let widened = exact::divide_slack(exact::add_slack(left, self.slack)?, smallest)?;
        exact::add_slack(widened, off)
    }

    /// The figure in the unit it is shown in: of 350 元/人 it is 350.
    pub fn in_unit(&self, units: &UnitTable) -> Decimal {
        let factor = self.unit.factor(units);
        let figure = match self.unit {
            ShownUnit::Percent => exact::multiply(self.amount, Decimal::ONE_HUNDRED),
            _ => exact::divide(self.amount, factor),
        };
        figure.or_else(|| Some(exact::quotient(self.amount, factor)?.0)).unwrap_or(self.amount)
    }
}

/// A quotient as a figure holds it: its amount, and itself where that is rounded.
fn held(ratio: Ratio) -> Option<(Decimal, Option<Box<Ratio>>)> {
    match ratio.value() {
        ExactValue::Decimal(amount) => Some((amount, None)),
        ExactValue::Ratio(ratio) => Some((ratio.rounded()?, Some(Box::new(ratio)))),
    }
}

fn half(value: Decimal) -> Decimal {
    exact::multiply(value, Decimal::new(5, 1)).unwrap_or(value)
}

fn scale_of(figure: Decimal) -> u8 {
    scale_from(figure.scale())
}

fn scale_from(scale: u32) -> u8 {
    u8::try_from(scale).unwrap_or(u8::MAX)
}

/// Digits of the mantissa.
fn digits_of(value: Decimal) -> u32 {
    value.mantissa().unsigned_abs().checked_ilog10().map_or(0, |log| log + 1)
}
