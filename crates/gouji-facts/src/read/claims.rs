//! Which form claims which table.
//!
//! A form with titles claims the tables that are titled so, if its columns stand in them; one without
//! claims every table whose header has all of its columns. What is wrong with that in the document as
//! a whole is said here: a title without a table, a header that does not fit, two forms for one table.

use super::compiled::{CompiledGrid, FormReader};
use super::grid::ended_by_words;
use super::header::{BoundHeader, Header};
use super::headings::header_rows;
use super::index::Index;
use super::labels::LabelSet;
use super::lines::LineKind;
use super::misfit;
use super::table::{headers_at, table, whole_headers_at};
use super::table_claim::{SaidOfTables, TableClaim, TableClaims};
use super::titles::{TableTitle, may_stand_between};
use crate::codes;
use gouji_program::FormId;
use gouji_program::form::{Form, Grid, Scope};
use gouji_text::{Localized, TextRange, tidy};

/// Most lines between a title and its table.
pub(super) const MOST_BETWEEN: u32 = 6;
/// Most notes below a table that belong to it.
const MOST_NOTES: u32 = 12;
/// Most headers behind that two forms share.
const MOST_SHARED: u32 = 64;
/// Most lines above a table that are looked at for its captions.
const MOST_ABOVE: u32 = 40;

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

    /// How far each table reaches. A header inside of a table of the same form is none of its own.
    fn measure(&mut self) {
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
        pages.find(|page| super::printings::begins_again(self.index, rows, *page))
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
    fn block_end(&self, from: u32, stop: u32) -> u32 {
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

    /// Two forms for one table.
    fn claimed_twice(&mut self) {
        let mut claims: Vec<&TableClaim> = self.claims.tables.iter().collect();
        claims.retain(|claim| claim.height > 0);
        claims.sort_by_key(|claim| (claim.header, claim.form));
        let mut said = Vec::new();
        for pair in claims.windows(2) {
            let [one, other] = pair else { continue };
            if one.form == other.form || other.header >= one.header + one.height {
                continue;
            }
            let (first, second) = (&self.form(one.form).name, &self.form(other.form).name);
            let message = Localized::new(
                format!("「{first}」和「{second}」两张表样都认这张表，两边都读了"),
                format!("forms `{first}` and `{second}` both claim this table, and both read it"),
            );
            let place = self.line_number_place(other.header);
            said.push(SaidOfTables::new(other.form, &codes::CLAIMED_TWICE, message, place));
        }
        self.claims.said.extend(said);
    }

    /// Headers that lack a column of the form that they are nearest to, where no form claims them.
    fn misfits(&mut self) {
        let index = self.index;
        let taken = self.taken();
        let is_taken = |line: u32| is_within(&taken, line);
        let forms = self.reader.program.forms.iter().enumerate();
        let forms: Vec<(usize, Vec<&CompiledGrid>)> = forms
            .filter(|(_, form)| matches!(form.scope, Scope::Table))
            .map(|(number, _)| (number, self.grids(number)))
            .collect();
        let mut next = 0;
        for hits in index.notes.hits.chunk_by(|one, other| one.line == other.line) {
            index.pause.look();
            let Some(line) = hits.first().map(|hit| hit.line) else { continue };
            if line < next || is_taken(line) {
                continue;
            }
            let mut best: Option<(usize, Vec<BoundHeader>)> = None;
            for (form, grids) in &forms {
                if !grids.iter().any(|grid| grid.may_begin(hits)) {
                    continue;
                }
                let Some(bounds) = headers_at(index, grids, line) else { continue };
                // One heading alone, over others that are not the form's, says little.
                let is_alone = !grids.iter().any(|grid| grid.own_labels(hits).nth(1).is_some());
                if is_alone && bounds.iter().all(|bound| bound.ambiguous.is_empty()) {
                    continue;
                }
                let count =
                    |bounds: &[BoundHeader]| bounds.iter().map(BoundHeader::count).sum::<usize>();
                if best.as_ref().is_none_or(|(_, best)| count(&bounds) > count(best)) {
                    best = Some((*form, bounds));
                }
            }
            let Some((form, bounds)) = best else { continue };
            let height = bounds.first().map_or(1, |bound| bound.header.height);
            if (line..line + height).any(is_taken) {
                continue;
            }
            next = self.block_end(line, index.line_count());
            let name = &self.form(form).name;
            let whose = (format!("{name}的表头"), format!("the header of {name}"));
            self.say_misfit(form, (&whose.0, &whose.1), &bounds);
        }
    }

    /// The lines of the tables that are claimed, as stretches that do not touch.
    fn taken(&self) -> Vec<(u32, u32)> {
        let mut all: Vec<(u32, u32)> =
            self.claims.tables.iter().map(|claim| (claim.header, claim.rows_end)).collect();
        all.sort_unstable();
        let mut taken: Vec<(u32, u32)> = Vec::with_capacity(all.len());
        for (first, end) in all {
            match taken.last_mut() {
                Some((_, last)) if first <= *last => *last = end.max(*last),
                _ => taken.push((first, end)),
            }
        }
        taken
    }

    /// Tables with the columns of a form whose title stands nowhere.
    fn foreign_titles(&mut self) {
        let index = self.index;
        let forms = self.reader.program.forms.iter().enumerate();
        let lonely: Vec<usize> = forms
            .filter(|(number, form)| {
                matches!(form.scope, Scope::Titled(_))
                    && form.grids().next().is_some()
                    && !self.met[*number]
            })
            .map(|(number, _)| number)
            .collect();
        let taken = self.taken();
        for form in lonely {
            let grids = self.grids(form);
            if !self.has_headings_of(&grids) {
                continue;
            }
            let lines = index.notes.hits.chunk_by(|one, other| one.line == other.line);
            let mut lines = lines.filter_map(|hits| hits.first().map(|hit| hit.line));
            let found = lines.find(|line| {
                !is_within(&taken, *line) && whole_headers_at(index, &grids, *line).is_some()
            });
            let Some(line) = found else { continue };
            let name = &self.form(form).name;
            let above = self.title_above(line);
            let message = match &above {
                Some(text) => Localized::new(
                    format!("没有找到{name}：这张表的表头对得上，可它的表名是「{text}」，没有读"),
                    format!(
                        "{name} was not found: this table has its header, but its title is “{text}”, and it was not read"
                    ),
                ),
                None => Localized::new(
                    format!("没有找到{name}：这张表的表头对得上，可是没有表名，没有读"),
                    format!(
                        "{name} was not found: this table has its header but no title, and was not read"
                    ),
                ),
            };
            let place = self.line_number_place(line);
            self.claims.said.push(SaidOfTables::new(form, &codes::FOREIGN_TITLE, message, place));
        }
    }

    /// What stands above a header as a title might: the nearest line without a caption.
    fn title_above(&self, header: u32) -> Option<String> {
        let index = self.index;
        let lines = (header.saturating_sub(MOST_BETWEEN)..header).rev();
        for line in lines {
            let here = index.line(line);
            if here.filled > 3 {
                return None;
            }
            let text = index.document.text_of(here.range);
            let end = super::titles::caption_start(&text).map_or(text.len(), |at| at as usize);
            let title = tidy(text.get(..end).unwrap_or_default());
            if !title.is_empty() {
                return Some(title);
            }
        }
        None
    }
}

/// Whether a line is in one of some stretches, which do not touch and stand in order.
fn is_within(stretches: &[(u32, u32)], line: u32) -> bool {
    let before = stretches.partition_point(|(first, _)| *first <= line);
    before.checked_sub(1).and_then(|at| stretches.get(at)).is_some_and(|(_, end)| line < *end)
}
