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

#[test]
fn names_in_broken_items_lead_to_their_declarations() {
    let broken = |line: &str| format!("规则 破 {{\n  对每个 项目\n  {line}\n}}\n");
    let budget = [("预算数", "预算数: 金额")];
    // What is missing takes nothing from what is there.
    check(in_rules(&broken("应当 $0预算数 ≥")), &budget);
    check(in_rules(&broken("应当 (名称 有值 且 $0预算数")), &budget);
    check(in_rules(&broken("应当 合计(项目.$0预算数 其中 ")), &budget);
    check(in_rules(&broken("应当 没有(1, $0预算数) = 2")), &budget);
    check(in_rules(&broken("应当 预算书 = 1\n  否则 “差{$0预算数}”")), &budget);
    check(in_rules(&broken("应当 预算数 = 1\n  否则 “差{$0预算数”")), &budget);
    // Where the records are not known, the only field of that name is meant.
    check(in_rules("规则 破 {\n  对每个 项木\n  应当 $0预算数 > 1\n}\n"), &budget);
    // What could not be read at all is found by its name.
    let deep = "(".repeat(70);
    let unread =
        format!("定义 深(甲) = {deep}甲\n规则 乙 {{\n  对每个 项目\n  应当 $0深(预算数) > 1\n}}\n");
    let line = format!("定义 深(甲) = {deep}甲");
    check(in_rules(&unread), &[("深", line.as_str())]);
}

#[test]
fn the_self_description_leads_to_its_record() {
    check(in_records(&mark(RECORDS, "文件，年度在", 0)), &[("文件", "记录 文件 {")]);
    check(in_records(&mark(RECORDS, "年度\n  适用", 0)), &[("年度", "年度: 整数")]);
}

#[test]
fn a_bare_name_beside_a_qualified_one_is_of_the_outer_record() {
    let text = "规则 乙 {\n  对每个 项目.指标\n  应当 有(全文.项目 其中 项目.名称 = 名字)\n}\n";
    check(in_rules(&mark(text, "名字", 0)), &[("名字", "名字: 文本")]);
}
