//! Cells between delimiters: csv and tsv.
//!
//! The text of the document is that of the file, so that places are lines and columns of the file;
//! quotation marks that the format asks for are no part of what a cell says.

mod dialect;

use super::TextToRead;
use super::builder::{BodyBuilder, Built};
use crate::{DocumentOrigin, ReaderProblem, problems};
use csv_core::{ReadFieldResult, Reader, ReaderBuilder};
use dialect::Dialect;
use gouji_text::{TextRange, is_blank};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Reads a csv; what parts its cells is found out.
pub(super) fn read_csv(
    text: &TextToRead<'_>,
    problems: Vec<ReaderProblem>,
) -> (Built, DocumentOrigin) {
    let dialect = Dialect::of_csv(text.text, text.lines);
    read(text, dialect, problems)
}

/// Reads a tsv.
pub(super) fn read_tsv(
    text: &TextToRead<'_>,
    problems: Vec<ReaderProblem>,
) -> (Built, DocumentOrigin) {
    let dialect = Dialect::of_tsv(text.text, text.lines);
    read(text, dialect, problems)
}

fn read(
    text: &TextToRead<'_>,
    dialect: Dialect,
    problems: Vec<ReaderProblem>,
) -> (Built, DocumentOrigin) {
    let lines = text.lines.line_count() as usize;
    let cells = memchr::memchr_iter(dialect.delimiter, text.text.as_bytes()).count();
    let mut rows = DelimitedRows {
        text,
        bytes: with_line_feeds(text.text),
        builder: BodyBuilder::new(text.text, text.limits, lines, cells, problems),
        fields: Vec::new(),
        marks: Vec::new(),
        unpaired: Unpaired::default(),
        ragged: (dialect.delimiter != b'\t').then(Ragged::default),
    };
    rows.read(&dialect);
    let DelimitedRows { mut builder, unpaired, ragged, .. } = rows;
    if let Some(range) = unpaired.first {
        builder.problem(problems::unpaired_quotes(unpaired.count, range));
    }
    if let Some(problem) = ragged.and_then(Ragged::finish) {
        builder.problem(problem);
    }
    let origin = DocumentOrigin::Delimited {
        encoding: text.encoding,
        delimiter: char::from(dialect.delimiter),
    };
    (builder.finish(Arc::clone(text.text)), origin)
}

/// The text's bytes, with `\n` for each byte of a line end that csv does not know. Nothing moves.
fn with_line_feeds(text: &str) -> Cow<'_, [u8]> {
    let mut bytes = Cow::Borrowed(text.as_bytes());
    for separator in ["\u{85}", "\u{2028}", "\u{2029}"] {
        for at in memchr::memmem::find_iter(text.as_bytes(), separator) {
            if let Some(end) = bytes.to_mut().get_mut(at..at + separator.len()) {
                end.fill(b'\n');
            }
        }
    }
    bytes
}

/// Lines whose quotation marks do not pair.
#[derive(Default)]
struct Unpaired {
    count: u32,
    first: Option<TextRange>,
}

/// A document while its rows are read.
struct DelimitedRows<'text> {
    text: &'text TextToRead<'text>,
    bytes: Cow<'text, [u8]>,
    builder: BodyBuilder<'text>,
    /// The fields of the record at hand, without the quotation marks around them.
    fields: Vec<TextRange>,
    /// Quotation marks in them that are notation.
    marks: Vec<u32>,
    unpaired: Unpaired,
    ragged: Option<Ragged>,
}

