//! 句, 上文, 标题, 逐处 and 提纲: what is read from running text.

use super::builder::Builder;
use super::index::{Folded, Index, LineKind};
use super::matcher::{Capture, Matcher, Outcome};
use super::regions::PlannedRegion;
use crate::{Content, FormProblemKind, Primitive};
use gouji_program::FieldId;
use gouji_program::form::{Context, Form, OutlineProperty};
use gouji_program::template::{Part, Template};
use gouji_text::TextRange;
use gouji_value::{Decimal, Number, State, Value};
use std::borrow::Cow;

/// The first place in a region where a sentence matches fills the fields it names.
pub(super) fn read_sentence(
    builder: &mut Builder<'_>,
    index: &Index<'_>,
    own: u32,
    template: &Template,
    planned: &PlannedRegion,
) {
    if already_filled(builder, own, &template.parts) {
        return;
    }
    let mut unreadable = None;
    for passage in index.passages_between(planned.anchor, planned.end) {
        let text = &index.document.text;
        let mut matcher = Matcher::new(builder.program, text, &index.notes.folded, passage.folded);
        match matcher.find(template) {
            Outcome::Match(found) if found.captures.iter().all(is_readable) => {
                builder.fill(own, &found.captures, Primitive::Sentence);
                return;
            }
            // The words may stand in a heading or a remark before they stand before the figure.
            Outcome::Match(found) => {
                unreadable.get_or_insert(found);
            }
            Outcome::TooCostly => {
                let place = index.notes.lines[passage.first as usize].range;
                builder.problem(FormProblemKind::TooCostly, place, None);
            }
            Outcome::NoMatch => {}
        }
    }
    if let Some(found) = unreadable {
        builder.fill(own, &found.captures, Primitive::Sentence);
    }
}

/// Whether what a hole took is of its type.
fn is_readable(capture: &Capture) -> bool {
    !capture.reading.as_ref().is_some_and(|reading| matches!(reading.state, State::Unreadable(_)))
}

/// Whether an earlier sentence already filled every field that this one names: several sentences
/// for one field are several wordings, and the first that is found counts.
fn already_filled(builder: &Builder<'_>, own: u32, parts: &[Part]) -> bool {
    let mut fields = Vec::new();
    collect_fields(parts, &mut fields);
    !fields.is_empty()
        && fields.iter().all(|field| builder.field(own, *field).content != Content::Absent)
}

fn collect_fields(parts: &[Part], fields: &mut Vec<FieldId>) {
    for part in parts {
        match part {
            Part::Hole(hole) => fields.push(hole.field),
            Part::Optional(inner) => collect_fields(inner, fields),
            Part::Alternatives(alternatives) => {
                for inner in alternatives {
                    collect_fields(inner, fields);
                }
            }
            Part::Literal(_) | Part::Space | Part::Skip => {}
        }
    }
}

/// The nearest line above a region that matches fills the fields it names.
pub(super) fn read_context(
    builder: &mut Builder<'_>,
    index: &Index<'_>,
    own: u32,
    context: &Context,
    planned: &PlannedRegion,
) {
    for line in (planned.first..planned.anchor).rev() {
        let here = &index.notes.lines[line as usize];
        let within = match here.kind {
            LineKind::Row(_) => continue,
            LineKind::Heading(entry) if context.heading => {
                let title = index.document.outline[entry as usize].title;
                let folded = &index.notes.folded;
                TextRange::new(folded.folded_at(title.start), folded.folded_at(title.end))
            }
            LineKind::Paragraph if context.heading => continue,
            LineKind::Heading(_) | LineKind::Paragraph => here.folded,
        };
        let text = &index.document.text;
        let mut matcher = Matcher::new(builder.program, text, &index.notes.folded, within);
        if let Outcome::Match(found) = matcher.match_whole(&context.template) {
            builder.fill(own, &found.captures, Primitive::Context);
            return;
        }
    }
}

/// One record for one place that matches.
pub(super) fn read_occurrence(
    builder: &mut Builder<'_>,
    index: &Index<'_>,
    form: &Form,
    template: &Template,
    planned: &PlannedRegion,
) {
    let text = &index.document.text;
    let folded = Folded::of(index.document, planned.place);
    let whole = TextRange::new(0, folded.text.len() as u32);
    let mut matcher = Matcher::new(builder.program, text, &folded, whole);
    if let Outcome::Match(found) = matcher.find(template) {
        let own = builder.record(form.record, None, planned.place);
        builder.fill(own, &found.captures, Primitive::Sentence);
    }
}

/// One record for one numbered heading, which stands under one of this title.
pub(super) fn read_outline(
    builder: &mut Builder<'_>,
    form: &Form,
    bindings: &[(OutlineProperty, FieldId)],
    planned: &PlannedRegion,
    parent_title: &str,
) {
    let Some(heading) = &planned.heading else { return };
    let line = planned.region.range;
    let here = |range: TextRange| range.shifted(line.start);
    let own = builder.record(form.record, None, line);
    for (property, field) in bindings {
        let document = builder.document;
        let (content, text, place) = match property {
            OutlineProperty::Level => {
                let text = Cow::Owned(heading.level.to_string());
                (number(heading.level.into()), text, here(heading.number_range))
            }
            OutlineProperty::Number | OutlineProperty::Previous | OutlineProperty::Label => {
                let place = here(heading.number_range);
                let content = match property {
                    OutlineProperty::Number => number(heading.number),
                    OutlineProperty::Previous => number(heading.previous),
                    _ => Content::Text,
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
        let made = builder.made(content, &text, place, Primitive::Outline);
        builder.set(own, *field, made);
    }
}

fn number(value: u32) -> Content {
    Content::Value(Value::Number(Number::plain(Decimal::from(value))))
}
