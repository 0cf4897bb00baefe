//! The arithmetic of a finding, as a table.

use crate::escape::one_line;
use crate::layout::{columns, cut, push_padded, push_right_aligned, push_spaces, wrap};
use crate::paint::{TextRole, paint};
use crate::position::{Locator, short_place};
use crate::{FindSource, PrettyOptions};
use gouji_diagnostic::{Proof, ProofSide, Shown, Span, Term};
use gouji_text::Language;

/// Terms of a side that are listed without leaving any out.
const MOST_TERMS: usize = 12;
/// Terms listed in front of those left out.
const LISTED_FIRST: usize = 5;
/// Terms listed behind those left out.
const LISTED_LAST: usize = 2;
/// The same where both sides are computations, with more than [`MOST_TERMS`] between them.
const MOST_TERMS_OF_TWO: usize = 7;
const LISTED_FIRST_OF_TWO: usize = 3;
/// Lines of their own that notes may take in all; further ones are cut to the room in their row.
const MOST_NOTE_LINES: usize = 4;
/// Units counted to find the common one.
const MOST_UNITS: usize = 8;
/// Least columns for the labels, however narrow the terminal.
const LEAST_LABEL: usize = 12;

/// A line of the table.
enum ProofLine {
    Row(ProofRow),
    Rule,
}

/// A figure with what stands around it.
#[derive(Default)]
struct ProofRow {
    sign: String,
    label: String,
    figure: String,
    unit: String,
    place: String,
    notes: Vec<String>,
    strong: bool,
}

/// The table, each line with its line end. The first begins with `heading`, which is `indent`
/// columns wide; the others with as many spaces.
pub(crate) fn proof_table(
    proof: &Proof<Span>,
    subject: Option<&str>,
    sources: &dyn FindSource,
    heading: &str,
    indent: usize,
    options: PrettyOptions,
) -> String {
    let mut composer = Composer {
        lines: Vec::new(),
        language: options.language,
        common_unit: common_unit(proof),
        subject,
        sources,
        locator: None,
    };
    composer.compose(proof);
    draw(&composer.lines, heading, indent, options)
}

/// Turns a proof into lines.
struct Composer<'proof> {
    lines: Vec<ProofLine>,
    language: Language,
    common_unit: &'proof str,
    /// The name of the source that the finding stands in: its places need no name.
    subject: Option<&'proof str>,
    sources: &'proof dyn FindSource,
    /// Over the source of the place shown last.
    locator: Option<Locator<'proof>>,
}

impl<'proof> Composer<'proof> {
    fn compose(&mut self, proof: &'proof Proof<Span>) {
        // An equation shows the sum first and then what was published; any other relation reads
        // from left to right, and so does a figure that is held to one which stands nowhere.
        let equation = proof.relation == "=" && !is_held_to_a_figure(proof);
        let (first, second) =
            if equation { (&proof.right, &proof.left) } else { (&proof.left, &proof.right) };
        let both = first.terms.len().saturating_add(second.terms.len());
        let crowded = both > MOST_TERMS && !self.is_single(first) && !self.is_single(second);
        let limits = if crowded {
            (MOST_TERMS_OF_TWO, LISTED_FIRST_OF_TWO)
        } else {
            (MOST_TERMS, LISTED_FIRST)
        };
        // The common unit stands at the difference; without one it stands at the totals.
        let (_, difference_unit) = split_unit(proof.difference.as_deref().unwrap_or_default());
        // Beside a figure that only the rule states there is room for the difference.
        let is_stated = [first, second].into_iter().any(|side| is_unnamed(side, self.language));
        let unit_at_totals = is_stated || difference_unit != self.common_unit;
        let relation = if equation {
            String::new()
        } else {
            format!("{} {}", self.language.choose("应", "should be"), proof.relation)
        };
        self.side(first, String::new(), limits, unit_at_totals);
        self.side(second, relation, limits, unit_at_totals);
        let difference = self.difference(proof);
        match (difference, self.lines.last_mut()) {
            (Some(difference), Some(ProofLine::Row(last))) if is_stated => {
                last.notes.push(difference.in_line());
            }
            (Some(difference), _) => self.lines.push(ProofLine::Row(difference)),
            (None, _) => {}
        }
    }

