//! Lists of contents.
//!
//! A list begins behind its heading and ends with the line that has no number, repeats an entry, or is
//! numbered where the list cannot go on. Without a heading, a run of numbered lines is a list where most
//! of what they name recurs further down.

use super::digest::Digest;
use super::summary::{ContentsHeading, LineNote};
use super::{Fate, LayoutSummary};
use crate::Numbering;
use std::collections::{HashMap, HashSet};

/// A list of contents: its first line and the one behind its last, counted in the lines that may stand
/// in one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct ContentsSpan {
    pub(crate) first: u32,
    pub(crate) end: u32,
}

/// So many entries at least has a list without a heading of its own.
const FEWEST: usize = 3;

/// Longer lines are no entries, in folded characters.
const LONGEST: u32 = 70;

/// Whether a line may stand in a list of contents.
fn may_stand(note: &LineNote) -> bool {
    note.number.is_some()
        || note.reading.contents.is_some()
        || note.reading.has_leaders
        || note.page.is_some()
}

/// The lists of contents.
pub(crate) fn find(notes: &[LineNote]) -> Vec<ContentsSpan> {
    let mut finding = EntryFinding { notes, latest: HashMap::new(), found: Vec::new() };
    for (at, note) in notes.iter().enumerate().filter(|(_, note)| names(note)) {
        finding.latest.insert(note.title, at);
    }
    let mut at = 0;
    let mut is_first = true;
    while let Some(note) = notes.get(at) {
        let list = match note.reading.contents {
            Some(heading) => finding.headed(at, heading, is_first),
            None if note.number.is_some() && !note.is_row => finding.unheaded(at),
            None => at + 1,
        };
        is_first &= note.number.is_none();
        at = list.max(at + 1);
    }
    finding.ordinals()
}

/// Whether a line may be the title or heading that an entry announces.
fn names(note: &LineNote) -> bool {
    note.is_alone
        && !note.reading.ends_sentence
        && note.page.is_none()
        && note.characters <= LONGEST
}

struct EntryFinding<'finding> {
    notes: &'finding [LineNote],
    /// The last line of each title.
    latest: HashMap<u64, usize>,
    /// Notes of lists: the first and the one behind the last.
    found: Vec<(usize, usize)>,
}

/// What stands under each other as a list of contents would.
struct EntryRun {
    /// The note behind the last entry.
    end: usize,
    entries: Vec<usize>,
}

