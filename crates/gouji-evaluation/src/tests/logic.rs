//! Three-valued logic, states of fields, and comparisons of things that are no figures.

use super::build::*;
use gouji_program::expression::{Compare, IsKind};
use gouji_program::{Aggregate, Expr, Predicate, TextTest};

/// What a condition over one 项目 comes to: `None` where undetermined.
fn truth(condition: impl Fn(&World) -> Expr, fields: &[(&str, &str)]) -> Option<bool> {
    let mut world = World::new();
    let condition = condition(&world);
    world.rule(Some("项目"), condition);
    match counts(&world.run(world.document().add("项目", fields))) {
        (1, 0, 0, 0, 0) => Some(true),
        (0, 0, 0, 1, 0) => Some(false),
        (0, 0, 0, 0, 1) => None,
        other => panic!("{other:?}"),
    }
}

fn constant(world: &World, value: Option<bool>) -> Expr {
    match value {
        Some(value) => Expr::Boolean(value),
        // 份数 is absent.
        None => equal(world.f("项目", "份数"), plain("1")),
    }
}

const ALL: [Option<bool>; 3] = [Some(true), Some(false), None];

#[test]
fn kleene_laws() {
    for a in ALL {
        assert_eq!(truth(|world| not(constant(world, a)), &[]), a.map(|value| !value));
        for b in ALL {
            let and = |world: &World| Expr::And(vec![constant(world, a), constant(world, b)]);
            let or = |world: &World| Expr::Or(vec![constant(world, a), constant(world, b)]);
            let expected_and = match (a, b) {
                (Some(false), _) | (_, Some(false)) => Some(false),
                (Some(true), Some(true)) => Some(true),
                _ => None,
            };
            let expected_or = match (a, b) {
                (Some(true), _) | (_, Some(true)) => Some(true),
                (Some(false), Some(false)) => Some(false),
                _ => None,
            };
            assert_eq!(truth(and, &[]), expected_and);
            assert_eq!(truth(or, &[]), expected_or);
            // De Morgan.
            let dual = |world: &World| {
                not(Expr::Or(vec![not(constant(world, a)), not(constant(world, b))]))
            };
            assert_eq!(truth(dual, &[]), expected_and);
            // Quantifiers over one record say what their condition says.
            for (function, expected) in
                [(Aggregate::All, implies(a, b)), (Aggregate::Any, expected_and)]
            {
                let quantified = |world: &World| {
                    let source = gouji_program::expression::Gathering::All;
                    let mut quantifier = world.aggregate(function, source, "项目", None);
                    quantifier.filter = Some(constant(world, a));
                    quantifier.condition = Some(constant(world, b));
                    aggregate(quantifier)
                };
                assert_eq!(truth(quantified, &[]), expected, "{function:?} {a:?} {b:?}");
            }
        }
    }
}

fn implies(a: Option<bool>, b: Option<bool>) -> Option<bool> {
    match (a, b) {
        (Some(false), _) | (_, Some(true)) => Some(true),
        (Some(true), b) => b,
        (None, _) => None,
    }
}