    /// Whether a side is a single figure, not a computation.
    fn is_single(&self, side: &ProofSide<Span>) -> bool {
        match &*side.terms {
            [] => true,
            [term] => {
                let (name, side_name) =
                    (term.label.in_language(self.language), side.label.in_language(self.language));
                (name == side_name || name.is_empty() || side_name.is_empty())
                    && (side.value.figure(self.language).is_empty() || term.value == side.value)
            }
            _ => false,
        }
    }

    /// A single figure in one row; a computation as its terms, a line, and the total.
    fn side(
        &mut self,
        side: &'proof ProofSide<Span>,
        sign: String,
        limits: (usize, usize),
        unit_at_totals: bool,
    ) {
        let mut total = ProofRow {
            sign,
            label: one_line(side.label.in_language(self.language)).into_owned(),
            figure: one_line(side.value.figure(self.language)).into_owned(),
            unit: self.unit(side.value.unit(), unit_at_totals),
            ..ProofRow::default()
        };
        if self.is_single(side) {
            if let Some(term) = side.terms.first() {
                let row = self.term(term);
                if total.label.is_empty() {
                    total.label = row.label;
                }
                if total.figure.is_empty() {
                    total.figure = row.figure;
                }
                total.place = row.place;
                total.notes = row.notes;
            }
        } else {
            self.terms(&side.terms, limits);
            self.lines.push(ProofLine::Rule);
        }
        self.lines.push(ProofLine::Row(total));
    }

    /// All terms up to `most`; of more than that, the first few and the last.
    fn terms(&mut self, terms: &'proof [Term<Span>], (most, listed_first): (usize, usize)) {
        if terms.len() <= most {
            for term in terms {
                let row = self.term(term);
                self.lines.push(ProofLine::Row(row));
            }
            return;
        }
        let last_from = terms.len().saturating_sub(LISTED_LAST);
        for (index, term) in terms.iter().enumerate() {
            if index < listed_first || index >= last_from {
                let row = self.term(term);
                self.lines.push(ProofLine::Row(row));
            } else if index == listed_first {
                let row = self.left_out(terms, terms.get(index..last_from).unwrap_or(&[]));
                self.lines.push(ProofLine::Row(row));
            }
        }
    }

    /// The row that stands for terms left out, with their sum where the side is a plain sum.
    fn left_out(&self, all: &[Term<Span>], terms: &[Term<Span>]) -> ProofRow {
        let count = terms.len();
        let unit = terms.first().map_or("", |term| term.value.unit());
        let plain_sum = all.iter().all(|term| matches!(term.sign, "" | "+" | "-" | "−"))
            && terms.iter().all(|term| term.value.unit() == unit);
        let sum = if plain_sum { exact_sum(terms) } else { None };
        let label = match (self.language, &sum) {
            (Language::Chinese, None) => format!("… 另有 {count} 项"),
            (Language::Chinese, Some(_)) => format!("… 另有 {count} 项，小计"),
            (Language::English, None) => format!("… {count} more"),
            (Language::English, Some(_)) => format!("… {count} more, subtotal"),
        };
        match sum {
            None => ProofRow { label, ..ProofRow::default() },
            Some(figure) => ProofRow {
                sign: "+".to_owned(),
                label,
                figure,
                unit: self.unit(unit, false),
                ..ProofRow::default()
            },
        }
    }

