//! Rules built by hand, held to records built by hand.

mod aggregates;
mod arithmetic;
mod build;
mod findings;
mod hostile;
mod limits;
mod logic;
mod outcomes;
mod series;
mod sums;
