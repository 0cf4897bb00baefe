//! How rules and forms fare on the open documents, said in the rule text.

use crate::fixture::{DOCUMENT, RECORDS, RULES, World, raw};
use gouji_database::{Setter, tally};
use gouji_diagnostic::{Diagnostic, RuleOutcome, Severity};
use gouji_ide::File;
use gouji_text::Language;
use std::sync::Arc;

/// Where each note stands and what it says.
fn notes(world: &World, file: File) -> Vec<(String, String)> {
    let found = world.ide().standing(file);
    let told = |note: &Diagnostic| {
        assert_eq!(note.severity, Severity::Note);
        let words = note.message.in_language(world.language).to_owned();
        (world.slice(file, note.places[0].at.range), words)
    };
    found.iter().map(told).collect()
}

fn check(world: &World, file: File, wanted: &[(&str, &str)]) {
    let found = notes(world, file);
    let found: Vec<(&str, &str)> =
        found.iter().map(|(at, words)| (at.as_str(), words.as_str())).collect();
    assert_eq!(found, wanted);
}

fn rules(world: &World) -> File {
    File::Rule(world.rules)
}

fn note_at(world: &World, at: &str) -> Diagnostic {
    let file = rules(world);
    let found = world.ide().standing(file);
    let here = found.into_iter().find(|note| world.slice(file, note.places[0].at.range) == at);
    here.expect("a note at the name")
}

fn set_document(world: &mut World, text: &str) {
    world.documents[0].set_raw(&mut world.database).to(raw("a.txt", text));
}

#[test]
fn findings_are_told_at_the_rule_and_lead_to_the_documents() {
    let world = World::small();
    check(
        &world,
        rules(&world),
        &[
            ("项目合计", "在打开的公开文件里查过 1 项：1 项不通过"),
            ("资金一致", "在打开的公开文件里查过 2 项：1 项不通过"),
            ("须有上限", "在打开的公开文件里查过 3 项：1 项不通过"),
        ],
    );
    let note = note_at(&world, "资金一致");
    assert_eq!(note.code, "standing/findings");
    assert_eq!(note.outcome, Some(RuleOutcome::Failed));
    let [_, place] = note.places.as_slice() else { panic!("{:#?}", note.places) };
    assert_eq!(world.ide().file_named(&place.at.source), Some(world.document()));
    assert_eq!(world.slice(world.document(), place.at.range), "20.00");
    assert!(!place.label.chinese.is_empty() && !place.label.english.is_empty());
}

#[test]
fn editing_a_figure_so_that_the_rule_holds_removes_the_note() {
    let mut world = World::small();
    assert!(notes(&world, rules(&world)).iter().any(|(at, _)| at == "资金一致"));
    set_document(&mut world, &DOCUMENT.replace("19.00", "20.00"));
    assert!(!notes(&world, rules(&world)).iter().any(|(at, _)| at == "资金一致"));
}

#[test]
fn a_line_typed_above_moves_the_places_and_nothing_else() {
    let mut world = World::small();
    let before = notes(&world, rules(&world));
    let tallied = tally(&world.database, world.configuration, world.documents[0]);
    let moved = DOCUMENT.replacen("一、说明", "\n\n一、说明", 1);
    set_document(&mut world, &moved);
    assert_eq!(notes(&world, rules(&world)), before);
    assert_eq!(tally(&world.database, world.configuration, world.documents[0]), tallied);
    let place = note_at(&world, "资金一致").places.remove(1).at;
    assert_eq!(world.slice(world.document(), place.range), "20.00");
}

#[test]
fn editing_the_rule_changes_its_note() {
    let mut world = World::small();
    let relaxed = RULES.replace("应当 预算数 = 财政资金", "应当 预算数 ≥ 财政资金");
    world.rules.set_text(&mut world.database).to(Arc::from(relaxed));
    assert!(!notes(&world, rules(&world)).iter().any(|(at, _)| at == "资金一致"));
}

#[test]
fn no_open_document_means_no_note() {
    let mut world = World::small();
    world.open.clear();
    assert!(!world.ide().lenses(rules(&world)).is_empty());
    for file in [world.records, world.rules] {
        check(&world, File::Rule(file), &[]);
    }
}

#[test]
fn documents_are_counted_together_and_have_no_note_of_their_own() {
    let mut world = World::small();
    let other = world.open_another("另一份.txt", &DOCUMENT.replace("19.00", "20.00"));
    check(
        &world,
        rules(&world),
        &[
            ("项目合计", "在打开的 2 份公开文件里查过 2 项：2 项不通过"),
            ("资金一致", "在打开的 2 份公开文件里查过 4 项：1 项不通过"),
            ("须有上限", "在打开的 2 份公开文件里查过 6 项：2 项不通过"),
        ],
    );
    let note = note_at(&world, "须有上限");
    let files: Vec<Option<File>> =
        note.places.iter().skip(1).map(|one| world.ide().file_named(&one.at.source)).collect();
    assert_eq!(files, [Some(world.document()), Some(File::Document(other))]);
    check(&world, world.document(), &[]);
}

#[test]
fn what_cannot_be_determined_is_told_apart() {
    let text = DOCUMENT.replace("财政资金\t19.00", "财政资金\t若干").replace("1 2.00", "12.00");
    let world = World::new(RECORDS, RULES, &text);
    let note = note_at(&world, "资金一致");
    assert_eq!(note.message.chinese, "在打开的公开文件里查过 2 项：1 项无法判定");
    assert_eq!(note.outcome, Some(RuleOutcome::Undetermined));
}

