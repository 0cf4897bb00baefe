//! Forms applied to a document.
//!
//! [`Reader::new`] compiles the labels of a program's forms once. For a document, [`Index::new`]
//! notes in one pass where labels, captions and running text stand; [`Reader::regions`] cuts the
//! document into regions from those notes alone; [`Reader::read_region`] reads one region.

mod builder;
mod captions;
mod grid;
mod index;
mod labels;
mod matcher;
mod occurrences;
mod periods;
mod regions;
mod scalar;
mod text_scopes;

use crate::{Facts, Fragment, Region};
use gouji_document::{Body, Document};
use gouji_program::Program;
use gouji_program::form::{Clause, Form, Scope};
use gouji_text::TextRange;
use std::sync::Arc;

pub(crate) use builder::{content_of, read_as};
pub use index::{Index, Notes};
pub use regions::{Alone, PlannedRegion};

use builder::Builder;
use captions::CaptionHit;
use grid::CompiledGrid;
use labels::{FirstCharacters, LabelId, LabelSet, LabelTable};

/// The forms of a program, ready to read documents.
pub struct Reader<'program> {
    program: &'program Program,
    labels: LabelTable,
    /// What cells begin with that hold a label or declare a unit.
    first_characters: FirstCharacters,
    forms: Vec<CompiledForm<'program>>,
}

/// A form whose labels are numbers.
struct CompiledForm<'program> {
    form: &'program Form,
    /// Labels that start a region.
    starts: Vec<LabelId>,
    /// Labels that end one.
    ends: Vec<LabelId>,
    /// Every label that a `标签` or `时点` clause looks for: what stands behind one of these is its value.
    beside: LabelSet,
    /// For each clause: its labels (`标签`, `时点`).
    clause_labels: Vec<Vec<LabelId>>,
    /// For each clause: its grid.
    grids: Vec<Option<CompiledGrid<'program>>>,
}

/// Reads all records of a document.
pub fn read(program: &Program, document: &Document) -> Facts {
    Reader::new(program).read(document)
}

impl<'program> Reader<'program> {
    /// Compiles the forms of `program`.
    pub fn new(program: &'program Program) -> Self {
        let mut labels = LabelTable::default();
        let forms = program.forms.iter().map(|form| compile(program, form, &mut labels)).collect();
        let mut first_characters = labels.first_characters();
        CaptionHit::add_first_characters(program, &mut first_characters);
        Self { program, labels, first_characters, forms }
    }

    /// Reads all records of a document.
    pub fn read(&self, document: &Document) -> Facts {
        let index = Index::new(self, &document.body);
        let mut fragments = Vec::new();
        for planned in self.regions(&index) {
            let region = planned.region;
            let fragment = self.read_region(&index, &planned);
            if !fragment.records.is_empty() || !fragment.problems.is_empty() {
                fragments.push((region, Arc::new(fragment)));
            }
        }
        Facts::new(fragments, self.program.records.len())
    }

    /// Reads one region.
    pub fn read_region(&self, index: &Index<'_>, planned: &PlannedRegion) -> Fragment {
        let compiled = &self.forms[planned.region.form.0 as usize];
        let mut builder = Builder::new(self.program, index.document, planned.region);
        match &compiled.form.scope {
            Scope::Outline(bindings) => {
                let parent = planned.parent_title(index.document);
                text_scopes::read_outline(&mut builder, compiled.form, bindings, planned, &parent);
            }
            Scope::Occurrences(template) => {
                text_scopes::read_occurrence(&mut builder, index, compiled.form, template, planned);
            }
            Scope::Table => grid::read_table(&mut builder, index, compiled, planned),
            Scope::Document | Scope::Region { .. } | Scope::Paragraph(_) | Scope::Section(_) => {
                self.read_own_record(&mut builder, index, compiled, planned);
            }
        }
        builder.finish()
    }

    /// Reads one region from the slice, the title and the plan that [`PlannedRegion::alone`] gave.
    pub fn read_alone(
        &self,
        slice: &Body,
        parent_title: &str,
        planned: &PlannedRegion,
    ) -> Fragment {
        let compiled = &self.forms[planned.region.form.0 as usize];
        let Scope::Outline(bindings) = &compiled.form.scope else {
            return self.read_region(&Index::of_region(self, slice), planned);
        };
        let mut builder = Builder::new(self.program, slice, planned.region);
        text_scopes::read_outline(&mut builder, compiled.form, bindings, planned, parent_title);
        builder.finish()
    }

