//! The lines of a source that a diagnostic is about, with the places underlined.
//!
//! miette draws; this module decides what it is given. It is handed not the source but a *view*: the
//! few lines around the subject, made harmless, each cut to a window around what is underlined when
//! it is longer than the terminal is wide. So the cost is that of the lines shown, however long the
//! file or the line, and the column in the header counts characters.

use crate::escape::{code_point_columns, is_harmful, one_line, push_shown};
use crate::layout::{ELLIPSIS, char_columns, columns, wrap};
use crate::position::{Locator, within};
use crate::{PrettyOptions, Source};
use gouji_diagnostic::{Diagnostic, Place, PlaceRole, Severity, Span};
use gouji_text::{LineColumn, TextRange};
use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents,
    SourceCode, SourceSpan, SpanContents, ThemeCharacters, ThemeStyles,
};
use std::fmt;
use std::ops::Range;

/// Columns in front of the head of a drawing, with room for the mark of a shortened name.
const HEAD_MARGIN: usize = 9;
/// Tab stops of the drawing.
const TAB: usize = 4;
/// Lines above and below the subject in which further places are underlined.
const REACH: u32 = 2;
/// Places underlined besides the subject.
const MOST_FURTHER: usize = 2;
/// Terms of a proof from which on further places are left to its table.
const LONG_PROOF: usize = 6;
/// Columns kept for a label, as far as it is that long.
const LEAST_LABEL: usize = 20;
/// Columns in front of a label: `╰── `.
const LABEL_LEAD: usize = 4;
/// Lines that the label of the subject may take.
const MOST_LABEL_LINES: usize = 2;
/// Characters of white space skipped at the start of a place.
const MOST_SKIPPED: usize = 4096;

/// A drawing, and which of the diagnostic's places (by index) it shows.
pub(crate) struct Excerpt {
    /// The drawing, each line with its line end.
    pub drawing: String,
    /// Indices into the diagnostic's places.
    pub shown: Vec<usize>,
}

/// Draws the excerpt; `None` where the diagnostic has no place.
pub(crate) fn excerpt(
    diagnostic: &Diagnostic,
    source: &Source,
    options: PrettyOptions,
) -> Option<Excerpt> {
    let marks = choose_marks(diagnostic, source, options);
    let subject = marks.first()?;
    let at =
        Locator::new(source).line_column(within(&source.text, diagnostic.subject()?.range).start);
    let mut first = marks.iter().map(|mark| mark.line).min()?;
    let last = marks.iter().map(|mark| mark.line).max()?;
    if first > 0 && source.lines.line_range(&source.text, subject.line).is_empty() {
        // An empty line says nothing by itself; show what stands before it.
        first = first.min(subject.line.saturating_sub(1));
    }
    let mut view = ExcerptView::new(source, first, last, at, options);
    if let Some(cell) = diagnostic.subject().and_then(|at| Locator::new(source).cell(at.range)) {
        view.name = format!("{} {}", view.name, one_line(&cell.to_string()));
    }
    for line in first..=last {
        view.push_line(source, line, &marks);
    }
    view.labels.sort_by_key(|label| (label.span.offset(), label.span.len()));
    let shown = view.labels.iter().map(|label| label.place).collect();
    Some(Excerpt { drawing: view.draw(diagnostic.severity, options), shown })
}

/// A place to be underlined: on one line.
struct ExcerptMark {
    /// Index into the diagnostic's places.
    place: usize,
    /// Line, from 0.
    line: u32,
    /// The bytes underlined.
    range: TextRange,
    /// What is written at the underline.
    label: String,
}

/// The subject, and the first few further places near it that do not overlap. A figure of the
/// proof has its place in the table; it is underlined only where it shares the subject's line.
fn choose_marks(
    diagnostic: &Diagnostic,
    source: &Source,
    options: PrettyOptions,
) -> Vec<ExcerptMark> {
    let terms = diagnostic
        .proof
        .as_ref()
        .map_or(0, |proof| proof.left.terms.len().saturating_add(proof.right.terms.len()));
    let mut marks: Vec<ExcerptMark> = Vec::new();
    for (place, found) in diagnostic.places.iter().enumerate() {
        if found.at.source != source.name {
            continue;
        }
        let range = within(&source.text, found.at.range);
        if let Some(subject) = marks.first() {
            let reach = match (found.role, terms) {
                (_, LONG_PROOF..) => break,
                (PlaceRole::Operand, 1..) => 0,
                _ => REACH,
            };
            if source.lines.line_of(range.start).abs_diff(subject.line) > reach {
                continue;
            }
        }
        let mark = mark(place, found, range, source, options);
        if let Some(subject) = marks.first() {
            let overlaps = |other: &ExcerptMark| {
                other.range.start <= mark.range.end && mark.range.start <= other.range.end
            };
            if mark.line.abs_diff(subject.line) > REACH || marks.iter().any(overlaps) {
                continue;
            }
        }
        marks.push(mark);
        if marks.len() > MOST_FURTHER {
            break;
        }
    }
    marks
}

