//! Reports are written while a run goes on, document by document.

use crate::concise::Concise;
use crate::json::JsonRenderer;
use crate::pretty::Pretty;
use crate::{DocumentReport, PrettyOptions, Source, Tally};
use gouji_diagnostic::{Diagnostic, Severity};
use gouji_text::Language;
use std::io::{self, Write};

/// Writes the report of a run. Keeps nothing of a document once it is written.
///
/// Everything that comes from a document, a rule file or a path is made harmless for a terminal.
///
/// # Errors
///
/// Every method gives on the error of the output that it writes to.
pub trait Renderer {
    /// What concerns the run and no document, each with the sources it points into; told once.
    fn start(
        &mut self,
        output: &mut dyn Write,
        problems: &[(Vec<Source>, Diagnostic)],
    ) -> io::Result<()>;

    /// One document; the documents come in order of path.
    fn document(&mut self, output: &mut dyn Write, document: &DocumentReport) -> io::Result<()>;

    /// The account of the run.
    fn finish(&mut self, output: &mut dyn Write, tally: &Tally) -> io::Result<()>;
}

/// How much is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Verbosity {
    /// Errors and warnings alone: no notes, no totals.
    Quiet,
    /// Everything but the table of rules.
    #[default]
    Normal,
    /// The table of rules too.
    Verbose,
}

impl Verbosity {
    pub(crate) fn tells(self, severity: Severity) -> bool {
        self != Verbosity::Quiet || severity > Severity::Note
    }
}

/// The report a person reads.
pub fn pretty_renderer(options: PrettyOptions, verbosity: Verbosity) -> Box<dyn Renderer> {
    Box::new(Pretty { options, verbosity })
}

/// One line a finding: `path:line:column: 错误[rule] message`.
pub fn concise_renderer(language: Language, verbosity: Verbosity) -> Box<dyn Renderer> {
    Box::new(Concise { language, verbosity })
}

/// One JSON document of schema `gouji-report/2`.
pub fn json_renderer(language: Language) -> Box<dyn Renderer> {
    Box::new(JsonRenderer::new(language))
}
