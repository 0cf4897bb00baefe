//! What a whole run came to.

use crate::Source;
use gouji_diagnostic::{Diagnostic, Severity};
use gouji_text::Localized;
use std::collections::HashSet;

/// How often a rule came to each outcome in one document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RuleCounts {
    /// Qualified name.
    pub rule: String,
    /// 通过
    pub passed: usize,
    /// Of these, passed only within rounding (通过·舍入).
    pub passed_within_rounding: usize,
    /// 不通过
    pub failed: usize,
    /// 无法判定
    pub undetermined: usize,
    /// 不适用
    pub not_applicable: usize,
    /// 规则有误
    pub broken: usize,
}

/// What one document came to.
#[derive(Clone, Debug)]
pub struct DocumentReport {
    /// The document's text.
    pub source: Source,
    /// Rulesets applied: `部门预算公开 2021.1`.
    pub rulesets: Vec<String>,
    /// Every rule in force, in order of declaration.
    pub rules: Vec<RuleCounts>,
    /// Findings of rules, in order of place.
    pub findings: Vec<Diagnostic>,
    /// What readers and forms noticed.
    pub problems: Vec<Diagnostic>,
}

/// A whole run.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Documents in order of path.
    pub documents: Vec<DocumentReport>,
    /// What concerns the run and no readable document: unreadable files, broken rule files, each
    /// with the sources it points into.
    pub problems: Vec<(Vec<Source>, Diagnostic)>,
    /// Files met on the way that are not documents gouji reads, with the reason; said and counted.
    pub not_checked: Vec<(String, Localized)>,
}

/// Totals of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Documents checked.
    pub documents: usize,
    /// Files not checked.
    pub not_checked: usize,
    /// Rules in force in any document.
    pub rules: usize,
    /// Rule outcomes over all documents and records.
    pub passed: usize,
    /// Passed only within rounding.
    pub passed_within_rounding: usize,
    /// Failed.
    pub failed: usize,
    /// Undetermined.
    pub undetermined: usize,
    /// Not applicable.
    pub not_applicable: usize,
    /// Broken.
    pub broken: usize,
    /// Findings and problems of severity error.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
    /// Notes.
    pub notes: usize,
}

impl Report {
    /// Totals.
    pub fn summary(&self) -> Summary {
        let mut summary = Summary {
            documents: self.documents.len(),
            not_checked: self.not_checked.len(),
            ..Summary::default()
        };
        let mut rules = HashSet::new();
        for document in &self.documents {
            for counts in &document.rules {
                rules.insert(counts.rule.as_str());
                summary.add_counts(counts);
            }
            for diagnostic in document.findings.iter().chain(&document.problems) {
                summary.add_severity(diagnostic.severity);
            }
        }
        for (_, diagnostic) in &self.problems {
            summary.add_severity(diagnostic.severity);
        }
        summary.rules = rules.len();
        summary
    }
}

impl Summary {
    fn add_counts(&mut self, counts: &RuleCounts) {
        add(&mut self.passed, counts.passed);
        add(&mut self.passed_within_rounding, counts.passed_within_rounding);
        add(&mut self.failed, counts.failed);
        add(&mut self.undetermined, counts.undetermined);
        add(&mut self.not_applicable, counts.not_applicable);
        add(&mut self.broken, counts.broken);
    }

    fn add_severity(&mut self, severity: Severity) {
        let count = match severity {
            Severity::Error => &mut self.errors,
            Severity::Warning => &mut self.warnings,
            Severity::Note => &mut self.notes,
        };
        add(count, 1);
    }
}

impl RuleCounts {
    /// Adds the counts of the same rule in another document.
    pub(crate) fn add(&mut self, other: &RuleCounts) {
        add(&mut self.passed, other.passed);
        add(&mut self.passed_within_rounding, other.passed_within_rounding);
        add(&mut self.failed, other.failed);
        add(&mut self.undetermined, other.undetermined);
        add(&mut self.not_applicable, other.not_applicable);
        add(&mut self.broken, other.broken);
    }
}

fn add(count: &mut usize, more: usize) {
    *count = count.saturating_add(more);
}
