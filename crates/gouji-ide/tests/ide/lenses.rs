//! How rules fare, above them.

use crate::fixture::{DOCUMENT, RECORDS, RULES, World};
use gouji_ide::File;

#[test]
fn each_rule_says_how_it_fares_and_where() {
    let world = World::small();
    let file = File::Rule(world.rules);
    let lenses = world.ide().lenses(file);
    let titles: Vec<(String, &str)> =
        lenses.iter().map(|lens| (world.slice(file, lens.range), lens.title.as_str())).collect();
    assert_eq!(
        titles,
        [
            ("项目合计".to_owned(), "查过 1 项 · 1 项不通过"),
            ("资金一致".to_owned(), "查过 2 项 · 1 项不通过"),
            ("须有上限".to_owned(), "查过 3 项 · 1 项不通过"),
        ]
    );
    let target = lenses[1].targets[0];
    assert_eq!(target.file, world.document());
    assert_eq!(world.slice(target.file, target.selection), "20.00");
}

#[test]
fn nothing_checked_is_said() {
    let mut world = World::new(RECORDS, RULES, &DOCUMENT.replace("2021", "2001"));
    let title = |world: &World| world.ide().lenses(File::Rule(world.rules))[0].title.clone();
    assert_eq!(title(&world), "不适用于现有的公开文件");
    world.documents.clear();
    assert_eq!(title(&world), "没有可查的公开文件");
    let broken = World::new(RECORDS, &RULES.replace("应当 合计 =", "应当 合讦 ="), DOCUMENT);
    assert_eq!(title(&broken), "规则有误，没有执行");
}

#[test]
fn documents_have_none() {
    let world = World::small();
    assert!(world.ide().lenses(world.document()).is_empty());
}
