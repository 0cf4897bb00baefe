//! 逐处: a record for each place that matches.

use super::{Filling, FormCondition, Primitive};
use crate::check::form_writer::FormWriter;
use crate::check::report::Checked;
use crate::template::Template;
use crate::{FieldId, FieldKind, RecordTypeId, SourcePlace, codes};
use gouji_syntax::Keyword;
use gouji_syntax::ast::{Expression, Name, Text};

/// 逐处
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Each {
    /// What matches.
    pub template: Template,
    /// What must hold of it.
    pub condition: Option<FormCondition>,
    /// Where it is written.
    pub place: SourcePlace,
}

/// 逐处 … → 栏
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedPlaces {
    /// Which places.
    pub each: Each,
    /// The list of the form's record that they go to.
    pub list: FieldId,
    /// The type of its members.
    pub member: RecordTypeId,
}

impl Each {
    pub(crate) fn check(
        writer: &mut FormWriter<'_, '_>,
        record: RecordTypeId,
        text: &Text,
        condition: Option<&Expression>,
        place: SourcePlace,
    ) -> Checked<Self> {
        let condition = condition.map(|condition| writer.condition(record, condition)).transpose();
        let template = writer.template_of(record, text);
        Ok(Self { template: template?, condition: condition?, place })
    }
}

impl ListedPlaces {
    pub(crate) fn check(
        writer: &mut FormWriter<'_, '_>,
        text: &Text,
        condition: Option<&Expression>,
        list: &Name,
        place: SourcePlace,
    ) -> Checked<Self> {
        let (field, kind) = writer.field(writer.record, list)?;
        let FieldKind::List(member) = kind else {
            return writer.fail(
                &codes::WRONG_FIELD,
                list.range,
                (
                    format!("「逐处 … →」放多条记录，「{}」不是「多个」的栏；单个值用「句」读", list.text),
                    format!("`each … ->` makes records, and `{}` is no `many` field; use `sentence` for one value", list.text),
                ),
                ("应是「多个」的栏", "expected a `many` field"),
            );
        };
        Ok(Self { each: Each::check(writer, member, text, condition, place)?, list: field, member })
    }
}

impl Primitive for Each {
    fn keyword(&self) -> Keyword {
        Keyword::Each
    }

    fn place(&self) -> SourcePlace {
        self.place
    }

    fn fills(&self, own: RecordTypeId, fill: &mut dyn FnMut(Filling)) {
        Filling::of_template(&self.template, own, Keyword::Each, fill);
    }

    fn condition(&self) -> Option<&FormCondition> {
        self.condition.as_ref()
    }
}

impl Primitive for ListedPlaces {
    fn keyword(&self) -> Keyword {
        Keyword::Each
    }

    fn place(&self) -> SourcePlace {
        self.each.place
    }

    fn fills(&self, own: RecordTypeId, fill: &mut dyn FnMut(Filling)) {
        let (member, keyword) = (self.member, Keyword::Each);
        let labels = Vec::new;
        fill(Filling { record: own, field: Some(self.list), keyword, labels: labels() });
        fill(Filling { record: member, field: None, keyword, labels: labels() });
        Filling::of_template(&self.each.template, member, keyword, fill);
    }

    fn condition(&self) -> Option<&FormCondition> {
        self.each.condition.as_ref()
    }
}
