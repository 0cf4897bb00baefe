//! Columns that a grid does not name: what stands over them, whether they hold figures, and the
//! records that 其余列 makes of them.

use super::figures::{figure_of, is_dash};
use super::header::{Header, position_of};
use super::reading::{RegionReading, says_percent};
use super::row_state::{OtherColumn, Rows};
use crate::{Content, ReadBy};
use gouji_document::Cell;
use gouji_program::Scalar;
use gouji_program::form::OtherColumns;
use gouji_text::{TextRange, tidy, trim_blank};
use gouji_value::{Notation, UnitTable};
use std::ops::Range;
use std::sync::Arc;

impl OtherColumn {
    /// The columns in `span` that a header does not bind.
    pub(super) fn all(reading: &RegionReading<'_>, header: &Header, span: Range<u16>) -> Vec<Self> {
        let mut bound = vec![false; usize::from(header.width)];
        for (column, _, _) in header.columns.iter().flatten() {
            if let Some(bound) = bound.get_mut(usize::from(*column)) {
                *bound = true;
            }
        }
        let free =
            (0..header.width).zip(bound).filter(|(column, bound)| !bound && span.contains(column));
        free.map(|(column, _)| {
            let (heading, place) = heading_of(reading, header, column);
            Self { column, heading, place, holds_figures: false, holds_text: false }
        })
        .collect()
    }
}

/// Most columns that one heading is taken to span, so that wide headers cost no more than their width.
const MOST_SPANNED: usize = 64;

/// The headings over a column as printed, from above to below, and where the lowest stands. A blank cell
/// belongs to the heading on its left, never beyond the heading above it.
fn heading_of(reading: &RegionReading<'_>, header: &Header, column: u16) -> (Arc<str>, TextRange) {
    let index = reading.index;
    let mut heading = String::new();
    let mut place = TextRange::default();
    let mut first = 0;
    for depth in 0..header.height {
        let cells = index.cells(header.line + depth);
        let behind = cells.partition_point(|cell| cell.column <= column);
        let before = cells[..behind].iter().rev().take(MOST_SPANNED);
        let mut before = before.take_while(|cell| cell.column >= first);
        let Some(cell) = before.find(|cell| !index.is_blank(cell)) else { continue };
        if depth + 1 == header.height && cell.column != column && !heading.is_empty() {
            continue;
        }
        if !heading.is_empty() {
            heading.push('/');
        }
        heading.push_str(&tidy(&index.document.text_of(cell.range)));
        (place, first) = (cell.range, cell.column);
    }
    (heading.into(), place)
}

/// What the rows of a column hold.
#[derive(Clone, Debug, Default)]
pub(super) struct ColumnTally {
    filled: u32,
    figures: u32,
    /// Those of them that are nothing but digits.
    bare: u32,
    /// Whether each bare number follows the one before: 1, 2, 3.
    counts: bool,
    /// Whether they stand in the order of their digits (301, 30101, 302), none with fewer than three.
    is_ordered: bool,
    /// Whether all could be years.
    are_years: bool,
    has_leading_zero: bool,
    last: String,
}

impl ColumnTally {
    /// One for each column.
    pub(super) fn of_columns(columns: &[OtherColumn]) -> Vec<Self> {
        vec![Self::new(); columns.len()]
    }

    /// Before any row.
    pub(super) fn new() -> Self {
        Self { counts: true, is_ordered: true, are_years: true, ..Self::default() }
    }

    /// Adds what stands in a row.
    pub(super) fn add_row(
        tallies: &mut [Self],
        columns: &[OtherColumn],
        reading: &RegionReading<'_>,
        cells: &[Cell],
    ) {
        for (tally, column) in tallies.iter_mut().zip(columns) {
            let Some(at) = position_of(cells, column.column) else { continue };
            let text = reading.index.document.text_of(cells[at].range);
            let text = trim_blank(&text);
            if !text.is_empty() {
                tally.add(reading.figures(), text);
            }
        }
    }

    /// Adds what stands in one row.
    pub(super) fn add(&mut self, reads: (&UnitTable, Notation), text: &str) {
        if is_dash(reads.0, text) {
            return;
        }
        self.filled += 1;
        if figure_of(reads, text, None).is_none() {
            return;
        }
        self.figures += 1;
        if !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return;
        }
        let number = text.parse::<u64>().ok();
        let before = self.last.parse::<u64>().ok();
        self.counts &= match before {
            None => number == Some(1),
            Some(before) => number == before.checked_add(1),
        };
        self.is_ordered &= text.len() >= 3 && self.last.as_str() < text;
        self.are_years &= number.is_some_and(|year| (1900..2200).contains(&year));
        self.has_leading_zero |= text.len() > 1 && text.starts_with('0');
        self.bare += 1;
        self.last.clear();
        self.last.push_str(text);
    }

    /// Whether it holds figures in most of its rows, and no numbering, codes or years.
    pub(super) fn holds_figures(&self) -> bool {
        let is_numbering = self.bare == self.figures
            && (self.counts
                || self.are_years
                || self.has_leading_zero
                || (self.is_ordered && self.bare >= 3));
        self.figures > 0 && self.figures * 2 > self.filled && !is_numbering
    }

    /// Whether it holds something that is no figure, in most of its rows.
    pub(super) fn holds_text(&self) -> bool {
        self.filled > 0 && !self.holds_figures()
    }
}

impl Rows<'_, '_> {
    /// 其余列: each column without a name of its own becomes a record of the row.
    pub(super) fn fill_other_columns(&mut self, row: u32, to: &OtherColumns, line: u32) {
        let Some(header_line) = self.header.as_ref().map(|header| header.line) else { return };
        let cells = self.reading.index.cells(line);
        let end = cells.last().map_or(0, |cell| cell.range.end);
        let Some(scalar) = self.scalar(to.record, to.value) else { return };
        for other in &self.others {
            if other.heading.is_empty() || (other.holds_text && scalar != Scalar::Text) {
                continue;
            }
            let cell = position_of(cells, other.column).map(|at| cells[at].range);
            let range = cell.unwrap_or(TextRange::empty(end));
            let place = if range.is_empty() { self.line_place(line) } else { range };
            let leaf = self.reading.index.document.text_of(other.place);
            let unit = self.reading.unit_for(scalar, &leaf, header_line);
            let record = self.reading.builder.record(to.record, Some((row, to.list)), place);
            if let Some(name) = to.name {
                let heading = &other.heading;
                let made =
                    self.reading.builder.made(Content::Text, heading, other.place, ReadBy::Grid);
                self.reading.builder.set(record, name, made);
            }
            let mut value = self.reading.builder.cell(scalar, range, unit, ReadBy::Grid);
            if scalar == Scalar::Percent && says_percent(&leaf) {
                self.reading.builder.read_bare_percent(&mut value);
            }
            self.reading.builder.set(record, to.value, value);
            self.reading.builder.apply_blanks(record, &to.blanks);
        }
    }
}
