//! Forms applied to a document.
//!
//! [`FormReader::new`] compiles the labels of a program's forms once. For a document, [`Index::new`]
//! notes in one pass where labels, captions and running text stand; [`FormReader::regions`] cuts the
//! document into regions from those notes alone; [`FormReader::read_region`] reads one region.

mod builder;
mod captions;
mod claims;
mod compiled;
mod context;
mod each;
mod failures;
mod figures;
mod folded;
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
mod misfit;
mod occurrences;
mod other_columns;
mod outline;
mod periods;
mod plan;
mod printings;
mod reading;
mod regions;
mod row_conditions;
mod row_kinds;
mod row_owners;
mod rows;
mod sentence;
mod table;
mod titles;
mod words;

use crate::{Facts, Fragment};
use gouji_document::{Body, Document};
use gouji_program::form::{Clause, Scope};
use reading::RegionReading;
use std::sync::Arc;

pub(crate) use builder::{content_of, read_as};
pub use compiled::FormReader;
pub use index::{Index, Notes};
pub use plan::{Alone, PlannedRegion, RegionPlans};

impl FormReader {
    /// Reads all records of a document.
    pub fn read(&self, document: &Document) -> Facts {
        let index = Index::new(self, &document.body);
        let mut fragments = Vec::new();
        let RegionPlans { regions, said } = self.plan(&index);
        let mut said = said.into_iter().peekable();
        for planned in regions {
            let region = planned.region;
            while let Some((region, fragment)) = said.next_if(|(it, _)| it.form < region.form) {
                fragments.push((region, Arc::new(fragment)));
            }
            let fragment = self.read_region(&index, &planned);
            if !fragment.records.is_empty() || !fragment.problems.is_empty() {
                fragments.push((region, Arc::new(fragment)));
            }
        }
        fragments.extend(said.map(|(region, fragment)| (region, Arc::new(fragment))));
        Facts::new(fragments, self.program.records.len())
    }

    /// Reads one region.
    pub fn read_region(&self, index: &Index<'_>, planned: &PlannedRegion) -> Fragment {
        let mut reading = RegionReading::new(self, index, planned);
        match &reading.form.scope {
            Scope::Outline(outline) => {
                let parent = planned.parent_title(index.document);
                outline::read(&mut reading, outline, &parent);
            }
            Scope::Each(each) => each::read(&mut reading, each),
            Scope::Table => grid::read_table(&mut reading),
            Scope::Titled(titled) if titled.rows_are_records => grid::read_table(&mut reading),
            Scope::Titled(_) => read_titled(&mut reading),
            Scope::Document | Scope::Region(_) | Scope::Paragraph(_) | Scope::Section(_) => {
                read_own_record(&mut reading);
            }
        }
        reading.finish()
    }

    /// Reads one region from the slice, the title and the plan that [`PlannedRegion::alone`] gave.
    pub fn read_alone(
        &self,
        slice: &Body,
        parent_title: &str,
        planned: &PlannedRegion,
    ) -> Fragment {
        let index = Index::of_region(self, slice);
        let Scope::Outline(outline) = &self.program.forms[planned.region.form].scope else {
            return self.read_region(&index, planned);
        };
        let mut reading = RegionReading::new(self, &index, planned);
        outline::read(&mut reading, outline, parent_title);
        reading.finish()
    }
}

/// A table with a title: it is one record of the form.
fn read_titled(reading: &mut RegionReading<'_>) {
    let own = reading.builder.record(reading.form.record, None, reading.planned.place);
    titles::fill(reading, own);
    fill_own_record(reading, own);
    grid::read_titled(reading, own);
    reading.builder.apply_blanks(own, &reading.form.blanks);
}

/// A region that is one record of the form.
fn read_own_record(reading: &mut RegionReading<'_>) {
    let own = reading.builder.record(reading.form.record, None, reading.planned.place);
    fill_own_record(reading, own);
    reading.builder.apply_blanks(own, &reading.form.blanks);
    if matches!(reading.form.scope, Scope::Document) {
        reading.builder.drop_if_unbound(own);
    }
}

/// What the clauses read into one record.
fn fill_own_record(reading: &mut RegionReading<'_>, own: u32) {
    let form = reading.form;
    for context in &form.contexts {
        context::read(reading, own, context);
    }
    for (clause, compiled) in form.clauses.iter().zip(&reading.compiled.clauses) {
        let grid = &compiled.grid;
        match (clause, grid) {
            (Clause::Label(label), _) => label::read(reading, own, label, compiled),
            (Clause::Periods(periods), _) => {
                periods::read_schedule(reading, own, periods, compiled)
            }
            (Clause::Grid(_), _) if matches!(form.scope, Scope::Titled(_)) => {}
            (Clause::Grid(grid), Some(compiled)) => grid::read(reading, own, grid, compiled),
            (Clause::Grid(_), None) => {}
            (Clause::Sentence(sentence), _) => {
                sentence::read(reading, own, sentence, compiled);
            }
        }
    }
}
