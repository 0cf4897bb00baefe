//! Where a name is used; where the other figures of a sum stand.

use crate::fixture::{DOCUMENT, RECORDS, RULES, World, in_document, in_records, in_rules, mark};
use gouji_ide::File;

fn check((world, file, offset): (World, File, u32), declaration: bool, wanted: &[&str]) {
    let found: Vec<String> = world
        .ide()
        .references(file, offset, declaration)
        .into_iter()
        .map(|target| world.slice(target.file, target.selection))
        .collect();
    assert_eq!(found, wanted);
}

#[test]
fn a_field_is_found_in_records_forms_rules_messages_and_examples() {
    let found = in_rules(&mark(RULES, "名字}」写作", 0));
    check(found, true, &["名字", "名字", "名字", "名字"]);
    let found = in_records(&mark(RECORDS, "预算数: 金额", 0));
    // The column 标签 → 预算数, the definition, the sum, the comparison.
    check(found, false, &["预算数", "预算数", "预算数", "预算数"]);
}

#[test]
fn locals_stay_in_their_rule() {
    check(in_rules(&mark(RULES, "总数 =", 0)), false, &["总数", "总数"]);
}

#[test]
fn a_column_bound_by_its_header_counts() {
    let records = RECORDS.replace("明细 “指标”, “指标值”", "明细 “名字”, “值”");
    let found = in_records(&mark(&records, "值: 界限", 0));
    check(found, false, &["“值”", "值", "值", "值", "值", "值", "值"]);
}

#[test]
fn the_other_figures_of_a_sum() {
    check(in_document(&mark(DOCUMENT, "30.00万元", 0)), false, &["1 2.00", "20.00"]);
}
