//! 表名: one record for each table with such a title.

use super::{Filling, Primitive};
use crate::check::form_writer::FormWriter;
use crate::check::report::{Checked, Failed};
use crate::template::Template;
use crate::{RecordTypeId, SourcePlace};
use gouji_syntax::Keyword;
use gouji_syntax::ast::Text;

/// 表名 “…” 或 “…”
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Titled {
    /// What a whole title matches: any of these.
    pub templates: Vec<Template>,
    /// Whether every row of the table is a record of the form, and not the table.
    pub rows_are_records: bool,
    /// Where it is written.
    pub place: SourcePlace,
}

impl Titled {
    pub(crate) fn check(
        writer: &mut FormWriter<'_, '_>,
        texts: &[Text],
        place: SourcePlace,
    ) -> Checked<Self> {
        let templates: Vec<Checked<Template>> =
            texts.iter().map(|text| writer.template(text)).collect();
        let templates: Vec<Template> = templates.into_iter().collect::<Checked<_>>()?;
        if templates.is_empty() {
            return Err(Failed);
        }
        Ok(Self { templates, rows_are_records: false, place })
    }
}

impl Primitive for Titled {
    fn keyword(&self) -> Keyword {
        Keyword::Titled
    }

    fn place(&self) -> SourcePlace {
        self.place
    }

    fn fills(&self, own: RecordTypeId, fill: &mut dyn FnMut(Filling)) {
        for template in &self.templates {
            Filling::of_template(template, own, Keyword::Titled, fill);
        }
    }
}
