//! One pass over a document: where lines, labels, captions and running text stand.

use super::captions::{CaptionHit, declared_unit};
use super::compiled::FormReader;
use super::folded::Folded;
use super::lines::{Hit, Line, LineKind, Passage};
use super::occurrences::{Occurrence, find};
use gouji_document::{Block, BlockKind, Body, Cell, Placed, Row};
use gouji_text::{TextRange, fold, folded_chars, is_blank, unfolded_prefix};
use gouji_value::{DimensionId, UnitId};

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

impl<'document> Index<'document> {
    /// Reads through the document once.
    pub fn new(reader: &FormReader, document: &'document Body) -> Self {
        Self { document, notes: Notes::new(reader, document) }
    }

    /// For reading regions that are known: places that make a region of their own are not looked for.
    pub(super) fn of_region(reader: &FormReader, document: &'document Body) -> Self {
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
            folded: Folded::with_capacity(
                count(|it| it.folded.text.len()),
                count(|it| it.folded.break_count()),
            ),
            occurrences: Vec::new(),
        };
        pieces.iter().for_each(|(placed, piece)| notes.add_piece(placed, piece));
        Self { document, notes }
    }

    /// A line that there is.
    pub(super) fn line(&self, number: u32) -> &Line {
        &self.notes.lines[number as usize]
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
        unfolded_prefix(&text) == 0 && is_blank(&text)
    }

    /// The unit declared for a dimension nearest above `line`, not above `from`.
    pub(super) fn declared_unit(
        &self,
        dimension: DimensionId,
        from: u32,
        line: u32,
    ) -> Option<UnitId> {
        declared_unit(&self.notes.captions, dimension, from, line)
    }

    /// Number of lines.
    pub(super) fn line_count(&self) -> u32 {
        self.notes.lines.len() as u32
    }
}

impl Notes {
    /// Reads through a text once.
    pub fn new(reader: &FormReader, document: &Body) -> Self {
        let mut notes = Self::without_occurrences(reader, document);
        notes.occurrences = find(reader, document, &notes.lines);
        notes
    }

    fn without_occurrences(reader: &FormReader, document: &Body) -> Self {
        let running = document.blocks.iter().filter(|block| !is_table(block));
        let running_bytes: u32 = running.map(|block| block.range.len()).sum();
        let mut notes = Self {
            lines: Vec::with_capacity(document.rows.len() + document.blocks.len()),
            hits: Vec::with_capacity(document.rows.len()),
            folded: Folded::with_capacity(running_bytes as usize, 0),
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
        self.folded.append(&piece.folded, placed.start);
        let occurrences = piece.occurrences.iter();
        self.occurrences.extend(occurrences.map(|it| it.moved(line_before, placed.start)));
    }
}

/// Notes while they are made.
struct Noting<'noting> {
    reader: &'noting FormReader,
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
            if CaptionHit::may_be_in_cell(&reader.program, &text, first) {
                notes.captions.extend(CaptionHit::in_line(&reader.program, &fold(&text), line));
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
        notes.captions.extend(CaptionHit::in_line(&reader.program, text, line));
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
