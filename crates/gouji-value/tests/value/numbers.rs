//! Arithmetic, the interval of true values, and how figures are shown.

use crate::units::{Units, decimal, units};
use gouji_text::Language;
use gouji_value::{
    ArithmeticError, BaseUnit, Bound, Decimal, Dimension, LimitValue, Number, ReadAs, ShownUnit,
    State, UnitTable, Value, read,
};
use std::cmp::Ordering;

/// A figure with any unit, as published.
fn published(text: &str, table: &UnitTable) -> Number {
    let State::Value(Value::Bound(bound)) = read(text, ReadAs::Bound, table, None).state else {
        panic!("{text} is no figure");
    };
    let limit = match bound.figure_value() {
        Some(LimitValue::Number(number)) => number.clone(),
        other => panic!("{text} is no figure: {other:?}"),
    };
    // A limit is exact; what is read as a figure of its kind was rounded.
    let kind = match (&limit.unit, &limit.dimension) {
        (ShownUnit::Percent, _) => ReadAs::Percent,
        (ShownUnit::Unit(_), Dimension::Simple(BaseUnit::Declared(dimension))) => {
            ReadAs::Quantity(*dimension)
        }
        _ => return limit,
    };
    match read(text, kind, table, None).state {
        State::Value(Value::Number(number)) => number,
        other => panic!("{text} is no figure: {other:?}"),
    }
}

#[test]
fn sums_are_shown_in_the_unit_of_the_left() {
    let table = units().table;
    let number = |text| published(text, &table);
    let sum = |left, right| number(left).add(&number(right)).unwrap();
    assert_eq!(sum("8084.85万元", "9.89万元").display(&table), "8094.74 万元");
    assert_eq!(sum("8万元", "2.00万元").display(&table), "10.00 万元");
    assert_eq!(sum("1.00亿元", "0.50万元").display(&table), "1.00005 亿元");
    assert_eq!(sum("0.50万元", "1亿元").display(&table), "10000.50 万元");
    let difference = number("65.70万元").subtract(&number("136.41万元")).unwrap();
    assert_eq!(difference.display(&table), "-70.71 万元");
    assert_eq!(difference.slack, decimal("100"));
    assert_eq!(difference.absolute().display(&table), "70.71 万元");
    assert_eq!(difference.negated().display(&table), "70.71 万元");
}

#[test]
fn only_figures_of_one_dimension_are_added_and_compared() {
    let table = units().table;
    let number = |text| published(text, &table);
    for (left, right) in
        [("5万元", "5%"), ("5", "5%"), ("0", "5万元"), ("5套", "5台"), ("5元/人", "5元")]
    {
        let (left, right) = (number(left), number(right));
        let dimensions = (left.dimension.clone(), right.dimension.clone());
        let expected = ArithmeticError::Incomparable(dimensions.0, dimensions.1);
        assert_eq!(left.add(&right), Err(expected.clone()));
        assert_eq!(left.compare(&right), Err(expected));
    }
}

#[test]
fn rounded_figures_are_equal_when_their_intervals_meet() {
    let table = units().table;
    let number = |text| published(text, &table);
    let compare = |left, right| number(left).compare(&number(right)).unwrap();
    // Two roundings of one number do not lie a whole last place apart.
    let close = compare("9214.60万元", "9214.61万元");
    assert_eq!((close.exact, close.allowed), (Ordering::Less, decimal("100")));
    assert!(!close.may_be_equal());
    let sum = number("3.33万元").add(&number("3.33万元")).unwrap();
    assert!(sum.compare(&number("6.67万元")).unwrap().may_be_equal());
    assert!(!sum.compare(&number("6.68万元")).unwrap().may_be_equal());
    // Zero is zero.
    assert!(number("0.00万元").slack.is_zero());
    assert!(!compare("0.00万元", "0.01万元").may_be_equal());
    // A percentage was rounded to its own last place.
    assert!(compare("95%", "95.4%").may_be_equal());
    assert!(!compare("95%", "95.55%").may_be_equal() && !compare("95%", "96%").may_be_equal());
    assert!(compare("95%", "95.00%").may_be_equal());
    let Units { table, wan, .. } = units();
    let literal = Number::quantity(decimal("9214.604"), wan, &table).unwrap();
    assert_eq!(literal.slack, Decimal::ZERO);
    assert!(number("9214.60万元").compare(&literal).unwrap().may_be_equal());
    let farther = Number::quantity(decimal("9214.605"), wan, &table).unwrap();
    assert!(!number("9214.60万元").compare(&farther).unwrap().may_be_equal());
}

#[test]
fn a_figure_may_be_another_printed_shorter() {
    let table = units().table;
    let rounds =
        |fine, coarse| published(fine, &table).rounds_to(&published(coarse, &table), &table);
    assert!(rounds("171915169.00元", "17192万元"));
    assert!(!rounds("171915169.00元", "17191万元"));
    assert!(rounds("8.50万元", "9万元") && !rounds("8.49万元", "9万元"));
    // One that shows all of its digits is no other.
    assert!(!rounds("8.504万元", "8.50万元"));
    assert!(!rounds("0.30万元", "0万元"));
}

