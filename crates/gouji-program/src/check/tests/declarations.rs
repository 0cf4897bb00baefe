//! Packs, dimensions, records, definitions.

use super::{checked, checked_packs, rule, unparsed_packs, with_base, with_english};
use crate::{FieldId, RecordTypeId, RuleState};
use gouji_value::Decimal;

#[test]
fn units_are_worth_what_is_written() {
    let checked = checked(
        "量纲 金额 { 元  万元 = 10000 元  亿元 = 10000 万元  精度 0.01 万元  标注 “单位：{_}” 或 “金额[单位]：{单位}” }",
    );
    assert_eq!(checked.found(), Vec::<String>::new());
    let units = &checked.program.units;
    let unit = units.unit("亿元").unwrap();
    assert_eq!(units.unit_factor(unit), Decimal::from(100_000_000));
    let dimension = units.dimension("金额").unwrap();
    assert_eq!(units.quantum(dimension), Some(Decimal::from(100)));
    assert_eq!(checked.program.captions.len(), 2);
}

#[test]
fn slips_in_dimensions() {
    let found = |text: &str| checked(text).found();
    assert_eq!(found("量纲 甲 { 元  角 }"), ["unit-without-worth: 角"]);
    assert_eq!(found("量纲 甲 { 元 = 10 角 }"), ["base-unit-with-worth: 10 角"]);
    assert_eq!(found("量纲 甲 { 元  元 = 2 元 }"), ["duplicate-unit: 元"]);
    assert_eq!(found("量纲 甲 { 元 }\n量纲 乙 { 元 }"), ["duplicate-unit: 元"]);
    assert_eq!(found("量纲 甲 { 元  万元 = 0 元 }"), ["worth-not-positive: 0 元"]);
    assert_eq!(found("量纲 甲 { 元  万元 = 10 块 }"), ["unknown-unit: 块"]);
    assert_eq!(found("量纲 甲 { 元  精度 0.01 万元 }"), ["unknown-unit: 万元"]);
    let long = "1".repeat(21);
    assert_eq!(
        found(&format!("量纲 甲 {{ 元  万元 = {long} 元 }}")),
        [format!("too-many-digits: {long} 元")]
    );
    let large = "量纲 甲 { 元  乙 = 12345678901234567890 元  丙 = 12345 乙 }";
    assert_eq!(found(large), ["too-many-digits: 12345 乙"]);
    assert_eq!(found("量纲 甲 { }"), ["no-unit: 甲"]);
    assert_eq!(found("量纲 百分比 { 元 }"), ["reserved-name: 百分比"]);
    assert_eq!(found("量纲 甲 { 元  标注 “单位” }"), ["caption-hole: “单位”"]);
    assert_eq!(found("量纲 甲 { 元  标注 “{_}{_}” }"), ["caption-hole: “{_}{_}”"]);
}

#[test]
fn records_are_linked() {
    let checked = with_base("");
    let records = &checked.program.records;
    let named = |name: &str| records.iter().position(|record| record.name == name).unwrap();
    let (item, indicator) = (named("项目"), named("指标"));
    let list = records[item].field_named("指标").unwrap();
    assert_eq!(records[indicator].parent, Some((RecordTypeId(item as u16), list)));
    assert!(records[item].naming.is_only(FieldId(0)));
    assert!(records[named("合计表")].naming.parts.is_empty());
    let described = checked.program.packs[0].self_description.unwrap();
    assert_eq!(described.record, RecordTypeId(named("文件") as u16));
    assert_eq!(checked.program.field(described.record, described.year.unwrap()).name, "年度");
}

