//! Rounding, tolerances, functions, and what cannot be computed.

use super::build::*;
use gouji_program::expression::{Arithmetic, Compare, Function};
use gouji_program::{Expr, StatedTolerance};
use gouji_value::{Decimal, Number};

fn project_rule(condition: impl Fn(&World) -> Expr) -> World {
    let mut world = World::new();
    let condition = condition(&world);
    world.rule(Some("项目"), condition);
    world
}

fn sum_rule(operator: Compare) -> World {
    project_rule(|world| {
        let parts = plus(world.f("项目", "财政资金"), world.f("项目", "其他资金"));
        compare(operator, world.f("项目", "预算数"), parts)
    })
}

fn with(world: &World, total: &str, first: &str, second: &str) -> crate::RuleResult {
    let fields = [("预算数", total), ("财政资金", first), ("其他资金", second)];
    world.run(world.document().add("项目", &fields))
}

#[test]
fn equality_within_rounding_is_counted_apart() {
    let world = sum_rule(Compare::Equal);
    assert_eq!(counts(&with(&world, "3.00", "1.00", "2.00")), (1, 0, 0, 0, 0));
    // Three figures, half of 0.01 each: 0.015.
    let rounded = with(&world, "3.01", "1.00", "2.00");
    assert_eq!(counts(&rounded), (1, 1, 0, 0, 0));
    let finding = &rounded.rounded[0];
    assert_eq!(finding.outcome, Some(gouji_diagnostic::RuleOutcome::PassedWithinRounding));
    let allowed = finding.proof.as_ref().unwrap().tolerance.as_ref().unwrap();
    assert_eq!(allowed.amount, "0.015 万元");
    assert_eq!(allowed.origin.chinese, "3 个数各按 0.01 万元显示，各半个末位");
    assert!(finding.message.chinese.contains("相差 0.01 万元"));
    assert_eq!(counts(&with(&world, "3.02", "1.00", "2.00")), (0, 0, 0, 1, 0));
}

#[test]
fn each_relation_and_its_slack() {
    let outcome = |operator, total: &str| {
        let (passed, rounded, _, failed, _) =
            counts(&with(&sum_rule(operator), total, "1.00", "2.00"));
        (passed, rounded, failed)
    };
    let (pass, rounded, fail) = ((1, 0, 0), (1, 1, 0), (0, 0, 1));
    let expected = [
        (Compare::Equal, [fail, rounded, pass, rounded, fail]),
        (Compare::Exactly, [fail, fail, pass, fail, fail]),
        (Compare::NotEqual, [pass, fail, fail, fail, pass]),
        (Compare::LessOrEqual, [pass, pass, pass, rounded, fail]),
        (Compare::GreaterOrEqual, [fail, rounded, pass, pass, pass]),
        (Compare::Less, [pass, pass, fail, fail, fail]),
        (Compare::Greater, [fail, fail, fail, pass, pass]),
    ];
    for (operator, expected) in expected {
        let found = ["2.90", "2.99", "3.00", "3.01", "3.10"].map(|total| outcome(operator, total));
        assert_eq!(found, expected, "{operator:?}");
    }
}

#[test]
fn a_stated_tolerance_takes_the_place_of_rounding() {
    let mut world = sum_rule(Compare::Equal);
    let half = world.money("0.5");
    world.program.rules[0].obligations[0].tolerance = within(half);
    assert_eq!(counts(&with(&world, "3.50", "1.00", "2.00")), (1, 1, 0, 0, 0));
    let failed = with(&world, "3.51", "1.00", "2.00");
    assert_eq!(counts(&failed), (0, 0, 0, 1, 0));
    let proof = failed.findings[0].proof.as_ref().unwrap();
    let allowed = proof.tolerance.as_ref().unwrap();
    assert_eq!(
        (allowed.amount.as_str(), allowed.origin.chinese.as_str()),
        ("0.5 万元", "规则写明")
    );
    let none = world.money("0");
    world.program.rules[0].obligations[0].tolerance = within(none);
    assert_eq!(counts(&with(&world, "3.01", "1.00", "2.00")), (0, 0, 0, 1, 0));
    // It must be of the same dimension.
    world.program.rules[0].obligations[0].tolerance = within(percent(1));
    assert_eq!(counts(&with(&world, "3.00", "1.00", "2.00")), (0, 0, 0, 0, 1));
}

#[test]
fn last_digits_as_printed() {
    let mut world = sum_rule(Compare::Equal);
    world.program.rules[0].obligations[0].tolerance = Some(StatedTolerance::LastDigit);
    // 0.5 + 0.005 + 0.05
    assert_eq!(counts(&with(&world, "4", "1.00", "2.5")), (1, 1, 0, 0, 0));
    let failed = with(&world, "4", "1.00", "2.4");
    let proof = failed.findings[0].proof.as_ref().unwrap();
    let allowed = proof.tolerance.as_ref().unwrap();
    assert_eq!(
        (allowed.amount.as_str(), allowed.origin.chinese.as_str()),
        ("0.555 万元", "按各数末位")
    );
}

