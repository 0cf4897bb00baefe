//! Lines and cells that declare the unit of the figures in a table (标注).

use super::index::Index;
use gouji_program::Program;
use gouji_program::template::Part;
use gouji_text::{fold, folded_chars};
use gouji_value::{DimensionId, UnitId};

/// A declared unit, and the line it stands in.
#[derive(Clone, Copy, Debug)]
pub(super) struct CaptionHit {
    line: u32,
    dimension: DimensionId,
    unit: UnitId,
}

/// Longest cell that is looked at, in bytes.
const LONGEST_CELL: usize = 240;

impl CaptionHit {
    /// The units that a folded line of running text declares.
    pub(super) fn in_line(program: &Program, folded: &str, line: u32) -> Vec<Self> {
        let mut found = Vec::new();
        for caption in &program.captions {
            let prefix = match caption.template.parts.first() {
                Some(Part::Literal(prefix)) => prefix.as_str(),
                _ => continue,
            };
            let Some(at) = folded.find(prefix) else { continue };
            let after = &folded[at + prefix.len()..];
            if let Some((unit, _)) = program.units.unit_prefix(after)
                && program.units.unit_dimension(unit) == caption.dimension
            {
                found.push(Self { line, dimension: caption.dimension, unit });
            }
        }
        found
    }

    /// The units that a cell declares.
    pub(super) fn in_cell(program: &Program, cell: &str, line: u32) -> Vec<Self> {
        let first = folded_chars(cell).next().map(|(_, character)| character);
        let may_begin = |part: Option<&Part>| match part {
            Some(Part::Literal(prefix)) => prefix.chars().next() == first,
            _ => false,
        };
        let any = program.captions.iter().any(|caption| may_begin(caption.template.parts.first()));
        if !any || cell.len() > LONGEST_CELL {
            return Vec::new();
        }
        Self::in_line(program, &fold(cell), line)
    }
}

impl Index<'_> {
    /// The unit declared for a dimension nearest above `line`, not above `from`.
    pub(super) fn declared_unit(&self, dimension: DimensionId, from: u32, line: u32) -> Option<UnitId> {
        let before = self.captions.partition_point(|hit| hit.line <= line);
        let mut above = self.captions[..before].iter().rev().take_while(|hit| hit.line >= from);
        above.find(|hit| hit.dimension == dimension).map(|hit| hit.unit)
    }
}
