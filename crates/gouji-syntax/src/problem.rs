//! What is wrong with a rule text.

use gouji_text::{Localized, TextRange};

/// The likely correction: replace `range` by `text`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// What is replaced; empty to insert.
    pub range: TextRange,
    /// By what.
    pub text: String,
    /// What the correction does, for a menu: `改为「=」`.
    pub title: Localized,
}

/// Something wrong, where, and how to mend it. Ranges are relative to the item's start, or to the file's for what
/// stands between items.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxProblem {
    /// Stable code, such as `syntax/unclosed-brace`.
    pub code: &'static str,
    /// Exact characters.
    pub range: TextRange,
    /// What is wrong, and what was expected.
    pub message: Localized,
    /// A short label for the place (`这里应是表达式`).
    pub label: Localized,
    /// A word more, where it helps.
    pub help: Option<Localized>,
    /// The likely correction.
    pub correction: Option<Correction>,
}
