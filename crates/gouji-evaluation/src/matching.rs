//! Tests of text: 包含, 开头是, 结尾是, 匹配.

use crate::cause::Cause;
use crate::evaluator::Evaluator;
use crate::known::{Known, Truth};
use gouji_program::template::{Hole, HoleKind, Part, Template};
use gouji_program::{Expr, TextTest};
use gouji_text::{fold_char, folded_contains, folded_starts_with};
use gouji_value::{UnitTable, read_prefix};
use std::borrow::Cow;

impl<'a> Evaluator<'a, '_> {
    pub(crate) fn text_test(
        &mut self,
        operand: &'a Expr,
        test: TextTest,
        pattern: &'a Expr,
        template: Option<&'a Template>,
    ) -> Truth<'a> {
        let text = self.text(operand)?;
        if test == TextTest::Matches {
            let template = template.ok_or(Cause::Malformed)?;
            return Ok(matches_whole(template, &text, &self.records.program.units));
        }
        let pattern = self.text(pattern)?;
        Ok(match test {
            TextTest::Contains => contains(&text, &pattern),
            TextTest::StartsWith => folded_starts_with(&text, &pattern),
            TextTest::EndsWith => starts_with(folded_backward(&text), folded_backward(&pattern)),
            TextTest::Matches => false,
        })
    }

    /// The text an expression gives; of a limit, its text as published.
    fn text(&mut self, expr: &'a Expr) -> Result<Cow<'a, str>, Cause<'a>> {
        match self.value(expr)? {
            Known::Text(text) => Ok(text),
            Known::Bound(_, text) => Ok(Cow::Borrowed(text)),
            _ => Err(Cause::DifferentKinds),
        }
    }
}

/// The folded characters of a text.
pub(crate) fn folded(text: &str) -> impl Iterator<Item = char> + Clone {
    text.chars().filter_map(fold_char)
}

fn folded_backward(text: &str) -> impl Iterator<Item = char> {
    text.chars().rev().filter_map(fold_char)
}

fn starts_with(mut text: impl Iterator<Item = char>, start: impl Iterator<Item = char>) -> bool {
    for wanted in start {
        if text.next() != Some(wanted) {
            return false;
        }
    }
    true
}

/// Steps up to which a text is searched in place rather than folded into a string of its own.
const SEARCHED_IN_PLACE: usize = 1 << 14;

/// Whether a text contains another after folding both.
fn contains(text: &str, part: &str) -> bool {
    if text.len().saturating_mul(part.len()) > SEARCHED_IN_PLACE {
        return folded_contains(text, part);
    }
    let mut wanted = folded(part);
    let Some(first) = wanted.next() else { return true };
    let mut rest = folded(text);
    while rest.any(|character| character == first) {
        if starts_with(rest.clone(), wanted.clone()) {
            return true;
        }
    }
    false
}

/// Whether a template matches all of a text.
pub(crate) fn matches_whole(template: &Template, text: &str, units: &UnitTable) -> bool {
    // Most texts fall at the first words.
    if let Some(Part::Literal(literal)) = template.parts.first()
        && !starts_with(folded(text), folded(literal))
    {
        return false;
    }
    let subject = Subject::new(text, units);
    let ends = subject.after(&template.parts, &[0]);
    ends.last() == Some(&subject.characters.len())
}

/// A text to match: its folded characters, each with where it begins and whether white space
/// stands in front of it.
struct Subject<'t> {
    text: &'t str,
    units: &'t UnitTable,
    characters: Vec<char>,
    offsets: Vec<usize>,
    spaced: Vec<bool>,
}

impl<'t> Subject<'t> {
    fn new(text: &'t str, units: &'t UnitTable) -> Self {
        // A Chinese character takes three bytes.
        let likely = text.len() / 3 + 2;
        let mut characters = Vec::with_capacity(likely);
        let mut offsets = Vec::with_capacity(likely);
        let mut spaced = Vec::with_capacity(likely);
        let mut space = false;
        for (offset, character) in text.char_indices() {
            match fold_char(character) {
                Some(folded) => {
                    characters.push(folded);
                    offsets.push(offset);
                    spaced.push(std::mem::take(&mut space));
                }
                None => space |= character.is_whitespace(),
            }
        }
        // The end is a position too.
        offsets.push(text.len());
        spaced.push(space);
        Self { text, units, characters, offsets, spaced }
    }

    /// All positions (sorted) at which a match of `parts` from one of `starts` can end. Sets of
    /// positions instead of backtracking: steps are bounded by parts × characters.
    fn after(&self, parts: &[Part], starts: &[usize]) -> Vec<usize> {
        let Some((first, parts)) = parts.split_first() else { return starts.to_vec() };
        let mut positions = self.after_part(first, starts);
        for part in parts {
            if positions.is_empty() {
                return positions;
            }
            positions = self.after_part(part, &positions);
        }
        positions
    }

    fn after_part(&self, part: &Part, starts: &[usize]) -> Vec<usize> {
        match part {
            Part::Literal(literal) => self.after_literal(literal, starts),
            Part::Space => {
                let spaced = |at: &usize| self.spaced.get(*at).copied().unwrap_or(false);
                starts.iter().copied().filter(spaced).collect()
            }
            Part::Skip => starts.first().map_or_else(Vec::new, |first| self.from(*first)),
            Part::Hole(hole) => self.after_hole(hole, starts),
            Part::Optional(parts) => union(starts.to_vec(), self.after(parts, starts)),
            Part::Alternatives(alternatives) => {
                let ends = alternatives.iter().map(|parts| self.after(parts, starts));
                ends.fold(Vec::new(), union)
            }
        }
    }

