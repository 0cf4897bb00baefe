//! The pack that is shipped, with the names of every rule in it resolved.

use gouji_analysis::Selection;
use gouji_database::{Configuration, GoujiDatabase, PackFiles, RuleFile};
use gouji_ide::{File, HighlightKind, Ide};
use gouji_text::Language;
use std::path::Path;
use std::sync::Arc;

/// The rule texts under `rules/`, one pack for each folder.
fn packs(database: &GoujiDatabase) -> Vec<PackFiles> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules");
    let mut packs = Vec::new();
    let folders = std::fs::read_dir(root).expect("the shipped packs");
    for folder in folders.flatten().filter(|folder| folder.path().is_dir()) {
        let entries = std::fs::read_dir(folder.path()).expect("a pack");
        let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
        paths.retain(|path| path.extension().is_some_and(|extension| extension == "gouji"));
        paths.sort();
        let files = paths.iter().map(|path| {
            let text = std::fs::read_to_string(path).expect("a rule text");
            RuleFile::new(database, path.display().to_string(), Arc::from(text.as_str()))
        });
        packs.push(PackFiles { files: files.collect(), selection: Selection::default() });
    }
    packs
}

/// Every word of a sound pack is a keyword or has a meaning; one without a colour would be a name
/// that the resolver lost.
#[test]
fn every_word_has_a_meaning() {
    let database = GoujiDatabase::default();
    let packs = packs(&database);
    let configuration = Configuration::new(&database, packs.clone());
    let ide = Ide {
        database: &database,
        configuration,
        documents: &[],
        open: &[],
        language: Language::Chinese,
    };
    let mut words = 0;
    for file in packs.iter().flat_map(|pack| &pack.files) {
        let text = file.text(&database);
        let coloured = ide.highlights(File::Rule(*file));
        let mut coloured = coloured.iter().peekable();
        for (at, character) in text.char_indices() {
            while coloured.next_if(|one| one.range.end as usize <= at).is_some() {}
            let is_coloured = coloured.peek().is_some_and(|one| one.range.start as usize <= at);
            if character.is_alphabetic() {
                words += 1;
                let line = text[..at].matches('\n').count() + 1;
                assert!(is_coloured, "{}:{line}: no colour at {character}", file.name(&database));
            }
        }
        let plain = ide
            .highlights(File::Rule(*file))
            .iter()
            .filter(|one| one.kind == HighlightKind::Rule)
            .count();
        assert!(plain > 0 || !text.contains("规则 "));
    }
    assert!(words > 1000);
}
