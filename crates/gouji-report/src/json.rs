//! The JSON report, schema `gouji-report/2`.
//!
//! Lines and columns are counted from 1, columns in characters; ends are exclusive. The same places
//! are given as byte offsets. What is said in words is said in one language.

use crate::json_text::indented;
use crate::position::Locator;
use crate::renderer::Renderer;
use crate::{DocumentReport, FindSource, ReadExtent, RuleCounts, Source, Summary, Tally};
use gouji_diagnostic::{
    Diagnostic, Fix, PlaceRole, Proof, ProofSide, RuleOutcome, Severity, Span, Term,
};
use gouji_text::Language;
use serde::Serialize;
use std::io::{self, Write};

/// Name and version of the schema.
const SCHEMA: &str = "gouji-report/2";

/// Writes a run as one JSON document, a member at a time.
pub(crate) struct JsonRenderer {
    language: Language,
    documents: JsonArray,
}

impl JsonRenderer {
    pub(crate) fn new(language: Language) -> Self {
        Self { language, documents: JsonArray::default() }
    }
}

impl Renderer for JsonRenderer {
    fn start(
        &mut self,
        output: &mut dyn Write,
        problems: &[(Vec<Source>, Diagnostic)],
    ) -> io::Result<()> {
        write!(output, "{{\n  \"schema\": \"{SCHEMA}\",\n  \"problems\": ")?;
        let mut array = JsonArray::default();
        for (sources, problem) in problems {
            let path = problem.subject().map(|at| &*at.source);
            let problem = JsonWriter::new(path, sources, self.language).problem(problem);
            let problem = JsonRunProblem { path, problem };
            array.push(output, &problem)?;
        }
        array.close(output)?;
        output.write_all(b",\n  \"documents\": ")
    }

    fn document(&mut self, output: &mut dyn Write, document: &DocumentReport) -> io::Result<()> {
        self.documents.push(output, &json_document(document, self.language))
    }

    fn finish(&mut self, output: &mut dyn Write, tally: &Tally) -> io::Result<()> {
        self.documents.close(output)?;
        output.write_all(b",\n  \"not_checked\": ")?;
        let mut array = JsonArray::default();
        for (path, reason) in tally.not_checked().iter().chain(tally.passed_over()) {
            let reason = reason.in_language(self.language);
            array.push(output, &JsonNotChecked { path, reason })?;
        }
        array.close(output)?;
        output.write_all(b",\n  \"summary\": ")?;
        output.write_all(&indented(&summary(tally.summary()), 1))?;
        output.write_all(b"\n}\n")
    }
}

/// An array whose items are written one by one, two levels deep in an indented document.
#[derive(Debug, Default)]
pub struct JsonArray {
    is_open: bool,
}

impl JsonArray {
    /// Writes an item.
    ///
    /// # Errors
    ///
    /// The output's.
    pub fn push(&mut self, output: &mut dyn Write, item: &impl Serialize) -> io::Result<()> {
        self.push_written(output, &json_item(item))
    }

    /// Writes an item that [`json_item`] has put into words already, perhaps on another thread.
    ///
    /// # Errors
    ///
    /// The output's.
    pub fn push_written(&mut self, output: &mut dyn Write, item: &[u8]) -> io::Result<()> {
        output.write_all(if self.is_open { b",\n    " } else { b"[\n    " })?;
        self.is_open = true;
        output.write_all(item)
    }

    /// Writes the end.
    ///
    /// # Errors
    ///
    /// The output's.
    pub fn close(&mut self, output: &mut dyn Write) -> io::Result<()> {
        output.write_all(if self.is_open { b"\n  ]" } else { b"[]" })
    }
}

/// An item of a [`JsonArray`] as it stands there.
pub fn json_item(item: &impl Serialize) -> Vec<u8> {
    indented(item, 2)
}

