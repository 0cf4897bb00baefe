//! Matching templates against running text.
//!
//! Literals are compared on the folded text; figures are read from the text as published, where
//! they stand. Matching goes left to right with bounded backtracking: a template that would take
//! more than [`BUDGET`] steps at one place gives up and says so.

use super::folded::Folded;
use gouji_program::template::{Hole, HoleKind, Part, Template};
use gouji_program::{FieldId, Program};
use gouji_text::TextRange;
use gouji_value::{ReadAs, Reading, read_prefix};

/// Steps that matching may take at one place.
const BUDGET: u32 = 4096;

/// Longest text that a lazy part may take, in characters: a sentence, not a page.
const LONGEST_SKIP: usize = 200;

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

/// How matching at one place came out.
pub(super) enum MatchOutcome {
    Match(Match),
    NoMatch,
    TooCostly,
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
    steps: u32,
    captures: Vec<Capture>,
}

/// What is still to be matched behind a nested part.
#[derive(Clone, Copy)]
struct Rest<'part> {
    parts: &'part [Part],
    after: Option<&'part Rest<'part>>,
}

impl<'text> Matcher<'text> {
    /// A matcher for `within`, a range of `folded`.
    pub(super) fn new(
        program: &'text Program,
        text: &'text str,
        folded: &'text Folded,
        within: TextRange,
    ) -> Self {
        Self { program, text, folded, within, end: None, steps: 0, captures: Vec::new() }
    }

    /// The first match in the stretch.
    pub(super) fn find(&mut self, template: &Template) -> MatchOutcome {
        let mut from = self.within.start;
        let mut costly = false;
        while let Some(start) = self.next_start(template, from) {
            match self.match_at(template, start, false) {
                MatchOutcome::Match(found) => return MatchOutcome::Match(found),
                MatchOutcome::TooCostly => costly = true,
                MatchOutcome::NoMatch => {}
            }
            let width = self.folded.text[start as usize..].chars().next().map_or(1, char::len_utf8);
            from = start + width as u32;
        }
        if costly { MatchOutcome::TooCostly } else { MatchOutcome::NoMatch }
    }

    /// A match of the whole stretch.
    pub(super) fn match_whole(&mut self, template: &Template) -> MatchOutcome {
        self.match_at(template, self.within.start, true)
    }

    /// Where a match could begin, at or behind folded offset `from`.
    fn next_start(&self, template: &Template, from: u32) -> Option<u32> {
        if from >= self.within.end {
            return None;
        }
        let rest = self.folded.text.get(from as usize..self.within.end as usize)?;
        match template.parts.first()? {
            // The short way to know that most texts have no such words.
            Part::Literal(literal) if !rest.contains(literal.as_str()) => None,
            Part::Literal(literal) => rest.find(literal.as_str()).map(|at| from + at as u32),
            // A leading text takes all that stands before what follows it.
            Part::Hole(Hole { kind: HoleKind::Text, .. }) | Part::Skip => {
                (from == self.within.start).then_some(from)
            }
            Part::Hole(Hole { kind: HoleKind::Figure(_), .. }) => {
                let digit = rest.find(|character: char| character.is_ascii_digit())?;
                Some(from + digit as u32)
            }
            Part::Space | Part::Hole(_) | Part::Optional(_) | Part::Alternatives(_) => Some(from),
        }
    }

    fn match_at(&mut self, template: &Template, start: u32, whole: bool) -> MatchOutcome {
        self.steps = 0;
        self.captures.clear();
        let rest = Rest { parts: &template.parts, after: None };
        match self.run(rest, start, whole) {
            Some(end) => MatchOutcome::Match(Match {
                folded: TextRange::new(start, end),
                captures: std::mem::take(&mut self.captures),
            }),
            None if self.steps > BUDGET => MatchOutcome::TooCostly,
            None => MatchOutcome::NoMatch,
        }
    }

