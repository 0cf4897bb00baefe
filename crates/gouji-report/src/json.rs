//! The JSON report, schema `gouji-report/1`.
//!
//! Lines and columns are counted from 1, columns in characters; ends are exclusive. The same places
//! are given as byte offsets. What is said in words is said in one language.

use crate::position::Locator;
use crate::{
    Diagnostic, DocumentReport, Fix, Outcome, PlaceRole, Proof, ProofSide, Report, RuleCounts,
    Severity, Source, Summary, Term,
};
use gouji_text::{Language, TextRange};

use serde::Serialize;

/// Name and version of the schema.
const SCHEMA: &str = "gouji-report/1";

/// Renders a whole run as one JSON document.
pub fn render_json(report: &Report, language: Language) -> String {
    let json = JsonReport {
        schema: SCHEMA,
        documents: report.documents.iter().map(|one| document(one, language)).collect(),
        problems: report
            .problems
            .iter()
            .map(|(source, problem)| JsonRunProblem {
                path: source.as_ref().map(|source| source.name.as_str()),
                problem: Writer::new(source.as_ref(), language).problem(problem),
            })
            .collect(),
        not_checked: report
            .not_checked
            .iter()
            .map(|(path, reason)| JsonNotChecked { path, reason: reason.in_language(language) })
            .collect(),
        summary: summary(report.summary()),
    };
    let mut text = serde_json::to_string_pretty(&json)
        .expect("strings and whole numbers under fixed names always have a JSON form");
    text.push('\n');
    text
}

fn document(report: &DocumentReport, language: Language) -> JsonDocument<'_> {
    let mut writer = Writer::new(Some(&report.source), language);
    JsonDocument {
        path: &report.source.name,
        rulesets: &report.rulesets,
        rules: report.rules.iter().map(rule_counts).collect(),
        findings: report.findings.iter().map(|finding| writer.finding(finding)).collect(),
        problems: report.problems.iter().map(|problem| writer.problem(problem)).collect(),
    }
}

/// Turns the diagnostics of one source into their JSON form. Without a source there are no lines,
/// and nothing that an offset could mean: places and edits are left out.
struct Writer<'report> {
    locator: Option<Locator<'report>>,
    language: Language,
}

impl<'report> Writer<'report> {
    fn new(source: Option<&'report Source>, language: Language) -> Self {
        Self { locator: source.map(Locator::new), language }
    }

