//! Messages, places, proofs and fixes.

use super::build::*;
use crate::{Finding, RuleResult};
use gouji_diagnostic::PlaceRole;
use gouji_facts::FieldNote;
use gouji_program::expression::{Arithmetic, Compare};
use gouji_program::{Expr, FixTarget, Predicate};
use gouji_value::Repair;

fn project_rule(condition: impl Fn(&World) -> Expr) -> World {
    let mut world = World::new();
    let condition = condition(&world);
    world.rule(Some("项目"), condition);
    world
}

fn parts(world: &World) -> Expr {
    plus(world.f("项目", "财政资金"), world.f("项目", "其他资金"))
}

fn only(result: &RuleResult) -> &Finding {
    assert_eq!(result.findings.len(), 1);
    &result.findings[0]
}

#[test]
fn a_sum_shows_its_terms() {
    let world = project_rule(|world| equal(parts(world), world.f("项目", "预算数")));
    let fields = [("预算数", "9214.60"), ("财政资金", "8084.85"), ("其他资金", "1129.65")];
    let result = world.run(world.document().add("项目", &fields));
    let finding = only(&result);
    assert_eq!(
        finding.message.chinese,
        "预算数 9214.60 万元，各项之和 9214.50 万元，相差 0.10 万元"
    );
    assert_eq!(
        finding.message.english,
        "预算数 9214.60 万元, the sum of the parts 9214.50 万元, a difference of 0.10 万元"
    );
    let proof = finding.proof.as_ref().unwrap();
    // The published side is on the left whichever side the rule has it on.
    assert_eq!(proof.left.label.chinese, "预算数");
    assert_eq!(proof.right.label.chinese, "各项之和");
    let terms: Vec<_> = proof
        .right
        .terms
        .iter()
        .map(|term| (term.sign, term.label.chinese.as_str(), figure(&term.value)))
        .collect();
    assert_eq!(terms, [("", "财政资金", "8084.85"), ("+", "其他资金", "1129.65")]);
    assert_eq!(proof.right.value.words().chinese, "9214.50 万元");
    assert_eq!(proof.difference.as_deref(), Some("0.10 万元"));
    let labels: Vec<_> =
        finding.places.iter().map(|place| (place.role, place.label.chinese.as_str())).collect();
    assert_eq!(
        labels,
        [
            (PlaceRole::Subject, "预算数 9214.60 万元"),
            (PlaceRole::Operand, "财政资金 8084.85 万元"),
            (PlaceRole::Operand, "其他资金 1129.65 万元"),
        ]
    );
}

#[test]
fn signs_products_and_depth() {
    let terms_of = |computed: fn(&World) -> Expr| {
        let world = project_rule(|world| equal(world.f("项目", "预算数"), computed(world)));
        let fields =
            [("预算数", "100.00"), ("财政资金", "2.00"), ("其他资金", "1.00"), ("份数", "3")];
        let result = world.run(world.document().add("项目", &fields));
        let proof = only(&result).proof.clone().unwrap();
        let terms: Vec<String> = proof
            .right
            .terms
            .iter()
            .map(|term| format!("{}{} {}", term.sign, term.label.chinese, figure(&term.value)))
            .collect();
        (terms.join(" "), proof.tolerance.unwrap().origin.chinese)
    };
    let derived = "按各数显示的末位推算";
    let product = |world: &World| {
        calculate(Arithmetic::Multiply, world.f("项目", "份数"), world.f("项目", "财政资金"))
    };
    assert_eq!(terms_of(product), ("份数 3 ×财政资金 2.00".to_owned(), derived.to_owned()));
    let deeper = |world: &World| {
        let product =
            calculate(Arithmetic::Multiply, world.f("项目", "份数"), world.f("项目", "财政资金"));
        calculate(Arithmetic::Subtract, world.f("项目", "其他资金"), product)
    };
    assert_eq!(
        terms_of(deeper),
        ("其他资金 1.00 −份数 × 财政资金 6.00".to_owned(), derived.to_owned())
    );
    let negated = |world: &World| {
        let difference = calculate(
            Arithmetic::Subtract,
            world.f("项目", "其他资金"),
            world.f("项目", "财政资金"),
        );
        calculate(Arithmetic::Subtract, world.f("项目", "财政资金"), difference)
    };
    assert_eq!(terms_of(negated).0, "财政资金 2.00 −其他资金 1.00 +财政资金 2.00");
    assert_eq!(terms_of(negated).1, "4 个数各按 0.01 万元显示，各半个末位");
}

