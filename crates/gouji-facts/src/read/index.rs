//! One pass over a document: where lines, labels, captions and running text stand.

use super::captions::{CaptionHit, declared_unit, is_declared};
use super::compiled::FormReader;
use super::folded::Folded;
use super::lines::{Hit, Line, LineKind, Passage};
use super::occurrences::{Occurrence, find};
use super::pause::Pause;
use super::search::CharacterSet;
use gouji_document::{Block, BlockKind, Body, Cell, Placed, Row, RowGrid};
use gouji_text::{TextRange, folded_chars, is_blank, unfolded_prefix};
use gouji_value::{DimensionId, UnitId};
use std::borrow::Cow;
use std::ops::Range;

/// The stretch of rows of a line that is none.
const NO_ROWS: u32 = u32::MAX;

/// A document with the notes on it.
pub struct Index<'document> {
    pub(super) document: &'document Body,
    pub(super) notes: Notes,
    /// Whether what is read is still wanted: asked row by row, and where templates are matched.
    pub(super) pause: Pause<'document>,
}

/// Notes on one text: where its lines, labels, captions, running text and dates stand.
#[derive(Default)]
pub struct Notes {
    pub(super) lines: Vec<Line>,
    pub(super) hits: Vec<Hit>,
    pub(super) captions: Vec<CaptionHit>,
    pub(super) passages: Vec<Passage>,
    /// Which of them begin with a heading, by number.
    pub(super) headed: Vec<u32>,
    pub(super) folded: Folded,
    pub(super) occurrences: Vec<Occurrence>,
}

impl<'document> Index<'document> {
    /// Reads through the document once.
    pub fn new(reader: &FormReader, document: &'document Body) -> Self {
        Self { document, notes: Notes::new(reader, document), pause: Pause::default() }
    }

    /// For reading regions that are known: places that make a region of their own are not looked for.
    pub(super) fn of_region(reader: &FormReader, document: &'document Body) -> Self {
        Self {
            document,
            notes: Notes::without_occurrences(reader, document),
            pause: Pause::default(),
        }
    }

    /// The same as [`Index::new`] from the notes on each of the pieces that make the document, which are
    /// notes on lines that are not laid out yet.
    pub fn of_pieces(document: &'document Body, pieces: &[(&Placed, &Notes)]) -> Self {
        let count = |of: fn(&Notes) -> usize| pieces.iter().map(|(_, notes)| of(notes)).sum();
        let mut notes = Notes {
            lines: Vec::with_capacity(count(|it| it.lines.len())),
            hits: Vec::with_capacity(count(|it| it.hits.len())),
            captions: Vec::new(),
            passages: Vec::new(),
            headed: Vec::new(),
            folded: Folded::with_capacity(
                count(|it| it.folded.text.len()),
                count(|it| it.folded.break_count()),
            ),
            occurrences: Vec::new(),
        };
        let mut laid = laid_lines(document);
        for (placed, piece) in pieces {
            notes.add_piece(&mut laid, placed.start, piece);
        }
        notes.find_passages(document);
        Self { document, notes, pause: Pause::default() }
    }

    /// The same, asking meanwhile whether what is read is still wanted.
    pub fn pausing(self, pause: Pause<'document>) -> Self {
        Self { pause, ..self }
    }

    /// A line that there is.
    pub(super) fn line(&self, number: u32) -> &Line {
        &self.notes.lines[number as usize]
    }

    /// The row of a line, where it is one.
    pub(super) fn row(&self, line: u32) -> Option<&'document Row> {
        match self.notes.lines.get(line as usize)?.kind {
            LineKind::Row(row) => self.document.rows.get(row as usize),
            _ => None,
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

    /// The passages in some lines, cut off where those begin and end: what stands outside is not read.
    pub(super) fn passages_within(&self, lines: Range<u32>) -> Cow<'_, [Passage]> {
        let passages = &self.notes.passages;
        let from = passages.partition_point(|passage| passage.last < lines.start);
        let to = passages.partition_point(|passage| passage.first < lines.end).max(from);
        let inside = &passages[from..to];
        let is_cut = |passage: &Passage| passage.first < lines.start || passage.last >= lines.end;
        if !inside.first().is_some_and(is_cut) && !inside.last().is_some_and(is_cut) {
            return Cow::Borrowed(inside);
        }
        // Page numbers stand inside passages and are none of them.
        let is_text = |line: u32| self.line(line).kind != LineKind::Furniture;
        let mut inside = inside.to_vec();
        if let Some(first) = inside.first_mut().filter(|passage| passage.first < lines.start) {
            let mut inside = lines.start..=first.last;
            first.first = inside.find(|line| is_text(*line)).unwrap_or(first.last);
            first.folded.start = self.line(first.first).folded.start;
        }
        if let Some(last) = inside.last_mut().filter(|passage| passage.last >= lines.end) {
            let mut inside = (last.first..lines.end).rev();
            last.last = inside.find(|line| is_text(*line)).unwrap_or(last.first);
            last.folded.end = self.line(last.last).folded.end;
        }
        Cow::Owned(inside)
    }

