//! Forms applied to a document.
//!
//! [`FormReader::new`] compiles the labels of a program's forms once. For a document, [`Index::new`]
//! notes in one pass where labels, captions and running text stand; [`FormReader::regions`] cuts the
//! document into regions from those notes alone; [`FormReader::read_region`] reads one region.

mod beside;
mod builder;
mod captions;
mod claims;
mod compiled;
mod condition;
mod context;
mod document_fields;
mod each;
mod failures;
mod figures;
mod folded;
mod furniture;
mod grid;
mod header;
mod headings;
mod index;
mod label;
mod labels;
mod layout_words;
mod levels;
mod lines;
mod matcher;
#[cfg(test)]
mod matcher_property;
mod misfit;
mod note;
mod occurrences;
mod other_columns;
mod outline;
mod pause;
mod periods;
mod plan;
mod printings;
mod reading;
mod regions;
mod row_conditions;
mod row_kinds;
mod row_owners;
mod row_state;
mod rows;
mod search;
mod sentence;
mod stretches;
mod survey;
mod table;
mod table_claim;
mod titles;
mod unread_text;
mod usual_place;
mod words;
mod words_alone;

use crate::{DocumentTable, Facts, Fragment, ReadBy, codes};
use compiled::CompiledClause;
use gouji_document::{Body, Document};
use gouji_program::form::{Clause, Scope, ScopedClauses};
use gouji_text::Localized;
use reading::RegionReading;
use std::sync::Arc;

pub(crate) use builder::{content_of, read_as};
pub use compiled::FormReader;
pub use document_fields::DocumentFields;
pub use index::{Index, Notes};
pub use pause::Pause;
pub use plan::{Alone, PlannedRegion, RegionPlans};

impl FormReader {
    /// Reads all records of a document.
    pub fn read(&self, document: &Document) -> Facts {
        let body = self.laid_out(&document.body);
        let index = Index::new(self, &body);
        self.read_planned(&index, self.plan(&index))
    }

    /// The same, and the tables of the document, those that no form claims too.
    pub fn read_with_tables(&self, document: &Document) -> (Facts, Vec<DocumentTable>) {
        let body = self.laid_out(&document.body);
        let index = Index::new(self, &body);
        let (plans, claimed) = self.plan_claimed(&index, claims::claims(self, &index));
        let tables = survey::tables(&index, &claimed);
        (self.read_planned(&index, plans), tables)
    }

    fn read_planned(&self, index: &Index<'_>, plans: RegionPlans) -> Facts {
        let RegionPlans { regions, said } = plans;
        let whole = self.read_whole(index, &regions);
        let mut said = said.into_iter().peekable();
        let mut fragments = Vec::new();
        for (planned, read) in regions.iter().zip(whole.fragments) {
            let region = planned.region;
            let fragment = read.unwrap_or_else(|| {
                let fields = self.fields_asked_by(region.form, &whole.fields);
                Arc::new(self.read_region(index, planned, &fields))
            });
            while let Some((region, fragment)) = said.next_if(|(it, _)| it.form < region.form) {
                fragments.push((region, Arc::new(fragment)));
            }
            let says_something = !fragment.records.is_empty()
                || !fragment.problems.is_empty()
                || !fragment.unread.is_empty();
            if says_something {
                fragments.push((region, fragment));
            }
        }
        fragments.extend(said.map(|(region, fragment)| (region, Arc::new(fragment))));
        let facts = Facts::new(fragments, self.program.records.len());
        facts.uniting(self.program.self_descriptions())
    }

    /// Reads the regions that are the whole document: first those that ask nothing, by which what a
    /// document says of itself is known, then the others.
    pub fn read_whole(&self, index: &Index<'_>, regions: &[PlannedRegion]) -> WholeFragments {
        let is_whole = |planned: &PlannedRegion| {
            let form = self.program.forms.at(planned.region.form);
            form.is_some_and(|form| form.scope.is_document())
        };
        let unasked = DocumentFields::default();
        let mut fragments: Vec<Option<Arc<Fragment>>> = Vec::with_capacity(regions.len());
        fragments.extend(regions.iter().map(|planned| {
            let is_read = is_whole(planned) && !self.asks(planned.region.form);
            is_read.then(|| Arc::new(self.read_region(index, planned, &unasked)))
        }));
        let fields = self.document_fields(fragments.iter().flatten().map(|fragment| &**fragment));
        for (planned, fragment) in regions.iter().zip(&mut fragments) {
            if fragment.is_none() && is_whole(planned) {
                let asked = self.fields_asked_by(planned.region.form, &fields);
                *fragment = Some(Arc::new(self.read_region(index, planned, &asked)));
            }
        }
        WholeFragments { fragments, fields }
    }

    /// Reads one region.
    pub fn read_region(
        &self,
        index: &Index<'_>,
        planned: &PlannedRegion,
        fields: &DocumentFields,
    ) -> Fragment {
        let mut reading = RegionReading::new(self, index, planned, fields);
        match &reading.form.scope {
            Scope::Outline(outline) => {
                let parent = planned.parent_title(index.document);
                outline::read(&mut reading, outline, &parent);
            }
            Scope::Each(each) => each::read(&mut reading, each),
            Scope::Table => grid::read_table(&mut reading),
            Scope::Titled(titled) if titled.rows_are_records => grid::read_table(&mut reading),
            Scope::Titled(_) => read_titled(&mut reading),
            Scope::Document
            | Scope::Region(_)
            | Scope::Paragraph(_)
            | Scope::Section(_)
            | Scope::Item(_) => read_own_record(&mut reading),
        }
        reading.finish()
    }

