//! The codes of the program: what a diagnostic is called, and what that means.
//!
//! Codes have the form `family/name` and never change their meaning. Rules are called by their own
//! names and have none.

use gouji_diagnostic::Register;
pub use gouji_diagnostic::{CodeExample, CodeInfo, Explanation};

/// What each crate declares, from the ground up.
static REGISTERS: &[&Register] = &[
    &gouji_syntax::codes::REGISTER,
    &gouji_program::codes::REGISTER,
    &gouji_document::codes::REGISTER,
    &gouji_facts::codes::REGISTER,
    &gouji_analysis::codes::REGISTER,
    #[cfg(feature = "command")]
    &gouji_workspace::codes::REGISTER,
    #[cfg(feature = "lsp")]
    &gouji_ide::codes::REGISTER,
];

/// All codes, in the order of the pipeline: rule texts, documents, files, editors.
pub fn all() -> impl Iterator<Item = &'static CodeInfo> {
    REGISTERS.iter().flat_map(|register| register.codes).copied()
}

/// The code of that id, with what it means; `None` where there is none.
///
/// ```
/// use gouji::Language;
///
/// let (code, explanation) = gouji::codes::explain("syntax/unclosed-brace").unwrap();
/// assert_eq!(code.title(Language::English), "a brace is not closed");
/// assert!(explanation.prose(Language::English).any(|text| text.contains("`}`")));
/// ```
pub fn explain(id: &str) -> Option<(&'static CodeInfo, Explanation)> {
    let code = all().find(|code| code.id == id)?;
    let mut explanations = REGISTERS.iter().filter_map(|register| register.explanation(id));
    Some((code, explanations.next().unwrap_or_default()))
}

/// What the pages of all crates explain: an id for each section.
pub fn explained() -> impl Iterator<Item = &'static str> {
    REGISTERS.iter().flat_map(|register| register.sections())
}
