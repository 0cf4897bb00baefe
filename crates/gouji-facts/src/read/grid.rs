//! 明细: the table whose rows a grid reads.

use super::compiled::CompiledGrid;
use super::index::Index;
use super::misfit;
use super::reading::RegionReading;
use super::row_state::Rows;
use super::table::{ReadTable, table, whole_headers_at};
use crate::codes;
use gouji_program::form::{Column, Grid};
use gouji_text::{Localized, TextRange};

/// A grid inside a region: its rows become children of `own`.
pub(super) fn read(
    reading: &mut RegionReading<'_>,
    own: u32,
    grid: &Grid,
    compiled: &CompiledGrid,
) {
    let (index, planned) = (reading.index, reading.planned);
    let Some(header) = compiled.first_header(index, planned.anchor, planned.end) else {
        return say_missing(reading, grid, compiled);
    };
    let grids = [compiled];
    let found = table(index, reading.compiled, &grids, vec![header], planned.first..planned.end);
    read_rows(reading, Some(own), &[(grid, compiled)], found, false);
}

/// Says that no table has the grid's header, or what the one lacks that is most like it.
fn say_missing(reading: &mut RegionReading<'_>, grid: &Grid, compiled: &CompiledGrid) {
    let (index, planned) = (reading.index, reading.planned);
    let form = reading.builder.form_name();
    if let Some(bound) = compiled.best_header(index, planned.anchor, planned.end) {
        let whose = (format!("{form}的表头"), format!("the header of {form}"));
        let bounds = [bound];
        let message = misfit::describe(index, (&whose.0, &whose.1), &[(grid, compiled)], &bounds);
        let place = misfit::place(index, &bounds);
        return reading.problem(&codes::COLUMN_MISSING, message, place);
    }
    let column = grid.columns.first().map(Column::name).unwrap_or_default();
    let message = Localized::new(
        format!("{form}里没有找到以「{column}」开头的明细表"),
        format!("{form} has no table whose header begins with “{column}”"),
    );
    reading.problem(&codes::TABLE_MISSING, message, planned.place);
}

/// A region that is a table: its rows become records of the form.
pub(super) fn read_table(reading: &mut RegionReading<'_>) {
    if let Some(found) = planned_table(reading) {
        let grids: Vec<_> = reading.form.grids().zip(reading.compiled.grids()).take(1).collect();
        read_rows(reading, None, &grids, found, true);
    }
}

/// A table with a title: its rows become children of `own`, grid by grid.
pub(super) fn read_titled(reading: &mut RegionReading<'_>, own: u32) {
    if let Some(found) = planned_table(reading) {
        let grids: Vec<_> = reading.form.grids().zip(reading.compiled.grids()).collect();
        read_rows(reading, Some(own), &grids, found, false);
    }
}

/// The table whose header was found when the document was cut.
fn planned_table(reading: &RegionReading<'_>) -> Option<ReadTable> {
    let (index, planned) = (reading.index, reading.planned);
    let grids = reading.compiled.grids();
    let headers = whole_headers_at(index, &grids, planned.header?)?;
    Some(table(index, reading.compiled, &grids, headers, planned.first..planned.end))
}

fn read_rows(
    reading: &mut RegionReading<'_>,
    own: Option<u32>,
    grids: &[(&Grid, &CompiledGrid)],
    found: ReadTable,
    is_whole_table: bool,
) {
    let ended = found
        .words
        .and_then(|words| ended_by_words(reading.index, reading.builder.form_name(), words));
    if let Some((message, place)) = ended {
        reading.problem(&codes::TABLE_ENDS, message, place);
    }
    for ((grid, compiled), parts) in grids.iter().zip(found.parts) {
        let first = reading.builder.next_record();
        let mut rows = Rows::new(reading, grid, compiled, own);
        rows.is_whole_table = is_whole_table;
        rows.read(parts);
        super::levels::order(&mut reading.builder, grid, first);
    }
}

/// What is said of a table that ends at a row of words under figures, where that is no header that
/// some form knows.
pub(super) fn ended_by_words(
    index: &Index<'_>,
    form: &str,
    words: u32,
) -> Option<(Localized, TextRange)> {
    let filled = index.cells(words).iter().filter(|cell| !index.is_blank(cell)).count();
    if index.line_hits(words).len() >= filled {
        return None;
    }
    let message = Localized::new(
        format!("{form}到这一行为止：数的下面是文字，像是另一张表的表头；从这里起没有读"),
        format!(
            "{form} ends here: words stand under its figures, as in another table's header; nothing was read from here on"
        ),
    );
    Some((message, index.line(words).range.trimmed(&index.document.text)))
}
