//! Diagnostics: one plain type, and its renderings for terminal, files and editors.
//!
//! Must never know: where a diagnostic came from (rules, forms, readers), and files: sources are handed in as text.

#![warn(clippy::all)]

mod concise;
mod diagnostic;
mod json;
mod pretty;
mod summary;

pub use concise::render_concise;
pub use diagnostic::{
    Diagnostic, Edit, Fix, Localized, Note, Outcome, Place, PlaceRole, Proof, ProofSide, Severity, Term, Tolerance,
};
pub use json::render_json;
pub use pretty::{PrettyOptions, render_diagnostic, render_summary};
pub use summary::{DocumentReport, Language, Report, RuleCounts, Source, Summary};
