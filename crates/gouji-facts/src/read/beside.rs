//! Beside which record's figures one stands that no field holds: in one sentence, or in one row.

use crate::{Content, Field, Fragment, UnreadReason};
use gouji_document::Body;
use gouji_text::TextRange;

/// Most bytes between two figures of one sentence or row.
const MOST_BETWEEN: u32 = 4096;

/// Tells of each unread figure of a fragment, whose region begins at `start`, beside which record it
/// stands.
pub(super) fn tell(fragment: &mut Fragment, document: &Body, start: u32) {
    if fragment.unread.is_empty() {
        return;
    }
    let records = (0_u32..).zip(&fragment.records);
    let mut held: Vec<(TextRange, u32)> = records
        .flat_map(|(number, record)| record.fields.iter().map(move |field| (field, number)))
        .filter(|(field, _)| holds_something(field))
        .map(|(field, number)| (field.place, number))
        .collect();
    held.sort_unstable_by_key(|(place, _)| (place.start, place.end));
    let text = &document.text;
    for figure in &mut fragment.unread {
        let in_row = matches!(figure.reason, UnreadReason::Column(_));
        let is_one = |first: u32, last: u32| {
            if last.saturating_sub(first) > MOST_BETWEEN {
                return false;
            }
            let between = TextRange::new(first.min(last) + start, last + start).of(text);
            if in_row { !between.contains('\n') } else { is_one_sentence(between) }
        };
        let at = held.partition_point(|(place, _)| place.start < figure.place.start);
        let before = at.checked_sub(1).and_then(|at| held.get(at));
        let before = before.filter(|(place, _)| is_one(place.end, figure.place.start));
        let behind = || held.get(at).filter(|(place, _)| is_one(figure.place.end, place.start));
        figure.beside = before.or_else(behind).map(|(_, record)| *record);
    }
}

fn holds_something(field: &Field) -> bool {
    matches!(field.content, Content::Value(_) | Content::Text | Content::Unreadable(_))
        && !field.place.is_empty()
}

/// Whether no sentence and no paragraph ends in a text; a line may, at the width of the page.
fn is_one_sentence(between: &str) -> bool {
    let mut was_line_end = false;
    for character in between.chars() {
        match character {
            '。' | '！' | '？' | '!' | '?' => return false,
            '\n' if was_line_end => return false,
            '\n' => was_line_end = true,
            other if !other.is_whitespace() => was_line_end = false,
            _ => {}
        }
    }
    true
}
