//! Reports: JSON by its schema, one line a finding, both languages, encodings; and records.

use crate::support::{CLEAN, FAULTY, Folder, gouji, root, sample};
use serde_json::{Map, Value as Json};

/// Says where `value` is not as `schema` demands, as far as the report's schema goes.
fn misfits(schema: &Json, value: &Json, whole: &Json, path: &str, found: &mut Vec<String>) {
    if let Some(reference) = schema["$ref"].as_str() {
        let name = reference.strip_prefix("#/$defs/").expect("a definition of this schema");
        return misfits(&whole["$defs"][name], value, whole, path, found);
    }
    if let Some(choices) = schema["anyOf"].as_array() {
        let fits = choices.iter().any(|choice| {
            let mut wrong = Vec::new();
            misfits(choice, value, whole, path, &mut wrong);
            wrong.is_empty()
        });
        if !fits {
            found.push(format!("{path}: none of the choices"));
        }
        return;
    }
    let is_type = match schema["type"].as_str() {
        Some("object") => value.is_object(),
        Some("array") => value.is_array(),
        Some("string") => value.is_string(),
        Some("integer") => value.is_u64() || value.is_i64(),
        Some("null") => value.is_null(),
        Some("boolean") => value.is_boolean(),
        Some(other) => panic!("the schema has a type that this test does not know: {other}"),
        None => true,
    };
    if !is_type {
        found.push(format!("{path}: {value} is no {}", schema["type"]));
    }
    if schema.get("const").is_some_and(|only| only != value) {
        found.push(format!("{path}: {value}"));
    }
    if schema["enum"].as_array().is_some_and(|choices| !choices.contains(value)) {
        found.push(format!("{path}: {value}"));
    }
    if schema["minimum"].as_i64().is_some_and(|least| value.as_i64().is_none_or(|it| it < least)) {
        found.push(format!("{path}: {value} is too small"));
    }
    if let Some(members) = value.as_object() {
        members_misfits(schema, members, whole, path, found);
    }
    for (at, item) in value.as_array().into_iter().flatten().enumerate() {
        misfits(&schema["items"], item, whole, &format!("{path}/{at}"), found);
    }
}

fn members_misfits(
    schema: &Json,
    members: &Map<String, Json>,
    whole: &Json,
    path: &str,
    found: &mut Vec<String>,
) {
    let none = Map::new();
    let declared = schema["properties"].as_object().unwrap_or(&none);
    for name in schema["required"].as_array().into_iter().flatten() {
        let name = name.as_str().expect("a name");
        if !members.contains_key(name) {
            found.push(format!("{path}: no {name}"));
        }
    }
    for (name, member) in members {
        match declared.get(name) {
            Some(schema) => misfits(schema, member, whole, &format!("{path}/{name}"), found),
            None if schema["additionalProperties"].is_object() => {
                let others = &schema["additionalProperties"];
                misfits(others, member, whole, &format!("{path}/{name}"), found);
            }
            None => found.push(format!("{path}: {name} is not in the schema")),
        }
    }
}

fn schema() -> Json {
    schema_named("report")
}

fn schema_named(name: &str) -> Json {
    let path = root().join(format!("docs/{name}.schema.json"));
    let text = std::fs::read_to_string(path).expect("the schema");
    serde_json::from_str(&text).expect("JSON")
}

#[test]
fn the_json_report_is_as_its_schema_says() {
    let folder = Folder::new("json-schema");
    let broken =
        folder.write("broken.gouji", "规则 半条 {\n  对每个 收入\n  应当 合计 == 1 元\n}\n");
    let empty = folder.write("empty.txt", "");
    let paths =
        ["check", "--format", "json", "tests/disclosures", "no-such", &empty, "--rules", &broken];
    let report = gouji(&paths).ends(2).json();
    let schema = schema();
    let mut found = Vec::new();
    misfits(&schema, &report, &schema, "", &mut found);
    assert!(found.is_empty(), "{}", found.join("\n"));
    // The check above is worth something: the report has all of its parts.
    assert!(!report["problems"].as_array().unwrap().is_empty());
    assert!(!report["not_checked"].as_array().unwrap().is_empty());
    let documents = report["documents"].as_array().unwrap();
    let findings = || documents.iter().flat_map(|it| it["findings"].as_array().unwrap());
    assert!(findings().any(|finding| finding["proof"].is_object()));
    assert!(findings().any(|finding| !finding["fixes"].as_array().unwrap().is_empty()));
}

#[test]
fn extracted_records_are_as_their_schema_says() {
    let records = gouji(&["extract", "tests/disclosures"]).json();
    let schema = schema_named("records");
    let mut found = Vec::new();
    misfits(&schema, &records, &schema, "", &mut found);
    found.truncate(20);
    assert!(found.is_empty(), "{}", found.join("\n"));
    let documents = records["documents"].as_array().unwrap();
    let tables = |it: &Json| it["survey"]["tables"].as_array().unwrap().len();
    assert!(documents.iter().map(tables).sum::<usize>() > 20);
    assert!(documents.iter().any(|it| !it["unread"].as_array().unwrap().is_empty()));
}

