//! What the lines of a text, or of a piece of one, have to say about the layout of the whole.

use super::page::{PageNumber, read_page};
use super::shown_digits::TextDigits;
use super::title::{key_of, title_of};
use crate::number::{ItemNumber, is_numeral, read_number, read_value};
use crate::outline::reads_as_heading;
use crate::{BlockKind, Body, Cell, Numbering, Row};
use gouji_text::{LineIndex, TextRange, fold, is_blank};

/// Notes on the lines of a text that may be more than a row of figures: lines of running text, and rows
/// in which one thing stands alone or that may stand in a contents list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct LayoutSummary {
    /// The notes, in order.
    pub(crate) notes: Vec<LineNote>,
    /// ItemNumber of rows and lines of running text.
    pub(crate) lines: u32,
    /// In front of which lines a page ends with a form feed.
    pub(crate) breaks: Vec<u32>,
    /// How many digits the figures of running text show.
    pub(crate) digits: TextDigits,
}

/// A note on a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LineNote {
    /// Its number among rows and lines of running text.
    pub(crate) line: u32,
    /// Whether it is a row.
    pub(crate) is_row: bool,
    /// Whether nothing else stands in it than what the note is about, whatever blank cells there are.
    pub(crate) is_alone: bool,
    /// Whether it has no blank cells either.
    pub(crate) is_bare: bool,
    /// Whether a blank line stands above it.
    pub(crate) blank_before: bool,
    /// ItemNumber of characters, folded.
    pub(crate) characters: u32,
    /// The key of all that stands in it.
    pub(crate) whole: u64,
    /// The key of its title: without number, leaders and page.
    pub(crate) title: u64,
    /// The page number that it may be.
    pub(crate) page: Option<PageNumber>,
    /// How it is numbered, and its number.
    pub(crate) number: Option<(Numbering, u32)>,
    /// How it reads.
    pub(crate) reading: LineReading,
}

/// How a line reads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct LineReading {
    /// As a heading: short, with a title, no sentence.
    pub(crate) as_heading: bool,
    /// Its number may be part of what it says: `三、四线城市`, `5. 8 万元`.
    pub(crate) is_doubtful: bool,
    /// It ends where a sentence does.
    pub(crate) ends_sentence: bool,
    /// A comma or a colon stands inside its title, as in sentences.
    pub(crate) has_clauses: bool,
    /// A figure stands in it: a number that is no year.
    pub(crate) has_figure: bool,
    /// A colon stands in it, as in captions.
    pub(crate) has_colon: bool,
    /// Leaders and a page stand behind what it says.
    pub(crate) has_leaders: bool,
    /// It is the heading of a contents list.
    pub(crate) contents: Option<ContentsHeading>,
}

/// The heading of a contents list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ContentsHeading {
    /// 目录.
    Alone,
    /// At the end of a line: `2024 年度部门决算目 录`.
    Behind,
}

/// A line of a contents list is not longer than this, in folded characters.
const LONGEST_TITLE: usize = 80;

impl LayoutSummary {
    /// The summary of a text that has been read, with its lines.
    pub(crate) fn of(body: &Body, lines: &LineIndex) -> Self {
        let mut making = SummaryBuilder {
            body,
            starts: lines.starts(),
            at: 0,
            before: None,
            found: Self::default(),
        };
        let mut feeds = memchr::memchr_iter(0x0c, body.text.as_bytes()).peekable();
        for block in &body.blocks {
            let rows = match block.kind {
                BlockKind::Table { first_row, row_count } => {
                    let rows = first_row as usize..(first_row + row_count) as usize;
                    body.rows.get(rows).unwrap_or_default()
                }
                _ => {
                    making.breaks(&mut feeds, block.range.start);
                    making.text(block.range);
                    continue;
                }
            };
            for row in rows {
                making.breaks(&mut feeds, row.range.trimmed(&body.text).start);
                making.row(row);
            }
        }
        making.breaks(&mut feeds, u32::MAX);
        making.found.notes.shrink_to_fit();
        making.found
    }

