//! 条: one record for each numbered item.

use super::{Filling, FormCondition, Primitive};
use crate::check::form_writer::FormWriter;
use crate::check::report::Checked;
use crate::template::Template;
use crate::{RecordTypeId, SourcePlace};
use gouji_syntax::Keyword;
use gouji_syntax::ast::{Expression, Text};

/// 条
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemScope {
    /// How such an item is told.
    pub sign: ItemSign,
    /// What else must hold of what its template read.
    pub condition: Option<FormCondition>,
    /// Where it is written.
    pub place: SourcePlace,
}

/// How an item is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ItemSign {
    /// 条 含 “…”: it contains one of these.
    Containing(Vec<String>),
    /// 条 “…”: behind its number it begins like one of these.
    Beginning(Vec<Template>),
}

impl ItemScope {
    pub(crate) fn check(
        writer: &mut FormWriter<'_, '_>,
        texts: &[Text],
        containing: bool,
        condition: Option<&Expression>,
        place: SourcePlace,
    ) -> Checked<Self> {
        let record = writer.record;
        let condition = condition.map(|condition| writer.condition(record, condition)).transpose();
        let sign = if containing {
            ItemSign::Containing(writer.texts(texts)?)
        } else {
            let templates: Vec<_> = texts.iter().map(|text| writer.template(text)).collect();
            ItemSign::Beginning(templates.into_iter().collect::<Checked<_>>()?)
        };
        Ok(Self { sign, condition: condition?, place })
    }

    fn templates(&self) -> &[Template] {
        match &self.sign {
            ItemSign::Containing(_) => &[],
            ItemSign::Beginning(templates) => templates,
        }
    }
}

impl Primitive for ItemScope {
    fn keyword(&self) -> Keyword {
        Keyword::Item
    }

    fn place(&self) -> SourcePlace {
        self.place
    }

    fn fills(&self, own: RecordTypeId, fill: &mut dyn FnMut(Filling)) {
        for template in self.templates() {
            Filling::of_template(template, own, Keyword::Item, fill);
        }
    }

    fn condition(&self) -> Option<&FormCondition> {
        self.condition.as_ref()
    }
}
