//! Dimensions of figures, compound ones included, and their algebra.

use crate::{DimensionId, UnitTable};
use gouji_text::Language;
use std::cmp::Ordering;
use std::sync::Arc;

/// One factor of a dimension.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum BaseUnit {
    /// A dimension that a pack declares.
    Declared(DimensionId),
    /// A counting word that no pack declares (份, 套, …), folded: a dimension of its own.
    Undeclared(Arc<str>),
}

/// What a figure counts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum Dimension {
    /// A plain number.
    #[default]
    None,
    /// A percentage: a plain ratio that is written with `%`. Multiplying by it leaves the other dimension.
    Ratio,
    /// One dimension.
    Simple(BaseUnit),
    /// A product of powers, sorted by base, no zero power, at least two factors or a power other than 1.
    Product(Arc<[(BaseUnit, i8)]>),
}

impl Dimension {
    /// The dimension of a product; `None` where a power leaves `i8`. A percentage leaves the other
    /// dimension, so that a plain number times a percentage is a plain number.
    pub fn times(&self, other: &Self) -> Option<Self> {
        match (self, other) {
            (Self::Ratio, factor) | (factor, Self::Ratio) => Some(factor.clone()),
            (Self::None, factor) | (factor, Self::None) => Some(factor.clone()),
            _ => self.combined(other, false),
        }
    }

    /// The dimension of a quotient; equal dimensions give [`Dimension::None`].
    pub fn over(&self, other: &Self) -> Option<Self> {
        match (self, other) {
            (Self::Ratio, Self::Ratio) => Some(Self::None),
            (dividend, Self::None | Self::Ratio) => Some(dividend.clone()),
            _ => self.combined(other, true),
        }
    }

    /// Whether figures of the two can be added and compared: equal, where a plain number and a percentage are *not*.
    pub fn same(&self, other: &Self) -> bool {
        self == other
    }

    /// The name for messages: `金额`, `金额/人`, `百分比`, `数` (`en`: `percent`, `number`).
    pub fn name(&self, units: &UnitTable, language: Language) -> String {
        let english = language == Language::English;
        match self {
            Self::None if english => "number".to_owned(),
            Self::None => "数".to_owned(),
            Self::Ratio if english => "percent".to_owned(),
            Self::Ratio => "百分比".to_owned(),
            Self::Simple(base) => base.name(units).to_owned(),
            Self::Product(factors) => {
                written(factors.iter().map(|(base, power)| (base.name(units), *power)))
            }
        }
    }

    /// The dimension of a product of powers, in any order.
    pub(crate) fn of_factors(factors: &[(BaseUnit, i8)]) -> Option<Self> {
        let mut product = Self::None;
        for (base, power) in factors {
            let factor = Self::canonical(vec![(base.clone(), *power)]);
            product = match (&product, &factor) {
                (Self::None, _) => factor,
                _ => product.combined(&factor, false)?,
            };
        }
        Some(product)
    }

    /// Its factors, sorted by base.
    pub(crate) fn factors(&self) -> Vec<(BaseUnit, i8)> {
        match self {
            Self::None | Self::Ratio => Vec::new(),
            Self::Simple(base) => vec![(base.clone(), 1)],
            Self::Product(factors) => factors.to_vec(),
        }
    }

    /// Merges the sorted factors of the two, those of `other` with their powers reversed for a
    /// quotient.
    fn combined(&self, other: &Self, over: bool) -> Option<Self> {
        let mut merged = Vec::new();
        let mut left = self.factors().into_iter().peekable();
        let mut right = other.factors().into_iter().peekable();
        let signed = |power: i8| if over { power.checked_neg() } else { Some(power) };
        loop {
            let order = match (left.peek(), right.peek()) {
                (None, None) => break,
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (Some((one, _)), Some((other, _))) => one.cmp(other),
            };
            let from_left = if order.is_le() { left.next() } else { None };
            let from_right = if order.is_ge() { right.next() } else { None };
            match (from_left, from_right) {
                (Some((base, one)), Some((_, other))) => {
                    let power = if over { one.checked_sub(other) } else { one.checked_add(other) };
                    merged.push((base, power?));
                }
                (Some(factor), None) => merged.push(factor),
                (None, Some((base, power))) => merged.push((base, signed(power)?)),
                (None, None) => break,
            }
        }
        Some(Self::canonical(merged))
    }

    fn canonical(mut factors: Vec<(BaseUnit, i8)>) -> Self {
        factors.retain(|(_, power)| *power != 0);
        match factors.as_slice() {
            [] => Self::None,
            [(base, 1)] => Self::Simple(base.clone()),
            _ => Self::Product(factors.into()),
        }
    }
}

impl BaseUnit {
    fn name<'a>(&'a self, units: &'a UnitTable) -> &'a str {
        match self {
            Self::Declared(dimension) => units.dimension_name(*dimension),
            Self::Undeclared(word) => word,
        }
    }
}

/// A product of powers as it is written: `元/人·月`, `米²`, `/人`.
pub(crate) fn written<'a>(factors: impl Iterator<Item = (&'a str, i8)>) -> String {
    let mut above = String::new();
    let mut below = String::new();
    for (name, power) in factors {
        let side = if power > 0 { &mut above } else { &mut below };
        if !side.is_empty() {
            side.push('·');
        }
        side.push_str(name);
        match power.unsigned_abs() {
            1 => {}
            2 => side.push('²'),
            3 => side.push('³'),
            more => side.push_str(&format!("^{more}")),
        }
    }
    if !below.is_empty() {
        above.push('/');
        above.push_str(&below);
    }
    above
}
