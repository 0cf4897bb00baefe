//! Cutting a document into regions: where each form reads.

use super::claims::{SaidOfTables, TableClaim, TableClaims, claims};
use super::compiled::{CompiledForm, FormReader};
use super::index::Index;
use super::labels::LabelId;
use super::lines::{LineKind, Passage};
use super::plan::{Heading, PlannedRegion, RegionPlans};
use crate::{Fragment, Region};
use gouji_program::form::{Anchor, Scope};
use gouji_text::{TextRange, as_compared, fold};

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
        let TableClaims { tables, said } = claims(self, index);
        let mut planned = Vec::new();
        for (number, (form, compiled)) in self.program.forms.iter().zip(&self.forms).enumerate() {
            let mut cut = Cut { index, form: number, compiled, planned: &mut planned };
            match &form.scope {
                Scope::Document => cut.document(),
                Scope::Region(region) => cut.anchored(&region.start, region.end.as_ref()),
                Scope::Paragraph(one) => cut.paragraphs(&one.texts),
                Scope::Section(one) => cut.sections(&one.texts),
                Scope::Table | Scope::Titled(_) => cut.tables(&tables),
                Scope::Each(_) => cut.occurrences(),
                Scope::Outline(_) => cut.outline(),
            }
        }
        let mut said: Vec<(Region, Fragment)> =
            said.into_iter().map(SaidOfTables::fragment).collect();
        said.sort_by_key(|(region, _)| (region.form, region.range.start));
        RegionPlans { regions: planned, said }
    }
}

struct Cut<'cut, 'document> {
    index: &'cut Index<'document>,
    form: usize,
    compiled: &'cut CompiledForm,
    planned: &'cut mut Vec<PlannedRegion>,
}

impl Cut<'_, '_> {
    fn push(&mut self, first: u32, anchor: u32, end: u32, place: TextRange) {
        let lines = &self.index.notes.lines;
        let (Some(start), Some(last)) =
            (lines.get(first as usize), lines.get((end as usize).wrapping_sub(1)))
        else {
            return;
        };
        let range = start.range.cover(last.range);
        let region = region_of(self.form, range);
        let (title, header, heading) = (None, None, None);
        let planned = PlannedRegion { region, first, anchor, end, place, title, header, heading };
        self.planned.push(planned);
    }

    fn document(&mut self) {
        let end = self.index.line_count();
        if let Some(first) = self.index.notes.lines.first() {
            self.push(0, 0, end, TextRange::empty(first.range.start));
        }
    }

    fn anchored(&mut self, start: &Anchor, end: Option<&Anchor>) {
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
            planned.push((first, *line, end, *place));
            floor = end;
        }
        for (first, line, end, place) in planned {
            self.push(first, line, end, place);
        }
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
        let passages = if headings { self.headings_with(texts) } else { self.passages_with(texts) };
        let place = |passage: Passage| (passage.first, self.line_range(passage.first));
        passages.into_iter().map(place).collect()
    }

    /// Headings that contain one of the texts; punctuation at its end says nothing there.
    fn headings_with(&self, texts: &[String]) -> Vec<Passage> {
        let wanted: Vec<String> = texts.iter().map(|text| fold(as_compared(text))).collect();
        let contains = |passage: &&Passage| {
            let text = passage.folded.of(&self.index.notes.folded.text);
            self.heading(passage.first).is_some()
                && wanted.iter().any(|wanted| text.contains(wanted.as_str()))
        };
        self.index.notes.passages.iter().filter(contains).copied().collect()
    }

    /// Passages that contain one of the texts. They are searched all at once, not one by one.
    fn passages_with(&self, texts: &[String]) -> Vec<Passage> {
        let (all, passages) = (&self.index.notes.folded.text, &self.index.notes.passages);
        let mut found = Vec::new();
        for wanted in texts.iter().map(|text| fold(text)) {
            let mut from = 0;
            while let Some(at) = all.get(from..).and_then(|rest| rest.find(&wanted)) {
                let (start, end) = (from + at, from + at + wanted.len());
                let number = passages.partition_point(|it| it.folded.end as usize <= start);
                let Some(passage) = passages.get(number) else { break };
                if end <= passage.folded.end as usize {
                    found.push(number);
                    from = passage.folded.end as usize;
                } else {
                    // Begins in one passage and ends in another.
                    from = start + all[start..].chars().next().map_or(1, char::len_utf8);
                }
            }
        }
        found.sort_unstable();
        found.dedup();
        found.into_iter().filter_map(|number| passages.get(number)).copied().collect()
    }

    fn paragraphs(&mut self, texts: &[String]) {
        for passage in self.passages_with(texts) {
            if self.heading(passage.first).is_none() {
                let place = self.line_range(passage.first);
                self.push(passage.first, passage.first, passage.last + 1, place);
            }
        }
    }

    fn sections(&mut self, texts: &[String]) {
        for passage in self.headings_with(texts) {
            let Some(entry) = self.heading(passage.first) else { continue };
            let outline = &self.index.document.outline;
            let level = outline[entry as usize].level;
            let end = (passage.first + 1..self.index.line_count())
                .find(|line| {
                    let next = self.heading(*line);
                    next.is_some_and(|next| outline[next as usize].level <= level)
                })
                .unwrap_or(self.index.line_count());
            let place = self.line_range(passage.first);
            self.push(passage.first, passage.first, end, place);
        }
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
                Some(title) => self.push(claim.first, title.last + 1, claim.end, title.place),
                None => {
                    let place = self.line_range(claim.header);
                    self.push(claim.first, claim.header, claim.end, place);
                }
            }
            for planned in self.planned.iter_mut().skip(before) {
                planned.title = claim.title.map(|title| title.last);
                planned.header = Some(claim.header);
            }
        }
    }

    fn outline(&mut self) {
        let outline = &self.index.document.outline;
        let at = |number: Option<u32>| number.and_then(|number| outline.get(number as usize));
        for entry in outline.iter().filter(|entry| entry.is_heading) {
            let relative = |range: TextRange| range.relative_to(entry.range.start);
            let heading = Heading {
                level: entry.level,
                number: entry.number,
                previous: at(entry.previous).map_or(0, |before| before.number),
                number_range: relative(entry.number_range),
                title: relative(entry.title),
                has_parent: entry.parent.is_some(),
            };
            self.planned.push(PlannedRegion {
                region: region_of(self.form, entry.range),
                first: 0,
                anchor: 0,
                end: 0,
                place: entry.range,
                title: None,
                header: None,
                heading: Some(heading),
            });
        }
    }

    /// Every place where the form's template matches; the index has them.
    fn occurrences(&mut self) {
        let own = self.index.notes.occurrences.iter().filter(|it| it.form == self.form);
        self.planned.extend(own.map(|it| PlannedRegion {
            region: region_of(self.form, it.place),
            first: it.line,
            anchor: it.line,
            end: it.line + 1,
            place: it.place,
            title: None,
            header: None,
            heading: None,
        }));
    }

    fn heading(&self, line: u32) -> Option<u32> {
        match self.index.notes.lines.get(line as usize)?.kind {
            LineKind::Heading(entry) => Some(entry),
            _ => None,
        }
    }

    fn line_range(&self, line: u32) -> TextRange {
        self.index.notes.lines.get(line as usize).map_or(TextRange::default(), |line| line.range)
    }
}

/// The bytes of a region.
fn region_of(form: usize, range: TextRange) -> Region {
    Region { form: gouji_program::FormId(form as u16), range }
}
