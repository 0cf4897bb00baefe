//! Rows that a form orders into a tree (分级).

use crate::fixture::World;
use gouji_ide::{File, Symbol};

const RECORDS: &str = "\
量纲 金额 { 元  万元 = 10000 元  标注 “单位：{_}” }
记录 支出表 { 合计: 金额  科目: 多个 科目 }
记录 科目 { 编码: 文本  名称: 文本  金额: 金额  称呼 “{编码} {名称}” }
表样 支出表 填 支出表 {
  表名 “支出表”
  明细 “编码”, “名称”, “金额” → 科目 { 行 “合计” → 本表（金额 为 合计）  分级 科目 按 编码 长 3, 5 }
}
";
const RULES: &str = "\
规则 逐级相加 {
  对每个 科目 其中 有(下级)
  应当 金额 = 合计(下级.金额)
}
";
const DOCUMENT: &str = "\
支出表

单位：万元
编码\t名称\t金额
合计\t\t9.00
205\t教育支出\t5.00
20501\t教育管理\t2.00
20502\t普通教育\t3.00
210\t卫生支出\t4.00
21001\t医院\t4.00
";

fn world() -> World {
    World::new(RECORDS, RULES, DOCUMENT)
}

fn lines(symbols: &[Symbol], depth: usize, all: &mut Vec<String>) {
    for symbol in symbols {
        all.push(format!("{}{}", "  ".repeat(depth), symbol.name));
        lines(&symbol.children, depth + 1, all);
    }
}

#[test]
fn the_outline_of_a_document_shows_them_in_their_order() {
    let world = world();
    let mut all = Vec::new();
    lines(&world.ide().outline(world.document()), 0, &mut all);
    assert_eq!(
        all,
        [
            "表：编码",
            "  205 教育支出",
            "    20501 教育管理",
            "    20502 普通教育",
            "  210 卫生支出",
            "    21001 医院",
        ]
    );
}

#[test]
fn a_figure_says_what_stands_above_and_below_its_row() {
    let world = world();
    let hover = |figure: &str| {
        let offset = DOCUMENT.find(figure).expect("it stands there") as u32;
        world.ide().hover(world.document(), offset).expect("words").markdown
    };
    let root = hover("5.00\n20501");
    assert!(root.contains("下级：20501 教育管理、20502 普通教育"), "{root}");
    assert!(!root.contains("上级"), "{root}");
    let leaf = hover("2.00\n20502");
    assert!(leaf.contains("上级：205 教育支出") && !leaf.contains("下级："), "{leaf}");
}

#[test]
fn the_words_for_them_lead_to_the_clause_and_cannot_be_renamed() {
    let world = world();
    let file = File::Rule(world.rules);
    let offset = RULES.find("下级").expect("it stands there") as u32;
    assert!(world.ide().prepare_rename(file, offset).is_none());
    let refused = world.ide().rename(file, offset, "下面").expect_err("refused");
    assert!(refused.contains("不能改") || refused.contains("没有可以改名"), "{refused}");
    let found = world.ide().definition(file, offset);
    let targets: Vec<String> =
        found.iter().map(|target| world.slice(target.file, target.range)).collect();
    assert!(targets.iter().any(|text| text.contains("分级 科目")), "{targets:?}");
}