    fn after_literal(&self, literal: &str, starts: &[usize]) -> Vec<usize> {
        let mut wanted = folded(literal);
        let length = wanted.clone().count();
        let Some(first) = wanted.next() else { return starts.to_vec() };
        let is_here = |start: &&usize| {
            let rest = self.characters.get(**start..).unwrap_or_default();
            // Most fall at the first character.
            rest.first() == Some(&first)
                && wanted.clone().eq(rest.iter().take(length).skip(1).copied())
        };
        starts.iter().filter(is_here).map(|start| start + length).collect()
    }

    fn after_hole(&self, hole: &Hole, starts: &[usize]) -> Vec<usize> {
        match &hole.kind {
            HoleKind::Text => starts.first().map_or_else(Vec::new, |first| self.from(first + 1)),
            HoleKind::Words(words) => {
                let ends = words.iter().map(|word| self.after_literal(word, starts));
                ends.fold(Vec::new(), union)
            }
            HoleKind::Digits(counts) if counts.is_empty() => self.after_digits(starts),
            HoleKind::Digits(counts) => self.after_whole_runs(starts, counts),
            HoleKind::Figure(as_type) => {
                let ends = starts.iter().filter_map(|start| {
                    let rest = self.text.get(*self.offsets.get(*start)?..)?;
                    let (taken, _) = read_prefix(rest, *as_type, self.units, None)?;
                    let end = self.text.len() - rest.len() + taken.end as usize;
                    Some(self.offsets.partition_point(|offset| *offset < end))
                });
                let mut ends: Vec<usize> = ends.collect();
                ends.sort_unstable();
                ends.dedup();
                ends
            }
        }
    }

    /// Runs of digits from any of the starts, of any length from one.
    fn after_digits(&self, starts: &[usize]) -> Vec<usize> {
        let mut ends = Vec::new();
        let mut reached = 0;
        for &start in starts {
            let mut at = start.max(reached);
            // A run that reaches this far already covers what lies before.
            while self.characters.get(at).is_some_and(char::is_ascii_digit) {
                at += 1;
                ends.push(at);
            }
            reached = at.max(reached);
        }
        ends
    }

    /// Whole runs of digits of one of these lengths.
    fn after_whole_runs(&self, starts: &[usize], counts: &[u8]) -> Vec<usize> {
        let is_digit = |at: usize| self.characters.get(at).is_some_and(char::is_ascii_digit);
        let longest = counts.iter().max().map_or(0, |count| usize::from(*count));
        let run = |start: &usize| {
            let is_start = start.checked_sub(1).is_none_or(|before| !is_digit(before));
            let length = (0..=longest).take_while(|length| is_digit(start + length)).count();
            let fits = counts.iter().any(|count| usize::from(*count) == length);
            (is_start && fits).then_some(start + length)
        };
        starts.iter().filter_map(run).collect()
    }

    fn from(&self, first: usize) -> Vec<usize> {
        (first..=self.characters.len()).collect()
    }
}

/// Union of two sorted lists without repetition.
fn union(left: Vec<usize>, right: Vec<usize>) -> Vec<usize> {
    if left.is_empty() {
        return right;
    }
    if right.is_empty() {
        return left;
    }
    let mut both = left;
    both.extend(right);
    both.sort_unstable();
    both.dedup();
    both
}

#[cfg(test)]
mod tests {
    use super::*;
    use gouji_program::FieldId;

    fn literal(text: &str) -> Part {
        Part::Literal(text.to_owned())
    }

    fn hole(kind: HoleKind) -> Part {
        Part::Hole(Hole { field: FieldId(0), kind })
    }

    fn matches(parts: Vec<Part>, text: &str) -> bool {
        matches_whole(&Template { parts }, text, &UnitTable::default())
    }

    #[test]
    fn the_whole_text_must_match() {
        let parts = || vec![literal("第"), hole(HoleKind::Digits(Vec::new())), literal("号")];
        assert!(matches(parts(), "第 １2号"));
        assert!(!matches(parts(), "第号"));
        assert!(!matches(parts(), "第12号文"));
        assert!(!matches(parts(), "12号"));
        assert!(!matches(parts(), "第1a号"));
    }

    #[test]
    fn options_alternatives_and_skips() {
        let parts = || {
            vec![
                Part::Optional(vec![literal("关于")]),
                Part::Skip,
                Part::Alternatives(vec![vec![literal("报告")], vec![literal("通知"), Part::Skip]]),
            ]
        };
        assert!(matches(parts(), "关于安排的通知（一）"));
        assert!(matches(parts(), "报告"));
        assert!(!matches(parts(), "报告书"));
        assert!(matches(vec![literal("a"), Part::Space, literal("b")], "a b"));
        assert!(!matches(vec![literal("a"), Part::Space, literal("b")], "ab"));
        assert!(!matches(vec![hole(HoleKind::Text)], ""));
    }

    #[test]
    fn many_skips_do_not_backtrack() {
        let mut parts = Vec::new();
        for _ in 0..40 {
            parts.extend([Part::Skip, literal("a")]);
        }
        parts.push(literal("b"));
        assert!(!matches(parts, &"a".repeat(5000)));
    }

    #[test]
    fn parts_are_found_folded() {
        assert!(contains("占 比（％）", "(%)"));
        assert!(contains("占比", ""));
        assert!(!contains("占比（", "(%)"));
        let long = "甲".repeat(20_000);
        assert!(contains(&format!("{long}乙 （"), "乙("));
        assert!(!contains(&long, "乙"));
    }

    #[test]
    fn starts_and_ends_are_folded() {
        assert!(starts_with(folded("（一） 部门"), folded("(一)")));
        assert!(starts_with(folded_backward("其 他（％）"), folded_backward("他 (%)")));
        assert!(!starts_with(folded("部"), folded("部门")));
    }
}
