//! Units as a pack declares them.

use gouji_text::{folded_chars, folded_eq, folded_len};
use rust_decimal::Decimal;
use rustc_hash::{FxHashMap, FxHasher};
use std::hash::Hasher;
use std::sync::Arc;

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
///
/// An id of another table is no error here: it has no name, the factor one and no quantum.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UnitTable {
    dimensions: Vec<DeclaredDimension>,
    units: Vec<DeclaredUnit>,
    /// Dimensions by the hash of the folded name; confirmed by comparing.
    dimension_names: FxHashMap<u64, Vec<DimensionId>>,
    /// Units by the hash of the folded name; confirmed by comparing.
    unit_names: FxHashMap<u64, Vec<UnitId>>,
    /// Folded characters of the longest unit name.
    longest_unit: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct DeclaredDimension {
    name: Arc<str>,
    units: Vec<UnitId>,
    quantum: Option<Decimal>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct DeclaredUnit {
    name: Arc<str>,
    dimension: DimensionId,
    factor: Decimal,
}

impl UnitTable {
    /// Declares a dimension; the same name gives the same dimension. (Past 65 535 dimensions the
    /// last one is given again.)
    pub fn add_dimension(&mut self, name: &str) -> DimensionId {
        if let Some(known) = self.dimension(name) {
            return known;
        }
        let Ok(index) = u16::try_from(self.dimensions.len()) else {
            return DimensionId(u16::MAX);
        };
        let id = DimensionId(index);
        self.dimensions.push(DeclaredDimension {
            name: name.trim().into(),
            units: Vec::new(),
            quantum: None,
        });
        self.dimension_names.entry(hash_of(name)).or_default().push(id);
        id
    }

    /// Declares a unit worth `factor` base units. The first unit of a dimension is its base (factor
    /// 1). Declaring the same unit of the same dimension and factor again gives the same unit.
    ///
    /// # Errors
    ///
    /// The name is that of another unit. A table that is full (65 536 units) refuses with the
    /// dimension itself.
    pub fn add_unit(
        &mut self,
        dimension: DimensionId,
        name: &str,
        factor: Decimal,
    ) -> Result<UnitId, UnitConflict> {
        if let Some(known) = self.unit(name) {
            let same = self.unit_dimension(known) == dimension && self.unit_factor(known) == factor;
            let conflict = UnitConflict { dimension: self.unit_dimension(known) };
            return if same { Ok(known) } else { Err(conflict) };
        }
        let Ok(index) = u16::try_from(self.units.len()) else {
            return Err(UnitConflict { dimension });
        };
        let id = UnitId(index);
        self.units.push(DeclaredUnit { name: name.trim().into(), dimension, factor });
        if let Some(declared) = self.dimensions.get_mut(usize::from(dimension.0)) {
            declared.units.push(id);
        }
        self.unit_names.entry(hash_of(name)).or_default().push(id);
        self.longest_unit = self.longest_unit.max(folded_len(name));
        Ok(id)
    }

    /// Figures of this dimension are rounded to this much (in base units) for display.
    pub fn set_quantum(&mut self, dimension: DimensionId, quantum: Decimal) {
        if let Some(declared) = self.dimensions.get_mut(usize::from(dimension.0)) {
            declared.quantum = Some(quantum);
        }
    }

    /// What figures of the dimension are rounded to for display, in base units.
    pub fn quantum(&self, dimension: DimensionId) -> Option<Decimal> {
        self.declared_dimension(dimension)?.quantum
    }

    /// The dimension of that name.
    pub fn dimension(&self, name: &str) -> Option<DimensionId> {
        let candidates = self.dimension_names.get(&hash_of(name))?;
        candidates.iter().copied().find(|id| folded_eq(self.dimension_name(*id), name))
    }

    /// The name of a dimension.
    pub fn dimension_name(&self, dimension: DimensionId) -> &str {
        self.declared_dimension(dimension).map_or("", |declared| &declared.name)
    }

    /// All dimensions in order of declaration.
    pub fn dimensions(&self) -> impl Iterator<Item = DimensionId> + '_ {
        (0..=u16::MAX).take(self.dimensions.len()).map(DimensionId)
    }

    /// The unit of that (folded) name.
    pub fn unit(&self, name: &str) -> Option<UnitId> {
        self.unit_of_hash(hash_of(name), name)
    }

    /// The units of a dimension in order of declaration.
    pub fn units_of(&self, dimension: DimensionId) -> impl Iterator<Item = UnitId> + '_ {
        let units = self.declared_dimension(dimension).map(|declared| declared.units.as_slice());
        units.unwrap_or_default().iter().copied()
    }

    /// The name of a unit as declared.
    pub fn unit_name(&self, unit: UnitId) -> &str {
        self.declared_unit(unit).map_or("", |declared| &declared.name)
    }

    /// The dimension a unit belongs to.
    pub fn unit_dimension(&self, unit: UnitId) -> DimensionId {
        self.declared_unit(unit).map_or(DimensionId(u16::MAX), |declared| declared.dimension)
    }

    /// How many base units a unit is worth.
    pub fn unit_factor(&self, unit: UnitId) -> Decimal {
        self.declared_unit(unit).map_or(Decimal::ONE, |declared| declared.factor)
    }

    /// The longest declared unit name that `text` begins with (folded), and how many bytes of
    /// `text` it takes (with white space in front of it and inside, without any behind).
    pub fn unit_prefix(&self, text: &str) -> Option<(UnitId, usize)> {
        let mut hasher = FxHasher::default();
        let mut longest = None;
        for (offset, character) in folded_chars(text).take(self.longest_unit) {
            hasher.write_u32(u32::from(character));
            let Some(candidates) = self.unit_names.get(&hasher.finish()) else { continue };
            let width = text.get(offset..).and_then(|rest| rest.chars().next())?.len_utf8();
            let part = text.get(..offset + width)?;
            if let Some(unit) = self.confirmed(candidates, part) {
                longest = Some((unit, part.len()));
            }
        }
        longest
    }

    fn unit_of_hash(&self, hash: u64, name: &str) -> Option<UnitId> {
        self.confirmed(self.unit_names.get(&hash)?, name)
    }

    fn confirmed(&self, candidates: &[UnitId], name: &str) -> Option<UnitId> {
        candidates.iter().copied().find(|id| folded_eq(self.unit_name(*id), name))
    }

    fn declared_dimension(&self, dimension: DimensionId) -> Option<&DeclaredDimension> {
        self.dimensions.get(usize::from(dimension.0))
    }

    fn declared_unit(&self, unit: UnitId) -> Option<&DeclaredUnit> {
        self.units.get(usize::from(unit.0))
    }
}