#[test]
fn a_report_that_is_not_as_the_schema_says_is_seen() {
    let schema = schema();
    let mut report = gouji(&["check", "--format", "json", FAULTY]).json();
    report["documents"][0]["findings"][0]["severity"] = Json::from("dreadful");
    report["documents"][0].as_object_mut().unwrap().remove("rules");
    report["more"] = Json::from(1);
    let mut found = Vec::new();
    misfits(&schema, &report, &schema, "", &mut found);
    assert_eq!(found.len(), 3, "{found:?}");
}

/// The places in a JSON report, however deep.
fn places<'json>(value: &'json Json, found: &mut Vec<&'json Json>) {
    if value.get("byte_start").is_some() && value.get("line").is_some() {
        found.push(value);
    }
    match value {
        Json::Array(items) => items.iter().for_each(|item| places(item, found)),
        Json::Object(members) => {
            // The text of an edit is what comes instead.
            let others = members.iter().filter(|(name, _)| *name != "edits");
            others.for_each(|(_, member)| places(member, found));
        }
        _ => {}
    }
}

/// Holds a place's line, column and bytes to the document's text.
#[track_caller]
fn assert_place(text: &str, place: &Json, expected: &str) {
    let number = |name: &str| place[name].as_u64().expect("a number") as usize;
    assert_eq!(&text[number("byte_start")..number("byte_end")], expected, "{place}");
    let before = &text[..number("byte_start")];
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    assert_eq!(number("line"), before.matches('\n').count() + 1, "{place}");
    assert_eq!(number("column"), before[line_start..].chars().count() + 1, "{place}");
}

#[test]
fn the_places_of_findings_are_those_of_the_document() {
    let text = sample(FAULTY);
    let report = gouji(&["check", "--format", "json", FAULTY]).ends(1).json();
    let mut found = Vec::new();
    places(&report["documents"], &mut found);
    assert!(found.len() > 20, "{}", found.len());
    for place in found {
        if let Some(expected) = place["text"].as_str() {
            assert_place(&text, place, expected);
        }
    }
}

#[test]
fn the_json_summary_adds_up() {
    let report = gouji(&["check", "--format", "json", "tests/disclosures"]).ends(1).json();
    let documents = report["documents"].as_array().unwrap();
    for outcome in
        ["passed", "passed_within_rounding", "failed", "undetermined", "not_applicable", "broken"]
    {
        let rules = documents.iter().flat_map(|document| document["rules"].as_array().unwrap());
        let sum: u64 = rules.map(|rule| rule[outcome].as_u64().unwrap()).sum();
        assert_eq!(report["summary"][outcome], sum, "{outcome}");
    }
    for document in documents {
        let failed = document["rules"].as_array().unwrap().iter();
        let failed: u64 = failed.map(|rule| rule["failed"].as_u64().unwrap()).sum();
        let findings = document["findings"].as_array().unwrap().iter();
        let findings = findings.filter(|finding| finding["outcome"] == "fail").count();
        assert_eq!(findings as u64, failed, "{}", document["path"]);
    }
    assert_eq!(report["summary"]["documents"], documents.len());
}

#[test]
fn the_concise_report_has_a_line_for_each_finding() {
    let report = gouji(&["check", "--format", "json", FAULTY]).ends(1).json();
    let findings = report["documents"][0]["findings"].as_array().unwrap();
    let concise = gouji(&["check", "--format", "concise", FAULTY]).ends(1).stdout;
    let lines: Vec<&str> = concise.lines().filter(|line| !line.contains("[form/")).collect();
    assert_eq!(lines.len(), findings.len() + 1, "{concise}");
    for (line, finding) in lines.iter().zip(findings) {
        let at = &finding["places"][0];
        let head = format!("{FAULTY}:{}:{}: ", at["line"], at["column"]);
        assert!(line.starts_with(&head), "{line} does not begin with {head}");
        assert!(line.contains(finding["rule"].as_str().unwrap()));
        assert!(line.ends_with(finding["message"].as_str().unwrap()), "{line}");
    }
    assert!(lines[findings.len()].starts_with("检查文件 1 个"));
}

#[test]
fn the_number_of_cores_changes_nothing() {
    let one = gouji(&["check", "tests/disclosures", "--jobs", "1"]).ends(1);
    let many = gouji(&["check", "tests/disclosures", "--jobs", "4"]).ends(1);
    assert_eq!(one.stdout, many.stdout);
}

