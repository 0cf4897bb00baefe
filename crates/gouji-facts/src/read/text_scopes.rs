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
    let folded = Folded::of(text, planned.place);
    let whole = TextRange::new(0, folded.text.len() as u32);
    let mut matcher = Matcher::new(builder.program, text, &folded, whole);
    if let Outcome::Match(found) = matcher.find(template) {
        let own = builder.record(form.record, None, planned.place);
        builder.fill(own, &found.captures, Primitive::Sentence);
    }
}

/// One record for one numbered heading.
pub(super) fn read_outline(
    builder: &mut Builder<'_>,
    form: &Form,
    bindings: &[(OutlineProperty, FieldId)],
    planned: &PlannedRegion,
) {
    let outline = &builder.document.outline;
    let Some(entry) = outline.get(planned.entry as usize).copied() else { return };
    let previous = entry.previous.and_then(|at| outline.get(at as usize)).map_or(0, |at| at.number);
    let parent = entry.parent.and_then(|at| outline.get(at as usize)).copied();
    let own = builder.record(form.record, None, entry.range);
    for (property, field) in bindings {
        let number =
            |value: u32| Content::Value(Value::Number(Number::plain(Decimal::from(value))));
        let document = builder.document;
        let made = match property {
            OutlineProperty::Level => {
                let text = entry.level.to_string();
                builder.made(
                    number(entry.level.into()),
                    &text,
                    entry.number_range,
                    Primitive::Outline,
                )
            }
            OutlineProperty::Number => {
                let text = document.slice(entry.number_range);
                builder.made(number(entry.number), text, entry.number_range, Primitive::Outline)
            }
            OutlineProperty::Previous => {
                let text = document.slice(entry.number_range);
                builder.made(number(previous), text, entry.number_range, Primitive::Outline)
            }
            OutlineProperty::Title => text_field(builder, entry.title),
            OutlineProperty::Label => text_field(builder, entry.number_range),
            OutlineProperty::Parent => match parent {
                Some(parent) => text_field(builder, parent.title),
                None => builder.made(
                    Content::Blank,
                    "",
                    TextRange::empty(entry.range.start),
                    Primitive::Outline,
                ),
            },
        };
        builder.set(own, *field, made);
    }
}

fn text_field(builder: &mut Builder<'_>, range: TextRange) -> crate::Field {
    let text = builder.document.slice(range);
    builder.made(Content::Text, text, range, Primitive::Outline)
}
