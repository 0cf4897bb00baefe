//! Common slips: what is said, where, and the correction.

use crate::common::*;
use gouji_syntax::ast::*;
use gouji_syntax::parse;

/// Exactly one problem: its code, the text it is about, its correction, and words of its message.
#[track_caller]
fn one(text: &str, code: &str, at: &str, correction: Option<(&str, &str)>, says: &str) {
    let found = problems(text);
    let [(problem, found_at, found_correction)] = found.as_slice() else {
        panic!("{text}\n{found:#?}");
    };
    assert_eq!(problem.code, code, "{problem:#?}");
    assert_eq!(found_at, at, "{problem:#?}");
    let found_correction = found_correction.as_ref().map(|(from, to)| (from.as_str(), to.as_str()));
    assert_eq!(found_correction, correction, "{problem:#?}");
    assert!(
        problem.message.chinese.contains(says) || problem.message.english.contains(says),
        "{problem:#?}"
    );
    for text in
        [&problem.message.chinese, &problem.message.english, &problem.places[0].label.english]
    {
        assert!(!text.contains("_clause") && !text.contains("missing_"), "{text}");
    }
}

/// A slip in the condition of a rule.
#[track_caller]
fn in_condition(text: &str, code: &str, at: &str, correction: Option<(&str, &str)>, says: &str) {
    one(&format!("规则 甲 {{\n  应当 {text}\n}}"), code, at, correction, says);
}

/// A slip in the body of a rule that also has an obligation.
#[track_caller]
fn in_rule(text: &str, code: &str, at: &str, correction: Option<(&str, &str)>, says: &str) {
    one(&format!("规则 甲 {{\n  {text}\n  应当 a = b\n}}"), code, at, correction, says);
}

#[test]
fn operators() {
    for (text, at, right, tree) in [
        ("a == b", "==", "=", "(a Equal b)"),
        ("a && b", "&&", "且", "(a And b)"),
        ("a || b", "||", "或", "(a Or b)"),
        ("a => b", "=>", "≥", "(a GreaterOrEqual b)"),
        ("a =< b", "=<", "≤", "(a LessOrEqual b)"),
        ("a <> b", "<>", "≠", "(a NotEqual b)"),
        ("a 大于等于 b", "大于等于", "≥", "(a GreaterOrEqual b)"),
        ("a 不超过 b", "不超过", "≤", "(a LessOrEqual b)"),
        ("a 并且 b", "并且", "且", "(a And b)"),
        ("a = b 加上 c", "加上", "+", "(a Equal (b Add c))"),
        ("如果 a 则 b 否则 c", "如果", "若", "(if a b c)"),
    ] {
        in_condition(text, "syntax/sign", at, Some((at, right)), right);
        assert_eq!(grouped(&condition(text)), tree);
    }
    in_condition("!a", "syntax/sign", "!", Some(("!", "非 ")), "非");
    assert_eq!(grouped(&condition("!a")), "(Not a)");
    assert_eq!(problems("规则 甲 {\n 应当 a != b\n}"), []);
    in_condition(
        "a = 百分之百",
        "syntax/percent-in-words",
        "百分之百",
        Some(("百分之百", "100%")),
        "100%",
    );
    assert_eq!(grouped(&condition("a = 百分之二十五")), "(a Equal 25%)");
}

#[test]
fn comparisons_in_a_row() {
    in_condition("a < b ≤ c", "syntax/chained-comparison", "≤", Some(("", "且 b ")), "且");
    assert_eq!(grouped(&condition("a < b ≤ c")), "((a Less b) And (b LessOrEqual c))");
    assert_eq!(corrected("规则 甲 {\n 应当 a < b ≤ c\n}"), "规则 甲 {\n 应当 a < b 且 b ≤ c\n}");
    assert_eq!(problems("规则 甲 {\n 应当 (a < b) = (c < d)\n}"), []);
}

