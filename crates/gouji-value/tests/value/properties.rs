//! What holds for any text and any figure.

use crate::units::{Units, decimal, units};
use gouji_text::Language;
use gouji_value::{
    BaseUnit, Bound, Decimal, Dimension, Direction, LimitValue, Number, PlaceSource, ReadAs,
    Reading, State, UnitId, Value, read, read_prefix,
};
use proptest::prelude::*;

fn types(units: &Units) -> [ReadAs; 9] {
    [
        ReadAs::Integer,
        ReadAs::Number,
        ReadAs::Quantity(units.money),
        ReadAs::Quantity(units.people),
        ReadAs::Change(units.money),
        ReadAs::Percent,
        ReadAs::Bound,
        ReadAs::Date,
        ReadAs::Period,
    ]
}

/// Text made of what figures are made of, in any order.
fn figure_like() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "0",
        "1",
        "9",
        "12",
        "31",
        "2021",
        "８",
        "99999999999999999999",
        ".",
        ",",
        "，",
        "．",
        "-",
        "−",
        "△",
        "%",
        "％",
        " ",
        "\u{3000}",
        "\n",
        "万元",
        "元",
        "人",
        "套",
        "/",
        "·",
        "(",
        ")",
        "（",
        "）",
        "≥",
        "≤",
        ">",
        "=",
        "不低于",
        "不超过",
        "以上",
        "以内",
        "控制在",
        "达到",
        "增加",
        "减少",
        "持平",
        "无增减",
        "为",
        "约",
        "年",
        "月",
        "日",
        "号",
        "底",
        "末",
        "前",
        "之前",
        "至",
        "~",
        "—",
        "百分之",
        "九",
        "十",
        "百",
        "点",
        "零",
        "个百分点",
        "季度",
        "第",
        "一",
        "上半年",
        "年底",
        "完成",
        "。",
        "；",
        "\u{200b}",
        "𠮷",
        "²",
    ]);
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

fn check_any_text(text: &str) {
    let units = units();
    for as_type in types(&units) {
        for default in [None, Some(units.wan), Some(units.person)] {
            check_reading(text, &read(text, as_type, &units.table, default), &units);
            if let Some((range, reading)) = read_prefix(text, as_type, &units.table, default) {
                assert!(!range.is_empty(), "{text:?} {as_type:?}");
                assert!(!range.of(text).is_empty(), "{range:?} is no part of {text:?}");
                let before = text.get(..range.start as usize).unwrap();
                // A sign of money in front of a figure is no part of it.
                let before = before.trim_end_matches(['¥', '￥']);
                let only_space = gouji_text::folded_len(before) == 0;
                assert!(only_space || as_type == ReadAs::Bound, "{text:?} {as_type:?}");
                // What follows in running text is no part of what was read.
                check_reading(text.get(..range.end as usize).unwrap(), &reading, &units);
            }
        }
    }
}

fn check_reading(text: &str, reading: &Reading, units: &Units) {
    match &reading.state {
        State::Value(Value::Bound(bound)) => check_bound(text, bound, units),
        State::Value(Value::Number(number)) => {
            assert!(number.slack >= Decimal::ZERO);
            assert!(!number.display(&units.table).is_empty());
        }
        State::Unreadable(why) => assert!(!why.describe(Language::English).is_empty()),
        _ => {}
    }
}

fn check_bound(text: &str, bound: &Bound, units: &Units) {
    assert!(!bound.display(&units.table, Language::Chinese).is_empty());
    assert_eq!(bound.direction().is_some(), bound.figure_value().is_some());
    if !bound.is_quantified() {
        return;
    }
    assert!(!bound.figure.of(text).is_empty(), "{text:?} {bound:?}");
    assert!(text.get(bound.comparator.to_usize()).is_some(), "{text:?} {bound:?}");
    for direction in [Direction::AtLeast, Direction::LessThan, Direction::Exactly] {
        let Some(changed) = bound.text_with_direction(text, direction) else {
            assert_eq!(bound.direction(), None, "{text:?}");
            continue;
        };
        let again = read(&changed, ReadAs::Bound, &units.table, None).state;
        let State::Value(Value::Bound(again)) = again else { panic!("{changed:?}: {again:?}") };
        assert_eq!(again.direction(), Some(direction), "{text:?} became {changed:?}");
        assert_eq!(again.figure_value(), bound.figure_value(), "{text:?} became {changed:?}");
    }
}

