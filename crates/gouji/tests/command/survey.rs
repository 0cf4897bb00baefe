//! `gouji extract`: what forms make of the tables and sentences of a document.

use crate::support::{Folder, gouji};
use serde_json::Value;
use std::process::Command;

const RULES: &str = "\
记录 支出总表 { 总计: 整数  科目: 多个 科目 }
记录 科目 { 名称: 文本  合计: 数 }
表样 支出表 填 支出总表 {
  表名 “支出预算总表”
  明细 “科目” 为 名称, “合计” 为 合计 → 科目
}
记录 收入行 { 名称: 文本  金额: 数 }
表样 收入表 填 收入行 {
  明细 “来源” 为 名称, “金额” 为 金额
}
记录 说明 { 人数: 整数  户数: 整数 }
表样 人数说明 填 说明 {
  段 含 “单位”
  句 “共有{人数}人”
  句 “共有{户数}户”
}
";

const DOCUMENT: &str = "\
支出总表
科目\t合计\t其他
教育\t12.50\t1.50
文化\t7.25\t2.50

收入表
来源\t金额\t备注
拨款\t20.00\t3.75
共计\t20.00\t

目标表
名称\t目标
甲\t30.50%
乙\t40.50%

本单位共有25人。
";

fn run(options: &[&str]) -> String {
    let folder = Folder::new("survey");
    let rules = folder.write("rules.gouji", RULES);
    let document = folder.write("文件.txt", DOCUMENT);
    let mut all = vec!["extract", "--no-default-packs", "--rules", &rules, &document];
    all.extend(options);
    gouji(&all).ends(0).stdout
}

#[test]
fn a_table_that_no_form_reads_says_of_each_form_why() {
    let text = run(&["--tables", "1"]);
    assert!(text.contains("表 1  「支出总表」  第 1–4 行\n  没有表样读它\n"), "{text}");
    let why = "支出表：表名不对：它要「支出预算总表」，这里是「支出总表」；要的列都有";
    assert!(text.contains(why), "{text}");
    assert!(text.contains("另外 1 个读表的表样，没有一列和它的表头合"), "{text}");
    assert!(text.contains("  表头  1 科目 | 2 合计 | 3 其他\n"), "{text}");
    assert!(text.contains("  3-4  ~ ? ?  ×2\n"), "{text}");
    assert!(!text.contains("表 2"), "{text}");
    let english = run(&["--tables", "1", "--lang", "en"]);
    let why = "支出表: another title: it seeks “支出预算总表”, here stands “支出总表”; all its columns are here";
    assert!(english.contains(why), "{english}");
}

#[test]
fn a_table_that_a_form_reads_shows_what_became_of_each_cell() {
    let text = run(&["--format", "text", "--tables", "2"]);
    assert!(text.contains("  读它的表样  收入表\n"), "{text}");
    assert!(text.contains("  7  # # #\n  8  = = ?\n  9  = = .\n"), "{text}");
    assert!(text.contains("    :8:10  3.75  没有读「备注」这一列\n"), "{text}");
}

#[test]
fn one_form_says_where_it_reads_and_which_sentences_were_found() {
    let text = run(&["--form", "人数说明"]);
    assert!(text.contains("句「共有{人数}人」读了 16:4"), "{text}");
    assert!(text.contains("句「共有{户数}户」没有找到"), "{text}");
    assert!(!text.contains("支出表：") && !text.contains("表样 支出表"), "{text}");
    assert!(run(&["--form", "人数说朋"]).contains("没有叫「人数说朋」的表样；是不是「人数说明」"));
    assert!(run(&["--tables", "9"]).contains("没有第 9 张表，一共 3 张"));
}

#[test]
fn figures_in_tables_that_no_form_reads_are_counted_apart() {
    let text = run(&["--unread"]);
    assert!(text.contains("没有读的数 1 个\n"), "{text}");
    assert!(text.contains("没有表样读的表 2 张，里面的数 6 个\n"), "{text}");
}

#[test]
fn maps_stay_within_narrow_terminals() {
    let folder = Folder::new("survey-width");
    let rules = folder.write("rules.gouji", RULES);
    let row = |cell: &str| vec![cell; 70].join("\t");
    let text = format!("宽表\n{}\n{}\n", row("名称"), row("1.50"));
    let document = folder.write("文件.txt", &text);
    for width in [40, 60, 80, 120] {
        let output = Command::new(env!("CARGO_BIN_EXE_gouji"))
            .args(["extract", "--tables", "1", "--no-default-packs", "--rules", &rules, &document])
            .env("COLUMNS", width.to_string())
            .env("LANG", "zh_CN.UTF-8")
            .output()
            .expect("the command starts");
        let said = String::from_utf8(output.stdout).expect("UTF-8");
        for line in said.lines() {
            assert!(gouji_report::columns(line) <= width, "{width}: {line}");
        }
        assert!(said.matches(['#', '?']).count() >= 140, "{said}");
    }
}

#[test]
fn the_survey_is_part_of_the_json() {
    let json: Value = serde_json::from_str(&run(&[])).expect("JSON");
    let survey = &json["documents"][0]["survey"];
    let first = &survey["tables"][0];
    assert_eq!(first["title"], "支出总表");
    assert_eq!(first["not_read_by"][0]["form"], "支出表");
    assert_eq!(first["not_read_by"][0]["reason"], "title");
    assert_eq!(first["not_read_by"][0]["sought"][0], "支出预算总表");
    assert_eq!(survey["tables"][1]["read_by"][0], "收入表");
    assert_eq!(survey["tables"][1]["rows"][1]["cells"], "==?");
    assert_eq!(json["documents"][0]["unread"][0]["text"], "3.75");
    assert_eq!(survey["sentences"][0]["read"], true);
}
