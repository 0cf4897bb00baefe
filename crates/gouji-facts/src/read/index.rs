//! One pass over a document: where lines, labels, captions and running text stand.

use super::Reader;
use super::captions::CaptionHit;
use super::labels::LabelId;
use gouji_document::{Block, BlockKind, Cell, Document, Row};
use gouji_text::{TextRange, fold, fold_char, folded_chars, unfolded_prefix};

/// A line that is not blank.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    pub(super) range: TextRange,
    pub(super) kind: LineKind,
    /// Its folded text, where it is no row.
    pub(super) folded: TextRange,
    /// Index of its block: rows of one block follow each other without a gap.
    pub(super) block: u32,
    /// Index of its first label in [`Index::hits`].
    pub(super) first_hit: u32,
}

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LineKind {
    /// A table row; index in the document's rows.
    Row(u32),
    /// Running text.
    Paragraph,
    /// A numbered heading; index in the outline.
    Heading(u32),
}

/// A label in a cell.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hit {
    pub(super) line: u32,
    /// Index of the cell in its row.
    pub(super) cell: u32,
    pub(super) label: LabelId,
}

/// Lines of running text that read as one: a page break in the middle of a sentence is not its end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Passage {
    /// First line.
    pub(super) first: u32,
    /// Last line.
    pub(super) last: u32,
    /// Its folded text.
    pub(super) folded: TextRange,
}

/// Notes on one document.
pub struct Index<'document> {
    pub(super) document: &'document Document,
    pub(super) lines: Vec<Line>,
    pub(super) hits: Vec<Hit>,
    pub(super) captions: Vec<CaptionHit>,
    pub(super) passages: Vec<Passage>,
    pub(super) folded: Folded,
}

/// Running text, folded, with the way back to where each character stands.
#[derive(Default)]
pub(super) struct Folded {
    pub(super) text: String,
    /// Wherever the distance between folded and published offset changes: both offsets.
    breaks: Vec<(u32, u32)>,
}

impl Folded {
    /// One stretch of `text`.
    pub(super) fn of(text: &str, range: TextRange) -> Self {
        let mut folded = Self::default();
        folded.push(text, range);
        folded
    }

    /// Another stretch of `text` instead.
    pub(super) fn replace(&mut self, text: &str, range: TextRange) {
        self.text.clear();
        self.breaks.clear();
        self.push(text, range);
    }

    /// All of it.
    pub(super) fn whole(&self) -> TextRange {
        TextRange::new(0, self.text.len() as u32)
    }

    /// Appends a line that stands at `range` of `text`.
    fn push(&mut self, text: &str, range: TextRange) {
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

    /// The folded offset of the first character that stands at or after `published`.
    pub(super) fn folded_at(&self, published: u32) -> u32 {
        let next = self.breaks.partition_point(|(_, start)| *start <= published);
        let limit = self.breaks.get(next).map_or(self.text.len() as u32, |(folded, _)| *folded);
        let Some(&(folded, start)) = self.breaks.get(next.wrapping_sub(1)) else { return 0 };
        (folded + (published - start)).min(limit)
    }
}

impl<'document> Index<'document> {
    /// Reads through the document once.
    pub fn new(reader: &Reader<'_>, document: &'document Document) -> Self {
        let running = document.blocks.iter().filter(|block| !is_table(block));
        let running_bytes: u32 = running.map(|block| block.range.len()).sum();
        let mut index = Self {
            document,
            lines: Vec::with_capacity(document.rows.len() + document.blocks.len()),
            hits: Vec::with_capacity(document.rows.len()),
            captions: Vec::new(),
            passages: Vec::new(),
            folded: Folded {
                text: String::with_capacity(running_bytes as usize),
                breaks: Vec::new(),
            },
        };
        for (number, block) in document.blocks.iter().enumerate() {
            match block.kind {
                BlockKind::Table { first_row, row_count } => {
                    for row in first_row..first_row + row_count {
                        index.add_row(reader, row, number as u32);
                    }
                }
                BlockKind::Paragraph => {
                    index.add_text(reader, block.range, LineKind::Paragraph, number as u32);
                }
                BlockKind::Heading { entry } => {
                    index.add_text(reader, block.range, LineKind::Heading(entry), number as u32);
                }
            }
        }
        index
    }

