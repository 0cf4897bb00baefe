//! Sentences of which the words stand there and the figure does not: what a missing field is told with.
//!
//! A figure that was deleted, or is worded as no sentence foresaw, leaves its words behind. Where a rule then finds
//! the field missing, it leads to them.

use super::reading::RegionReading;
use super::search::SoughtWord;
use crate::{Content, FieldNote, ReadBy};
use gouji_program::FieldId;
use gouji_program::form::{Clause, Sentence};
use gouji_program::template::{Hole, HoleKind, Part};
use gouji_text::TextRange;

/// So many characters at least are words that mean the field and no other.
const FEWEST_CHARACTERS: usize = 2;

/// Characters behind the words that are shown.
const MOST_SHOWN: usize = 12;

/// Notes where the words of sentences stand whose fields were not found, in a record of which something was.
pub(super) fn note(reading: &mut RegionReading<'_>, own: u32, clauses: &[Clause]) {
    if !reading.builder.holds_something(own) {
        return;
    }
    for clause in clauses {
        let Clause::Sentence(sentence) = clause else { continue };
        let Some((word, field)) = sought(sentence) else { continue };
        let found = reading.builder.field(own, field);
        if found.content != Content::Absent || found.note.is_some() {
            continue;
        }
        if let Some((place, text)) = find(reading, word) {
            let mut found = reading.builder.made(Content::Absent, &text, place, ReadBy::Sentence);
            found.note = Some(FieldNote::WordsAlone);
            reading.builder.put(own, field, found);
        }
    }
}

/// The last words that a sentence cannot do without in front of its first figure, and the figure's field.
fn sought(sentence: &Sentence) -> Option<(&str, FieldId)> {
    let mut words = "";
    for part in &sentence.template.parts {
        match part {
            Part::Literal(literal) if literal.chars().count() >= FEWEST_CHARACTERS => {
                words = literal;
            }
            Part::Hole(Hole { field, kind: HoleKind::Figure(_) }) => {
                return (!words.is_empty()).then_some((words, *field));
            }
            _ => {}
        }
    }
    None
}

/// The first place where words stand that begin no longer word: the words, and the text from there on, shortened.
fn find(reading: &RegionReading<'_>, words: &str) -> Option<(TextRange, String)> {
    let index = reading.index;
    let folded = &index.notes.folded;
    let sought = SoughtWord::new(words);
    let lines = reading.planned.anchor..reading.planned.end;
    index.passages_within(lines).iter().find_map(|passage| {
        let text = passage.folded.of(&folded.text);
        let at = sought.find_in(text, passage.characters)?;
        let before = text.get(..at)?.chars().next_back();
        if before.is_some_and(char::is_alphanumeric) {
            return None;
        }
        let published = |from: usize, length: usize| {
            let start = passage.folded.start + from as u32;
            let end = folded.published_end(reading.text(), start + length as u32);
            TextRange::new(folded.published(start), end.max(folded.published(start)))
        };
        let shown = text.get(at..)?.chars().take(words.chars().count() + MOST_SHOWN);
        let shown = published(at, shown.map(char::len_utf8).sum());
        let shown = index.document.text_of(shown).into_owned();
        let place = published(at, words.len());
        Some((place, shown))
    })
}
