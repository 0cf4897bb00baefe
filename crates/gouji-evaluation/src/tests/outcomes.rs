//! The five outcomes, iteration, groups, and when a rule is in force.

use super::build::*;
use crate::{Cache, condition, evaluate_all, evaluate_records, in_force};
use gouji_diagnostic::{PlaceRole, RuleOutcome, Severity};
use gouji_program::expression::{Compare, Gathering};
use gouji_program::{
    Aggregate, DateBound, Expr, FixTarget, Modality, Predicate, RuleId, RuleState,
};
use gouji_value::Date;

fn budget_is_positive(world: &mut World) {
    let condition = compare(Compare::Greater, world.f("项目", "预算数"), plain("0"));
    world.rule(Some("项目"), condition);
}

#[test]
fn each_instance_comes_to_one_outcome() {
    let mut world = World::new();
    budget_is_positive(&mut world);
    let document = world
        .document()
        .add("项目", &[("预算数", "5")])
        .add("项目", &[("预算数", "-5")])
        .add("项目", &[("预算数", "")])
        .add("项目", &[]);
    assert_eq!(counts(&world.run(document)), (1, 0, 0, 1, 2));
}

#[test]
fn nothing_in_scope_is_not_applicable_once() {
    let mut world = World::new();
    budget_is_positive(&mut world);
    assert_eq!(counts(&world.run(world.document())), (0, 0, 1, 0, 0));

    let filter = equal(world.f("项目", "项目名称"), text("甲"));
    let rule = world.program.rules.last_mut().unwrap();
    rule.iteration.as_mut().unwrap().filter = Some(filter);
    let document =
        || world.document().add("项目", &[("项目名称", "乙")]).add("项目", &[("项目名称", "丙")]);
    assert_eq!(counts(&world.run(document())), (0, 0, 1, 0, 0));
    // One in scope: those out of scope are not counted.
    let with_one = document().add("项目", &[("项目名称", "甲"), ("预算数", "1")]);
    assert_eq!(counts(&world.run(with_one)), (1, 0, 0, 0, 0));
    // Whether it is in scope is not known.
    let result = world.run(document().add("项目", &[("项目名称", "")]));
    assert_eq!(counts(&result), (0, 0, 0, 0, 1));
    assert_eq!(said(&result), "无法判定：「项目名称」空白");
}

#[test]
fn a_false_condition_is_counted_for_each_record() {
    let mut world = World::new();
    budget_is_positive(&mut world);
    let condition = predicate(world.f("项目", "财政资金"), Predicate::Present);
    world.program.rules[0].conditions.push(condition);
    let unknown = compare(Compare::Greater, world.f("项目", "份数"), plain("1"));
    world.program.rules[0].conditions.push(unknown);
    let document = world
        .document()
        .add("项目", &[("预算数", "5")])
        .add("项目", &[("预算数", "5"), ("财政资金", "5"), ("份数", "1")])
        .add("项目", &[("预算数", "5"), ("财政资金", "5"), ("份数", "2")])
        .add("项目", &[("预算数", "5"), ("财政资金", "5"), ("份数", "二百多")]);
    // The first is definitely not applicable although 份数 is absent.
    assert_eq!(counts(&world.run(document)), (1, 0, 2, 0, 1));
}

#[test]
fn each_obligation_is_an_instance() {
    let mut world = World::new();
    budget_is_positive(&mut world);
    let other = compare(Compare::Less, world.f("项目", "预算数"), world.money("10"));
    world.program.rules[0].obligations.push(obligation(Modality::Should, other));
    let result = world.run(world.document().add("项目", &[("预算数", "11")]));
    assert_eq!(counts(&result), (1, 0, 0, 1, 0));
    assert_eq!(result.findings[0].severity, Severity::Warning);
}

