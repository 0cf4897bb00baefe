//! The tables of a document, as far as they are counted.

use crate::SurveyedTable;
use gouji_program::FormId;
use gouji_text::TextRange;

/// A table of a document: where it stands, and which forms claim it. The same ones as in a
/// [`FormSurvey`](crate::FormSurvey), without what became of their cells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentTable {
    /// From its title, or its first row, to its last row.
    pub range: TextRange,
    /// Number of its rows, with those of title and header.
    pub rows: usize,
    /// The forms that claim it as a whole. Others may read single cells by their labels.
    pub forms: Vec<FormId>,
}

impl From<&SurveyedTable> for DocumentTable {
    fn from(table: &SurveyedTable) -> Self {
        Self { range: table.range, rows: table.rows.len(), forms: table.claimed_by.clone() }
    }
}
