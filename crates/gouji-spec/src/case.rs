//! One case, run.

use crate::{Case, ExpectedLine, Options, RuleBlock};
use gouji_analysis::{
    Checker, PackText, RuleSet, RuleText, Selection, run_examples, run_form_examples,
};
use gouji_diagnostic::{Diagnostic, Place, Proof, ProofSide, RuleOutcome, Severity, Shown, Span};
use gouji_document::RawDocument;
use gouji_program::SourcePlace;
use gouji_report::{RuleCounts, Source};
use gouji_text::{Language, Localized, TextRange};

/// What the rules of a case without a ruleset go by: never shown.
const OWN_NAMES: [&str; 2] = ["rules/", "shared/"];

/// What came of a case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Actual {
    /// Findings and problems, in order of place.
    pub entries: Vec<ExpectedLine>,
    /// Counts of all rules in force.
    pub counts: Vec<String>,
}

/// Runs a case.
pub fn run(case: &Case, options: Options) -> Actual {
    let rules = RuleSet::new(&packs(&case.rules));
    let shower = Shower { options };
    let mut actual = Actual::default();
    for (file, problem) in &rules.problems {
        let source = rules.source(*file).unwrap_or_else(|| source("", ""));
        let mut entry = shower.rule_problem(&source, problem);
        let others = problem.places.iter().skip(1);
        entry.details.extend(others.map(|place| shower.elsewhere(&rules, place)));
        actual.entries.push(entry);
    }
    for outcome in run_examples(&rules.program) {
        if let Some(failure) = &outcome.failure {
            let source = rules.source(outcome.place.file).unwrap_or_else(|| source("", ""));
            let at = position(&source, rules.absolute(outcome.place));
            let (rule, failure) = (own_name(&outcome.rule), shower.words(failure));
            actual.entries.push(ExpectedLine::new(format!("示例 {at} {rule} {failure}")));
        }
    }
    for outcome in run_form_examples(&rules.program) {
        let form = rules.program.forms.at(outcome.form).map_or("", |form| &form.name);
        for failure in &outcome.failures {
            actual.entries.push(shower.form_example(&rules, form, failure));
        }
    }
    if let Some(document) = &case.document {
        let checker = Checker::new(rules.program.clone());
        let selection = match (options.chosen, options.named) {
            (true, _) => Selection::Chosen,
            (false, true) => Selection::Named,
            (false, false) => Selection::Recognised,
        };
        let selections = vec![selection; rules.program.packs.len()];
        let raw = RawDocument::of_editor("text", &document.format, document.text.as_str().into());
        let report = checker.check(&"text".into(), &raw.read(), &selections);
        for finding in &report.findings {
            actual.entries.push(shower.finding(&report.source, finding));
        }
        for problem in &report.problems {
            if problem.severity > Severity::Note || options.notes {
                actual.entries.push(shower.finding(&report.source, problem));
            }
        }
        actual.counts = report.rules.iter().map(count).collect();
    }
    actual
}

/// The rule texts of a case as packs: other packs first, then its own.
fn packs(blocks: &[RuleBlock]) -> Vec<PackText> {
    let mut packs: Vec<(&str, PackText)> = Vec::new();
    for block in blocks {
        let file = RuleText { name: block.name.as_str().into(), text: block.text.clone() };
        match packs.iter_mut().find(|(name, _)| *name == block.pack) {
            Some((_, pack)) => pack.files.push(file),
            None => packs.push((&block.pack, PackText { files: vec![file] })),
        }
    }
    packs.into_iter().map(|(_, pack)| pack).collect()
}

fn source(name: &str, text: &str) -> Source {
    Source::new(name, text.into())
}

fn position(source: &Source, range: TextRange) -> String {
    let at = source.lines.line_column(&source.text, range.start);
    format!("{}:{}", at.line, at.column)
}

fn marked(source: &Source, range: TextRange) -> String {
    let text = source.text.get(range.start as usize..range.end as usize).unwrap_or("");
    format!("「{}」", text.replace('\n', "⏎").replace('\t', "⇥"))
}

fn own_name(rule: &str) -> &str {
    OWN_NAMES.iter().find_map(|own| rule.strip_prefix(own)).unwrap_or(rule)
}

fn count(counts: &RuleCounts) -> String {
    let RuleCounts { rule, passed, failed, undetermined, not_applicable, .. } = counts;
    let mut text = format!(
        "{}: 通过 {passed} 不通过 {failed} 无法判定 {undetermined} 不适用 {not_applicable}",
        own_name(rule)
    );
    if counts.passed_within_rounding > 0 {
        text.push_str(&format!(" 舍入 {}", counts.passed_within_rounding));
    }
    if counts.unpaired > 0 {
        text.push_str(&format!(" 未配对 {}", counts.unpaired));
    }
    if counts.lacking > 0 {
        text.push_str(&format!(" 缺数 {}", counts.lacking));
    }
    if counts.broken > 0 {
        text.push_str(" 规则有误");
    }
    text
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "错误",
        Severity::Warning => "警告",
        Severity::Note => "说明",
    }
}

/// Shows diagnostics as lines of a page.
struct Shower {
    options: Options,
}

impl Shower {
    fn language(&self) -> Language {
        if self.options.english { Language::English } else { Language::Chinese }
    }

