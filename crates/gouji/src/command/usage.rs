//! The verbs and options, with their help in both languages.

use super::language::Words;
use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, Command, value_parser};
use clap_complete::Shell;
use std::path::PathBuf;

/// Everything that can be written on the command line.
pub(super) fn command(words: Words) -> Command {
    let verb = words.of("命令", "COMMAND");
    Command::new("gouji")
        .version(env!("CARGO_PKG_VERSION"))
        .about(
            words.of("勾稽：按规则检查公开的预算文件", "gouji: check budget disclosures by rules"),
        )
        .override_usage(format!("gouji <{verb}>"))
        .subcommand_required(true)
        .disable_help_subcommand(true)
        .disable_help_flag(true)
        .disable_version_flag(true)
        .subcommand_help_heading(words.of("命令", "Commands"))
        .next_help_heading(words.of("选项", "Options"))
        .help_template(template(words))
        .arg(help(words))
        .arg(language(words))
        .arg(
            Arg::new("version")
                .long("version")
                .short('V')
                .action(ArgAction::Version)
                .help(words.of("版本", "version")),
        )
        .subcommand(check(words))
        .subcommand(extract(words))
        .subcommand(text(words))
        .subcommand(explain(words))
        .subcommand(rules(words))
        .subcommand(test(words))
        .subcommand(fmt(words))
        .subcommand(lsp(words))
        .subcommand(completions(words))
}

fn check(words: Words) -> Command {
    let about =
        words.of("检查文件，或文件夹里的所有文件", "check documents, or all documents in folders");
    let what = words.of(
        "要检查的文件或文件夹，- 是标准输入；不写是项目里列出的公开文件",
        "documents or folders, - for standard input; else those of the project",
    );
    verb(words, "check", about, &format!("[{}]...", path(words)))
        .arg(paths(words, what))
        .arg(choice("format", words.of("格式", "FORMAT"), &["pretty", "concise", "json"]).help(words.of(
            "报告的格式：pretty（给人看，默认）、concise（一行一条）、json",
            "format of the report: pretty (default), concise (a line each), json",
        )))
        .arg(output(words))
        .arg(stdin_filename(words))
        .arg(color(words))
        .arg(flag("quiet").short('q').conflicts_with("verbose").help(words.of(
            "只列错误和警告，不列说明和总计",
            "errors and warnings alone: no notes, no totals",
        )))
        .arg(flag("verbose").short('v').help(words.of(
            "总计里加上规则的表",
            "add the table of rules to the totals",
        )))
        .args(filters(words))
        .arg(choice("fail-level", words.of("级别", "LEVEL"), &["error", "warning", "note"]).help(words.of(
            "从哪一级起算有问题（退出状态 1）：error（错误，默认）、warning（警告）、note（说明）",
            "level from which findings count for exit status 1: error (default), warning, note",
        )))
        .arg(
            choice("show", words.of("种类", "KIND"), &["rounding", "unpaired", "lacking", "unread"])
                .action(ArgAction::Append)
                .help(words.of(
                    "逐条列出平时只计数的：rounding（按舍入通过）、unpaired（未配对）、lacking（缺数）、unread（没有读进来的数）",
                    "list what is else only counted: rounding (passes within rounding), unpaired (records without a partner), lacking (records left out for want of a value beside a figure), unread (figures that no field holds)",
                )),
        )
        .arg(
            option("jobs", words.of("个数", "N"))
                .short('j')
                .value_parser(value_parser!(usize))
                .help(words.of("用几个核，写整数；0 是全部（默认）", "number of cores, a whole number; 0 for all (default)")),
        )
        .args(rule_options(words))
}

fn extract(words: Words) -> Command {
    let about = words.of("列出从文件里读到的所有数", "print the records read from documents");
    let what = words.of(
        "文件或文件夹，- 是标准输入；不写是项目里列出的公开文件",
        "documents or folders, - for standard input; else those of the project",
    );
    verb(words, "extract", about, &format!("[{}]...", path(words)))
        .arg(paths(words, what))
        .arg(choice("format", words.of("格式", "FORMAT"), &["json", "text", "html"]).help(
            words.of(
                "格式：json（默认）、text（给人看）、html（网页：每一格怎样了，用颜色标出）",
                "format: json (default), text (for people), html (a page: what became of each cell, in colours)",
            ),
        ))
        .arg(flag("unread").conflicts_with("format").help(words.of(
            "只列出没有读的数：在哪里，为什么",
            "list only the figures that nobody read: where, and why",
        )))
        .arg(
            option("tables", words.of("序号", "NUMBER"))
                .value_parser(value_parser!(usize))
                .value_delimiter(',')
                .help(words.of(
                    "只看这几张表，序号照所列，例如 3 或 3,5",
                    "show only these tables, by the numbers shown, such as 3 or 3,5",
                )),
        )
        .arg(option("form", words.of("表样", "NAME")).help(words.of(
            "只看这个表样：每张表它读不读，为什么，它的句子合在哪里",
            "show only this form: which tables it reads or why not, where its sentences match",
        )))
        .arg(stdin_filename(words))
        .arg(output(words))
        .args(rule_options(words))
}

