//! Matching templates against running text.
//!
//! Literals are compared on the folded text; figures are read from the text as published, where
//! they stand. Matching goes left to right and takes back what did not fit. What did not fit once is
//! remembered (see [`super::failures`]), so that a text is gone through a bounded number of times,
//! however often it keeps matching the beginning.
//!
//! Numbers are whole: a match begins and ends, and a text that a hole takes ends, where no number is
//! cut in two.

mod holes;

use super::failures::Failures;
use super::folded::Folded;
use super::pause::Pause;
use super::search::{CharacterSet, first_characters};
use super::words::LongerWords;
use gouji_program::template::{Hole, HoleKind, Part, Template};
use gouji_program::{FieldId, Program};
use gouji_text::{TextRange, without_punctuation};
use gouji_value::{Notation, ReadAs, Reading, is_numeral, splits_number};

/// What a hole took.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Capture {
    pub(super) field: FieldId,
    /// Where, in the document.
    pub(super) place: TextRange,
    /// The figure, for holes of figures.
    pub(super) reading: Option<Reading>,
}

/// A match.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Match {
    /// Where, in the folded text.
    pub(super) folded: TextRange,
    pub(super) captures: Vec<Capture>,
}

/// Matches templates in one stretch of folded text.
pub(super) struct Matcher<'text> {
    program: &'text Program,
    text: &'text str,
    folded: &'text Folded,
    /// The stretch.
    within: TextRange,
    /// Where it ends in the document, once that was asked for.
    end: Option<u32>,
    notation: Notation,
    /// Words that a match may not begin inside of.
    longer: Option<&'text LongerWords>,
    /// Whether what is matched is still wanted.
    pause: Option<&'text Pause<'text>>,
    failures: Failures,
    captures: Vec<Capture>,
}

/// What is still to be matched behind a nested part.
#[derive(Clone, Copy)]
struct Rest<'part> {
    parts: &'part [Part],
    after: Option<&'part Rest<'part>>,
}

impl Rest<'_> {
    /// Whether nothing is left.
    fn is_empty(&self) -> bool {
        self.parts.is_empty() && self.after.is_none_or(Rest::is_empty)
    }
}

impl<'text> Matcher<'text> {
    /// A matcher for `within`, a range of `folded`.
    pub(super) fn new(
        program: &'text Program,
        text: &'text str,
        folded: &'text Folded,
        within: TextRange,
        notation: Notation,
    ) -> Self {
        Self {
            program,
            text,
            folded,
            within,
            end: None,
            notation,
            longer: None,
            pause: None,
            failures: Failures::default(),
            captures: Vec::new(),
        }
    }

    /// The same, not beginning inside one of these words.
    pub(super) fn outside(self, longer: &'text LongerWords) -> Self {
        Self { longer: Some(longer), ..self }
    }

    /// The same, asking meanwhile whether what is matched is still wanted.
    pub(super) fn pausing(self, pause: &'text Pause<'text>) -> Self {
        Self { pause: Some(pause), ..self }
    }

    /// The first match in the stretch.
    pub(super) fn find(&mut self, template: &Template) -> Option<Match> {
        self.find_from(template, self.within.start)
    }

    /// The first match that begins at or behind a folded offset.
    pub(super) fn find_from(&mut self, template: &Template, from: u32) -> Option<Match> {
        self.failures.forget();
        let mut from = from;
        let first = first_characters(template);
        while let Some(start) = self.next_start(template, first, from) {
            self.pause.iter().for_each(|pause| pause.look());
            if self.may_begin(start) {
                let found = self.match_at(template, start, false);
                if found.is_some() {
                    return found;
                }
            }
            let width = self.folded.text[start as usize..].chars().next().map_or(1, char::len_utf8);
            from = start + width as u32;
        }
        None
    }

    /// A match where the stretch begins.
    pub(super) fn match_start(&mut self, template: &Template) -> Option<Match> {
        self.failures.forget();
        self.match_at(template, self.within.start, false)
    }

    /// A match of the whole stretch, but for punctuation at its end.
    pub(super) fn match_whole(&mut self, template: &Template) -> Option<Match> {
        self.failures.forget();
        self.match_at(template, self.within.start, true)
    }

    /// Where a match could begin, at or behind folded offset `from`.
    fn next_start(
        &self,
        template: &Template,
        first: Option<CharacterSet>,
        from: u32,
    ) -> Option<u32> {
        if from >= self.within.end {
            return None;
        }
        let rest = self.folded.text.get(from as usize..self.within.end as usize)?;
        match template.parts.first()? {
            Part::Literal(literal) => rest.find(literal.as_str()).map(|at| from + at as u32),
            // A leading text takes all that stands before what follows it.
            Part::Hole(Hole { kind: HoleKind::Text, .. }) | Part::Skip => {
                (from == self.within.start).then_some(from)
            }
            Part::Hole(Hole { kind: HoleKind::Figure(kind), .. }) => {
                rest.find(|first| may_begin_figure(*kind, first)).map(|at| from + at as u32)
            }
            Part::Space | Part::Hole(_) | Part::Optional(_) | Part::Alternatives(_) => {
                match first {
                    None => Some(from),
                    Some(first) => {
                        let at = rest.find(|character| first.may_hold_character(character));
                        at.map(|at| from + at as u32)
                    }
                }
            }
        }
    }

