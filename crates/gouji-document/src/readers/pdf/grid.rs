//! Tables from straight lines: what crosses is one grid, and squares without a line between are one cell.

use super::collect::{Exhausted, Ruling, is_on_page};
use serde::{Deserialize, Serialize};

/// Edges of columns that are no further apart are the same on two pages.
const SAME: i32 = 400;

/// Lines nearer than this are one: double strokes, and the edges of thin fills.
const NEAR: i32 = 300;

/// Shorter lines are none.
const SHORT: i32 = 400;

/// Where lines stick out further than this behind the last one across, that side is open.
const OPEN: i32 = 800;

/// So many pairs of lines across each other are looked at on a page, at most.
const MOST_PAIRS: usize = 4_000_000;

/// A page has at most so many tables.
const MOST_GRIDS: usize = 200;

/// A grid has at most so many squares.
const MOST_SQUARES: usize = 400_000;

/// A ruled grid.
#[derive(Serialize, Deserialize)]
pub(super) struct RuledGrid {
    /// Where its columns and rows begin, and the last one ends.
    pub(super) columns: Vec<i32>,
    pub(super) rows: Vec<i32>,
    /// The cells, by square: row by row.
    owners: Vec<usize>,
    pub(super) cells: Vec<GridCell>,
}

/// A cell, in squares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct GridCell {
    pub(super) row: usize,
    pub(super) column: usize,
    pub(super) rows: usize,
    pub(super) columns: usize,
}

impl RuledGrid {
    /// Whether it has squares, as many as its sides say, each of them of one cell.
    pub(super) fn is_sound(&self) -> bool {
        let squares = self.columns.len().saturating_sub(1) * self.rows.len().saturating_sub(1);
        squares > 0
            && squares <= MOST_SQUARES
            && self.owners.len() == squares
            && self.owners.iter().all(|owner| *owner < self.cells.len())
            && self.columns.iter().chain(&self.rows).all(is_on_page)
            && self.cells.iter().all(|cell| {
                let end = cell.column.checked_add(cell.columns);
                end.is_some_and(|end| end < self.columns.len())
            })
    }

    /// The number of the cell at a point.
    pub(super) fn cell_at(&self, x: i32, y: i32) -> Option<usize> {
        let column = self.columns.partition_point(|at| *at <= x).checked_sub(1)?;
        let row = self.rows.partition_point(|at| *at <= y).checked_sub(1)?;
        self.owner(row, column)
    }

    /// The number of the cell that a square belongs to.
    pub(super) fn owner(&self, row: usize, column: usize) -> Option<usize> {
        let width = self.columns.len() - 1;
        (column < width).then(|| self.owners.get(row * width + column).copied()).flatten()
    }

    /// The same grid on the columns of another, which has all of its own edges: a row of merged cells that the next
    /// page begins with shows fewer. `None` where an edge is another.
    pub(super) fn on_columns(&self, columns: &[i32]) -> Option<Self> {
        let place = |edge: &i32| columns.iter().position(|other| (edge - other).abs() <= SAME);
        let places = self.columns.iter().map(place).collect::<Option<Vec<usize>>>()?;
        let is_whole = places.first() == Some(&0) && places.last() == Some(&(columns.len() - 1));
        let squares = (self.rows.len() - 1).saturating_mul(columns.len() - 1);
        if !is_whole || !places.is_sorted_by(|one, other| one < other) || squares > MOST_SQUARES {
            return None;
        }
        let cells = self.cells.iter().map(|cell| {
            let end = places.get(cell.column + cell.columns)?;
            let column = *places.get(cell.column)?;
            Some(GridCell { column, columns: end - column, ..*cell })
        });
        let cells = cells.collect::<Option<Vec<_>>>()?;
        let mut owners = Vec::with_capacity((self.rows.len() - 1) * (columns.len() - 1));
        for row in 0..self.rows.len() - 1 {
            for (own, ends) in places.windows(2).enumerate() {
                let owner = self.owner(row, own)?;
                owners.extend(std::iter::repeat_n(owner, ends[1] - ends[0]));
            }
        }
        Some(Self { columns: columns.to_vec(), rows: self.rows.clone(), owners, cells })
    }

