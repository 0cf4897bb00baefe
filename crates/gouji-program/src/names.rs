//! What every name of the rule texts stands for: the checker writes it down as it looks names up, and
//! whoever asks about a name (an editor, a rename, a lint) reads it here instead of looking again.

use crate::{BuiltInKind, FieldId, FileId, RecordTypeId, RuleId, SourcePlace};
use gouji_text::TextRange;
use gouji_value::{DimensionId, UnitId};

/// An item of a rule text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ItemId {
    /// The rule text.
    pub file: FileId,
    /// Index of the item in its file.
    pub item: u32,
}

/// The number that the name of a matched record (对应 … 为 彼) has among the 设 of its rule.
pub const PARTNER: u16 = u16::MAX;

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// A ruleset, by its pack.
    Ruleset(u32),
    /// A dimension.
    Dimension(DimensionId),
    /// A unit.
    Unit(UnitId),
    /// A record type.
    Record(RecordTypeId),
    /// A field of a record type.
    Field(RecordTypeId, FieldId),
    /// A point of a series: the n-th of a field.
    Period(RecordTypeId, FieldId, u16),
    /// A form, by the item that declares it.
    Form(ItemId),
    /// A definition, by the item that declares it.
    Definition(ItemId),
    /// The n-th parameter of a definition.
    Parameter(ItemId, u16),
    /// The n-th 设 of a rule.
    Local(ItemId, u16),
    /// A rule.
    Rule(RuleId),
    /// What an item declares that could not be read beyond its name.
    Unread(ItemId),
    /// A built-in function or aggregate.
    Function(BuiltInKind),
    /// A word with a meaning of its own at its place that is no keyword: 全文, 前, 值, 方向.
    Special,
}

/// What a name is to what it stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// It declares it.
    Declaration,
    /// It refers to it.
    Use,
    /// It is the header of a column that fills a field because it is called as the field is.
    ByName,
}

/// A name, and what it stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resolution {
    /// Where it is written.
    pub place: SourcePlace,
    /// What it stands for.
    pub meaning: Meaning,
    /// What it is to its meaning.
    pub role: Role,
}

/// The names of all rule texts that stand for something, in order of place, each place once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    all: Vec<Resolution>,
}

impl SourcePlace {
    /// The item it lies in.
    pub fn item_id(&self) -> ItemId {
        ItemId { file: self.file, item: self.item }
    }
}

impl Names {
    /// Puts resolutions in order. Of several at one place the first found counts.
    pub(crate) fn new(mut found: Vec<Resolution>) -> Self {
        found.retain(|one| !one.place.range.is_empty());
        let place =
            |one: &Resolution| (one.place.item_id(), one.place.range.start, one.place.range.end);
        found.sort_by_key(place);
        found.dedup_by_key(|one| place(one));
        Self { all: found }
    }

    /// All of them.
    pub fn all(&self) -> &[Resolution] {
        &self.all
    }

    /// Those of an item, in order.
    pub fn of_item(&self, id: ItemId) -> &[Resolution] {
        let start = self.all.partition_point(|one| one.place.item_id() < id);
        let end = self.all.partition_point(|one| one.place.item_id() <= id);
        self.all.get(start..end).unwrap_or(&[])
    }

    /// The name that touches a place of an item. Where two touch, the one that begins there.
    pub fn at(&self, id: ItemId, offset: u32) -> Option<&Resolution> {
        let touching = self.of_item(id).iter().filter(|one| one.place.range.touches(offset));
        let rank = |range: TextRange| (range.end == offset, range.len(), range.start);
        touching.min_by_key(|one| rank(one.place.range))
    }

    /// All names that stand for something, in order.
    pub fn of(&self, meaning: Meaning) -> impl Iterator<Item = &Resolution> {
        // What belongs to one item is named nowhere else.
        let among = match meaning {
            Meaning::Local(id, _) | Meaning::Parameter(id, _) => self.of_item(id),
            _ => &self.all,
        };
        among.iter().filter(move |one| one.meaning == meaning)
    }

    /// Where something is declared.
    pub fn declarations(&self, meaning: Meaning) -> impl Iterator<Item = &Resolution> {
        self.of(meaning).filter(|one| one.role == Role::Declaration)
    }
}
