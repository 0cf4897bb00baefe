//! Holds the codes to their promises: each has words in both languages, is explained, is used, and is raised by a spec;
//! `docs/codes.md` lists them all. Set `GOUJI_SPEC_UPDATE=1` to have that page written.

use crate::sources::{engine_sources, root};
use crate::support::gouji;
use gouji::Language::{Chinese, English};
use gouji::codes::{self, CodeInfo};
use gouji::{Language, Severity};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// Codes that no spec can raise, since a spec has neither bytes, sizes, files nor an editor: each with the test that
/// raises it.
const ELSEWHERE: &[(&str, &str, &str)] = &[
    ("document/damaged", WORKBOOKS, "truncated_and_hostile_workbooks_are_one_problem_each"),
    ("document/encrypted", WORKBOOKS, "truncated_and_hostile_workbooks_are_one_problem_each"),
    (
        "document/formula-without-value",
        WORKBOOKS,
        "hidden_parts_formulas_and_formats_are_read_and_said",
    ),
    ("document/hidden-parts", WORKBOOKS, "hidden_parts_formulas_and_formats_are_read_and_said"),
    ("document/legacy-format", WORKBOOKS, "truncated_and_hostile_workbooks_are_one_problem_each"),
    ("document/long-line", READING, "a_long_line_is_read_and_said"),
    ("document/no-text-layer", PDF, "pages_without_text_are_said"),
    ("document/scanned-pages", PDF, "pages_without_text_are_said"),
    ("document/nul", READING, "a_few_nul_characters_are_kept_and_said"),
    ("document/too-large", READING, "a_file_that_is_too_large_is_refused"),
    ("document/parts-unread", WORD, "word_documents_are_read_as_they_print"),
    (
        "document/too-many-cells",
        READING,
        "cells_past_the_limit_of_a_row_are_left_out_and_that_is_said",
    ),
    ("document/undecodable", READING, "bytes_that_are_not_of_the_encoding_are_counted"),
    ("form/figure-unread", "gouji/tests/command/show.rs", "figures_that_nobody_read_are_listed"),
    ("form/too-many-places", HOSTILE, "a_clause_that_matches_everywhere_is_bounded_and_says_so"),
    (
        "internal/crash",
        "gouji-server/src/faults.rs",
        "a_document_that_brings_a_defect_to_light_costs_the_others_nothing",
    ),
    ("program/too-deep", "gouji-program/src/check/tests/declarations.rs", "slips_in_records"),
    (
        "program/too-large",
        "gouji-program/src/check/tests/robustness.rs",
        "long_and_deep_expressions_are_refused_in_good_order",
    ),
    ("program/too-many", "gouji-program/src/check/tests/rules.rs", "a_rule_has_so_many_lets"),
    ("project/nothing-found", IN_FORCE, "what_cannot_be_in_force_is_said_where_it_is_listed"),
    (
        "project/wrong",
        "gouji-server/tests/server/project.rs",
        "a_broken_project_is_said_where_it_is_broken_until_it_is_mended",
    ),
    ("program/too-costly", HOSTILE, "a_rule_that_costs_too_much_is_broken_and_told_once"),
    ("rules/empty", IN_FORCE, "a_rule_file_that_cannot_be_read_is_said_at_that_file"),
    ("rules/left-out", IN_FORCE, "without_rules_all_below_are_in_force_but_what_is_ignored"),
    ("rules/none-found", IN_FORCE, "what_cannot_be_in_force_is_said_where_it_is_listed"),
    ("rules/packs-chosen", IN_FORCE, "rulesets_are_chosen_by_name"),
    ("rules/undecodable", IN_FORCE, "a_rule_file_that_cannot_be_read_is_said_at_that_file"),
    ("rules/unknown-pack", IN_FORCE, "rulesets_are_chosen_by_name"),
    ("rules/unreadable", IN_FORCE, "a_rule_file_that_cannot_be_read_is_said_at_that_file"),
    ("standing/findings", STANDING, "findings_are_told_at_the_rule_and_lead_to_the_documents"),
    (
        "standing/not-applicable",
        STANDING,
        "a_ruleset_that_does_not_apply_says_so_once_in_each_file",
    ),
    ("standing/nothing-checked", STANDING, "a_rule_whose_conditions_leave_nothing_says_so"),
    ("standing/nothing-read", STANDING, "a_form_that_read_nothing_says_what_it_looks_for"),
    ("syntax/too-deep", SLIPS, "what_is_too_deep_or_too_long_is_refused"),
    ("syntax/too-long", SLIPS, "what_is_too_deep_or_too_long_is_refused"),
];

