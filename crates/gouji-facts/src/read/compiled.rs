//! The forms of a program with their labels as numbers, ready to be looked for.

use super::labels::{FirstCharacters, LabelId, LabelSet, LabelTable};
use super::lines::Hit;
use super::words::{Beginnings, LongerWords, WordEndings};
use gouji_program::expression::SoleRef;
use gouji_program::form::{Anchor, Clause, Form, Grid, Scope};
use gouji_program::{FieldKind, Program, RecordTypeId, Scalar};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// The forms of a program, ready to read documents.
pub struct FormReader {
    pub(super) program: Arc<Program>,
    pub(super) labels: LabelTable,
    /// What cells begin with that hold a label.
    pub(super) first_characters: FirstCharacters,
    pub(super) forms: Vec<CompiledForm>,
    /// What conditions of forms ask of records that stand for the whole document.
    pub(super) asked: Vec<SoleRef>,
}

/// A form whose labels are numbers.
pub(super) struct CompiledForm {
    /// Labels that start a region.
    pub(super) starts: Vec<LabelId>,
    /// Labels that end one.
    pub(super) ends: Vec<LabelId>,
    /// Whether its tables are found by their titles.
    pub(super) is_titled: bool,
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
    /// Words that its sentence may not begin inside of.
    pub(super) longer: LongerWords,
    /// The clauses inside it.
    pub(super) inner: Vec<CompiledClause>,
}

impl FormReader {
    /// Compiles the forms of `program`.
    pub fn new(program: Arc<Program>) -> Self {
        let mut labels = LabelTable::default();
        let forms = program.forms.iter();
        let mut forms: Vec<CompiledForm> =
            forms.map(|form| CompiledForm::new(form, &program, &mut labels)).collect();
        labels.add_periods(&program);
        add_longer_words(&program, &labels, &mut forms);
        let first_characters = labels.first_characters();
        let mut asked: Vec<SoleRef> = Vec::new();
        for sole in program.forms.iter().flat_map(Form::asks) {
            if !asked.contains(&sole) {
                asked.push(sole);
            }
        }
        Self { program, labels, first_characters, forms, asked }
    }

    /// The program whose forms these are.
    pub fn program(&self) -> &Arc<Program> {
        &self.program
    }
}

/// Adds the words that sentences may not begin inside of, once all labels are known.
fn add_longer_words(program: &Program, labels: &LabelTable, forms: &mut [CompiledForm]) {
    let labels = WordEndings::of_labels(labels);
    for (form, compiled) in program.forms.iter().zip(forms) {
        let beginnings = Beginnings::of(form);
        let endings = beginnings.endings();
        let form_words = (&beginnings, &endings);
        add_longer_words_to(&form.clauses, form_words, &labels, &mut compiled.clauses);
    }
}

