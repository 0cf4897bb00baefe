//! 上文, 标题: the nearest line above a region.

use super::folded::Folded;
use super::lines::LineKind;
use super::matcher::Matcher;
use super::reading::RegionReading;
use super::search::{CharacterSet, SoughtWord};
use crate::ReadBy;
use gouji_program::form::Context;
use gouji_text::TextRange;

/// The longest title that is put together from several lines, in bytes.
const LONGEST_TITLE: u32 = 600;
/// Most lines in which a title goes on.
const MOST_CONTINUED: usize = 3;

/// The nearest line above a region that matches fills the fields it names.
pub(super) fn read(reading: &mut RegionReading<'_>, own: u32, context: &Context) {
    let (index, planned) = (reading.index, reading.planned);
    let folded = &index.notes.folded;
    let needed = SoughtWord::longest_of(&context.template);
    for line in (planned.first..planned.anchor).rev() {
        let here = index.line(line);
        let alone;
        let mut folded = folded;
        let within = match here.kind {
            // A row with one filled cell reads like a line.
            LineKind::Row(_) if here.filled == 1 && !context.heading => {
                alone = Folded::of(index.document, here.range);
                folded = &alone;
                alone.whole()
            }
            LineKind::Row(_) | LineKind::Furniture | LineKind::Contents(_) => continue,
            LineKind::Heading(entry) if context.heading => {
                let title = index.document.outline[entry as usize].title;
                TextRange::new(folded.folded_at(title.start), folded.folded_at(title.end))
            }
            LineKind::Paragraph if context.heading => continue,
            LineKind::Heading(_) | LineKind::Paragraph => here.folded,
        };
        let notation = reading.form.notation;
        let (program, text) = (reading.program(), reading.text());
        // Most lines do not hold its words.
        let may_match =
            |text: &str| needed.is_none_or(|needed| needed.is_in(text, CharacterSet::of(text)));
        let mut found = None;
        if may_match(within.of(&folded.text)) {
            let mut matcher = Matcher::new(program, text, folded, within, notation);
            found = matcher.match_whole(&context.template);
        }
        if context.heading {
            let mut broken = broken_heading(reading, line);
            found = found.or_else(|| {
                broken.find_map(|whole| {
                    may_match(&whole.text).then_some(())?;
                    let mut matcher = Matcher::new(program, text, &whole, whole.whole(), notation);
                    matcher.match_whole(&context.template)
                })
            });
        }
        if let Some(found) = found {
            reading.builder.fill(own, &found.captures, ReadBy::Context);
            return;
        }
    }
}

/// A heading that goes on in the next paragraphs, together with one and with more of them: a long title
/// is broken.
fn broken_heading<'reading>(
    reading: &'reading RegionReading<'_>,
    line: u32,
) -> impl Iterator<Item = Folded> + use<'reading> {
    let (index, end) = (reading.index, reading.planned.anchor);
    let title = match index.line(line).kind {
        LineKind::Heading(entry) => index.document.outline.get(entry as usize),
        _ => None,
    };
    let behind = (line + 1..end).map(|next| index.line(next));
    let behind = behind.filter(|next| next.kind != LineKind::Furniture);
    let behind = behind.take_while(|next| next.kind == LineKind::Paragraph).take(MOST_CONTINUED);
    title.into_iter().flat_map(move |entry| {
        let start = entry.title.start;
        let wholes = behind.clone().map(move |next| TextRange::new(start, next.range.end));
        let short = wholes.take_while(|whole| whole.len() <= LONGEST_TITLE);
        short.map(|whole| Folded::of(index.document, whole))
    })
}
