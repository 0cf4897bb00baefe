//! The records read from one document: what a form writer looks at, and a bridge to other tools.

use crate::applicable_packs;
use crate::extent::{ExtentOf, in_force, is_in_force};
use crate::survey::Surveyed;
use gouji_document::{Body, DocumentOrigin};
use gouji_facts::{
    Content, DocumentTable, Facts, Field, FieldNote, FormReader, FormSurvey, RecordRef,
    UnreadFigure, unread_figures,
};
use gouji_program::{FieldId, FieldKind, FormId, Program, RecordTypeId};
use gouji_report::{ReadExtent, Source};
use gouji_text::{Language, TextRange};
use gouji_value::{Repair, Unreadable, Value};
use std::sync::Arc;

/// All records read from one document, each field with its text, value, state and place.
///
/// [`Records::json`](crate::Records::json) gives them in the schema `gouji-records/1`.
#[derive(Debug)]
pub struct Records {
    pub(crate) program: Arc<Program>,
    pub(crate) facts: Facts,
    source: Source,
    origin: DocumentOrigin,
    surveyed: Surveyed,
}

impl Records {
    /// What forms have read of a document, of which `body` is what it says and `origin` how it was read.
    pub fn new(
        reader: Arc<FormReader>,
        (body, origin): (Body, DocumentOrigin),
        facts: Facts,
        source: Source,
    ) -> Self {
        let program = Arc::clone(reader.program());
        Self { program, facts, source, origin, surveyed: Surveyed::new(reader, body) }
    }

    /// What the document says.
    pub(crate) fn body(&self) -> &Body {
        self.surveyed.body()
    }

    /// That no ruleset applies, where none does: then all forms count, those of packs for other documents too.
    pub(crate) fn unrecognised(&self, language: Language) -> Option<&'static str> {
        let applies = applicable_packs(&self.program, &self.facts, &[]).packs;
        let words = language.choose(
            "没有适用于这份文件的规则集，check 不检查它；下面是全部表样读到的",
            "no ruleset applies to this document, and check does not check it; below is what all forms read",
        );
        (!applies.contains(&true)).then_some(words)
    }

    /// How much of the document was read: by the forms of packs that apply to it, or by all where none does.
    pub fn extent(&self) -> ReadExtent {
        let mut applies = applicable_packs(&self.program, &self.facts, &[]).packs;
        if !applies.contains(&true) {
            applies.fill(true);
        }
        let tables: Vec<_> = self.survey().tables.iter().map(DocumentTable::from).collect();
        let extent = ExtentOf {
            reader: self.surveyed.reader(),
            origin: self.origin,
            tables: &tables,
            facts: &self.facts,
            applies: &applies,
            unread: unread_figures(in_force(&self.program, &self.facts, &applies)).len(),
        };
        extent.count()
    }

    /// What the forms make of the document, table by table and sentence by sentence. Made when it is
    /// first asked for.
    pub(crate) fn survey(&self) -> &FormSurvey {
        self.surveyed.survey(&self.facts)
    }

    /// The figures that no form bound to a field. Where packs apply to the document, those that the forms of
    /// others came near are not meant for it.
    pub(crate) fn left_unread(&self) -> Vec<(FormId, UnreadFigure)> {
        let mut unread = self.facts.unread();
        let applies = applicable_packs(&self.program, &self.facts, &[]).packs;
        if applies.contains(&true) {
            unread.retain(|(form, _)| is_in_force(&self.program, &applies, *form));
        }
        unread
    }

    /// The document that they were read from.
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// The kinds of which there are records, in order of declaration.
    pub fn kinds(&self) -> impl Iterator<Item = &str> {
        let kinds = self.program.records.iter().enumerate();
        let present = kinds.filter(|(number, _)| !self.of_kind(*number).is_empty());
        present.map(|(_, kind)| kind.name.as_str())
    }

    /// All records of a kind, in order of place; also those inside other records.
    pub fn of<'records>(&'records self, kind: &str) -> impl Iterator<Item = RecordView<'records>> {
        let kinds = self.program.records.iter();
        let wanted = kinds.enumerate().filter(move |(_, declared)| declared.name == kind);
        let numbers: Vec<usize> = wanted.map(|(number, _)| number).collect();
        numbers.into_iter().flat_map(|number| self.of_kind(number)).map(|at| self.view(*at))
    }

    /// How many fields are in each state; the points of series count one by one.
    pub fn states(&self) -> States {
        let mut states = States::default();
        for (_, fragment) in self.facts.fragments() {
            for field in fragment.records.iter().flat_map(|record| record.fields.iter()) {
                match &field.content {
                    Content::Series(points) => {
                        points.iter().for_each(|point| states.count(&point.field.content));
                    }
                    content => states.count(content),
                }
            }
        }
        states
    }

    /// The kinds of which there are records, each with all of them.
    pub(crate) fn by_kind(&self) -> impl Iterator<Item = (&str, &[RecordRef])> {
        let kinds = self.program.records.iter().enumerate();
        let named = kinds.map(|(number, kind)| (kind.name.as_str(), self.of_kind(number)));
        named.filter(|(_, records)| !records.is_empty())
    }

    pub(crate) fn view(&self, at: RecordRef) -> RecordView<'_> {
        RecordView { records: self, at }
    }

    fn of_kind(&self, number: usize) -> &[RecordRef] {
        u16::try_from(number).map_or(&[], |number| self.facts.collection(RecordTypeId(number)))
    }
}

