//! What stands at a place, in words.

use crate::fixture::{DOCUMENT, RECORDS, RULES, World, in_document, in_records, in_rules, mark};
use gouji_ide::File;

/// The words at the cursor hold all of these; what they are about is `about`.
fn check((world, file, offset): (World, File, u32), about: &str, words: &[&str]) {
    let hover = world.ide().hover(file, offset).expect("words at the cursor");
    assert_eq!(world.slice(file, hover.range), about, "{}", hover.markdown);
    for wanted in words {
        assert!(hover.markdown.contains(wanted), "no {wanted} in:\n{}", hover.markdown);
    }
}

#[test]
fn a_field_has_its_type_its_documentation_and_the_form_that_reads_it() {
    let text = mark(RULES, "预算数 = 财政资金", 0);
    check(in_rules(&text), "预算数", &["项目.预算数: 金额", "全年的预算。", "项目表", "“预算数”"]);
}

#[test]
fn a_field_in_the_hole_of_a_message_or_template() {
    check(in_rules(&mark(RULES, "名字}」写作", 0)), "名字", &["指标项.名字: 文本", "明细 “指标”"]);
    check(in_records(&mark(RECORDS, "合计}”", 0)), "合计", &["说明.合计: 金额"]);
}

#[test]
fn a_series_says_its_points() {
    check(
        in_records(&mark(RECORDS, "支出计划: 序列", 0)),
        "支出计划",
        &["序列 百分比 按 “3月底”, “6月底”"],
    );
}

#[test]
fn functions_and_keywords_say_what_they_do_with_an_example() {
    check(
        in_rules(&mark(RULES, "合计(项目", 0)),
        "合计",
        &["各条记录的数之和", "得到：数，单位不变", "例：", "其中"],
    );
    check(in_rules(&mark(RULES, "应当 合计", 0)), "应当", &["要求", "`must`", "```gouji"]);
    check(in_rules(&mark(RULES, "有上限\n", 0)), "有上限", &["有上限", "has_upper"]);
}

#[test]
fn both_words_of_an_english_keyword() {
    let text = "rule a {\n  for $0each 项目\n  must 预算数 = 财政资金\n}\n";
    check(in_rules(text), "for each", &["对每个"]);
}

#[test]
fn a_rule_says_why_and_how_it_fares() {
    let words = ["小/项目合计", "各项目之和", "依据：《小办法》", "查过 1 项", "1 项不通过"];
    check(in_rules(&mark(RULES, "项目合计 {", 0)), "项目合计", &words);
    check(in_rules(&mark(RULES, "须有上限 {", 1)), "须有上限", &["小/须有上限", "示例：2 个"]);
}

#[test]
fn a_unit_says_its_worth_and_a_dimension_its_units() {
    check(in_records(&mark(RECORDS, "万元 = 10000", 0)), "万元", &["1 万元 = 10000 元", "金额"]);
    check(
        in_records(&mark(RECORDS, "金额\n}\n## 一个", 0)),
        "金额",
        &["元、万元", "100 元", "钱。"],
    );
}

#[test]
fn a_local_says_its_type_and_a_parameter_whose_it_is() {
    check(in_rules(&mark(RULES, "总数\n", 0)), "总数", &["类型：金额"]);
    check(in_rules(&mark(RULES, "甲.预算数", 0)), "甲", &["差额"]);
}

#[test]
fn a_figure_says_what_it_is_and_which_rules_read_it() {
    let found = in_document(&mark(DOCUMENT, "20.00", 0));
    let words = ["项目.预算数", "「办学」", "20.00 万元", "小/资金一致", "不通过", "小/项目合计"];
    check(found, "20.00", &words);
}

#[test]
fn a_rule_is_told_with_its_result_for_this_very_record() {
    check(in_document(&mark(DOCUMENT, "12.00\n", 0)), "12.00", &["**小/资金一致** · 通过"]);
    check(in_document(&mark(DOCUMENT, "≤300人", 0)), "≤300人", &["**小/须有上限** · 通过"]);
    let words = DOCUMENT.replace("≤300人", "及时");
    check(in_document(&mark(&words, "及时", 0)), "及时", &["**小/须有上限** · 不适用"]);
}

#[test]
fn a_mended_figure_says_how_it_was_printed() {
    check(in_document(&mark(DOCUMENT, "1 2.00", 0)), "1 2.00", &["12.00 万元", "原文「1 2.00」"]);
}

#[test]
fn the_point_of_a_series_is_named() {
    check(in_document(&mark(DOCUMENT, "30%", 0)), "30%", &["项目.支出计划", "3月底", "30%"]);
}

#[test]
fn nothing_is_said_about_blanks() {
    let (world, file, offset) = in_document(&mark(DOCUMENT, "\n四、附则", 0));
    assert_eq!(world.ide().hover(file, offset), None);
    let (world, file, _) = in_rules("$0");
    assert_eq!(world.ide().hover(file, 0), None);
}