#[test]
fn prohibitions_hold_when_definitely_false() {
    let mut world = World::new();
    budget_is_positive(&mut world);
    world.program.rules[0].obligations[0].modality = Modality::MustNot;
    let document = world
        .document()
        .add("项目", &[("预算数", "5")])
        .add("项目", &[("预算数", "-5")])
        .add("项目", &[("预算数", "-")]);
    let result = world.run(document);
    assert_eq!(counts(&result), (1, 0, 0, 1, 1));
    assert_eq!(result.findings[0].proof.as_ref().map(|proof| proof.relation), Some("≤"));
}

#[test]
fn broken_rules_and_unknown_ones_give_nothing() {
    let mut world = World::new();
    budget_is_positive(&mut world);
    world.program.rules[0].state = RuleState::Broken;
    let facts = world.document().add("项目", &[("预算数", "5")]).facts();
    let results = evaluate_all(&world.program, &facts, [RuleId(0), RuleId(7)].into_iter());
    assert!(results.iter().all(|(_, result)| *result == crate::RuleResult::default()));
}

#[test]
fn a_rule_about_the_document_is_one_instance() {
    let mut world = World::new();
    let condition = equal(world.sole("支出", "项目支出"), world.sum("项目", "预算数"));
    world.rule(None, condition);
    let one = |total: &str| world.document().add("支出", &[("项目支出", total)]);
    let with = one("5.00").add("项目", &[("预算数", "2.00")]).add("项目", &[("预算数", "3.00")]);
    assert_eq!(counts(&world.run(with)), (1, 0, 0, 0, 0));
    let none = world.run(world.document().add("项目", &[("预算数", "2")]));
    assert_eq!(said(&none), "无法判定：文件中没有「支出」");
    let two = one("5").add("支出", &[("项目支出", "6")]).add("项目", &[("预算数", "2")]);
    let two = world.run(two);
    assert_eq!(said(&two), "无法判定：文件中有多个「支出」，应只有一个");
    assert!(two.findings[0].places.len() >= 2);
}

#[test]
fn records_can_be_evaluated_apart() {
    let mut world = World::new();
    budget_is_positive(&mut world);
    let facts = world
        .document()
        .add("项目", &[("预算数", "5")])
        .next_fragment()
        .add("项目", &[("预算数", "-5")])
        .facts();
    let mut cache = Cache::default();
    let mut of = |records: &[_]| {
        counts(&evaluate_records(&world.program, &facts, RuleId(0), records, &mut cache))
    };
    assert_eq!(of(&[record(0, 0)]), (1, 0, 0, 0, 0));
    assert_eq!(of(&[record(1, 0)]), (0, 0, 0, 1, 0));
    assert_eq!(of(&[]), (0, 0, 0, 0, 0));
}

fn grouped(world: &mut World) {
    let group = Gathering::Group { lists: Vec::new() };
    let count = aggregate(world.aggregate(Aggregate::Count, group, "项目", None));
    world.rule(Some("项目"), equal(count, plain("1")));
    let key = world.f("项目", "编码");
    let subject = world.f("项目", "编码");
    let field = world.f("项目", "编码");
    let rule = world.program.rules.last_mut().unwrap();
    rule.iteration.as_mut().unwrap().keys = vec![key];
    rule.obligations[0].subject = Some(subject);
    rule.obligations[0].fixes = vec![fix(field, FixTarget::Value, text("新"))];
    rule.obligations[0].message =
        message(vec![words("编码「"), hole(Expr::Key(0)), words("」重复")]);
}

#[test]
fn groups_meet_by_folded_keys_in_order() {
    let mut world = World::new();
    grouped(&mut world);
    let document = world
        .document()
        .add("项目", &[("编码", "A 1")])
        .add("项目", &[("编码", "B")])
        .add("项目", &[("编码", "Ａ1")])
        .add("项目", &[("编码", "")])
        .add("项目", &[("编码", "A1")]);
    let result = world.run(document);
    // The one without a code is a group of its own.
    assert_eq!(counts(&result), (2, 0, 0, 1, 0));
    let failed = result
        .findings
        .iter()
        .find(|finding| finding.outcome == Some(RuleOutcome::Failed))
        .unwrap();
    assert_eq!(failed.message.chinese, "编码「A 1」重复");
    // It stands at the second of them; the others are related.
    let records: Vec<_> = failed.places.iter().map(|place| place.at.record.record).collect();
    assert_eq!(records, [2, 0, 4]);
    assert_eq!(failed.places[0].role, PlaceRole::Subject);
    assert_eq!(failed.places[2].role, PlaceRole::Related);
    assert_eq!(failed.fixes.len(), 3);
}

