//! Fields made of what stands in the document.

use super::super::matcher::Capture;
use super::{Builder, content_of, is_dash, read_as};
use crate::{Content, Field, FieldNote, ReadBy, codes};
use gouji_program::form::BlankAs;
use gouji_program::{FieldId, Scalar};
use gouji_text::{Language, Localized, TextRange};
use gouji_value::{Number, ReadAs, State, UnitId, Unreadable, Value, read_written};

impl Builder<'_> {
    /// Puts a field in its place; what is not of its type is noted as a problem.
    pub(crate) fn set(&mut self, record: u32, field: FieldId, value: Field) {
        self.say_unreadable(record, field, &value);
        *self.field_mut(record, field) = value;
    }

    /// Notes a value that is not of its field's type; figures without a declared unit once.
    pub(crate) fn say_unreadable(&mut self, record: u32, field: FieldId, value: &Field) {
        match &value.content {
            Content::Unreadable(Unreadable::NoUnit) if self.said_no_unit => {}
            Content::Unreadable(Unreadable::NoUnit) => {
                self.said_no_unit = true;
                let form = self.form_name();
                let message = Localized::new(
                    format!("{form}里的数没有写明单位（例如「单位：万元」），没有推测"),
                    format!("the figures of {form} state no unit, and none was guessed"),
                );
                self.push_problem(&codes::NO_UNIT, message, value.place);
            }
            Content::Unreadable(reason) => {
                let field = &self.program.field(self.kind(record), field).name;
                let message = Localized::new(
                    format!("「{field}」读不出来：{}", reason.describe(Language::Chinese)),
                    format!("“{field}” cannot be read: {}", reason.describe(Language::English)),
                );
                self.push_problem(&codes::UNREADABLE, message, value.place);
            }
            _ => {}
        }
    }

    /// A bare figure under a heading that says `（%）` is a percentage.
    pub(crate) fn read_bare_percent(&self, value: &mut Field) {
        if value.content != Content::Unreadable(Unreadable::NotPercent) {
            return;
        }
        let text = value.text.of(&self.fragment.arena);
        if let State::Value(Value::Number(bare)) =
            read_written(text, ReadAs::Number, &self.program.units, None, self.notation()).state
            && let Some(mut percent) = Number::percent(bare.amount)
        {
            percent.scale = bare.scale;
            value.content = Content::Value(Value::Number(percent));
        }
    }

    /// Reads a stretch of the document as one figure or text.
    pub(crate) fn cell(
        &mut self,
        scalar: Scalar,
        range: TextRange,
        unit: Option<UnitId>,
        primitive: ReadBy,
    ) -> Field {
        let place = range.trimmed(&self.document.text);
        let text = self.document.text_of(place);
        let (content, note) = match read_as(scalar) {
            None if text.is_empty() => (Content::Blank, None),
            None if is_dash(&text) => (Content::Dash, None),
            None => (Content::Text, None),
            Some(kind) => {
                let units = &self.program.units;
                content_of(read_written(&text, kind, units, unit, self.notation()))
            }
        };
        let text = self.copy(&text);
        Field { content, text, place: self.relative(place), primitive, note }
    }

    /// The field that a hole of a template took.
    pub(crate) fn captured(
        &mut self,
        scalar: Scalar,
        capture: &Capture,
        primitive: ReadBy,
    ) -> Field {
        match &capture.reading {
            Some(reading) => {
                let (content, note) = content_of(reading.clone());
                let text = self.document.text_of(capture.place);
                let text = self.copy(&text);
                Field { content, text, place: self.relative(capture.place), primitive, note }
            }
            None => self.cell(scalar, capture.place, None, primitive),
        }
    }

    /// Fills the fields that the holes of a template took.
    pub(crate) fn fill(&mut self, record: u32, captures: &[Capture], primitive: ReadBy) {
        for capture in captures {
            if let Some(scalar) = self.scalar(record, capture.field) {
                let field = self.captured(scalar, capture, primitive);
                self.set(record, capture.field, field);
            }
        }
    }

    /// A field with a value of our own making (heading numbers), shown as `text`.
    pub(crate) fn made(
        &mut self,
        value: Content,
        text: &str,
        place: TextRange,
        primitive: ReadBy,
    ) -> Field {
        let text = self.copy(text);
        Field { content: value, text, place: self.relative(place), primitive, note: None }
    }

    /// Gives fields that are blank or hold a dash the value that the form says blank counts as.
    pub(crate) fn apply_blanks(&mut self, record: u32, blanks: &[BlankAs]) {
        for blank in blanks {
            let field = self.field_mut(record, blank.field);
            if matches!(field.content, Content::Blank | Content::Dash) {
                field.content = Content::Value(Value::Number(blank.value.clone()));
                field.note = Some(FieldNote::BlankAs);
            }
        }
    }

    fn copy(&mut self, text: &str) -> TextRange {
        let start = self.fragment.arena.len();
        self.fragment.arena.push_str(text);
        TextRange::from(start..self.fragment.arena.len())
    }
}