#[test]
fn expressions_left_unfinished() {
    in_condition("", "syntax/expected-expression", "", None, "条件，例如「合计 = 甲 + 乙」");
    in_condition("a = ", "syntax/expected-expression", "", None, "式子");
    in_condition("a + × b", "syntax/expected-expression", "×", None, "却是「×」");
    in_condition("a =\n  否则 “x”", "syntax/expected-expression", "", None, "式子");
    one("规则 甲 {\n  设 x =\n  应当 x > 3\n}", "syntax/expected-expression", "", None, "式子");
    one("规则 甲 {\n  应当 a > \n  依据 《乙》\n}", "syntax/expected-expression", "", None, "式子");
    in_condition("(a + b", "syntax/unclosed-bracket", "", Some(("", ")")), "「)」");
    in_condition("f(a, b\n  否则 “x”", "syntax/unclosed-bracket", "", Some(("", ")")), "「)」");
    in_condition("a 属于 [1, 2", "syntax/unclosed-bracket", "", Some(("", "]")), "「]」");
    in_condition("f(a b)", "syntax/expected-operator", "b", None, "运算符");
    in_condition("a = b c", "syntax/surplus", "c", None, "运算符");
    in_condition("a = b )", "syntax/surplus", ")", None, "完整");
    in_condition("若 a b 否则 c", "syntax/expected-keyword", "b", Some(("", "则 ")), "「则」");
    in_condition("a = 非 b", "syntax/misplaced-not", "非", None, "括号");
    in_condition("a = 空白", "syntax/expected-expression", "空白", Some(("= ", "")), "空白");
    assert_eq!(grouped(&condition("a = 空白")), "(a Blank)");
    in_condition("a 是 缺失", "syntax/superfluous-is", "是 缺失", Some(("是 ", "")), "不用「是」");
    assert_eq!(grouped(&condition("a 是 缺失")), "(a Missing)");
    in_condition("且 a", "syntax/expected-expression", "且", Some(("且", "`且`")), "语言自用的词");
    in_condition("f(100,200)", "syntax/grouping-comma", ",", Some(("", " ")), "歧义");
    in_condition("a = 2021-11-31", "syntax/no-such-date", "2021-11-31", None, "2021年11月31日");
    in_condition("a = ‘甲’", "syntax/quotation-marks", "‘甲’", Some(("‘甲’", "“甲”")), "双引号");
    assert_eq!(grouped(&condition("a = ‘甲’")), "(a Equal \"甲\")");
}

#[test]
fn braces() {
    let text = "规则 甲 {\n  应当 a = b\n\n规则 乙 {\n  应当 a\n}\n";
    one(text, "syntax/unclosed-brace", "", Some(("", "\n}")), "「规则 甲」");
    let file = parse(text);
    assert_eq!(file.items.len(), 2);
    assert_eq!(
        file.items[0].problems[0].subject().unwrap().start,
        "规则 甲 {\n  应当 a = b".len() as u32
    );
    assert_eq!(obligations(rule_of(&file.items[0])).len(), 1);
    assert_eq!(corrected(text), "规则 甲 {\n  应当 a = b\n}\n\n规则 乙 {\n  应当 a\n}\n");
    one(
        "规则 甲 {\n 应当 a\n}\n}\n规则 乙 {\n 应当 b\n}",
        "syntax/stray-brace",
        "}",
        Some(("}", "")),
        "配对",
    );
    one("规则 甲\n  应当 a\n}", "syntax/expected-sign", "", Some(("", " {")), "「{」");
}

#[test]
fn texts_not_closed() {
    let text = "表样 甲 填 乙 {\n  标签 “项目编码 → 编码\n  标签 “名称” → 名称\n}";
    one(text, "syntax/unclosed-text", "“项目编码 → 编码", Some(("", "”")), "引号没有合上");
    assert_eq!(corrected(text), text.replace("编码 →", "编码” →"));
    in_condition("a = b\n 否则 “没有", "syntax/unclosed-text", "“没有", Some(("", "”")), "引号");
    let text = "规则 甲 {\n 应当 a = \"没有\n}\n规则 乙 {\n 应当 b\n}";
    assert_eq!(parse(text).items.len(), 2);
    // The brace behind it closes the rule; one that closes a hole belongs to the text.
    let text = "规则 甲 { 应当 a = b 否则 “只有 {a}，没有 }";
    one(text, "syntax/unclosed-text", "“只有 {a}，没有", Some(("", "”")), "引号没有合上");
    assert_eq!(corrected(text), text.replace("没有 }", "没有” }"));
    let text = "表样 甲 填 乙 { 标签 “名称 → 名称 }";
    one(text, "syntax/unclosed-text", "“名称 → 名称", Some(("", "”")), "引号没有合上");
    assert_eq!(corrected(text), text.replace("名称 →", "名称” →"));
    assert_eq!(problems("规则 甲 { 应当 a = “}” 且 b = \"{{}}}\" }"), []);
}

