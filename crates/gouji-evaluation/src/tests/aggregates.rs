//! Aggregates, joins and 唯一.

use super::build::*;
use gouji_program::expression::{Compare, Gathering};
use gouji_program::{Aggregate, Expr, Predicate};

fn document_rule(condition: impl Fn(&World) -> Expr) -> World {
    let mut world = World::new();
    let condition = condition(&world);
    world.rule(None, condition);
    world
}

fn over_purchases(world: &World, function: Aggregate) -> Expr {
    let value = Some(world.at(1, 0, "采购", "金额"));
    aggregate(world.aggregate(function, Gathering::All, "采购", value))
}

fn purchases<'w>(world: &'w World, amounts: &[&str]) -> Document<'w> {
    let add = |document: Document<'w>, amount: &&str| document.add("采购", &[("金额", amount)]);
    amounts.iter().fold(world.document(), add)
}

#[test]
fn figures_over_records() {
    for (function, expected) in [
        (Aggregate::Sum, "10"),
        (Aggregate::Maximum, "6"),
        (Aggregate::Minimum, "1"),
        (Aggregate::Mean, "2.5"),
    ] {
        let world =
            document_rule(|world| equal(over_purchases(world, function), world.money(expected)));
        let document = purchases(&world, &["6.00", "1.00", "2.00", "1.00"]);
        assert_eq!(counts(&world.run(document)), (1, 0, 0, 0, 0), "{function:?}");
        // One that is not known makes all of it unknown, and is named.
        let blank = world.run(purchases(&world, &["6", "", "2"]));
        assert_eq!(said(&blank), "无法判定：「金额」空白", "{function:?}");
        let none = world.run(world.document());
        assert_eq!(said(&none), "无法判定：没有可供计算的记录：汇总(采购)", "{function:?}");
    }
}

fn filtered(world: &World, function: Aggregate) -> Expr {
    let value = (function != Aggregate::Count).then(|| world.at(1, 0, "采购", "金额"));
    let mut over = world.aggregate(function, Gathering::All, "采购", value);
    over.filter = Some(equal(world.at(1, 0, "采购", "项目名称"), text("甲")));
    aggregate(over)
}

#[test]
fn a_filter_that_leaves_none() {
    let other = |world: &World| {
        world.run(world.document().add("采购", &[("项目名称", "乙"), ("金额", "5")]))
    };
    let sum = document_rule(|world| equal(filtered(world, Aggregate::Sum), plain("0")));
    assert_eq!(counts(&other(&sum)), (1, 0, 0, 0, 0));
    // The zero compares with money too.
    let sum = document_rule(|world| {
        compare(Compare::Less, filtered(world, Aggregate::Sum), world.money("1"))
    });
    assert_eq!(counts(&other(&sum)), (1, 0, 0, 0, 0));
    assert_eq!(counts(&sum.run(sum.document())), (0, 0, 0, 0, 1));
    let count = document_rule(|world| equal(filtered(world, Aggregate::Count), plain("0")));
    assert_eq!(counts(&other(&count)), (1, 0, 0, 0, 0));
    assert_eq!(counts(&count.run(count.document())), (1, 0, 0, 0, 0));
    for function in [Aggregate::Maximum, Aggregate::Minimum, Aggregate::Mean, Aggregate::Only] {
        let world = document_rule(|world| equal(filtered(world, function), plain("0")));
        assert_eq!(counts(&other(&world)), (0, 0, 0, 0, 1), "{function:?}");
    }
    // Whether it passes the filter is not known.
    for function in [Aggregate::Sum, Aggregate::Count, Aggregate::Only] {
        let world = document_rule(|world| equal(filtered(world, function), plain("0")));
        let unnamed = world.document().add("采购", &[("项目名称", ""), ("金额", "5")]);
        assert_eq!(counts(&world.run(unnamed)), (0, 0, 0, 0, 1), "{function:?}");
    }
}

#[test]
fn only_is_absent_for_none() {
    let world = document_rule(|world| {
        equal(default_to(over_purchases(world, Aggregate::Only), plain("0")), world.money("5"))
    });
    assert_eq!(counts(&world.run(purchases(&world, &["5"]))), (1, 0, 0, 0, 0));
    assert_eq!(counts(&world.run(world.document())), (0, 0, 0, 1, 0));
    assert_eq!(counts(&world.run(purchases(&world, &["5", "5"]))), (0, 0, 0, 0, 1));
    let world = document_rule(|world| {
        predicate(over_purchases(world, Aggregate::Only), Predicate::Missing)
    });
    assert_eq!(counts(&world.run(world.document())), (1, 0, 0, 0, 0));
    assert_eq!(counts(&world.run(purchases(&world, &["5"]))), (0, 0, 0, 1, 0));
}

