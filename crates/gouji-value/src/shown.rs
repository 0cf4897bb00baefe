//! In which unit a computed figure is shown.

use crate::{BaseUnit, Dimension, DimensionId, Number, ShownUnit, UnitId, UnitTable};
use crate::{dimension, exact};
use rust_decimal::Decimal;

/// The unit of a product, and the digits after the point it is shown with at least: those of the
/// operand the unit comes from.
pub(crate) fn of_product(
    left: &Number,
    right: &Number,
    dimension: &Dimension,
    units: &UnitTable,
) -> (ShownUnit, u8) {
    let pure = |number: &Number| matches!(number.dimension, Dimension::None | Dimension::Ratio);
    match (pure(left), pure(right)) {
        // A plain number and a percentage: the unit is that of the operand whose dimension stays.
        (true, true) if left.dimension == *dimension => (left.unit.clone(), left.scale),
        (true, _) => (right.unit.clone(), right.scale),
        (false, true) => (left.unit.clone(), left.scale),
        (false, false) => composed(left, right, dimension, units),
    }
}

/// The unit of a quotient, and the digits after the point it is shown with at least.
pub(crate) fn of_quotient(
    left: &Number,
    right: &Number,
    dimension: &Dimension,
    units: &UnitTable,
) -> (ShownUnit, u8) {
    match right.dimension {
        _ if *dimension == Dimension::None => (ShownUnit::None, 0),
        Dimension::None | Dimension::Ratio => (left.unit.clone(), left.scale),
        _ => composed(left, right, dimension, units),
    }
}

/// The unit of `dimension`, out of the units that the operands are shown in.
fn composed(
    left: &Number,
    right: &Number,
    dimension: &Dimension,
    units: &UnitTable,
) -> (ShownUnit, u8) {
    if let Dimension::Simple(BaseUnit::Declared(declared)) = dimension {
        for operand in [left, right] {
            if let Some(unit) = unit_within(&operand.unit, *declared, units) {
                return (ShownUnit::Unit(unit), operand.scale);
            }
        }
        let base = units.units_of(*declared).next();
        return (base.map_or(ShownUnit::None, ShownUnit::Unit), 0);
    }
    let factors = dimension.factors();
    if factors.is_empty() {
        return (ShownUnit::None, 0);
    }
    let chosen = factors.iter().map(|(base, _)| match base {
        BaseUnit::Declared(declared) => unit_within(&left.unit, *declared, units)
            .or_else(|| unit_within(&right.unit, *declared, units))
            .or_else(|| units.units_of(*declared).next()),
        BaseUnit::Undeclared(_) => None,
    });
    let chosen: Vec<Option<UnitId>> = chosen.collect();
    let worth = factors.iter().zip(&chosen).try_fold(Decimal::ONE, |worth, ((_, power), unit)| {
        raised(worth, unit.map_or(Decimal::ONE, |unit| units.unit_factor(unit)), *power)
    });
    let base_unit = |declared: DimensionId| units.units_of(declared).next();
    let named = factors.iter().zip(&chosen).map(|((base, power), unit)| {
        let name = match base {
            BaseUnit::Undeclared(word) => word,
            // Where the chosen units have no exact worth together, the base units are shown.
            BaseUnit::Declared(declared) => {
                let unit = if worth.is_some() { *unit } else { base_unit(*declared) };
                unit.map_or("", |unit| units.unit_name(unit))
            }
        };
        (name, *power)
    });
    let text = dimension::written(named);
    (ShownUnit::Text(text.into(), worth.unwrap_or(Decimal::ONE)), 0)
}

/// `worth` times `factor` to the power, exactly.
fn raised(mut worth: Decimal, factor: Decimal, power: i8) -> Option<Decimal> {
    if factor == Decimal::ONE {
        return Some(worth);
    }
    for _ in 0..power.unsigned_abs() {
        worth =
            if power > 0 { exact::multiply(worth, factor)? } else { exact::divide(worth, factor)? };
    }
    Some(worth)
}

/// The unit of dimension `wanted` that a unit is, or is composed of.
fn unit_within(unit: &ShownUnit, wanted: DimensionId, units: &UnitTable) -> Option<UnitId> {
    let of_wanted = |unit: &UnitId| units.unit_dimension(*unit) == wanted;
    match unit {
        ShownUnit::None | ShownUnit::Percent => None,
        ShownUnit::Unit(unit) => Some(*unit).filter(of_wanted),
        ShownUnit::Text(text, _) => text
            .split(crate::unit_reading::separates_factors)
            .filter_map(|part| units.unit(part.trim_end_matches(['²', '³'])))
            .find(of_wanted),
    }
}
