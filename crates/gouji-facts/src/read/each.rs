//! 逐处: a record for each place that matches.

use super::folded::Folded;
use super::matcher::Matcher;
use super::reading::RegionReading;
use crate::ReadBy;
use gouji_program::form::Each;

/// One record for one place that matches.
pub(super) fn read(reading: &mut RegionReading<'_>, each: &Each) {
    let place = reading.planned.place;
    let folded = Folded::of(reading.index.document, place);
    let notation = reading.form.notation;
    let (program, text) = (reading.program(), reading.text());
    let mut matcher = Matcher::new(program, text, &folded, folded.whole(), notation);
    if let Some(found) = matcher.find(&each.template) {
        let own = reading.builder.record(reading.form.record, None, place);
        reading.builder.fill(own, &found.captures, ReadBy::Sentence);
    }
}
