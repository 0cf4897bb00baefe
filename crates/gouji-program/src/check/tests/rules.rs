//! Clauses of rules, messages, fixes, examples.

use super::{checked_packs, expect, rule, unparsed_packs, with_base};
use crate::expression::Witness;
use crate::{ExampleContent, Expr, FixTarget, MessagePart, RuleState, StatedTolerance};

#[test]
fn a_rule_keeps_its_parts() {
    let checked = with_base(
        "## 说明。\n规则 甲 {\n 依据 《办法》\n 自 2020-01-01 起\n 至 2022-12-31 止\n 对每个 项目 其中 件数 > 0\n 设 差 = 预算数 - 其他数\n 当 差 > 0\n 应当 差  ≤ # 差额\n   3 万元 误差 0.5 万元\n 否则 “差{差}”\n 指向 预算数\n 宜 件数 > 1\n}",
    );
    assert_eq!(checked.found(), Vec::<String>::new(), "{:#?}", checked.problems);
    let rule = checked.rule("甲");
    assert_eq!(rule.name, "包0/甲");
    assert_eq!(rule.documentation.as_deref(), Some("说明。"));
    assert_eq!(rule.basis[0].text, "《办法》");
    assert!(rule.since.is_some() && rule.until.is_some());
    assert!(rule.iteration.as_ref().unwrap().filter.is_some());
    assert_eq!((rule.locals.len(), rule.conditions.len(), rule.obligations.len()), (1, 1, 2));
    let first = &rule.obligations[0];
    assert_eq!(first.source, "差 ≤ 3 万元");
    assert!(matches!(first.tolerance, Some(StatedTolerance::Amount(Expr::Number(_)))));
    assert!(matches!(first.subject, Some(Expr::Field(_))));
    let parts = &first.message.as_ref().unwrap().parts;
    assert_eq!(parts[0], MessagePart::Text("差".into()));
    assert_eq!(parts[1], MessagePart::Hole(Expr::Local(0)));
}

#[test]
fn locals() {
    expect("设 差 = 预算数\n 应当 件数 > 0", &["unused-local: 差"]);
    expect("设 件数 = 1\n 应当 件数 > 0", &["shadowed-name: 件数"]);
    expect("设 采购 = 1\n 应当 采购 > 0", &["shadowed-name: 采购"]);
    expect("设 一 = 1\n 设 一 = 2\n 应当 一 > 0", &["shadowed-name: 一"]);
    expect("设 一 = 计划\n 应当 件数 > 0", &["not-a-value: 计划"]);
    // What follows from an error is not said.
    expect("设 一 = 件数 + 预算数\n 应当 一 > 0 且 一 < 3 万元", &["unit-mismatch: 件数 + 预算数"]);
    // A name is known only below.
    expect("设 一 = 二 + 1\n 设 二 = 1\n 应当 一 + 二 > 0", &["unknown-name: 二"]);
    // A local that is a field can be asked whether it is filled.
    let checked = rule("设 额 = 仅有(采购.金额 其中 采购.名称 = 项目.名称)\n 应当 额 有值");
    assert_eq!(checked.found(), Vec::<String>::new());
    let Expr::Predicate { operand, .. } = &checked.rule("甲").obligations[0].condition else {
        panic!()
    };
    assert!(matches!(**operand, Expr::Aggregate(_)));
}

#[test]
fn messages_are_compiled() {
    let checked = rule(
        "应当 不减(计划)\n 否则 “「{名称}」{前.时点}{前.值}，{后.时点}{后.值}，{末(计划)}，\\{甲}”",
    );
    assert_eq!(checked.found(), Vec::<String>::new(), "{:#?}", checked.problems);
    let parts = &checked.rule("甲").obligations[0].message.as_ref().unwrap().parts;
    assert!(parts.contains(&MessagePart::Hole(Expr::Witness(Witness::PreviousPeriod))));
    assert!(parts.iter().any(|part| matches!(part, MessagePart::Hole(Expr::Call { .. }))));
    assert!(matches!(parts.last(), Some(MessagePart::Text(text)) if text == "，{甲}"));
}