#[test]
fn states_can_be_asked_for() {
    type Case = (&'static [(&'static str, &'static str)], [bool; 4]);
    let states: [Case; 5] = [
        (&[("预算数", "5")], [true, false, false, false]),
        (&[("预算数", "")], [false, true, true, false]),
        (&[("预算数", "—")], [false, true, false, false]),
        (&[], [false, true, false, false]),
        (&[("预算数", "若干")], [false, false, false, true]),
    ];
    let asked = [Predicate::Present, Predicate::Missing, Predicate::Blank, Predicate::Unreadable];
    for (fields, expected) in states {
        for (question, expected) in asked.into_iter().zip(expected) {
            let found = truth(|world| predicate(world.f("项目", "预算数"), question), fields);
            assert_eq!(found, Some(expected), "{fields:?} {question:?}");
        }
    }
    let series = |text: &str| {
        truth(
            |world| predicate(world.f("项目", "支出计划"), Predicate::Present),
            &[("支出计划", text)],
        )
    };
    assert_eq!((series(",25%"), series(",")), (Some(true), Some(false)));
    // A record that is not there lacks the field.
    let sole = |world: &World| predicate(world.sole("支出", "合计"), Predicate::Missing);
    assert_eq!(truth(sole, &[]), Some(true));
}

#[test]
fn defaults_stand_for_what_is_missing_only() {
    let condition = |world: &World| {
        let defaulted = default_to(world.f("项目", "财政资金"), plain("0"));
        equal(world.f("项目", "预算数"), plus(defaulted, world.f("项目", "其他资金")))
    };
    let with =
        |text: &str| truth(condition, &[("预算数", "5"), ("财政资金", text), ("其他资金", "5")]);
    assert_eq!((with(""), with("—"), with("无")), (Some(true), Some(true), Some(true)));
    assert_eq!((with("1"), with("若干")), (Some(false), None));
    assert_eq!(truth(condition, &[("预算数", "5"), ("其他资金", "5")]), Some(true));
}

#[test]
fn texts_are_compared_folded() {
    let name = |expected: &'static str| {
        move |world: &World| equal(world.f("项目", "项目名称"), text(expected))
    };
    let fields: &[(&str, &str)] = &[("项目名称", "采 购（一）")];
    assert_eq!(truth(name("采购(一)"), fields), Some(true));
    assert_eq!(truth(name("采购"), fields), Some(false));
    let test = |test: TextTest, pattern: &'static str| {
        let condition = move |world: &World| Expr::TextTest {
            operand: Box::new(world.f("项目", "项目名称")),
            test,
            pattern: Box::new(text(pattern)),
            template: None,
        };
        truth(condition, fields)
    };
    assert_eq!(test(TextTest::Contains, "购("), Some(true));
    assert_eq!(test(TextTest::StartsWith, "采购"), Some(true));
    assert_eq!(test(TextTest::EndsWith, "（一）"), Some(true));
    assert_eq!(test(TextTest::EndsWith, "一"), Some(false));
    let within = |members: &'static [&'static str]| {
        let condition = move |world: &World| Expr::In {
            operand: Box::new(world.f("项目", "项目名称")),
            list: members.iter().map(|member| text(member)).collect(),
        };
        truth(condition, fields)
    };
    assert_eq!(within(&["其他", "采购(一)"]), Some(true));
    assert_eq!(within(&["其他"]), Some(false));
}

#[test]
fn figures_of_different_dimensions_cannot_be_compared() {
    let mixed = |world: &World| equal(world.f("项目", "预算数"), percent(5));
    assert_eq!(truth(mixed, &[("预算数", "5")]), None);
    let ratio = |world: &World| equal(world.f("项目", "完成率"), plain("1"));
    assert_eq!(truth(ratio, &[("完成率", "100%")]), None);
    // But a plain zero compares with everything.
    let zero = |world: &World| equal(world.f("项目", "完成率"), plain("0"));
    assert_eq!(truth(zero, &[("完成率", "0%")]), Some(true));
    let text_and_figure = |world: &World| equal(world.f("项目", "项目名称"), plain("1"));
    assert_eq!(truth(text_and_figure, &[("项目名称", "1")]), None);
}

#[test]
fn kinds_can_be_asked_for() {
    let kind = |kind: fn(&World) -> IsKind, field: &'static str| {
        move |world: &World| Expr::Is {
            operand: Box::new(world.f("项目", field)),
            kind: kind(world),
        }
    };
    let money = |world: &World| IsKind::Dimension(world.money);
    assert_eq!(truth(kind(money, "预算数"), &[("预算数", "5")]), Some(true));
    assert_eq!(truth(kind(money, "份数"), &[("份数", "5")]), Some(false));
    assert_eq!(truth(kind(money, "份数"), &[("份数", "")]), None);
    assert_eq!(truth(kind(|_| IsKind::Percent, "完成率"), &[("完成率", "5%")]), Some(true));
    assert_eq!(truth(kind(|_| IsKind::Number, "完成率"), &[("完成率", "5%")]), Some(false));
    assert_eq!(truth(kind(|_| IsKind::Date, "截止"), &[("截止", "2021年1月2日")]), Some(true));
}

#[test]
fn dates_are_ordered() {
    let before = |world: &World| {
        let limit = gouji_value::Date::new(2021, 6, 30).unwrap();
        compare(Compare::LessOrEqual, world.f("项目", "截止"), Expr::Date(limit))
    };
    assert_eq!(truth(before, &[("截止", "2021年6月30日")]), Some(true));
    assert_eq!(truth(before, &[("截止", "2021年7月1日")]), Some(false));
    assert_eq!(truth(before, &[("截止", "2021年11月31日")]), None);
}

#[test]
fn choices_take_one_branch() {
    let chosen = |world: &World| Expr::If {
        condition: Box::new(equal(world.f("项目", "项目名称"), text("甲"))),
        then: Box::new(Expr::Boolean(true)),
        otherwise: Box::new(constant(world, None)),
    };
    assert_eq!(truth(chosen, &[("项目名称", "甲")]), Some(true));
    assert_eq!(truth(chosen, &[("项目名称", "乙")]), None);
    assert_eq!(truth(chosen, &[]), None);
}
