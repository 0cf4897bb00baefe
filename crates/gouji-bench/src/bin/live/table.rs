//! Numbers as people read them.

use gouji_bench::ratio;
use std::fmt::Write;
use std::time::Duration;

/// How long something took, many times.
pub struct Spread {
    sorted: Vec<Duration>,
}

impl Spread {
    /// Of times in any order.
    pub fn of(mut took: Vec<Duration>) -> Self {
        took.sort_unstable();
        Self { sorted: took }
    }

    /// How many times.
    pub fn count(&self) -> usize {
        self.sorted.len()
    }

    /// The time that so many of a hundred did not exceed.
    pub fn percentile(&self, percent: usize) -> Duration {
        let rank = (self.sorted.len() * percent).div_ceil(100);
        self.sorted.get(rank.saturating_sub(1)).copied().unwrap_or_default()
    }
}

/// Milliseconds with two decimals.
pub fn milliseconds(time: Duration) -> String {
    ratio(time.as_micros(), 1000)
}

/// What was typed into.
#[derive(Clone)]
pub struct TextSize {
    /// Its name.
    pub name: String,
    /// Lines.
    pub lines: usize,
    /// Bytes.
    pub bytes: usize,
}

impl TextSize {
    /// Of a text.
    pub fn of(name: &str, text: &str) -> Self {
        Self { name: name.to_owned(), lines: text.lines().count(), bytes: text.len() }
    }
}

/// Lines of a table of times.
#[derive(Default)]
pub struct Times {
    rows: String,
}

impl Times {
    /// Adds a line.
    pub fn add(&mut self, what: &str, size: &TextSize, findings: usize, took: &Spread) {
        let _ = writeln!(
            self.rows,
            "| {what} | {} | {} | {} | {findings} | {} | {} | {} | {} |",
            size.name,
            size.lines,
            size.bytes,
            took.count(),
            milliseconds(took.percentile(50)),
            milliseconds(took.percentile(95)),
            milliseconds(took.percentile(100)),
        );
    }

    /// The table.
    pub fn table(&self) -> String {
        let head = "| what | in | lines | bytes | findings | times | median ms | p95 ms | max ms |";
        format!(
            "{head}\n| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n{}",
            self.rows
        )
    }
}

#[cfg(test)]
mod tests {
    use super::Spread;
    use std::time::Duration;

    #[test]
    fn percentiles_are_times_that_were_measured() {
        let spread = Spread::of((1..=20).rev().map(Duration::from_millis).collect());
        let of = |percent| spread.percentile(percent).as_millis();
        assert_eq!((of(50), of(95), of(100)), (10, 19, 20));
        assert_eq!(Spread::of(Vec::new()).percentile(95), Duration::ZERO);
    }
}