#[test]
fn slips_in_records() {
    let found = |text: &str| checked(text).found();
    assert_eq!(found("记录 甲 { 乙: 文字 }"), ["unknown-type: 文字"]);
    assert_eq!(found("记录 甲 { 乙: text }"), ["other-language: text"]);
    assert_eq!(found("record a { b: 文本 }"), ["other-language: 文本"]);
    assert_eq!(found("记录 甲 { 乙: 文本  乙: 数 }"), ["duplicate-field: 乙"]);
    assert_eq!(found("记录 甲 { 乙: 多个 丙 }"), ["unknown-record: 丙"]);
    assert_eq!(found("记录 甲 { 乙: 多个 甲 }"), ["circular-record: 多个 甲"]);
    assert_eq!(
        found("记录 甲 { 乙: 多个 丙 }\n记录 丙 { 丁: 多个 甲 }"),
        ["circular-record: 多个 甲"]
    );
    assert_eq!(found("记录 甲 { 乙: 多个 丙  丁: 多个 丙 }\n记录 丙 { 戊: 数 }"), [""; 0]);
    assert_eq!(found("记录 甲 { 乙: 序列 数 按 “1月”, “1 月” }"), ["duplicate-period: “1 月”"]);
    assert_eq!(found("记录 甲 { 乙: 丙 }\n记录 丙 { 丁: 数 }"), ["unknown-type: 丙"]);
    let checked = checked("量纲 金额 { 元 }\n记录 甲 { 乙: 元 }");
    assert_eq!(checked.found(), ["unknown-type: 元"]);
    assert!(checked.corrected().contains("乙: 金额"));
    // Levels of records.
    let deep: String =
        (0..40).map(|level| format!("记录 层{level} {{ 下: 多个 层{} }}\n", level + 1)).collect();
    let deep = super::checked(&format!("{deep}记录 层40 {{ 名: 文本 }}"));
    assert!(deep.found().iter().any(|found| found.starts_with("too-deep")), "{:?}", deep.found());
    let ring: String = (0..60)
        .map(|level| format!("记录 层{level} {{ 下: 多个 层{} }}\n", (level + 1) % 60))
        .collect();
    assert!(!super::checked(&ring).found().is_empty());
}

#[test]
fn duplicates_name_the_first() {
    let checked = checked("记录 甲 { 乙: 文本 }\n\n记录 甲 { 丙: 文本 }");
    assert_eq!(checked.found(), ["duplicate-name: 甲"]);
    assert_eq!(checked.only().message.chinese, "记录「甲」重名，前面已经声明过");
    let items: Vec<u32> = checked.only().places.iter().map(|place| place.at.item).collect();
    assert_eq!(items, [1, 0]);
    assert_eq!(checked.program.records.len(), 2);
    let checked = with_base(
        "规则 甲 {\n 对每个 项目\n 应当 件数 > 0\n}\n规则 甲 {\n 对每个 项目\n 应当 件数 > 1\n}",
    );
    assert_eq!(checked.found(), ["duplicate-name: 甲"]);
    assert_eq!(checked.program.rules.len(), 1);
    assert_eq!(checked.program.rules[0].obligations[0].source, "件数 > 0");
}

