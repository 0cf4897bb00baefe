//! How a figure is printed.

use crate::number::scale_from;
use crate::{Number, ShownUnit, UnitTable, exact};
use rust_decimal::{Decimal, RoundingStrategy};

/// Digits after the point up to which a figure is shown in full, where it has more than it was
/// written with.
const FULL_DIGITS: u32 = 10;
/// Digits after the point that remain of a figure with more than that.
const SHORTENED_DIGITS: u32 = 6;

impl Number {
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

/// Digits of the mantissa.
fn digits_of(value: Decimal) -> u32 {
    value.mantissa().unsigned_abs().checked_ilog10().map_or(0, |log| log + 1)
}
