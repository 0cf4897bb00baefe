//! Words between the characters.

use crate::fixture::{DOCUMENT, RECORDS, RULES, World};
use gouji_ide::File;
use gouji_text::TextRange;

/// Each hint with the word in front of it.
fn hints(world: &World, file: File) -> Vec<(String, String)> {
    let text = world.ide().text(file);
    let all = TextRange::new(0, text.len() as u32);
    let before = |offset: u32| {
        let front = &text[..offset as usize];
        let start = front.rfind([' ', '\t', '\n']).map_or(0, |at| at + 1);
        front[start..].to_owned()
    };
    let found = world.ide().hints(file, all);
    found.into_iter().map(|hint| (before(hint.offset), hint.text)).collect()
}

fn pairs(found: &[(String, String)]) -> Vec<(&str, &str)> {
    found.iter().map(|(word, hint)| (word.as_str(), hint.as_str())).collect()
}

#[test]
fn types_of_locals_and_of_compound_units() {
    let world = World::small();
    let found = hints(&world, File::Rule(world.rules));
    assert_eq!(pairs(&found), [("总数", ": 金额")]);
    let rules = "规则 甲 {\n  对每个 项目\n  设 每人 = 3 元/人\n  设 比 = 预算数 ÷ 财政资金\n  应当 预算数 ≤ 每人 × 10 人 + 比 × 财政资金\n}\n";
    let world = World::new(RECORDS, rules, DOCUMENT);
    let found = hints(&world, File::Rule(world.rules));
    assert_eq!(pairs(&found), [("每人", ": 金额/人数"), ("元/人", ": 金额/人数"), ("比", ": 数")]);
}

#[test]
fn columns_that_are_bound_by_position() {
    let world = World::small();
    let found = hints(&world, File::Rule(world.records));
    assert_eq!(
        pairs(&found),
        [("“指标”,", " 为 名字"), ("“指标值”", " 为 值")]
            .map(|(word, hint)| (word.trim_end_matches(','), hint))
    );
}

#[test]
fn figures_that_were_mended() {
    let world = World::small();
    let found = hints(&world, world.document());
    assert_eq!(pairs(&found), [("2.00", "= 12.00 万元")]);
}

#[test]
fn only_those_in_the_range() {
    let world = World::small();
    let file = File::Rule(world.rules);
    let at = world.ide().hints(file, TextRange::new(0, RULES.len() as u32))[0].offset;
    assert_eq!(world.ide().hints(file, TextRange::new(at, at)).len(), 1);
    assert!(world.ide().hints(file, TextRange::new(0, at - 1)).is_empty());
}
