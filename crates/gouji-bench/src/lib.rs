//! What the benchmarks measure on: documents, and medians of what was measured; and which figures of a document
//! are watched ([`mutation`]).
//!
//! Nothing depends on this crate. How to run it, and what came of it: `docs/performance.md`, `docs/coverage.md`.

#![warn(clippy::all)]

pub mod mutation;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// A document to measure on.
pub struct Sample {
    /// A short name for tables.
    pub name: &'static str,
    /// Where it is.
    pub path: PathBuf,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// The documents to measure on, the main one first: the real disclosure where it lies beside the
/// project, and always a sample of the project.
pub fn samples() -> Vec<Sample> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let places = [
        ("hrss-2021 (real)", "../shared/disclosures/hrss-2021.txt"),
        ("bailu-culture-tourism-2021", "tests/disclosures/bailu-culture-tourism-2021.txt"),
    ];
    let there = places.into_iter().filter_map(|(name, place)| {
        let path = root.join(place);
        let bytes = std::fs::read(&path).ok()?;
        Some(Sample { name, path, bytes })
    });
    there.collect()
}

/// How long something takes.
pub fn time(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

/// The middle of several measurements; zero where there are none.
pub fn median(mut measured: Vec<Duration>) -> Duration {
    measured.sort_unstable();
    measured.get(measured.len() / 2).copied().unwrap_or_default()
}

/// `left / right` with two decimals, for tables.
pub fn ratio(left: u128, right: u128) -> String {
    let hundredths = left.saturating_mul(100) / right.max(1);
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}