#[test]
fn a_key_can_be_a_number_or_a_record() {
    let mut world = World::new();
    grouped(&mut world);
    let number = world.f("项目", "份数");
    world.program.rules[0].iteration.as_mut().unwrap().keys = vec![number];
    let document = |first: &str, second: &str| {
        world.document().add("项目", &[("份数", first)]).add("项目", &[("份数", second)])
    };
    assert_eq!(counts(&world.run(document("1.0", "1.00"))), (0, 0, 0, 1, 0));
    assert_eq!(counts(&world.run(document("1.0", "1.01"))), (2, 0, 0, 0, 0));

    let group = Gathering::Group { lists: Vec::new() };
    let count = aggregate(world.aggregate(Aggregate::Count, group, "指标", None));
    world.rule(Some("指标"), equal(count, plain("2")));
    world.program.rules[1].iteration.as_mut().unwrap().keys =
        vec![Expr::Record { frame: 0, up: 1 }];
    let document = world
        .document()
        .add("项目", &[])
        .add_to(0, "绩效指标", "指标", &[])
        .add_to(0, "绩效指标", "指标", &[])
        .add("项目", &[])
        .add_to(3, "绩效指标", "指标", &[]);
    assert_eq!(counts(&world.run(document)), (1, 0, 0, 1, 0));
}

#[test]
fn rules_are_in_force_in_years() {
    let mut world = World::new();
    budget_is_positive(&mut world);
    let day = |year| DateBound { date: Date::new(year, 1, 1).unwrap(), place: NOWHERE };
    let of = |world: &World, fields: &[(&str, &str)]| {
        let facts = world.document().add("文件", fields).facts();
        in_force(&world.program, &facts, RuleId(0)).map_err(|finding| finding.message.chinese)
    };
    assert_eq!(of(&world, &[]), Ok(true));
    world.program.rules[0].since = Some(day(2020));
    world.program.rules[0].until = Some(day(2021));
    world.program.rules[0].year =
        world.program.packs[0].self_description.map(|said| (said.record, said.year.unwrap()));
    assert_eq!(of(&world, &[("年度", "2019")]), Ok(false));
    assert_eq!(of(&world, &[("年度", "2020")]), Ok(true));
    assert_eq!(of(&world, &[("年度", "2021")]), Ok(true));
    assert_eq!(of(&world, &[("年度", "2022")]), Ok(false));
    assert_eq!(of(&world, &[("年度", "")]), Err("无法判定：「年度」空白".to_owned()));
    let nothing = in_force(&world.program, &world.document().facts(), RuleId(0)).unwrap_err();
    assert!(nothing.places.is_empty() && nothing.message.chinese.contains("没有读到「文件.年度」"));
}

#[test]
fn conditions_of_packs() {
    let world = World::new();
    let expr = compare(Compare::GreaterOrEqual, world.f("文件", "年度"), plain("2017"));
    let of = |fields: &[(&str, &str)]| {
        let facts = world.document().add("文件", fields).facts();
        condition(&world.program, &facts, &expr, Some(record(0, 0)))
    };
    assert_eq!(of(&[("年度", "2021")]), Ok(true));
    assert_eq!(of(&[("年度", "2016")]), Ok(false));
    assert_eq!(of(&[]).unwrap_err().chinese, "「年度」缺失");
    let facts = world.document().facts();
    assert!(condition(&world.program, &facts, &expr, None).is_err());
}