fn mantissa() -> impl Strategy<Value = i64> {
    prop_oneof![-1000_i64..1000, -999_999_999_999_i64..999_999_999_999]
}

fn number_of(mantissa: i64, scale: u32) -> Number {
    Number::plain(Decimal::from_i128_with_scale(i128::from(mantissa), scale))
}

/// A dimension out of a few bases, as powers.
fn dimension() -> impl Strategy<Value = Dimension> {
    let units = units();
    prop::collection::vec((0_usize..4, prop::bool::ANY), 0..5).prop_map(move |factors| {
        let bases = [
            BaseUnit::Declared(units.money),
            BaseUnit::Declared(units.people),
            BaseUnit::Undeclared("套".into()),
            BaseUnit::Undeclared("次".into()),
        ];
        factors.into_iter().fold(Dimension::None, |product, (base, above)| {
            let factor = Dimension::Simple(bases[base].clone());
            let next = if above { product.times(&factor) } else { product.over(&factor) };
            next.unwrap()
        })
    })
}

fn scaled(value: i128, digits: u32) -> i128 {
    value * 10_i128.pow(digits)
}

proptest! {
    #[test]
    fn any_text_gives_a_state(text in "\\PC{0,40}") {
        check_any_text(&text);
    }

    #[test]
    fn any_text_of_figures_gives_a_state(text in figure_like()) {
        check_any_text(&text);
    }

    #[test]
    fn what_is_shown_reads_back(
        mantissa in mantissa(), scale in 0_u32..6, unit in 0_usize..4,
    ) {
        let units = units();
        let figure = Decimal::from_i128_with_scale(i128::from(mantissa), scale);
        let ids: [UnitId; 4] = [units.yuan, units.wan, units.yi, units.person];
        let number = Number::quantity(figure, ids[unit], &units.table).unwrap();
        let Dimension::Simple(BaseUnit::Declared(dimension)) = number.dimension else {
            panic!("a quantity has a declared dimension");
        };
        let text = number.display(&units.table);
        let reading = read(&text, ReadAs::Quantity(dimension), &units.table, None);
        let State::Value(Value::Number(again)) = reading.state else { panic!("{text}") };
        let mut without_slack = again.clone();
        (without_slack.slack, without_slack.place) = (Decimal::ZERO, PlaceSource::Figure);
        prop_assert_eq!(without_slack, number);
        // And once more, with the slack that reading gives it.
        let reading = read(&text, ReadAs::Quantity(dimension), &units.table, Some(ids[unit]));
        prop_assert_eq!(reading.state, State::Value(Value::Number(again)));
    }

    #[test]
    fn percentages_read_back(mantissa in mantissa(), scale in 0_u32..6) {
        let table = units().table;
        let percent = Decimal::from_i128_with_scale(i128::from(mantissa), scale);
        let mut number = Number::percent(percent).unwrap();
        number.slack = number.last_digit_slack(&table);
        let reading = read(&number.display(&table), ReadAs::Percent, &table, None);
        prop_assert_eq!(reading.state, State::Value(Value::Number(number)));
    }

    #[test]
    fn sums_and_products_are_exact(
        left in mantissa(), left_scale in 0_u32..6, right in mantissa(), right_scale in 0_u32..6,
    ) {
        let table = units().table;
        let (one, other) = (number_of(left, left_scale), number_of(right, right_scale));
        let (left, right) = (i128::from(left), i128::from(right));
        let scale = left_scale.max(right_scale);
        let aligned = (scaled(left, scale - left_scale), scaled(right, scale - right_scale));
        let expect = |mantissa, scale| Decimal::from_i128_with_scale(mantissa, scale);
        let sum = one.add(&other).unwrap();
        prop_assert_eq!(sum.amount, expect(aligned.0 + aligned.1, scale));
        let difference = one.subtract(&other).unwrap();
        prop_assert_eq!(difference.amount, expect(aligned.0 - aligned.1, scale));
        let product = one.multiply(&other, &table).unwrap();
        prop_assert_eq!(product.amount, expect(left * right, left_scale + right_scale));
        prop_assert!(sum.slack.is_zero() && difference.slack.is_zero() && product.slack.is_zero());
        let comparison = one.compare(&other).unwrap();
        prop_assert_eq!(comparison.exact, aligned.0.cmp(&aligned.1));
        prop_assert_eq!(comparison.may_be_equal(), aligned.0 == aligned.1);
    }

    #[test]
    fn quotients_are_within_their_slack(left in mantissa(), right in mantissa()) {
        prop_assume!(right != 0);
        let table = units().table;
        let (one, other) = (number_of(left, 2), number_of(right, 2));
        let quotient = one.divide(&other, &table).unwrap();
        // |q·b − a| ≤ slack·|b|, in integers.
        let product = quotient.multiply(&other, &table).unwrap();
        let comparison = product.compare(&one).unwrap();
        prop_assert!(comparison.may_be_equal());
        prop_assert!(quotient.slack <= decimal("0.00000000000001"));
    }

    #[test]
    fn slack_covers_every_true_value(
        left in 1_i64..100_000, right in 2_i64..100_000, off in -4_i64..=4, other_off in -4_i64..=4,
    ) {
        // Figures rounded to whole units, whose true values lie less than half a unit off.
        let table = units().table;
        let half = decimal("0.5");
        let rounded = |value: i64| {
            let mut number = number_of(value, 0);
            number.slack = half;
            number
        };
        let exact = |value: i64, off: i64| number_of(value * 10 + off, 1);
        let (one, other) = (rounded(left), rounded(right));
        let (truth, other_truth) = (exact(left, off), exact(right, other_off));
        let near = |figure: Number, truth: Number| {
            figure.compare(&truth).unwrap().may_be_equal()
        };
        prop_assert!(near(one.add(&other).unwrap(), truth.add(&other_truth).unwrap()));
        let product = truth.multiply(&other_truth, &table).unwrap();
        prop_assert!(near(one.multiply(&other, &table).unwrap(), product));
        let quotient = truth.divide(&other_truth, &table).unwrap();
        prop_assert!(near(one.divide(&other, &table).unwrap(), quotient));
        let digits = 0;
        let moved = truth.rounded(digits, &table);
        prop_assert!(near(one.rounded(digits, &table), moved));
    }

    #[test]
    fn dimensions_form_a_commutative_group(one in dimension(), other in dimension()) {
        prop_assert_eq!(one.times(&other), other.times(&one));
        prop_assert_eq!(one.over(&one), Some(Dimension::None));
        prop_assert_eq!(one.times(&Dimension::None), Some(one.clone()));
        prop_assert_eq!(one.over(&Dimension::None), Some(one.clone()));
        let product = one.times(&other).unwrap();
        prop_assert_eq!(product.over(&other), Some(one.clone()));
        let inverse = Dimension::None.over(&one).unwrap();
        prop_assert_eq!(inverse.times(&one), Some(Dimension::None));
        prop_assert_eq!(other.times(&inverse), other.over(&one));
        prop_assert_eq!(one.times(&Dimension::Ratio), Some(one.clone()));
        prop_assert_eq!(one.same(&other), one == other);
    }

    #[test]
    fn limits_of_generated_figures_read_back(mantissa in 0_i64..1_000_000, scale in 0_u32..4) {
        let units = units();
        let figure = Decimal::from_i128_with_scale(i128::from(mantissa), scale);
        let number = Number::quantity(figure, units.wan, &units.table).unwrap();
        let text = format!("不低于{}", number.display(&units.table));
        let State::Value(Value::Bound(bound)) = read(&text, ReadAs::Bound, &units.table, None).state
        else {
            panic!("{text}");
        };
        let Some(LimitValue::Number(lower)) = bound.figure_value() else { panic!("{text}") };
        prop_assert_eq!(lower.amount, number.amount);
        prop_assert_eq!(bound.direction(), Some(Direction::AtLeast));
    }
}

#[test]
fn long_texts_take_no_longer_than_they_are_long() {
    for piece in ["1", "1,", "1.", "百", "(", "元/", "≥", "1 ", "增", "2021年", "至1", "　", "一百"]
    {
        check_any_text(&piece.repeat(20_000));
    }
}
