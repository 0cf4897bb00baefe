//! What is wrong, in either kind of file.

use crate::fixture::{DOCUMENT, RECORDS, RULES, World};
use gouji_ide::File;

#[test]
fn a_sound_pack_has_none() {
    let world = World::small();
    for file in [world.records, world.rules] {
        let found = world.ide().diagnostics(File::Rule(file));
        assert!(found.is_empty(), "{found:#?}");
    }
}

#[test]
fn a_broken_rule_is_told_at_its_word() {
    let world = World::new(RECORDS, &RULES.replace("应当 预算数", "应当 预算额"), DOCUMENT);
    let file = File::Rule(world.rules);
    let found = world.ide().diagnostics(file);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(world.slice(file, found[0].places[0].at.range), "预算额");
}

#[test]
fn findings_of_a_document_stand_at_its_figures() {
    let world = World::small();
    let found = world.ide().diagnostics(world.document());
    let told: Vec<(String, String)> = found
        .iter()
        .filter(|one| one.code.as_str().starts_with("小/"))
        .map(|one| (one.code.to_string(), world.slice(world.document(), one.places[0].at.range)))
        .collect();
    assert!(told.contains(&("小/资金一致".to_owned(), "20.00".to_owned())), "{told:?}");
    assert!(told.contains(&("小/须有上限".to_owned(), "≥5 公里".to_owned())), "{told:?}");
    assert!(told.iter().any(|(code, _)| code == "小/项目合计"), "{told:?}");
}

#[test]
fn of_a_document_that_cannot_be_read_only_that_is_said() {
    for (text, code) in [("\n \n", "document/empty"), ("{\\rtf1\n甲\t1", "document/not-text")] {
        let world = World::new(RECORDS, RULES, text);
        let found = world.ide().diagnostics(world.document());
        let codes: Vec<&str> = found.iter().map(|one| one.code.as_str()).collect();
        assert_eq!(codes, [code]);
    }
}
