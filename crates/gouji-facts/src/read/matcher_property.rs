//! The matcher against one that remembers nothing and tries everything in order: slow, and easy to see
//! through. Both take the same text, or refuse it together.

use super::folded::Folded;
use super::matcher::{Capture, Match, Matcher};
use gouji_program::template::{Hole, HoleKind, Part, Template};
use gouji_program::{FieldId, Program};
use gouji_text::{TextRange, without_punctuation};
use gouji_value::{Notation, splits_number};
use proptest::prelude::*;

/// Longest text that a skipped or a free text may take; the same as in the matcher.
const LONGEST_SKIP: usize = 200;

struct Naive<'text> {
    text: &'text str,
    folded: &'text Folded,
    whole: bool,
}

impl Naive<'_> {
    fn length(&self) -> u32 {
        self.folded.text.len() as u32
    }

    fn rest(&self, at: u32) -> &str {
        &self.folded.text[at as usize..]
    }

    fn space_before(&self, at: u32) -> bool {
        at > 0
            && at < self.length()
            && self.folded.published_end(self.text, at) < self.folded.published(at)
    }

    fn splits(&self, at: u32) -> bool {
        let inside = at > 0 && at < self.length();
        inside && splits_number(self.text, self.folded.published(at) as usize, Notation::default())
    }

    fn may_end(&self, at: u32) -> bool {
        if self.whole {
            at as usize >= without_punctuation(&self.folded.text).len()
        } else {
            !self.splits(at)
        }
    }

    fn capture(&self, field: FieldId, at: u32, end: u32) -> Capture {
        let (start, end) = (self.folded.published(at), self.folded.published_end(self.text, end));
        Capture { field, place: TextRange::new(start, end), reading: None }
    }

    /// The ends that a free text from `at` on may have, the nearest first, without `at` itself.
    fn free_ends(&self, at: u32) -> Vec<u32> {
        let sentence = self.rest(at).char_indices().take(LONGEST_SKIP);
        let sentence = sentence.take_while(|(_, it)| !matches!(it, '。' | ';'));
        let ends = sentence.map(|(offset, it)| at + (offset + it.len_utf8()) as u32);
        ends.filter(|end| !self.splits(*end)).collect()
    }

    /// What `parts` come to from `at` on: the end, and what was captured.
    fn run(&self, parts: &[&Part], at: u32) -> Option<(u32, Vec<Capture>)> {
        let Some((part, after)) = parts.split_first() else {
            return self.may_end(at).then(|| (at, Vec::new()));
        };
        let taking = |field: FieldId, end: u32| {
            let (last, mut captures) = self.run(after, end)?;
            captures.insert(0, self.capture(field, at, end));
            Some((last, captures))
        };
        let inside = |inner: &[Part]| {
            let both: Vec<&Part> = inner.iter().chain(after.iter().copied()).collect();
            self.run(&both, at)
        };
        match part {
            Part::Literal(literal) => {
                let bare = without_punctuation(literal);
                let rest = self.rest(at);
                if rest.starts_with(literal.as_str()) {
                    self.run(after, at + literal.len() as u32)
                } else if self.whole && after.is_empty() && rest.starts_with(bare) {
                    self.run(after, at + bare.len() as u32)
                } else {
                    None
                }
            }
            Part::Space => self.space_before(at).then(|| self.run(after, at)).flatten(),
            Part::Skip if self.whole && after.is_empty() => Some((self.length(), Vec::new())),
            Part::Skip => {
                std::iter::once(at).chain(self.free_ends(at)).find_map(|end| self.run(after, end))
            }
            Part::Hole(Hole { field, kind: HoleKind::Text }) if self.whole && after.is_empty() => {
                (self.length() > at).then(|| taking(*field, self.length())).flatten()
            }
            Part::Hole(Hole { field, kind: HoleKind::Text }) => {
                self.free_ends(at).into_iter().find_map(|end| taking(*field, end))
            }
            Part::Hole(Hole { field, kind: HoleKind::Words(words) }) => {
                words.iter().find_map(|word| {
                    let end = at + word.len() as u32;
                    let stands = self.rest(at).starts_with(word.as_str()) && !self.splits(end);
                    stands.then(|| taking(*field, end)).flatten()
                })
            }
            Part::Hole(Hole { field, kind: HoleKind::Digits(counts) }) => {
                let digits = self.rest(at).char_indices().take_while(|(offset, it)| {
                    it.is_ascii_digit() && (*offset == 0 || !self.space_before(at + *offset as u32))
                });
                let length = digits.count();
                let fits = counts.is_empty() || counts.iter().any(|it| usize::from(*it) == length);
                let follows =
                    self.folded.text[..at as usize].ends_with(|it: char| it.is_ascii_digit());
                let inside = follows && !self.space_before(at);
                (length > 0 && fits && !inside)
                    .then(|| taking(*field, at + length as u32))
                    .flatten()
            }
            Part::Hole(Hole { kind: HoleKind::Figure(_), .. }) => None,
            Part::Optional(inner) => inside(inner).or_else(|| self.run(after, at)),
            Part::Alternatives(all) => all.iter().find_map(|inner| inside(inner)),
        }
    }

    fn at(&self, template: &Template, start: u32) -> Option<Match> {
        let parts: Vec<&Part> = template.parts.iter().collect();
        let (end, captures) = self.run(&parts, start)?;
        Some(Match { folded: TextRange::new(start, end), captures })
    }

    /// The first match. A leading free text takes all that stands before what follows it.
    fn find(&self, template: &Template) -> Option<Match> {
        let takes_all = matches!(
            template.parts.first(),
            Some(Part::Skip | Part::Hole(Hole { kind: HoleKind::Text, .. }))
        );
        let starts = self.folded.text.char_indices().map(|(start, _)| start as u32);
        let mut starts = starts.filter(|start| *start == 0 || !takes_all && !self.splits(*start));
        starts.find_map(|start| self.at(template, start))
    }
}

