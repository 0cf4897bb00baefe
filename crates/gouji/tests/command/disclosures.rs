//! Whole disclosures against the lists of findings beside them: nothing missing, nothing more.
//!
//! The lists are described in `tests/disclosures/README.md`. The real disclosures lie outside of the
//! project; where they are not, the test says that it skipped them.

use crate::support::skipped;
use gouji_diagnostic::{Diagnostic, Severity};
use gouji_report::DocumentReport;
use gouji_workspace::{DiskSystem, Next, RuleOptions, check_documents, discover, load_rules};
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// A row of a list.
#[derive(Debug, PartialEq)]
struct Expected {
    rule: String,
    severity: Severity,
    line: u32,
    text: String,
}

/// The rows of the table in a list.
fn expected(page: &str) -> Vec<Expected> {
    let rows = page.lines().filter(|line| line.starts_with('|')).skip(2);
    rows.map(|row| {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let [_, rule, severity, line, text, _explanation, _] = cells[..] else {
            panic!("a row has five cells: {row}")
        };
        Expected {
            rule: rule.to_owned(),
            severity: match severity {
                "错误" => Severity::Error,
                "警告" => Severity::Warning,
                other => panic!("{other} is no severity"),
            },
            line: line.parse().expect("a line number"),
            text: text.to_owned(),
        }
    })
    .collect()
}

/// What the shipped rules make of a document.
fn check(path: &Path) -> DocumentReport {
    let loaded = load_rules(&DiskSystem, &RuleOptions::default());
    assert!(loaded.problems.is_empty(), "the shipped rules have problems");
    let found = discover(&DiskSystem, &[path.to_owned()]);
    let mut reports = Vec::new();
    let _ = check_documents(&DiskSystem, &found, &loaded, 1, |report, _| {
        reports.push(report);
        Next::Continue(())
    });
    let [report] = <[_; 1]>::try_from(reports).expect("one document");
    assert_eq!(report.not_checked, None, "{}", path.display());
    report
}

/// Errors and warnings, those of readers and forms too: in a sample each of them is a finding.
fn grave(report: &DocumentReport) -> Vec<&Diagnostic> {
    let all = report.findings.iter().chain(&report.problems);
    all.filter(|diagnostic| diagnostic.severity > Severity::Note).collect()
}

/// The place of an expected text in its line, in bytes of the document: the first cell that is this
/// text, or the first place where it stands.
fn place_of(document: &str, expected: &Expected) -> Option<(usize, usize)> {
    let mut start = 0;
    let mut lines = document.split('\n');
    for line in lines.by_ref().take(expected.line as usize - 1) {
        start += line.len() + 1;
    }
    let line = lines.next()?.trim_end_matches('\r');
    let mut cell_start = 0;
    for cell in line.split('\t') {
        if cell.trim() == expected.text {
            return Some((start + cell_start, start + cell_start + cell.len()));
        }
        cell_start += cell.len() + 1;
    }
    let at = start + line.find(&expected.text)?;
    Some((at, at + expected.text.len()))
}

fn is_meant(report: &DocumentReport, expected: &Expected, finding: &Diagnostic) -> bool {
    let rule = finding.code.as_str().rsplit('/').next().unwrap_or_default();
    let (Some(subject), Some((start, end))) =
        (finding.places.first(), place_of(&report.source.text, expected))
    else {
        return false;
    };
    rule == expected.rule
        && finding.severity == expected.severity
        && start <= subject.at.range.start as usize
        && subject.at.range.end as usize <= end
        && !subject.at.range.is_empty()
}

/// A finding for a message.
fn shown(report: &DocumentReport, finding: &Diagnostic) -> String {
    let text = &report.source.text;
    let place = finding.places.first().map(|place| {
        let at = report.source.lines.line_column(text, place.at.range.start);
        format!("line {} column {} “{}”", at.line, at.column, place.at.range.of(text))
    });
    let place = place.unwrap_or_default();
    format!("{:?} {} {place}: {}", finding.severity, finding.code, finding.message.chinese)
}

/// What is missing or more than expected, and lists that are not what they should be.
fn differences(report: &DocumentReport, list: &[Expected]) -> Vec<String> {
    let mut found = Vec::new();
    for row in list {
        if place_of(&report.source.text, row).is_none() {
            found.push(format!("the list is wrong, the text does not stand in that line: {row:?}"));
        }
    }
    let mut left = grave(report);
    for row in list {
        match left.iter().position(|finding| is_meant(report, row, finding)) {
            Some(at) => drop(left.remove(at)),
            None => found.push(format!("missing: {row:?}")),
        }
    }
    found.extend(left.iter().map(|finding| format!("false alarm: {}", shown(report, finding))));
    found
}

fn hold(document: &Path, list: &Path) -> Vec<String> {
    let page =
        std::fs::read_to_string(list).unwrap_or_else(|error| panic!("{}: {error}", list.display()));
    let mut found = differences(&check(document), &expected(&page));
    if !found.is_empty() {
        found.insert(0, format!("{}:", document.display()));
    }
    found
}

#[test]
fn the_samples_have_exactly_the_findings_in_their_lists() {
    let folder = root().join("tests/disclosures");
    let mut paths: Vec<PathBuf> = std::fs::read_dir(&folder)
        .expect("the samples")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .collect();
    paths.sort();
    assert!(paths.len() >= 5, "{} samples", paths.len());
    let found: Vec<String> =
        paths.iter().flat_map(|path| hold(path, &path.with_extension("expected.md"))).collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn the_real_disclosure_has_exactly_the_findings_in_its_list() {
    let document = root().join("../shared/disclosures/hrss-2021.txt");
    if !document.is_file() {
        skipped(&format!("no real disclosures beside the project ({})", document.display()));
        return;
    }
    let list = root().join("tests/disclosures/real/hrss-2021.expected.md");
    let found = hold(&document, &list);
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn a_missing_finding_and_a_false_alarm_are_seen() {
    let report = check(&root().join("tests/disclosures/bailu-culture-tourism-2021.txt"));
    let page = "| 规则 | 严重程度 | 行 | 单元 | 说明 |\n| --- | --- | --- | --- | --- |\n\
        | 收入合计 | 警告 | 34 | 743.00万元 | 别的严重程度 |\n\
        | 三公经费合计 | 错误 | 50 | 8万元 | 对 |\n\
        | 支出合计 | 错误 | 38 | 743.00万元 | 没有错 |\n";
    let found = differences(&report, &expected(page));
    let of = |beginning: &str| found.iter().filter(|line| line.starts_with(beginning)).count();
    assert_eq!((of("missing"), of("false alarm")), (2, report.findings.len() - 1), "{found:#?}");
}
