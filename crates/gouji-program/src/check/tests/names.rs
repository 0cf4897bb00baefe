//! What the checker writes down about names.

use super::{Checked, unparsed_packs};
use crate::{Meaning, Role};

const RECORDS: &str = "\
量纲 金额 {
  元
  万元 = 10000 元
  精度 0.01 万元
}
记录 文件 {
  年度: 整数
}
记录 项目 {
  名称: 文本
  预算数: 金额
  计划: 序列 百分比 按 “3月底”, “6月底”
  指标: 多个 指标项
}
记录 指标项 {
  名字: 文本
  值: 界限
}
";

/// `name → what it stands for` of the names of the last item of a text behind the records.
fn last(text: &str) -> Vec<String> {
    let whole = format!("{RECORDS}{text}");
    let checked = unparsed_packs(&[&whole]);
    let item = checked.trees[0].items.len() as u32 - 1;
    let all = checked.names.all().iter().filter(|one| one.place.item == item);
    all.map(|one| {
        let written = one.place.range.shifted(checked.trees[0].items[item as usize].start);
        let arrow = match one.role {
            Role::Declaration => "=",
            Role::Use => "→",
            Role::ByName => "~",
        };
        format!("{} {arrow} {}", written.of(&whole), described(&checked, one.meaning))
    })
    .collect()
}

fn described(checked: &Checked, meaning: Meaning) -> String {
    let program = &checked.program;
    match meaning {
        Meaning::Ruleset(pack) => format!("规则集{pack}"),
        Meaning::Dimension(id) => format!("量纲 {}", program.units.dimension_name(id)),
        Meaning::Unit(id) => format!("单位 {}", program.units.unit_name(id)),
        Meaning::Record(id) => format!("记录 {}", program.record(id).name),
        Meaning::Field(record, field) => {
            format!("{}.{}", program.record(record).name, program.field(record, field).name)
        }
        Meaning::Period(record, field, number) => {
            let field = &program.field(record, field).name;
            format!("{}.{field}[{number}]", program.record(record).name)
        }
        Meaning::Form(id) => format!("表样@{}", id.item),
        Meaning::Definition(id) => format!("定义@{}", id.item),
        Meaning::Parameter(id, number) => format!("参数{number}@{}", id.item),
        Meaning::Local(id, number) => format!("设{number}@{}", id.item),
        Meaning::Rule(id) => format!("规则 {}", program.rules[id].short_name()),
        Meaning::Unread(id) => format!("没有读懂@{}", id.item),
        Meaning::Function(_) => "函数".to_owned(),
        Meaning::Special => "特".to_owned(),
    }
}

#[test]
fn declarations_and_types() {
    assert_eq!(
        last("记录 子项 {\n  值: 金额\n  计划: 序列 百分比 按 “年底”\n  下: 多个 文件\n}"),
        [
            "子项 = 记录 子项",
            "值 = 子项.值",
            "金额 → 量纲 金额",
            "计划 = 子项.计划",
            "“年底” = 子项.计划[0]",
            "下 = 子项.下",
            "文件 → 记录 文件",
        ]
    );
    assert_eq!(
        last("记录 子项 {\n  值: 金额\n  称呼 “第{ 值 }号{`值`}”\n}"),
        ["子项 = 记录 子项", "值 = 子项.值", "金额 → 量纲 金额", "值 → 子项.值", "值 → 子项.值"]
    );
    assert_eq!(
        last("量纲 长度 {\n  米\n  里 = 500 米\n  精度 1 里\n}"),
        ["长度 = 量纲 长度", "米 = 单位 米", "里 = 单位 里", "米 → 单位 米", "里 → 单位 里"]
    );
}

#[test]
fn paths_keys_messages_and_fixes() {
    assert_eq!(
        last(
            "规则 甲 {\n  对每个 项目.指标 其中 值 可量化 按 名字\n  设 数 = 计数(项目.指标)\n  应当 合计(上限(值)) > 3 且 数 = 1 且 全文.项目.预算数 = 1 万元\n  否则 “{名字}：{数}”\n  修正 值.方向 为 “≤”\n}"
        ),
        [
            "甲 = 规则 甲",
            "项目 → 记录 项目",
            "指标 → 项目.指标",
            "值 → 指标项.值",
            "名字 → 指标项.名字",
            "数 = 设0@4",
            "计数 → 函数",
            "项目 → 记录 项目",
            "指标 → 项目.指标",
            "合计 → 函数",
            "上限 → 函数",
            "值 → 指标项.值",
            "数 → 设0@4",
            "全文 → 特",
            "项目 → 记录 项目",
            "预算数 → 项目.预算数",
            "万元 → 单位 万元",
            "名字 → 指标项.名字",
            "数 → 设0@4",
            "值 → 指标项.值",
            "方向 → 特",
        ]
    );
}

