//! What the holes of a template take.

use super::{Capture, Matcher, Rest};
use gouji_program::FieldId;
use gouji_program::template::{Hole, HoleKind, Part};
use gouji_text::{TextRange, without_punctuation};
use gouji_value::{ReadAs, is_numeral, read_prefix_written};

/// Bytes of folded text in which a figure with its words ends.
const NEAR: u32 = 64;

impl Matcher<'_> {
    pub(super) fn hole(
        &mut self,
        part: &Part,
        hole: &Hole,
        after: Rest<'_>,
        at: u32,
        whole: bool,
    ) -> Option<u32> {
        match &hole.kind {
            HoleKind::Text => self.lazily(part, after, at, whole, Some(hole.field)),
            HoleKind::Words(words) => self.remembering(part, at, |matcher| {
                words.iter().find_map(|word| {
                    let end = at + word.len() as u32;
                    let found = matcher.slice(at).starts_with(word.as_str());
                    if found && !matcher.splits_number(end) {
                        matcher.captured(hole.field, at, end, after, whole)
                    } else {
                        None
                    }
                })
            }),
            HoleKind::Digits(counts) => {
                let length = self.digits_at(at);
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

    /// Takes as little text as possible, at least one character for a field, and no part of a number.
    pub(super) fn lazily(
        &mut self,
        part: &Part,
        after: Rest<'_>,
        at: u32,
        whole: bool,
        field: Option<FieldId>,
    ) -> Option<u32> {
        let text: &str = &self.folded.text;
        let rest = text.get(at as usize..self.within.end as usize)?;
        if after.is_empty() && whole {
            let end = self.within.end;
            return match field {
                Some(field) if end > at => self.captured(field, at, end, after, whole),
                Some(_) => None,
                None => Some(end),
            };
        }
        // An end inside a number counts as failed without having been tried: only a longer text may not end
        // there.
        let is_new = self.failures.behind_failed(part, at).is_none() || self.splits_number(at);
        if field.is_none()
            && is_new
            && let Some(end) = self.attempt(after, at, whole)
        {
            return Some(end);
        }
        let stretch = text.get(..self.within.end as usize)?;
        let limit = self.failures.end_of_skip(part, at, stretch);
        let mut end = at + rest.chars().next()?.len_utf8() as u32;
        while end <= limit {
            // What failed for one that began further in front fails for this one.
            if let Some(behind) = self.failures.behind_failed(part, end) {
                end = behind;
                continue;
            }
            let found = match field {
                _ if !self.may_follow(&after, end) || self.splits_number(end) => None,
                Some(field) => self.captured(field, at, end, after, whole),
                None => self.attempt(after, end, whole),
            };
            if found.is_some() {
                return found;
            }
            let width = self.slice(end).chars().next().map_or(1, char::len_utf8) as u32;
            self.failures.note_end(part, end, end + width);
            end += width;
        }
        None
    }

    /// Whether what is left may begin here: most places are none, as the words there show.
    fn may_follow(&self, after: &Rest<'_>, at: u32) -> bool {
        match after.parts.first() {
            Some(Part::Literal(literal)) => {
                let rest = self.slice(at);
                rest.starts_with(literal.as_str())
                    || (after.parts.len() == 1 && rest.starts_with(without_punctuation(literal)))
            }
            _ => true,
        }
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
        let units = &self.program.units;
        let near = TextRange::new(at, self.near(at));
        let (place, end, reading) = match folded.without_left_out(self.text, near) {
            None => {
                let (range, reading) = read_prefix_written(text, kind, units, None, self.notation)?;
                let place = range.shifted(start);
                (place, folded.folded_at(place.end), reading)
            }
            Some(closed) => {
                let text = closed.text.as_str();
                let (range, reading) = read_prefix_written(text, kind, units, None, self.notation)?;
                let (first, end) = (
                    closed.folded_at(range.start, near.end),
                    closed.folded_at(range.end, near.end),
                );
                let last = folded.published_end(self.text, end);
                (TextRange::new(folded.published(first), last), end, reading)
            }
        };
        if self.is_cut_in_front(kind, at) {
            return None;
        }
        let end = end.min(self.within.end);
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

    /// The end of what is looked at for whether something was left out in the middle of a figure.
    fn near(&self, at: u32) -> u32 {
        let text: &str = &self.folded.text;
        let mut end = self.within.end.min(at.saturating_add(NEAR));
        while !text.is_char_boundary(end as usize) {
            end -= 1;
        }
        end
    }

    /// How many digits stand at `at` without white space between them.
    fn digits_at(&self, at: u32) -> usize {
        let digits = self.slice(at).bytes().zip(at..).take_while(|(byte, here)| {
            byte.is_ascii_digit() && (*here == at || !self.space_before(*here))
        });
        digits.count()
    }

    /// Whether the character in front of `at` is a digit of the same run.
    fn is_inside_digits(&self, at: u32) -> bool {
        let before = self.folded.text.get(self.within.start as usize..at as usize).unwrap_or("");
        before.ends_with(|last: char| last.is_ascii_digit()) && !self.space_before(at)
    }

    /// Whether what stands right in front shows that this is no beginning: a sign behind a letter or a
    /// digit is a hyphen, a numeral behind another goes on with it, and a date behind a letter or its
    /// own separator is a code.
    fn is_cut_in_front(&self, kind: ReadAs, at: u32) -> bool {
        if at <= self.within.start || self.space_before(at) {
            return false;
        }
        let text: &str = &self.folded.text;
        let before = text.get(..at as usize).and_then(|front| front.chars().next_back());
        let (Some(before), Some(first)) = (before, self.slice(at).chars().next()) else {
            return false;
        };
        if kind == ReadAs::Date {
            let separator = self.slice(at).chars().find(|it| !it.is_ascii_digit());
            return before.is_ascii_alphanumeric()
                || (separator == Some(before) && matches!(before, '-' | '/' | '.'));
        }
        match first {
            '-' | '+' => before.is_ascii_alphanumeric() || matches!(before, '-' | ')' | '%'),
            '0'..='9' => false,
            _ => is_numeral(first) && (before.is_ascii_digit() || is_numeral(before)),
        }
    }
}
