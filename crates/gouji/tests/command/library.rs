//! The library beside the command: one document, the same report.

use crate::support::{CLEAN, FAULTY, Folder, gouji, root, sample};
use gouji::{BrokenRules, Checker, Language, Rules, UnfitDocument, render};

#[test]
fn a_checker_goes_from_thread_to_thread_and_errors_are_errors() {
    fn shared<T: Send + Sync + 'static>() {}
    fn error<T: std::error::Error + Send + Sync + 'static>() {}
    shared::<Checker>();
    shared::<gouji::Records>();
    shared::<gouji::DocumentReport>();
    error::<UnfitDocument>();
    error::<BrokenRules>();
}

/// Documents of all kinds: sound and faulty, in another encoding, damaged, and no documents at all.
fn documents(folder: &Folder) -> Vec<String> {
    let damaged = sample(FAULTY).replacen("743.00", "743.\u{0}0", 1);
    let mut mixed = sample(FAULTY).into_bytes();
    mixed.extend(b"\xb5\xa5\xce\xbb\n");
    let mut paths: Vec<String> = [CLEAN, FAULTY, "tests/disclosures/dongli-water-2023.txt"]
        .map(|path| root().join(path).display().to_string())
        .into();
    paths.extend([
        folder.write("damaged.txt", damaged),
        folder.write("mixed.txt", mixed),
        folder.write("empty.txt", ""),
        folder.write("picture.txt", b"%PDF-1.7\n\xe2\xe3\xcf\xd3\n"),
        folder.write("weather.txt", "今天天气很好。\n"),
    ]);
    paths
}

#[test]
fn the_library_says_what_the_command_says() {
    let folder = Folder::new("library");
    let checker = Checker::new(Rules::shipped());
    for path in documents(&folder) {
        let bytes = std::fs::read(&path).expect("a document");
        let report = checker.check(&path, bytes.clone());
        let command = gouji(&["check", &path, "--format", "json"]);
        assert_eq!(render::json(&report, Language::Chinese), command.stdout, "{path}");
        let command = gouji(&["check", &path, "--format", "concise", "--lang", "en"]);
        assert_eq!(render::lines(&report, Language::English), command.stdout, "{path}");

        let command = gouji(&["extract", &path]);
        match checker.extract(&path, bytes) {
            Ok(records) => {
                let own = serde_json::to_value(records.json(Language::Chinese)).expect("JSON");
                assert_eq!(own, command.json()["documents"][0], "{path}");
            }
            Err(unfit) => {
                assert!(command.said().contains(&unfit.reason().chinese), "{}", command.said());
                assert!(unfit.to_string().starts_with(&path));
            }
        }
    }
}

#[test]
fn records_can_be_read_by_name() {
    let checker = Checker::new(Rules::shipped());
    let records = checker.extract(FAULTY, sample(FAULTY)).expect("records");
    let project = records.of("项目").next().expect("a project");
    let budget = project.field("预算数").expect("a declared field");
    assert_eq!((budget.state(), budget.unit()), (gouji::FieldState::Value, Some("万元")));
    assert_eq!(budget.range().of(&records.source().text), budget.text());
    assert!(
        budget
            .figure(gouji::Language::Chinese)
            .is_some_and(|figure| budget.text().starts_with(&figure))
    );
    assert!(project.field("没有这一栏").is_none());
    assert_eq!(records.of("没有这种记录").count(), 0);
}

#[test]
fn rules_of_one_s_own_join_the_shipped_ones_or_take_their_place() {
    let own = "规则 接待费不宜多 {\n  对每个 三公经费\n  宜 公务接待费 ≤ 1 万元\n}\n";
    let rules = Rules::builder().shipped().file("mine.gouji", own).build().expect("sound rules");
    let report = Checker::new(rules).check(FAULTY, sample(FAULTY));
    let found = |code: &str| report.findings.iter().any(|finding| finding.code.as_str() == code);
    assert!(found("部门预算公开/接待费不宜多") && found("部门预算公开/收入合计"));

    let replaced = "规则集 部门预算公开 版本 “1” {\n}\n记录 甲 {\n  乙: 整数\n}\n规则 丙 { 对每个 甲 应当 乙 > 0 }\n";
    let rules = Rules::builder().shipped().file("mine.gouji", replaced).build().expect("rules");
    let of_it = rules.names().filter(|name| name.starts_with("部门预算公开/"));
    assert_eq!(of_it.collect::<Vec<_>>(), ["部门预算公开/丙"]);

    let broken = Rules::builder().shipped().file("mine.gouji", "规则 坏 { 应当").build();
    let broken = broken.expect_err("a broken rule");
    assert!(broken.to_string().starts_with("mine.gouji:1:"), "{broken}");
    assert!(broken.problems().count() > 0 && broken.into_sound().names().count() > 30);
}
