//! Which sentences of forms match where.

use super::super::compiled::{CompiledClause, FormReader};
use super::super::index::Index;
use super::super::matcher::Matcher;
use super::super::plan::PlannedRegion;
use super::cells::ReadPlaces;
use crate::SurveyedSentence;
use gouji_program::form::{Clause, Form, Sentence};
use gouji_text::TextRange;
use std::ops::Range;

/// Most places that are looked for of one sentence in one region.
const MOST_MATCHES: usize = 4;

/// The sentences of all forms in the regions that these read.
pub(super) fn survey(
    reader: &FormReader,
    index: &Index<'_>,
    places: &ReadPlaces,
) -> Vec<SurveyedSentence> {
    let mut found = Vec::new();
    for planned in reader.plan(index).regions {
        let number = planned.region.form.0 as usize;
        let (Some(form), Some(compiled)) =
            (reader.program.forms.at(planned.region.form), reader.forms.get(number))
        else {
            continue;
        };
        // Headings have no lines.
        if form.sentences().next().is_none() || planned.end == 0 {
            continue;
        }
        let of = RegionSentences { reader, index, places, form, planned };
        of.clauses(&form.clauses, &compiled.clauses, planned.anchor..planned.end, &mut found);
    }
    found
}

struct RegionSentences<'work, 'document> {
    reader: &'work FormReader,
    index: &'work Index<'document>,
    places: &'work ReadPlaces,
    form: &'work Form,
    planned: PlannedRegion,
}

impl RegionSentences<'_, '_> {
    /// The sentences among some clauses, in some lines. How deep clauses stand in one another is bounded by
    /// the parser.
    fn clauses(
        &self,
        clauses: &[Clause],
        compiled: &[CompiledClause],
        lines: Range<u32>,
        found: &mut Vec<SurveyedSentence>,
    ) {
        for (clause, compiled) in clauses.iter().zip(compiled) {
            match clause {
                Clause::Sentence(sentence) => {
                    found.push(self.sentence(sentence, compiled, lines.clone()));
                }
                Clause::Within(within) => {
                    let is_whole = self.form.scope.is_document() && self.planned.anchor == 0;
                    let reads = (&*self.reader.program, self.form.notation);
                    let stretches =
                        self.index.stretches(reads, &within.scope, lines.clone(), is_whole);
                    for stretch in stretches {
                        let inner = stretch.anchor..stretch.end;
                        self.clauses(&within.clauses, &compiled.inner, inner, found);
                    }
                }
                _ => {}
            }
        }
    }

    fn sentence(
        &self,
        sentence: &Sentence,
        compiled: &CompiledClause,
        lines: Range<u32>,
    ) -> SurveyedSentence {
        let (index, program) = (self.index, &*self.reader.program);
        let (folded, text) = (&index.notes.folded, &index.document.text);
        let mut matches = Vec::new();
        for passage in index.passages_within(lines).iter() {
            let matcher = Matcher::new(program, text, folded, passage.folded, self.form.notation);
            let mut matcher = matcher.outside(&compiled.longer);
            let mut from = passage.folded.start;
            while matches.len() < MOST_MATCHES
                && let Some(one) = matcher.find_from(&sentence.template, from)
            {
                from = one.folded.end.max(one.folded.start + 1);
                while !folded.text.is_char_boundary(from as usize) {
                    from += 1;
                }
                let start = folded.published(one.folded.start);
                let end = folded.published_end(text, one.folded.end).max(start);
                matches.push(TextRange::new(start, end));
            }
        }
        let form = self.planned.region.form;
        let region = self.planned.region.range;
        let own = |range: TextRange| {
            self.places
                .inside(range)
                .iter()
                .filter(move |it| it.1 == form && it.2 == self.form.record)
        };
        let is_read = matches.iter().any(|range| own(*range).next().is_some());
        let mut fields = sentence.template.fields();
        let is_filled_otherwise =
            !is_read && fields.all(|field| own(region).any(|it| it.3 == field));
        let pattern = sentence.template.written(program, self.form.record);
        SurveyedSentence { form, region, pattern, matches, is_read, is_filled_otherwise }
    }
}
