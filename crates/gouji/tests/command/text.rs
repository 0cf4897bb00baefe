//! `gouji text`: the text that the forms read, with marks.

use crate::support::{CLEAN, Folder, gouji, gouji_in, sample};
use crate::workbooks::package;
use std::path::Path;

#[test]
fn sheets_and_tables_are_marked_and_lines_numbered() {
    let folder = Folder::new("text-sheets");
    let row = |number: u32, text: &str| {
        format!(
            "<row r=\"{number}\"><c r=\"A{number}\" t=\"inlineStr\"><is><t>{text}</t></is></c>\
             <c r=\"B{number}\"><v>{number}</v></c></row>"
        )
    };
    let sheet = |first: u32| {
        format!("<sheetData>{}{}</sheetData>", row(first, "收入"), row(first + 1, "支出"))
    };
    let bytes = package(&[("甲", sheet(1)), ("乙", sheet(4))]);
    folder.write("a.xlsx", bytes);
    let run = gouji_in(Path::new(&folder.path("")), &["text", "a.xlsx", "--lines"]).ends(0);
    assert_eq!(
        run.stdout,
        "══ a.xlsx（2 张工作表）\n\
         ── 工作表「甲」\n── 表格：2 行，2 列\n1 [1]    收入\t1\n2 [2]    支出\t2\n3        \n\
         ── 工作表「乙」\n── 表格：2 行，2 列\n4 [4]    收入\t4\n5 [5]    支出\t5\n6        \n"
    );
    let plain = gouji_in(Path::new(&folder.path("")), &["text", "a.xlsx", "--lang", "en"]).ends(0);
    assert!(plain.stdout.contains("── sheet “乙”\n── table: rows 2, columns 2\n收入\t4\n"));
}

#[test]
fn a_text_is_shown_as_it_stands_and_harmless() {
    let shown = gouji(&["text", CLEAN]).ends(0).stdout;
    let marked = |line: &&str| line.starts_with("── ") || line.starts_with("══ ");
    let lines: Vec<&str> = shown.lines().filter(|line| !marked(line)).collect();
    let text = sample(CLEAN);
    assert_eq!(lines.join("\n").trim_end(), text.trim_end());
    let folder = Folder::new("text-plain");
    folder.write("a.txt", "预算\u{202e}一\n");
    let run = gouji_in(Path::new(&folder.path("")), &["text", "a.txt"]).ends(0);
    assert!(run.stdout.contains("预算\\u{202E}一"), "{}", run.stdout);
}

#[test]
fn what_cannot_be_read_is_said_and_the_others_go_on() {
    let folder = Folder::new("text-unread");
    folder.write("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
    folder.write("b.txt", "预算\n");
    gouji_in(Path::new(&folder.path("")), &["text", "a.xls", "b.txt"])
        .ends(1)
        .says("a.xls: ")
        .says("预算");
    gouji_in(Path::new(&folder.path("")), &["text", "a.xls"]).ends(2).says("a.xls: ");
}
