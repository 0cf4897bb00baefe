//! One line a finding: `path:line:column: 错误[rule] message`.

use crate::escape::one_line;
use crate::pretty::heading;
use crate::totals::{closing_line, nothing_checked};
use crate::{FindSource, Report};
use gouji_diagnostic::{Address, Diagnostic};
use gouji_text::Language;

/// Renders a whole run, and a closing line.
///
/// What concerns the run comes first, then each document's findings and problems, in the order
/// given. Every line ends with a line end.
pub fn render_concise(report: &Report, language: Language) -> String {
    let mut output = String::new();
    for (sources, diagnostic) in &report.problems {
        push_finding(&mut output, None, sources, diagnostic, language);
    }
    for document in &report.documents {
        for diagnostic in document.findings.iter().chain(&document.problems) {
            let name = Some(&*document.source.name);
            push_finding(&mut output, name, &document.source, diagnostic, language);
        }
    }
    for (path, why) in &report.not_checked {
        let words = language.choose("未检查", "not checked");
        let why = one_line(why.in_language(language));
        output.push_str(&format!("{}: {words} {why}\n", one_line(path)));
    }
    let summary = report.summary();
    if let Some(words) = nothing_checked(&summary, language) {
        output.push_str(words);
        output.push('\n');
    }
    output.push_str(&closing_line(&summary, language));
    output.push('\n');
    output
}

/// `name`: of the document, for what concerns the whole of it.
fn push_finding(
    output: &mut String,
    name: Option<&str>,
    sources: &dyn FindSource,
    diagnostic: &Diagnostic,
    language: Language,
) {
    let subject = diagnostic.subject();
    if let Some(name) = subject.map(|at| &*at.source).or(name) {
        output.push_str(&one_line(name));
        if let Some(subject) = subject
            && let Some(source) = sources.source(&subject.source)
        {
            let Address::Text { line, column } = source.address(subject.range);
            output.push_str(&format!(":{line}:{column}"));
        }
        output.push_str(": ");
    }
    let (head, message) = heading(diagnostic, language);
    output.push_str(&head);
    output.push(' ');
    output.push_str(&message);
    output.push('\n');
}
