//! What a function takes.

use crate::fixture::in_rules;

fn check(expression: &str, label: &str, active: Option<&str>) {
    let text =
        format!("定义 差(甲, 乙) = 甲 - 乙\n规则 丙 {{\n  对每个 项目\n  应当 {expression}\n}}\n");
    let (world, file, offset) = in_rules(&text);
    let found = world.ide().signature(file, offset).expect("a signature");
    assert_eq!(found.label, label);
    let parameter = found.parameters.get(found.active).map(|range| range.of(&found.label));
    assert_eq!(parameter, active);
}

#[test]
fn functions_aggregates_and_definitions() {
    check("舍入($0", "舍入(数, 位数)", Some("数"));
    check("舍入(预算数, $0)", "舍入(数, 位数)", Some("位数"));
    check("合计(项目.$0)", "合计(栏 其中 条件)", Some("栏 其中 条件"));
    check("差(舍入(预算数, 1), $0)", "差(甲, 乙)", Some("乙"));
    check("舍入((预算数 + $0), 1)", "舍入(数, 位数)", Some("数"));
}

#[test]
fn none_outside_brackets() {
    let (world, file, offset) = in_rules("规则 丙 {\n  应当 舍入(1, 2) $0= 1\n}\n");
    assert_eq!(world.ide().signature(file, offset), None);
}
