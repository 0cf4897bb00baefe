//! Limits, as targets state them.

use crate::units::units;
use gouji_text::{Language, TextRange};
use gouji_value::{Bound, Direction, ReadAs, Repair, State, Unreadable, Value, read, read_prefix};

fn bound(text: &str) -> Bound {
    match read(text, ReadAs::Bound, &units().table, None).state {
        State::Value(Value::Bound(bound)) => *bound,
        other => panic!("{text} is no bound: {other:?}"),
    }
}

/// Both limits, as in mathematics: `[95%, ∞)`.
fn limits(text: &str) -> String {
    let bound = bound(text);
    if !bound.is_quantified() {
        return "words".to_owned();
    }
    let table = units().table;
    let lower = bound.lower.map_or("(-∞".to_owned(), |limit| {
        format!(
            "{}{}",
            if limit.open { '(' } else { '[' },
            limit.value.display(&table, Language::Chinese)
        )
    });
    let upper = bound.upper.map_or("∞)".to_owned(), |limit| {
        format!(
            "{}{}",
            limit.value.display(&table, Language::Chinese),
            if limit.open { ')' } else { ']' }
        )
    });
    format!("{lower}, {upper}")
}

#[test]
fn signs_point_at_figures_with_any_unit() {
    for (text, expected) in [
        ("≥95%", "[95%, ∞)"),
        ("≥ ９５％", "[95%, ∞)"),
        ("≧66%", "[66%, ∞)"),
        (">=4 场", "[4 场, ∞)"),
        ("＞＝4 场", "[4 场, ∞)"),
        (">1 年", "(1 年, ∞)"),
        ("＞40 户", "(40 户, ∞)"),
        ("<5%", "(-∞, 5%)"),
        ("≤350 元/人", "(-∞, 350 元/人]"),
        ("≤1.1 元/平方米", "(-∞, 1.1 元/平方米]"),
        ("≤1500元/套", "(-∞, 1500 元/套]"),
        ("≥253.6 平方米", "[253.6 平方米, ∞)"),
        ("≥100人次", "[100 人次, ∞)"),
        ("≥10000 人次", "[10000 人次, ∞)"),
        ("≥11 亿元", "[11 亿元, ∞)"),
        ("≤2671.81 万元", "(-∞, 2671.81 万元]"),
        ("≤8,084.85万元", "(-∞, 8084.85 万元]"),
        ("≥ 5", "[5, ∞)"),
        ("=3套", "[3 套, 3 套]"),
        ("≥-5%", "[-5%, ∞)"),
        ("≤6月", "(-∞, 6月底]"),
    ] {
        assert_eq!(limits(text), expected, "{text}");
    }
}

#[test]
fn words_point_in_front_and_behind() {
    for (text, expected) in [
        ("不低于90%", "[90%, ∞)"),
        ("不少于 3 次", "[3 次, ∞)"),
        ("不得低于百分之九十五", "[95%, ∞)"),
        ("大于或等于3人", "[3 人, ∞)"),
        ("至少3人", "[3 人, ∞)"),
        ("大于 3人", "(3 人, ∞)"),
        ("超过90%", "(90%, ∞)"),
        ("不高于3%", "(-∞, 3%]"),
        ("不超过50 万元", "(-∞, 50 万元]"),
        ("不得超过50 万元", "(-∞, 50 万元]"),
        ("小于等于5天", "(-∞, 5 天]"),
        ("最多5天", "(-∞, 5 天]"),
        ("小于5天", "(-∞, 5 天)"),
        ("不足5天", "(-∞, 5 天)"),
        ("控制在50万元以内", "(-∞, 50 万元]"),
        ("控制在50万元", "(-∞, 50 万元]"),
        ("90%以上", "[90%, ∞)"),
        ("90%及以上", "[90%, ∞)"),
        ("达到90%以上", "[90%, ∞)"),
        ("50万元以 内", "(-∞, 50 万元]"),
        ("3年内", "(-∞, 3 年]"),
        ("5个工作日之内", "(-∞, 5 个工作日]"),
        ("3%以下", "(-∞, 3%]"),
        ("50以上", "[50, ∞)"),
        ("≥90%以上", "[90%, ∞)"),
        ("超过90%以上", "(90%, ∞)"),
        ("2个百分点以内", "(-∞, 2%]"),
        ("≥95%。", "[95%, ∞)"),
        ("，≥95%；", "[95%, ∞)"),
    ] {
        assert_eq!(limits(text), expected, "{text}");
    }
}