/// The same for some clauses and those inside them.
fn add_longer_words_to(
    clauses: &[Clause],
    form: (&Beginnings, &WordEndings<'_, u32>),
    labels: &WordEndings<'_, ()>,
    compiled: &mut [CompiledClause],
) {
    for (clause, compiled) in clauses.iter().zip(compiled) {
        if let Clause::Sentence(sentence) = clause {
            compiled.longer = LongerWords::new(sentence, form, labels);
        }
        add_longer_words_to(clause.primitive().inner(), form, labels, &mut compiled.inner);
    }
}

impl CompiledForm {
    fn new(form: &Form, program: &Program, labels: &mut LabelTable) -> Self {
        // Where a region encloses the scope, it is its only one.
        let mut scopes = form.within.iter().chain([&form.scope]);
        let region = scopes.find_map(|scope| match scope {
            Scope::Region(region) => Some(region),
            _ => None,
        });
        let (starts, ends) = match region {
            Some(region) => {
                let ends = region.end.as_ref().map_or(&[][..], Anchor::labels);
                (labels.add_all(region.start.labels()), labels.add_all(ends))
            }
            None => (Vec::new(), Vec::new()),
        };
        let mut beside = LabelSet::default();
        beside.extend(starts.iter().copied());
        let of = (program, form.record);
        let clauses = CompiledClause::all(&form.clauses, of, labels, &mut beside);
        let is_titled = matches!(form.scope, Scope::Titled(_));
        Self { starts, ends, is_titled, beside, clauses }
    }

    /// Its grids, in order.
    pub(super) fn grids(&self) -> Vec<&CompiledGrid> {
        self.clauses.iter().filter_map(|clause| clause.grid.as_ref()).collect()
    }
}

impl CompiledClause {
    /// Clauses and those inside them, as deep as the parser lets them stand in one another.
    fn all(
        clauses: &[Clause],
        (program, own_record): (&Program, RecordTypeId),
        labels: &mut LabelTable,
        beside: &mut LabelSet,
    ) -> Vec<Self> {
        let compiled = clauses.iter().map(|clause| {
            let primitive = clause.primitive();
            let own = labels.add_all(primitive.labels_of_value());
            beside.extend(own.iter().copied());
            let grid = primitive.grid();
            let grid = grid.map(|grid| CompiledGrid::new(grid, program, own_record, labels));
            let inner = Self::all(primitive.inner(), (program, own_record), labels, beside);
            Self { labels: own, grid, longer: LongerWords::default(), inner }
        });
        compiled.collect()
    }
}

/// A grid whose labels are numbers.
pub(super) struct CompiledGrid {
    /// For each column, its alternative paths.
    pub(super) columns: Vec<Vec<Vec<LabelId>>>,
    /// For each column, whether it may be missing.
    pub(super) optional: Vec<bool>,
    /// For each column, which of those under its heading it is, from 0, where that is said.
    pub(super) ordinals: Vec<Option<u16>>,
    /// For each column, whether it fills figures.
    pub(super) figures: Vec<bool>,
    /// The first of the columns that are called alike, with all of them.
    pub(super) alike: Vec<(usize, Vec<usize>)>,
    /// The columns and alternatives whose innermost heading a label is, of those called alike the first.
    pub(super) leaves: FxHashMap<LabelId, Vec<(u16, u16)>>,
    /// Whether its columns recur side by side (分栏).
    pub(super) side_by_side: bool,
    /// All labels of all paths.
    labels: LabelSet,
    /// How many columns must be there for rows to be taken for this grid's header, if a poor one.
    pub(super) threshold: usize,
}

impl CompiledGrid {
    fn new(grid: &Grid, program: &Program, own: RecordTypeId, table: &mut LabelTable) -> Self {
        let mut labels = LabelSet::default();
        let mut path = |texts: &Vec<String>| -> Vec<LabelId> {
            let ids: Vec<LabelId> = texts.iter().map(|text| table.add(text)).collect();
            labels.extend(ids.iter().copied());
            ids
        };
        let required = grid.columns.iter().filter(|column| !column.optional).count();
        let threshold = required.div_ceil(2).max(2).min(grid.columns.len());
        let columns: Vec<Vec<Vec<LabelId>>> = grid
            .columns
            .iter()
            .map(|column| column.labels.iter().map(&mut path).collect())
            .collect();
        let optional = grid.columns.iter().map(|column| column.optional).collect();
        let ordinals: Vec<Option<u16>> = grid
            .columns
            .iter()
            .map(|column| column.ordinal.map(|ordinal| ordinal.wrapping_sub(1)))
            .collect();
        let fills_figure = |column: usize| {
            grid.column_fields(column, own)
                .any(|(record, field)| is_figure(&program.field(record, field).kind))
        };
        let figures = (0..grid.columns.len()).map(fills_figure).collect();
        let mut leaders: FxHashMap<(&[Vec<LabelId>], Option<u16>), usize> = FxHashMap::default();
        let mut alike: Vec<(usize, Vec<usize>)> = Vec::new();
        let mut leaves: FxHashMap<LabelId, Vec<(u16, u16)>> = FxHashMap::default();
        for (column, paths) in columns.iter().enumerate() {
            let group = *leaders.entry((paths, ordinals[column])).or_insert(alike.len());
            if let Some((_, members)) = alike.get_mut(group) {
                members.push(column);
                continue;
            }
            alike.push((column, vec![column]));
            for (alternative, path) in paths.iter().enumerate() {
                let Some(leaf) = path.last() else { continue };
                leaves.entry(*leaf).or_default().push((column as u16, alternative as u16));
            }
        }
        let side_by_side = grid.side_by_side;
        Self {
            columns,
            optional,
            ordinals,
            figures,
            alike,
            leaves,
            side_by_side,
            labels,
            threshold,
        }
    }

    /// Whether a line with these labels may begin this grid's header.
    pub(super) fn may_begin(&self, hits: &[Hit]) -> bool {
        self.own_labels(hits).next().is_some()
    }

    /// Whether a document in which these labels stand may hold this grid's header with all columns that must be
    /// there.
    pub(super) fn may_be_whole(&self, labels: &LabelSet) -> bool {
        let stands = |path: &Vec<LabelId>| path.iter().all(|label| labels.contains(*label));
        let mut columns = self.columns.iter().zip(&self.optional);
        columns.all(|(paths, optional)| *optional || paths.iter().any(stands))
    }

    /// Those of some labels that head this grid's columns.
    pub(super) fn own_labels(&self, hits: &[Hit]) -> impl Iterator<Item = Hit> {
        hits.iter().filter(|hit| self.labels.contains(hit.label)).copied()
    }
}

/// Whether a field holds an amount, a number or a percentage.
fn is_figure(kind: &FieldKind) -> bool {
    use Scalar::{Integer, Number, Percent, Quantity};
    matches!(kind, FieldKind::Scalar(Integer | Number | Percent | Quantity(_)))
}
