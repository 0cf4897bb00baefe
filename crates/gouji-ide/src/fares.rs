//! How rules fare on the documents.

use crate::words::pick;
use crate::{File, Ide, Lens, LensTarget, Target};
use gouji_database::{
    DocumentFile, DocumentFindings, DocumentTally, document_findings, findings_of_rules, tally,
};
use gouji_diagnostic::{Diagnostic, RuleOutcome};
use gouji_program::Form;
use gouji_report::RuleCounts;
use gouji_syntax::ItemKind;
use gouji_text::{Language, TextRange};

use std::collections::HashMap;
use std::fmt::Write;
use std::sync::Arc;

/// How often a rule came to each outcome, over all documents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Fare {
    pub documents: usize,
    pub passed: usize,
    pub within_rounding: usize,
    pub failed: usize,
    pub undetermined: usize,
    pub broken: usize,
}

impl Fare {
    /// How many were checked.
    pub(crate) fn checked(&self) -> usize {
        self.passed + self.failed + self.undetermined
    }

    fn add(&mut self, counts: &RuleCounts) {
        self.documents += 1;
        self.passed += counts.passed;
        self.within_rounding += counts.passed_within_rounding;
        self.failed += counts.failed;
        self.undetermined += counts.undetermined;
        self.broken += counts.broken;
    }
}

/// What documents came to, in numbers.
pub(crate) struct Tallies(Vec<(DocumentFile, Arc<DocumentTally>)>);

impl Tallies {
    /// How a rule fares on them.
    pub(crate) fn fare(&self, rule: &str) -> Fare {
        let mut fare = Fare::default();
        self.0.iter().filter_map(|(_, tally)| tally.rules.get(rule)).for_each(|one| fare.add(one));
        fare
    }

    /// The documents that a pack applies to, or those that it does not.
    pub(crate) fn of_pack(
        &self,
        pack: u32,
        applies: bool,
    ) -> impl Iterator<Item = (DocumentFile, &DocumentTally)> {
        let said = move |tally: &DocumentTally| tally.packs.get(pack as usize) == Some(&true);
        let all = self.0.iter().map(|(document, tally)| (*document, &**tally));
        all.filter(move |(_, tally)| said(tally) == applies)
    }
}

/// The findings of rules in documents, by rule and without a copy of any.
pub(crate) struct RuleFindings(Vec<OfDocument>);

/// The findings of rules in a document.
struct OfDocument {
    document: DocumentFile,
    report: Arc<DocumentFindings>,
    of_rules: Arc<HashMap<String, Vec<u32>>>,
}

impl RuleFindings {
    /// The findings of a rule and where each stands, failures first.
    pub(crate) fn of_rule(&self, rule: &str) -> impl Iterator<Item = (Target, &Diagnostic)> {
        let that = move |fails: bool| {
            self.0.iter().flat_map(move |one| {
                let numbers = one.of_rules.get(rule).map_or(&[][..], Vec::as_slice);
                let findings =
                    numbers.iter().filter_map(|at| one.report.findings().get(*at as usize));
                let found = findings
                    .filter(|finding| finding.outcome != Some(RuleOutcome::PassedAsPrinted));
                found
                    .filter(move |finding| (finding.outcome == Some(RuleOutcome::Failed)) == fails)
                    .map(|finding| (one.target(finding), finding))
            })
        };
        that(true).chain(that(false))
    }
}

impl OfDocument {
    fn target(&self, finding: &Diagnostic) -> Target {
        let range = finding.subject().map_or(TextRange::default(), |at| at.range);
        Target { file: File::Document(self.document), range, selection: range }
    }
}

