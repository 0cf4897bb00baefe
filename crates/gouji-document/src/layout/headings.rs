//! Which numbered lines are headings: those that read like one where the numbering expects it.
//!
//! A number that was left out or stands twice is a slip of the document and not of the reading: the line
//! is a heading all the same, and what follows goes on from it. But a number that runs ahead of one that
//! is still to come (`三、四线城市` in front of 二、) is part of what the line says.

use super::digest::Digest;
use super::summary::LineNote;
use super::{Fate, LayoutSummary};
use crate::Numbering;

/// So many numbered lines further on it is looked whether a number is still to come.
const HORIZON: usize = 64;

/// A line shorter than this, in folded characters, does not end because the page does.
const SHORTEST_PAGE: u32 = 20;

/// So many lines further on a sentence that a page's width breaks has ended.
const LONGEST_SENTENCE: usize = 12;

/// Marks the headings.
pub(crate) fn mark(summary: &LayoutSummary, digest: &Digest, fates: &mut [Fate]) {
    let lines = Lines { notes: &summary.notes, fates, digest };
    let numbered = lines.numbered();
    let mut open = Open::default();
    let mut headings = Vec::new();
    for (at, line) in numbered.iter().enumerate() {
        let rest = numbered.get(at + 1..).unwrap_or_default();
        if open.takes(line, rest) {
            headings.push(line.note);
        }
    }
    for heading in headings {
        if let Some(fate) = fates.get_mut(heading) {
            *fate = Fate::Heading;
        }
    }
}

/// A numbered line of running text.
#[derive(Clone, Copy)]
struct NumberedLine {
    /// The index of its note.
    note: usize,
    numbering: Numbering,
    value: u32,
    /// Whether it reads like a heading, and does not go on in the next line.
    may_be_heading: bool,
    has_clauses: bool,
    is_doubtful: bool,
}

/// The lines of a document, furniture and lists of contents told.
struct Lines<'lines> {
    notes: &'lines [LineNote],
    fates: &'lines [Fate],
    digest: &'lines Digest,
}

impl Lines<'_> {
    /// The numbered lines of running text.
    fn numbered(&self) -> Vec<NumberedLine> {
        let notes = self.notes.iter().zip(self.fates).enumerate();
        let kept = notes.filter(|(_, (note, fate))| **fate == Fate::Kept && !note.is_row);
        kept.filter_map(|(at, (note, _))| {
            let (numbering, value) = note.number?;
            Some(NumberedLine {
                note: at,
                numbering,
                value,
                may_be_heading: note.reading.as_heading && !self.is_broken(at, note),
                has_clauses: note.reading.has_clauses,
                is_doubtful: note.reading.is_doubtful,
            })
        })
        .collect()
    }

    /// Whether a line is the beginning of a sentence that the width of the page breaks: the next lines
    /// stand right under it and end the sentence.
    fn is_broken(&self, at: usize, note: &LineNote) -> bool {
        let (width, spaced) = (self.digest.width, self.digest.is_spaced);
        let is_as_wide_as_the_page = note.characters * 10 >= width * 9;
        let is_full = note.characters >= SHORTEST_PAGE
            && (is_as_wide_as_the_page || (spaced && note.reading.has_figure));
        let has_clauses = note.reading.has_clauses;
        (has_clauses || is_full) && self.ends_below(at, has_clauses && is_as_wide_as_the_page)
    }

    /// Whether the lines below a line go on to the end of a sentence. The first stands right under it,
    /// but where blank lines part all lines.
    fn ends_below(&self, at: usize, over_blanks: bool) -> bool {
        let mut line = self.notes.get(at).map_or(0, |note| note.line);
        let mut is_cut = over_blanks;
        let below = self.notes.iter().zip(self.fates).skip(at + 1);
        for (note, fate) in below.take(LONGEST_SENTENCE) {
            if note.line != line + 1 {
                return false;
            }
            line = note.line;
            if *fate == Fate::Furniture {
                is_cut = true;
                continue;
            }
            let goes_on = *fate == Fate::Kept
                && !note.is_row
                && note.number.is_none()
                && (!note.blank_before || is_cut);
            if !goes_on {
                return false;
            }
            if note.reading.ends_sentence {
                return true;
            }
            is_cut = true;
        }
        false
    }
}

/// The series of numbers that are open, outer first.
#[derive(Default)]
struct Open(Vec<HeadingSeries>);

/// A series of numbers.
struct HeadingSeries {
    numbering: Numbering,
    /// The latest number, and whether that line is a heading.
    latest: u32,
    is_heading: bool,
}

impl Open {
    /// Takes the next numbered line, and the lines behind it; whether it is a heading.
    fn takes(&mut self, line: &NumberedLine, rest: &[NumberedLine]) -> bool {
        let own = self.0.iter().position(|series| series.numbering == line.numbering);
        let series = own.and_then(|own| self.0.get(own));
        let latest = series.map(|series| series.latest);
        let is_expected = match latest {
            Some(latest) => latest.checked_add(1) == Some(line.value),
            None => line.value == 1,
        };
        let is_number = if line.is_doubtful {
            is_expected && !self.comes(own, line, line.value, rest)
        } else {
            let ahead = latest.filter(|latest| line.value > latest.saturating_add(1));
            !ahead.is_some_and(|latest| self.comes(own, line, latest + 1, rest))
        };
        if !is_number {
            return false;
        }
        // With a comma or a colon it reads like a sentence as well, as those before it do.
        let is_sentence =
            line.has_clauses && is_expected && series.is_some_and(|it| !it.is_heading);
        let is_heading = line.may_be_heading && !is_sentence;
        self.0.truncate(own.unwrap_or(self.0.len()));
        self.0.push(HeadingSeries { numbering: line.numbering, latest: line.value, is_heading });
        is_heading
    }

    /// Whether a number is still to come in the series of a line, before one that encloses it goes on.
    fn comes(
        &self,
        own: Option<usize>,
        line: &NumberedLine,
        value: u32,
        rest: &[NumberedLine],
    ) -> bool {
        let outer = self.0.get(..own.unwrap_or(self.0.len())).unwrap_or_default();
        let encloses = |it: &NumberedLine| outer.iter().any(|open| open.numbering == it.numbering);
        let mut inside = rest.iter().take(HORIZON).take_while(|it| !encloses(it));
        // A one begins another series.
        let mut own = inside
            .by_ref()
            .filter(|it| it.numbering == line.numbering)
            .take_while(|it| it.value != 1 || value == 1);
        own.any(|it| it.value == value && !it.is_doubtful)
    }
}
