//! What the command line asks for.

use super::exit::Exit;
use super::language::Words;
use clap::builder::PossibleValuesParser;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, ArgMatches, Command};
use gouji_report::Severity;
use gouji_workspace::RuleOptions;
use std::path::PathBuf;

/// A verb and its options.
pub(crate) enum Arguments {
    Check(CheckOptions),
    Extract(ExtractOptions),
    Explain(ExplainOptions),
    Rules(RulesOptions),
    Test(TestOptions),
    /// The language server on standard input and output.
    Lsp,
}

/// How findings are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    Pretty,
    Concise,
    Json,
}

/// When colours are used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Color {
    Auto,
    Always,
    Never,
}

pub(crate) struct CheckOptions {
    pub(crate) paths: Vec<PathBuf>,
    pub(crate) rules: RuleOptions,
    pub(crate) format: Format,
    pub(crate) color: Color,
    pub(crate) output: Option<PathBuf>,
    pub(crate) fail_level: Severity,
    pub(crate) jobs: usize,
}

pub(crate) struct ExtractOptions {
    pub(crate) paths: Vec<PathBuf>,
    pub(crate) rules: RuleOptions,
    pub(crate) output: Option<PathBuf>,
}

pub(crate) struct ExplainOptions {
    pub(crate) rule: String,
    pub(crate) rules: RuleOptions,
}

pub(crate) struct RulesOptions {
    pub(crate) document: Option<PathBuf>,
    pub(crate) rules: RuleOptions,
}

pub(crate) struct TestOptions {
    pub(crate) paths: Vec<PathBuf>,
    pub(crate) color: Color,
}

/// Parses the process's arguments; what cannot be parsed, and help, is printed here.
pub(crate) fn parse(words: Words) -> Result<Arguments, Exit> {
    let matches = command(words).try_get_matches().map_err(|error| explain(&error, words))?;
    match matches.subcommand() {
        Some(("check", matches)) => Ok(Arguments::Check(check_options(matches))),
        Some(("extract", matches)) => Ok(Arguments::Extract(ExtractOptions {
            paths: paths(matches, "paths"),
            rules: rule_options(matches),
            output: matches.get_one("output").cloned(),
        })),
        Some(("explain", matches)) => Ok(Arguments::Explain(ExplainOptions {
            rule: matches.get_one("rule").cloned().unwrap_or_default(),
            rules: rule_options(matches),
        })),
        Some(("rules", matches)) => Ok(Arguments::Rules(RulesOptions {
            document: matches.get_one("document").cloned(),
            rules: rule_options(matches),
        })),
        Some(("test", matches)) => Ok(Arguments::Test(TestOptions {
            paths: paths(matches, "paths"),
            color: color(matches),
        })),
        Some(("lsp", _)) => Ok(Arguments::Lsp),
        _ => Err(Exit::Failed),
    }
}

fn check_options(matches: &ArgMatches) -> CheckOptions {
    let text = |name: &str| matches.get_one::<String>(name).map(String::as_str).unwrap_or_default();
    CheckOptions {
        paths: paths(matches, "paths"),
        rules: rule_options(matches),
        format: match text("format") {
            "concise" => Format::Concise,
            "json" => Format::Json,
            _ => Format::Pretty,
        },
        color: color(matches),
        output: matches.get_one("output").cloned(),
        fail_level: match text("fail-level") {
            "note" => Severity::Note,
            "warning" => Severity::Warning,
            _ => Severity::Error,
        },
        jobs: matches.get_one("jobs").copied().unwrap_or(0),
    }
}

fn paths(matches: &ArgMatches, name: &str) -> Vec<PathBuf> {
    matches.get_many(name).into_iter().flatten().cloned().collect()
}

fn rule_options(matches: &ArgMatches) -> RuleOptions {
    RuleOptions {
        paths: paths(matches, "rules"),
        no_default_packs: matches.get_flag("no-default-packs"),
    }
}

fn color(matches: &ArgMatches) -> Color {
    match matches.get_one::<String>("color").map(String::as_str) {
        Some("always") => Color::Always,
        Some("never") => Color::Never,
        _ => Color::Auto,
    }
}

