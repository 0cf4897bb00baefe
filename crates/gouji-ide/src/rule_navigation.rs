//! From a name to where it is declared and used.

use crate::rule_place::RulePlace;
use crate::rules::RuleTexts;
use crate::{File, Ide, Target};
use gouji_database::RuleFile;
use gouji_program::{Meaning, Role};

impl Ide<'_> {
    pub(crate) fn rule_definition(&self, file: RuleFile, offset: u32) -> Vec<Target> {
        let place = RulePlace::new(self, file, offset);
        let Some(found) = place.name(offset) else { return Vec::new() };
        let declared = place.rules.names.declarations(found.meaning);
        declared.filter_map(|one| place.rules.target(one.place)).collect()
    }

    pub(crate) fn rule_references(
        &self,
        file: RuleFile,
        offset: u32,
        include_declaration: bool,
    ) -> Vec<Target> {
        let place = RulePlace::new(self, file, offset);
        let found = place.name(offset).filter(|found| found.meaning != Meaning::Special);
        let Some(found) = found else { return Vec::new() };
        let all = place.rules.names.of(found.meaning);
        let wanted = all.filter(|one| include_declaration || one.role != Role::Declaration);
        wanted.filter_map(|one| place.rules.target(one.place)).collect()
    }
}

/// The rule of a qualified name, as a target.
pub(crate) fn rule_target(rules: &RuleTexts<'_>, name: &str) -> Option<Target> {
    let rule = rules.program().rules.iter().find(|rule| rule.name == name)?;
    rules.target(rule.place).filter(|target| matches!(target.file, File::Rule(_)))
}
