//! Aggregates: what they gather, and what names mean inside.

use super::{expect, rule, with_base};
use crate::expression::{AggregateExpr, Gathering};
use crate::{Expr, FieldId};

/// The aggregate that is the value of the first 设 of a rule over 项目.
fn aggregate(text: &str) -> AggregateExpr {
    let checked = rule(&format!("设 值 = {text}\n  应当 值 ≥ 0"));
    assert_eq!(checked.errors(), Vec::<String>::new(), "{text}: {:#?}", checked.problems);
    match checked.rule("甲").locals[0].1.clone() {
        Expr::Aggregate(aggregate) => *aggregate,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_head_decides_what_is_gathered() {
    let lists = vec![FieldId(11)];
    let children = Gathering::Children { frame: 0, up: 0, lists };
    assert_eq!(aggregate("合计(指标.分值)").source, children);
    assert_eq!(aggregate("合计(项目.指标.分值)").source, children);
    assert_eq!(aggregate("合计(采购.金额)").source, Gathering::All);
    assert_eq!(aggregate("合计(全文.项目.预算数)").source, Gathering::All);
    assert_eq!(aggregate("合计(全文.项目.指标.分值)").source, Gathering::All);
    let product = aggregate("合计(采购.数量 × 采购.单价)");
    assert_eq!(product.source, Gathering::All);
    assert!(matches!(product.value, Some(Expr::Arithmetic { .. })));
    assert_eq!(product.label, "合计(采购.数量 × 采购.单价)");
    let count = aggregate("计数(指标 其中 类别 = “甲”)");
    assert!(count.value.is_none() && count.filter.is_some());
    let scaled = aggregate("合计(采购.数量 × 文件.年度)");
    assert_eq!(scaled.source, Gathering::All);
}

#[test]
fn gathered_records_are_reached_by_any_of_their_names() {
    for text in [
        "合计(指标.分值 其中 指标.类别 = “甲”)",
        "合计(指标.分值 其中 类别 = “甲” 且 项目.名称 = “乙”)",
        "合计(项目.指标.分值 其中 项目.指标.类别 = “甲” 且 预算数 > 0)",
        "合计(全文.项目.预算数 其中 项目.名称 = “甲”)",
        "平均(采购.金额 其中 采购.名称 = 项目.名称)",
        "最大(采购.金额) - 最小(采购.金额)",
        "计数(全文.项目 其中 计数(指标) > 3)",
        "仅有(采购.金额 其中 采购.名称 = 项目.名称)",
    ] {
        let checked = rule(&format!("设 值 = {text}\n  应当 值 ≥ 0"));
        assert_eq!(checked.found(), Vec::<String>::new(), "{text}: {:#?}", checked.problems);
    }
    for condition in [
        "都(指标, 分值 > 0)",
        "都(指标 其中 类别 = “甲”, 指标值 有上限)",
        "都(指标.分值 > 0)",
        "有(指标 其中 类别 = “甲”)",
        "有(指标.分值 > 5)",
        "唯一(指标.类别)",
        "仅有(采购.金额 其中 采购.名称 = 项目.名称) 有值",
    ] {
        expect(&format!("应当 {condition}"), &[]);
    }
}

#[test]
fn quantifiers_put_their_conditions_where_they_belong() {
    let of = |condition: &str| {
        let checked = rule(&format!("应当 {condition}"));
        match checked.rule("甲").obligations[0].condition.clone() {
            Expr::Aggregate(aggregate) => *aggregate,
            other => panic!("{other:?}"),
        }
    };
    let all = of("都(指标.分值 > 0)");
    assert!(all.condition.is_some() && all.value.is_none() && all.filter.is_none());
    let any = of("有(指标.分值 > 0 其中 类别 = “甲”)");
    assert!(any.condition.is_none() && any.value.is_none());
    assert!(matches!(any.filter, Some(Expr::And(_))));
}

#[test]
fn ambiguous_names_are_errors_that_list_the_readings() {
    let clause = "应当 合计(采购.金额 其中 名称 = “甲”) ≥ 0";
    let checked = rule(clause);
    assert_eq!(checked.found(), ["ambiguous-field: 名称"]);
    let message = &checked.only().message.chinese;
    assert_eq!(message, "「名称」有几种读法：「采购.名称」、「项目.名称」");
    assert!(checked.corrected().contains("其中 采购.名称 = “甲”"));
    // Siblings: the outer one has no name of its own.
    let checked = rule("应当 计数(全文.项目 其中 预算数 > 1 元) > 1");
    assert_eq!(checked.found(), ["ambiguous-field: 预算数"]);
    // Children of the current record: one and the same record.
    expect("应当 合计(指标.分值 其中 预算数 > 0) ≥ 0", &[]);
}

#[test]
fn the_join_idiom_takes_the_outer_record() {
    let joined = aggregate("合计(采购.金额 其中 采购.名称 = 名称 且 采购.单位 = 单位)");
    let (field, other) = joined.join.expect("a join");
    assert_eq!((field.frame, field.up, field.field), (1, 0, FieldId(0)));
    assert!(matches!(other, Expr::Field(outer) if outer.frame == 0 && outer.field == FieldId(0)));
    let turned = aggregate("合计(采购.金额 其中 名称 = 采购.名称)");
    assert!(turned.join.is_some());
    let siblings = aggregate("计数(全文.项目 其中 项目.名称 = 名称)");
    let (field, other) = siblings.join.expect("a join");
    assert_eq!(field.frame, 1);
    assert!(matches!(other, Expr::Field(outer) if outer.frame == 0));
    // No index over what is not equal, not plain, or inside.
    assert!(aggregate("计数(采购 其中 采购.名称 ≠ 项目.名称)").join.is_none());
    assert!(aggregate("计数(采购 其中 采购.金额 = 项目.预算数)").join.is_none());
    assert!(aggregate("计数(采购 其中 采购.名称 = 采购.单位)").join.is_none());
    assert!(aggregate("计数(采购 其中 采购.名称 = 项目.名称 或 采购.数量 > 1)").join.is_none());
}

#[test]
fn the_current_record_is_not_gathered() {
    let checked = rule("应当 合计(项目.预算数) ≥ 预算数");
    assert_eq!(checked.found(), ["current-record: 项目.预算数"]);
    assert_eq!(
        checked.only().message.chinese,
        "「项目」在这里是当前这一个；要汇总全部，请写 全文.项目.预算数"
    );
    assert!(checked.corrected().contains("合计(全文.项目.预算数)"));
    expect("应当 计数(项目) > 1", &["current-record: 项目"]);
}

#[test]
fn slips_in_aggregates() {
    expect("应当 合计(采购) ≥ 0", &["no-value: 采购"]);
    expect("应当 合计(采购.名称) ≥ 0", &["not-a-number: 采购.名称"]);
    expect("应当 合计(预算数) ≥ 0", &["nothing-gathered: 预算数"]);
    expect("应当 最大(计划) ≥ 0", &["nothing-gathered: 计划"]);
    expect("应当 合计(采购.金额 × 合计表.总件数) ≥ 0", &["several-gathered: 合计表.总件数"]);
    expect(
        "应当 合计(采购.金额, 采购.数量 > 1) ≥ 0",
        &["argument-count: 合计(采购.金额, 采购.数量 > 1)"],
    );
    expect("应当 都(指标)", &["no-condition: 都(指标)"]);
    expect("应当 有(指标.分值)", &["no-condition: 有(指标.分值)"]);
    expect("应当 合计(采购.价格) ≥ 0", &["unknown-field: 价格"]);
    expect("应当 合计(采狗.金额) ≥ 0", &["unknown-record: 采狗"]);
    expect("应当 指标.分值 > 0", &["needs-aggregate: 指标.分值"]);
    expect("应当 指标 > 0", &["needs-aggregate: 指标"]);
    expect("应当 全文.项目.预算数 > 0", &["needs-aggregate: 全文.项目.预算数"]);
    expect("应当 计数(采购 其中 金额) > 0", &["not-a-condition: 金额"]);
    expect("应当 唯一(采购) ", &["no-value: 采购"]);
}

#[test]
fn a_rule_about_the_document_has_no_current_record() {
    let checked = with_base("规则 甲 {\n 应当 合计表.总额 = 合计(项目.预算数)\n}");
    assert_eq!(checked.found(), Vec::<String>::new());
    let rule = checked.rule("甲");
    assert!(rule.iteration.is_none());
    let Expr::Compare { right, .. } = &rule.obligations[0].condition else { panic!() };
    let Expr::Aggregate(aggregate) = &**right else { panic!() };
    // Frame 0 is there, with nothing in it.
    assert_eq!(aggregate.frame, 1);
    let checked = with_base("规则 甲 {\n 应当 总额 = 1 元\n}");
    assert_eq!(checked.found(), ["unknown-name: 总额"]);
}

#[test]
fn siblings_are_gathered_from_the_enclosing_record() {
    let of = |clauses: &str| with_base(&format!("规则 甲 {{\n 对每个 项目.指标\n {clauses}\n}}"));
    let checked = of("应当 合计(项目.指标.分值 其中 项目.指标.类别 = 类别) ≤ 100");
    assert_eq!(checked.found(), Vec::<String>::new(), "{:#?}", checked.problems);
    let Expr::Compare { left, .. } = &checked.rule("甲").obligations[0].condition else {
        panic!()
    };
    let Expr::Aggregate(aggregate) = &**left else { panic!() };
    assert!(matches!(aggregate.source, Gathering::Children { frame: 0, up: 1, .. }));
    assert!(aggregate.join.is_some());
    // The current one's own field.
    assert_eq!(of("应当 项目.指标.分值 > 0 且 指标.分值 < 9").found(), Vec::<String>::new());
    let checked = of("应当 计数(指标) > 1");
    assert_eq!(checked.found(), ["current-record: 指标"]);
    let help = checked.only().help.as_ref().unwrap();
    assert_eq!(help.chinese, "要汇总同一个「项目」下的，请写 项目.指标");
    let checked = of("应当 合计(分值) > 1");
    assert!(checked.corrected().contains("合计(项目.指标.分值)"));
    assert!(rule("应当 合计(预算数) > 1 元").corrected().contains("合计(全文.项目.预算数)"));
}

#[test]
fn a_records_own_field_comes_before_those_that_enclose_it() {
    let checked = with_base(
        "记录 外 { 数: 整数  内: 多个 内层 }\n记录 内层 { 数: 整数 }\n表样 样 填 外 { 标签 “甲” → 数  明细 “数” → 内 }\n规则 甲 {\n 对每个 外.内\n 应当 数 ≤ 外.数\n}",
    );
    assert_eq!(checked.found(), Vec::<String>::new(), "{:#?}", checked.problems);
    let Expr::Compare { left, right, .. } = &checked.rule("甲").obligations[0].condition else {
        panic!()
    };
    assert!(matches!(**left, Expr::Field(field) if field.up == 0));
    assert!(matches!(**right, Expr::Field(field) if field.up == 1));
}