    fn add_row(&mut self, reader: &Reader<'_>, number: u32, block: u32) {
        let line = self.lines.len() as u32;
        let first_hit = self.hits.len() as u32;
        let row = self.document.rows[number as usize];
        let (kind, folded) = (LineKind::Row(number), TextRange::default());
        self.lines.push(Line { range: row.range, kind, folded, block, first_hit });
        for (position, cell) in self.document.row_cells(&row).iter().enumerate() {
            let text = self.document.slice(cell.range);
            let Some((_, first)) = folded_chars(text).next() else { continue };
            if !reader.first_characters.may_hold(first) {
                continue;
            }
            for label in reader.labels.find(text).into_iter().flatten() {
                self.hits.push(Hit { line, cell: position as u32, label });
            }
            if CaptionHit::may_be_in_cell(reader.program, text, first) {
                self.captions.extend(CaptionHit::in_line(reader.program, &fold(text), line));
            }
        }
    }

    fn add_text(&mut self, reader: &Reader<'_>, range: TextRange, kind: LineKind, block: u32) {
        let line = self.lines.len() as u32;
        let first_hit = self.hits.len() as u32;
        let start = self.folded.text.len() as u32;
        self.folded.push(&self.document.text, range);
        let folded = TextRange::new(start, self.folded.text.len() as u32);
        self.captions.extend(CaptionHit::in_line(
            reader.program,
            folded.of(&self.folded.text),
            line,
        ));
        let is_numbered = self.is_numbered(range);
        match self.passages.last_mut() {
            Some(passage)
                if kind == LineKind::Paragraph
                    && passage.last + 1 == line
                    && self.lines[passage.last as usize].kind == LineKind::Paragraph
                    && !ends_sentence(passage.folded.of(&self.folded.text))
                    && !is_numbered =>
            {
                passage.last = line;
                passage.folded.end = folded.end;
            }
            _ => self.passages.push(Passage { first: line, last: line, folded }),
        }
        self.lines.push(Line { range, kind, folded, block, first_hit });
    }

    /// Whether a line begins with a number of the outline.
    fn is_numbered(&self, range: TextRange) -> bool {
        let outline = &self.document.outline;
        outline.binary_search_by_key(&range.start, |entry| entry.range.start).is_ok()
    }

    /// Whether a region's lines are the same lines when they stand alone. A row whose empty cells were
    /// cut off is one only between other rows.
    pub fn stands_alone(&self, planned: &super::PlannedRegion) -> bool {
        let is_bare = |line: u32| self.cells(line).len() == 1;
        !is_bare(planned.first) && !is_bare(planned.end.saturating_sub(1))
    }

    /// The row of a line, where it is one.
    pub(super) fn row(&self, line: u32) -> Option<&'document Row> {
        match self.lines.get(line as usize)?.kind {
            LineKind::Row(row) => self.document.rows.get(row as usize),
            LineKind::Paragraph | LineKind::Heading(_) => None,
        }
    }

    /// The cells of a line; none where it is no row.
    pub(super) fn cells(&self, line: u32) -> &'document [Cell] {
        self.row(line).map_or(&[], |row| self.document.row_cells(row))
    }

    /// The labels in a line.
    pub(super) fn line_hits(&self, line: u32) -> &[Hit] {
        self.hits_between(line, line + 1)
    }

    /// The labels in lines `first..end`.
    pub(super) fn hits_between(&self, first: u32, end: u32) -> &[Hit] {
        let at = |line: u32| {
            self.lines.get(line as usize).map_or(self.hits.len(), |line| line.first_hit as usize)
        };
        &self.hits[at(first)..at(end).max(at(first))]
    }

    /// The passages that lie in lines `first..end`.
    pub(super) fn passages_between(&self, first: u32, end: u32) -> &[Passage] {
        let from = self.passages.partition_point(|passage| passage.first < first);
        let to = self.passages.partition_point(|passage| passage.first < end);
        &self.passages[from..to.max(from)]
    }

    /// Whether nothing but white space stands in a cell.
    pub(super) fn is_blank(&self, cell: &Cell) -> bool {
        let text = self.document.slice(cell.range);
        unfolded_prefix(text) == 0 && text.trim().is_empty()
    }

    /// Number of lines.
    pub(super) fn line_count(&self) -> u32 {
        self.lines.len() as u32
    }
}

fn is_table(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Table { .. })
}

/// Whether a folded text ends where a sentence or a caption ends.
fn ends_sentence(folded: &str) -> bool {
    folded.chars().next_back().is_none_or(|last| {
        matches!(last, '。' | ';' | ':' | '!' | '?' | '.' | '"' | ')' | '》' | '」')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folded_offsets_lead_back_and_forth() {
        let text = "甲 乙，丙（3 4）";
        let mut folded = Folded::default();
        folded.push(text, TextRange::new(0, text.len() as u32));
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