const HOSTILE: &str = "gouji/tests/command/hostile.rs";
const PDF: &str = "gouji-document/tests/document/pdf.rs";
const WORKBOOKS: &str = "gouji-document/tests/document/workbooks.rs";
const WORD: &str = "gouji-document/tests/document/word.rs";
const READING: &str = "gouji-document/tests/document/reading.rs";
const IN_FORCE: &str = "gouji-workspace/tests/workspace/in_force.rs";
const STANDING: &str = "gouji-ide/tests/ide/standing.rs";
const SLIPS: &str = "gouji-syntax/tests/syntax/slips.rs";

fn assert_none(found: &[String]) {
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// A text without what stands in backquotes: words of the language, commands.
fn without_code(text: &str) -> String {
    text.split('`').step_by(2).collect()
}

fn has_chinese(text: &str) -> bool {
    text.chars().any(|character| ('\u{4e00}'..'\u{a000}').contains(&character))
}

/// A text of which the first word is English.
fn is_english(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic() || first == '`' || first == '“')
}

/// The Markdown files in a folder and the folders in it.
fn pages(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let mut all: Vec<PathBuf> = paths
        .flat_map(|path| if path.is_dir() { pages(&path) } else { vec![path] })
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .collect();
    all.sort();
    all
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The pages that explain the codes of a crate.
fn pages_of_codes() -> Vec<PathBuf> {
    let crates = std::fs::read_dir(root().join("crates")).expect("the folder of the crates");
    let folders = crates.map(|entry| entry.expect("an entry").path().join("src/codes"));
    folders.filter(|folder| folder.is_dir()).flat_map(|folder| pages(&folder)).collect()
}

/// What stands in the blocks of a page that say what must come.
fn findings(page: &str) -> Vec<&str> {
    let blocks = page.split("\n```findings\n").skip(1);
    blocks.map(|block| block.split("```").next().unwrap_or_default()).collect()
}

/// The codes in some text: words with a stroke.
fn codes_in(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace().filter(|word| word.contains('/'))
}

#[test]
fn each_is_declared_once_in_words_of_both_languages() {
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for code in codes::all() {
        if !seen.insert(code.id) {
            found.push(format!("{} is declared twice", code.id));
        }
        if !has_chinese(code.title(Chinese)) || !is_english(code.title(English)) {
            found.push(format!("{} needs a title in both languages", code.id));
        }
        let parts = code.id.split_once('/').unwrap_or_default();
        let is_plain = |part: &str| {
            !part.is_empty() && part.chars().all(|one| one.is_ascii_lowercase() || one == '-')
        };
        if !is_plain(parts.0) || !is_plain(parts.1) {
            found.push(format!("{} is no family/name", code.id));
        }
    }
    assert!(seen.len() > 150, "only {} codes", seen.len());
    assert_none(&found);
}

#[test]
fn each_is_explained_once_in_both_languages() {
    let declared: BTreeSet<&str> = codes::all().map(|code| code.id).collect();
    let mut explained = BTreeSet::new();
    let mut found = Vec::new();
    for id in codes::explained() {
        if !declared.contains(id) || !explained.insert(id) {
            found.push(format!("{id} is explained twice, or is no code"));
        }
    }
    for id in declared {
        let (_, explanation) = codes::explain(id).expect("a declared code");
        let paragraphs = &explanation.paragraphs;
        let is_sound =
            |(chinese, english): &(&str, &str)| has_chinese(chinese) && is_english(english);
        if paragraphs.is_empty() || !paragraphs.iter().all(is_sound) {
            found.push(format!(
                "{id} needs an explanation, each paragraph in Chinese and then in English"
            ));
        }
    }
    assert_none(&found);
}

#[test]
fn what_is_not_declared_is_not_raised() {
    // `Diagnostic::new` takes a `CodeInfo`, and only `codes!` makes one.
    let made = engine_sources().into_iter().filter(|(_, text)| text.contains("CodeInfo {"));
    let made: Vec<String> = made.map(|(path, _)| path.display().to_string()).collect();
    assert_eq!(made, ["gouji-diagnostic/src/code.rs"]);
}

#[test]
fn each_is_used_in_its_crate() {
    let mut crates: BTreeMap<String, (String, String)> = BTreeMap::new();
    for (path, text) in engine_sources() {
        let mut parts = path.components().map(|part| part.as_os_str().to_string_lossy());
        let own = crates.entry(parts.next().expect("a crate").into_owned()).or_default();
        let declares = path.ends_with("src/codes.rs") && text.contains("codes! {");
        let of = if declares { &mut own.0 } else { &mut own.1 };
        of.push_str(&text);
    }
    let mut found = Vec::new();
    let mut count = 0;
    for (name, (declarations, uses)) in &crates {
        let words: BTreeSet<&str> =
            uses.split(|one: char| !one.is_ascii_alphanumeric() && one != '_').collect();
        let constants = declarations.lines().filter_map(|line| line.trim().split_once(" = \""));
        for (constant, _) in constants {
            count += 1;
            if !words.contains(constant) {
                found.push(format!("{name}: {constant} is declared and not used"));
            }
        }
    }
    assert_eq!(count, codes::all().count());
    assert_none(&found);
}

#[test]
fn each_is_raised_by_a_spec_or_by_the_test_that_is_named() {
    let specs = pages(&root().join("tests/spec")).into_iter().chain(pages_of_codes());
    let specs: String = specs.map(|page| findings(&read(&page)).concat()).collect();
    let raised: BTreeSet<&str> = codes_in(&specs).collect();
    let mut found = Vec::new();
    for code in codes::all() {
        let elsewhere = ELSEWHERE.iter().find(|(id, ..)| *id == code.id);
        match (raised.contains(code.id), elsewhere) {
            (true, None) => {}
            (true, Some(_)) => {
                found.push(format!("a spec raises {}: no test need be named", code.id))
            }
            (false, None) => found.push(format!("no spec raises {}", code.id)),
            (false, Some((_, file, test))) => {
                let text = read(&root().join("crates").join(file));
                let body = text.split_once(&format!("fn {test}(")).map(|(_, body)| body);
                let body = body.and_then(|body| body.split("\n#[").next());
                let short = code.id.trim_start_matches("program/");
                if !body.is_some_and(|body| body.contains(short)) {
                    found.push(format!("{file}: no test {test} raises {}", code.id));
                }
            }
        }
    }
    found.extend(
        ELSEWHERE
            .iter()
            .filter(|(id, ..)| codes::explain(id).is_none())
            .map(|(id, ..)| format!("{id} is no code")),
    );
    assert_none(&found);
}

/// The first text under a code raises it, and the last one, which is mended, does not.
#[test]
fn the_examples_of_a_code_raise_it_and_mend_it() {
    let mut found = Vec::new();
    for page in pages_of_codes() {
        let text = read(&page);
        for section in text.split("\n## ").skip(1) {
            let (id, body) = section.split_once('\n').unwrap_or_default();
            let all = findings(body);
            let raises = |findings: &str| codes_in(findings).any(|code| code == id);
            match all.as_slice() {
                [] if ELSEWHERE.iter().any(|(code, ..)| *code == id) => {}
                [wrong, mended] if raises(wrong) && !raises(mended) => {}
                _ => found.push(format!("{}: {id}", page.display())),
            }
        }
    }
    assert_none(&found);
}

fn severity(code: &CodeInfo) -> (&'static str, &'static str) {
    match code.severity {
        Severity::Error => ("错误", "error"),
        Severity::Warning => ("警告", "warning"),
        Severity::Note => ("说明", "note"),
    }
}

/// What stands before the codes of a family.
fn family(name: &str) -> (&'static str, &'static str) {
    match name {
        "syntax" => ("规则的写法", "How rules are written"),
        "program" => ("规则的意思", "What rules mean"),
        "document" => ("公开文件", "Documents"),
        "form" => ("按表样读文件", "Reading documents by forms"),
        "internal" => ("程序出错", "Defects of the program"),
        "project" => ("项目（gouji.toml）", "Projects (gouji.toml)"),
        "rules" => ("规则文件和规则集", "Rule files and rulesets"),
        "standing" => ("编辑器里的说明", "Notes in editors"),
        other => panic!("{other} needs a heading"),
    }
}

/// `docs/codes.md`.
fn reference() -> String {
    let mut families: BTreeMap<&str, BTreeMap<&str, &CodeInfo>> = BTreeMap::new();
    for code in codes::all() {
        families.entry(code.family()).or_default().insert(code.id, code);
    }
    let mut text = String::from(
        "<!-- Written by `GOUJI_SPEC_UPDATE=1 cargo test -p gouji --test command codes`: do not edit. -->\n\n\
         # 代码 · Codes\n\n\
         报告和编辑器里每个问题都有一个代码，含义不变；`gouji explain 代码` 说的就是这里的内容。\
         公开文件的例子里，`⇥` 是制表符。规则自己查出的问题以规则的名字为代码，不在这里。\n\n\
         Every problem in a report or an editor has a code, whose meaning never changes; `gouji explain CODE` says what \
         stands here. In examples of documents `⇥` is a tab. What rules find is called by the rule's name and is not \
         listed.\n",
    );
    for (name, codes) in families {
        let (chinese, english) = family(name);
        let _ = writeln!(text, "\n## {name}/ · {chinese} · {english}");
        for (id, code) in codes {
            describe(&mut text, id, code);
        }
    }
    text
}

fn describe(text: &mut String, id: &str, code: &CodeInfo) {
    let (_, explanation) = codes::explain(id).expect("a declared code");
    let (grade, english_grade) = severity(code);
    let (title, english_title) = (code.title(Chinese), code.title(English));
    let _ =
        writeln!(text, "\n### {id}\n\n**{title}**（{grade}） · {english_title} ({english_grade})");
    for language in [Chinese, English] {
        for paragraph in explanation.prose(language) {
            let _ = writeln!(text, "\n{paragraph}");
        }
    }
    for (number, example) in explanation.examples.iter().enumerate() {
        if number == 1 {
            text.push_str("\n改为 · mended:\n");
        }
        for (language, block) in &example.blocks {
            let _ = writeln!(text, "\n```{language}\n{}\n```", block.trim_end());
        }
    }
}

#[test]
fn the_page_of_codes_is_current() {
    let path = root().join("docs/codes.md");
    let due = reference();
    if std::env::var_os("GOUJI_SPEC_UPDATE").is_some_and(|value| value == "1") {
        std::fs::write(&path, &due).expect("the page is written");
    }
    let current = read(&path);
    let differs = due.lines().zip(current.lines()).find(|(due, current)| due != current);
    assert!(
        due == current,
        "docs/codes.md is stale ({differs:?}): run this test with GOUJI_SPEC_UPDATE=1"
    );
}

#[test]
fn codes_are_explained_in_both_languages() {
    let run = gouji(&["explain", "syntax/sign"]).ends(0);
    let run = run.says("syntax/sign（错误）").says("符号写法不对").says("&&").says("改为");
    assert_eq!(run.stderr, "");
    let run = gouji(&["explain", "--lang", "en", "form/no-unit"]).ends(0);
    let run = run.says("form/no-unit (warning)");
    run.says("no unit is stated").says("Example").says("收入合计⇥5").says("Mended");
    for code in codes::all() {
        let (_, explanation) = codes::explain(code.id).expect("a declared code");
        let words = |language: Language| explanation.prose(language).collect::<String>();
        assert!(!has_chinese(&without_code(&words(English))), "{}", code.id);
        assert_ne!(words(Chinese), words(English), "{}", code.id);
    }
}

#[test]
fn a_name_that_is_no_rule_and_no_code_leads_to_both() {
    let run = gouji(&["explain", "syntax/unclosed-brase"]).ends(2);
    run.says("没有叫「syntax/unclosed-brase」的规则或代码").says("是不是 syntax/unclosed-brace");
    gouji(&["explain", "unclosed-brace"]).ends(2).says("是不是 syntax/unclosed-brace");
    gouji(&["explain", "成本指标须有下限"]).ends(2).says("是不是 部门预算公开/成本指标须有上限");
    let run = gouji(&["explain", "--lang", "en", "syntax/sing"]).ends(2);
    run.says("there is no rule and no code “syntax/sing”").says("did you mean syntax/sign");
}
