//! One line a finding: `path:line:column: 错误[rule] message`.

use crate::escape::one_line;
use crate::pretty::heading;
use crate::renderer::{Renderer, Verbosity};
use crate::totals::{closing_line, nothing_checked};
use crate::{DocumentReport, FindSource, Source, Tally};
use gouji_diagnostic::Diagnostic;
use gouji_text::Language;
use std::io::{self, Write};

/// Writes what concerns the run, then each document's findings and problems, then the files that are
/// no documents, then a closing line.
pub(crate) struct Concise {
    pub(crate) language: Language,
    pub(crate) verbosity: Verbosity,
}

impl Renderer for Concise {
    fn start(
        &mut self,
        output: &mut dyn Write,
        problems: &[(Vec<Source>, Diagnostic)],
    ) -> io::Result<()> {
        for (sources, diagnostic) in problems {
            self.finding(output, None, sources, diagnostic)?;
        }
        Ok(())
    }

    fn document(&mut self, output: &mut dyn Write, document: &DocumentReport) -> io::Result<()> {
        for diagnostic in document.diagnostics() {
            self.finding(output, Some(&document.source.name), &document.source, diagnostic)?;
        }
        Ok(())
    }

    fn finish(&mut self, output: &mut dyn Write, tally: &Tally) -> io::Result<()> {
        if self.verbosity == Verbosity::Quiet {
            return Ok(());
        }
        let words = self.language.choose("未检查", "not checked");
        for (path, why) in tally.passed_over() {
            let why = one_line(why.in_language(self.language));
            writeln!(output, "{}: {words} {why}", one_line(path))?;
        }
        if let Some(words) = nothing_checked(tally.summary(), self.language) {
            writeln!(output, "{words}")?;
        }
        writeln!(output, "{}", closing_line(tally, self.language))
    }
}

impl Concise {
    /// `name`: of the document, for what concerns the whole of it.
    fn finding(
        &self,
        output: &mut dyn Write,
        name: Option<&str>,
        sources: &dyn FindSource,
        diagnostic: &Diagnostic,
    ) -> io::Result<()> {
        if !self.verbosity.tells(diagnostic.severity) {
            return Ok(());
        }
        let subject = diagnostic.subject();
        if let Some(name) = subject.map(|at| &*at.source).or(name) {
            write!(output, "{}", one_line(name))?;
            if let Some(subject) = subject
                && let Some(source) = sources.source(&subject.source)
            {
                write!(output, ":{}", one_line(&source.address(subject.range).to_string()))?;
            }
            write!(output, ": ")?;
        }
        let (head, message) = heading(diagnostic, self.language);
        writeln!(output, "{head} {message}")
    }
}
