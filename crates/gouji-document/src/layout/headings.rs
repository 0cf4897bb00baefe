//! Which numbered lines are headings.

use super::digest::Digest;
use super::{Fate, LayoutSummary};

/// Marks the headings.
pub(crate) fn mark(summary: &LayoutSummary, _digest: &Digest, fates: &mut [Fate]) {
    for (note, fate) in summary.notes.iter().zip(fates) {
        if *fate == Fate::Kept && !note.is_row && note.reading.as_heading {
            *fate = Fate::Heading;
        }
    }
}
