//! `gouji check`.

use super::arguments::{CheckOptions, Color, OutputFormat};
use super::console::{Console, cannot_write, takes_color, terminal_width};
use super::exit::Exit;
use super::input::Input;
use super::jobs::bounded;
use super::{filter, input, output, project};
use gouji_analysis::codes;
use gouji_diagnostic::{Diagnostic, RuleOutcome, Severity};
use gouji_report::{
    DocumentReport, Filter, OnDemand, PrettyOptions, Renderer, Tally, concise_renderer,
    json_renderer, pretty_renderer,
};
use gouji_text::Language;
use gouji_workspace::{Discovered, LoadedRules, Next, System, check_documents};
use std::io::{self, Write};

/// Columns of a report that goes to no terminal.
const FILE_WIDTH: usize = 100;

pub(crate) fn run(options: &CheckOptions, console: &mut Console) -> Exit {
    let Some(Input { system, paths }) = input::open(&options.documents, console) else {
        return Exit::Failed;
    };
    let loaded = project::load_with_documents(&options.rules, &paths, &system, console);
    let Some((loaded, found)) = loaded else { return Exit::Failed };
    if !filter::is_known(&options.filter, &loaded.rules.program, console) {
        return Exit::Failed;
    }
    let jobs = bounded(options.jobs, console);
    let mut checking = CheckRun {
        renderer: renderer(options, console.language()),
        filter: &options.filter,
        fail_level: options.fail_level,
        listed: &options.listed,
        tally: Tally::default(),
        is_whole: false,
        has_findings: false,
        has_crashed: false,
    };
    let Some(path) = &options.output else {
        // What becomes of standard output is the console's to tell.
        let _ = checking.run(&system, found, &loaded, jobs, console);
        return checking.exit(&loaded);
    };
    let Some(mut file) = output::open(path, &system, &found, &loaded, console) else {
        return Exit::Failed;
    };
    let written = checking.run(&system, found, &loaded, jobs, &mut file);
    if let Err(error) = written.and_then(|()| file.complete()) {
        console.complain(&cannot_write(&error, console.words));
        return Exit::Failed;
    }
    checking.exit(&loaded)
}

fn renderer(options: &CheckOptions, language: Language) -> Box<dyn Renderer> {
    match options.format {
        OutputFormat::Json => json_renderer(language),
        OutputFormat::Concise => concise_renderer(language, options.verbosity),
        OutputFormat::Pretty => {
            let pretty = pretty_options(options.color, options.output.is_some(), language);
            pretty_renderer(pretty, options.verbosity)
        }
    }
}

/// How to draw on this terminal.
pub(crate) fn pretty_options(color: Color, to_file: bool, language: Language) -> PrettyOptions {
    let width = if to_file { None } else { terminal_width() };
    PrettyOptions {
        language,
        color: match color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => !to_file && takes_color(),
        },
        width: width.map_or(FILE_WIDTH, |width| width.clamp(40, 200)),
        is_terminal: width.is_some(),
    }
}

/// A run under way.
struct CheckRun<'options> {
    renderer: Box<dyn Renderer>,
    filter: &'options Filter,
    fail_level: Severity,
    listed: &'options [OnDemand],
    tally: Tally,
    /// Whether no document was left because the output had ended.
    is_whole: bool,
    has_findings: bool,
    has_crashed: bool,
}

impl CheckRun<'_> {
    /// Checks the documents found and writes what each came to. Ends early where the output does.
    fn run(
        &mut self,
        system: &dyn System,
        found: Discovered,
        loaded: &LoadedRules,
        jobs: usize,
        output: &mut dyn Write,
    ) -> io::Result<()> {
        for (_, problem) in &loaded.problems {
            self.tally.add_problem(problem);
            self.has_findings |= problem.severity >= self.fail_level;
        }
        self.renderer.start(output, &loaded.problems)?;
        let mut written = Ok(());
        let _ = check_documents(system, &found, loaded, jobs, |mut document, has_crashed| {
            self.has_crashed |= has_crashed;
            for counts in document.rules.iter().filter(|it| !self.filter.takes(&it.rule)) {
                self.tally.leave_out_rule(&counts.rule);
            }
            self.tally.leave_out(self.filter.apply(&mut document));
            self.listed.iter().for_each(|listed| document.list(*listed));
            written = self.take(&document, output);
            if written.is_ok() { Next::Continue(()) } else { Next::Break(()) }
        });
        written?;
        self.is_whole = true;
        for (path, why) in found.passed_over {
            self.tally.pass_over(path.display().to_string(), why);
        }
        self.renderer.finish(output, &self.tally)
    }

    fn take(&mut self, document: &DocumentReport, output: &mut dyn Write) -> io::Result<()> {
        self.tally.add(document);
        // Passes and what does not apply are listed because that was asked for.
        let is_listed = |outcome| {
            matches!(outcome, RuleOutcome::PassedWithinRounding | RuleOutcome::NotApplicable)
        };
        let is_asked_for = |it: &&Diagnostic| {
            it.outcome.is_some_and(is_listed) || it.code == codes::FIGURE_UNREAD.id
        };
        let mut told = document.diagnostics().filter(|it| !is_asked_for(it));
        self.has_findings |= told.any(|diagnostic| diagnostic.severity >= self.fail_level);
        self.renderer.document(output, document)
    }

    /// How the run ends.
    fn exit(&self, loaded: &LoadedRules) -> Exit {
        let is_rule_left_out = self.tally.broken_rules().next().is_some();
        if self.has_crashed {
            Exit::Crashed
        } else if loaded.are_broken()
            || is_rule_left_out
            // Whoever reads the output may have seen enough before any document came: no failure.
            || (self.is_whole && self.tally.summary().documents == 0)
        {
            Exit::Failed
        } else if self.has_findings {
            Exit::Findings
        } else {
            Exit::Clean
        }
    }
}
