//! What is said of tables that two forms claim, and of tables that none does though they look like a form's.

use super::super::compiled::CompiledGrid;
use super::super::header::BoundHeader;
use super::super::table::{headers_at, whole_headers_at};
use super::super::table_claim::{SaidOfTables, TableClaim};
use super::super::titles::caption_start;
use super::{ClaimWork, MOST_BETWEEN};
use crate::codes;
use gouji_program::form::Scope;
use gouji_text::{Localized, tidy};

impl ClaimWork<'_, '_> {
    /// Two forms for one table.
    pub(super) fn claimed_twice(&mut self) {
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
    pub(super) fn misfits(&mut self) {
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
    pub(super) fn foreign_titles(&mut self) {
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
            let end = caption_start(&text).map_or(text.len(), |at| at as usize);
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
