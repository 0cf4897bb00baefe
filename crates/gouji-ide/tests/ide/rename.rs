//! Another name, everywhere at once.

use crate::fixture::{DOCUMENT, RECORDS, RULES, World, in_document, in_records, in_rules, mark};
use gouji_ide::{File, FileEdit};

fn apply(world: &World, file: File, edits: &[FileEdit]) -> String {
    let mut text = world.ide().text(file).to_string();
    let mut own: Vec<&FileEdit> = edits.iter().filter(|edit| edit.file == file).collect();
    own.sort_by_key(|edit| std::cmp::Reverse(edit.range.start));
    for edit in own {
        text.replace_range(edit.range.to_usize(), &edit.text);
    }
    text
}

/// Both rule texts after the rename, which leaves the pack sound.
fn rename((world, file, offset): (World, File, u32), name: &str) -> (String, String) {
    let edits = world.ide().rename(file, offset, name).expect("a rename");
    let texts = (
        apply(&world, File::Rule(world.records), &edits),
        apply(&world, File::Rule(world.rules), &edits),
    );
    let renamed = World::new(&texts.0, &texts.1, DOCUMENT);
    for file in [renamed.records, renamed.rules] {
        let found = renamed.ide().diagnostics(File::Rule(file));
        assert!(found.is_empty(), "{found:#?}");
    }
    let count = |world: &World| world.ide().diagnostics(world.document()).len();
    assert_eq!(count(&renamed), count(&world), "the document is read as before");
    texts
}

fn refused((world, file, offset): (World, File, u32), name: &str, reason: &str) {
    let error = world.ide().rename(file, offset, name).expect_err("a refusal");
    assert!(error.contains(reason), "{error}");
}

#[test]
fn a_field_in_all_files() {
    let (records, rules) = rename(in_rules(&mark(RULES, "预算数 = 财政资金", 0)), "全年预算");
    assert!(records.contains("全年预算: 金额") && records.contains("标签 “预算数” → 全年预算"));
    assert!(rules.contains("合计(项目.全年预算)") && rules.contains("甲.全年预算 - "));
    assert!(!rules.contains("预算数"));
}

#[test]
fn names_that_cannot_stand_by_themselves_get_backquotes() {
    let (records, rules) = rename(in_rules(&mark(RULES, "预算数 = 财政资金", 0)), "其中：预算");
    assert!(records.contains("`其中：预算`: 金额"));
    assert!(rules.contains("应当 `其中：预算` = 财政资金"));
    let (_, rules) = rename(in_rules(&mark(RULES, "总数 =", 0)), "且");
    assert!(rules.contains("设 `且` = ") && rules.contains("{`且`}"), "{rules}");
}

#[test]
fn a_column_bound_by_its_header_is_bound_by_name_from_now_on() {
    let records = RECORDS.replace("明细 “指标”, “指标值”", "明细 “名字”, “值”");
    let document = DOCUMENT.replace("指标\t指标值", "名字\t值");
    let (records, offset) = crate::fixture::cursor(&mark(&records, "名字: 文本", 0));
    let world = World::new(&records, RULES, &document);
    let file = File::Rule(world.records);
    let edits = world.ide().rename(file, offset, "三级指标").unwrap();
    let after = apply(&world, file, &edits);
    assert!(after.contains("明细 “名字” 为 三级指标, “值” → 指标"), "{after}");
}

#[test]
fn records_rules_definitions_units_and_dimensions() {
    let (records, rules) = rename(in_rules(&mark(RULES, "项目.指标", 0)), "支出项目");
    assert!(records.contains("填 支出项目 {") && rules.contains("支出项目.预算数"));
    let (_, rules) = rename(in_rules(&mark(RULES, "须有上限 {", 1)), "上限必备");
    assert_eq!(rules.matches("上限必备").count(), 2);
    let (records, _) = rename(in_records(&mark(RECORDS, "人\n}", 0)), "名");
    assert!(records.contains("量纲 人数 {\n  名\n"));
    let (records, _) = rename(in_records(&mark(RECORDS, "金额 {", 0)), "钱数");
    assert!(records.contains("合计: 钱数"));
}

#[test]
fn refusals_say_why() {
    let field = || in_rules(&mark(RULES, "预算数 = 财政资金", 0));
    refused(field(), "财政资金", "已经有叫「财政资金」的栏");
    refused(field(), "", "空的");
    refused(field(), "甲`乙", "反引号");
    refused(in_rules(&mark(RULES, "项目.指标", 0)), "说明", "记录");
    refused(in_rules(&mark(RULES, "资金一致", 0)), "项目合计", "规则");
    // What is left alone keeps its meaning.
    refused(in_rules(&mark(RULES, "总数 =", 0)), "合计", "改名后");
    let hidden = RULES
        .replace("应当 预算数 = 财政资金", "设 余数 = 1 万元\n  应当 预算数 = 财政资金 + 余数");
    refused(in_rules(&mark(&hidden, "财政资金 +", 0)), "余数", "改名后");
    refused(in_rules(&mark(RULES, "合计(项目", 0)), "汇总", "不是在规则文本里声明的");
    refused(in_rules(&mark(RULES, "应当", 0)), "必须", "没有可以改名的名字");
    refused(in_document(&mark(DOCUMENT, "20.00", 0)), "甲", "没有可以改名");
}

#[test]
fn what_would_be_renamed_is_shown_without_backquotes() {
    let (world, file, offset) = in_rules("规则 甲 {\n  对每个 `项$0目`\n  应当 预算数 有值\n}\n");
    let (range, name) = world.ide().prepare_rename(file, offset).unwrap();
    assert_eq!((world.slice(file, range).as_str(), name.as_str()), ("`项目`", "项目"));
    let (world, file, offset) = in_rules("规则 甲 {\n  应$0当 真\n}\n");
    assert_eq!(world.ide().prepare_rename(file, offset), None);
}
