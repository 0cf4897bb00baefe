//! What a document says of itself, as conditions of forms ask for it.

use super::compiled::FormReader;
use crate::{Content, Fragment};
use gouji_program::FormId;
use gouji_program::expression::SoleRef;
use std::hash::{Hash, Hasher};

/// Fields of records that stand for the whole document, which conditions of a form ask for. Equal ones
/// lead to the same records: a region is read again where they differ, and not where the document does
/// elsewhere.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DocumentFields(Vec<(SoleRef, DocumentField)>);

/// What such a field holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct DocumentField {
    pub(super) content: Content,
    pub(super) text: Box<str>,
}

impl DocumentFields {
    /// A field, where the document states it.
    pub(super) fn field(&self, asked: SoleRef) -> Option<&DocumentField> {
        self.0.iter().find(|(known, _)| *known == asked).map(|(_, field)| field)
    }

    /// Notes what a fragment says that is asked for: the first to say it counts.
    fn add(&mut self, asked: &[SoleRef], fragment: &Fragment) {
        for record in &fragment.records {
            for sole in asked.iter().filter(|sole| sole.record == record.kind) {
                let Some(field) = record.fields.at(sole.field) else { continue };
                if field.content != Content::Absent && self.field(*sole).is_none() {
                    let text = field.text.of(&fragment.arena).into();
                    let field = DocumentField { content: field.content.clone(), text };
                    self.0.push((*sole, field));
                }
            }
        }
    }
}

impl Hash for DocumentFields {
    fn hash<H: Hasher>(&self, state: &mut H) {
        for (sole, field) in &self.0 {
            sole.hash(state);
            field.text.hash(state);
        }
    }
}

impl FormReader {
    /// Whether conditions of the form ask what the document says of itself.
    pub fn asks(&self, form: FormId) -> bool {
        self.asks_of(form).next().is_some()
    }

    fn asks_of(&self, form: FormId) -> impl Iterator<Item = SoleRef> {
        self.program.forms.at(form).into_iter().flat_map(|form| form.asks())
    }

    /// What fragments of the whole document say that conditions of any form ask for.
    pub fn document_fields<'f>(
        &self,
        fragments: impl Iterator<Item = &'f Fragment>,
    ) -> DocumentFields {
        let mut fields = DocumentFields::default();
        if self.asked.is_empty() {
            return fields;
        }
        fragments.for_each(|fragment| fields.add(&self.asked, fragment));
        fields
    }

    /// Those that the conditions of one form ask for.
    pub fn fields_asked_by(&self, form: FormId, all: &DocumentFields) -> DocumentFields {
        let mut asked = Vec::new();
        for sole in self.asks_of(form) {
            if let Some(field) = all.field(sole)
                && !asked.iter().any(|(known, _)| *known == sole)
            {
                asked.push((sole, field.clone()));
            }
        }
        DocumentFields(asked)
    }
}
