//! Kinds of rows that never come to their turn, because kinds before them take all their rows.

use super::rows::CheckedRows;
use crate::check::form_writer::FormWriter;
use crate::codes;
use crate::problem::problem_at;
use crate::template::{HoleKind, Part, Template};
use gouji_text::{Localized, TextRange};

/// Pairs of patterns that are held against each other in one grid.
const MOST_PAIRS: usize = 1 << 16;

/// Stands for any text in a sample of what a pattern matches.
const ANY_TEXT: char = '\u{1}';

impl FormWriter<'_, '_> {
    /// Says which kinds of rows never come to their turn.
    pub(super) fn shadowed(&mut self, rows: &[CheckedRows<'_>]) {
        let mut pairs = MOST_PAIRS;
        for (number, later) in rows.iter().enumerate() {
            let Some(range) = later.range else { continue };
            let earlier = rows[..number].iter().filter(|rows| rows.condition.is_none());
            let first = if later.takes_all() {
                earlier.filter(|earlier| earlier.takes_all()).find_map(|rows| rows.range)
            } else {
                let earlier: Vec<_> = earlier.filter(|rows| !rows.takes_all()).collect();
                let mut found = None;
                let is_shadowed = !later.kind.patterns.is_empty()
                    && later.kind.patterns.iter().all(|pattern| {
                        let taker = earlier.iter().find(|earlier| {
                            earlier.kind.patterns.iter().any(|before| {
                                pairs = pairs.saturating_sub(1);
                                pairs > 0 && takes(before, pattern)
                            })
                        });
                        found = found.or(taker.and_then(|rows| rows.range));
                        taker.is_some()
                    });
                found.filter(|_| is_shadowed)
            };
            if let Some(first) = first {
                self.shadowed_row(range, first);
            }
        }
    }

    fn shadowed_row(&mut self, range: TextRange, first: TextRange) {
        let taken = self.source.written(first);
        let problem = problem_at(
            &codes::SHADOWED_ROW,
            self.source.place(range),
            Localized::new(
                format!("这一类行永远轮不到：前面的「{taken}」已经把它们都收走了"),
                format!("no row comes to this kind: `{taken}` takes them all before"),
            ),
            Localized::new("轮不到", "never reached"),
        );
        let problem = problem.help(
            "把它移到那一行前面，或者用「其中」把那一行写窄",
            "put it in front of that one, or narrow that one with `where`",
        );
        self.reporter.push(problem);
    }
}

/// Whether every text that matches `later` matches `earlier`, as far as that is seen at a glance.
fn takes(earlier: &Template, later: &Template) -> bool {
    if earlier == later {
        return true;
    }
    let mut sample = String::new();
    is_sampled(&later.parts, &mut sample)
        && ends(&earlier.parts, &sample, vec![0]).contains(&sample.len())
}

/// Writes down a text that stands for all that a pattern matches; `false` where there is none.
fn is_sampled(parts: &[Part], sample: &mut String) -> bool {
    for part in parts {
        match part {
            Part::Literal(literal) => sample.push_str(literal),
            Part::Skip => sample.push(ANY_TEXT),
            Part::Hole(hole) if hole.kind == HoleKind::Text => sample.push(ANY_TEXT),
            Part::Hole(_) | Part::Space | Part::Optional(_) | Part::Alternatives(_) => {
                return false;
            }
        }
    }
    true
}

/// Where a match of `parts` that begins at one of `starts` can end. Recursion is bounded by the parser of
/// templates.
fn ends(parts: &[Part], text: &str, mut starts: Vec<usize>) -> Vec<usize> {
    for part in parts {
        starts = match part {
            Part::Literal(literal) => starts
                .iter()
                .filter(|at| text[**at..].starts_with(literal.as_str()))
                .map(|at| at + literal.len())
                .collect(),
            Part::Skip => later_places(text, &starts, 0),
            Part::Hole(hole) => match &hole.kind {
                HoleKind::Text => later_places(text, &starts, 1),
                HoleKind::Words(words) => {
                    let of_word = |word: &String| {
                        let word = gouji_text::fold(word);
                        ends(&[Part::Literal(word)], text, starts.clone())
                    };
                    words.iter().flat_map(of_word).collect()
                }
                _ => Vec::new(),
            },
            Part::Space => Vec::new(),
            Part::Optional(inner) => {
                let mut all = ends(inner, text, starts.clone());
                all.extend(starts);
                all
            }
            Part::Alternatives(choices) => {
                choices.iter().flat_map(|inner| ends(inner, text, starts.clone())).collect()
            }
        };
        starts.sort_unstable();
        starts.dedup();
        if starts.is_empty() {
            break;
        }
    }
    starts
}

/// Every place at least `least` characters behind the first of `starts`.
fn later_places(text: &str, starts: &[usize], least: usize) -> Vec<usize> {
    let Some(first) = starts.first() else { return Vec::new() };
    let places = text[*first..].char_indices().map(|(at, _)| first + at);
    places.chain([text.len()]).skip(least).collect()
}
