//! Cutting a document into regions: where each form reads.

use super::claims::claims;
use super::compiled::{CompiledForm, FormReader};
use super::index::Index;
use super::labels::LabelId;
use super::lines::LineKind;
use super::plan::{Heading, PlannedRegion, RegionPlans};
use super::stretches::TextStretch;
use super::table_claim::{SaidOfTables, TableClaim, TableClaims};
use crate::{Fragment, Region};
use gouji_document::{Numbering, OutlineEntry};
use gouji_program::Program;
use gouji_program::form::{Anchor, Scope};
use gouji_text::TextRange;
use gouji_value::Notation;
use std::ops::Range;

/// Most lines above a region that are looked at for its context.
const MOST_LINES_ABOVE: u32 = 40;

impl FormReader {
    /// All regions of all forms, in the order of forms and places.
    pub fn regions(&self, index: &Index<'_>) -> Vec<PlannedRegion> {
        self.plan(index).regions
    }

    /// All regions of all forms, in the order of forms and places, and what is said of forms in the
    /// document as a whole.
    pub fn plan(&self, index: &Index<'_>) -> RegionPlans {
        self.plan_claimed(index, claims(self, index)).0
    }

    /// The same with the tables that the forms claim, which are handed back.
    pub(super) fn plan_claimed(
        &self,
        index: &Index<'_>,
        claims: TableClaims,
    ) -> (RegionPlans, Vec<TableClaim>) {
        let TableClaims { tables, said } = claims;
        let mut planned = Vec::new();
        for (number, (form, compiled)) in self.program.forms.iter().zip(&self.forms).enumerate() {
            index.pause.look();
            let mut cut = Cut { index, form: number, compiled, planned: &mut planned };
            let mut enclosing: Vec<_> = std::iter::once(0..index.line_count()).collect();
            for (depth, scope) in form.within.iter().enumerate() {
                let mut inner = Vec::new();
                for lines in enclosing {
                    let found =
                        cut.stretches((&self.program, form.notation), scope, lines, depth == 0);
                    inner.extend(found.into_iter().map(|stretch| stretch.anchor..stretch.end));
                }
                enclosing = inner;
            }
            for lines in enclosing {
                match &form.scope {
                    Scope::Document => cut.document(),
                    Scope::Table | Scope::Titled(_) => cut.tables(&tables),
                    Scope::Each(_) => cut.occurrences(&lines),
                    Scope::Outline(outline) if outline.contents => cut.contents(),
                    Scope::Outline(_) => cut.outline(&lines),
                    scope => {
                        let is_whole = form.within.is_empty();
                        let found =
                            cut.stretches((&self.program, form.notation), scope, lines, is_whole);
                        found.into_iter().for_each(|stretch| cut.push(stretch));
                    }
                }
            }
        }
        let mut said: Vec<(Region, Fragment)> =
            said.into_iter().map(SaidOfTables::fragment).collect();
        said.sort_by_key(|(region, _)| (region.form, region.range.start));
        (RegionPlans { regions: planned, said }, tables)
    }
}

struct Cut<'cut, 'document> {
    index: &'cut Index<'document>,
    form: usize,
    compiled: &'cut CompiledForm,
    planned: &'cut mut Vec<PlannedRegion>,
}

impl Cut<'_, '_> {
    /// The stretches of a scope inside some lines.
    fn stretches(
        &self,
        reads: (&Program, Notation),
        scope: &Scope,
        lines: Range<u32>,
        is_whole: bool,
    ) -> Vec<TextStretch> {
        match scope {
            Scope::Region(region) => self.anchored(&region.start, region.end.as_ref()),
            scope => self.index.stretches(reads, scope, lines, is_whole),
        }
    }

    fn push(&mut self, stretch: TextStretch) {
        let TextStretch { first, anchor, end, place } = stretch;
        let lines = &self.index.notes.lines;
        let (Some(start), Some(last)) =
            (lines.get(first as usize), lines.get((end as usize).wrapping_sub(1)))
        else {
            return;
        };
        let range = start.range.cover(last.range);
        let region = region_of(self.form, range);
        self.planned.push(planned(region, first..end, anchor, place));
    }

    fn document(&mut self) {
        let end = self.index.line_count();
        if let Some(first) = self.index.notes.lines.first() {
            let place = TextRange::empty(first.range.start);
            self.push(TextStretch { first: 0, anchor: 0, end, place });
        }
    }

