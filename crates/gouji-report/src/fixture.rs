//! What the tests of this crate share: diagnostics over one text, with ranges for places until they are drawn.

use crate::*;
use gouji_diagnostic::{
    Code, CodeInfo, Diagnostic, Place, PlaceRole, ProofSide, RuleOutcome, Severity, Shown, Span,
    Term,
};
use gouji_text::{Language, Localized, TextRange};

pub(crate) static NO_UNIT: CodeInfo =
    CodeInfo { id: "document/no-unit", severity: Severity::Warning, title: ("", "") };

pub(crate) static UNREADABLE: CodeInfo =
    CodeInfo { id: "run/unreadable", severity: Severity::Error, ..NO_UNIT };

pub(crate) static NOT_CHECKED: CodeInfo =
    CodeInfo { id: "document/not-checked", severity: Severity::Error, ..NO_UNIT };

pub(crate) fn source(name: &str, text: &str) -> Source {
    Source::new(name, text.into())
}

/// The diagnostic with its places in a source.
pub(crate) fn within(diagnostic: &Diagnostic<TextRange>, source: &Source) -> Diagnostic {
    diagnostic.map(|range| Span::new(&source.name, *range))
}

/// Draws a diagnostic over a source.
pub(crate) fn drawn(
    diagnostic: &Diagnostic<TextRange>,
    source: Option<&Source>,
    options: PrettyOptions,
) -> String {
    match source {
        Some(source) => {
            render_diagnostic(&within(diagnostic, source), Some(&source.name), source, options)
        }
        None => render_diagnostic(
            &diagnostic.map(|_| Span::new(&"".into(), TextRange::default())),
            None,
            &Vec::new(),
            options,
        ),
    }
}

pub(crate) fn both(chinese: &str, english: &str) -> Localized {
    Localized::new(chinese, english)
}

/// The range of the first `part` of the text.
pub(crate) fn range_of(text: &str, part: &str) -> TextRange {
    let start = text.find(part).expect("the text holds the part");
    (start..start + part.len()).into()
}

pub(crate) fn place(role: PlaceRole, label: Localized, at: TextRange) -> Place<TextRange> {
    Place { role, label, at }
}

pub(crate) fn finding(message: Localized, places: Vec<Place<TextRange>>) -> Diagnostic<TextRange> {
    let code = Code::Rule("部门预算公开/某规则".into());
    Diagnostic {
        outcome: Some(RuleOutcome::Failed),
        places,
        ..Diagnostic::of(code, Severity::Error, message)
    }
}

pub(crate) fn shown(figure: &str, unit: &str) -> Shown {
    Shown::Figure { number: figure.to_owned(), unit: unit.to_owned() }
}

pub(crate) fn term(
    sign: &'static str,
    label: &str,
    figure: &str,
    at: Option<TextRange>,
) -> Term<TextRange> {
    Term { sign, label: both(label, ""), value: shown(figure, "万元"), at, note: None }
}

pub(crate) fn side(
    label: Localized,
    terms: Vec<Term<TextRange>>,
    figure: &str,
) -> ProofSide<TextRange> {
    ProofSide { label, terms: terms.into(), value: shown(figure, "万元") }
}

pub(crate) const PLAIN: PrettyOptions =
    PrettyOptions { language: Language::Chinese, color: false, width: 100, is_terminal: true };

pub(crate) const ENGLISH: PrettyOptions = PrettyOptions { language: Language::English, ..PLAIN };
