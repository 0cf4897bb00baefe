//! Which queries run after an edit: one test for each promise.

use crate::common::{DOCUMENT, MORE_RULES, RULES, World};
use gouji_database::checked_with_names;

fn counts(ran: &[String], query: &str) -> usize {
    ran.iter().filter(|name| name.as_str() == query).count()
}

/// The queries that mean something: reading a region, holding a rule to records.
const MEANING: [&str; 3] = ["fragment", "local_result", "global_result"];

fn world() -> World {
    let world = World::new(&[RULES, MORE_RULES], DOCUMENT);
    let first = world.outcome();
    assert!(first.contains("没有上限"), "{first}");
    world.ran();
    world
}

#[test]
fn a_blank_line_on_top_reads_and_evaluates_nothing() {
    let mut world = world();
    world.set_document(&format!("\n{DOCUMENT}"));
    world.outcome();
    let ran = world.ran();
    for query in MEANING {
        assert_eq!(counts(&ran, query), 0, "{query}: {ran:?}");
    }
    assert_eq!(counts(&ran, "document_report"), 1);
}

#[test]
fn a_blank_line_in_a_rule_text_evaluates_nothing() {
    let mut world = world();
    world.set_rule(1, &format!("\n\n{MORE_RULES}"));
    world.outcome();
    let ran = world.ran();
    for query in MEANING {
        assert_eq!(counts(&ran, query), 0, "{query}: {ran:?}");
    }
}

#[test]
fn a_figure_rereads_its_region_and_the_rules_that_read_it() {
    let mut world = world();
    world.set_document(&DOCUMENT.replace("\t10.00\t财政", "\t11.00\t财政"));
    let outcome = world.outcome();
    assert!(outcome.contains("相差 1.00 万元"), "{outcome}");
    let ran = world.ran();
    assert_eq!(counts(&ran, "fragment"), 1, "{ran:?}");
    // 资金一致, 计划不减, 须有上限 over this region; 项目合计 over the document; 连续 reads headings only.
    assert_eq!(counts(&ran, "local_result"), 3, "{ran:?}");
    assert_eq!(counts(&ran, "global_result"), 1, "{ran:?}");
}

#[test]
fn a_rule_over_the_document_is_not_asked_about_what_it_does_not_read() {
    let mut world = world();
    // 财政资金 grows by a digit: what stands behind it in its table moves. 项目合计 reads 预算数 alone.
    world.set_document(&DOCUMENT.replace("\t10.00\t财政资金\t10.00", "\t10.00\t财政资金\t110.00"));
    let outcome = world.outcome();
    assert!(outcome.contains("110.00"), "{outcome}");
    let ran = world.ran();
    assert_eq!(counts(&ran, "fragment"), 1, "{ran:?}");
    assert_eq!(counts(&ran, "global_result"), 0, "{ran:?}");
}

#[test]
fn furniture_that_the_rules_declare_is_left_out_after_an_edit_too() {
    const RULES: &str = "规则集 小 { 版面 { 页码 “内部 第{_}张” } }
量纲 金额 { 元  万元 = 10000 元  标注 “单位：{_}” }
记录 支出 { 科目: 文本  金额: 金额 }
表样 支出表 填 支出 { 明细 “科目”, “金额” }
规则 合计 { 应当 合计(支出.金额) = 10 万元 }
";
    let before = "单位：万元\n科目\t金额\n教育\t4.00\n内部 第 1 张\n社保\t5.00\n";
    let after = before.replace("5.00", "7.00");
    let mut world = World::new(&[RULES], before);
    assert!(world.outcome().contains("9.00 万元"), "{}", world.outcome());
    world.set_document(&after);
    let fresh = World::new(&[RULES], &after).outcome();
    assert!(fresh.contains("11.00 万元"), "{fresh}");
    assert_eq!(world.outcome(), fresh);
}

#[test]
fn an_edit_in_one_piece_reads_that_piece() {
    let mut world =
        World::new(&[RULES, MORE_RULES], &format!("{DOCUMENT}{}", "填\t充\n".repeat(2000)));
    world.outcome();
    world.ran();
    let changed = DOCUMENT.replace("\t10.00\t财政", "\t11.00\t财政");
    world.set_document(&format!("{changed}{}", "填\t充\n".repeat(2000)));
    world.outcome();
    let ran = world.ran();
    assert_eq!((counts(&ran, "piece"), counts(&ran, "piece_notes")), (1, 1), "{ran:?}");
}

/// Lines and rows that are laid out: contents, a page number in a table, headings.
const LAID_OUT: &str = "\
目录
一、说明
二、项目

一、说明
2021年项目支出30.00万元。
- 1 -
二、项目
甲\t1
- 2 -
乙\t2
";

