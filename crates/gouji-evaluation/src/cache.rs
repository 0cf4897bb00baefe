//! Indexes over the records of one document, shared by the rules of a run.

use gouji_facts::{Content, Facts, RecordRef};
use gouji_program::{FieldId, RecordTypeId};
use gouji_text::fold_hash;
use gouji_value::{Decimal, Dimension, Value};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// Indexes over one [`Facts`], built when first needed. Never use one for other facts.
#[derive(Clone, Debug, Default)]
pub struct Cache {
    indexes: FxHashMap<(RecordTypeId, FieldId), Arc<Index>>,
}

/// Records of one type by the value of one field.
#[derive(Debug, Default)]
pub(crate) struct Index {
    texts: FxHashMap<u64, Vec<RecordRef>>,
    numbers: FxHashMap<Decimal, Vec<RecordRef>>,
    /// Records whose value is not known, or may equal figures other than its own: always candidates.
    others: Vec<RecordRef>,
}

/// What an index is asked for.
pub(crate) enum Lookup<'k> {
    Text(&'k str),
    /// A plain exact figure.
    Number(Decimal),
}

impl Cache {
    /// The index over a field of all records of a type.
    pub(crate) fn index(
        &mut self,
        facts: &Facts,
        kind: RecordTypeId,
        field: FieldId,
    ) -> Arc<Index> {
        let built = self.indexes.entry((kind, field));
        Arc::clone(built.or_insert_with(|| Arc::new(Index::build(facts, kind, field))))
    }
}

impl Index {
    fn build(facts: &Facts, kind: RecordTypeId, field: FieldId) -> Self {
        let mut index = Self::default();
        for &record in facts.collection(kind) {
            let Some(found) = facts.record(record).fields.get(field.0 as usize) else {
                index.others.push(record);
                continue;
            };
            match &found.content {
                Content::Text => {
                    let hash = fold_hash(facts.text(record, found));
                    index.texts.entry(hash).or_default().push(record);
                }
                // A rounded figure equals its neighbours too, and a zero figures of any dimension.
                Content::Value(Value::Number(number))
                    if number.dimension == Dimension::None
                        && number.slack.is_zero()
                        && !number.amount.is_zero() =>
                {
                    index.numbers.entry(number.amount).or_default().push(record);
                }
                _ => index.others.push(record),
            }
        }
        index
    }

    /// The records that may have this value, in document order. Hashes may collide: whoever asks
    /// still compares.
    pub(crate) fn candidates(&self, lookup: Lookup<'_>) -> Vec<RecordRef> {
        let found = match lookup {
            Lookup::Text(text) => self.texts.get(&fold_hash(text)),
            Lookup::Number(amount) => self.numbers.get(&amount),
        };
        let mut candidates = found.cloned().unwrap_or_default();
        if !self.others.is_empty() {
            candidates.extend_from_slice(&self.others);
            candidates.sort_unstable();
        }
        candidates
    }
}
