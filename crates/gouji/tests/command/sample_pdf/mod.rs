//! The sample that the READMEs check first: a PDF of two pages as departments publish them, made here.
//!
//! `GOUJI_SPEC_UPDATE=1 cargo test -p gouji --test command sample_pdf` writes it anew.

mod pages;

use crate::support::{Folder, SAMPLE_PDF, gouji, root};
use pages::Pages;

/// What stands in it: a line a paragraph, a block of lines with `|` a table (see `pages.rs`).
const TEXT: &str = include_str!("text.txt");

/// The file, the same on every machine.
fn sample() -> Vec<u8> {
    let mut pages = Pages::default();
    let mut table: Vec<&str> = Vec::new();
    let mut widths = "";
    for line in TEXT.lines().chain([""]) {
        if line.contains('|') {
            table.push(line);
            continue;
        }
        if !table.is_empty() {
            pages.table(widths, &std::mem::take(&mut table));
        }
        match line.split_once(' ') {
            Some(("columns", columns)) => widths = columns,
            Some(("title", text)) => pages.title(text),
            Some(("centred", text)) => pages.centred(text),
            Some(("heading", text)) => pages.heading(text),
            Some(("right", text)) => pages.right(text),
            Some(("text", text)) => pages.text(text),
            Some(("page", _)) => pages.end_page(),
            _ => assert_eq!(line, "", "a line that says how it is set"),
        }
    }
    pages.finish()
}

#[test]
fn the_sample_is_what_its_source_makes() {
    let path = root().join(SAMPLE_PDF);
    let made = sample();
    if std::env::var_os("GOUJI_SPEC_UPDATE").is_some() {
        std::fs::write(&path, &made).expect("the sample is written");
    }
    let there = std::fs::read(&path).expect("the sample is there");
    assert!(there == made, "made anew with GOUJI_SPEC_UPDATE=1");
}

/// What it is there to show: its planted faults and nothing else, at the places of its pages.
#[test]
fn the_sample_has_its_faults_at_places_of_its_pages() {
    let json = gouji(&["check", SAMPLE_PDF, "--format", "json"]).ends(1).json();
    let document = &json["documents"][0];
    let found: Vec<[&str; 3]> = document["findings"]
        .as_array()
        .expect("findings")
        .iter()
        .map(|finding| {
            let place = &finding["places"][0];
            let said = [&finding["rule"], &place["address"], &place["text"]];
            said.map(|it| it.as_str().expect("a text"))
        })
        .collect();
    assert_eq!(found, FAULTS);
    assert_eq!(document["problems"].as_array().expect("problems").len(), 0);
    let read = &document["read"];
    assert_eq!([&read["pages"], &read["tables"], &read["tables_unread"]], [2, 3, 0]);
    assert_eq!(read["figures_unread"], 0);
}

/// The rule, the place and what stands there.
const FAULTS: [[&str; 3]; 4] = [
    ["部门预算公开/三公经费合计", "第1页:15", "5.60万元"],
    ["部门预算公开/成本指标须有上限", "第1页表1!E11", "≥88万元"],
    // The units whose figures add up stand on both pages.
    ["部门预算公开/采购合计", "第1页表2!H3", "100.48"],
    ["部门预算公开/采购金额", "第2页表1!H4", "3.62"],
];

/// A copy under another name is read by what it is.
#[test]
fn the_sample_is_a_pdf_whatever_it_is_called() {
    let folder = Folder::new("sample-pdf");
    let copy = folder.write("a.txt", sample());
    gouji(&["check", &copy]).ends(1);
}
