//! Programs as no checker makes them, over records as they come: never a panic.

use super::build::*;
use super::sums::Random;
use gouji_program::expression::{
    Arithmetic, Compare, FieldRef, Function, Gathering, IsKind, SoleRef, Witness,
};
use gouji_program::{
    Aggregate, Expr, FieldId, FixTarget, Modality, Predicate, RecordTypeId, StatedTolerance,
    TextTest,
};

const FUNCTIONS: [Function; 13] = [
    Function::First,
    Function::Last,
    Function::NeverFalls,
    Function::Increasing,
    Function::Upper,
    Function::Lower,
    Function::Figure,
    Function::Round,
    Function::Absolute,
    Function::ChangeRate,
    Function::ChineseNumber,
    Function::Year,
    Function::PointOf,
];

const AGGREGATES: [Aggregate; 9] = [
    Aggregate::Sum,
    Aggregate::Count,
    Aggregate::Maximum,
    Aggregate::Minimum,
    Aggregate::Mean,
    Aggregate::All,
    Aggregate::Any,
    Aggregate::Unique,
    Aggregate::Only,
];

const COMPARISONS: [Compare; 7] = [
    Compare::Equal,
    Compare::Exactly,
    Compare::NotEqual,
    Compare::Less,
    Compare::LessOrEqual,
    Compare::Greater,
    Compare::GreaterOrEqual,
];

const PREDICATES: [Predicate; 7] = [
    Predicate::Present,
    Predicate::Missing,
    Predicate::Blank,
    Predicate::Unreadable,
    Predicate::Quantified,
    Predicate::HasUpper,
    Predicate::HasLower,
];

fn pick<T: Copy>(random: &mut Random, from: &[T]) -> T {
    from[random.below(from.len() as u64) as usize]
}

fn field(random: &mut Random) -> FieldRef {
    FieldRef {
        frame: pick(random, &[0, 0, 0, 1, 1, 2, 200]),
        up: pick(random, &[0, 0, 0, 0, 1, 3]),
        record: RecordTypeId(random.below(6) as u16),
        field: FieldId(random.below(11) as u16),
    }
}

fn boxed(world: &World, random: &mut Random, depth: u32) -> Box<Expr> {
    Box::new(expression(world, random, depth))
}

fn some(world: &World, random: &mut Random, depth: u32) -> Vec<Expr> {
    (0..random.below(4)).map(|_| expression(world, random, depth)).collect()
}

fn leaf(world: &World, random: &mut Random) -> Expr {
    match random.below(14) {
        0 => text("甲"),
        1 => plain("0"),
        2 => plain("79228162514264337593543950335"),
        3 => world.money("5"),
        4 => percent(50),
        5 => Expr::Boolean(random.below(2) == 0),
        6 => Expr::Local(random.below(4) as u16),
        7 => Expr::Key(random.below(2) as u16),
        8 => Expr::Witness(Witness::NextValue),
        9 => Expr::Record { frame: random.below(3) as u8, up: random.below(2) as u8 },
        10 => Expr::Sole(SoleRef {
            record: RecordTypeId(random.below(6) as u16),
            field: FieldId(random.below(11) as u16),
        }),
        _ => Expr::Field(field(random)),
    }
}

fn expression(world: &World, random: &mut Random, depth: u32) -> Expr {
    if depth == 0 {
        return leaf(world, random);
    }
    let below = depth - 1;
    match random.below(15) {
        0 => Expr::Negate(boxed(world, random, below)),
        1 | 2 => calculate(
            pick(
                random,
                &[Arithmetic::Add, Arithmetic::Subtract, Arithmetic::Multiply, Arithmetic::Divide],
            ),
            expression(world, random, below),
            expression(world, random, below),
        ),
        3 | 4 => compare(
            pick(random, &COMPARISONS),
            expression(world, random, below),
            expression(world, random, below),
        ),
        5 => not(expression(world, random, below)),
        6 => Expr::And(some(world, random, below)),
        7 => Expr::Or(some(world, random, below)),
        8 => Expr::If {
            condition: boxed(world, random, below),
            then: boxed(world, random, below),
            otherwise: boxed(world, random, below),
        },
        9 => default_to(expression(world, random, below), expression(world, random, below)),
        10 => match random.below(4) {
            0 => Expr::Is {
                operand: boxed(world, random, below),
                kind: pick(random, &[IsKind::Percent, IsKind::Number, IsKind::Date]),
            },
            1 => {
                Expr::In { operand: boxed(world, random, below), list: some(world, random, below) }
            }
            2 => Expr::List(some(world, random, below)),
            _ => Expr::TextTest {
                operand: boxed(world, random, below),
                test: pick(random, &[TextTest::Contains, TextTest::StartsWith, TextTest::Matches]),
                pattern: boxed(world, random, below),
                template: None,
            },
        },
        11 => predicate(expression(world, random, below), pick(random, &PREDICATES)),
        12 => call(pick(random, &FUNCTIONS), "函数", some(world, random, below)),
        _ => aggregation(world, random, below),
    }
}

