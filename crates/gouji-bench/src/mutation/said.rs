//! What was said of a document, so that it can be held to what was said of it before a change.

use super::change::TextEdit;
use gouji_diagnostic::{Diagnostic, Proof, RuleOutcome, Severity, Span};
use gouji_report::{DocumentReport, RuleCounts};
use gouji_text::LineIndex;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

/// What was said of a document. Places are those that the text had before the change.
#[derive(Debug, Default)]
pub struct Statements {
    statements: Vec<Statement>,
    listed: OnlyListed,
}

/// A finding or a problem.
#[derive(Clone, Debug)]
pub(super) struct Statement {
    /// What it is about: two that differ in this say different things.
    about: About,
    /// A digest of its words and figures.
    words: u64,
    /// The lines of its places and of the operands of its proof.
    pub(super) lines: Vec<u32>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct About {
    code: String,
    severity: Severity,
    outcome: Option<RuleOutcome>,
    at: Option<u32>,
}

/// What is only listed, on request or in numbers.
#[derive(Debug, Default, PartialEq, Eq)]
struct OnlyListed {
    unread: [usize; 3],
    rounded: HashMap<String, usize>,
    left_out: HashMap<About, usize>,
}

/// What is new, and what became of what had been said before.
#[derive(Debug, Default)]
pub(super) struct Differences<'said> {
    /// Said now, and not before.
    pub(super) new: Vec<&'said Statement>,
    /// How many stand where they stood, with other words or figures.
    pub(super) altered: usize,
    /// How many are gone.
    pub(super) gone: usize,
    /// Whether more is listed than before: passed by rounding, unpaired, lacking a value, unread.
    pub(super) lists_more: bool,
}

impl Statement {
    /// What it is called.
    pub(super) fn code(&self) -> &str {
        &self.about.code
    }

    /// Whether it tells no more than that rounding was made use of.
    pub(super) fn is_rounding(&self) -> bool {
        self.about.outcome == Some(RuleOutcome::PassedWithinRounding)
    }
}

impl Statements {
    /// What a report says. `edit` is the change that the document was put through, `lines` are those of the text
    /// before it.
    pub fn of(report: &DocumentReport, lines: &LineIndex, edit: Option<&TextEdit>) -> Self {
        let reading = StatementReading { lines, edit };
        let statements = report.diagnostics().map(|said| reading.statement(said)).collect();
        let unread = report.unread;
        let rounded = report.rules.iter().filter(|counts| counts.passed_within_rounding > 0);
        let rounded =
            rounded.map(|counts: &RuleCounts| (counts.rule.clone(), counts.passed_within_rounding));
        let mut left_out = HashMap::new();
        for finding in report.unpaired.iter().chain(&report.lacking) {
            *left_out.entry(reading.about(finding)).or_default() += 1;
        }
        let listed = OnlyListed {
            unread: [unread.forms, unread.places, unread.figures],
            rounded: rounded.collect(),
            left_out,
        };
        Self { statements, listed }
    }

    /// How this differs from what was said before.
    pub(super) fn since<'said>(&'said self, before: &'said Statements) -> Differences<'said> {
        let mut same: HashMap<(&About, u64), usize> = HashMap::new();
        for statement in &before.statements {
            *same.entry((&statement.about, statement.words)).or_default() += 1;
        }
        let others: Vec<&Statement> = self
            .statements
            .iter()
            .filter(|one| !take(&mut same, &(&one.about, one.words)))
            .collect();
        let mut left: HashMap<&About, usize> = HashMap::new();
        for ((about, _), count) in same.into_iter().filter(|(_, count)| *count > 0) {
            *left.entry(about).or_default() += count;
        }
        let count = others.len();
        let new: Vec<&Statement> =
            others.into_iter().filter(|one| !take(&mut left, &&one.about)).collect();
        Differences {
            altered: count - new.len(),
            gone: left.into_values().sum(),
            lists_more: self.listed.has_more_than(&before.listed),
            new,
        }
    }
}

/// Takes one of those that are counted under a key.
fn take<Key: Eq + Hash>(counts: &mut HashMap<Key, usize>, key: &Key) -> bool {
    let count = counts.get_mut(key).filter(|count| **count > 0);
    count.is_some_and(|count| {
        *count -= 1;
        true
    })
}

impl OnlyListed {
    fn has_more_than(&self, before: &Self) -> bool {
        fn more<Key: Eq + Hash>(now: &HashMap<Key, usize>, before: &HashMap<Key, usize>) -> bool {
            now.iter().any(|(key, count)| *count > before.get(key).copied().unwrap_or_default())
        }
        self.unread.iter().zip(&before.unread).any(|(now, before)| now > before)
            || more(&self.rounded, &before.rounded)
            || more(&self.left_out, &before.left_out)
    }
}

/// How places of a report become those of the text before a change.
struct StatementReading<'edit> {
    lines: &'edit LineIndex,
    edit: Option<&'edit TextEdit>,
}

impl StatementReading<'_> {
    fn before(&self, at: u32) -> u32 {
        self.edit.map_or(at, |edit| edit.before(at))
    }

    fn about(&self, said: &Diagnostic) -> About {
        About {
            code: said.code.to_string(),
            severity: said.severity,
            outcome: said.outcome,
            at: said.subject().map(|at| self.before(at.range.start)),
        }
    }

    fn statement(&self, said: &Diagnostic) -> Statement {
        let mut digest = DefaultHasher::new();
        said.message.chinese.hash(&mut digest);
        let mut lines: Vec<u32> = Vec::new();
        for place in &said.places {
            place.label.chinese.hash(&mut digest);
            self.add_lines(&place.at, &mut lines);
        }
        if let Some(proof) = &said.proof {
            self.proof(proof, &mut digest, &mut lines);
        }
        lines.sort_unstable();
        lines.dedup();
        Statement { about: self.about(said), words: digest.finish(), lines }
    }

    fn proof(&self, proof: &Proof<Span>, digest: &mut DefaultHasher, lines: &mut Vec<u32>) {
        proof.difference.hash(digest);
        for side in [&proof.left, &proof.right] {
            side.value.words().chinese.hash(digest);
            for term in side.terms.iter() {
                term.value.words().chinese.hash(digest);
                if let Some(at) = &term.at {
                    self.add_lines(at, lines);
                }
            }
        }
    }

    fn add_lines(&self, at: &Span, lines: &mut Vec<u32>) {
        let [first, last] =
            [at.range.start, at.range.end].map(|at| self.lines.line_of(self.before(at)));
        // A subject may be a whole table: that it holds the line says nothing of the line.
        lines.extend(first..=last.min(first + 1));
    }
}