#[test]
fn keywords_of_the_other_language() {
    in_condition("sum(a) = b", "syntax/keyword-language", "sum", Some(("sum", "合计")), "合计");
    in_rule("when a", "syntax/keyword-language", "when", Some(("when", "当")), "当");
    in_rule(
        "for each a",
        "syntax/keyword-language",
        "for each",
        Some(("for each", "对每个")),
        "对每个",
    );
    let text = "rule a {\n  应当 b\n}";
    one(text, "syntax/keyword-language", "应当", Some(("应当", "must")), "must");
    assert_eq!(obligations(rule_of(&parse(text).items[0])).len(), 1);
    one(
        "表样 甲 填 乙 {\n 提纲 { title → 题 }\n}",
        "syntax/keyword-language",
        "title",
        Some(("title", "标题")),
        "标题",
    );
    one(
        "表样 甲 填 乙 {\n 始于 标签 “a” until 标题 “b”\n}",
        "syntax/keyword-language",
        "until",
        Some(("until", "止于")),
        "止于",
    );
}

#[test]
fn misspelt_keywords_are_understood() {
    for (wrong, right, modality) in [
        ("应该", "应当", Modality::Must),
        ("必须", "应当", Modality::Must),
        ("应", "应当", Modality::Must),
        ("不能", "不得", Modality::MustNot),
        ("禁止", "不得", Modality::MustNot),
        ("严禁", "不得", Modality::MustNot),
        ("建议", "宜", Modality::Should),
        ("不建议", "不宜", Modality::ShouldNot),
    ] {
        let text = format!("规则 甲 {{\n  {wrong} a = b\n  否则 “x”\n}}");
        one(&text, "syntax/keyword-spelling", wrong, Some((wrong, right)), right);
        let file = parse(&text);
        let obligation = obligations(rule_of(&file.items[0]))[0];
        assert_eq!(obligation.modality, modality);
        assert!(obligation.message.is_some());
        assert_eq!(obligation.condition.range.of(&text), "a = b");
    }
    in_rule(
        "对毎个 项目",
        "syntax/keyword-spelling",
        "对毎个",
        Some(("对毎个", "对每个")),
        "对每个",
    );
    in_rule(
        "foreach 项目",
        "syntax/keyword-spelling",
        "foreach",
        Some(("foreach", "对每个")),
        "对每个",
    );
    one("规责 甲 {\n 应当 a\n}", "syntax/keyword-spelling", "规责", Some(("规责", "规则")), "规则");
    one(
        "rule a {\n for b\n must c\n}",
        "syntax/keyword-spelling",
        "for",
        Some(("for", "for each")),
        "for each",
    );
    one(
        "rule a {\n mustt c\n}",
        "syntax/keyword-spelling",
        "mustt",
        Some(("mustt", "must")),
        "must",
    );
    one(
        "表样 甲 填 乙 {\n 标鉴 “a” → b\n}",
        "syntax/keyword-spelling",
        "标鉴",
        Some(("标鉴", "标签")),
        "标签",
    );
    let text = "规则 甲 {\n  应该 a\n  必须 b\n  误羞 1\n}";
    assert_eq!(problems(text).len(), 3);
    assert_eq!(obligations(rule_of(&parse(text).items[0])).len(), 2);
}

#[test]
fn keywords_glued_to_the_next_word() {
    let text = "规则 甲 {\n  对每个项目\n  应当不减(支出计划)\n}";
    let found = problems(text);
    let places: Vec<_> =
        found.iter().map(|(problem, at, _)| (problem.code.as_str(), at.as_str())).collect();
    assert_eq!(places, [("syntax/keyword-glued", "对每个"), ("syntax/keyword-glued", "应当")]);
    assert_eq!(corrected(text), "规则 甲 {\n  对每个 项目\n  应当 不减(支出计划)\n}");
    let file = parse(text);
    let RuleClause::ForEach { path, .. } = &rule_of(&file.items[0]).clauses[0] else { panic!() };
    assert_eq!(path[0].range.of(text), "项目");
    one("规则收入合计 {\n 应当 a\n}", "syntax/keyword-glued", "规则", Some(("", " ")), "空一格");
    in_rule("设x = 3", "syntax/keyword-glued", "设", Some(("", " ")), "空一格");
    assert_eq!(problems("规则 甲 {\n 自2020年1月1日起\n 应当 a 误差0.05 元\n}"), []);
}

