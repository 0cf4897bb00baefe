//! What is in force, layout by layout.

use gouji_text::TextRange;
use gouji_workspace::{
    DocumentChoice, InForce, MemorySystem, Origin, PackInForce, Project, RuleOptions, in_force,
};
use std::path::{Path, PathBuf};

const RULESET: &str = "规则集 本县 {\n}\n";
const RULE: &str = "规则 甲 { 对每个 收入 应当 合计 > 0 }\n";
const SHIPPED: &str = "部门预算公开";

fn found(system: &MemorySystem, options: &RuleOptions) -> InForce {
    let project = Project::find(system, Path::new("p"));
    in_force(system, project.as_ref(), options, &DocumentChoice::OfProject)
}

/// The packs that are not shipped: their files' names, and the ruleset.
fn own(found: &InForce) -> Vec<String> {
    let own = found.packs.iter().filter(|pack| pack.origin != Origin::Shipped);
    own.map(|pack| {
        let files: Vec<_> = pack.files.iter().map(|file| file.path.display().to_string()).collect();
        let ruleset = pack.ruleset.as_deref().unwrap_or("-");
        format!("{ruleset}: {}", files.join(" "))
    })
    .collect()
}

fn codes(found: &InForce) -> Vec<&str> {
    found.problems.iter().map(|problem| problem.diagnostic.code.as_str()).collect()
}

fn without_options() -> RuleOptions {
    RuleOptions::default()
}

#[test]
fn each_entry_is_one_pack_with_all_below_it() {
    let system = MemorySystem::default()
        .with("p/gouji.toml", "rules = [\"rules\", \"one.gouji\", \"two.gouji\"]")
        .with("p/rules/a.gouji", RULESET)
        .with("p/rules/deep/b.gouji", RULE)
        .with("p/rules/target/c.gouji", RULE)
        .with("p/rules/notes.md", "x")
        .with("p/.gitignore", "target/\n")
        .with("p/one.gouji", RULE)
        .with("p/two.gouji", RULE)
        .with("p/three.gouji", RULE);
    let found = found(&system, &without_options());
    assert_eq!(
        own(&found),
        [
            "本县: p/rules/a.gouji p/rules/deep/b.gouji p/rules/target/c.gouji",
            "-: p/one.gouji",
            "-: p/two.gouji"
        ]
    );
    let first = found.packs.iter().take(gouji_packs::shipped().len());
    let mut names = first.map(|pack| pack.ruleset.as_deref());
    assert!(names.any(|name| name == Some(SHIPPED)), "the shipped ones come first");
    assert_eq!(codes(&found), [""; 0]);
}

#[test]
fn without_rules_all_below_are_in_force_but_what_is_ignored() {
    let system = MemorySystem::default()
        .with("p/gouji.toml", "")
        .with("p/.gitignore", "old/\n")
        .with("p/mine.gouji", RULE)
        .with("p/county/ruleset.gouji", RULESET)
        .with("p/county/deep/more.gouji", RULE)
        .with("p/two/a.gouji", "规则集 一 {\n}\n")
        .with("p/two/b.gouji", "规则集 二 {\n}\n")
        .with("p/old/c.gouji", RULE);
    let found = found(&system, &without_options());
    assert_eq!(
        own(&found),
        [
            "本县: p/county/deep/more.gouji p/county/ruleset.gouji",
            "-: p/mine.gouji",
            "一: p/two/a.gouji",
            "二: p/two/b.gouji"
        ]
    );
    assert_eq!(codes(&found), ["rules/left-out"]);
    assert_eq!(found.problems[0].file, Some(PathBuf::from("p/old/c.gouji")));
    let without_project = in_force(&system, None, &without_options(), &DocumentChoice::OfProject);
    assert_eq!(own(&without_project), [""; 0], "a folder without gouji.toml is no project");
}

#[test]
fn a_file_counts_once() {
    let system = MemorySystem::default()
        .with("p/gouji.toml", "rules = [\"rules\", \"rules/a.gouji\", \"rules/../rules\"]")
        .with("p/rules/a.gouji", RULE)
        .with_link("p/linked.gouji", "rules/a.gouji");
    let paths = ["p/rules/a.gouji", "p/linked.gouji"].map(PathBuf::from).to_vec();
    let found = found(&system, &RuleOptions { paths, ..without_options() });
    assert_eq!(own(&found), ["-: p/rules/a.gouji"]);
    assert_eq!(codes(&found), [""; 0]);
}