impl DelimitedRows<'_> {
    fn read(&mut self, dialect: &Dialect) {
        let reader =
            |quoting| ReaderBuilder::new().delimiter(dialect.delimiter).quoting(quoting).build();
        let (mut quoted, mut unquoted) = (reader(true), reader(false));
        let lines = self.text.lines;
        let mut number = dialect.first_line;
        while number < lines.line_count() {
            let line = lines.line_range(self.text.text, number);
            if is_blank(line.of(self.text.text)) {
                // A blank line parts tables.
                self.fields.clear();
                self.take_row(line);
                number += 1;
                continue;
            }
            let end = self.read_record(&mut quoted, line.start, true).unwrap_or_else(|mark| {
                // Nobody knows where it would end: in this line quotation marks are characters.
                self.unpaired.count += 1;
                self.unpaired.first.get_or_insert(TextRange::new(mark, mark + 1));
                self.read_record(&mut unquoted, line.start, false).unwrap_or(line.end)
            });
            let last = self.fields.last().map_or(line.end, |field| field.end);
            self.take_row(TextRange::new(line.start, last.max(line.start)));
            number = lines.starts().partition_point(|start| *start < end) as u32;
        }
    }

    /// Reads the fields of the record that starts at `start`; where the next one may start. `Err` is
    /// the place of a quotation mark that opens a field and has no partner, or one with something
    /// behind it. Reading goes no further than that, so that many of them cost no more than one.
    fn read_record(
        &mut self,
        reader: &mut Reader,
        start: u32,
        is_quoted: bool,
    ) -> Result<u32, u32> {
        reader.reset();
        self.fields.clear();
        self.marks.clear();
        // What the fields say is taken from the text itself.
        let mut unused = [0; 1024];
        let (mut field, mut at) = (start as usize, start as usize);
        loop {
            let input = self.bytes.get(at..).unwrap_or_default();
            let (result, read, _) = reader.read_field(input, &mut unused);
            at += read;
            match result {
                ReadFieldResult::InputEmpty | ReadFieldResult::OutputFull => {}
                ReadFieldResult::Field { record_end } => {
                    let raw = self.bytes.get(field..at).unwrap_or_default();
                    let raw = if record_end { without_line_end(raw) } else { without_last(raw) };
                    // Texts are not longer than that.
                    let start = field as u32;
                    let (from, to) = if is_quoted && raw.first() == Some(&b'"') {
                        (1, quoted_length(raw, start, &mut self.marks).ok_or(start)?)
                    } else {
                        (0, raw.len())
                    };
                    self.fields.push(TextRange::new(start + from, start + to as u32));
                    field = at;
                    if record_end {
                        return Ok(at as u32);
                    }
                }
                ReadFieldResult::End => return Ok(at as u32),
            }
        }
    }

    /// The record at hand is read; it stands at `line`.
    fn take_row(&mut self, line: TextRange) {
        let text = self.text.text;
        if let Some(ragged) = &mut self.ragged {
            let filled = self.fields.iter().rposition(|field| !is_blank(field.of(text)));
            ragged.row(line, self.fields.len(), filled.map_or(0, |last| last + 1));
        }
        if self.fields.is_empty() {
            self.builder.cell(line);
        }
        self.fields.iter().for_each(|field| self.builder.cell(*field));
        self.builder.line_end(line);
        self.builder.notation(&self.marks);
        self.marks.clear();
    }
}

/// The offset of the quotation mark that closes a field that begins with one, noting the first of each
/// two that stand for one; `None` where none does, or more than blanks stand behind it.
fn quoted_length(raw: &[u8], start: u32, marks: &mut Vec<u32>) -> Option<usize> {
    let mut at = 1;
    loop {
        at += memchr::memchr(b'"', raw.get(at..)?)?;
        if raw.get(at + 1) != Some(&b'"') {
            let behind = raw.get(at + 1..)?;
            return behind.iter().all(u8::is_ascii_whitespace).then_some(at);
        }
        marks.push(start + at as u32);
        at += 2;
    }
}

fn without_line_end(raw: &[u8]) -> &[u8] {
    let count = raw.iter().rev().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
    raw.get(..raw.len() - count).unwrap_or_default()
}

fn without_last(raw: &[u8]) -> &[u8] {
    raw.split_last().map_or(raw, |(_, rest)| rest)
}

/// Finds rows that have more filled cells than the rows around them have cells: a delimiter in a
/// figure or a text that no quotation marks stand around moves what stands behind it.
#[derive(Default)]
struct Ragged {
    /// How many rows of the table have so many cells, the last one left out.
    usual: BTreeMap<usize, u32>,
    /// How many cells the row before the last one has.
    before: Option<usize>,
    /// Where the last row stands, how many cells it has, and how many up to its last filled one.
    last: Option<(TextRange, usize, usize)>,
    count: u32,
    /// The first that is ragged: where it stands, its cells, and those of the rows around it.
    first: Option<(TextRange, usize, usize)>,
}

impl Ragged {
    /// The next row, with so many cells, and so many up to its last filled one. With one cell or none
    /// it is no row, and the table is at its end.
    fn row(&mut self, line: TextRange, cells: usize, filled: usize) {
        let next = (cells > 1).then_some(cells);
        if let (Some(before), Some((place, _, filled))) = (self.before, self.last)
            && filled > before
            && next.map_or(self.usual.get(&before) > Some(&1), |next| next == before)
        {
            self.count += 1;
            self.first.get_or_insert((place, filled, before));
        }
        self.before = next.and(self.last).map(|(_, cells, _)| cells);
        match self.before {
            Some(cells) => *self.usual.entry(cells).or_default() += 1,
            None => self.usual.clear(),
        }
        self.last = next.map(|cells| (line, cells, filled));
    }

    fn finish(mut self) -> Option<ReaderProblem> {
        self.row(TextRange::default(), 0, 0);
        let (row, cells, expected) = self.first?;
        Some(problems::ragged_rows(self.count, row, cells, expected))
    }
}
