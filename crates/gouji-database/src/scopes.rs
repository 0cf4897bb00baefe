//! Which rules are held to which parts of a document, and what of it they are shown.

use crate::Configuration;
use crate::documents::FormSet;
use crate::reads::{Reads, reads};
use crate::rules::{RuleKey, rule_keys, rule_program, schema};
use gouji_program::form::Form;
use gouji_program::{FieldId, FormId, Program, RecordTypeId};
use salsa::Database;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// Fields of record types as a key.
#[salsa::interned(debug)]
pub struct FieldSet<'db> {
    /// The fields, in order.
    #[returns(deref)]
    pub fields: Vec<(RecordTypeId, FieldId)>,
}

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