    /// Whether nothing but white space stands in a cell.
    pub(super) fn is_blank(&self, cell: &Cell) -> bool {
        if cell.range.is_empty() {
            return true;
        }
        // The short way for most cells: they begin with a Chinese character, a letter or a digit.
        let first = self.document.text.as_bytes().get(cell.range.start as usize);
        if first.is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, 0xE4..=0xE9)) {
            return false;
        }
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

    /// Whether a line declares a unit.
    pub(super) fn declares_unit(&self, line: u32) -> bool {
        is_declared(&self.notes.captions, line)
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
        laid_lines(document).for_each(|line| noting.add(line));
        notes.find_passages(document);
        notes
    }

    fn find_passages(&mut self, document: &Body) {
        self.passages = passages(document, &self.lines, &self.folded);
        let is_headed = |passage: &Passage| {
            let line = self.lines.get(passage.first as usize);
            line.is_some_and(|line| matches!(line.kind, LineKind::Heading(_)))
        };
        let numbered = (0..).zip(&self.passages);
        self.headed = numbered.filter(|(_, it)| is_headed(it)).map(|(number, _)| number).collect();
    }

    /// Adds the notes on the next piece, as its lines are laid out.
    fn add_piece(&mut self, laid: &mut impl Iterator<Item = LaidLine>, start: u32, piece: &Self) {
        let mut captions = piece.captions.iter().peekable();
        let mut occurrences = piece.occurrences.iter().peekable();
        let hits_end = |line: usize| {
            piece.lines.get(line).map_or(piece.hits.len(), |next| next.first_hit as usize)
        };
        for ((number, old), line) in piece.lines.iter().enumerate().zip(laid) {
            let at = self.lines.len() as u32;
            let first_hit = self.hits.len() as u32;
            let is_read = line.kind.is_read();
            let is_here = |line: u32| line as usize <= number;
            while let Some(caption) = captions.next_if(|it| is_here(it.line())) {
                self.captions.extend(is_read.then(|| caption.at_line(at)));
            }
            while let Some(found) = occurrences.next_if(|it| is_here(it.line)) {
                self.occurrences.extend(is_read.then(|| found.moved(at, start)));
            }
            if line.kind == LineKind::Furniture {
                continue;
            }
            let mut folded = TextRange::default();
            if is_read {
                let hits = old.first_hit as usize..hits_end(number + 1);
                let hits = piece.hits.get(hits).unwrap_or_default();
                self.hits.extend(hits.iter().map(|hit| Hit { line: at, ..*hit }));
                folded = self.folded.append(&piece.folded, old.folded, start);
            }
            let LaidLine { range, kind, block } = line;
            let filled = old.filled;
            self.lines.push(Line { range, kind, folded, block, filled, first_hit });
        }
    }
}

/// A line as it is laid out.
struct LaidLine {
    range: TextRange,
    kind: LineKind,
    block: u32,
}

/// The lines of a document, rows and running text, in order.
fn laid_lines(document: &Body) -> impl Iterator<Item = LaidLine> {
    let mut grid = 0;
    document.blocks.iter().flat_map(move |block| {
        let text = |kind| (None, Some(LaidLine { range: block.range, kind, block: NO_ROWS }));
        let (rows, line) = match block.kind {
            BlockKind::Table { first_row, row_count } => {
                let is_before = |it: &RowGrid| it.first_row + it.row_count <= first_row;
                while document.grids.get(grid).is_some_and(is_before) {
                    grid += 1;
                }
                (Some((first_row..first_row + row_count, grid as u32)), None)
            }
            BlockKind::Paragraph => text(LineKind::Paragraph),
            BlockKind::Heading { entry } => text(LineKind::Heading(entry)),
            BlockKind::Furniture => text(LineKind::Furniture),
            BlockKind::Contents { entry } => text(LineKind::Contents(entry)),
        };
        let rows = rows.into_iter().flat_map(move |(rows, block)| {
            rows.filter_map(move |number| {
                let range = document.rows.get(number as usize)?.range;
                Some(LaidLine { range, kind: LineKind::Row(number), block })
            })
        });
        rows.chain(line)
    })
}