#[test]
fn clauses() {
    one(
        "规则 甲 {\n 合计 = 甲 + 乙\n}",
        "syntax/missing-obligation",
        "合计 = 甲 + 乙",
        Some(("", "应当 ")),
        "应当",
    );
    one("规则 甲 {\n 对每个 乙\n}", "syntax/no-obligation", "规则 甲", None, "应当");
    in_rule("依据", "syntax/expected-basis", "", None, "依据的文字");
    in_rule("依据   # 注", "syntax/expected-basis", "", None, "依据的文字");
    in_rule("设 x : 3", "syntax/sign", ":", Some((":", "=")), "=");
    in_rule("设 x 3", "syntax/expected-sign", "3", Some(("", "= ")), "=");
    in_rule("否则 “x”", "syntax/misplaced-keyword", "否则", None, "应当");
    in_rule("标签 “x” → y", "syntax/misplaced-keyword", "标签", None, "标签");
    in_rule("自 明年", "syntax/expected-date", "明年", None, "日期");
    in_condition("a = b。", "syntax/full-stop", "。", Some(("。", "")), "句号");
    let text = "规则 甲 {\n 应当 a = b。\n 否则 “x”。\n}";
    assert_eq!(problems(text).len(), 2);
    assert_eq!(corrected(text), "规则 甲 {\n 应当 a = b\n 否则 “x”\n}");
    assert_eq!(problems("规则 甲 {\n 应当 a = b；\n 否则 “x”，\n 指向 a;\n 误差 1 元;\n}"), []);
    in_condition("a 否则 “x” 否则 “y”", "syntax/repeated", "否则 “y”", None, "一次");
    one("规则 {\n 应当 a\n}", "syntax/expected-name", "{", None, "名字");
    one(
        "规则“收入合计” {\n 应当 a\n}",
        "syntax/expected-name",
        "“收入合计”",
        Some(("“收入合计”", " 收入合计")),
        "名字",
    );
    one(
        "规则 收入（一） {\n 应当 a\n}",
        "syntax/name-with-signs",
        "收入（一）",
        Some(("收入（一）", "`收入（一）`")),
        "反引号",
    );
    one("应当 a = b", "syntax/stray-text", "应当 a = b", None, "大括号");
    one("foo 甲 { x }", "syntax/unknown-item", "foo", None, "开头");
    assert!(
        matches!(&parse("foo 甲 { x }").items[0].kind, ItemKind::Broken { keyword, name: Some(name) } if keyword == "foo" && name.text == "甲")
    );
}

#[test]
fn forms_and_records() {
    let form = |clause: &str| format!("表样 甲 填 乙 {{\n  {clause}\n}}");
    one(
        &form("标签 项目编码 → a"),
        "syntax/expected-text",
        "项目编码",
        Some(("项目编码", "“项目编码”")),
        "引号",
    );
    one(&form("标签 “b” a"), "syntax/expected-sign", "a", Some(("", "→ ")), "→");
    one(&form("标签 “b” : a"), "syntax/expected-sign", ":", Some((":", "→")), "→");
    one(&form("标签 “b” => a"), "syntax/sign", "=>", Some(("=>", "→")), "→");
    one(&form("标签 “b”"), "syntax/expected-sign", "", None, "→");
    one(&form("标签 “b”，“c” → a"), "syntax/comma-for-or", "，", Some(("，", " 或 ")), "或");
    one(&form("段 “x”"), "syntax/expected-keyword", "“x”", Some(("", "含 ")), "含");
    one(&form("始于 “x”"), "syntax/expected-keyword", "“x”", Some(("", "标签 ")), "标签");
    one(&form("明细 “x” “y” → z"), "syntax/surplus", "“y”", None, "逗号");
    one("表样 甲 乙 {\n}", "syntax/expected-keyword", "乙", Some(("", "填 ")), "填");
    one("表样 甲 塡 乙 {\n}", "syntax/expected-keyword", "塡", Some(("塡", "填")), "填");
    let text = "表样 甲 {\n 标签 “a” → b\n}";
    one(text, "syntax/expected-keyword", "{", None, "填");
    assert!(
        matches!(&parse(text).items[0].kind, ItemKind::Broken { name: Some(name), .. } if name.text == "甲")
    );
    let record = |field: &str| format!("记录 甲 {{\n  {field}\n  乙：数\n}}");
    one(&record("名称 文本"), "syntax/expected-sign", "文本", Some(("", "：")), "：");
    one(&record("名称"), "syntax/expected-type", "", None, "类型");
    one(&record("名称："), "syntax/expected-type", "", None, "类型");
    one(&record("名称 = 文本"), "syntax/sign", "=", Some(("=", "：")), "：");
    for name in ["其中：财政资金", "预算数（万元）"] {
        let text = record(&format!("{name}: 金额"));
        one(&text, "syntax/name-with-signs", name, Some((name, &format!("`{name}`"))), "反引号");
        let ItemKind::Record(record) = &parse(&text).items[0].kind else { panic!() };
        assert_eq!(record.fields[0].name.text, name);
        assert_eq!(record.fields.len(), 2);
    }
    one("量纲 甲 {\n 元\n 万元 = 10000\n}", "syntax/expected-unit", "", None, "单位");
    one("量纲 甲 {\n 元\n 万元 : 10000 元\n}", "syntax/sign", ":", Some((":", "=")), "=");
    one(
        "示例 甲 {\n 合格 乙 { 名称: 某局 }\n}",
        "syntax/expected-text",
        "某局",
        Some(("某局", "“某局”")),
        "引号",
    );
    one(
        "示例 甲 {\n 通过 乙 { 数: 1 }\n}",
        "syntax/keyword-spelling",
        "通过",
        Some(("通过", "合格")),
        "合格",
    );
}

