//! Types, units and names in expressions.

use super::{expect, rule, with_english};
use crate::expression::{Arithmetic, Compare};
use crate::{Expr, RuleState};
use gouji_value::Dimension;

#[test]
fn sound_expressions() {
    for condition in [
        "预算数 = 其他数 + 3 万元",
        "预算数 ÷ 面积 ≤ 350 元/平方米",
        "面积 × 350 元/平方米 ≤ 预算数",
        "预算数 × 50% ≥ 其他数",
        "预算数 ≥ 0",
        "预算数 缺省 0 = 其他数",
        "若 件数 > 3 则 预算数 = 其他数 否则 预算数 > 0",
        "(若 件数 > 3 则 预算数 否则 0) = 其他数",
        "名称 = “甲” 且 (单位 包含 “乙” 或 非 名称 开头是 “丙”)",
        "名称 匹配 “{_}第{数字}号[（甲｜乙）]”",
        "目标 包含 “及时”",
        "批复日 ≤ 2021年3月1日",
        "年份(批复日) = 文件.年度",
        "上限(目标) ≤ 预算数 且 下限(目标) 是 金额 且 定值(目标) ≥ 6",
        "上限(目标) ≤ 批复日 或 上限(目标) ≤ 完成时点",
        "目标 可量化 且 目标 有上限 且 非 目标 有下限",
        "计划 有值 且 末(计划) = 100% 且 首(计划) 是 百分比",
        "名称 属于 [“甲”, “乙”] 且 件数 不属于 [1, 2]",
        "变动率(预算数, 其他数) ≤ 10%",
        "预算数 ÷ 其他数 ≥ 90%",
        "完成率 = 预算数 ÷ 其他数",
        "舍入(绝对值(-件数), 2) = 3",
        "中文数字(件数) = 名称",
        "名称 空白 或 名称 缺失 或 名称 不可读",
        "项目.预算数 = 预算数",
        "合计表.总额 ≥ 预算数",
    ] {
        expect(&format!("应当 {condition}"), &[]);
    }
}

#[test]
fn units_must_agree() {
    expect("应当 预算数 + 完成率 = 其他数", &["unit-mismatch: 预算数 + 完成率"]);
    expect("应当 预算数 - 面积 = 其他数", &["unit-mismatch: 预算数 - 面积"]);
    expect("应当 预算数 = 面积", &["unit-mismatch: 预算数 = 面积"]);
    expect("应当 预算数 ≤ 3 平方米", &["unit-mismatch: 预算数 ≤ 3 平方米"]);
    expect("应当 件数 = 完成率", &["unit-mismatch: 件数 = 完成率"]);
    expect("应当 预算数 ÷ 面积 ≤ 预算数", &["unit-mismatch: 预算数 ÷ 面积 ≤ 预算数"]);
    let checked = rule("应当 预算数 ≤ 完成率");
    let message = &checked.only().message;
    assert_eq!(message.chinese, "「预算数」是金额，「完成率」是百分比，不能比较");
    assert_eq!(message.english, "`预算数` is 金额, `完成率` is percent: they cannot be compared");
}

#[test]
fn a_bare_figure_beside_a_quantity_lacks_its_unit() {
    let checked = rule("应当 预算数 ≤ 50");
    assert_eq!(checked.found(), ["bare-number: 50"]);
    assert!(checked.corrected().contains("预算数 ≤ 50 万元"), "{}", checked.corrected());
    let help = checked.only().help.as_ref().unwrap();
    assert_eq!(help.chinese, "可用的单位：「元」、「万元」");
    let checked = rule("应当 末(计划) = 100");
    assert!(checked.corrected().contains("末(计划) = 100%"));
    expect("应当 预算数 + 5 = 其他数", &["bare-number: 5"]);
}

#[test]
fn texts_and_numbers_are_told_apart() {
    expect("应当 预算数 = “甲”", &["type-mismatch: 预算数 = “甲”"]);
    expect("应当 名称 + 1 = 2", &["not-a-number: 名称"]);
    expect("应当 名称 < “甲”", &["text-order: 名称 < “甲”"]);
    let checked = rule("应当 件数 = “12”");
    assert!(checked.corrected().contains("件数 = 12\n"), "{}", checked.corrected());
    let checked = rule("应当 名称 = 12");
    assert!(checked.corrected().contains("名称 = “12”"));
    expect("应当 件数 包含 “1”", &["wrong-argument: 件数"]);
    expect("应当 名称 包含 1", &["wrong-argument: 1"]);
    expect("应当 批复日 = “2020-01-01”", &["type-mismatch: 批复日 = “2020-01-01”"]);
    expect("应当 批复日 = 完成时点", &["type-mismatch: 批复日 = 完成时点"]);
    expect("应当 名称 = [“甲”]", &["type-mismatch: 名称 = [“甲”]"]);
    expect("应当 名称 属于 [“甲”, 1]", &["type-mismatch: “甲”, 1"]);
    expect("应当 名称 属于 单位", &["not-a-list: 单位"]);
    expect("应当 预算数 缺省 “无” = 其他数", &["type-mismatch: 预算数 缺省 “无”"]);
}

#[test]
fn limits_and_series_are_no_numbers() {
    let checked = rule("应当 目标 ≤ 预算数");
    assert_eq!(checked.found(), ["type-mismatch: 目标 ≤ 预算数"]);
    assert!(checked.corrected().contains("上限(目标) ≤ 预算数"));
    let checked = rule("应当 目标 + 1 万元 ≤ 预算数");
    assert_eq!(checked.found(), ["not-a-number: 目标"]);
    assert!(checked.corrected().contains("上限(目标) + 1 万元"));
    let checked = rule("应当 计划 = 100%");
    assert!(checked.corrected().contains("末(计划) = 100%"));
    expect("应当 预算数 有上限", &["wrong-argument: 预算数"]);
    expect("应当 上限(预算数) = 1 元", &["wrong-argument: 预算数"]);
    expect("应当 末(预算数) = 1 元", &["wrong-argument: 预算数"]);
    expect("应当 目标.上限 ≤ 预算数", &["no-parts: 上限"]);
    expect("应当 目标 是 金额", &["not-a-number: 目标"]);
    expect("应当 上限(目标) 是 金钱", &["unknown-dimension: 金钱"]);
}

