//! Renderings of a whole run.

use crate::fixture::*;
use crate::*;
use gouji_diagnostic::{Diagnostic, Edit, Fix, PlaceRole, Proof, Severity, Tolerance};
use gouji_text::Language;
use gouji_text::TextRange;
use serde_json::{Value, json};

const TEXT: &str = "收入\t8,084.85\n来源\t8000\n";

fn counts(rule: &str, numbers: [usize; 6]) -> RuleCounts {
    let [passed, passed_within_rounding, failed, undetermined, not_applicable, broken] = numbers;
    let rule = rule.to_owned();
    RuleCounts {
        rule,
        passed,
        passed_within_rounding,
        failed,
        undetermined,
        not_applicable,
        broken,
    }
}

fn document(name: &str, rules: Vec<RuleCounts>) -> DocumentReport {
    DocumentReport {
        source: source(name, TEXT),
        rulesets: vec!["部门预算公开 2021.1".to_owned()],
        rules,
        findings: vec![],
        problems: vec![],
    }
}

fn income() -> Diagnostic<TextRange> {
    let figure = range_of(TEXT, "8,084.85");
    let part = range_of(TEXT, "8000");
    let mut income = finding(
        both("收入 8084.85，\n来源 8000", "income 8084.85,\nsources 8000"),
        vec![place(PlaceRole::Subject, both("收入", "income"), figure)],
    );
    let mut published = term("", "收入", "8084.85", Some(figure));
    published.note = Some(both("已去掉千分位", "separators removed"));
    income.proof = Some(Proof {
        left: side(both("收入", "income"), vec![published], "8084.85"),
        relation: "=",
        right: side(
            both("来源", "sources"),
            vec![term("", "来源", "8000", Some(part)), term("+", "零", "0", None)],
            "8000",
        ),
        difference: Some("84.85 万元".to_owned()),
        tolerance: Some(Tolerance {
            amount: "0.01 万元".to_owned(),
            origin: both("末位", "last place"),
        }),
    });
    income.basis = vec!["《预算法》".into()];
    income.fixes = vec![Fix {
        title: both("改为 8000", "make it 8000"),
        edits: vec![Edit { at: figure, text: "8000".to_owned() }],
    }];
    income
}

fn one_document() -> Report {
    let mut document = document(
        "预算.txt",
        vec![
            counts("部门预算公开/收入合计", [1, 0, 1, 0, 0, 0]),
            counts("部门预算公开/成本不超预算", [65, 3, 0, 5, 120, 0]),
        ],
    );
    let own = document.source.clone();
    document.findings.push(within(&income(), &own));
    let mut problem = finding(both("表格没有单位", "table without a unit"), vec![]);
    problem.code = (&NO_UNIT).into();
    problem.severity = Severity::Warning;
    problem.outcome = None;
    document.problems.push(within(&problem, &own));
    let mut unreadable = finding(
        both("无法读取", "unreadable"),
        vec![place(PlaceRole::Subject, both("", ""), TextRange::new(1, 2))],
    );
    unreadable.code = (&UNREADABLE).into();
    unreadable.outcome = None;
    Report {
        documents: vec![document],
        problems: vec![(Vec::new(), within(&unreadable, &source("坏.gouji", "")))],
        not_checked: vec![("图.png".to_owned(), both("不是文本", "not text"))],
    }
}

#[test]
fn the_json_report_has_every_part() {
    let rendered: Value =
        serde_json::from_str(&render_json(&one_document(), Language::Chinese)).expect("JSON");
    let subject = json!({
        "text": "8,084.85", "line": 1, "column": 4, "end_line": 1, "end_column": 12,
        "byte_start": 7, "byte_end": 15,
    });
    let mut place = subject.clone();
    place["role"] = json!("subject");
    place["label"] = json!("收入");
    let expected = json!({
        "schema": "gouji-report/1",
        "documents": [{
            "path": "预算.txt",
            "rulesets": ["部门预算公开 2021.1"],
            "rules": [
                {"rule": "部门预算公开/收入合计", "passed": 1, "passed_within_rounding": 0, "failed": 1,
                 "undetermined": 0, "not_applicable": 0, "broken": 0},
                {"rule": "部门预算公开/成本不超预算", "passed": 65, "passed_within_rounding": 3, "failed": 0,
                 "undetermined": 5, "not_applicable": 120, "broken": 0},
            ],
            "findings": [{
                "rule": "部门预算公开/某规则", "severity": "error", "outcome": "fail",
                "message": "收入 8084.85，\n来源 8000", "help": null,
                "places": [place],
                "proof": {
                    "left": {
                        "label": "收入", "figure": "8084.85", "unit": "万元",
                        "terms": [{"sign": "", "label": "收入", "figure": "8084.85", "unit": "万元",
                                   "place": subject, "note": "已去掉千分位"}],
                    },
                    "relation": "=",
                    "right": {
                        "label": "来源", "figure": "8000", "unit": "万元",
                        "terms": [
                            {"sign": "", "label": "来源", "figure": "8000", "unit": "万元", "note": null,
                             "place": {"text": "8000", "line": 2, "column": 4, "end_line": 2, "end_column": 8,
                                       "byte_start": 23, "byte_end": 27}},
                            {"sign": "+", "label": "零", "figure": "0", "unit": "万元", "note": null, "place": null},
                        ],
                    },
                    "difference": "84.85 万元",
                    "tolerance": {"amount": "0.01 万元", "origin": "末位"},
                },
                "basis": ["《预算法》"],
                "fixes": [{"title": "改为 8000", "edits": [{
                    "byte_start": 7, "byte_end": 15, "line": 1, "column": 4, "end_line": 1, "end_column": 12,
                    "text": "8000",
                }]}],
            }],
            "problems": [{
                "code": "document/no-unit", "severity": "warning", "message": "表格没有单位", "help": null,
                "places": [], "proof": null, "basis": [], "fixes": [],
            }],
        }],
        "problems": [{
            "path": "坏.gouji", "code": "run/unreadable", "severity": "error", "message": "无法读取", "help": null,
            "places": [], "proof": null, "basis": [], "fixes": [],
        }],
        "not_checked": [{"path": "图.png", "reason": "不是文本"}],
        "summary": {
            "documents": 1, "not_checked": 1, "rules": 2, "passed": 66, "passed_within_rounding": 3,
            "failed": 1, "undetermined": 5, "not_applicable": 120, "broken": 0,
            "errors": 2, "warnings": 1, "notes": 0,
        },
    });
    assert_eq!(rendered, expected);
}

