//! Records and their fields.

use crate::UnreadFigure;
use gouji_diagnostic::Diagnostic;
use gouji_program::{FieldId, FormId, IdVec, RecordTypeId};
use gouji_text::TextRange;
use gouji_value::{Repair, Unreadable, Value};
use std::sync::Arc;

/// A stretch of a document that one form reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Region {
    /// The form.
    pub form: FormId,
    /// The stretch; places of its fragment are relative to its start.
    pub range: TextRange,
}

/// What one form read in one region. Equal fragments mean the same to every rule.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fragment {
    /// The texts of all fields, one behind the other.
    pub arena: String,
    /// Records in reading order; a child stands after its parent.
    pub records: Vec<Record>,
    /// What the form could not bind.
    pub problems: Vec<Diagnostic<TextRange>>,
    /// Figures that stand in what the form reads and that it bound to no field, in reading order.
    pub unread: Vec<UnreadFigure>,
}

/// A record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Its type.
    pub kind: RecordTypeId,
    /// The record it is a child of, in the same fragment.
    pub parent: Option<u32>,
    /// Where it stands (its anchor, row or sentence), relative to the region.
    pub place: TextRange,
    /// One for each field of its type, in order.
    pub fields: IdVec<FieldId, Field>,
}

/// A field of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// What it holds.
    pub content: Content,
    /// Its text as published: a range of the fragment's arena.
    pub text: TextRange,
    /// Where that stands, relative to the region. Where nothing stands (absent), the place of what should hold it.
    pub place: TextRange,
    /// What read it.
    pub primitive: ReadBy,
    /// What was mended or assumed.
    pub note: Option<FieldNote>,
}

/// What a field holds: one of the five states, or its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// A text; it is the field's text.
    Text,
    /// A figure, limit or date.
    Value(Value),
    /// There, with nothing in it.
    Blank,
    /// A dash, or 无.
    Dash,
    /// The document has no such label or column.
    Absent,
    /// There, but not of its type.
    Unreadable(Unreadable),
    /// A series; it has a value where any point has one.
    Series(Box<[SeriesPoint]>),
    /// Child records, in the same fragment.
    List(Vec<u32>),
    /// Records of the same list that a tree puts above or below this one, in the same fragment.
    Related(Vec<u32>),
}

/// A point of a series.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeriesPoint {
    /// Index of the point in the type's periods.
    pub period: u16,
    /// What stands there (never a series or a list).
    pub field: Field,
}

/// Which primitive read a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ReadBy {
    /// Nothing.
    None,
    /// 表名
    Title,
    /// 标签
    Label,
    /// 时点
    Periods,
    /// 明细
    Grid,
    /// 行
    RowKind,
    /// 分级
    Levels,
    /// 句
    Sentence,
    /// 逐处
    Each,
    /// 条
    Item,
    /// 注
    Note,
    /// 上文, 标题
    Context,
    /// 提纲
    Outline,
    /// 示例
    Example,
}

impl ReadBy {
    /// Its name in what is extracted.
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Title => "title",
            Self::Label => "label",
            Self::Periods => "periods",
            Self::Grid => "grid",
            Self::RowKind => "row",
            Self::Levels => "levels",
            Self::Sentence => "sentence",
            Self::Each => "each",
            Self::Item => "item",
            Self::Note => "note",
            Self::Context => "context",
            Self::Outline => "outline",
            Self::Example => "example",
        }
    }
}

/// What was mended or assumed in order to read a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldNote {
    /// The figure as printed had to be mended.
    Repaired(Repair),
    /// Blank or a dash, and the form says what that counts as.
    BlankAs,
    /// Repeats the cell above (续上).
    FilledDown,
    /// A value without a period label of its own was given to the next point in order.
    PeriodByOrder,
    /// Printed twice, both the same.
    PrintedTwice,
    /// Stands in another column than its period's label.
    Slipped,
    /// Absent, and the words that lead up to it stand at the field's place, which its text begins with.
    WordsAlone,
}

