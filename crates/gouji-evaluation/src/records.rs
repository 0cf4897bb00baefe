//! The records of a document and the program that declares them: what stands in a field.

use crate::cause::Cause;
use gouji_facts::{Content, Facts, Field, Record, RecordRef};
use gouji_program::{Aggregate, FieldId, FieldKind, Program, RecordTypeId};
use rustc_hash::{FxHashMap, FxHashSet};

/// A document's records, and the program whose forms read them.
#[derive(Clone, Copy)]
pub(crate) struct RecordSource<'a> {
    pub(crate) program: &'a Program,
    pub(crate) facts: &'a Facts,
}

impl<'a> RecordSource<'a> {
    pub(crate) fn record(&self, record: RecordRef) -> Option<&'a Record> {
        let (_, fragment) = self.facts.fragments().get(record.fragment as usize)?;
        fragment.records.get(record.record as usize)
    }

    /// Those of the records that are in a list whose owners are in the next one, and so on.
    pub(crate) fn listed(
        &self,
        records: &[RecordRef],
        via: &[(RecordTypeId, FieldId)],
    ) -> Vec<RecordRef> {
        let mut members: FxHashMap<(RecordRef, FieldId), FxHashSet<u32>> = FxHashMap::default();
        let mut is_listed = |record: &RecordRef| {
            let mut inner = *record;
            via.iter().all(|(kind, list)| {
                let Some(owner) = self.facts.parent(inner) else { return false };
                let is_of_kind = self.record(owner).is_some_and(|found| found.kind == *kind);
                let members = members.entry((owner, *list)).or_insert_with(|| {
                    match self.field(owner, *list).map(|field| &field.content) {
                        Some(Content::List(members)) if is_of_kind => {
                            members.iter().copied().collect()
                        }
                        _ => FxHashSet::default(),
                    }
                });
                let is_in = members.contains(&inner.record);
                inner = owner;
                is_in
            })
        };
        records.iter().copied().filter(|record| is_listed(record)).collect()
    }

    pub(crate) fn field(&self, record: RecordRef, field: FieldId) -> Option<&'a Field> {
        self.record(record)?.fields.at(field)
    }

    /// Whether a value is wanting because nothing is there: blank, a dash, absent, or no record.
    pub(crate) fn is_missing(&self, cause: &Cause<'a>) -> bool {
        match cause {
            Cause::Field(record, field, point) => {
                self.field_or_point(*record, *field, *point).is_some_and(|field| {
                    matches!(field.content, Content::Blank | Content::Dash | Content::Absent)
                })
            }
            Cause::NothingStated(..) => true,
            Cause::NothingGathered(aggregate) => aggregate.function == Aggregate::Only,
            _ => false,
        }
    }

    /// A field, or a point of it.
    pub(crate) fn field_or_point(
        &self,
        record: RecordRef,
        field: FieldId,
        point: Option<u16>,
    ) -> Option<&'a Field> {
        let field = self.field(record, field)?;
        match (point, &field.content) {
            (None, _) => Some(field),
            (Some(index), Content::Series(points)) => {
                points.get(index as usize).map(|point| &point.field)
            }
            _ => None,
        }
    }

    /// The name of a point of a series, by its index among the points read.
    pub(crate) fn point_name(
        &self,
        record: RecordRef,
        field: FieldId,
        index: u16,
    ) -> Option<&'a str> {
        let Content::Series(points) = &self.field(record, field)?.content else { return None };
        let period = points.get(index as usize)?.period;
        let kind = self.record(record)?.kind;
        let declared = self.program.records.at(kind)?.fields.at(field)?;
        match &declared.kind {
            FieldKind::Series { periods, .. } => periods.get(period as usize).map(String::as_str),
            _ => None,
        }
    }
}
