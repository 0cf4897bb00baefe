//! How rules fare on the documents.

use crate::words::pick;
use crate::{File, Ide, Lens, Target};
use gouji_database::{document_findings, tree};
use gouji_report::{Language, Outcome};
use gouji_syntax::ItemKind;
use gouji_text::TextRange;
use std::collections::HashMap;
use std::fmt::Write;

/// How often a rule came to each outcome, over all documents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Fare {
    pub documents: usize,
    pub passed: usize,
    pub within_rounding: usize,
    pub failed: usize,
    pub undetermined: usize,
    pub not_applicable: usize,
    pub broken: usize,
}

impl Ide<'_> {
    /// How every rule fares, by its qualified name.
    pub(crate) fn fares(&self) -> HashMap<String, Fare> {
        let mut fares: HashMap<String, Fare> = HashMap::new();
        for document in self.documents {
            let report = document_findings(self.database, self.configuration, *document);
            for counts in &report.rules {
                if !fares.contains_key(&counts.rule) {
                    fares.insert(counts.rule.clone(), Fare::default());
                }
                if let Some(fare) = fares.get_mut(&counts.rule) {
                    fare.documents += 1;
                    fare.passed += counts.passed;
                    fare.within_rounding += counts.passed_within_rounding;
                    fare.failed += counts.failed;
                    fare.undetermined += counts.undetermined;
                    fare.not_applicable += counts.not_applicable;
                    fare.broken += counts.broken;
                }
            }
        }
        fares
    }

    /// How one rule fares.
    pub(crate) fn fare_of(&self, rule: &str) -> Fare {
        let mut fare = Fare::default();
        for document in self.documents {
            let report = document_findings(self.database, self.configuration, *document);
            for counts in report.rules.iter().filter(|counts| counts.rule == rule) {
                fare.documents += 1;
                fare.passed += counts.passed;
                fare.within_rounding += counts.passed_within_rounding;
                fare.failed += counts.failed;
                fare.undetermined += counts.undetermined;
                fare.not_applicable += counts.not_applicable;
                fare.broken += counts.broken;
            }
        }
        fare
    }

    /// In words: `65 项查过 · 4 项不通过 · 5 项无法判定`.
    pub(crate) fn fare_words(&self, fare: &Fare) -> String {
        let language = self.language;
        let words = |chinese, english| pick(language, chinese, english).to_owned();
        if self.documents.is_empty() {
            return words("没有打开的文件", "no document is open");
        }
        if fare.broken > 0 {
            return words("规则有误，没有执行", "the rule has errors and was not applied");
        }
        if fare.documents == 0 {
            return words("不适用于打开的文件", "applies to no open document");
        }
        let checked = fare.passed + fare.failed + fare.undetermined;
        if checked == 0 {
            return words("文件里没有适用的内容", "nothing in the documents to check");
        }
        let mut text = match language {
            Language::Chinese => format!("{checked} 项查过"),
            Language::English => format!("{checked} checked"),
        };
        let mut add = |count: usize, chinese: &str, english: &str| {
            if count > 0 {
                let _ = match language {
                    Language::Chinese => write!(text, " · {count} 项{chinese}"),
                    Language::English => write!(text, " · {count} {english}"),
                };
            }
        };
        add(fare.failed, "不通过", "fail");
        add(fare.undetermined, "无法判定", "undetermined");
        add(fare.within_rounding, "靠舍入通过", "pass within rounding");
        if fare.failed + fare.undetermined + fare.within_rounding == 0 {
            text.push_str(pick(language, " · 全部通过", " · all pass"));
        }
        text
    }

    /// Where the findings of the rules in a set stand, failures first.
    fn finding_targets(&self) -> HashMap<String, Vec<Target>> {
        let mut found: HashMap<String, Vec<(bool, Target)>> = HashMap::new();
        for document in self.documents {
            let report = document_findings(self.database, self.configuration, *document);
            for finding in report.findings() {
                let range = finding.places.first().map_or(TextRange::default(), |one| one.range);
                let target = Target { file: File::Document(*document), range, selection: range };
                let is_undetermined = finding.outcome != Some(Outcome::Fail);
                match found.get_mut(&finding.code) {
                    Some(targets) => targets.push((is_undetermined, target)),
                    None => {
                        found.insert(finding.code.clone(), vec![(is_undetermined, target)]);
                    }
                }
            }
        }
        let sorted = found.into_iter().map(|(rule, mut targets)| {
            targets.sort_by_key(|(is_undetermined, _)| *is_undetermined);
            (rule, targets.into_iter().map(|(_, target)| target).collect())
        });
        sorted.collect()
    }

    pub(crate) fn rule_lenses(&self, file: gouji_database::RuleFile) -> Vec<Lens> {
        let rules = self.rules(Some(file));
        let number = rules.number(file);
        let fares = self.fares();
        let mut targets = self.finding_targets();
        let mut lenses = Vec::new();
        let tree = tree(self.database, file);
        for (item, index) in tree.items.iter().zip(0_u32..) {
            if !matches!(item.kind, ItemKind::Rule(_) | ItemKind::Broken { .. }) {
                continue;
            }
            let id = crate::rules::ItemId { file: number, item: index };
            let Some(rule) = rules.rule_of_item(id) else { continue };
            let Some(rule) = rules.program().rules.get(rule.0 as usize) else { continue };
            let fare = fares.get(&rule.name).cloned().unwrap_or_default();
            lenses.push(Lens {
                range: rule.place.range.shifted(item.start),
                title: self.fare_words(&fare),
                targets: targets.remove(&rule.name).unwrap_or_default(),
            });
        }
        lenses
    }
}
