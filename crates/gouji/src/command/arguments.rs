//! What the command line asks for.

use super::console::Console;
use super::exit::Exit;
use super::fmt::FormatMode;
use super::{mistakes, usage};
use clap::ArgMatches;
use clap_complete::Shell;
use gouji_diagnostic::Severity;
use gouji_report::{Filter, OnDemand, Pattern, Verbosity};
use gouji_text::Language;
use gouji_workspace::RuleOptions;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// A verb and its options.
pub(crate) enum Arguments {
    Check(CheckOptions),
    Extract(ExtractOptions),
    Text(TextOptions),
    Explain(ExplainOptions),
    Rules(RulesOptions),
    Test(TestOptions),
    Format(FormatRulesOptions),
    /// The language server on standard input and output.
    Lsp,
    /// What a shell needs to complete the command line.
    Completions(Shell),
}

/// How findings are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OutputFormat {
    Pretty,
    Concise,
    Json,
}

/// What is written of the records of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ExtractShape {
    Json,
    /// For people: the records, and what each form saw.
    Text,
    /// For people: a page that draws the document as the forms see it.
    Html,
    /// The figures that nobody read.
    Unread,
}

/// When colours are used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Color {
    Auto,
    Always,
    Never,
}

/// Which documents are read.
pub(crate) struct DocumentOptions {
    /// Documents and folders; `-` for standard input.
    pub(crate) paths: Vec<PathBuf>,
    /// What standard input is called.
    pub(crate) stdin_filename: Option<PathBuf>,
}

pub(crate) struct CheckOptions {
    pub(crate) documents: DocumentOptions,
    pub(crate) rules: RuleOptions,
    pub(crate) format: OutputFormat,
    pub(crate) verbosity: Verbosity,
    pub(crate) filter: Filter,
    pub(crate) color: Color,
    pub(crate) output: Option<PathBuf>,
    pub(crate) fail_level: Severity,
    /// What is listed besides being counted.
    pub(crate) listed: Vec<OnDemand>,
    pub(crate) jobs: usize,
}

pub(crate) struct ExtractOptions {
    pub(crate) documents: DocumentOptions,
    pub(crate) shape: ExtractShape,
    /// The tables that are shown; all, where there is none.
    pub(crate) tables: Vec<usize>,
    /// The form that is shown; all, where there is none.
    pub(crate) form: Option<String>,
    pub(crate) rules: RuleOptions,
    pub(crate) output: Option<PathBuf>,
}

pub(crate) struct TextOptions {
    pub(crate) documents: DocumentOptions,
    /// Whether each line has its number in front.
    pub(crate) with_lines: bool,
}

pub(crate) struct ExplainOptions {
    /// Of a rule, or a code.
    pub(crate) name: String,
    pub(crate) rules: RuleOptions,
}

pub(crate) struct RulesOptions {
    /// Write the shipped packs here, and nothing else.
    pub(crate) export: Option<PathBuf>,
    pub(crate) document: Option<PathBuf>,
    pub(crate) rules: RuleOptions,
}

pub(crate) struct TestOptions {
    pub(crate) paths: Vec<PathBuf>,
    /// Write what forms read into their examples.
    pub(crate) update: bool,
    pub(crate) color: Color,
}

pub(crate) struct FormatRulesOptions {
    /// Rule files and folders; `-` for standard input.
    pub(crate) paths: Vec<PathBuf>,
    /// What standard input is called.
    pub(crate) stdin_filename: Option<PathBuf>,
    pub(crate) mode: FormatMode,
    /// The language of the keywords; `None` for that of each file.
    pub(crate) keywords: Option<Language>,
}