/// Holds a value to the part of JSON Schema that the published schema uses.
fn check(schema: &Value, root: &Value, value: &Value, at: &str) {
    if let Some(name) = schema["$ref"].as_str().and_then(|name| name.strip_prefix("#/$defs/")) {
        assert!(root["$defs"][name].is_object(), "no definition {name}");
        return check(&root["$defs"][name], root, value, at);
    }
    if let Some(choices) = schema["anyOf"].as_array() {
        let null = choices.iter().any(|choice| choice["type"] == "null");
        assert!(null && choices.len() == 2, "{at}: a form that this check does not know");
        return if value.is_null() {
        } else {
            check(&choices[0], root, value, at)
        };
    }
    if let Some(constant) = schema.get("const") {
        assert_eq!(value, constant, "{at}");
    }
    if let Some(values) = schema["enum"].as_array() {
        assert!(values.contains(value), "{at}: {value}");
    }
    match schema["type"].as_str().unwrap_or_else(|| panic!("{at}: no type")) {
        "string" => assert!(value.is_string(), "{at}: {value}"),
        "integer" => assert!(value.as_u64() >= schema["minimum"].as_u64(), "{at}: {value}"),
        "array" => {
            for (index, item) in value.as_array().expect(at).iter().enumerate() {
                check(&schema["items"], root, item, &format!("{at}/{index}"));
            }
        }
        "object" => {
            assert_eq!(schema["additionalProperties"], false, "{at}");
            let properties = schema["properties"].as_object().expect(at);
            let keys = |names: Vec<&str>| -> std::collections::BTreeSet<String> {
                names.into_iter().map(str::to_owned).collect()
            };
            let required = schema["required"].as_array().expect(at);
            let required = keys(required.iter().filter_map(Value::as_str).collect());
            let known = keys(properties.keys().map(String::as_str).collect());
            let found = keys(value.as_object().expect(at).keys().map(String::as_str).collect());
            assert!(required.is_subset(&found), "{at}: {found:?}");
            assert!(found.is_subset(&known), "{at}: {found:?}");
            for (name, property) in properties.iter().filter(|(name, _)| found.contains(*name)) {
                check(property, root, &value[name], &format!("{at}/{name}"));
            }
        }
        other => panic!("{at}: type {other}"),
    }
}

#[test]
fn the_published_schema_describes_the_json_report() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/report.schema.json");
    let schema: Value =
        serde_json::from_str(&std::fs::read_to_string(path).expect("the schema")).expect("JSON");
    for language in [Language::Chinese, Language::English] {
        let rendered: Value =
            serde_json::from_str(&render_json(&one_document(), language)).expect("JSON");
        check(&schema, &schema, &rendered, "");
    }
}

