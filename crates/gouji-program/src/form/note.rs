//! 注: the note behind a table.

use super::{Filling, Primitive};
use crate::check::form_writer::FormWriter;
use crate::check::report::Checked;
use crate::template::Template;
use crate::{FieldId, RecordTypeId, SourcePlace};
use gouji_syntax::Keyword;
use gouji_syntax::ast::{Name, Text};

/// 注
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableNote {
    /// What it says: any of these.
    pub templates: Vec<Template>,
    /// The field that takes all of it.
    pub field: Option<FieldId>,
    /// Where it is written.
    pub place: SourcePlace,
}

impl TableNote {
    pub(crate) fn check(
        writer: &mut FormWriter<'_, '_>,
        texts: &[Text],
        field: Option<&Name>,
        place: SourcePlace,
    ) -> Checked<Self> {
        let templates: Vec<_> = texts.iter().map(|text| writer.template(text)).collect();
        let field = field.map(|field| writer.scalar_field(writer.record, field)).transpose();
        let templates = templates.into_iter().collect::<Checked<_>>()?;
        Ok(Self { templates, field: field?, place })
    }
}

impl Primitive for TableNote {
    fn keyword(&self) -> Keyword {
        Keyword::Note
    }

    fn place(&self) -> SourcePlace {
        self.place
    }

    fn fills(&self, own: RecordTypeId, fill: &mut dyn FnMut(Filling)) {
        if self.field.is_some() {
            let (field, keyword) = (self.field, Keyword::Note);
            fill(Filling { record: own, field, keyword, labels: Vec::new() });
        }
        for template in &self.templates {
            Filling::of_template(template, own, Keyword::Note, fill);
        }
    }
}
