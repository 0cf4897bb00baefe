//! The labels of all forms, each known by a number, and finding them in cells.

use gouji_text::folded_chars;
use rustc_hash::{FxHashMap, FxHasher};
use std::hash::Hasher;

/// A label of some form: a folded text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct LabelId(pub(super) u16);

/// Some labels.
#[derive(Default)]
pub(super) struct LabelSet(Vec<u64>);

impl LabelSet {
    pub(super) fn add(&mut self, label: LabelId) {
        let word = usize::from(label.0 >> 6);
        if self.0.len() <= word {
            self.0.resize(word + 1, 0);
        }
        self.0[word] |= 1 << (label.0 & 63);
    }

    pub(super) fn contains(&self, label: LabelId) -> bool {
        self.0.get(usize::from(label.0 >> 6)).is_some_and(|word| word >> (label.0 & 63) & 1 == 1)
    }
}

impl Extend<LabelId> for LabelSet {
    fn extend<T: IntoIterator<Item = LabelId>>(&mut self, labels: T) {
        labels.into_iter().for_each(|label| self.add(label));
    }
}

/// Longest label, in folded characters.
const LONGEST: usize = 64;

/// Labels by their folded text.
#[derive(Default)]
pub(super) struct LabelTable {
    by_hash: FxHashMap<u64, LabelId>,
    texts: Vec<Vec<char>>,
}

/// Which characters some texts begin with, by their low ten bits: a look that most cells are done
/// with.
pub(super) struct FirstCharacters([u64; 16]);

impl Default for FirstCharacters {
    fn default() -> Self {
        Self([0; 16])
    }
}

impl FirstCharacters {
    fn slot(character: char) -> (usize, u64) {
        let low = character as usize & 1023;
        (low >> 6, 1 << (low & 63))
    }

    pub(super) fn add(&mut self, character: char) {
        let (word, bit) = Self::slot(character);
        self.0[word] |= bit;
    }

    pub(super) fn may_hold(&self, character: char) -> bool {
        let (word, bit) = Self::slot(character);
        self.0[word] & bit != 0
    }
}

impl LabelTable {
    /// The number of a label; the same folded text gives the same number.
    pub(super) fn add(&mut self, label: &str) -> LabelId {
        let mut folded: Vec<char> = folded_chars(label).map(|(_, character)| character).collect();
        trim_punctuation(&mut folded);
        let hash = hash_of(&folded);
        if let Some(id) = self.by_hash.get(&hash) {
            return *id;
        }
        let id = LabelId(u16::try_from(self.texts.len()).unwrap_or(u16::MAX));
        self.by_hash.insert(hash, id);
        self.texts.push(folded);
        id
    }

    /// What labels begin with.
    pub(super) fn first_characters(&self) -> FirstCharacters {
        let mut first = FirstCharacters::default();
        self.texts.iter().filter_map(|text| text.first()).for_each(|begins| first.add(*begins));
        first
    }

    /// The labels that a cell's text is: as it stands, and without the remark in brackets at its end
    /// (`价值（万元）` is also the label 价值).
    pub(super) fn find(&self, cell: &str) -> [Option<LabelId>; 2] {
        let mut characters = ['\0'; LONGEST];
        let mut length = 0;
        for (_, character) in folded_chars(cell) {
            if length == LONGEST {
                return [None, None];
            }
            characters[length] = character;
            length += 1;
        }
        let whole = without_punctuation(&characters[..length]);
        let bare = match (whole.last(), whole.iter().rposition(|character| *character == '(')) {
            (Some(')'), Some(bracket)) => without_punctuation(&whole[..bracket]),
            _ => &[],
        };
        [self.exact(whole), self.exact(bare)]
    }

    fn exact(&self, folded: &[char]) -> Option<LabelId> {
        if folded.is_empty() {
            return None;
        }
        let id = *self.by_hash.get(&hash_of(folded))?;
        (self.texts[id.0 as usize] == folded).then_some(id)
    }
}

/// The text in brackets at the end of a cell: `万元` in `价值（万元）`.
pub(super) fn remark(cell: &str) -> Option<&str> {
    let inner = cell.trim_end().strip_suffix([')', '）'])?;
    let open = inner.rfind(['(', '（'])?;
    let width = inner[open..].chars().next().map_or(1, char::len_utf8);
    Some(&inner[open + width..])
}

fn hash_of(folded: &[char]) -> u64 {
    let mut hasher = FxHasher::default();
    for character in folded {
        hasher.write_u32(*character as u32);
    }
    hasher.finish()
}

fn is_trailing_punctuation(character: char) -> bool {
    matches!(character, ':' | ',' | '.' | '。' | '、' | ';' | '*')
}

fn trim_punctuation(folded: &mut Vec<char>) {
    folded.truncate(without_punctuation(folded).len());
}

fn without_punctuation(mut folded: &[char]) -> &[char] {
    while let [rest @ .., last] = folded {
        if !is_trailing_punctuation(*last) {
            break;
        }
        folded = rest;
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_found_whatever_the_page_did_to_them() {
        let mut table = LabelTable::default();
        let unit = table.add("计量单位");
        let plan = table.add("资金支出计划（%）");
        let value = table.add("价值");
        assert_eq!(table.find("计 量 单 位"), [Some(unit), None]);
        assert_eq!(table.find("计量单位："), [Some(unit), None]);
        assert_eq!(table.find("资金支出计划 (%)"), [Some(plan), None]);
        assert_eq!(table.find("价值（万元）"), [None, Some(value)]);
        assert_eq!(table.find("计量"), [None, None]);
        assert_eq!(table.find(""), [None, None]);
        assert_eq!(remark("价值（万元） "), Some("万元"));
        assert_eq!(remark("价值"), None);
    }
}
