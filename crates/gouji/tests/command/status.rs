//! Exit status, and the words that go with it.

use crate::support::{CLEAN, FAULTY, Folder, gouji};

#[test]
fn a_document_without_faults_ends_with_0() {
    gouji(&["check", CLEAN]).ends(0).says("不通过 0").says("无法判定 0");
}

#[test]
fn findings_end_with_1() {
    let run = gouji(&["check", FAULTY]).ends(1);
    let run = run.says("错误[部门预算公开/收入合计]").says("相差 10.00 万元").says(":34:22");
    assert_eq!(run.stderr, "");
}

#[test]
fn the_fail_level_decides_what_counts() {
    let folder = Folder::new("fail-level");
    let rule = "## 小得很。\n规则 收入宜小 {\n  对每个 收入\n  宜 合计 < 1 元\n}\n";
    let rule = folder.write("small.gouji", rule);
    let check = |level: &str| gouji(&["check", CLEAN, "--rules", &rule, "--fail-level", level]);
    check("error").ends(0).says("警告[部门预算公开/收入宜小]");
    check("warning").ends(1);
    check("note").ends(1);
}

#[test]
fn a_file_that_is_not_there() {
    for format in ["pretty", "concise", "json"] {
        let run = gouji(&["check", "no-such-file.txt", "--format", format]).ends(2);
        run.says("no-such-file.txt").says("没有这个文件或文件夹");
    }
}

#[test]
fn a_file_with_nothing_in_it() {
    let folder = Folder::new("empty");
    for text in ["", " \n\t\r\n\u{3000}\n"] {
        gouji(&["check", &folder.write("empty.txt", text)]).ends(2).says("文件是空的");
    }
}

#[test]
fn a_pdf_by_its_bytes_and_by_its_name() {
    let folder = Folder::new("pdf");
    let bytes = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< >>\nendobj\n";
    gouji(&["check", &folder.write("budget.txt", bytes)]).ends(2).says("PDF 的结构读不出来");
    gouji(&["check", &folder.write("budget.pdf", bytes)]).ends(2).says("PDF 的结构读不出来");
}

#[test]
fn what_cannot_be_read_is_not_counted_as_checked() {
    let folder = Folder::new("not-counted");
    let path = folder.write("empty.txt", "");
    let report = gouji(&["check", &path, "--format", "json"]).ends(2).json();
    assert_eq!(report["summary"]["documents"], 0, "{report}");
    assert_eq!(report["summary"]["not_checked"], 1, "{report}");
}

#[test]
fn a_folder_without_documents() {
    let folder = Folder::new("no-documents");
    folder.write("notes/readme.md", "nothing here");
    let run = gouji(&["check", &folder.path("")]).ends(2);
    run.says("没有检查任何文件").says("readme.md").says("按文件名看不是公开文件");
}

#[test]
fn a_document_that_no_rule_applies_to() {
    let folder = Folder::new("no-rule");
    let path = folder.write("weather.txt", "今天天气很好。\n明天也好。\n");
    gouji(&["check", &path]).ends(2).says("没有认出这份文件").says("没有适用的规则");
}

#[test]
fn one_document_that_no_rule_applies_to_among_others() {
    let folder = Folder::new("one-without-rule");
    let path = folder.write("weather.txt", "今天天气很好。\n");
    let run = gouji(&["check", CLEAN, &path]).ends(1);
    run.says("错误[document/not-checked]")
        .says("没有认出这份文件")
        .says("检查文件 1 个，未检查 1 个");
}

#[test]
fn a_rule_file_that_cannot_be_read() {
    let run = gouji(&["check", FAULTY, "--rules", "no-such.gouji"]).ends(2);
    // The document is checked by the other rules all the same.
    run.says("no-such.gouji").says("没有这个文件或文件夹").says("部门预算公开/收入合计");
}

#[test]
fn rules_without_rules() {
    let folder = Folder::new("no-rules");
    folder.write("pack/readme.md", "nothing here");
    gouji(&["check", FAULTY, "--rules", &folder.path("pack")]).ends(2).says("没有规则文件");
    gouji(&["check", FAULTY, "--no-default-packs"]).ends(2).says("没有适用的规则");
}

#[test]
fn a_broken_rule() {
    let folder = Folder::new("broken-rule");
    let path = folder.write("broken.gouji", "规则 半条 {\n  对每个 收入\n  应当 合计 >\n");
    let run = gouji(&["check", CLEAN, "--rules", &path]).ends(2);
    run.says("broken.gouji:3:").says("规则有误 1");
}

#[test]
fn a_rule_that_is_not_there() {
    gouji(&["explain", "没有这条规则"]).ends(2).says("没有叫「没有这条规则」的规则");
    gouji(&["explain", "收入合记"]).ends(2).says("是不是 部门预算公开/收入合计");
}

#[test]
fn a_report_that_cannot_be_written() {
    let folder = Folder::new("no-output");
    let target = folder.path("no/such/folder/report.txt");
    gouji(&["check", CLEAN, "--output", &target]).ends(2).says("报告写不出去");
}
