//! 提纲: a record for each numbered heading, or for each entry of a contents list.

use super::reading::RegionReading;
use crate::{Content, ReadBy};
use gouji_program::form::{Outline, OutlineProperty};
use gouji_text::TextRange;
use gouji_value::{Decimal, Number, Value};
use std::borrow::Cow;

/// One record for one heading or entry, which stands under one of this title.
pub(super) fn read(reading: &mut RegionReading<'_>, outline: &Outline, parent_title: &str) {
    let planned = reading.planned;
    let Some(heading) = &planned.heading else { return };
    let line = planned.region.range;
    let here = |range: TextRange| range.shifted(line.start);
    let (builder, document) = (&mut reading.builder, reading.index.document);
    let own = builder.record(reading.form.record, None, line);
    for (property, field) in &outline.bindings {
        let (content, text, place) = match property {
            OutlineProperty::Level => {
                let text = Cow::Owned(heading.level.to_string());
                (number(heading.level.into()), text, here(heading.number_range))
            }
            OutlineProperty::Number | OutlineProperty::Previous | OutlineProperty::Label => {
                let place = here(heading.number_range);
                let content = match (property, heading.number) {
                    (_, None) => Content::Blank,
                    (OutlineProperty::Number, Some(own)) => number(own),
                    (OutlineProperty::Previous, Some(_)) => number(heading.previous),
                    (_, Some(_)) => Content::Text,
                };
                (content, document.text_of(place), place)
            }
            OutlineProperty::Title => {
                let place = here(heading.title);
                (Content::Text, document.text_of(place), place)
            }
            // Where that other heading stands may change with every line between the two: it is this
            // heading that stands under it.
            OutlineProperty::Parent if heading.has_parent => {
                (Content::Text, Cow::Borrowed(parent_title), line)
            }
            OutlineProperty::Parent => {
                (Content::Blank, Cow::Borrowed(""), TextRange::empty(line.start))
            }
        };
        let made = builder.made(content, &text, place, ReadBy::Outline);
        builder.set(own, *field, made);
    }
}

fn number(value: u32) -> Content {
    Content::Value(Value::Number(Number::plain(Decimal::from(value))))
}
