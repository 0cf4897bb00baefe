//! The account of a run, added up document by document.

use crate::{DocumentReport, ReadExtent, RuleCounts, Summary};
use gouji_diagnostic::{Diagnostic, Severity};
use gouji_text::Localized;
use std::collections::{HashMap, HashSet};

/// What a run has come to so far. It grows with the rules and with the names of what was not
/// checked or hardly read, never with what was found.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    summary: Summary,
    rules: Vec<RuleCounts>,
    row_of: HashMap<String, usize>,
    rules_left_out: HashSet<String>,
    rulesets: Vec<String>,
    not_checked: Vec<(String, Localized)>,
    passed_over: Vec<(String, Localized)>,
    little_read: Vec<(String, ReadExtent)>,
}

impl Tally {
    /// Adds what concerns the run and no document: a rule file that is broken.
    pub fn add_problem(&mut self, problem: &Diagnostic) {
        self.summary.add_severity(problem.severity);
    }

    /// Adds what a document came to.
    pub fn add(&mut self, document: &DocumentReport) {
        for counts in &document.rules {
            self.add_rule(counts);
        }
        for ruleset in &document.rulesets {
            if !self.rulesets.contains(ruleset) {
                self.rulesets.push(ruleset.clone());
            }
        }
        let mut faulty = false;
        for diagnostic in document.diagnostics() {
            self.summary.add_severity(diagnostic.severity);
            faulty |= diagnostic.severity > Severity::Note;
        }
        match &document.not_checked {
            Some(why) => {
                self.not_checked.push((document.source.name.to_string(), why.clone()));
                self.summary.not_checked += 1;
            }
            None => {
                self.summary.documents += 1;
                self.summary.faulty += usize::from(faulty);
                if let Some(extent) = &document.extent {
                    self.summary.extent.add(extent);
                    if extent.is_little() {
                        self.little_read.push((document.source.name.to_string(), *extent));
                    }
                }
            }
        }
    }

    fn add_rule(&mut self, counts: &RuleCounts) {
        self.summary.add_counts(counts);
        match self.row_of.get(&counts.rule).and_then(|row| self.rules.get_mut(*row)) {
            Some(sum) => sum.add(counts),
            None => {
                self.row_of.insert(counts.rule.clone(), self.rules.len());
                self.rules.push(counts.clone());
                self.summary.rules += 1;
            }
        }
    }

    /// Adds a file met on the way that is no document.
    pub fn pass_over(&mut self, path: String, why: Localized) {
        self.passed_over.push((path, why));
        self.summary.not_checked += 1;
    }

    /// Adds findings and problems that were left out on request.
    pub fn leave_out(&mut self, count: usize) {
        self.summary.left_out += count;
    }

    /// Adds a rule in force in some document that is left out on request; each counts once.
    pub fn leave_out_rule(&mut self, rule: &str) {
        if !self.rules_left_out.contains(rule) {
            self.rules_left_out.insert(rule.to_owned());
            self.summary.rules_left_out += 1;
        }
    }

    /// The totals.
    pub fn summary(&self) -> &Summary {
        &self.summary
    }

    /// Every rule in force in some document, over all documents, in order of first appearance.
    pub fn rules(&self) -> &[RuleCounts] {
        &self.rules
    }

    /// The rulesets applied, in order of first appearance.
    pub fn rulesets(&self) -> &[String] {
        &self.rulesets
    }

    /// The documents that were not checked, and why.
    pub fn not_checked(&self) -> &[(String, Localized)] {
        &self.not_checked
    }

    /// The files met on the way that are no documents, and why.
    pub fn passed_over(&self) -> &[(String, Localized)] {
        &self.passed_over
    }

    /// The documents that were checked though most of them was not read, and how much was.
    pub fn little_read(&self) -> &[(String, ReadExtent)] {
        &self.little_read
    }

    /// Rules that have errors and were not applied.
    pub fn broken_rules(&self) -> impl Iterator<Item = &str> {
        self.rules.iter().filter(|counts| counts.broken > 0).map(|counts| counts.rule.as_str())
    }
}
