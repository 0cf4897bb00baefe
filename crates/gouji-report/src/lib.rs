//! What a run came to, and its renderings for terminal and files.
//!
//! Must never know: where a diagnostic came from (rules, forms, readers), and files: sources are handed in as text.

#![warn(clippy::all)]

mod concise;
mod escape;
mod excerpt;
#[cfg(test)]
mod excerpt_tests;
mod extent;
mod filter;
#[cfg(test)]
mod fixture;
mod json;
mod json_text;
mod layout;
mod paint;
mod position;
mod pretty;
#[cfg(test)]
mod pretty_tests;
mod proof;
#[cfg(test)]
mod proof_tests;
mod renderer;
#[cfg(test)]
mod run_tests;
mod source;
mod summary;
mod tally;
mod totals;

pub use escape::{harmless, one_line};
pub use extent::ReadExtent;
pub use filter::{Filter, Pattern};
pub use json::{JsonArray, json_item};
pub use layout::{broken_at, columns, push_padded};
pub use position::{Located, Locator};
pub use pretty::{PrettyOptions, render_diagnostic};
pub use renderer::{Renderer, Verbosity, concise_renderer, json_renderer, pretty_renderer};
pub use source::{FindSource, Source};
pub use summary::{DocumentReport, OnDemand, RuleCounts, Summary, Unread};
pub use tally::Tally;
