//! What needs the whole document, without any place in it.

use super::LayoutSummary;
use super::contents::{self, ContentsSpan};
use super::page::PageStyle;
use super::shown_digits::UsualDigits;
use super::summary::LineNote;
use std::collections::HashMap;

/// What has to be known of a whole document to lay out its lines. It holds no places: two digests that
/// are equal lay out a line the same wherever it stands, and most edits leave it as it was.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Digest {
    /// Of what may be a page number, in order: whether the numbers before or behind it go on with it.
    pub(crate) pages: Vec<bool>,
    /// The keys of the lines that recur where pages begin and end, in order of key.
    pub(crate) heads: Vec<u64>,
    /// The lists of contents, counted in the lines that may stand in one.
    pub(crate) contents: Vec<ContentsSpan>,
    /// Characters of the longest line of running text.
    pub(crate) width: u32,
    /// Whether blank lines part most lines of running text.
    pub(crate) is_spaced: bool,
    /// How many digits figures in running text usually show.
    pub(crate) usual_digits: UsualDigits,
}

/// Page numbers stand at least so many lines apart: what follows each other closer is counted.
const PAGE: u32 = 4;

/// A running head has at most this many characters.
const LONGEST_HEAD: u32 = 50;

impl Digest {
    /// The digest of a document that has this summary.
    pub(crate) fn of(summary: &LayoutSummary) -> Self {
        let running = || summary.notes.iter().filter(|note| !note.is_row);
        let pages = in_order(&summary.notes);
        let heads = heads(summary, &pages);
        let spaced = running().filter(|note| note.blank_before).count();
        Self {
            contents: contents::find(&summary.notes),
            width: running().map(|note| note.characters).max().unwrap_or(0),
            is_spaced: spaced * 2 > running().count(),
            usual_digits: summary.digits.usual(),
            pages,
            heads,
        }
    }

    /// Whether a line recurs at the ends of pages.
    pub(crate) fn is_head(&self, key: u64) -> bool {
        self.heads.binary_search(&key).is_ok()
    }
}

/// Whether a line may be a page number at all.
pub(crate) fn may_be_page(note: &LineNote) -> bool {
    note.page.is_some() && note.is_alone
}

/// Whether a note is a page number by its form, or by those before and behind it.
pub(crate) fn is_certain(note: &LineNote, in_order: bool) -> bool {
    in_order || note.page.is_some_and(|page| page.style == PageStyle::Marked)
}

/// Whether each of the lines that may be page numbers goes on with the one before or behind it.
fn in_order(notes: &[LineNote]) -> Vec<bool> {
    let candidates: Vec<&LineNote> = notes.iter().filter(|note| may_be_page(note)).collect();
    let mut in_order = vec![false; candidates.len()];
    let mut latest: HashMap<PageStyle, usize> = HashMap::new();
    for (at, note) in candidates.iter().enumerate() {
        let Some(page) = note.page else { continue };
        let Some(before) = latest.insert(page.style, at) else { continue };
        let follows = candidates.get(before).is_some_and(|before| {
            before.page.is_some_and(|it| it.value + 1 == page.value)
                && note.line - before.line >= PAGE
        });
        if follows {
            for at in [before, at] {
                if let Some(one) = in_order.get_mut(at) {
                    *one = true;
                }
            }
        }
    }
    in_order
}

/// Whether a line may be a running head.
pub(crate) fn may_be_head(note: &LineNote) -> bool {
    note.is_alone
        && note.page.is_none()
        && note.number.is_none()
        && note.characters <= LONGEST_HEAD
        && !note.reading.ends_sentence
        && !note.reading.has_colon
}

/// The lines that stand at most two lines from a page number or at the end of a page, and do so at two
/// of them at least, and at a third of all.
fn heads(summary: &LayoutSummary, in_order: &[bool]) -> Vec<u64> {
    let mut pages = in_order.iter();
    let certain: Vec<u32> = (summary.notes.iter().filter(|note| may_be_page(note)))
        .filter(|note| is_certain(note, pages.next().copied().unwrap_or(false)))
        .map(|note| note.line)
        .collect();
    let ends = PageEnds { certain: &certain, summary };
    let mut counts: HashMap<u64, usize> = HashMap::new();
    for note in summary.notes.iter().filter(|note| may_be_head(note) && ends.is_at(note.line)) {
        *counts.entry(note.whole).or_default() += 1;
    }
    let all = certain.len().max(summary.breaks.len());
    let recurs = |(key, count): (u64, usize)| (count >= 2 && count * 3 >= all).then_some(key);
    let mut heads: Vec<u64> = counts.into_iter().filter_map(recurs).collect();
    heads.sort_unstable();
    heads
}

/// Where pages end.
pub(crate) struct PageEnds<'ends> {
    /// Lines that are certainly page numbers.
    pub(crate) certain: &'ends [u32],
    pub(crate) summary: &'ends LayoutSummary,
}

impl PageEnds<'_> {
    /// Whether a line stands at the end or the beginning of a page.
    pub(crate) fn is_at(&self, line: u32) -> bool {
        let near = line.saturating_sub(2)..=line.saturating_add(2);
        let next = self.certain.partition_point(|page| *page < *near.start());
        self.certain.get(next).is_some_and(|page| near.contains(page))
            || (line..=line.saturating_add(1)).any(|line| self.summary.has_break(line))
    }
}
