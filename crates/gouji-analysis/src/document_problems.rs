//! What readers and forms noticed in a document, in words.

use crate::{Applicable, codes};
use gouji_diagnostic::{Diagnostic, RuleOutcome, Span};
use gouji_document::Document;
use gouji_facts::{Fragment, Region};
use gouji_program::form::{Form, Scope};
use gouji_program::{Program, RecordTypeId};
use gouji_text::TextRange;
use std::sync::Arc;

/// What the reader of the document of that name noticed.
pub fn reader_problems(name: &Arc<str>, document: &Document) -> Vec<Diagnostic> {
    let span = |range: &TextRange| Span::new(name, *range);
    document.problems.iter().map(|problem| problem.map(span)).collect()
}

/// What the forms of the packs that apply could not bind. A place that a failed rule already points
/// at is not told twice. With them the number of forms that read nothing.
pub(crate) fn form_problems<'facts>(
    program: &Program,
    document: &Arc<str>,
    fragments: impl Iterator<Item = (Region, &'facts Fragment)>,
    applicable: &Applicable,
    findings: &[Diagnostic],
) -> (Vec<Diagnostic>, usize) {
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
    let forms = program.forms.iter().zip(matched);
    let filled: Vec<RecordTypeId> =
        forms.clone().filter(|(_, matched)| *matched).map(|(form, _)| form.record).collect();
    let is_wanted = |form: &Form| match form.scope {
        // What is read wherever it occurs need not occur.
        Scope::Each(_) => false,
        // A passage that fills what another one has filled is another wording of it; tables are all wanted.
        Scope::Paragraph(_) | Scope::Section(_) | Scope::Item(_) => !filled.contains(&form.record),
        _ => true,
    };
    let idle = forms.filter(|(form, matched)| !*matched && applies(applicable, form));
    // What only tells whether a pack applies is wanted of no document to which it does.
    let idle = idle.filter(|(form, _)| is_wanted(form) && !only_decides(program, form));
    let idle: Vec<&str> = idle.map(|(form, _)| form.name.as_str()).collect();
    problems.extend(nothing_found(&idle));
    (problems, idle.len())
}

/// Forms that are named at most.
const MOST_NAMED: usize = 20;

/// What is said of forms that read nothing, all at once.
fn nothing_found(names: &[&str]) -> Option<Diagnostic> {
    let (chinese, english) = match names {
        [] => return None,
        [only] => (
            format!("表样「{only}」在这份文件里没有读到内容"),
            format!("form “{only}” found nothing in this document"),
        ),
        several => {
            let count = several.len();
            let named = &several[..count.min(MOST_NAMED)];
            let (etc, and_more) =
                if count > MOST_NAMED { ("等", " and others") } else { ("", "") };
            (
                format!(
                    "有 {count} 个表样在这份文件里没有读到内容：「{}」{etc}",
                    named.join("」「")
                ),
                format!(
                    "{count} forms found nothing in this document: “{}”{and_more}",
                    named.join("”, “")
                ),
            )
        }
    };
    Some(crate::applicable::note(&codes::FORM_NO_MATCH, chinese, english))
}

/// Whether the record of a form is one that 适用 asks for and that no rule reads.
fn only_decides(program: &Program, form: &Form) -> bool {
    let decides = program.packs.get(form.pack as usize).is_some_and(|pack| {
        let described = pack.self_description.map(|described| described.record);
        Some(form.record) != described && pack.deciding_records().any(|it| it == form.record)
    });
    decides && !program.rules.iter().any(|rule| rule.reads(form.record))
}

fn applies(applicable: &Applicable, form: &Form) -> bool {
    applicable.packs.get(form.pack as usize).copied().unwrap_or(false)
}

/// Whether a failed rule already points into `range`.
fn is_told(told: &[TextRange], range: TextRange) -> bool {
    let from = told.partition_point(|place| place.start < range.start);
    told.get(from).is_some_and(|place| place.start <= range.end && place.end <= range.end)
}
