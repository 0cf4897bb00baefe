//! The forms of a program with their labels as numbers, ready to be looked for.

use super::captions::CaptionHit;
use super::labels::{FirstCharacters, LabelId, LabelSet, LabelTable};
use super::lines::Hit;
use gouji_program::Program;
use gouji_program::form::{Anchor, Form, Grid, Scope};
use std::sync::Arc;

/// The forms of a program, ready to read documents.
pub struct FormReader {
    pub(super) program: Arc<Program>,
    pub(super) labels: LabelTable,
    /// What cells begin with that hold a label or declare a unit.
    pub(super) first_characters: FirstCharacters,
    pub(super) forms: Vec<CompiledForm>,
}

/// A form whose labels are numbers.
pub(super) struct CompiledForm {
    /// Labels that start a region.
    pub(super) starts: Vec<LabelId>,
    /// Labels that end one.
    pub(super) ends: Vec<LabelId>,
    /// Every label that a value stands beside.
    pub(super) beside: LabelSet,
    /// Its clauses, in order.
    pub(super) clauses: Vec<CompiledClause>,
}

/// A clause whose labels are numbers.
pub(super) struct CompiledClause {
    /// The labels that its value stands beside.
    pub(super) labels: Vec<LabelId>,
    /// The grid that it reads.
    pub(super) grid: Option<CompiledGrid>,
}

impl FormReader {
    /// Compiles the forms of `program`.
    pub fn new(program: Arc<Program>) -> Self {
        let mut labels = LabelTable::default();
        let forms = program.forms.iter();
        let forms = forms.map(|form| CompiledForm::new(form, &mut labels)).collect();
        labels.add_periods(&program);
        let mut first_characters = labels.first_characters();
        CaptionHit::add_first_characters(&program, &mut first_characters);
        Self { program, labels, first_characters, forms }
    }

    /// The program whose forms these are.
    pub fn program(&self) -> &Arc<Program> {
        &self.program
    }
}

impl CompiledForm {
    fn new(form: &Form, labels: &mut LabelTable) -> Self {
        let (starts, ends) = match &form.scope {
            Scope::Region(region) => {
                let ends = region.end.as_ref().map_or(&[][..], Anchor::labels);
                (labels.add_all(region.start.labels()), labels.add_all(ends))
            }
            _ => (Vec::new(), Vec::new()),
        };
        let mut beside = LabelSet::default();
        beside.extend(starts.iter().copied());
        let mut clauses = Vec::with_capacity(form.clauses.len());
        for clause in &form.clauses {
            let primitive = clause.primitive();
            let own = labels.add_all(primitive.labels_of_value());
            beside.extend(own.iter().copied());
            let grid = primitive.grid().map(|grid| CompiledGrid::new(grid, labels));
            clauses.push(CompiledClause { labels: own, grid });
        }
        Self { starts, ends, beside, clauses }
    }

    /// The grid of a form of whole tables.
    pub(super) fn table_grid(&self) -> Option<&CompiledGrid> {
        self.clauses.iter().find_map(|clause| clause.grid.as_ref())
    }
}

/// A grid whose labels are numbers.
pub(super) struct CompiledGrid {
    /// For each column, its alternative paths.
    pub(super) columns: Vec<Vec<Vec<LabelId>>>,
    /// All labels of all paths.
    labels: LabelSet,
    /// How many columns must be there for a row to be this grid's header.
    pub(super) threshold: usize,
}

impl CompiledGrid {
    fn new(grid: &Grid, table: &mut LabelTable) -> Self {
        let mut labels = LabelSet::default();
        let mut path = |texts: &Vec<String>| -> Vec<LabelId> {
            let ids: Vec<LabelId> = texts.iter().map(|text| table.add(text)).collect();
            labels.extend(ids.iter().copied());
            ids
        };
        let required = grid.columns.iter().filter(|column| !column.optional).count();
        let threshold = required.div_ceil(2).max(2).min(grid.columns.len());
        let columns = grid
            .columns
            .iter()
            .map(|column| column.labels.iter().map(&mut path).collect())
            .collect();
        Self { columns, labels, threshold }
    }

    /// Whether a line with these labels may begin this grid's header.
    pub(super) fn may_begin(&self, hits: &[Hit]) -> bool {
        let needed = self.threshold.min(2);
        hits.len() >= needed && self.own_labels(hits).count() >= needed
    }

    /// Those of some labels that head this grid's columns.
    pub(super) fn own_labels(&self, hits: &[Hit]) -> impl Iterator<Item = Hit> {
        hits.iter().filter(|hit| self.labels.contains(hit.label)).copied()
    }
}
