//! How much of a document was read: pages or sheets, tables, rows, figures.

use gouji_document::DocumentOrigin;
use gouji_facts::{Content, DocumentTable, Facts, Field, FormReader, Fragment, Region};
use gouji_program::{FormId, Program, RecordTypeId};
use gouji_report::ReadExtent;
use gouji_value::Value;

/// What a document has of each kind, and how much of it the forms of some packs have read.
pub(crate) struct ExtentOf<'work> {
    pub(crate) reader: &'work FormReader,
    pub(crate) origin: DocumentOrigin,
    pub(crate) tables: &'work [DocumentTable],
    pub(crate) facts: &'work Facts,
    /// For each pack of the program, whether it applies.
    pub(crate) applies: &'work [bool],
    /// Figures that no field holds.
    pub(crate) unread: usize,
}

impl ExtentOf<'_> {
    pub(crate) fn count(&self) -> ReadExtent {
        let figures = self.figures();
        let mut extent = ReadExtent {
            figures: figures + self.unread,
            figures_unread: self.unread,
            tables: self.tables.len(),
            ..ReadExtent::default()
        };
        match self.origin {
            DocumentOrigin::Pdf { pages } => extent.pages = pages as usize,
            DocumentOrigin::Workbook { sheets } => extent.sheets = sheets as usize,
            _ => {}
        }
        let program = self.reader.program();
        let mut starts: Option<Vec<u32>> = None;
        for table in self.tables {
            extent.rows += table.rows;
            let is_claimed =
                table.forms.iter().any(|form| is_in_force(program, self.applies, *form));
            let is_read = is_claimed || {
                let starts = starts.get_or_insert_with(|| self.cells_read());
                let first = starts.partition_point(|start| *start < table.range.start);
                starts.get(first).is_some_and(|start| *start < table.range.end)
            };
            if !is_read {
                extent.tables_unread += 1;
                extent.rows_unread += table.rows;
            }
        }
        extent
    }

    fn in_force(&self) -> impl Iterator<Item = (Region, &Fragment)> {
        in_force(self.reader.program(), self.facts, self.applies)
    }

    /// How many figures fields hold; one that several forms read is one.
    fn figures(&self) -> usize {
        // The year that a document says of itself is none.
        let packs = self.reader.program().packs.iter();
        let described = packs.filter_map(|pack| Some(pack.self_description?.record));
        let described: Vec<RecordTypeId> = described.collect();
        let mut starts = Vec::new();
        for (region, fragment) in self.in_force() {
            let form = self.reader.program().forms.at(region.form);
            if form.is_some_and(|form| described.contains(&form.record)) {
                continue;
            }
            each_field(fragment, |field| {
                if matches!(&field.content, Content::Value(Value::Number(_) | Value::Bound(_))) {
                    starts.push(field.place.start + region.range.start);
                }
            });
        }
        starts.sort_unstable();
        starts.dedup();
        starts.len()
    }

    /// Where fields begin that forms which read cells have filled, in order.
    fn cells_read(&self) -> Vec<u32> {
        let mut starts = Vec::new();
        for (region, fragment) in self.in_force() {
            if self.reader.reads_cells(region.form) {
                each_field(fragment, |field| {
                    if matches!(field.content, Content::Text | Content::Value(_) | Content::Dash) {
                        starts.push(field.place.start + region.range.start);
                    }
                });
            }
        }
        starts.sort_unstable();
        starts
    }
}

/// Whether the pack of a form is one of those that apply.
pub(crate) fn is_in_force(program: &Program, applies: &[bool], form: FormId) -> bool {
    let form = program.forms.at(form);
    form.is_some_and(|form| applies.get(form.pack as usize) == Some(&true))
}

/// What the forms of packs that apply have read.
pub(crate) fn in_force<'work>(
    program: &'work Program,
    facts: &'work Facts,
    applies: &'work [bool],
) -> impl Iterator<Item = (Region, &'work Fragment)> + Clone {
    let fragments = facts.fragments().iter();
    let fragments = fragments.map(|(region, fragment)| (*region, &**fragment));
    fragments.filter(move |(region, _)| is_in_force(program, applies, region.form))
}

/// The fields of a fragment, those of series point by point.
fn each_field<'facts>(fragment: &'facts Fragment, mut see: impl FnMut(&'facts Field)) {
    for field in fragment.records.iter().flat_map(|record| record.fields.iter()) {
        match &field.content {
            Content::Series(points) => points.iter().for_each(|point| see(&point.field)),
            _ => see(field),
        }
    }
}