impl EntryFinding<'_> {
    /// Takes the list whose heading stands in a note; the note behind it.
    fn headed(&mut self, at: usize, heading: ContentsHeading, is_first: bool) -> usize {
        let run = self.run(at + 1, true);
        let is_list = match heading {
            ContentsHeading::Alone => !run.entries.is_empty(),
            // Other things are called 目录 too.
            ContentsHeading::Behind => {
                run.entries.len() >= FEWEST && (is_first || self.recurs(&run))
            }
        };
        if is_list {
            let first = if heading == ContentsHeading::Alone { at } else { at + 1 };
            self.found.push((first, run.end));
            return run.end;
        }
        at + 1
    }

    /// Takes the list that begins with a note, if it is one; the note behind the run.
    fn unheaded(&mut self, at: usize) -> usize {
        let run = self.run(at, false);
        if run.entries.len() >= FEWEST && self.recurs(&run) {
            self.found.push((at, run.end));
        }
        run.end
    }

    /// Whether two thirds of the entries recur below.
    fn recurs(&self, run: &EntryRun) -> bool {
        let is_below = |entry: &&usize| {
            let title = self.notes.get(**entry).map(|note| note.title);
            title.and_then(|title| self.latest.get(&title)).is_some_and(|last| *last >= run.end)
        };
        run.entries.iter().filter(is_below).count() * 3 >= run.entries.len() * 2
    }

    /// The entries from a note on.
    fn run(&self, from: usize, is_headed: bool) -> EntryRun {
        let mut run = EntryRun { end: from, entries: Vec::new() };
        let mut order = Order::default();
        for (at, note) in self.notes.iter().enumerate().skip(from) {
            let is_adjacent = at
                .checked_sub(1)
                .and_then(|before| self.notes.get(before))
                .is_some_and(|before| before.line + 1 == note.line);
            if (at > from || is_headed) && !is_adjacent {
                break;
            }
            let is_entry = match note.number {
                _ if note.reading.contents.is_some() => break,
                // Rows of figures are numbered too.
                _ if note.is_row && !is_headed => break,
                Some(number) => reads_as_entry(note) && order.takes(number, note.title),
                None if note.reading.has_leaders && !note.reading.ends_sentence => true,
                // A page of the list may end here; its columns may have headings.
                None if note.page.is_some() => continue,
                None if is_headed && at == from && self.begins_behind(at) => continue,
                None => false,
            };
            if !is_entry {
                break;
            }
            run.entries.push(at);
            run.end = at + 1;
        }
        run
    }

    /// Whether a list begins right behind a line, which then has the headings of its columns.
    fn begins_behind(&self, at: usize) -> bool {
        let here = self.notes.get(at);
        here.zip(self.notes.get(at + 1)).is_some_and(|(here, next)| {
            next.line == here.line + 1
                && next.number.is_some_and(|(_, value)| value == 1)
                && reads_as_entry(next)
                && here.characters <= 20
                && !here.reading.ends_sentence
        })
    }

    /// The lists, counted in the lines that may stand in one.
    fn ordinals(&self) -> Vec<ContentsSpan> {
        let mut spans = Vec::with_capacity(self.found.len());
        let (mut at, mut ordinal) = (0, 0);
        let mut count = |end: usize| {
            while let Some(note) = self.notes.get(at).filter(|_| at < end) {
                ordinal += u32::from(may_stand(note));
                at += 1;
            }
            ordinal
        };
        for (first, end) in &self.found {
            let first = count(*first);
            spans.push(ContentsSpan { first, end: count(*end) });
        }
        spans
    }
}

fn reads_as_entry(note: &LineNote) -> bool {
    note.reading.has_leaders
        || (note.reading.as_heading && note.characters <= LONGEST)
        || note.is_row
}

/// The order of a list's entries.
#[derive(Default)]
struct Order {
    seen: HashSet<((Numbering, u32), u64)>,
    /// The numberings open, outer first, each with its latest number.
    open: Vec<(Numbering, u32)>,
}

impl Order {
    /// Whether the list goes on with an entry.
    fn takes(&mut self, number: (Numbering, u32), title: u64) -> bool {
        let (numbering, value) = number;
        if !self.seen.insert((number, title)) {
            return false;
        }
        let outer = self.open.iter().take_while(|(open, _)| *open < numbering).count();
        let goes_on = match self.open.get(outer) {
            // Numbered above the first.
            Some((open, _)) if outer == 0 && *open > numbering => false,
            Some((open, latest)) if *open == numbering => value > *latest,
            Some(_) | None => outer == 0 || value == 1,
        };
        self.open.truncate(outer);
        self.open.push((numbering, value));
        goes_on
    }
}

/// Marks the lines of the lists of contents.
pub(crate) fn mark(summary: &LayoutSummary, digest: &Digest, fates: &mut [Fate]) {
    let mut lists = digest.contents.iter().peekable();
    let mut ordinal = 0;
    for (note, fate) in summary.notes.iter().zip(fates) {
        while lists.next_if(|list| list.end <= ordinal).is_some() {}
        let Some(list) = lists.peek() else { break };
        if list.first < ordinal || (list.first == ordinal && may_stand(note)) {
            let is_page = note.number.is_none() && note.page.is_some();
            let is_entry = note.number.is_some() || note.reading.has_leaders;
            *fate = if is_page { Fate::Furniture } else { Fate::Contents { is_entry } };
        }
        ordinal += u32::from(may_stand(note));
    }
}