    fn term(&mut self, term: &Term<Span>) -> ProofRow {
        ProofRow {
            sign: term.sign.to_owned(),
            label: one_line(term.label.in_language(self.language)).into_owned(),
            figure: one_line(term.value.figure(self.language)).into_owned(),
            unit: self.unit(term.value.unit(), false),
            place: term.at.as_ref().map_or_else(String::new, |at| self.place(at)),
            notes: term
                .note
                .iter()
                .map(|note| self.bracketed(note.in_language(self.language)))
                .collect(),
            strong: false,
        }
    }

    fn difference(&self, proof: &Proof<Span>) -> Option<ProofRow> {
        let (figure, unit) = split_unit(proof.difference.as_deref().unwrap_or_default());
        let allowed = proof.tolerance.as_ref().map(|tolerance| {
            let amount = one_line(&tolerance.amount);
            let origin = tolerance.origin.in_language(self.language);
            let origin = match origin {
                "" => String::new(),
                _ => self.language.choose("", " ").to_owned() + &self.bracketed(origin),
            };
            let plus_minus = if amount.starts_with('±') { "" } else { "±" };
            format!("{} {plus_minus}{amount}{origin}", self.language.choose("允许", "allowed"))
        });
        if figure.is_empty() && allowed.is_none() {
            return None;
        }
        let label =
            if figure.is_empty() { "" } else { self.language.choose("相差", "difference") };
        Some(ProofRow {
            label: label.to_owned(),
            figure: one_line(figure).into_owned(),
            unit: one_line(unit).into_owned(),
            notes: allowed.into_iter().collect(),
            strong: true,
            ..ProofRow::default()
        })
    }

    fn unit(&self, unit: &str, always: bool) -> String {
        if always || unit != self.common_unit { one_line(unit).into_owned() } else { String::new() }
    }

    fn place(&mut self, at: &Span) -> String {
        let known = self.locator.take().filter(|locator| *locator.source().name == *at.source);
        let source = || self.sources.source(&at.source).map(Locator::new);
        self.locator = known.or_else(source);
        self.locator
            .as_mut()
            .map_or_else(String::new, |locator| short_place(locator, at, self.subject))
    }

    fn bracketed(&self, text: &str) -> String {
        let text = one_line(text);
        match self.language {
            Language::Chinese => format!("（{text}）"),
            Language::English => format!("({text})"),
        }
    }
}

impl ProofRow {
    /// All of it in words, without columns.
    fn in_line(self) -> String {
        let parts = [&self.label, &self.figure, &self.unit].into_iter().chain(&self.notes);
        let parts: Vec<&str> = parts.map(String::as_str).filter(|part| !part.is_empty()).collect();
        parts.join(" ")
    }
}

/// Whether a single figure is held to a single one, of which one stands nowhere in the document.
fn is_held_to_a_figure(proof: &Proof<Span>) -> bool {
    match (&*proof.left.terms, &*proof.right.terms) {
        ([left], [right]) => left.at.is_none() || right.at.is_none(),
        _ => false,
    }
}

/// Whether a side is a figure that only the rule states: it has no name.
fn is_unnamed(side: &ProofSide<Span>, language: Language) -> bool {
    match &*side.terms {
        [term] => {
            term.at.is_none()
                && term.label.in_language(language).is_empty()
                && side.label.in_language(language).is_empty()
        }
        _ => false,
    }
}

/// The unit that most figures have; of those as frequent, the first.
fn common_unit(proof: &Proof<Span>) -> &str {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for side in [&proof.right, &proof.left] {
        let values = side.terms.iter().map(|term| &term.value).chain([&side.value]);
        let units = values.map(|value| value.unit());
        for unit in units.filter(|unit| !unit.is_empty()) {
            if let Some((_, count)) = counts.iter_mut().find(|(known, _)| *known == unit) {
                *count += 1;
            } else if counts.len() < MOST_UNITS {
                counts.push((unit, 1));
            }
        }
    }
    let most = counts.iter().map(|(_, count)| *count).max().unwrap_or(0);
    counts.iter().find(|(_, count)| *count == most).map_or("", |(unit, _)| unit)
}

