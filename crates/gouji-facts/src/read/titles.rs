//! 表名: lines that are the title of a form's tables.
//!
//! A title is a line of running text, or a row in which one cell is filled and the others are captions.
//! It is compared whole: without the numbering in front of it, and without the captions behind it.

use super::folded::Folded;
use super::index::{Index, Notes};
use super::lines::{Line, LineKind};
use super::matcher::{Capture, Matcher};
use super::reading::RegionReading;
use super::search::{CharacterSet, SoughtWords};
use crate::ReadBy;
use gouji_document::{Body, Cell};
use gouji_program::Program;
use gouji_program::form::{Scope, Titled};
use gouji_program::template::Template;
use gouji_text::{TextRange, folded_chars, is_blank, trim_blank_end};
use gouji_value::Notation;
use std::collections::VecDeque;

/// Longest line that is a title, in bytes.
const LONGEST_TITLE: u32 = 360;
/// Most lines of a title.
const MOST_LINES: u32 = 3;
/// A title of several lines stands at most so many lines above its table.
const NEAREST_ROW: u32 = 8;

/// A title of a form's tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TableTitle {
    /// Number of the form.
    pub(super) form: usize,
    /// Its lines.
    pub(super) first: u32,
    pub(super) last: u32,
    /// What was compared: without numbering and captions.
    pub(super) place: TextRange,
    /// Whether it says that the table before goes on (续表).
    pub(super) goes_on: bool,
}

/// Every title of every form, in the order of lines.
pub(super) fn find(program: &Program, index: &Index<'_>) -> Vec<TableTitle> {
    let (document, notes) = (index.document, &index.notes);
    let forms = program.forms.iter().enumerate();
    let forms: Vec<SoughtTitles<'_>> = forms
        .filter_map(|(form, declared)| match &declared.scope {
            Scope::Titled(titled) => Some(SoughtTitles { form, templates: with_words(titled) }),
            _ => None,
        })
        .collect();
    if forms.is_empty() {
        return Vec::new();
    }
    let mut search = TitleSearch { program, document, forms, lines: VecDeque::new() };
    let mut found = Vec::new();
    let mut next_row = u32::MAX;
    for (number, line) in notes.lines.iter().enumerate().rev() {
        let number = number as u32;
        search.lines.push_front(TitleLine::new(document, notes, line));
        search.lines.truncate(MOST_LINES as usize);
        search.at(number, next_row, &mut found);
        if line.filled > 1 {
            next_row = number;
        }
    }
    found.reverse();
    found
}

struct TitleSearch<'search> {
    program: &'search Program,
    document: &'search Body,
    forms: Vec<SoughtTitles<'search>>,
    /// The line that is looked at and those below it, as many as a title has at most.
    lines: VecDeque<Option<TitleLine>>,
}

/// The titles of one form.
struct SoughtTitles<'search> {
    form: usize,
    /// Each with words of which it holds one.
    templates: Vec<SoughtTitle<'search>>,
}

/// A title, with words of which it holds one.
type SoughtTitle<'search> = (&'search Template, Option<SoughtWords<'search>>);

/// A line that may be a title or a part of one.
struct TitleLine {
    /// What of it may be.
    range: TextRange,
    /// The folded characters of that.
    characters: CharacterSet,
    /// Whether captions stand in it: they end a title.
    has_caption: bool,
}

impl TitleLine {
    fn new(document: &Body, notes: &Notes, line: &Line) -> Option<Self> {
        let range = title_of(document, line)?;
        let characters = match line.kind {
            LineKind::Row(_) => {
                let text = document.text_of(range);
                CharacterSet::of_characters(folded_chars(&text).map(|(_, folded)| folded))
            }
            _ => CharacterSet::of(line.folded.of(&notes.folded.text)),
        };
        let has_caption = range.of(&document.text).contains([':', '：']);
        Some(Self { range, characters, has_caption })
    }
}

