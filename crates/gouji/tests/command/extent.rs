//! How much of a document was read is said of each.

use crate::support::{Folder, gouji, root, skipped};

const RULES: &str = "\
量纲 金额 { 元  万元 = 10000 元  标注 “单位：{_}” }
记录 行 { 名: 文本  金额: 金额 }
表样 表 填 行 { 明细 “项目” 为 名, “金额” 为 金额 }
规则 有金额 { 对每个 行  应当 金额 > 0 元 }
";

const DOCUMENT: &str = "\
单位：万元
项目\t金额\t上年
甲\t3.33\t2.22
乙\t6.66\t5.55

科目\t人数
丙\t12
";

#[test]
fn every_document_says_how_much_of_it_was_read() {
    let folder = Folder::new("extent");
    let rules = folder.write("a.gouji", RULES);
    let document = folder.write("a.txt", DOCUMENT);
    let own = ["--rules", &rules, "--no-default-packs"];
    let with = |words: &[&str]| gouji(&[words, &own].concat()).ends(0).stdout;
    let said = "读到 2 个表（1 个有表样）、5 行、4 个数，其中 2 个未读\n";
    for verb in ["check", "extract"] {
        let format = if verb == "check" { "pretty" } else { "text" };
        let told = with(&[verb, &document, "--format", format]);
        assert!(told.contains(said), "{told}");
    }
    let told = with(&["check", &document, "--lang", "en"]);
    assert!(told.contains("read 2 tables (forms read 1), 5 rows, 4 figures, 2 of them unread\n"));
    let json = gouji(&[&["check", &document, "--format", "json"], &own[..]].concat()).json();
    let read = &json["documents"][0]["read"];
    assert_eq!(read["tables_unread"], 1);
    assert_eq!(read["rows_unread"], 2);
    assert_eq!(read, &json["summary"]["read"]);
}

#[test]
fn a_file_that_cannot_be_read_has_no_extent() {
    let folder = Folder::new("extent-none");
    let document = folder.write("a.txt", "");
    let json = gouji(&["check", &document, "--format", "json"]).ends(2).json();
    assert!(json["documents"][0]["read"].is_null(), "{json}");
}

/// The tables that a check counts are those that `extract` draws, in every real document that is at hand.
#[test]
fn what_a_check_counts_is_what_a_survey_shows() {
    let Ok(entries) = std::fs::read_dir(root().join("../shared/disclosures")) else {
        return skipped("../shared/disclosures is not there");
    };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() || path.extension().is_some_and(|it| it == "md") {
            continue;
        }
        let path = path.to_str().expect("a name in UTF-8");
        let json = gouji(&["check", path, "--format", "json"]).json();
        let document = &json["documents"][0];
        if document["read"].is_null() || !document["not_checked"].is_null() {
            continue;
        }
        let said = gouji(&["check", path]).stdout;
        let said = said.lines().find(|line| line.starts_with("   读到 ")).expect("it is said");
        let extracted = gouji(&["extract", path, "--format", "text"]).stdout;
        assert!(extracted.contains(said.trim_start()), "{path}: {said}");
        let tables = extracted.lines().filter(|line| line.starts_with("表 ")).count();
        assert_eq!(document["read"]["tables"], tables, "{path}");
    }
}
