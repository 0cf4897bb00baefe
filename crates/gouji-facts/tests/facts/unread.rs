//! Figures that stand in a table that a form claims, and that no field holds: all are known.

use gouji_facts::{Facts, FormReader};
use gouji_program::{FileId, FileInput, PackInput, check};
use gouji_text::Language;
use std::sync::Arc;

const RECORDS: &str = "量纲 金额 { 元\n万元 = 10000 元\n标注 “单位：{_}” }
记录 支出表 { 总计: 金额\n各项: 多个 支出项 }
记录 支出项 { 名称: 文本\n金额: 金额\n来源: 多个 来源 }
记录 来源 { 名称: 文本\n金额: 金额 }
";

fn facts(form: &str, document: &str) -> (Facts, String) {
    let text = format!("{RECORDS}{form}");
    let tree = gouji_syntax::parse(&text);
    let file = FileInput { file: FileId(0), name: "规则", text: &text, tree: &tree };
    let checked = check(&[PackInput { files: vec![file] }]);
    assert!(checked.problems.is_empty(), "{:?}", checked.problems);
    let document = document.replace('⇥', "\t");
    let reader = FormReader::new(Arc::new(checked.program));
    let read = gouji_document::read_text(Arc::from(document.as_str()));
    (reader.read(&read), document)
}

/// What is unread: each figure as printed, and why.
fn unread(form: &str, document: &str) -> Vec<String> {
    let (facts, document) = facts(form, document);
    let unread = facts.unread();
    let shown = unread.iter().map(|(_, figure)| {
        let why = figure.reason.describe().in_language(Language::Chinese).to_owned();
        format!("{} {why}", figure.place.of(&document))
    });
    shown.collect()
}

const PLAIN: &str = "表样 支出表 填 支出表 {
  明细 “名称” 为 名称, “金额” 为 金额 { 行 “合计” → 本表（金额 为 总计）\n行 “{_}费” → 各项 }
}";

#[test]
fn rows_that_no_kind_takes() {
    let found = unread(PLAIN, "单位：万元\n名称⇥金额\n合计⇥5\n水费⇥3\n其他⇥2\n");
    assert_eq!(found, ["2 「其他」这一行没有归处"]);
}

#[test]
fn columns_that_nobody_names() {
    let document = "单位：万元
序号⇥名称⇥金额⇥⇥科目编码⇥备注
⇥⇥合计⇥其中：拨款⇥⇥
1⇥水费⇥3⇥1.50⇥30205⇥
2⇥电费⇥4⇥2⇥30206⇥增长 3%
3⇥合计⇥7⇥3.50⇥30207⇥5%
";
    let form = PLAIN.replace("“金额” 为", "“金额/合计” 为");
    let found = unread(&form, document);
    let column = "没有读「金额/其中：拨款」这一列";
    let due = [
        format!("1.50 {column}"),
        format!("2 {column}"),
        format!("3.50 {column}"),
        "5% 没有读「备注」这一列".to_owned(),
    ];
    assert_eq!(found, due);
}

#[test]
fn a_figure_that_cannot_be_read_is_not_read() {
    let found = unread(PLAIN, "单位：万元\n名称⇥金额\n水费⇥3人\n电费⇥约\n");
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("3人 "), "{found:?}");
}

#[test]
fn what_is_skipped_or_taken_by_other_columns_is_not_unread() {
    let form = "表样 支出表 填 支出表 {
  明细 “名称” 为 名称, “金额” 为 金额 → 各项 {
    行 “其他” → 略
    其余列 → 来源 { 列名 → 名称\n值 → 金额 }
  }
}";
    let found = unread(form, "单位：万元\n名称⇥金额⇥拨款\n水费⇥3⇥2⇥1\n其他⇥2⇥1\n");
    assert_eq!(found, ["1 这一列没有表头"]);
}

#[test]
fn what_one_form_leaves_another_may_read() {
    let form = format!(
        "{PLAIN}\n表样 拨款 填 来源 {{ 明细 “名称” 为 名称, “拨款” 为 金额 {{ 行 “合计” → 略 }} }}"
    );
    let document = "单位：万元\n名称⇥金额⇥拨款\n水费⇥3⇥2\n电费⇥4⇥1\n合计⇥7⇥3\n";
    // The total of 拨款 is skipped by one form and left by the other.
    let found = unread(&form, document);
    assert_eq!(found, ["3 没有读「拨款」这一列"]);
}

/// A change begins before its figure, at the word that says where it went.
#[test]
fn a_change_that_another_form_read_is_read() {
    let form = "表样 总计 填 支出表 { 节 含 “支出情况”\n句 “支出总计{总计}” }
表样 增减 填 支出项 { 节 含 “支出情况”\n句 “与上年相比{±金额}” }";
    let document = "一、支出情况\n支出总计5万元，与上年相比减少3万元。又减少1万元。\n";
    assert_eq!(unread(form, document), ["1万元 没有句子读到它"]);
}

#[test]
fn panels_are_read_once_and_wholly() {
    let form =
        "表样 支出表 填 支出表 { 明细 分栏 “名称” 为 名称, “金额” 为 金额 { 行 “{_}费” → 各项 } }";
    let document = "单位：万元\n名称⇥金额⇥名称⇥金额\n水费⇥3⇥电费⇥4\n甲⇥1⇥⇥\n⇥⇥乙⇥2\n";
    let found = unread(form, document);
    assert_eq!(found, ["1 「甲」这一行没有归处", "2 「乙」这一行没有归处"]);
}
