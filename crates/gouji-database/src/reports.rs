//! Absolute places, added last.

use crate::collected::Collected;
use crate::documents::{planned, records_of_forms};
use crate::rules::{checked, checked_with_names, schema, tree};
use crate::scopes::{forms_that_fill, rule_scopes};
use crate::{Configuration, DocumentFile, RuleFile, model};
use gouji_analysis::{
    Applicable, Detail, DocumentVerdicts, Placing, applicable_packs, conclude, program_diagnostic,
    reader_problems, run_form_examples, syntax_diagnostic,
};
use gouji_diagnostic::{Diagnostic, Span};
use gouji_evaluation::RecordPlace;
use gouji_facts::Facts;
use gouji_program::{FileId, FormId, RecordTypeId, RuleId, RuleState, SourcePlace};
use gouji_report::{DocumentReport, RuleCounts, Source};
use salsa::Database;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The records in which a document says what it is, and those that packs ask for in order to know.
fn self_descriptions(
    db: &dyn Database,
    configuration: Configuration,
    document: DocumentFile,
) -> Facts {
    let forms = self_description_forms(db, configuration);
    records_of_forms(db, configuration, document, &forms)
}

/// The forms that read them.
fn self_description_forms(db: &dyn Database, configuration: Configuration) -> Vec<FormId> {
    let schema = schema(db, configuration);
    let records: BTreeSet<RecordTypeId> =
        schema.packs.iter().flat_map(|pack| pack.deciding_records()).collect();
    forms_that_fill(&schema, &records)
}

/// Which packs apply to a document.
#[salsa::tracked(returns(clone))]
pub fn applicable(
    db: &dyn Database,
    configuration: Configuration,
    document: DocumentFile,
) -> Arc<Applicable> {
    let schema = schema(db, configuration);
    let facts = self_descriptions(db, configuration, document);
    let selections: Vec<_> = configuration.packs(db).iter().map(|pack| pack.selection).collect();
    Arc::new(applicable_packs(&schema, &facts, &selections))
}

/// What a document came to: the same report that a batch run gives.
#[salsa::tracked(returns(clone), no_eq)]
pub fn document_report(
    db: &dyn Database,
    configuration: Configuration,
    document: DocumentFile,
) -> Arc<DocumentReport> {
    Arc::new(report(db, configuration, document, Detail::Full))
}

/// Figures that nobody read and that an editor marks: a table that the forms read in part may have thousands.
const MOST_UNREAD: usize = 500;

/// What an editor shows of a document after every edit.
#[derive(Clone, Debug)]
pub struct DocumentFindings {
    /// Every rule in force, in order of declaration.
    pub rules: Vec<RuleCounts>,
    /// The findings of the rules, without their arithmetic, then what readers and forms noticed, then the figures
    /// that nobody read.
    pub diagnostics: Arc<Vec<Diagnostic>>,
    /// How many of the diagnostics are findings of rules.
    finding_count: usize,
}

impl DocumentFindings {
    /// The findings of the rules, in order of place.
    pub fn findings(&self) -> &[Diagnostic] {
        self.diagnostics.get(..self.finding_count).unwrap_or_default()
    }
}

/// What a document came to, without the arithmetic of its findings.
#[salsa::tracked(returns(clone), no_eq)]
pub fn document_findings(
    db: &dyn Database,
    configuration: Configuration,
    document: DocumentFile,
) -> Arc<DocumentFindings> {
    let model = model(db, document);
    let name: Arc<str> = document.name(db).into();
    if model.unfit().is_some() {
        // No rule is held to what cannot be read.
        return Arc::new(DocumentFindings {
            rules: Vec::new(),
            diagnostics: Arc::new(reader_problems(&name, &model)),
            finding_count: 0,
        });
    }
    let report = report(db, configuration, document, Detail::WithoutProofs);
    let finding_count = report.findings.len();
    let mut diagnostics = report.findings;
    diagnostics.extend(report.problems);
    diagnostics.extend(report.unread_figures.into_iter().take(MOST_UNREAD));
    Arc::new(DocumentFindings {
        rules: report.rules,
        diagnostics: Arc::new(diagnostics),
        finding_count,
    })
}