/// A place as it is underlined; where it runs on over further lines, the label says to where.
fn mark(
    place: usize,
    found: &Place<Span>,
    range: TextRange,
    source: &Source,
    options: PrettyOptions,
) -> ExcerptMark {
    let (line, shown, runs_on) = first_line_of(source, range);
    let mut label = one_line(found.label.in_language(options.language)).into_owned();
    if runs_on {
        let LineColumn { line, column } = Locator::new(source).line_column(range.end);
        let separator = if label.is_empty() { "" } else { " " };
        label.push_str(&format!("{separator}→ :{line}:{column}"));
    }
    ExcerptMark { place, line, range: shown, label }
}

/// The line a range begins on (after white space), the part of the range on it, and whether more
/// follows on later lines.
fn first_line_of(source: &Source, range: TextRange) -> (u32, TextRange, bool) {
    let text = range.of(&source.text);
    let blank = text
        .char_indices()
        .take(MOST_SKIPPED)
        .find(|(_, character)| !character.is_whitespace())
        .map_or(0, |(at, _)| at as u32);
    let start = range.start.saturating_add(blank);
    let line = source.lines.line_of(start);
    let bytes = source.lines.line_range(&source.text, line);
    let start = start.min(bytes.end);
    let end = range.end.clamp(start, bytes.end);
    let after = TextRange::new(end, range.end).of(&source.text);
    let runs_on = after.chars().take(MOST_SKIPPED).any(|character| !character.is_whitespace());
    (line, TextRange::new(start, end), runs_on)
}

/// What miette is shown.
#[derive(Debug)]
struct ExcerptView {
    name: String,
    text: String,
    /// Line (from 0) of the source that the view begins with.
    first_line: usize,
    lines: usize,
    /// Where the subject stands.
    at: LineColumn,
    labels: Vec<ViewLabel>,
    /// Columns for the text of a line.
    width: usize,
}

#[derive(Debug)]
struct ViewLabel {
    place: usize,
    span: SourceSpan,
    text: String,
}

impl ExcerptView {
    fn new(source: &Source, first: u32, last: u32, at: LineColumn, options: PrettyOptions) -> Self {
        // miette's margin: a space, the number, a space, the bar, a space.
        let margin = (u64::from(last) + 1).to_string().len() + 4;
        Self {
            name: short_name(&source.name, at, options),
            text: String::new(),
            first_line: first as usize,
            lines: last.saturating_sub(first) as usize + 1,
            at,
            labels: Vec::new(),
            width: options.width.saturating_sub(margin).max(20),
        }
    }