#[test]
fn a_rule_over_something_unknown_keeps_what_does_not_depend_on_it() {
    assert_eq!(
        last(
            "规则 甲 {\n  对每个 项木\n  设 数 = 合计(项目.预算数)\n  应当 数 = 预算数 且 名字 有值 且 预算数 = 值1\n}"
        ),
        [
            "甲 = 规则 甲",
            "数 = 设0@4",
            "合计 → 函数",
            "项目 → 记录 项目",
            "预算数 → 项目.预算数",
            "数 → 设0@4",
            "预算数 → 项目.预算数",
            "名字 → 指标项.名字",
            "预算数 → 项目.预算数",
        ]
    );
}

#[test]
fn a_condition_that_fails_does_not_silence_its_message() {
    assert_eq!(
        last(
            "规则 甲 {\n  对每个 项目\n  应当 预算数 = 名称 误差 1 万元\n  否则 “{预算数}、{名称}”\n  指向 预算数\n}"
        )
        .len(),
        8
    );
    let found =
        last("规则 甲 {\n  对每个 项目\n  应当 求何(预算数) = 不认识\n  否则 “{预算数}”\n}");
    assert_eq!(found[2..], ["预算数 → 项目.预算数", "预算数 → 项目.预算数"]);
}

#[test]
fn forms_with_slips() {
    assert_eq!(
        last(
            "表样 甲 填 项目 {\n  始于 标签 “x”\n  上文 “{名称}{没有}”\n  标签 “预算” → 预算书\n  标签 “计划” → 计划\n  明细 “名字”, “值” 为 值 → 指标 { 续上 名字  空白 视为 0 于 值 }\n}"
        ),
        [
            "甲 = 表样@4",
            "项目 → 记录 项目",
            "名称 → 项目.名称",
            "计划 → 项目.计划",
            "“名字” ~ 指标项.名字",
            "值 → 指标项.值",
            "指标 → 项目.指标",
            "名字 → 指标项.名字",
            "值 → 指标项.值",
        ]
    );
}

#[test]
fn definitions_by_themselves() {
    assert_eq!(
        last("定义 差(甲, 乙) = 甲.预算数 - 乙 + 合计(甲.指标.值 其中 名字 有值) + 1 万元"),
        [
            "差 = 定义@4",
            "甲 = 参数0@4",
            "乙 = 参数1@4",
            "甲 → 参数0@4",
            "预算数 → 项目.预算数",
            "乙 → 参数1@4",
            "合计 → 函数",
            "甲 → 参数0@4",
            "指标 → 项目.指标",
            "值 → 指标项.值",
            "名字 → 指标项.名字",
            "万元 → 单位 万元",
        ]
    );
}

#[test]
fn what_could_not_be_read_is_found_by_its_name() {
    let deep = "(".repeat(70);
    let whole = format!(
        "{RECORDS}定义 坏(甲) = {deep}1\n记录 残 {{ 甲: {deep}文本 }}\n规则 甲 {{\n  对每个 残\n  应当 坏 = 1 万元\n}}\n"
    );
    let checked = unparsed_packs(&[&whole]);
    let rule = checked.trees[0].items.last().unwrap();
    let found: Vec<_> = checked
        .names
        .all()
        .iter()
        .filter(|one| matches!(one.meaning, Meaning::Unread(_)))
        .map(|one| {
            let start = checked.trees[0].items[one.place.item as usize].start;
            (one.place.range.shifted(start).of(&whole), one.role == Role::Declaration)
        })
        .collect();
    assert!(rule.problems.is_empty());
    assert_eq!(found, [("坏", true), ("残", true), ("残", false), ("坏", false)]);
}

#[test]
fn examples_name_rules_records_and_fields() {
    assert_eq!(
        last(
            "规则 甲 {\n  对每个 项目\n  应当 预算数 有值\n}\n示例 甲 {\n  合格 项目 { 名称: “子”, 没有: 1, 指标: [{ 名字: “丑” }] }\n}"
        ),
        [
            "甲 → 规则 甲",
            "项目 → 记录 项目",
            "名称 → 项目.名称",
            "指标 → 项目.指标",
            "名字 → 指标项.名字",
        ]
    );
}

#[test]
fn beside_a_qualified_name_the_bare_one_is_of_the_outer_record() {
    let found = last(
        "记录 单位 {\n  名称: 文本\n}\n规则 甲 {\n  对每个 单位\n  应当 有(项目 其中 项目.名称 = 名称)\n}",
    );
    assert_eq!(found[4..], ["项目 → 记录 项目", "名称 → 项目.名称", "名称 → 单位.名称"]);
}

#[test]
fn names_of_what_has_failed_do_not_use_up_the_size_of_an_expression() {
    let nested = format!("{}没有{}", "合计(".repeat(30), ")".repeat(30));
    let whole =
        format!("{RECORDS}规则 甲 {{\n  对每个 项目\n  应当 {nested} > 1 且 预算数 有值\n}}");
    let checked = unparsed_packs(&[&whole]);
    assert_eq!(checked.errors(), ["unknown-name: 没有"]);
}
