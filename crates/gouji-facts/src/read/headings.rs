//! The headings over the columns of a table, as a tree.
//!
//! Blank cells to the right belong to the heading on their left, never beyond the span of what stands
//! above it; blank cells below belong to the heading above.

use super::index::Index;
use super::labels::LabelId;
use super::lines::Hit;
use gouji_document::Cell;
use gouji_text::tidy;

/// Most rows of a header.
pub(super) const MOST_HEADER_ROWS: u32 = 8;

/// A heading.
#[derive(Clone, Copy, Debug)]
pub(super) struct ColumnHeading {
    /// Its line and cell.
    pub(super) line: u32,
    pub(super) cell: u32,
    /// The columns over which it stands.
    pub(super) first: u16,
    pub(super) last: u16,
    /// The heading above it.
    parent: Option<u32>,
    /// The labels that it is.
    pub(super) labels: [Option<LabelId>; 2],
    /// Whether headings stand under it.
    pub(super) has_inner: bool,
}

/// The headings of some rows.
pub(super) struct HeadingTree {
    pub(super) headings: Vec<ColumnHeading>,
    /// Number of the document's columns.
    pub(super) width: u16,
}

/// A row of headings while it is walked from left to right.
struct HeadingWalk<'index> {
    line: u32,
    cells: &'index [Cell],
    hits: &'index [Hit],
    cell: usize,
    hit: usize,
    /// The heading to which blank cells belong.
    current: Option<u32>,
}

impl HeadingWalk<'_> {
    /// The filled cell of a column, and the labels that it is. Columns are asked for in order.
    fn filled(&mut self, index: &Index<'_>, column: u16) -> Option<(u32, [Option<LabelId>; 2])> {
        while self.cells.get(self.cell).is_some_and(|cell| cell.column < column) {
            self.cell += 1;
        }
        let cell = self.cells.get(self.cell).filter(|cell| cell.column == column)?;
        if index.is_blank(cell) {
            return None;
        }
        while self.hits.get(self.hit).is_some_and(|hit| (hit.cell as usize) < self.cell) {
            self.hit += 1;
        }
        let hits = self.hits.get(self.hit..).unwrap_or_default();
        let mut own = hits.iter().take_while(|hit| hit.cell as usize == self.cell);
        let labels = [own.next().map(|hit| hit.label), own.next().map(|hit| hit.label)];
        Some((self.cell as u32, labels))
    }
}

impl HeadingTree {
    /// The headings of `height` rows from `line` on.
    pub(super) fn new(index: &Index<'_>, line: u32, height: u32) -> Self {
        let rows = line..line + height;
        let mut rows: Vec<HeadingWalk<'_>> = rows
            .map(|line| {
                let (cells, hits) = (index.cells(line), index.line_hits(line));
                HeadingWalk { line, cells, hits, cell: 0, hit: 0, current: None }
            })
            .collect();
        let width = rows.iter().filter_map(|row| row.cells.last()).map(|cell| cell.column + 1);
        let width = width.max().unwrap_or(0);
        let mut headings: Vec<ColumnHeading> = Vec::with_capacity(usize::from(width));
        for column in 0..width {
            let mut parent = None;
            let mut is_new = false;
            for row in &mut rows {
                if is_new {
                    // An outer heading ends what stands under the one before it.
                    row.current = None;
                }
                if let Some((cell, labels)) = row.filled(index, column) {
                    let own = headings.len() as u32;
                    if let Some(outer) =
                        parent.and_then(|outer: u32| headings.get_mut(outer as usize))
                    {
                        outer.has_inner = true;
                    }
                    headings.push(ColumnHeading {
                        line: row.line,
                        cell,
                        first: column,
                        last: column,
                        parent,
                        labels,
                        has_inner: false,
                    });
                    row.current = Some(own);
                    is_new = true;
                } else if let Some(current) =
                    row.current.and_then(|current| headings.get_mut(current as usize))
                {
                    current.last = column;
                }
                parent = row.current.or(parent);
            }
        }
        Self { headings, width }
    }

    /// A heading behind those that stand above it, as printed and joined by `/`.
    pub(super) fn path(&self, index: &Index<'_>, heading: &ColumnHeading) -> String {
        let mut all = vec![*heading];
        let mut outer = heading.parent;
        while let Some(above) = outer.and_then(|outer| self.headings.get(outer as usize)) {
            all.push(*above);
            outer = above.parent;
        }
        let texts = all.iter().rev().filter_map(|heading| {
            let cell = index.cells(heading.line).get(heading.cell as usize)?;
            Some(tidy(&index.document.text_of(cell.range)))
        });
        texts.collect::<Vec<_>>().join("/")
    }

    /// Whether a heading is the innermost of a path whose outer ones stand above it, in order; and
    /// if so, whether the path names all that stand above it.
    pub(super) fn fits(&self, heading: &ColumnHeading, path: &[LabelId]) -> Option<bool> {
        let (leaf, above) = path.split_last()?;
        if !heading.labels.contains(&Some(*leaf)) {
            return None;
        }
        let mut wanted = above.iter().rev().peekable();
        let mut outer = heading.parent;
        let mut all = true;
        while let Some(heading) = outer.and_then(|outer| self.headings.get(outer as usize)) {
            match wanted.next_if(|label| heading.labels.contains(&Some(**label))) {
                Some(_) => {}
                None => all = false,
            }
            outer = heading.parent;
        }
        wanted.peek().is_none().then_some(all)
    }
}

/// How many rows from `line` on may be rows of one header: rows of words, in one grid.
pub(super) fn header_rows(index: &Index<'_>, line: u32) -> u32 {
    let Some(block) = index.notes.lines.get(line as usize).map(|line| line.block) else { return 0 };
    let rows = (line..line + MOST_HEADER_ROWS).take_while(|line| {
        let here = index.notes.lines.get(*line as usize);
        here.is_some_and(|here| here.block == block) && may_be_heading_row(index, *line)
    });
    rows.count() as u32
}

/// Whether a row has headings and no figures.
fn may_be_heading_row(index: &Index<'_>, line: u32) -> bool {
    let hits = index.line_hits(line);
    let mut is_filled = false;
    for (number, cell) in index.cells(line).iter().enumerate() {
        if index.is_blank(cell) {
            continue;
        }
        is_filled = true;
        let text = index.document.text_of(cell.range);
        if is_figure(&text) && !hits.iter().any(|hit| hit.cell as usize == number) {
            return false;
        }
    }
    is_filled
}

/// Whether a text is a bare figure, by its characters alone: digits and what stands between and around
/// them.
pub(super) fn is_figure(text: &str) -> bool {
    let mut digits = false;
    for (_, character) in gouji_text::folded_chars(text) {
        match character {
            '0'..='9' => digits = true,
            '.' | ',' | '%' | '+' | '-' | '—' | '−' | '(' | ')' | '△' | '▲' | '¥' | '$' | '‰' =>
                {}
            _ => return false,
        }
    }
    digits
}