    /// Matches what is left from folded offset `at`; the end of the match.
    fn run(&mut self, rest: Rest<'_>, at: u32, whole: bool) -> Option<u32> {
        self.steps += 1;
        if self.steps > BUDGET {
            return None;
        }
        let Some((part, parts)) = rest.parts.split_first() else {
            return match rest.after {
                Some(after) => self.run(*after, at, whole),
                None => (!whole || at == self.within.end).then_some(at),
            };
        };
        let after = Rest { parts, after: rest.after };
        match part {
            Part::Literal(literal) => {
                let found = self.slice(at).starts_with(literal.as_str());
                if found { self.run(after, at + literal.len() as u32, whole) } else { None }
            }
            Part::Space => {
                if self.space_before(at) {
                    self.run(after, at, whole)
                } else {
                    None
                }
            }
            Part::Skip => self.lazily(after, at, whole, None),
            Part::Hole(hole) => self.hole(hole, after, at, whole),
            Part::Optional(inner) => {
                let with = Rest { parts: inner, after: Some(&after) };
                self.attempt(with, at, whole).or_else(|| self.attempt(after, at, whole))
            }
            Part::Alternatives(alternatives) => alternatives.iter().find_map(|inner| {
                self.attempt(Rest { parts: inner, after: Some(&after) }, at, whole)
            }),
        }
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

    fn hole(&mut self, hole: &Hole, after: Rest<'_>, at: u32, whole: bool) -> Option<u32> {
        match &hole.kind {
            HoleKind::Text => self.lazily(after, at, whole, Some(hole.field)),
            HoleKind::Words(words) => words.iter().find_map(|word| {
                let end = at + word.len() as u32;
                let found = self.slice(at).starts_with(word.as_str());
                if found { self.captured(hole.field, at, end, after, whole) } else { None }
            }),
            HoleKind::Digits(counts) => {
                let rest = self.slice(at);
                let length = rest.find(|character: char| !character.is_ascii_digit());
                let length = length.unwrap_or(rest.len());
                let fits =
                    counts.is_empty() || counts.iter().any(|count| *count as usize == length);
                if length == 0 || !fits || self.is_inside_digits(at) {
                    return None;
                }
                self.captured(hole.field, at, at + length as u32, after, whole)
            }
            HoleKind::Figure(kind) => self.figure(hole.field, *kind, after, at, whole),
        }
    }

    /// Takes `at..end` as the text of a field and goes on behind it.
    fn captured(
        &mut self,
        field: FieldId,
        at: u32,
        end: u32,
        after: Rest<'_>,
        whole: bool,
    ) -> Option<u32> {
        let place =
            TextRange::new(self.folded.published(at), self.folded.published_end(self.text, end));
        let captured = self.captures.len();
        self.captures.push(Capture { field, place, reading: None });
        let end = self.run(after, end, whole);
        if end.is_none() {
            self.captures.truncate(captured);
        }
        end
    }

    /// Takes as little text as possible, at least one character for a field.
    fn lazily(
        &mut self,
        after: Rest<'_>,
        at: u32,
        whole: bool,
        field: Option<FieldId>,
    ) -> Option<u32> {
        let text: &str = &self.folded.text;
        let rest = text.get(at as usize..self.within.end as usize)?;
        let nothing_more = after.parts.is_empty() && after.after.is_none();
        if nothing_more && whole {
            let end = self.within.end;
            return match field {
                Some(field) if end > at => self.captured(field, at, end, after, whole),
                Some(_) => None,
                None => Some(end),
            };
        }
        if field.is_none()
            && let Some(end) = self.attempt(after, at, whole)
        {
            return Some(end);
        }
        for (offset, character) in rest.char_indices().take(LONGEST_SKIP) {
            if matches!(character, '。' | ';') || self.steps > BUDGET {
                return None;
            }
            let end = at + (offset + character.len_utf8()) as u32;
            // Most ends are none, as the words behind show.
            if let Some(Part::Literal(literal)) = after.parts.first()
                && !self.slice(end).starts_with(literal.as_str())
            {
                self.steps += 1;
                continue;
            }
            let found = match field {
                Some(field) => self.captured(field, at, end, after, whole),
                None => self.attempt(after, end, whole),
            };
            if found.is_some() {
                return found;
            }
        }
        None
    }

    fn figure(
        &mut self,
        field: FieldId,
        kind: ReadAs,
        after: Rest<'_>,
        at: u32,
        whole: bool,
    ) -> Option<u32> {
        if at >= self.within.end {
            return None;
        }
        let start = self.folded.published(at);
        let (folded, within) = (self.folded, self.within);
        let end = *self.end.get_or_insert_with(|| folded.published_end(self.text, within.end));
        let text = self.text.get(start as usize..end as usize)?;
        let (range, reading) = read_prefix(text, kind, &self.program.units, None)?;
        let place = range.shifted(start);
        let end = self.folded.folded_at(place.end).min(self.within.end);
        if end <= at {
            return None;
        }
        let captured = self.captures.len();
        self.captures.push(Capture { field, place, reading: Some(reading) });
        let end = self.run(after, end, whole);
        if end.is_none() {
            self.captures.truncate(captured);
        }
        end
    }

    /// Whether the character in front of `at` is a digit of the same run.
    fn is_inside_digits(&self, at: u32) -> bool {
        let before = self.folded.text.get(self.within.start as usize..at as usize).unwrap_or("");
        before.ends_with(|last: char| last.is_ascii_digit()) && !self.space_before(at)
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
