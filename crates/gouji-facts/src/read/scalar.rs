//! 标签: the cell right of (or under) a label.

use super::builder::Builder;
use super::index::{Hit, Index};
use super::labels::{LabelId, remark};
use super::regions::PlannedRegion;
use super::{CompiledForm, trimmed};
use crate::{Content, Field, FormProblemKind, Primitive};
use gouji_program::{FieldId, Scalar, SourcePlace};
use gouji_text::TextRange;
use gouji_value::UnitId;

/// A clause that looks for labels.
pub(super) struct LabelClause<'clause> {
    pub(super) wanted: &'clause [LabelId],
    /// As declared, for messages.
    pub(super) labels: &'clause [String],
    pub(super) field: FieldId,
    pub(super) place: SourcePlace,
}

impl LabelClause<'_> {
    pub(super) fn name(&self) -> String {
        self.labels.first().cloned().unwrap_or_default()
    }
}

/// Reads the value of a label into a field of `own`.
pub(super) fn read_label(
    builder: &mut Builder<'_>,
    index: &Index<'_>,
    compiled: &CompiledForm<'_>,
    own: u32,
    clause: &LabelClause<'_>,
    planned: &PlannedRegion,
) {
    let Some(scalar) = builder.scalar(own, clause.field) else { return };
    let Some(hit) = find_hit(index, clause.wanted, planned) else {
        let kind = FormProblemKind::LabelMissing { label: clause.name() };
        builder.problem(kind, planned.place, Some(clause.place));
        return;
    };
    let cells = index.cells(hit.line);
    let unit = label_unit(builder, index, scalar, hit, planned);
    let next = index
        .line_hits(hit.line)
        .iter()
        .find(|other| other.cell > hit.cell && compiled.beside.contains(other.label))
        .map_or(cells.len(), |other| other.cell as usize);
    let beside = &cells[(hit.cell as usize + 1).min(next)..next];
    let mut filled = beside.iter().filter(|cell| !index.is_blank(cell));
    let mut field = match (filled.next(), beside.first()) {
        (Some(cell), _) => {
            if filled.next().is_some() {
                let kind = FormProblemKind::SeveralCells { label: clause.name() };
                builder.problem(kind, cell.range, Some(clause.place));
            }
            builder.cell(scalar, cell.range, unit, Primitive::Label)
        }
        (None, Some(blank)) => builder.cell(scalar, blank.range, unit, Primitive::Label),
        (None, None) => under(builder, index, compiled, scalar, unit, hit),
    };
    if says_percent(&index.document.text_of(cells[hit.cell as usize].range)) {
        builder.read_bare_percent(&mut field);
    }
    if field.content == Content::Blank {
        let place = cells[hit.cell as usize].range;
        let kind = FormProblemKind::EmptyCell { label: clause.name() };
        builder.problem(kind, trimmed(&index.document.text, place), Some(clause.place));
    }
    builder.set(own, clause.field, field);
}

/// The cell under a label that has none beside it.
fn under(
    builder: &mut Builder<'_>,
    index: &Index<'_>,
    compiled: &CompiledForm<'_>,
    scalar: Scalar,
    unit: Option<UnitId>,
    hit: Hit,
) -> Field {
    let label = index.cells(hit.line)[hit.cell as usize];
    let below = hit.line + 1;
    let same_block = index
        .notes
        .lines
        .get(below as usize)
        .is_some_and(|line| line.block == index.notes.lines[hit.line as usize].block);
    let is_label = index
        .line_hits(below)
        .iter()
        .any(|other| other.cell == hit.cell && compiled.beside.contains(other.label));
    let cell = index.cells(below).iter().find(|cell| cell.column == label.column);
    match cell {
        Some(cell) if same_block && !is_label && !index.is_blank(cell) => {
            builder.cell(scalar, cell.range, unit, Primitive::Label)
        }
        _ => {
            let end = TextRange::empty(label.range.end);
            builder.cell(scalar, end, unit, Primitive::Label)
        }
    }
}

/// The first of the wanted labels in a region.
pub(super) fn find_hit(
    index: &Index<'_>,
    wanted: &[LabelId],
    planned: &PlannedRegion,
) -> Option<Hit> {
    let hits = index.hits_between(planned.anchor, planned.end);
    hits.iter().find(|hit| wanted.contains(&hit.label)).copied()
}

/// The unit of a bare figure beside a label: that in the label's own brackets, else the one declared above.
fn label_unit(
    builder: &Builder<'_>,
    index: &Index<'_>,
    scalar: Scalar,
    hit: Hit,
    planned: &PlannedRegion,
) -> Option<UnitId> {
    let cell = index.cells(hit.line).get(hit.cell as usize)?;
    let text = index.document.text_of(cell.range);
    unit_for(builder, index, scalar, &text, planned.first, hit.line)
}

/// The unit that figures of a type take under a label or heading `text` in `line`.
pub(super) fn unit_for(
    builder: &Builder<'_>,
    index: &Index<'_>,
    scalar: Scalar,
    text: &str,
    from: u32,
    line: u32,
) -> Option<UnitId> {
    let Scalar::Quantity(dimension) = scalar else { return None };
    let units = &builder.program.units;
    let own = remark(text).and_then(|remark| units.unit(remark));
    own.filter(|unit| units.unit_dimension(*unit) == dimension)
        .or_else(|| index.declared_unit(dimension, from, line))
}

/// Whether a label or heading says that its bare figures are percentages.
pub(super) fn says_percent(text: &str) -> bool {
    remark(text).is_some_and(|remark| matches!(remark.trim(), "%" | "％"))
}
