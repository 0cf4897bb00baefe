//! The rule texts in force, and what names stand for in each of them.

use crate::{File, Ide, Target};
use gouji_database::{CheckedRules, RuleFile, checked, tree};
use gouji_program::{
    BuiltInKind, FieldId, FieldKind, FileId, Program, RecordTypeId, RuleId, SourcePlace,
};
use gouji_syntax::ast::{Name, SourceFile};
use gouji_syntax::{Item, ItemKind};
use gouji_text::TextRange;
use gouji_value::{DimensionId, UnitId};
use std::sync::Arc;

/// An item of a file in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct ItemId {
    /// Index in [`Rules::files`].
    pub file: u32,
    /// Index in its tree.
    pub item: u32,
}

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// A ruleset, by its pack.
    Ruleset(u32),
    Dimension(DimensionId),
    Unit(UnitId),
    Record(RecordTypeId),
    Field(RecordTypeId, FieldId),
    Form(ItemId),
    Definition(ItemId),
    /// The n-th parameter of a definition.
    Parameter(ItemId, u16),
    /// The n-th 设 of a rule.
    Local(ItemId, u16),
    Rule(RuleId),
    /// A function or aggregate.
    Function(BuiltInKind),
    /// A word that is neither a name nor a keyword: 全文, 前, 值, 方向.
    Special,
}

/// The rule texts in force.
pub(crate) struct Rules<'ide> {
    pub ide: &'ide Ide<'ide>,
    pub checked: Arc<CheckedRules>,
    pub files: Vec<RuleFile>,
    pub trees: Vec<Arc<SourceFile>>,
    /// The pack of each file.
    pub packs: Vec<u32>,
    imports: Vec<Vec<u32>>,
}

impl Ide<'_> {
    /// The rule texts in force, and `file` where it is none of them.
    pub(crate) fn rules(&self, file: Option<RuleFile>) -> Rules<'_> {
        let checked = checked(self.database, self.configuration);
        let mut files = checked.files.clone();
        let packs = self.configuration.packs(self.database);
        let numbered = packs.iter().zip(0_u32..);
        let mut of_files: Vec<u32> =
            numbered.flat_map(|(pack, number)| pack.files.iter().map(move |_| number)).collect();
        if let Some(file) = file
            && !files.contains(&file)
        {
            files.push(file);
            of_files.push(u32::MAX);
        }
        let trees: Vec<Arc<SourceFile>> =
            files.iter().map(|file| tree(self.database, *file)).collect();
        let mut rules =
            Rules { ide: self, checked, files, trees, packs: of_files, imports: Vec::new() };
        rules.imports = rules.imports();
        rules
    }
}

