//! 句: figures in running text.

use super::compiled::CompiledClause;
use super::matcher::{Capture, Match, Matcher};
use super::reading::RegionReading;
use super::search::SoughtWord;
use crate::{Content, ReadBy, UnreadFigure, UnreadReason, codes};
use gouji_program::form::{FormCondition, Sentence};
use gouji_text::{Localized, TextRange};
use gouji_value::{Dimension, State, Value};

/// Most places at which one sentence is looked for again, once it is found.
const MOST_REPEATED: usize = 64;

/// What came of looking for a sentence.
#[derive(Default)]
struct SentenceSearch {
    /// The first match whose figures can be read and that fulfils the condition.
    taken: Option<Match>,
    /// The first match whose figures cannot be read.
    unreadable: Option<Match>,
    /// Matches that do not fulfil the condition.
    unfit: Vec<Match>,
    /// Another match with other figures.
    other: Option<Match>,
    /// How often it was found again.
    repeated: usize,
}

/// The first place in a region where a sentence matches fills the fields it names.
pub(super) fn read(
    reading: &mut RegionReading<'_>,
    own: u32,
    sentence: &Sentence,
    compiled: &CompiledClause,
) {
    if already_filled(reading, own, sentence) {
        return;
    }
    let found = look_for(reading, own, sentence, compiled);
    for unfit in &found.unfit {
        note_unread(reading, &unfit.captures, UnreadReason::Condition);
    }
    match (found.taken, found.unreadable) {
        (Some(taken), _) => {
            if let Some(other) = &found.other {
                say_said_twice(reading, &taken, other);
            }
            reading.builder.fill(own, &taken.captures, ReadBy::Sentence);
        }
        (None, Some(unreadable)) => {
            reading.builder.fill(own, &unreadable.captures, ReadBy::Sentence);
        }
        (None, None) => {
            if let (Some(condition), Some(unfit)) = (&sentence.condition, found.unfit.first()) {
                say_unfit(reading, condition, unfit);
            }
        }
    }
}

fn look_for(
    reading: &RegionReading<'_>,
    own: u32,
    sentence: &Sentence,
    compiled: &CompiledClause,
) -> SentenceSearch {
    let template = &sentence.template;
    let (index, lines) = (reading.index, reading.planned.anchor..reading.planned.end);
    let folded = &index.notes.folded;
    let mut found = SentenceSearch::default();
    let needed = SoughtWord::longest_of(template);
    for passage in index.passages_within(lines).iter() {
        let text = passage.folded.of(&folded.text);
        if needed.is_some_and(|needed| !needed.is_in(text, passage.characters)) {
            continue;
        }
        let (program, text) = (reading.program(), reading.text());
        let matcher = Matcher::new(program, text, folded, passage.folded, reading.form.notation);
        let mut matcher = matcher.outside(&compiled.longer).pausing(&index.pause);
        let mut from = passage.folded.start;
        while let Some(one) = matcher.find_from(template, from) {
            from = one.folded.end.max(one.folded.start + 1);
            while !folded.text.is_char_boundary(from as usize) {
                from += 1;
            }
            let condition = sentence.condition.as_ref();
            if !one.captures.iter().all(is_readable) {
                // The words may stand in a heading or a remark before they stand before the figure.
                found.unreadable.get_or_insert(one);
            } else if reading.fulfils(condition, &one.captures, (Some(own), None)) != Some(true) {
                found.unfit.push(one);
            } else if let Some(taken) = &found.taken {
                found.repeated += 1;
                if differ(&taken.captures, &one.captures)
                    && words_of(reading, taken) == words_of(reading, &one)
                {
                    found.other.get_or_insert(one);
                }
            } else {
                found.taken = Some(one);
            }
            let is_settled = found.taken.as_ref().is_some_and(|taken| !states_figure(taken));
            if is_settled || found.other.is_some() || found.repeated >= MOST_REPEATED {
                return found;
            }
        }
    }
    found
}

/// Whether what a hole took is of its type.
fn is_readable(capture: &Capture) -> bool {
    !capture.reading.as_ref().is_some_and(|reading| matches!(reading.state, State::Unreadable(_)))
}

/// Whether a match holds a quantity or a percentage: what is said twice then should be the same.
fn states_figure(found: &Match) -> bool {
    found.captures.iter().any(is_figure)
}

fn is_figure(capture: &Capture) -> bool {
    let state = capture.reading.as_ref().map(|reading| &reading.state);
    matches!(state, Some(State::Value(Value::Number(number))) if number.dimension != Dimension::None)
}