#[test]
fn english_where_it_is_asked_for() {
    let run = gouji(&["check", FAULTY, "--lang", "en"]).ends(1);
    let run = run.says("error[部门预算公开/收入合计]").says("a difference of 10.00 万元");
    for chinese in ["错误[", "算式", "修正", "检查文件", "依据  "] {
        assert!(
            !run.stdout.contains(chinese),
            "“{chinese}” in the English report:\n{}",
            run.stdout
        );
    }
    gouji(&["check", "--lang=en", "no-such.txt"])
        .ends(2)
        .says("no-such.txt")
        .says("no such file or folder");
}

#[test]
fn the_same_in_gb18030() {
    let folder = Folder::new("gb18030");
    let there = "tests/disclosures/dongli-water-2023.txt";
    let bytes = std::fs::read(root().join(there)).unwrap();
    assert!(std::str::from_utf8(&bytes).is_err(), "the sample is in GB18030");
    let run = gouji(&["check", there, "--format", "concise"]).ends(1);
    let run = run.says(":39:10: 错误[部门预算公开/收支平衡]");
    // The records hold the document's words, in UTF-8.
    let records = gouji(&["extract", there, "--output", &folder.path("records.json")]).ends(0);
    assert_eq!(records.stdout, "");
    let written = std::fs::read_to_string(folder.path("records.json")).unwrap();
    assert!(written.contains("河长制工作经费"));
    assert!(!run.stdout.contains('\u{fffd}') && !written.contains('\u{fffd}'));
}

#[test]
fn a_report_in_a_file_is_the_report_on_the_screen() {
    let folder = Folder::new("output");
    let path = folder.path("report.json");
    let screen = gouji(&["check", "--format", "json", FAULTY]).ends(1);
    let quiet = gouji(&["check", "--format", "json", FAULTY, "--output", &path]).ends(1);
    assert_eq!(quiet.stdout, "");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), screen.stdout);
    let left: Vec<_> = std::fs::read_dir(folder.path("")).unwrap().collect();
    assert_eq!(left.len(), 1, "no partial file stays behind");
}

#[test]
fn extracted_fields_stand_where_they_say() {
    for path in [CLEAN, FAULTY] {
        let text = sample(path);
        let records = gouji(&["extract", path]).ends(0).json();
        assert_eq!(records["schema"], "gouji-records/1");
        let document = &records["documents"][0];
        assert_eq!(document["path"], path);
        let (mut fields, mut all) = (Vec::new(), Vec::new());
        field_objects(&document["records"], &mut fields);
        places(&document["records"], &mut all);
        assert!(fields.len() > 300, "{} fields", fields.len());
        for field in &fields {
            if let Some(expected) = field["text"].as_str() {
                assert_place(&text, &field["place"], expected);
            }
        }
        for place in all {
            let (start, end) = (&place["byte_start"], &place["byte_end"]);
            assert!(start.as_u64() <= end.as_u64() && end.as_u64() <= Some(text.len() as u64));
        }
        let project = &document["records"]["项目"][0]["fields"];
        assert_eq!(project["预算数"]["state"], "value");
        assert_eq!(project["预算数"]["unit"], "万元");
        assert_eq!(
            document["counts"]["项目"],
            document["records"]["项目"].as_array().unwrap().len()
        );
    }
}

/// Everything with a text and a place; the numbers of an outline are counted, not read.
fn field_objects<'json>(value: &'json Json, found: &mut Vec<&'json Json>) {
    let is_read = value.get("text").is_some() && value["primitive"] != "outline";
    if is_read && value.get("place").is_some() {
        found.push(value);
    }
    match value {
        Json::Array(items) => items.iter().for_each(|item| field_objects(item, found)),
        Json::Object(members) => members.values().for_each(|member| field_objects(member, found)),
        _ => {}
    }
}

#[test]
fn an_extracted_record_says_what_it_is_called() {
    let folder = Folder::new("called");
    let rules = "记录 科目 { 编码: 文本  名称: 文本  数: 整数  称呼 “{编码} {名称}” }
表样 科目表 填 科目 { 明细 “编码”, “名称”, “数” }
";
    let rules = folder.write("科目.gouji", rules);
    let document = folder.write("科目.txt", "编码\t名称\t数\n201\t行政\t3\n\t其他\t4\n");
    let options = ["extract", &document, "--rules", &rules, "--no-default-packs"];
    let records = gouji(&options).ends(0).json();
    let found = &records["documents"][0]["records"]["科目"];
    assert_eq!((&found[0]["name"], &found[1]["name"]), (&"201 行政".into(), &"其他".into()));
}

#[test]
fn why_a_figure_could_not_be_read_is_said_in_the_reader_s_language() {
    let folder = Folder::new("extract-reason");
    let text = sample(FAULTY).replace("743.00", &"9".repeat(60));
    let path = folder.write("digits.txt", text);
    for (language, reason) in [("zh", "超过20位数字"), ("en", "more than 20 digits")] {
        let run = gouji(&["extract", &path, "--lang", language]).ends(0);
        assert!(run.stdout.contains(&format!("\"reason\": \"{reason}\"")), "{language}");
    }
}