fn aggregation(world: &World, random: &mut Random, below: u32) -> Expr {
    let source = match random.below(4) {
        0 => Gathering::Group { lists: vec![FieldId(7)] },
        1 => Gathering::Children {
            frame: random.below(2) as u8,
            up: random.below(2) as u8,
            lists: vec![FieldId(random.below(9) as u16); random.below(3) as usize],
        },
        _ => Gathering::All,
    };
    let kind = pick(random, &["项目", "指标", "采购"]);
    let mut over = world.aggregate(pick(random, &AGGREGATES), source, kind, None);
    over.frame = 1 + random.below(2) as u8;
    let maybe = |random: &mut Random| random.below(2) == 0;
    over.value = maybe(random).then(|| expression(world, random, below));
    over.filter = maybe(random).then(|| expression(world, random, below));
    over.condition = maybe(random).then(|| expression(world, random, below));
    over.join = maybe(random).then(|| (field(random), expression(world, random, below)));
    aggregate(over)
}

#[test]
fn no_program_makes_it_panic() {
    let mut random = Random(0x1234_5678_9abc_def1);
    for round in 0..4000 {
        let mut world = World::new();
        let kind = pick(&mut random, &[Some("项目"), Some("指标"), None]);
        let condition = expression(&world, &mut random, 4);
        let locals: Vec<_> =
            (0..3).map(|_| ("名".to_owned(), expression(&world, &mut random, 2))).collect();
        let holes: Vec<_> = (0..2).map(|_| hole(expression(&world, &mut random, 2))).collect();
        let subject = expression(&world, &mut random, 1);
        let repair = fix(
            Expr::Field(field(&mut random)),
            pick(&mut random, &[FixTarget::Value, FixTarget::Direction]),
            expression(&world, &mut random, 2),
        );
        let keys = some(&world, &mut random, 1);
        let tolerance = expression(&world, &mut random, 1);
        let rule = world.rule(kind, condition);
        rule.locals = locals;
        if let Some(iteration) = &mut rule.iteration
            && round % 3 == 0
        {
            iteration.keys = keys;
        }
        let obligation = &mut rule.obligations[0];
        obligation.modality = pick(&mut random, &[Modality::Must, Modality::ShouldNot]);
        obligation.message = message(holes).filter(|_| round % 2 == 0);
        obligation.subject = Some(subject).filter(|_| round % 4 == 0);
        obligation.fixes = vec![repair];
        obligation.tolerance = match round % 5 {
            0 => within(tolerance),
            1 => Some(StatedTolerance::LastDigit),
            _ => None,
        };
        let result = world.run(
            world
                .document()
                .add("项目", &[("项目名称", "甲"), ("预算数", "5"), ("支出计划", "50%,25%,,")])
                .add_to(0, "绩效指标", "指标", &[("三级指标", "乙"), ("指标值", "≥50 万元")])
                .add_to(0, "绩效指标", "指标", &[("指标值", "及时")])
                .add("项目", &[("项目名称", "乙"), ("预算数", ""), ("份数", "若干")])
                .add("采购", &[("项目名称", "甲"), ("金额", "3"), ("数量", "2")])
                .add("支出", &[("合计", "0")]),
        );
        let (passed, rounded, not_applicable, failed, undetermined) = counts(&result);
        assert!(passed + not_applicable + failed + undetermined > 0);
        assert!(rounded <= passed && rounded == result.rounded.len());
        for finding in &result.findings {
            assert!(!finding.message.chinese.is_empty() || round % 2 == 0);
        }
    }
}

#[test]
fn locals_that_need_each_other_end() {
    let mut world = World::new();
    let rule = world.rule(Some("项目"), equal(Expr::Local(0), plain("1")));
    rule.locals = vec![("甲".to_owned(), Expr::Local(1)), ("乙".to_owned(), Expr::Local(0))];
    let result = world.run(world.document().add("项目", &[]));
    assert_eq!(said(&result), "无法判定：规则有误");
}

/// A condition of 240 levels, each made by `wrap`, around `inner`.
fn tower(inner: Expr, wrap: impl Fn(Expr) -> Expr) -> Expr {
    (0..240).fold(inner, |inner, _| wrap(inner))
}

#[test]
fn deep_expressions_fit_the_stack_of_a_worker() {
    let worker = std::thread::Builder::new().stack_size(2 << 20);
    let deep = worker.spawn(|| {
        let kinds: [fn(Expr) -> Expr; 6] = [
            not,
            |inner| Expr::And(vec![Expr::Boolean(true), inner]),
            |inner| Expr::Negate(Box::new(inner)),
            |inner| default_to(plus(plain("1"), inner), plain("2")),
            |inner| Expr::If {
                condition: Box::new(Expr::Boolean(true)),
                then: Box::new(inner),
                otherwise: Box::new(plain("1")),
            },
            |inner| {
                let world = World::new();
                let mut over = world.aggregate(Aggregate::Maximum, Gathering::All, "项目", None);
                over.value = Some(inner);
                aggregate(over)
            },
        ];
        for wrap in kinds {
            for inner in [plain("1"), Expr::Boolean(false)] {
                let mut world = World::new();
                let field = world.f("项目", "预算数");
                let locals: Vec<_> = (0..8)
                    .map(|number| {
                        let below =
                            if number == 0 { inner.clone() } else { Expr::Local(number - 1) };
                        (format!("层{number}"), tower(below, wrap))
                    })
                    .collect();
                for condition in [Expr::Local(7), equal(Expr::Local(7), field), Expr::Local(0)] {
                    world.rule(Some("项目"), condition).locals = locals.clone();
                    let result = world.run(world.document().add("项目", &[("预算数", "5")]));
                    assert_eq!(result.passed + result.findings.len(), 1);
                }
            }
        }
    });
    deep.unwrap().join().unwrap();
}
