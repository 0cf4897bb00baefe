//! The printed figures of a document.

use super::change::TextEdit;
use super::printed::{PrintedNumber, printed_numbers};
use gouji_facts::{Content, Facts, Field, FieldNote, ReadBy, Record};
use gouji_program::{FieldKind, FormId, Program, Scalar};
use gouji_text::TextRange;
use gouji_value::{Bound, LimitValue, Notation, Value, opposite_change};

/// Characters that end a clause, or a cell.
const ENDS_OF_CLAUSES: &str = "\n\r\t，。；、：,;:（(";

/// What kind of figure, as the rules name it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FigureKind {
    /// The record; for a figure that nobody read, the form that came nearest.
    pub record: String,
    /// The field; empty for a figure that nobody read.
    pub field: String,
}

impl FigureKind {
    /// Whether a field holds it.
    pub fn is_read(&self) -> bool {
        !self.field.is_empty()
    }
}

/// A printed figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WatchedFigure {
    /// What kind it is; of a figure that stands in several fields, that of the first.
    pub kind: FigureKind,
    /// The number as printed. Its range is that of `digits`.
    pub number: PrintedNumber,
    /// Its digits and their marks, in bytes of the document.
    pub digits: TextRange,
    /// The same, with the unit behind it.
    pub whole: TextRange,
    /// How numbers are written where it stands.
    pub notation: Notation,
    /// What turns it round: a word or sign in front of it, and what says the contrary.
    turned: Option<TextEdit>,
}

impl WatchedFigure {
    /// The number as printed.
    pub fn printed<'text>(&self, text: &'text str) -> &'text str {
        self.digits.of(text)
    }

    /// The edit that puts other digits in its place.
    pub(super) fn replace(&self, replacement: String) -> Option<TextEdit> {
        Some(TextEdit { range: self.digits, replacement })
    }

    /// The edit that turns it round.
    pub(super) fn other_direction(&self, text: &str) -> TextEdit {
        if let Some(turned) = &self.turned {
            return turned.clone();
        }
        let front = text.get(..self.digits.start as usize).unwrap_or("");
        let minus = |character: &char| matches!(character, '-' | '−' | '－' | '—' | '△' | '▲');
        match front.chars().next_back().filter(minus) {
            Some(minus) => {
                let start = self.digits.start - minus.len_utf8() as u32;
                let range = TextRange::new(start, self.digits.start);
                TextEdit { range, replacement: String::new() }
            }
            None => {
                TextEdit { range: TextRange::empty(self.digits.start), replacement: "-".to_owned() }
            }
        }
    }
}

/// The figures of a document that the forms of the packs in `applies` bound to a field or left unread, in
/// order of place, each once. Years, dates and numbers of headings are none.
pub fn figures(
    program: &Program,
    facts: &Facts,
    text: &str,
    applies: &[bool],
) -> Vec<WatchedFigure> {
    let mut finder = FigureSearch { program, text, figures: Vec::new() };
    for (region, fragment) in facts.fragments() {
        let Some(notation) = notation_of(program, region.form, applies) else { continue };
        for record in &fragment.records {
            finder.record(record, region.range.start, notation);
        }
    }
    // What cannot be read as a figure is said of its own.
    for (form, figure) in facts.unread().into_iter().filter(|(_, it)| it.number.is_some()) {
        let Some(notation) = notation_of(program, form, applies) else { continue };
        let form = program.forms.at(form).map_or("", |form| form.name.as_str());
        let kind = FigureKind { record: form.to_owned(), field: String::new() };
        finder.add(&kind, figure.place, Printing { notation, is_repaired: false }, None);
    }
    let mut figures = finder.figures;
    // What stands in a field comes before what nobody read.
    figures.sort_by_key(|figure| figure.digits.start);
    figures.dedup_by(|later, first| later.digits.start < first.digits.end);
    figures
}

/// How a form writes numbers, where its pack applies.
fn notation_of(program: &Program, form: FormId, applies: &[bool]) -> Option<Notation> {
    let form = program.forms.at(form)?;
    (applies.get(form.pack as usize) == Some(&true)).then_some(form.notation)
}

