//! Rules: adding one's own, what is said of mistakes in them, and the verbs that look at them.

use crate::support::{CLEAN, FAULTY, Folder, gouji, gouji_in, root, rules_in_force};
use serde_json::Value as Json;

#[test]
fn one_rule_in_one_file_is_enough() {
    let folder = Folder::new("one-rule");
    let rule = "## 接待费不宜超过一万元。\n规则 接待费不宜多 {\n  对每个 三公经费\n  宜 公务接待费 ≤ 1 万元\n}\n";
    let path = folder.write("mine.gouji", rule);
    let run = gouji(&["check", FAULTY, "--rules", &path, "--format", "concise"]).ends(1);
    // Beside the shipped ones.
    run.says(":56:8: 警告[部门预算公开/接待费不宜多]")
        .says("部门预算公开/收入合计")
        .says(&format!("规则 {} 条", rules_in_force(FAULTY) + 1));
}

#[test]
fn a_project_file_above_the_working_folder_counts() {
    let folder = Folder::new("project-file");
    let rule = "规则 接待费不宜多 {\n  对每个 三公经费\n  宜 公务接待费 ≤ 1 万元\n}\n";
    folder.write("own/mine.gouji", rule);
    folder.write("gouji.toml", "rules = [\"own\"]\n");
    folder.write("below/readme.md", "");
    let below = std::path::PathBuf::from(folder.path("below"));
    let document = root().join(FAULTY).display().to_string();
    let check = ["check", document.as_str(), "--format", "concise"];
    let rules = format!("规则 {} 条", rules_in_force(FAULTY) + 1);
    gouji_in(&below, &check).ends(1).says("警告[部门预算公开/接待费不宜多]").says(&rules);
    folder.write("gouji.toml", "rulez = 1\n");
    gouji_in(&below, &check).ends(2).says("gouji.toml").says("rulez");
}

#[test]
fn english_keywords_say_the_same() {
    let folder = Folder::new("english-rule");
    let rule = "rule reception_is_small {\n  for each 三公经费\n  should 公务接待费 <= 1 万元\n}\n";
    let path = folder.write("mine.gouji", rule);
    gouji(&["check", FAULTY, "--rules", &path, "--format", "concise"])
        .ends(1)
        .says(":56:8: 警告[部门预算公开/reception_is_small]");
}

/// The problems of a check of the clean sample with these rules.
fn problems_of(name: &str, rules: &str) -> Vec<Json> {
    let folder = Folder::new(name);
    let path = folder.write("mine.gouji", rules);
    let report = gouji(&["check", CLEAN, "--rules", &path, "--format", "json"]).ends(2).json();
    report["problems"].as_array().expect("problems").clone()
}

/// A mistake in a rule: its text, the line and column where it stands, and what to write instead.
#[track_caller]
fn assert_corrected(name: &str, rules: &str, wrong: &str, right: &str) {
    let problems = problems_of(name, rules);
    let problem = problems.first().expect("a problem");
    let place = &problem["places"][0];
    assert_eq!(place["text"], wrong, "{problem:#}");
    let at = rules.find(wrong).expect("the mistake");
    let line_start = rules[..at].rfind('\n').map_or(0, |end| end + 1);
    assert_eq!(place["line"], rules[..at].matches('\n').count() + 1);
    assert_eq!(place["column"], rules[line_start..at].chars().count() + 1);
    let edit = &problem["fixes"][0]["edits"][0];
    assert_eq!(edit["text"], right, "{problem:#}");
    // The correction mends the rule.
    let (start, end) = (edit["byte_start"].as_u64().unwrap(), edit["byte_end"].as_u64().unwrap());
    let mended = format!("{}{right}{}", &rules[..start as usize], &rules[end as usize..]);
    let folder = Folder::new(&format!("{name}-mended"));
    gouji(&["check", CLEAN, "--rules", &folder.write("mine.gouji", mended)]).ends(0);
}