/// How many fields are in each state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct States {
    /// With a value.
    pub value: usize,
    /// Blank in the document.
    pub blank: usize,
    /// A dash in the document.
    pub dash: usize,
    /// Not found in the document.
    pub absent: usize,
    /// Filled with what is no value of the field's type.
    pub unreadable: usize,
}

impl States {
    fn count(&mut self, content: &Content) {
        match FieldState::of(content) {
            // The records of a list are counted by themselves, the points of a series too.
            FieldState::Value
                if matches!(
                    content,
                    Content::Series(_) | Content::List(_) | Content::Related(_)
                ) => {}
            FieldState::Value => self.value += 1,
            FieldState::Blank => self.blank += 1,
            FieldState::Dash => self.dash += 1,
            FieldState::Absent => self.absent += 1,
            FieldState::Unreadable => self.unreadable += 1,
        }
    }
}

/// What became of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum FieldState {
    /// It has a value.
    Value,
    /// It is blank in the document.
    Blank,
    /// It is a dash in the document.
    Dash,
    /// It was not found in the document.
    Absent,
    /// What stands there is no value of its type.
    Unreadable,
}

impl FieldState {
    fn of(content: &Content) -> Self {
        match content {
            Content::Text
            | Content::Value(_)
            | Content::Series(_)
            | Content::List(_)
            | Content::Related(_) => Self::Value,
            Content::Blank => Self::Blank,
            Content::Dash => Self::Dash,
            Content::Absent => Self::Absent,
            Content::Unreadable(_) => Self::Unreadable,
        }
    }
}

/// One record.
#[derive(Clone, Copy, Debug)]
pub struct RecordView<'records> {
    records: &'records Records,
    at: RecordRef,
}

impl<'records> RecordView<'records> {
    /// The kind of record.
    pub fn kind(self) -> &'records str {
        let kind = self.records.facts.record(self.at).kind;
        &self.records.program.record(kind).name
    }

    /// What it calls itself, where its kind says how records are called.
    pub fn name(self) -> Option<String> {
        self.records.facts.record_name(&self.records.program, self.at)
    }

    /// The form that read it.
    pub(crate) fn form(self) -> FormId {
        let fragments = self.records.facts.fragments();
        fragments.get(self.at.fragment as usize).map_or(FormId(u16::MAX), |(region, _)| region.form)
    }

    /// Whether it is part of another record.
    pub fn is_inner(self) -> bool {
        self.records.facts.parent(self.at).is_some()
    }

    /// Where it stands, in bytes of the document's text.
    pub fn range(self) -> TextRange {
        let facts = &self.records.facts;
        facts.place(self.at, facts.record(self.at).place)
    }

    /// Its fields, in order of declaration.
    pub fn fields(self) -> impl Iterator<Item = FieldView<'records>> {
        let facts = &self.records.facts;
        let kind = facts.record(self.at).kind;
        let declared = &self.records.program.record(kind).fields;
        declared.iter().enumerate().map(move |(number, declared)| {
            let id = FieldId(number as u16);
            let holder = facts.holder(self.at, id);
            FieldView {
                record: self.records.view(holder),
                name: &declared.name,
                kind: &declared.kind,
                field: facts.field(holder, id),
            }
        })
    }

    /// The field of this name.
    pub fn field(self, name: &str) -> Option<FieldView<'records>> {
        self.fields().find(|field| field.name() == name)
    }
}