#[test]
fn many_findings_are_cut_and_counted() {
    let mut text = DOCUMENT.replace("四、附则\n", "");
    for _ in 0..30 {
        text.push_str("单位：万元\n\n项目名称\t又一项\t\n预算数\t2.00\t财政资金\t1.00\n\n");
    }
    let world = World::new(RECORDS, RULES, &text);
    let note = note_at(&world, "资金一致");
    assert_eq!(note.message.chinese, "在打开的公开文件里查过 32 项：31 项不通过");
    assert_eq!(note.places.len(), 21);
    let help = note.help.expect("a word on the others");
    assert_eq!(help.chinese, "下面列出 20 处，另有 11 处没有列出");
}

#[test]
fn a_form_that_read_nothing_says_what_it_looks_for() {
    let records = RECORDS.replace("始于 标签 “项目名称”", "始于 标签 “项目编号”");
    let world = World::new(&records, RULES, DOCUMENT);
    let file = File::Rule(world.records);
    check(&world, file, &[("项目表", "表样「项目表」在打开的公开文件里没有读到任何内容")]);
    let note = world.ide().standing(file).remove(0);
    assert_eq!(note.code, "standing/nothing-read");
    let help = note.help.expect("help");
    assert_eq!(help.chinese, "它要找的是：始于 标签 “项目编号”");
    let found = notes(&world, rules(&world));
    assert!(
        found.contains(&(
            "资金一致".to_owned(),
            "在打开的公开文件里一项也没有查：没有读到任何「项目」".to_owned()
        )),
        "{found:#?}"
    );
}

#[test]
fn a_form_that_reads_in_one_of_two_documents_has_no_note() {
    let mut world = World::small();
    world.open_another("另一份.txt", "某局 2021 年预算\n\n一、别的\n");
    check(&world, File::Rule(world.records), &[]);
}

#[test]
fn a_rule_whose_conditions_leave_nothing_says_so() {
    let narrow = RULES.replace("其中 值 可量化", "其中 名字 = “没有”");
    let world = World::new(RECORDS, &narrow, DOCUMENT);
    assert_eq!(
        note_at(&world, "须有上限").message.chinese,
        "在打开的公开文件里一项也没有查：读到了「指标项」，但没有一条符合「其中」的条件"
    );
    assert_eq!(note_at(&world, "须有上限").code, "standing/nothing-checked");
    let late = RULES.replace("规则 资金一致 {", "规则 资金一致 {\n  自 2030-01-01 起");
    let world = World::new(RECORDS, &late, DOCUMENT);
    assert_eq!(
        note_at(&world, "资金一致").message.chinese,
        "在打开的公开文件里一项也没有查：文件的年度不在规则施行的期间内"
    );
}

#[test]
fn a_ruleset_that_does_not_apply_says_so_once_in_each_file() {
    let mut world = World::new(RECORDS, RULES, &DOCUMENT.replace("2021", "2001"));
    let records = File::Rule(world.records);
    check(&world, records, &[("小", "规则集「小」不适用于打开的公开文件，这里的表样都没有用上")]);
    check(
        &world,
        rules(&world),
        &[("项目合计", "规则集「小」不适用于打开的公开文件，这里的规则都没有用上")],
    );
    let diagnostic = world.ide().standing(records).remove(0);
    assert_eq!(diagnostic.code, "standing/not-applicable");
    let related = &diagnostic.places[1];
    let help = diagnostic.help.as_ref().expect("the condition");
    assert_eq!(help.chinese, "它适用于这样的公开文件：年度 ≥ 2017");
    assert_eq!(world.slice(world.document(), related.at.range), "2001");
    assert_eq!(related.label.chinese, "「文件.txt」自述的年度：2001");

    world.open_another("另一份.txt", &DOCUMENT.replace("19.00", "20.00"));
    check(&world, records, &[("小", "规则集「小」只适用于打开的 2 份公开文件中的 1 份")]);
    check(
        &world,
        rules(&world),
        &[
            ("项目合计", "在打开的 2 份公开文件中适用的 1 份里查过 1 项：1 项不通过"),
            ("须有上限", "在打开的 2 份公开文件中适用的 1 份里查过 3 项：1 项不通过"),
        ],
    );
}

#[test]
fn a_broken_rule_has_its_errors_and_no_note() {
    let world = World::new(RECORDS, &RULES.replace("应当 预算数", "应当 预算额"), DOCUMENT);
    assert!(!notes(&world, rules(&world)).iter().any(|(at, _)| at == "资金一致"));
    assert_eq!(world.ide().diagnostics(rules(&world)).len(), 1);
}

#[test]
fn a_file_that_is_not_in_force_has_no_note() {
    let world = World::small();
    let aside =
        gouji_database::RuleFile::new(&world.database, "旁.gouji".to_owned(), Arc::from(RULES));
    check(&world, File::Rule(aside), &[]);
}

#[test]
fn in_english_too() {
    let mut world = World::new(
        &RECORDS.replace("始于 标签 “项目名称”", "始于 标签 “项目编号”"),
        RULES,
        DOCUMENT,
    );
    world.language = Language::English;
    check(
        &world,
        File::Rule(world.records),
        &[("项目表", "form “项目表” read nothing in the open document")],
    );
    let mut world = World::small();
    world.language = Language::English;
    world.open_another("另一份.txt", DOCUMENT);
    let found = notes(&world, rules(&world));
    assert_eq!(found[1].1, "checked 4 in the 2 open documents: 2 fail");
}
