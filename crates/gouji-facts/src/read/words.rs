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

impl LongerWords {
    /// The longer words for one sentence of a form. What fills the same fields is another wording of
    /// the same, and no other word.
    pub(super) fn new(sentence: &Sentence, form: &Form, labels: &LabelTable) -> Self {
        let own: Vec<String> = beginnings(&sentence.template);
        let mut longer = Self::default();
        if own.is_empty() {
            return longer;
        }
        let fields: Vec<FieldId> = sentence.template.fields().collect();
        for other in form.sentences() {
            if !other.template.fields().any(|field| fields.contains(&field)) {
                beginnings(&other.template).iter().for_each(|word| longer.add(&own, word));
            }
        }
        labels.texts().for_each(|label| longer.add(&own, label));
        longer
    }

    fn add(&mut self, own: &[String], word: &str) {
        for own in own.iter().filter(|own| own.len() < word.len()) {
            for (at, _) in word.match_indices(own.as_str()) {
                let (front, behind) = word.split_at(at);
                // Behind punctuation a word of its own begins.
                if front.chars().next_back().is_some_and(char::is_alphanumeric) {
                    self.words.push((front.into(), behind.into()));
                }
            }
        }
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
