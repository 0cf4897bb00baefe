//! From byte offsets to lines and columns, and back.

use crate::TextRange;
use std::sync::Arc;
use unicode_width::UnicodeWidthChar;

/// A place a person can find: both counted from 1, the column in characters (Unicode scalar
/// values), whatever their width or number of bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LineColumn {
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
}

/// Where the lines of one text begin. A line ends with `\n` or `\r\n`. Clones share what they hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineIndex {
    starts: Arc<Vec<u32>>,
    length: u32,
}

impl LineIndex {
    /// Reads through `text` once.
    pub fn new(text: &str) -> Self {
        let mut starts = Vec::with_capacity(text.len() / 48 + 1);
        starts.push(0);
        starts.extend(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at as u32 + 1));
        Self { starts: Arc::new(starts), length: text.len() as u32 }
    }

    /// The index of a text of `length` bytes whose lines begin at `starts`: ascending, the first at 0.
    pub fn from_starts(starts: Vec<u32>, length: u32) -> Self {
        debug_assert_eq!(starts.first(), Some(&0));
        Self { starts: Arc::new(starts), length }
    }

    /// Where the lines begin.
    pub fn starts(&self) -> &[u32] {
        &self.starts
    }

    /// Follows an edit: `range` of the text is replaced by `replacement`. Only the edit is read.
    pub fn replace(&mut self, range: TextRange, replacement: &str) {
        let starts = Arc::make_mut(&mut self.starts);
        let end = range.end.min(self.length);
        let start = range.start.min(end);
        // A line that begins where the edit begins still does; one that begins at its end does not.
        let first = starts.partition_point(|at| *at <= start).max(1);
        let behind = starts.partition_point(|at| *at <= end).max(first);
        let (removed, added) = (end - start, replacement.len() as u32);
        for at in &mut starts[behind..] {
            *at = *at - removed + added;
        }
        let line_ends = memchr::memchr_iter(b'\n', replacement.as_bytes());
        starts.splice(first..behind, line_ends.map(|at| start + at as u32 + 1));
        self.length = self.length - removed + added;
    }

    /// Number of lines; a text without a line end has one.
    pub fn line_count(&self) -> u32 {
        self.starts.len() as u32
    }

    /// The line (from 0) that holds `offset`.
    pub fn line_of(&self, offset: u32) -> u32 {
        (self.starts.partition_point(|start| *start <= offset) as u32).saturating_sub(1)
    }

    /// The bytes of a line (from 0), without its line end. Past the last line: empty, at the end.
    pub fn line_range(&self, text: &str, line: u32) -> TextRange {
        let Some(&start) = self.starts.get(line as usize) else {
            return TextRange::empty(self.length);
        };
        let end = self.starts.get(line as usize + 1).map_or(self.length, |next| next - 1);
        let bytes = text.as_bytes();
        let carriage_return = end > start && bytes.get(end as usize - 1) == Some(&b'\r');
        TextRange::new(start, if carriage_return { end - 1 } else { end })
    }

    /// Line and column of a byte offset; an offset inside a character counts as its start, one
    /// past the end as the end.
    pub fn line_column(&self, text: &str, offset: u32) -> LineColumn {
        let (line, before) = self.before(text, offset);
        LineColumn { line: line + 1, column: before.chars().count() as u32 + 1 }
    }

    /// Columns of a terminal in front of `offset`, wide characters as two; `tab` is the width that
    /// every tab is shown with.
    pub fn display_column(&self, text: &str, offset: u32, tab: usize) -> usize {
        let width = |character: char| match character {
            '\t' => tab,
            other => other.width().unwrap_or(0),
        };
        self.before(text, offset).1.chars().map(width).sum()
    }

    /// Line (from 0) and UTF-16 code units in front of `offset`, as editors count.
    pub fn utf16_position(&self, text: &str, offset: u32) -> (u32, u32) {
        let (line, before) = self.before(text, offset);
        (line, before.encode_utf16().count() as u32)
    }

    /// The byte offset of a line (from 0) and a number of UTF-16 code units; past the line's end is
    /// its end.
    pub fn offset_of_utf16(&self, text: &str, line: u32, units: u32) -> u32 {
        let range = self.line_range(text, line);
        let mut left = units;
        for (offset, character) in range.of(text).char_indices() {
            let width = character.len_utf16() as u32;
            if left < width {
                return range.start + offset as u32;
            }
            left -= width;
        }
        range.end
    }

    /// The line (from 0) of `offset`, and the text between the line's start and `offset`.
    fn before<'text>(&self, text: &'text str, offset: u32) -> (u32, &'text str) {
        let mut offset = offset.min(self.length);
        while offset > 0 && !text.is_char_boundary(offset as usize) {
            offset -= 1;
        }
        let line = self.line_of(offset);
        let start = self.starts[line as usize];
        (line, text.get(start as usize..offset as usize).unwrap_or(""))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_characters_not_bytes() {
        let text = "甲\t乙\r\n\n𠮷丙";
        let index = LineIndex::new(text);
        assert_eq!(index.line_count(), 3);
        assert_eq!(index.line_range(text, 0).of(text), "甲\t乙");
        assert_eq!(index.line_column(text, 4), LineColumn { line: 1, column: 3 });
        assert_eq!(index.line_column(text, 5), LineColumn { line: 1, column: 3 });
        assert_eq!(index.display_column(text, 4, 4), 6);
        let after_wide = text.len() as u32 - 3;
        assert_eq!(index.line_column(text, after_wide), LineColumn { line: 3, column: 2 });
        assert_eq!(index.utf16_position(text, after_wide), (2, 2));
        assert_eq!(index.offset_of_utf16(text, 2, 2), after_wide);
        assert_eq!(index.offset_of_utf16(text, 9, 0), text.len() as u32);
    }

    #[test]
    fn an_edited_index_is_that_of_the_edited_text() {
        let text = "甲\n乙丙\n\n丁\r\n戊";
        let pieces = ["", "\n", "己", "\n\n庚\n", "x\ny"];
        let places: Vec<usize> = (0..=text.len()).filter(|at| text.is_char_boundary(*at)).collect();
        for (number, start) in places.iter().enumerate() {
            for end in &places[number..] {
                for piece in pieces {
                    let mut edited = text.to_owned();
                    edited.replace_range(*start..*end, piece);
                    let mut index = LineIndex::new(text);
                    index.replace(TextRange::from(*start..*end), piece);
                    assert_eq!(index, LineIndex::new(&edited), "{start}..{end} {piece:?}");
                }
            }
        }
    }
}