fn json_document(report: &DocumentReport, language: Language) -> JsonDocument<'_> {
    let mut writer = JsonWriter::new(Some(&report.source.name), &report.source, language);
    JsonDocument {
        path: &report.source.name,
        not_checked: report.not_checked.as_ref().map(|reason| reason.in_language(language)),
        rulesets: &report.rulesets,
        rules: report.rules.iter().map(rule_counts).collect(),
        findings: report.findings.iter().map(|finding| writer.finding(finding)).collect(),
        unpaired: report.unpaired.iter().map(|finding| writer.finding(finding)).collect(),
        lacking: report.lacking.iter().map(|finding| writer.finding(finding)).collect(),
        problems: report.problems.iter().map(|problem| writer.problem(problem)).collect(),
        unread: JsonUnread {
            forms: report.unread.forms,
            places: report.unread.places,
            figures: report.unread.figures,
        },
        read: report.extent.as_ref().map(read_extent),
    }
}

/// Turns diagnostics into their JSON form. Places and edits in a source whose text is not at hand are left out:
/// there are no lines, and nothing that an offset could mean.
struct JsonWriter<'report> {
    /// The name of the source that is spoken of: its places need no name.
    home: Option<&'report str>,
    sources: &'report dyn FindSource,
    /// Over the source of the last place.
    locator: Option<Locator<'report>>,
    language: Language,
}

impl<'report> JsonWriter<'report> {
    fn new(
        home: Option<&'report str>,
        sources: &'report dyn FindSource,
        language: Language,
    ) -> Self {
        Self { home, sources, locator: None, language }
    }

