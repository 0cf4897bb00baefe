//! From byte offsets to lines and columns, and back.

use crate::TextRange;
use std::sync::Arc;

/// A place a person can find: both counted from 1, the column in characters (Unicode scalar
/// values), whatever their width or number of bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LineColumn {
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
}

/// Which ends of lines count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum LineEnds {
    /// All: `\n` with any number of `\r` in front of it, `\r`, and the line and paragraph separators of
    /// Unicode (U+0085, U+2028, U+2029).
    All,
    /// Those that editors know: `\n`, `\r\n`, `\r`.
    OfEditors,
}

/// Where the lines of one text begin. Clones share what they hold.
///
/// A line ends with `\n`, `\r\n`, `\r`, U+0085, U+2028 or U+2029; a `\r\r\n`, which programs make
/// that write line ends twice, ends one line too. Editors know less ends: what goes to one takes
/// [`LineIndex::of_editor`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineIndex {
    starts: Arc<Vec<u32>>,
    length: u32,
    ends: LineEnds,
}

impl LineIndex {
    /// Reads through `text` once.
    pub fn new(text: &str) -> Self {
        Self::with_ends(text, LineEnds::All)
    }

    /// The lines as the language-server protocol and editors count them: only `\n`, `\r\n` and `\r`
    /// end one.
    pub fn of_editor(text: &str) -> Self {
        Self::with_ends(text, LineEnds::OfEditors)
    }

    fn with_ends(text: &str, ends: LineEnds) -> Self {
        let mut starts = Vec::with_capacity(text.len() / 48 + 1);
        starts.push(0);
        for_each_line_end(text, ends, |behind| starts.push(behind as u32));
        if ends == LineEnds::All {
            add_separators(text, &mut starts);
        }
        Self { starts: Arc::new(starts), length: text.len() as u32, ends }
    }

    /// The index of a text of `length` bytes whose lines begin at `starts`: ascending, the first at 0.
    pub fn from_starts(starts: Vec<u32>, length: u32) -> Self {
        debug_assert_eq!(starts.first(), Some(&0));
        Self { starts: Arc::new(starts), length, ends: LineEnds::All }
    }

    /// The lines of the same text as [`LineIndex::of_editor`] counts them. Where they are the same
    /// lines, as nearly always, the text is not read again.
    #[must_use]
    pub fn as_editors_count(&self, text: &str) -> Self {
        let bytes = text.as_bytes();
        let is_known = |start: &u32| match bytes.get(..*start as usize) {
            Some([.., b'\r', b'\r', b'\n']) => false,
            Some([.., b'\n' | b'\r']) => true,
            _ => false,
        };
        if self.starts.iter().skip(1).all(is_known) {
            Self { ends: LineEnds::OfEditors, ..self.clone() }
        } else {
            Self::of_editor(text)
        }
    }

    /// Where the lines begin.
    pub fn starts(&self) -> &[u32] {
        &self.starts
    }

    /// Follows an edit: `range` of `text` is replaced by `replacement`. Only what stands around the
    /// edit is read. For the lines of an editor.
    pub fn replace(&mut self, text: &str, range: TextRange, replacement: &str) {
        debug_assert_eq!(self.ends, LineEnds::OfEditors);
        let bytes = text.as_bytes();
        let end = range.end.min(self.length);
        let start = range.start.min(end);
        // A `\r` in front and a `\n` behind may make one line end with what is put between them.
        let is =
            |at: Option<u32>, byte: u8| at.and_then(|at| bytes.get(at as usize)) == Some(&byte);
        let first = start - u32::from(is(start.checked_sub(1), b'\r'));
        let last = end + u32::from(is(Some(end), b'\n'));
        let around = [
            TextRange::new(first, start).of(text),
            replacement,
            TextRange::new(end, last).of(text),
        ];
        let around = around.concat();
        // The last may have been the first half of a line end.
        let before_line_feed = around.ends_with('\r') && is(Some(last), b'\n');
        let starts = Arc::make_mut(&mut self.starts);
        // What begins where the stretch begins is not of its making.
        let from = starts.partition_point(|at| *at <= first).max(1);
        let to = starts.partition_point(|at| *at <= last).max(from);
        let (removed, added) = (end - start, replacement.len() as u32);
        for at in &mut starts[to..] {
            *at = *at - removed + added;
        }
        let mut new = Vec::new();
        for_each_line_end(&around, self.ends, |behind| new.push(first + behind as u32));
        if before_line_feed {
            new.pop();
        }
        starts.splice(from..to, new);
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
        let Some(&next) = self.starts.get(line as usize + 1) else {
            return TextRange::new(start, self.length);
        };
        let bytes = text.get(start as usize..next as usize).unwrap_or_default().as_bytes();
        let content = match bytes {
            [line @ .., b'\n'] => match self.ends {
                LineEnds::All => without_carriage_returns(line),
                LineEnds::OfEditors => line.strip_suffix(b"\r").unwrap_or(line),
            },
            [line @ .., b'\r'] | [line @ .., 0xc2, 0x85] | [line @ .., 0xe2, 0x80, 0xa8 | 0xa9] => {
                line
            }
            _ => bytes,
        };
        TextRange::new(start, start + content.len() as u32)
    }