#[test]
fn a_tolerance_does_not_reach_filters() {
    let mut world = World::new();
    let value = Some(world.at(1, 0, "采购", "金额"));
    let source = gouji_program::expression::Gathering::All;
    let mut sum = world.aggregate(gouji_program::Aggregate::Sum, source, "采购", value);
    sum.filter = Some(equal(world.at(1, 0, "采购", "金额"), world.money("5")));
    let tolerance = world.money("100");
    let condition = compare(Compare::Exactly, aggregate(sum), world.money("5"));
    world.rule(None, condition).obligations[0].tolerance = within(tolerance);
    let document =
        world.document().add("采购", &[("金额", "5.00")]).add("采购", &[("金额", "50.00")]);
    assert_eq!(counts(&world.run(document)), (1, 0, 0, 0, 0));
}

#[test]
fn what_cannot_be_computed() {
    let quotient = project_rule(|world| {
        let quotient =
            calculate(Arithmetic::Divide, world.f("项目", "预算数"), world.f("项目", "财政资金"));
        compare(Compare::Less, quotient, plain("2"))
    });
    let by_zero = with(&quotient, "5", "0", "0");
    assert_eq!(said(&by_zero), "无法判定：除数「财政资金」为 0");
    assert_eq!(by_zero.findings[0].places[0].label.chinese, "财政资金 0 万元");
    let huge = project_rule(|world| {
        let square = || {
            let count = || world.f("项目", "份数");
            calculate(Arithmetic::Multiply, count(), count())
        };
        compare(Compare::Less, calculate(Arithmetic::Multiply, square(), square()), plain("2"))
    });
    let document = huge.document().add("项目", &[("份数", "99999999999999999999")]);
    assert_eq!(said(&huge.run(document)), "无法判定：数字过大，无法精确计算");
}

#[test]
fn rates_of_change() {
    let world = project_rule(|world| {
        let arguments = vec![world.f("项目", "预算数"), world.f("项目", "财政资金")];
        let rate = call(Function::ChangeRate, "变动率(预算数, 财政资金)", arguments);
        compare(Compare::LessOrEqual, rate, percent(10))
    });
    assert_eq!(counts(&with(&world, "105.00", "100.00", "0")), (1, 0, 0, 0, 0));
    let failed = with(&world, "120.00", "100.00", "0");
    assert_eq!(said(&failed), "变动率(预算数, 财政资金) 20%，超过 10%");
    assert_eq!(said(&with(&world, "1", "0", "0")), "无法判定：除数「财政资金」为 0");
}

#[test]
fn functions_of_figures() {
    let holds = |expr: fn(&World) -> Expr, count: &str| {
        let world = project_rule(expr);
        counts(&world.run(world.document().add("项目", &[("份数", count), ("项目名称", "十五")])))
    };
    let pass = (1, 0, 0, 0, 0);
    let rounded = |world: &World| {
        equal(call(Function::Round, "", vec![world.f("项目", "份数"), plain("1")]), plain("2.5"))
    };
    assert_eq!(holds(rounded, "2.45"), pass);
    let absolute = |world: &World| {
        equal(call(Function::Absolute, "", vec![world.f("项目", "份数")]), plain("2"))
    };
    assert_eq!(holds(absolute, "-2"), pass);
    let words = |world: &World| {
        equal(
            world.f("项目", "项目名称"),
            call(Function::ChineseNumber, "", vec![world.f("项目", "份数")]),
        )
    };
    assert_eq!(holds(words, "15"), pass);
    assert_eq!(holds(words, "1.5"), (0, 0, 0, 0, 1));
    assert_eq!(holds(words, "-1"), (0, 0, 0, 0, 1));
}

#[test]
fn years_of_dates() {
    let world = project_rule(|world| {
        equal(call(Function::Year, "年份(截止)", vec![world.f("项目", "截止")]), plain("2021"))
    });
    let document = world.document().add("项目", &[("截止", "2021年3月1日")]);
    assert_eq!(counts(&world.run(document)), (1, 0, 0, 0, 0));
}

#[test]
fn a_plain_zero_adds_to_any_dimension() {
    let world =
        project_rule(|world| equal(plus(plain("0"), world.f("项目", "预算数")), world.money("5")));
    assert_eq!(counts(&with(&world, "5", "", "")), (1, 0, 0, 0, 0));
    // A rounded zero is no plain zero.
    let rounded = Number { slack: Decimal::ONE, ..Number::count(0) };
    let world = project_rule(|world| equal(world.f("项目", "份数"), world.money("0")));
    let document = world.document().add("项目", &[("份数", "0")]).valued("份数", rounded);
    assert_eq!(counts(&world.run(document)), (0, 0, 0, 0, 1));
}

#[test]
fn a_definition_that_holds_by_rounding_is_counted_where_it_is_used_again() {
    let mut world = World::new();
    let rule = {
        let parts = plus(world.f("项目", "财政资金"), world.f("项目", "其他资金"));
        let agree = equal(world.f("项目", "预算数"), parts);
        let rule = world.rule(Some("项目"), Expr::Local(0));
        rule.locals.push(("相符".to_owned(), agree));
        rule
    };
    // The condition needs the definition first, and the rule's obligation again.
    rule.conditions.push(Expr::Local(0));
    assert_eq!(counts(&with(&world, "3.01", "1.00", "2.00")), (1, 1, 0, 0, 0));
    assert_eq!(counts(&with(&world, "3.00", "1.00", "2.00")), (1, 0, 0, 0, 0));
}
