//! Diagnostics: one plain type, and its renderings for terminal, files and editors.
//!
//! Must never know: where a diagnostic came from (rules, forms, readers), and files: sources are handed in as text.

#![warn(clippy::all)]

mod concise;
mod diagnostic;
mod escape;
mod excerpt;
#[cfg(test)]
mod excerpt_tests;
#[cfg(test)]
mod fixture;
mod json;
mod layout;
mod paint;
mod position;
mod pretty;
#[cfg(test)]
mod pretty_tests;
mod proof;
#[cfg(test)]
mod proof_tests;
#[cfg(test)]
mod run_tests;
mod summary;
mod totals;

pub use concise::render_concise;
pub use diagnostic::{
    Diagnostic, Edit, Fix, Note, Outcome, Place, PlaceRole, Proof, ProofSide, Severity, Term,
    Tolerance,
};
pub use json::render_json;
pub use pretty::{PrettyOptions, render_diagnostic};
pub use summary::{DocumentReport, Report, RuleCounts, Source, Summary};
pub use totals::render_summary;
