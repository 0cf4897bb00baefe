//! Fixes.

use crate::fixture::{DOCUMENT, RULES, World, in_document, in_rules, mark};
use gouji_ide::File;
use gouji_text::TextRange;

fn check((world, file, offset): (World, File, u32), wanted: &[(&str, &str, &str)]) {
    let found = world.ide().actions(file, TextRange::empty(offset));
    let found: Vec<(String, String, String)> = found
        .iter()
        .map(|action| {
            let edit = &action.edits[0];
            (action.code.clone(), world.slice(file, edit.range), edit.text.clone())
        })
        .collect();
    let found: Vec<(&str, &str, &str)> =
        found.iter().map(|(code, old, new)| (code.as_str(), old.as_str(), new.as_str())).collect();
    assert_eq!(found, wanted);
}

#[test]
fn of_a_rule_text() {
    let text = RULES.replace("应当 预算数 =", "应当 预算敉 =");
    check(in_rules(&mark(&text, "预算敉", 0)), &[("program/unknown-name", "预算敉", "预算数")]);
    check(in_rules(&mark(&text, "总数 =", 0)), &[]);
}

#[test]
fn of_a_document() {
    check(in_document(&mark(DOCUMENT, "≥5 公里", 0)), &[("小/须有上限", "≥5 公里", "≤5 公里")]);
    check(in_document(&mark(DOCUMENT, "≤300人", 0)), &[]);
}