fn words() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["甲", "乙", "1", "12", "甲乙", "乙1", ",", "。"])
        .prop_map(String::from)
}

fn hole() -> impl Strategy<Value = Part> {
    let kind = prop_oneof![
        Just(HoleKind::Text),
        prop::collection::vec(words(), 1..3).prop_map(HoleKind::Words),
        prop::sample::select(vec![vec![], vec![1], vec![2, 3]]).prop_map(HoleKind::Digits),
    ];
    (0_u16..3, kind).prop_map(|(field, kind)| Part::Hole(Hole { field: FieldId(field), kind }))
}

fn part() -> impl Strategy<Value = Part> {
    let leaf = prop_oneof![
        4 => words().prop_map(Part::Literal),
        1 => Just(Part::Space),
        2 => Just(Part::Skip),
        3 => hole(),
    ];
    leaf.prop_recursive(2, 8, 3, |inner| {
        let parts = prop::collection::vec(inner, 0..3);
        prop_oneof![
            parts.clone().prop_map(Part::Optional),
            prop::collection::vec(parts, 1..3).prop_map(Part::Alternatives),
        ]
    })
}

fn text() -> impl Strategy<Value = String> {
    let character =
        prop::sample::select(vec!['甲', '乙', '1', '２', ',', '.', '。', ' ', '\u{200b}']);
    prop::collection::vec(character, 0..14).prop_map(String::from_iter)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn remembering_failures_changes_no_match(
        parts in prop::collection::vec(part(), 1..5),
        text in text(),
    ) {
        let template = Template { parts };
        let program = Program::default();
        let folded = Folded::of_text(&text);
        let mut matcher = Matcher::new(&program, &text, &folded, folded.whole(), Notation::default());
        let naive = |whole| Naive { text: &text, folded: &folded, whole };
        prop_assert_eq!(matcher.find(&template), naive(false).find(&template));
        prop_assert_eq!(matcher.match_start(&template), naive(false).at(&template, 0));
        prop_assert_eq!(matcher.match_whole(&template), naive(true).at(&template, 0));
    }
}