    /// Whether a match may begin here: not inside a number, and not inside a longer word.
    fn may_begin(&self, start: u32) -> bool {
        if start == self.within.start {
            return true;
        }
        let folded: &str = &self.folded.text;
        let (front, behind) = folded.split_at(start as usize);
        let front = &front[self.within.start as usize..];
        !self.splits_number(start) && self.longer.is_none_or(|longer| !longer.claim(front, behind))
    }

    /// Whether a place lies inside a number.
    fn splits_number(&self, at: u32) -> bool {
        if at <= self.within.start || at >= self.within.end {
            return false;
        }
        let bytes = self.folded.text.as_bytes();
        let is_digit = |at: u32| bytes.get(at as usize).is_some_and(u8::is_ascii_digit);
        // Most places have no digit beside them.
        (is_digit(at) || is_digit(at - 1))
            && splits_number(self.text, self.folded.published(at) as usize, self.notation)
    }

    fn match_at(&mut self, template: &Template, start: u32, whole: bool) -> Option<Match> {
        self.captures.clear();
        let rest = Rest { parts: &template.parts, after: None };
        let end = self.run(rest, start, whole)?;
        let captures = std::mem::take(&mut self.captures);
        Some(Match { folded: TextRange::new(start, end), captures })
    }

    /// Matches what is left from folded offset `at`; the end of the match.
    fn run(&mut self, rest: Rest<'_>, at: u32, whole: bool) -> Option<u32> {
        let Some((part, parts)) = rest.parts.split_first() else {
            return match rest.after {
                Some(after) => self.run(*after, at, whole),
                None => self.may_end(at, whole).then_some(at),
            };
        };
        let after = Rest { parts, after: rest.after };
        match part {
            Part::Literal(literal) => {
                let length = self.literal(literal, at, whole && after.is_empty())?;
                self.run(after, at + length, whole)
            }
            Part::Space => {
                if self.space_before(at) {
                    self.run(after, at, whole)
                } else {
                    None
                }
            }
            Part::Skip => self.lazily(part, after, at, whole, None),
            Part::Hole(hole) => self.hole(part, hole, after, at, whole),
            Part::Optional(inner) => self.remembering(part, at, |matcher| {
                let with = Rest { parts: inner, after: Some(&after) };
                matcher.attempt(with, at, whole).or_else(|| matcher.attempt(after, at, whole))
            }),
            Part::Alternatives(alternatives) => self.remembering(part, at, |matcher| {
                alternatives.iter().find_map(|inner| {
                    matcher.attempt(Rest { parts: inner, after: Some(&after) }, at, whole)
                })
            }),
        }
    }

    /// Whether a match may end here.
    fn may_end(&self, at: u32, whole: bool) -> bool {
        if whole {
            // Without punctuation at its end, the text is what it was.
            let all = self.within.of(&self.folded.text);
            let least = self.within.start + without_punctuation(all).len() as u32;
            return at >= least && at <= self.within.end;
        }
        !self.splits_number(at)
    }

    /// Bytes that a literal takes here, if it stands here. At the end of a whole text, punctuation may
    /// be missing.
    fn literal(&self, literal: &str, at: u32, last: bool) -> Option<u32> {
        let rest = self.slice(at);
        if rest.starts_with(literal) {
            return Some(literal.len() as u32);
        }
        let bare = without_punctuation(literal);
        (last && rest.starts_with(bare)).then_some(bare.len() as u32)
    }

    /// What a try at one part comes to, unless it is known to fail.
    fn remembering(
        &mut self,
        part: &Part,
        at: u32,
        attempt: impl FnOnce(&mut Self) -> Option<u32>,
    ) -> Option<u32> {
        if self.failures.is_known(part, at) {
            return None;
        }
        let end = attempt(self);
        if end.is_none() {
            self.failures.note(part, at);
        }
        end
    }

    /// As [`run`](Self::run), but a failure takes back what was captured.
    fn attempt(&mut self, rest: Rest<'_>, at: u32, whole: bool) -> Option<u32> {
        let captured = self.captures.len();
        let end = self.run(rest, at, whole);
        if end.is_none() {
            self.captures.truncate(captured);
        }
        end
    }

    /// The folded text from `at` to the end of the stretch.
    fn slice(&self, at: u32) -> &'text str {
        let folded: &'text str = &self.folded.text;
        folded.get(at as usize..self.within.end as usize).unwrap_or("")
    }

    /// Whether white space stands between the folded character before `at` and the one at it.
    fn space_before(&self, at: u32) -> bool {
        if at <= self.within.start || at >= self.within.end {
            return false;
        }
        self.folded.published_end(self.text, at) < self.folded.published(at)
    }
}

/// Whether a figure of this kind may begin with a folded character.
fn may_begin_figure(kind: ReadAs, first: char) -> bool {
    first.is_ascii_digit()
        || match kind {
            ReadAs::Integer | ReadAs::Number | ReadAs::Percent => is_figure_sign(first),
            ReadAs::Quantity(_) => is_figure_sign(first) || is_numeral(first),
            ReadAs::Change(_)
            | ReadAs::PercentChange
            | ReadAs::Bound
            | ReadAs::Date
            | ReadAs::Period => false,
        }
}

fn is_figure_sign(character: char) -> bool {
    matches!(character, '-' | '+' | '△' | '▲' | '¥')
}