#[test]
fn an_edit_that_leaves_the_digest_lays_out_its_piece() {
    let line = |number: usize| format!("项目{}\t{}.00\n", number * number, number * 7);
    let filling: String = (0..1000).map(line).collect();
    let mut world = World::new(&[RULES, MORE_RULES], &format!("{LAID_OUT}{filling}"));
    world.outcome();
    let digest = |world: &World| gouji_database::digest(&world.database, world.document);
    let before = digest(&world);
    world.ran();
    // A figure and a word that no layout hangs on.
    let mut text = LAID_OUT.to_owned();
    for (from, to) in [("乙\t2", "乙\t3.50"), ("30.00万元", "31.00万元")] {
        text = text.replace(from, to);
        world.set_document(&format!("{text}{filling}"));
        world.outcome();
        let ran = world.ran();
        assert_eq!((counts(&ran, "piece"), counts(&ran, "piece_notes")), (1, 1), "{ran:?}");
        assert_eq!((counts(&ran, "digest"), counts(&ran, "assembled")), (1, 1), "{ran:?}");
        assert_eq!(digest(&world), before);
    }
    // A page number that becomes another one.
    text = text.replace("- 2 -", "- 12 -");
    world.set_document(&format!("{text}{filling}"));
    world.outcome();
    let ran = world.ran();
    assert_eq!((counts(&ran, "piece"), counts(&ran, "piece_notes")), (1, 1), "{ran:?}");
    world.set_document(&format!("{}{filling}", text.replace("目录\n一、说明\n", "")));
    assert_ne!(digest(&world), before);
}

#[test]
fn a_word_outside_every_region_evaluates_nothing() {
    let mut world = world();
    world.set_document(&DOCUMENT.replace("某局 2021", "某某局 2021"));
    world.outcome();
    let ran = world.ran();
    for query in MEANING {
        assert_eq!(counts(&ran, query), 0, "{query}: {ran:?}");
    }
}

#[test]
fn a_changed_rule_rechecks_only_itself() {
    let mut world = world();
    world.set_rule(1, &MORE_RULES.replace("应当 不减(计划)", "应当 末(计划) = 100%"));
    world.outcome();
    let ran = world.ran();
    assert_eq!(counts(&ran, "fragment"), 0, "{ran:?}");
    assert_eq!(counts(&ran, "planned"), 0, "{ran:?}");
    assert_eq!(counts(&ran, "global_result"), 0, "{ran:?}");
    // One rule, two project tables.
    assert_eq!(counts(&ran, "local_result"), 2, "{ran:?}");
}

#[test]
fn an_edit_in_one_rule_parses_that_rule() {
    let mut world = world();
    world.set_rule(1, &MORE_RULES.replace("应当 不减(计划)", "应当 末(计划) = 100%"));
    world.outcome();
    assert_eq!(counts(&world.ran(), "item"), 1);
}

const EXAMPLE: &str = "\n示例 计划不减 {\n  合格 项目 { 预算数: 1 万元 }\n}\n";

#[test]
fn a_document_is_checked_without_reading_examples() {
    let items = |rules: &str| {
        let world = World::new(&[RULES, rules], DOCUMENT);
        let outcome = world.document_outcome();
        (counts(&world.ran(), "item"), outcome)
    };
    assert_eq!(items(&format!("{MORE_RULES}{EXAMPLE}")), items(MORE_RULES));
}

#[test]
fn an_edit_in_an_example_checks_no_document_again() {
    let mut world = World::new(&[RULES, &format!("{MORE_RULES}{EXAMPLE}")], DOCUMENT);
    world.document_outcome();
    world.ran();
    world.set_rule(1, &format!("{MORE_RULES}{}", EXAMPLE.replace("1 万元", "234 万元")));
    world.document_outcome();
    let ran = world.ran();
    for query in MEANING.into_iter().chain(["item", "schema", "planned", "document_report"]) {
        assert_eq!(counts(&ran, query), 0, "{query}: {ran:?}");
    }
}

#[test]
fn the_same_text_written_again_runs_nothing_beyond_the_report() {
    let mut world = world();
    world.set_document(DOCUMENT);
    world.outcome();
    let ran = world.ran();
    for query in MEANING.into_iter().chain(["planned", "checked"]) {
        assert_eq!(counts(&ran, query), 0, "{query}: {ran:?}");
    }
}

#[test]
fn a_line_above_a_rule_leaves_what_its_names_stand_for() {
    let mut world = world();
    let before = checked_with_names(&world.database, world.configuration).names;
    world.set_rule(1, &format!("\n# 一句话\n\n{MORE_RULES}"));
    let after = checked_with_names(&world.database, world.configuration).names;
    assert!(before.all().len() > 50 && before == after);
}

#[test]
fn an_edit_that_only_moves_names_ends_with_them() {
    let mut world = world();
    let before = checked_with_names(&world.database, world.configuration).names;
    // Of the program nothing moves: the name of a field's type has no place there.
    world.set_rule(0, &RULES.replace("指标: 多个", "指标:   多个"));
    world.ran();
    let after = checked_with_names(&world.database, world.configuration).names;
    assert_eq!(before.all().len(), after.all().len());
    assert_ne!(before, after);
    world.outcome();
    let ran = world.ran();
    assert_eq!(counts(&ran, "checked_with_names"), 1, "{ran:?}");
    for query in MEANING.into_iter().chain(["schema", "rule", "rule_keys", "rule_scopes"]) {
        assert_eq!(counts(&ran, query), 0, "{query}: {ran:?}");
    }
}

#[test]
fn an_edit_of_a_document_looks_up_no_name() {
    let mut world = world();
    checked_with_names(&world.database, world.configuration);
    world.ran();
    world.set_document(&DOCUMENT.replace("\t10.00\t财政", "\t11.00\t财政"));
    world.outcome();
    checked_with_names(&world.database, world.configuration);
    let ran = world.ran();
    assert_eq!(counts(&ran, "checked_with_names"), 0, "{ran:?}");
}