#[test]
fn products_and_quotients_find_their_unit() {
    let table = units().table;
    let number = |text| published(text, &table);
    for (left, right, expected) in [
        ("7", "0.45万元", "3.15 万元"),
        ("0.50万元", "2", "1.00 万元"),
        ("17套", "1500元/套", "25500 元"),
        ("0.35万元/套", "17套", "5.95 万元"),
        ("350元/人", "20人", "7000 元"),
        ("50%", "8.00万元", "4.00 万元"),
        ("8万元", "12.5%", "1 万元"),
        ("100", "95%", "95"),
        ("50%", "50%", "25%"),
        ("3套", "2套", "6 套²"),
        ("2万元", "3人", "6 万元·人"),
        ("2元/人·次", "3次/年", "6 元/人·年"),
    ] {
        let product = number(left).multiply(&number(right), &table).unwrap();
        assert_eq!(product.display(&table), expected, "{left} × {right}");
        let reversed = number(right).multiply(&number(left), &table).unwrap();
        assert_eq!((reversed.amount, reversed.dimension), (product.amount, product.dimension));
    }
    for (left, right, expected) in [
        ("3.15万元", "0.45万元", "7"),
        ("10.00万元", "4", "2.50 万元"),
        ("7000元", "20人", "350 元/人"),
        ("7000元", "350元/人", "20 人"),
        ("4万元", "50%", "8 万元"),
        ("50%", "25%", "2"),
        ("50%", "4", "12.5%"),
        ("6", "3套", "2 /套"),
        ("1", "3", "0.333333"),
        ("0.0000001", "3", "0.000000033"),
    ] {
        let quotient = number(left).divide(&number(right), &table).unwrap();
        assert_eq!(quotient.display(&table), expected, "{left} ÷ {right}");
    }
}

#[test]
fn a_computed_unit_keeps_its_worth() {
    let table = units().table;
    let number = |text| published(text, &table);
    let product = number("2万元").multiply(&number("3人"), &table).unwrap();
    assert_eq!(product.amount, decimal("60000"));
    assert_eq!(product.unit, ShownUnit::Text("万元·人".into(), decimal("10000")));
    let read_back = number(&product.display(&table));
    assert_eq!((read_back.amount, read_back.dimension), (product.amount, product.dimension));
}

#[test]
fn slack_is_carried_through_products_and_quotients() {
    let table = units().table;
    let number = |text| published(text, &table);
    // (100 ± 0.5 元) × 3 人
    let product = number("100元").multiply(&number("3人"), &table).unwrap();
    assert_eq!(product.slack, decimal("1.5"));
    // (100 ± 0.5)² = 10000 ± 100.25
    let square = number("100元").multiply(&number("100元"), &table).unwrap();
    assert_eq!(square.slack, decimal("100.25"));
    let share = number("100元").divide(&number("4人"), &table).unwrap();
    assert_eq!((share.amount, share.slack), (decimal("25"), decimal("0.125")));
    // The largest true quotient is 100.5 / 99.5, which is 1 / 99.5 from 1.
    let ratio = number("100元").divide(&number("100元"), &table).unwrap();
    assert!(ratio.slack >= decimal("0.0100502512562814070351"));
    assert!(ratio.slack < decimal("0.0100502512562814071"));
    // A third, three times, is one.
    let third = number("1").divide(&number("3"), &table).unwrap();
    let one = third.multiply(&number("3"), &table).unwrap();
    let comparison = one.compare(&number("1")).unwrap();
    assert_eq!((comparison.exact, comparison.allowed), (Ordering::Equal, decimal("0")));
}

#[test]
fn quotients_are_exact_and_say_so_where_they_are_not() {
    let table = units().table;
    let number = |text| published(text, &table);
    let seventh = number("1").divide(&number("7"), &table).unwrap();
    assert!(seventh.slack.is_zero() && seventh.ratio.is_some());
    // Sums with other denominators, and what is taken away again.
    let eleventh = number("1").divide(&number("11"), &table).unwrap();
    let sum = seventh.add(&eleventh).unwrap().subtract(&eleventh).unwrap();
    assert_eq!(sum.order(&seventh), Ordering::Equal);
    assert!(sum.multiply(&number("7"), &table).unwrap().ratio.is_none());
    // More digits than numerator and denominator have room for: rounded, and the rounding is slack.
    let mut long = seventh;
    for prime in ["7919", "7927", "7933", "7937", "7949", "7951", "7963", "7993", "8009", "8011"] {
        let next = number("1").divide(&number(prime), &table).unwrap();
        long = long.add(&next).unwrap();
    }
    assert!(long.ratio.is_none() && !long.slack.is_zero());
}