#[test]
fn a_mistake_is_pointed_at_and_its_correction_offered() {
    let rule = |obligation: &str| format!("规则 甲 {{\n  对每个 收入\n  应当 {obligation}\n}}\n");
    assert_corrected("twin-sign", &rule("合计 == 合计"), "==", "=");
    assert_corrected("misspelt-field", &rule("合记 > 1 万元"), "合记", "合计");
    assert_corrected("and-sign", &rule("合计 > 1 元 && 合计 > 2 元"), "&&", "且");
}

#[test]
fn text_where_a_number_is_due() {
    let problems =
        problems_of("text-for-number", "规则 甲 {\n  对每个 收入\n  应当 合计 = “多”\n}\n");
    assert_eq!(problems.len(), 1, "{problems:#?}");
    assert_eq!(problems[0]["places"][0]["line"], 3);
}

#[test]
fn units_that_do_not_go_together_are_seen_before_any_document() {
    let problems = problems_of("units", "规则 甲 {\n  对每个 收入\n  应当 合计 + 5% > 1 元\n}\n");
    let message = problems[0]["message"].as_str().unwrap();
    assert!(message.contains("金额") && message.contains("百分比"), "{message}");
}

#[test]
fn one_broken_rule_hides_no_other() {
    let folder = Folder::new("one-broken");
    let rules = "规则 坏的 {\n  对每个 收入\n  应当 合计 = = 1\n}\n规则 好的 {\n  对每个 收入\n  应当 合计 < 1 元\n}\n";
    let path = folder.write("mine.gouji", rules);
    let run = gouji(&["check", CLEAN, "--rules", &path]).ends(2);
    run.says("mine.gouji:3:").says("错误[部门预算公开/好的]");
}

#[test]
fn explain_says_what_and_why_with_examples() {
    let run = gouji(&["explain", "成本指标须有上限"]).ends(0);
    let run = run.says("部门预算公开/成本指标须有上限").says("《项目支出绩效评价管理办法》");
    run.says("合格").says("不合格").says("rules/department-budget/performance-targets.gouji:");
    gouji(&["explain", "部门预算公开/成本指标须有上限", "--lang", "en"]).ends(0).says("Basis");
}

#[test]
fn rules_are_listed_and_held_to_a_document() {
    let run = gouji(&["rules"]).ends(0);
    let lines: Vec<&str> = run.stdout.lines().collect();
    assert!(lines.len() > 30, "{}", run.stdout);
    assert!(
        lines.iter().any(|line| line.starts_with("错误") && line.contains("部门预算公开/收入合计"))
    );
    let with = gouji(&["rules", CLEAN]).ends(0);
    assert_eq!(with.stdout.lines().count(), lines.len());
    assert!(with.stdout.contains("适用"), "{}", with.stdout);
}

#[test]
fn examples_run_as_tests() {
    let run = gouji(&["test"]).ends(0).says("不通过 0").says("没有示例的规则 0 条");
    assert_eq!(run.stderr, "");

    let folder = Folder::new("examples");
    let rule = "规则 甲 {\n  对每个 收入\n  应当 合计 > 5 万元\n}\n\n示例 甲 {\n  合格   收入 { 合计: 6 万元 }\n  不合格 收入 { 合计: 7 万元 }\n}\n";
    let run = gouji(&["test", &folder.write("mine.gouji", rule)]).ends(1);
    run.says("mine.gouji:8:").says("应为不合格").says("不通过 1");

    let without =
        folder.write("without.gouji", "规则 乙 {\n  对每个 收入\n  应当 合计 > 5 万元\n}\n");
    gouji(&["test", &without]).says("没有示例：部门预算公开/乙");
    // Documents are checked by rules; what is wrong in an example is the business of `test`.
    let rule =
        "规则 丙 { 对每个 收入 应当 合计 > 5 万元 }\n示例 丙 { 合格 收入 { 合记: 6 万元 } }\n";
    let broken = folder.write("broken.gouji", rule);
    gouji(&["test", &broken]).ends(2).says("合记");
    gouji(&["rules", "--rules", &broken]).ends(0);
    gouji(&["test", "no-such-pack"]).ends(2).says("no-such-pack");
}

#[test]
fn rules_are_shown_for_one_document_and_no_folder() {
    gouji(&["rules", "tests"]).ends(2).says("是文件夹；gouji rules 一次看一份文件");
}