#[test]
fn a_bare_figure_is_both_limits() {
    for (text, expected) in [
        ("5万元", "[5 万元, 5 万元]"),
        ("100%", "[100%, 100%]"),
        ("35 名", "[35 名, 35 名]"),
        ("1 套", "[1 套, 1 套]"),
        ("0 户", "[0 户, 0 户]"),
        ("1900元/月", "[1900 元/月, 1900 元/月]"),
        ("25 元/张", "[25 元/张, 25 元/张]"),
        ("3 年", "[3 年, 3 年]"),
        ("283 平方米", "[283 平方米, 283 平方米]"),
        ("24月", "[24 月, 24 月]"),
        ("百分之百", "[100%, 100%]"),
        ("65", "[65, 65]"),
    ] {
        assert_eq!(limits(text), expected, "{text}");
    }
}

#[test]
fn dates_and_points_of_the_year_are_limits() {
    for (text, expected) in [
        ("6月前", "(-∞, 6月底]"),
        ("12 月底前", "(-∞, 12月底]"),
        ("12 月前", "(-∞, 12月底]"),
        ("10月前", "(-∞, 10月底]"),
        ("2021 年 10 月 31 日之前", "(-∞, 2021年10月31日]"),
        ("2021 年 11 月 30 日前", "(-∞, 2021年11月30日]"),
        ("11 月 15 号前", "(-∞, 11月15日]"),
        ("6月底", "[6月底, 6月底]"),
        ("2021年12月31日", "[2021年12月31日, 2021年12月31日]"),
        ("2021年6月底前", "(-∞, 2021年6月30日]"),
        ("2021年底前", "(-∞, 2021年12月31日]"),
        ("年底前", "(-∞, 12月底]"),
        ("一季度末之前", "(-∞, 3月底]"),
        ("3月1日以后", "[3月1日, ∞)"),
        ("不晚于6月底", "(-∞, 6月底]"),
        ("不晚于6月底前", "(-∞, 6月底]"),
        ("2021-10-31前", "(-∞, 2021年10月31日]"),
    ] {
        assert_eq!(limits(text), expected, "{text}");
    }
}

#[test]
fn ranges_have_two_limits() {
    for text in ["3-5年", "3–5年", "3~5年", "3～5年", "3至5年", "3年至5年", "3 — 5 年", "3到5年"]
    {
        assert_eq!(limits(text), "[3 年, 5 年]", "{text}");
    }
    for (text, expected) in [
        ("50%-80%", "[50%, 80%]"),
        ("50-80%", "[50%, 80%]"),
        ("百分之五至百分之十", "[5%, 10%]"),
        ("在50%-80%之间", "[50%, 80%]"),
        ("控制在3%-5%以内", "[3%, 5%]"),
        ("5000元-1万元", "[5000 元, 1 万元]"),
        ("3-6月", "[3月1日, 6月底]"),
        ("3月至6月", "[3月1日, 6月底]"),
        ("3月底-6月底", "[3月底, 6月底]"),
        ("2021年1月1日至2021年12月31日", "[2021年1月1日, 2021年12月31日]"),
    ] {
        assert_eq!(limits(text), expected, "{text}");
        assert_eq!(bound(text).direction(), None, "{text}");
        assert_eq!(bound(text).text_with_direction(text, Direction::AtMost), None, "{text}");
    }
}

#[test]
fn what_is_not_wholly_a_limit_is_words() {
    for text in [
        "及时",
        "显著提升",
        "文件标准",
        "一次性办理完成",
        "受理当日",
        "符合",
        "设施齐全, 正常运转",
        "6 月前采购到位",
        "6 月前完成",
        "12 月底完成",
        "11 月 7 日开展洽谈会",
        "11 月 15 号前完成任务指标",
        "年底前完成初中高级职称评审",
        "上半年：2021年6月30日前， 下半年：2021年12月31日",
        "实现人员信息的灵活管理、多维度统计分析。",
        "不超过",
        "≥",
        "≥及时",
        "≥90%以下",
        "=90%以上",
        "5-3年",
        "5-5年",
        "3月底至3月底",
        "3年-5人",
        "≥3-5年",
        "达到95%",
        "50万元左右",
        "100余人",
        "3天前",
        "3年后",
        "50以上以上",
        "5万元整",
        "95%以上满意",
        "2021年",
        "2021-2023年",
        "2021年11月31日前完成",
        "10个项目全部完成",
        "3次/年以上评价",
        "95%95%",
    ] {
        assert_eq!(limits(text), "words", "{text}");
        assert_eq!(bound(text).direction(), None, "{text}");
        assert_eq!(bound(text).figure_value(), None, "{text}");
    }
}

