//! The packs in force as checked rules.

use crate::in_force::{DocumentChoice, InForce, Origin, RuleOptions, in_force};
use crate::parse::rule_set;
use crate::system::System;
use gouji_analysis::{RuleSet, Selection};
use gouji_diagnostic::{Diagnostic, Severity, Span};
use gouji_report::Source;

/// Rules in force, and what went wrong on the way.
pub struct LoadedRules {
    /// The checked rules; what is wrong in them stands in `problems`.
    pub rules: RuleSet,
    /// For each pack of the program, which documents it applies to.
    pub selections: Vec<Selection>,
    /// For each pack of the program, where it comes from.
    pub origins: Vec<Origin>,
    /// Rule files that could not be read, and what is wrong in those that could.
    pub problems: Vec<(Vec<Source>, Diagnostic)>,
}

impl LoadedRules {
    /// Whether something that was wanted could not be read, held no rules or is broken.
    pub fn are_broken(&self) -> bool {
        self.problems.iter().any(|(_, problem)| problem.severity == Severity::Error)
    }

    /// Parses and checks what is in force; the examples in it only where they are asked for.
    pub fn new(in_force: &InForce, with_examples: bool) -> Self {
        let said = in_force.problems.iter().map(|problem| &problem.diagnostic);
        // The message names the file: what is wrong with a run stands in none of its documents.
        let said = said.map(|said| {
            (Vec::new(), Diagnostic { places: Vec::new(), ..said.map(|_| Span::default()) })
        });
        let mut problems: Vec<(Vec<Source>, Diagnostic)> = said.collect();
        let mut rules = rule_set(&in_force.pack_texts(), with_examples);
        for (_, diagnostic) in std::mem::take(&mut rules.problems) {
            problems.push((rules.sources(&diagnostic), diagnostic));
        }
        let origins = in_force.packs.iter().map(|pack| pack.origin).collect();
        let selections = in_force.packs.iter().map(|pack| pack.selection).collect();
        Self { rules, selections, origins, problems }
    }
}

/// Loads the rules that `options` ask for, without a project and without examples.
pub fn load_rules(system: &dyn System, options: &RuleOptions) -> LoadedRules {
    let found = in_force(system, None, options, &DocumentChoice::Nothing);
    LoadedRules::new(&found, false)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::MemorySystem;
    use std::sync::Arc;

    #[test]
    fn documents_are_checked_by_the_same_rules_without_examples() {
        let load = |with_examples| {
            let (system, options) = (MemorySystem::default(), RuleOptions::default());
            let found = in_force(&system, None, &options, &DocumentChoice::Nothing);
            LoadedRules::new(&found, with_examples).rules.program
        };
        let (mut whole, rules) = (load(true), load(false));
        assert!(!whole.examples.is_empty());
        let program = Arc::make_mut(&mut whole);
        program.examples.clear();
        program.form_examples.clear();
        assert_eq!(whole, rules);
    }

    #[test]
    fn a_path_without_rules_is_said() {
        let system = MemorySystem::default().with("a/readme.md", "x");
        let options =
            RuleOptions { paths: vec!["a".into()], no_default_packs: true, ..Default::default() };
        let loaded = load_rules(&system, &options);
        assert_eq!(loaded.problems[0].1.code, "rules/none-found");
        assert!(loaded.are_broken());
    }
}
