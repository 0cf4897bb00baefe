//! What a document came to in numbers, without saying where.

use crate::documents::planned;
use crate::reports::{applicable, document_findings};
use crate::rules::schema;
use crate::{Configuration, DocumentFile};
use gouji_facts::{Content, Record};
use gouji_report::RuleCounts;
use salsa::Database;
use std::collections::HashMap;
use std::sync::Arc;

/// What a document came to in numbers. It holds no place, so that it is equal after an edit that
/// changes no number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DocumentTally {
    /// Which packs apply, by the number of the pack.
    pub packs: Vec<bool>,
    /// How each rule of the packs that apply came out, by its qualified name.
    pub rules: HashMap<String, RuleCounts>,
    /// Whether each form read anything, by the number of the form.
    pub forms: Vec<bool>,
}

/// What a document came to in numbers.
#[salsa::tracked(returns(clone))]
pub fn tally(
    db: &dyn Database,
    configuration: Configuration,
    document: DocumentFile,
) -> Arc<DocumentTally> {
    let schema = schema(db, configuration);
    let report = document_findings(db, configuration, document);
    let mut tally = DocumentTally {
        packs: applicable(db, configuration, document).packs.clone(),
        rules: HashMap::with_capacity(report.rules.len()),
        forms: vec![false; schema.forms.len()],
    };
    for counts in &report.rules {
        // Of two rules of one name the first is the one that is in force.
        tally.rules.entry(counts.rule.clone()).or_insert_with(|| counts.clone());
    }
    for planned in planned(db, configuration, document).regions.iter() {
        // One region that holds something is enough; most fragments are never looked at.
        if let Some(has_read @ false) = tally.forms.get_mut(usize::from(planned.region.form.0)) {
            let fragment = planned.fragment(db);
            *has_read = fragment.records.iter().any(holds_something);
        }
    }
    Arc::new(tally)
}

/// Whether anything of a record stands in the document: where a form only found its heading, it has a
/// record of which nothing does.
fn holds_something(record: &Record) -> bool {
    record.fields.iter().any(|field| match &field.content {
        Content::Absent | Content::Related(_) => false,
        Content::List(members) => !members.is_empty(),
        Content::Series(points) => {
            points.iter().any(|point| !matches!(point.field.content, Content::Absent))
        }
        _ => true,
    })
}

/// Which findings of a document are of which rule, by their numbers.
#[salsa::tracked(returns(clone), no_eq)]
pub fn findings_of_rules(
    db: &dyn Database,
    configuration: Configuration,
    document: DocumentFile,
) -> Arc<HashMap<String, Vec<u32>>> {
    let report = document_findings(db, configuration, document);
    let mut of_rules: HashMap<String, Vec<u32>> = HashMap::new();
    for (finding, number) in report.findings().iter().zip(0..) {
        match of_rules.get_mut(finding.code.as_str()) {
            Some(numbers) => numbers.push(number),
            None => {
                of_rules.insert(finding.code.to_string(), vec![number]);
            }
        }
    }
    Arc::new(of_rules)
}
