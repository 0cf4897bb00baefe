//! What is wrong with a rule text.

use gouji_text::TextRange;

/// A message in both languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// 中文
    pub chinese: String,
    /// English
    pub english: String,
}

/// The likely correction: replace `range` by `text`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// What is replaced; empty to insert.
    pub range: TextRange,
    /// By what.
    pub text: String,
    /// What the correction does, for a menu: `改为「=」`.
    pub title: Message,
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
    pub message: Message,
    /// A short label for the place (`这里应是表达式`).
    pub label: Message,
    /// A word more, where it helps.
    pub help: Option<Message>,
    /// The likely correction.
    pub correction: Option<Correction>,
}

/// A message in both languages.
pub(crate) fn message(chinese: impl Into<String>, english: impl Into<String>) -> Message {
    Message { chinese: chinese.into(), english: english.into() }
}
