//! The closing account: the totals, what was not checked, and one sentence.

use crate::escape::one_line;
use crate::layout::{columns, hanging, push_padded, push_right_aligned, push_spaces};
use crate::paint::{TextRole, paint};
use crate::{PrettyOptions, ReadExtent, RuleCounts, Summary, Tally};
use gouji_diagnostic::Severity;
use gouji_text::{Language, Localized};

/// Names listed one by one before the rest is only counted.
const MOST_LISTED: usize = 20;

/// Columns of figures in the table of rules.
const FIGURES: usize = 6;

/// Columns in front of the entries of a list.
const MARGIN: usize = 3;

/// The closing account. Ends with a line end.
pub(crate) fn account(tally: &Tally, with_rules: bool, options: PrettyOptions) -> String {
    let mut output = String::new();
    if with_rules {
        push_rules(&mut output, tally.rules(), options);
    }
    push_rulesets(&mut output, tally, options);
    for line in closing_lines(tally, options.language) {
        push_lines(&mut output, &line, None, options);
    }
    push_broken(&mut output, tally, options);
    push_little_read(&mut output, tally, options);
    push_not_checked(&mut output, tally, options);
    let summary = tally.summary();
    let sentence = sentence(tally, options.language);
    let role = match summary {
        _ if nothing_checked(summary, options.language).is_some() => {
            TextRole::Severity(Severity::Error)
        }
        Summary { errors: 1.., .. } => TextRole::Severity(Severity::Error),
        Summary { warnings: 1.., .. } => TextRole::Severity(Severity::Warning),
        _ => TextRole::Strong,
    };
    push_lines(&mut output, &sentence, Some(role), options);
    output
}

/// What must be said loudly: that the run checked nothing.
pub(crate) fn nothing_checked(summary: &Summary, language: Language) -> Option<&'static str> {
    let outcomes = [summary.passed, summary.failed, summary.undetermined, summary.broken];
    if summary.documents == 0 {
        Some(language.choose("没有检查任何文件", "no document was checked"))
    } else if summary.rules == 0 {
        Some(language.choose("没有适用的规则", "no rule applied"))
    } else if outcomes.iter().all(|count| *count == 0) {
        Some(language.choose(
            "没有适用的规则：有效规则均未在文件中找到可检查的内容",
            "no rule applied: none found anything to check in the documents",
        ))
    } else {
        None
    }
}

/// What the run came to, in one sentence.
fn sentence(tally: &Tally, language: Language) -> String {
    let summary = tally.summary();
    let unchecked = tally.not_checked().len();
    let Summary { documents, faulty, undetermined, .. } = summary;
    if let Some(words) = nothing_checked(summary, language) {
        return format!("{words}{}", language.choose("。", "."));
    }
    // One document alone needs no counting.
    let is_alone = *documents == 1 && unchecked == 0;
    let mut sentence = match (language, is_alone, faulty) {
        (Language::Chinese, true, 0) => "这份文件没有错误，也没有警告".to_owned(),
        (Language::Chinese, true, _) => "这份文件有错误或警告".to_owned(),
        (Language::Chinese, false, 0) => {
            format!("检查过的 {documents} 份文件没有错误，也没有警告")
        }
        (Language::Chinese, false, _) => {
            format!("检查过的 {documents} 份文件里，{faulty} 份有错误或警告")
        }
        (Language::English, true, 0) => "the document has no errors and no warnings".to_owned(),
        (Language::English, true, _) => "the document has errors or warnings".to_owned(),
        (Language::English, false, 0) => {
            format!("the {documents} documents checked have no errors and no warnings")
        }
        (Language::English, false, _) => {
            format!("{faulty} of the {documents} documents checked have errors or warnings")
        }
    };
    if *undetermined > 0 {
        sentence.push_str(&match language {
            Language::Chinese => format!("，有 {undetermined} 处无法判定"),
            Language::English => format!(", {undetermined} instances cannot be determined"),
        });
    }
    if unchecked > 0 {
        sentence.push_str(&match language {
            Language::Chinese => format!("；另有 {unchecked} 份没有检查，不能算作通过"),
            Language::English => {
                format!("; {unchecked} more were not checked and must not be taken as passed")
            }
        });
    }
    sentence.push_str(language.choose("。", "."));
    sentence
}

/// The totals in one line.
pub(crate) fn closing_line(tally: &Tally, language: Language) -> String {
    closing_lines(tally, language).join(language.choose("；", "; "))
}

