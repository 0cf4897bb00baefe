//! What a workbook does not show.

/// How many parts of a workbook are hidden and hold something; they are read all the same.
#[derive(Default)]
pub(crate) struct Hidden {
    pub(crate) sheets: Vec<String>,
    pub(crate) rows: u32,
    pub(crate) columns: u32,
    /// Where the text of the first of them starts.
    pub(crate) first: Option<u32>,
}
