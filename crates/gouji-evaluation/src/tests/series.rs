//! Series.

use super::build::*;
use gouji_program::Expr;
use gouji_program::expression::{Function, Witness};

fn plan_holds(condition: Expr) -> World {
    let mut world = World::new();
    world.rule(Some("项目"), condition);
    world
}

fn on_plan(function: Function) -> World {
    let plan = World::new().f("项目", "支出计划");
    plan_holds(call(function, "不减(支出计划)", vec![plan]))
}

fn with(world: &World, plan: &str) -> crate::RuleResult {
    world.run(world.document().add("项目", &[("项目名称", "甲"), ("支出计划", plan)]))
}

#[test]
fn order_of_the_stated_points() {
    let falls = on_plan(Function::NeverFalls);
    let rises = on_plan(Function::Increasing);
    let cases = [
        ("25%,50%,75%,100%", 'p', 'p'),
        ("25%,25%,75%,100%", 'p', 'f'),
        ("50%,25%,75%,100%", 'f', 'f'),
        ("50%,,25%,", 'f', 'f'),
        ("25%,,—,50%", 'p', 'p'),
        ("25%", 'p', 'p'),
        (",,,", 'u', 'u'),
        ("25%,若干,50%,60%", 'u', 'u'),
        // Whatever the unreadable point says, it falls.
        ("50%,若干,25%,60%", 'f', 'f'),
    ];
    for (plan, never_falls, increasing) in cases {
        for (world, expected) in [(&falls, never_falls), (&rises, increasing)] {
            let found = match counts(&with(world, plan)) {
                (1, 0, 0, 0, 0) => 'p',
                (0, 0, 0, 1, 0) => 'f',
                (0, 0, 0, 0, 1) => 'u',
                other => panic!("{other:?}"),
            };
            assert_eq!(found, expected, "{plan}");
        }
    }
    let absent = falls.run(falls.document().add("项目", &[]));
    assert_eq!(said(&absent), "无法判定：「支出计划」缺失");
}

#[test]
fn the_message_names_the_neighbours() {
    let mut world = on_plan(Function::NeverFalls);
    let name = world.f("项目", "项目名称");
    world.program.rules[0].obligations[0].message = message(vec![
        words("「"),
        hole(name),
        words("」"),
        witness(Witness::PreviousPeriod),
        words("累计支出"),
        witness(Witness::PreviousValue),
        words("，"),
        witness(Witness::NextPeriod),
        words("反降为"),
        witness(Witness::NextValue),
    ]);
    let result = with(&world, "30%,50%,,25%");
    assert_eq!(said(&result), "「甲」6月底累计支出50%，12月底反降为25%");
    let places = &result.findings[0].places;
    assert_eq!(places[0].label.chinese, "支出计划 12月底 25%");
    assert_eq!(places[1].label.chinese, "支出计划 6月底 50%");
}

#[test]
fn the_default_message_does_too() {
    let result = with(&on_plan(Function::NeverFalls), "50%,25%");
    assert_eq!(said(&result), "支出计划：3月底为 50%，6月底反降为 25%");
    let result = with(&on_plan(Function::Increasing), "50%,50%");
    assert_eq!(said(&result), "支出计划：3月底为 50%，6月底没有增加，为 50%");
}

#[test]
fn the_last_stated_point() {
    let plan = World::new().f("项目", "支出计划");
    let last = call(Function::Last, "末(支出计划)", vec![plan]);
    let world = plan_holds(equal(last, percent(100)));
    assert_eq!(counts(&with(&world, "50%,100%,,")), (1, 0, 0, 0, 0));
    let failed = with(&world, "50%,95%,,");
    assert_eq!(said(&failed), "末(支出计划) 95%，应等于 100%");
    assert_eq!(failed.findings[0].places[0].label.chinese, "支出计划 6月底 95%");
    let proof = failed.findings[0].proof.as_ref().unwrap();
    assert_eq!((proof.left.terms.len(), proof.right.terms[0].at), (1, None));
    assert_eq!(said(&with(&world, ",")), "无法判定：「甲」的「支出计划」没有填写任何数值");
    assert_eq!(counts(&with(&world, "100%,若干")), (0, 0, 0, 0, 1));

    let plan = World::new().f("项目", "支出计划");
    let first = call(Function::First, "首(支出计划)", vec![plan]);
    let world = plan_holds(equal(first, percent(20)));
    assert_eq!(counts(&with(&world, ",20%,30%")), (1, 0, 0, 0, 0));
}
