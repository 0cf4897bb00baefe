//! How far a table reaches: its headers and rows, over page breaks.

use super::compiled::{CompiledForm, CompiledGrid};
use super::header::Header;
use super::index::Index;
use super::lines::LineKind;

/// What belongs to a table, in order.
pub(super) enum TablePart {
    Header(Header),
    Row(u32),
}

/// The parts of the table whose header begins at `header.line`, and the line behind it. Blank lines,
/// page headings and repeated headers do not end a table; a paragraph without a repeated header
/// behind it, another table's header and rows of another shape do.
pub(super) fn parts(
    index: &Index<'_>,
    compiled: &CompiledForm,
    grid: &CompiledGrid,
    header: Header,
    end: u32,
) -> (Vec<TablePart>, u32) {
    let mut parts = Vec::new();
    let mut block = index.line(header.line).block;
    let mut line = header.line + header.height;
    let mut current = header.clone();
    parts.push(TablePart::Header(header));
    while line < end {
        let here = index.line(line);
        if here.kind == LineKind::Furniture {
            line += 1;
            continue;
        }
        if !matches!(here.kind, LineKind::Row(_)) {
            // A numbered heading begins something else. A page's own heading does not, where the
            // next row repeats the header.
            let mut gap = (line..end).take_while(|line| index.row(*line).is_none());
            if gap.any(|line| matches!(index.line(line).kind, LineKind::Heading(_))) {
                break;
            }
            let next = (line..end).find(|line| index.row(*line).is_some());
            match next.and_then(|next| grid.header_at(index, next)) {
                Some(again) => {
                    line = again.line;
                    block = index.line(line).block;
                    continue;
                }
                None => break,
            }
        }
        if let Some(again) = grid.header_at(index, line) {
            line += again.height;
            block = here.block;
            current = again.clone();
            parts.push(TablePart::Header(again));
            continue;
        }
        if is_foreign(index, compiled, line) {
            break;
        }
        if here.block != block {
            if !CompiledGrid::fits(&current, index.cells(line)) {
                break;
            }
            block = here.block;
        }
        if index.cells(line).iter().any(|cell| !index.is_blank(cell)) {
            parts.push(TablePart::Row(line));
        }
        line += 1;
    }
    (parts, line)
}

/// Whether a row belongs to another part of the same form: a label that values stand beside.
fn is_foreign(index: &Index<'_>, compiled: &CompiledForm, line: u32) -> bool {
    index.line_hits(line).iter().any(|hit| compiled.beside.contains(hit.label))
}

/// The end of the table whose header is at `line`, for cutting regions.
pub(super) fn table_end(
    index: &Index<'_>,
    compiled: &CompiledForm,
    grid: &CompiledGrid,
    line: u32,
) -> Option<u32> {
    let header = grid.header_at(index, line)?;
    Some(parts(index, compiled, grid, header, index.line_count()).1)
}