    /// Line and column of a byte offset; an offset inside a character counts as its start, one
    /// past the end as the end.
    pub fn line_column(&self, text: &str, offset: u32) -> LineColumn {
        let (line, before) = self.before(text, offset);
        LineColumn { line: line + 1, column: before.chars().count() as u32 + 1 }
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

/// Calls `found` with where each line end of a text that is made of `\n` and `\r` stops.
fn for_each_line_end(text: &str, ends: LineEnds, mut found: impl FnMut(usize)) {
    let bytes = text.as_bytes();
    // Where the run of `\r` that was met last ends, and whether a `\n` stands there.
    let (mut run_end, mut is_before_line_feed) = (0, false);
    for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
        if bytes.get(at) == Some(&b'\n') {
            found(at + 1);
            continue;
        }
        if at >= run_end {
            run_end = at + 1;
            if ends == LineEnds::All {
                let behind = bytes.get(run_end..).unwrap_or_default();
                run_end += behind.iter().take_while(|byte| **byte == b'\r').count();
            }
            is_before_line_feed = bytes.get(run_end) == Some(&b'\n');
        }
        if !is_before_line_feed {
            found(at + 1);
        }
    }
}

/// Adds where lines begin behind the separators of Unicode, which few texts have.
fn add_separators(text: &str, starts: &mut Vec<u32>) {
    let known = starts.len();
    for separator in ["\u{85}", "\u{2028}", "\u{2029}"] {
        let found = memchr::memmem::find_iter(text.as_bytes(), separator);
        starts.extend(found.map(|at| (at + separator.len()) as u32));
    }
    if starts.len() > known {
        starts.sort_unstable();
    }
}

fn without_carriage_returns(line: &[u8]) -> &[u8] {
    let count = line.iter().rev().take_while(|byte| **byte == b'\r').count();
    line.get(..line.len() - count).unwrap_or_default()
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
        let after_wide = text.len() as u32 - 3;
        assert_eq!(index.line_column(text, after_wide), LineColumn { line: 3, column: 2 });
        assert_eq!(index.utf16_position(text, after_wide), (2, 2));
        assert_eq!(index.offset_of_utf16(text, 2, 2), after_wide);
        assert_eq!(index.offset_of_utf16(text, 9, 0), text.len() as u32);
    }

    fn lines<'text>(index: &LineIndex, text: &'text str) -> Vec<&'text str> {
        (0..index.line_count()).map(|line| index.line_range(text, line).of(text)).collect()
    }

    #[test]
    fn every_line_end_ends_one_line() {
        for end in ["\n", "\r\n", "\r", "\r\r\n", "\u{85}", "\u{2028}", "\u{2029}"] {
            let text = ["甲\t1", "", "乙", ""].join(end);
            let index = LineIndex::new(&text);
            assert_eq!(lines(&index, &text), ["甲\t1", "", "乙", ""], "{end:?}");
            let (second, _) = text.match_indices('乙').next().unwrap();
            assert_eq!(index.line_column(&text, second as u32), LineColumn { line: 3, column: 1 });
            let editor = LineIndex::of_editor(&text);
            assert_eq!(index.as_editors_count(&text), editor);
            let is_known = ["\n", "\r\n", "\r"].contains(&end);
            assert_eq!(editor.starts() == index.starts(), is_known, "{end:?}");
        }
        let text = "甲\u{2028}乙\r\r\n丙\n\r丁\r";
        assert_eq!(lines(&LineIndex::new(text), text), ["甲", "乙", "丙", "", "丁", ""]);
        assert_eq!(
            lines(&LineIndex::of_editor(text), text),
            ["甲\u{2028}乙", "", "丙", "", "丁", ""]
        );
    }

    #[test]
    fn an_edited_index_is_that_of_the_edited_text() {
        let pieces = ["", "\n", "己", "\n\n庚\n", "x\ny", "\r", "\r\n", "\n\r", "\r\r", "\u{2028}"];
        for text in ["甲\n乙丙\n\n丁\r\n戊", "\r\r\n\r甲\n\r\n", "甲\r乙\r\r\n\u{2028}\n"] {
            let places: Vec<usize> =
                (0..=text.len()).filter(|at| text.is_char_boundary(*at)).collect();
            for (number, start) in places.iter().enumerate() {
                for end in &places[number..] {
                    for piece in pieces {
                        let mut edited = text.to_owned();
                        edited.replace_range(*start..*end, piece);
                        let mut index = LineIndex::of_editor(text);
                        index.replace(text, TextRange::from(*start..*end), piece);
                        let expected = LineIndex::of_editor(&edited);
                        assert_eq!(index, expected, "{text:?} {start}..{end} {piece:?}");
                    }
                }
            }
        }
    }
}
