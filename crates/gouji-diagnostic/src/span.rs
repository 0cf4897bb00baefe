//! Absolute places.

use gouji_text::TextRange;
use std::sync::Arc;

/// A stretch of a source: a rule file, a document, or another document than the one that is being checked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// The name that the source is shown under: its path.
    pub source: Arc<str>,
    /// Where, in bytes of its text.
    pub range: TextRange,
}

impl Span {
    /// A stretch of a source.
    pub fn new(source: &Arc<str>, range: TextRange) -> Self {
        Self { source: Arc::clone(source), range }
    }
}
