//! The elements of a JSON text, with the digits of numbers and the order of names as they are written.

use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;
use std::fmt;

/// Deeper texts are not read.
const DEEPEST: usize = 32;

/// An element.
pub(super) enum JsonNode {
    /// A text, a number, a truth value; empty for null.
    Leaf(String),
    List(Vec<Self>),
    /// Names and values.
    Fields(Vec<(String, Self)>),
}

impl JsonNode {
    /// Reads a text; `None` for what is no JSON.
    pub(super) fn read(text: &str) -> Option<Self> {
        Self::of(text, DEEPEST)
    }

    /// Each level is read once more for the one below it, of which there are few.
    fn of(text: &str, depth: usize) -> Option<Self> {
        let depth = depth.checked_sub(1)?;
        let inner = |raw: &RawValue| Self::of(raw.get(), depth);
        Some(match text.trim_start().bytes().next()? {
            b'{' => {
                let fields: RawFields<'_> = serde_json::from_str(text).ok()?;
                let fields = fields.0.into_iter().map(|(name, raw)| Some((name, inner(raw)?)));
                Self::Fields(fields.collect::<Option<_>>()?)
            }
            b'[' => {
                let items: Vec<&RawValue> = serde_json::from_str(text).ok()?;
                Self::List(items.into_iter().map(inner).collect::<Option<_>>()?)
            }
            b'"' => Self::Leaf(serde_json::from_str(text).ok()?),
            _ => {
                let raw: &RawValue = serde_json::from_str(text).ok()?;
                Self::Leaf(if raw.get() == "null" { String::new() } else { raw.get().to_owned() })
            }
        })
    }
}

/// The fields of an object, those that are repeated as well.
struct RawFields<'text>(Vec<(String, &'text RawValue)>);

impl<'text> Deserialize<'text> for RawFields<'text> {
    fn deserialize<D: Deserializer<'text>>(deserializer: D) -> Result<Self, D::Error> {
        struct FieldsOf;
        impl<'text> Visitor<'text> for FieldsOf {
            type Value = RawFields<'text>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("names and values")
            }

            fn visit_map<A: MapAccess<'text>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut fields = Vec::new();
                while let Some(field) = map.next_entry()? {
                    fields.push(field);
                }
                Ok(RawFields(fields))
            }
        }
        deserializer.deserialize_map(FieldsOf)
    }
}
