//! Rule texts in the one layout.

use crate::fixture::{World, in_rules};
use gouji_ide::{File, FileEdit};
use gouji_text::TextRange;

fn edited(text: &str, edits: &[FileEdit]) -> String {
    let mut text = text.to_owned();
    for edit in edits.iter().rev() {
        text.replace_range(edit.range.to_usize(), &edit.text);
    }
    text
}

const RULES: &str = "规则 甲 {\n  对每个 项目\n  应当 预算数 > 0\n}\n规则 乙 { 对每个 项目   应当 预算数 < 1 }\n\n规则 丙 {   对每个 项目\n应当 预算数 = 1 }\n";

#[test]
fn a_file_is_laid_out_by_edits_of_the_lines_that_differ() {
    let world = World::new("", RULES, "");
    let edits = world.ide().format(File::Rule(world.rules), None);
    assert_eq!(
        edited(RULES, &edits),
        "规则 甲 {\n  对每个 项目\n  应当 预算数 > 0\n}\n\n规则 乙 {\n  对每个 项目\n  应当 预算数 < 1\n}\n\n规则 丙 {\n  对每个 项目\n  应当 预算数 = 1\n}\n"
    );
    let first = RULES.find("规则 乙").expect("it");
    assert!(edits.iter().all(|edit| edit.range.start as usize >= first), "{edits:?}");
    assert!(world.ide().format(world.document(), None).is_empty());
}

#[test]
fn only_the_lines_of_a_range_are_laid_out() {
    let world = World::new("", RULES, "");
    let last = RULES.find("规则 丙").expect("it");
    let range = TextRange::from(last..last + 1);
    let edits = world.ide().format(File::Rule(world.rules), Some(range));
    let text = edited(RULES, &edits);
    assert!(text.contains("规则 乙 { 对每个 项目   应当"), "{text}");
    assert!(text.ends_with("规则 丙 {\n  对每个 项目\n  应当 预算数 = 1\n}\n"), "{text}");
}

#[test]
fn a_new_line_is_indented_and_a_closed_item_laid_out() {
    let typed = |marked: &str, sign: &str| {
        let (world, file, offset) = in_rules(marked);
        let text = world.ide().text(file);
        edited(&text, &world.ide().format_typed(file, offset, sign))
    };
    assert_eq!(typed("规则 甲 {\n$0应当 1 = 1\n}", "\n"), "规则 甲 {\n  应当 1 = 1\n}");
    assert_eq!(typed("规则 甲 {\n  应当 1 = 1\n    $0}", "\n"), "规则 甲 {\n  应当 1 = 1\n}");
    assert_eq!(
        typed("表样 甲 填 乙 {\n  明细 “a” {\n$0", "\n"),
        "表样 甲 填 乙 {\n  明细 “a” {\n    "
    );
    assert_eq!(typed("规则 甲 { 应当   1 = 1 }$0", "}"), "规则 甲 {\n  应当 1 = 1\n}\n");
    assert_eq!(typed("$0\n规则 甲 { 应当   1 = 1 }", "\n"), "\n规则 甲 { 应当   1 = 1 }");
}