#[test]
fn packs_see_what_they_import() {
    let first = "规则集 一 { }\n记录 项目 { 名称: 文本 }\n表样 表 填 项目 { 标签 “名称” → 名称 }";
    let second = "规则集 二 { }\n记录 项目 { 代码: 文本 }\n表样 表 填 项目 { 标签 “代码” → 代码 }";
    // Two packs that do not see each other may use the same names.
    let checked = checked_packs(&[first, second]);
    assert_eq!(checked.found(), Vec::<String>::new());
    assert_eq!(checked.program.records.len(), 2);
    // Not imported, not seen.
    let user = "规则集 三 { }\n规则 甲 {\n 对每个 项目\n 应当 名称 有值\n}";
    assert_eq!(checked_packs(&[first, user]).found(), ["unknown-record: 项目"]);
    let user = "规则集 三 { }\n引用 一\n规则 甲 {\n 对每个 项目\n 应当 名称 有值\n}";
    let checked = checked_packs(&[first, second, user]);
    assert_eq!(checked.found(), Vec::<String>::new());
    assert_eq!(checked.rule("甲").name, "三/甲");
    // Not through another.
    let third = "规则集 四 { }\n引用 三\n规则 乙 {\n 对每个 项目\n 应当 名称 有值\n}";
    assert_eq!(checked_packs(&[first, user, third]).found(), ["unknown-record: 项目"]);
    // What extends the packs in force sees all of them, and must say which where they differ.
    let extension = "规则 甲 {\n 对每个 项目\n 应当 名称 有值\n}";
    assert_eq!(checked_packs(&[first, extension]).found(), Vec::<String>::new());
    assert_eq!(checked_packs(&[first, second, extension]).found(), ["ambiguous-name: 项目"]);
    let chosen = format!("引用 一\n{extension}");
    assert_eq!(checked_packs(&[first, second, &chosen]).found(), Vec::<String>::new());
    // A name of its own beside an imported one.
    let own = "规则集 五 { }\n引用 一\n记录 项目 { 甲: 文本 }";
    assert_eq!(checked_packs(&[first, own]).found(), ["duplicate-name: 项目"]);
}

#[test]
fn slips_in_packs() {
    let found = |texts: &[&str]| checked_packs(texts).found();
    assert_eq!(found(&["规则集 一 { }\n规则集 二 { }"]), ["second-ruleset: 二"]);
    assert_eq!(found(&["规则集 一 { }", "规则集 一 { }"]), ["duplicate-ruleset: 一"]);
    assert_eq!(found(&["引用 部门预算", "规则集 部门预算公开 { }"]), ["unknown-pack: 部门预算"]);
    assert_eq!(found(&["规则集 一 { 适用 年度 > 2017 }"]), ["no-self-description: 年度 > 2017"]);
    let document = "记录 文件 { 年度: 整数  文种: 文本  比: 百分比 }";
    let with = |clause: &str| found(&[&format!("规则集 一 {{ {clause} }}\n{document}")]);
    assert_eq!(with("自述 文件，年度在 年度  适用 年份 > 2017"), ["unknown-name: 年份"]);
    assert_eq!(with("自述 文件 年度在 文种  适用 年度 > 2017"), Vec::<String>::new());
    assert_eq!(with("自述 文书，年度在 年度  适用 年度 > 2017"), ["unknown-record: 文书"]);
    assert_eq!(with("自述 文件，年度在 年分"), ["unknown-field: 年分"]);
    assert_eq!(with("自述 文件，年度在 比"), ["wrong-field: 比"]);
    // Without it, the only record that has all the fields asked for is meant.
    assert_eq!(with("适用 文种 = “甲” 且 年度 > 2017"), Vec::<String>::new());
    assert_eq!(with("适用 年份 > 2017"), ["no-self-description: 年份 > 2017"]);
}

#[test]
fn rules_with_dates_need_the_document_s_year() {
    let rule = "记录 文件 { 年度: 整数 }\n规则 甲 {\n 自 2020-01-01\n 应当 文件.年度 > 1\n}";
    let found = |text: &str| {
        let checked = checked(&format!("{text}\n{rule}"));
        (checked.errors(), checked.rule("甲").state, checked.rule("甲").year.is_some())
    };
    let none = Vec::<String>::new();
    let broken = |problem: &str| (vec![problem.to_owned()], RuleState::Broken, false);
    assert_eq!(found("规则集 一 { 自述 文件，年度在 年度 }"), (none, RuleState::Sound, true));
    assert_eq!(found("规则集 一 { }"), broken("no-year: 2020-01-01"));
    assert_eq!(found("规则集 一 { 自述 文件 }"), broken("no-year: 2020-01-01"));
    // What is wrong with the 自述 is said once.
    assert_eq!(found("规则集 一 { 自述 文书，年度在 年度 }"), broken("unknown-record: 文书"));
    assert_eq!(found("规则集 一 { 自述 文件，年度在 年分 }"), broken("unknown-field: 年分"));
    // A pack that extends another, or imports it, takes its word.
    let described = format!("规则集 一 {{ 自述 文件，年度在 年度 }}\n{rule}");
    let dated = "规则 乙 {\n 自 2020-01-01\n 应当 文件.年度 > 1\n}";
    for other in [dated.to_owned(), format!("规则集 二 {{ }}\n引用 一\n{dated}")] {
        let checked = checked_packs(&[&described, &other]);
        assert_eq!(checked.errors(), Vec::<String>::new());
        assert!(checked.rule("乙").year.is_some());
    }
}

