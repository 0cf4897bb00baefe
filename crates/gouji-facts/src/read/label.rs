//! 标签: the cell right of (or under) a label.

use super::compiled::CompiledClause;
use super::lines::Hit;
use super::reading::{RegionReading, first, says_percent};
use crate::{Content, Field, ReadBy, codes};
use gouji_program::Scalar;
use gouji_program::form::Label;
use gouji_text::{Localized, TextRange};
use gouji_value::UnitId;

/// Reads the value of a label into a field of `own`.
pub(super) fn read(
    reading: &mut RegionReading<'_>,
    own: u32,
    label: &Label,
    compiled: &CompiledClause,
) {
    let Some(scalar) = reading.builder.scalar(own, label.field) else { return };
    let Some(hit) = reading.find_label(&compiled.labels, &label.labels) else { return };
    let index = reading.index;
    let cells = index.cells(hit.line);
    let heading = reading.cell_text(hit.line, hit.cell);
    let unit = reading.unit_for(scalar, &heading, hit.line);
    let next = index
        .line_hits(hit.line)
        .iter()
        .find(|other| other.cell > hit.cell && reading.compiled.beside.contains(other.label))
        .map_or(cells.len(), |other| other.cell as usize);
    let beside = &cells[(hit.cell as usize + 1).min(next)..next];
    let mut filled = beside.iter().filter(|cell| !index.is_blank(cell));
    let mut field = match (filled.next(), beside.first()) {
        (Some(cell), _) => {
            if filled.next().is_some() {
                reading.problem(&codes::SEVERAL_CELLS, several_cells(label), cell.range);
            }
            reading.builder.cell(scalar, cell.range, unit, ReadBy::Label)
        }
        (None, Some(blank)) => reading.builder.cell(scalar, blank.range, unit, ReadBy::Label),
        (None, None) => under(reading, scalar, unit, hit),
    };
    if says_percent(&heading) {
        reading.builder.read_bare_percent(&mut field);
    }
    if field.content == Content::Blank {
        let place = cells[hit.cell as usize].range.trimmed(reading.text());
        reading.problem(&codes::EMPTY_CELL, empty_cell(label), place);
    }
    reading.builder.set(own, label.field, field);
}

/// The cell under a label that has none beside it.
fn under(reading: &mut RegionReading<'_>, scalar: Scalar, unit: Option<UnitId>, hit: Hit) -> Field {
    let index = reading.index;
    let label = index.cells(hit.line)[hit.cell as usize];
    let below = hit.line + 1;
    let same_block = index
        .notes
        .lines
        .get(below as usize)
        .is_some_and(|line| line.block == index.line(hit.line).block);
    let is_label = index
        .line_hits(below)
        .iter()
        .any(|other| other.cell == hit.cell && reading.compiled.beside.contains(other.label));
    let cell = index.cells(below).iter().find(|cell| cell.column == label.column);
    let range = match cell {
        Some(cell) if same_block && !is_label && !index.is_blank(cell) => cell.range,
        _ => TextRange::empty(label.range.end),
    };
    reading.builder.cell(scalar, range, unit, ReadBy::Label)
}

fn several_cells(label: &Label) -> Localized {
    let label = first(&label.labels);
    Localized::new(
        format!("「{label}」后面有不止一个单元格有内容，只读了第一个"),
        format!("more than one cell beside “{label}” is filled; the first was read"),
    )
}

fn empty_cell(label: &Label) -> Localized {
    let label = first(&label.labels);
    Localized::new(format!("「{label}」后面是空白"), format!("the cell beside “{label}” is empty"))
}
