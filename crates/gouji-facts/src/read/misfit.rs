//! What is said of a header that is not a form's.

use super::compiled::CompiledGrid;
use super::header::BoundHeader;
use super::headings::HeadingTree;
use super::index::Index;
use gouji_program::form::{Column, Grid};
use gouji_text::{Language, Localized, TextRange, tidy};

/// Most headings that are listed.
const MOST_LISTED: usize = 12;

/// Says which columns a form misses in a header, and which headings stand there. `chinese` and
/// `english` say whose header it is.
pub(super) fn describe(
    index: &Index<'_>,
    (chinese, english): (&str, &str),
    grids: &[(&Grid, &CompiledGrid)],
    bounds: &[BoundHeader],
) -> Localized {
    let mut missing = Vec::new();
    let mut several = Vec::new();
    for ((grid, compiled), bound) in grids.iter().zip(bounds) {
        let columns = grid.columns.iter().zip(&compiled.optional).zip(&bound.header.columns);
        for (number, ((column, optional), place)) in columns.enumerate() {
            let fit = bound.ambiguous.iter().find(|(leader, _)| *leader == number);
            match fit {
                Some((_, count)) => several.push((Column::name(column), *count)),
                None if place.is_none() && !optional && !is_alike(compiled, number, bound) => {
                    missing.push(Column::name(column));
                }
                None => {}
            }
        }
    }
    let present = present(index, bounds);
    let mut said = Localized::new(chinese, english);
    if !missing.is_empty() {
        said = said.and(&Localized::new(
            format!("里没有{}", columns(&missing, Language::Chinese)),
            format!(" has no {}", columns(&missing, Language::English)),
        ));
    }
    let joined = !missing.is_empty();
    for (number, (column, count)) in several.iter().take(MOST_LISTED).enumerate() {
        let goes_on = joined || number > 0;
        said = said.and(&Localized::new(
            format!(
                "{}「{column}」有 {count} 列都合，分不出是哪一列",
                if goes_on { "，" } else { "里" }
            ),
            format!(
                "{} {count} columns that are “{column}”",
                if goes_on { " and" } else { " has" }
            ),
        ));
    }
    said.and(&Localized::new(
        format!("，这张表没有读；表头里有{}", columns(&present, Language::Chinese)),
        format!("; the table was not read. It has {}", columns(&present, Language::English)),
    ))
}

/// Whether a column is called as one is that fits several of the document.
fn is_alike(compiled: &CompiledGrid, column: usize, bound: &BoundHeader) -> bool {
    let group = compiled.alike.iter().find(|(_, members)| members.contains(&column));
    group.is_some_and(|(leader, _)| bound.ambiguous.iter().any(|(other, _)| other == leader))
}

/// The innermost headings of a header, as printed.
fn present(index: &Index<'_>, bounds: &[BoundHeader]) -> Vec<String> {
    let Some(first) = bounds.first() else { return Vec::new() };
    let tree = HeadingTree::new(index, first.header.line, first.header.height);
    let innermost = tree.headings.iter().filter(|heading| !heading.has_inner);
    let mut innermost: Vec<_> = innermost.collect();
    innermost.sort_by_key(|heading| heading.first);
    let texts = innermost.iter().take(MOST_LISTED + 1).filter_map(|heading| {
        let cell = index.cells(heading.line).get(heading.cell as usize)?;
        Some(tidy(&index.document.text_of(cell.range)))
    });
    texts.collect()
}

fn columns(names: &[String], language: Language) -> String {
    let listed = names.iter().take(MOST_LISTED);
    let mut all: Vec<String> = match language {
        Language::Chinese => listed.map(|name| format!("「{name}」")).collect(),
        Language::English => listed.map(|name| format!("“{name}”")).collect(),
    };
    if names.len() > MOST_LISTED {
        all.push(language.choose("……", "…").to_owned());
    }
    all.join(language.choose("、", ", "))
}

/// Where the header stands.
pub(super) fn place(index: &Index<'_>, bounds: &[BoundHeader]) -> TextRange {
    let lines = &index.notes.lines;
    let line = bounds.first().and_then(|bound| lines.get(bound.header.line as usize));
    line.map_or(TextRange::default(), |line| line.range.trimmed(&index.document.text))
}
