//! 句: figures in running text.

use super::{Filling, FormCondition, Primitive};
use crate::check::form_writer::FormWriter;
use crate::check::report::Checked;
use crate::template::Template;
use crate::{RecordTypeId, SourcePlace};
use gouji_syntax::Keyword;
use gouji_syntax::ast::{Expression, Text};

/// 句
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// The sentence.
    pub template: Template,
    /// What must hold of it.
    pub condition: Option<FormCondition>,
    /// Where it is written.
    pub place: SourcePlace,
}

impl Sentence {
    pub(crate) fn check(
        writer: &mut FormWriter<'_, '_>,
        text: &Text,
        condition: Option<&Expression>,
        place: SourcePlace,
    ) -> Checked<Self> {
        let record = writer.record;
        let condition = condition.map(|condition| writer.condition(record, condition)).transpose();
        let template = writer.template(text);
        Ok(Self { template: template?, condition: condition?, place })
    }
}

impl Primitive for Sentence {
    fn keyword(&self) -> Keyword {
        Keyword::Sentence
    }

    fn place(&self) -> SourcePlace {
        self.place
    }

    fn fills(&self, own: RecordTypeId, fill: &mut dyn FnMut(Filling)) {
        Filling::of_template(&self.template, own, Keyword::Sentence, fill);
    }

    fn condition(&self) -> Option<&FormCondition> {
        self.condition.as_ref()
    }
}