    /// A region that is one record of the form.
    fn read_own_record(
        &self,
        builder: &mut Builder<'_>,
        index: &Index<'_>,
        compiled: &CompiledForm<'_>,
        planned: &PlannedRegion,
    ) {
        let form = compiled.form;
        let own = builder.record(form.record, None, planned.place);
        for context in &form.contexts {
            text_scopes::read_context(builder, index, own, context, planned);
        }
        for (number, clause) in form.clauses.iter().enumerate() {
            match clause {
                Clause::Label { labels, field, place } => {
                    let wanted = &compiled.clause_labels[number];
                    let label =
                        scalar::LabelClause { wanted, labels, field: *field, place: *place };
                    scalar::read_label(builder, index, compiled, own, &label, planned);
                }
                Clause::Periods { labels, field, place } => {
                    let wanted = &compiled.clause_labels[number];
                    let label =
                        scalar::LabelClause { wanted, labels, field: *field, place: *place };
                    periods::read_periods(builder, index, compiled, own, &label, planned);
                }
                Clause::Grid(_) => {
                    if let Some(grid) = &compiled.grids[number] {
                        grid::read_inner(builder, index, compiled, grid, own, planned);
                    }
                }
                Clause::Sentence { template, .. } => {
                    text_scopes::read_sentence(builder, index, own, template, planned);
                }
            }
        }
        builder.apply_blanks(own, &form.blanks);
        if matches!(form.scope, Scope::Document) {
            builder.drop_if_unbound(own);
        }
    }
}

fn compile<'program>(
    program: &'program Program,
    form: &'program Form,
    labels: &mut LabelTable,
) -> CompiledForm<'program> {
    use gouji_program::form::Anchor;
    let mut anchors = |anchor: Option<&Anchor>| match anchor {
        Some(Anchor::Label(texts)) => texts.iter().map(|text| labels.add(text)).collect(),
        _ => Vec::new(),
    };
    let (starts, ends) = match &form.scope {
        Scope::Region { start, end } => (anchors(Some(start)), anchors(end.as_ref())),
        _ => (Vec::new(), Vec::new()),
    };
    let mut compiled = CompiledForm {
        form,
        beside: LabelSet::default(),
        starts,
        ends,
        clause_labels: Vec::new(),
        grids: Vec::new(),
    };
    compiled.beside.extend(compiled.starts.iter().copied());
    for clause in &form.clauses {
        let (texts, grid): (&[String], _) = match clause {
            Clause::Label { labels: texts, .. } => (texts, None),
            Clause::Periods { labels: texts, field, .. } => {
                periods::add_labels(program, form, *field, labels);
                (texts, None)
            }
            Clause::Grid(grid) => (&[], Some(CompiledGrid::new(grid, labels))),
            Clause::Sentence { .. } => (&[], None),
        };
        let ids: Vec<LabelId> = texts.iter().map(|text| labels.add(text)).collect();
        compiled.beside.extend(ids.iter().copied());
        compiled.clause_labels.push(ids);
        compiled.grids.push(grid);
    }
    compiled
}

/// The range without the white space at both ends; all white space gives the empty range at its start.
fn trimmed(text: &str, range: TextRange) -> TextRange {
    let slice = range.of(text);
    if begins_and_ends_solid(slice.as_bytes()) {
        return range;
    }
    let from_start = slice.trim_start();
    if from_start.is_empty() {
        return TextRange::empty(range.start);
    }
    let start = range.start + (slice.len() - from_start.len()) as u32;
    TextRange::new(start, start + from_start.trim_end().len() as u32)
}

/// Whether the bytes of a text show at once that it has no white space at either end: printable
/// ASCII or an ideograph of three bytes stands there.
fn begins_and_ends_solid(text: &[u8]) -> bool {
    let ideograph = |byte: Option<&u8>| matches!(byte, Some(0xe4..=0xe9));
    let printable = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_graphic);
    (printable(text.first()) || ideograph(text.first()))
        && (printable(text.last())
            || ideograph(text.len().checked_sub(3).and_then(|at| text.get(at))))
}

/// The bytes of a region.
fn region_of(form: usize, range: TextRange) -> Region {
    Region { form: gouji_program::FormId(form as u16), range }
}
