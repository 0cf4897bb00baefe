//! 逐处: every place in running text and cells where a template matches.

use super::compiled::FormReader;
use super::folded::Folded;
use super::lines::{Line, LineKind};
use super::matcher::Matcher;
use gouji_document::Body;
use gouji_program::form::{Each, Scope};
use gouji_program::template::{Hole, HoleKind, Part, Template};
use gouji_text::{TextRange, fold_char};
use gouji_value::{Notation, ReadAs};

/// A place where a form's template matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Occurrence {
    /// Number of the form.
    pub(super) form: usize,
    /// Its line.
    pub(super) line: u32,
    pub(super) place: TextRange,
}

impl Occurrence {
    /// The same in another line, in a text with so many more bytes before it.
    pub(super) fn moved(self, line: u32, bytes: u32) -> Self {
        Self { line, place: self.place.shifted(bytes), ..self }
    }
}

/// Every place in the lines of a document where a template of a form matches.
pub(super) fn find(reader: &FormReader, document: &Body, lines: &[Line]) -> Vec<Occurrence> {
    let mut found = Vec::new();
    for (number, form) in reader.program.forms.iter().enumerate() {
        if let Scope::Each(Each { template, .. }) = &form.scope {
            let notation = form.notation;
            let found = &mut found;
            let mut search = Search { reader, document, form: number, template, notation, found };
            (0..).zip(lines).for_each(|(number, line)| search.in_line(number, line));
        }
    }
    // In the order of lines, in which pieces are put together.
    found.sort_by_key(|occurrence| occurrence.line);
    found
}

struct Search<'search> {
    reader: &'search FormReader,
    document: &'search Body,
    form: usize,
    template: &'search Template,
    notation: Notation,
    found: &'search mut Vec<Occurrence>,
}

impl Search<'_> {
    fn in_line(&mut self, number: u32, line: &Line) {
        if begins_with_date(self.template) && !may_hold_year(line.range.of(&self.document.text)) {
            return;
        }
        match line.kind {
            LineKind::Row(row) => {
                let Some(row) = self.document.rows.get(row as usize) else { return };
                for cell in self.document.row_cells(row) {
                    self.in_stretch(number, cell.range);
                }
            }
            LineKind::Paragraph | LineKind::Heading(_) => self.in_stretch(number, line.range),
            LineKind::Furniture | LineKind::Contents(_) => {}
        }
    }

    fn in_stretch(&mut self, line: u32, stretch: TextRange) {
        let text = &self.document.text;
        if begins_with_date(self.template) && !has_date(stretch.of(text)) {
            return;
        }
        let folded = Folded::of(self.document, stretch);
        let mut from = 0;
        while from < folded.text.len() as u32 {
            let within = TextRange::new(from, folded.text.len() as u32);
            let program = &self.reader.program;
            let mut matcher = Matcher::new(program, text, &folded, within, self.notation);
            let Some(found) = matcher.find(self.template) else { return };
            let start = folded.published(found.folded.start);
            let end = folded.published_end(text, found.folded.end).max(start);
            let place = TextRange::new(start, end);
            self.found.push(Occurrence { form: self.form, line, place });
            from = found.folded.end.max(from + 1);
            while !folded.text.is_char_boundary(from as usize) {
                from += 1;
            }
        }
    }
}

/// Whether a template begins with a date, so that it can match only where a year stands.
fn begins_with_date(template: &Template) -> bool {
    let first = template.parts.first();
    matches!(first, Some(Part::Hole(Hole { kind: HoleKind::Figure(ReadAs::Date), .. })))
}

/// Whether a text may hold a year: at least four digits, and behind them what may be a separator.
/// A quick look at the bytes, by which most lines are passed over.
fn may_hold_year(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut digits = 0;
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        at += 1;
        match byte {
            // Ideographs are three bytes long; 年 begins with this one.
            0xe4..=0xe9 => {
                if digits >= 4 && byte == 0xe5 {
                    return true;
                }
                digits = 0;
                at += 2;
            }
            b'0'..=b'9' => digits += 1,
            // Anything may be in other scripts and full width: digits, separators, white space.
            0xc0.. if digits >= 4 => return true,
            0xef => digits += 1,
            b'-' | b'/' | b'.' if digits >= 4 => return true,
            b'!'..=b'~' => digits = 0,
            _ => {}
        }
    }
    false
}

/// Bytes of the shortest date, `2021-1-1`.
const SHORTEST_DATE: usize = 8;

/// Whether a text is as long as a date, with four digits in front of a separator in it; white space
/// between them does not count.
fn has_date(text: &str) -> bool {
    let mut digits = 0;
    text.len() >= SHORTEST_DATE
        && text.chars().filter_map(fold_char).any(|character| {
            let enough = digits == 4;
            digits = if character.is_ascii_digit() { digits + 1 } else { 0 };
            enough && separates_year(character)
        })
}

fn separates_year(character: char) -> bool {
    matches!(character, '年' | '-' | '/' | '.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_quick_look_passes_over_no_date() {
        for date in [
            "2021年底前",
            "２０２１年１月",
            "2 0\u{3000}21 － 1-1",
            "20\u{200b}21／1",
            "12021.10.1",
            "2021．1",
        ] {
            assert!(may_hold_year(&format!("甲，（1）{date}")), "{date}");
        }
        for other in ["合计1234万元", "202年", "2021", "12.50", "1,234.56%", "甲乙丙"] {
            assert!(!may_hold_year(other), "{other}");
        }
        assert!(has_date("2021年底") && has_date("截至2021-1-1") && !has_date("2021年"));
    }
}
