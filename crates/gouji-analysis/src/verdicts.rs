//! Results of rules, put together to the report of one document.

use crate::{Applicable, diagnostic};
use gouji_evaluation::{RuleResult, in_force};
use gouji_facts::Facts;
use gouji_program::{Program, RuleId};
use gouji_report::{Diagnostic, DocumentReport, Localized, Outcome, RuleCounts, Severity, Source};
use gouji_text::TextRange;

/// The report of one document while its rules come in.
pub struct DocumentVerdicts<'verdicts> {
    program: &'verdicts Program,
    facts: &'verdicts Facts,
    report: DocumentReport,
}

impl<'verdicts> DocumentVerdicts<'verdicts> {
    /// An empty report of the document that `facts` were read from.
    pub fn new(
        program: &'verdicts Program,
        facts: &'verdicts Facts,
        applicable: &Applicable,
        source: Source,
    ) -> Self {
        let report = DocumentReport {
            source,
            rulesets: ruleset_names(program, applicable),
            rules: Vec::new(),
            findings: Vec::new(),
            problems: Vec::new(),
        };
        Self { program, facts, report }
    }

    /// Adds what a rule came to. A rule that is not in force in the document's year does not apply,
    /// whatever its records would say.
    pub fn add(&mut self, id: RuleId, result: &RuleResult) {
        let mut counts = self.counts(id);
        match in_force(self.program, self.facts, id) {
            Ok(true) => {
                counts.passed = result.passed;
                counts.passed_within_rounding = result.passed_within_rounding;
                counts.not_applicable = result.not_applicable;
                for finding in &result.findings {
                    let diagnostic = diagnostic(self.program, self.facts, finding);
                    match diagnostic.outcome {
                        Some(Outcome::Fail) => counts.failed += 1,
                        _ => counts.undetermined += 1,
                    }
                    self.report.findings.push(diagnostic);
                }
            }
            Ok(false) => counts.not_applicable = 1,
            Err(finding) => {
                counts.undetermined = 1;
                self.report.findings.push(diagnostic(self.program, self.facts, &finding));
            }
        }
        self.report.rules.push(counts);
    }

    /// Adds a rule that has errors.
    pub fn add_broken(&mut self, id: RuleId) {
        let mut counts = self.counts(id);
        counts.broken = 1;
        self.report.findings.push(broken(&counts.rule));
        self.report.rules.push(counts);
    }

    /// The report, findings in order of place, with what readers and packs had to say.
    pub fn finish(mut self, problems: Vec<Diagnostic>) -> DocumentReport {
        self.report.findings.sort_by_key(subject);
        self.report.problems = problems;
        self.report
    }

    fn counts(&self, id: RuleId) -> RuleCounts {
        let rule = self.program.rules[id.0 as usize].name.clone();
        RuleCounts { rule, ..RuleCounts::default() }
    }
}

fn subject(diagnostic: &Diagnostic) -> TextRange {
    diagnostic.places.first().map_or(TextRange::default(), |place| place.range)
}

fn ruleset_names(program: &Program, applicable: &Applicable) -> Vec<String> {
    let applied = program.packs.iter().zip(&applicable.packs).filter(|(_, applies)| **applies);
    applied
        .map(|(pack, _)| match &pack.version {
            Some(version) => format!("{} {version}", pack.name),
            None => pack.name.clone(),
        })
        .collect()
}

fn broken(rule: &str) -> Diagnostic {
    Diagnostic {
        code: rule.to_owned(),
        severity: Severity::Error,
        outcome: Some(Outcome::Broken),
        message: Localized {
            chinese: "规则有误，没有执行".to_owned(),
            english: "the rule has errors and was not applied".to_owned(),
        },
        places: Vec::new(),
        proof: None,
        basis: Vec::new(),
        help: None,
        fixes: Vec::new(),
    }
}
