//! Records as JSON, schema `gouji-records/1`: written field by field, with no tree in between.

use crate::{FieldState, FieldView, RecordView, Records};
use gouji_facts::RecordRef;
use gouji_report::Locator;
use gouji_text::{Language, TextRange};
use gouji_value::Value;
use serde::ser::{Serialize, SerializeMap, Serializer};
use std::cell::RefCell;

impl Records {
    /// The records as one document of the schema `gouji-records/1`: records by kind, each field with
    /// its text, value, state, place and the clause that read it; how many fields are in each state;
    /// the figures that nobody read; and what the forms make of the tables and sentences. Reasons are given in `language`.
    pub fn json(&self, language: Language) -> impl Serialize + '_ {
        RecordsJson { records: self, language, locator: RefCell::new(Locator::new(self.source())) }
    }
}

pub(crate) struct RecordsJson<'records> {
    pub(crate) records: &'records Records,
    pub(crate) language: Language,
    /// Places come mostly in rising order, and the locator counts on from the last.
    locator: RefCell<Locator<'records>>,
}

/// Something of the records on its way to JSON.
pub(crate) struct JsonPart<'json, 'records, Item> {
    pub(crate) json: &'json RecordsJson<'records>,
    pub(crate) item: Item,
}

impl<'records> RecordsJson<'records> {
    fn part<Item>(&self, item: Item) -> JsonPart<'_, 'records, Item> {
        JsonPart { json: self, item }
    }
}

impl<'json, 'records, Item> JsonPart<'json, 'records, Item> {
    pub(crate) fn part<Other>(&self, item: Other) -> JsonPart<'json, 'records, Other> {
        JsonPart { json: self.json, item }
    }
}

impl Serialize for RecordsJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(6))?;
        map.serialize_entry("path", &*self.records.source().name)?;
        map.serialize_entry("records", &self.part(Kinds))?;
        map.serialize_entry("counts", &self.part(RecordCounts))?;
        map.serialize_entry("states", &self.records.states())?;
        let unread = self.records.left_unread();
        let unread = unread.iter().map(|(form, figure)| self.part((Some(*form), figure)));
        map.serialize_entry("unread", &unread.collect::<Vec<_>>())?;
        map.serialize_entry("survey", &self.part(self.records.survey()))?;
        map.end()
    }
}

/// The records that are part of no other, by kind.
struct Kinds;

impl Serialize for JsonPart<'_, '_, Kinds> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let records = self.json.records;
        let mut map = serializer.serialize_map(None)?;
        for (kind, all) in records.by_kind() {
            if all.iter().any(|at| !records.view(*at).is_inner()) {
                map.serialize_entry(kind, &self.part(Outer(all)))?;
            }
        }
        map.end()
    }
}

/// How many records of each kind there are, those inside others too.
struct RecordCounts;

impl Serialize for JsonPart<'_, '_, RecordCounts> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let counts = self.json.records.by_kind().map(|(kind, all)| (kind, all.len()));
        serializer.collect_map(counts)
    }
}

/// Those of some records that are part of no other.
struct Outer<'records>(&'records [RecordRef]);

impl Serialize for JsonPart<'_, '_, Outer<'_>> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let all = self.item.0.iter().map(|at| self.json.records.view(*at));
        serializer.collect_seq(all.filter(|record| !record.is_inner()).map(|one| self.part(one)))
    }
}

impl Serialize for JsonPart<'_, '_, RecordView<'_>> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        if let Some(name) = self.item.name() {
            map.serialize_entry("name", &name)?;
        }
        map.serialize_entry("place", &self.part(self.item.range()))?;
        map.serialize_entry("fields", &self.part(Fields(self.item)))?;
        map.end()
    }
}

/// The fields of a record, by name.
struct Fields<'records>(RecordView<'records>);

impl Serialize for JsonPart<'_, '_, Fields<'_>> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for field in self.item.0.fields() {
            match field.list() {
                Some(_) => map.serialize_entry(field.name(), &self.part(Inner(field)))?,
                None => map.serialize_entry(field.name(), &self.part(field))?,
            }
        }
        map.end()
    }
}

/// The records of a list.
struct Inner<'records>(FieldView<'records>);

impl Serialize for JsonPart<'_, '_, Inner<'_>> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let records = self.item.0.list().into_iter().flatten();
        serializer.collect_seq(records.map(|record| self.part(record)))
    }
}

/// The points of a series.
struct Points<'records>(FieldView<'records>);

impl Serialize for JsonPart<'_, '_, Points<'_>> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let points = self.item.0.series().into_iter().flatten();
        serializer.collect_seq(points.map(|point| self.part(PeriodPoint(point))))
    }
}

impl Serialize for JsonPart<'_, '_, FieldView<'_>> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        self.entries(&mut map)?;
        map.end()
    }
}

impl JsonPart<'_, '_, FieldView<'_>> {
    fn entries<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        let field = self.item;
        map.serialize_entry("state", &field.state())?;
        if field.state() == FieldState::Absent {
            return Ok(());
        }
        if field.series().is_some() {
            map.serialize_entry("points", &self.part(Points(field)))?;
        } else if let Some(rows) = field.related() {
            let rows: Vec<_> = rows.map(|row| self.part(RelatedRow(row))).collect();
            map.serialize_entry("related", &rows)?;
        } else {
            if let Some(figure) = field.figure(self.json.language) {
                map.serialize_entry("value", &figure)?;
            }
            if let Some(unit) = field.unit() {
                map.serialize_entry("unit", unit)?;
            }
            if let Some(Value::Bound(bound)) = field.value() {
                map.serialize_entry("quantified", &bound.is_quantified())?;
            }
            if let Some(reason) = field.reason() {
                map.serialize_entry("reason", &reason.describe(self.json.language))?;
            }
            map.serialize_entry("text", field.text())?;
        }
        map.serialize_entry("place", &self.part(field.range()))?;
        map.serialize_entry("primitive", field.primitive())?;
        if let Some(note) = field.note() {
            map.serialize_entry("note", note)?;
        }
        Ok(())
    }
}

/// A row that hangs above or below another, told by its name and place: it is written out in its list.
struct RelatedRow<'records>(RecordView<'records>);

impl Serialize for JsonPart<'_, '_, RelatedRow<'_>> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        if let Some(name) = self.item.0.name() {
            map.serialize_entry("name", &name)?;
        }
        map.serialize_entry("place", &self.part(self.item.0.range()))?;
        map.end()
    }
}

/// A point of a series, with its period.
struct PeriodPoint<'records>(FieldView<'records>);

impl Serialize for JsonPart<'_, '_, PeriodPoint<'_>> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("period", self.item.0.name())?;
        self.part(self.item.0).entries(&mut map)?;
        map.end()
    }
}

impl Serialize for JsonPart<'_, '_, TextRange> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut locator = self.json.locator.borrow_mut();
        let (cell, located) = (locator.cell(self.item), locator.locate(self.item));
        let mut map = serializer.serialize_map(None)?;
        if let Some(cell) = cell {
            map.serialize_entry("address", &cell.to_string())?;
            if let Some(formula) = &cell.formula {
                map.serialize_entry("formula", &**formula)?;
            }
        }
        map.serialize_entry("line", &located.start.line)?;
        map.serialize_entry("column", &located.start.column)?;
        map.serialize_entry("end_line", &located.end.line)?;
        map.serialize_entry("end_column", &located.end.column)?;
        map.serialize_entry("byte_start", &located.range.start)?;
        map.serialize_entry("byte_end", &located.range.end)?;
        map.end()
    }
}
