//! Looking for words in texts, most of which do not hold them.

use gouji_program::template::{Hole, HoleKind, Part, Template};
use gouji_text::without_punctuation;

/// Which characters a text holds, several of them to a bit: the short way to know that it does not hold a
/// word. Getting ready to search costs more than most searches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct CharacterSet(u128);

impl CharacterSet {
    pub(super) fn of(text: &str) -> Self {
        Self::of_characters(text.chars())
    }

    pub(super) fn of_characters(characters: impl Iterator<Item = char>) -> Self {
        let bits = characters.map(|character| 1_u128 << (u32::from(character) % 127));
        Self(bits.fold(0, |all, bit| all | bit))
    }

    /// The first character of a text.
    fn of_first(text: &str) -> Self {
        let length = text.chars().next().map_or(0, char::len_utf8);
        Self::of(&text[..length])
    }

    /// Whether a character may be among these.
    pub(super) fn may_hold_character(self, character: char) -> bool {
        self.0 & (1_u128 << (u32::from(character) % 127)) != 0
    }

    /// Those of two texts together.
    pub(super) fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether all characters of a word may be among these.
    fn may_hold(self, word: Self) -> bool {
        word.0 & !self.0 == 0
    }
}

/// What a match of a template may begin with; `None` for anything.
pub(super) fn first_characters(template: &Template) -> Option<CharacterSet> {
    let mut first = CharacterSet::default();
    add_first(&template.parts, &mut first)?.then_some(first)
}

/// Adds what the first of some parts may begin with. Whether there is one that must be there; `None` where it
/// may begin with anything. Recursion is bounded by the parser of templates.
fn add_first(parts: &[Part], first: &mut CharacterSet) -> Option<bool> {
    for part in parts {
        match part {
            Part::Literal(word) => {
                *first = first.and(CharacterSet::of_first(word));
                return Some(true);
            }
            Part::Hole(Hole { kind: HoleKind::Words(words), .. }) => {
                words.iter().for_each(|word| *first = first.and(CharacterSet::of_first(word)));
                if words.iter().all(|word| !word.is_empty()) {
                    return Some(true);
                }
            }
            Part::Hole(Hole { kind: HoleKind::Digits(_), .. }) => {
                *first = first.and(CharacterSet::of("0123456789"));
                return Some(true);
            }
            // What stands behind a space, or behind what may be missing, may be the first.
            Part::Space => {}
            Part::Optional(inner) => {
                add_first(inner, first)?;
            }
            Part::Alternatives(all) => {
                let mut must = true;
                for inner in all {
                    must &= add_first(inner, first)?;
                }
                if must {
                    return Some(true);
                }
            }
            Part::Skip | Part::Hole(_) => return None,
        }
    }
    Some(false)
}

/// A word that is looked for in many texts.
#[derive(Clone, Copy, Debug)]
pub(super) struct SoughtWord<'word> {
    word: &'word str,
    characters: CharacterSet,
}

impl<'word> SoughtWord<'word> {
    pub(super) fn new(word: &'word str) -> Self {
        Self { word, characters: CharacterSet::of(word) }
    }

    /// The longest literal that a template cannot do without: where a text does not hold it, the template
    /// does not match.
    pub(super) fn longest_of(template: &'word Template) -> Option<Self> {
        let words = template.parts.iter().filter_map(|part| match part {
            // The punctuation at the end of a whole text does not count.
            Part::Literal(word) => Some(without_punctuation(word)),
            _ => None,
        });
        words.max_by_key(|word| word.len()).map(Self::new)
    }

    /// Whether a text of these characters may hold the word.
    pub(super) fn may_be_in(self, characters: CharacterSet) -> bool {
        characters.may_hold(self.characters)
    }

    /// Whether a text of these characters holds the word.
    pub(super) fn is_in(self, text: &str, characters: CharacterSet) -> bool {
        characters.may_hold(self.characters) && text.contains(self.word)
    }

    /// Where it does.
    pub(super) fn find_in(self, text: &str, characters: CharacterSet) -> Option<usize> {
        if characters.may_hold(self.characters) { text.find(self.word) } else { None }
    }
}

/// Words of which a text must hold one for a template to match.
#[derive(Clone, Debug)]
pub(super) struct SoughtWords<'word>(Vec<SoughtWord<'word>>);

impl<'word> SoughtWords<'word> {
    /// The longest literal that a template cannot do without, or else the words of a hole that it cannot do
    /// without; `None` where there is neither.
    pub(super) fn of(template: &'word Template) -> Option<Self> {
        if let Some(word) = SoughtWord::longest_of(template) {
            return Some(Self(vec![word]));
        }
        template.parts.iter().find_map(|part| match part {
            Part::Hole(Hole { kind: HoleKind::Words(words), .. }) => {
                Some(Self(words.iter().map(|word| SoughtWord::new(word)).collect()))
            }
            _ => None,
        })
    }

    /// Whether a text of these characters may hold one of the words.
    pub(super) fn may_be_in(&self, characters: CharacterSet) -> bool {
        self.0.iter().any(|word| word.may_be_in(characters))
    }

    /// Whether a text of these characters holds one of the words.
    pub(super) fn are_in(&self, text: &str, characters: CharacterSet) -> bool {
        self.0.iter().any(|word| word.is_in(text, characters))
    }
}