    fn anchored(&self, start: &Anchor, end: Option<&Anchor>) -> Vec<TextStretch> {
        let starts = self.anchors(start, &self.compiled.starts, true);
        let ends = match end {
            Some(anchor) => self.anchors(anchor, &self.compiled.ends, false),
            None => Vec::new(),
        };
        // What stands above a table leads up to it; what stands above a paragraph or a heading
        // belongs to the region before.
        let is_table = matches!(start, Anchor::Label(_));
        let lead = |line: u32, floor: u32| if is_table { self.lead(line, floor) } else { line };
        let mut planned = Vec::with_capacity(starts.len());
        let mut floor = 0;
        for (number, (line, place)) in starts.iter().enumerate() {
            let first = if number == 0 { self.lead(*line, floor) } else { lead(*line, floor) };
            let next = starts.get(number + 1);
            let next = next.map_or(self.index.line_count(), |(next, _)| lead(*next, *line + 1));
            let stop = ends.partition_point(|(end, _)| end <= line);
            let end = ends.get(stop).map_or(next, |(end, _)| next.min(*end));
            planned.push(TextStretch { first, anchor: *line, end, place: *place });
            floor = end;
        }
        planned
    }

    /// The first line above `line` that still leads up to it: running text back to the nearest
    /// heading, or to the row before.
    fn lead(&self, line: u32, floor: u32) -> u32 {
        let floor = floor.max(line.saturating_sub(MOST_LINES_ABOVE));
        let mut first = line;
        for above in (floor..line).rev() {
            match self.index.line(above).kind {
                LineKind::Row(_) | LineKind::Contents(_) => break,
                LineKind::Furniture => {}
                LineKind::Paragraph => first = above,
                LineKind::Heading(_) => return above,
            }
        }
        first
    }

    fn anchors(
        &self,
        anchor: &Anchor,
        labels: &[LabelId],
        with_value: bool,
    ) -> Vec<(u32, TextRange)> {
        match anchor {
            Anchor::Label(_) => self.label_anchors(labels, with_value),
            Anchor::Paragraph(texts) => self.text_anchors(texts, false),
            Anchor::Heading(texts) => self.text_anchors(texts, true),
        }
    }

    /// Rows that hold one of the labels. Where the cell behind it is itself a label, the row is the
    /// header of a list and no anchor.
    fn label_anchors(&self, labels: &[LabelId], with_value: bool) -> Vec<(u32, TextRange)> {
        let mut found: Vec<(u32, TextRange)> = Vec::new();
        for hit in self.index.notes.hits.iter().filter(|hit| labels.contains(&hit.label)) {
            if found.last().is_some_and(|(line, _)| *line == hit.line) {
                continue;
            }
            let is_header = with_value
                && self.index.line_hits(hit.line).iter().any(|other| {
                    other.cell == hit.cell + 1 && self.compiled.beside.contains(other.label)
                });
            if !is_header {
                let cell = self.index.cells(hit.line)[hit.cell as usize];
                found.push((hit.line, cell.range.trimmed(&self.index.document.text)));
            }
        }
        found
    }

    fn text_anchors(&self, texts: &[String], headings: bool) -> Vec<(u32, TextRange)> {
        let all = 0..self.index.line_count();
        let passages = if headings {
            self.index.headings_with(texts, all)
        } else {
            self.index.passages_with(texts, all)
        };
        let mut lines: Vec<u32> = passages.iter().map(|passage| passage.first).collect();
        // Where no numbered heading says so, a title without a number may.
        if lines.is_empty() && headings {
            lines = self.index.titles_with(texts, 0..self.index.line_count());
        }
        lines.into_iter().map(|line| (line, self.line_range(line))).collect()
    }

    /// The tables that the form claims.
    fn tables(&mut self, claims: &[TableClaim]) {
        let first = claims.partition_point(|claim| claim.form < self.form);
        let own = claims.get(first..).unwrap_or_default();
        let form = self.form;
        for claim in own.iter().take_while(|claim| claim.form == form) {
            if claim.is_printed_twice {
                continue;
            }
            let before = self.planned.len();
            match claim.title {
                Some(title) => self.push(TextStretch {
                    first: claim.first,
                    anchor: title.last + 1,
                    end: claim.end,
                    place: title.place,
                }),
                None => {
                    let place = self.line_range(claim.header);
                    let (first, anchor) = (claim.first, claim.header);
                    self.push(TextStretch { first, anchor, end: claim.end, place });
                }
            }
            for planned in self.planned.iter_mut().skip(before) {
                planned.title = claim.title.map(|title| title.last);
                planned.header = Some(claim.header);
            }
        }
    }

