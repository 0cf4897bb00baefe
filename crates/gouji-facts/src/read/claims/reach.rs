//! How far the tables that are claimed reach.

use super::super::grid::ended_by_words;
use super::super::headings::header_rows;
use super::super::lines::LineKind;
use super::super::printings;
use super::super::table::{table, whole_headers_at};
use super::super::table_claim::{SaidOfTables, TableClaim};
use super::{ClaimWork, CompiledGrid};
use crate::codes;

/// Most notes below a table that belong to it.
const MOST_NOTES: u32 = 12;
/// Most headers behind that two forms share.
const MOST_SHARED: u32 = 64;
/// Most lines above a table that are looked at for its captions.
const MOST_ABOVE: u32 = 40;

impl ClaimWork<'_, '_> {
    /// How far each table reaches. A header inside of a table of the same form is none of its own.
    pub(super) fn measure(&mut self) {
        let index = self.index;
        self.headers.sort_unstable();
        self.next_other = vec![self.headers.len(); self.headers.len()];
        for at in (1..self.headers.len()).rev() {
            let is_same = self.headers[at - 1].1 == self.headers[at].1;
            self.next_other[at - 1] = if is_same { self.next_other[at] } else { at };
        }
        let mut open: Option<(usize, u32)> = None;
        for at in 0..self.claims.tables.len() {
            let claim = self.claims.tables[at].clone();
            let floor = open.filter(|(form, _)| *form == claim.form).map_or(0, |(_, end)| end);
            if claim.title.is_none() && claim.header < floor {
                self.claims.tables[at].end = claim.header;
                continue;
            }
            let grids = self.grids(claim.form);
            let stop = self.stop(&claim, &grids);
            let compiled = &self.reader.forms[claim.form];
            let headers = whole_headers_at(index, &grids, claim.header).unwrap_or_default();
            let first = match claim.title {
                Some(title) => title.first,
                None => self.lead(claim.header, floor),
            };
            let (rows_end, rows) = if headers.is_empty() {
                (self.block_end(claim.header, stop), Vec::new())
            } else {
                let found = table(index, compiled, &grids, headers, first..stop);
                match self.printed_again(&claim, &found.rows) {
                    Some(again) => {
                        let rows = found.rows.get(..again).unwrap_or_default().to_vec();
                        (rows.last().map_or(found.end, |last| last + 1), rows)
                    }
                    None => {
                        if let Some(words) = found.words {
                            self.say_end(claim.form, words);
                        }
                        (found.end, found.rows)
                    }
                }
            };
            let end = match claim.title {
                Some(_) => self.notes_end(rows_end, stop),
                None => rows_end,
            };
            let claim = &mut self.claims.tables[at];
            (claim.first, claim.end, claim.rows_end, claim.rows) = (first, end, rows_end, rows);
            open = Some((claim.form, end));
        }
    }

    /// The number of the row at which a table that was found by its header is printed again: the header
    /// is repeated there, as on a new page, and the rows behind it are the table's first ones.
    fn printed_again(&self, claim: &TableClaim, rows: &[u32]) -> Option<usize> {
        let (first, last) = (*rows.first()?, *rows.last()?);
        if claim.title.is_some() {
            return None;
        }
        let from = self.headers.partition_point(|(line, _)| *line <= first);
        let headers = self.headers.get(from..)?.iter().take_while(|(line, _)| *line < last);
        let pages = headers.filter(|(_, form)| *form == claim.form);
        let mut pages = pages.map(|(line, _)| rows.partition_point(|row| row < line));
        pages.find(|page| printings::begins_again(self.index, rows, *page))
    }

    /// A table ends at a row of words under its figures: said, unless a form reads on there.
    fn say_end(&mut self, form: usize, words: u32) {
        let at = self.headers.partition_point(|(line, _)| *line < words);
        if self.headers.get(at).is_some_and(|(line, _)| *line == words) {
            return;
        }
        let name = &self.form(form).name;
        if let Some((message, place)) = ended_by_words(self.index, name, words) {
            self.claims.said.push(SaidOfTables::new(form, &codes::TABLE_ENDS, message, place));
        }
    }

    /// The next line at which something else begins: a title, or the header of another form.
    fn stop(&self, claim: &TableClaim, grids: &[&CompiledGrid]) -> u32 {
        let index = self.index;
        let from = claim.header + claim.height.max(1);
        let titles = &self.titles;
        let at = titles.partition_point(|title| title.first < from);
        let mut rest = titles.get(at..).unwrap_or_default().iter();
        let title = rest.find(|title| !(title.goes_on && title.form == claim.form));
        let title = title.map_or(index.line_count(), |title| title.first);
        let mut at = self.headers.partition_point(|(line, _)| *line < from);
        for _ in 0..MOST_SHARED {
            let Some((line, form)) = self.headers.get(at).copied() else { break };
            if line >= title {
                break;
            }
            if form == claim.form {
                at = self.next_other[at];
            } else if whole_headers_at(index, grids, line).is_none() {
                return line;
            } else {
                at += 1;
            }
        }
        title
    }

    /// The end of the rows that a title stands over.
    pub(super) fn block_end(&self, from: u32, stop: u32) -> u32 {
        let index = self.index;
        let first = (from..stop).find(|line| index.row(*line).is_some());
        let Some(first) = first else { return from.max(1) };
        let block = index.line(first).block;
        (first..stop).find(|line| index.line(*line).block != block).unwrap_or(stop)
    }

    /// The end of the notes below a table: running text up to the next row or heading.
    fn notes_end(&self, rows_end: u32, stop: u32) -> u32 {
        let index = self.index;
        let last = stop.min(rows_end + MOST_NOTES);
        let mut notes = rows_end..last;
        let end = notes.find(|line| index.line(*line).kind != LineKind::Paragraph);
        end.unwrap_or(last)
    }

    /// The first line above `line` that still leads up to it: running text back to the nearest
    /// heading, and rows of the same grid that are titles and captions.
    fn lead(&self, line: u32, floor: u32) -> u32 {
        let index = self.index;
        let floor = floor.max(line.saturating_sub(MOST_ABOVE));
        let block = index.line(line).block;
        let mut first = line;
        let mut in_rows = true;
        for above in (floor..line).rev() {
            let here = index.line(above);
            match here.kind {
                LineKind::Row(_) => {
                    let leads = in_rows
                        && here.block == block
                        && (here.filled <= 2 || index.declares_unit(above))
                        && header_rows(index, above) > 0;
                    if !leads {
                        break;
                    }
                    first = above;
                }
                LineKind::Paragraph => (first, in_rows) = (above, false),
                LineKind::Furniture => {}
                LineKind::Heading(_) => return above,
                LineKind::Contents(_) => break,
            }
        }
        first
    }
}
