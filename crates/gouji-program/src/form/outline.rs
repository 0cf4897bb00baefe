//! 提纲: a record for each numbered heading.

use super::{Filling, OutlineProperty, Primitive};
use crate::check::form_writer::FormWriter;
use crate::check::report::{Checked, Failed};
use crate::{FieldId, FieldKind, RecordTypeId, Scalar, SourcePlace, codes};
use gouji_syntax::Keyword;
use gouji_syntax::ast::OutlineBinding;

/// 提纲
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outline {
    /// What of a heading fills which field.
    pub bindings: Vec<(OutlineProperty, FieldId)>,
    /// Whether it reads the contents list instead (于 目录).
    pub contents: bool,
    /// Where it is written.
    pub place: SourcePlace,
}

impl Outline {
    pub(crate) fn check(
        writer: &mut FormWriter<'_, '_>,
        bindings: &[OutlineBinding],
        contents: bool,
        place: SourcePlace,
    ) -> Checked<Self> {
        let mut bound = Vec::with_capacity(bindings.len());
        let mut sound = true;
        for binding in bindings {
            match field_of(writer, binding) {
                Ok(field) => bound.push((binding.property, field)),
                Err(Failed) => sound = false,
            }
        }
        if sound { Ok(Self { bindings: bound, contents, place }) } else { Err(Failed) }
    }
}

fn field_of(writer: &mut FormWriter<'_, '_>, binding: &OutlineBinding) -> Checked<FieldId> {
    let (field, kind) = writer.field(writer.record, &binding.field)?;
    let number = match binding.property {
        OutlineProperty::Level | OutlineProperty::Number | OutlineProperty::Previous => true,
        OutlineProperty::Title | OutlineProperty::Label | OutlineProperty::Parent => false,
    };
    let fits = match kind {
        FieldKind::Scalar(Scalar::Integer | Scalar::Number) => number,
        FieldKind::Scalar(Scalar::Text) => !number,
        _ => false,
    };
    if fits {
        return Ok(field);
    }
    let (chinese, english) = if number { ("整数", "integer") } else { ("文本", "text") };
    let name = &binding.field;
    writer.fail(
        &codes::WRONG_FIELD,
        name.range,
        (
            format!("这里填的是{chinese}，「{}」应声明为{chinese}", name.text),
            format!("`{}` must be a field of type {english}", name.text),
        ),
        ("类型不合", "not of that type"),
    )
}

impl Primitive for Outline {
    fn keyword(&self) -> Keyword {
        Keyword::Outline
    }

    fn place(&self) -> SourcePlace {
        self.place
    }

    fn fills(&self, own: RecordTypeId, fill: &mut dyn FnMut(Filling)) {
        for (_, field) in &self.bindings {
            let (field, keyword) = (Some(*field), Keyword::Outline);
            fill(Filling { record: own, field, keyword, labels: Vec::new() });
        }
    }
}