/// 对每个 项目 设 采购额 = 合计(采购.金额 其中 采购.项目名称 = 项目名称) 应当 采购额 ≤ 预算数
fn joined(with_join: bool) -> World {
    let mut world = World::new();
    let value = Some(world.at(1, 0, "采购", "金额"));
    let mut sum = world.aggregate(Aggregate::Sum, Gathering::All, "采购", value);
    let field = world.field_ref(1, 0, "采购", "项目名称");
    sum.filter = Some(equal(Expr::Field(field), world.f("项目", "项目名称")));
    if with_join {
        sum.join = Some((field, world.f("项目", "项目名称")));
    }
    let budget = world.f("项目", "预算数");
    let rule = world.rule(Some("项目"), compare(Compare::LessOrEqual, Expr::Local(0), budget));
    rule.locals.push(("采购额".to_owned(), aggregate(sum)));
    world
}

#[test]
fn an_index_answers_as_a_walk_does() {
    let names = ["甲", "乙", "丙 ", "（一）", "", "(一)"];
    for with_unnamed in [false, true] {
        let results = [true, false].map(|with_join| {
            let world = joined(with_join);
            let mut document = world.document();
            for (index, name) in names.iter().enumerate() {
                document = document.add("项目", &[("项目名称", name), ("预算数", "3")]);
                let purchase = format!("{index}");
                if !name.is_empty() || with_unnamed {
                    document = document
                        .add("采购", &[("项目名称", name.trim()), ("金额", &purchase)])
                        .add("采购", &[("项目名称", name), ("金额", "1")]);
                }
            }
            world.run(document)
        });
        assert_eq!(results[0], results[1]);
        let expected = if with_unnamed { (3, 0, 0, 3, 0) } else { (4, 0, 0, 2, 0) };
        assert_eq!(counts(&results[0]), expected);
    }
}

#[test]
fn a_computed_figure_is_held_to_the_published_one() {
    let world = joined(true);
    let document = world
        .document()
        .add("项目", &[("项目名称", "甲"), ("预算数", "10")])
        .add("采购", &[("项目名称", "甲"), ("金额", "12")]);
    let result = world.run(document);
    assert_eq!(said(&result), "采购额 12 万元，超过预算数 10 万元");
    let finding = &result.findings[0];
    let proof = finding.proof.as_ref().unwrap();
    // As the rule has it: only the sides of an equation change places.
    assert_eq!((proof.left.label.chinese.as_str(), proof.relation), ("采购额", "≤"));
    assert_eq!(proof.right.label.chinese, "预算数");
    assert_eq!(finding.places[0].label.chinese, "预算数 10 万元");
}

#[test]
fn values_that_occur_twice() {
    let mut world = World::new();
    let value = Some(world.at(1, 0, "项目", "编码"));
    let unique = aggregate(world.aggregate(Aggregate::Unique, Gathering::All, "项目", value));
    world.rule(None, unique);
    let of = |codes: &[&str]| {
        let mut document = world.document();
        for code in codes {
            document = document.add("项目", &[("编码", code)]);
        }
        world.run(document)
    };
    assert_eq!(counts(&of(&["A", "B", "", ""])), (1, 0, 0, 0, 0));
    let twice = of(&["A1", "B", "Ａ 1", "A1"]);
    assert_eq!(said(&twice), "编码「Ａ 1」重复");
    let records: Vec<_> =
        twice.findings[0].places.iter().map(|place| place.at.record.record).collect();
    assert_eq!(records, [2, 0]);
}

#[test]
fn quantifiers_over_none() {
    let over_none = |function, condition| {
        let mut world = World::new();
        let mut over = world.aggregate(function, Gathering::All, "采购", None);
        over.condition = condition;
        world.rule(None, aggregate(over));
        counts(&world.run(world.document()))
    };
    assert_eq!(over_none(Aggregate::All, Some(Expr::Boolean(false))), (1, 0, 0, 0, 0));
    assert_eq!(over_none(Aggregate::Any, None), (0, 0, 0, 1, 0));
}

#[test]
fn the_failing_member_is_found() {
    let mut world = World::new();
    let list = world.field_ref(0, 0, "项目", "绩效指标").field;
    let source = Gathering::Children { frame: 0, up: 0, lists: vec![list] };
    let mut all = world.aggregate(Aggregate::All, source, "指标", None);
    all.condition = Some(predicate(world.at(1, 0, "指标", "指标值"), Predicate::HasUpper));
    let named = predicate(world.f("项目", "项目名称"), Predicate::Present);
    world.rule(Some("项目"), Expr::And(vec![named, aggregate(all)]));
    let document = world
        .document()
        .add("项目", &[("项目名称", "甲")])
        .add_to(0, "绩效指标", "指标", &[("指标值", "≤5%")])
        .add_to(0, "绩效指标", "指标", &[("指标值", "≥5%")]);
    let result = world.run(document);
    assert_eq!(said(&result), "指标值「≥5%」没有上限");
    assert_eq!(result.findings[0].places[0].at.record, record(0, 2));
}

