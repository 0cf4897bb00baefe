//! Rules over groups (按).

use super::with_base;
use crate::expression::Gathering;
use crate::{Expr, FieldId};

fn grouped(clauses: &str) -> super::Checked {
    with_base(&format!("规则 甲 {{\n  对每个 采购 按 名称, 单位\n  {clauses}\n}}\n"))
}

fn nested(clauses: &str) -> super::Checked {
    with_base(&format!("规则 甲 {{\n  对每个 项目.指标 按 项目, 类别\n  {clauses}\n}}\n"))
}

#[track_caller]
fn sound(checked: &super::Checked) {
    assert_eq!(checked.found(), Vec::<String>::new(), "{:#?}", checked.problems);
}

#[test]
fn keys_are_in_scope_and_fields_are_gathered() {
    let checked =
        grouped("应当 合计(金额) ≤ 5 万元 或 名称 = “甲”\n 否则 “「{名称}」{单位}：{合计(金额)}”");
    sound(&checked);
    let rule = checked.rule("甲");
    assert_eq!(rule.iteration.as_ref().unwrap().keys.len(), 2);
    let Expr::Or(any) = &rule.obligations[0].condition else { panic!() };
    let Expr::Compare { left, .. } = &any[0] else { panic!() };
    let Expr::Aggregate(aggregate) = &**left else { panic!() };
    assert_eq!(aggregate.source, Gathering::Group { lists: Vec::new() });
    let Expr::Compare { left, .. } = &any[1] else { panic!() };
    assert_eq!(**left, Expr::Key(0));
}

#[test]
fn all_names_of_the_groups_records_work() {
    for condition in [
        "合计(采购.金额) > 0",
        "计数(采购) = 1",
        "计数(采购 其中 金额 > 0 且 名称 = “甲”) = 1",
        "唯一(数量)",
        "都(采购, 金额 > 0)",
        "采购.名称 = “甲”",
        "合计(全文.采购.金额) > 合计(金额)",
        "有(项目 其中 项目.名称 = 名称)",
        "计数(项目 其中 项目.名称 = 采购.名称 且 预算数 > 合计(采购.金额)) > 0",
    ] {
        sound(&grouped(&format!("应当 {condition}")));
    }
}

#[test]
fn the_join_of_a_group_is_its_key() {
    let checked = grouped("设 数 = 计数(项目 其中 项目.名称 = 名称)\n 应当 数 = 1");
    sound(&checked);
    let (_, Expr::Aggregate(aggregate)) = &checked.rule("甲").locals[0] else { panic!() };
    assert_eq!(aggregate.join.as_ref().map(|(_, other)| other), Some(&Expr::Key(0)));
}

#[test]
fn other_fields_are_not_in_scope() {
    let checked = grouped("应当 金额 > 0");
    assert_eq!(checked.found(), ["not-in-group: 金额"]);
    let checked = grouped("应当 采购.金额 > 0");
    assert_eq!(checked.found(), ["not-in-group: 金额"]);
    let checked = nested("应当 分值 > 0");
    assert_eq!(checked.found(), ["not-in-group: 分值"]);
}

#[test]
fn a_record_as_key_gives_its_fields() {
    let checked =
        nested("应当 合计(分值) ≤ 项目.件数 且 件数 > 0 且 计数(指标 其中 名称 = “甲”) = 0");
    sound(&checked);
    let rule = checked.rule("甲");
    let keys = &rule.iteration.as_ref().unwrap().keys;
    assert_eq!(keys[0], Expr::Record { frame: 0, up: 1 });
    let Expr::And(all) = &rule.obligations[0].condition else { panic!() };
    let Expr::Compare { right, .. } = &all[0] else { panic!() };
    assert!(matches!(**right, Expr::Field(field) if (field.frame, field.up) == (0, 1)));
    // The path of the rule is the group's, another list of the key's record is that record's.
    let checked = nested("应当 计数(项目.指标) = 1");
    sound(&checked);
    let Expr::Compare { left, .. } = &checked.rule("甲").obligations[0].condition else {
        panic!()
    };
    assert!(
        matches!(&**left, Expr::Aggregate(one) if matches!(one.source, Gathering::Group { .. }))
    );
    // Where it is no key, it is not the group's.
    let checked = with_base("规则 甲 {\n 对每个 项目.指标 按 类别\n 应当 项目.件数 > 0\n}");
    assert!(
        !checked.errors().is_empty()
            || matches!(
                &checked.rule("甲").obligations[0].condition,
                Expr::Compare { left, .. } if matches!(**left, Expr::Sole(_))
            )
    );
}

#[test]
fn a_finding_may_stand_at_and_mend_a_field_of_the_group() {
    let checked = grouped("应当 唯一(金额)\n 指向 金额\n 修正 金额 为 0 元");
    sound(&checked);
    let obligation = &checked.rule("甲").obligations[0];
    let Some(Expr::Field(field)) = obligation.subject else { panic!() };
    assert_eq!((field.frame, field.up, field.field), (0, 0, FieldId(2)));
}

#[test]
fn keys_are_values() {
    let checked = with_base("规则 甲 {\n 对每个 项目 按 目标\n 应当 计数(项目) > 0\n}");
    assert_eq!(checked.found(), ["bad-key: 目标"]);
}
