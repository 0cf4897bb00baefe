//! What the tests of this crate share.

use crate::*;
use gouji_text::{Language, Localized};
use gouji_text::{LineIndex, TextRange};

pub(crate) fn source(name: &str, text: &str) -> Source {
    Source { name: name.to_owned(), text: text.into(), lines: LineIndex::new(text) }
}

pub(crate) fn both(chinese: &str, english: &str) -> Localized {
    Localized { chinese: chinese.to_owned(), english: english.to_owned() }
}

/// The range of the first `part` of the text.
pub(crate) fn range_of(text: &str, part: &str) -> TextRange {
    let start = text.find(part).expect("the text holds the part");
    (start..start + part.len()).into()
}

pub(crate) fn place(role: PlaceRole, label: Localized, range: TextRange) -> Place {
    Place { role, label, range }
}

pub(crate) fn finding(message: Localized, places: Vec<Place>) -> Diagnostic {
    Diagnostic {
        outcome: Some(Outcome::Fail),
        places,
        ..Diagnostic::new("部门预算公开/某规则", Severity::Error, message)
    }
}

pub(crate) fn term(
    sign: &'static str,
    label: &str,
    figure: &str,
    range: Option<TextRange>,
) -> Term {
    Term {
        sign,
        label: both(label, ""),
        figure: figure.to_owned(),
        unit: "万元".to_owned(),
        range,
        note: None,
    }
}

pub(crate) fn side(label: Localized, terms: Vec<Term>, figure: &str) -> ProofSide {
    ProofSide { label, terms, figure: figure.to_owned(), unit: "万元".to_owned() }
}

pub(crate) const PLAIN: PrettyOptions =
    PrettyOptions { language: Language::Chinese, color: false, width: 100 };

pub(crate) const ENGLISH: PrettyOptions = PrettyOptions { language: Language::English, ..PLAIN };