/// A hash of the folded name, taken character by character so that prefixes are looked up as they
/// grow (see [`UnitTable::unit_prefix`]).
fn hash_of(name: &str) -> u64 {
    let mut hasher = FxHasher::default();
    for (_, character) in folded_chars(name) {
        hasher.write_u32(u32::from(character));
    }
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_matched_folded_and_the_longest_prefix_wins() {
        let mut units = UnitTable::default();
        let length = units.add_dimension("长度");
        let area = units.add_dimension("面积");
        let metre = units.add_unit(length, "米", Decimal::ONE).unwrap();
        let square = units.add_unit(area, "平方米", Decimal::ONE).unwrap();
        let foot = units.add_unit(length, "米尺", Decimal::TWO).unwrap();
        assert_eq!(units.unit(" 平 方米"), Some(square));
        assert_eq!(units.unit_prefix("平方 米。"), Some((square, 10)));
        assert_eq!(units.unit_prefix("平方公里"), None);
        assert_eq!(units.unit_prefix(" 米尺子"), Some((foot, 7)));
        assert_eq!(units.unit_prefix("米厘"), Some((metre, 3)));
        assert_eq!(units.unit_prefix(""), None);
        assert_eq!(units.units_of(length).collect::<Vec<_>>(), [metre, foot]);
        assert_eq!(units.dimensions().collect::<Vec<_>>(), [length, area]);
    }

    #[test]
    fn a_name_belongs_to_one_unit() {
        let mut units = UnitTable::default();
        let length = units.add_dimension("长度");
        assert_eq!(units.add_dimension("长 度"), length);
        let time = units.add_dimension("时间");
        let unit = units.add_unit(length, "分", Decimal::ONE).unwrap();
        assert_eq!(units.add_unit(length, "分", Decimal::ONE), Ok(unit));
        let taken = Err(UnitConflict { dimension: length });
        assert_eq!(units.add_unit(time, "分", Decimal::ONE), taken);
        assert_eq!(units.add_unit(length, "分", Decimal::TEN), taken);
    }

    #[test]
    fn ids_of_another_table_are_harmless() {
        let units = UnitTable::default();
        assert_eq!(units.unit_name(UnitId(7)), "");
        assert_eq!(units.unit_factor(UnitId(7)), Decimal::ONE);
        assert_eq!(units.dimension_name(DimensionId(7)), "");
        assert_eq!(units.quantum(DimensionId(7)), None);
        assert_eq!(units.units_of(DimensionId(7)).count(), 0);
    }
}
