//! 明细: the table whose rows a grid reads, found in a region.

use super::compiled::CompiledGrid;
use super::reading::RegionReading;
use super::rows::Rows;
use super::table::parts;
use crate::codes;
use gouji_program::form::{Column, Grid};
use gouji_text::Localized;

/// A grid inside a region: its rows become children of `own`.
pub(super) fn read(
    reading: &mut RegionReading<'_>,
    own: u32,
    grid: &Grid,
    compiled: &CompiledGrid,
) {
    let (index, planned) = (reading.index, reading.planned);
    let Some(header) = compiled.first_header(index, planned.anchor, planned.end) else {
        let (form, column) = (reading.builder.form_name(), grid.columns.first().map(Column::name));
        let column = column.unwrap_or_default();
        let message = Localized::new(
            format!("{form}里没有找到以「{column}」开头的明细表"),
            format!("{form} has no table whose header begins with “{column}”"),
        );
        return reading.problem(&codes::TABLE_MISSING, message, planned.place);
    };
    let (parts, _) = parts(index, reading.compiled, compiled, header, planned.end);
    let first = reading.builder.next_record();
    Rows::new(reading, grid, compiled, Some(own)).read(parts);
    super::levels::order(&mut reading.builder, grid, first);
}

/// A region that is a table: its rows become records of the form.
pub(super) fn read_table(reading: &mut RegionReading<'_>) {
    let (index, planned) = (reading.index, reading.planned);
    let Some(grid) = reading.form.grids().next() else { return };
    let Some(compiled) = reading.compiled.table_grid() else { return };
    let Some(header) = compiled.header_at(index, planned.anchor) else { return };
    let (parts, _) = parts(index, reading.compiled, compiled, header, planned.end);
    let mut rows = Rows::new(reading, grid, compiled, None);
    rows.is_whole_table = true;
    rows.read(parts);
    super::levels::order(&mut reading.builder, grid, 0);
}
