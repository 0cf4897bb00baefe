//! 句: figures in running text.

use super::compiled::CompiledClause;
use super::matcher::{Capture, Matcher};
use super::reading::RegionReading;
use crate::{Content, ReadBy};
use gouji_program::form::Sentence;
use gouji_value::State;

/// The first place in a region where a sentence matches fills the fields it names.
pub(super) fn read(
    reading: &mut RegionReading<'_>,
    own: u32,
    sentence: &Sentence,
    compiled: &CompiledClause,
) {
    let template = &sentence.template;
    if already_filled(reading, own, sentence) {
        return;
    }
    let (index, planned) = (reading.index, reading.planned);
    let mut unreadable = None;
    for passage in index.passages_between(planned.anchor, planned.end) {
        let folded = &index.notes.folded;
        let notation = reading.form.notation;
        let (program, text) = (reading.program(), reading.text());
        let matcher = Matcher::new(program, text, folded, passage.folded, notation);
        match matcher.outside(&compiled.longer).find(template) {
            Some(found) if found.captures.iter().all(is_readable) => {
                reading.builder.fill(own, &found.captures, ReadBy::Sentence);
                return;
            }
            // The words may stand in a heading or a remark before they stand before the figure.
            Some(found) => {
                unreadable.get_or_insert(found);
            }
            None => {}
        }
    }
    if let Some(found) = unreadable {
        reading.builder.fill(own, &found.captures, ReadBy::Sentence);
    }
}

/// Whether what a hole took is of its type.
fn is_readable(capture: &Capture) -> bool {
    !capture.reading.as_ref().is_some_and(|reading| matches!(reading.state, State::Unreadable(_)))
}

/// Whether an earlier sentence already filled every field that this one names: several sentences
/// for one field are several wordings, and the first that is found counts.
fn already_filled(reading: &RegionReading<'_>, own: u32, sentence: &Sentence) -> bool {
    let mut fields = sentence.template.fields().peekable();
    fields.peek().is_some()
        && fields.all(|field| reading.builder.field(own, field).content != Content::Absent)
}
