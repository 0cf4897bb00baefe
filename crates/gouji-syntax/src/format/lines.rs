//! Lines: aligned with their neighbours of the same kind, and broken where they are too long.

use super::WIDTH;
use crate::parse::Rule;
use unicode_width::UnicodeWidthStr;

/// A word, sign or text on a line.
#[derive(Debug)]
pub(super) struct FormattedWord {
    pub(super) text: String,
    /// Whether a blank stands in front of it.
    pub(super) is_spaced: bool,
    /// Where the line may be broken in front of it: how many brackets are open there, and the rank of
    /// the place among those with as many.
    pub(super) break_rank: Option<(usize, usize)>,
}

/// A line before it is broken.
#[derive(Debug, Default)]
pub(super) struct FormattedLine {
    pub(super) indent: usize,
    /// Whether an empty line stands above it.
    pub(super) after_gap: bool,
    pub(super) pieces: Vec<FormattedWord>,
    /// What clause it is, and in how many blocks: neighbours of a kind are aligned.
    pub(super) kind: Option<(Rule, usize)>,
    /// The piece that is aligned.
    pub(super) anchor: Option<usize>,
    /// The comment at its end, or all there is of it.
    pub(super) comment: Option<String>,
    /// Whether it goes on with the clause of the line before, which a comment has ended.
    pub(super) is_continued: bool,
}

impl FormattedLine {
    pub(super) fn is_empty(&self) -> bool {
        self.pieces.is_empty() && self.comment.is_none()
    }

    pub(super) fn opens_block(&self) -> bool {
        self.pieces.last().is_some_and(|piece| piece.text == "{")
    }

    fn is_comment(&self) -> bool {
        self.pieces.is_empty()
    }

    fn first_column(&self) -> usize {
        self.indent + if self.is_continued { CONTINUED } else { 0 }
    }

    /// Columns up to its anchor.
    fn anchor_column(&self) -> Option<usize> {
        let anchor = self.anchor.filter(|anchor| *anchor < self.pieces.len())?;
        Some(self.first_column() + width(self.pieces.get(..anchor)?))
    }
}

/// Farther to the right nothing is aligned.
const FARTHEST_ANCHOR: usize = 72;

/// Columns by which a broken line goes on.
const CONTINUED: usize = 4;

/// The text of lines.
pub(super) fn write_lines(lines: &[FormattedLine]) -> String {
    let mut text = String::new();
    let mut start = 0;
    while start < lines.len() {
        let end = start + run_length(lines.get(start..).unwrap_or_default());
        let run = lines.get(start..end).unwrap_or_default();
        let column = aligned_column(run);
        for line in run {
            write_line(&mut text, line, column);
        }
        start = end;
    }
    text
}

/// How many lines from the first on are aligned with each other: those of its kind without an empty
/// line between; comments may stand between.
fn run_length(lines: &[FormattedLine]) -> usize {
    let Some(kind) = lines.first().and_then(|line| line.kind) else { return 1 };
    let goes_on =
        |line: &&FormattedLine| !line.after_gap && (line.kind == Some(kind) || line.is_comment());
    1 + lines.iter().skip(1).take_while(goes_on).count()
}

/// The column of the anchors of a run.
fn aligned_column(run: &[FormattedLine]) -> Option<usize> {
    let columns = run.iter().filter_map(FormattedLine::anchor_column);
    columns.filter(|column| *column <= FARTHEST_ANCHOR).max()
}

fn write_line(text: &mut String, line: &FormattedLine, column: Option<usize>) {
    if line.after_gap {
        text.push('\n');
    }
    let own = line.anchor_column();
    let padding = column.zip(own).map_or(0, |(column, own)| column.saturating_sub(own));
    let breaks = breaks(line, padding);
    text.extend(std::iter::repeat_n(' ', line.first_column()));
    for (number, piece) in line.pieces.iter().enumerate() {
        if breaks.contains(&number) {
            text.push('\n');
            text.extend(std::iter::repeat_n(' ', continued_column(line)));
        } else if piece.is_spaced && number > 0 {
            text.push(' ');
        }
        if line.anchor == Some(number) {
            text.extend(std::iter::repeat_n(' ', padding));
        }
        text.push_str(&piece.text);
    }
    if let Some(comment) = &line.comment {
        if !line.pieces.is_empty() {
            text.push_str("  ");
        }
        text.push_str(comment);
    }
    text.push('\n');
}

/// Where a broken line goes on: the columns of a grid under each other, everything else by an indent.
fn continued_column(line: &FormattedLine) -> usize {
    match (line.kind, line.pieces.first()) {
        (Some((Rule::grid_clause, _)), Some(first)) => line.first_column() + first.text.width() + 1,
        _ => line.first_column() + CONTINUED,
    }
}

/// The pieces in front of which a line is broken: as few as possible, outside brackets where there is
/// a choice.
fn breaks(line: &FormattedLine, padding: usize) -> Vec<usize> {
    let mut breaks = Vec::new();
    let (mut start, mut column) = (0, line.first_column());
    let mut number = 0;
    while let Some(piece) = line.pieces.get(number) {
        let blanks = if line.anchor == Some(number) { padding } else { 0 };
        let width = blanks + piece.text.width() + usize::from(piece.is_spaced && number > start);
        if column + width > WIDTH
            && let Some(place) = best_break(&line.pieces, start + 1, number)
        {
            breaks.push(place);
            start = place;
            number = place;
            column = continued_column(line);
            continue;
        }
        column += width;
        number += 1;
    }
    breaks
}

/// The last place of the lowest rank with the fewest brackets open.
fn best_break(pieces: &[FormattedWord], first: usize, last: usize) -> Option<usize> {
    let places = (first..=last).filter_map(|place| Some((pieces.get(place)?.break_rank?, place)));
    places.min_by_key(|(rank, place)| (*rank, usize::MAX - place)).map(|(_, place)| place)
}

/// Columns of pieces on one line.
fn width(pieces: &[FormattedWord]) -> usize {
    let blanks = pieces.iter().skip(1).filter(|piece| piece.is_spaced).count();
    pieces.iter().map(|piece| piece.text.width()).sum::<usize>() + blanks
}
