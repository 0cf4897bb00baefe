//! Printings: tables of one form that are one table printed again.
//!
//! Two whose header and first row agree are printings of one, unless most of their other rows differ.
//! The longest is read; the others are compared with it row by row, and what differs is said, or that
//! nothing does. Of a table that runs over pages, a further printing begins on a page whose rows are the
//! table's first ones again.

use super::compiled::FormReader;
use super::index::Index;
use super::lines::LineKind;
use super::table_claim::{SaidOfTables, TableClaim, TableClaims};
use crate::codes;
use gouji_diagnostic::Diagnostic;
use gouji_program::FormId;
use gouji_text::{Localized, TextRange, fold, tidy};
use rustc_hash::FxHashMap;

/// Most further places that one problem shows.
const MOST_PLACES: usize = 14;
/// Most rows by which a page is compared with the beginning of its table.
const MOST_COMPARED: usize = 16;

/// Whether the rows of a table from one on are its first ones again: the first of them is, and most of
/// the others are.
pub(super) fn begins_again(index: &Index<'_>, rows: &[u32], from: usize) -> bool {
    let again = rows.get(from..).unwrap_or_default();
    let mut pairs = rows.iter().zip(again).take(from.min(MOST_COMPARED));
    let is_same =
        |(one, other): (&u32, &u32)| filled_texts(index, *one) == filled_texts(index, *other);
    if !pairs.next().is_some_and(is_same) {
        return false;
    }
    let (same, differing): (Vec<_>, Vec<_>) = pairs.partition(|pair| is_same(*pair));
    differing.len() <= same.len() + 1
}

/// The filled cells of a line, folded.
fn filled_texts(index: &Index<'_>, line: u32) -> Vec<String> {
    let cells = index.cells(line).iter();
    let texts = cells.map(|cell| fold(&index.document.text_of(cell.range)));
    texts.filter(|text| !text.is_empty()).collect()
}

/// Finds printings among the tables of each form.
pub(super) fn compare(reader: &FormReader, index: &Index<'_>, claims: &mut TableClaims) {
    let TableClaims { tables, said } = claims;
    if tables.len() < 2 {
        return;
    }
    let lines = 0..index.line_count();
    let headings: Vec<u32> =
        lines.filter(|line| matches!(index.line(*line).kind, LineKind::Heading(_))).collect();
    let mut start = 0;
    while let Some(form) = tables.get(start).map(|claim| claim.form) {
        let own = tables[start..].iter().take_while(|claim| claim.form == form).count();
        if own > 1 {
            let name = &reader.program.forms[FormId(form as u16)].name;
            let headings = &headings;
            let mut comparison = PrintingComparison { index, headings, name, form, said };
            comparison.of_form(&mut tables[start..start + own]);
        }
        start += own;
    }
}

struct PrintingComparison<'work, 'document> {
    index: &'work Index<'document>,
    /// The lines that are headings, in order.
    headings: &'work [u32],
    name: &'work str,
    form: usize,
    said: &'work mut Vec<SaidOfTables>,
}

impl PrintingComparison<'_, '_> {
    fn of_form(&mut self, claims: &mut [TableClaim]) {
        let mut alike: FxHashMap<Vec<String>, Vec<usize>> = FxHashMap::default();
        let mut order = Vec::new();
        for (number, claim) in claims.iter().enumerate() {
            let key = self.key(claim);
            let group = alike.entry(key.clone()).or_default();
            if group.is_empty() {
                order.push(key);
            }
            group.push(number);
        }
        for group in order.iter().filter_map(|key| alike.get(key)).filter(|it| it.len() > 1) {
            self.printings(claims, group);
        }
        self.same_titles(claims);
    }

    /// The texts of the header and of the first row: what agrees in printings of one table.
    fn key(&self, claim: &TableClaim) -> Vec<String> {
        // A table without rows is told by its header alone.
        let first = claim.rows.first().copied();
        let header_end = first.unwrap_or(claim.header + claim.height);
        let text = |range: TextRange| fold(&self.index.document.text_of(range));
        // What leads up to a table says whose it is, where no title was asked for.
        let title: Vec<String> = match claim.title {
            Some(title) => vec![text(title.place)],
            None => {
                let above = self.headings.partition_point(|line| *line < claim.header);
                let heading = above.checked_sub(1).and_then(|at| self.headings.get(at)).copied();
                let below = heading.map_or(0, |line| line + 1).max(claim.first);
                // A caption of the unit and a page number say nothing of that, and a page may lack them.
                let is_furniture = |line: u32| self.index.line(line).kind == LineKind::Furniture;
                let leads = (below..claim.header)
                    .filter(|line| !is_furniture(*line) && !self.index.declares_unit(*line));
                let lines = heading.into_iter().chain(leads);
                lines.map(|line| text(self.index.line(line).range)).collect()
            }
        };
        let header = (claim.header..header_end).flat_map(|line| self.texts(line));
        let first = first.into_iter().flat_map(|line| self.texts(line));
        title.into_iter().chain(header).chain(first).collect()
    }

    fn texts(&self, line: u32) -> Vec<String> {
        filled_texts(self.index, line)
    }

