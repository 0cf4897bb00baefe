//! Words that a sentence may not begin inside of.
//!
//! `预算收入{合计}` is not found in `一般公共预算收入90.00` where another sentence of the form begins with
//! 一般公共预算收入, or where that is a label: the longer word is what stands there.

use super::labels::LabelTable;
use gouji_program::FieldId;
use gouji_program::form::{Form, Sentence};
use gouji_program::template::{Hole, HoleKind, Part, Template};

/// Longer words that contain the beginning of a sentence: what of them stands in front of it, and
/// what from it on.
#[derive(Debug, Default, PartialEq)]
pub(super) struct LongerWords {
    words: Vec<(Box<str>, Box<str>)>,
}

/// Beginnings that are looked at, where a template has many.
const MOST_BEGINNINGS: usize = 64;

/// Words by what they end with, so that those which hold another further inside are found without looking
/// at each.
pub(super) struct WordEndings<'word, Owner> {
    /// What a word holds from a place inside it on, in order; the word, and that place.
    endings: Vec<(&'word str, &'word str, Owner)>,
}

impl<'word, Owner: Copy> WordEndings<'word, Owner> {
    fn new(words: impl Iterator<Item = (&'word str, Owner)>) -> Self {
        let mut endings = Vec::new();
        for (word, owner) in words {
            let mut before = None;
            for (at, character) in word.char_indices() {
                // Behind punctuation a word of its own begins.
                if before.is_some_and(char::is_alphanumeric) {
                    let (front, behind) = word.split_at(at);
                    endings.push((behind, front, owner));
                }
                before = Some(character);
            }
        }
        endings.sort_unstable_by_key(|(behind, front, _)| (*behind, *front));
        Self { endings }
    }

    /// The endings that begin with a text: each with what stands in front of it.
    fn beginning_with(&self, text: &str) -> impl Iterator<Item = &(&'word str, &'word str, Owner)> {
        let first = self.endings.partition_point(|(behind, ..)| *behind < text);
        let rest = self.endings.get(first..).unwrap_or_default().iter();
        rest.take_while(move |(behind, ..)| behind.starts_with(text))
    }
}

impl<'word> WordEndings<'word, ()> {
    /// Of all labels.
    pub(super) fn of_labels(labels: &'word LabelTable) -> Self {
        Self::new(labels.texts().map(|label| (label, ())))
    }
}

/// How the sentences of a form begin.
pub(super) struct Beginnings {
    /// For each sentence the fields that it fills, and its beginnings.
    sentences: Vec<(Vec<FieldId>, Vec<String>)>,
}

impl Beginnings {
    pub(super) fn of(form: &Form) -> Self {
        let sentences = form.sentences();
        let sentences =
            sentences.map(|it| (it.template.fields().collect(), beginnings(&it.template)));
        Self { sentences: sentences.collect() }
    }

    pub(super) fn endings(&self) -> WordEndings<'_, u32> {
        let numbered = (0..).zip(&self.sentences);
        WordEndings::new(
            numbered.flat_map(|(number, (_, words))| {
                words.iter().map(move |word| (word.as_str(), number))
            }),
        )
    }

    /// Whether a sentence fills one of some fields.
    fn fills_any(&self, sentence: u32, fields: &[FieldId]) -> bool {
        let filled = self.sentences.get(sentence as usize);
        filled.is_some_and(|(filled, _)| filled.iter().any(|field| fields.contains(field)))
    }
}

impl LongerWords {
    /// The longer words for one sentence of a form, of which these are all beginnings. What fills the same
    /// fields is another wording of the same, and no other word.
    pub(super) fn new(
        sentence: &Sentence,
        form: (&Beginnings, &WordEndings<'_, u32>),
        labels: &WordEndings<'_, ()>,
    ) -> Self {
        let own: Vec<String> = beginnings(&sentence.template);
        let fields: Vec<FieldId> = sentence.template.fields().collect();
        let (form, of_form) = form;
        let mut words = Vec::new();
        for own in &own {
            for (behind, front, other) in of_form.beginning_with(own) {
                if !form.fills_any(*other, &fields) {
                    words.push(((*front).into(), (*behind).into()));
                }
            }
            let labels = labels.beginning_with(own);
            words.extend(labels.map(|(behind, front, ())| ((*front).into(), (*behind).into())));
        }
        Self { words }
    }

    /// Whether a place lies inside one of these words.
    pub(super) fn claim(&self, front: &str, behind: &str) -> bool {
        let claims = |(before, word): &(Box<str>, Box<str>)| {
            behind.starts_with(&**word) && front.ends_with(&**before)
        };
        self.words.iter().any(claims)
    }
}

/// The words that a template may begin with, up to its first hole.
fn beginnings(template: &Template) -> Vec<String> {
    let mut open = vec![String::new()];
    let mut closed = Vec::new();
    extend(&template.parts, &mut open, &mut closed);
    closed.append(&mut open);
    closed.retain(|word| !word.is_empty());
    closed.truncate(MOST_BEGINNINGS);
    closed
}

/// Lengthens the beginnings that are open; those at a hole are closed. Recursion is bounded by the
/// parser of templates.
fn extend(parts: &[Part], open: &mut Vec<String>, closed: &mut Vec<String>) {
    for part in parts {
        match part {
            Part::Literal(literal) => open.iter_mut().for_each(|word| word.push_str(literal)),
            Part::Space => {}
            Part::Optional(inner) => {
                let mut with = open.clone();
                extend(inner, &mut with, closed);
                open.append(&mut with);
            }
            Part::Alternatives(alternatives) => {
                let before = std::mem::take(open);
                for inner in alternatives {
                    let mut with = before.clone();
                    extend(inner, &mut with, closed);
                    open.append(&mut with);
                }
            }
            Part::Hole(Hole { kind: HoleKind::Words(words), .. }) => {
                let before = std::mem::take(open);
                let with = before
                    .iter()
                    .flat_map(|front| words.iter().map(move |word| format!("{front}{word}")));
                open.extend(with);
            }
            Part::Skip | Part::Hole(_) => {
                closed.append(open);
                return;
            }
        }
        open.truncate(MOST_BEGINNINGS);
        closed.truncate(MOST_BEGINNINGS);
    }
}