/// The lines of running text that read as one.
fn passages(document: &Body, lines: &[Line], folded: &Folded) -> Vec<Passage> {
    let outline = &document.outline;
    let is_numbered = |line: &Line| {
        outline.binary_search_by_key(&line.range.start, |entry| entry.range.start).is_ok()
    };
    let mut passages: Vec<Passage> = Vec::with_capacity(lines.len() / 2);
    // Whether the last passage may go on.
    let mut is_open = false;
    for (number, line) in (0..).zip(lines) {
        let is_text = match line.kind {
            LineKind::Furniture => continue,
            LineKind::Paragraph => true,
            LineKind::Heading(_) => false,
            LineKind::Row(_) | LineKind::Contents(_) => {
                is_open = false;
                continue;
            }
        };
        match passages.last_mut() {
            Some(passage) if is_text && is_open && !is_numbered(line) => {
                passage.last = number;
                passage.folded.end = line.folded.end;
            }
            _ => {
                let characters = CharacterSet::default();
                let folded = line.folded;
                passages.push(Passage { first: number, last: number, folded, characters });
            }
        }
        is_open = is_text && !ends_sentence(line.folded.of(&folded.text));
    }
    for passage in &mut passages {
        passage.characters = CharacterSet::of(passage.folded.of(&folded.text));
    }
    passages
}

/// Notes while they are made.
struct Noting<'noting> {
    reader: &'noting FormReader,
    document: &'noting Body,
    notes: &'noting mut Notes,
}

impl Noting<'_> {
    fn add(&mut self, line: LaidLine) {
        if line.kind == LineKind::Furniture {
            return;
        }
        let LaidLine { range, kind, block } = line;
        let (number, first_hit) = (self.notes.lines.len() as u32, self.notes.hits.len() as u32);
        let mut filled = 1;
        let folded = match kind {
            LineKind::Row(row) => {
                filled = self.note_row(row, number);
                TextRange::default()
            }
            LineKind::Paragraph | LineKind::Heading(_) => self.note_text(range, number),
            LineKind::Furniture | LineKind::Contents(_) => TextRange::default(),
        };
        self.notes.lines.push(Line { range, kind, folded, block, filled, first_hit });
    }

    /// Notes a row; how many of its cells are filled.
    fn note_row(&mut self, number: u32, line: u32) -> u8 {
        let Self { reader, document, notes } = self;
        let Some(row) = document.rows.get(number as usize) else { return 0 };
        let mut filled = 0_u8;
        for (position, cell) in document.row_cells(row).iter().enumerate() {
            let text = document.text_of(cell.range);
            let Some((_, first)) = folded_chars(&text).next() else { continue };
            filled = filled.saturating_add(1);
            if !reader.first_characters.may_hold(first) {
                continue;
            }
            for label in reader.labels.find(&text).into_iter().flatten() {
                notes.hits.push(Hit { line, cell: position as u32, label });
            }
        }
        if filled <= CaptionHit::MOST_CELLS {
            for cell in document.row_cells(row) {
                let hits = &mut notes.captions;
                CaptionHit::in_cell(&reader.program, document, cell.range, line, filled, hits);
            }
        }
        filled
    }

    /// Notes a line of running text; its folded text.
    fn note_text(&mut self, range: TextRange, line: u32) -> TextRange {
        let Self { reader, document, notes } = self;
        let start = notes.folded.text.len() as u32;
        notes.folded.push(document, range);
        let folded = TextRange::new(start, notes.folded.text.len() as u32);
        let (text, hits) = (&document.text, &mut notes.captions);
        CaptionHit::in_line(&reader.program, text, &notes.folded, folded, line, hits);
        folded
    }
}

fn is_table(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Table { .. })
}

/// Whether a folded text ends where a sentence does.
fn ends_sentence(folded: &str) -> bool {
    let is_closing = |it| matches!(it, '"' | '\'' | ')' | '》' | '」' | '』' | '】');
    let mut last = folded.trim_end_matches(is_closing).chars().rev();
    match last.next() {
        // A point is the end of a sentence where it is none of a number.
        Some('.') => last.next().is_none_or(|before| !before.is_ascii_digit()),
        last => last.is_none_or(|last| matches!(last, '。' | ';' | '!' | '?')),
    }
}