    fn printings(&mut self, claims: &mut [TableClaim], group: &[usize]) {
        // The first of the longest.
        let longest = group.iter().rev().copied().max_by_key(|at| claims[*at].rows.len());
        let Some(read) = longest else { return };
        let mut alike = Vec::new();
        for other in group.iter().copied().filter(|at| *at != read) {
            let pairs = claims[read].rows.iter().zip(&claims[other].rows);
            let differing: Vec<(u32, u32)> = pairs
                .map(|(one, other)| (*one, *other))
                .filter(|(one, other)| self.texts(*one) != self.texts(*other))
                .collect();
            if differing.len() * 2 > claims[other].rows.len() {
                continue;
            }
            claims[other].is_printed_twice = true;
            match differing.first() {
                Some((one, this)) => self.say_difference(*one, *this, differing.len()),
                None => alike.push(other),
            }
        }
        let others: Vec<&TableClaim> = alike.iter().map(|at| &claims[*at]).collect();
        self.say_printed_again(&claims[read], &others);
    }

    fn say_difference(&mut self, read: u32, other: u32, count: usize) {
        let (one, this) = (self.texts(read), self.texts(other));
        let at = one.iter().zip(&this).position(|(one, this)| one != this);
        let at = at.unwrap_or_else(|| one.len().min(this.len()).saturating_sub(1));
        let (one, this) = (self.cell(read, at), self.cell(other, at));
        let text = |place| tidy(&self.index.document.text_of(place));
        let (shown, read_text) = (text(this), text(one));
        let name = self.name;
        let message = Localized::new(
            format!(
                "{name}印了两遍，有 {count} 行不一样：这里是「{shown}」，另一处是「{read_text}」；读的是另一处"
            ),
            format!(
                "{name} is printed twice, and {count} rows differ: “{shown}” here, “{read_text}” there; the other one was read"
            ),
        );
        let problem = Diagnostic::new(&codes::PRINTINGS_DIFFER, message)
            .at(this, Localized::default())
            .at(one, Localized::new("另一处", "the other one"));
        self.said.push(SaidOfTables { form: self.form, problem });
    }

    /// Says of printings that say nothing else that they are there: once for all of them.
    fn say_printed_again(&mut self, read: &TableClaim, others: &[&TableClaim]) {
        let [first, more @ ..] = others else { return };
        let place = |claim: &TableClaim| match claim.title {
            Some(title) => title.place,
            None => self.index.line(claim.header).range,
        };
        let (name, times) = (self.name, others.len() + 1);
        let fewer = read.rows.len().saturating_sub(first.rows.len());
        let message = match (more.is_empty(), fewer) {
            (true, 0) => Localized::new(
                format!("{name}印了两遍，内容相同；读的是另一处"),
                format!("{name} is printed twice with the same rows; the other one was read"),
            ),
            (true, _) => Localized::new(
                format!("{name}印了两遍，这一遍少 {fewer} 行，其余相同；读的是另一处"),
                format!(
                    "{name} is printed twice; {fewer} rows are left out here and the others are the same; the other one was read"
                ),
            ),
            (false, _) => Localized::new(
                format!("{name}印了 {times} 遍，没有不同的数；只读最全的一遍"),
                format!(
                    "{name} is printed {times} times with no figure that differs; the fullest one was read"
                ),
            ),
        };
        let mut problem = Diagnostic::new(&codes::PRINTED_TWICE, message)
            .at(place(first), Localized::default())
            .at(place(read), Localized::new("读的是这一处", "the one that was read"));
        for claim in more.iter().take(MOST_PLACES) {
            problem = problem.at(place(claim), Localized::new("又一遍", "again"));
        }
        self.said.push(SaidOfTables { form: self.form, problem });
    }

    /// The place of a filled cell of a line.
    fn cell(&self, line: u32, number: usize) -> TextRange {
        let cells = self.index.cells(line).iter().filter(|cell| !self.index.is_blank(cell));
        let text = &self.index.document.text;
        let here = self.index.line(line).range;
        cells.skip(number).map(|cell| cell.range).next().unwrap_or(here).trimmed(text)
    }

    /// Tables with one title that are no printings of one: said once for each title.
    fn same_titles(&mut self, claims: &[TableClaim]) {
        let mut places: FxHashMap<String, Vec<TextRange>> = FxHashMap::default();
        let mut order = Vec::new();
        for claim in claims.iter().filter(|claim| !claim.is_printed_twice) {
            let Some(title) = claim.title else { continue };
            let text = fold(&self.index.document.text_of(title.place));
            let all = places.entry(text.clone()).or_default();
            if all.len() == 1 {
                order.push(text);
            }
            all.push(title.place);
        }
        for all in order.iter().filter_map(|text| places.get(text)) {
            let [first, second, more @ ..] = all.as_slice() else { continue };
            let (name, shown) = (self.name, tidy(&self.index.document.text_of(*second)));
            let message = match all.len() {
                2 => Localized::new(
                    format!("{name}：有两张表都叫「{shown}」，内容不同，两张都读了"),
                    format!(
                        "{name}: two different tables are called “{shown}”, and both were read"
                    ),
                ),
                count => Localized::new(
                    format!("{name}：有 {count} 张表都叫「{shown}」，内容不同，都读了"),
                    format!(
                        "{name}: {count} different tables are called “{shown}”, and all were read"
                    ),
                ),
            };
            let mut problem = Diagnostic::new(&codes::SAME_TITLE, message)
                .at(*second, Localized::default())
                .at(*first, Localized::new("另一张", "the other one"));
            for place in more.iter().take(MOST_PLACES) {
                problem = problem.at(*place, Localized::new("又一张", "another one"));
            }
            self.said.push(SaidOfTables { form: self.form, problem });
        }
    }
}
