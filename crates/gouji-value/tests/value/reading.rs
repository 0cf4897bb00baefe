//! Figures, changes, percentages, dates and points of the year, as published.

use crate::units::{Units, decimal, units};
use gouji_text::Language;
use gouji_value::{
    Number, ReadAs, Reading, Repair, State, UnitId, Unreadable, Value, read, read_prefix,
};

fn number(reading: Reading) -> (Number, Option<Repair>) {
    match reading.state {
        State::Value(Value::Number(number)) => (number, reading.repair),
        other => panic!("not a number: {other:?}"),
    }
}

fn plain(text: &str) -> (String, Option<Repair>) {
    let (number, repair) = number(read(text, ReadAs::Number, &units().table, None));
    (number.display(&units().table), repair)
}

fn state_in(text: &str, as_type: ReadAs, default: Option<UnitId>) -> State {
    read(text, as_type, &units().table, default).state
}

fn unreadable(text: &str, as_type: ReadAs) -> Unreadable {
    match state_in(text, as_type, None) {
        State::Unreadable(why) => why,
        other => panic!("{text} is readable: {other:?}"),
    }
}

#[test]
fn digits_grouping_and_signs() {
    use Repair::SpaceInNumber;
    for (text, figure, repair) in [
        ("8,084.85", "8084.85", None),
        ("８，０８４．８５", "8084.85", None),
        ("1,234,567", "1234567", None),
        ("136.4 1", "136.41", Some(SpaceInNumber)),
        ("1 36.41", "136.41", Some(SpaceInNumber)),
        ("136 .41", "136.41", Some(SpaceInNumber)),
        (" １２ ", "12", None),
        ("-5", "-5", None),
        ("－5.0", "-5.0", None),
        ("−5", "-5", None),
        ("△ 12.30", "-12.30", None),
        ("▲12.3", "-12.3", None),
        ("+3.5", "3.5", None),
        ("-0.00", "0.00", None),
        ("007", "7", None),
        (".5", "0.5", None),
        ("99999999999999999999", "99999999999999999999", None),
        ("0.0000000000000000001", "0.0000000000000000001", None),
    ] {
        assert_eq!(plain(text), (figure.to_owned(), repair), "{text}");
    }
}

#[test]
fn what_shows_nothing_is_no_gap_in_a_number() {
    let Units { table, money, .. } = units();
    for mark in ['\u{200b}', '\u{feff}', '\u{200e}', '\u{ad}'] {
        assert_eq!(plain(&format!("7{mark}43.{mark}0{mark}0")), ("743.00".to_owned(), None));
        assert_eq!(plain(&format!("1{mark},{mark}234")), ("1234".to_owned(), None));
        let text = format!("{mark}6{mark}40.00{mark}万元，其中");
        let (range, reading) =
            read_prefix(&text, ReadAs::Quantity(money), &table, None).expect("a figure");
        assert_eq!(number(reading).0.display(&table), "640.00 万元");
        assert_eq!(range.of(&text).trim_start_matches(mark), format!("6{mark}40.00{mark}万元"));
    }
}

#[test]
fn what_is_no_number_says_why() {
    use Unreadable::{NotANumber, NotWhole, TooManyDigits, Trailing};
    let as_number = |text: &str| unreadable(text, ReadAs::Number);
    assert_eq!(as_number("100000000000000000000"), TooManyDigits);
    assert_eq!(as_number(&"9".repeat(60)), TooManyDigits);
    assert_eq!(as_number(&format!("0.{}", "9".repeat(60))), TooManyDigits);
    assert_eq!(as_number("abc"), NotANumber);
    for text in [
        "80,84.85",
        "1234,567",
        "1,2345",
        "12,50",
        "3，00",
        "1.234.5",
        "1.2.3",
        "0,123",
        "1,2345.00",
    ] {
        assert_eq!(as_number(text), Unreadable::BadGroups, "{text}");
    }
    assert_eq!(as_number("约 5"), Trailing("约".to_owned()));
    assert_eq!(as_number("95%"), Trailing("%".to_owned()));
    assert_eq!(as_number("5 台"), Trailing("台".to_owned()));
    assert_eq!(as_number("3."), Trailing(".".to_owned()));
    assert_eq!(as_number("1.234,5"), Trailing(",5".to_owned()));
    assert_eq!(as_number("1,,2"), Trailing(",,2".to_owned()));
    assert_eq!(unreadable("3.5", ReadAs::Integer), NotWhole);
    let (three, _) = number(read("3.0", ReadAs::Integer, &units().table, None));
    assert_eq!((three.amount, three.scale), (decimal("3"), 1));
}

