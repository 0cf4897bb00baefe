//! Outlines, folding and symbols by name.

use crate::fixture::World;
use gouji_ide::{File, Symbol, SymbolKind};

fn tree(symbols: &[Symbol], depth: usize, lines: &mut Vec<String>) {
    for symbol in symbols {
        assert!(symbol.range.start <= symbol.selection.start, "{symbol:?}");
        assert!(symbol.selection.end <= symbol.range.end, "{symbol:?}");
        lines.push(format!("{}{:?} {}", "  ".repeat(depth), symbol.kind, symbol.name));
        tree(&symbol.children, depth + 1, lines);
    }
}

fn check(symbols: &[Symbol], wanted: &[&str]) {
    let mut lines = Vec::new();
    tree(symbols, 0, &mut lines);
    assert_eq!(lines, wanted);
}

#[test]
fn items_of_a_rule_text() {
    let world = World::small();
    let found = world.ide().outline(File::Rule(world.rules));
    check(
        &found,
        &["Function 差额", "Rule 项目合计", "Rule 资金一致", "Rule 须有上限", "Example 须有上限"],
    );
    let found = world.ide().outline(File::Rule(world.records));
    let project = found.iter().find(|one| one.name == "项目").unwrap();
    assert_eq!(project.children.len(), 5);
    assert_eq!(project.children[3].detail, "序列 百分比 按 “3月底”, “6月底”");
}

#[test]
fn headings_tables_and_records_of_a_document() {
    let world = World::small();
    check(
        &world.ide().outline(world.document()),
        &[
            "Heading 一、说明",
            "Heading 二、项目",
            "  Heading 1、修路表",
            "    Record 修路",
            "      Table 表：项目名称",
            "  Heading 2、办学表",
            "    Record 办学",
            "      Table 表：项目名称",
            "Heading 四、附则",
        ],
    );
}

#[test]
fn items_sections_and_tables_fold() {
    let world = World::small();
    let file = File::Rule(world.rules);
    let text = world.ide().text(file);
    let found = world.ide().folding(file);
    assert!(found.iter().all(|range| range.of(&text).contains('\n')));
    assert_eq!(found.iter().filter(|range| range.of(&text).starts_with('{')).count(), 4);
    let document = world.ide().folding(world.document());
    let text = world.ide().text(world.document());
    let firsts: Vec<&str> =
        document.iter().map(|range| range.of(&text).lines().next().unwrap()).collect();
    assert!(firsts.contains(&"一、说明") && firsts.contains(&"二、项目"), "{firsts:?}");
    assert!(firsts.contains(&"项目名称\t修路\t"), "{firsts:?}");
}

#[test]
fn runs_of_comments_fold_together() {
    let world = World::new("# 一\n# 二\n# 三\n\n# 四\n", "", "");
    let file = File::Rule(world.records);
    let found = world.ide().folding(file);
    assert_eq!(found.len(), 1);
    assert_eq!(world.slice(file, found[0]), "# 一\n# 二\n# 三");
}

#[test]
fn symbols_are_found_by_name_and_by_initials() {
    let world = World::small();
    let names = |query: &str| -> Vec<String> {
        world.ide().workspace_symbols(query).into_iter().map(|(_, symbol)| symbol.name).collect()
    };
    assert_eq!(names("资金一致"), ["资金一致"]);
    assert_eq!(names("zjyz"), ["资金一致"]);
    assert!(names("办学").contains(&"办学".to_owned()));
    assert!(names("").len() > 10);
    assert!(
        world.ide().workspace_symbols("").iter().all(|(_, one)| one.kind != SymbolKind::Example)
    );
}
