//! Rules held to records: a rule over a region, a rule over a document.

use crate::documents::relative_facts;
use crate::reads::{Reads, reads};
use crate::rules::{RuleKey, rule_program, schema};
use crate::{Configuration, DocumentFile, RegionText, fragment};
use gouji_evaluation::{Cache, RuleResult, evaluate, evaluate_records};
use gouji_facts::{Facts, Fragment, Region};
use gouji_program::form::{Form, Reader, RowTarget};
use gouji_program::{FormId, Program, RecordTypeId, RuleId};
use gouji_text::TextRange;
use salsa::Database;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What a rule reads.
#[salsa::tracked(returns(clone))]
pub fn rule_reads<'db>(
    db: &'db dyn Database,
    configuration: Configuration,
    key: RuleKey<'db>,
) -> Arc<Reads> {
    let program = rule_program(db, configuration, key);
    Arc::new(program.rules.first().map(|rule| reads(&program, rule)).unwrap_or_default())
}

/// A rule over one region. Only for rules that do not reach beyond it.
#[salsa::tracked(returns(clone))]
pub fn local_result<'db>(
    db: &'db dyn Database,
    configuration: Configuration,
    key: RuleKey<'db>,
    region: RegionText<'db>,
) -> Arc<RuleResult> {
    let program = rule_program(db, configuration, key);
    let fragment = fragment(db, configuration, region);
    Arc::new(over_fragment(&program, fragment))
}

/// A one-rule program held to the records of one fragment.
pub(crate) fn over_fragment(program: &Program, fragment: Arc<Fragment>) -> RuleResult {
    let region = Region { form: FormId(0), range: TextRange::default() };
    let facts = Facts::new(vec![(region, fragment)], program.records.len());
    let Some(iteration) = program.rules.first().and_then(|rule| rule.iteration.as_ref()) else {
        return RuleResult::default();
    };
    let records = facts.collection(iteration.record);
    evaluate_records(program, &facts, RuleId(0), records, &mut Cache::default())
}

/// A rule over all records of a document that it reads.
#[salsa::tracked(returns(clone))]
pub fn global_result<'db>(
    db: &'db dyn Database,
    configuration: Configuration,
    key: RuleKey<'db>,
    document: DocumentFile,
) -> Arc<RuleResult> {
    let program = rule_program(db, configuration, key);
    let reads = rule_reads(db, configuration, key);
    let schema = schema(db, configuration);
    let facts = relative_facts(db, configuration, document, |form| {
        fills_any(&schema, form, &reads.records)
    });
    Arc::new(evaluate(&program, &facts, RuleId(0), &mut Cache::default()))
}

/// Whether a form fills a record of one of these types.
pub(crate) fn fills_any(schema: &Program, form: FormId, records: &BTreeSet<RecordTypeId>) -> bool {
    let form = &schema.forms[form.0 as usize];
    records.contains(&form.record) || list_records(form).any(|record| records.contains(&record))
}

/// The types of the records that a form's grids put into lists.
fn list_records(form: &Form) -> impl Iterator<Item = RecordTypeId> + '_ {
    form.readers
        .iter()
        .flat_map(|reader| match reader {
            Reader::Grid(grid) => grid.kinds.as_slice(),
            Reader::Label { .. } | Reader::Periods { .. } | Reader::Sentence { .. } => &[],
        })
        .filter_map(|kind| match &kind.target {
            RowTarget::List { record, .. } => Some(*record),
            RowTarget::Skip | RowTarget::Own => None,
        })
}
