//! How rules fare, above them.

use crate::fixture::{DOCUMENT, RECORDS, RULES, World};
use gouji_ide::{File, Lens, LensTarget};

/// Those of rules, with their findings.
fn of_rules(lenses: &[Lens]) -> Vec<(&Lens, &[gouji_ide::Target])> {
    let found = lenses.iter().filter_map(|lens| match &lens.leads_to {
        LensTarget::Findings(targets) => Some((lens, targets.as_slice())),
        LensTarget::Reading { .. } => None,
    });
    found.collect()
}

#[test]
fn each_rule_says_how_it_fares_and_where() {
    let world = World::small();
    let file = File::Rule(world.rules);
    let lenses = world.ide().lenses(file);
    let rules = of_rules(&lenses);
    let titles: Vec<(String, &str)> = rules
        .iter()
        .map(|(lens, _)| (world.slice(file, lens.range), lens.title.as_str()))
        .collect();
    assert_eq!(
        titles,
        [
            ("项目合计".to_owned(), "查过 1 项 · 1 项不通过"),
            ("资金一致".to_owned(), "查过 2 项 · 1 项不通过"),
            ("须有上限".to_owned(), "查过 3 项 · 1 项不通过"),
        ]
    );
    let target = rules[1].1[0];
    assert_eq!(target.file, world.document());
    assert_eq!(world.slice(target.file, target.selection), "20.00");
}

#[test]
fn nothing_checked_is_said() {
    let mut world = World::new(RECORDS, RULES, &DOCUMENT.replace("2021", "2001"));
    let title = |world: &World| {
        let lenses = world.ide().lenses(File::Rule(world.rules));
        of_rules(&lenses)[0].0.title.clone()
    };
    assert_eq!(title(&world), "不适用于现有的公开文件");
    world.documents.clear();
    assert_eq!(title(&world), "没有可查的公开文件");
    let broken = World::new(RECORDS, &RULES.replace("应当 合计 =", "应当 合讦 ="), DOCUMENT);
    assert_eq!(title(&broken), "规则有误，没有执行");
}

#[test]
fn each_form_says_where_it_reads_and_leads_to_what_it_saw() {
    let world = World::small();
    let file = File::Rule(world.records);
    let form = |world: &World, name: &str| {
        let lenses = world.ide().lenses(File::Rule(world.records));
        let mut found = lenses.into_iter().filter_map(|lens| match lens.leads_to {
            LensTarget::Reading { form, document } if form == name => Some((lens.title, document)),
            _ => None,
        });
        found.next().expect("a lens")
    };
    let (title, document) = form(&world, "项目表");
    assert_eq!(title, "在 1 份公开文件里读到 · 看读出了什么");
    let page = world.ide().reading(document.expect("a document"), Some("项目表")).expect("a page");
    assert!(page.contains("项目表") && page.contains("读出"), "{page}");
    assert!(world.ide().reading(file, None).is_none());
    let mut other = World::new(RECORDS, RULES, "2021年预算\n");
    let (title, document) = form(&other, "项目表");
    assert_eq!(title, "没有读到 · 看看为什么");
    let page = other.ide().reading(document.expect("a document"), Some("项目表")).expect("a page");
    assert!(page.contains("没有它要读的地方"), "{page}");
    other.documents.clear();
    other.open.clear();
    assert_eq!(form(&other, "项目表"), ("没有可读的公开文件".to_owned(), None));
}

#[test]
fn documents_have_none() {
    let world = World::small();
    assert!(world.ide().lenses(world.document()).is_empty());
}
