//! What the checks of all primitives need: the form, its record, its texts and fields.

use super::declarations::{Declarations, Declared};
use super::report::{Checked, Failed, ItemText, Reporter};
use super::{label_texts, templates};
use crate::codes;
use crate::problem::problem_at;
use crate::template::Template;
use crate::{FieldId, FieldKind, Meaning, RecordTypeId};
use gouji_diagnostic::CodeInfo;
use gouji_syntax::ast::{self, Name, Text};
use gouji_text::{Localized, TextRange};

/// A form while it is checked.
pub(crate) struct FormWriter<'f, 't> {
    pub declarations: &'f Declarations<'t>,
    pub reporter: &'f mut Reporter,
    pub source: ItemText<'t>,
    pub declared: &'f Declared<'t, ast::Form>,
    /// The form's own record.
    pub record: RecordTypeId,
}

impl FormWriter<'_, '_> {
    /// Reports an error of the form.
    pub fn fail<T>(
        &mut self,
        code: &'static CodeInfo,
        range: TextRange,
        message: (impl Into<String>, impl Into<String>),
        label: (&str, &str),
    ) -> Checked<T> {
        let place = self.source.place(range);
        let message = Localized::new(message.0, message.1);
        self.reporter.fail(problem_at(code, place, message, Localized::new(label.0, label.1)))
    }

    /// A template with holes for the fields of the form's record.
    pub fn template(&mut self, text: &Text) -> Checked<Template> {
        templates::with_fields(self.reporter, self.source, text, self.record, self.declarations)
    }

    /// A template with holes for the fields of another record.
    pub fn template_of(&mut self, record: RecordTypeId, text: &Text) -> Checked<Template> {
        templates::with_fields(self.reporter, self.source, text, record, self.declarations)
    }

    /// Texts that something is found by: none may be empty.
    pub fn texts(&mut self, texts: &[Text]) -> Checked<Vec<String>> {
        let mut sound = !texts.is_empty();
        for text in texts {
            if gouji_text::fold(&text.value).is_empty() {
                self.reporter.push(templates::empty(self.source, text.range));
                sound = false;
            }
        }
        if !sound {
            return Err(Failed);
        }
        Ok(texts.iter().map(|text| text.value.clone()).collect())
    }

    /// Labels, in all wordings that the texts stand for.
    pub fn labels(&mut self, texts: &[Text]) -> Checked<Vec<String>> {
        let mut sound = !texts.is_empty();
        let mut labels = Vec::with_capacity(texts.len());
        for text in texts {
            match label_texts::wordings(self.reporter, self.source, text) {
                Ok(wordings) => labels.extend(wordings),
                Err(Failed) => sound = false,
            }
        }
        if sound { Ok(labels) } else { Err(Failed) }
    }

    /// A field of a record.
    pub fn field(&mut self, record: RecordTypeId, name: &Name) -> Checked<(FieldId, FieldKind)> {
        let Some(field) = self.declarations.record(record).field_named(&name.text) else {
            self.reporter.push_unknown_field(self.source, record, name, self.declarations);
            return Err(Failed);
        };
        self.reporter.used(self.source, name, Meaning::Field(record, field));
        let kind = self.declarations.record(record).fields[field].kind.clone();
        Ok((field, kind))
    }

    /// A field that holds one value.
    pub fn scalar_field(&mut self, record: RecordTypeId, name: &Name) -> Checked<FieldId> {
        let (field, kind) = self.field(record, name)?;
        let message = match kind {
            FieldKind::Scalar(_) => return Ok(field),
            FieldKind::Series { .. } => (
                format!("「{}」是序列，要用「时点」读", name.text),
                format!("`{}` is a series; read it with `periods`", name.text),
            ),
            FieldKind::Related(..) => (
                format!("「{}」由「分级」得出，不能填", name.text),
                format!("`{}` follows from `levels`; it cannot be filled", name.text),
            ),
            FieldKind::List(_) => (
                format!("「{}」放多条记录，要用「明细」读", name.text),
                format!("`{}` holds records; read them with `grid`", name.text),
            ),
        };
        self.fail(
            &codes::WRONG_FIELD,
            name.range,
            message,
            ("应是单个值", "expected a single value"),
        )
    }
}
