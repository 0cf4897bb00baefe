//! What of a document is watched: each printed figure is changed alone in several ways, the document is
//! checked again, and it is told whether anybody would have noticed.
//!
//! - [`figures`] finds the figures: those that a form bound to a field, and those that nobody read;
//! - [`FigureChange`] says how one is changed;
//! - [`Statements`] holds what was said after a change to what was said before it;
//! - [`examine`] does so for all figures, on several threads, each with a database of its own;
//! - [`Coverage`] counts by kind of figure, kind of change and rule.
//!
//! Everything but [`examine`]'s threads is a function of its arguments.

mod change;
mod examine;
mod figure;
mod json;
mod judgement;
mod printed;
mod said;
mod table;
mod tally;

pub use change::{FigureChange, TextEdit};
pub use examine::{Examination, Mutation, examine};
pub use figure::{FigureKind, WatchedFigure, figures};
pub use json::as_json;
pub use judgement::{Judgement, Noticed};
pub use said::Statements;
pub use table::as_markdown;
pub use tally::{Coverage, OutcomeCounts};

#[cfg(test)]
mod tests;
