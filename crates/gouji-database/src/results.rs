//! Rules held to records: a rule over a region, a rule over a document.

use crate::documents::{FormSet, unplaced, whole_fragments_of_form};
use crate::projections::records_with_fields;
use crate::rules::{RuleKey, rule_program};
use crate::scopes::{FieldSet, rule_scopes};
use crate::{Configuration, DocumentFile, FormNumber, RegionSlice, fragment};
use gouji_evaluation::{Cache, RuleResult, evaluate, evaluate_records};
use gouji_facts::Fragment;
use gouji_program::{Program, RuleId};
use salsa::Database;
use std::sync::Arc;

/// A rule at one region: lives as long as what is known of the region.
#[salsa::tracked(debug)]
pub struct RuleAtRegion<'db> {
    /// The rule.
    #[returns(copy)]
    pub key: RuleKey<'db>,
    /// The region.
    #[returns(copy)]
    pub region: RegionSlice<'db>,
}

/// A rule over one region. Only for rules that do not reach beyond it.
#[salsa::tracked(returns(clone))]
pub fn local_result<'db>(db: &'db dyn Database, at: RuleAtRegion<'db>) -> Arc<RuleResult> {
    let region = at.region(db);
    let program = rule_program(db, region.configuration(db), at.key(db));
    Arc::new(over_fragments(db, &program, [fragment(db, region)]))
}

/// What rules came to over one region, by their numbers.
pub type NumberedResults = Vec<(u32, Arc<RuleResult>)>;

/// All rules that stay in a region, over one region: one look for each region tells whether any of
/// them has to be evaluated again.
#[salsa::tracked(returns(clone))]
pub fn region_results<'db>(
    db: &'db dyn Database,
    region: RegionSlice<'db>,
) -> Arc<NumberedResults> {
    let scopes = rule_scopes(db, region.configuration(db));
    let form = region.plan(db).region.form;
    let rules = scopes.of_form.get(usize::from(form.0)).map_or(&[][..], Vec::as_slice);
    let results = rules.iter().map(|number| {
        let at = RuleAtRegion::new(db, scopes.rules[*number as usize].key, region);
        (*number, local_result(db, at))
    });
    Arc::new(results.collect())
}

/// A rule that stays in a region, over the regions of a document that do not stand alone.
#[salsa::tracked(returns(clone))]
pub fn whole_result<'db>(
    db: &'db dyn Database,
    configuration: Configuration,
    key: RuleKey<'db>,
    forms: FormSet<'db>,
    document: DocumentFile,
) -> Arc<RuleResult> {
    let program = rule_program(db, configuration, key);
    let fragments = forms.forms(db).iter().flat_map(|form| {
        let key = FormNumber::new(db, *form);
        whole_fragments_of_form(db, configuration, document, key).to_vec()
    });
    Arc::new(over_fragments(db, &program, fragments))
}

/// A one-rule program held to the records of some fragments.
fn over_fragments(
    db: &dyn Database,
    program: &Program,
    fragments: impl IntoIterator<Item = Arc<Fragment>>,
) -> RuleResult {
    let facts = unplaced(program, fragments);
    let Some(iteration) = program.rules.first().and_then(|rule| rule.iteration.as_ref()) else {
        return RuleResult::default();
    };
    let records = facts.collection(iteration.record);
    // An edit that comes in meanwhile is not kept waiting.
    let pause = || db.unwind_if_revision_cancelled();
    evaluate_records(program, &facts, RuleId(0), records, &mut Cache::pausing(&pause))
}

/// A rule over all records of a document that it reads. Its places are numbers of the places of
/// [`crate::projection`].
#[salsa::tracked(returns(clone))]
pub fn global_result<'db>(
    db: &'db dyn Database,
    configuration: Configuration,
    key: RuleKey<'db>,
    forms: FormSet<'db>,
    fields: FieldSet<'db>,
    document: DocumentFile,
) -> Arc<RuleResult> {
    let program = rule_program(db, configuration, key);
    let facts = records_with_fields(db, configuration, document, forms, fields);
    let pause = || db.unwind_if_revision_cancelled();
    Arc::new(evaluate(&program, &facts, RuleId(0), &mut Cache::pausing(&pause)))
}
