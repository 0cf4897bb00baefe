//! What came of changes, counted.

use super::change::FigureChange;
use super::examine::Examination;
use super::figure::FigureKind;
use super::judgement::Noticed;
use std::collections::BTreeMap;

/// How many changes came to each outcome.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OutcomeCounts([usize; Noticed::ALL.len()]);

impl OutcomeCounts {
    /// How many came to an outcome.
    pub fn of(self, outcome: Noticed) -> usize {
        self.0[outcome as usize]
    }

    /// How many there are.
    pub fn total(self) -> usize {
        self.0.iter().sum()
    }

    fn add(&mut self, outcome: Noticed) {
        self.0[outcome as usize] += 1;
    }
}

impl std::ops::AddAssign for OutcomeCounts {
    fn add_assign(&mut self, other: Self) {
        for (count, more) in self.0.iter_mut().zip(other.0) {
            *count += more;
        }
    }
}

/// How often a rule told a change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ToldBy {
    /// How many changes it told.
    pub told: usize,
    /// Of these, those that no other told.
    pub alone: usize,
}

/// What came of changes, by kind of figure and change, and by rule.
#[derive(Clone, Debug, Default)]
pub struct Coverage {
    /// How many figures of each kind there are.
    pub figures: BTreeMap<FigureKind, usize>,
    /// What came of the changes of each kind of figure.
    pub kinds: BTreeMap<FigureKind, BTreeMap<FigureChange, OutcomeCounts>>,
    /// How often each rule or code told a change.
    pub rules: BTreeMap<String, ToldBy>,
    /// Changes after which something new is said, but not of the changed line: among the missed or masked.
    pub elsewhere: usize,
}

impl Coverage {
    /// Counts what came of the changes in a document.
    pub fn add(&mut self, examination: &Examination) {
        for figure in &examination.figures {
            *self.figures.entry(figure.kind.clone()).or_default() += 1;
        }
        for mutation in &examination.mutations {
            let Some(figure) = examination.figures.get(mutation.figure) else { continue };
            let judgement = &mutation.judgement;
            let of_kind = self.kinds.entry(figure.kind.clone()).or_default();
            of_kind.entry(mutation.change).or_default().add(judgement.outcome);
            let is_alone = judgement.told_by.len() == 1;
            for rule in &judgement.told_by {
                let counts = self.rules.entry(rule.clone()).or_default();
                counts.told += 1;
                counts.alone += usize::from(is_alone);
            }
            if judgement.outcome != Noticed::Told && !judgement.elsewhere.is_empty() {
                self.elsewhere += 1;
            }
        }
    }

    /// What came of all changes of some kinds of figures.
    pub fn counts(&self, of: impl Fn(&FigureKind, FigureChange) -> bool) -> OutcomeCounts {
        let mut sum = OutcomeCounts::default();
        for (kind, changes) in &self.kinds {
            for (_, counts) in changes.iter().filter(|(change, _)| of(kind, **change)) {
                sum += *counts;
            }
        }
        sum
    }
}
