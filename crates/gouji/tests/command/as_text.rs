//! Real disclosures as tabbed text, of layouts that the shipped packs know: what is read of each table, and
//! what becomes of changes to whole tables. They lie outside of the project; where they are not, the
//! tests say that they skipped them.

use crate::support::{root, skipped};
use gouji::{Checker, Diagnostic, DocumentReport, Rules, Severity};
use serde_json::Value as Json;
use std::path::PathBuf;

/// A document and what is read of it.
struct Read {
    name: &'static str,
    /// Its tables: each is read by one form, but for those without a figure.
    tables: usize,
    /// Comparisons that hold, within rounding or not.
    passed: usize,
    /// Fields with a value.
    values: u64,
    /// Figures in what the forms read that none of them took: reasons of changes, units like “100 万元以上”,
    /// and the one percentage without its sign.
    unread: usize,
}

const DOCUMENTS: [Read; 5] = [
    Read {
        name: "shanghai-budget-2025-shangwuwei",
        tables: 9,
        passed: 335,
        values: 1049,
        unread: 0,
    },
    Read { name: "shanghai-accounts-2024-guizi", tables: 9, passed: 451, values: 1313, unread: 10 },
    Read { name: "jiangsu-tables-2018-weiban", tables: 12, passed: 64, values: 511, unread: 0 },
    Read {
        name: "jiangsu-tables-2018-titles-split",
        tables: 12,
        passed: 64,
        values: 512,
        unread: 0,
    },
    Read { name: "jiangsu-text-2018-weiban", tables: 0, passed: 65, values: 281, unread: 0 },
];

fn path(name: &str) -> PathBuf {
    root().join(format!("../shared/disclosures/as-text/{name}.txt"))
}

/// The text of a document; `None`, and said, where it is not beside the project.
fn text(name: &str) -> Option<String> {
    let path = path(name);
    let text = std::fs::read_to_string(&path).ok();
    if text.is_none() {
        skipped(&format!("no real disclosures beside the project ({})", path.display()));
    }
    text
}

/// What is read of a text, as JSON.
fn extract(checker: &Checker, text: &str) -> Json {
    let records = checker.extract("文件.txt", text).expect("a document");
    serde_json::to_value(records.json(gouji::Language::Chinese)).expect("JSON")
}

/// A table: its lines from 0, the title's first, and the form that reads it.
#[derive(Clone, Debug)]
struct Table {
    lines: std::ops::Range<usize>,
    width: usize,
    form: String,
}

/// The tables of a document that a form reads, each from its title on.
fn tables(read: &Json) -> Vec<Table> {
    let all = read["survey"]["tables"].as_array().expect("tables");
    let read = all.iter().filter_map(|table| {
        let form = table["read_by"][0].as_str()?.to_owned();
        let line = |name: &str| table["place"][name].as_u64().expect("a line") as usize;
        let rows = table["rows"].as_array().expect("rows");
        let signs = |row: &Json| row["cells"].as_str().expect("signs").to_owned();
        let width = rows.iter().map(|row| signs(row).chars().count()).max()?;
        Some(Table { lines: line("line") - 1..line("end_line"), width, form })
    });
    read.collect()
}

/// How many comparisons hold.
fn passed(report: &DocumentReport) -> usize {
    report.rules.iter().map(|rule| rule.passed).sum()
}

/// What is said of a document in lines of it, counted from 0.
fn said_in(report: &DocumentReport, lines: std::ops::Range<usize>) -> Vec<&Diagnostic> {
    let all = report.findings.iter().chain(&report.problems);
    let stands_there = |said: &&Diagnostic| {
        said.places.iter().any(|place| {
            let at = report.source.lines.line_of(place.at.range.start) as usize;
            lines.contains(&at)
        })
    };
    all.filter(stands_there).collect()
}

#[test]
fn all_tables_are_bound_and_all_figures_read() {
    let checker = Checker::new(Rules::shipped());
    for document in &DOCUMENTS {
        let Some(text) = text(document.name) else { return };
        let read = extract(&checker, &text);
        let report = checker.check("文件.txt", text.as_str());
        let values = read["states"]["value"].as_u64().expect("a number");
        let unread = read["unread"].as_array().expect("figures").len();
        let found = (tables(&read).len(), passed(&report), values, unread);
        let expected = (document.tables, document.passed, document.values, document.unread);
        assert_eq!(found, expected, "{}: tables, passed, values, unread", document.name);
    }
}

/// A document with one table changed, and what is said of the lines that changed or of its form.
struct Changed {
    report: DocumentReport,
    said: usize,
}

impl Changed {
    fn new(report: DocumentReport, place: std::ops::Range<usize>, table: &Table) -> Self {
        let all = report.findings.iter().chain(&report.problems);
        let of_form = all.filter(|said| said.message.chinese.contains(&table.form)).count();
        let said = said_in(&report, place).len() + of_form;
        Self { report, said }
    }
}

