//! Dimensions of figures, compound ones included, and their algebra.

use crate::{DimensionId, UnitTable};
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
    /// The dimension of a product; `None` where a power leaves `i8`.
    pub fn times(&self, other: &Self) -> Option<Self> { todo!() }
    /// The dimension of a quotient; equal dimensions give [`Dimension::None`].
    pub fn over(&self, other: &Self) -> Option<Self> { todo!() }
    /// Whether figures of the two can be added and compared: equal, where a plain number and a percentage are *not*.
    pub fn same(&self, other: &Self) -> bool { self == other }
    /// The name for messages: `金额`, `金额/人`, `百分比`, `数` (`en`: `percent`, `number`).
    pub fn name(&self, units: &UnitTable, english: bool) -> String { todo!() }
}