    /// Adds one line of the source, with the labels that stand on it.
    fn push_line(&mut self, source: &Source, line: u32, marks: &[ExcerptMark]) {
        let bytes = source.lines.line_range(&source.text, line);
        let text = bytes.of(&source.text);
        let on_line: Vec<(&ExcerptMark, Range<usize>)> = marks
            .iter()
            .filter(|mark| mark.line == line)
            .map(|mark| (mark, mark.range.relative_to(bytes.start).to_usize()))
            .collect();
        let anchor = on_line.first().map_or(0..0, |(_, range)| range.clone());
        let label = on_line.first().map_or(0, |(mark, _)| columns(&mark.label));
        let window = window(text, anchor, self.width, label.min(LEAST_LABEL) + LABEL_LEAD);

        let view_start = self.text.len();
        let mut offsets: Vec<(usize, usize)> = Vec::new();
        if window.start > 0 {
            self.text.push(ELLIPSIS);
        }
        let shown = text.get(window.clone()).unwrap_or("");
        for (at, character) in shown.char_indices() {
            offsets.push((window.start + at, self.text.len()));
            match character {
                '\t' => self.text.push('\t'),
                other => push_shown(&mut self.text, other),
            }
        }
        offsets.push((window.end, self.text.len()));
        if window.end < text.len() {
            self.text.push(ELLIPSIS);
        }
        for (mark, range) in on_line {
            if range.start < window.start || range.start > window.end {
                continue;
            }
            let start = view_offset(&offsets, range.start);
            let end = if range.end > window.end {
                self.text.len()
            } else {
                view_offset(&offsets, range.end)
            };
            let before = self.text.get(view_start..start).unwrap_or("");
            let column = shown_columns(before)
                .saturating_add(shown_columns(self.text.get(start..end).unwrap_or("")) / 2);
            let most_lines = if mark.place == 0 { MOST_LABEL_LINES } else { 1 };
            let room =
                self.width.saturating_sub(column.saturating_add(LABEL_LEAD)).max(LEAST_LABEL);
            let text = wrap(&mark.label, room, most_lines);
            self.labels.push(ViewLabel {
                place: mark.place,
                span: (start, end.saturating_sub(start)).into(),
                text: text.join("\n"),
            });
        }
        // The line end belongs to the line: a label at the very end of the text needs it.
        self.text.push('\n');
    }

    fn draw(&self, severity: Severity, options: PrettyOptions) -> String {
        let handler = GraphicalReportHandler::new_themed(self.theme(severity, options.color))
            .with_links(false)
            .with_width(options.width.max(40))
            .with_context_lines(1)
            .tab_width(TAB)
            .without_cause_chain()
            .without_syntax_highlighting();
        let mut report = String::new();
        if handler.render_report(&mut report, self).is_err() {
            return String::new();
        }
        // The first line is miette's head, which is empty here: ours speaks the reader's language.
        let mut drawing = String::with_capacity(report.len());
        for line in report.lines().skip(1) {
            drawing.push_str(line.trim_end());
            drawing.push('\n');
        }
        drawing
    }

    /// The subject in the colour of its severity, further places in that of help.
    fn theme(&self, severity: Severity, color: bool) -> GraphicalTheme {
        let mut styles = if color { ThemeStyles::ansi() } else { ThemeStyles::none() };
        let subject = match severity {
            Severity::Error => styles.error,
            Severity::Warning => styles.warning,
            Severity::Note => styles.advice,
        };
        // Not the style of links: its underline runs through the blanks before a mark.
        let further = styles.help;
        styles.highlights = self
            .labels
            .iter()
            .map(|label| if label.place == 0 { subject } else { further })
            .collect();
        GraphicalTheme { characters: ThemeCharacters::unicode(), styles }
    }
}

impl SourceCode for ExcerptView {
    /// With context lines, the whole view; without, the span itself, which is how miette asks for
    /// the place in the header.
    fn read_span<'view>(
        &'view self,
        span: &SourceSpan,
        lines_before: usize,
        lines_after: usize,
    ) -> Result<Box<dyn SpanContents<'view> + 'view>, MietteError> {
        let contents = if lines_before == 0 && lines_after == 0 {
            let end = span.offset().saturating_add(span.len());
            let text = self.text.get(span.offset()..end).ok_or(MietteError::OutOfBounds)?;
            MietteSpanContents::new_named(
                self.name.clone(),
                text.as_bytes(),
                *span,
                (self.at.line as usize).saturating_sub(1),
                (self.at.column as usize).saturating_sub(1),
                1,
            )
        } else {
            let whole = (0, self.text.len()).into();
            MietteSpanContents::new_named(
                self.name.clone(),
                self.text.as_bytes(),
                whole,
                self.first_line,
                0,
                self.lines,
            )
        };
        Ok(Box::new(contents))
    }
}

impl fmt::Display for ExcerptView {
    /// Nothing: the head of a finding is composed around the drawing.
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

impl std::error::Error for ExcerptView {}

impl miette::Diagnostic for ExcerptView {
    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(self)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().map(|label| {
            let text = (!label.text.is_empty()).then(|| label.text.clone());
            if label.place == 0 {
                LabeledSpan::new_primary_with_span(text, label.span)
            } else {
                LabeledSpan::new_with_span(text, label.span)
            }
        })))
    }
}