#[test]
fn what_has_no_result_says_why() {
    let table = units().table;
    let number = |text| published(text, &table);
    let zero = number("5").divide(&number("0"), &table);
    assert_eq!(zero, Err(ArithmeticError::DivisionByZero));
    // 0.01 元 and its half: the true value is not zero; 0 万元 is.
    assert!(number("5").divide(&number("0.01元"), &table).is_ok());
    let rounded_zero = number("5").divide(&number("0.00万元"), &table);
    assert_eq!(rounded_zero, Err(ArithmeticError::DivisionByZero));
    let long = number("99999999999999999999");
    assert_eq!(long.multiply(&long, &table), Err(ArithmeticError::Overflow));
    let short = number("0.0000000000000000001");
    assert_eq!(long.add(&short), Err(ArithmeticError::Overflow));
    assert_eq!(short.divide(&long, &table).map(|quotient| quotient.amount), Ok(Decimal::ZERO));
    let mut power = number("2套");
    let mut outcome = Ok(power.clone());
    for _ in 0..10 {
        outcome = power.multiply(&power, &table);
        match &outcome {
            Ok(square) => power = square.clone(),
            Err(_) => break,
        }
    }
    assert_eq!(outcome, Err(ArithmeticError::Overflow));
}

#[test]
fn inexact_figures_are_rounded_where_exact_ones_overflow() {
    let table = units().table;
    let third = published("1", &table).divide(&published("3", &table), &table).unwrap();
    let ninth = third.multiply(&third, &table).unwrap();
    let truth = published("1", &table).divide(&published("9", &table), &table).unwrap();
    assert!(ninth.compare(&truth).unwrap().may_be_equal());
}

#[test]
fn rounding_is_half_away_from_zero_in_the_unit_shown() {
    let Units { table, wan, .. } = units();
    let literal = |figure| Number::quantity(decimal(figure), wan, &table).unwrap();
    for (figure, digits, expected) in [
        ("2.345", 2, "2.35 万元"),
        ("-2.345", 2, "-2.35 万元"),
        ("2.344", 2, "2.34 万元"),
        ("2.5", 0, "3 万元"),
        ("2.5", 3, "2.500 万元"),
    ] {
        let rounded = literal(figure).rounded(digits, &table);
        assert_eq!(rounded.display(&table), expected, "{figure}");
        assert_eq!(rounded.slack, Decimal::ZERO);
    }
    let percent = Number::percent(decimal("33.335")).unwrap().rounded(2, &table);
    assert_eq!(percent.display(&table), "33.34%");
    // All of 2.30 ± 0.005 rounds to 2.3 but 2.35 ± 0.005 may round to 2.3 or 2.4.
    let published = |text| published(text, &table);
    assert_eq!(published("2.30万元").rounded(1, &table).slack, Decimal::ZERO);
    let doubtful = published("2.35万元").rounded(1, &table);
    assert_eq!((doubtful.amount, doubtful.slack), (decimal("24000"), decimal("1000")));
}

#[test]
fn figures_keep_the_digits_they_were_written_with() {
    let table = units().table;
    let number = |text| published(text, &table);
    assert_ne!(number("1.0"), number("1.00"));
    assert_eq!(number("1.0").amount, number("1.00").amount);
    assert_eq!(number("1.00").figure(&table), "1.00");
    assert_eq!(number("0.10万元").figure(&table), "0.10");
    assert_eq!(Number::count(65).display(&table), "65");
    assert_eq!(Number::percent(decimal("95.0")).unwrap().display(&table), "95.0%");
    assert_eq!(Number::plain(decimal("0.5")).last_digit_slack(&table), decimal("0.05"));
    assert_eq!(number("95.5%").last_digit_slack(&table), decimal("0.0005"));
    let shown = number("12345元").shown_like(&number("1.00万元"), &table);
    assert_eq!(shown.display(&table), "1.2345 万元");
    let shown = number("1.2万元").shown_like(&number("5元"), &table);
    assert_eq!(shown.display(&table), "12000 元");
    assert_eq!(number("5%").shown_like(&number("5元"), &table), number("5%"));
}

#[test]
fn dimensions_have_names() {
    let table = units().table;
    let name = |text, language| published(text, &table).dimension.name(&table, language);
    assert_eq!(name("5万元", Language::Chinese), "金额");
    assert_eq!(name("5元/人", Language::Chinese), "金额/人数");
    assert_eq!(name("5%", Language::Chinese), "百分比");
    assert_eq!(name("5%", Language::English), "percent");
    assert_eq!(name("5", Language::Chinese), "数");
    assert_eq!(name("5", Language::English), "number");
    assert_eq!(name("5册", Language::English), "册");
}

#[test]
fn powers_that_leave_their_range_have_no_dimension() {
    let base = BaseUnit::Undeclared("套".into());
    let power = Dimension::Product([(base.clone(), i8::MAX)].into());
    assert_eq!(power.times(&Dimension::Simple(base.clone())), None);
    let smallest = Dimension::Product([(base, i8::MIN)].into());
    assert_eq!(Dimension::None.over(&smallest), None);
    assert_eq!(smallest.over(&smallest), Some(Dimension::None));
}

#[test]
fn words_have_no_figure() {
    let bound = Bound::default();
    assert!(!bound.is_quantified());
    assert_eq!(bound.figure_value(), None);
}
