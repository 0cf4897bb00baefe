//! Rules held to records: a rule over a region, a rule over a document.

use crate::documents::{FormSet, unplaced, whole_fragments_of_form};
use crate::projections::{FieldSet, records_with_fields};
use crate::reads::{Reads, reads};
use crate::rules::{RuleKey, rule_keys, rule_program, schema};
use crate::{Configuration, DocumentFile, FormNumber, RegionSlice, fragment};
use gouji_evaluation::{Cache, RuleResult, evaluate, evaluate_records};
use gouji_facts::Fragment;
use gouji_program::form::Form;
use gouji_program::{FieldId, FormId, Program, RecordTypeId, RuleId};
use salsa::Database;
use std::collections::{BTreeSet, HashMap};
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

/// How a rule is held to a document.
#[derive(Clone, Debug, PartialEq, Eq, salsa::SalsaValue)]
pub struct RuleScope<'db> {
    /// The rule.
    pub key: RuleKey<'db>,
    /// Whether it reaches beyond the region of the record it is about, and is held to all records of
    /// the document at once.
    pub beyond_region: bool,
    /// The forms that fill what it reads; of a rule that stays in a region, those that fill what it
    /// is about.
    pub forms: FormSet<'db>,
    /// The fields that it is shown, where it reaches beyond a region: those that it reads, and those
    /// that other such rules over the same forms read.
    pub fields: FieldSet<'db>,
}

/// How the rules in force are held to documents.
#[derive(Clone, Debug, PartialEq, Eq, salsa::SalsaValue)]
pub struct RuleScopes<'db> {
    /// One for each rule, in order.
    pub rules: Vec<RuleScope<'db>>,
    /// For each form, the rules (by number) that are held to each of its regions.
    pub of_form: Vec<Vec<u32>>,
    /// For each form, the different sets of fields that rules beyond its regions read there.
    pub read_of_form: Vec<Vec<FieldSet<'db>>>,
}

/// How the rules in force are held to documents.
#[salsa::tracked(returns(clone))]
pub fn rule_scopes<'db>(
    db: &'db dyn Database,
    configuration: Configuration,
) -> Arc<RuleScopes<'db>> {
    let schema = schema(db, configuration);
    let count = schema.forms.len();
    let mut scopes = RuleScopes {
        rules: Vec::new(),
        of_form: vec![Vec::new(); count],
        read_of_form: vec![Vec::new(); count],
    };
    let keys = rule_keys(db, configuration);
    let reads: Vec<Arc<Reads>> =
        keys.iter().map(|key| rule_reads(db, configuration, *key)).collect();
    let forms: Vec<Vec<FormId>> = reads
        .iter()
        .map(|reads| {
            let records = if reads.beyond_region { &reads.records } else { &reads.subject };
            forms_that_fill(&schema, records)
        })
        .collect();
    // Rules over the same forms share what they are shown: what one of them reads, all do.
    let mut shown: HashMap<&[FormId], BTreeSet<(RecordTypeId, FieldId)>> = HashMap::new();
    for (reads, forms) in reads.iter().zip(&forms).filter(|(reads, _)| reads.beyond_region) {
        shown.entry(forms).or_default().extend(&reads.fields);
    }
    for (number, (reads, forms)) in (0_u32..).zip(reads.iter().zip(&forms)) {
        let beyond_region = reads.beyond_region;
        let fields = shown.get(forms.as_slice()).filter(|_| beyond_region);
        let fields: Vec<_> = fields.into_iter().flatten().copied().collect();
        let fields = FieldSet::new(db, fields);
        for form in forms.iter().map(|form| usize::from(form.0)) {
            if !beyond_region {
                scopes.of_form[form].push(number);
            } else if !scopes.read_of_form[form].contains(&fields) {
                scopes.read_of_form[form].push(fields);
            }
        }
        let forms = FormSet::new(db, forms.as_slice());
        let key = keys[number as usize];
        scopes.rules.push(RuleScope { key, beyond_region, forms, fields });
    }
    Arc::new(scopes)
}

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
    Arc::new(over_fragments(&program, [fragment(db, region)]))
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
    Arc::new(over_fragments(&program, fragments))
}

/// A one-rule program held to the records of some fragments.
fn over_fragments(
    program: &Program,
    fragments: impl IntoIterator<Item = Arc<Fragment>>,
) -> RuleResult {
    let facts = unplaced(program, fragments);
    let Some(iteration) = program.rules.first().and_then(|rule| rule.iteration.as_ref()) else {
        return RuleResult::default();
    };
    let records = facts.collection(iteration.record);
    evaluate_records(program, &facts, RuleId(0), records, &mut Cache::default())
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
    Arc::new(evaluate(&program, &facts, RuleId(0), &mut Cache::default()))
}

/// The forms that fill a record of one of these types.
pub(crate) fn forms_that_fill(schema: &Program, records: &BTreeSet<RecordTypeId>) -> Vec<FormId> {
    let fills = |form: &Form| {
        let mut found = records.contains(&form.record);
        form.fills(&mut |_, filling| found |= records.contains(&filling.record));
        found
    };
    let filling = schema.forms.iter().zip(0_u16..).filter(|(form, _)| fills(form));
    filling.map(|(_, number)| FormId(number)).collect()
}