#[test]
fn blank_and_dash_are_states_of_their_own() {
    let Units { money, .. } = units();
    for as_type in [
        ReadAs::Integer,
        ReadAs::Quantity(money),
        ReadAs::Change(money),
        ReadAs::Percent,
        ReadAs::Bound,
        ReadAs::Date,
        ReadAs::Period,
    ] {
        for text in ["", " ", "\u{3000}\t", "\u{200b}"] {
            assert_eq!(state_in(text, as_type, None), State::Blank, "{text:?}");
        }
        for text in ["-", " — ", "——", "－", "–", "无", "― "] {
            assert_eq!(state_in(text, as_type, None), State::Dash, "{text:?}");
        }
    }
}

#[test]
fn quantities_have_a_unit_and_a_slack() {
    let Units { table, money, people, wan, person, .. } = units();
    let quantity = |text, default| number(read(text, ReadAs::Quantity(money), &table, default)).0;
    for (text, amount, slack, shown) in [
        ("9214.60万元", "92146000", "50", "9214.60 万元"),
        ("9214.6 万 元", "92146000", "50", "9214.6 万元"),
        ("17192万元", "171920000", "50", "17192 万元"),
        ("0.001万元", "10", "5", "0.001 万元"),
        ("350元", "350", "0.5", "350 元"),
        ("1.10 亿元", "110000000", "50", "1.10 亿元"),
        ("-3万元", "-30000", "50", "-3 万元"),
    ] {
        let quantity = quantity(text, None);
        assert_eq!(quantity.amount, decimal(amount), "{text}");
        assert_eq!(quantity.slack, decimal(slack), "{text}");
        assert_eq!(quantity.display(&table), shown, "{text}");
    }
    assert_eq!(quantity("5.00", Some(wan)), quantity("5.00万元", None));
    assert_eq!(quantity("17192万元", None).last_digit_slack(&table), decimal("5000"));
    let heads = number(read("35", ReadAs::Quantity(people), &table, Some(person))).0;
    assert_eq!((heads.amount, heads.slack), (decimal("35"), decimal("0")));
}

#[test]
fn quantities_of_another_unit_are_refused() {
    use Unreadable::{NoUnit, NotANumber, Trailing, WrongUnit};
    let Units { money, person, .. } = units();
    let why = |text| unreadable(text, ReadAs::Quantity(money));
    assert_eq!(why("5"), NoUnit);
    assert_eq!(why("5 人"), WrongUnit("人".to_owned()));
    assert_eq!(why("5台"), WrongUnit("台".to_owned()));
    assert_eq!(why("5%"), WrongUnit("%".to_owned()));
    assert_eq!(why("350 元/人"), WrongUnit("元/人".to_owned()));
    assert_eq!(why("5万元（含税）"), Trailing("（含税）".to_owned()));
    assert_eq!(why("万元"), NotANumber);
    let other_default = state_in("5", ReadAs::Quantity(money), Some(person));
    assert_eq!(other_default, State::Unreadable(NoUnit));
}

#[test]
fn percentages() {
    let Units { table, .. } = units();
    for (text, amount, shown) in [
        ("95%", "0.95", "95%"),
        ("95％", "0.95", "95%"),
        ("25.00 %", "0.25", "25.00%"),
        ("2个百分点", "0.02", "2%"),
        ("百分之五", "0.05", "5%"),
        ("百分之九十五点五", "0.955", "95.5%"),
        ("百分之百", "1", "100%"),
        ("百分之 3.5", "0.035", "3.5%"),
        ("-3%", "-0.03", "-3%"),
    ] {
        let (percent, repair) = number(read(text, ReadAs::Percent, &table, None));
        assert_eq!(percent.amount, decimal(amount), "{text}");
        let last_digit = percent.last_digit_slack(&table);
        assert!(!last_digit.is_zero(), "{text}");
        assert_eq!((percent.slack, repair), (last_digit, None), "{text}");
        assert_eq!(percent.display(&table), shown, "{text}");
    }
    for text in ["95", "95人", "百分之", "百分之九五", "优"] {
        assert_eq!(unreadable(text, ReadAs::Percent), Unreadable::NotPercent, "{text}");
    }
    let trailing = unreadable("95%以上", ReadAs::Percent);
    assert_eq!(trailing, Unreadable::Trailing("以上".to_owned()));
    assert_eq!(
        unreadable(&format!("{}%", "9".repeat(40)), ReadAs::Percent),
        Unreadable::TooManyDigits
    );
}

