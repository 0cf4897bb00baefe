//! What a run came to, and its renderings for terminal and files.
//!
//! Must never know: where a diagnostic came from (rules, forms, readers), and files: sources are handed in as text.

#![warn(clippy::all)]

mod concise;
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
mod source;
mod summary;
mod totals;

pub use concise::render_concise;
pub use json::render_json;
pub use pretty::{PrettyOptions, render_diagnostic};
pub use source::{FindSource, Source};
pub use summary::{DocumentReport, Report, RuleCounts, Summary};
pub use totals::render_summary;
