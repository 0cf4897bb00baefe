//! Diagnostics: what is wrong, where, why, and how to mend it. One plain type for everything that is said to a
//! person, from the parser of rule texts to the findings of rules.
//!
//! A [`Diagnostic`] has a parameter for its places. Where it arises, they are relative (to an item of a rule text, to
//! a region of a document), so that equal diagnostics stay equal when text moves; [`Diagnostic::map`] makes them
//! absolute: a [`Span`] names its source.
//!
//! Must never know: where a diagnostic comes from, how it is shown, files.

#![warn(clippy::all)]

mod address;
mod code;
mod diagnostic;
mod proof;
mod register;
mod span;

pub use address::{Address, AddressMap, CellAddress, column_letters};
pub use code::{Code, CodeInfo};
pub use diagnostic::{Diagnostic, Edit, Fix, Place, PlaceRole, RuleOutcome, Severity};
pub use proof::{Proof, ProofSide, Shown, Term, Tolerance};
pub use register::{CodeExample, Explanation, Register};
pub use span::Span;