#[test]
fn concise_has_one_line_a_finding() {
    insta::assert_snapshot!(render_concise(&one_document(), Language::Chinese), @r#"
    坏.gouji: 错误[run/unreadable] 无法读取
    预算.txt:1:4: 错误[部门预算公开/某规则] 收入 8084.85， 来源 8000
    预算.txt: 警告[document/no-unit] 表格没有单位
    图.png: 未检查 不是文本
    检查文件 1 个，未检查 1 个；规则 2 条：通过 66（其中舍入 3），不通过 1，无法判定 5，不适用 120，规则有误 0；错误 2，警告 1，说明 0
    "#);
    insta::assert_snapshot!(render_concise(&one_document(), Language::English), @r#"
    坏.gouji: error[run/unreadable] unreadable
    预算.txt:1:4: error[部门预算公开/某规则] income 8084.85, sources 8000
    预算.txt: warning[document/no-unit] table without a unit
    图.png: not checked not text
    documents checked: 1, not checked: 1; rules: 2; passed: 66 (within rounding: 3), failed: 1, undetermined: 5, not applicable: 120, broken: 0; errors: 2, warnings: 1, notes: 0
    "#);
}

#[test]
fn hostile_names_do_not_reach_the_terminal() {
    let mut report = one_document();
    report.documents[0].source.name = "a\u{1b}[2J\n.txt".into();
    report.not_checked[0].0 = "b\u{1b}[2J".to_owned();
    for rendered in [render_concise(&report, Language::Chinese), render_summary(&report, PLAIN)] {
        assert!(!rendered.contains('\u{1b}'), "{rendered}");
    }
    let colored = render_summary(&report, PrettyOptions { color: true, ..PLAIN });
    assert!(colored.contains("\u{1b}[1;31m") && !colored.contains("\u{1b}[2J"), "{colored}");
}

#[test]
fn the_account_of_one_document() {
    insta::assert_snapshot!(render_summary(&one_document(), PLAIN), @r#"
    规则集  部门预算公开 2021.1
    规则                       通过  （其中舍入）  不通过  无法判定  不适用  规则有误
    部门预算公开/收入合计         1             0       1         0       0         0
    部门预算公开/成本不超预算    65             3       0         5     120         0
    未检查的文件  1
       图.png：不是文本
    检查文件 1 个，未检查 1 个
    规则 2 条：通过 66（其中舍入 3），不通过 1，无法判定 5，不适用 120，规则有误 0
    错误 2，警告 1，说明 0
    "#);
    insta::assert_snapshot!(render_summary(&one_document(), ENGLISH), @r#"
    rulesets  部门预算公开 2021.1
    rule                       passed  (rounding)  failed  undetermined  not applicable  broken
    部门预算公开/收入合计           1           0       1             0               0       0
    部门预算公开/成本不超预算      65           3       0             5             120       0
    files not checked  1
       图.png: not text
    documents checked: 1, not checked: 1
    rules: 2; passed: 66 (within rounding: 3), failed: 1, undetermined: 5, not applicable: 120, broken: 0
    errors: 2, warnings: 1, notes: 0
    "#);
}

#[test]
fn the_account_of_several_documents_adds_up() {
    let rules = |passed| {
        vec![counts("甲/一", [passed, 0, 0, 0, 0, 0]), counts("甲/二", [0, 0, 0, 0, 1, 0])]
    };
    let mut report = Report {
        documents: vec![
            document("a.txt", rules(2)),
            document("b.txt", rules(40)),
            document("c.txt", vec![]),
        ],
        ..Report::default()
    };
    report.not_checked =
        (0..25).map(|index| (format!("{index}.png"), both("不是文本", ""))).collect();
    insta::assert_snapshot!(render_summary(&report, PLAIN), @r#"
    规则集  部门预算公开 2021.1
    规则   通过  （其中舍入）  不通过  无法判定  不适用  规则有误
    甲/一    42             0       0         0       0         0
    甲/二     0             0       0         0       2         0
    没有适用规则的文件  1
       c.txt
    未检查的文件  25
       0.png：不是文本
       1.png：不是文本
       2.png：不是文本
       3.png：不是文本
       4.png：不是文本
       5.png：不是文本
       6.png：不是文本
       7.png：不是文本
       8.png：不是文本
       9.png：不是文本
       10.png：不是文本
       11.png：不是文本
       12.png：不是文本
       13.png：不是文本
       14.png：不是文本
       15.png：不是文本
       16.png：不是文本
       17.png：不是文本
       18.png：不是文本
       19.png：不是文本
       … 另有 5 个
    检查文件 3 个，未检查 25 个
    规则 2 条：通过 42（其中舍入 0），不通过 0，无法判定 0，不适用 2，规则有误 0
    错误 0，警告 0，说明 0
    "#);
}

#[test]
fn nothing_checked_is_said_loudly() {
    let empty = Report::default();
    let no_rules = Report { documents: vec![document("a.txt", vec![])], ..Report::default() };
    let none_applied = Report {
        documents: vec![document("a.txt", vec![counts("甲/一", [0, 0, 0, 0, 3, 0])])],
        ..Report::default()
    };
    for (report, words) in [
        (&empty, "没有检查任何文件\n"),
        (&no_rules, "没有适用的规则\n"),
        (&none_applied, "没有适用的规则：有效规则均未在文件中找到可检查的内容\n"),
    ] {
        assert!(render_summary(report, PLAIN).contains(words));
        assert!(render_concise(report, Language::Chinese).contains(words));
    }
    assert!(!render_summary(&one_document(), PLAIN).contains("没有"));
}
