//! Where a range of bytes stands, in numbers a person can find.

use crate::Source;
use crate::escape::one_line;
use gouji_diagnostic::{CellAddress, Span};
use gouji_text::{LineColumn, TextRange};

/// Finds lines and columns in one text. Remembers the last place found: a run of places on one
/// very long line is counted along the line, not each from its start.
pub struct Locator<'source> {
    source: &'source Source,
    line: u32,
    offset: u32,
    column: u32,
}

/// A range that lies in its text, with its ends as line and column.
pub struct Located<'source> {
    /// The exact text.
    pub text: &'source str,
    /// The range, kept within the text and to whole characters.
    pub range: TextRange,
    /// First character.
    pub start: LineColumn,
    /// One past the last character.
    pub end: LineColumn,
}

impl<'source> Locator<'source> {
    /// Over the text of `source`.
    pub fn new(source: &'source Source) -> Self {
        Self { source, line: 0, offset: 0, column: 1 }
    }

    /// The source that places are found in.
    pub fn source(&self) -> &'source Source {
        self.source
    }

    /// Both ends of a range.
    pub fn locate(&mut self, range: TextRange) -> Located<'source> {
        let text = &self.source.text;
        let range = within(text, range);
        let start = self.line_column(range.start);
        let end = self.line_column(range.end);
        Located { text: range.of(text), range, start, end }
    }

    /// The cell of a workbook that a range begins in.
    pub fn cell(&self, range: TextRange) -> Option<CellAddress> {
        self.source.addresses.address(within(&self.source.text, range).start)
    }

    /// Where a range begins, for people: `3:5`, or `支出!B7 =SUM(B2:B6)`.
    pub fn place(&mut self, range: TextRange) -> String {
        let Some(cell) = self.cell(range) else {
            let LineColumn { line, column } = self.locate(range).start;
            return format!("{line}:{column}");
        };
        let formula = cell.formula.as_deref().map(|formula| {
            let cut: String = formula.chars().take(LONGEST_FORMULA).collect();
            let more = if cut.len() < formula.len() { "…" } else { "" };
            format!(" ={cut}{more}")
        });
        one_line(&format!("{cell}{}", formula.unwrap_or_default())).into_owned()
    }

    /// Line and column of an offset that stands between two characters of the text.
    pub fn line_column(&mut self, offset: u32) -> LineColumn {
        let Source { text, lines, .. } = self.source;
        let characters = |from: u32, to: u32| {
            u32::try_from(TextRange::new(from, to).of(text).chars().count()).unwrap_or(u32::MAX)
        };
        let line = lines.line_of(offset);
        let line_start = lines.line_range(text, line).start;
        if line != self.line {
            (self.line, self.offset, self.column) = (line, line_start, 1);
        }
        if offset >= self.offset {
            self.column = self.column.saturating_add(characters(self.offset, offset));
        } else if self.offset - offset < offset.saturating_sub(line_start) {
            self.column = self.column.saturating_sub(characters(offset, self.offset)).max(1);
        } else {
            self.column = characters(line_start, offset).saturating_add(1);
        }
        self.offset = offset;
        LineColumn { line: line.saturating_add(1), column: self.column }
    }
}

/// Of a formula so many characters are shown beside a place.
const LONGEST_FORMULA: usize = 60;

/// `:line:column`; with the name of the source in front where it is another than that of the subject.
pub(crate) fn short_place(locator: &mut Locator<'_>, at: &Span, subject: Option<&str>) -> String {
    let name = if subject == Some(&*at.source) { "".into() } else { one_line(&at.source) };
    format!("{name}:{}", locator.place(at.range))
}

/// The range, moved back into the text and to the starts of characters.
pub(crate) fn within(text: &str, range: TextRange) -> TextRange {
    let floor = |offset: u32| {
        let mut offset = (offset as usize).min(text.len());
        while offset > 0 && !text.is_char_boundary(offset) {
            offset -= 1;
        }
        u32::try_from(offset).unwrap_or(u32::MAX)
    };
    TextRange::new(floor(range.start), floor(range.end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_in_any_order_agree_with_the_line_index() {
        let text = "甲乙\t丙\r\n\n丁𠮷戊己庚辛壬癸\n";
        let source = Source::new("", text.into());
        let mut locator = Locator::new(&source);
        let offsets: Vec<u32> = text.char_indices().map(|(at, _)| at as u32).collect();
        for step in 1..offsets.len() {
            for start in 0..offsets.len() {
                let offset = offsets[(start * step + step) % offsets.len()];
                assert_eq!(locator.line_column(offset), source.lines.line_column(text, offset));
            }
        }
    }

    #[test]
    fn ranges_outside_the_text_are_moved_into_it() {
        assert_eq!(within("甲", TextRange::new(1, 99)), TextRange::new(0, 3));
        assert_eq!(within("甲", TextRange::new(7, 9)), TextRange::new(3, 3));
    }
}
