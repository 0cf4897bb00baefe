//! Folded text, with the way back to where each character stands.

use gouji_document::Body;
use gouji_text::{TextRange, fold_char, unfolded_prefix};

/// Running text, folded, with the way back to where each character stands.
#[derive(Default)]
pub(super) struct Folded {
    pub(super) text: String,
    /// Wherever the distance between folded and published offset changes: both offsets.
    breaks: Vec<(u32, u32)>,
}

/// A stretch of a text, closed up where something was left out of it.
#[derive(Default)]
pub(super) struct Closed {
    pub(super) text: String,
    /// Where each of its characters begins, and its folded offset.
    starts: Vec<(u32, u32)>,
}

impl Closed {
    /// The folded offset of the first character at or behind an offset of the text; `end` behind the last.
    pub(super) fn folded_at(&self, offset: u32, end: u32) -> u32 {
        let at = self.starts.partition_point(|(start, _)| *start < offset);
        self.starts.get(at).map_or(end, |(_, folded)| *folded)
    }
}

impl Folded {
    /// One stretch of a document.
    pub(super) fn of(document: &Body, range: TextRange) -> Self {
        let mut folded = Self::default();
        folded.push(document, range);
        folded
    }

    /// A text that is no part of a document.
    pub(super) fn of_text(text: &str) -> Self {
        let mut folded = Self::default();
        folded.push_segment(text, TextRange::from(0..text.len()));
        folded
    }

    /// Nothing yet, with room for so many bytes and breaks.
    pub(super) fn with_capacity(bytes: usize, breaks: usize) -> Self {
        Self { text: String::with_capacity(bytes), breaks: Vec::with_capacity(breaks) }
    }

    /// How often the distance between folded and published offset changes.
    pub(super) fn break_count(&self) -> usize {
        self.breaks.len()
    }

    /// Appends a line of the folded text of a piece that begins at `start` of the published text; where
    /// it stands now.
    pub(super) fn append(&mut self, piece: &Self, line: TextRange, start: u32) -> TextRange {
        let before = self.text.len() as u32;
        let breaks = piece.breaks.partition_point(|(folded, _)| *folded < line.start)
            ..piece.breaks.partition_point(|(folded, _)| *folded < line.end);
        let moved = |(folded, at): &(u32, u32)| (folded - line.start + before, at + start);
        self.breaks.extend(piece.breaks.get(breaks).unwrap_or_default().iter().map(moved));
        self.text.push_str(line.of(&piece.text));
        TextRange::new(before, self.text.len() as u32)
    }

    /// Another stretch of a document instead.
    pub(super) fn replace(&mut self, document: &Body, range: TextRange) {
        self.text.clear();
        self.breaks.clear();
        self.push(document, range);
    }

    /// All of it.
    pub(super) fn whole(&self) -> TextRange {
        TextRange::new(0, self.text.len() as u32)
    }

    /// Appends a stretch of a document.
    pub(super) fn push(&mut self, document: &Body, range: TextRange) {
        if document.notation.is_empty() {
            self.push_segment(&document.text, range);
        } else {
            let segments = document.segments(range);
            segments.for_each(|segment| self.push_segment(&document.text, segment));
        }
    }

    fn push_segment(&mut self, text: &str, range: TextRange) {
        let mut rest = range.of(text);
        let end = range.start + rest.len() as u32;
        let mut expected = u32::MAX;
        loop {
            let (unfolded, others) = rest.split_at(unfolded_prefix(rest));
            let published = end - rest.len() as u32;
            if !unfolded.is_empty() {
                self.note_break(published, expected);
                self.text.push_str(unfolded);
                expected = published + unfolded.len() as u32;
            }
            let mut characters = others.chars();
            let Some(character) = characters.next() else { break };
            rest = characters.as_str();
            let Some(folded) = fold_char(character) else { continue };
            let published = end - others.len() as u32;
            self.note_break(published, expected);
            self.text.push(folded);
            // A character that keeps its length keeps the distance.
            expected = if folded.len_utf8() == character.len_utf8() {
                published + character.len_utf8() as u32
            } else {
                u32::MAX
            };
        }
    }