    /// Reads one region from the slice, the title and the plan that [`PlannedRegion::alone`] gave. `pause` may
    /// unwind where it is no longer wanted.
    pub fn read_alone(
        &self,
        slice: &Body,
        parent_title: &str,
        planned: &PlannedRegion,
        fields: &DocumentFields,
        pause: Pause<'_>,
    ) -> Fragment {
        let index = Index::of_region(self, slice).pausing(pause);
        let Scope::Outline(outline) = &self.program.forms[planned.region.form].scope else {
            return self.read_region(&index, planned, fields);
        };
        let mut reading = RegionReading::new(self, &index, planned, fields);
        outline::read(&mut reading, outline, parent_title);
        reading.finish()
    }
}

/// What was read of the whole document.
pub struct WholeFragments {
    /// For each region, its fragment where it is the whole document.
    pub fragments: Vec<Option<Arc<Fragment>>>,
    /// What the document says of itself that conditions ask for.
    pub fields: DocumentFields,
}

/// A table with a title: it is one record of the form.
fn read_titled(reading: &mut RegionReading<'_>) {
    let own = reading.builder.record(reading.form.record, None, reading.planned.place);
    titles::fill(reading, own);
    fill_own_record(reading, own);
    grid::read_titled(reading, own);
    reading.builder.apply_blanks(own, &reading.form.blanks);
    unread_text::note(reading, &reading.form.clauses);
}

/// A region that is one record of the form.
fn read_own_record(reading: &mut RegionReading<'_>) {
    let form = reading.form;
    let beginning = match &form.scope {
        Scope::Item(item) => {
            let lines = reading.planned.anchor..reading.planned.end;
            let found = reading.index.item_beginning(reading.reads(), item, lines);
            let captures = found.map_or(Vec::new(), |found| found.captures);
            let condition = item.condition.as_ref();
            if reading.fulfils(condition, &captures, (None, None)) != Some(true) {
                return;
            }
            captures
        }
        _ => Vec::new(),
    };
    let own = reading.builder.record(form.record, None, reading.planned.place);
    reading.builder.fill(own, &beginning, ReadBy::Item);
    fill_own_record(reading, own);
    reading.builder.apply_blanks(own, &form.blanks);
    if matches!(form.scope, Scope::Document) {
        reading.builder.drop_if_unbound(own);
    } else {
        unread_text::note(reading, &form.clauses);
    }
}

/// What the clauses read into one record.
fn fill_own_record(reading: &mut RegionReading<'_>, own: u32) {
    let form = reading.form;
    for context in &form.contexts {
        context::read(reading, own, context);
    }
    read_clauses(reading, own, (&form.clauses, &reading.compiled.clauses), true);
}

/// Clauses that fill the form's record; `is_first`: no other part of what the form reads was looked at.
fn read_clauses(
    reading: &mut RegionReading<'_>,
    own: u32,
    (clauses, compiled): (&[Clause], &[CompiledClause]),
    is_first: bool,
) {
    for (clause, compiled) in clauses.iter().zip(compiled) {
        match (clause, &compiled.grid) {
            (Clause::Sentence(sentence), _) => {
                sentence::read(reading, own, sentence, compiled);
            }
            (Clause::List(list), _) => each::read_list(reading, own, list),
            (Clause::Within(within), _) => read_within(reading, own, within, &compiled.inner),
            _ if !is_first => {}
            (Clause::Label(label), _) => label::read(reading, own, label, compiled),
            (Clause::Periods(periods), _) => {
                periods::read_schedule(reading, own, periods, compiled)
            }
            (Clause::Grid(_), _) if matches!(reading.form.scope, Scope::Titled(_)) => {}
            (Clause::Grid(grid), Some(compiled)) => grid::read(reading, own, grid, compiled),
            (Clause::Grid(_), None) => {}
            (Clause::Note(note), _) => note::read(reading, own, note),
        }
    }
    words_alone::note(reading, own, clauses);
}

/// Clauses in braces: what they fill stands in the sections, items or paragraphs of their scope.
fn read_within(
    reading: &mut RegionReading<'_>,
    own: u32,
    within: &ScopedClauses,
    compiled: &[CompiledClause],
) {
    let outer = reading.planned;
    let is_whole = reading.form.scope.is_document() && outer.anchor == 0;
    let lines = outer.anchor..outer.end;
    let stretches = reading.index.stretches(reading.reads(), &within.scope, lines, is_whole);
    let mut is_first = true;
    for stretch in stretches {
        let lines = stretch.anchor..stretch.end;
        if let Scope::Item(item) = &within.scope {
            let found = reading.index.item_beginning(reading.reads(), item, lines);
            let captures = found.map_or(Vec::new(), |found| found.captures);
            let condition = item.condition.as_ref();
            if reading.fulfils(condition, &captures, (Some(own), None)) != Some(true) {
                continue;
            }
            if is_first {
                reading.builder.fill(own, &captures, ReadBy::Item);
            }
        }
        let (anchor, end, place) = (stretch.anchor, stretch.end, stretch.place);
        reading.planned = PlannedRegion { anchor, end, place, ..outer };
        read_clauses(reading, own, (&within.clauses, compiled), is_first);
        is_first = false;
    }
    reading.planned = outer;
    if is_first {
        let form = reading.builder.form_name();
        let (chinese, english) = within.sought();
        let message = Localized::new(
            format!("{form}里没有找到{chinese}"),
            format!("{english} was not found in {form}"),
        );
        reading.problem(&codes::PART_MISSING, message, outer.place);
    }
}
