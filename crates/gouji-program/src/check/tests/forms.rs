//! Forms.

use super::{checked, with_base};
use crate::FieldId;
use crate::form::{AnchoredRegion, Clause, Form, RowTarget, Scope, Sentence};
use crate::template::{Hole, HoleKind, Part};
use gouji_value::{Dimension, ReadAs};

const RECORDS: &str = "
量纲 金额 { 元  万元 = 10000 元 }
记录 表 { 名称: 文本  合计: 金额  变动: 金额  率: 百分比  年: 整数  期: 序列 数 按 “1月”, “2月”  小计: 多个 小计行  行: 多个 明细行 }
记录 小计行 { 单位: 文本  合计: 金额  明细: 多个 项 }
记录 明细行 { 项目: 文本  合计: 金额  数量: 整数 }
记录 项 { 项目: 文本  合计: 金额 }
记录 节 { 级: 整数  号: 整数  前: 整数  题: 文本 }
";

fn form(clauses: &str) -> super::Checked {
    checked(&format!("{RECORDS}表样 样 填 表 {{\n{clauses}\n}}"))
}

#[track_caller]
fn only(clauses: &str) -> Form {
    let checked = form(clauses);
    assert_eq!(checked.found(), Vec::<String>::new(), "{:#?}", checked.problems);
    checked.program.forms[0].clone()
}

#[track_caller]
fn expect(clauses: &str, expected: &[&str]) {
    let checked = form(clauses);
    assert_eq!(checked.found(), expected, "{clauses}\n{:#?}", checked.problems);
    assert!(checked.program.forms.is_empty(), "a form with errors is left out");
}

#[test]
fn scopes() {
    assert_eq!(only("标签 “甲” → 合计").scope, Scope::Document);
    assert!(matches!(
        only("始于 标签 “甲” 止于 标题 “乙”\n标签 “甲” → 合计").scope,
        Scope::Region(AnchoredRegion { end: Some(_), .. })
    ));
    assert!(matches!(
        only("段 含 “甲” 或 “乙”\n句 “甲{合计}”").scope,
        Scope::Paragraph(containing) if containing.texts == ["甲", "乙"]
    ));
    assert!(matches!(only("节 含 “甲”\n句 “甲{合计}”").scope, Scope::Section(_)));
    assert!(matches!(only("逐处 “甲{合计}”").scope, Scope::Each(_)));
    assert_eq!(only("明细 “甲” 为 名称, “合计”").scope, Scope::Table);
    let outline = checked(&format!(
        "{RECORDS}表样 样 填 节 {{ 提纲 {{ 级别 → 级  序号 → 号  前号 → 前  标题 → 题 }} }}"
    ));
    assert_eq!(outline.found(), Vec::<String>::new());
    assert!(
        matches!(&outline.program.forms[0].scope, Scope::Outline(outline) if outline.bindings.len() == 4)
    );
}

#[test]
fn slips_in_scopes() {
    expect("段 含 “甲”\n节 含 “乙”\n句 “甲{合计}”", &["two-scopes: 节 含 “乙”"]);
}

#[test]
fn holes_read_by_their_fields() {
    let form = only("上文 “{名称} {_}”\n句 “[比上年]{±变动}，{率}（甲｜乙）{年}”");
    let Clause::Sentence(Sentence { template, .. }) = &form.clauses[0] else { panic!() };
    let hole = |field, kind| Part::Hole(Hole { field: FieldId(field), kind });
    assert!(
        matches!(&template.parts[0], Part::Optional(inner) if inner == &[Part::Literal("比上年".into())])
    );
    assert!(matches!(
        &template.parts[1],
        Part::Hole(Hole { kind: HoleKind::Figure(ReadAs::Change(_)), .. })
    ));
    assert_eq!(template.parts[2], Part::Literal(",".into()));
    assert_eq!(template.parts[3], hole(3, HoleKind::Figure(ReadAs::Percent)));
    assert!(matches!(&template.parts[4], Part::Alternatives(all) if all.len() == 2));
    assert_eq!(template.parts[5], hole(4, HoleKind::Figure(ReadAs::Integer)));
    assert_eq!(form.contexts[0].template.parts, [hole(0, HoleKind::Text), Part::Space, Part::Skip]);
    let words = only("句 “{名称：甲｜乙}{名称：数字}”");
    let Clause::Sentence(Sentence { template, .. }) = &words.clauses[0] else { panic!() };
    assert_eq!(template.parts[0], hole(0, HoleKind::Words(vec!["甲".into(), "乙".into()])));
    assert_eq!(template.parts[1], hole(0, HoleKind::Digits(Vec::new())));
}

