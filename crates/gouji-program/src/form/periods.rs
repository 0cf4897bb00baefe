//! 时点: labelled points of a series, with their values.

use super::{Filling, Primitive};
use crate::check::form_writer::FormWriter;
use crate::check::report::Checked;
use crate::{FieldId, FieldKind, RecordTypeId, SourcePlace, codes};
use gouji_syntax::Keyword;
use gouji_syntax::ast::{Name, Text};

/// 时点
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Periods {
    /// Any of these.
    pub labels: Vec<String>,
    /// The series it fills.
    pub field: FieldId,
    /// Where it is written.
    pub place: SourcePlace,
}

impl Periods {
    pub(crate) fn check(
        writer: &mut FormWriter<'_, '_>,
        labels: &[Text],
        field: &Name,
        place: SourcePlace,
    ) -> Checked<Self> {
        let labels = writer.labels(labels);
        let field = series_field(writer, field);
        Ok(Self { labels: labels?, field: field?, place })
    }
}

fn series_field(writer: &mut FormWriter<'_, '_>, name: &Name) -> Checked<FieldId> {
    let (field, kind) = writer.field(writer.record, name)?;
    if matches!(kind, FieldKind::Series { .. }) {
        return Ok(field);
    }
    writer.fail(
        &codes::WRONG_FIELD,
        name.range,
        (
            format!("「时点」读的是序列，「{}」不是（应声明为 序列 … 按 …）", name.text),
            format!("`periods` reads a series; `{}` is none", name.text),
        ),
        ("应是序列", "expected a series"),
    )
}

impl Primitive for Periods {
    fn keyword(&self) -> Keyword {
        Keyword::Periods
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
        fill(Filling { record: own, field, keyword: Keyword::Periods, labels });
    }
}
