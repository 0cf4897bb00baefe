//! The header of a grid: found in a document, its columns bound.

use super::compiled::CompiledGrid;
use super::index::Index;
use super::labels::LabelId;
use gouji_document::Cell;

/// Most rows of a header.
const MOST_HEADER_ROWS: usize = 3;

/// A header found in a document.
#[derive(Clone, Debug)]
pub(super) struct Header {
    /// Its first line.
    pub(super) line: u32,
    /// Number of its rows.
    pub(super) height: u32,
    /// For each column of the grid: the column of the document, and the line and cell of its heading.
    pub(super) columns: Vec<Option<(u16, u32, u32)>>,
    /// Number of the document's columns.
    pub(super) width: u16,
}

impl Header {
    /// Whether it binds the same columns of the document as another.
    pub(super) fn is_same_as(&self, other: &Self) -> bool {
        let columns = |header: &Self| -> Vec<_> {
            header.columns.iter().map(|bound| bound.map(|(column, ..)| column)).collect()
        };
        self.width == other.width && self.height == other.height && columns(self) == columns(other)
    }

    /// The first column of the document that it binds.
    pub(super) fn first_column(&self) -> Option<u16> {
        self.columns.iter().flatten().map(|(column, ..)| *column).min()
    }
}

impl CompiledGrid {
    /// The first header in lines `first..end`.
    pub(super) fn first_header(&self, index: &Index<'_>, first: u32, end: u32) -> Option<Header> {
        let mut seen = None;
        // Lines without a label begin no header.
        let lines = index.hits_between(first, end).iter().map(|hit| hit.line);
        let mut lines = lines.filter(|line| seen.replace(*line) != Some(*line));
        lines.find_map(|line| self.header_at(index, line))
    }

    /// The header that begins at `line`: as many rows as bind the most columns.
    pub(super) fn header_at(&self, index: &Index<'_>, line: u32) -> Option<Header> {
        if !self.may_begin(index.line_hits(line)) {
            return None;
        }
        let block = index.line(line).block;
        let mut best: Option<(usize, Header)> = None;
        for height in 1..=MOST_HEADER_ROWS as u32 {
            let last = line + height - 1;
            if index.notes.lines.get(last as usize).is_none_or(|line| line.block != block) {
                break;
            }
            // A row without a heading of this grid binds no column that the rows above do not.
            if height > 1 && self.own_labels(index.line_hits(last)).next().is_none() {
                continue;
            }
            let header = self.bind(index, line, height, 0);
            let bound = header.columns.iter().flatten().count();
            if best.as_ref().is_none_or(|(most, _)| bound > *most) {
                best = Some((bound, header));
            }
            if bound == self.columns.len() {
                break;
            }
        }
        best.filter(|(bound, _)| *bound >= self.threshold).map(|(_, header)| header)
    }

    /// The same header, its columns bound once more behind those that `header` binds.
    pub(super) fn bind_behind(&self, index: &Index<'_>, header: &Header) -> Option<Header> {
        let last = header.columns.iter().flatten().map(|(column, ..)| *column).max()?;
        Some(self.bind(index, header.line, header.height, last.checked_add(1)?))
    }

    /// Binds columns from `first` on to a header of `height` rows.
    fn bind(&self, index: &Index<'_>, line: u32, height: u32, first: u16) -> Header {
        let mut rows = [&[][..]; MOST_HEADER_ROWS];
        let rows = &mut rows[..height as usize];
        for (row, line) in rows.iter_mut().zip(line..) {
            *row = index.cells(line);
        }
        let width = rows.iter().filter_map(|cells| cells.last()).map(|cell| cell.column + 1);
        let width = width.max().unwrap_or(0);
        let mut columns = vec![None; self.columns.len()];
        // The headings in force in each upper row, carried to the right over blank cells.
        let mut carried = [Headings::default(); MOST_HEADER_ROWS];
        for column in 0..width {
            let Some(path) = heading_path(index, rows, line, column, &mut carried) else {
                continue;
            };
            if column < first {
                continue;
            }
            let free = self.columns.iter().enumerate().find(|(number, alternatives)| {
                columns[*number].is_none()
                    && alternatives.iter().any(|wanted| ends_with_path(path.labels(), wanted))
            });
            if let Some((number, _)) = free {
                columns[number] = Some((column, path.line, path.cell));
            }
        }
        Header { line, height, columns, width }
    }

    /// Whether a row's cells can belong under a header.
    pub(super) fn fits(header: &Header, cells: &[Cell]) -> bool {
        let width = cells.last().map_or(0, |cell| cell.column + 1);
        width + 1 >= header.width && width <= header.width + 1
    }
}

/// The headings over one column.
struct HeadingPath {
    labels: [Headings; MOST_HEADER_ROWS],
    /// How many of them there are.
    depth: usize,
    line: u32,
    cell: u32,
}

impl HeadingPath {
    fn push(&mut self, labels: Headings) {
        self.labels[self.depth] = labels;
        self.depth += 1;
    }

    fn labels(&self) -> &[Headings] {
        &self.labels[..self.depth]
    }
}

/// The labels that one heading is.
type Headings = [Option<LabelId>; 2];

/// The headings over a column, outer first; `None` where no heading of its own stands over it.
fn heading_path(
    index: &Index<'_>,
    rows: &[&[Cell]],
    first_line: u32,
    column: u16,
    carried: &mut [Headings; MOST_HEADER_ROWS],
) -> Option<HeadingPath> {
    let mut path = HeadingPath { labels: Default::default(), depth: 0, line: 0, cell: 0 };
    let mut own = false;
    for (depth, cells) in rows.iter().enumerate() {
        let line = first_line + depth as u32;
        let is_last = depth + 1 == rows.len();
        let at = position_of(cells, column).filter(|at| !index.is_blank(&cells[*at]));
        match at {
            Some(at) => {
                let mut found = index.line_hits(line).iter().filter(|hit| hit.cell as usize == at);
                let here = [found.next().map(|hit| hit.label), found.next().map(|hit| hit.label)];
                carried[depth] = here;
                // An outer heading ends where another begins above an inner one.
                for inner in &mut carried[depth + 1..] {
                    *inner = [None, None];
                }
                path.push(here);
                (path.line, path.cell) = (line, at as u32);
                own = true;
            }
            None if is_last => {}
            None => {
                if carried[depth] != [None, None] {
                    path.push(carried[depth]);
                }
            }
        }
    }
    own.then_some(path)
}

/// Where the cell of a column stands in its row: most often at that very place.
pub(super) fn position_of(cells: &[Cell], column: u16) -> Option<usize> {
    let straight = usize::from(column);
    if cells.get(straight).is_some_and(|cell| cell.column == column) {
        return Some(straight);
    }
    cells.iter().position(|cell| cell.column == column)
}

/// Whether `wanted` is the innermost heading with its outer ones above it, in order.
fn ends_with_path(labels: &[Headings], wanted: &[LabelId]) -> bool {
    let is = |label: &Headings, wanted: LabelId| label.contains(&Some(wanted));
    let (Some((inner, outer)), Some((leaf, above))) = (labels.split_last(), wanted.split_last())
    else {
        return false;
    };
    if !is(inner, *leaf) {
        return false;
    }
    let mut outer = outer.iter();
    above.iter().all(|wanted| outer.any(|label| is(label, *wanted)))
}
