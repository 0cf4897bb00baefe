//! Made-up budgets with planted faults: all are found, and nothing else.

mod document;
mod faults;

use document::{Dice, Document};
use faults::FAULTS;
use gouji::{Checker, Rules, Severity};
use std::collections::{BTreeMap, BTreeSet};

/// The findings of a text, by rule, and how often.
fn findings(checker: &Checker, text: &str) -> BTreeMap<String, usize> {
    let report = checker.check("文件.txt", text);
    assert_eq!(report.not_checked, None, "{text}");
    let mut found = BTreeMap::new();
    for finding in report.findings.iter().chain(&report.problems) {
        if finding.severity > Severity::Note {
            let code = finding.code.as_str();
            let rule = code.strip_prefix("部门预算公开/").unwrap_or(code);
            *found.entry(rule.to_owned()).or_insert(0) += 1;
        }
    }
    found
}

#[test]
fn right_budgets_have_no_finding() {
    let checker = Checker::new(Rules::shipped());
    for seed in 0..40 {
        let text = Document::new(&mut Dice::new(seed)).text();
        let found = findings(&checker, &text);
        assert!(found.is_empty(), "seed {seed}: {found:?}\n{text}");
    }
}

#[test]
fn every_kind_of_fault_is_found_by_itself() {
    let checker = Checker::new(Rules::shipped());
    let mut wrong = Vec::new();
    for fault in FAULTS {
        let mut planted = 0;
        for seed in 0..200 {
            let mut dice = Dice::new(seed);
            let mut document = Document::new(&mut dice);
            if (fault.plant)(&mut document, &mut dice).is_none() {
                continue;
            }
            planted += 1;
            let found = findings(&checker, &document.text());
            let rules: Vec<&str> = found.keys().map(String::as_str).collect();
            let mut expected = fault.rules.to_vec();
            expected.sort_unstable();
            if rules != expected {
                wrong.push(format!("seed {seed}: planted {expected:?}, found {found:?}"));
            }
            if planted == 4 {
                break;
            }
        }
        assert!(planted > 0, "{:?} was never planted", fault.rules);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn sixty_budgets_with_several_faults_have_these_findings_and_no_others() {
    let checker = Checker::new(Rules::shipped());
    let mut wrong = Vec::new();
    let mut planted = 0;
    for seed in 1_000..1_060 {
        let mut dice = Dice::new(seed);
        let mut document = Document::new(&mut dice);
        let mut expected: BTreeSet<&str> = BTreeSet::new();
        for _ in 0..5 {
            let fault = &FAULTS[dice.below(FAULTS.len())];
            let is_new = fault.rules.iter().all(|rule| !expected.contains(rule));
            if is_new && (fault.plant)(&mut document, &mut dice).is_some() {
                expected.extend(fault.rules);
                planted += 1;
            }
        }
        let found = findings(&checker, &document.text());
        if !found.keys().map(String::as_str).eq(expected.iter().copied()) {
            wrong.push(format!("seed {seed}: planted {expected:?}, found {found:?}"));
        }
    }
    assert!(planted > 200, "{planted}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
