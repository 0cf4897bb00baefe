//! What the crate promises, seen from outside.

mod bounds;
mod numbers;
mod properties;
mod reading;
mod units;