impl Ide<'_> {
    /// What documents came to, in numbers.
    pub(crate) fn tallies(&self, documents: &[DocumentFile]) -> Tallies {
        let tallied = |document: &DocumentFile| {
            (*document, tally(self.database, self.configuration, *document))
        };
        Tallies(documents.iter().map(tallied).collect())
    }

    /// In words: `查过 65 项 · 4 项不通过 · 5 项无法判定`.
    pub(crate) fn fare_words(&self, fare: &Fare) -> String {
        let language = self.language;
        let words = |chinese, english| pick(language, chinese, english).to_owned();
        if self.documents.is_empty() {
            return words("没有可查的公开文件", "there is no document to check");
        }
        if fare.broken > 0 {
            return words("规则有误，没有执行", "the rule has errors and was not applied");
        }
        if fare.documents == 0 {
            return words("不适用于现有的公开文件", "applies to none of the documents");
        }
        let checked = fare.checked();
        if checked == 0 {
            return words("没有遇到可查的内容", "found nothing to check");
        }
        let mut text = match language {
            Language::Chinese => format!("查过 {checked} 项"),
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
        add(fare.within_rounding, "按舍入通过", "pass within rounding");
        if fare.failed + fare.undetermined + fare.within_rounding == 0 {
            text.push_str(pick(language, " · 全部通过", " · all pass"));
        }
        text
    }

    /// The findings of rules in documents.
    pub(crate) fn findings(&self, documents: &[DocumentFile]) -> RuleFindings {
        let of_document = |document: &DocumentFile| OfDocument {
            document: *document,
            report: document_findings(self.database, self.configuration, *document),
            of_rules: findings_of_rules(self.database, self.configuration, *document),
        };
        RuleFindings(documents.iter().map(of_document).collect())
    }

    pub(crate) fn rule_lenses(&self, file: gouji_database::RuleFile) -> Vec<Lens> {
        let rules = self.rules(Some(file));
        let number = rules.number(file);
        let tallies = self.tallies(self.documents);
        let findings = self.findings(self.documents);
        let mut lenses = Vec::new();
        for (id, item) in rules.items_of(number) {
            if !matches!(item.kind, ItemKind::Rule(_) | ItemKind::Broken { .. }) {
                continue;
            }
            let Some(rule) = rules.rule_of_item(id) else { continue };
            let Some(rule) = rules.program().rules.at(rule) else { continue };
            lenses.push(Lens {
                range: rule.place.range.shifted(item.start),
                title: self.fare_words(&tallies.fare(&rule.name)),
                leads_to: LensTarget::Findings(
                    findings.of_rule(&rule.name).map(|(target, _)| target).collect(),
                ),
            });
        }
        let forms = rules.program().forms.iter().enumerate();
        for (form_number, form) in forms.filter(|(_, form)| form.place.file == number) {
            let item = rules.item(form.place.item_id());
            let start = item.map_or(0, |item| item.start);
            lenses.push(self.form_lens(&tallies, (form_number, form), start));
        }
        lenses.sort_by_key(|lens| lens.range.start);
        lenses
    }

    /// In how many documents a form reads something, and a document to look at.
    fn form_lens(&self, tallies: &Tallies, (number, form): (usize, &Form), start: u32) -> Lens {
        let has_read = |tally: &DocumentTally| tally.forms.get(number) == Some(&true);
        let mut of_pack = tallies.of_pack(form.pack, true);
        let reading = of_pack.find(|(_, tally)| has_read(tally)).map(|(document, _)| document);
        let count = usize::from(reading.is_some()) + of_pack.filter(|(_, it)| has_read(it)).count();
        let is_open = |document: &DocumentFile| self.open.contains(document);
        let open_reading = tallies.of_pack(form.pack, true).filter(|(_, tally)| has_read(tally));
        let open_reading = open_reading.map(|(document, _)| document).find(is_open);
        let any = || self.open.first().or(self.documents.first()).copied();
        let document = open_reading.or(reading).or_else(any);
        let title = match (self.language, document.is_some(), count) {
            (Language::Chinese, false, _) => "没有可读的公开文件".to_owned(),
            (Language::English, false, _) => "there is no document to read".to_owned(),
            (Language::Chinese, _, 0) => "没有读到 · 看看为什么".to_owned(),
            (Language::English, _, 0) => "reads nothing · see why".to_owned(),
            (Language::Chinese, ..) => format!("在 {count} 份公开文件里读到 · 看读出了什么"),
            (Language::English, ..) => format!("reads {count} documents · see what was read"),
        };
        Lens {
            range: form.place.range.shifted(start),
            title,
            leads_to: LensTarget::Reading {
                form: form.name.clone(),
                document: document.map(File::Document),
            },
        }
    }
}
