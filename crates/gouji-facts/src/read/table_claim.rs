//! What a claim is: a table that a form reads, and what is said of claims in a document as a whole.

use super::titles::TableTitle;
use crate::{Fragment, Region};
use gouji_diagnostic::{CodeInfo, Diagnostic};
use gouji_program::FormId;
use gouji_text::{Localized, TextRange};

/// A table that a form reads.
#[derive(Clone, Debug)]
pub(super) struct TableClaim {
    /// Number of the form.
    pub(super) form: usize,
    /// The first line that leads up to it.
    pub(super) first: u32,
    /// The title, where the form asks for one.
    pub(super) title: Option<TableTitle>,
    /// The first line of its header; where the form has no grid, the first line behind the title.
    pub(super) header: u32,
    /// Number of the header's rows.
    pub(super) height: u32,
    /// One past the last line that belongs to it.
    pub(super) end: u32,
    /// One past its last row.
    pub(super) rows_end: u32,
    /// Its rows.
    pub(super) rows: Vec<u32>,
    /// Whether another printing of the same table is read instead.
    pub(super) is_printed_twice: bool,
}

/// Something that is said of a form in a document as a whole.
pub(super) struct SaidOfTables {
    pub(super) form: usize,
    pub(super) problem: Diagnostic<TextRange>,
}

impl SaidOfTables {
    pub(super) fn new(
        form: usize,
        code: &'static CodeInfo,
        message: Localized,
        place: TextRange,
    ) -> Self {
        let problem = Diagnostic::new(code, message).at(place, Localized::default());
        Self { form, problem }
    }

    /// As a fragment without records.
    pub(super) fn fragment(self) -> (Region, Fragment) {
        let ranges = self.problem.places.iter().map(|place| place.at);
        let range = ranges.reduce(TextRange::cover).unwrap_or_default();
        let region = Region { form: FormId(self.form as u16), range };
        let problem = self.problem.map(|place| place.relative_to(range.start));
        (region, Fragment { problems: vec![problem], ..Fragment::default() })
    }
}

/// What the forms claim, in the order of forms and lines.
#[derive(Default)]
pub(super) struct TableClaims {
    pub(super) tables: Vec<TableClaim>,
    pub(super) said: Vec<SaidOfTables>,
}
