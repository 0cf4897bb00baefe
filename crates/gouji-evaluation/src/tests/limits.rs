//! Limits, and the fixes that turn them round.

use super::build::*;
use gouji_program::expression::{Compare, Function, IsKind};
use gouji_program::{Expr, FixTarget, Predicate};

fn rule_on_targets(condition: impl Fn(&World, Expr) -> Expr) -> World {
    let mut world = World::new();
    let target = world.f("指标", "指标值");
    let condition = condition(&world, target);
    world.rule(Some("指标"), condition);
    world
}

fn with(world: &World, target: &str) -> crate::RuleResult {
    let document = world.document().add("项目", &[("项目名称", "甲"), ("预算数", "40")]).add_to(
        0,
        "绩效指标",
        "指标",
        &[("三级指标", "控制数"), ("指标值", target)],
    );
    world.run(document)
}

#[test]
fn a_limit_without_an_upper_end() {
    let mut world = rule_on_targets(|_, target| predicate(target, Predicate::HasUpper));
    let field = world.f("指标", "指标值");
    world.program.rules[0].obligations[0].fixes = vec![fix(field, FixTarget::Direction, text("≤"))];
    assert_eq!(counts(&with(&world, "≤50 万元")), (1, 0, 0, 0, 0));
    let failed = with(&world, "≥50 万元");
    assert_eq!(said(&failed), "指标值「≥50 万元」没有上限");
    let finding = &failed.findings[0];
    assert_eq!(finding.places[0].label.chinese, "指标值：下限 50 万元，上限 无");
    assert_eq!(finding.fixes[0].edits[0].text, "≤50 万元");
    assert_eq!(finding.fixes[0].edits[0].at, finding.places[0].at);
    // In words: no limit, and no way to turn it.
    let words = with(&world, "及时");
    assert_eq!(counts(&words), (0, 0, 0, 1, 0));
    assert!(words.findings[0].fixes.is_empty());
    assert_eq!(said(&with(&world, "")), "无法判定：「控制数」的「指标值」空白");
}

#[test]
fn quantified_and_kinds() {
    let world = rule_on_targets(|_, target| predicate(target, Predicate::Quantified));
    assert_eq!(counts(&with(&world, "≥95%")), (1, 0, 0, 0, 0));
    assert_eq!(counts(&with(&world, "及时")), (0, 0, 0, 1, 0));
    let world = rule_on_targets(|world, target| Expr::Is {
        operand: Box::new(call(Function::Upper, "上限(指标值)", vec![target])),
        kind: IsKind::Dimension(world.money),
    });
    assert_eq!(counts(&with(&world, "≤50 万元")), (1, 0, 0, 0, 0));
    for other in ["≤95%", "≥50 万元", "及时"] {
        assert_eq!(counts(&with(&world, other)), (0, 0, 0, 1, 0), "{other}");
    }
    assert_eq!(counts(&with(&world, "")), (0, 0, 0, 0, 1));
}

#[test]
fn an_upper_limit_is_held_to_a_figure_of_the_enclosing_record() {
    let world = rule_on_targets(|world, target| {
        let upper = call(Function::Upper, "上限(指标值)", vec![target]);
        compare(Compare::LessOrEqual, upper, world.at(0, 1, "项目", "预算数"))
    });
    assert_eq!(counts(&with(&world, "≤40 万元")), (1, 0, 0, 0, 0));
    let failed = with(&world, "≤50 万元");
    assert_eq!(said(&failed), "上限(指标值) 50 万元，超过预算数 40 万元");
    let finding = &failed.findings[0];
    assert_eq!(finding.places[0].label.chinese, "指标值：下限 无，上限 50 万元");
    assert_eq!(finding.places[1].label.chinese, "预算数 40 万元");
    assert_eq!(
        said(&with(&world, "≥50 万元")),
        "无法判定：「控制数」的「指标值」「≥50 万元」没有上限"
    );
    assert_eq!(
        said(&with(&world, "及时")),
        "无法判定：「控制数」的「指标值」以文字表述「及时」，没有数值"
    );
    let incomparable = with(&world, "≤95%");
    assert!(said(&incomparable).contains("金额") && said(&incomparable).contains("百分比"));
}

#[test]
fn limits_are_compared_by_their_ends() {
    let mut world = World::new();
    let second = world.at(1, 0, "指标", "指标值");
    let source = gouji_program::expression::Gathering::All;
    let mut all = world.aggregate(gouji_program::Aggregate::All, source, "指标", None);
    all.condition = Some(equal(world.f("指标", "指标值"), second));
    world.rule(Some("指标"), aggregate(all));
    let of = |first: &str, second: &str| {
        let document =
            world.document().add("指标", &[("指标值", first)]).add("指标", &[("指标值", second)]);
        counts(&world.run(document)).0
    };
    assert_eq!(of("≥95%", "不低于95%"), 2);
    assert_eq!(of("≥95%", "≤95%"), 0);
    assert_eq!(of("≥95%", ">95%"), 0);
}