    /// Adds the summary of the piece behind this one.
    pub(crate) fn append(&mut self, piece: &Self) {
        let before = self.lines;
        let notes = piece.notes.iter();
        self.notes.extend(notes.map(|note| LineNote { line: note.line + before, ..note.clone() }));
        for line in piece.breaks.iter().map(|line| line + before) {
            if self.breaks.last() != Some(&line) {
                self.breaks.push(line);
            }
        }
        self.lines += piece.lines;
        self.digits.append(&piece.digits);
    }

    /// Whether a page ends with a form feed right in front of a line.
    pub(crate) fn has_break(&self, line: u32) -> bool {
        self.breaks.binary_search(&line).is_ok()
    }
}

/// A summary being made.
struct SummaryBuilder<'making> {
    body: &'making Body,
    starts: &'making [u32],
    /// The line reached.
    at: usize,
    /// The line of the block or row before.
    before: Option<usize>,
    found: LayoutSummary,
}

impl SummaryBuilder<'_> {
    /// Takes the form feeds in front of what starts at `start`.
    fn breaks(&mut self, feeds: &mut std::iter::Peekable<memchr::Memchr<'_>>, start: u32) {
        let line = self.found.lines;
        let mut is_break = false;
        while feeds.next_if(|feed| *feed < start as usize).is_some() {
            is_break = true;
        }
        if is_break {
            self.found.breaks.push(line);
        }
    }

    /// Whether a blank line stands above what starts at `start`, which is the next thing.
    fn is_below_blank(&mut self, start: u32) -> bool {
        while self.starts.get(self.at + 1).is_some_and(|next| *next <= start) {
            self.at += 1;
        }
        let above = self.before.replace(self.at);
        self.at > above.map_or(0, |above| above + 1)
    }

    fn text(&mut self, range: TextRange) {
        let blank_before = self.is_below_blank(range.start);
        let mut note = self.note(range, blank_before);
        note.is_bare = true;
        note.is_alone = true;
        self.found.notes.push(note);
        self.found.digits.line(range.of(&self.body.text));
        self.found.lines += 1;
    }

    fn row(&mut self, row: &Row) {
        let blank_before = self.is_below_blank(row.range.start);
        let cells = self.body.row_cells(row);
        let text = &self.body.text;
        // Rows with more than a number, a title and a page are rows of a table.
        let mut filled = [TextRange::default(); 3];
        let mut count = 0;
        let is_filled = |cell: &&Cell| !is_blank(cell.range.of(text));
        for cell in cells.iter().filter(is_filled) {
            if let Some(filled) = filled.get_mut(count) {
                *filled = cell.range;
            }
            count += 1;
            if count > filled.len() {
                break;
            }
        }
        if let Some(filled) = filled.get(..count)
            && let [first, .., last] | [first @ last] = filled
            && (count == 1 || is_entry(text, filled))
        {
            let mut note = self.note(first.cover(*last).trimmed(text), blank_before);
            note.is_row = true;
            note.is_alone = count == 1;
            note.is_bare = cells.len() == 1;
            self.found.notes.push(note);
        }
        self.found.lines += 1;
    }

    fn note(&self, range: TextRange, blank_before: bool) -> LineNote {
        let text = range.of(&self.body.text);
        let number = read_number(text);
        let behind = number.map_or(text, |number| number.title.of(text));
        let (title, has_leaders) = title_of(behind);
        let folded = fold(text.get(..text.len().min(4 * LONGEST_TITLE)).unwrap_or(text));
        let characters = gouji_text::folded_len(text);
        let last = text.chars().rev().filter_map(gouji_text::fold_char);
        let last = last.into_iter().find(|it| !is_closing(*it));
        LineNote {
            line: self.found.lines,
            is_row: false,
            is_alone: false,
            is_bare: false,
            blank_before,
            characters: u32::try_from(characters).unwrap_or(u32::MAX),
            whole: key_of(text),
            title: key_of(title),
            page: read_page(&folded),
            number: number.map(|number| (number.numbering, number.value)),
            reading: LineReading {
                as_heading: number.is_some_and(|number| reads_as_heading(text, &number)),
                is_doubtful: number.is_some_and(|number| is_doubtful(text, &number)),
                ends_sentence: last.is_some_and(|last| matches!(last, '。' | ';' | '!' | '?')),
                has_clauses: has_clauses(title),
                has_figure: has_figure(title),
                has_colon: folded.contains(':'),
                has_leaders,
                contents: contents_heading(&folded, characters).filter(|_| number.is_none()),
            },
        }
    }
}