/// The words of a match, without what its holes took, behind the character that stands in front of it where
/// that is part of a word: 预算收入 in 一般公共预算收入 is not what it is by itself.
fn words_of(reading: &RegionReading<'_>, found: &Match) -> String {
    let (folded, passages) = (&reading.index.notes.folded, &reading.index.notes.passages);
    let begins = passages.binary_search_by_key(&found.folded.start, |it| it.folded.start).is_ok();
    let in_front = folded.text.get(..found.folded.start as usize).unwrap_or("");
    let mut words = String::new();
    if !begins {
        words.extend(in_front.chars().next_back().filter(|last| last.is_alphanumeric()));
    }
    let mut at = found.folded.start;
    for capture in &found.captures {
        let start = folded.folded_at(capture.place.start).max(at);
        words.push_str(TextRange::new(at, start).of(&folded.text));
        words.push('…');
        at = folded.folded_at(capture.place.end).max(start);
    }
    words.push_str(TextRange::new(at, found.folded.end.max(at)).of(&folded.text));
    words
}

/// Whether two matches of one sentence state other figures of the same things: what else they take,
/// words and years, is equal.
fn differ(one: &[Capture], other: &[Capture]) -> bool {
    let of = |captures: &[Capture], wanted: &Capture| {
        captures.iter().find(|capture| capture.field == wanted.field).cloned()
    };
    let mut figures_differ = false;
    for capture in one {
        let Some(again) = of(other, capture) else { continue };
        let states = |capture: &Capture| capture.reading.as_ref().map(|it| it.state.clone());
        let same = states(capture) == states(&again);
        if is_figure(capture) {
            figures_differ |= !same;
        } else if !same {
            return false;
        }
    }
    figures_differ
}

/// Notes the figures that a template took and that fill no field.
pub(super) fn note_unread(
    reading: &mut RegionReading<'_>,
    captures: &[Capture],
    reason: UnreadReason,
) {
    for capture in captures.iter().filter(|capture| is_figure(capture)) {
        let number = match capture.reading.as_ref().map(|reading| &reading.state) {
            Some(State::Value(Value::Number(number))) => Some(number.clone()),
            _ => None,
        };
        let reason = reason.clone();
        reading.builder.unread(UnreadFigure::new(capture.place, number, reason));
    }
}

/// The text that a match takes, shortened.
fn written(reading: &RegionReading<'_>, found: &Match) -> (TextRange, String) {
    let folded = &reading.index.notes.folded;
    let start = folded.published(found.folded.start);
    let end = folded.published_end(reading.text(), found.folded.end).max(start);
    let place = TextRange::new(start, end);
    let text = reading.index.document.text_of(place);
    let mut words: String = text.split_whitespace().collect();
    if words.chars().count() > LONGEST_SHOWN {
        let front: String = words.chars().take(LONGEST_SHOWN / 2).collect();
        let behind = words.chars().count() - LONGEST_SHOWN / 2;
        let back: String = words.chars().skip(behind).collect();
        words = format!("{front}…{back}");
    }
    (place, words)
}

/// Most characters of a sentence that a message shows.
const LONGEST_SHOWN: usize = 40;

fn say_said_twice(reading: &mut RegionReading<'_>, taken: &Match, other: &Match) {
    let ((used, first), (place, second)) = (written(reading, taken), written(reading, other));
    let form = reading.builder.form_name();
    let message = Localized::new(
        format!("{form}里同一句话说了两个数：「{first}」和「{second}」，用的是前一个"),
        format!(
            "{form} finds one sentence with two figures, “{first}” and “{second}”; the first is used"
        ),
    );
    let other = (used, Localized::new("用的是这一处", "this one is used"));
    reading.builder.problem_with(&codes::SAID_TWICE, message, place, other);
}

fn say_unfit(reading: &mut RegionReading<'_>, condition: &FormCondition, unfit: &Match) {
    let (place, text) = written(reading, unfit);
    let (form, source) = (reading.builder.form_name(), &condition.source);
    let message = Localized::new(
        format!("{form}没有读「{text}」：它不符合「{source}」"),
        format!("{form} does not read “{text}”: it does not fulfil `{source}`"),
    );
    reading.problem(&codes::CONDITION_FAILED, message, place);
}

/// Whether an earlier sentence already filled every field that this one names: several sentences
/// for one field are several wordings, and the first that is found counts.
fn already_filled(reading: &RegionReading<'_>, own: u32, sentence: &Sentence) -> bool {
    let mut fields = sentence.template.fields().peekable();
    fields.peek().is_some()
        && fields.all(|field| reading.builder.field(own, field).content != Content::Absent)
}