/// The totals: of documents, of outcomes, of findings.
fn closing_lines(tally: &Tally, language: Language) -> Vec<String> {
    let summary = tally.summary();
    let Summary { documents, not_checked, rules, passed, failed, undetermined, .. } = summary;
    let Summary { passed_within_rounding: rounded, not_applicable, .. } = summary;
    let Summary { errors, warnings, notes, left_out, .. } = summary;
    let unpaired = of_not_applicable((summary.unpaired, summary.lacking), language);
    // A broken rule is one broken rule, however many documents it was left out of.
    let broken = tally.broken_rules().count();
    let mut lines = match language {
        Language::Chinese => vec![
            format!("检查文件 {documents} 个，未检查 {not_checked} 个"),
            format!(
                "规则 {rules} 条：通过 {passed}（其中舍入 {rounded}），不通过 {failed}，\
                 无法判定 {undetermined}，不适用 {not_applicable}{unpaired}，规则有误 {broken}"
            ),
            format!("错误 {errors}，警告 {warnings}，说明 {notes}"),
        ],
        Language::English => vec![
            format!("documents checked: {documents}, not checked: {not_checked}"),
            format!(
                "rules: {rules}; passed: {passed} (within rounding: {rounded}), failed: {failed}, \
                 undetermined: {undetermined}, not applicable: {not_applicable}{unpaired}, broken: {broken}"
            ),
            format!("errors: {errors}, warnings: {warnings}, notes: {notes}"),
        ],
    };
    if *documents > 1 {
        lines.insert(1, summary.extent.describe(language));
    }
    let rules_left_out = summary.rules_left_out;
    if *left_out > 0 || rules_left_out > 0 {
        lines.push(language.choose(
            format!("按 --select、--ignore 略去：规则 {rules_left_out} 条，结果 {left_out} 条"),
            format!(
                "left out by --select and --ignore: rules: {rules_left_out}, results: {left_out}"
            ),
        ));
    }
    lines
}

fn push_rulesets(output: &mut String, tally: &Tally, options: PrettyOptions) {
    if tally.rulesets().is_empty() {
        return;
    }
    let names: Vec<_> = tally.rulesets().iter().map(|ruleset| one_line(ruleset)).collect();
    let heading = options.language.choose("规则集", "rulesets");
    let line = format!("{heading}  {}", names.join(options.language.choose("、", ", ")));
    push_lines(output, &line, None, options);
}

/// A text, broken where the terminal is narrower, in its colour.
fn push_lines(output: &mut String, text: &str, role: Option<TextRole>, options: PrettyOptions) {
    for line in hanging(text, MARGIN, usize::MAX, options) {
        output.push_str(&match role {
            Some(role) => paint(options.color, role, &line),
            None => line,
        });
        output.push('\n');
    }
}

/// Rules with something besides passes, and how many have nothing but passes.
fn push_rules(output: &mut String, rules: &[RuleCounts], options: PrettyOptions) {
    let rows: Vec<&RuleCounts> = rules.iter().filter(|row| !has_only_passed(row)).collect();
    let language = options.language;
    if !rows.is_empty() {
        let headers: [&str; FIGURES] = match language {
            Language::Chinese => {
                ["通过", "（其中舍入）", "不通过", "无法判定", "不适用", "规则有误"]
            }
            Language::English => {
                ["passed", "(rounding)", "failed", "undetermined", "not applicable", "broken"]
            }
        };
        let table = table(&rows, headers, options);
        let widest = table.iter().map(|(line, _)| columns(line)).max().unwrap_or(0);
        let lines = if widest <= options.width { table } else { rows_in_words(&rows, language) };
        for (line, role) in lines {
            push_lines(output, &line, role, options);
        }
    }
    let passed = rules.len().saturating_sub(rows.len());
    if passed > 0 {
        let rest = match (language, rows.is_empty()) {
            (Language::Chinese, true) => format!("{passed} 条规则全部通过"),
            (Language::Chinese, false) => format!("其余 {passed} 条全部通过"),
            (Language::English, true) => format!("all {passed} rules passed"),
            (Language::English, false) => format!("the other {passed} rules all passed"),
        };
        output.push_str(&rest);
        output.push('\n');
    }
}

/// Whether a rule has nothing besides passes.
fn has_only_passed(row: &RuleCounts) -> bool {
    let others = [row.failed, row.undetermined, row.not_applicable, row.broken];
    row.passed > 0 && others.iter().all(|count| *count == 0)
}

/// A head and a line a rule, in columns.
fn table(
    rows: &[&RuleCounts],
    headers: [&str; FIGURES],
    options: PrettyOptions,
) -> Vec<(String, Option<TextRole>)> {
    let figures: Vec<[String; FIGURES]> =
        rows.iter().map(|row| figures_of(row).map(|count| count.to_string())).collect();
    let mut widths = headers.map(columns);
    for row in &figures {
        for (width, figure) in widths.iter_mut().zip(row) {
            *width = (*width).max(columns(figure));
        }
    }
    let rule_header = options.language.choose("规则", "rule");
    let names: Vec<_> = rows.iter().map(|row| one_line(&row.rule)).collect();
    let name_width =
        names.iter().map(|name| columns(name)).max().unwrap_or(0).max(columns(rule_header));
    let line = |name: &str, cells: [&str; FIGURES]| {
        let mut line = String::new();
        push_padded(&mut line, name, name_width);
        for (cell, width) in cells.into_iter().zip(widths) {
            push_spaces(&mut line, 2);
            push_right_aligned(&mut line, cell, width);
        }
        line
    };
    let mut lines = vec![(line(rule_header, headers), Some(TextRole::Heading))];
    for ((name, figures), row) in names.iter().zip(&figures).zip(rows) {
        lines.push((line(name, figures.each_ref().map(String::as_str)), row_role(row)));
    }
    lines
}

