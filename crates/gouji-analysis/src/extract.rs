//! The records of a document as JSON: the debugging view of a form writer, and a bridge to other tools.

use gouji_facts::{Content, Facts, Field, Note, RecordRef};
use gouji_program::{FieldKind, Program, RecordTypeId};
use gouji_report::Source;
use gouji_text::{Language, TextRange};
use gouji_value::{Repair, Value};
use serde_json::{Map, Value as Json, json};

/// All records of one document, schema `gouji-records/1`: records by name, each field with its text,
/// value, state, place and the primitive that read it; and how many fields are in each state.
pub fn extract(program: &Program, facts: &Facts, source: &Source) -> Json {
    let extraction = Extraction { program, facts, source };
    let mut records = Map::new();
    let mut counts = Map::new();
    for (number, kind) in program.records.iter().enumerate() {
        let all = facts.collection(RecordTypeId(number as u16));
        if all.is_empty() {
            continue;
        }
        counts.insert(kind.name.clone(), json!(all.len()));
        let top: Vec<Json> = all
            .iter()
            .filter(|record| facts.parent(**record).is_none())
            .map(|record| extraction.record(*record))
            .collect();
        if !top.is_empty() {
            records.insert(kind.name.clone(), Json::Array(top));
        }
    }
    json!({
        "path": &*source.name,
        "records": records,
        "counts": counts,
        "states": extraction.states(),
    })
}

struct Extraction<'extract> {
    program: &'extract Program,
    facts: &'extract Facts,
    source: &'extract Source,
}

impl Extraction<'_> {
    fn record(&self, record: RecordRef) -> Json {
        let data = self.facts.record(record);
        let mut fields = Map::new();
        for (declared, field) in self.program.record(data.kind).fields.iter().zip(&data.fields) {
            let json = match &field.content {
                Content::List(children) => Json::Array(
                    children
                        .iter()
                        .map(|child| self.record(RecordRef { record: *child, ..record }))
                        .collect(),
                ),
                Content::Series(points) => self.series(record, &declared.kind, field, points),
                _ => self.field(record, field),
            };
            fields.insert(declared.name.clone(), json);
        }
        let mut json = Map::new();
        if let Some(name) = self.facts.record_name(self.program, record) {
            json.insert("name".to_owned(), json!(name));
        }
        json.insert("place".to_owned(), self.place(self.facts.place(record, data.place)));
        json.insert("fields".to_owned(), Json::Object(fields));
        Json::Object(json)
    }

    fn series(
        &self,
        record: RecordRef,
        kind: &FieldKind,
        field: &Field,
        points: &[gouji_facts::SeriesPoint],
    ) -> Json {
        let periods: &[String] = match kind {
            FieldKind::Series { periods, .. } => periods,
            FieldKind::Scalar(_) | FieldKind::List(_) => &[],
        };
        let points: Vec<Json> = points
            .iter()
            .map(|point| {
                let mut json = self.field(record, &point.field);
                if let (Json::Object(map), Some(period)) =
                    (&mut json, periods.get(point.period as usize))
                {
                    map.insert("period".to_owned(), json!(period));
                }
                json
            })
            .collect();
        json!({
            "state": "value",
            "points": points,
            "place": self.place(self.facts.place(record, field.place)),
            "primitive": field.primitive.name(),
        })
    }

    fn field(&self, record: RecordRef, field: &Field) -> Json {
        let mut json = Map::new();
        json.insert("state".to_owned(), json!(state(&field.content)));
        match &field.content {
            Content::Absent => return Json::Object(json),
            Content::Value(value) => self.value(value, &mut json),
            Content::Unreadable(reason) => {
                json.insert("reason".to_owned(), json!(reason.describe(Language::Chinese)));
            }
            _ => {}
        }
        json.insert("text".to_owned(), json!(self.facts.text(record, field)));
        json.insert("place".to_owned(), self.place(self.facts.place(record, field.place)));
        json.insert("primitive".to_owned(), json!(field.primitive.name()));
        if let Some(note) = &field.note {
            json.insert("note".to_owned(), json!(note_name(note)));
        }
        Json::Object(json)
    }

    fn value(&self, value: &Value, json: &mut Map<String, Json>) {
        let units = &self.program.units;
        match value {
            Value::Number(number) => {
                json.insert("value".to_owned(), json!(number.figure(units)));
                let unit = number.unit_text(units);
                if !unit.is_empty() {
                    json.insert("unit".to_owned(), json!(unit));
                }
            }
            Value::Bound(bound) => {
                json.insert("value".to_owned(), json!(bound.display(units, Language::Chinese)));
                json.insert("quantified".to_owned(), json!(bound.is_quantified()));
            }
            Value::Date(date) => {
                json.insert("value".to_owned(), json!(date.display(Language::English)));
            }
            Value::Period(period) => {
                json.insert("value".to_owned(), json!(format!("{}-{}", period.month, period.day)));
            }
        }
    }

    fn place(&self, range: TextRange) -> Json {
        let at = self.source.lines.line_column(&self.source.text, range.start);
        let end = self.source.lines.line_column(&self.source.text, range.end);
        json!({
            "line": at.line,
            "column": at.column,
            "end_line": end.line,
            "end_column": end.column,
            "byte_start": range.start,
            "byte_end": range.end,
        })
    }

    /// How many fields are in each state; the points of series count one by one.
    fn states(&self) -> Json {
        let mut counts = [0_usize; 5];
        let mut count = |content: &Content| {
            let slot = match content {
                Content::Text | Content::Value(_) => 0,
                Content::Blank => 1,
                Content::Dash => 2,
                Content::Absent => 3,
                Content::Unreadable(_) => 4,
                Content::Series(_) | Content::List(_) => return,
            };
            counts[slot] += 1;
        };
        for (_, fragment) in self.facts.fragments() {
            for field in fragment.records.iter().flat_map(|record| record.fields.iter()) {
                count(&field.content);
                if let Content::Series(points) = &field.content {
                    points.iter().for_each(|point| count(&point.field.content));
                }
            }
        }
        json!({
            "value": counts[0],
            "blank": counts[1],
            "dash": counts[2],
            "absent": counts[3],
            "unreadable": counts[4],
        })
    }
}

fn state(content: &Content) -> &'static str {
    match content {
        Content::Text | Content::Value(_) | Content::Series(_) | Content::List(_) => "value",
        Content::Blank => "blank",
        Content::Dash => "dash",
        Content::Absent => "absent",
        Content::Unreadable(_) => "unreadable",
    }
}

fn note_name(note: &Note) -> &'static str {
    match note {
        Note::Repaired(Repair::SpaceInNumber) => "space-in-number",
        Note::Repaired(Repair::MisplacedComma) => "misplaced-comma",
        Note::BlankAs => "blank-as",
        Note::FilledDown => "filled-down",
        Note::PeriodByOrder => "period-by-order",
        Note::PrintedTwice => "printed-twice",
        Note::Slipped => "slipped",
    }
}