/// A figure and the unit behind it: `70.71 万元`.
fn split_unit(text: &str) -> (&str, &str) {
    let text = text.trim();
    text.split_once(' ').map_or((text, ""), |(figure, unit)| (figure, unit.trim()))
}

/// The sum of signed decimals, to the last digit; `None` where one is not a plain decimal or the
/// sum has too many digits.
fn exact_sum(terms: &[Term<Span>]) -> Option<String> {
    let number = |term: &Term<Span>| match &term.value {
        Shown::Figure { number, .. } => Some(number.clone()),
        Shown::Words(_) => None,
    };
    let numbers: Vec<String> = terms.iter().map(number).collect::<Option<_>>()?;
    let decimals = |number: &String| number.split_once('.').map_or(0, |(_, digits)| digits.len());
    let places = numbers.iter().map(decimals).max().unwrap_or(0);
    let mut sum: i128 = 0;
    for (term, number) in terms.iter().zip(&numbers) {
        let figure = scaled(number, places)?;
        let negative = matches!(term.sign, "-" | "−");
        sum = if negative { sum.checked_sub(figure)? } else { sum.checked_add(figure)? };
    }
    let digits = format!("{:0>width$}", sum.unsigned_abs(), width = places + 1);
    let (whole, fraction) = digits.split_at_checked(digits.len().checked_sub(places)?)?;
    let sign = if sum < 0 { "-" } else { "" };
    let point = if places > 0 { "." } else { "" };
    Some(format!("{sign}{whole}{point}{fraction}"))
}

