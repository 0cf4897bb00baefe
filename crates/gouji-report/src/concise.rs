//! One line a finding: `path:line:column: 错误[rule] message`.

use crate::escape::one_line;
use crate::position::Locator;
use crate::pretty::heading;
use crate::totals::{closing_line, nothing_checked};
use crate::{Diagnostic, Report};
use gouji_text::Language;

/// Renders a whole run, and a closing line.
///
/// What concerns the run comes first, then each document's findings and problems, in the order
/// given. Every line ends with a line end.
pub fn render_concise(report: &Report, language: Language) -> String {
    let mut output = String::new();
    for (source, diagnostic) in &report.problems {
        let name = source.as_ref().map(|source| source.name.as_str());
        push_finding(
            &mut output,
            name,
            source.as_ref().map(Locator::new).as_mut(),
            diagnostic,
            language,
        );
    }
    for document in &report.documents {
        let mut locator = Locator::new(&document.source);
        for diagnostic in document.findings.iter().chain(&document.problems) {
            let name = Some(document.source.name.as_str());
            push_finding(&mut output, name, Some(&mut locator), diagnostic, language);
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

fn push_finding(
    output: &mut String,
    name: Option<&str>,
    locator: Option<&mut Locator<'_>>,
    diagnostic: &Diagnostic,
    language: Language,
) {
    if let Some(name) = name {
        output.push_str(&one_line(name));
        if let (Some(locator), Some(subject)) = (locator, diagnostic.places.first()) {
            let at = locator.locate(subject.range).start;
            output.push_str(&format!(":{}:{}", at.line, at.column));
        }
        output.push_str(": ");
    }
    let (head, message) = heading(diagnostic, language);
    output.push_str(&head);
    output.push(' ');
    output.push_str(&message);
    output.push('\n');
}
