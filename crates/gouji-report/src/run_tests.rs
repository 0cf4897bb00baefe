//! Renderings of a whole run.

use crate::fixture::*;
use crate::*;
use gouji_diagnostic::{Code, Diagnostic, Edit, Fix, PlaceRole, Proof, Severity, Tolerance};
use gouji_text::{Language, Localized, TextRange};
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
        unpaired: 0,
        lacking: 0,
        broken,
    }
}

fn document(name: &str, rules: Vec<RuleCounts>) -> DocumentReport {
    DocumentReport {
        rulesets: vec!["部门预算公开 2021.1".to_owned()],
        rules,
        extent: Some(ReadExtent {
            pages: 3,
            tables: 4,
            tables_unread: 1,
            rows: 60,
            rows_unread: 5,
            figures: 90,
            figures_unread: 2,
            ..ReadExtent::default()
        }),
        ..DocumentReport::new(source(name, TEXT))
    }
}

/// What a run hands to a renderer, in order.
#[derive(Default)]
struct Report {
    problems: Vec<(Vec<Source>, Diagnostic)>,
    documents: Vec<DocumentReport>,
    passed_over: Vec<(String, Localized)>,
}

fn render(report: &Report, mut renderer: Box<dyn Renderer>) -> String {
    let mut tally = Tally::default();
    let mut output = Vec::new();
    report.problems.iter().for_each(|(_, problem)| tally.add_problem(problem));
    renderer.start(&mut output, &report.problems).expect("memory takes everything");
    for document in &report.documents {
        tally.add(document);
        renderer.document(&mut output, document).expect("memory takes everything");
    }
    for (path, why) in &report.passed_over {
        tally.pass_over(path.clone(), why.clone());
    }
    renderer.finish(&mut output, &tally).expect("memory takes everything");
    String::from_utf8(output).expect("UTF-8")
}

fn json_of(report: &Report, language: Language) -> Value {
    serde_json::from_str(&render(report, json_renderer(language))).expect("JSON")
}

fn concise_of(report: &Report, language: Language) -> String {
    render(report, concise_renderer(language, Verbosity::Normal))
}

/// The closing account of a run: what is behind the last document's line.
fn account_of(report: &Report, options: PrettyOptions) -> String {
    let whole = render(report, pretty_renderer(options, Verbosity::Verbose));
    whole.rsplit("\n\n").next().unwrap_or_default().to_owned()
}

/// The report of a document that was not checked.
fn unread(name: &str, why: &str) -> DocumentReport {
    let mut report = DocumentReport::new(source(name, ""));
    let message = both(&format!("没有检查这份文件：{why}"), "");
    report.problems.push(Diagnostic::new(&NOT_CHECKED, message));
    report.not_checked = Some(both(why, ""));
    report
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
        passed_over: vec![("图.png".to_owned(), both("不是文本", "not text"))],
    }
}