#[test]
fn conditions_are_conditions() {
    expect("应当 预算数", &["not-a-condition: 预算数"]);
    expect("应当 预算数 > 0 且 名称", &["not-a-condition: 名称"]);
    expect("当 名称\n  应当 预算数 > 0", &["not-a-condition: 名称"]);
    expect("应当 非 名称", &["not-a-condition: 名称"]);
    expect("应当 (预算数 + 其他数) 有值", &["no-state: (预算数 + 其他数)"]);
    let english = with_english("rule a {\n for each 项目\n must 预算数\n}");
    assert_eq!(english.only().message.english, "a condition belongs here; `预算数` is 金额");
}

#[test]
fn names_are_suggested() {
    let checked = rule("应当 预算书 ≥ 0");
    assert_eq!(checked.found(), ["unknown-name: 预算书"]);
    assert!(checked.corrected().contains("应当 预算数 ≥ 0"));
    let checked = rule("应当 项目.预算 ≥ 0");
    assert_eq!(checked.found(), ["unknown-field: 预算"]);
    assert!(checked.corrected().contains("项目.预算数 ≥ 0"));
    let checked = rule("应当 总额 ≥ 0");
    assert_eq!(checked.found(), ["unknown-name: 总额"]);
    assert!(checked.corrected().contains("合计表.总额 ≥ 0"));
    let checked = rule("应当 合计表s.总额 ≥ 0");
    assert_eq!(checked.found(), ["unknown-record: 合计表s"]);
    let checked = rule("应当 舍人(件数, 2) = 1");
    assert_eq!(checked.found(), ["unknown-function: 舍人"]);
    assert!(checked.corrected().contains("舍入(件数, 2)"));
    expect("应当 项目 > 0", &["type-mismatch: 项目 > 0"]);
    expect("应当 采购 > 0", &["needs-aggregate: 采购"]);
}

#[test]
fn functions_and_their_arguments() {
    expect("应当 舍入(件数) = 1", &["argument-count: 舍入(件数)"]);
    expect("应当 年份(名称) = 1", &["wrong-argument: 名称"]);
    expect("应当 中文数字(预算数) = 名称", &["wrong-argument: 预算数"]);
    expect("应当 变动率(预算数, 件数) > 0", &["unit-mismatch: 预算数, 件数"]);
    expect("应当 预算数 ÷ 0 > 1 元", &["division-by-zero: 0"]);
    let checked = rule("应当 round(件数, 0) = 1");
    assert_eq!(checked.found(), ["other-language: round"]);
    assert!(checked.corrected().contains("舍入(件数, 0)"));
    assert_eq!(checked.state("甲"), RuleState::Broken);
    let checked = with_english("rule a {\n for each 项目\n must 末(计划) = 100%\n}");
    assert!(checked.corrected().contains("must last(计划)"));
}

#[test]
fn literals_are_checked() {
    expect("应当 件数 = 123456789012345678901", &["too-many-digits: 123456789012345678901"]);
    let checked = rule("应当 预算数 ≤ 3 万圆");
    assert_eq!(checked.found(), ["unknown-unit: 万圆"]);
    assert!(checked.corrected().contains("3 万元"));
    expect("应当 上限(目标) ≤ 10 份", &[]);
    expect("应当 名称 匹配 “{名称}”", &["template-hole: {名称}"]);
    expect("应当 名称 匹配 “甲[乙”", &["template-bracket: ["]);
    expect("应当 名称 匹配 单位", &["pattern-not-literal: 单位"]);
}

#[test]
fn other_documents_are_not_read() {
    expect("应当 上年.项目.预算数 > 0", &["other-documents: 上年"]);
}

fn condition(text: &str) -> Expr {
    let checked = rule(&format!("应当 {text}"));
    assert_eq!(checked.found(), Vec::<String>::new());
    checked.rule("甲").obligations[0].condition.clone()
}

#[test]
fn a_zero_takes_the_dimension_it_stands_beside() {
    let Expr::Compare { left, .. } = condition("预算数 缺省 0 = 其他数") else { panic!() };
    let Expr::Default { value, .. } = *left else { panic!() };
    let Expr::Number(zero) = *value else { panic!() };
    assert!(zero.amount.is_zero() && matches!(zero.dimension, Dimension::Simple(_)));
}

#[test]
fn a_percentage_beside_a_quotient_is_a_plain_number() {
    let Expr::Compare { right, .. } = condition("预算数 ÷ 其他数 ≥ 90%") else { panic!() };
    let Expr::Number(number) = *right else { panic!() };
    assert_eq!((number.dimension, number.amount.to_string().as_str()), (Dimension::None, "0.90"));
    let Expr::Compare { left, .. } = condition("完成率 = 预算数 ÷ 其他数") else {
        panic!()
    };
    assert!(matches!(*left, Expr::Arithmetic { operator: Arithmetic::Divide, .. }));
}

#[test]
fn connectives_are_flat() {
    let Expr::And(all) = condition("件数 > 1 且 件数 > 2 且 件数 > 3") else { panic!() };
    assert_eq!(all.len(), 3);
    let Expr::Compare { operator, .. } = all[0] else { panic!() };
    assert_eq!(operator, Compare::Greater);
}