fn text(words: Words) -> Command {
    let about = words.of(
        "显示文件读出来的文字：表样看到的就是它",
        "print the text of documents as the forms see it",
    );
    let what = words.of(
        "文件或文件夹，- 是标准输入；不写是项目里列出的公开文件",
        "documents or folders, - for standard input; else those of the project",
    );
    verb(words, "text", about, &format!("[{}]...", path(words)))
        .arg(paths(words, what))
        .arg(flag("lines").short('n').help(words.of(
            "每行前面写上行号，[ ] 里是它在工作表或表格里的行号",
            "number the lines; in [ ] the row of the sheet or table",
        )))
        .arg(stdin_filename(words))
}

fn explain(words: Words) -> Command {
    let about = words.of(
        "说明一条规则或一个代码：什么意思、为什么、示例",
        "explain a rule or a code: what, why, examples",
    );
    let name = words.of("规则名或代码", "RULE or CODE");
    verb(words, "explain", about, &format!("<{name}>"))
        .arg(
            positional(words, "name", name).required(true).help(
                words.of("规则的名字，或报告里的代码", "name of a rule, or a code in a report"),
            ),
        )
        .args(rule_options(words))
}

fn rules(words: Words) -> Command {
    let about = words.of(
        "列出规则；给出文件时，说明哪些适用于它",
        "list the rules; with a document, which of them apply to it",
    );
    let name = file(words);
    verb(words, "rules", about, &format!("[{name}]"))
        .arg(
            positional(words, "document", name)
                .value_parser(value_parser!(PathBuf))
                .help(words.of("公开文件", "a document")),
        )
        .arg(
            option("export", words.of("文件夹", "FOLDER"))
                .value_parser(value_parser!(PathBuf))
                .conflicts_with("document")
                .help(words.of(
                    "把随程序带的规则集写到这个文件夹，不覆盖已有的文件",
                    "write the shipped packs to this folder; overwrites nothing",
                )),
        )
        .args(rule_options(words))
}

fn test(words: Words) -> Command {
    let about = words.of("执行规则和表样的示例", "run the examples of rules and forms");
    verb(words, "test", about, &format!("[{}]...", path(words)))
        .arg(paths(
            words,
            words.of(
                "规则文件或规则集文件夹；不写是现在起作用的全部规则",
                "rule files or pack folders; else all rules in force",
            ),
        ))
        .arg(flag("update").help(words.of(
            "把表样示例的「读出」改写成实际读到的，并显示改动",
            "rewrite what forms read in their examples to what they do read, and show it",
        )))
        .arg(color(words))
}

fn fmt(words: Words) -> Command {
    let about = words.of("把规则文件排成统一的版式", "lay out rule files");
    let what = words.of(
        "规则文件或文件夹，- 是标准输入；不写是项目的规则文件",
        "rule files or folders, - for standard input; else those of the project",
    );
    verb(words, "fmt", about, &format!("[{}]...", path(words)))
        .arg(paths(words, what))
        .arg(flag("check").help(words.of(
            "不改文件，只列出版式不合的，有就以状态 1 结束",
            "change nothing, name the files that differ, and end with status 1 if there are any",
        )))
        .arg(flag("diff").help(words.of(
            "不改文件，显示会怎样改，有改动就以状态 1 结束",
            "change nothing, show what would change, and end with status 1 if anything would",
        )))
        .arg(choice("keywords", "zh|en", &["zh", "en"]).help(words.of(
            "关键词用中文（zh）还是英文（en）；不写按各文件的第一个关键词",
            "keywords in Chinese (zh) or English (en); else as the first of each file",
        )))
        .arg(stdin_filename(words))
}

fn lsp(words: Words) -> Command {
    let about = words
        .of("语言服务器：编辑器从标准输入输出使用", "language server on standard input and output");
    // Editors add it; there is no other way to speak.
    verb(words, "lsp", about, "").arg(flag("stdio").hide(true))
}

fn completions(words: Words) -> Command {
    let about = words.of(
        "让 shell 能补全命令和选项的脚本",
        "a script with which a shell completes verbs and options",
    );
    let name = "SHELL";
    verb(words, "completions", about, &format!("<{name}>")).arg(
        positional(words, "shell", name)
            .required(true)
            .value_parser(value_parser!(Shell))
            .hide_possible_values(true)
            .help("bash, zsh, fish, powershell, elvish"),
    )
}