#[test]
fn members_of_a_sum_are_called_by_name() {
    let mut world = World::new();
    let condition = equal(world.sole("支出", "项目支出"), world.sum("项目", "预算数"));
    world.rule(None, condition);
    let document = world
        .document()
        .add("支出", &[("项目支出", "5.00")])
        .add("项目", &[("项目名称", "办公 用房"), ("预算数", "2.00")])
        .add("项目", &[("预算数", "2.00")]);
    let result = world.run(document);
    let proof = only(&result).proof.as_ref().unwrap();
    let labels: Vec<_> = proof.right.terms.iter().map(|term| term.label.chinese.as_str()).collect();
    assert_eq!(labels, ["办公用房", "预算数"]);
}

#[test]
fn very_long_sums_are_cut() {
    let mut world = World::new();
    let condition = equal(world.sole("支出", "项目支出"), world.sum("项目", "预算数"));
    world.rule(None, condition);
    let mut document = world.document().add("支出", &[("项目支出", "5000.00")]);
    for _ in 0..700 {
        document = document.add("项目", &[("预算数", "1.00")]);
    }
    let result = world.run(document);
    let finding = only(&result);
    let proof = finding.proof.as_ref().unwrap();
    let last = proof.right.terms.last().unwrap();
    assert_eq!((proof.right.terms.len(), last.label.chinese.as_str()), (501, "其余 200 项"));
    assert_eq!(figure(&last.value), "200.00");
    assert_eq!(
        proof.tolerance.as_ref().unwrap().origin.chinese,
        "701 个数各按 0.01 万元显示，各半个末位"
    );
    assert!(finding.places.len() <= 201);
}

#[test]
fn notes_say_what_was_mended_or_assumed() {
    let world = project_rule(|world| {
        let defaulted = default_to(world.f("项目", "其他资金"), plain("0"));
        equal(world.f("项目", "预算数"), plus(world.f("项目", "财政资金"), defaulted))
    });
    let document = world
        .document()
        .add("项目", &[("预算数", "200"), ("财政资金", "136.4 1"), ("其他资金", "")])
        .noting("财政资金", FieldNote::Repaired(Repair::SpaceInNumber));
    let result = world.run(document);
    let proof = only(&result).proof.as_ref().unwrap();
    let notes: Vec<_> = proof
        .right
        .terms
        .iter()
        .map(|term| term.note.as_ref().map(|note| note.chinese.as_str()))
        .collect();
    assert_eq!(notes, [Some("原文「136.4 1」，已去掉数字中的空格"), Some("空白，按规则视为 0")]);
}

#[test]
fn holes_show_what_is_published() {
    let mut world =
        project_rule(|world| compare(Compare::Less, world.f("项目", "预算数"), world.money("1")));
    let holes = ["项目名称", "预算数", "财政资金", "其他资金", "支出计划"]
        .map(|name| hole(world.f("项目", name)));
    let mut parts = Vec::new();
    for part in holes {
        parts.extend([words("|"), part]);
    }
    parts.extend([words("|"), hole(world.sum("项目", "预算数"))]);
    world.program.rules[0].obligations[0].message = message(parts);
    let document = world.document().add(
        "项目",
        &[
            ("项目名称", "办 公\n用房 A区"),
            ("预算数", "9.50"),
            ("财政资金", ""),
            ("支出计划", "25%,"),
        ],
    );
    let result = world.run(document);
    assert_eq!(said(&result), "|办公用房 A区|9.50 万元|空白|缺失|25%、空白|9.50 万元");
    assert_eq!(only(&result).message.english, only(&result).message.chinese);
}