    fn outline(&mut self, lines: &Range<u32>) {
        let inside = self.bytes(lines);
        let outline = &self.index.document.outline;
        let at = |number: Option<u32>| number.and_then(|number| outline.get(number as usize));
        let is_inside = |entry: &&OutlineEntry| {
            inside.start <= entry.range.start && entry.range.start < inside.end
        };
        for entry in outline.iter().filter(|entry| entry.is_heading).filter(is_inside) {
            let relative = |range: TextRange| range.relative_to(entry.range.start);
            let heading = Heading {
                level: entry.level,
                number: Some(entry.number),
                previous: at(entry.previous).map_or(0, |before| before.number),
                number_range: relative(entry.number_range),
                title: relative(entry.title),
                has_parent: entry.parent.is_some(),
            };
            let parent = at(entry.parent).map_or(TextRange::default(), |parent| parent.title);
            self.heading(entry.range, heading, parent);
        }
    }

    /// The entries of contents lists. One that has no number stands beside the numbered one above it.
    fn contents(&mut self) {
        // For each level, the last numbered entry and its title.
        let mut open: Vec<(Option<(Numbering, u32)>, TextRange)> = Vec::new();
        for entry in &self.index.document.contents {
            let outer = usize::from(entry.level).saturating_sub(1);
            open.truncate(outer + 1);
            let before = open.get(outer).and_then(|(number, _)| *number);
            let parent = open.get(..outer).and_then(|above| above.last());
            let parent = parent.map(|(_, title)| *title);
            let relative = |range: TextRange| range.relative_to(entry.range.start);
            let same = before.zip(entry.number).filter(|((before, _), (own, _))| before == own);
            let heading = Heading {
                level: entry.level,
                number: entry.number.map(|(_, number)| number),
                previous: same.map_or(0, |((_, before), _)| before),
                number_range: relative(entry.number_range),
                title: relative(entry.title),
                has_parent: parent.is_some(),
            };
            self.heading(entry.range, heading, parent.unwrap_or_default());
            if entry.number.is_some() {
                open.truncate(outer);
                open.push((entry.number, entry.title));
            }
        }
    }

    fn heading(&mut self, range: TextRange, heading: Heading, parent: TextRange) {
        let region = region_of(self.form, range);
        let heading = Some(heading);
        self.planned.push(PlannedRegion { heading, parent, ..planned(region, 0..0, 0, range) });
    }

    /// Every place where the form's template matches; the index has them.
    fn occurrences(&mut self, lines: &Range<u32>) {
        let form = self.form;
        let own = self.index.notes.occurrences.iter().filter(|it| it.form == form);
        let own = own.filter(|it| lines.contains(&it.line));
        self.planned.extend(own.map(|it| {
            let region = region_of(form, it.place);
            planned(region, it.line..it.line + 1, it.line, it.place)
        }));
    }

    /// The bytes of some lines.
    fn bytes(&self, lines: &Range<u32>) -> TextRange {
        let inside = self.index.notes.lines.get(lines.start as usize..lines.end as usize);
        match inside.and_then(|inside| inside.first().zip(inside.last())) {
            Some((first, last)) => first.range.cover(last.range),
            None => TextRange::default(),
        }
    }

    fn line_range(&self, line: u32) -> TextRange {
        self.index.notes.lines.get(line as usize).map_or(TextRange::default(), |line| line.range)
    }
}

/// A region of some lines that is no table and no heading.
fn planned(region: Region, lines: Range<u32>, anchor: u32, place: TextRange) -> PlannedRegion {
    PlannedRegion {
        region,
        first: lines.start,
        anchor,
        end: lines.end,
        place,
        title: None,
        header: None,
        heading: None,
        parent: TextRange::default(),
    }
}

/// The bytes of a region.
fn region_of(form: usize, range: TextRange) -> Region {
    Region { form: gouji_program::FormId(form as u16), range }
}
