//! Records that say what they are called.

use crate::fixture::{DOCUMENT, RECORDS, RULES, World, in_records, mark};
use gouji_ide::{File, Symbol};

/// The small pack, in which a project is called by more than its first text.
fn records() -> String {
    RECORDS.replace("  指标: 多个 指标项\n", "  指标: 多个 指标项\n  称呼 “{名称}（{预算数}）”\n")
}

fn world() -> World {
    World::new(&records(), RULES, DOCUMENT)
}

fn hover(file: File, text: &str, at: &str, world: &World) -> String {
    let offset = text.find(at).expect("the place") as u32;
    world.ide().hover(file, offset).expect("words at the cursor").markdown
}

#[test]
fn rules_show_how_a_record_is_called() {
    let world = world();
    let found = hover(File::Rule(world.rules), RULES, "项目\n  应当", &world);
    assert!(found.contains("  称呼 “{名称}（{预算数}）”\n}"), "{found}");
    let found = hover(File::Rule(world.records), &records(), "称呼", &world);
    assert!(found.contains("`called`") && found.contains("报告里叫什么"), "{found}");
}

#[test]
fn a_document_calls_its_records_so() {
    let world = world();
    let found = hover(world.document(), DOCUMENT, "20.00", &world);
    assert!(found.contains("「办学（20.00）」"), "{found}");
    let names = |symbols: &[Symbol]| symbols.iter().map(|one| one.name.clone()).collect::<Vec<_>>();
    let mut all = Vec::new();
    let mut todo = world.ide().outline(world.document());
    while let Some(symbol) = todo.pop() {
        all.extend(names(std::slice::from_ref(&symbol)));
        todo.extend(symbol.children);
    }
    assert!(all.contains(&"办学（20.00）".to_owned()), "{all:?}");
    assert!(all.contains(&"修路（1 2.00）".to_owned()), "{all:?}");
}

#[test]
fn the_clause_and_the_fields_in_its_holes_are_offered() {
    let labels = |marked: &str| {
        let (world, file, offset) = in_records(marked);
        let found = world.ide().completions(file, offset);
        found.into_iter().map(|one| one.label).collect::<Vec<_>>()
    };
    let text = RECORDS.replace("  指标: 多个 指标项\n", "  指标: 多个 指标项\n  称$0\n");
    assert!(labels(&text).contains(&"称呼".to_owned()));
    let found = labels(&mark(&records(), "名称}（", 0));
    assert!(found.contains(&"预算数".to_owned()), "{found:?}");
    assert!(!found.contains(&"指标".to_owned()), "{found:?}");
}

#[test]
fn the_fields_in_its_holes_are_names() {
    let text = records();
    let (world, file, offset) = in_records(&mark(&text, "预算数}）", 0));
    let hover = world.ide().hover(file, offset).expect("words at the cursor");
    assert!(hover.markdown.contains("项目.预算数: 金额"), "{}", hover.markdown);
}
