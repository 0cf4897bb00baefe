//! Grids: stretches of rows that nothing but furniture and page breaks interrupts.

use crate::{BlockKind, Body, Row, RowGrid};
use gouji_text::TextRange;

/// Whether two rows may belong to one table, by their widths.
pub(crate) fn go_together(one: &Row, other: &Row) -> bool {
    one.cell_count.abs_diff(other.cell_count) <= 1
}

/// Joins the tables of a body to grids; those with these first rows go on with the one before.
pub(crate) fn join(mut body: Body, continued: &[u32]) -> Body {
    let mut grids: Vec<RowGrid> = Vec::with_capacity(body.blocks.len() / 8 + 1);
    // Where the table before ends, and whether furniture follows it.
    let mut open: Option<(u32, bool)> = None;
    for block in &body.blocks {
        match block.kind {
            BlockKind::Table { first_row, row_count } => {
                let gap = open.filter(|(end, cut)| *cut || has_break(&body, *end, first_row));
                match grids.last_mut() {
                    Some(grid)
                        if gap.is_some()
                            && (continued.binary_search(&first_row).is_ok()
                                || fits(&body, grid, first_row, row_count)) =>
                    {
                        grid.row_count += row_count;
                    }
                    _ => grids.push(RowGrid { first_row, row_count }),
                }
                open = Some((block.range.end, false));
            }
            BlockKind::Furniture => open = open.map(|(end, _)| (end, true)),
            BlockKind::Paragraph | BlockKind::Heading { .. } | BlockKind::Contents { .. } => {
                open = None;
            }
        }
    }
    body.grids = grids;
    body
}

/// Whether a page ends between a place and a row.
fn has_break(body: &Body, end: u32, row: u32) -> bool {
    let start = body.rows.get(row as usize).map(|row| row.range.trimmed(&body.text).start);
    start.is_some_and(|start| {
        start > end && TextRange::new(end, start).of(&body.text).contains('\u{c}')
    })
}

/// Whether a table is as wide as the part of it before a page break.
fn fits(body: &Body, grid: &RowGrid, first_row: u32, row_count: u32) -> bool {
    let widest = |rows: std::ops::Range<u32>| {
        let rows = body.rows.get(rows.start as usize..rows.end as usize).unwrap_or_default();
        rows.iter().map(|row| row.cell_count).max().unwrap_or(0)
    };
    // The last rows before the break tell; looking at all of them again at each break would not be
    // linear.
    let end = grid.first_row + grid.row_count;
    let before = widest(grid.first_row.max(end.saturating_sub(LAST_ROWS))..end);
    let behind = widest(first_row..first_row + row_count.min(LAST_ROWS));
    before.abs_diff(behind) <= 1
}

/// So many rows on both sides of a break are looked at.
const LAST_ROWS: u32 = 16;