fn report(
    db: &dyn Database,
    configuration: Configuration,
    document: DocumentFile,
    detail: Detail,
) -> DocumentReport {
    let model = model(db, document);
    let name: Arc<str> = document.name(db).into();
    let planned = planned(db, configuration, document);
    let applicable = applicable(db, configuration, document);
    let described = self_descriptions(db, configuration, document);
    let checked = checked(db, configuration);
    let program = &checked.program;
    let source = Source {
        name: Arc::clone(&name),
        text: model.body.text.clone(),
        lines: model.lines.clone(),
        addresses: model.addresses.clone(),
    };
    let mut verdicts = DocumentVerdicts::new(program, &described, &applicable, source, detail);
    let scopes = rule_scopes(db, configuration);
    let mut collected = Collected::new(scopes.rules.len());
    if applicable.packs.contains(&true) {
        collected.add_regions(db, &planned);
    }
    for (number, scope) in scopes.rules.iter().enumerate() {
        let id = RuleId(number as u32);
        let rule = &program.rules[number];
        if !applicable.packs.get(rule.pack as usize).copied().unwrap_or(false) {
            continue;
        }
        if rule.state == RuleState::Broken {
            verdicts.add_broken(id);
            continue;
        }
        let mut came_to = collected.take(number);
        came_to.add_document(db, configuration, document, scope, &planned);
        let placings: Vec<_> = came_to.parts.iter().map(|(_, starts)| starts.placing()).collect();
        let parts = came_to.parts.iter().zip(&placings);
        let parts = parts.map(|((result, _), placing)| (&**result, placing as Placing<'_>));
        verdicts.add(id, &came_to.counts, parts);
    }
    let mut problems = reader_problems(&name, &model);
    let starts: Vec<u32> = self_description_forms(db, configuration)
        .iter()
        .flat_map(|form| planned.regions_of(*form))
        .map(|planned| planned.region.range.start)
        .collect();
    let placed = |place: RecordPlace| {
        let start = starts.get(place.record.fragment as usize).copied().unwrap_or_default();
        place.range.shifted(start)
    };
    problems.extend(applicable.problems_in(&name, &placed));
    let mut report = verdicts.finish(problems);
    let fragments: Vec<_> =
        planned.regions.iter().map(|planned| (planned.region, planned.fragment(db))).collect();
    let fragments = fragments.iter().map(|(region, fragment)| (*region, &**fragment));
    conclude(&mut report, program, fragments, &applicable);
    report
}

/// What is wrong in a rule text.
#[salsa::tracked(returns(clone))]
pub fn rule_file_diagnostics(
    db: &dyn Database,
    configuration: Configuration,
    file: RuleFile,
) -> Arc<Vec<Diagnostic>> {
    let own = tree(db, file);
    let checked = checked_with_names(db, configuration).rules;
    let name: Arc<str> = file.name(db).into();
    let mut diagnostics: Vec<Diagnostic> =
        own.problems.iter().map(|problem| syntax_diagnostic(problem, &name, 0)).collect();
    for item in &own.items {
        let of_item = item.problems.iter();
        diagnostics.extend(of_item.map(|problem| syntax_diagnostic(problem, &name, item.start)));
    }
    if let Some(number) = checked.files.iter().position(|other| *other == file) {
        let id = FileId(number as u32);
        let is_own = |place: &SourcePlace| place.file == id;
        let of_file = checked.problems.iter().filter(|one| one.subject().is_some_and(is_own));
        diagnostics.extend(
            of_file.map(|problem| {
                program_diagnostic(problem, |place| span(db, &checked.files, place))
            }),
        );
    }
    let failures = form_example_failures(db, configuration);
    let of_file =
        failures.iter().map(|one| one.clone().map(|place| span(db, &checked.files, *place)));
    diagnostics.extend(of_file.filter(|one| one.subject().is_some_and(|at| at.source == name)));
    diagnostics.sort_by_key(|diagnostic| diagnostic.subject().map(|at| at.range));
    Arc::new(diagnostics)
}

/// Where forms read from the texts of their examples what is not written there.
#[salsa::tracked(returns(clone))]
fn form_example_failures(
    db: &dyn Database,
    configuration: Configuration,
) -> Arc<Vec<Diagnostic<SourcePlace>>> {
    let checked = checked_with_names(db, configuration).rules;
    let outcomes = run_form_examples(&checked.program);
    Arc::new(outcomes.into_iter().flat_map(|outcome| outcome.failures).collect())
}

/// A place in a rule text, with its file.
fn span(db: &dyn Database, files: &[RuleFile], place: SourcePlace) -> Span {
    let Some(file) = files.get(place.file.0 as usize) else { return Span::default() };
    let start = tree(db, *file).items.get(place.item as usize).map_or(0, |item| item.start);
    Span { source: file.name(db).into(), range: place.range.shifted(start) }
}
