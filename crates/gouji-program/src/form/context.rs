//! 上文, 标题: the nearest line or heading above.

use super::{Filling, Primitive};
use crate::check::form_writer::FormWriter;
use crate::check::report::Checked;
use crate::template::Template;
use crate::{RecordTypeId, SourcePlace};
use gouji_syntax::Keyword;
use gouji_syntax::ast::Text;

/// 上文, 标题
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Context {
    /// Whether only headings are looked at (their titles), or any line that is no table row.
    pub heading: bool,
    /// What must match the whole line or title.
    pub template: Template,
    /// Where it is written.
    pub place: SourcePlace,
}

impl Context {
    pub(crate) fn check(
        writer: &mut FormWriter<'_, '_>,
        text: &Text,
        heading: bool,
        place: SourcePlace,
    ) -> Checked<Self> {
        Ok(Self { heading, template: writer.template(text)?, place })
    }
}

impl Primitive for Context {
    fn keyword(&self) -> Keyword {
        if self.heading { Keyword::Heading } else { Keyword::Above }
    }

    fn place(&self) -> SourcePlace {
        self.place
    }

    fn fills(&self, own: RecordTypeId, fill: &mut dyn FnMut(Filling)) {
        Filling::of_template(&self.template, own, self.keyword(), fill);
    }
}
