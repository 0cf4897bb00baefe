//! Templates: text with holes, as forms match it against published text.
//!
//! `{f}` reads a value of field f's type; `{±f}` a signed change; `{f：a｜b}` one of these words;
//! `{f：数字}` (`{f: digits}`) a run of digits, `{f：3、5或7位数字}` (`{f: 3, 5 or 7 digits}`) one of such a
//! length; `{_}` any text; `[…]` may be missing; `（a｜b）` is one of
//! several; a space stands for at least one white space. All else is literal, compared folded.

use crate::FieldId;
use gouji_value::ReadAs;

pub(crate) mod digits;
pub(crate) mod parse;
mod written;

/// What stands in a label, or in the name of a column, for a run of digits, in both keyword languages.
pub const DIGITS_IN_LABEL: &str = "{数字}";

/// A compiled template.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Template {
    /// Its parts in order.
    pub parts: Vec<Part>,
}

impl Template {
    /// The fields that its holes fill, in order.
    pub fn fields(&self) -> impl Iterator<Item = FieldId> {
        let mut fields = Vec::new();
        collect_fields(&self.parts, &mut fields);
        fields.into_iter()
    }
}

/// Recursion is bounded by the parser of templates.
fn collect_fields(parts: &[Part], fields: &mut Vec<FieldId>) {
    for part in parts {
        match part {
            Part::Hole(hole) => fields.push(hole.field),
            Part::Optional(inner) => collect_fields(inner, fields),
            Part::Alternatives(all) => all.iter().for_each(|inner| collect_fields(inner, fields)),
            Part::Literal(_) | Part::Space | Part::Skip => {}
        }
    }
}

/// A part of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// These characters, folded.
    Literal(String),
    /// At least one white space.
    Space,
    /// Any text, as little as possible.
    Skip,
    /// A value.
    Hole(Hole),
    /// May be missing.
    Optional(Vec<Part>),
    /// One of these, tried in order.
    Alternatives(Vec<Vec<Part>>),
}

impl Hole {
    /// The field of a hole that fills none: `{数字}` in the pattern of 匹配.
    pub const NO_FIELD: FieldId = FieldId(u16::MAX);
}

/// A typed hole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hole {
    /// What it fills.
    pub field: FieldId,
    /// What it reads.
    pub kind: HoleKind,
}

/// What a hole reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HoleKind {
    /// Any text, as little as possible.
    Text,
    /// One of these words (folded).
    Words(Vec<String>),
    /// A whole run of digits: of one of these lengths, or of any where none is named.
    Digits(Vec<u8>),
    /// A figure.
    Figure(ReadAs),
}
