//! A body with its lines laid out.

use super::summary::LineNote;
use super::title::title_of;
use super::{Fate, LayoutSummary};
use crate::number::read_number;
use crate::outline::OutlineBuilder;
use crate::{Block, BlockKind, Body, Cell, ContentsEntry, Numbering, OutlineEntry, Row};
use gouji_text::TextRange;

/// The body in which each noted line has met its fate, and the first rows of those of its tables that go
/// on with the one before.
pub(crate) fn apply(body: Body, summary: &LayoutSummary, fates: &[Fate]) -> (Body, Vec<u32>) {
    let mut plan = LaidBody {
        old: &body,
        notes: summary.notes.iter().zip(fates.iter().copied()).peekable(),
        entries: body.outline.iter().peekable(),
        line: 0,
        blocks: Vec::with_capacity(body.blocks.len()),
        rows: Vec::with_capacity(body.rows.len()),
        cells: Vec::with_capacity(body.cells.len()),
        outline: OutlineBuilder::default(),
        contents: Vec::new(),
        levels: Vec::new(),
        continued: Vec::new(),
    };
    for block in &body.blocks {
        match block.kind {
            BlockKind::Table { first_row, row_count } => plan.table(first_row, row_count),
            _ => plan.text(block.range),
        }
    }
    let LaidBody { blocks, rows, cells, outline, contents, continued, .. } = plan;
    let outline = outline.finish();
    (Body { blocks, rows, cells, outline, contents, ..body }, continued)
}

struct LaidBody<'plan, Notes: Iterator<Item = (&'plan LineNote, Fate)>> {
    old: &'plan Body,
    notes: std::iter::Peekable<Notes>,
    entries: std::iter::Peekable<std::slice::Iter<'plan, OutlineEntry>>,
    /// The line reached.
    line: u32,
    blocks: Vec<Block>,
    rows: Vec<Row>,
    cells: Vec<Cell>,
    outline: OutlineBuilder,
    contents: Vec<ContentsEntry>,
    /// The numberings of the contents list that enclose the entry reached.
    levels: Vec<Numbering>,
    continued: Vec<u32>,
}

impl<'plan, Notes: Iterator<Item = (&'plan LineNote, Fate)>> LaidBody<'plan, Notes> {
    /// The fate of the next line.
    fn fate(&mut self) -> Fate {
        let line = self.line;
        self.line += 1;
        self.notes.next_if(|(note, _)| note.line == line).map_or(Fate::Kept, |(_, fate)| fate)
    }

    fn text(&mut self, range: TextRange) {
        let fate = self.fate();
        while self.entries.next_if(|entry| entry.range.start < range.start).is_some() {}
        let entry = self.entries.next_if(|entry| entry.range.start == range.start);
        let kind = match (fate, entry) {
            (Fate::Furniture, _) => BlockKind::Furniture,
            (Fate::Contents { is_entry }, _) => self.contents(range, is_entry),
            (_, None) => BlockKind::Paragraph,
            (_, Some(entry)) => {
                let is_heading = fate == Fate::Heading;
                let number = self.outline.len() as u32;
                self.outline.add_again(&OutlineEntry { is_heading, ..*entry }, 0);
                match is_heading {
                    true => BlockKind::Heading { entry: number },
                    false => BlockKind::Paragraph,
                }
            }
        };
        self.blocks.push(Block { range, kind });
    }

    fn table(&mut self, first_row: u32, row_count: u32) {
        let rows = first_row as usize..(first_row + row_count) as usize;
        let (mut in_table, mut is_cut) = (false, false);
        for row in self.old.rows.get(rows).unwrap_or_default() {
            let range = row.range.trimmed(&self.old.text);
            let kind = match self.fate() {
                Fate::Furniture => BlockKind::Furniture,
                Fate::Contents { is_entry } => self.contents(range, is_entry),
                Fate::Kept | Fate::Heading => {
                    if is_cut && !in_table {
                        self.continued.push(self.rows.len() as u32);
                    }
                    self.row(row, in_table);
                    in_table = true;
                    continue;
                }
            };
            self.blocks.push(Block { range, kind });
            is_cut |= in_table;
            in_table = false;
        }
    }

    fn row(&mut self, row: &Row, in_table: bool) {
        let first_row = self.rows.len() as u32;
        let first_cell = self.cells.len() as u32;
        self.cells.extend_from_slice(self.old.row_cells(row));
        self.rows.push(Row { first_cell, ..*row });
        match self.blocks.last_mut() {
            Some(Block { range, kind: BlockKind::Table { row_count, .. } }) if in_table => {
                *row_count += 1;
                range.end = row.range.end;
            }
            _ => {
                let kind = BlockKind::Table { first_row, row_count: 1 };
                self.blocks.push(Block { range: row.range, kind });
            }
        }
    }

    fn contents(&mut self, range: TextRange, is_entry: bool) -> BlockKind {
        if !is_entry {
            self.levels.clear();
            return BlockKind::Contents { entry: None };
        }
        let line = range.of(&self.old.text);
        let number = read_number(line);
        let start = number.map_or(0, |number| number.title.start);
        let (title, _) = title_of(line.get(start as usize..).unwrap_or_default());
        let title = TextRange::new(start, start + title.len() as u32).shifted(range.start);
        let entry = self.contents.len() as u32;
        let level = self.level(number.map(|number| number.numbering));
        self.contents.push(ContentsEntry {
            range,
            number: number.map(|number| (number.numbering, number.value)),
            number_range: number
                .map_or(TextRange::empty(range.start), |it| it.range.shifted(range.start)),
            title,
            level,
        });
        BlockKind::Contents { entry: Some(entry) }
    }

    /// The depth of an entry of this numbering.
    fn level(&mut self, numbering: Option<Numbering>) -> u8 {
        if let Some(numbering) = numbering {
            let outer = self.levels.iter().position(|open| *open >= numbering);
            self.levels.truncate(outer.unwrap_or(self.levels.len()));
            self.levels.push(numbering);
        }
        // There are few numberings.
        self.levels.len().max(1) as u8
    }
}
