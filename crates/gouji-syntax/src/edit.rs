//! Reading on in a corrected text, with every place still told in the original.
//!
//! A slip whose correction is certain (`应该` for 应当) is corrected in a copy, and the copy is parsed
//! again: what follows the slip is understood, and later checks go on.

use gouji_text::TextRange;
use std::ops::Range;

/// Replaces `range` of the text being read by `text`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Splice {
    pub range: Range<usize>,
    pub text: String,
}

/// One replacement in both texts.
struct Step {
    /// In the corrected text.
    after: Range<usize>,
    /// In the text before it.
    before: Range<usize>,
}

/// From places in the corrected text to places in the item.
#[derive(Default)]
pub(crate) struct Positions {
    /// What stands in front of the parsed text in the item: its documentation.
    base: usize,
    /// The rounds of correction, first to last, each in order of place.
    rounds: Vec<Vec<Step>>,
}

impl Positions {
    pub fn new(base: usize) -> Self {
        Self { base, rounds: Vec::new() }
    }

    /// Whether places differ from the text's only by the base.
    pub fn is_exact(&self) -> bool {
        self.rounds.is_empty()
    }

    /// The range in the item.
    pub fn range(&self, range: Range<usize>) -> TextRange {
        let (mut start, mut end) = (range.start, range.end);
        for round in self.rounds.iter().rev() {
            start = earlier(round, start, false);
            end = earlier(round, end, true);
        }
        TextRange::from(start + self.base..end.max(start) + self.base)
    }

    /// Applies the edits that do not overlap an earlier one, and remembers them.
    pub fn apply(&mut self, text: &str, mut edits: Vec<Splice>) -> String {
        edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
        let mut corrected = String::with_capacity(text.len() + 16);
        let mut round = Vec::with_capacity(edits.len());
        let mut done = 0;
        for edit in edits {
            let Some(between) = text.get(done..edit.range.start) else { continue };
            if text.get(edit.range.clone()).is_none() {
                continue;
            }
            corrected.push_str(between);
            let start = corrected.len();
            corrected.push_str(&edit.text);
            done = edit.range.end;
            round.push(Step { after: start..corrected.len(), before: edit.range });
        }
        corrected.push_str(text.get(done..).unwrap_or(""));
        self.rounds.push(round);
        corrected
    }
}

/// A place before one round of corrections; inside a replacement, its start or its end.
fn earlier(round: &[Step], place: usize, is_end: bool) -> usize {
    let next = round.partition_point(|step| step.after.start < place);
    let Some(step) = next.checked_sub(1).and_then(|last| round.get(last)) else {
        return place;
    };
    if place >= step.after.end {
        return step.before.end + (place - step.after.end);
    }
    if is_end { step.before.end } else { step.before.start }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_lead_back_through_several_rounds() {
        let mut positions = Positions::new(10);
        let edits = vec![
            Splice { range: 0..2, text: "abcd".into() },
            Splice { range: 1..3, text: "never".into() },
            Splice { range: 4..4, text: "+".into() },
        ];
        let corrected = positions.apply("xxyyzz", edits);
        assert_eq!(corrected, "abcdyy+zz");
        assert_eq!(positions.range(0..4), TextRange::new(10, 12));
        assert_eq!(positions.range(1..3), TextRange::new(10, 12));
        assert_eq!(positions.range(4..6), TextRange::new(12, 14));
        assert_eq!(positions.range(7..9), TextRange::new(14, 16));
        let corrected = positions.apply(&corrected, vec![Splice { range: 7..9, text: "w".into() }]);
        assert_eq!(corrected, "abcdyy+w");
        assert_eq!(positions.range(7..8), TextRange::new(14, 16));
    }
}
