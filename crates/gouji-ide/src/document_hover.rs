//! What stands at a place of a document, and what rules say of it.

use crate::figures::{OwnedFigure, content_words, figure_type, note_words, period_name};
use crate::program::{bindings, reads_field};
use crate::rule_navigation::rule_target;
use crate::words::{pick, quoted};
use crate::{File, Hover, Ide, Target};
use gouji_database::{DocumentFile, document_facts, document_report};
use gouji_diagnostic::{Diagnostic, RuleOutcome};
use gouji_evaluation::{Cache, RuleResult, evaluate_records};
use gouji_facts::Facts;
use gouji_program::{Program, RuleId, RuleState};
use gouji_report::RuleCounts;
use gouji_text::{Language, TextRange};

use std::fmt::Write;

/// Rules that a hover names at most.
const MOST_RULES: usize = 20;

impl Ide<'_> {
    pub(crate) fn document_hover(&self, document: DocumentFile, offset: u32) -> Option<Hover> {
        let figures = self.figures_at(document, offset);
        let report = document_report(self.database, self.configuration, document);
        let all = report.findings.iter().chain(&report.problems);
        let findings: Vec<&Diagnostic> = all.filter(|one| touches(one, offset)).collect();
        let Some(first) = figures.first() else {
            let place = findings.first()?.places.iter().find(|one| one.at.range.touches(offset))?;
            let words: Vec<String> = findings.iter().map(|one| self.finding_words(one)).collect();
            return Some(Hover { range: place.at.range, markdown: words.join("\n\n") });
        };
        let mut markdown = String::new();
        for figure in &figures {
            if !markdown.is_empty() {
                markdown.push_str("\n\n---\n\n");
            }
            self.describe_figure(figure, &mut markdown);
            self.tree_words(document, figure, &mut markdown);
        }
        self.add_rules(document, &figures, &findings, &report.rules, &mut markdown);
        Some(Hover { range: first.range, markdown })
    }

    fn describe_figure(&self, figure: &OwnedFigure, text: &mut String) {
        let rules = self.rules(None);
        let (program, language) = (rules.program(), self.language);
        let Some(record) = program.records.at(figure.record) else { return };
        let Some(field) = record.fields.at(figure.id) else { return };
        let _ = write!(text, "**{}.{}**", record.name, field.name);
        if let Some(period) = figure.period {
            let name = period_name(program, figure.record, figure.id, period);
            let _ = write!(text, " · {name}");
        }
        if !figure.record_name.is_empty() && figure.record_name != figure.text {
            let _ = write!(text, " · {}", quoted(&figure.record_name, language));
        }
        let value = content_words(program, &figure.field.content, &figure.text, language);
        let kind = figure_type(program, figure, language);
        let _ = match language {
            Language::Chinese => write!(text, "\n\n{value}（{kind}）"),
            Language::English => write!(text, "\n\n{value} ({kind})"),
        };
        if let Some(note) = &figure.field.note {
            let _ = write!(text, "\n\n{}", note_words(note, &figure.text, language));
        }
        if let Some(words) = field.documentation.as_deref().filter(|words| !words.is_empty()) {
            let _ = write!(text, "\n\n{words}");
        }
        let bound = bindings(&rules, figure.record, figure.id);
        if let Some(binding) = bound.first() {
            let _ = write!(text, "\n\n{}", binding.words(language));
        }
    }

    /// Which rules use a figure, and with what result.
    fn add_rules(
        &self,
        document: DocumentFile,
        figures: &[OwnedFigure],
        findings: &[&Diagnostic],
        counts: &[RuleCounts],
        text: &mut String,
    ) {
        let checked = gouji_database::checked(self.database, self.configuration);
        let mut lines = Vec::new();
        for finding in findings {
            lines.push(format!("- {}", self.finding_words(finding)));
        }
        let mut held = Held { ide: self, document, program: &checked.program, facts: None };
        for (rule, id) in checked.program.rules.iter().zip((0..).map(RuleId)) {
            let told = findings.iter().any(|finding| finding.code == rule.name.as_str());
            let read_by = figures.iter().find(|one| reads_field(rule, one.record, one.id));
            let (false, RuleState::Sound, Some(figure)) = (told, rule.state, read_by) else {
                continue;
            };
            if let Some(count) = counts.iter().find(|count| count.rule == rule.name) {
                lines.push(format!("- **{}** · {}", rule.name, held.outcome(id, figure, count)));
            }
        }
        if lines.is_empty() {
            return;
        }
        let _ =
            write!(text, "\n\n{}\n", pick(self.language, "用到它的规则：", "Rules that read it:"));
        for line in lines.iter().take(MOST_RULES) {
            let _ = write!(text, "\n{line}");
        }
        if lines.len() > MOST_RULES {
            let more = lines.len() - MOST_RULES;
            let _ = match self.language {
                Language::Chinese => write!(text, "\n- 还有 {more} 条"),
                Language::English => write!(text, "\n- and {more} more"),
            };
        }
    }

    fn finding_words(&self, finding: &Diagnostic) -> String {
        let outcome = match finding.outcome {
            Some(RuleOutcome::Failed) => pick(self.language, "不通过", "fails"),
            Some(RuleOutcome::Undetermined) => pick(self.language, "无法判定", "undetermined"),
            Some(RuleOutcome::PassedWithinRounding) => {
                pick(self.language, "舍入后通过", "passes within rounding")
            }
            Some(RuleOutcome::PassedAsPrinted) => {
                pick(self.language, "通过·取整", "passes if rounded as printed")
            }
            Some(RuleOutcome::NotApplicable) => pick(self.language, "不适用", "not applicable"),
            None => "",
        };
        let message = finding.message.in_language(self.language);
        let mut text = match outcome {
            "" => message.to_owned(),
            outcome => format!("**{}** · {outcome}：{message}", finding.code),
        };
        for basis in &finding.basis {
            let _ = write!(text, "（{basis}）");
        }
        text
    }

    /// From a finding's figure to the rule that found it and to the figures it is held to; from
    /// any other figure to the rules that read it and the form that reads it.
    pub(crate) fn document_definition(&self, document: DocumentFile, offset: u32) -> Vec<Target> {
        let report = document_report(self.database, self.configuration, document);
        let rules = self.rules(None);
        let findings: Vec<&Diagnostic> =
            report.findings.iter().filter(|one| touches(one, offset)).collect();
        let mut targets: Vec<Target> = Vec::new();
        for finding in &findings {
            targets.extend(rule_target(&rules, finding.code.as_str()));
        }
        for finding in &findings {
            let ranges = places(finding);
            let others = ranges.into_iter().filter(|range| !range.touches(offset));
            targets.extend(others.map(|range| place(document, range)));
        }
        if findings.is_empty() {
            for figure in self.figures_at(document, offset) {
                let reading = rules
                    .program()
                    .rules
                    .iter()
                    .filter(|rule| reads_field(rule, figure.record, figure.id));
                targets.extend(reading.filter_map(|rule| rules.target(rule.place)));
                let bound = bindings(&rules, figure.record, figure.id);
                targets.extend(bound.iter().filter_map(|binding| rules.target(binding.place)));
            }
        }
        unique(targets)
    }

    /// The other figures of the sums that a figure stands in.
    pub(crate) fn document_references(
        &self,
        document: DocumentFile,
        offset: u32,
        include_declaration: bool,
    ) -> Vec<Target> {
        let report = document_report(self.database, self.configuration, document);
        let findings = report.findings.iter().filter(|one| touches(one, offset));
        let ranges = findings.flat_map(places);
        let wanted = ranges.filter(|range| include_declaration || !range.touches(offset));
        unique(wanted.map(|range| place(document, range)).collect())
    }
}

