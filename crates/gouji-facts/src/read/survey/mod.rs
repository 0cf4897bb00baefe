//! Surveys: what the forms of a program make of a document.

mod cells;
mod refusals;
mod sentences;
mod stretches;

use super::claims::{MOST_BETWEEN, claims};
use super::compiled::FormReader;
use super::headings::HeadingTree;
use super::index::Index;
use super::lines::LineKind;
use super::table_claim::TableClaim;
use super::titles::TableTitle;
use crate::{DocumentTable, Facts, FormSurvey, SurveyedColumn, SurveyedTable};
use cells::{CellFates, ReadPlaces};
use gouji_document::{BlockKind, Body};
use gouji_program::FormId;
use gouji_program::form::Scope;
use gouji_text::TextRange;
use stretches::{SurveyedStretch, stretches};

/// The tables of a document in order, of which these are claimed.
pub(super) fn tables(index: &Index<'_>, claimed: &[TableClaim]) -> Vec<DocumentTable> {
    let all = stretches(index, claimed).into_iter();
    all.map(|stretch| DocumentTable {
        range: whole_range(index, &stretch),
        rows: (stretch.first..stretch.rows_end).filter(|line| index.row(*line).is_some()).count(),
        forms: stretch.forms.iter().map(|form| FormId(*form as u16)).collect(),
    })
    .collect()
}

fn line_range(index: &Index<'_>, line: u32) -> TextRange {
    let line = index.notes.lines.get(line as usize);
    line.map_or(TextRange::default(), |line| line.range.trimmed(&index.document.text))
}

/// From the title, or the first line that leads up to a table, to the notes below it.
fn whole_range(index: &Index<'_>, stretch: &SurveyedStretch) -> TextRange {
    let last = stretch.end.saturating_sub(1).max(stretch.first);
    let range = line_range(index, stretch.first).cover(line_range(index, last));
    let title = stretch.title.filter(|title| !title.is_empty());
    title.map_or(range, |title| range.cover(title))
}

impl FormReader {
    /// What the forms make of a document, of which they have read `facts`: its tables, by which form each
    /// is read or why not, what became of every cell, and which sentences match where.
    ///
    /// For whoever writes forms; it reads most of the document again.
    pub fn survey(&self, document: &Body, facts: &Facts) -> FormSurvey {
        let document = &*self.laid_out(document);
        let index = Index::new(self, document);
        let claimed = claims(self, &index);
        let places = ReadPlaces::new(facts);
        let reads_tables = self.program.forms.iter().any(|form| form.grids().next().is_some());
        let mut tables = Vec::new();
        let titles = super::titles::find(&self.program, &index);
        let mut floor = 0;
        for stretch in stretches(&index, &claimed.tables) {
            let above = floor.max(stretch.first.saturating_sub(MOST_BETWEEN));
            let first = titles.partition_point(|title| title.last < above);
            let end = titles.partition_point(|title| title.first < stretch.header).max(first);
            let own = titles.get(first..end).unwrap_or_default();
            tables.push(self.survey_table((&index, &stretch), &places, reads_tables, own));
            floor = stretch.rows_end;
        }
        FormSurvey { tables, sentences: sentences::survey(self, &index, &places) }
    }

    fn survey_table(
        &self,
        (index, stretch): (&Index<'_>, &SurveyedStretch),
        places: &ReadPlaces,
        reads_tables: bool,
        titles: &[TableTitle],
    ) -> SurveyedTable {
        let document = index.document;
        let line_range = |line: u32| line_range(index, line);
        let title = stretch.title.filter(|title| !title.is_empty());
        let range = whole_range(index, stretch);
        let heads = stretch.header..stretch.header + stretch.height;
        let captions = index.notes.captions.iter();
        let captions = captions
            .filter(|hit| (stretch.first..heads.end).contains(&hit.line()))
            .map(|hit| (line_range(hit.line()), hit.unit()));
        let captions = captions.collect();
        let mut claimed_by: Vec<FormId> =
            stretch.forms.iter().map(|form| FormId(*form as u16)).collect();
        let is_claimed = !claimed_by.is_empty();
        for form in places.forms_in(range) {
            if !claimed_by.contains(&form) && self.reads_cells(form) {
                claimed_by.push(form);
            }
        }
        let is_counted = !claimed_by.is_empty() || reads_tables;
        let fates = CellFates { reader: self, index, stretch, places, is_claimed, is_counted };
        let is_read = !claimed_by.is_empty();
        let (rows, unread) = fates.all(is_read);
        let furniture = document.blocks.iter().filter(|block| {
            block.kind == BlockKind::Furniture
                && range.start < block.range.start
                && block.range.start < range.end
        });
        let furniture = furniture.map(|block| block.range.trimmed(&document.text)).collect();
        let notes = (stretch.rows_end..stretch.end)
            .filter(|line| index.line(*line).kind == LineKind::Paragraph)
            .map(line_range);
        let refusals = refusals::of(self, index, stretch, &claimed_by, titles);
        SurveyedTable {
            range,
            title,
            captions,
            columns: columns(index, stretch),
            claimed_by,
            is_printed_twice: stretch.is_printed_twice,
            refusals,
            rows,
            furniture,
            notes: notes.collect(),
            unread,
        }
    }

    /// Whether a form reads cells, and not only running text or headings.
    pub fn reads_cells(&self, form: FormId) -> bool {
        self.program.forms.at(form).is_some_and(|form| {
            matches!(form.scope, Scope::Titled(_))
                || form.primitives().any(|primitive| {
                    primitive.grid().is_some() || !primitive.labels_of_value().is_empty()
                })
        })
    }
}

/// The innermost headings of a table.
fn columns(index: &Index<'_>, stretch: &SurveyedStretch) -> Vec<SurveyedColumn> {
    let tree = HeadingTree::new(index, stretch.header, stretch.height);
    let innermost = tree.headings.iter().filter(|heading| !heading.has_inner);
    let mut columns: Vec<SurveyedColumn> = innermost
        .map(|heading| {
            let path = tree.path(index, heading);
            SurveyedColumn { first: heading.first, last: heading.last, path }
        })
        .collect();
    columns.sort_by_key(|column| column.first);
    columns
}
