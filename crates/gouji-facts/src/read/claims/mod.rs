//! Which form claims which table.
//!
//! A form with titles claims the tables that are titled so, if its columns stand in them; one without
//! claims every table whose header has all of its columns. What is wrong with that in the document as
//! a whole is said here: a title without a table, a header that does not fit, two forms for one table.

mod reach;
mod unclaimed;

use super::compiled::{CompiledGrid, FormReader};
use super::header::{BoundHeader, Header};
use super::headings::header_rows;
use super::index::Index;
use super::labels::LabelSet;
use super::lines::LineKind;
use super::misfit;
use super::table::{headers_at, whole_headers_at};
use super::table_claim::{SaidOfTables, TableClaim, TableClaims};
use super::titles::{TableTitle, may_stand_between};
use crate::codes;
use gouji_program::FormId;
use gouji_program::form::{Form, Grid, Scope};
use gouji_text::{Localized, TextRange, tidy};

/// Most lines between a title and its table.
pub(super) const MOST_BETWEEN: u32 = 6;

/// Finds the tables of all forms.
pub(super) fn claims(reader: &FormReader, index: &Index<'_>) -> TableClaims {
    let titles = super::titles::find(&reader.program, index);
    let claims = TableClaims::default();
    let (headers, next_other) = (Vec::new(), Vec::new());
    let met = vec![false; reader.forms.len()];
    let mut labels = LabelSet::default();
    labels.extend(index.notes.hits.iter().map(|hit| hit.label));
    let titles = &titles;
    let mut work = ClaimWork { titles, reader, index, labels, claims, headers, next_other, met };
    work.titled();
    work.untitled();
    work.claims.tables.sort_by_key(|claim| (claim.form, claim.header));
    work.measure();
    work.claims.tables.retain(|claim| claim.end > claim.header);
    super::printings::compare(reader, index, &mut work.claims);
    work.claimed_twice();
    work.misfits();
    work.foreign_titles();
    work.claims
}

struct ClaimWork<'work, 'document> {
    /// The titles of all forms' tables, in order.
    titles: &'work [TableTitle],
    reader: &'work FormReader,
    index: &'work Index<'document>,
    /// All labels that stand in the document.
    labels: LabelSet,
    claims: TableClaims,
    /// First lines of the headers of all forms, with the form.
    headers: Vec<(u32, usize)>,
    /// For each of them, the next one of another form.
    next_other: Vec<usize>,
    /// For each form, whether it claims a table or something was said of it.
    met: Vec<bool>,
}