    fn finding(&mut self, diagnostic: &'report Diagnostic) -> JsonFinding<'report> {
        JsonFinding {
            rule: diagnostic.code.as_str(),
            severity: severity(diagnostic.severity),
            outcome: match diagnostic.outcome {
                Some(RuleOutcome::Undetermined) => "undetermined",
                Some(RuleOutcome::PassedWithinRounding) => "passed_within_rounding",
                Some(RuleOutcome::PassedAsPrinted) => "passed_as_printed",
                Some(RuleOutcome::NotApplicable) => "not_applicable",
                Some(RuleOutcome::Failed) | None => "fail",
            },
            body: self.body(diagnostic),
        }
    }

    fn problem(&mut self, diagnostic: &'report Diagnostic) -> JsonProblem<'report> {
        JsonProblem {
            code: diagnostic.code.as_str(),
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
                location: self.location(&place.at)?,
            })
        });
        JsonBody {
            message: diagnostic.message.in_language(language),
            help: diagnostic.help.as_ref().map(|help| help.in_language(language)),
            places: places.collect(),
            proof: diagnostic.proof.as_ref().map(|proof| self.proof(proof)),
            basis: diagnostic.basis.iter().map(|basis| &**basis).collect(),
            fixes: self.fixes(&diagnostic.fixes),
        }
    }

    fn location(&mut self, at: &'report Span) -> Option<JsonLocation<'report>> {
        let known = self.locator.take().filter(|locator| locator.source().name == at.source);
        self.locator = known.or_else(|| self.sources.source(&at.source).map(Locator::new));
        let locator = self.locator.as_mut()?;
        let (cell, located) = (locator.cell(at.range), locator.locate(at.range));
        Some(JsonLocation {
            path: (self.home != Some(&*at.source)).then_some(&*at.source),
            text: located.text,
            address: cell.as_ref().map(ToString::to_string),
            formula: cell.and_then(|cell| cell.formula).map(|formula| formula.to_string()),
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

    fn proof(&mut self, proof: &'report Proof<Span>) -> JsonProof<'report> {
        JsonProof {
            left: self.side(&proof.left),
            relation: proof.relation,
            right: self.side(&proof.right),
            difference: proof.difference.as_deref().unwrap_or_default(),
            tolerance: proof.tolerance.as_ref().map(|tolerance| JsonTolerance {
                amount: &tolerance.amount,
                origin: tolerance.origin.in_language(self.language),
            }),
        }
    }

    fn side(&mut self, side: &'report ProofSide<Span>) -> JsonSide<'report> {
        JsonSide {
            label: side.label.in_language(self.language),
            terms: side.terms.iter().map(|term| self.term(term)).collect(),
            figure: side.value.figure(self.language),
            unit: side.value.unit(),
        }
    }

    fn term(&mut self, term: &'report Term<Span>) -> JsonTerm<'report> {
        JsonTerm {
            sign: term.sign,
            label: term.label.in_language(self.language),
            figure: term.value.figure(self.language),
            unit: term.value.unit(),
            place: term.at.as_ref().and_then(|at| self.location(at)),
            note: term.note.as_ref().map(|note| note.in_language(self.language)),
        }
    }

    fn fixes(&mut self, fixes: &'report [Fix<Span>]) -> Vec<JsonFix<'report>> {
        fixes
            .iter()
            .map(|fix| JsonFix {
                title: fix.title.in_language(self.language),
                edits: fix
                    .edits
                    .iter()
                    .filter_map(|edit| {
                        let JsonLocation { path, span, .. } = self.location(&edit.at)?;
                        Some(JsonEdit { path, span, text: &edit.text })
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
        unpaired: counts.unpaired,
        lacking: counts.lacking,
        broken: counts.broken,
    }
}

fn read_extent(extent: &ReadExtent) -> JsonExtent {
    JsonExtent {
        pages: extent.pages,
        sheets: extent.sheets,
        tables: extent.tables,
        tables_unread: extent.tables_unread,
        rows: extent.rows,
        rows_unread: extent.rows_unread,
        figures: extent.figures,
        figures_unread: extent.figures_unread,
    }
}

fn summary(summary: &Summary) -> JsonSummary {
    JsonSummary {
        documents: summary.documents,
        not_checked: summary.not_checked,
        rules: summary.rules,
        passed: summary.passed,
        passed_within_rounding: summary.passed_within_rounding,
        failed: summary.failed,
        undetermined: summary.undetermined,
        not_applicable: summary.not_applicable,
        unpaired: summary.unpaired,
        lacking: summary.lacking,
        broken: summary.broken,
        errors: summary.errors,
        warnings: summary.warnings,
        notes: summary.notes,
        left_out: summary.left_out,
        rules_left_out: summary.rules_left_out,
        read: read_extent(&summary.extent),
    }
}

#[derive(Serialize)]
struct JsonDocument<'report> {
    path: &'report str,
    not_checked: Option<&'report str>,
    rulesets: &'report [String],
    rules: Vec<JsonRule<'report>>,
    findings: Vec<JsonFinding<'report>>,
    unpaired: Vec<JsonFinding<'report>>,
    lacking: Vec<JsonFinding<'report>>,
    problems: Vec<JsonProblem<'report>>,
    unread: JsonUnread,
    read: Option<JsonExtent>,
}

#[derive(Serialize)]
struct JsonExtent {
    pages: usize,
    sheets: usize,
    tables: usize,
    tables_unread: usize,
    rows: usize,
    rows_unread: usize,
    figures: usize,
    figures_unread: usize,
}

#[derive(Serialize)]
struct JsonUnread {
    forms: usize,
    places: usize,
    figures: usize,
}

#[derive(Serialize)]
struct JsonRule<'report> {
    rule: &'report str,
    passed: usize,
    passed_within_rounding: usize,
    failed: usize,
    undetermined: usize,
    not_applicable: usize,
    unpaired: usize,
    lacking: usize,
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
    help: Option<&'report str>,
    places: Vec<JsonPlace<'report>>,
    proof: Option<JsonProof<'report>>,
    basis: Vec<&'report str>,
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
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<&'report str>,
    text: &'report str,
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    formula: Option<String>,
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
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<&'report str>,
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
    unpaired: usize,
    lacking: usize,
    broken: usize,
    errors: usize,
    warnings: usize,
    notes: usize,
    left_out: usize,
    rules_left_out: usize,
    read: JsonExtent,
}