impl Rules<'_> {
    pub fn program(&self) -> &Program {
        &self.checked.program
    }

    /// The number of a file.
    pub fn number(&self, file: RuleFile) -> u32 {
        self.files.iter().position(|other| *other == file).unwrap_or(usize::MAX) as u32
    }

    pub fn pack_of(&self, file: u32) -> u32 {
        self.packs.get(file as usize).copied().unwrap_or(u32::MAX)
    }

    pub fn item(&self, id: ItemId) -> Option<&Item> {
        self.trees.get(id.file as usize)?.items.get(id.item as usize)
    }

    /// All items, in order.
    pub fn items(&self) -> impl Iterator<Item = (ItemId, &Item)> {
        self.trees.iter().zip(0_u32..).flat_map(|(tree, file)| {
            tree.items
                .iter()
                .zip(0_u32..)
                .map(move |(item, index)| (ItemId { file, item: index }, item))
        })
    }

    /// The text of a file.
    pub fn text(&self, file: u32) -> Arc<str> {
        match self.files.get(file as usize) {
            Some(file) => file.text(self.ide.database),
            None => Arc::from(""),
        }
    }

    fn imports(&self) -> Vec<Vec<u32>> {
        let mut imports = vec![Vec::new(); self.program().packs.len()];
        for (id, item) in self.items() {
            if let ItemKind::Import(import) = &item.kind
                && let Some(of_pack) = imports.get_mut(self.pack_of(id.file) as usize)
                && let Some(target) = self.pack_named(&import.name.text)
            {
                of_pack.push(target);
            }
        }
        imports
    }

    pub fn pack_named(&self, name: &str) -> Option<u32> {
        let mut packs = self.program().packs.iter();
        packs.position(|pack| pack.name == name).map(|index| index as u32)
    }

    /// How near the declarations of pack `owner` are to `pack`; `None` where they are not seen.
    pub fn nearness(&self, pack: u32, owner: u32) -> Option<u8> {
        if owner == pack {
            return Some(0);
        }
        if self.imports.get(pack as usize).is_some_and(|imports| imports.contains(&owner)) {
            return Some(1);
        }
        let declares =
            self.program().packs.get(pack as usize).is_some_and(|pack| pack.declares_ruleset);
        (!declares).then_some(2)
    }

    /// Whether `pack` sees what `owner` declares.
    pub fn sees(&self, pack: u32, owner: u32) -> bool {
        self.nearness(pack, owner).is_some()
    }

    pub fn record_named(&self, name: &str, pack: u32) -> Option<RecordTypeId> {
        let records = self.program().records.iter().zip(0_u16..);
        let named = records.filter(|(record, _)| record.name == name);
        let near =
            named.filter_map(|(record, index)| Some((self.nearness(pack, record.pack)?, index)));
        near.min().map(|(_, index)| RecordTypeId(index))
    }

    /// The record types that `pack` sees.
    pub fn visible_records(&self, pack: u32) -> impl Iterator<Item = RecordTypeId> {
        let records = self.program().records.iter().zip(0_u16..);
        let seen = records.filter(move |(record, _)| self.sees(pack, record.pack));
        seen.map(|(_, index)| RecordTypeId(index))
    }

    /// The record that describes a document, as a pack sees it.
    pub fn document_record(&self, pack: u32) -> Option<RecordTypeId> {
        ["文件", "document"].into_iter().find_map(|name| self.record_named(name, pack))
    }

    /// The definition of a name that `pack` sees.
    pub fn definition_named(&self, name: &str, pack: u32) -> Option<ItemId> {
        let named = self.items().filter_map(|(id, item)| match &item.kind {
            ItemKind::Definition(node) if node.name.text == name => {
                Some((self.nearness(pack, self.pack_of(id.file))?, id))
            }
            _ => None,
        });
        named.min_by_key(|(nearness, _)| *nearness).map(|(_, id)| id)
    }

    /// The rule that an example of `pack` is for.
    pub fn rule_named(&self, name: &str, pack: u32) -> Option<RuleId> {
        let rules = &self.program().rules;
        let own = rules.iter().position(|rule| rule.pack == pack && rule.short_name() == name);
        own.map(|index| RuleId(index as u32)).or_else(|| self.program().rule_named(name))
    }

    /// The rule that an item declares.
    pub fn rule_of_item(&self, id: ItemId) -> Option<RuleId> {
        let rules = &self.program().rules;
        let found = rules.iter().position(|rule| is_in(rule.place, id));
        found.map(|index| RuleId(index as u32))
    }

    /// The record type that an item declares.
    pub fn record_of_item(&self, id: ItemId) -> Option<RecordTypeId> {
        let records = &self.program().records;
        let found = records.iter().position(|record| is_in(record.place, id));
        found.map(|index| RecordTypeId(index as u16))
    }

    /// The enclosing record types of a record, itself first.
    pub fn chain(&self, record: RecordTypeId) -> impl Iterator<Item = RecordTypeId> {
        let records = &self.program().records;
        let parent = |id: &RecordTypeId| Some(records.get(usize::from(id.0))?.parent?.0);
        // A cycle is an error of the rule text, and no reason to go round for ever.
        std::iter::successors(Some(record), parent).take(64)
    }

    pub fn field_of(&self, record: RecordTypeId, name: &str) -> Option<FieldId> {
        self.program().records.get(usize::from(record.0))?.field_named(name)
    }

    /// The record type that a list field holds.
    pub fn member_of(&self, record: RecordTypeId, field: FieldId) -> Option<RecordTypeId> {
        let record = self.program().records.get(usize::from(record.0))?;
        match record.fields.get(usize::from(field.0))?.kind {
            FieldKind::List(member) => Some(member),
            _ => None,
        }
    }

    /// A place of an item, as a target.
    pub fn target(&self, id: ItemId, selection: TextRange) -> Option<Target> {
        let item = self.item(id)?;
        Some(Target {
            file: File::Rule(*self.files.get(id.file as usize)?),
            range: TextRange::new(item.start, item.start.saturating_add(item.length)),
            selection: selection.shifted(item.start),
        })
    }

    /// A place of the program, as a target.
    pub fn place(&self, place: SourcePlace) -> Option<Target> {
        self.target(ItemId { file: place.file.0, item: place.item }, place.range)
    }

    /// Where a name is declared: the item, and the name in it.
    pub fn declaration(&self, meaning: Meaning) -> Vec<Target> {
        let program = self.program();
        let named = |id: ItemId, name: Option<&Name>| {
            name.and_then(|name| self.target(id, name.range)).into_iter().collect::<Vec<_>>()
        };
        match meaning {
            Meaning::Ruleset(pack) => self.matching(|id, item| match &item.kind {
                ItemKind::Ruleset(node) if self.pack_of(id.file) == pack => vec![node.name.range],
                _ => Vec::new(),
            }),
            Meaning::Dimension(dimension) => {
                let name = program.units.dimension_name(dimension);
                self.matching(|_, item| match &item.kind {
                    ItemKind::Dimension(node) if node.name.text == name => vec![node.name.range],
                    _ => Vec::new(),
                })
            }
            Meaning::Unit(unit) => {
                let name = program.units.unit_name(unit);
                self.matching(|_, item| match &item.kind {
                    ItemKind::Dimension(node) => {
                        let units = node.units.iter().filter(|unit| unit.name.text == name);
                        units.map(|unit| unit.name.range).collect()
                    }
                    _ => Vec::new(),
                })
            }
            Meaning::Record(record) => {
                let record = program.records.get(usize::from(record.0));
                record.and_then(|record| self.place(record.place)).into_iter().collect()
            }
            Meaning::Field(record, field) => {
                let record = program.records.get(usize::from(record.0));
                let field = record.and_then(|record| record.fields.get(usize::from(field.0)));
                field.and_then(|field| self.place(field.place)).into_iter().collect()
            }
            Meaning::Rule(rule) => {
                let rule = program.rules.get(rule.0 as usize);
                rule.and_then(|rule| self.place(rule.place)).into_iter().collect()
            }
            Meaning::Form(id) => named(id, self.item(id).and_then(name_of)),
            Meaning::Definition(id) => named(id, self.item(id).and_then(name_of)),
            Meaning::Parameter(id, index) => {
                let name = match self.item(id).map(|item| &item.kind) {
                    Some(ItemKind::Definition(node)) => node.parameters.get(usize::from(index)),
                    _ => None,
                };
                named(id, name)
            }
            Meaning::Local(id, index) => {
                let name = self.item(id).and_then(|item| crate::resolve::local(item, index));
                named(id, name)
            }
            Meaning::Function(_) | Meaning::Special => Vec::new(),
        }
    }

    fn matching(&self, ranges: impl Fn(ItemId, &Item) -> Vec<TextRange>) -> Vec<Target> {
        let mut targets = Vec::new();
        for (id, item) in self.items() {
            targets.extend(ranges(id, item).into_iter().filter_map(|range| self.target(id, range)));
        }
        targets
    }
}

fn is_in(place: SourcePlace, id: ItemId) -> bool {
    place.file == FileId(id.file) && place.item == id.item
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
        ItemKind::Broken { name, .. } => name.as_ref(),
        ItemKind::Unread => None,
    }
}
