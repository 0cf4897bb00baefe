//! The incremental database: the same as from scratch, no more run than promised, memory given back.

mod common;
mod equivalence;
mod memory;
mod reuse;
