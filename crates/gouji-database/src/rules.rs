//! From rule texts to rules, each a query of its own.

use crate::{Configuration, RuleFile};
use gouji_facts::FormReader;
use gouji_program::{
    CheckedPacks, FileId, FileInput, Names, PackInput, Problem, Program, Rule, check,
};
use gouji_syntax::{Item, SourceFile, parse_item, split_items, unread_example};
use gouji_text::Language;
use salsa::Database;
use std::sync::Arc;

/// The text of an item, wherever it stands: items of the same text are parsed once.
#[salsa::interned(debug)]
pub struct RuleItemText<'db> {
    /// The item.
    #[returns(clone)]
    pub text: Arc<str>,
    /// The language of its file's keywords.
    #[returns(copy)]
    pub language: Language,
}

/// An item, as if it stood at the start of its file.
#[salsa::tracked(returns(clone), no_eq)]
pub fn item<'db>(db: &'db dyn Database, text: RuleItemText<'db>) -> Arc<Item> {
    Arc::new(parse_item(&text.text(db), text.language(db)))
}

/// The tree of a rule text, for whoever looks into it.
#[salsa::tracked(returns(clone))]
pub fn tree(db: &dyn Database, file: RuleFile) -> Arc<SourceFile> {
    Arc::new(parsed(db, file, |_| None))
}

/// The tree of a rule text without its examples, for checking documents by it. Items have the same
/// numbers and places.
#[salsa::tracked(returns(clone))]
pub fn tree_without_examples(db: &dyn Database, file: RuleFile) -> Arc<SourceFile> {
    Arc::new(parsed(db, file, unread_example))
}

/// Parses a file item by item, except what `unread` gives an item for.
fn parsed(db: &dyn Database, file: RuleFile, unread: fn(&str) -> Option<Item>) -> SourceFile {
    let text = file.text(db);
    let split = split_items(&text);
    let items = split.items.iter().map(|range| {
        let slice = range.of(&text);
        let read = || Item::clone(&item(db, RuleItemText::new(db, slice, split.language)));
        Item { start: range.start, ..unread(slice).unwrap_or_else(read) }
    });
    let items = items.collect();
    SourceFile { language: split.language, items, problems: split.problems }
}

/// All packs checked together.
#[derive(Debug, PartialEq, Eq)]
pub struct CheckedRules {
    /// The program.
    pub program: Program,
    /// What is wrong, beyond syntax.
    pub problems: Vec<Problem>,
    /// The files, by [`FileId`].
    pub files: Vec<RuleFile>,
}

/// Rules and examples, checked, and what the names in their files stand for.
#[derive(Clone, Debug)]
pub struct RulesAndNames {
    /// The rules.
    pub rules: Arc<CheckedRules>,
    /// The names.
    pub names: Arc<Names>,
}

/// All packs checked together with their examples, for whoever looks into rule texts.
#[salsa::tracked(returns(clone), no_eq)]
pub fn checked_with_names(db: &dyn Database, configuration: Configuration) -> RulesAndNames {
    let packs = configuration.packs(db).iter().map(|pack| pack.files.as_slice());
    check_packs(db, packs, tree)
}

/// All packs checked together without their examples: what documents are checked by.
#[salsa::tracked(returns(clone))]
pub fn checked(db: &dyn Database, configuration: Configuration) -> Arc<CheckedRules> {
    let packs = configuration.packs(db).iter().map(|pack| pack.files.as_slice());
    check_packs(db, packs, tree_without_examples).rules
}

/// All packs together with a file that is in none of them, as a pack of its own behind them.
#[salsa::tracked(returns(clone), no_eq)]
pub fn checked_with_stray(
    db: &dyn Database,
    configuration: Configuration,
    stray: RuleFile,
) -> RulesAndNames {
    let stray = [stray];
    let packs = configuration.packs(db).iter().map(|pack| pack.files.as_slice());
    check_packs(db, packs.chain([&stray[..]]), tree)
}

