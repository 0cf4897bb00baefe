//! 明细: what is known while the rows of a table become records.

use super::compiled::CompiledGrid;
use super::header::Header;
use super::reading::RegionReading;
use gouji_program::form::{Grid, Ownership};
use gouji_text::TextRange;
use gouji_value::UnitId;
use std::sync::Arc;

/// Rows on their way to records.
pub(super) struct Rows<'rows, 'read> {
    pub(super) reading: &'rows mut RegionReading<'read>,
    pub(super) grid: &'rows Grid,
    pub(super) compiled: &'rows CompiledGrid,
    /// Whether the form's own records are made of rows.
    pub(super) is_whole_table: bool,
    /// The own record that rows go to.
    pub(super) own: Option<u32>,
    /// For each kind: whether the own record has such a total row already.
    pub(super) has_total: Vec<bool>,
    /// For each kind: which rows it owns.
    pub(super) ownership: Vec<Option<Ownership>>,
    /// The open records of lists: kind, record. Rows go to the innermost that owns rows below it.
    pub(super) open: Vec<(usize, u32)>,
    /// Rows that wait for the subtotal below that owns them.
    pub(super) waiting: Vec<WaitingRow>,
    pub(super) header: Option<Header>,
    /// The columns that the grid does not name, under the header at hand.
    pub(super) others: Vec<OtherColumn>,
    /// For each kind and column: the unit of bare figures.
    pub(super) units: Vec<Vec<Option<UnitId>>>,
    /// For each kind and field: the row before, for 续上.
    pub(super) above: Vec<Option<u32>>,
}

impl<'rows, 'read> Rows<'rows, 'read> {
    pub(super) fn new(
        reading: &'rows mut RegionReading<'read>,
        grid: &'rows Grid,
        compiled: &'rows CompiledGrid,
        own: Option<u32>,
    ) -> Self {
        let kinds = grid.kinds.len();
        Self {
            reading,
            grid,
            compiled,
            is_whole_table: false,
            own,
            has_total: vec![false; kinds],
            ownership: Vec::new(),
            open: Vec::new(),
            waiting: Vec::new(),
            header: None,
            others: Vec::new(),
            units: Vec::new(),
            above: vec![None; kinds],
        }
    }
}

/// A column of a table that the grid does not name.
#[derive(Clone, Debug)]
pub(super) struct OtherColumn {
    /// Column of the document.
    pub(super) column: u16,
    /// The headings over it, from above to below, joined by `/`; empty where none stands there.
    pub(super) heading: Arc<str>,
    /// Where the lowest of them stands.
    pub(super) place: TextRange,
    /// Its rows hold figures.
    pub(super) holds_figures: bool,
    /// Its rows hold something else.
    pub(super) holds_text: bool,
}

/// A row that waits for the row below that owns it.
pub(super) struct WaitingRow {
    /// Its kind.
    pub(super) kind: usize,
    pub(super) row: u32,
}
