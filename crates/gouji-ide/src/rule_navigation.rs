//! From a name to where it is declared and used.

use crate::resolve::{Occurrence, Role, occurrences};
use crate::rule_place::RulePlace;
use crate::rules::{ItemId, Meaning, Rules};
use crate::{File, Ide, Target};
use gouji_database::RuleFile;

impl Ide<'_> {
    pub(crate) fn rule_definition(&self, file: RuleFile, offset: u32) -> Vec<Target> {
        let place = RulePlace::new(self, file, offset);
        match place.occurrence(offset) {
            Some(found) => place.rules.declaration(found.meaning),
            None => Vec::new(),
        }
    }

    pub(crate) fn rule_references(
        &self,
        file: RuleFile,
        offset: u32,
        include_declaration: bool,
    ) -> Vec<Target> {
        let place = RulePlace::new(self, file, offset);
        let Some(found) = place.occurrence(offset) else { return Vec::new() };
        if found.meaning == Meaning::Special {
            return Vec::new();
        }
        let all = uses(&place.rules, found.meaning);
        let wanted =
            all.into_iter().filter(|(_, one)| include_declaration || one.role != Role::Declaration);
        wanted.filter_map(|(id, one)| place.rules.target(id, one.range)).collect()
    }
}

/// All names in all files that stand for something, in order.
pub(crate) fn uses(rules: &Rules<'_>, meaning: Meaning) -> Vec<(ItemId, Occurrence)> {
    let only = match meaning {
        Meaning::Local(id, _) | Meaning::Parameter(id, _) => Some(id),
        _ => None,
    };
    let mut found = Vec::new();
    for file in 0..rules.files.len() as u32 {
        let text = rules.text(file);
        let count = rules.trees.get(file as usize).map_or(0, |tree| tree.items.len() as u32);
        for item in 0..count {
            let id = ItemId { file, item };
            if only.is_some_and(|only| only != id) {
                continue;
            }
            let of_item = occurrences(rules, id, &text);
            found.extend(
                of_item.into_iter().filter(|one| one.meaning == meaning).map(|one| (id, one)),
            );
        }
    }
    found
}

/// The rule of a qualified name, as a target.
pub(crate) fn rule_target(rules: &Rules<'_>, name: &str) -> Option<Target> {
    let rule = rules.program().rules.iter().find(|rule| rule.name == name)?;
    rules.place(rule.place).filter(|target| matches!(target.file, File::Rule(_)))
}