#[test]
fn changes_take_their_sign_from_the_word() {
    let Units { table, money, wan, .. } = units();
    let change = |text| number(read(text, ReadAs::Change(money), &table, Some(wan))).0;
    for (text, shown) in [
        ("增加483.05万元", "483.05 万元"),
        ("减少 13887.87 万元", "-13887.87 万元"),
        ("增长了5万元", "5 万元"),
        ("减少为：5万元", "-5 万元"),
        ("压减约12万元", "-12 万元"),
        ("多3", "3 万元"),
        ("持平", "0 万元"),
        ("无增减变化", "0 万元"),
        ("无增 减", "0 万元"),
        ("不变", "0 万元"),
        ("持平0.00万元", "0.00 万元"),
        ("减少0万元", "0 万元"),
    ] {
        assert_eq!(change(text).display(&table), shown, "{text}");
    }
    let base = number(read("持平", ReadAs::Change(money), &table, None)).0;
    assert_eq!(base.display(&table), "0 元");
    for text in ["5万元", "-5万元", "增加（减少）5万元", "增加/减少", "增减5万元", "减少-5万元"]
    {
        assert_eq!(unreadable(text, ReadAs::Change(money)), Unreadable::NoDirection, "{text}");
    }
    let percent = unreadable("增长5%", ReadAs::Change(money));
    assert_eq!(percent, Unreadable::WrongUnit("%".to_owned()));
    // Reduced to is no reduction by.
    assert!(matches!(state_in("减少至5万元", ReadAs::Change(money), None), State::Unreadable(_)));
    assert!(matches!(state_in("持平5万元", ReadAs::Change(money), None), State::Unreadable(_)));
}

#[test]
fn dates_are_days_of_the_calendar() {
    let display = |text: &str| match state_in(text, ReadAs::Date, None) {
        State::Value(Value::Date(date)) => date.display(Language::English),
        other => format!("{other:?}"),
    };
    for text in [
        "2021年10月31日",
        "2021 年 10 月 31 号",
        "2021-10-31",
        "2021/10/31",
        "2021.10.31",
        "２０２１．１０．３１",
        "20 21年1 0月3 1日",
        "2021年10月底",
        "2021-10- 31",
    ] {
        assert_eq!(display(text), "2021-10-31", "{text}");
    }
    assert_eq!(display("2021年底"), "2021-12-31");
    assert_eq!(display("2020年2月29日"), "2020-02-29");
    let no_such = Unreadable::NoSuchDate { year: 2021, month: 11, day: 31 };
    assert_eq!(unreadable("2021年11月31日", ReadAs::Date), no_such);
    assert_eq!(unreadable("2021-11-31", ReadAs::Date), no_such);
    for text in ["2021年10月", "2021年", "10月31日", "21年10月31日", "20211031", "2021-10", "早日"]
    {
        assert_eq!(unreadable(text, ReadAs::Date), Unreadable::NotADate, "{text}");
    }
}

#[test]
fn points_of_the_year() {
    let display = |text: &str| match state_in(text, ReadAs::Period, None) {
        State::Value(Value::Period(period)) => period.display(Language::Chinese),
        other => format!("{other:?}"),
    };
    for (text, shown) in [
        ("3月底", "3月底"),
        ("3 月 末", "3月底"),
        ("6月", "6月底"),
        ("1 2 月底", "12月底"),
        ("6月份", "6月底"),
        ("11月15日", "11月15日"),
        ("2月29号", "2月29日"),
        ("一季度末", "3月底"),
        ("第二季度", "6月底"),
        ("第 3 季度", "9月底"),
        ("4季度末", "12月底"),
        ("上半年", "6月底"),
        ("全年", "12月底"),
        ("年底", "12月底"),
    ] {
        assert_eq!(display(text), shown, "{text}");
    }
    let no_such = Unreadable::NoSuchDate { year: 0, month: 11, day: 31 };
    assert_eq!(unreadable("11月31日", ReadAs::Period), no_such);
    let trailing = Unreadable::Trailing("前".to_owned());
    assert_eq!(unreadable("12月底前", ReadAs::Period), trailing);
    for text in ["13月", "0月底", "五季度", "2021年6月底", "月底", "第季度", "5"] {
        assert_eq!(unreadable(text, ReadAs::Period), Unreadable::NotADate, "{text}");
    }
}