/// A decimal as a whole number of its `places`-th decimal place.
fn scaled(figure: &str, places: usize) -> Option<i128> {
    let (negative, digits) = match figure.strip_prefix(['-', '−']) {
        Some(digits) => (true, digits),
        None => (false, figure),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let plain = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || places > 30 || !plain(whole) || !plain(fraction) {
        return None;
    }
    let value: i128 = format!("{whole}{fraction:0<places$}").parse().ok()?;
    Some(if negative { -value } else { value })
}

/// Columns of a figure in front of the decimal point and from the point on. Words stand in front.
fn figure_columns(figure: &str) -> (usize, usize) {
    let numeric = |character: char| character.is_ascii_digit() || ",+-−".contains(character);
    let whole = figure.find(|character| !numeric(character)).unwrap_or(figure.len());
    let (lead, tail) = figure.split_at_checked(whole).unwrap_or((figure, ""));
    if lead.bytes().any(|byte| byte.is_ascii_digit()) {
        (columns(lead), columns(tail))
    } else {
        (columns(figure), 0)
    }
}

/// Widths of the columns of the table.
struct Widths {
    sign: usize,
    label: usize,
    lead: usize,
    tail: usize,
    unit: usize,
    place: usize,
}

impl Widths {
    fn of(rows: &[&ProofRow], available: usize) -> Self {
        let greatest =
            |width: fn(&ProofRow) -> usize| rows.iter().map(|row| width(row)).max().unwrap_or(0);
        let gap = |width: usize, gap: usize| if width == 0 { 0 } else { width + gap };
        let mut widths = Self {
            sign: gap(greatest(|row| columns(&row.sign)), 1),
            label: greatest(|row| columns(&row.label)),
            lead: greatest(|row| figure_columns(&row.figure).0),
            tail: greatest(|row| figure_columns(&row.figure).1),
            // The unit of the difference may reach over the column of places, where it has none.
            unit: gap(greatest(|row| if row.strong { 0 } else { columns(&row.unit) }), 1),
            place: gap(greatest(|row| columns(&row.place)), 3),
        };
        let strong_unit = gap(greatest(|row| if row.strong { columns(&row.unit) } else { 0 }), 1);
        let behind = (widths.unit + widths.place).max(strong_unit);
        let others = widths.sign + 2 + widths.lead + widths.tail + behind;
        widths.label = widths.label.min(available.saturating_sub(others).max(LEAST_LABEL));
        widths
    }

    /// Columns from the first cell to the end of the figures.
    fn figures_end(&self) -> usize {
        self.sign + self.label + 2 + self.lead + self.tail + self.unit
    }
}

fn draw(lines: &[ProofLine], heading: &str, indent: usize, options: PrettyOptions) -> String {
    let rows: Vec<&ProofRow> = lines
        .iter()
        .filter_map(|line| match line {
            ProofLine::Row(row) => Some(row),
            ProofLine::Rule => None,
        })
        .collect();
    let widths = Widths::of(&rows, options.width.saturating_sub(indent));
    let mut output = String::new();
    let mut note_lines = MOST_NOTE_LINES;
    for (index, line) in lines.iter().enumerate() {
        if index == 0 {
            output.push_str(&paint(options.color, TextRole::Heading, heading));
        } else {
            push_spaces(&mut output, indent);
        }
        match line {
            ProofLine::Rule => {
                let rule = "─".repeat(widths.figures_end());
                output.push_str(&paint(options.color, TextRole::Faint, &rule));
            }
            ProofLine::Row(row) => {
                let used = push_cells(&mut output, row, &widths, options);
                push_notes(&mut output, row, &widths, (indent, used), &mut note_lines, options);
            }
        }
        output.push('\n');
    }
    output
}

/// Sign, label, figure, unit and place; gives the columns they took.
fn push_cells(
    output: &mut String,
    row: &ProofRow,
    widths: &Widths,
    options: PrettyOptions,
) -> usize {
    let mut cells = String::new();
    if widths.sign > 0 {
        push_right_aligned(&mut cells, &row.sign, widths.sign.saturating_sub(1));
        cells.push(' ');
    }
    push_padded(&mut cells, &cut(&row.label, widths.label), widths.label);
    let (lead, tail) = figure_columns(&row.figure);
    push_spaces(&mut cells, 2 + widths.lead.saturating_sub(lead));
    cells.push_str(&row.figure);
    // `空白` has no unit.
    if !row.unit.is_empty() && row.figure.contains(|character: char| character.is_ascii_digit()) {
        push_spaces(&mut cells, widths.tail.saturating_sub(tail) + 1);
        cells.push_str(&row.unit);
    }
    let cells = cells.trim_end();
    let used = columns(cells);
    if row.strong {
        output.push_str(&paint(options.color, TextRole::Strong, cells));
    } else {
        output.push_str(cells);
    }
    if row.place.is_empty() {
        return used;
    }
    let gap = widths.figures_end().saturating_sub(used) + 3;
    push_spaces(output, gap);
    output.push_str(&paint(options.color, TextRole::Faint, &row.place));
    used + gap + columns(&row.place)
}

/// The notes of a row: behind it where they fit, otherwise on lines of their own below.
fn push_notes(
    output: &mut String,
    row: &ProofRow,
    widths: &Widths,
    (indent, mut used): (usize, usize),
    note_lines: &mut usize,
    options: PrettyOptions,
) {
    let under = indent + widths.sign + 2;
    for note in &row.notes {
        let gap = match row.place.is_empty() {
            true => widths.figures_end().saturating_sub(used) + 3,
            false => 1,
        };
        let room = options.width.saturating_sub(indent + used + gap);
        let is_allowance = row.strong;
        if columns(note) <= room || (*note_lines == 0 && !is_allowance) {
            let note = cut(note, room.max(LEAST_LABEL));
            push_spaces(output, gap);
            output.push_str(&note);
            used += gap + columns(&note);
            continue;
        }
        let lines = wrap(
            note,
            options.width.saturating_sub(under).max(20),
            if is_allowance { 3 } else { 2.min(*note_lines) },
        );
        *note_lines = note_lines.saturating_sub(lines.len());
        for line in lines {
            output.push('\n');
            push_spaces(output, under);
            output.push_str(&line);
        }
    }
}
