//! From a name to its declaration; from a figure to the rule and its parts.

use crate::fixture::{DOCUMENT, RECORDS, RULES, World, in_document, in_records, in_rules, mark};
use gouji_ide::File;

/// The names where the targets stand, each with the line it begins.
fn check((world, file, offset): (World, File, u32), wanted: &[(&str, &str)]) {
    let found: Vec<(String, String)> = world
        .ide()
        .definition(file, offset)
        .into_iter()
        .map(|target| {
            let text = world.ide().text(target.file);
            let start = text[..target.selection.start as usize].rfind('\n').map_or(0, |at| at + 1);
            let line = text[start..].lines().next().unwrap_or("").trim().to_owned();
            (world.slice(target.file, target.selection), line)
        })
        .collect();
    let found: Vec<(&str, &str)> =
        found.iter().map(|(name, line)| (name.as_str(), line.as_str())).collect();
    assert_eq!(found, wanted);
}

#[test]
fn names_lead_to_their_declarations_across_files() {
    check(in_rules(&mark(RULES, "预算数 = 财政资金", 0)), &[("预算数", "预算数: 金额")]);
    check(in_rules(&mark(RULES, "项目.指标", 0)), &[("项目", "记录 项目 {")]);
    check(in_rules(&mark(RULES, "指标 其中", 0)), &[("指标", "指标: 多个 指标项")]);
    check(in_rules(&mark(RULES, "总数}", 0)), &[("总数", "设 总数 = 合计(项目.预算数)")]);
    check(in_rules(&mark(RULES, "须有上限 {", 1)), &[("须有上限", "规则 须有上限 {")]);
    check(in_rules(&mark(RULES, "名字: “丑”", 0)), &[("名字", "名字: 文本")]);
    check(
        in_rules(&mark(RULES, "甲.预算数", 0)),
        &[("甲", "定义 差额(甲) = 甲.预算数 - 甲.财政资金")],
    );
    check(in_records(&mark(RECORDS, "万元\n  标注", 0)), &[("万元", "万元 = 10000 元")]);
    check(in_records(&mark(RECORDS, "年度}年预算", 0)), &[("年度", "年度: 整数")]);
    check(in_records(&mark(RECORDS, "金额\n}\n## 一个", 0)), &[("金额", "量纲 金额 {")]);
}

#[test]
fn a_definition_is_found_from_its_call() {
    let text = format!("{RULES}规则 丁 {{\n  对每个 项目\n  应当 差额(项目) = 0\n}}\n");
    check(
        in_rules(&mark(&text, "差额(项目)", 0)),
        &[("差额", "定义 差额(甲) = 甲.预算数 - 甲.财政资金")],
    );
}

#[test]
fn a_wrong_total_leads_to_its_rule_and_then_to_its_parts() {
    let found = in_document(&mark(DOCUMENT, "30.00万元", 0));
    check(
        found,
        &[
            ("项目合计", "规则 项目合计 {"),
            ("1 2.00", "预算数\t1 2.00\t财政资金\t12.00"),
            ("20.00", "预算数\t20.00\t财政资金\t19.00"),
        ],
    );
}

#[test]
fn a_figure_without_findings_leads_to_the_rules_and_the_form_that_read_it() {
    let text = DOCUMENT.replace("≥5 公里", "≤5 公里");
    check(
        in_document(&mark(&text, "≤5 公里", 0)),
        &[
            ("须有上限", "规则 须有上限 {"),
            ("明细 “指标”, “指标值” → 指标", "明细 “指标”, “指标值” → 指标"),
        ],
    );
}
