//! Page numbers and running heads.
//!
//! In doubt a line is none: a number alone in its line is one only where it goes on with the others,
//! where a page ends, or between two rows of a table to which it cannot belong.

use super::digest::{Digest, PageEnds, is_certain, may_be_head, may_be_page};
use super::grids::go_together;
use super::page::PageStyle;
use super::summary::LineNote;
use super::{Fate, LayoutSummary};
use crate::{BlockKind, Body, Row};
use std::collections::HashSet;

/// A document whose furniture is told.
pub(crate) struct Furniture<'document> {
    body: &'document Body,
    summary: &'document LayoutSummary,
    digest: &'document Digest,
    /// For each note, what stands before and behind it.
    around: Vec<RowsAround>,
}

/// The rows around a line, where there are some right before and behind it.
#[derive(Clone, Copy, Default)]
struct RowsAround {
    before: Option<u32>,
    behind: Option<u32>,
}

impl<'document> Furniture<'document> {
    pub(crate) fn new(
        body: &'document Body,
        summary: &'document LayoutSummary,
        digest: &'document Digest,
    ) -> Self {
        Self { body, summary, digest, around: around(body, summary) }
    }

    /// Marks the furniture.
    pub(crate) fn mark(&self, fates: &mut [Fate]) {
        let notes = &self.summary.notes;
        let mut certain = Vec::new();
        let mut in_order = self.digest.pages.iter();
        for (note, fate) in notes.iter().zip(fates.iter_mut()) {
            if !may_be_page(note) {
                continue;
            }
            let goes_on = in_order.next().copied().unwrap_or(false);
            if *fate == Fate::Kept && (is_certain(note, goes_on) || self.is_at_break(note)) {
                *fate = Fate::Furniture;
                certain.push(note.line);
            }
        }
        self.mark_heads(&certain, fates);
        for number in 0..notes.len() {
            let is_free = fates.get(number) == Some(&Fate::Kept);
            if is_free && self.cuts_a_table(number, fates) {
                fates[number] = Fate::Furniture;
            }
        }
    }

    /// Whether a page ends right before or behind a line.
    fn is_at_break(&self, note: &LineNote) -> bool {
        note.is_bare && (self.summary.has_break(note.line) || self.summary.has_break(note.line + 1))
    }

    /// A running head is furniture from the second time on: the first time it is the title of
    /// something.
    fn mark_heads(&self, certain: &[u32], fates: &mut [Fate]) {
        let ends = PageEnds { certain, summary: self.summary };
        let mut seen = HashSet::new();
        for (note, fate) in self.summary.notes.iter().zip(fates) {
            if *fate == Fate::Kept
                && may_be_head(note)
                && self.digest.is_head(note.whole)
                && !seen.insert(note.whole)
                && ends.is_at(note.line)
            {
                *fate = Fate::Furniture;
            }
        }
    }

    /// Whether a line is a page number that stands between two rows of a table.
    fn cuts_a_table(&self, number: usize, fates: &[Fate]) -> bool {
        let notes = &self.summary.notes;
        let Some(note) = notes.get(number).filter(|note| may_be_page(note) && note.is_bare) else {
            return false;
        };
        let is_bare = note.page.is_some_and(|page| page.style != PageStyle::Roman);
        let before = self.row_before(number, fates);
        let behind = self.row_behind(number, fates);
        match (before, behind, note.page) {
            (Some(before), Some(behind), Some(page)) if is_bare => {
                go_together(before, behind) && !self.may_be_code(page.value, before, behind)
            }
            _ => false,
        }
    }

    /// The row right before a line, over furniture.
    fn row_before(&self, number: usize, fates: &[Fate]) -> Option<&Row> {
        let mut at = number;
        while let Some(before) = at.checked_sub(1)
            && self.summary.notes[before].line + 1 == self.summary.notes[at].line
            && fates[before] == Fate::Furniture
        {
            at = before;
        }
        self.body.rows.get(self.around.get(at)?.before? as usize)
    }

    /// The row right behind a line, over furniture.
    fn row_behind(&self, number: usize, fates: &[Fate]) -> Option<&Row> {
        let notes = &self.summary.notes;
        let mut at = number;
        while let Some(next) = notes.get(at + 1)
            && next.line == notes[at].line + 1
            && fates[at + 1] == Fate::Furniture
        {
            at += 1;
        }
        self.body.rows.get(self.around.get(at)?.behind? as usize)
    }

    /// Whether a number may be a code or a number of the rows around it whose other cells are missing:
    /// those have such numbers in their first cells.
    fn may_be_code(&self, value: u32, before: &Row, behind: &Row) -> bool {
        let first = |row: &Row| {
            let cell = self.body.row_cells(row).first()?;
            let text = cell.range.of(&self.body.text).trim();
            let is_code = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
            is_code.then(|| (text.len(), text.parse::<u64>().unwrap_or(u64::MAX)))
        };
        let (before, behind) = (first(before), first(behind));
        let value = u64::from(value);
        let is_long =
            value >= 100 && [before, behind].iter().flatten().any(|(digits, _)| *digits >= 3);
        let follows = before.is_some_and(|(_, number)| number.checked_add(1) == Some(value));
        let precedes = behind.is_some_and(|(_, number)| number.checked_sub(1) == Some(value));
        is_long || follows || precedes
    }
}

/// What stands right before and behind the line of each note, where that is a row.
fn around(body: &Body, summary: &LayoutSummary) -> Vec<RowsAround> {
    let mut around = vec![RowsAround::default(); summary.notes.len()];
    let mut notes = summary.notes.iter().map(|note| note.line).enumerate().peekable();
    let (mut line, mut before) = (0, None);
    // The note on the line before.
    let mut open: Option<usize> = None;
    let mut take = |row: Option<u32>| {
        if let Some(note) = open.take().and_then(|note| around.get_mut(note)) {
            note.behind = row;
        }
        if let Some((note, _)) = notes.next_if(|(_, noted)| *noted == line) {
            around[note].before = before;
            open = Some(note);
        }
        before = row;
        line += 1;
    };
    for block in &body.blocks {
        match block.kind {
            BlockKind::Table { first_row, row_count } => {
                (first_row..first_row + row_count).for_each(|row| take(Some(row)));
            }
            _ => take(None),
        }
    }
    around
}