    /// Notes that the next folded character stands at `published`, unless that is `expected`.
    fn note_break(&mut self, published: u32, expected: u32) {
        if published != expected {
            self.breaks.push((self.text.len() as u32, published));
        }
    }

    /// Where the character at a folded offset stands.
    pub(super) fn published(&self, offset: u32) -> u32 {
        let at = self.breaks.partition_point(|(folded, _)| *folded <= offset);
        let Some(&(folded, published)) = self.breaks.get(at.wrapping_sub(1)) else { return offset };
        published + (offset - folded)
    }

    /// Where the character in front of a folded offset ends.
    pub(super) fn published_end(&self, text: &str, offset: u32) -> u32 {
        let Some(last) = self.text[..offset as usize].chars().next_back() else { return 0 };
        let start = self.published(offset - last.len_utf8() as u32);
        let width = text[start as usize..].chars().next().map_or(0, char::len_utf8);
        start + width as u32
    }

    /// Where in a stretch something stands between its characters that was left out (a page number): the
    /// folded offset of the first character behind it.
    fn left_out(&self, text: &str, stretch: TextRange) -> Option<u32> {
        let from = self.breaks.partition_point(|(folded, _)| *folded <= stretch.start);
        let inside = self.breaks.get(from..).unwrap_or_default().iter();
        let mut inside = inside.take_while(|(folded, _)| *folded < stretch.end);
        let holds_words = |folded: u32, published: u32| {
            let gap = TextRange::new(self.published_end(text, folded), published);
            gap.of(text).chars().any(|character| fold_char(character).is_some())
        };
        inside.find(|(folded, at)| holds_words(*folded, *at)).map(|(folded, _)| *folded)
    }

    /// A stretch as published without what was left out of it, where something was: a figure in it cannot be
    /// read from where it stands.
    pub(super) fn without_left_out(&self, text: &str, stretch: TextRange) -> Option<Closed> {
        self.left_out(text, stretch)?;
        let mut closed = Closed::default();
        let mut behind = self.published(stretch.start);
        for (at, _) in stretch.of(&self.text).char_indices() {
            let at = stretch.start + at as u32;
            let published = self.published(at);
            if published > behind {
                closed.text.push(' ');
            }
            let Some(character) = text.get(published as usize..).and_then(|it| it.chars().next())
            else {
                break;
            };
            closed.starts.push((closed.text.len() as u32, at));
            closed.text.push(character);
            behind = published + character.len_utf8() as u32;
        }
        Some(closed)
    }

    /// The folded offset of the first character that stands at or after `published`.
    pub(super) fn folded_at(&self, published: u32) -> u32 {
        let next = self.breaks.partition_point(|(_, start)| *start <= published);
        let limit = self.breaks.get(next).map_or(self.text.len() as u32, |(folded, _)| *folded);
        let Some(&(folded, start)) = self.breaks.get(next.wrapping_sub(1)) else { return 0 };
        (folded + (published - start)).min(limit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folded_offsets_lead_back_and_forth() {
        let text = "甲 乙，丙（3 4）";
        let mut folded = Folded::default();
        folded.push_segment(text, TextRange::new(0, text.len() as u32));
        assert_eq!(folded.text, "甲乙,丙(34)");
        for (at, character) in folded.text.char_indices() {
            let published = folded.published(at as u32) as usize;
            let original = text[published..].chars().next().unwrap();
            assert_eq!(fold_char(original), Some(character));
            assert_eq!(folded.folded_at(published as u32), at as u32);
        }
        // Just behind 甲 stands a space: the next folded character is 乙.
        assert_eq!(folded.folded_at(3), 3);
        assert_eq!(folded.published_end(text, 3), 3);
    }
}
