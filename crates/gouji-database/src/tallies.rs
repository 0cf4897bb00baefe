//! What a document came to in numbers, without saying where.

use crate::documents::planned;
use crate::reports::{applicable, document_report};
use crate::rules::schema;
use crate::{Configuration, DocumentFile};
use gouji_facts::{Content, Record};
use gouji_report::RuleCounts;
use salsa::Database;
use std::collections::HashMap;
use std::sync::Arc;

/// What a document came to in numbers. It holds no place, so that whoever reads it is not disturbed by
/// an edit that changes no number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Which packs apply, by the number of the pack.
    pub packs: Vec<bool>,
    /// How each rule of the packs that apply came out, by its qualified name.
    pub rules: HashMap<String, RuleCounts>,
    /// How many records of each type were read, by the number of the type.
    pub records: Vec<usize>,
    /// Whether each form read anything, by the number of the form.
    pub forms: Vec<bool>,
}

/// What a document came to in numbers.
#[salsa::tracked(returns(clone))]
pub fn tally(
    db: &dyn Database,
    configuration: Configuration,
    document: DocumentFile,
) -> Arc<Tally> {
    let schema = schema(db, configuration);
    let report = document_report(db, configuration, document);
    let mut tally = Tally {
        packs: applicable(db, configuration, document).packs.clone(),
        rules: HashMap::with_capacity(report.rules.len()),
        records: vec![0; schema.records.len()],
        forms: vec![false; schema.forms.len()],
    };
    for counts in &report.rules {
        // Of two rules of one name the first is the one that is in force.
        tally.rules.entry(counts.rule.clone()).or_insert_with(|| counts.clone());
    }
    for planned in planned(db, configuration, document).iter() {
        let fragment = planned.fragment(db, configuration);
        for record in &fragment.records {
            if let Some(count) = tally.records.get_mut(usize::from(record.kind.0)) {
                *count += 1;
            }
        }
        if let Some(has_read) = tally.forms.get_mut(usize::from(planned.region.form.0)) {
            *has_read = *has_read || fragment.records.iter().any(holds_something);
        }
    }
    Arc::new(tally)
}

/// Whether anything of a record stands in the document: where a form only found its heading, it has a
/// record of which nothing does.
fn holds_something(record: &Record) -> bool {
    record.fields.iter().any(|field| match &field.content {
        Content::Absent => false,
        Content::List(members) => !members.is_empty(),
        Content::Series(points) => {
            points.iter().any(|point| !matches!(point.field.content, Content::Absent))
        }
        _ => true,
    })
}