/// A verb with the options that all verbs have; `operands` is what stands behind the options in the
/// line that shows its use.
fn verb(words: Words, name: &'static str, about: &'static str, operands: &str) -> Command {
    let usage = format!("gouji {name} [{}] {operands}", words.of("选项", "OPTIONS"));
    Command::new(name)
        .about(about)
        .override_usage(usage.trim_end().to_owned())
        .help_template(template(words))
        .next_help_heading(words.of("选项", "Options"))
        .disable_help_flag(true)
        .arg(help(words))
}

fn language(words: Words) -> Arg {
    choice("lang", "zh|en", &["zh", "en"])
        .global(true)
        .help_heading(words.of("选项", "Options"))
        .help(words.of(
            "消息用中文（zh）还是英文（en）；不写按系统语言，默认中文",
            "messages in Chinese (zh) or English (en); else by locale",
        ))
}

fn template(words: Words) -> String {
    format!("{{about}}\n\n{}  {{usage}}\n\n{{all-args}}{{after-help}}\n", words.of("用法", "Usage"))
}

fn help(words: Words) -> Arg {
    Arg::new("help")
        .long("help")
        .short('h')
        .action(ArgAction::Help)
        .help_heading(words.of("选项", "Options"))
        .help(words.of("这份说明", "this help"))
}

/// Which rules are in force.
fn rule_options(words: Words) -> [Arg; 3] {
    [
        option("rules", path(words))
            .action(ArgAction::Append)
            .value_parser(value_parser!(PathBuf))
            .help(words.of(
                "加上这些规则文件或规则集文件夹，可以写多次",
                "add these rule files or pack folders; repeatable",
            )),
        flag("no-default-packs")
            .help(words.of("不用随程序带的规则集", "leave the shipped packs out")),
        option("pack", words.of("规则集", "NAME")).action(ArgAction::Append).help(words.of(
            "只按这个规则集检查，不管它的「适用」，可以写多次",
            "apply only this ruleset, whatever its terms say; repeatable",
        )),
    ]
}

fn paths(words: Words, help: &'static str) -> Arg {
    positional(words, "paths", path(words))
        .num_args(1..)
        .value_parser(value_parser!(PathBuf))
        .help(help)
}

fn output(words: Words) -> Arg {
    option("output", file(words))
        .short('o')
        .value_parser(value_parser!(PathBuf))
        .help(words.of("写到文件，不写到屏幕", "write to a file instead of the screen"))
}

fn stdin_filename(words: Words) -> Arg {
    option("stdin-filename", file(words)).value_parser(value_parser!(PathBuf)).help(words.of(
        "标准输入叫什么：决定格式和显示的名字，和 - 一起用",
        "what standard input is called, for its format and for messages; with -",
    ))
}

/// Which results are reported.
fn filters(words: Words) -> [Arg; 2] {
    let name = words.of("名称", "NAME");
    [
        option("select", name).action(ArgAction::Append).help(words.of(
            "只报告这些规则或代码：名称、名称的开头，或带 * 和 ? 的样子，可以写多次",
            "report these rules or codes alone: name, its beginning, or pattern with * and ?; repeatable",
        )),
        option("ignore", name).action(ArgAction::Append).help(words.of(
            "不报告这些规则或代码，写法相同，可以写多次",
            "do not report these rules or codes, written likewise; repeatable",
        )),
    ]
}

fn color(words: Words) -> Arg {
    choice("color", words.of("何时", "WHEN"), &["auto", "always", "never"]).help(words.of(
        "什么时候用颜色：auto（看情况，默认）、always（总用）、never（不用）",
        "when to use colours: auto, always, never",
    ))
}

fn path(words: Words) -> &'static str {
    words.of("路径", "PATH")
}

fn file(words: Words) -> &'static str {
    words.of("文件", "FILE")
}

/// An operand; `value` is what it is called in the help.
fn positional(words: Words, name: &'static str, value: &'static str) -> Arg {
    Arg::new(name).value_name(value).help_heading(words.of("参数", "Arguments"))
}

/// An option with a value; `value` is what that is called in the help.
fn option(name: &'static str, value: &'static str) -> Arg {
    Arg::new(name).long(name).value_name(value)
}

/// An option with one of these values; its help says which there are.
fn choice(name: &'static str, value: &'static str, choices: &[&'static str]) -> Arg {
    option(name, value)
        .value_parser(PossibleValuesParser::new(choices.to_vec()))
        .hide_possible_values(true)
}

/// An option without a value.
fn flag(name: &'static str) -> Arg {
    Arg::new(name).long(name).action(ArgAction::SetTrue)
}