    fn words<'words>(&self, localized: &'words Localized) -> &'words str {
        localized.in_language(self.language())
    }

    fn figure<'shown>(&self, shown: &'shown Shown) -> &'shown str {
        shown.figure(self.language())
    }

    fn rule_problem(&self, source: &Source, problem: &Diagnostic) -> ExpectedLine {
        let range = problem.subject().map_or(TextRange::default(), |at| at.range);
        let head = format!(
            "{} {} {} {} {} {}",
            source.name,
            position(source, range),
            severity(problem.severity),
            problem.code,
            marked(source, range),
            self.words(&problem.message)
        );
        let mut entry = ExpectedLine::new(head);
        if self.options.fixes {
            self.help_and_fixes(&mut entry, source, problem);
        }
        entry
    }

    /// Another place that a problem of a rule text leads to, with its file.
    fn elsewhere(&self, rules: &RuleSet, place: &Place<Span>) -> String {
        let name = &place.at.source;
        let file = rules.files.iter().find(|file| file.name == *name);
        let source = source(name, file.map_or("", |file| &file.text));
        let (at, text) = (position(&source, place.at.range), marked(&source, place.at.range));
        format!("另见 {name} {at} {text} {}", self.words(&place.label))
    }

    /// Where what a form read is not what its example says.
    fn form_example(
        &self,
        rules: &RuleSet,
        form: &str,
        failure: &Diagnostic<SourcePlace>,
    ) -> ExpectedLine {
        let failure = failure.clone().map(|place| rules.span(*place));
        let name = failure.subject().map(|at| at.source.clone()).unwrap_or_default();
        let file = rules.files.iter().find(|file| file.name == name);
        let source = source(&name, file.map_or("", |file| &file.text));
        let at = failure.subject().map(|at| position(&source, at.range)).unwrap_or_default();
        let mut entry = ExpectedLine::new(format!(
            "示例 {at} {} {form} {}",
            failure.code,
            self.words(&failure.message)
        ));
        if self.options.places {
            for place in failure.places.iter().skip(1) {
                let (at, text) =
                    (position(&source, place.at.range), marked(&source, place.at.range));
                let words = format!("处 {at} {text} {}", self.words(&place.label));
                entry.details.push(words.trim_end().to_owned());
            }
        }
        if self.options.fixes {
            self.help_and_fixes(&mut entry, &source, &failure);
        }
        entry
    }

    fn finding(&self, source: &Source, finding: &Diagnostic) -> ExpectedLine {
        let at = finding.subject().map(|at| position(source, at.range));
        let word = match finding.outcome {
            Some(RuleOutcome::Undetermined) => "无法判定",
            Some(RuleOutcome::NotApplicable) => "不适用",
            Some(RuleOutcome::PassedAsPrinted) => "通过·取整",
            Some(RuleOutcome::Failed | RuleOutcome::PassedWithinRounding) | None => {
                severity(finding.severity)
            }
        };
        let (at, code) = (at.as_deref().unwrap_or("-"), own_name(finding.code.as_str()));
        let head = format!("{at} {word} {code} {}", self.words(&finding.message));
        let mut entry = ExpectedLine::new(head);
        if self.options.proof
            && let Some(proof) = &finding.proof
        {
            self.proof(&mut entry, source, proof);
        }
        if self.options.places {
            for place in &finding.places {
                let (at, text) = (position(source, place.at.range), marked(source, place.at.range));
                let words = format!("处 {at} {text} {}", self.words(&place.label));
                entry.details.push(words.trim_end().to_owned());
            }
        }
        if self.options.basis {
            entry.details.extend(finding.basis.iter().map(|basis| format!("依据 {basis}")));
        }
        if self.options.fixes {
            self.help_and_fixes(&mut entry, source, finding);
        }
        entry
    }

    fn help_and_fixes(&self, entry: &mut ExpectedLine, source: &Source, diagnostic: &Diagnostic) {
        if let Some(help) = &diagnostic.help {
            entry.details.push(format!("提示 {}", self.words(help)));
        }
        for fix in &diagnostic.fixes {
            for edit in &fix.edits {
                let (old, new) = (marked(source, edit.at.range), &edit.text);
                entry.details.push(format!("修正 {old}→「{}」", new.replace('\n', "⏎")));
            }
        }
    }

    fn proof(&self, entry: &mut ExpectedLine, source: &Source, proof: &Proof<Span>) {
        self.side(entry, source, "左", &proof.left);
        self.side(entry, source, proof.relation, &proof.right);
        if let Some(difference) = &proof.difference {
            entry.details.push(format!("相差 {difference}"));
        }
        if let Some(tolerance) = &proof.tolerance {
            let origin = self.words(&tolerance.origin);
            entry.details.push(format!("允许 {}（{origin}）", tolerance.amount));
        }
    }

    fn side(&self, entry: &mut ExpectedLine, source: &Source, word: &str, side: &ProofSide<Span>) {
        let line = [word, self.words(&side.label), self.figure(&side.value), side.value.unit()];
        entry.details.push(spaced(&line));
        for term in side.terms.iter() {
            let sign = if term.sign.is_empty() { "·" } else { term.sign };
            let at = term.at.as_ref().map(|at| format!("@{}", position(source, at.range)));
            let note = term.note.as_ref().map(|note| format!("（{}）", self.words(note)));
            let (at, note) = (at.unwrap_or_default(), note.unwrap_or_default());
            let line = [
                sign,
                self.words(&term.label),
                self.figure(&term.value),
                term.value.unit(),
                &at,
                &note,
            ];
            entry.details.push(spaced(&line));
        }
    }
}

fn spaced(words: &[&str]) -> String {
    let words: Vec<&str> = words.iter().copied().filter(|word| !word.is_empty()).collect();
    words.join(" ")
}
