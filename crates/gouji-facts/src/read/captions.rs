//! Lines and cells that declare the unit of the figures in a table (标注).

use super::folded::Folded;
use gouji_document::Body;
use gouji_program::Program;
use gouji_program::form::Caption;
use gouji_program::template::Part;
use gouji_text::TextRange;
use gouji_value::{DimensionId, UnitId};

/// A declared unit, and the line it stands in.
#[derive(Clone, Copy, Debug)]
pub(super) struct CaptionHit {
    line: u32,
    dimension: DimensionId,
    unit: UnitId,
}

/// Longest cell that is looked at, in bytes.
const LONGEST_CELL: u32 = 240;

impl CaptionHit {
    /// Rows with more filled cells declare no unit.
    pub(super) const MOST_CELLS: u8 = 5;

    /// Notes the units that a stretch of folded text declares.
    pub(super) fn in_line(
        program: &Program,
        text: &str,
        folded: &Folded,
        within: TextRange,
        line: u32,
        hits: &mut Vec<Self>,
    ) {
        for caption in &program.captions {
            let found = places(program, caption, text, folded, within);
            hits.extend(
                found.map(|(_, unit)| Self { line, dimension: caption.dimension, unit }).next(),
            );
        }
    }

    /// Notes the units that a cell declares. Where others stand beside it, what a heading says in
    /// brackets is of its own column only.
    pub(super) fn in_cell(
        program: &Program,
        document: &Body,
        cell: TextRange,
        line: u32,
        filled: u8,
        hits: &mut Vec<Self>,
    ) {
        let text = document.text_of(cell);
        if cell.len() > LONGEST_CELL || !may_declare(program, &text) {
            return;
        }
        let folded = Folded::of(document, cell);
        for caption in &program.captions {
            let mut found = places(program, caption, &document.text, &folded, folded.whole());
            let unit = found.find(|(at, _)| {
                let before = folded.text.get(..*at as usize).unwrap_or_default();
                filled == 1 || !before.ends_with('(') || before.len() == 1
            });
            hits.extend(unit.map(|(_, unit)| Self { line, dimension: caption.dimension, unit }));
        }
    }

    /// The line it stands in.
    pub(super) fn line(&self) -> u32 {
        self.line
    }

    /// The unit that it declares.
    pub(super) fn unit(&self) -> UnitId {
        self.unit
    }

    /// The same in another line.
    pub(super) fn at_line(self, line: u32) -> Self {
        Self { line, ..self }
    }
}

/// The short way to know that most cells declare nothing: none of the last characters in front of a unit
/// is there.
fn may_declare(program: &Program, cell: &str) -> bool {
    let mut last = program.captions.iter().filter_map(|one| prefix(one)?.chars().next_back());
    // Most captions end in the same sign.
    let mut missing = None;
    last.any(|last| match wide(last) {
        Some(_) if missing == Some(last) => false,
        Some(wide) => {
            missing = Some(last);
            cell.contains([last, wide])
        }
        None => true,
    })
}

/// The wide form of a sign, where nothing but that folds to it.
fn wide(sign: char) -> Option<char> {
    match sign {
        ':' => Some('：'),
        '(' => Some('（'),
        '[' => Some('［'),
        _ => None,
    }
}

/// Where a caption stands in folded text, as a word of its own, and the unit that it declares.
fn places<'text>(
    program: &'text Program,
    caption: &'text Caption,
    text: &'text str,
    folded: &'text Folded,
    within: TextRange,
) -> impl Iterator<Item = (u32, UnitId)> {
    let stretch = within.of(&folded.text);
    let prefix = prefix(caption).filter(|prefix| stretch.contains(prefix));
    let places = prefix.into_iter().flat_map(move |prefix| stretch.match_indices(prefix));
    places.filter_map(move |(at, prefix)| {
        let start = within.start + at as u32;
        let begins = start == within.start
            || !joins(stretch[..at].chars().next_back(), prefix.chars().next())
            || folded.published_end(text, start) < folded.published(start);
        let rest = stretch.get(at + prefix.len()..)?;
        let (unit, length) = program.units.unit_prefix(rest)?;
        let end = start + (prefix.len() + length) as u32;
        let ends = end == within.end
            || !joins(rest[..length].chars().next_back(), rest[length..].chars().next())
            || folded.published_end(text, end) < folded.published(end);
        let fits = begins && ends && program.units.unit_dimension(unit) == caption.dimension;
        fits.then_some((start, unit))
    })
}

/// Whether two characters that stand side by side may be parts of one word.
fn joins(one: Option<char>, other: Option<char>) -> bool {
    one.is_some_and(char::is_alphanumeric) && other.is_some_and(char::is_alphanumeric)
}

/// The unit that a heading declares for its column: `金额（单位：万元）`. `remark` is what stands in its
/// brackets.
pub(super) fn unit_of_remark(
    program: &Program,
    dimension: DimensionId,
    remark: &str,
) -> Option<UnitId> {
    let folded = gouji_text::fold(remark);
    let own = program.captions.iter().filter(|caption| caption.dimension == dimension);
    let mut units = own.filter_map(|caption| {
        let rest = folded.strip_prefix(prefix(caption)?)?;
        program.units.unit(rest)
    });
    units.next()
}

/// The words in front of the unit.
fn prefix(caption: &Caption) -> Option<&str> {
    match caption.template.parts.first() {
        Some(Part::Literal(prefix)) => Some(prefix),
        _ => None,
    }
}

/// The unit declared for a dimension nearest above `line`, not above `from`.
pub(super) fn declared_unit(
    captions: &[CaptionHit],
    dimension: DimensionId,
    from: u32,
    line: u32,
) -> Option<UnitId> {
    let before = captions.partition_point(|hit| hit.line <= line);
    let mut above = captions[..before].iter().rev().take_while(|hit| hit.line >= from);
    above.find(|hit| hit.dimension == dimension).map(|hit| hit.unit)
}

/// Whether a line declares a unit.
pub(super) fn is_declared(captions: &[CaptionHit], line: u32) -> bool {
    captions.binary_search_by_key(&line, |hit| hit.line).is_ok()
}
