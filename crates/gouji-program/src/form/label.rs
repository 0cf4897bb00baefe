//! 标签: the cell right of (or under) a label.

use super::{Filling, Primitive};
use crate::check::form_writer::FormWriter;
use crate::check::report::Checked;
use crate::{FieldId, RecordTypeId, SourcePlace};
use gouji_syntax::Keyword;
use gouji_syntax::ast::{Name, Text};

/// 标签
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Any of these.
    pub labels: Vec<String>,
    /// What it fills.
    pub field: FieldId,
    /// Where it is written.
    pub place: SourcePlace,
}

impl Label {
    pub(crate) fn check(
        writer: &mut FormWriter<'_, '_>,
        labels: &[Text],
        field: &Name,
        place: SourcePlace,
    ) -> Checked<Self> {
        let labels = writer.labels(labels);
        let field = writer.scalar_field(writer.record, field);
        Ok(Self { labels: labels?, field: field?, place })
    }
}

impl Primitive for Label {
    fn keyword(&self) -> Keyword {
        Keyword::Label
    }

    fn place(&self) -> SourcePlace {
        self.place
    }

    fn labels(&self) -> Vec<&str> {
        self.labels.iter().map(String::as_str).collect()
    }

    fn labels_of_value(&self) -> &[String] {
        &self.labels
    }

    fn fills(&self, own: RecordTypeId, fill: &mut dyn FnMut(Filling)) {
        let (field, labels) = (Some(self.field), self.labels.clone());
        fill(Filling { record: own, field, keyword: Keyword::Label, labels });
    }
}
