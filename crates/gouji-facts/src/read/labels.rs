//! The labels of all forms, each known by a number, and finding them in cells.

use fixedbitset::FixedBitSet;
use gouji_program::template::DIGITS_IN_LABEL;
use gouji_program::{FieldKind, Program};
use gouji_text::{fold, trim_blank_end, unfolded_prefix, without_punctuation};
use rustc_hash::FxHashMap;

/// A label of some form: a folded text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct LabelId(pub(super) u16);

/// Some labels.
#[derive(Default)]
pub(super) struct LabelSet(FixedBitSet);

impl LabelSet {
    pub(super) fn add(&mut self, label: LabelId) {
        self.0.grow_and_insert(usize::from(label.0));
    }

    pub(super) fn contains(&self, label: LabelId) -> bool {
        self.0.contains(usize::from(label.0))
    }
}

impl Extend<LabelId> for LabelSet {
    fn extend<T: IntoIterator<Item = LabelId>>(&mut self, labels: T) {
        labels.into_iter().for_each(|label| self.add(label));
    }
}

/// Longest cell that is looked at, in bytes.
const LONGEST_CELL: usize = 1024;

/// Labels by their folded text.
#[derive(Default)]
pub(super) struct LabelTable {
    ids: FxHashMap<Box<str>, LabelId>,
    /// Whether a label has a number in it, whichever: `{数字}年预算数`.
    has_digits: bool,
}

/// Which characters some texts begin with, by their low ten bits: a look that most cells are done
/// with.
#[derive(Default)]
pub(super) struct FirstCharacters(FixedBitSet);

impl FirstCharacters {
    fn low_bits(character: char) -> usize {
        character as usize & 1023
    }

    pub(super) fn add(&mut self, character: char) {
        self.0.grow_and_insert(Self::low_bits(character));
    }

    pub(super) fn may_hold(&self, character: char) -> bool {
        self.0.contains(Self::low_bits(character))
    }
}

impl LabelTable {
    /// The number of a label; the same folded text gives the same number.
    pub(super) fn add(&mut self, label: &str) -> LabelId {
        let folded = fold(label);
        let next = LabelId(u16::try_from(self.ids.len()).unwrap_or(u16::MAX));
        self.has_digits |= folded.contains(DIGITS_IN_LABEL);
        *self.ids.entry(without_punctuation(&folded).into()).or_insert(next)
    }

    /// The numbers of some labels.
    pub(super) fn add_all(&mut self, labels: &[String]) -> Vec<LabelId> {
        labels.iter().map(|label| self.add(label)).collect()
    }

    /// The names of the points of all series: they are looked for in headings.
    pub(super) fn add_periods(&mut self, program: &Program) {
        let fields = program.records.iter().flat_map(|record| &record.fields);
        for field in fields {
            if let FieldKind::Series { periods, .. } = &field.kind {
                self.add_all(periods);
            }
        }
    }

    /// All labels, folded.
    pub(super) fn texts(&self) -> impl Iterator<Item = &str> {
        self.ids.keys().map(|text| &**text)
    }

    /// What labels begin with.
    pub(super) fn first_characters(&self) -> FirstCharacters {
        let mut first = FirstCharacters::default();
        for text in self.ids.keys() {
            if text.starts_with(DIGITS_IN_LABEL) {
                ('0'..='9').for_each(|digit| first.add(digit));
            }
            text.chars().next().into_iter().for_each(|character| first.add(character));
        }
        first
    }

    /// The labels that a cell's text is: as it stands, and without the remark in brackets at its end
    /// (`价值（万元）` is also the label 价值).
    pub(super) fn find(&self, cell: &str) -> [Option<LabelId>; 2] {
        if cell.len() > LONGEST_CELL {
            return [None, None];
        }
        if unfolded_prefix(cell) == cell.len() {
            self.find_folded(cell)
        } else {
            self.find_folded(&fold(cell))
        }
    }

    fn find_folded(&self, folded: &str) -> [Option<LabelId>; 2] {
        let whole = without_punctuation(folded);
        let remark = whole.ends_with(')').then(|| whole.rfind('(')).flatten();
        let bare = remark.and_then(|bracket| whole.get(..bracket)).map(without_punctuation);
        [self.exact(whole), bare.and_then(|bare| self.exact(bare))]
    }

    fn exact(&self, folded: &str) -> Option<LabelId> {
        let found = if folded.is_empty() { None } else { self.ids.get(folded).copied() };
        if found.is_some() || !self.has_digits || !is_worded_number(folded) {
            return found;
        }
        self.ids.get(with_digits_as_holes(folded).as_str()).copied()
    }
}

/// Whether a text has digits, and words as well: most cells with digits are figures, and done with.
fn is_worded_number(folded: &str) -> bool {
    folded.bytes().any(|byte| byte.is_ascii_digit()) && folded.chars().any(char::is_alphabetic)
}

/// A folded text with each run of digits written as labels write it.
fn with_digits_as_holes(folded: &str) -> String {
    let mut text = String::with_capacity(folded.len() + DIGITS_IN_LABEL.len());
    let mut in_digits = false;
    for character in folded.chars() {
        let is_digit = character.is_ascii_digit();
        if !is_digit {
            text.push(character);
        } else if !in_digits {
            text.push_str(DIGITS_IN_LABEL);
        }
        in_digits = is_digit;
    }
    text
}

/// The text in brackets at the end of a cell: `万元` in `价值（万元）`.
pub(super) fn remark(cell: &str) -> Option<&str> {
    let inner = trim_blank_end(cell).strip_suffix([')', '）'])?;
    let open = inner.rfind(['(', '（'])?;
    let width = inner[open..].chars().next().map_or(1, char::len_utf8);
    Some(&inner[open + width..])
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
        assert_eq!(table.find("2024年预算数"), [None, None]);
        let budget = table.add("{数字}年预算数");
        assert_eq!(table.find("2024 年预算数（元）"), [None, Some(budget)]);
        assert_eq!(table.find("2024"), [None, None]);
        assert!(table.first_characters().may_hold('2'));
        assert_eq!(remark("价值（万元） "), Some("万元"));
        assert_eq!(remark("价值"), None);
    }
}