#[test]
fn the_json_report_has_every_part() {
    let rendered = json_of(&one_document(), Language::Chinese);
    let subject = json!({
        "text": "8,084.85", "line": 1, "column": 4, "end_line": 1, "end_column": 12,
        "byte_start": 7, "byte_end": 15,
    });
    let mut place = subject.clone();
    place["role"] = json!("subject");
    place["label"] = json!("收入");
    let mut expected = json!({
        "schema": "gouji-report/2",
        "documents": [{
            "path": "预算.txt",
            "rulesets": ["部门预算公开 2021.1"],
            "rules": [
                {"rule": "部门预算公开/收入合计", "passed": 1, "passed_within_rounding": 0, "failed": 1,
                 "undetermined": 0, "not_applicable": 0, "unpaired": 0, "lacking": 0, "broken": 0},
                {"rule": "部门预算公开/成本不超预算", "passed": 65, "passed_within_rounding": 3, "failed": 0,
                 "undetermined": 5, "not_applicable": 120, "unpaired": 0, "lacking": 0, "broken": 0},
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
            "failed": 1, "undetermined": 5, "not_applicable": 120, "unpaired": 0, "lacking": 0, "broken": 0,
            "errors": 2, "warnings": 1, "notes": 0, "left_out": 0,
            "rules_left_out": 0,
        },
    });
    expected["documents"][0]["not_checked"] = Value::Null;
    expected["documents"][0]["unpaired"] = json!([]);
    expected["documents"][0]["lacking"] = json!([]);
    let read = json!({"pages": 3, "sheets": 0, "tables": 4, "tables_unread": 1, "rows": 60,
        "rows_unread": 5, "figures": 90, "figures_unread": 2});
    expected["documents"][0]["read"] = read.clone();
    expected["summary"]["read"] = read;
    expected["documents"][0]["unread"] = json!({"forms": 0, "places": 0, "figures": 0});
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
        let mut report = one_document();
        report.documents.push(unread("空.txt", "空的"));
        let rendered = json_of(&report, language);
        check(&schema, &schema, &rendered, "");
    }
}

#[test]
fn concise_has_one_line_a_finding() {
    insta::assert_snapshot!(concise_of(&one_document(), Language::Chinese), @r#"
    坏.gouji: 错误[run/unreadable] 无法读取
    预算.txt:1:4: 错误[部门预算公开/某规则] 收入 8084.85， 来源 8000
    预算.txt: 警告[document/no-unit] 表格没有单位
    图.png: 未检查 不是文本
    检查文件 1 个，未检查 1 个；规则 2 条：通过 66（其中舍入 3），不通过 1，无法判定 5，不适用 120，规则有误 0；错误 2，警告 1，说明 0
    "#);
    insta::assert_snapshot!(concise_of(&one_document(), Language::English), @r#"
    坏.gouji: error[run/unreadable] unreadable
    预算.txt:1:4: error[部门预算公开/某规则] income 8084.85, sources 8000
    预算.txt: warning[document/no-unit] table without a unit
    图.png: not checked not text
    documents checked: 1, not checked: 1; rules: 2; passed: 66 (within rounding: 3), failed: 1, undetermined: 5, not applicable: 120, broken: 0; errors: 2, warnings: 1, notes: 0
    "#);
}

#[test]
fn nothing_of_a_document_or_a_path_reaches_the_terminal_alive() {
    let mut report = one_document();
    let hostile = "a\u{1b}[2J\u{202e}\u{2028}\u{9b}b";
    report.documents[0].source.name = format!("{hostile}\n.txt").into();
    report.documents[0].findings[0].code = Code::Rule(hostile.into());
    report.documents[0].findings[0].message = both(hostile, hostile);
    report.documents[0].findings[0].basis = vec![hostile.into()];
    report.documents[0].rules[0].rule = hostile.to_owned();
    report.documents[0].rules[0].broken = 1;
    report.documents[0].rulesets = vec![hostile.to_owned()];
    report.documents.push(unread(hostile, hostile));
    report.passed_over[0] = (hostile.to_owned(), both(hostile, hostile));
    for renderer in [
        concise_renderer(Language::Chinese, Verbosity::Normal),
        pretty_renderer(PLAIN, Verbosity::Verbose),
        json_renderer(Language::Chinese),
    ] {
        let rendered = render(&report, renderer);
        let alive = |character: char| {
            character != '\n' && (character.is_control() || "\u{202e}\u{2028}".contains(character))
        };
        assert!(!rendered.contains(alive), "{rendered:?}");
    }
    let shown = render(&report, pretty_renderer(PLAIN, Verbosity::Normal));
    assert!(shown.contains("a\\u{1B}[2J\\u{202E}\\u{2028}\\u{9B}b"), "{shown}");
    let json = json_of(&report, Language::Chinese);
    assert_eq!(json["documents"][0]["findings"][0]["message"], hostile);
    let colored = PrettyOptions { color: true, ..PLAIN };
    let colored = render(&report, pretty_renderer(colored, Verbosity::Verbose));
    assert!(colored.contains("\u{1b}[1;31m") && !colored.contains("\u{1b}[2J"), "{colored}");
}

#[test]
fn the_account_of_one_document() {
    insta::assert_snapshot!(account_of(&one_document(), PLAIN), @r#"
    规则                       通过  （其中舍入）  不通过  无法判定  不适用  规则有误
    部门预算公开/收入合计         1             0       1         0       0         0
    部门预算公开/成本不超预算    65             3       0         5     120         0
    规则集  部门预算公开 2021.1
    检查文件 1 个，未检查 1 个
    规则 2 条：通过 66（其中舍入 3），不通过 1，无法判定 5，不适用 120，规则有误 0
    错误 2，警告 1，说明 0
    未检查的文件  1
       图.png：不是文本
    这份文件有错误或警告，有 5 处无法判定。
    "#);
    insta::assert_snapshot!(account_of(&one_document(), ENGLISH), @r#"
    rule                       passed  (rounding)  failed  undetermined  not applicable  broken
    部门预算公开/收入合计           1           0       1             0               0       0
    部门预算公开/成本不超预算      65           3       0             5             120       0
    rulesets  部门预算公开 2021.1
    documents checked: 1, not checked: 1
    rules: 2; passed: 66 (within rounding: 3), failed: 1, undetermined: 5, not applicable: 120, broken:
       0
    errors: 2, warnings: 1, notes: 0
    files not checked  1
       图.png: not text
    the document has errors or warnings, 5 instances cannot be determined.
    "#);
}

#[test]
fn the_account_of_several_documents_adds_up() {
    let rules = |passed| {
        vec![
            counts("甲/一", [passed, 0, 0, 0, 0, 0]),
            counts("甲/二", [0, 0, 0, 0, 1, 0]),
            counts("甲/三", [1, 0, 0, 0, 5, 0]),
        ]
    };
    let mut report = Report {
        documents: vec![
            document("a.txt", rules(2)),
            document("b.txt", rules(40)),
            unread("c.txt", "文件是空的"),
        ],
        ..Report::default()
    };
    report.passed_over =
        (0..25).map(|index| (format!("{index}.png"), both("不是文本", ""))).collect();
    insta::assert_snapshot!(account_of(&report, PLAIN), @r#"
    规则   通过  （其中舍入）  不通过  无法判定  不适用  规则有误
    甲/二     0             0       0         0       2         0
    甲/三     2             0       0         0      10         0
    其余 1 条全部通过
    规则集  部门预算公开 2021.1
    检查文件 2 个，未检查 26 个
    读到 6 页、8 个表（6 个有表样）、120 行、180 个数，其中 4 个未读
    规则 3 条：通过 44（其中舍入 0），不通过 0，无法判定 0，不适用 12，规则有误 0
    错误 1，警告 0，说明 0
    未检查的文件  26
       c.txt：文件是空的
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
       其余 6 份
    检查过的 2 份文件没有错误，也没有警告；另有 1 份没有检查，不能算作通过。
    "#);
}

#[test]
fn a_broken_rule_is_counted_once_however_many_documents_there_are() {
    let rules = || vec![counts("甲/坏", [0, 0, 0, 0, 0, 1]), counts("甲/好", [1, 0, 0, 0, 0, 0])];
    let documents = ["a.txt", "b.txt", "c.txt"].map(|name| document(name, rules())).into();
    let report = Report { documents, ..Report::default() };
    let account = account_of(&report, PLAIN);
    assert!(account.contains("规则有误 1\n"), "{account}");
    assert!(account.contains("有误、没有执行的规则  1\n   甲/坏\n"), "{account}");
}

#[test]
fn in_a_narrow_terminal_the_table_of_rules_becomes_words() {
    let narrow = PrettyOptions { width: 60, ..PLAIN };
    let report = one_document();
    let account = account_of(&report, narrow);
    insta::assert_snapshot!(account, @r#"
    部门预算公开/收入合计：通过 1，不通过 1
    部门预算公开/成本不超预算：通过 65（其中舍入 3），
       无法判定 5，不适用 120
    规则集  部门预算公开 2021.1
    检查文件 1 个，未检查 1 个
    规则 2 条：通过 66（其中舍入 3），不通过 1，无法判定 5，
       不适用 120，规则有误 0
    错误 2，警告 1，说明 0
    未检查的文件  1
       图.png：不是文本
    这份文件有错误或警告，有 5 处无法判定。
    "#);
    for line in account.lines() {
        assert!(crate::layout::columns(line) <= 60, "{line}");
    }
}

#[test]
fn every_block_ends_with_the_line_of_its_document() {
    let mut report = one_document();
    report.documents[0].unread = Unread { forms: 2, places: 3, figures: 4 };
    report.documents.push(unread("空.txt", "没有从里面读到任何内容"));
    report.documents[0].findings.clear();
    insta::assert_snapshot!(render(&report, pretty_renderer(PLAIN, Verbosity::Normal)), @r#"
    错误[run/unreadable]  无法读取
       文件  坏.gouji

    警告[document/no-unit]  表格没有单位
       文件  预算.txt

    预算.txt：错误 0，警告 1，无法判定 5；没有读到：表样 2 个、3 处
       读到 3 页、4 个表（3 个有表样）、60 行、90 个数，其中 2 个未读

    错误[document/not-checked]  没有检查这份文件：没有从里面读到任何内容
       文件  空.txt

    空.txt：没有检查

    规则集  部门预算公开 2021.1
    检查文件 1 个，未检查 2 个
    规则 2 条：通过 66（其中舍入 3），不通过 1，无法判定 5，不适用 120，规则有误 0
    错误 2，警告 1，说明 0
    未检查的文件  2
       空.txt：没有从里面读到任何内容
       图.png：不是文本
    检查过的 1 份文件里，1 份有错误或警告，有 5 处无法判定；另有 1 份没有检查，不能算作通过。
    "#);
}

#[test]
fn quiet_tells_errors_and_warnings_alone() {
    let mut report = one_document();
    report.documents[0].findings[0].severity = Severity::Note;
    report.documents.push(document("好.txt", vec![]));
    for renderer in [
        concise_renderer(Language::Chinese, Verbosity::Quiet),
        pretty_renderer(PLAIN, Verbosity::Quiet),
    ] {
        let rendered = render(&report, renderer);
        assert!(rendered.contains("警告[document/no-unit]"), "{rendered}");
        for absent in ["说明[", "好.txt", "检查文件", "图.png"] {
            assert!(!rendered.contains(absent), "{absent} in {rendered}");
        }
    }
}

#[test]
fn a_legal_basis_is_never_cut() {
    let mut report = one_document();
    let basis = format!("《办法》{}。", "各级政府的全部收入和支出都应当纳入预算".repeat(20));
    report.documents[0].findings[0].basis = vec![basis.as_str().into(); 5];
    let file = PrettyOptions { is_terminal: false, ..PLAIN };
    let in_file = render(&report, pretty_renderer(file, Verbosity::Normal));
    assert_eq!(in_file.matches(&basis).count(), 5, "{in_file}");
    let on_screen = render(&report, pretty_renderer(PLAIN, Verbosity::Normal));
    let whole: String = on_screen.lines().map(str::trim_start).collect();
    assert_eq!(whole.matches(&basis).count(), 5, "{on_screen}");
}

#[test]
fn nothing_checked_is_said_loudly() {
    let empty = Report::default();
    let unread = |why: &str| Report { documents: vec![unread("a.txt", why)], ..Report::default() };
    let none_applied = Report {
        documents: vec![document("a.txt", vec![counts("甲/一", [0, 0, 0, 0, 3, 0])])],
        ..Report::default()
    };
    for (report, words) in [
        (&empty, "没有检查任何文件"),
        (&unread("没有适用的规则"), "没有检查这份文件：没有适用的规则"),
        (&none_applied, "没有适用的规则：有效规则均未在文件中找到可检查的内容"),
    ] {
        assert!(render(report, pretty_renderer(PLAIN, Verbosity::Normal)).contains(words));
        assert!(concise_of(report, Language::Chinese).contains(words));
    }
    assert!(!account_of(&one_document(), PLAIN).contains("没有"));
}

#[test]
fn what_was_hardly_read_looks_so() {
    let rules = || vec![counts("甲/一", [1, 0, 0, 0, 0, 0])];
    let mut report = Report {
        documents: vec![document("a.txt", rules()), document("b.txt", rules())],
        ..Report::default()
    };
    let read = ReadExtent { pages: 12, tables: 9, tables_unread: 7, rows: 214, ..hardly() };
    report.documents[1].extent = Some(read);
    let narrow = PrettyOptions { width: 40, ..PLAIN };
    let shown = render(&report, pretty_renderer(narrow, Verbosity::Normal));
    insta::assert_snapshot!(shown, @r#"
    a.txt：错误 0，警告 0，无法判定 0
       读到 3 页、4 个表（3 个有表样）、
       60 行、90 个数，其中 2 个未读

    b.txt：错误 0，警告 0，无法判定 0
       读到 12 页、9 个表（只有 2 个有表
       样）、214 行、3 个数

    规则集  部门预算公开 2021.1
    检查文件 2 个，未检查 0 个
    读到 15 页、13 个表（只有 5 个有表样）、
       274 行、93 个数，其中 2 个未读
    规则 1 条：通过 2（其中舍入 0），
       不通过 0，无法判定 0，不适用 0，
       规则有误 0
    错误 0，警告 0，说明 0
    大半没有读的文件  1
       b.txt：读到 12 页、9 个表（只有
          2 个有表样）、214 行、3 个数
    检查过的 2 份文件没有错误，也没有警告。
    "#);
    for line in shown.lines() {
        assert!(crate::layout::columns(line) <= 40, "{line}");
    }
    let colored = PrettyOptions { color: true, ..PLAIN };
    let colored = render(&report, pretty_renderer(colored, Verbosity::Normal));
    assert!(colored.contains("   \u{1b}[1;33m读到 12 页"), "{colored}");
    assert!(colored.contains("\n   读到 3 页"), "{colored}");
}

/// Hardly a figure.
fn hardly() -> ReadExtent {
    ReadExtent { figures: 3, ..ReadExtent::default() }
}