#[test]
fn slips_in_templates_point_into_the_text() {
    expect("句 “共{合汁}元”", &["unknown-field: 合汁"]);
    expect("句 “共{合计元”", &["template-bracket: {"]);
    expect("句 “共[甲{合计}”", &["template-bracket: ["]);
    expect("句 “共{期}”", &["template-hole: {期}"]);
    expect("句 “共{±名称}”", &["template-hole: {±名称}"]);
    expect("句 “共{率：甲｜乙}”", &["template-hole: {率：甲｜乙}"]);
    expect("句 “{}”", &["template-hole: {}"]);
    expect("句 “”", &["empty-text: “”"]);
    expect(
        "句 “{_}甲{_}乙{_}丙{_}丁{名称}”",
        &["template-too-complex: “{_}甲{_}乙{_}丙{_}丁{名称}”"],
    );
    let deep = format!("句 “{}甲{}”", "[".repeat(9), "]".repeat(9));
    expect(&deep, &["template-too-complex: ["]);
}

#[test]
fn slips_in_readers() {
    expect("标签 “甲” → 合汁", &["unknown-field: 合汁"]);
    expect("标签 “甲” → 期", &["wrong-field: 期"]);
    expect("标签 “甲” → 行", &["wrong-field: 行"]);
    expect("时点 “甲” → 合计", &["wrong-field: 合计"]);
    expect("标签 “ ” → 合计", &["empty-text: “ ”"]);
    expect("明细 “项目”, “合计”, “数量” → 合计", &["not-a-list: 合计"]);
    expect("段 含 “甲”", &["empty-form: 样"]);
    let checked = checked(&format!("{RECORDS}表样 样 填 表格 {{ 标签 “甲” → 合计 }}"));
    assert_eq!(checked.found(), ["unknown-record: 表格"]);
    let checked = super::checked(&format!("{RECORDS}表样 样 填 节 {{ 提纲 {{ 级别 → 题 }} }}"));
    assert_eq!(checked.found(), ["wrong-field: 题"]);
}

fn columns(form: &Form) -> Vec<Vec<Option<u16>>> {
    let Some(Clause::Grid(grid)) = form.clauses.first() else { panic!() };
    grid.kinds
        .iter()
        .map(|kind| kind.columns.iter().map(|field| field.map(|field| field.0)).collect())
        .collect()
}

#[test]
fn columns_bind_by_name_or_position() {
    // All headers are names of fields.
    let form = only("明细 “数量”, “甲/合计”, “项目” → 行");
    assert_eq!(columns(&form), [[Some(2), Some(1), Some(0)]]);
    // By position: as many as there are fields.
    let form = only("明细 “名目”, “总额”, “数” → 行");
    assert_eq!(columns(&form), [[Some(0), Some(1), Some(2)]]);
    // Some are named: the others bind by name where they can.
    let form = only("明细 “名目” 为 项目, “合计”, “备注”, 可缺 “数量（个/套）” 为 数量 → 行");
    assert_eq!(columns(&form), [[Some(0), Some(1), None, Some(2)]]);
    let Some(Clause::Grid(grid)) = form.clauses.first() else { panic!() };
    assert!(grid.columns[3].optional);
    assert_eq!(grid.columns[3].labels, [["数量（个/套）"]]);
}

#[test]
fn row_kinds_have_records_of_their_own() {
    let form = only(
        "明细 “单位” 为 单位, “项目”, “合计”, “数量” {
           行 “合计” → 本表
           行 “{单位}小计” → 小计 其下
           行 “注：{_}” 略
           行 其余 → 小计.明细
           续上 项目
           空白 视为 0 于 合计
         }",
    );
    assert_eq!(form.scope, Scope::Table);
    let Some(Clause::Grid(grid)) = form.clauses.first() else { panic!() };
    let columns = columns(&form);
    assert_eq!(columns[0], [None, None, Some(1), None]);
    assert_eq!(columns[1], [Some(0), None, Some(1), None]);
    assert_eq!(columns[2], [None; 4]);
    assert_eq!(columns[3], [None, Some(0), Some(1), None]);
    assert!(matches!(grid.kinds[2].target, RowTarget::Skip));
    assert!(matches!(&grid.kinds[3].target, RowTarget::List { lists, .. } if lists.len() == 2));
    assert_eq!(grid.kinds[3].fill_down, [FieldId(0)]);
    let blank = &grid.kinds[1].blanks[0];
    assert!(blank.value.amount.is_zero() && matches!(blank.value.dimension, Dimension::Simple(_)));
}

