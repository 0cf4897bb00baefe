//! 注: the note behind a table.

use super::folded::Folded;
use super::lines::LineKind;
use super::matcher::{Capture, Matcher};
use super::reading::RegionReading;
use crate::ReadBy;
use gouji_program::form::TableNote;
use gouji_text::{TextRange, fold_char};

/// Most lines behind a table that are looked at for its note.
const MOST_LINES: u32 = 20;

/// The first note in the table or behind its last row that says what is wanted.
pub(super) fn read(reading: &mut RegionReading<'_>, own: u32, note: &TableNote) {
    let Some((whole, captures)) = find(reading, note) else { return };
    reading.builder.fill(own, &captures, ReadBy::Note);
    if let Some(field) = note.field
        && let Some(scalar) = reading.builder.scalar(own, field)
    {
        let read = reading.builder.cell(scalar, whole, None, ReadBy::Note);
        reading.builder.set(own, field, read);
    }
}

fn find(reading: &RegionReading<'_>, note: &TableNote) -> Option<(TextRange, Vec<Capture>)> {
    let index = reading.index;
    let (first, end) = (reading.planned.anchor, reading.planned.end);
    let is_note_row = |line: u32| note_cell(reading, line).is_some();
    let last = (first..end).rev().find(|line| index.row(*line).is_some() && !is_note_row(*line));
    let from = last.map_or(first, |last| last + 1);
    let mut inside = (first..from).filter_map(|line| note_cell(reading, line));
    inside.find_map(|cell| noted(reading, note, cell)).or_else(|| behind(reading, note, from, end))
}

/// The first that is wanted of the notes behind the last row.
fn behind(
    reading: &RegionReading<'_>,
    note: &TableNote,
    from: u32,
    end: u32,
) -> Option<(TextRange, Vec<Capture>)> {
    let index = reading.index;
    for line in from..end.min(from.saturating_add(MOST_LINES)) {
        let range = match index.line(line).kind {
            LineKind::Heading(_) | LineKind::Contents(_) => break,
            LineKind::Furniture => continue,
            LineKind::Paragraph => index.line(line).range,
            LineKind::Row(_) => match note_cell(reading, line) {
                Some(range) => range,
                None => continue,
            },
        };
        // The note may go on in the next lines.
        let last = (line + 1..end).take_while(|next| {
            index.line(*next).kind == LineKind::Paragraph
                && index.line(line).kind == LineKind::Paragraph
                && behind_mark(index.line(*next).range.of(reading.text())) == 0
        });
        let stop = last.last().map_or(range.end, |last| index.line(last).range.end);
        let wholes = [range, TextRange::new(range.start, stop)];
        if let Some(found) = wholes.into_iter().find_map(|whole| noted(reading, note, whole)) {
            return Some(found);
        }
    }
    None
}

/// A note that says what is wanted, with or without its mark: what stands behind that, and what it says.
fn noted(
    reading: &RegionReading<'_>,
    note: &TableNote,
    whole: TextRange,
) -> Option<(TextRange, Vec<Capture>)> {
    let text = whole.of(reading.text());
    let mark = behind_mark(text) as u32;
    [whole.start + mark, whole.start].into_iter().find_map(|start| {
        let said = TextRange::new(start, whole.end).trimmed(reading.text());
        matched(reading, note, said).map(|captures| (said, captures))
    })
}

fn matched(
    reading: &RegionReading<'_>,
    note: &TableNote,
    range: TextRange,
) -> Option<Vec<Capture>> {
    let folded = Folded::of(reading.index.document, range);
    note.templates.iter().find_map(|template| {
        let (program, text) = (reading.program(), reading.text());
        let notation = reading.form.notation;
        let mut matcher = Matcher::new(program, text, &folded, folded.whole(), notation);
        let found = matcher.match_whole(template).or_else(|| matcher.match_start(template));
        found.map(|found| found.captures)
    })
}

/// The one filled cell of a row, where it reads like a note.
fn note_cell(reading: &RegionReading<'_>, line: u32) -> Option<TextRange> {
    if reading.index.line(line).filled != 1 {
        return None;
    }
    let cells = reading.index.cells(line);
    let mut filled = cells.iter().filter(|cell| !reading.index.is_blank(cell));
    let cell = filled.next()?;
    let text = reading.index.document.text_of(cell.range);
    (behind_mark(&text) > 0).then_some(cell.range)
}

/// Bytes of the mark that a note begins with (`注：`, `备注1.`, `说明：`, `Note:`); 0 where it has none.
pub(super) fn behind_mark(text: &str) -> usize {
    const MARKS: [&str; 6] = ["备注", "附注", "注", "说明", "notes", "note"];
    let mut folded = String::new();
    for (offset, character) in text.char_indices().take(MOST_MARK) {
        let Some(character) = fold_char(character) else { continue };
        if matches!(character, ':' | '.' | '、') {
            let word = folded.trim_end_matches(|digit: char| digit.is_ascii_digit());
            let is_mark = MARKS.contains(&word.to_lowercase().as_str());
            let wide = text[offset..].chars().next().map_or(1, char::len_utf8);
            return if is_mark { offset + wide } else { 0 };
        }
        folded.push(character);
    }
    0
}

/// Most characters of a mark, blanks included.
const MOST_MARK: usize = 12;

#[cfg(test)]
mod tests {
    use super::behind_mark;

    #[test]
    fn marks_of_notes_are_known() {
        for (text, rest) in [
            ("注：本表为空表", "本表为空表"),
            ("备 注1：甲", "甲"),
            ("说明：乙", "乙"),
            ("Note: nothing", " nothing"),
            ("注意：丙", "注意：丙"),
            ("本表", "本表"),
        ] {
            assert_eq!(&text[behind_mark(text)..], rest, "{text}");
        }
    }
}