/// A line a rule that names its counts, where the table is wider than the terminal.
fn rows_in_words(rows: &[&RuleCounts], language: Language) -> Vec<(String, Option<TextRole>)> {
    let words = |row: &RuleCounts| {
        let rounded = match row.passed_within_rounding {
            0 => String::new(),
            count => language
                .choose(format!("（其中舍入 {count}）"), format!(" (within rounding {count})")),
        };
        let unpaired = of_not_applicable((row.unpaired, row.lacking), language);
        let counts = [
            (row.passed, language.choose("通过", "passed"), rounded.as_str()),
            (row.failed, language.choose("不通过", "failed"), ""),
            (row.undetermined, language.choose("无法判定", "undetermined"), ""),
            (row.not_applicable, language.choose("不适用", "not applicable"), unpaired.as_str()),
            (row.broken, language.choose("规则有误", "broken"), ""),
        ];
        let counts: Vec<String> = counts
            .into_iter()
            .filter(|(count, ..)| *count > 0)
            .map(|(count, word, behind)| format!("{word} {count}{behind}"))
            .collect();
        let (colon, comma) = language.choose(("：", "，"), (": ", ", "));
        format!("{}{colon}{}", one_line(&row.rule), counts.join(comma))
    };
    rows.iter().map(|row| (words(row), row_role(row))).collect()
}

/// How many of those to which a rule does not apply have no partner, or no value beside a figure:
/// `（其中未配对 3，缺数 1）`.
fn of_not_applicable((unpaired, lacking): (usize, usize), language: Language) -> String {
    let parts = [
        (unpaired, language.choose("未配对", "unpaired")),
        (lacking, language.choose("缺数", "lacking a value")),
    ];
    let parts = parts.iter().filter(|(count, _)| *count > 0);
    let (between, opened) = language.choose(("，", " "), (", ", ": "));
    let parts: Vec<String> = parts.map(|(count, word)| format!("{word}{opened}{count}")).collect();
    match parts.join(between) {
        parts if parts.is_empty() => parts,
        parts => language.choose(format!("（其中{parts}）"), format!(" ({parts})")),
    }
}

fn figures_of(row: &RuleCounts) -> [usize; FIGURES] {
    [
        row.passed,
        row.passed_within_rounding,
        row.failed,
        row.undetermined,
        row.not_applicable,
        row.broken,
    ]
}

fn row_role(row: &RuleCounts) -> Option<TextRole> {
    if row.failed > 0 || row.broken > 0 {
        Some(TextRole::Severity(Severity::Error))
    } else if row.undetermined > 0 {
        Some(TextRole::Severity(Severity::Warning))
    } else {
        None
    }
}

fn push_broken(output: &mut String, tally: &Tally, options: PrettyOptions) {
    let names: Vec<String> = tally.broken_rules().map(|rule| one_line(rule).into_owned()).collect();
    let heading = options.language.choose("有误、没有执行的规则", "rules with errors, not applied");
    push_list(output, heading, names.into_iter(), options);
}

/// The documents of which most was not read, where there are several documents.
fn push_little_read(output: &mut String, tally: &Tally, options: PrettyOptions) {
    let language = options.language;
    let separator = language.choose("：", ": ");
    let entry = |(path, extent): &(String, ReadExtent)| {
        format!("{}{separator}{}", one_line(path), extent.describe(language))
    };
    if tally.summary().documents > 1 {
        let all = tally.little_read().iter().map(entry);
        let heading = language.choose("大半没有读的文件", "documents mostly not read");
        push_list(output, heading, all, options);
    }
}

/// The documents that were not checked, then the files that are none.
fn push_not_checked(output: &mut String, tally: &Tally, options: PrettyOptions) {
    let separator = options.language.choose("：", ": ");
    let entry = |(path, reason): &(String, Localized)| {
        let reason = reason.in_language(options.language);
        format!("{}{separator}{}", one_line(path), one_line(reason))
    };
    let all = tally.not_checked().iter().chain(tally.passed_over()).map(entry);
    push_list(output, options.language.choose("未检查的文件", "files not checked"), all, options);
}

/// A heading with a count, the first entries, and how many more there are.
fn push_list(
    output: &mut String,
    heading: &str,
    mut entries: impl Iterator<Item = String>,
    options: PrettyOptions,
) {
    let listed: Vec<String> = entries.by_ref().take(MOST_LISTED).collect();
    if listed.is_empty() {
        return;
    }
    let more = entries.count();
    output.push_str(&paint(options.color, TextRole::Heading, heading));
    output.push_str(&format!("  {}\n", listed.len() + more));
    for entry in &listed {
        push_spaces(output, MARGIN);
        let inner = PrettyOptions { width: options.width.saturating_sub(MARGIN), ..options };
        let lines = hanging(entry, MARGIN, usize::MAX, inner);
        output.push_str(&lines.join(&format!("\n{}", " ".repeat(MARGIN))));
        output.push('\n');
    }
    if more > 0 {
        output.push_str(&match options.language {
            Language::Chinese => format!("   其余 {more} 份\n"),
            Language::English => format!("   and {more} more\n"),
        });
    }
}
