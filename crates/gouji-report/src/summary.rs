//! What one document came to, and the totals of a run.

use crate::{ReadExtent, Source};
use gouji_diagnostic::{Diagnostic, Severity};
use gouji_text::Localized;

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
    /// Of these, for want of a partner (未配对).
    pub unpaired: usize,
    /// Of these, for want of a value beside a figure.
    pub lacking: usize,
    /// 规则有误
    pub broken: usize,
}

/// What the forms in force did not read of a document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Unread {
    /// Forms that found nothing.
    pub forms: usize,
    /// Places that a form expected or found and could not read.
    pub places: usize,
    /// Figures in what the forms read that are in no field.
    pub figures: usize,
}

/// What one document came to.
#[derive(Clone, Debug)]
pub struct DocumentReport {
    /// The document's text; empty where it could not be read.
    pub source: Source,
    /// Why it counts as not checked, which its first problem says; `None` where it was checked.
    pub not_checked: Option<Localized>,
    /// Rulesets applied: `部门预算公开 2021.1`.
    pub rulesets: Vec<String>,
    /// Every rule in force, in order of declaration.
    pub rules: Vec<RuleCounts>,
    /// Findings of rules, in order of place.
    pub findings: Vec<Diagnostic>,
    /// Records that a rule does not apply to for want of a partner (未配对), each named.
    pub unpaired: Vec<Diagnostic>,
    /// Records that a rule does not apply to for want of a value although a figure stands there (缺数).
    pub lacking: Vec<Diagnostic>,
    /// Passes within rounding, each with its sums.
    pub rounded: Vec<Diagnostic>,
    /// What readers and forms noticed.
    pub problems: Vec<Diagnostic>,
    /// What was not read of it.
    pub unread: Unread,
    /// How much of it was read; `None` where it could not be read at all, and where nobody counted.
    pub extent: Option<ReadExtent>,
    /// The figures among that, in order of place.
    pub unread_figures: Vec<Diagnostic>,
}

impl DocumentReport {
    /// The report of a document before anything is known of it.
    pub fn new(source: Source) -> Self {
        Self {
            source,
            not_checked: None,
            rulesets: Vec::new(),
            rules: Vec::new(),
            findings: Vec::new(),
            unpaired: Vec::new(),
            lacking: Vec::new(),
            rounded: Vec::new(),
            problems: Vec::new(),
            unread: Unread::default(),
            extent: None,
            unread_figures: Vec::new(),
        }
    }

    /// Lists what is else only counted among the findings, each in its place.
    pub fn list(&mut self, listed: OnDemand) {
        let more = match listed {
            OnDemand::Rounding => &mut self.rounded,
            OnDemand::Unpaired => &mut self.unpaired,
            OnDemand::Lacking => &mut self.lacking,
            OnDemand::Unread => &mut self.unread_figures,
        };
        if !more.is_empty() {
            self.findings.append(more);
            let start = |it: &Diagnostic| it.subject().map_or(0, |at| at.range.start);
            self.findings.sort_by_key(start);
        }
    }

    /// Everything said of the document, in the order in which it is shown: that it was not checked
    /// first, then the findings, then what readers and forms noticed.
    pub fn diagnostics(&self) -> impl Iterator<Item = &Diagnostic> {
        let first = if self.not_checked.is_some() { self.problems.len().min(1) } else { 0 };
        let (first, rest) = self.problems.split_at(first);
        first.iter().chain(&self.findings).chain(rest)
    }

    /// How many findings and problems are of a severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.diagnostics().filter(|diagnostic| diagnostic.severity == severity).count()
    }
}

/// What is counted, and listed where it is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnDemand {
    /// Passes within rounding.
    Rounding,
    /// Records without a partner.
    Unpaired,
    /// Records left out for want of a value although a figure stands there.
    Lacking,
    /// Figures in what the forms read that no field holds.
    Unread,
}

/// Totals of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Documents checked.
    pub documents: usize,
    /// Of these, documents with a finding or problem of severity warning or error.
    pub faulty: usize,
    /// Files not checked: documents, and files that are none by their name.
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
    /// Of these, for want of a partner.
    pub unpaired: usize,
    /// Of these, for want of a value beside a figure.
    pub lacking: usize,
    /// Broken, over all documents.
    pub broken: usize,
    /// Findings and problems of severity error.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
    /// Notes.
    pub notes: usize,
    /// Findings and problems that were left out on request.
    pub left_out: usize,
    /// Rules that were left out on request.
    pub rules_left_out: usize,
    /// How much was read of the documents checked.
    pub extent: ReadExtent,
}

impl Summary {
    pub(crate) fn add_counts(&mut self, counts: &RuleCounts) {
        add(&mut self.passed, counts.passed);
        add(&mut self.passed_within_rounding, counts.passed_within_rounding);
        add(&mut self.failed, counts.failed);
        add(&mut self.undetermined, counts.undetermined);
        add(&mut self.not_applicable, counts.not_applicable);
        add(&mut self.unpaired, counts.unpaired);
        add(&mut self.lacking, counts.lacking);
        add(&mut self.broken, counts.broken);
    }

    pub(crate) fn add_severity(&mut self, severity: Severity) {
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
        add(&mut self.unpaired, other.unpaired);
        add(&mut self.lacking, other.lacking);
        add(&mut self.broken, other.broken);
    }
}

fn add(count: &mut usize, more: usize) {
    *count = count.saturating_add(more);
}
