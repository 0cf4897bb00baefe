//! Workbooks: sheets of cells, and the text that they make.
//!
//! A sheet becomes lines of cells as it would be copied out: a line a row, as many cells as the stretch of
//! rows is wide. What a merged range covers is blank behind the cell that shows its text. Sheets, and
//! tables between which there is a row without any cell, are parted by a blank line. Each cell keeps its
//! place, and its formula beside the value it shows.

mod dates;
mod decimal;
mod format;
mod hidden;
mod ods;
mod reference;
mod sheet;
mod styles;
mod text_of_sheets;
mod xls;
mod xlsx;

pub(super) use ods::read as read_ods;
pub(super) use xls::read as read_xls;
pub(super) use xlsx::read as read_xlsx;
