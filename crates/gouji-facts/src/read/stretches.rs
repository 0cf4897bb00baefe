//! Paragraphs, sections and numbered items: stretches of lines in which something is read.
//!
//! What is found inside other lines is told by those lines alone, so that a region that is read by itself
//! is cut as it is in its document.

use super::index::Index;
use super::lines::{LineKind, Passage};
use super::matcher::{Match, Matcher};
use super::search::{CharacterSet, SoughtWord};
use gouji_document::{Numbering, OutlineEntry};
use gouji_program::Program;
use gouji_program::form::{ItemScope, ItemSign, Scope};
use gouji_text::{TextRange, as_compared, fold, same_text};
use gouji_value::Notation;
use std::ops::Range;

/// A title without a number has at most this many characters.
const LONGEST_TITLE: usize = 40;

/// Lines in which something is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TextStretch {
    /// First line from which contexts and captions are looked for.
    pub(super) first: u32,
    /// Line of the anchor.
    pub(super) anchor: u32,
    /// One past the last line.
    pub(super) end: u32,
    /// What stands for the record.
    pub(super) place: TextRange,
}

/// A heading with the beginning of the line behind it.
fn with_next(heading: &str, next: &str) -> String {
    let mut cut = next.len().min(LONGEST_CONTINUED);
    while !next.is_char_boundary(cut) {
        cut -= 1;
    }
    [heading, &next[..cut]].concat()
}

/// Most bytes of a second line that are read as the rest of a heading.
const LONGEST_CONTINUED: usize = 120;

impl TextStretch {
    fn new(first: u32, end: u32, place: TextRange) -> Self {
        Self { first, anchor: first, end, place }
    }
}

