//! `gouji check`.

use super::arguments::{CheckOptions, Color, Format};
use super::exit::Exit;
use super::language::Words;
use super::project;
use gouji_diagnostic::{Diagnostic, Severity};
use gouji_report::{
    FindSource, PrettyOptions, Report, render_concise, render_diagnostic, render_json,
    render_summary,
};
use gouji_workspace::{Checked, DiskSystem, check_paths};
use std::io::{IsTerminal, Write};
use std::path::Path;

pub(crate) fn run(options: &CheckOptions, words: Words) -> Exit {
    let Some(loaded) = project::load(&options.rules, words) else { return Exit::Failed };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(options.jobs).build();
    let checked = match pool {
        Ok(pool) => pool.install(|| check_paths(&DiskSystem, &options.paths, &loaded)),
        Err(_) => check_paths(&DiskSystem, &options.paths, &loaded),
    };
    let text = render(&checked.report, options, words);
    if let Err(error) = write(&text, options.output.as_deref()) {
        eprintln!("{}{error}", words.of("报告写不出去：", "the report cannot be written: "));
        return Exit::Failed;
    }
    exit(&checked, options.fail_level)
}

fn render(report: &Report, options: &CheckOptions, words: Words) -> String {
    match options.format {
        Format::Json => render_json(report, words.language),
        Format::Concise => render_concise(report, words.language),
        Format::Pretty => {
            render_pretty(report, pretty_options(options.color, options.output.is_some(), words))
        }
    }
}

/// How to draw on this terminal.
pub(crate) fn pretty_options(color: Color, to_file: bool, words: Words) -> PrettyOptions {
    let is_terminal = !to_file && std::io::stdout().is_terminal();
    let width = if to_file { None } else { terminal_size::terminal_size() };
    PrettyOptions {
        language: words.language,
        color: match color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => is_terminal && std::env::var_os("NO_COLOR").is_none(),
        },
        width: width.map_or(100, |(width, _)| usize::from(width.0).clamp(40, 200)),
    }
}

fn render_pretty(report: &Report, options: PrettyOptions) -> String {
    let mut text = String::new();
    let mut add = |diagnostic: &Diagnostic, home: Option<&str>, sources: &dyn FindSource| {
        text.push_str(&render_diagnostic(diagnostic, home, sources, options));
        text.push('\n');
    };
    for (sources, diagnostic) in &report.problems {
        add(diagnostic, None, sources);
    }
    for document in &report.documents {
        for diagnostic in document.findings.iter().chain(&document.problems) {
            add(diagnostic, Some(&document.source.name), &document.source);
        }
    }
    text.push_str(&render_summary(report, options));
    text
}

/// Writes a report whole: a file appears under its name only when it is complete.
pub(crate) fn write(text: &str, output: Option<&Path>) -> std::io::Result<()> {
    let Some(path) = output else {
        return match std::io::stdout().lock().write_all(text.as_bytes()) {
            // The reader has seen enough (`gouji check … | head`).
            Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
            other => other,
        };
    };
    let mut partial = path.as_os_str().to_owned();
    partial.push(format!(".partial-{}", std::process::id()));
    let written = std::fs::write(&partial, text).and_then(|()| std::fs::rename(&partial, path));
    if written.is_err() {
        // Nothing more can be done about a partial file that cannot be removed either.
        let _ = std::fs::remove_file(&partial);
    }
    written
}

fn exit(checked: &Checked, fail_level: Severity) -> Exit {
    let report = &checked.report;
    let summary = report.summary();
    let has_rule_errors =
        report.problems.iter().any(|(_, problem)| problem.severity == Severity::Error);
    let nothing_checked = summary.documents == 0 || summary.rules == 0;
    let unchecked_document = report.documents.iter().any(|document| document.rules.is_empty());
    if checked.crashed {
        Exit::Crashed
    } else if checked.incomplete
        || has_rule_errors
        || summary.broken > 0
        || nothing_checked
        || unchecked_document
    {
        Exit::Failed
    } else if report.documents.iter().any(|document| {
        let all = document.findings.iter().chain(&document.problems);
        all.into_iter().any(|diagnostic| diagnostic.severity >= fail_level)
    }) {
        Exit::Findings
    } else {
        Exit::Clean
    }
}
