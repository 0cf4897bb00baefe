//! From a name to where it is declared and used.

use crate::rule_place::RulePlace;
use crate::rules::RuleTexts;
use crate::{File, Ide, Target};
use gouji_database::RuleFile;
use gouji_program::{FieldKind, Meaning, Program, Role, SourcePlace};

impl Ide<'_> {
    pub(crate) fn rule_definition(&self, file: RuleFile, offset: u32) -> Vec<Target> {
        let place = RulePlace::new(self, file, offset);
        let Some(found) = place.name(offset) else { return Vec::new() };
        let rules = &place.rules;
        let declared = rules.names.declarations(found.meaning).map(|one| one.place);
        let ordered = orders_of(rules.program(), found.meaning);
        declared.chain(ordered).filter_map(|place| rules.target(place)).collect()
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

/// The clauses (分级) that give a record the field of a name, which no record declares.
fn orders_of(program: &Program, meaning: Meaning) -> Vec<SourcePlace> {
    let Meaning::Field(record, field) = meaning else { return Vec::new() };
    let kind = program.records.at(record).and_then(|kind| kind.fields.at(field));
    if !kind.is_some_and(|field| matches!(field.kind, FieldKind::Related(..))) {
        return Vec::new();
    }
    let grids = program.forms.iter().flat_map(|form| form.grids());
    let levels = grids.flat_map(|grid| &grid.levels).filter(|levels| levels.record == record);
    levels.map(|levels| levels.place).collect()
}

/// The rule of a qualified name, as a target.
pub(crate) fn rule_target(rules: &RuleTexts<'_>, name: &str) -> Option<Target> {
    let rule = rules.program().rules.iter().find(|rule| rule.name == name)?;
    rules.target(rule.place).filter(|target| matches!(target.file, File::Rule(_)))
}
