//! What forms make of a document, as JSON: tables, sentences, and the figures that nobody read.

use crate::records_json::JsonPart;
use gouji_facts::{
    FormSurvey, RefusalReason, SurveyedColumn, SurveyedRow, SurveyedSentence, SurveyedTable,
    TableRefusal, UnreadFigure,
};
use gouji_program::FormId;
use gouji_text::{TextRange, tidy};
use gouji_value::UnitId;
use serde::ser::{Serialize, SerializeMap, Serializer};

/// A declared unit.
struct PlacedUnit(TextRange, UnitId);
/// A column that fits several of a document.
struct AmbiguousColumn<'survey>(&'survey str, usize);
/// The name of a form.
struct FormName(FormId);

impl Serialize for JsonPart<'_, '_, &FormSurvey> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(2))?;
        let tables: Vec<_> = self.item.tables.iter().map(|table| self.part(table)).collect();
        map.serialize_entry("tables", &tables)?;
        let sentences: Vec<_> = self.item.sentences.iter().map(|one| self.part(one)).collect();
        map.serialize_entry("sentences", &sentences)?;
        map.end()
    }
}

impl Serialize for JsonPart<'_, '_, &SurveyedTable> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let table = self.item;
        let text = |range: TextRange| tidy(range.of(&self.json.records.source().text));
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("place", &self.part(table.range))?;
        map.serialize_entry("title", &table.title.map(text))?;
        let units = table.captions.iter().map(|(place, unit)| PlacedUnit(*place, *unit));
        let units: Vec<_> = units.map(|unit| self.part(unit)).collect();
        map.serialize_entry("units", &units)?;
        let columns: Vec<_> = table.columns.iter().map(|column| self.part(column)).collect();
        map.serialize_entry("columns", &columns)?;
        let names = table.claimed_by.iter().map(|form| self.part(FormName(*form)));
        map.serialize_entry("read_by", &names.collect::<Vec<_>>())?;
        map.serialize_entry("printed_twice", &table.is_printed_twice)?;
        let refusals: Vec<_> = table.refusals.iter().map(|one| self.part(one)).collect();
        map.serialize_entry("not_read_by", &refusals)?;
        let rows: Vec<_> = table.rows.iter().map(|row| self.part(row)).collect();
        map.serialize_entry("rows", &rows)?;
        let unread: Vec<_> = table.unread.iter().map(|figure| self.part((None, figure))).collect();
        map.serialize_entry("unread", &unread)?;
        map.end()
    }
}

impl Serialize for JsonPart<'_, '_, PlacedUnit> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(2))?;
        let units = &self.json.records.program.units;
        map.serialize_entry("unit", units.unit_name(self.item.1))?;
        map.serialize_entry("place", &self.part(self.item.0))?;
        map.end()
    }
}

impl Serialize for JsonPart<'_, '_, FormName> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let form = self.json.records.program.forms.at(self.item.0);
        serializer.serialize_str(form.map_or("", |form| form.name.as_str()))
    }
}

impl Serialize for JsonPart<'_, '_, &SurveyedColumn> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(3))?;
        map.serialize_entry("first", &(u32::from(self.item.first) + 1))?;
        map.serialize_entry("last", &(u32::from(self.item.last) + 1))?;
        map.serialize_entry("path", &self.item.path)?;
        map.end()
    }
}

impl Serialize for JsonPart<'_, '_, &TableRefusal> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let refusal = self.item;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("form", &self.part(FormName(refusal.form)))?;
        match &refusal.reason {
            RefusalReason::Title(sought) => {
                map.serialize_entry("reason", "title")?;
                map.serialize_entry("sought", sought)?;
            }
            RefusalReason::Region => map.serialize_entry("reason", "region")?,
            RefusalReason::Columns => map.serialize_entry("reason", "columns")?,
            RefusalReason::Claimed => map.serialize_entry("reason", "claimed")?,
        }
        map.serialize_entry("present", &refusal.present)?;
        map.serialize_entry("missing", &refusal.missing)?;
        if !refusal.ambiguous.is_empty() {
            let several = refusal.ambiguous.iter();
            let several = several.map(|(column, count)| AmbiguousColumn(column, *count));
            map.serialize_entry("ambiguous", &several.collect::<Vec<_>>())?;
        }
        map.end()
    }
}

impl Serialize for AmbiguousColumn<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("column", self.0)?;
        map.serialize_entry("count", &self.1)?;
        map.end()
    }
}

impl Serialize for JsonPart<'_, '_, &SurveyedRow> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let source = self.json.records.source();
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("line", &(source.lines.line_of(self.item.range.start) + 1))?;
        let mut signs = String::new();
        let mut column = 0;
        for cell in &self.item.cells {
            while column < cell.column {
                signs.push(' ');
                column += 1;
            }
            signs.push(cell.fate.sign());
            column = column.saturating_add(1);
        }
        map.serialize_entry("cells", &signs)?;
        map.end()
    }
}

/// The figure, and the form that came nearest, where the survey is not that of one table.
impl Serialize for JsonPart<'_, '_, (Option<FormId>, &UnreadFigure)> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (form, figure) = self.item;
        let records = self.json.records;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("text", figure.place.of(&records.source().text))?;
        map.serialize_entry("place", &self.part(figure.place))?;
        let reason = figure.reason.describe();
        map.serialize_entry("reason", reason.in_language(self.json.language))?;
        if let Some(form) = form {
            map.serialize_entry("form", &self.part(FormName(form)))?;
        }
        map.end()
    }
}

impl Serialize for JsonPart<'_, '_, &SurveyedSentence> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let sentence = self.item;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("form", &self.part(FormName(sentence.form)))?;
        map.serialize_entry("region", &self.part(sentence.region))?;
        map.serialize_entry("pattern", &sentence.pattern)?;
        let matches: Vec<_> = sentence.matches.iter().map(|place| self.part(*place)).collect();
        map.serialize_entry("matches", &matches)?;
        map.serialize_entry("read", &sentence.is_read)?;
        map.serialize_entry("otherwise", &sentence.is_filled_otherwise)?;
        map.end()
    }
}
