//! Problems of rule texts at their places in the files.

use gouji_diagnostic::{Diagnostic, Span};
use gouji_program::{Problem, SourcePlace};
use gouji_text::TextRange;
use std::sync::Arc;

/// A problem that the parser found in the file of that name. `base` is the start of the item that its places are
/// relative to.
pub fn syntax_diagnostic(
    problem: &Diagnostic<TextRange>,
    file: &Arc<str>,
    base: u32,
) -> Diagnostic {
    problem.map(|range| Span::new(file, range.shifted(base)))
}

/// A problem that the checker found. `spanned` gives the span of each place: its file's name, and the range in it.
pub fn program_diagnostic(
    problem: &Problem,
    mut spanned: impl FnMut(SourcePlace) -> Span,
) -> Diagnostic {
    problem.map(|place| spanned(*place))
}
