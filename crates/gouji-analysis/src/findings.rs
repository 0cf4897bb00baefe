//! Findings of rules at their places in the document.

use gouji_diagnostic::{Diagnostic, Span};
use gouji_evaluation::{Finding, RecordPlace};
use gouji_text::TextRange;
use std::sync::Arc;

/// How much of a finding is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// All of it.
    Full,
    /// What is wrong, where, and how to mend it, without the arithmetic, which can have hundreds of
    /// terms, and with the first of its places.
    WithoutProofs,
}

/// Places that are told without the arithmetic.
const MOST_PLACES: usize = 32;

/// Where a place that is relative to a record's region stands in the document.
pub type Placing<'placing> = &'placing dyn Fn(RecordPlace) -> TextRange;

/// A finding in the document of that name.
pub fn finding_in(
    document: &Arc<str>,
    finding: &Finding,
    detail: Detail,
    placed: Placing<'_>,
) -> Diagnostic {
    let at = |place: &RecordPlace| Span::new(document, placed(*place));
    match detail {
        Detail::Full => finding.map(at),
        Detail::WithoutProofs => finding.map_briefly(MOST_PLACES, at),
    }
}