/// How the numbers at a place are printed.
#[derive(Clone, Copy)]
struct Printing {
    notation: Notation,
    /// With blanks between digits of one number.
    is_repaired: bool,
}

struct FigureSearch<'text> {
    program: &'text Program,
    text: &'text str,
    figures: Vec<WatchedFigure>,
}

impl FigureSearch<'_> {
    fn record(&mut self, record: &Record, start: u32, notation: Notation) {
        let kind = self.program.record(record.kind);
        for (field, declared) in record.fields.iter().zip(kind.fields.iter()) {
            let is_integer = declared.kind == FieldKind::Scalar(Scalar::Integer);
            let kind = FigureKind { record: kind.name.clone(), field: declared.name.clone() };
            match &field.content {
                _ if is_integer && is_year(field.place.shifted(start).of(self.text)) => {}
                Content::Series(points) => {
                    for point in points {
                        self.field(&kind, &point.field, start, notation);
                    }
                }
                _ => self.field(&kind, field, start, notation),
            }
        }
    }

    fn field(&mut self, kind: &FigureKind, field: &Field, start: u32, notation: Notation) {
        let place = field.place.shifted(start);
        match &field.content {
            // What repeats the cell above is printed there.
            _ if field.note == Some(FieldNote::FilledDown) => {}
            Content::Value(Value::Number(_)) if field.primitive != ReadBy::Outline => {
                let is_repaired = matches!(field.note, Some(FieldNote::Repaired(_)));
                self.add(kind, place, Printing { notation, is_repaired }, None);
            }
            Content::Value(Value::Bound(bound)) if limits_figure(bound) => {
                let within = bound.figure.shifted(place.start);
                let comparator = bound.comparator.shifted(place.start);
                let turned = contrary_sign(comparator.of(self.text))
                    .map(|sign| TextEdit { range: comparator, replacement: sign.to_owned() });
                self.add(kind, within, Printing { notation, is_repaired: false }, turned);
            }
            _ => {}
        }
    }

    /// Adds the figures that stand at a place.
    fn add(
        &mut self,
        kind: &FigureKind,
        place: TextRange,
        printing: Printing,
        turned: Option<TextEdit>,
    ) {
        let Printing { notation, is_repaired } = printing;
        let numbers = printed_numbers(place.of(self.text), notation, is_repaired);
        let is_alone = numbers.len() == 1;
        for number in numbers {
            let digits = TextRange::from(number.range.clone()).shifted(place.start);
            // Of a figure with two numbers (3–5年), the unit belongs to both.
            let end = if is_alone { place.end } else { digits.end };
            let turned = turned.clone().or_else(|| self.governing_word(digits.start));
            let whole = TextRange::new(digits.start, end);
            let kind = kind.clone();
            self.figures.push(WatchedFigure { kind, number, digits, whole, notation, turned });
        }
    }

    /// The word of change in the clause in front of a figure, and what says the contrary.
    fn governing_word(&self, at: u32) -> Option<TextEdit> {
        let front = self.text.get(..at as usize)?;
        let start = front.rfind(|it| ENDS_OF_CLAUSES.contains(it)).unwrap_or(0);
        let (place, contrary) = opposite_change(front.get(start..)?)?;
        let range = place.shifted(start as u32);
        Some(TextEdit { range, replacement: contrary.to_owned() })
    }
}

/// Whether a limit is one of figures, and not of dates.
fn limits_figure(bound: &Bound) -> bool {
    let limits = [&bound.lower, &bound.upper];
    limits.into_iter().flatten().any(|limit| matches!(limit.value, LimitValue::Number(_)))
}

/// Four digits that are a year of our time.
fn is_year(printed: &str) -> bool {
    let digits = printed.trim_matches(|it: char| !it.is_ascii_digit());
    digits.len() == 4 && digits.parse().is_ok_and(|year: u32| (1900..2100).contains(&year))
}

fn contrary_sign(sign: &str) -> Option<&'static str> {
    Some(match sign.trim() {
        "≥" | "≧" | ">=" => "≤",
        "≤" | "≦" | "<=" => "≥",
        ">" | "＞" => "<",
        "<" | "＜" => ">",
        _ => return None,
    })
}
