//! Results of rules, put together to the report of one document.

use crate::{Applicable, Detail, Placing, codes, finding_in};
use gouji_diagnostic::{Diagnostic, RuleOutcome};
use gouji_evaluation::{Counts, RecordPlace, RuleResult, in_force};
use gouji_facts::Facts;
use gouji_program::{Program, RuleId};
use gouji_report::{DocumentReport, RuleCounts, Source};
use gouji_text::{Localized, TextRange};

/// The report of one document while its rules come in.
pub struct DocumentVerdicts<'verdicts> {
    program: &'verdicts Program,
    facts: &'verdicts Facts,
    detail: Detail,
    report: DocumentReport,
    /// Rules that turn out to cost too much.
    too_costly: Vec<Diagnostic>,
}

/// Findings of a rule over a part of a document, and where they stand in it.
pub type PartialResult<'part> = (&'part RuleResult, Placing<'part>);

impl<'verdicts> DocumentVerdicts<'verdicts> {
    /// An empty report. `facts` hold at least the records in which the document says what it is.
    pub fn new(
        program: &'verdicts Program,
        facts: &'verdicts Facts,
        applicable: &Applicable,
        source: Source,
        detail: Detail,
    ) -> Self {
        let report = DocumentReport {
            rulesets: ruleset_names(program, applicable),
            rules: Vec::with_capacity(program.rules.len()),
            ..DocumentReport::new(source)
        };
        Self { program, facts, detail, report, too_costly: Vec::new() }
    }

    /// Adds what a rule came to: how often, and its findings part by part. A rule that is not in
    /// force in the document's year does not apply, whatever its records would say.
    pub fn add<'part>(
        &mut self,
        id: RuleId,
        came_to: &Counts,
        parts: impl IntoIterator<Item = PartialResult<'part>>,
    ) {
        let mut counts = self.counts(id);
        let parts: Vec<PartialResult<'part>> = parts.into_iter().collect();
        let too_costly = parts.iter().find_map(|(result, _)| result.too_costly.as_deref());
        match (in_force(self.program, self.facts, id), too_costly) {
            (Ok(true), Some(words)) => {
                counts.broken = 1;
                self.too_costly.push(too_costly_problem(&counts.rule, words));
            }
            (Ok(true), None) => {
                counts.passed = came_to.passed;
                counts.passed_within_rounding = came_to.passed_within_rounding;
                counts.not_applicable = came_to.not_applicable;
                counts.unpaired = came_to.unpaired;
                counts.lacking = came_to.lacking;
                for (result, placed) in parts {
                    for finding in &result.findings {
                        let found =
                            finding_in(&self.report.source.name, finding, self.detail, placed);
                        match found.outcome {
                            Some(RuleOutcome::Failed) => counts.failed += 1,
                            // It is among the passes.
                            Some(RuleOutcome::PassedAsPrinted) => {}
                            _ => counts.undetermined += 1,
                        }
                        self.report.findings.push(found);
                    }
                    let (name, detail) = (&self.report.source.name, self.detail);
                    let told = |finding| finding_in(name, finding, detail, placed);
                    let unpaired: Vec<Diagnostic> = result.unpaired.iter().map(told).collect();
                    // Sums are what there is to say of them.
                    let has_sums = detail == Detail::Full;
                    let rounded = result.rounded.iter().filter(|_| has_sums);
                    let rounded: Vec<Diagnostic> = rounded.map(told).collect();
                    let lacking: Vec<Diagnostic> = result.lacking.iter().map(told).collect();
                    self.report.unpaired.extend(unpaired);
                    self.report.lacking.extend(lacking);
                    self.report.rounded.extend(rounded);
                }
            }
            (Ok(false), _) => counts.not_applicable = 1,
            (Err(finding), _) => {
                counts.undetermined = 1;
                let nowhere = |place: RecordPlace| place.range;
                let found = finding_in(&self.report.source.name, &finding, self.detail, &nowhere);
                self.report.findings.push(found);
            }
        }
        self.report.rules.push(counts);
    }

    /// Adds a rule that has errors. It is counted here and told once, where it is written: what is wrong with it is
    /// nothing that this document could mend.
    pub fn add_broken(&mut self, id: RuleId) {
        let mut counts = self.counts(id);
        counts.broken = 1;
        self.report.rules.push(counts);
    }

    /// The report, findings in order of place, with what readers and packs had to say.
    pub fn finish(mut self, problems: Vec<Diagnostic>) -> DocumentReport {
        self.report.findings.sort_by_key(subject);
        self.report.unpaired.sort_by_key(subject);
        self.report.lacking.sort_by_key(subject);
        self.report.rounded.sort_by_key(subject);
        self.report.problems = problems;
        self.report.problems.append(&mut self.too_costly);
        self.report
    }

    fn counts(&self, id: RuleId) -> RuleCounts {
        let rule = self.program.rules[id].name.clone();
        RuleCounts { rule, ..RuleCounts::default() }
    }
}

/// A rule of which an instance costs more than any may.
fn too_costly_problem(rule: &str, words: &Localized) -> Diagnostic {
    let broken = Localized::new(
        format!("规则「{rule}」有误，没有查："),
        format!("rule “{rule}” is broken and was not held: "),
    );
    Diagnostic::new(&codes::RULE_TOO_COSTLY, broken.and(words))
}

fn subject(diagnostic: &Diagnostic) -> TextRange {
    diagnostic.subject().map_or(TextRange::default(), |at| at.range)
}

fn ruleset_names(program: &Program, applicable: &Applicable) -> Vec<String> {
    let applied = program.packs.iter().zip(&applicable.packs);
    let applied = applied.filter(|(pack, applies)| **applies && pack.declares_ruleset);
    applied
        .map(|(pack, _)| match &pack.version {
            Some(version) => format!("{} {version}", pack.name),
            None => pack.name.clone(),
        })
        .collect()
}