#[test]
fn errors_in_messages_point_into_the_text() {
    expect("应当 件数 > 0\n 否则 “「{名字}」不对”", &["unknown-name: 名字"]);
    expect("应当 件数 > 0\n 否则 “共{件数 + 预算数}个”", &["unit-mismatch: 件数 + 预算数"]);
    expect("应当 件数 > 0\n 否则 “共{件数 > 1}”", &["not-shown: 件数 > 1"]);
    expect("应当 件数 > 0\n 否则 “共{}”", &["empty-hole: {"]);
    expect("应当 件数 > 0\n 否则 “共{件数”", &["template-bracket: {"]);
    expect("应当 件数 > 0\n 否则 “{前.值}”", &["no-witness: 前.值"]);
    let checked = rule("应当 件数 > 0\n 否则 “共{件数 +}个”");
    assert!(checked.only().code.as_str().starts_with("syntax/"), "{:?}", checked.problems);
    assert_eq!(checked.state("甲"), RuleState::Broken);
    expect("当 前.值 > 0\n 应当 不减(计划)", &["no-witness: 前.值"]);
}

#[test]
fn tolerances() {
    expect("应当 预算数 = 其他数 误差 按末位", &[]);
    expect("应当 预算数 = 其他数 误差 0.05 万元", &[]);
    expect("应当 预算数 ÷ 其他数 = 完成率 误差 0.5%", &[]);
    expect("应当 预算数 = 其他数 误差 0.05", &["bare-number: 0.05"]);
    expect("应当 预算数 = 其他数 误差 1%", &["unit-mismatch: 1%"]);
    expect("应当 名称 = “甲” 误差 1 元", &["stray-tolerance: 1 元"]);
    expect("应当 预算数 有值 误差 按末位", &["stray-tolerance: 按末位"]);
}

#[test]
fn fixes_and_subjects() {
    let checked = rule("应当 目标 有上限\n 修正 目标.方向 为 “≤”");
    assert_eq!(checked.found(), Vec::<String>::new(), "{:#?}", checked.problems);
    assert_eq!(checked.rule("甲").obligations[0].fixes[0].target, FixTarget::Direction);
    expect("应当 件数 > 0\n 修正 件数 为 1", &[]);
    expect("应当 件数 > 0\n 修正 名称 为 “甲”", &[]);
    expect("应当 件数 > 0\n 修正 预算数 为 合计(采购.金额)", &[]);
    expect("应当 件数 > 0\n 修正 目标.方向 为 “上”", &["no-direction: “上”"]);
    expect("应当 件数 > 0\n 修正 名称.方向 为 “≤”", &["no-direction: 名称"]);
    expect("应当 件数 > 0\n 修正 件数 为 1 元", &["unit-mismatch: 1 元"]);
    expect("应当 件数 > 0\n 修正 合计表.总件数 为 1", &["unfixable: 合计表.总件数"]);
    expect("应当 件数 > 0\n 修正 计划 为 1", &["unfixable: 计划"]);
    expect("应当 件数 > 0\n 指向 合计表.总额", &[]);
    expect("应当 件数 > 0\n 指向 指标", &[]);
    expect("应当 件数 > 0\n 指向 价格", &["unknown-name: 价格"]);
    expect("设 差 = 件数\n 应当 差 > 0\n 指向 差", &["not-a-field: 差"]);
}

#[test]
fn slips_in_clauses() {
    expect("自 2021-01-01 起\n 至 2020-01-01 止\n 应当 件数 > 0", &["dates-reversed: 2020-01-01"]);
    let checked = with_base("规则 甲 {\n 对每个 项目.名称\n 应当 件数 > 0\n}");
    assert_eq!(checked.found(), ["not-a-list: 名称"]);
    let checked = with_base("规则 甲 {\n 对每个 项且\n 应当 件数 > 0\n}");
    assert_eq!(checked.found(), ["unknown-record: 项且"]);
    assert!(checked.corrected().contains("对每个 项目"));
    let checked =
        with_base("规则 甲 {\n 对每个 项目.指标\n 应当 类别 = 项目.名称 且 名称 = 单位\n}");
    assert_eq!(checked.found(), Vec::<String>::new());
    // What the parser has complained of is broken, with nothing said twice.
    let broken = unparsed_packs(&[
        "记录 甲 { 乙: 整数 }\n规则 丙 {\n 对每个 甲\n}\n规则 丁 {\n 对每个 甲\n 应当 乙 == 1\n}",
    ]);
    assert_eq!(broken.errors(), Vec::<String>::new());
    assert_eq!(broken.state("丙"), RuleState::Broken);
    assert_eq!(broken.state("丁"), RuleState::Broken);
}