#[test]
fn units_of_packs_that_do_not_see_each_other_are_merged() {
    let one = "规则集 一 { }\n量纲 金额 { 元  万元 = 10000 元 }";
    let same = "规则集 二 { }\n量纲 金额 { 元  万元 = 10000 元  亿元 = 10000 万元 }";
    assert_eq!(checked_packs(&[one, same]).found(), Vec::<String>::new());
    let other = "规则集 二 { }\n量纲 金额 { 元  万元 = 1000 元 }";
    assert_eq!(checked_packs(&[one, other]).found(), ["duplicate-unit: 万元"]);
}

#[test]
fn what_is_broken_breaks_others_silently() {
    let deep = "(".repeat(70);
    let broken = unparsed_packs(&[&format!(
        "记录 项目 {{ {deep} }}\n规则 甲 {{\n 对每个 项目\n 应当 名称 有值\n}}\n规则 乙 {{\n 应当 项目.名称 有值 且 计数(项目) > 1\n}}\n表样 样 填 项目 {{ 标签 “甲” → 乙 }}\n示例 甲 {{ 合格 项目 {{ 乙: 1 }} }}"
    )]);
    assert_eq!(broken.found(), Vec::<String>::new(), "{:#?}", broken.program.rules);
    assert_eq!(broken.state("甲"), RuleState::Broken);
    assert_eq!(broken.state("乙"), RuleState::Broken);
    // A record with a damaged line may have lost the field.
    let broken = unparsed_packs(&[
        "记录 项目 { 名称： 文本\n 年 度： 整数 }\n规则 甲 {\n 对每个 项目\n 应当 年度 > 1 且 项目.年度 > 1\n}",
    ]);
    assert_eq!(broken.found(), Vec::<String>::new(), "{:#?}", broken.program.records);
    // A field whose type is not known is said once.
    let checked = checked("记录 项目 { 名称: 文夲 }\n规则 甲 {\n 对每个 项目\n 应当 名称 有值\n}");
    assert_eq!(checked.found(), ["unknown-type: 文夲"]);
    assert_eq!(checked.state("甲"), RuleState::Broken);
    // A rule that cannot be parsed is a broken rule.
    let broken = unparsed_packs(&["规则 甲\n规则 乙 { 应当 1 = }"]);
    assert!(broken.program.rules.iter().all(|rule| rule.state == RuleState::Broken));
    assert_eq!(broken.program.rules.len(), 2);
}