fn is_closing(character: char) -> bool {
    matches!(character, '"' | '\'' | ')' | '》' | '」' | '』' | '】')
}

/// Whether the filled cells of a row are those of a contents list: number and title, and a page.
fn is_entry(text: &str, filled: &[TextRange]) -> bool {
    let Some(number) = filled.first().and_then(|first| read_number(first.of(text))) else {
        return false;
    };
    let rest = if number.title.is_empty() { 1 } else { 0 };
    let is_page = |cell: &TextRange| {
        let page = cell.of(text).trim();
        (1..=4).contains(&page.len()) && page.bytes().all(|byte| byte.is_ascii_digit())
    };
    match filled.get(rest + 1..) {
        Some([]) => true,
        Some([page]) => is_page(page),
        _ => false,
    }
}

/// Whether a line's number may be part of what it says, since another number follows.
fn is_doubtful(line: &str, number: &ItemNumber) -> bool {
    let title = number.title.of(line);
    let Some(first) = title.chars().find_map(gouji_text::fold_char) else { return false };
    if first.is_ascii_digit() {
        let folded = fold(title);
        let digits = folded.bytes().take_while(u8::is_ascii_digit).count();
        // `1. 2021年总表` begins with a year.
        let is_year = digits == 4 && (folded.starts_with("19") || folded.starts_with("20"));
        let is_point = number.range.of(line).ends_with(['.', '．']);
        let value = folded.get(..digits).and_then(|it| it.parse::<u32>().ok());
        return !is_year && (is_point || value.is_none_or(|value| value > number.value));
    }
    let is_chinese = matches!(number.numbering, Numbering::Chinese);
    is_chinese && is_numeral(first) && read_numeral(title).is_none_or(|value| value > number.value)
}

/// Whether a comma or a colon stands inside a text.
fn has_clauses(text: &str) -> bool {
    let mut characters = gouji_text::folded_chars(text).map(|(_, it)| it).peekable();
    while let Some(character) = characters.next() {
        if character == ',' || (character == ':' && characters.peek().is_some()) {
            return true;
        }
    }
    false
}

/// Whether a number stands in a text that is no year.
fn has_figure(text: &str) -> bool {
    let folded = fold(text);
    let mut rest = folded.as_str();
    while let Some(start) = rest.find(|it: char| it.is_ascii_digit()) {
        let run = rest.get(start..).unwrap_or_default();
        let end = run.find(|it: char| !it.is_ascii_digit()).unwrap_or(run.len());
        let behind = run.get(end..).unwrap_or_default();
        if end != 4 || !behind.starts_with('年') {
            return true;
        }
        rest = behind;
    }
    false
}

/// The Chinese number in front of a text, without what follows it.
fn read_numeral(text: &str) -> Option<u32> {
    let folded = fold(text);
    let end = folded.find(|it| !is_numeral(it)).unwrap_or(folded.len());
    read_value(folded.get(..end)?)
}

/// Whether a folded line heads a contents list.
fn contents_heading(folded: &str, characters: usize) -> Option<ContentsHeading> {
    let folded = folded.trim_end_matches(':');
    if matches!(folded, "目录" | "目次") || is_contents_in_latin(folded) {
        return Some(ContentsHeading::Alone);
    }
    (characters <= LONGEST_TITLE && folded.ends_with("目录")).then_some(ContentsHeading::Behind)
}

fn is_contents_in_latin(folded: &str) -> bool {
    folded.len() <= 16
        && matches!(&*folded.to_lowercase(), "contents" | "tableofcontents" | "índice")
}