#[test]
fn running_text_is_read_up_to_where_the_value_ends() {
    let Units { table, money, wan, .. } = units();
    let quantity = ReadAs::Quantity(money);
    for (text, as_type, default, taken, shown) in [
        ("9214.60万元，其中", quantity, None, "9214.60万元", "9214.60 万元"),
        (" 9214.60 万 元，其中", quantity, None, "9214.60 万 元", "9214.60 万元"),
        ("8,084.85万元", quantity, None, "8,084.85万元", "8084.85 万元"),
        ("８，０８４万元", quantity, None, "８，０８４万元", "8084 万元"),
        ("136.4 1万元", quantity, None, "136.4 1万元", "136.41 万元"),
        ("136.4 2021年", quantity, Some(wan), "136.4", "136.4 万元"),
        ("5，2021年", quantity, Some(wan), "5", "5 万元"),
        ("13。", quantity, Some(wan), "13", "13 万元"),
        ("40其中", quantity, Some(wan), "40", "40 万元"),
        (
            "减少13887.87万元，其中",
            ReadAs::Change(money),
            None,
            "减少13887.87万元",
            "-13887.87 万元",
        ),
        ("无增减变化。", ReadAs::Change(money), Some(wan), "无增减变化", "0 万元"),
        ("持平5万元", ReadAs::Change(money), Some(wan), "持平", "0 万元"),
        ("65个", ReadAs::Integer, None, "65", "65"),
        ("2.5 6月", ReadAs::Number, None, "2.5", "2.5"),
        ("2.5 6，", ReadAs::Number, None, "2.5 6", "2.56"),
        ("95.5 2%的", ReadAs::Percent, None, "95.5 2%", "95.52%"),
        ("百分之五的", ReadAs::Percent, None, "百分之五", "5%"),
    ] {
        let (range, reading) = read_prefix(text, as_type, &table, default).expect(text);
        assert_eq!(range.of(text), taken, "{text}");
        assert_eq!(number(reading).0.display(&table), shown, "{text}");
    }
    for (text, as_type) in [
        ("其中9214.60万元", quantity),
        ("", quantity),
        ("—", quantity),
        ("增加人员", ReadAs::Change(money)),
        ("减少至5万元", ReadAs::Change(money)),
        ("2021年预算", ReadAs::Date),
        ("21个", ReadAs::Period),
    ] {
        assert_eq!(read_prefix(text, as_type, &table, None), None, "{text}");
    }
}

#[test]
fn running_text_that_begins_with_a_wrong_value_says_so() {
    let Units { table, money, .. } = units();
    let why = |text: &str, as_type| {
        let (range, reading) = read_prefix(text, as_type, &table, None).expect(text);
        let State::Unreadable(why) = reading.state else { panic!("{text} is readable") };
        (range.of(text).to_owned(), why)
    };
    let wrong = |unit: &str| Unreadable::WrongUnit(unit.to_owned());
    let quantity = ReadAs::Quantity(money);
    assert_eq!(why("9214.60，其中", quantity), ("9214.60".into(), Unreadable::NoUnit));
    assert_eq!(why("35人，其中", quantity), ("35人".into(), wrong("人")));
    assert_eq!(why("350 元/人的", quantity), ("350 元/人".into(), wrong("元/人")));
    assert_eq!(why("100美元。", quantity), ("100美元".into(), wrong("美元")));
    let digits = "9".repeat(60);
    let long = why(&format!("{digits}万元"), quantity);
    assert_eq!(long, (format!("{digits}万元"), Unreadable::TooManyDigits));
    let both = why("增加（减少）5万元，", ReadAs::Change(money));
    assert_eq!(both, ("增加（减少）5万元".into(), Unreadable::NoDirection));
    let date = why("2021年11月31日前", ReadAs::Date);
    let no_such = Unreadable::NoSuchDate { year: 2021, month: 11, day: 31 };
    assert_eq!(date, ("2021年11月31日".into(), no_such));
    assert_eq!(why("1.5，", ReadAs::Integer), ("1.5".into(), Unreadable::NotWhole));
    assert_eq!(why("95，", ReadAs::Percent), ("95".into(), Unreadable::NotPercent));
}

#[test]
fn reasons_are_told_in_both_languages() {
    let reason = Unreadable::NoSuchDate { year: 2021, month: 11, day: 31 };
    assert_eq!(reason.describe(Language::Chinese), "没有2021年11月31日这一天");
    assert_eq!(reason.describe(Language::English), "there is no 2021-11-31");
    let long = Unreadable::Trailing("长".repeat(100)).describe(Language::Chinese);
    assert_eq!(long, format!("另有文字“{}…”", "长".repeat(20)));
}