/// The name of a source as it stands over a drawing: in a terminal that is narrower, without the
/// folders in front, or its own beginning. The line of the document says the whole of it.
fn short_name(name: &str, at: LineColumn, options: PrettyOptions) -> String {
    let name = one_line(name);
    // `     ╭─[name:line:column]`
    let others = format!("╭─[:{}:{}]", at.line, at.column).chars().count() + HEAD_MARGIN;
    let mut shown = &*name;
    while options.is_terminal && columns(shown) + others > options.width {
        match shown.split_once('/') {
            Some((_, rest)) => shown = rest,
            None => {
                let more = columns(shown).saturating_add(others + 1).saturating_sub(options.width);
                let mut cut = 0;
                let behind = shown.char_indices().find(|(_, character)| {
                    let is_enough = cut >= more;
                    cut += char_columns(*character);
                    is_enough
                });
                let tail = behind.and_then(|(at, _)| shown.get(at..)).unwrap_or_default();
                return format!("{ELLIPSIS}{tail}");
            }
        }
    }
    if shown.len() == name.len() { name.into_owned() } else { format!("{ELLIPSIS}/{shown}") }
}

/// Where a byte of the line stands in the view.
fn view_offset(offsets: &[(usize, usize)], at: usize) -> usize {
    let index = offsets.partition_point(|(from, _)| *from < at);
    offsets.get(index).or(offsets.last()).map_or(0, |(_, to)| *to)
}

/// Columns that text takes from the start of a line, tabs going to the next stop.
fn shown_columns(text: &str) -> usize {
    text.chars().fold(0, |column, character| column + shown_width(character, column))
}

fn shown_width(character: char, column: usize) -> usize {
    match character {
        '\t' => TAB - column % TAB,
        other if is_harmful(other) => code_point_columns(other),
        other => char_columns(other),
    }
}

/// The bytes of a line that are shown in `width` columns: all where they fit and leave room for
/// `label` columns behind the middle of the anchor, otherwise a piece that begins some way in front
/// of the anchor. Looks at no more of the line than it can show.
fn window(line: &str, anchor: Range<usize>, width: usize, label: usize) -> Range<usize> {
    let anchored = line.get(anchor.clone()).unwrap_or("");
    let before = line.get(..anchor.start).unwrap_or("");
    if fits(line, width) {
        let middle = shown_columns(before).saturating_add(shown_columns(anchored) / 2);
        if middle == 0 || middle.saturating_add(label) <= width {
            return 0..line.len();
        }
    }
    // One column for the ellipsis at each end.
    let room = width.saturating_sub(2);
    let after = line.get(anchor.start..).unwrap_or("");
    let (_, anchor_cost) = reach(anchored.char_indices(), room);
    let lead = (room.saturating_sub(anchor_cost) / 2).min(room / 3);
    let (_, before_cost) = reach_back(before, lead);
    let (length, after_cost) = reach(after.char_indices(), room.saturating_sub(before_cost));
    // Where little stands behind the anchor, more of what stands before it; but the label needs room.
    let most_before = room.saturating_sub(anchor_cost / 2).saturating_sub(label);
    let (back, _) = reach_back(before, room.saturating_sub(after_cost).min(most_before.max(lead)));
    anchor.start.saturating_sub(back)..anchor.start.saturating_add(length)
}

/// Whether a whole line fits.
fn fits(line: &str, width: usize) -> bool {
    let mut column = 0;
    for (count, character) in line.chars().enumerate() {
        column += shown_width(character, column);
        if column > width || count > width.saturating_mul(4) {
            return false;
        }
    }
    true
}

/// Bytes and columns of the characters that fit into `room`, each at its greatest possible width:
/// a tab may go a whole stop, and an invisible character counts, lest there be no end of them.
fn reach(characters: impl Iterator<Item = (usize, char)>, room: usize) -> (usize, usize) {
    let mut cost = 0;
    let mut length = 0;
    for (at, character) in characters {
        let more = cost + greatest_width(character);
        if more > room {
            break;
        }
        cost = more;
        length = at + character.len_utf8();
    }
    (length, cost)
}

/// As [`reach`], from the end of the text backwards.
fn reach_back(text: &str, room: usize) -> (usize, usize) {
    let mut cost = 0;
    let mut length = 0;
    for (at, character) in text.char_indices().rev() {
        let more = cost + greatest_width(character);
        if more > room {
            break;
        }
        cost = more;
        length = text.len() - at;
    }
    (length, cost)
}

fn greatest_width(character: char) -> usize {
    match character {
        '\t' => TAB,
        other => shown_width(other, 0).max(1),
    }
}