#[test]
fn a_local_inside_an_aggregate_keeps_its_own_frames() {
    let mut world = World::new();
    // 设 总额 = 合计(采购.金额); 应当 都(采购, 金额 ≤ 总额 且 金额 < 总额)
    let sum = world.sum("采购", "金额");
    let mut all = world.aggregate(Aggregate::All, Gathering::All, "采购", None);
    let amount = || world.at(1, 0, "采购", "金额");
    all.condition = Some(Expr::And(vec![
        compare(Compare::LessOrEqual, amount(), Expr::Local(0)),
        compare(Compare::Less, amount(), Expr::Local(0)),
    ]));
    let rule = world.rule(None, aggregate(all));
    rule.locals.push(("总额".to_owned(), sum));
    let document = purchases(&world, &["5", "6"]);
    assert_eq!(counts(&world.run(document)), (1, 0, 0, 0, 0));
}

/// For each 项目: how many 采购 have an amount in this relation to its own, found by place or by looking at each.
fn ranked(relation: Compare, turned: bool, looks_at_each: bool, at_least: &str) -> World {
    let mut world = World::new();
    let mut count = world.aggregate(Aggregate::Count, Gathering::All, "采购", None);
    let (own, outer) = (world.at(1, 0, "采购", "金额"), world.f("项目", "预算数"));
    let filter = if turned { compare(relation, outer, own) } else { compare(relation, own, outer) };
    count.filter = Some(match looks_at_each {
        true => Expr::And(vec![filter, Expr::Boolean(true)]),
        false => filter,
    });
    world.rule(Some("项目"), compare(Compare::GreaterOrEqual, aggregate(count), plain(at_least)));
    world
}

#[test]
fn counting_by_place_is_counting_by_looking() {
    let mut random = super::sums::Random(7);
    let relations =
        [Compare::Less, Compare::LessOrEqual, Compare::Greater, Compare::GreaterOrEqual];
    for round in 0..120 {
        let relation = relations[round % 4];
        let figures: Vec<String> = (0..24)
            .map(|_| match random.below(12) {
                0 if round % 3 == 0 => String::new(),
                1 => format!("{}", random.below(3)),
                _ => format!("{}.{:02}", random.below(3), random.below(4)),
            })
            .collect();
        let at_least = random.below(24).to_string();
        let run = |looks_at_each: bool| {
            let world = ranked(relation, round % 2 == 0, looks_at_each, &at_least);
            let mut document = purchases(&world, &[]);
            for figure in &figures {
                document = document.add("采购", &[("金额", figure)]);
                document = document.add("项目", &[("预算数", figure)]);
            }
            counts(&world.run(document))
        };
        assert_eq!(run(false), run(true), "{relation:?} {at_least} {figures:?}");
    }
}

#[test]
fn what_hangs_on_nothing_else_is_computed_once() {
    let mut world = World::new();
    // 最大(采购.金额 其中 采购.项目名称 = 项目名称), for every 项目; and within a total of totals.
    let value = Some(world.at(1, 0, "采购", "金额"));
    let mut largest = world.aggregate(Aggregate::Maximum, Gathering::All, "采购", value);
    let (own, outer) = (world.at(1, 0, "采购", "项目名称"), world.f("项目", "项目名称"));
    largest.filter = Some(equal(own, outer));
    world.rule(
        Some("项目"),
        compare(Compare::LessOrEqual, aggregate(largest), world.f("项目", "预算数")),
    );
    let mut document = world.document();
    for number in 0..400_usize {
        let name = format!("名{}", number % 4);
        let amount = format!("{}", number % 90);
        document = document.add("采购", &[("项目名称", &name), ("金额", &amount)]);
        document = document.add("项目", &[("项目名称", &name), ("预算数", &amount)]);
    }
    // The largest of each name is 88 or 89; as many budgets reach it as rows have that figure.
    let (passed, _, _, failed, undetermined) = counts(&world.run(document));
    assert_eq!((passed + failed, undetermined), (400, 0));
    assert!(passed > 0 && failed > passed, "{passed} {failed}");
}

#[test]
fn an_instance_that_looks_at_too_much_says_so() {
    let mut world = World::new();
    // For each 项目 the pairs of 采购 that fit with it: no part of it stays the same.
    let mut inner = world.aggregate(Aggregate::Count, Gathering::All, "采购", None);
    inner.frame = 2;
    let difference = calculate(
        gouji_program::expression::Arithmetic::Subtract,
        world.at(2, 0, "采购", "金额"),
        world.at(1, 0, "采购", "金额"),
    );
    inner.filter = Some(compare(Compare::Greater, difference, world.f("项目", "预算数")));
    let inner = compare(Compare::Greater, aggregate(inner), plain("2000"));
    let mut outer = world.aggregate(Aggregate::Count, Gathering::All, "采购", None);
    outer.filter = Some(inner);
    world.rule(Some("项目"), equal(aggregate(outer), plain("0")));
    let mut document = world.document().add("项目", &[("预算数", "1")]);
    for number in 0..2100_usize {
        document = document.add("采购", &[("金额", &number.to_string())]);
    }
    let result = world.run(document);
    // The rule is broken, and nothing else is said of it.
    assert_eq!(counts(&result), (0, 0, 0, 0, 0));
    let words = result.too_costly.expect("too costly");
    assert!(words.chinese.contains("没有算完"), "{words:?}");
}
