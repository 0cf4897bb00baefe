//! Lines and cells that declare the unit of the figures in a table (标注).

use super::labels::FirstCharacters;
use gouji_program::Program;
use gouji_program::form::Caption;
use gouji_program::template::Part;
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
    pub(super) fn in_line(
        program: &Program,
        folded: &str,
        line: u32,
    ) -> impl Iterator<Item = Self> {
        program.captions.iter().filter_map(move |caption| {
            let prefix = prefix(caption)?;
            // The short way to know that most lines declare nothing.
            let at = if folded.contains(prefix) { folded.find(prefix)? } else { return None };
            let (unit, _) = program.units.unit_prefix(folded.get(at + prefix.len()..)?)?;
            let dimension = caption.dimension;
            let fits = program.units.unit_dimension(unit) == dimension;
            fits.then_some(Self { line, dimension, unit })
        })
    }

    /// Whether a cell may declare a unit; `first` is its first folded character.
    pub(super) fn may_be_in_cell(program: &Program, cell: &str, first: char) -> bool {
        let begins = |caption| prefix(caption).is_some_and(|prefix| prefix.starts_with(first));
        cell.len() <= LONGEST_CELL && program.captions.iter().any(begins)
    }

    /// The line it stands in.
    pub(super) fn line(&self) -> u32 {
        self.line
    }

    /// The same in a text with so many more lines before it.
    pub(super) fn moved(self, lines: u32) -> Self {
        Self { line: self.line + lines, ..self }
    }

    /// What the cells that declare a unit begin with.
    pub(super) fn add_first_characters(program: &Program, first: &mut FirstCharacters) {
        let begins = |caption| prefix(caption).and_then(|prefix| prefix.chars().next());
        program.captions.iter().filter_map(begins).for_each(|character| first.add(character));
    }
}

/// The words in front of the unit.
fn prefix(caption: &Caption) -> Option<&str> {
    match caption.template.parts.first() {
        Some(Part::Literal(prefix)) => Some(prefix),
        _ => None,
    }
}

/// The unit declared for a dimension nearest above `line`, not above `from`.
pub(super) fn declared_unit(
    captions: &[CaptionHit],
    dimension: DimensionId,
    from: u32,
    line: u32,
) -> Option<UnitId> {
    let before = captions.partition_point(|hit| hit.line <= line);
    let mut above = captions[..before].iter().rev().take_while(|hit| hit.line >= from);
    above.find(|hit| hit.dimension == dimension).map(|hit| hit.unit)
}