impl TitleSearch<'_> {
    /// The titles that begin at a line, the first of those at hand. The nearest row of several cells below
    /// it is `next_row`.
    fn at(&self, line: u32, next_row: u32, found: &mut Vec<TableTitle>) {
        let is_near = next_row.saturating_sub(line) <= NEAREST_ROW;
        let most = if is_near { MOST_LINES } else { 1 };
        let mut characters = CharacterSet::default();
        let mut ranges = Vec::new();
        // What the lines say together, folded once a title may be among it.
        let mut folded: Option<Folded> = None;
        let mut done: Vec<usize> = Vec::new();
        for (last, here) in (line..line + most).zip(&self.lines) {
            let Some(here) = here else { return };
            ranges.push(here.range);
            characters = characters.and(here.characters);
            if let Some(folded) = &mut folded {
                folded.push(self.document, here.range);
            }
            for sought in &self.forms {
                let may_match = sought.templates.iter().any(|(_, words)| {
                    words.as_ref().is_none_or(|words| words.may_be_in(characters))
                });
                if !may_match || done.contains(&sought.form) {
                    continue;
                }
                let folded = folded.get_or_insert_with(|| folded_lines(self.document, &ranges));
                let text = (&*folded, characters);
                let templates = &sought.templates;
                let title = matched(self.program, self.document, text, &ranges, templates);
                let Some(title) = title else { continue };
                let (form, place, goes_on) = (sought.form, title.place, title.goes_on);
                found.push(TableTitle { form, first: line, last, place, goes_on });
                done.push(form);
            }
            if here.has_caption {
                return;
            }
        }
    }
}

/// Lines folded into one text.
fn folded_lines(document: &Body, lines: &[TextRange]) -> Folded {
    let mut folded = Folded::default();
    lines.iter().for_each(|line| folded.push(document, *line));
    folded
}

/// What of a line may be a title or a part of one.
pub(super) fn title_of(document: &Body, line: &Line) -> Option<TextRange> {
    let range = match line.kind {
        LineKind::Paragraph | LineKind::Heading(_) => line.range,
        LineKind::Row(row) if (1..=3).contains(&line.filled) => {
            let row = document.rows.get(row as usize)?;
            let filled = |cell: &&Cell| !is_blank(&document.text_of(cell.range));
            let mut cells = document.row_cells(row).iter().filter(filled);
            let title = cells.next()?;
            let is_caption = |cell: &Cell| document.text_of(cell.range).contains([':', '：']);
            if !cells.all(is_caption) {
                return None;
            }
            title.range
        }
        _ => return None,
    };
    (range.len() <= LONGEST_TITLE).then_some(range)
}

/// How a title matches.
struct MatchedTitle {
    captures: Vec<Capture>,
    place: TextRange,
    goes_on: bool,
}

/// The titles of a form, each with words of which it holds one.
fn with_words(titled: &Titled) -> Vec<SoughtTitle<'_>> {
    titled.templates.iter().map(|it| (it, SoughtWords::of(it))).collect()
}

/// Whether some lines together are a title of a form.
fn matched(
    program: &Program,
    document: &Body,
    (folded, characters): (&Folded, CharacterSet),
    lines: &[TextRange],
    templates: &[SoughtTitle<'_>],
) -> Option<MatchedTitle> {
    let text = folded.text.as_str();
    let are_in = |words: &SoughtWords<'_>| words.are_in(text, characters);
    let templates = templates.iter().filter(|(_, words)| words.as_ref().is_none_or(are_in));
    let mut templates = templates.map(|(template, _)| *template).peekable();
    templates.peek()?;
    let last = *lines.last()?;
    // Captions stand behind the title; a colon may also be part of it.
    let cut = caption_start(last.of(&document.text));
    let cut = cut.map(|at| folded.folded_at(last.start + at)).filter(|cut| *cut > 0);
    let whole = text.len() as u32;
    let ends: Vec<(u32, bool)> = std::iter::once(whole)
        .chain(cut)
        .flat_map(|end| {
            let shorter = continuation(&text[..end as usize]);
            std::iter::once((end, false)).chain(shorter.map(|end| (end, true)))
        })
        .collect();
    let starts = starts(text);
    for template in templates {
        for (end, goes_on) in &ends {
            for start in starts.iter().filter(|start| *start < end) {
                let within = TextRange::new(*start, *end);
                // The numbers of a title are years, which every notation writes alike.
                let notation = Notation::default();
                let mut matcher = Matcher::new(program, &document.text, folded, within, notation);
                if let Some(found) = matcher.match_whole(template) {
                    let first = folded.published(*start);
                    let behind = folded.published_end(&document.text, *end).max(first);
                    let place = TextRange::new(first, behind);
                    return Some(MatchedTitle {
                        captures: found.captures,
                        place,
                        goes_on: *goes_on,
                    });
                }
            }
        }
    }
    None
}

/// Where the captions behind a title begin, in bytes of the line: the first word with a colon in it, or
/// the remark in brackets that has one.
pub(super) fn caption_start(line: &str) -> Option<u32> {
    let colon = line.find([':', '：'])?;
    let before = &line[..colon];
    let blank = before.char_indices().rev().find(|(_, it)| it.is_whitespace());
    let bracket = before.rfind(['(', '（', '[', '［']);
    let at = match (blank.map(|(at, _)| at), bracket) {
        (Some(blank), Some(bracket)) => blank.max(bracket),
        (Some(blank), None) => blank,
        (None, Some(bracket)) => bracket,
        (None, None) => return Some(0),
    };
    Some(trim_blank_end(&line[..at]).len() as u32)
}

/// The end of a folded title in front of the words that say that the table goes on.
fn continuation(title: &str) -> Option<u32> {
    let endings = ["(续)", "(续表)", "续表", "(续上表)", "续"];
    let shorter = endings.iter().find_map(|ending| title.strip_suffix(ending))?;
    Some(shorter.len() as u32).filter(|end| *end > 0)
}

/// Where a folded title may begin: at its start, and behind a numbering (表三, 公开03表, 3., 附件3-1).
fn starts(title: &str) -> Vec<u32> {
    let mut starts = vec![0];
    let mut has_number = false;
    let mut characters = title.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        match character {
            '0'..='9' => has_number = true,
            _ if "〇零一二三四五六七八九十百".contains(character) => has_number = true,
            _ if "附件录表第公开部分章节之页-—.、,:()[]【】〔〕".contains(character) =>
                {}
            _ => break,
        }
        let next = characters.peek();
        let goes_on =
            next.is_some_and(|(_, next)| next.is_ascii_digit()) && character.is_ascii_digit();
        if has_number && !goes_on && next.is_some() {
            starts.push((at + character.len_utf8()) as u32);
        }
    }
    starts
}

