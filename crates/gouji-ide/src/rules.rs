//! The rule texts in force, and what the names in them stand for.

use crate::{File, Ide, Target};
use gouji_database::{
    CheckedRules, RuleFile, RulesAndNames, checked_with_names, checked_with_stray, tree,
};
use gouji_program::{
    FileId, ItemId, Meaning, Names, PARTNER, Program, RecordTypeId, Resolution, RuleId, SourcePlace,
};
use gouji_syntax::ast::{Name, SourceFile};
use gouji_syntax::{Item, ItemKind};
use gouji_text::TextRange;
use std::sync::Arc;

/// The rule texts in force.
pub(crate) struct RuleTexts<'ide> {
    pub ide: &'ide Ide<'ide>,
    pub checked: Arc<CheckedRules>,
    pub names: Arc<Names>,
    pub trees: Vec<Arc<SourceFile>>,
    /// For each pack in order, the number of its files.
    pub packs: Vec<usize>,
}

impl Ide<'_> {
    /// The rule texts in force, and `file` behind them where it is none of them.
    pub(crate) fn rules(&self, file: Option<RuleFile>) -> RuleTexts<'_> {
        let in_force = self.configuration.packs(self.database);
        let mut packs: Vec<usize> = in_force.iter().map(|pack| pack.files.len()).collect();
        let is_stray = |file: &RuleFile| in_force.iter().all(|pack| !pack.files.contains(file));
        let RulesAndNames { rules: checked, names } = match file.filter(is_stray) {
            None => checked_with_names(self.database, self.configuration),
            Some(stray) => {
                packs.push(1);
                checked_with_stray(self.database, self.configuration, stray)
            }
        };
        let trees = checked.files.iter().map(|file| tree(self.database, *file)).collect();
        RuleTexts { ide: self, checked, names, trees, packs }
    }
}

impl RuleTexts<'_> {
    pub fn program(&self) -> &Program {
        &self.checked.program
    }

    /// The number of a file.
    pub fn number(&self, file: RuleFile) -> FileId {
        let found = self.checked.files.iter().position(|other| *other == file);
        FileId(found.unwrap_or(usize::MAX) as u32)
    }

    pub fn tree(&self, file: FileId) -> Option<&SourceFile> {
        self.trees.get(file.0 as usize).map(|tree| &**tree)
    }

    pub fn pack_of(&self, file: FileId) -> u32 {
        let mut behind = 0;
        let found = self.packs.iter().position(|files| {
            behind += files;
            (file.0 as usize) < behind
        });
        found.unwrap_or(usize::MAX) as u32
    }

    pub fn item(&self, id: ItemId) -> Option<&Item> {
        self.tree(id.file)?.items.get(id.item as usize)
    }

    /// The items of a file, in order.
    pub fn items_of(&self, file: FileId) -> impl Iterator<Item = (ItemId, &Item)> {
        let items = self.tree(file).map_or(&[][..], |tree| tree.items.as_slice());
        items.iter().zip(0_u32..).map(move |(item, index)| (ItemId { file, item: index }, item))
    }

    /// All items, in order.
    pub fn items(&self) -> impl Iterator<Item = (ItemId, &Item)> {
        (0..self.trees.len() as u32).flat_map(|file| self.items_of(FileId(file)))
    }

    /// The text of a file.
    pub fn text(&self, file: FileId) -> Arc<str> {
        match self.checked.files.get(file.0 as usize) {
            Some(file) => file.text(self.ide.database),
            None => Arc::from(""),
        }
    }

    /// The rule that an item declares.
    pub fn rule_of_item(&self, id: ItemId) -> Option<RuleId> {
        let rules = &self.program().rules;
        let found = rules.iter().position(|rule| rule.place.item_id() == id);
        found.map(|index| RuleId(index as u32))
    }

    /// The record types that a meaning leads to: a record, or what a list holds.
    pub fn record_of(&self, meaning: Meaning) -> Option<RecordTypeId> {
        match meaning {
            Meaning::Record(record) => Some(record),
            Meaning::Field(record, field) => self.program().member(record, field),
            // The partner of 对应 … 为 彼.
            Meaning::Local(id, PARTNER) => {
                let rule = self.program().rules.at(self.rule_of_item(id)?)?;
                Some(rule.iteration.as_ref()?.matching.as_ref()?.record)
            }
            _ => None,
        }
    }

    /// A place of an item, as a target.
    pub fn target(&self, place: SourcePlace) -> Option<Target> {
        let item = self.item(place.item_id())?;
        Some(Target {
            file: File::Rule(*self.checked.files.get(place.file.0 as usize)?),
            range: range_of(item),
            selection: place.range.shifted(item.start),
        })
    }

    /// How a name is written.
    pub fn written(&self, name: &Resolution) -> String {
        let start = self.item(name.place.item_id()).map_or(0, |item| item.start);
        let text = self.text(name.place.file);
        crate::words::bare_name(name.place.range.shifted(start).of(&text)).to_owned()
    }

    /// The name by which something is declared.
    pub fn declared_name(&self, meaning: Meaning) -> Option<String> {
        self.names.declarations(meaning).next().map(|name| self.written(name))
    }
}

/// Where an item stands in its file.
pub(crate) fn range_of(item: &Item) -> TextRange {
    TextRange::new(item.start, item.start.saturating_add(item.length))
}

/// The name an item declares (that of its rule, for an example).
pub(crate) fn name_of(item: &Item) -> Option<&Name> {
    match &item.kind {
        ItemKind::Ruleset(node) => Some(&node.name),
        ItemKind::Import(node) => Some(&node.name),
        ItemKind::Dimension(node) => Some(&node.name),
        ItemKind::Record(node) => Some(&node.name),
        ItemKind::Form(node) => Some(&node.name),
        ItemKind::Definition(node) => Some(&node.name),
        ItemKind::Rule(node) => Some(&node.name),
        ItemKind::Example(node) => Some(&node.rule),
        ItemKind::FormExample(node) => Some(&node.form),
        ItemKind::Broken { name, .. } => name.as_ref(),
        ItemKind::Unread => None,
    }
}
