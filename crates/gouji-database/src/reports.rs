//! Absolute places, added last.

use crate::documents::{RegionKind, document_facts, planned, relative_facts};
use crate::results::{fills_any, global_result, local_result, over_fragment, rule_reads};
use crate::rules::{RuleKey, checked, rule_keys, rule_program, schema, tree};
use crate::{Configuration, DocumentFile, RuleFile, model};
use gouji_analysis::{
    Applicable, DocumentVerdicts, applicable_packs, form_problems, program_diagnostic,
    reader_problems, syntax_diagnostic,
};
use gouji_evaluation::RuleResult;
use gouji_facts::RecordRef;
use gouji_program::{FileId, Program, RecordTypeId, RuleId, RuleState};
use gouji_report::{Diagnostic, DocumentReport, Source};
use salsa::Database;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Which packs apply to a document.
#[salsa::tracked(returns(clone))]
pub fn applicable(
    db: &dyn Database,
    configuration: Configuration,
    document: DocumentFile,
) -> Arc<Applicable> {
    let schema = schema(db, configuration);
    let records: BTreeSet<RecordTypeId> =
        schema.packs.iter().filter_map(|pack| pack.document_record).collect();
    let facts =
        relative_facts(db, configuration, document, |form| fills_any(&schema, form, &records));
    let named: Vec<bool> = configuration.packs(db).iter().map(|pack| pack.is_named).collect();
    Arc::new(applicable_packs(&schema, &facts, &named))
}

/// What a document came to: the same report that a batch run gives.
#[salsa::tracked(returns(clone), no_eq)]
pub fn document_report(
    db: &dyn Database,
    configuration: Configuration,
    document: DocumentFile,
) -> Arc<DocumentReport> {
    let model = model(db, document);
    let applicable = applicable(db, configuration, document);
    let facts = document_facts(db, configuration, document);
    let checked = checked(db, configuration);
    let program = &checked.program;
    let source = Source {
        name: document.name(db).to_owned(),
        text: model.text.clone(),
        lines: model.lines.clone(),
    };
    let mut verdicts = DocumentVerdicts::new(program, &facts, &applicable, source);
    for (number, key) in rule_keys(db, configuration).iter().enumerate() {
        db.unwind_if_revision_cancelled();
        let id = RuleId(number as u32);
        let rule = &program.rules[number];
        if !applicable.packs.get(rule.pack as usize).copied().unwrap_or(false) {
            continue;
        }
        if rule.state == RuleState::Broken {
            verdicts.add_broken(id);
        } else {
            verdicts.add(id, &rule_result(db, configuration, document, *key, id));
        }
    }
    let mut problems = reader_problems(&model);
    problems.extend(applicable.problems.iter().cloned());
    let mut report = verdicts.finish(problems);
    let form_problems = form_problems(program, &facts, &applicable, &report.findings);
    report.problems.extend(form_problems);
    Arc::new(report)
}

/// The result of a rule over a document, its records named as in [`document_facts`].
fn rule_result<'db>(
    db: &'db dyn Database,
    configuration: Configuration,
    document: DocumentFile,
    key: RuleKey<'db>,
    id: RuleId,
) -> RuleResult {
    let schema = schema(db, configuration);
    let reads = rule_reads(db, configuration, key);
    let planned = planned(db, configuration, document);
    let mut whole = RuleResult::default();
    if reads.beyond_region {
        let result = global_result(db, configuration, key, document);
        let used: Vec<u32> = (0..planned.len() as u32)
            .filter(|at| fills_any(&schema, planned[*at as usize].region.form, &reads.records))
            .collect();
        add_result(&mut whole, &result, id, |fragment| used.get(fragment as usize).copied());
        return whole;
    }
    let program = rule_program(db, configuration, key);
    for (number, planned) in planned.iter().enumerate() {
        if !may_hold_subject(&schema, &program, planned.region.form) {
            continue;
        }
        let result = match &planned.kind {
            RegionKind::Text(region) => local_result(db, configuration, key, *region),
            RegionKind::Whole(fragment) => Arc::new(over_fragment(&program, Arc::clone(fragment))),
        };
        add_result(&mut whole, &result, id, |_| Some(number as u32));
    }
    let is_empty = whole.passed == 0 && whole.not_applicable == 0 && whole.findings.is_empty();
    if is_empty {
        whole.not_applicable = 1;
    }
    whole
}

/// Whether a form fills the records that a one-rule program's rule is about.
fn may_hold_subject(schema: &Program, program: &Program, form: gouji_program::FormId) -> bool {
    let subject = program.rules.first().and_then(|rule| rule.iteration.as_ref());
    subject.is_some_and(|iteration| fills_any(schema, form, &BTreeSet::from([iteration.record])))
}

/// Adds a result to a whole, its fragments renumbered.
fn add_result(
    whole: &mut RuleResult,
    result: &RuleResult,
    id: RuleId,
    renumber: impl Fn(u32) -> Option<u32>,
) {
    whole.passed += result.passed;
    whole.passed_within_rounding += result.passed_within_rounding;
    whole.not_applicable += result.not_applicable;
    let renumbered = |record: &mut RecordRef| {
        record.fragment = renumber(record.fragment).unwrap_or(record.fragment);
    };
    let moved = |finding: &gouji_evaluation::Finding| {
        let mut finding = finding.clone();
        finding.rule = id;
        finding.for_each_record(renumbered);
        finding
    };
    whole.findings.extend(result.findings.iter().map(moved));
    whole.rounded.extend(result.rounded.iter().map(moved));
}

/// What is wrong in a rule text.
#[salsa::tracked(returns(clone))]
pub fn rule_file_diagnostics(
    db: &dyn Database,
    configuration: Configuration,
    file: RuleFile,
) -> Arc<Vec<Diagnostic>> {
    let tree = tree(db, file);
    let checked = checked(db, configuration);
    let mut diagnostics: Vec<Diagnostic> =
        tree.problems.iter().map(|problem| syntax_diagnostic(problem, 0)).collect();
    for item in &tree.items {
        let of_item = item.problems.iter();
        diagnostics.extend(of_item.map(|problem| syntax_diagnostic(problem, item.start)));
    }
    if let Some(number) = checked.files.iter().position(|other| *other == file) {
        let id = FileId(number as u32);
        let of_file = checked.problems.iter().filter(|problem| problem.place.file == id);
        diagnostics.extend(of_file.map(|problem| program_diagnostic(problem, &tree)));
    }
    diagnostics.sort_by_key(|diagnostic| diagnostic.places.first().map(|place| place.range));
    Arc::new(diagnostics)
}
