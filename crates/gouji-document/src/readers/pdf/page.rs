//! What stands on a page, from above to below: lines of text, and tables.

use super::collect::{Glyph, PageContent};
use super::grid::{RuledGrid, grids};
use super::lines::{PrintedLine, joined, lines};
use serde::{Deserialize, Serialize};

/// What follows on a page.
#[derive(Serialize, Deserialize)]
pub(super) enum Item {
    /// A line outside tables.
    PrintedLine(PrintedLine),
    /// A table.
    Table(DrawnTable),
}

/// A table, with the texts of its cells.
#[derive(Serialize, Deserialize)]
pub(super) struct DrawnTable {
    pub(super) grid: RuledGrid,
    pub(super) texts: Vec<String>,
}

/// What stands on a page.
pub(super) fn items(content: &PageContent, glyphs: &[&Glyph]) -> Vec<Item> {
    let mut tables = grids(&content.rules);
    if tables.is_empty() {
        tables = grids(&content.edges);
    }
    let mut inside: Vec<Vec<Vec<&Glyph>>> =
        tables.iter().map(|grid| vec![Vec::new(); grid.cells.len()]).collect();
    let mut outside: Vec<&Glyph> = Vec::new();
    for &glyph in glyphs {
        let x = glyph.left.midpoint(glyph.right);
        let found = tables
            .iter()
            .enumerate()
            .find_map(|(number, grid)| grid.cell_at(x, glyph.middle).map(|cell| (number, cell)));
        match found.and_then(|(table, cell)| inside.get_mut(table)?.get_mut(cell)) {
            Some(cell) => cell.push(glyph),
            None => outside.push(glyph),
        }
    }
    let mut items: Vec<(i32, Item)> = Vec::new();
    for (grid, inside) in tables.into_iter().zip(inside) {
        let right = |number: usize| {
            let cell = grid.cells.get(number)?;
            grid.columns.get(cell.column + cell.columns).copied()
        };
        let text = |(number, glyphs): (usize, Vec<&Glyph>)| {
            joined(&lines(glyphs), right(number).unwrap_or(0))
        };
        let texts: Vec<String> = inside.into_iter().enumerate().map(text).collect();
        if texts.iter().any(|text| !text.is_empty()) {
            items.push((grid.top(), Item::Table(DrawnTable { grid, texts })));
        }
    }
    items.extend(lines(outside).into_iter().map(|line| (line.middle, Item::PrintedLine(line))));
    items.sort_by_key(|(top, _)| *top);
    items.into_iter().map(|(_, item)| item).collect()
}
