//! 行 … 其中: whether a condition holds of the cells of a row.

use super::builder::{content_of, is_dash, read_as};
use super::folded::Folded;
use super::header::{Header, position_of};
use super::matcher::Matcher;
use super::reading::RegionReading;
use crate::Content;
use gouji_document::Cell;
use gouji_program::expression::Compare;
use gouji_program::form::{RowCell, RowCondition};
use gouji_program::{Predicate, TextTest};
use gouji_text::{TextRange, fold, trim_blank};
use gouji_value::{Number, Value, read_written};
use std::cmp::Ordering;

/// Whether a condition holds of the cells of a row under a header. Its depth is bounded by the parser.
pub(super) fn holds(
    reading: &RegionReading<'_>,
    condition: &RowCondition,
    header: &Header,
    cells: &[Cell],
) -> bool {
    let holds = |inner: &RowCondition| holds(reading, inner, header, cells);
    let text = |cell: &RowCell| match range_of(*cell, header, cells) {
        Some(range) => fold(&reading.index.document.text_of(range)),
        None => String::new(),
    };
    match condition {
        RowCondition::Not(inner) => !holds(inner),
        RowCondition::All(all) => all.iter().all(holds),
        RowCondition::Any(any) => any.iter().any(holds),
        RowCondition::Is(cell, predicate) => {
            let content = content(reading, *cell, header, cells);
            match predicate {
                // What is told apart is what is printed, readable or not.
                Predicate::Present => !is_missing(&content),
                Predicate::Missing => is_missing(&content),
                Predicate::Blank => content == Content::Blank,
                Predicate::Unreadable => matches!(content, Content::Unreadable(_)),
                Predicate::Quantified | Predicate::HasUpper | Predicate::HasLower => false,
            }
        }
        RowCondition::Text(cell, texts) => texts.contains(&text(cell)),
        RowCondition::Part(cell, test, part) => match test {
            TextTest::Contains => text(cell).contains(part.as_str()),
            TextTest::StartsWith => text(cell).starts_with(part.as_str()),
            TextTest::EndsWith => text(cell).ends_with(part.as_str()),
            TextTest::Matches => false,
        },
        RowCondition::Matches(cell, template) => {
            let range = range_of(*cell, header, cells).unwrap_or_default();
            let folded = Folded::of(reading.index.document, range);
            let (program, text, notation) =
                (reading.program(), reading.text(), reading.form.notation);
            let mut matcher = Matcher::new(program, text, &folded, folded.whole(), notation);
            matcher.match_whole(template).is_some()
        }
        RowCondition::Figure(cell, compare, due) => match content(reading, *cell, header, cells) {
            Content::Value(Value::Number(number)) => compares(&number, *compare, due),
            _ => false,
        },
    }
}

/// Where the cell of a column stands; `None` where the table has no such column or the row ends before.
fn range_of(cell: RowCell, header: &Header, cells: &[Cell]) -> Option<TextRange> {
    let (column, _, _) = (*header.columns.get(usize::from(cell.column))?)?;
    position_of(cells, column).map(|at| cells[at].range)
}

fn content(reading: &RegionReading<'_>, cell: RowCell, header: &Header, cells: &[Cell]) -> Content {
    let bound = header.columns.get(usize::from(cell.column)).copied().flatten();
    let Some((_, line, at)) = bound else { return Content::Absent };
    let Some(range) = range_of(cell, header, cells) else { return Content::Blank };
    let text = reading.index.document.text_of(range);
    let text = trim_blank(&text);
    match read_as(cell.scalar) {
        None if text.is_empty() => Content::Blank,
        None if is_dash(text) => Content::Dash,
        None => Content::Text,
        Some(kind) => {
            let unit = reading.unit_for(cell.scalar, &reading.cell_text(line, at), header.line);
            let units = &reading.program().units;
            content_of(read_written(text, kind, units, unit, reading.form.notation)).0
        }
    }
}

fn is_missing(content: &Content) -> bool {
    matches!(content, Content::Blank | Content::Dash | Content::Absent)
}

/// Figures are held against each other as they are printed.
fn compares(number: &Number, compare: Compare, due: &Number) -> bool {
    let Ok(found) = number.compare(due) else { return false };
    match compare {
        Compare::Equal | Compare::Exactly => found.exact == Ordering::Equal,
        Compare::NotEqual => found.exact != Ordering::Equal,
        Compare::Less => found.exact == Ordering::Less,
        Compare::LessOrEqual => found.exact != Ordering::Greater,
        Compare::Greater => found.exact == Ordering::Greater,
        Compare::GreaterOrEqual => found.exact != Ordering::Less,
    }
}