#[test]
fn examples_are_resolved() {
    let checked = with_base(
        "规则 甲 {\n 对每个 项目\n 应当 不减(计划)\n}\n示例 甲 {\n 合格 项目 { 名称: “一”, 预算数: 5 万元, 计划: [25%, 空白], 指标: [ { 类别: “乙” }, { 分值: 3 } ] }\n 不合格 项目 { 预算数: —, 件数: 空白 } “反降”\n}",
    );
    assert_eq!(checked.found(), Vec::<String>::new(), "{:#?}", checked.problems);
    let example = &checked.program.examples[0];
    let record = &example.cases[0].records[0];
    let content = |index: usize| &record.fields[index].1.content;
    assert_eq!(content(0), &ExampleContent::Text("一".into()));
    assert_eq!(content(1), &ExampleContent::Text("5 万元".into()));
    assert!(
        matches!(content(2), ExampleContent::Series(points) if points[1].content == ExampleContent::Blank)
    );
    assert!(matches!(content(3), ExampleContent::Records(records) if records.len() == 2));
    assert_eq!(example.cases[1].message.as_deref(), Some("反降"));
    assert_eq!(example.cases[1].records[0].fields[0].1.content, ExampleContent::Dash);
}

#[test]
fn slips_in_examples() {
    let found = |case: &str| {
        with_base(&format!(
            "规则 甲 {{\n 对每个 项目\n 应当 件数 > 0\n}}\n示例 甲 {{\n 合格 {case}\n}}"
        ))
        .found()
    };
    assert_eq!(found("项目 { 名字: “一” }"), ["unknown-field: 名字"]);
    assert_eq!(found("项且 { 名称: “一” }"), ["unknown-record: 项且"]);
    assert_eq!(found("项目 { 名称: “一”, 名称: “二” }"), ["duplicate-field: 名称"]);
    assert_eq!(found("项目 { 计划: [1%, 2%, 3%] }"), ["series-length: [1%, 2%, 3%]"]);
    assert_eq!(found("项目 { 计划: 5% }"), ["wrong-example: 5%"]);
    assert_eq!(found("项目 { 件数: [1, 2] }"), ["wrong-example: [1, 2]"]);
    assert_eq!(found("项目 { 指标: 5 }"), ["wrong-example: 5"]);
    assert_eq!(found("项目 { 指标: [ { 分: 5 } ] }"), ["unknown-field: 分"]);
    let checked = with_base(
        "规则 甲乙 {\n 对每个 项目\n 应当 件数 > 0\n}\n示例 甲已 {\n 合格 项目 { 件数: 1 }\n}",
    );
    assert_eq!(checked.found(), ["unknown-rule: 甲已"]);
    assert!(checked.corrected().contains("示例 甲乙"));
    // A pack with a ruleset gives examples for its own rules.
    let other = "规则集 二 { }\n引用 包0\n示例 甲 {\n 合格 项目 { 件数: 1 }\n}";
    let base = format!("{}规则 甲 {{\n 对每个 项目\n 应当 件数 > 0\n}}", super::BASE);
    assert_eq!(checked_packs(&[&base, other]).found(), ["unknown-rule: 甲"]);
}

/// The codes that a tree gives whose parser said nothing.
fn codes_of_silent_tree(text: &str) -> Vec<gouji_diagnostic::Code> {
    let mut tree = gouji_syntax::parse(text);
    tree.items.iter_mut().for_each(|item| item.problems.clear());
    let file = crate::FileInput { file: crate::FileId(0), name: "包", text, tree: &tree };
    let pack = crate::PackInput { files: vec![file] };
    crate::check(&[pack]).problems.iter().map(|problem| problem.code.clone()).collect()
}

#[test]
fn a_rule_has_so_many_lets() {
    let lets: String = (0..1025).map(|number| format!("设 数{number} = 件数\n")).collect();
    let found = rule(&format!("{lets}应当 件数 > 0")).errors();
    assert_eq!(found, ["too-many: 数1024"]);
}

#[test]
fn what_the_parser_usually_says_is_said_of_other_trees_too() {
    let record = "记录 甲 { 乙: 整数 }\n表样 样 填 甲 { 标签 “乙” → 乙 }\n";
    let of = |rule: &str| codes_of_silent_tree(&format!("{record}{rule}"));
    assert_eq!(of("规则 丙 {\n 对每个 甲\n}"), ["syntax/no-obligation"]);
    assert_eq!(of("规则 丙 {\n 对每个 甲\n 对每个 甲\n 应当 乙 > 0\n}"), ["syntax/repeated"]);
}