fn command(words: Words) -> Command {
    let version = env!("CARGO_PKG_VERSION");
    Command::new("gouji")
        .version(version)
        .about(
            words
                .of("勾稽：按规则检查公开的预算文件", "gouji: check budget disclosures by rules")
                .to_owned(),
        )
        .subcommand_required(true)
        .disable_help_subcommand(true)
        .disable_help_flag(true)
        .disable_version_flag(true)
        .subcommand_help_heading(words.of("命令", "Commands"))
        .subcommand_value_name(words.of("命令", "COMMAND"))
        .next_help_heading(words.of("选项", "Options"))
        .arg(help_argument(words))
        .arg(
            Arg::new("version")
                .long("version")
                .short('V')
                .action(ArgAction::Version)
                .help(words.of("版本", "version").to_owned()),
        )
        .help_template(template(words))
        .next_line_help(false)
        .subcommand(check_command(words))
        .subcommand(extract_command(words))
        .subcommand(explain_command(words))
        .subcommand(rules_command(words))
        .subcommand(test_command(words))
        .subcommand(lsp_command(words))
}

fn template(words: Words) -> String {
    format!("{{about}}\n\n{}  {{usage}}\n\n{{all-args}}{{after-help}}\n", words.of("用法", "Usage"))
}

fn verb(words: Words, name: &'static str, chinese: &'static str, english: &'static str) -> Command {
    let options = words.of("选项", "Options");
    let language = Arg::new("lang")
        .help_heading(options)
        .long("lang")
        .value_name("zh|en")
        .value_parser(PossibleValuesParser::new(["zh", "en"]))
        .hide_possible_values(true)
        .help(
            words
                .of(
                    "消息用中文（zh）还是英文（en）；不写按系统语言，默认中文",
                    "messages in Chinese (zh) or English (en); else by locale",
                )
                .to_owned(),
        );
    Command::new(name)
        .about(words.of(chinese, english).to_owned())
        .help_template(template(words))
        .next_help_heading(options)
        .disable_help_flag(true)
        .arg(help_argument(words))
        .arg(language)
}

fn help_argument(words: Words) -> Arg {
    Arg::new("help")
        .long("help")
        .short('h')
        .action(ArgAction::Help)
        .help_heading(words.of("选项", "Options"))
        .help(words.of("这份说明", "this help").to_owned())
}

fn rule_arguments(command: Command, words: Words) -> Command {
    command
        .arg(
            Arg::new("rules")
                .long("rules")
                .value_name("PATH")
                .action(ArgAction::Append)
                .value_parser(clap::value_parser!(PathBuf))
                .help(
                    words
                        .of(
                            "加上这些规则文件或规则集文件夹，可以写多次",
                            "add these rule files or pack folders; repeatable",
                        )
                        .to_owned(),
                ),
        )
        .arg(
            Arg::new("no-default-packs")
                .long("no-default-packs")
                .action(ArgAction::SetTrue)
                .help(words.of("不用随程序带的规则集", "leave the shipped packs out").to_owned()),
        )
}

fn paths_argument(words: Words, chinese: &'static str, english: &'static str) -> Arg {
    Arg::new("paths")
        .value_name("PATH")
        .help_heading(words.of("参数", "Arguments"))
        .num_args(1..)
        .value_parser(clap::value_parser!(PathBuf))
        .help(words.of(chinese, english).to_owned())
}

fn output_argument(words: Words) -> Arg {
    Arg::new("output")
        .long("output")
        .short('o')
        .value_name("FILE")
        .value_parser(clap::value_parser!(PathBuf))
        .help(words.of("写到文件，不写到屏幕", "write to a file instead of the screen").to_owned())
}

fn color_argument(words: Words) -> Arg {
    Arg::new("color")
        .long("color")
        .value_name("WHEN")
        .value_parser(PossibleValuesParser::new(["auto", "always", "never"]))
        .hide_possible_values(true)
        .help(
            words
                .of(
                    "什么时候用颜色：auto、always、never",
                    "when to use colours: auto, always, never",
                )
                .to_owned(),
        )
}

fn check_command(words: Words) -> Command {
    let command = verb(words, "check", "检查文件，或文件夹里的所有文件", "check documents, or all documents in folders")
        .arg(paths_argument(words, "要检查的文件或文件夹", "documents or folders").required(true))
        .arg(
            Arg::new("format")
                .long("format")
                .value_name("FORMAT")
                .value_parser(PossibleValuesParser::new(["pretty", "concise", "json"]))
                .hide_possible_values(true)
                .help(words.of("报告的格式：pretty（给人看，默认）、concise（一行一条）、json", "format of the report: pretty (default), concise (a line each), json").to_owned()),
        )
        .arg(output_argument(words))
        .arg(color_argument(words))
        .arg(
            Arg::new("fail-level")
                .long("fail-level")
                .value_name("LEVEL")
                .value_parser(PossibleValuesParser::new(["error", "warning", "note"]))
                .hide_possible_values(true)
                .help(words.of("从哪一级起算有问题（退出状态 1）：error（默认）、warning、note", "level from which findings count for exit status 1: error (default), warning, note").to_owned()),
        )
        .arg(
            Arg::new("jobs")
                .long("jobs")
                .short('j')
                .value_name("N")
                .value_parser(clap::value_parser!(usize))
                .help(words.of("用几个核；0 是全部（默认）", "number of cores; 0 for all (default)").to_owned()),
        );
    rule_arguments(command, words)
}