/// A field of a record, or a point of a series.
#[derive(Clone, Copy, Debug)]
pub struct FieldView<'records> {
    record: RecordView<'records>,
    name: &'records str,
    kind: &'records FieldKind,
    field: &'records Field,
}

impl<'records> FieldView<'records> {
    /// What it is called in the record; for a point of a series, the period.
    pub fn name(self) -> &'records str {
        self.name
    }

    /// What became of it.
    pub fn state(self) -> FieldState {
        FieldState::of(&self.field.content)
    }

    /// Exactly what is published; empty where it is absent.
    pub fn text(self) -> &'records str {
        self.record.records.facts.text(self.record.at, self.field)
    }

    /// Where it stands, in bytes of the document's text.
    pub fn range(self) -> TextRange {
        self.record.records.facts.place(self.record.at, self.field.place)
    }

    /// The value that its text was read as; `None` for text, for lists and series, and where there
    /// is no value.
    pub fn value(self) -> Option<&'records Value> {
        match &self.field.content {
            Content::Value(value) => Some(value),
            _ => None,
        }
    }

    /// The value as people write it: `9214.60`, `≥45 万元`, `2021-06-30`, `6-30`. A figure has its
    /// unit in [`unit`](Self::unit). `language` is that of the words in a limit.
    pub fn figure(self, language: Language) -> Option<String> {
        let units = &self.record.records.program.units;
        Some(match self.value()? {
            Value::Number(number) => number.figure(units),
            Value::Bound(bound) => bound.display(units, language),
            Value::Date(date) => date.display(Language::English),
            Value::Period(period) => format!("{}-{}", period.month, period.day),
        })
    }

    /// The unit of a figure: `万元`, `%`; `None` where it has none.
    pub fn unit(self) -> Option<&'records str> {
        let Some(Value::Number(number)) = self.value() else { return None };
        Some(number.unit_text(&self.record.records.program.units)).filter(|unit| !unit.is_empty())
    }

    /// Why what stands there is no value of the field's type.
    pub fn reason(self) -> Option<&'records Unreadable> {
        match &self.field.content {
            Content::Unreadable(reason) => Some(reason),
            _ => None,
        }
    }

    /// The records of a list; `None` where the field is none.
    pub fn list(self) -> Option<impl Iterator<Item = RecordView<'records>>> {
        let Content::List(children) = &self.field.content else { return None };
        let RecordView { records, at } = self.record;
        Some(children.iter().map(move |child| records.view(RecordRef { record: *child, ..at })))
    }

    /// The records that hang above or below this one by the levels of their rows; `None` where the
    /// field holds something of its own.
    pub fn related(self) -> Option<impl Iterator<Item = RecordView<'records>>> {
        let Content::Related(rows) = &self.field.content else { return None };
        let RecordView { records, at } = self.record;
        Some(rows.iter().map(move |row| records.view(RecordRef { record: *row, ..at })))
    }

    /// The points of a series, each named by its period; `None` where the field is none.
    pub fn series(self) -> Option<impl Iterator<Item = FieldView<'records>>> {
        let Content::Series(points) = &self.field.content else { return None };
        let periods: &[String] = match self.kind {
            FieldKind::Series { periods, .. } => periods,
            FieldKind::Scalar(_) | FieldKind::List(_) | FieldKind::Related(..) => &[],
        };
        Some(points.iter().map(move |point| FieldView {
            name: periods.get(usize::from(point.period)).map_or("", String::as_str),
            field: &point.field,
            ..self
        }))
    }

    /// The kind of clause that read it: `label`, `grid`, `sentence`, …
    pub fn primitive(self) -> &'static str {
        self.field.primitive.name()
    }

    /// What was mended or assumed in reading it: `space-in-number`, `blank-as`, …
    pub fn note(self) -> Option<&'static str> {
        Some(match self.field.note.as_ref()? {
            FieldNote::Repaired(Repair::SpaceInNumber) => "space-in-number",
            FieldNote::BlankAs => "blank-as",
            FieldNote::FilledDown => "filled-down",
            FieldNote::PeriodByOrder => "period-by-order",
            FieldNote::PrintedTwice => "printed-twice",
            FieldNote::Slipped => "slipped",
            FieldNote::WordsAlone => "words-alone",
        })
    }
}
