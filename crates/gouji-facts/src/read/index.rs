//! One pass over a document: where lines, labels, captions and running text stand.

use super::Reader;
use super::captions::CaptionHit;
use super::labels::LabelId;
use super::occurrences::Occurrence;
use gouji_document::{Block, BlockKind, Body, Cell, Placed, Row};
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

/// A document with the notes on it.
pub struct Index<'document> {
    pub(super) document: &'document Body,
    pub(super) notes: Notes,
}

/// Notes on one text: where its lines, labels, captions, running text and dates stand.
#[derive(Default)]
pub struct Notes {
    pub(super) lines: Vec<Line>,
    pub(super) hits: Vec<Hit>,
    pub(super) captions: Vec<CaptionHit>,
    pub(super) passages: Vec<Passage>,
    pub(super) folded: Folded,
    pub(super) occurrences: Vec<Occurrence>,
}

/// Running text, folded, with the way back to where each character stands.
#[derive(Default)]
pub(super) struct Folded {
    pub(super) text: String,
    /// Wherever the distance between folded and published offset changes: both offsets.
    breaks: Vec<(u32, u32)>,
}

impl Folded {
    /// One stretch of a document.
    pub(super) fn of(document: &Body, range: TextRange) -> Self {
        let mut folded = Self::default();
        folded.push(document, range);
        folded
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
    fn push(&mut self, document: &Body, range: TextRange) {
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
    pub fn new(reader: &Reader<'_>, document: &'document Body) -> Self {
        Self { document, notes: Notes::new(reader, document) }
    }

    /// For reading regions that are known: places that make a region of their own are not looked for.
    pub(super) fn of_region(reader: &Reader<'_>, document: &'document Body) -> Self {
        Self { document, notes: Notes::without_occurrences(reader, document) }
    }

    /// The same as [`Index::new`] from the notes on each of the pieces that make the document.
    pub fn of_pieces(document: &'document Body, pieces: &[(&Placed, &Notes)]) -> Self {
        let count = |of: fn(&Notes) -> usize| pieces.iter().map(|(_, notes)| of(notes)).sum();
        let mut notes = Notes {
            lines: Vec::with_capacity(count(|it| it.lines.len())),
            hits: Vec::with_capacity(count(|it| it.hits.len())),
            captions: Vec::new(),
            passages: Vec::with_capacity(count(|it| it.passages.len())),
            folded: Folded {
                text: String::with_capacity(count(|it| it.folded.text.len())),
                breaks: Vec::with_capacity(count(|it| it.folded.breaks.len())),
            },
            occurrences: Vec::new(),
        };
        pieces.iter().for_each(|(placed, piece)| notes.add_piece(placed, piece));
        Self { document, notes }
    }

    /// The row of a line, where it is one.
    pub(super) fn row(&self, line: u32) -> Option<&'document Row> {
        match self.notes.lines.get(line as usize)?.kind {
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
        let Notes { lines, hits, .. } = &self.notes;
        let at =
            |line: u32| lines.get(line as usize).map_or(hits.len(), |line| line.first_hit as usize);
        &hits[at(first)..at(end).max(at(first))]
    }

    /// The passages that lie in lines `first..end`.
    pub(super) fn passages_between(&self, first: u32, end: u32) -> &[Passage] {
        let passages = &self.notes.passages;
        let from = passages.partition_point(|passage| passage.first < first);
        let to = passages.partition_point(|passage| passage.first < end);
        &passages[from..to.max(from)]
    }

    /// Whether nothing but white space stands in a cell.
    pub(super) fn is_blank(&self, cell: &Cell) -> bool {
        let text = self.document.text_of(cell.range);
        unfolded_prefix(&text) == 0 && text.trim().is_empty()
    }

    /// Number of lines.
    pub(super) fn line_count(&self) -> u32 {
        self.notes.lines.len() as u32
    }
}

impl Notes {
    /// Reads through a text once.
    pub fn new(reader: &Reader<'_>, document: &Body) -> Self {
        let mut notes = Self::without_occurrences(reader, document);
        notes.occurrences = super::occurrences::find(reader, document, &notes.lines);
        notes
    }

    fn without_occurrences(reader: &Reader<'_>, document: &Body) -> Self {
        let running = document.blocks.iter().filter(|block| !is_table(block));
        let running_bytes: u32 = running.map(|block| block.range.len()).sum();
        let mut notes = Self {
            lines: Vec::with_capacity(document.rows.len() + document.blocks.len()),
            hits: Vec::with_capacity(document.rows.len()),
            folded: Folded {
                text: String::with_capacity(running_bytes as usize),
                breaks: Vec::new(),
            },
            ..Self::default()
        };
        let mut noting = Noting { reader, document, notes: &mut notes };
        for (number, block) in (0..).zip(&document.blocks) {
            match block.kind {
                BlockKind::Table { first_row, row_count } => {
                    (first_row..first_row + row_count).for_each(|row| noting.add_row(row, number));
                }
                BlockKind::Paragraph => {
                    noting.add_text(block.range, LineKind::Paragraph, number);
                }
                BlockKind::Heading { entry } => {
                    noting.add_text(block.range, LineKind::Heading(entry), number);
                }
            }
        }
        notes
    }

    /// Adds the notes on the next piece. No passage reaches from one piece into the next: texts are
    /// not cut inside a sentence.
    fn add_piece(&mut self, placed: &Placed, piece: &Self) {
        let line_before = self.lines.len() as u32;
        let hits_before = self.hits.len() as u32;
        let folded_before = self.folded.text.len() as u32;
        self.lines.extend(piece.lines.iter().map(|line| Line {
            range: line.range.shifted(placed.start),
            kind: match line.kind {
                LineKind::Row(row) => LineKind::Row(row + placed.first_row),
                LineKind::Paragraph => LineKind::Paragraph,
                LineKind::Heading(entry) => LineKind::Heading(entry + placed.first_entry),
            },
            folded: match line.kind {
                LineKind::Row(_) => line.folded,
                LineKind::Paragraph | LineKind::Heading(_) => line.folded.shifted(folded_before),
            },
            block: line.block + placed.first_block,
            first_hit: line.first_hit + hits_before,
        }));
        self.hits.extend(piece.hits.iter().map(|hit| Hit { line: hit.line + line_before, ..*hit }));
        self.captions.extend(piece.captions.iter().map(|hit| hit.moved(line_before)));
        self.passages.extend(piece.passages.iter().map(|passage| Passage {
            first: passage.first + line_before,
            last: passage.last + line_before,
            folded: passage.folded.shifted(folded_before),
        }));
        let breaks = piece.folded.breaks.iter();
        let moved = |(folded, at): &(u32, u32)| (folded + folded_before, at + placed.start);
        self.folded.breaks.extend(breaks.map(moved));
        self.folded.text.push_str(&piece.folded.text);
        let occurrences = piece.occurrences.iter();
        self.occurrences.extend(occurrences.map(|it| it.moved(line_before, placed.start)));
    }
}

/// Notes while they are made.
struct Noting<'noting> {
    reader: &'noting Reader<'noting>,
    document: &'noting Body,
    notes: &'noting mut Notes,
}

impl Noting<'_> {
    fn add_row(&mut self, number: u32, block: u32) {
        let Self { reader, document, notes } = self;
        let line = notes.lines.len() as u32;
        let first_hit = notes.hits.len() as u32;
        let Some(row) = document.rows.get(number as usize) else { return };
        let (kind, folded) = (LineKind::Row(number), TextRange::default());
        notes.lines.push(Line { range: row.range, kind, folded, block, first_hit });
        for (position, cell) in document.row_cells(row).iter().enumerate() {
            let text = document.text_of(cell.range);
            let Some((_, first)) = folded_chars(&text).next() else { continue };
            if !reader.first_characters.may_hold(first) {
                continue;
            }
            for label in reader.labels.find(&text).into_iter().flatten() {
                notes.hits.push(Hit { line, cell: position as u32, label });
            }
            if CaptionHit::may_be_in_cell(reader.program, &text, first) {
                notes.captions.extend(CaptionHit::in_line(reader.program, &fold(&text), line));
            }
        }
    }