/// Changes each table of each document, and holds what is said against what was said before.
fn each_table(
    change: impl Fn(&mut Vec<&str>, &Table) -> Option<std::ops::Range<usize>>,
    hold: impl Fn(&Changed, &DocumentReport, &str),
) {
    let checker = Checker::new(Rules::shipped());
    for document in &DOCUMENTS {
        let Some(text) = text(document.name) else { return };
        let before = checker.check("文件.txt", text.as_str());
        for table in tables(&extract(&checker, &text)) {
            let mut lines: Vec<&str> = text.split('\n').collect();
            let Some(place) = change(&mut lines, &table) else { continue };
            let report = checker.check("文件.txt", lines.join("\n"));
            let name = format!("{}, {}", document.name, table.form);
            hold(&Changed::new(report, place, &table), &before, &name);
        }
    }
}

/// Errors that the document did not have before would be false, but for those that say that a table is
/// missing, or that the note of an empty one speaks of another.
fn no_new_error(after: &DocumentReport, before: &DocumentReport, name: &str) {
    let errors = |report: &DocumentReport| -> Vec<String> {
        let all = report.findings.iter().filter(|finding| {
            let said =
                ["表齐全", "空表说明"].iter().any(|end| finding.code.as_str().ends_with(end));
            finding.severity == Severity::Error && !said
        });
        // Lines move, and a fault that is there may be told by another of its figures.
        all.map(|finding| finding.code.as_str().to_owned()).collect()
    };
    let old = errors(before);
    let new: Vec<String> = errors(after).into_iter().filter(|one| !old.contains(one)).collect();
    assert!(new.is_empty(), "{name}: {new:#?}");
}

/// A pack's rules are not held to a table that is not read: nothing passes more than before.
fn told(changed: &Changed, before: &DocumentReport, name: &str) {
    assert!(changed.said > 0, "{name}: nothing is said at the table");
    assert!(passed(&changed.report) <= passed(before), "{name}: a rule passes on another table");
    no_new_error(&changed.report, before, name);
}

#[test]
fn a_table_without_its_title_is_said_and_not_read() {
    let change = |lines: &mut Vec<&str>, table: &Table| {
        lines[table.lines.start] = "";
        Some(table.lines.clone())
    };
    each_table(change, told);
}

#[test]
fn a_table_that_lacks_a_column_is_said_and_not_read() {
    let checker = Checker::new(Rules::shipped());
    for document in &DOCUMENTS {
        let Some(text) = text(document.name) else { return };
        let before = checker.check("文件.txt", text.as_str());
        for table in tables(&extract(&checker, &text)) {
            let mut lines: Vec<String> = text.split('\n').map(str::to_owned).collect();
            for line in &mut lines[table.lines.clone()] {
                let mut cells: Vec<&str> = line.split('\t').collect();
                if cells.len() == table.width {
                    cells.pop();
                }
                *line = cells.join("\t");
            }
            let report = checker.check("文件.txt", lines.join("\n"));
            let name = format!("{}, {}", document.name, table.form);
            told(&Changed::new(report, table.lines.clone(), &table), &before, &name);
        }
    }
}

#[test]
fn tables_under_one_anothers_titles_are_said_and_not_read() {
    let checker = Checker::new(Rules::shipped());
    for document in &DOCUMENTS {
        let Some(text) = text(document.name) else { return };
        let before = checker.check("文件.txt", text.as_str());
        let tables = tables(&extract(&checker, &text));
        for pair in tables.windows(2) {
            let [one, other] = pair else { continue };
            let lines: Vec<&str> = text.split('\n').collect();
            let body = |table: &Table| table.lines.start + 1..table.lines.end;
            let mut changed = lines[..body(one).start].to_vec();
            changed.extend(&lines[body(other)]);
            changed.extend(&lines[one.lines.end..body(other).start]);
            changed.extend(&lines[body(one)]);
            changed.extend(&lines[other.lines.end..]);
            let report = checker.check("文件.txt", changed.join("\n"));
            let name = format!("{}, {} and {}", document.name, one.form, other.form);
            told(&Changed::new(report, one.lines.start..other.lines.end, one), &before, &name);
        }
    }
}

#[test]
fn a_table_that_stands_twice_is_said_and_read_once() {
    let change = |lines: &mut Vec<&str>, table: &Table| {
        let again = lines[table.lines.clone()].to_vec();
        let end = table.lines.end;
        lines.splice(end..end, std::iter::once("").chain(again));
        Some(end..end + table.lines.len() + 1)
    };
    each_table(change, |changed, before, name| {
        assert!(changed.said > 0, "{name}: nothing is said at the second printing");
        assert_eq!(passed(&changed.report), passed(before), "{name}: figures count twice");
        no_new_error(&changed.report, before, name);
    });
}
