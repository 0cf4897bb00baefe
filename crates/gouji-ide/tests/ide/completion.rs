//! What could be typed.

use crate::fixture::{RULES, in_records, in_rules};
use gouji_ide::{Completion, CompletionKind};

fn at(marked: &str) -> Vec<Completion> {
    let (world, file, offset) = in_rules(marked);
    world.ide().completions(file, offset)
}

/// All of these are offered and none of those.
fn check(marked: &str, offered: &[&str], not_offered: &[&str]) {
    let found = at(marked);
    let labels: Vec<&str> = found.iter().map(|one| one.label.as_str()).collect();
    for wanted in offered {
        assert!(labels.contains(wanted), "no {wanted} among {labels:?}");
    }
    for unwanted in not_offered {
        assert!(!labels.contains(unwanted), "{unwanted} among {labels:?}");
    }
}

#[test]
fn items_at_the_start_of_a_line() {
    check("规$0", &["规则", "规则集", "记录", "表样"], &["应当"]);
    check("规则 甲 {\n  应当 真\n}\n\n$0", &["规则", "示例"], &["应当"]);
    check("$0", &["规则"], &[]);
    let snippet = at("规$0").into_iter().find(|one| one.is_snippet).unwrap();
    assert_eq!(snippet.kind, CompletionKind::Snippet);
    assert!(snippet.insert.contains("应当"), "{}", snippet.insert);
}

#[test]
fn the_language_is_that_of_the_file() {
    check("rule a {\n  must true\n}\n$0", &["rule", "example"], &["规则"]);
    check("rule a {\n  for each 项目\n  $0", &["must", "else"], &["应当"]);
}

#[test]
fn clauses_at_the_start_of_a_line_of_a_rule() {
    check(
        "规则 甲 {\n  对每个 项目\n  $0\n}\n",
        &["应当", "不得", "否则", "设", "修正", "且"],
        &["规则", "标签"],
    );
    // Also where the brace is not closed yet.
    check("规则 甲 {\n  应$0", &["应当"], &["规则"]);
}

#[test]
fn records_behind_for_each() {
    check("规则 甲 {\n  对每个 $0\n}\n", &["项目", "说明", "项目.指标"], &["预算数", "应当"]);
    check("规则 甲 {\n  对每个 项目.$0\n}\n", &["指标"], &["预算数"]);
    check("rule a {\n  for each $0\n}\n", &["项目"], &["预算数"]);
}

#[test]
fn fields_functions_and_locals_in_expressions() {
    let text = "规则 甲 {\n  对每个 项目.指标\n  设 差 = 1\n  应当 $0\n}\n";
    check(text, &["值", "名字", "预算数", "差", "合计", "舍入", "项目", "非"], &["且", "对每个"]);
    let field = at(text).into_iter().find(|one| one.label == "预算数").unwrap();
    assert_eq!((field.kind, field.detail.as_str()), (CompletionKind::Field, "金额 · 项目"));
    assert_eq!(field.documentation, "全年的预算。");
}

#[test]
fn operators_behind_an_operand() {
    check(
        "规则 甲 {\n  对每个 项目\n  应当 预算数 $0\n}\n",
        &["有值", "且", "属于", "缺省"],
        &["财政资金"],
    );
    check("规则 甲 {\n  对每个 项目\n  应当 预算数 = $0\n}\n", &["财政资金"], &["且"]);
    check("规则 甲 {\n  对每个 项目\n  应当 预算数 有值 且 $0\n}\n", &["财政资金"], &["且"]);
}

#[test]
fn fields_behind_a_dot() {
    check(
        "规则 甲 {\n  对每个 说明\n  应当 合计 = 合计(项目.$0)\n}\n",
        &["预算数", "指标"],
        &["合计", "说明"],
    );
    check("规则 甲 {\n  对每个 说明\n  应当 合计(项目.指标.$0", &["值"], &["预算数"]);
    check("规则 甲 {\n  对每个 说明\n  应当 计数(全文.$0", &["项目"], &["预算数"]);
    check(
        "规则 甲 {\n  对每个 项目.指标\n  应当 值 有上限\n  修正 值.$0\n}\n",
        &["方向"],
        &["预算数"],
    );
}

#[test]
fn fields_of_what_an_aggregate_gathers() {
    check(
        "规则 甲 {\n  对每个 说明\n  应当 合计(项目.预算数 其中 $0)\n}\n",
        &["名称", "合计"],
        &[],
    );
}

#[test]
fn units_behind_a_number_and_dimensions_behind_is() {
    check(
        "规则 甲 {\n  对每个 项目\n  应当 预算数 < 10 $0\n}\n",
        &["元", "万元", "人"],
        &["预算数"],
    );
    check("规则 甲 {\n  对每个 项目\n  应当 预算数 < 10万$0\n}\n", &["万元"], &[]);
    check(
        "规则 甲 {\n  对每个 项目.指标\n  应当 上限(值) 是 $0\n}\n",
        &["金额", "人数", "百分比"],
        &["元"],
    );
}

#[test]
fn initials_find_chinese_names() {
    let found = at("规则 甲 {\n  对每个 项目\n  应当 zcjh$0\n}\n");
    let plan = found.iter().find(|one| one.label == "支出计划").unwrap();
    assert_eq!(plan.filter, "支出计划 zcjh");
    let (world, file, offset) = in_rules("规则 甲 {\n  对每个 项目\n  应当 zcjh$0\n}\n");
    assert!(
        world
            .ide()
            .completions(file, offset)
            .iter()
            .all(|one| world.slice(file, one.range) == "zcjh")
    );
}