/// Fills the fields that the title of a region's table names.
pub(super) fn fill(reading: &mut RegionReading<'_>, own: u32) {
    let (index, planned) = (reading.index, reading.planned);
    let (Scope::Titled(titled), Some(last)) = (&reading.form.scope, planned.title) else { return };
    let mut ranges = Vec::new();
    for line in planned.first..=last {
        let Some(line) = index.notes.lines.get(line as usize) else { return };
        let Some(range) = title_of(index.document, line) else { return };
        ranges.push(range);
    }
    let folded = folded_lines(index.document, &ranges);
    let program = reading.program();
    if let Some(found) = matched(
        program,
        index.document,
        (&folded, CharacterSet::of(&folded.text)),
        &ranges,
        &with_words(titled),
    ) {
        reading.builder.fill(own, &found.captures, ReadBy::Title);
    }
}

/// Whether a line between a title and its table is none that another title would be: a caption, a
/// remark, a date, or a short line that does not end as the title does.
pub(super) fn may_stand_between(line: &str, title: &str) -> bool {
    const LONGEST: usize = 40;
    let last = |text: &str| folded_chars(text).last().map(|(_, character)| character);
    let count = folded_chars(line).take(LONGEST + 1).count();
    if line.contains([':', '：']) {
        return true;
    }
    let ending = last(line);
    let ends_sentence = matches!(ending, Some('。' | ';' | ',' | '、'));
    count <= LONGEST && !ends_sentence && (ending != last(title) || is_numbering(line))
}

/// Whether a line is a numbering alone: 公开03表, 附件3-1.
fn is_numbering(line: &str) -> bool {
    let text = gouji_text::fold(line);
    let number = |it: char| it.is_ascii_digit() || "〇零一二三四五六七八九十".contains(it);
    text.contains(number)
        && text.chars().all(|it| number(it) || "附件录表第公开-—.、()之".contains(it))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn captions_stand_behind_a_title() {
        let cut = |line: &'static str| caption_start(line).map(|at| &line[..at as usize]);
        assert_eq!(cut("支出预算总表 部门：办公厅 单位：万元"), Some("支出预算总表"));
        assert_eq!(cut("支出预算总表（单位：万元）"), Some("支出预算总表"));
        assert_eq!(cut("单位：万元"), Some(""));
        assert_eq!(cut("支出预算总表"), None);
    }

    #[test]
    fn numberings_do_not_hinder() {
        let at = |title: &'static str, rest: &str| {
            starts(title).iter().any(|start| &title[*start as usize..] == rest)
        };
        for title in [
            "表三支出表",
            "公开03表支出表",
            "3.支出表",
            "附件3-1支出表",
            "(三)支出表",
            "第12页支出表",
        ] {
            assert!(at(title, "支出表"), "{title}");
        }
        assert!(at("三公经费表", "三公经费表"));
        assert!(!at("财政支出表", "支出表"));
        assert!(!at("12345支出表", "45支出表"));
    }

    #[test]
    fn titles_that_go_on() {
        assert_eq!(continuation("支出表(续)"), Some("支出表".len() as u32));
        assert_eq!(continuation("支出表"), None);
    }
}
