//! A program's rules held to records: five outcomes, and proofs as data.
//!
//! Must never know: documents, syntax, salsa, the clock, the environment.

#![warn(clippy::all)]

mod model;

pub use model::*;