#[test]
fn a_ruleset_takes_the_place_of_the_shipped_one() {
    let own_one = format!("规则集 {SHIPPED} {{\n}}\n");
    let system = MemorySystem::default()
        .with("p/gouji.toml", "rules = []")
        .with("p/own.gouji", own_one.as_str());
    let shipped =
        |found: &InForce| found.packs.iter().filter(|pack| pack.origin == Origin::Shipped).count();
    let all = gouji_packs::shipped().len();
    assert_eq!(shipped(&found(&system, &without_options())), all);
    let options = RuleOptions { paths: vec!["p/own.gouji".into()], ..without_options() };
    let replaced = found(&system, &options);
    assert_eq!((shipped(&replaced), own(&replaced).len()), (all - 1, 1));
    let none = RuleOptions { no_default_packs: true, ..without_options() };
    assert_eq!(shipped(&found(&system, &none)), 0);
    let system = system.with("p/gouji.toml", "default-packs = false");
    let system = system.without("p/own.gouji");
    assert_eq!(shipped(&found(&system, &without_options())), 0);
    // Whoever chooses it by name wants it, and what it imports.
    let chosen = RuleOptions { packs: vec![SHIPPED.to_owned()], ..without_options() };
    assert_eq!(shipped(&found(&system, &chosen)), 2);
    let imported =
        RuleOptions { packs: vec!["江苏部门预算".to_owned()], ..without_options() };
    assert_eq!(shipped(&found(&system, &imported)), 2);
    // But not whoever says in the same breath that none is wanted.
    let neither = RuleOptions { no_default_packs: true, ..chosen };
    assert_eq!(shipped(&found(&system, &neither)), 0);
    assert_eq!(codes(&found(&system, &neither))[0], "rules/unknown-pack");
}

#[test]
fn rulesets_are_chosen_by_name() {
    use gouji_analysis::Selection::{Chosen, LeftOut, Named};
    let system = MemorySystem::default()
        .with("p/gouji.toml", "rules = [\"a.gouji\", \"b.gouji\"]")
        .with("p/a.gouji", RULESET)
        .with("p/b.gouji", RULE);
    let chosen = |name: &str| RuleOptions { packs: vec![name.to_owned()], ..without_options() };
    let county = found(&system, &chosen("本县"));
    let selections: Vec<_> = county.packs.iter().map(|pack| pack.selection).collect();
    let (of_shipped, own) = selections.split_at(gouji_packs::shipped().len());
    assert!(of_shipped.iter().all(|selection| *selection == LeftOut));
    assert_eq!(own, [Chosen, Named]);
    assert_eq!(codes(&county), ["rules/packs-chosen"]);
    // What it imports comes along.
    let chosen_shipped = found(&system, &chosen("江苏部门预算"));
    let is_chosen = |pack: &&PackInForce| pack.selection == Chosen;
    let names = chosen_shipped.packs.iter().filter(is_chosen).map(|pack| pack.ruleset.as_deref());
    assert_eq!(names.collect::<Vec<_>>(), [Some("江苏部门预算"), Some("预决算公开")]);
    let unknown = found(&system, &chosen("部门预算"));
    assert_eq!(codes(&unknown), ["rules/unknown-pack", "rules/packs-chosen"]);
    let words = &unknown.problems[0].diagnostic.message.chinese;
    assert_eq!(
        words,
        "--pack：没有叫「部门预算」的规则集；是不是「江苏部门预算」「上海部门预算」「部门预算公开」？"
    );
}

#[test]
fn what_cannot_be_in_force_is_said_where_it_is_listed() {
    let system = MemorySystem::default()
        .with(
            "p/gouji.toml",
            "rules = [\"none\", \"empty\", \"pipe\"]\ndocuments = [\"公开\", \"x.txt\"]",
        )
        .with("p/empty/readme.md", "x")
        .with_special("p/pipe")
        .with("p/x.txt", "x");
    let found = found(&system, &without_options());
    let expected =
        ["rules/unreadable", "rules/none-found", "rules/unreadable", "project/nothing-found"];
    assert_eq!(codes(&found), expected);
    let at: Vec<_> =
        found.problems.iter().map(|problem| problem.diagnostic.subject().copied()).collect();
    assert_eq!(
        at,
        [(9, 15), (17, 24), (26, 32), (47, 55)]
            .map(|(start, end)| Some(TextRange::new(start, end)))
    );
    let file = Some(PathBuf::from("p/gouji.toml"));
    assert!(found.problems.iter().all(|problem| problem.file == file));
    assert_eq!(found.documents.documents, [PathBuf::from("p/x.txt")]);
}

#[test]
fn a_rule_file_that_cannot_be_read_is_said_at_that_file() {
    let system = MemorySystem::default()
        .with("p/gouji.toml", "rules = [\"rules\"]")
        .with("p/rules/empty.gouji", " \n")
        .with("p/rules/half.gouji", b"\xff\xff".to_vec())
        .with_unreadable("p/rules/locked.gouji")
        .with_link("p/rules/lost.gouji", "nothing");
    let found = found(&system, &without_options());
    let mut said = codes(&found);
    said.sort_unstable();
    assert_eq!(said, ["rules/empty", "rules/undecodable", "rules/unreadable", "rules/unreadable"]);
}

#[test]
fn documents_are_those_of_the_project() {
    let system = MemorySystem::default()
        .with("p/gouji.toml", "documents = [\"公开\"]")
        .with("p/公开/a.txt", "x")
        .with("p/.gitignore", "b.txt\n")
        .with("p/公开/b.txt", "x")
        .with("p/c.txt", "x");
    let found = found(&system, &without_options());
    assert_eq!(found.documents.documents, [PathBuf::from("p/公开/a.txt")]);
    assert_eq!(found.documents.passed_over[0].0, PathBuf::from("p/公开/b.txt"));
    let seen = found.seen_from(Path::new("p"));
    assert_eq!(seen.documents.documents, [PathBuf::from("公开/a.txt")]);
}