    fn add_text(&mut self, range: TextRange, kind: LineKind, block: u32) {
        let is_numbered = self.is_numbered(range);
        let Self { reader, document, notes } = self;
        let line = notes.lines.len() as u32;
        let first_hit = notes.hits.len() as u32;
        let start = notes.folded.text.len() as u32;
        notes.folded.push(document, range);
        let folded = TextRange::new(start, notes.folded.text.len() as u32);
        let text = folded.of(&notes.folded.text);
        notes.captions.extend(CaptionHit::in_line(reader.program, text, line));
        match notes.passages.last_mut() {
            Some(passage)
                if kind == LineKind::Paragraph
                    && passage.last + 1 == line
                    && notes.lines[passage.last as usize].kind == LineKind::Paragraph
                    && !ends_sentence(passage.folded.of(&notes.folded.text))
                    && !is_numbered =>
            {
                passage.last = line;
                passage.folded.end = folded.end;
            }
            _ => notes.passages.push(Passage { first: line, last: line, folded }),
        }
        notes.lines.push(Line { range, kind, folded, block, first_hit });
    }

    /// Whether a line begins with a number of the outline.
    fn is_numbered(&self, range: TextRange) -> bool {
        let outline = &self.document.outline;
        outline.binary_search_by_key(&range.start, |entry| entry.range.start).is_ok()
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
