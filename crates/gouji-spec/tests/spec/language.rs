//! The language reference says what the program does.

use gouji_spec::{PageKind, Suite, UPDATE};
use gouji_syntax::Keyword;
use gouji_text::Language;
use std::path::PathBuf;

fn page() -> PathBuf {
    let page = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/language.md");
    page.canonicalize().expect("the language reference")
}

/// The cells of the tables in the section of that title, header rows left out.
fn table(title: &str) -> Vec<Vec<String>> {
    let text = std::fs::read_to_string(page()).expect("the language reference");
    let level = |line: &str| line.len() - line.trim_start_matches('#').len();
    let mut lines = text.lines();
    let heading = lines
        .by_ref()
        .find(|line| level(line) > 0 && line.trim_start_matches('#').trim() == title)
        .unwrap_or_else(|| panic!("no section {title}"));
    let inside = |line: &&str| !(1..=level(heading)).contains(&level(line));
    let rows = lines.take_while(inside).filter(|line| line.starts_with('|'));
    let cells = rows.map(|line| {
        let inner = line.strip_prefix('|').and_then(|line| line.strip_suffix('|'));
        let cells = inner.unwrap_or(line).split('|');
        cells.map(|cell| cell.trim().trim_matches('`').to_owned()).collect::<Vec<_>>()
    });
    cells.filter(|cells| !cells[0].starts_with("---") && cells[0] != "中文").collect()
}

#[test]
fn examples_run() {
    let mut suite = Suite::default();
    let update = std::env::var_os(UPDATE).is_some_and(|value| value == "1");
    suite.page(&page(), PageKind::Reference, update);
    if let Some(complaint) = suite.complaint() {
        panic!("{complaint}");
    }
    println!("{} 个例子", suite.passed);
    assert!(suite.passed >= 25, "只找到 {} 个例子", suite.passed);
}

#[test]
fn the_keyword_table_is_complete() {
    let due: Vec<Vec<String>> = Keyword::all()
        .iter()
        .map(|keyword| {
            [
                keyword.spelling(Language::Chinese),
                keyword.spelling(Language::English),
                keyword.meaning(Language::Chinese),
                if keyword.is_reserved() { "是" } else { "" },
            ]
            .map(str::to_owned)
            .to_vec()
        })
        .collect();
    let mut missing = due.clone();
    let mut surplus = Vec::new();
    for row in table("关键词表") {
        match missing.iter().position(|due| *due == row) {
            Some(at) => _ = missing.remove(at),
            None => surplus.push(row),
        }
    }
    let shown = |rows: &[Vec<String>]| -> String {
        let line = |row: &Vec<String>| match row.as_slice() {
            [chinese, english, meaning, reserved] => {
                format!("| `{chinese}` | `{english}` | {meaning} | {reserved} |\n")
            }
            other => format!("{other:?}\n"),
        };
        rows.iter().map(line).collect()
    };
    assert!(
        missing.is_empty() && surplus.is_empty(),
        "关键词表里缺：\n{}多：\n{}",
        shown(&missing),
        shown(&surplus)
    );
}

#[test]
fn the_functions_of_the_table_exist() {
    let functions = table("函数");
    assert!(functions.len() >= 12, "{functions:?}");
    for row in functions {
        for (name, item) in [(&row[0], "规则 甲 { 应当"), (&row[1], "rule a { must")] {
            let name = name.split('(').next().unwrap_or_default();
            let page = format!("```gouji\n{item} {name}() }}\n```\n");
            let mut suite = Suite::default();
            suite.text("函数", &page, PageKind::Reference);
            let complaint = suite.complaint().unwrap_or_default();
            assert!(complaint.contains("program/argument-count"), "{name}: {complaint}");
        }
    }
}