#[test]
fn names_of_records() {
    let record = |body: &str| format!("记录 甲 {{\n  名: 文本\n  {body}\n}}");
    one(
        &record("称呼 “{名}”\n  称呼 “{名}”"),
        "syntax/repeated",
        "称呼 “{名}”",
        None,
        "只能写一次",
    );
    one(&record("称呼 {名}"), "syntax/expected-text", "{", None, "引号里的文本");
    one(
        &record("called “{名}”"),
        "syntax/keyword-language",
        "called",
        Some(("called", "称呼")),
        "称呼",
    );
    one(&record("称乎 “{名}”"), "syntax/keyword-spelling", "称乎", Some(("称乎", "称呼")), "称呼");
    // With a colon, as fields are written.
    let ItemKind::Record(read) = &items(&record("称呼：“{名}”"))[0].kind else { panic!() };
    assert!(read.called.is_some() && read.fields.len() == 1);
    let ItemKind::Record(read) = &items(&record("称呼: 文本\n  数: 数"))[0].kind else {
        panic!()
    };
    assert!(read.called.is_none() && read.fields.len() == 3);
}

#[test]
fn one_broken_clause_hides_no_other() {
    let text =
        "规则 甲 {\n  对每个 乙\n  垃圾 @@ “{”\n  应当 a = b\n  设 x 3\n}\n规则 丙 {\n  应当 c\n}";
    let codes: Vec<_> = problems(text).iter().map(|(problem, _, _)| problem.code.clone()).collect();
    assert_eq!(codes, ["syntax/unexpected", "syntax/expected-sign"]);
    let file = parse(text);
    assert_eq!(rule_of(&file.items[0]).clauses.len(), 3);
    assert_eq!(rule_of(&file.items[1]).clauses.len(), 1);
}

#[test]
fn columns_are_exact_under_chinese_text() {
    let text = "## 说明文字\n规则 收入合计 {\n  对每个 收入   # 注释\n  应当 合计 == 甲\n}";
    let item = &parse(text).items[0];
    let range = item.problems[0].subject().unwrap().shifted(item.start);
    let column = gouji_text::LineIndex::new(text).line_column(text, range.start);
    assert_eq!((column.line, column.column), (4, 9));
}

#[test]
fn what_is_too_deep_or_too_long_is_refused() {
    for deep in ["(", "非 ", "- ", "若 ", "f(", "["] {
        let text = format!("规则 甲 {{\n 应当 {} a\n}}", deep.repeat(10_000));
        let found = problems(&text);
        assert_eq!(found[0].0.code, "syntax/too-deep", "{deep}");
        assert!(
            matches!(&parse(&text).items[0].kind, ItemKind::Broken { name: Some(name), .. } if name.text == "甲")
        );
    }
    let text = format!("规则 甲 {{\n 应当 {} = 3\n}}", "a + ".repeat(2_000) + "a");
    assert_eq!(problems(&text)[0].0.code, "syntax/too-deep");
    let sum = vec!["a"; 100].join(" + ");
    assert_eq!(problems(&format!("规则 甲 {{\n 应当 {sum} = 3\n}}")), []);
    let long = format!("规则 甲 {{\n 应当 a {}\n}}\n规则 乙 {{\n 应当 b\n}}", "\n".repeat(300_000));
    assert_eq!(problems(&long)[0].0.code, "syntax/too-long");
    assert_eq!(parse(&long).items[1].problems, []);
}

#[test]
fn hostile_chains_do_not_overflow() {
    for piece in [
        "非 a = ",
        "-a × ",
        "-a 缺省 ",
        "a 有值 ",
        "a = ",
        "若 a 则 b 否则 ",
        "\n依据 有值 且 (",
        "a(",
        "{",
        "「",
        "“\n",
    ] {
        let text = format!("规则 甲 {{\n 应当 {} 3\n}}", piece.repeat(8_000));
        assert_ne!(problems(&text), [], "{piece}");
    }
}
