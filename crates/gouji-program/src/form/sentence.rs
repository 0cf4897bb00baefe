//! 句: figures in running text.

use super::{Filling, Primitive};
use crate::check::form_writer::FormWriter;
use crate::check::report::Checked;
use crate::template::Template;
use crate::{RecordTypeId, SourcePlace};
use gouji_syntax::Keyword;
use gouji_syntax::ast::Text;

/// 句
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// The sentence.
    pub template: Template,
    /// Where it is written.
    pub place: SourcePlace,
}

impl Sentence {
    pub(crate) fn check(
        writer: &mut FormWriter<'_, '_>,
        text: &Text,
        place: SourcePlace,
    ) -> Checked<Self> {
        Ok(Self { template: writer.template(text)?, place })
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
}
