//! To which place a figure was rounded, and rounding to one.

use crate::number::scale_of;
use crate::{BaseUnit, Dimension, Number, ShownUnit, UnitTable, exact};
use rust_decimal::{Decimal, RoundingStrategy};

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

impl Number {
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
}

fn half(value: Decimal) -> Decimal {
    exact::multiply(value, Decimal::new(5, 1)).unwrap_or(value)
}
