//! A program's rules held to records: five outcomes, and proofs as data.
//!
//! Evaluation goes twice: a first pass computes outcomes only, borrowing from the records and
//! building no words; instances that did not simply pass are then walked again to say what is
//! wrong, where, and by what arithmetic.
//!
//! What changes lives where it belongs: `RuleRun` counts the outcomes of a rule, `Instance` holds the
//! records that expressions speak of, `Comparing` the slack that figures have. `Evaluator` gives
//! values and truth from them; `Describer` borrows an evaluator and alone finds words.
//!
//! Must never know: documents, syntax, salsa, the clock, the environment.

#![warn(clippy::all)]

mod aggregate;
mod agreement;
mod cache;
mod cause;
mod compare;
mod description;
mod evaluator;
mod function;
mod instance;
mod known;
mod lacking;
mod matching;
mod model;
mod numeral;
mod pairs;
mod records;
mod remembered;
mod run;
mod sorted;
mod state;
mod sums;

#[cfg(test)]
mod tests;

pub use cache::Cache;
pub use model::*;
pub use run::{condition, evaluate, evaluate_all, evaluate_records, in_force};