/// Names a record: its fragment, and its index there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RecordRef {
    /// Index in [`Facts::fragments`].
    pub fragment: u32,
    /// Index in [`Fragment::records`].
    pub record: u32,
}

/// All records of a document.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    fragments: Vec<(Region, Arc<Fragment>)>,
    collections: IdVec<RecordTypeId, Vec<RecordRef>>,
    /// The records that count as one with the first of their type: see [`Facts::uniting`].
    united: Vec<(RecordTypeId, Vec<RecordRef>)>,
}

impl Facts {
    /// Puts fragments together, in the order of forms and regions. `record_types` is the number of record types.
    pub fn new(fragments: Vec<(Region, Arc<Fragment>)>, record_types: usize) -> Self {
        let mut collections = IdVec::from(vec![Vec::new(); record_types]);
        for (index, (_, fragment)) in fragments.iter().enumerate() {
            for (record_index, record) in fragment.records.iter().enumerate() {
                collections[record.kind]
                    .push(RecordRef { fragment: index as u32, record: record_index as u32 });
            }
        }
        Self { fragments, collections, united: Vec::new() }
    }

    /// Takes all records of some types for one of each: what describes the document is read by several
    /// forms, each field by the first that has it.
    #[must_use]
    pub fn uniting(mut self, kinds: impl IntoIterator<Item = RecordTypeId>) -> Self {
        for kind in kinds {
            let Some(all) = self.collections.at_mut(kind).filter(|all| all.len() > 1) else {
                continue;
            };
            let others = all.split_off(1);
            self.united.push((kind, others));
        }
        self
    }

    /// The record that holds a field of a record: itself, or another that counts as one with it.
    pub fn holder(&self, record: RecordRef, field: FieldId) -> RecordRef {
        if self.united.is_empty() {
            return record;
        }
        let has = |record: &RecordRef| {
            let field = self.record(*record).fields.at(field);
            field.is_some_and(|field| !matches!(field.content, Content::Absent))
        };
        if has(&record) {
            return record;
        }
        let others = self.others(record);
        others.iter().copied().find(has).unwrap_or(record)
    }

    /// The records that count as one with a record, in order.
    pub fn others(&self, record: RecordRef) -> &[RecordRef] {
        let kind = self.record(record).kind;
        let united = self.united.iter().find(|(united, _)| *united == kind);
        united.map_or(&[], |(_, others)| others.as_slice())
    }

    /// The fragments with their regions.
    pub fn fragments(&self) -> &[(Region, Arc<Fragment>)] {
        &self.fragments
    }

    /// All records of a type, in order.
    pub fn collection(&self, kind: RecordTypeId) -> &[RecordRef] {
        self.collections.at(kind).map_or(&[], Vec::as_slice)
    }

    /// A record.
    pub fn record(&self, record: RecordRef) -> &Record {
        &self.fragments[record.fragment as usize].1.records[record.record as usize]
    }

    /// A field of a record.
    pub fn field(&self, record: RecordRef, field: FieldId) -> &Field {
        &self.record(record).fields[field]
    }

    /// The record a record is a child of.
    pub fn parent(&self, record: RecordRef) -> Option<RecordRef> {
        let parent = self.record(record).parent?;
        Some(RecordRef { fragment: record.fragment, record: parent })
    }

    /// The texts of the fragment that a record is of.
    pub(crate) fn arena(&self, record: RecordRef) -> &str {
        &self.fragments[record.fragment as usize].1.arena
    }

    /// The text of a field as published.
    pub fn text(&self, record: RecordRef, field: &Field) -> &str {
        field.text.of(self.arena(record))
    }

    /// A place of a record's fragment, in the document.
    pub fn place(&self, record: RecordRef, place: TextRange) -> TextRange {
        place.shifted(self.fragments[record.fragment as usize].0.range.start)
    }
}