/// Checks packs, each given by its files.
fn check_packs<'f>(
    db: &dyn Database,
    packs: impl Iterator<Item = &'f [RuleFile]> + Clone,
    tree: fn(&dyn Database, RuleFile) -> Arc<SourceFile>,
) -> RulesAndNames {
    let files: Vec<RuleFile> = packs.clone().flatten().copied().collect();
    let trees: Vec<Arc<SourceFile>> = files.iter().map(|file| tree(db, *file)).collect();
    let texts: Vec<Arc<str>> = files.iter().map(|file| file.text(db)).collect();
    let numbered = (0_u32..).zip(&files).zip(texts.iter().zip(&trees));
    let mut inputs = numbered.map(|((number, file), (text, tree))| FileInput {
        file: FileId(number),
        name: file.name(db),
        text,
        tree,
    });
    let packs = packs.map(|files| PackInput { files: inputs.by_ref().take(files.len()).collect() });
    let inputs: Vec<PackInput<'_>> = packs.collect();
    let CheckedPacks { program, problems, names } = check(&inputs);
    RulesAndNames {
        rules: Arc::new(CheckedRules { program, problems, files }),
        names: Arc::new(names),
    }
}

/// Everything but the rules and examples: what reading documents depends on.
#[salsa::tracked(returns(clone))]
pub fn schema(db: &dyn Database, configuration: Configuration) -> Arc<Program> {
    let checked = checked(db, configuration);
    let program = &checked.program;
    Arc::new(Program {
        units: program.units.clone(),
        captions: program.captions.clone(),
        furniture: program.furniture.clone(),
        packs: program.packs.clone(),
        records: program.records.clone(),
        forms: program.forms.clone(),
        rules: Default::default(),
        examples: Vec::new(),
        form_examples: Vec::new(),
    })
}

/// The forms, ready to read documents.
#[salsa::tracked(returns(clone), no_eq)]
pub fn reader(db: &dyn Database, configuration: Configuration) -> Arc<FormReader> {
    Arc::new(FormReader::new(schema(db, configuration)))
}

/// A rule, by its qualified name.
#[salsa::interned(debug)]
pub struct RuleKey<'db> {
    /// Qualified name.
    #[returns(deref)]
    pub name: String,
}

/// The rules in force, in order.
#[salsa::tracked(returns(deref))]
pub fn rule_keys<'db>(db: &'db dyn Database, configuration: Configuration) -> Vec<RuleKey<'db>> {
    let checked = checked(db, configuration);
    checked.program.rules.iter().map(|rule| RuleKey::new(db, rule.name.clone())).collect()
}

/// One rule; the query that stops a change of another rule from spreading.
#[salsa::tracked(returns(clone))]
pub fn rule<'db>(
    db: &'db dyn Database,
    configuration: Configuration,
    key: RuleKey<'db>,
) -> Option<Arc<Rule>> {
    let checked = checked(db, configuration);
    let name = key.name(db);
    checked.program.rules.iter().find(|rule| rule.name == name).cloned().map(Arc::new)
}

/// A program that holds one rule and what it needs to be evaluated.
#[salsa::tracked(returns(clone))]
pub fn rule_program<'db>(
    db: &'db dyn Database,
    configuration: Configuration,
    key: RuleKey<'db>,
) -> Arc<Program> {
    let schema = schema(db, configuration);
    Arc::new(Program {
        units: schema.units.clone(),
        captions: Vec::new(),
        furniture: Vec::new(),
        packs: schema.packs.clone(),
        records: schema.records.clone(),
        forms: Default::default(),
        rules: rule(db, configuration, key).iter().map(|rule| Rule::clone(rule)).collect(),
        examples: Vec::new(),
        form_examples: Vec::new(),
    })
}

/// The name of the ruleset that a rule text declares.
pub fn ruleset_name(db: &dyn Database, file: RuleFile) -> Option<String> {
    tree_without_examples(db, file).items.iter().find_map(|item| match &item.kind {
        gouji_syntax::ItemKind::Ruleset(ruleset) => Some(ruleset.name.text.clone()),
        _ => None,
    })
}
