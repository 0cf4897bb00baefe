//! The closing account: every rule with its outcomes, what was not checked, and the totals.

use crate::escape::one_line;
use crate::layout::{columns, cut, push_padded, push_right_aligned, push_spaces};
use crate::paint::{Role, paint};
use crate::{PrettyOptions, Report, RuleCounts, Summary};
use gouji_diagnostic::Severity;
use gouji_text::Language;
use std::collections::{HashMap, HashSet};

/// Names listed one by one before the rest is only counted.
const MOST_LISTED: usize = 20;

/// Columns of figures in the table of rules.
const FIGURES: usize = 6;

/// The closing account of every rule: a row a rule (over all documents where there are several),
/// what was not checked and why, and the totals. Ends with a line end.
pub fn render_summary(report: &Report, options: PrettyOptions) -> String {
    let language = options.language;
    let summary = report.summary();
    let mut output = String::new();
    push_rulesets(&mut output, report, options);
    push_rules(&mut output, &rules_over_documents(report), options);
    push_unjudged(&mut output, report, options);
    push_not_checked(&mut output, report, options);
    if let Some(words) = nothing_checked(&summary, language) {
        output.push_str(&paint(options.color, Role::Severity(Severity::Error), words));
        output.push('\n');
    }
    for line in closing_lines(&summary, language) {
        output.push_str(&line);
        output.push('\n');
    }
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

/// The totals in one line.
pub(crate) fn closing_line(summary: &Summary, language: Language) -> String {
    closing_lines(summary, language).join(language.choose("；", "; "))
}

/// The totals: of documents, of outcomes, of findings.
fn closing_lines(summary: &Summary, language: Language) -> [String; 3] {
    let Summary { documents, not_checked, rules, passed, failed, undetermined, .. } = summary;
    let Summary { passed_within_rounding: rounded, not_applicable, broken, .. } = summary;
    let Summary { errors, warnings, notes, .. } = summary;
    match language {
        Language::Chinese => [
            format!("检查文件 {documents} 个，未检查 {not_checked} 个"),
            format!(
                "规则 {rules} 条：通过 {passed}（其中舍入 {rounded}），不通过 {failed}，\
                 无法判定 {undetermined}，不适用 {not_applicable}，规则有误 {broken}"
            ),
            format!("错误 {errors}，警告 {warnings}，说明 {notes}"),
        ],
        Language::English => [
            format!("documents checked: {documents}, not checked: {not_checked}"),
            format!(
                "rules: {rules}; passed: {passed} (within rounding: {rounded}), failed: {failed}, \
                 undetermined: {undetermined}, not applicable: {not_applicable}, broken: {broken}"
            ),
            format!("errors: {errors}, warnings: {warnings}, notes: {notes}"),
        ],
    }
}

/// One entry a rule, in order of first appearance.
fn rules_over_documents(report: &Report) -> Vec<RuleCounts> {
    let mut rows: Vec<RuleCounts> = Vec::new();
    let mut row_of = HashMap::new();
    for counts in report.documents.iter().flat_map(|document| &document.rules) {
        let row = *row_of.entry(counts.rule.as_str()).or_insert(rows.len());
        match rows.get_mut(row) {
            Some(sum) => sum.add(counts),
            None => rows.push(counts.clone()),
        }
    }
    rows
}

fn push_rulesets(output: &mut String, report: &Report, options: PrettyOptions) {
    let mut seen = HashSet::new();
    let rulesets: Vec<_> = report
        .documents
        .iter()
        .flat_map(|document| &document.rulesets)
        .filter(|ruleset| seen.insert(ruleset.as_str()))
        .map(|ruleset| one_line(ruleset))
        .collect();
    if rulesets.is_empty() {
        return;
    }
    let heading = options.language.choose("规则集", "rulesets");
    output.push_str(&paint(options.color, Role::Heading, heading));
    output.push_str("  ");
    output.push_str(&rulesets.join(options.language.choose("、", ", ")));
    output.push('\n');
}

fn push_rules(output: &mut String, rows: &[RuleCounts], options: PrettyOptions) {
    if rows.is_empty() {
        return;
    }
    let headers: [&str; FIGURES] = match options.language {
        Language::Chinese => ["通过", "（其中舍入）", "不通过", "无法判定", "不适用", "规则有误"],
        Language::English => {
            ["passed", "(rounding)", "failed", "undetermined", "not applicable", "broken"]
        }
    };
    let figures: Vec<[String; FIGURES]> = rows.iter().map(figures_of).collect();
    let mut widths = headers.map(columns);
    for row in &figures {
        for (width, figure) in widths.iter_mut().zip(row) {
            *width = (*width).max(columns(figure));
        }
    }
    let rule_header = options.language.choose("规则", "rule");
    let taken: usize = widths.iter().map(|width| width + 2).sum();
    let room = options.width.saturating_sub(taken).max(24);
    let names: Vec<String> = rows.iter().map(|row| cut(&one_line(&row.rule), room)).collect();
    let name_width =
        names.iter().map(|name| columns(name)).max().unwrap_or(0).max(columns(rule_header));

    let mut line = String::new();
    push_padded(&mut line, rule_header, name_width);
    for (header, width) in headers.iter().zip(widths) {
        push_spaces(&mut line, 2);
        push_right_aligned(&mut line, header, width);
    }
    output.push_str(&paint(options.color, Role::Heading, &line));
    output.push('\n');
    for ((name, figures), row) in names.iter().zip(&figures).zip(rows) {
        let mut line = String::new();
        push_padded(&mut line, name, name_width);
        for (figure, width) in figures.iter().zip(widths) {
            push_spaces(&mut line, 2);
            push_right_aligned(&mut line, figure, width);
        }
        output.push_str(&match row_role(row) {
            Some(role) => paint(options.color, role, &line),
            None => line,
        });
        output.push('\n');
    }
}

fn figures_of(row: &RuleCounts) -> [String; FIGURES] {
    [
        row.passed,
        row.passed_within_rounding,
        row.failed,
        row.undetermined,
        row.not_applicable,
        row.broken,
    ]
    .map(|count| count.to_string())
}

fn row_role(row: &RuleCounts) -> Option<Role> {
    if row.failed > 0 || row.broken > 0 {
        Some(Role::Severity(Severity::Error))
    } else if row.undetermined > 0 {
        Some(Role::Severity(Severity::Warning))
    } else {
        None
    }
}

/// Documents that were read but that no rule set applied to.
fn push_unjudged(output: &mut String, report: &Report, options: PrettyOptions) {
    let names: Vec<_> = report
        .documents
        .iter()
        .filter(|document| document.rules.is_empty())
        .map(|document| one_line(&document.source.name).into_owned())
        .collect();
    let heading =
        options.language.choose("没有适用规则的文件", "documents to which no rule applied");
    push_list(output, heading, &names, options);
}

fn push_not_checked(output: &mut String, report: &Report, options: PrettyOptions) {
    let separator = options.language.choose("：", ": ");
    let names: Vec<_> = report
        .not_checked
        .iter()
        .take(MOST_LISTED)
        .map(|(path, reason)| {
            let reason = reason.in_language(options.language);
            format!("{}{separator}{}", one_line(path), one_line(reason))
        })
        .collect();
    let heading = options.language.choose("未检查的文件", "files not checked");
    push_counted_list(output, heading, &names, report.not_checked.len(), options);
}

fn push_list(output: &mut String, heading: &str, names: &[String], options: PrettyOptions) {
    let listed = names.get(..MOST_LISTED).unwrap_or(names);
    push_counted_list(output, heading, listed, names.len(), options);
}

/// A heading with a count, the names listed, and how many more there are.
fn push_counted_list(
    output: &mut String,
    heading: &str,
    listed: &[String],
    count: usize,
    options: PrettyOptions,
) {
    if count == 0 {
        return;
    }
    output.push_str(&paint(options.color, Role::Heading, heading));
    output.push_str(&format!("  {count}\n"));
    for name in listed {
        output.push_str("   ");
        output.push_str(name);
        output.push('\n');
    }
    let more = count.saturating_sub(listed.len());
    if more > 0 {
        output.push_str(&match options.language {
            Language::Chinese => format!("   … 另有 {more} 个\n"),
            Language::English => format!("   … {more} more\n"),
        });
    }
}