#[test]
fn holes_of_a_message_hold_expressions() {
    check(
        "规则 甲 {\n  对每个 项目\n  应当 预算数 有值\n  否则 “项目{$0}”\n}\n",
        &["名称", "合计"],
        &["应当"],
    );
    check(
        "规则 甲 {\n  对每个 项目\n  应当 预算数 有值\n  否则 “项目{合计(项目.$0”\n}\n",
        &["指标"],
        &["说明"],
    );
}

#[test]
fn texts_compared_are_those_that_occur() {
    check("规则 甲 {\n  对每个 项目 其中 名称 = “$0”\n}\n", &["修路", "办学"], &["项目名称"]);
    check("规则 甲 {\n  对每个 项目 其中 名称 属于 [“修路”, “$0”]\n}\n", &["办学"], &["项目名称"]);
    check(
        "规则 甲 {\n  对每个 说明\n  应当 有(项目 其中 项目.名称 = “b$0”)\n}\n",
        &["办学"],
        &["修路"],
    );
}

#[test]
fn forms_know_their_clauses_labels_and_fields() {
    let form = |line: &str| format!("表样 甲 填 项目 {{\n  {line}\n}}\n");
    check(&form("$0"), &["标签", "明细", "始于"], &["应当", "规则"]);
    check("表样 甲 填 $0", &["项目", "说明"], &["标签"]);
    check(&form("标签 “$0”"), &["项目名称", "预算数", "长度"], &["说明"]);
    check(&form("始于 标题 “$0”"), &["说明", "修路表"], &["预算数"]);
    check(&form("标签 “预算数” → $0"), &["预算数", "名称"], &["指标", "支出计划"]);
    check(&form("时点 “计划” → $0"), &["支出计划"], &["名称"]);
    check(&form("明细 “指标” → $0"), &["指标"], &["名称"]);
    check(&form("明细 “指标” → 指标 {\n    续上 $0\n  }"), &["名字"], &["预算数"]);
    check(&form("明细 “指标” → 指标 {\n    $0\n  }"), &["续上", "行"], &["标签"]);
    // Inside a section or an item stands what stands in forms.
    check(&form("节 含 “说明” {\n    $0\n  }"), &["句", "逐处", "条"], &["续上", "行"]);
    check(&form("节 含 “说明” {\n    条 含 “一” {\n      $0\n    }\n  }"), &["句"], &["行"]);
    check(
        &form("节 含 “说明” {\n    明细 “指标” → 指标 {\n      $0\n    }\n  }"),
        &["行"],
        &["句"],
    );
    check(&form("提纲 于 目录 {\n    $0\n  }"), &["标题", "级别"], &["句", "行"]);
    check(&form("版面 {\n    $0\n  }"), &["页码", "栏次行", "注"], &["句", "行"]);
    check(&form("句 “预算{$0}”"), &["预算数"], &["指标"]);
}

#[test]
fn records_know_types() {
    check("记录 甲 {\n  乙: $0\n}\n", &["文本", "金额", "序列", "多个"], &["应当"]);
    check("记录 甲 {\n  乙: 多个 $0\n}\n", &["项目"], &["文本"]);
    check("记录 甲 {\n  乙: 序列 百分比 按 “$0”\n}\n", &["3月底"], &[]);
}

#[test]
fn examples_know_rules_records_and_fields() {
    let rules = |text: &str| format!("{RULES}{text}");
    check(&rules("示例 $0"), &["资金一致", "项目合计"], &[]);
    check(&rules("示例 资金一致 {\n  $0\n}\n"), &["合格", "不合格"], &["应当"]);
    check(&rules("示例 资金一致 {\n  合格 $0\n}\n"), &["项目"], &["合格"]);
    check(&rules("示例 资金一致 {\n  合格 项目 { $0 }\n}\n"), &["预算数"], &["值"]);
    check(&rules("示例 资金一致 {\n  合格 项目 { 指标: [{ $0\n}\n"), &["值"], &["预算数"]);
}

#[test]
fn comments_and_legal_bases_are_left_alone() {
    check("规则 甲 {\n  # 应$0\n}\n", &[], &["应当"]);
    check("规则 甲 {\n  依据 《$0\n}\n", &[], &["应当", "预算数"]);
}

#[test]
fn the_ruleset_asks_about_the_document() {
    let (world, file, offset) =
        in_records(&crate::fixture::RECORDS.replace("适用 年度", "适用 $0年度"));
    let found = world.ide().completions(file, offset);
    assert!(found.iter().any(|one| one.label == "年度"));
}

#[test]
fn the_ruleset_says_which_record_describes_the_document() {
    let offered = |clause: &str| -> Vec<String> {
        let (world, file, offset) =
            in_records(&crate::fixture::RECORDS.replace("自述 文件，年度在 年度", clause));
        world.ide().completions(file, offset).into_iter().map(|one| one.label).collect()
    };
    let has = |offered: &[String], label: &str| offered.iter().any(|one| one == label);
    let records = offered("自述 $0");
    assert!(has(&records, "文件") && has(&records, "项目") && !has(&records, "年度"));
    assert_eq!(offered("自述 文件，$0"), ["年度在"]);
    assert_eq!(offered("自述 文件，年度在 $0"), ["年度"]);
    assert!(has(&offered("$0"), "自述"));
}