fn extract_command(words: Words) -> Command {
    let command = verb(
        words,
        "extract",
        "列出从文件里读到的所有数，JSON 格式",
        "print the records read from documents, as JSON",
    )
    .arg(paths_argument(words, "文件或文件夹", "documents or folders").required(true))
    .arg(output_argument(words));
    rule_arguments(command, words)
}

fn explain_command(words: Words) -> Command {
    let command = verb(
        words,
        "explain",
        "说明一条规则：要求什么、依据、示例",
        "explain a rule: what, why, examples",
    )
    .arg(
        Arg::new("rule")
            .value_name("RULE")
            .help_heading(words.of("参数", "Arguments"))
            .required(true)
            .help(words.of("规则名", "name of the rule").to_owned()),
    );
    rule_arguments(command, words)
}

fn rules_command(words: Words) -> Command {
    let command = verb(
        words,
        "rules",
        "列出规则；给出文件时，说明哪些适用于它",
        "list the rules; with a document, which of them apply to it",
    )
    .arg(
        Arg::new("document")
            .value_name("FILE")
            .help_heading(words.of("参数", "Arguments"))
            .value_parser(clap::value_parser!(PathBuf))
            .help(words.of("公开文件", "a document").to_owned()),
    );
    rule_arguments(command, words)
}

fn test_command(words: Words) -> Command {
    verb(words, "test", "执行规则里的示例", "run the examples in packs")
        .arg(paths_argument(
            words,
            "规则文件或规则集文件夹；不写是随程序带的规则集",
            "rule files or pack folders; else the shipped packs",
        ))
        .arg(color_argument(words))
}

fn lsp_command(words: Words) -> Command {
    verb(
        words,
        "lsp",
        "语言服务器：编辑器从标准输入输出使用",
        "language server on standard input and output",
    )
    // Editors add it; there is no other way to speak.
    .arg(Arg::new("stdio").long("stdio").action(ArgAction::SetTrue).hide(true))
}

/// Says what is wrong with the arguments, in the reader's language.
fn explain(error: &clap::Error, words: Words) -> Exit {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        print!("{error}");
        return Exit::Clean;
    }
    let context = |kind: ContextKind| match error.get(kind) {
        Some(ContextValue::String(value)) => value.clone(),
        Some(ContextValue::Strings(values)) => values.join(", "),
        _ => String::new(),
    };
    let argument = context(ContextKind::InvalidArg);
    let message = match error.kind() {
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => words
            .of(
                "没有写要做什么，例如：gouji check 文件",
                "no verb given; for example: gouji check FILE",
            )
            .to_owned(),
        ErrorKind::InvalidSubcommand => {
            let verb = context(ContextKind::InvalidSubcommand);
            match words.language {
                gouji_text::Language::Chinese => format!(
                    "没有「{verb}」这个命令；可以用 check、extract、explain、rules、test、lsp"
                ),
                gouji_text::Language::English => format!(
                    "there is no verb “{verb}”; use check, extract, explain, rules, test or lsp"
                ),
            }
        }
        ErrorKind::MissingRequiredArgument => {
            format!("{}{argument}", words.of("还缺：", "missing: "))
        }
        ErrorKind::UnknownArgument => {
            format!("{}{argument}", words.of("没有这个选项：", "no such option: "))
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let value = context(ContextKind::InvalidValue);
            let valid = context(ContextKind::ValidValue);
            let hint = if valid.is_empty() { String::new() } else { format!("（{valid}）") };
            format!("{argument}{}{value}{hint}", words.of(" 的值不对：", ": bad value: "))
        }
        _ => error.to_string(),
    };
    eprintln!("{}{message}", words.of("错误：", "error: "));
    eprintln!("{}", words.of("用 gouji --help 看用法", "see gouji --help"));
    Exit::Failed
}
