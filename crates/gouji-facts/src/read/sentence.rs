//! 句: figures in running text.

use super::matcher::{Capture, MatchOutcome, Matcher};
use super::reading::RegionReading;
use crate::{Content, ReadBy, codes};
use gouji_program::form::Sentence;
use gouji_text::Localized;
use gouji_value::State;

/// The first place in a region where a sentence matches fills the fields it names.
pub(super) fn read(reading: &mut RegionReading<'_>, own: u32, sentence: &Sentence) {
    let template = &sentence.template;
    if already_filled(reading, own, sentence) {
        return;
    }
    let (index, planned) = (reading.index, reading.planned);
    let mut unreadable = None;
    for passage in index.passages_between(planned.anchor, planned.end) {
        let folded = &index.notes.folded;
        let mut matcher = Matcher::new(reading.program(), reading.text(), folded, passage.folded);
        match matcher.find(template) {
            MatchOutcome::Match(found) if found.captures.iter().all(is_readable) => {
                reading.builder.fill(own, &found.captures, ReadBy::Sentence);
                return;
            }
            // The words may stand in a heading or a remark before they stand before the figure.
            MatchOutcome::Match(found) => {
                unreadable.get_or_insert(found);
            }
            MatchOutcome::TooCostly => {
                let place = index.line(passage.first).range;
                let form = reading.builder.form_name();
                let message = Localized::new(
                    format!("{form}的句式在这一段里匹配太费时，已放弃"),
                    format!(
                        "matching a sentence of {form} here took too many steps and was given up"
                    ),
                );
                reading.problem(&codes::TOO_COSTLY, message, place);
            }
            MatchOutcome::NoMatch => {}
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
