//! A program's rules held to records: five outcomes, and proofs as data.
//!
//! Evaluation goes twice: a first pass computes outcomes only, borrowing from the records and
//! building no words; instances that did not simply pass are then walked again to say what is
//! wrong, where, and by what arithmetic.
//!
//! Must never know: documents, syntax, salsa, the clock, the environment.

#![warn(clippy::all)]

mod aggregate;
mod agreement;
mod cache;
mod compare;
mod culprit;
mod evaluator;
mod finding;
mod fix;
mod function;
mod instance;
mod known;
mod matching;
mod message;
mod model;
mod numeral;
mod proof;
mod run;
mod show;
mod spot;
mod state;
mod sums;
mod why;

#[cfg(test)]
mod tests;

pub use cache::Cache;
pub use model::*;
pub use run::{condition, evaluate, evaluate_all, evaluate_records, in_force};
