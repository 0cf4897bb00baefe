//! Units as a pack declares them.

use rust_decimal::Decimal;

/// A declared dimension.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DimensionId(pub u16);

/// A declared unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct UnitId(pub u16);

/// Why a unit could not be declared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitConflict {
    /// The dimension that already has a unit of this name.
    pub dimension: DimensionId,
}

/// The dimensions and units in force. Names are matched folded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UnitTable {}

impl UnitTable {
    /// Declares a dimension; the same name gives the same dimension.
    pub fn add_dimension(&mut self, name: &str) -> DimensionId { todo!() }
    /// Declares a unit worth `factor` base units. The first unit of a dimension is its base (factor 1).
    pub fn add_unit(&mut self, dimension: DimensionId, name: &str, factor: Decimal) -> Result<UnitId, UnitConflict> { todo!() }
    /// Figures of this dimension are rounded to this much (in base units) for display.
    pub fn set_quantum(&mut self, dimension: DimensionId, quantum: Decimal) { todo!() }
    /// What figures of the dimension are rounded to for display, in base units.
    pub fn quantum(&self, dimension: DimensionId) -> Option<Decimal> { todo!() }
    /// The dimension of that name.
    pub fn dimension(&self, name: &str) -> Option<DimensionId> { todo!() }
    /// The name of a dimension.
    pub fn dimension_name(&self, dimension: DimensionId) -> &str { todo!() }
    /// All dimensions in order of declaration.
    pub fn dimensions(&self) -> impl Iterator<Item = DimensionId> + '_ { std::iter::empty() }
    /// The unit of that (folded) name.
    pub fn unit(&self, name: &str) -> Option<UnitId> { todo!() }
    /// The units of a dimension in order of declaration.
    pub fn units_of(&self, dimension: DimensionId) -> impl Iterator<Item = UnitId> + '_ { std::iter::empty() }
    /// The name of a unit as declared.
    pub fn unit_name(&self, unit: UnitId) -> &str { todo!() }
    /// The dimension a unit belongs to.
    pub fn unit_dimension(&self, unit: UnitId) -> DimensionId { todo!() }
    /// How many base units a unit is worth.
    pub fn unit_factor(&self, unit: UnitId) -> Decimal { todo!() }
    /// The longest declared unit name that `text` begins with (folded), and how many bytes of `text` it takes.
    pub fn unit_prefix(&self, text: &str) -> Option<(UnitId, usize)> { todo!() }
}