/// The rules of a program, held to single records of a document.
struct Held<'h> {
    ide: &'h Ide<'h>,
    document: DocumentFile,
    program: &'h Program,
    /// Put together when a rule first asks for it.
    facts: Option<Facts>,
}

impl Held<'_> {
    /// How a rule that found nothing at a figure came out there.
    fn outcome(&mut self, id: RuleId, figure: &OwnedFigure, count: &RuleCounts) -> &'static str {
        let language = self.ide.language;
        let checked = count.passed + count.failed + count.undetermined;
        if checked == 0 {
            return pick(language, "不适用", "not applicable");
        }
        let rule = self.program.rules.at(id);
        let iteration = rule.and_then(|rule| rule.iteration.as_ref());
        let own = iteration.is_some_and(|one| one.record == figure.record && one.keys.is_empty());
        let (passed, found) = if own {
            let result = self.over(id, figure);
            (result.passed, result.findings.len())
        } else {
            (count.passed, count.failed + count.undetermined)
        };
        match (passed, found) {
            (0, 0) => pick(language, "不适用", "not applicable"),
            (_, 0) => pick(language, "通过", "passes"),
            _ => pick(language, "在这里没有发现问题", "nothing found here"),
        }
    }

    /// The rule, held to the record of a figure alone.
    fn over(&mut self, id: RuleId, figure: &OwnedFigure) -> RuleResult {
        let ide = self.ide;
        let read = || document_facts(ide.database, ide.configuration, self.document);
        let facts = self.facts.get_or_insert_with(read);
        evaluate_records(self.program, facts, id, &[figure.place], &mut Cache::default())
    }
}

fn place(document: DocumentFile, range: TextRange) -> Target {
    Target { file: File::Document(document), range, selection: range }
}

fn unique(targets: Vec<Target>) -> Vec<Target> {
    let mut seen = std::collections::HashSet::new();
    let kept = targets.into_iter().filter(|target| seen.insert((target.file, target.selection)));
    kept.collect()
}

/// Whether a finding is about a place.
fn touches(finding: &Diagnostic, offset: u32) -> bool {
    let terms = finding
        .proof
        .iter()
        .flat_map(|proof| proof.left.terms.iter().chain(proof.right.terms.iter()))
        .filter_map(|term| term.at.as_ref());
    let places = finding.places.iter().map(|place| &place.at);
    places.chain(terms).any(|at| at.range.touches(offset))
}

/// All places of a finding, each once, in its order.
fn places(finding: &Diagnostic) -> Vec<TextRange> {
    let terms = finding
        .proof
        .iter()
        .flat_map(|proof| proof.left.terms.iter().chain(proof.right.terms.iter()))
        .filter_map(|term| term.at.as_ref());
    let mut seen = std::collections::HashSet::new();
    let places = finding.places.iter().map(|place| &place.at);
    let all = places.chain(terms).map(|at| at.range);
    all.filter(|range| seen.insert(*range)).collect()
}
