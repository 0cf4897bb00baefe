//! Whether anybody would have noticed a change.

use super::said::Statements;
use std::collections::BTreeSet;

/// Whether a change was noticed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Noticed {
    /// Something new is said of the changed line, or with a figure of it in its proof.
    Told,
    /// Only more is listed: passed by rounding, left without a partner, left unread.
    OnlyListed,
    /// Something that was said before says it with other figures.
    Masked,
    /// Nothing of the kind.
    Missed,
}

impl Noticed {
    /// All, in the order of reports.
    pub const ALL: [Self; 4] = [Self::Told, Self::OnlyListed, Self::Masked, Self::Missed];

    /// Its name in reports and options.
    pub fn name(self) -> &'static str {
        match self {
            Self::Told => "told",
            Self::OnlyListed => "listed",
            Self::Masked => "masked",
            Self::Missed => "missed",
        }
    }
}

/// What came of a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// Whether it was noticed.
    pub outcome: Noticed,
    /// The rules and codes that told it.
    pub told_by: BTreeSet<String>,
    /// The rules and codes that say something new elsewhere, without leading to the changed line.
    pub elsewhere: BTreeSet<String>,
    /// How many findings and problems are gone.
    pub gone: usize,
}

impl Judgement {
    /// What came of a change in a line (which counts from 0), from what was said before and after it.
    pub fn of(before: &Statements, after: &Statements, line: u32) -> Self {
        let differences = after.since(before);
        let (mut told_by, mut elsewhere) = (BTreeSet::new(), BTreeSet::new());
        let mut lists_more = differences.lists_more;
        for statement in &differences.new {
            if statement.is_rounding() {
                lists_more = true;
            } else if statement.lines.contains(&line) {
                told_by.insert(statement.code().to_owned());
            } else {
                elsewhere.insert(statement.code().to_owned());
            }
        }
        let outcome = match () {
            () if !told_by.is_empty() => Noticed::Told,
            () if lists_more => Noticed::OnlyListed,
            () if differences.altered > 0 => Noticed::Masked,
            () => Noticed::Missed,
        };
        Self { outcome, told_by, elsewhere, gone: differences.gone }
    }
}
