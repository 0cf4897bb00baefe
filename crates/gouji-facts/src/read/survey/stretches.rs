//! The tables of a document: those that forms claim, and what stands between them, cut at rows that
//! are titles.

use super::super::claims::MOST_BETWEEN;
use super::super::headings::header_rows;
use super::super::index::Index;
use super::super::lines::LineKind;
use super::super::table_claim::TableClaim;
use super::super::titles::{caption_start, title_of};
use gouji_text::TextRange;

/// Most rows between a row that is a title and the header of its table.
const MOST_TO_HEADER: u32 = 4;

/// A table, by lines.
pub(super) struct SurveyedStretch {
    /// The first line that leads up to it.
    pub(super) first: u32,
    pub(super) title: Option<TextRange>,
    /// The first line of its header.
    pub(super) header: u32,
    /// Number of the header's rows.
    pub(super) height: u32,
    /// One past its last row.
    pub(super) rows_end: u32,
    /// One past the notes below it.
    pub(super) end: u32,
    /// The forms that claim it.
    pub(super) forms: Vec<usize>,
    /// The rows that one of them takes.
    pub(super) rows: Vec<u32>,
    pub(super) is_printed_twice: bool,
}

/// The tables in order. Each line is in one of them at most.
pub(super) fn stretches(index: &Index<'_>, claims: &[TableClaim]) -> Vec<SurveyedStretch> {
    let mut claims: Vec<&TableClaim> = claims.iter().collect();
    claims.sort_by_key(|claim| (claim.header, claim.form));
    let mut all: Vec<SurveyedStretch> = Vec::with_capacity(claims.len());
    for claim in claims {
        let inside = all.last_mut().filter(|last| claim.header < last.rows_end);
        if let Some(last) = inside {
            if !last.forms.contains(&claim.form) {
                last.forms.push(claim.form);
            }
            continue;
        }
        let floor = all.last().map_or(0, |last| last.rows_end);
        let first = claim.first.max(floor).min(claim.header);
        let title = claim.title.map(|title| title.place);
        all.push(SurveyedStretch {
            first,
            title: title.or_else(|| title_in(index, first, claim.header)),
            header: claim.header,
            height: claim.height,
            rows_end: claim.rows_end,
            end: claim.end.max(claim.rows_end),
            forms: vec![claim.form],
            rows: claim.rows.clone(),
            is_printed_twice: claim.is_printed_twice,
        });
    }
    let mut found = Vec::with_capacity(all.len());
    let mut line = 0;
    for claimed in all {
        unclaimed(index, line, claimed.first, &mut found);
        line = claimed.rows_end.max(claimed.first);
        found.push(claimed);
    }
    unclaimed(index, line, index.line_count(), &mut found);
    found
}

/// Tables between two lines, of which no form claims anything.
fn unclaimed(index: &Index<'_>, from: u32, end: u32, found: &mut Vec<SurveyedStretch>) {
    let is_row = |line: u32| index.row(line).is_some();
    let mut line = from;
    while line < end {
        if !is_row(line) {
            line += 1;
            continue;
        }
        let first = line;
        let block = index.line(line).block;
        let mut is_wide = false;
        while line < end && is_row(line) && index.line(line).block == block {
            if is_wide && begins_table(index, line) {
                break;
            }
            is_wide |= index.line(line).filled > 1 && !is_title(index, line);
            line += 1;
        }
        if is_wide {
            found.push(unclaimed_table(index, (from, first, line)));
        }
    }
}

fn is_title(index: &Index<'_>, line: u32) -> bool {
    title_of(index.document, index.line(line)).is_some()
}

/// Whether a row inside of a table is the title of another, which has a header below it.
fn begins_table(index: &Index<'_>, line: u32) -> bool {
    let block = index.line(line).block;
    let is_header = |line: u32| {
        index.notes.lines.get(line as usize).is_some_and(|it| it.block == block && it.filled > 1)
            && !is_title(index, line)
            && header_rows(index, line) > 0
    };
    // A text in the middle of a row is told by its column: it belongs to the table.
    let first = index.cells(line).iter().find(|cell| !index.is_blank(cell));
    first.is_some_and(|cell| cell.column == 0)
        && is_title(index, line)
        && (line + 1..=line + MOST_TO_HEADER)
            .take_while(|line| index.row(*line).is_some())
            .any(is_header)
}

fn unclaimed_table(index: &Index<'_>, (floor, first, end): (u32, u32, u32)) -> SurveyedStretch {
    let leads = |line: &u32| {
        let here = index.line(*line);
        here.filled == 0
            || is_title(index, *line)
            || (here.filled <= 3 && index.declares_unit(*line))
    };
    let header = (first..end).find(|line| !leads(line)).unwrap_or(first);
    let height = header_rows(index, header).min(end - header);
    let title = title_in(index, first, header).or_else(|| title_above(index, floor, first));
    SurveyedStretch {
        first,
        title,
        header,
        height,
        rows_end: end,
        end,
        forms: Vec::new(),
        rows: Vec::new(),
        is_printed_twice: false,
    }
}

/// What of a line may be a title, without captions.
fn title_at(index: &Index<'_>, line: u32) -> Option<TextRange> {
    let line = index.notes.lines.get(line as usize)?;
    let range = title_of(index.document, line)?.trimmed(&index.document.text);
    let text = range.of(&index.document.text);
    let end = caption_start(text).map_or(range.end, |at| range.start + at);
    let title = TextRange::new(range.start, end.max(range.start)).trimmed(&index.document.text);
    (!title.is_empty()).then_some(title)
}

/// The first line that may be a title among those that lead up to a header.
fn title_in(index: &Index<'_>, first: u32, header: u32) -> Option<TextRange> {
    (first..header).find_map(|line| title_at(index, line))
}

/// The nearest line above a table that may be its title.
fn title_above(index: &Index<'_>, floor: u32, first: u32) -> Option<TextRange> {
    let lines = (first.saturating_sub(MOST_BETWEEN).max(floor)..first).rev();
    for line in lines {
        let kind = index.line(line).kind;
        match kind {
            LineKind::Row(_) | LineKind::Contents(_) => return None,
            LineKind::Furniture => {}
            LineKind::Paragraph | LineKind::Heading(_) => {
                if let Some(title) = title_at(index, line) {
                    return Some(title);
                }
            }
        }
    }
    None
}
