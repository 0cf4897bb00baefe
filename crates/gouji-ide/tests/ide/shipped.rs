//! The pack that is shipped, with the names of every rule in it resolved.

use gouji_analysis::Selection;
use gouji_database::{
    Configuration, GoujiDatabase, PackFiles, RuleFile, RulesAndNames, checked_with_names, tree,
};
use gouji_ide::{File, FileEdit, HighlightKind, Ide, Target};
use gouji_program::{FieldKind, Meaning};
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

/// The shipped rule texts with these edits.
fn edited(ide: &Ide<'_>, packs: &[PackFiles], edits: &[FileEdit]) -> Vec<Vec<String>> {
    let text = |file: &RuleFile| {
        let mut text = file.text(ide.database).to_string();
        let mut own: Vec<&FileEdit> =
            edits.iter().filter(|edit| edit.file == File::Rule(*file)).collect();
        own.sort_by_key(|edit| std::cmp::Reverse(edit.range.start));
        for edit in own {
            text.replace_range(edit.range.to_usize(), &edit.text);
        }
        text
    };
    packs.iter().map(|pack| pack.files.iter().map(text).collect()).collect()
}

/// A new database over texts, asked to rename what stands at a place of one of them.
fn renamed(
    texts: &[Vec<String>],
    (pack, file): (usize, usize),
    at: u32,
    name: &str,
) -> Vec<Vec<String>> {
    let database = GoujiDatabase::default();
    let packs: Vec<PackFiles> = texts
        .iter()
        .map(|texts| {
            let file = |text: &String| {
                RuleFile::new(&database, "规则.gouji".to_owned(), Arc::from(text.as_str()))
            };
            PackFiles { files: texts.iter().map(file).collect(), selection: Selection::default() }
        })
        .collect();
    let configuration = Configuration::new(&database, packs.clone());
    let language = Language::Chinese;
    let ide = Ide { database: &database, configuration, documents: &[], open: &[], language };
    let edits = ide.rename(File::Rule(packs[pack].files[file]), at, name).expect(name);
    edited(&ide, &packs, &edits)
}

/// Hover, definition, references and rename say one and the same of every name of the shipped packs.
#[test]
fn every_name_means_one_thing() {
    let database = GoujiDatabase::default();
    let packs = packs(&database);
    let configuration = Configuration::new(&database, packs.clone());
    let language = Language::Chinese;
    let ide = Ide { database: &database, configuration, documents: &[], open: &[], language };
    let RulesAndNames { rules: checked, names: table } =
        checked_with_names(&database, configuration);
    for pair in table.all().windows(2) {
        let apart = pair[0].place.item_id() != pair[1].place.item_id()
            || pair[0].place.range.end <= pair[1].place.range.start;
        assert!(apart, "{pair:?} overlap");
    }
    let original = edited(&ide, &packs, &[]);
    let mut seen = std::collections::HashSet::new();
    let mut refused = 0;
    for name in table.all() {
        let file = checked.files[name.place.file.0 as usize];
        let item = &tree(&database, file).items[name.place.item as usize];
        let range = name.place.range.shifted(item.start);
        let at = range.start;
        if name.meaning == Meaning::Special {
            continue;
        }
        let hover = ide.hover(File::Rule(file), at).expect("a hover");
        assert_eq!(hover.range, range, "{}", hover.markdown);
        let here = |target: &Target| (target.file, target.selection) == (File::Rule(file), range);
        let declared = ide.definition(File::Rule(file), at);
        let is_built_in = matches!(name.meaning, Meaning::Function(_));
        assert_eq!(declared.is_empty(), is_built_in, "{}", hover.markdown);
        // 上级, 下级 and 部分 come with the clauses that order the rows of a record.
        let program = &checked.program;
        if let Meaning::Field(record, field) = name.meaning
            && matches!(program.record(record).fields[field].kind, FieldKind::Related(..))
        {
            continue;
        }
        for target in &declared {
            let File::Rule(of) = target.file else { panic!("a rule text") };
            let back = ide.references(File::Rule(of), target.selection.start, true);
            assert!(back.iter().any(here), "{} is lost", hover.markdown);
        }
        // Of each thing that can be renamed, the first of its kind in each file.
        let kind = (std::mem::discriminant(&name.meaning), file);
        if seen.contains(&kind) || ide.prepare_rename(File::Rule(file), at).is_none() {
            continue;
        }
        let old = range.of(&ide.text(File::Rule(file))).to_owned();
        let pack = packs.iter().position(|pack| pack.files.contains(&file)).unwrap();
        let number = packs[pack].files.iter().position(|other| *other == file).unwrap();
        let edits = match ide.rename(File::Rule(file), at, "另一个名字") {
            Ok(edits) => edits,
            // One name of a column that fills fields of two records cannot go with one of them.
            Err(why) => {
                assert!(why.starts_with("改名后会出错"), "{old}: {why}");
                refused += 1;
                continue;
            }
        };
        seen.insert(kind);
        let after = edited(&ide, &packs, &edits);
        assert_ne!(after, original);
        // What stands in front of it in its file has grown or shrunk.
        let before =
            edits.iter().filter(|edit| edit.file == File::Rule(file) && edit.range.start < at);
        let shift: i64 =
            before.map(|edit| edit.text.len() as i64 - i64::from(edit.range.len())).sum();
        let at = u32::try_from(i64::from(at) + shift).unwrap();
        assert_eq!(renamed(&after, (pack, number), at, &old), original, "{old}");
    }
    assert!(seen.len() > 60 && refused < seen.len(), "{} renamed, {refused} refused", seen.len());
}
