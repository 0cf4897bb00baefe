//! 上文, 标题: the nearest line above a region.

use super::folded::Folded;
use super::lines::LineKind;
use super::matcher::Matcher;
use super::reading::RegionReading;
use crate::ReadBy;
use gouji_program::form::Context;
use gouji_text::TextRange;

/// The nearest line above a region that matches fills the fields it names.
pub(super) fn read(reading: &mut RegionReading<'_>, own: u32, context: &Context) {
    let (index, planned) = (reading.index, reading.planned);
    let folded = &index.notes.folded;
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
        let mut matcher = Matcher::new(program, text, folded, within, notation);
        if let Some(found) = matcher.match_whole(&context.template) {
            reading.builder.fill(own, &found.captures, ReadBy::Context);
            return;
        }
    }
}
