//! Exact numbers with units and the interval of true values a rounded figure stands for.

use crate::ratio::{ExactValue, Ratio};
use crate::{BaseUnit, Dimension, PlaceSource, UnitId, UnitTable, exact, shown};
use rust_decimal::Decimal;
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

    pub(crate) fn is_exact(&self) -> bool {
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
}

/// A quotient as a figure holds it: its amount, and itself where that is rounded.
fn held(ratio: Ratio) -> Option<(Decimal, Option<Box<Ratio>>)> {
    match ratio.value() {
        ExactValue::Decimal(amount) => Some((amount, None)),
        ExactValue::Ratio(ratio) => Some((ratio.rounded()?, Some(Box::new(ratio)))),
    }
}

pub(crate) fn scale_of(figure: Decimal) -> u8 {
    scale_from(figure.scale())
}

pub(crate) fn scale_from(scale: u32) -> u8 {
    u8::try_from(scale).unwrap_or(u8::MAX)
}
