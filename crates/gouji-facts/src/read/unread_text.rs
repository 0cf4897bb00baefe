//! Figures in running text that no field holds.

use super::lines::LineKind;
use super::reading::RegionReading;
use crate::{UnreadFigure, UnreadReason};
use gouji_program::form::Clause;
use gouji_text::{TextRange, fold_char};
use gouji_value::{Number, ReadAs, State, Value, read_prefix_written, tells_change};

/// Notes the figures in a region's running text that nothing took, where the form seeks sentences.
pub(super) fn note(reading: &mut RegionReading<'_>, clauses: &[Clause]) {
    if !clauses.iter().any(seeks_text) {
        return;
    }
    let (index, planned) = (reading.index, reading.planned);
    let mut taken = reading.builder.places_read();
    taken.extend(reading.builder.places_unread());
    taken.sort_unstable_by_key(|place| place.start);
    let mut figures = Vec::new();
    for line in planned.anchor..planned.end {
        let is_text = matches!(index.line(line).kind, LineKind::Paragraph | LineKind::Heading(_));
        if is_text {
            in_text(reading, index.line(line).range, &mut figures);
        }
    }
    for (place, number) in figures {
        let at = taken.partition_point(|it| it.start <= place.start);
        let before = at.checked_sub(1).and_then(|at| taken.get(at));
        let is_taken = before.is_some_and(|it| it.end > place.start)
            || taken.get(at).is_some_and(|it| it.start < place.end);
        if !is_taken {
            let reason = match tells_change(clause_before(reading.text(), place.start)) {
                true => UnreadReason::Change,
                false => UnreadReason::Text,
            };
            reading.builder.unread(UnreadFigure::new(place, Some(number), reason));
        }
    }
    reading.builder.sort_unread();
}

/// What stands before a place in its clause.
fn clause_before(text: &str, at: u32) -> &str {
    let before = text.get(..at as usize).unwrap_or("");
    let ends_clause = |it: char| {
        matches!(it, '\n' | '，' | '。' | '；' | '、' | '：' | ',' | ';' | ':' | '（' | '(')
    };
    let start = before.rfind(ends_clause).unwrap_or(0);
    before.get(start..).unwrap_or("")
}

fn seeks_text(clause: &Clause) -> bool {
    match clause {
        Clause::Sentence(_) | Clause::List(_) => true,
        Clause::Within(within) => within.clauses.iter().any(seeks_text),
        _ => false,
    }
}

/// The numbers with a unit or a percent sign in a stretch of running text.
fn in_text(reading: &RegionReading<'_>, range: TextRange, found: &mut Vec<(TextRange, Number)>) {
    let text = range.of(reading.text());
    let mut at = 0;
    while let Some(offset) = text.get(at..).and_then(|rest| rest.find(begins_number)) {
        let start = at + offset;
        let rest = text.get(start..).unwrap_or("");
        let length = match figure(reading, rest) {
            Some((length, number)) => {
                let place = TextRange::from(start..start + length);
                found.push((place.shifted(range.start), number));
                length
            }
            None => rest.find(|it: char| !is_number(it)).unwrap_or(rest.len()),
        };
        at = start + length.max(rest.chars().next().map_or(1, char::len_utf8));
    }
}

fn begins_number(character: char) -> bool {
    fold_char(character).is_some_and(|folded| folded.is_ascii_digit())
}

/// Whether a character goes on a number that was begun.
fn is_number(character: char) -> bool {
    fold_char(character).is_some_and(|it| it.is_ascii_digit() || matches!(it, ',' | '.'))
}

/// The figure that a text begins with, and its bytes.
fn figure(reading: &RegionReading<'_>, text: &str) -> Option<(usize, Number)> {
    let units = &reading.program().units;
    let kinds = units.dimensions().map(ReadAs::Quantity).chain([ReadAs::Percent]);
    kinds.into_iter().find_map(|kind| {
        let notation = reading.form.notation;
        let (range, reading) = read_prefix_written(text, kind, units, None, notation)?;
        match reading.state {
            State::Value(Value::Number(number)) if range.start == 0 => {
                Some((range.end as usize, number))
            }
            _ => None,
        }
    })
}