    fn finding(&mut self, diagnostic: &'report Diagnostic) -> JsonFinding<'report> {
        JsonFinding {
            rule: &diagnostic.code,
            severity: severity(diagnostic.severity),
            outcome: match diagnostic.outcome {
                Some(Outcome::Undetermined) => "undetermined",
                Some(Outcome::Broken) => "broken",
                Some(Outcome::Fail) | None => "fail",
            },
            body: self.body(diagnostic),
        }
    }

    fn problem(&mut self, diagnostic: &'report Diagnostic) -> JsonProblem<'report> {
        JsonProblem {
            code: &diagnostic.code,
            severity: severity(diagnostic.severity),
            body: self.body(diagnostic),
        }
    }

    fn body(&mut self, diagnostic: &'report Diagnostic) -> JsonBody<'report> {
        let language = self.language;
        let places = diagnostic.places.iter().filter_map(|place| {
            Some(JsonPlace {
                role: match place.role {
                    PlaceRole::Subject => "subject",
                    PlaceRole::Operand => "operand",
                    PlaceRole::Related => "related",
                },
                label: place.label.in_language(language),
                location: self.location(place.range)?,
            })
        });
        JsonBody {
            message: diagnostic.message.in_language(language),
            places: places.collect(),
            proof: diagnostic.proof.as_ref().map(|proof| self.proof(proof)),
            basis: &diagnostic.basis,
            fixes: self.fixes(&diagnostic.fixes),
        }
    }

    fn location(&mut self, range: TextRange) -> Option<JsonLocation<'report>> {
        let located = self.locator.as_mut()?.locate(range);
        Some(JsonLocation {
            text: located.text,
            span: JsonSpan {
                line: located.start.line,
                column: located.start.column,
                end_line: located.end.line,
                end_column: located.end.column,
                byte_start: located.range.start,
                byte_end: located.range.end,
            },
        })
    }

    fn proof(&mut self, proof: &'report Proof) -> JsonProof<'report> {
        JsonProof {
            left: self.side(&proof.left),
            relation: proof.relation,
            right: self.side(&proof.right),
            difference: &proof.difference,
            tolerance: proof.tolerance.as_ref().map(|tolerance| JsonTolerance {
                amount: &tolerance.amount,
                origin: tolerance.origin.in_language(self.language),
            }),
        }
    }

    fn side(&mut self, side: &'report ProofSide) -> JsonSide<'report> {
        JsonSide {
            label: side.label.in_language(self.language),
            terms: side.terms.iter().map(|term| self.term(term)).collect(),
            figure: &side.figure,
            unit: &side.unit,
        }
    }

    fn term(&mut self, term: &'report Term) -> JsonTerm<'report> {
        JsonTerm {
            sign: term.sign,
            label: term.label.in_language(self.language),
            figure: &term.figure,
            unit: &term.unit,
            place: term.range.and_then(|range| self.location(range)),
            note: term.note.as_ref().map(|note| note.text.in_language(self.language)),
        }
    }

    fn fixes(&mut self, fixes: &'report [Fix]) -> Vec<JsonFix<'report>> {
        if self.locator.is_none() {
            return Vec::new();
        }
        fixes
            .iter()
            .map(|fix| JsonFix {
                title: fix.title.in_language(self.language),
                edits: fix
                    .edits
                    .iter()
                    .filter_map(|edit| {
                        let location = self.location(edit.range)?;
                        Some(JsonEdit { span: location.span, text: &edit.text })
                    })
                    .collect(),
            })
            .collect()
    }
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

fn rule_counts(counts: &RuleCounts) -> JsonRule<'_> {
    JsonRule {
        rule: &counts.rule,
        passed: counts.passed,
        passed_within_rounding: counts.passed_within_rounding,
        failed: counts.failed,
        undetermined: counts.undetermined,
        not_applicable: counts.not_applicable,
        broken: counts.broken,
    }
}

fn summary(summary: Summary) -> JsonSummary {
    JsonSummary {
        documents: summary.documents,
        not_checked: summary.not_checked,
        rules: summary.rules,
        passed: summary.passed,
        passed_within_rounding: summary.passed_within_rounding,
        failed: summary.failed,
        undetermined: summary.undetermined,
        not_applicable: summary.not_applicable,
        broken: summary.broken,
        errors: summary.errors,
        warnings: summary.warnings,
        notes: summary.notes,
    }
}

#[derive(Serialize)]
struct JsonReport<'report> {
    schema: &'static str,
    documents: Vec<JsonDocument<'report>>,
    problems: Vec<JsonRunProblem<'report>>,
    not_checked: Vec<JsonNotChecked<'report>>,
    summary: JsonSummary,
}

#[derive(Serialize)]
struct JsonDocument<'report> {
    path: &'report str,
    rulesets: &'report [String],
    rules: Vec<JsonRule<'report>>,
    findings: Vec<JsonFinding<'report>>,
    problems: Vec<JsonProblem<'report>>,
}

#[derive(Serialize)]
struct JsonRule<'report> {
    rule: &'report str,
    passed: usize,
    passed_within_rounding: usize,
    failed: usize,
    undetermined: usize,
    not_applicable: usize,
    broken: usize,
}

#[derive(Serialize)]
struct JsonFinding<'report> {
    rule: &'report str,
    severity: &'static str,
    outcome: &'static str,
    #[serde(flatten)]
    body: JsonBody<'report>,
}

#[derive(Serialize)]
struct JsonProblem<'report> {
    code: &'report str,
    severity: &'static str,
    #[serde(flatten)]
    body: JsonBody<'report>,
}

#[derive(Serialize)]
struct JsonRunProblem<'report> {
    path: Option<&'report str>,
    #[serde(flatten)]
    problem: JsonProblem<'report>,
}

#[derive(Serialize)]
struct JsonBody<'report> {
    message: &'report str,
    places: Vec<JsonPlace<'report>>,
    proof: Option<JsonProof<'report>>,
    basis: &'report [String],
    fixes: Vec<JsonFix<'report>>,
}

#[derive(Serialize)]
struct JsonPlace<'report> {
    role: &'static str,
    label: &'report str,
    #[serde(flatten)]
    location: JsonLocation<'report>,
}

#[derive(Serialize)]
struct JsonLocation<'report> {
    text: &'report str,
    #[serde(flatten)]
    span: JsonSpan,
}

#[derive(Serialize)]
struct JsonSpan {
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
    byte_start: u32,
    byte_end: u32,
}

#[derive(Serialize)]
struct JsonProof<'report> {
    left: JsonSide<'report>,
    relation: &'static str,
    right: JsonSide<'report>,
    difference: &'report str,
    tolerance: Option<JsonTolerance<'report>>,
}

#[derive(Serialize)]
struct JsonSide<'report> {
    label: &'report str,
    terms: Vec<JsonTerm<'report>>,
    figure: &'report str,
    unit: &'report str,
}

#[derive(Serialize)]
struct JsonTerm<'report> {
    sign: &'static str,
    label: &'report str,
    figure: &'report str,
    unit: &'report str,
    place: Option<JsonLocation<'report>>,
    note: Option<&'report str>,
}

#[derive(Serialize)]
struct JsonTolerance<'report> {
    amount: &'report str,
    origin: &'report str,
}

#[derive(Serialize)]
struct JsonFix<'report> {
    title: &'report str,
    edits: Vec<JsonEdit<'report>>,
}

#[derive(Serialize)]
struct JsonEdit<'report> {
    #[serde(flatten)]
    span: JsonSpan,
    text: &'report str,
}

#[derive(Serialize)]
struct JsonNotChecked<'report> {
    path: &'report str,
    reason: &'report str,
}

#[derive(Serialize)]
struct JsonSummary {
    documents: usize,
    not_checked: usize,
    rules: usize,
    passed: usize,
    passed_within_rounding: usize,
    failed: usize,
    undetermined: usize,
    not_applicable: usize,
    broken: usize,
    errors: usize,
    warnings: usize,
    notes: usize,
}