#[test]
fn definitions_are_inlined() {
    let defined = |definition: &str, condition: &str| {
        with_base(&format!("{definition}\n规则 甲 {{\n 对每个 项目\n 应当 {condition}\n}}\n"))
    };
    for (definition, condition) in [
        ("定义 人均(额, 数) = 额 ÷ 数", "人均(预算数, 面积) ≤ 350 元/平方米"),
        ("定义 重点 = 预算数 ≥ 100 万元", "重点"),
        ("定义 重点(额) = 额 ≥ 100 万元", "重点(预算数) 且 重点(合计(采购.金额))"),
        ("定义 采购额(名) = 合计(采购.金额 其中 采购.名称 = 名)", "采购额(名称) ≤ 预算数"),
        ("定义 甲(一) = 一 + 1 元\n定义 乙(一) = 甲(一) + 甲(一)", "乙(预算数) > 0"),
    ] {
        let checked = defined(definition, condition);
        assert_eq!(checked.found(), Vec::<String>::new(), "{definition}: {:#?}", checked.problems);
    }
    let checked = defined("定义 人均(额, 数) = 额 ÷ 数", "人均(预算数) > 0");
    assert_eq!(checked.found(), ["argument-count: 人均(预算数)"]);
    let checked = defined("定义 和(一, 二) = 一 + 二", "和(预算数, 面积) > 0");
    assert_eq!(checked.found(), ["unit-mismatch: 和(预算数, 面积)"]);
    assert!(checked.only().message.chinese.starts_with("用「和」代入后："));
    let checked = defined("定义 和(一, 二) = 一 + 三", "和(预算数, 其他数) > 0");
    assert_eq!(checked.found(), ["unknown-name: 三"]);
    let checked = defined("定义 一 = 二\n定义 二 = 一\n定义 三 = 一", "三 > 0");
    assert_eq!(checked.found(), ["circular-definition: 一", "circular-definition: 二"]);
    let checked = defined("定义 一(甲, 甲) = 甲", "一(1, 2) > 0");
    assert_eq!(checked.found(), ["duplicate-name: 甲"]);
    let checked = defined("定义 一 = 金额数 + 1", "件数 > 0");
    assert_eq!(checked.found(), ["unknown-name: 金额数"]);
}

#[test]
fn arguments_keep_their_own_frames() {
    use crate::Expr;
    use crate::expression::Gathering;
    let checked = with_base(
        "定义 数(额) = 计数(采购 其中 采购.金额 > 额)\n规则 甲 {\n 对每个 项目\n 应当 数(合计(指标.分值 其中 类别 = 单位) × 1 元) > 0\n}",
    );
    assert_eq!(checked.found(), Vec::<String>::new(), "{:#?}", checked.problems);
    let Expr::Compare { left, .. } = &checked.rule("甲").obligations[0].condition else {
        panic!()
    };
    let Expr::Aggregate(outer) = &**left else { panic!() };
    let Some(Expr::Compare { right, .. }) = &outer.filter else { panic!() };
    let Expr::Arithmetic { left, .. } = &**right else { panic!() };
    let Expr::Aggregate(inner) = &**left else { panic!() };
    // The argument stands one frame deeper than where it was written.
    assert_eq!((outer.frame, inner.frame), (1, 2));
    assert!(matches!(inner.source, Gathering::Children { frame: 0, .. }));
    let Some(Expr::Compare { left, right, .. }) = &inner.filter else { panic!() };
    assert!(matches!(**left, Expr::Field(field) if field.frame == 2));
    assert!(matches!(**right, Expr::Field(field) if (field.frame, field.up) == (2, 1)));
}

#[test]
fn definitions_that_grow_too_large_are_refused() {
    let mut text = "定义 零(甲) = 甲 + 甲\n".to_owned();
    for level in 0..20 {
        let before = if level == 0 { "零".to_owned() } else { format!("级{}", level - 1) };
        text.push_str(&format!("定义 级{level}(甲) = {before}({before}(甲))\n"));
    }
    let checked = with_base(&format!("{text}规则 甲 {{\n 对每个 项目\n 应当 级19(件数) > 0\n}}"));
    assert_eq!(checked.found(), ["too-large: 级19(件数)"], "{:#?}", checked.problems);
}

#[test]
fn messages_are_in_both_languages() {
    let checked = with_english("record thing { amount: monney }");
    assert_eq!(checked.only().message.english, "there is no type or dimension called `monney`");
    assert_eq!(checked.only().message.chinese, "没有叫「monney」的类型或量纲");
    let checked = rule("应当 预算书 > 0");
    assert_eq!(checked.only().help.as_ref().unwrap().english, "did you mean `预算数`?");
}