impl<'work> ClaimWork<'work, '_> {
    fn form(&self, number: usize) -> &'work Form {
        &self.reader.program.forms[FormId(number as u16)]
    }

    fn grids(&self, number: usize) -> Vec<&'work CompiledGrid> {
        self.reader.forms[number].grids()
    }

    /// Whether the document has all headings of some grids: most forms are for other documents.
    fn has_headings_of(&self, grids: &[&CompiledGrid]) -> bool {
        grids.iter().all(|grid| grid.may_be_whole(&self.labels))
    }

    fn text(&self, range: TextRange) -> String {
        tidy(&self.index.document.text_of(range))
    }

    fn line_number_place(&self, line: u32) -> TextRange {
        let line = self.index.notes.lines.get(line as usize);
        line.map_or(TextRange::default(), |it| it.range.trimmed(&self.index.document.text))
    }

    /// The tables under the titles of forms that have some.
    fn titled(&mut self) {
        // What is wrong with a title matters where the form reads no table.
        let mut bare: Vec<TableTitle> = Vec::new();
        for title in self.titles.iter().filter(|title| !title.goes_on) {
            let grids = self.grids(title.form);
            let Some(first) = self.first_row(title) else {
                bare.push(*title);
                continue;
            };
            if grids.is_empty() {
                self.claim(title.form, Some(*title), title.last + 1, 0);
                continue;
            }
            match self.header_below(&grids, first) {
                Ok((line, headers)) => {
                    let height = headers.iter().map(|header| header.height).max().unwrap_or(1);
                    self.claim(title.form, Some(*title), line, height);
                }
                Err((line, rows)) => self.misfit_below(title, line, rows),
            }
        }
        for title in bare {
            // Once a form.
            if std::mem::replace(&mut self.met[title.form], true) {
                continue;
            }
            let text = self.text(title.place);
            let form = &self.form(title.form).name;
            let message = Localized::new(
                format!("{form}：「{text}」下面没有表"),
                format!("{form}: no table stands under “{text}”"),
            );
            self.claims.said.push(SaidOfTables::new(
                title.form,
                &codes::TITLE_WITHOUT_TABLE,
                message,
                title.place,
            ));
        }
    }

    fn claim(&mut self, form: usize, title: Option<TableTitle>, header: u32, height: u32) {
        self.headers.push((header, form));
        self.met[form] = true;
        let first = title.map_or(header, |title| title.first);
        let (end, rows) = (header + height, Vec::new());
        let rows_end = end;
        let is_printed_twice = false;
        self.claims.tables.push(TableClaim {
            form,
            first,
            title,
            header,
            height,
            end,
            rows_end,
            rows,
            is_printed_twice,
        });
    }

    /// The first row below a title that may be the table's.
    fn first_row(&self, title: &TableTitle) -> Option<u32> {
        let index = self.index;
        let text = index.document.text_of(title.place);
        let titles = &self.titles;
        for line in title.last + 1..(title.last + 2 + MOST_BETWEEN).min(index.line_count()) {
            let at = titles.partition_point(|it| it.first < line);
            if titles.get(at).is_some_and(|it| it.first == line) {
                return None;
            }
            match index.line(line).kind {
                LineKind::Row(_) => return Some(line),
                LineKind::Furniture => {}
                LineKind::Heading(_) | LineKind::Contents(_) => return None,
                LineKind::Paragraph => {
                    let between = index.document.text_of(index.line(line).range);
                    if !may_stand_between(&between, &text) {
                        return None;
                    }
                }
            }
        }
        None
    }

    /// The header that the rows from `first` on hold, with the line at which it begins; or else the rows
    /// that should have held it, as the first and how many. Rows of captions may stand apart in front of it,
    /// as in workbooks: 编制单位：…, a blank row, and then the header.
    fn header_below(
        &self,
        grids: &[&CompiledGrid],
        first: u32,
    ) -> Result<(u32, Vec<Header>), (u32, u32)> {
        let index = self.index;
        let mut line = first;
        loop {
            let rows = header_rows(index, line).max(1);
            let mut within = line..line + rows;
            let fit = within.find_map(|at| Some((at, whole_headers_at(index, grids, at)?)));
            match (fit, self.behind_captions(line, rows)) {
                (Some(fit), _) => return Ok(fit),
                (None, Some(next)) if next <= first + MOST_BETWEEN => line = next,
                (None, _) => return Err((line, rows)),
            }
        }
    }

    /// Where the table goes on behind rows that are captions and the blank rows below them.
    fn behind_captions(&self, line: u32, rows: u32) -> Option<u32> {
        let index = self.index;
        let is_caption = |at: u32| {
            let text = index.document.text_of(index.line(at).range);
            index.line(at).filled <= 2 && (index.declares_unit(at) || text.contains([':', '：']))
        };
        let is_blank = |at: &u32| index.row(*at).is_some() && index.line(*at).filled == 0;
        if !(line..line + rows).all(is_caption) {
            return None;
        }
        let behind = line + rows;
        let next =
            (behind..index.line_count()).take(MOST_BETWEEN as usize).find(|at| !is_blank(at))?;
        let goes_on = next > behind && index.row(next).is_some();
        goes_on.then_some(next)
    }

    fn misfit_below(&mut self, title: &TableTitle, first: u32, rows: u32) {
        let index = self.index;
        let grids = self.grids(title.form);
        let count = |bounds: &[BoundHeader]| bounds.iter().map(BoundHeader::count).sum::<usize>();
        let bounds = (first..first + rows).filter_map(|line| headers_at(index, &grids, line));
        let best =
            bounds.reduce(|best, next| if count(&next) > count(&best) { next } else { best });
        let bounds = best
            .unwrap_or_else(|| grids.iter().map(|grid| grid.bind(index, first, rows)).collect());
        let title_text = self.text(title.place);
        let form = &self.form(title.form).name;
        let whose = (
            format!("{form}：「{title_text}」的表头"),
            format!("{form}: the header under “{title_text}”"),
        );
        self.say_misfit(title.form, (&whose.0, &whose.1), &bounds);
    }

    fn say_misfit(&mut self, form: usize, whose: (&str, &str), bounds: &[BoundHeader]) {
        let grids: Vec<(&Grid, &CompiledGrid)> =
            self.form(form).grids().zip(self.grids(form)).collect();
        let message = misfit::describe(self.index, whose, &grids, bounds);
        let place = misfit::place(self.index, bounds);
        self.met[form] = true;
        self.claims.said.push(SaidOfTables::new(form, &codes::COLUMN_MISSING, message, place));
    }

    /// The tables of forms that ask for no title.
    fn untitled(&mut self) {
        let forms = self.reader.program.forms.iter().enumerate();
        let forms = forms.filter(|(_, form)| matches!(form.scope, Scope::Table));
        for (form, _) in forms {
            let grids = self.grids(form);
            if !self.has_headings_of(&grids) {
                continue;
            }
            let mut next = 0;
            for hits in self.index.notes.hits.chunk_by(|one, other| one.line == other.line) {
                self.index.pause.look();
                let Some(line) = hits.first().map(|hit| hit.line) else { continue };
                if line < next || !grids.iter().any(|grid| grid.may_begin(hits)) {
                    continue;
                }
                if let Some(headers) = whole_headers_at(self.index, &grids, line) {
                    let height = headers.iter().map(|header| header.height).max().unwrap_or(1);
                    self.claim(form, None, line, height);
                    next = line + height;
                }
            }
        }
    }
}