    pub(super) fn top(&self) -> i32 {
        self.rows.first().copied().unwrap_or(0)
    }
}

/// The grids that the lines of a page make, from above to below.
pub(super) fn grids(rules: &[Ruling]) -> Vec<RuledGrid> {
    let horizontal = merged(rules, true);
    let vertical = merged(rules, false);
    if horizontal.len().saturating_mul(vertical.len()) > MOST_PAIRS {
        std::panic::resume_unwind(Box::new(Exhausted));
    }
    let mut groups = Groups::new(horizontal.len() + vertical.len());
    for (one, across) in horizontal.iter().enumerate() {
        for (other, down) in vertical.iter().enumerate() {
            let meets = (down.from - NEAR..=down.to + NEAR).contains(&across.at)
                && (across.from - NEAR..=across.to + NEAR).contains(&down.at);
            if meets {
                groups.join(one, horizontal.len() + other);
            }
        }
    }
    let mut parts: std::collections::BTreeMap<usize, (Vec<Ruling>, Vec<Ruling>)> =
        Default::default();
    for (number, rule) in horizontal.iter().enumerate() {
        parts.entry(groups.root(number)).or_default().0.push(*rule);
    }
    for (number, rule) in vertical.iter().enumerate() {
        parts.entry(groups.root(horizontal.len() + number)).or_default().1.push(*rule);
    }
    let mut grids: Vec<RuledGrid> =
        parts.into_values().filter_map(|(across, down)| grid(&across, &down)).collect();
    if grids.len() > MOST_GRIDS {
        std::panic::resume_unwind(Box::new(Exhausted));
    }
    grids.sort_by_key(|grid| (grid.top(), grid.columns.first().copied()));
    grids
}

/// Lines of one direction, where near ones stand at one place and pieces of one line are one.
fn merged(rules: &[Ruling], is_horizontal: bool) -> Vec<Ruling> {
    let mut own: Vec<Ruling> =
        rules.iter().filter(|it| it.is_horizontal == is_horizontal).copied().collect();
    own.sort_by_key(|rule| rule.at);
    let mut first = 0;
    while first < own.len() {
        let start = own[first].at;
        let end = first + own[first..].partition_point(|rule| rule.at - start <= NEAR);
        let weight = |rule: &Ruling| i64::from((rule.to - rule.from).max(1));
        let total: i64 = own[first..end].iter().map(weight).sum();
        let sum: i64 = own[first..end].iter().map(|it| i64::from(it.at) * weight(it)).sum();
        for rule in &mut own[first..end] {
            rule.at = (sum / total) as i32;
        }
        first = end;
    }
    own.sort_by_key(|rule| (rule.at, rule.from));
    let mut merged: Vec<Ruling> = Vec::new();
    for rule in own {
        match merged.last_mut() {
            Some(last) if last.at == rule.at && rule.from <= last.to + NEAR => {
                last.to = last.to.max(rule.to);
            }
            _ => merged.push(rule),
        }
    }
    merged.retain(|rule| rule.to - rule.from >= SHORT);
    merged
}

/// The places of lines, with the sides that are open.
fn places(rules: &[Ruling], across: &[Ruling]) -> Vec<i32> {
    let mut places: Vec<i32> = rules.iter().map(|rule| rule.at).collect();
    places.sort_unstable();
    places.dedup();
    let low = across.iter().map(|rule| rule.from).min();
    let high = across.iter().map(|rule| rule.to).max();
    if let (Some(low), Some(&first)) = (low, places.first())
        && first - low > OPEN
    {
        places.insert(0, low);
    }
    if let (Some(high), Some(&last)) = (high, places.last())
        && high - last > OPEN
    {
        places.push(high);
    }
    places
}