impl Index<'_> {
    /// The stretches of a scope about running text inside some lines, which are part of what is read or
    /// (`is_whole`) all of the document.
    pub(super) fn stretches(
        &self,
        (program, notation): (&Program, Notation),
        scope: &Scope,
        lines: Range<u32>,
        is_whole: bool,
    ) -> Vec<TextStretch> {
        // The first line of a part is its own heading or number, and not one inside it.
        let inside = lines.start + u32::from(!is_whole)..lines.end;
        match scope {
            Scope::Paragraph(one) => self.paragraphs(&one.texts, lines),
            Scope::Section(one) => self.sections(&one.texts, inside, is_whole),
            Scope::Item(item) => self.items((program, notation), item, inside),
            _ => Vec::new(),
        }
    }

    fn line_place(&self, line: u32) -> TextRange {
        self.notes.lines.get(line as usize).map_or(TextRange::default(), |it| it.range)
    }

    /// The entry of the outline that a line is the heading of.
    pub(super) fn heading(&self, line: u32) -> Option<u32> {
        match self.notes.lines.get(line as usize)?.kind {
            LineKind::Heading(entry) => Some(entry),
            _ => None,
        }
    }

    /// Passages in some lines that contain one of the texts. They are searched all at once.
    pub(super) fn passages_with(&self, texts: &[String], lines: Range<u32>) -> Vec<Passage> {
        let passages = self.passages_within(lines);
        let all = self.notes.folded.text.as_str();
        let wanted: Vec<String> = texts.iter().map(|text| fold(text)).collect();
        let wanted: Vec<SoughtWord<'_>> = wanted.iter().map(|it| SoughtWord::new(it)).collect();
        let is_wanted = |passage: &&Passage| {
            let text = passage.folded.of(all);
            wanted.iter().any(|wanted| wanted.is_in(text, passage.characters))
        };
        passages.iter().filter(is_wanted).copied().collect()
    }

    /// Headings in some lines that contain one of the texts.
    pub(super) fn headings_with(&self, texts: &[String], lines: Range<u32>) -> Vec<Passage> {
        let wanted: Vec<String> = texts.iter().map(|text| fold(as_compared(text))).collect();
        let wanted: Vec<SoughtWord<'_>> = wanted.iter().map(|it| SoughtWord::new(it)).collect();
        let all = self.notes.folded.text.as_str();
        let from = self.notes.passages.partition_point(|passage| passage.last < lines.start);
        let passages = self.passages_within(lines);
        let headed = &self.notes.headed;
        let headed = headed.get(headed.partition_point(|number| (*number as usize) < from)..);
        let mut found = Vec::new();
        for number in headed.unwrap_or_default().iter().map(|number| *number as usize - from) {
            let Some(passage) = passages.get(number) else { break };
            if self.heading(passage.first).is_none() {
                continue;
            }
            // A heading that is broken over two lines goes on in the next: the words begin in the first.
            let next = passages.get(number + 1).filter(|next| {
                next.first == passage.last + 1 && self.heading(next.first).is_none()
            });
            let text = passage.folded.of(all);
            let is_in = |wanted: &SoughtWord<'_>| wanted.is_in(text, passage.characters);
            let goes_on_in = |next: &Passage| {
                let characters = passage.characters.and(next.characters);
                let begins_in = |wanted: &SoughtWord<'_>, both: &str| {
                    wanted.find_in(both, characters).is_some_and(|at| at < text.len())
                };
                wanted.iter().any(|wanted| wanted.may_be_in(characters)) && {
                    let both = with_next(text, next.folded.of(all));
                    wanted.iter().any(|wanted| begins_in(wanted, &both))
                }
            };
            if wanted.iter().any(is_in) || next.is_some_and(goes_on_in) {
                found.push(*passage);
            }
        }
        found
    }

    /// Titles without a number in some lines that contain one of the texts.
    pub(super) fn titles_with(&self, texts: &[String], lines: Range<u32>) -> Vec<u32> {
        let wanted: Vec<String> = texts.iter().map(|text| fold(as_compared(text))).collect();
        let wanted: Vec<SoughtWord<'_>> = wanted.iter().map(|it| SoughtWord::new(it)).collect();
        let passages = self.passages_within(lines.clone());
        let may_be = passages
            .iter()
            .filter(|passage| wanted.iter().any(|wanted| wanted.may_be_in(passage.characters)));
        let is_wanted = |line: &u32| {
            let folded = self.folded_line(*line);
            let characters = CharacterSet::of(folded);
            wanted.iter().any(|wanted| wanted.is_in(folded, characters))
                && self.is_title(*line, &lines)
        };
        may_be.flat_map(|passage| passage.first..=passage.last).filter(is_wanted).collect()
    }

    fn paragraphs(&self, texts: &[String], lines: Range<u32>) -> Vec<TextStretch> {
        let found = self.passages_with(texts, lines.clone()).into_iter();
        let plain = found.filter(|passage| self.heading(passage.first).is_none());
        let stretch = |passage: Passage| {
            let end = (passage.last + 1).min(lines.end);
            TextStretch::new(passage.first, end, self.line_place(passage.first))
        };
        plain.map(stretch).collect()
    }

    /// Where headings say one of the texts and no more, they are meant; those that say more as well head
    /// other sections (支出预算情况说明, 财政拨款支出预算情况说明).
    fn sections(&self, texts: &[String], lines: Range<u32>, is_whole: bool) -> Vec<TextStretch> {
        let mut headings = self.headings_with(texts, lines.clone());
        let says_no_more = |passage: &Passage| self.says_no_more(passage.first, texts);
        if headings.iter().any(says_no_more) {
            headings.retain(says_no_more);
        }
        let mut found = Vec::new();
        for passage in headings {
            let end = self.section_end(passage.first, &lines, is_whole);
            found.push(TextStretch::new(passage.first, end, self.line_place(passage.first)));
        }
        // Where no numbered heading says so, a title without a number may.
        if found.is_empty() {
            for line in self.titles_with(texts, lines.clone()) {
                let end = (line + 1..lines.end).find(|next| self.begins_part(*next, &lines));
                let end = end.unwrap_or(lines.end);
                found.push(TextStretch::new(line, end, self.line_place(line)));
            }
        }
        found
    }

    /// Whether the heading in a line is one of the texts, whole.
    fn says_no_more(&self, line: u32, texts: &[String]) -> bool {
        let entry = self.heading(line).and_then(|entry| self.document.outline.get(entry as usize));
        entry.is_some_and(|entry| {
            let title = entry.title.of(&self.document.text);
            texts.iter().any(|text| same_text(title, text))
        })
    }

    /// Where the section of a heading ends: at the next heading of its numbering or of one that usually
    /// stands above it, where it is looked for inside other lines; in the whole document, at the next of
    /// its level.
    fn section_end(&self, line: u32, lines: &Range<u32>, is_whole: bool) -> u32 {
        let outline = &self.document.outline;
        let Some(own) = self.heading(line).and_then(|entry| outline.get(entry as usize)) else {
            return lines.end;
        };
        let ends = |next: &OutlineEntry| {
            if is_whole { next.level <= own.level } else { next.numbering <= own.numbering }
        };
        let mut later = line + 1..lines.end;
        let end = later.find(|line| {
            self.heading(*line).and_then(|entry| outline.get(entry as usize)).is_some_and(ends)
        });
        end.unwrap_or(lines.end)
    }

    /// Whether a line is running text.
    fn is_text_line(&self, line: u32) -> bool {
        let kind = self.notes.lines.get(line as usize).map(|line| line.kind);
        matches!(kind, Some(LineKind::Paragraph | LineKind::Heading(_)))
    }

    fn has_rows_between(&self, first: u32, end: u32) -> bool {
        (first + 1..end).any(|line| self.row(line).is_some())
    }

    fn folded_line(&self, line: u32) -> &str {
        let folded = self.notes.lines.get(line as usize).map(|line| line.folded);
        folded.unwrap_or_default().of(&self.notes.folded.text)
    }

    /// Whether a line stands by itself and reads like a title: short, and without the marks of a
    /// sentence.
    fn is_title(&self, line: u32, lines: &Range<u32>) -> bool {
        if self.notes.lines.get(line as usize).is_none_or(|it| it.kind != LineKind::Paragraph) {
            return false;
        }
        let reads_as_title = |folded: &str| {
            !folded.is_empty()
                && folded.chars().count() <= LONGEST_TITLE
                && !folded.contains(['。', ';', ':', '!', '?', ','])
        };
        let before = (lines.start..line).rev().find(|before| self.is_text_line(*before));
        let before = before.filter(|before| !self.has_rows_between(*before, line));
        let follows = before.is_none_or(|before| {
            let folded = self.folded_line(before);
            let is_at_its_end = folded.ends_with(['。', ';', ':', '!', '?', ')']);
            self.heading(before).is_some() || is_at_its_end || reads_as_title(folded)
        });
        follows && reads_as_title(self.folded_line(line))
    }

    /// Whether a line begins another part: a title, behind which a table or a new numbering begins, or
    /// a heading that counts parts.
    fn begins_part(&self, line: u32, lines: &Range<u32>) -> bool {
        let outline = &self.document.outline;
        let entry = |line| self.heading(line).and_then(|entry| outline.get(entry as usize));
        if entry(line).is_some_and(|entry| entry.numbering == Numbering::Part) {
            return true;
        }
        if !self.is_title(line, lines) {
            return false;
        }
        let is_read = |line: &u32| self.notes.lines[*line as usize].kind.is_read();
        let mut behind = (line + 1..lines.end).filter(is_read);
        let next = behind.next();
        next.is_some_and(|next| {
            self.row(next).is_some()
                || entry(next).is_some_and(|entry| entry.number == 1)
                || behind.next().is_some_and(|after| self.row(after).is_some())
        })
    }

    /// The numbered lines among some lines, each with its entry in the outline.
    fn numbered(&self, lines: &Range<u32>) -> Vec<(u32, &OutlineEntry)> {
        let at = |line: u32| self.notes.lines.get(line as usize).map(|line| line.range);
        let Some(start) = at(lines.start).map(|range| range.start) else { return Vec::new() };
        let Some(end) = lines.end.checked_sub(1).and_then(at).map(|range| range.end) else {
            return Vec::new();
        };
        let outline = &self.document.outline;
        let from = outline.partition_point(|entry| entry.range.start < start);
        let to = outline.partition_point(|entry| entry.range.start < end);
        let mut numbered = Vec::with_capacity(to.saturating_sub(from));
        let mut line = lines.start;
        for entry in outline.get(from..to).unwrap_or_default() {
            while line < lines.end && at(line).is_some_and(|it| it.start < entry.range.start) {
                line += 1;
            }
            let is_here = at(line).is_some_and(|it| it.start <= entry.range.start);
            if line < lines.end && is_here && self.is_text_line(line) {
                numbered.push((line, entry));
            }
        }
        numbered
    }

    /// The numbered items that are told by the scope. An item ends at the next of its numbering or of one
    /// that usually stands above it, at a table, and where another part begins.
    fn items(
        &self,
        (program, notation): (&Program, Notation),
        item: &ItemScope,
        lines: Range<u32>,
    ) -> Vec<TextStretch> {
        let numbered = self.numbered(&lines);
        let mut found = Vec::new();
        for (at, (line, entry)) in numbered.iter().enumerate() {
            let later = numbered.get(at + 1..).unwrap_or_default();
            let own_end = later.first().map_or(lines.end, |(line, _)| *line);
            let own_end = self.running_end(*line, own_end, &lines);
            if !self.is_told((program, notation), &item.sign, (*line, entry, own_end)) {
                continue;
            }
            let next = later.iter().find(|(_, later)| later.numbering <= entry.numbering);
            let end = next.map_or(lines.end, |(line, _)| *line);
            let end = self.running_end(*line, end, &lines);
            found.push(TextStretch::new(*line, end, self.line_place(*line)));
        }
        found
    }

    /// Where running text from `line` on is at its end, before `end`.
    fn running_end(&self, line: u32, end: u32, lines: &Range<u32>) -> u32 {
        let stops = |next: &u32| self.row(*next).is_some() || self.begins_part(*next, lines);
        (line + 1..end).find(stops).unwrap_or(end)
    }

    fn is_told(
        &self,
        (program, notation): (&Program, Notation),
        sign: &ItemSign,
        (line, entry, end): (u32, &OutlineEntry, u32),
    ) -> bool {
        match sign {
            ItemSign::Containing(texts) => {
                let text = self.item_text(line, entry, end).of(&self.notes.folded.text);
                texts.iter().any(|wanted| text.contains(&fold(wanted)))
            }
            ItemSign::Beginning(_) => {
                self.item_match((program, notation), sign, (line, entry, end)).is_some()
            }
        }
    }

    /// The folded text of an item, behind its number.
    fn item_text(&self, line: u32, entry: &OutlineEntry, end: u32) -> TextRange {
        let folded = |line: u32| {
            self.notes.lines.get(line as usize).map_or(TextRange::default(), |line| line.folded)
        };
        let start = self.notes.folded.folded_at(entry.number_range.end).max(folded(line).start);
        let last = (line..end).rev().find(|line| self.is_text_line(*line)).unwrap_or(line);
        TextRange::new(start, folded(last).end.max(start))
    }

    fn item_match(
        &self,
        (program, notation): (&Program, Notation),
        sign: &ItemSign,
        (line, entry, end): (u32, &OutlineEntry, u32),
    ) -> Option<Match> {
        let ItemSign::Beginning(templates) = sign else { return None };
        let within = self.item_text(line, entry, end);
        templates.iter().find_map(|template| {
            let folded = &self.notes.folded;
            let text = &self.document.text;
            let mut matcher = Matcher::new(program, text, folded, within, notation);
            matcher.match_whole(template).or_else(|| matcher.match_start(template))
        })
    }

    /// What the template of an item that begins in line `line` took.
    pub(super) fn item_beginning(
        &self,
        (program, notation): (&Program, Notation),
        item: &ItemScope,
        lines: Range<u32>,
    ) -> Option<Match> {
        let numbered = self.numbered(&lines);
        let (line, entry) = numbered.first().filter(|(line, _)| *line == lines.start)?;
        let own_end = numbered.get(1).map_or(lines.end, |(line, _)| *line);
        let own_end = self.running_end(*line, own_end, &lines);
        self.item_match((program, notation), &item.sign, (*line, entry, own_end))
    }
}
