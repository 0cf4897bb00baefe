//! Exact numbers with units and the interval of true values a rounded figure stands for.

use crate::{Dimension, UnitId, UnitTable};
use rust_decimal::Decimal;
use std::cmp::Ordering;
use std::sync::Arc;

/// How a figure's unit is written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
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
}

/// Why arithmetic has no result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ArithmeticError {
    /// The result has more digits than can be held exactly.
    Overflow,
    /// Division by zero.
    DivisionByZero,
    /// Figures of these two dimensions cannot be added or compared.
    Incomparable(Dimension, Dimension),
}

/// How two figures stand to each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// By the figures as they stand.
    pub exact: Ordering,
    /// Left minus right.
    pub difference: Number,
    /// How far apart the two may be through rounding: the sum of both slacks, in base units.
    pub allowed: Decimal,
}

impl Comparison {
    /// Whether the intervals of possible true values meet.
    pub fn may_be_equal(&self) -> bool { todo!() }
}

impl Number {
    /// A plain exact number.
    pub fn plain(amount: Decimal) -> Self { todo!() }
    /// A plain exact count.
    pub fn count(count: usize) -> Self { todo!() }
    /// An exact percentage: `percent(95)` is 95 %.
    pub fn percent(percent: Decimal) -> Option<Self> { todo!() }
    /// An exact (literal) quantity of `figure` units.
    pub fn quantity(figure: Decimal, unit: UnitId, units: &UnitTable) -> Option<Self> { todo!() }
    /// Sum; the unit shown is the left one's.
    pub fn add(&self, other: &Self) -> Result<Self, ArithmeticError> { todo!() }
    /// Difference.
    pub fn subtract(&self, other: &Self) -> Result<Self, ArithmeticError> { todo!() }
    /// Product. Slack: |a|·rb + |b|·ra + ra·rb.
    pub fn multiply(&self, other: &Self, units: &UnitTable) -> Result<Self, ArithmeticError> { todo!() }
    /// Quotient (rounded at the 20th digit after the point, that rounding added to the slack).
    pub fn divide(&self, other: &Self, units: &UnitTable) -> Result<Self, ArithmeticError> { todo!() }
    /// The figure with the other sign.
    #[must_use]
    pub fn negated(&self) -> Self { todo!() }
    /// The figure without its sign.
    #[must_use]
    pub fn absolute(&self) -> Self { todo!() }
    /// Rounded half away from zero to `digits` after the point of the unit it is shown in.
    pub fn rounded(&self, digits: u32, units: &UnitTable) -> Self { todo!() }
    /// How the two stand to each other.
    pub fn compare(&self, other: &Self) -> Result<Comparison, ArithmeticError> { todo!() }
    /// The same figure, shown in `like`'s unit and with at least its digits, where the dimensions agree.
    #[must_use]
    pub fn shown_like(&self, like: &Self, units: &UnitTable) -> Self { todo!() }
    /// The figure without its unit, as it would be printed: `9214.60`.
    pub fn figure(&self, units: &UnitTable) -> String { todo!() }
    /// The unit as printed, empty where there is none; `%` for percentages.
    pub fn unit_text<'a>(&'a self, units: &'a UnitTable) -> &'a str { todo!() }
    /// Figure and unit: `9214.60 万元`, `95%`, `350 元/人`, `65`.
    pub fn display(&self, units: &UnitTable) -> String { todo!() }
    /// Half of the last digit the figure was written with, in base units (`17192万元` → 5000 元): the
    /// slack of a figure that may have been rounded to what it shows.
    pub fn last_digit_slack(&self, units: &UnitTable) -> Decimal { todo!() }
}