fn grid(across: &[Ruling], down: &[Ruling]) -> Option<RuledGrid> {
    let (columns, rows) = (places(down, across), places(across, down));
    let (width, height) = (columns.len().checked_sub(1)?, rows.len().checked_sub(1)?);
    if width * height < 2 {
        return None;
    }
    if width * height > MOST_SQUARES {
        std::panic::resume_unwind(Box::new(Exhausted));
    }
    let mut squares = Groups::new(width * height);
    for row in 0..height {
        for column in 0..width {
            let own = row * width + column;
            if column + 1 < width && !is_ruled(down, columns[column + 1], rows[row], rows[row + 1])
            {
                squares.join(own, own + 1);
            }
            if row + 1 < height
                && !is_ruled(across, rows[row + 1], columns[column], columns[column + 1])
            {
                squares.join(own, own + width);
            }
        }
    }
    let roots: Vec<usize> = (0..width * height).map(|square| squares.root(square)).collect();
    let (owners, cells) = cells(&roots, width);
    (cells.len() > 1).then_some(RuledGrid { columns, rows, owners, cells })
}

/// Whether at least half of a side is ruled. Lines come in the order of their places.
fn is_ruled(rules: &[Ruling], at: i32, from: i32, to: i32) -> bool {
    let first = rules.partition_point(|rule| rule.at < at);
    let own = rules.get(first..).unwrap_or_default().iter().take_while(|rule| rule.at == at);
    let ruled: i32 = own.map(|rule| (rule.to.min(to) - rule.from.max(from)).max(0)).sum();
    ruled.saturating_mul(2) >= to - from
}

/// What squares that belong together reach over.
#[derive(Clone, Copy)]
struct Area {
    top: usize,
    left: usize,
    bottom: usize,
    right: usize,
    squares: usize,
}

/// Cells of squares that belong together: a rectangle is one, another shape is cut into strips, row by row.
fn cells(roots: &[usize], width: usize) -> (Vec<usize>, Vec<GridCell>) {
    let mut areas: Vec<Option<Area>> = vec![None; roots.len()];
    for (square, &root) in roots.iter().enumerate() {
        let (row, column) = (square / width, square % width);
        let new = Area { top: row, left: column, bottom: row, right: column, squares: 0 };
        let area = areas[root].get_or_insert(new);
        area.left = area.left.min(column);
        area.bottom = area.bottom.max(row);
        area.right = area.right.max(column);
        area.squares += 1;
    }
    let mut owners = vec![usize::MAX; roots.len()];
    let mut cells = Vec::new();
    for square in 0..roots.len() {
        if owners[square] != usize::MAX {
            continue;
        }
        let (row, column) = (square / width, square % width);
        let Some(Area { top, left, bottom, right, squares }) = areas[roots[square]] else {
            continue;
        };
        let is_rectangle = (bottom - top + 1) * (right - left + 1) == squares;
        let (rows, columns) = match is_rectangle {
            true => (bottom - top + 1, right - left + 1),
            false => {
                let own = roots[square..(row + 1) * width].iter();
                (1, own.take_while(|root| **root == roots[square]).count())
            }
        };
        for covered in row..row + rows {
            owners[covered * width + column..][..columns].fill(cells.len());
        }
        cells.push(GridCell { row, column, rows, columns });
    }
    (owners, cells)
}

/// Things that belong together.
struct Groups(Vec<usize>);

impl Groups {
    fn new(count: usize) -> Self {
        Self((0..count).collect())
    }

    fn root(&mut self, mut of: usize) -> usize {
        while self.0[of] != of {
            self.0[of] = self.0[self.0[of]];
            of = self.0[of];
        }
        of
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
        self.0[one.max(other)] = one.min(other);
    }
}
