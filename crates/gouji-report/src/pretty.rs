//! The report a person reads in a terminal.
use crate::{Diagnostic, Language, Report, Source};
/// How to draw.
#[derive(Clone, Copy, Debug)]
pub struct PrettyOptions { /// Language of the fixed words.
    pub language: Language, /// ANSI colours.
    pub color: bool, /// Columns of the terminal.
    pub width: usize }
/// One diagnostic over the text it points into.
pub fn render_diagnostic(diagnostic: &Diagnostic, source: Option<&Source>, options: PrettyOptions) -> String { todo!() }
/// The closing account of every rule.
pub fn render_summary(report: &Report, options: PrettyOptions) -> String { todo!() }