/// Parses the process's arguments; what cannot be parsed, and help, is printed here.
pub(crate) fn parse(console: &mut Console) -> Result<Arguments, Exit> {
    let arguments: Vec<OsString> = std::env::args_os().collect();
    let matches = usage::command(console.words)
        .try_get_matches_from(&arguments)
        .map_err(|error| mistakes::tell(&error, &arguments, console))?;
    match matches.subcommand() {
        Some(("check", matches)) => Ok(Arguments::Check(check_options(matches))),
        Some(("extract", matches)) => Ok(Arguments::Extract(ExtractOptions {
            documents: document_options(matches),
            shape: match (matches.get_flag("unread"), text(matches, "format")) {
                (true, _) => ExtractShape::Unread,
                (false, "text") => ExtractShape::Text,
                (false, "html") => ExtractShape::Html,
                // Tables and forms are shown to people.
                (false, "") if matches.contains_id("tables") || matches.contains_id("form") => {
                    ExtractShape::Text
                }
                (false, _) => ExtractShape::Json,
            },
            tables: matches
                .get_many("tables")
                .map_or(Vec::new(), |numbers| numbers.copied().collect()),
            form: matches.get_one("form").cloned(),
            rules: rule_options(matches),
            output: output(matches),
        })),
        Some(("text", matches)) => Ok(Arguments::Text(TextOptions {
            documents: document_options(matches),
            with_lines: matches.get_flag("lines"),
        })),
        Some(("explain", matches)) => Ok(Arguments::Explain(ExplainOptions {
            name: matches.get_one("name").cloned().unwrap_or_default(),
            rules: rule_options(matches),
        })),
        Some(("rules", matches)) => Ok(Arguments::Rules(RulesOptions {
            export: matches.get_one("export").cloned(),
            document: matches.get_one("document").cloned(),
            rules: rule_options(matches),
        })),
        Some(("test", matches)) => Ok(Arguments::Test(TestOptions {
            paths: paths(matches, "paths"),
            update: matches.get_flag("update"),
            color: color(matches),
        })),
        Some(("fmt", matches)) => Ok(Arguments::Format(FormatRulesOptions {
            paths: paths(matches, "paths"),
            stdin_filename: matches.get_one("stdin-filename").cloned(),
            mode: match (matches.get_flag("check"), matches.get_flag("diff")) {
                (_, true) => FormatMode::Diff,
                (true, false) => FormatMode::Check,
                (false, false) => FormatMode::Write,
            },
            keywords: match text(matches, "keywords") {
                "zh" => Some(Language::Chinese),
                "en" => Some(Language::English),
                _ => None,
            },
        })),
        Some(("lsp", _)) => Ok(Arguments::Lsp),
        Some(("completions", matches)) => match matches.get_one("shell") {
            Some(shell) => Ok(Arguments::Completions(*shell)),
            None => Err(Exit::Failed),
        },
        _ => Err(Exit::Failed),
    }
}

fn check_options(matches: &ArgMatches) -> CheckOptions {
    CheckOptions {
        documents: document_options(matches),
        rules: rule_options(matches),
        verbosity: match (matches.get_flag("quiet"), matches.get_flag("verbose")) {
            (true, _) => Verbosity::Quiet,
            (false, true) => Verbosity::Verbose,
            (false, false) => Verbosity::Normal,
        },
        filter: Filter {
            selected: patterns(matches, "select"),
            ignored: patterns(matches, "ignore"),
        },
        format: match text(matches, "format") {
            "concise" => OutputFormat::Concise,
            "json" => OutputFormat::Json,
            _ => OutputFormat::Pretty,
        },
        color: color(matches),
        output: output(matches),
        fail_level: match text(matches, "fail-level") {
            "note" => Severity::Note,
            "warning" => Severity::Warning,
            _ => Severity::Error,
        },
        listed: matches.get_many::<String>("show").map_or(Vec::new(), |kinds| {
            let listed = |kind: &String| match kind.as_str() {
                "rounding" => OnDemand::Rounding,
                "lacking" => OnDemand::Lacking,
                "unread" => OnDemand::Unread,
                _ => OnDemand::Unpaired,
            };
            kinds.map(listed).collect()
        }),
        jobs: matches.get_one("jobs").copied().unwrap_or(0),
    }
}

fn document_options(matches: &ArgMatches) -> DocumentOptions {
    DocumentOptions {
        paths: paths(matches, "paths"),
        stdin_filename: matches.get_one("stdin-filename").cloned(),
    }
}

fn text<'matches>(matches: &'matches ArgMatches, name: &str) -> &'matches str {
    matches.get_one::<String>(name).map(String::as_str).unwrap_or_default()
}

fn patterns(matches: &ArgMatches, name: &str) -> Vec<Pattern> {
    matches.get_many::<String>(name).into_iter().flatten().map(Pattern::new).collect()
}

fn paths(matches: &ArgMatches, name: &str) -> Vec<PathBuf> {
    matches.get_many(name).into_iter().flatten().cloned().collect()
}

fn rule_options(matches: &ArgMatches) -> RuleOptions {
    RuleOptions {
        paths: paths(matches, "rules"),
        no_default_packs: matches.get_flag("no-default-packs"),
        packs: matches.get_many("pack").into_iter().flatten().cloned().collect(),
    }
}

/// The file that is written to; `-` is standard output, as for what is read.
fn output(matches: &ArgMatches) -> Option<PathBuf> {
    matches.get_one::<PathBuf>("output").filter(|path| *path != Path::new("-")).cloned()
}

fn color(matches: &ArgMatches) -> Color {
    match matches.get_one::<String>("color").map(String::as_str) {
        Some("always") => Color::Always,
        Some("never") => Color::Never,
        _ => Color::Auto,
    }
}