#[test]
fn default_messages_say_what_is_wrong() {
    type Case = (fn(&World) -> Expr, &'static str);
    let cases: [Case; 9] = [
        (|world| equal(world.f("项目", "项目名称"), text("乙")), "项目名称「甲」应等于「乙」"),
        (
            |world| equal(world.f("项目", "项目名称"), world.f("项目", "编码")),
            "项目名称「甲」应等于编码「A1」",
        ),
        (|world| predicate(world.f("项目", "其他资金"), Predicate::Present), "「其他资金」空白"),
        (|world| predicate(world.f("项目", "财政资金"), Predicate::Present), "「财政资金」缺失"),
        (
            |world| predicate(world.f("项目", "预算数"), Predicate::Missing),
            "「预算数」不应有值，写作「5 万元」",
        ),
        (
            |world| compare(Compare::GreaterOrEqual, world.f("项目", "预算数"), world.money("6")),
            "预算数 5 万元，低于 6 万元",
        ),
        (
            |world| not(equal(world.f("项目", "预算数"), world.money("5"))),
            "预算数 5 万元，不应等于 5 万元",
        ),
        (
            |world| Expr::In {
                operand: Box::new(world.f("项目", "项目名称")),
                list: vec![text("乙"), text("丙")],
            },
            "项目名称「甲」应为下列之一：乙、丙",
        ),
        (|_| Expr::Boolean(false), "不符合：条件"),
    ];
    for (condition, expected) in cases {
        let world = project_rule(condition);
        let fields = [("项目名称", "甲"), ("编码", "A1"), ("预算数", "5"), ("其他资金", "")];
        let result = world.run(world.document().add("项目", &fields));
        assert_eq!(said(&result), expected);
        assert_eq!(only(&result).places[0].role, PlaceRole::Subject);
    }
}

#[test]
fn the_failing_part_is_blamed() {
    let world = project_rule(|world| {
        Expr::And(vec![
            predicate(world.f("项目", "项目名称"), Predicate::Present),
            Expr::Or(vec![
                compare(Compare::Greater, world.f("项目", "预算数"), world.money("6")),
                Expr::Boolean(false),
            ]),
        ])
    });
    let result = world.run(world.document().add("项目", &[("项目名称", "甲"), ("预算数", "5")]));
    let finding = only(&result);
    assert_eq!(finding.message.chinese, "预算数 5 万元，应大于 6 万元");
    assert_eq!(finding.places[0].label.chinese, "预算数 5 万元");
}

#[test]
fn an_absent_field_stands_where_its_record_does() {
    let world = project_rule(|world| predicate(world.f("项目", "预算数"), Predicate::Present));
    let facts = world.document().add("采购", &[]).add("项目", &[("项目名称", "甲")]);
    let result = world.run(facts);
    let place = &only(&result).places[0];
    assert_eq!((place.label.chinese.as_str(), place.at.range.is_empty()), ("预算数：缺失", false));

    let world = project_rule(|world| equal(world.f("项目", "预算数"), plain("0")));
    let result = world.run(world.document().add("项目", &[("项目名称", "甲"), ("预算数", "若干")]));
    assert!(said(&result).starts_with("无法判定：「甲」的「预算数」不可读（"));
    assert!(said(&result).ends_with("原文「若干」"));
    assert!(only(&result).message.english.starts_with("cannot be determined: “预算数” of “甲”"));
}

#[test]
fn a_value_is_put_right_as_it_is_printed() {
    let mut world = project_rule(|world| equal(world.f("项目", "预算数"), parts(world)));
    let field = world.f("项目", "预算数");
    let value = parts(&world);
    world.program.rules[0].obligations[0].fixes = vec![fix(field, FixTarget::Value, value)];
    let fixed = |printed: &str, first: &str| {
        let fields = [("预算数", printed), ("财政资金", first), ("其他资金", "0")];
        let result = world.run(world.document().add("项目", &fields));
        only(&result).fixes.first().map(|fix| fix.edits[0].text.clone())
    };
    assert_eq!(fixed("1.00", "8.5").as_deref(), Some("8.50"));
    assert_eq!(fixed("1.00 万元", "8.5").as_deref(), Some("8.50 万元"));
    assert_eq!(fixed("100 元", "8.5").as_deref(), Some("85000 元"));
    assert_eq!(fixed("-1.0", "8.54").as_deref(), Some("8.5"));
}

#[test]
fn a_finding_stands_where_the_rule_says() {
    let mut world =
        project_rule(|world| equal(world.f("项目", "预算数"), world.f("项目", "财政资金")));
    let subject = world.f("项目", "财政资金");
    world.program.rules[0].obligations[0].subject = Some(subject);
    let result = world.run(world.document().add("项目", &[("预算数", "1"), ("财政资金", "2")]));
    assert_eq!(only(&result).places[0].label.chinese, "财政资金 2 万元");
    // Both are published: the rule's left stays left.
    assert_eq!(only(&result).proof.as_ref().unwrap().left.label.chinese, "预算数");
    assert_eq!(
        only(&result).proof.as_ref().unwrap().tolerance.as_ref().unwrap().origin.chinese,
        "两个数各照量纲的精度算到 0.01 万元，各半个末位"
    );
}

#[test]
fn one_member_of_a_sum_does_not_name_it() {
    let mut world = World::new();
    let condition = equal(world.sole("支出", "项目支出"), world.sum("项目", "预算数"));
    world.rule(None, condition);
    let document = world
        .document()
        .add("支出", &[("项目支出", "5.00")])
        .add("项目", &[("项目名称", "办公用房"), ("预算数", "2.00")]);
    let result = world.run(document);
    assert_eq!(said(&result), "支出.项目支出 5.00 万元，各项之和 2.00 万元，相差 3.00 万元");
    let finding = only(&result);
    assert_eq!(finding.places[0].label.chinese, "支出.项目支出 5.00 万元");
    assert_eq!(finding.proof.as_ref().unwrap().right.terms[0].label.chinese, "办公用房");
}

#[test]
fn a_bare_zero_takes_the_unit_of_what_it_stands_beside() {
    // As the checker has it: a zero of the dimension, without a unit.
    let zero = |world: &World| {
        let Expr::Number(mut number) = world.money("0") else { unreachable!("a literal") };
        number.unit = gouji_value::ShownUnit::None;
        Expr::Number(number)
    };
    let world = project_rule(|world| {
        equal(default_to(world.f("项目", "预算数"), zero(world)), world.f("项目", "财政资金"))
    });
    let fields = [("预算数", ""), ("财政资金", "1.00")];
    let result = world.run(world.document().add("项目", &fields));
    assert_eq!(said(&result), "预算数 0.00 万元，财政资金 1.00 万元，相差 1.00 万元");
    let proof = only(&result).proof.as_ref().unwrap();
    assert_eq!(proof.left.terms[0].value.words().chinese, "0.00 万元");

    let first_is_blank = |world: &World| {
        let first = default_to(world.f("项目", "其他资金"), zero(world));
        plus(first, world.f("项目", "财政资金"))
    };
    let world = project_rule(|world| {
        compare(Compare::Less, first_is_blank(world), plus(zero(world), world.money("1")))
    });
    let fields = [("其他资金", ""), ("财政资金", "2.00")];
    let result = world.run(world.document().add("项目", &fields));
    assert_eq!(said(&result), "各项之和 2.00 万元，应小于各项之和 1.00 万元");
}

#[test]
fn a_stated_figure_is_shown_as_it_is_stated() {
    let world = project_rule(|world| {
        let Expr::Number(base) = world.money("5") else { unreachable!("a literal") };
        let unit = world.program.units.units_of(world.money).next().unwrap();
        let unit = gouji_value::ShownUnit::Unit(unit);
        compare(
            Compare::LessOrEqual,
            world.f("项目", "预算数"),
            Expr::Number(gouji_value::Number { unit, ..base }),
        )
    });
    let result = world.run(world.document().add("项目", &[("预算数", "9.50")]));
    assert_eq!(said(&result), "预算数 9.50 万元，超过 50000 元");
    let proof = only(&result).proof.as_ref().unwrap();
    assert_eq!(proof.right.label.chinese, "");
    assert_eq!(proof.difference.as_deref(), Some("4.50 万元"));
}

#[test]
fn a_quotient_held_to_a_percentage_is_shown_as_one() {
    // As the checker has it: a percentage beside a quotient of like figures is divided by 100 %.
    let world = project_rule(|world| {
        let whole = gouji_value::Number::percent(gouji_value::Decimal::ONE_HUNDRED).unwrap();
        let rate = calculate(Arithmetic::Divide, world.f("项目", "完成率"), Expr::Number(whole));
        let quotient =
            calculate(Arithmetic::Divide, world.f("项目", "财政资金"), world.f("项目", "预算数"));
        equal(quotient, rate)
    });
    let fields = [("预算数", "10.00"), ("财政资金", "4.00"), ("完成率", "50.0%")];
    let result = world.run(world.document().add("项目", &fields));
    assert_eq!(said(&result), "完成率 50.0%，计算结果 40.0%，相差 10.0%");
    assert_eq!(only(&result).places[0].label.chinese, "完成率 50.0%");
}
