//! Templates as they are written, for messages and surveys.

use super::{Hole, HoleKind, Part, Template};
use crate::{FieldId, Program, RecordTypeId};
use gouji_value::ReadAs;

impl Template {
    /// The template as it is written, its holes named by the fields of a type of record.
    pub fn written(&self, program: &Program, record: RecordTypeId) -> String {
        let mut text = String::new();
        write(&self.parts, (program, record), &mut text);
        text
    }
}

/// Recursion is bounded by the parser of templates.
fn write(parts: &[Part], of: (&Program, RecordTypeId), text: &mut String) {
    for part in parts {
        match part {
            Part::Literal(words) => text.push_str(words),
            Part::Space => text.push(' '),
            Part::Skip => text.push_str("{_}"),
            Part::Hole(hole) => write_hole(hole, of, text),
            Part::Optional(inner) => {
                text.push('[');
                write(inner, of, text);
                text.push(']');
            }
            Part::Alternatives(all) => {
                text.push('（');
                for (number, inner) in all.iter().enumerate() {
                    if number > 0 {
                        text.push('｜');
                    }
                    write(inner, of, text);
                }
                text.push('）');
            }
        }
    }
}

fn write_hole(hole: &Hole, (program, record): (&Program, RecordTypeId), text: &mut String) {
    text.push('{');
    if matches!(hole.kind, HoleKind::Figure(ReadAs::Change(_))) {
        text.push('±');
    }
    let name = field_name(program, record, hole.field);
    text.push_str(name.unwrap_or_default());
    let counts = |counts: &[u8]| {
        let counts: Vec<String> = counts.iter().map(u8::to_string).collect();
        let unit = if counts.is_empty() { "数字" } else { "位数字" };
        format!("{}{unit}", counts.join("或"))
    };
    let kind = match &hole.kind {
        HoleKind::Words(words) => words.join("｜"),
        HoleKind::Digits(lengths) => counts(lengths),
        HoleKind::Text | HoleKind::Figure(_) => String::new(),
    };
    if name.is_some() && !kind.is_empty() {
        text.push('：');
    }
    text.push_str(&kind);
    text.push('}');
}

fn field_name(program: &Program, record: RecordTypeId, field: FieldId) -> Option<&str> {
    let fields = &program.records.at(record)?.fields;
    fields.at(field).map(|field| field.name.as_str())
}
