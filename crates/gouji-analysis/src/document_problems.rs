//! What readers and forms noticed in a document, in words.

use crate::{Applicable, codes};
use gouji_diagnostic::{Diagnostic, RuleOutcome, Span};
use gouji_document::Document;
use gouji_facts::{Fragment, Region};
use gouji_program::{Program, form::Form};
use gouji_text::TextRange;
use std::sync::Arc;

/// What the reader of the document of that name noticed.
pub fn reader_problems(name: &Arc<str>, document: &Document) -> Vec<Diagnostic> {
    let span = |range: &TextRange| Span::new(name, *range);
    document.problems.iter().map(|problem| problem.map(span)).collect()
}

/// What the forms of the packs that apply could not bind. A place that a failed rule already points
/// at is not told twice.
pub fn form_problems<'facts>(
    program: &Program,
    document: &Arc<str>,
    fragments: impl Iterator<Item = (Region, &'facts Fragment)>,
    applicable: &Applicable,
    findings: &[Diagnostic],
) -> Vec<Diagnostic> {
    let mut told: Vec<TextRange> = findings
        .iter()
        .filter(|finding| finding.outcome == Some(RuleOutcome::Failed))
        .filter_map(|finding| finding.subject().map(|at| at.range))
        .collect();
    told.sort_unstable();
    let mut problems = Vec::new();
    let mut matched = vec![false; program.forms.len()];
    for (region, fragment) in fragments {
        let number = region.form.0 as usize;
        let Some(form) = program.forms.get(number) else { continue };
        matched[number] |= !fragment.records.is_empty() || !fragment.problems.is_empty();
        if applies(applicable, form) {
            for problem in &fragment.problems {
                let at = |range: &TextRange| range.shifted(region.range.start);
                if !problem.subject().is_some_and(|range| is_told(&told, at(range))) {
                    problems.push(problem.map(|range| Span::new(document, at(range))));
                }
            }
        }
    }
    problems.sort_by_key(|problem| problem.subject().map(|at| at.range));
    for (form, matched) in program.forms.iter().zip(matched) {
        if !matched && applies(applicable, form) {
            problems.push(crate::applicable::note(
                &codes::FORM_NO_MATCH,
                format!("表样「{}」在这份文件里没有读到内容", form.name),
                format!("form “{}” found nothing in this document", form.name),
            ));
        }
    }
    problems
}

fn applies(applicable: &Applicable, form: &Form) -> bool {
    applicable.packs.get(form.pack as usize).copied().unwrap_or(false)
}

/// Whether a failed rule already points into `range`.
fn is_told(told: &[TextRange], range: TextRange) -> bool {
    let from = told.partition_point(|place| place.start < range.start);
    told.get(from).is_some_and(|place| place.start <= range.end && place.end <= range.end)
}