#[test]
fn days_that_do_not_exist_and_endless_figures_are_unreadable() {
    let no_such = |year, month, day| Unreadable::NoSuchDate { year, month, day };
    for (text, why) in [
        ("2021 年 11 月 31 日前", no_such(2021, 11, 31)),
        ("2021年2月29日", no_such(2021, 2, 29)),
        ("≤2021-13-01", no_such(2021, 13, 1)),
        ("6月31日前", no_such(0, 6, 31)),
        ("2021年1月1日至2021年2月30日", no_such(2021, 2, 30)),
        ("≥999999999999999999999999999999人", Unreadable::TooManyDigits),
    ] {
        let state = read(text, ReadAs::Bound, &units().table, None).state;
        assert_eq!(state, State::Unreadable(why), "{text}");
    }
}

#[test]
fn repairs_are_told() {
    let reading = read("≥136.4 1万元", ReadAs::Bound, &units().table, None);
    assert_eq!(reading.repair, Some(Repair::SpaceInNumber));
    assert_eq!(read("≥ 5 万元", ReadAs::Bound, &units().table, None).repair, None);
}

#[test]
fn parts_of_the_text_are_known() {
    for (text, comparator, figure) in [
        ("≥50 万元", "≥", "50 万元"),
        (" ≥ 95%。", "≥", "95%"),
        ("不低于50万元", "不低于", "50万元"),
        ("50万元 以上 ", "以上", "50万元"),
        ("控制在 50万元以内", "控制在", "50万元"),
        ("，6 月底前", "前", "6 月底"),
        ("5万元", "", "5万元"),
    ] {
        let bound = bound(text);
        assert_eq!(bound.comparator.of(text), comparator, "{text}");
        assert_eq!(bound.figure.of(text), figure, "{text}");
    }
    assert_eq!(bound("5万元").comparator, TextRange::empty(0));
}

#[test]
fn the_direction_can_be_replaced() {
    let at_most = |text: &str| bound(text).text_with_direction(text, Direction::AtMost);
    for (text, expected) in [
        ("≥50 万元", "≤50 万元"),
        ("≥ 50 万元", "≤ 50 万元"),
        ("不低于50万元", "≤50万元"),
        ("5万元", "≤5万元"),
        ("50万元以上", "≤50万元"),
        ("≥50万元以上", "≤50万元"),
        ("，50万元 及以上。", "，≤50万元。"),
        ("6月后", "≤6月"),
    ] {
        assert_eq!(at_most(text).as_deref(), Some(expected), "{text}");
        assert_eq!(bound(expected).direction(), Some(Direction::AtMost), "{text}");
    }
    let more = bound("≤5%").text_with_direction("≤5%", Direction::MoreThan);
    assert_eq!(more.as_deref(), Some(">5%"));
    assert_eq!(bound("≥50 万元").text_with_direction("", Direction::AtMost), None);
}

#[test]
fn bounds_are_told_in_words() {
    let table = units().table;
    assert_eq!(bound("≥50 万元").display(&table, Language::Chinese), "下限 50 万元，上限 无");
    assert_eq!(
        bound(">1 年").display(&table, Language::English),
        "lower limit 1 年 (excluded), upper limit none"
    );
}

#[test]
fn signs_and_their_twins() {
    for direction in [
        Direction::AtLeast,
        Direction::MoreThan,
        Direction::AtMost,
        Direction::LessThan,
        Direction::Exactly,
    ] {
        assert_eq!(Direction::from_sign(direction.sign()), Some(direction));
    }
    assert_eq!(Direction::from_sign(" ＞＝"), Some(Direction::AtLeast));
    assert_eq!(Direction::from_sign("≦"), Some(Direction::AtMost));
    assert_eq!(Direction::from_sign("约"), None);
}

#[test]
fn a_limit_in_running_text_ends_with_its_clause() {
    let table = units().table;
    for (text, taken) in [
        ("≥95%，其中", "≥95%"),
        ("≤1,000万元,其中", "≤1,000万元"),
        ("不低于 90% ；", "不低于 90%"),
        ("及时。其他", "及时"),
    ] {
        let (range, _) = read_prefix(text, ReadAs::Bound, &table, None).expect(text);
        assert_eq!(range.of(text), taken, "{text}");
    }
    let (_, reading) = read_prefix(" ≤1,000人,其中", ReadAs::Bound, &table, None).unwrap();
    let State::Value(Value::Bound(bound)) = reading.state else { panic!("no bound") };
    assert_eq!(bound.figure.of(" ≤1,000人,其中"), "1,000人");
    assert_eq!(read_prefix("，5人", ReadAs::Bound, &table, None), None);
}

/// Every target of a published budget, and the limits it states.
#[test]
fn published_targets() {
    for line in include_str!("targets.tsv").lines() {
        let (text, expected) = line.split_once('\t').unwrap();
        let found = match read(text, ReadAs::Bound, &units().table, None).state {
            State::Unreadable(why) => why.describe(Language::Chinese),
            _ => limits(text),
        };
        assert_eq!(found, expected, "{text}");
    }
}