#[test]
fn a_grid_with_a_target_and_kinds_sends_the_rest_there() {
    let form =
        only("始于 标签 “甲”\n明细 “项目”, “合计”, “数量” → 行 { 行 “合计” → 本表  行 “注” 略 }");
    let Some(Clause::Grid(grid)) = form.clauses.first() else { panic!() };
    assert_eq!(grid.kinds.len(), 3);
    assert!(grid.kinds[2].patterns.is_empty());
    let form = only("明细 “项目”, “合计”, “数量” → 行 { 行 “注” 略 }");
    assert_eq!(columns(&form)[1], [Some(0), Some(1), Some(2)]);
}

#[test]
fn slips_in_grids() {
    expect("明细 “名目”, “总额” → 行", &["column-count: 明细 “名目”, “总额” → 行"]);
    expect("明细 “名目” 为 科目, “合计” → 行", &["unknown-field: 科目"]);
    expect("明细 “名目” 为 项目, “项目” → 行", &["bound-twice: “项目”"]);
    expect("明细 “项目”, “合计”, “数量” → 行 { 续上 科目 }", &["unknown-field: 科目"]);
    expect("明细 “项目”, “合计”, “数量” → 行 { 空白 视为 0 于 项目 }", &["unit-mismatch: 项目"]);
    expect("明细 “项目”, “合计”, “数量” → 行 { 空白 视为 5% }", &["no-such-figure: 5%"]);
    expect("明细 “项目”, “合计”, “数量” { 行 “甲” → 小计.明目 }", &["unknown-field: 明目"]);
    expect("明细 “项目”, “合计”, “数量” { 行 “{项}” 略 }", &["template-hole: {项}"]);
    expect("明细 “名称”, “合计” 为 合计\n明细 “年” 为 年", &["two-scopes: 明细 “年” 为 年"]);
    expect("始于 标签 “甲”\n明细 “名称” 为 名称", &["two-scopes: 明细 “名称” 为 名称"]);
}

#[test]
fn blanks_of_the_form() {
    let form = only("标签 “甲” → 合计\n空白 视为 0");
    // All figures, each as a zero of its own dimension.
    assert_eq!(form.blanks.iter().map(|blank| blank.field.0).collect::<Vec<_>>(), [1, 2, 3, 4]);
    assert_eq!(form.blanks[2].value.dimension, Dimension::Ratio);
    expect("标签 “甲” → 合计\n空白 视为 “0”", &["not-a-number: “0”"]);
    let form = only("标签 “甲” → 合计\n空白 视为 1 万元 于 合计");
    assert_eq!(form.blanks.len(), 1);
}

#[test]
fn what_no_form_fills_is_said() {
    let checked = with_base(
        "记录 无表 { 数: 整数 }\n规则 甲 {\n 对每个 无表\n 应当 数 > 0 且 数 < 9\n}\n规则 乙 {\n 对每个 项目\n 应当 件数 > 无表.数\n}",
    );
    assert_eq!(checked.found(), ["never-filled: 无表", "never-filled: 无表.数"]);
    assert!(
        checked
            .problems
            .iter()
            .all(|problem| problem.severity != gouji_diagnostic::Severity::Error)
    );
    let checked = super::checked(
        "记录 甲 { 一: 整数  二: 整数 }\n表样 样 填 甲 { 标签 “一” → 一 }\n规则 乙 {\n 对每个 甲\n 应当 一 = 二\n}",
    );
    assert_eq!(checked.found(), ["never-filled: 二"]);
    assert_eq!(checked.only().message.chinese, "没有表样填写「甲.二」，这条规则永远无法判定");
    // A form with an error may have filled it.
    let checked = super::checked(
        "记录 甲 { 一: 整数  二: 整数 }\n表样 样 填 甲 { 标签 “一” → 三 }\n规则 乙 {\n 对每个 甲\n 应当 一 = 二\n}",
    );
    assert_eq!(checked.found(), ["unknown-field: 三"]);
}
