//! A stretch of a body, seen from its start.

use crate::outline::OutlineBuilder;
use crate::{Block, BlockKind, Body, Cell, ContentsEntry, OutlineEntry, Row, RowGrid};
use gouji_text::TextRange;
use std::hash::{Hash, Hasher};
use std::ops::Range;

/// A stretch of a body: its text, and the blocks, rows and cells that stand in it, seen from its start.
/// Slices that are equal say the same, wherever they stand; a table is cut between its rows.
///
/// Looking a slice up costs no copy: it hashes as the [`Body`] that it makes, and compares with one.
#[derive(Clone, Debug)]
pub struct Slice<'body> {
    body: &'body Body,
    range: TextRange,
    blocks: Range<usize>,
    rows: Range<usize>,
    grids: Range<usize>,
    entries: Range<usize>,
    contents: Range<usize>,
    notation: Range<usize>,
}

impl Body {
    /// The stretch of the body at a range of its text. A line or row that it holds in part gives its
    /// text alone.
    pub fn slice(&self, range: TextRange) -> Slice<'_> {
        let rows = self.rows.partition_point(|it| it.range.start < range.start)
            ..self.rows.partition_point(|it| it.range.end <= range.end);
        let end = |grid: &RowGrid| (grid.first_row + grid.row_count) as usize;
        Slice {
            body: self,
            range,
            blocks: self.blocks.partition_point(|it| it.range.end < range.start)
                ..self.blocks.partition_point(|it| it.range.start < range.end),
            grids: self.grids.partition_point(|it| end(it) <= rows.start)
                ..self.grids.partition_point(|it| (it.first_row as usize) < rows.end),
            rows,
            contents: self.contents.partition_point(|it| it.range.start < range.start)
                ..self.contents.partition_point(|it| it.range.end <= range.end),
            entries: self.outline.partition_point(|it| it.range.start < range.start)
                ..self.outline.partition_point(|it| it.range.end <= range.end),
            notation: self.notation.partition_point(|at| *at < range.start)
                ..self.notation.partition_point(|at| *at < range.end),
        }
    }
}

impl<'body> Slice<'body> {
    /// Its text.
    pub fn text(&self) -> &'body str {
        self.range.of(&self.body.text)
    }

    /// The slice as a body of its own. The outline's relations reach only as far as the slice.
    pub fn to_body(&self) -> Body {
        let mut outline = OutlineBuilder::default();
        self.entries().for_each(|entry| outline.add_again(&entry, 0));
        Body {
            text: self.text().into(),
            blocks: self.blocks().collect(),
            rows: self.rows().collect(),
            cells: self.cells().collect(),
            grids: self.grids().collect(),
            outline: outline.finish(),
            contents: self.contents().collect(),
            notation: self.notation().collect(),
            usual_digits: self.body.usual_digits.clone(),
        }
    }

    fn relative(&self, range: TextRange) -> TextRange {
        range.relative_to(self.range.start)
    }

    fn blocks(&self) -> impl Iterator<Item = Block> {
        let blocks = self.body.blocks.get(self.blocks.clone()).unwrap_or_default();
        blocks.iter().filter_map(|block| self.part_of(block))
    }

    /// The part of a block that stands in the slice.
    fn part_of(&self, block: &Block) -> Option<Block> {
        let is_whole = self.range.start <= block.range.start && block.range.end <= self.range.end;
        let kind = match block.kind {
            BlockKind::Paragraph | BlockKind::Furniture if is_whole => block.kind,
            BlockKind::Contents { entry } if is_whole => {
                let own = |entry: u32| entry - self.contents.start as u32;
                BlockKind::Contents { entry: entry.map(own) }
            }
            BlockKind::Heading { entry } if is_whole => {
                BlockKind::Heading { entry: entry - self.entries.start as u32 }
            }
            BlockKind::Paragraph
            | BlockKind::Heading { .. }
            | BlockKind::Furniture
            | BlockKind::Contents { .. } => return None,
            BlockKind::Table { first_row, row_count } => {
                let first = first_row.max(self.rows.start as u32);
                let end = (first_row + row_count).min(self.rows.end as u32);
                let rows = self.body.rows.get(first as usize..end as usize)?;
                let range = rows.first()?.range.cover(rows.last()?.range);
                let first_row = first - self.rows.start as u32;
                let kind = BlockKind::Table { first_row, row_count: end - first };
                return Some(Block { range: self.relative(range), kind });
            }
        };
        Some(Block { range: self.relative(block.range), kind })
    }

    fn own_rows(&self) -> &'body [Row] {
        self.body.rows.get(self.rows.clone()).unwrap_or_default()
    }

    fn rows(&self) -> impl Iterator<Item = Row> {
        let rows = self.own_rows();
        let first_cell = rows.first().map_or(0, |row| row.first_cell);
        rows.iter().map(move |row| Row {
            range: self.relative(row.range),
            first_cell: row.first_cell - first_cell,
            ..*row
        })
    }

    fn cells(&self) -> impl Iterator<Item = Cell> {
        let rows = self.own_rows();
        let first = rows.first().map_or(0, |row| row.first_cell as usize);
        let end = rows.last().map_or(0, |row| row.first_cell as usize + row.cell_count as usize);
        let cells = self.body.cells.get(first..end).unwrap_or_default();
        cells.iter().map(|cell| Cell { range: self.relative(cell.range), ..*cell })
    }

    fn entries(&self) -> impl Iterator<Item = OutlineEntry> {
        let entries = self.body.outline.get(self.entries.clone()).unwrap_or_default();
        entries.iter().map(|entry| entry.seen_from(self.range.start))
    }

    fn grids(&self) -> impl Iterator<Item = RowGrid> {
        let grids = self.body.grids.get(self.grids.clone()).unwrap_or_default();
        grids.iter().filter_map(|grid| {
            let first = grid.first_row.max(self.rows.start as u32);
            let end = (grid.first_row + grid.row_count).min(self.rows.end as u32);
            let first_row = first - self.rows.start as u32;
            (first < end).then(|| RowGrid { first_row, row_count: end - first })
        })
    }

    fn contents(&self) -> impl Iterator<Item = ContentsEntry> {
        let entries = self.body.contents.get(self.contents.clone()).unwrap_or_default();
        entries.iter().map(|entry| ContentsEntry {
            range: self.relative(entry.range),
            number_range: self.relative(entry.number_range),
            title: self.relative(entry.title),
            ..*entry
        })
    }

    fn notation(&self) -> impl Iterator<Item = u32> {
        let marks = self.body.notation.get(self.notation.clone()).unwrap_or_default();
        marks.iter().map(|at| at - self.range.start)
    }
}

impl Hash for Slice<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text().hash(state);
    }
}

/// Whether this is the body that the slice makes.
impl PartialEq<Body> for Slice<'_> {
    fn eq(&self, other: &Body) -> bool {
        // The outline's relations follow from what is compared.
        let entries = other.outline.iter().map(|entry| entry.seen_from(0));
        *self.text() == *other.text
            && self.cells().eq(other.cells.iter().copied())
            && self.rows().eq(other.rows.iter().copied())
            && self.grids().eq(other.grids.iter().copied())
            && self.contents().eq(other.contents.iter().copied())
            && self.blocks().eq(other.blocks.iter().copied())
            && self.entries().eq(entries)
            && self.notation().eq(other.notation.iter().copied())
            && self.body.usual_digits == other.usual_digits
    }
}
