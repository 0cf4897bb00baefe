//! What files without a ruleset extend: the ruleset whose records they read, which their rules are
//! named by.

use super::declarations::{Declarations, duplicate};
use super::report::{ItemText, Reporter};
use super::rules::CompiledRule;
use crate::form::Form;
use crate::{FileId, Meaning, RecordTypeId, RuleId};
use gouji_syntax::ast::Name;
use rustc_hash::FxHashMap;

/// A rule's name as written, and where.
pub(crate) type Written<'t> = (&'t Name, ItemText<'t>);

/// For each file without a ruleset, the pack whose records it reads first: in its rules, else in its
/// forms. A file that reads the records of no ruleset is absent.
pub(crate) fn extended(
    rules: &[CompiledRule],
    forms: &[Form],
    declarations: &Declarations<'_>,
) -> FxHashMap<FileId, u32> {
    let mut extended = FxHashMap::default();
    let has_ruleset =
        |pack: u32| declarations.packs.get(pack as usize).is_some_and(|pack| pack.declares_ruleset);
    let mut note = |file: FileId, pack: u32, record: RecordTypeId| {
        let owner = declarations.record(record).pack;
        if !has_ruleset(pack) && has_ruleset(owner) {
            extended.entry(file).or_insert(owner);
        }
    };
    for compiled in rules {
        let iterated = compiled.iterates.map(|(record, _)| record);
        for record in iterated.into_iter().chain(compiled.uses.iter().map(|used| used.record)) {
            note(compiled.rule.place.file, compiled.rule.pack, record);
        }
    }
    for form in forms {
        note(form.place.file, form.pack, form.record);
    }
    extended
}

/// Names the rules of files that extend a ruleset by it. A full name stands for one rule: the second
/// one is said and left out.
pub(crate) fn name_rules(
    rules: Vec<CompiledRule>,
    written: &[Written<'_>],
    extended: &FxHashMap<FileId, u32>,
    declarations: &Declarations<'_>,
    reporter: &mut Reporter,
) -> Vec<CompiledRule> {
    let mut named: Vec<CompiledRule> = Vec::with_capacity(rules.len());
    let mut first: FxHashMap<String, RuleId> = FxHashMap::default();
    for (mut compiled, (name, source)) in rules.into_iter().zip(written.iter().copied()) {
        let owner =
            extended.get(&source.file).and_then(|pack| declarations.packs.get(*pack as usize));
        if let Some(owner) = owner {
            compiled.rule.name = format!("{}/{}", owner.name, name.text);
        }
        if let Some(known) = first.get(&compiled.rule.name) {
            let place = named[known.0 as usize].rule.place;
            reporter.declared(source, name, Meaning::Rule(*known));
            duplicate(reporter, ("规则", "rule"), (name, source), place);
            continue;
        }
        let id = RuleId(named.len() as u32);
        reporter.declared(source, name, Meaning::Rule(id));
        first.insert(compiled.rule.name.clone(), id);
        named.push(compiled);
    }
    named
}
