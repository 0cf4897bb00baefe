//! Indexes over the records of one document, shared by the rules of a run.

use crate::sorted::SortedFigures;
use gouji_facts::{Content, Facts, RecordRef};
use gouji_program::{FieldId, RecordTypeId};
use gouji_text::text_hash;
use gouji_value::{Decimal, Dimension, UnitTable, Value};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// Indexes over one [`Facts`], built when first needed. Never use one for other facts.
#[derive(Clone, Default)]
pub struct Cache<'p> {
    pub(crate) indexes: Indexes,
    pub(crate) pause: Option<&'p dyn Fn()>,
}

/// Records by the values of their fields, for the fields that were asked for.
#[derive(Clone, Debug, Default)]
pub(crate) struct Indexes {
    equal: FxHashMap<(RecordTypeId, FieldId), Arc<FieldIndex>>,
    sorted: FxHashMap<(RecordTypeId, FieldId), Arc<SortedFigures>>,
}

/// Records of one type by the value of one field. Records whose value is not known, or may equal
/// figures other than its own, are candidates for every value.
#[derive(Debug)]
pub(crate) struct FieldIndex {
    texts: FxHashMap<u64, Arc<[RecordRef]>>,
    numbers: FxHashMap<Decimal, Arc<[RecordRef]>>,
    others: Arc<[RecordRef]>,
}

/// What an index is asked for.
pub(crate) enum IndexKey<'k> {
    Text(&'k str),
    /// A plain exact figure.
    Number(Decimal),
}

impl std::fmt::Debug for Cache<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Cache").field("indexes", &self.indexes).finish_non_exhaustive()
    }
}

impl<'p> Cache<'p> {
    /// One for rules that may take long: `pause` is called again and again meanwhile, and may unwind where the
    /// answer is no longer wanted.
    pub fn pausing(pause: &'p dyn Fn()) -> Self {
        Self { pause: Some(pause), ..Self::default() }
    }
}

impl Indexes {
    /// All records of a type in the order of a figure.
    pub(crate) fn sorted(
        &mut self,
        facts: &Facts,
        kind: RecordTypeId,
        field: FieldId,
        units: &UnitTable,
    ) -> Arc<SortedFigures> {
        let built = self.sorted.entry((kind, field));
        let build = || Arc::new(SortedFigures::build(facts, kind, field, units));
        Arc::clone(built.or_insert_with(build))
    }

    /// The index over a field of all records of a type.
    pub(crate) fn index(
        &mut self,
        facts: &Facts,
        kind: RecordTypeId,
        field: FieldId,
    ) -> Arc<FieldIndex> {
        let built = self.equal.entry((kind, field));
        Arc::clone(built.or_insert_with(|| Arc::new(FieldIndex::build(facts, kind, field))))
    }
}

impl FieldIndex {
    fn build(facts: &Facts, kind: RecordTypeId, field: FieldId) -> Self {
        let mut texts: FxHashMap<u64, Vec<RecordRef>> = FxHashMap::default();
        let mut numbers: FxHashMap<Decimal, Vec<RecordRef>> = FxHashMap::default();
        let mut others = Vec::new();
        for &record in facts.collection(kind) {
            let found = facts.record(record).fields.at(field);
            match found.map(|found| (found, &found.content)) {
                Some((found, Content::Text)) => {
                    let hash = text_hash(facts.text(record, found));
                    texts.entry(hash).or_default().push(record);
                }
                // A rounded figure equals its neighbours too, and a zero figures of any dimension.
                Some((_, Content::Value(Value::Number(number))))
                    if number.dimension == Dimension::None
                        && number.slack.is_zero()
                        && !number.amount.is_zero() =>
                {
                    numbers.entry(number.amount).or_default().push(record);
                }
                _ => others.push(record),
            }
        }
        Self {
            texts: texts.into_iter().map(|(key, found)| (key, found.into())).collect(),
            numbers: numbers.into_iter().map(|(key, found)| (key, found.into())).collect(),
            others: others.into(),
        }
    }

    /// The records that may have this value, in document order. Hashes may collide: whoever asks
    /// still compares.
    pub(crate) fn candidates(&self, lookup: IndexKey<'_>) -> Arc<[RecordRef]> {
        let found = match lookup {
            IndexKey::Text(text) => self.texts.get(&text_hash(text)),
            IndexKey::Number(amount) => self.numbers.get(&amount),
        };
        match found {
            None => Arc::clone(&self.others),
            Some(found) if self.others.is_empty() => Arc::clone(found),
            Some(found) => {
                let mut both = [&**found, &*self.others].concat();
                both.sort_unstable();
                both.into()
            }
        }
    }
}
