//! 逐处: a record for each place that matches.

use super::folded::Folded;
use super::matcher::{Match, Matcher};
use super::reading::RegionReading;
use super::sentence;
use crate::{ReadBy, UnreadReason, codes};
use gouji_program::form::{Each, ListedPlaces};
use gouji_text::{Localized, TextRange};

/// Most places that one clause makes records of: more are no list that a person would read.
const MOST_PLACES: usize = 20_000;

/// One record for one place that matches.
pub(super) fn read(reading: &mut RegionReading<'_>, each: &Each) {
    let place = reading.planned.place;
    let folded = Folded::of(reading.index.document, place);
    let notation = reading.form.notation;
    let (program, text) = (reading.program(), reading.text());
    let mut matcher = Matcher::new(program, text, &folded, folded.whole(), notation);
    let Some(found) = matcher.find(&each.template) else { return };
    let condition = each.condition.as_ref();
    if reading.fulfils(condition, &found.captures, (None, None)) == Some(true) {
        let own = reading.builder.record(reading.form.record, None, place);
        reading.builder.fill(own, &found.captures, ReadBy::Sentence);
    } else {
        sentence::note_unread(reading, &found.captures, UnreadReason::Condition);
    }
}

/// A record of a list for each place in the running text that matches.
pub(super) fn read_list(reading: &mut RegionReading<'_>, own: u32, list: &ListedPlaces) {
    let (index, lines) = (reading.index, reading.planned.anchor..reading.planned.end);
    let mut count = 0;
    for passage in index.passages_within(lines).iter() {
        let folded = &index.notes.folded;
        let (program, text) = (reading.program(), reading.text());
        let mut matcher =
            Matcher::new(program, text, folded, passage.folded, reading.form.notation)
                .pausing(&index.pause);
        let mut from = passage.folded.start;
        while let Some(found) = matcher.find_from(&list.each.template, from) {
            if count == MOST_PLACES {
                return say_too_many(reading, passage.first);
            }
            count += 1;
            from = found.folded.end.max(found.folded.start + 1);
            while !folded.text.is_char_boundary(from as usize) {
                from += 1;
            }
            read_place(reading, own, list, &found);
        }
    }
}

fn read_place(reading: &mut RegionReading<'_>, own: u32, list: &ListedPlaces, found: &Match) {
    let condition = list.each.condition.as_ref();
    if reading.fulfils(condition, &found.captures, (None, Some(own))) != Some(true) {
        return sentence::note_unread(reading, &found.captures, UnreadReason::Condition);
    }
    let folded = &reading.index.notes.folded;
    let start = folded.published(found.folded.start);
    let end = folded.published_end(reading.text(), found.folded.end).max(start);
    let place = TextRange::new(start, end);
    let member = reading.builder.record(list.member, Some((own, list.list)), place);
    reading.builder.fill(member, &found.captures, ReadBy::Each);
}

fn say_too_many(reading: &mut RegionReading<'_>, line: u32) {
    let form = reading.builder.form_name();
    let place = reading.index.line(line).range;
    let message = Localized::new(
        format!("{form}的「逐处」在这里找到的超过 {MOST_PLACES} 处，后面的没有读"),
        format!(
            "`each` of {form} found more than {MOST_PLACES} places: those from here on are not read"
        ),
    );
    reading.problem(&codes::TOO_MANY_PLACES, message, place);
}
