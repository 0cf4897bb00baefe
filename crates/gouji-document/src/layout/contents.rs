//! Lists of contents.

use super::digest::Digest;
use super::summary::LineNote;
use super::{Fate, LayoutSummary};

/// A list of contents: the numbers of its first line and of the one behind its last, counted in the
/// lines that may stand in one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct ContentsSpan {
    pub(crate) first: u32,
    pub(crate) end: u32,
}

/// The lists of contents.
pub(crate) fn find(_notes: &[LineNote]) -> Vec<ContentsSpan> {
    Vec::new()
}

/// Marks the lines of the lists of contents.
pub(crate) fn mark(_summary: &LayoutSummary, _digest: &Digest, _fates: &mut [Fate]) {}
