//! Verdicts and proofs.

use gouji_diagnostic::Diagnostic;
use gouji_facts::RecordRef;
use gouji_text::{Localized, TextRange};

/// How often a rule came to each outcome, and what it found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RuleResult {
    /// 通过
    pub passed: usize,
    /// Of these, only because of rounding.
    pub passed_within_rounding: usize,
    /// 不适用 (1 where no record is in scope)
    pub not_applicable: usize,
    /// Of these, the records without a partner (未配对), each named.
    pub unpaired: Vec<Finding>,
    /// Of these, the records that 其中 leaves out for want of a value although a figure stands there (缺数).
    pub lacking: Vec<Finding>,
    /// Failed and undetermined instances, in order.
    pub findings: Vec<Finding>,
    /// Set where an instance costs more than any may: the rule is broken (规则有误), and nothing else is known of
    /// it. Says which part is costly.
    pub too_costly: Option<Box<Localized>>,
    /// Instances that passed only within rounding, with their sums, for those who list them.
    pub rounded: Vec<Finding>,
}

/// How often a rule came to each outcome that leaves no finding.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// 通过
    pub passed: usize,
    /// Of these, only because of rounding.
    pub passed_within_rounding: usize,
    /// 不适用
    pub not_applicable: usize,
    /// Of these, for want of a partner.
    pub unpaired: usize,
    /// Of these, for want of a value beside a figure.
    pub lacking: usize,
}

impl RuleResult {
    /// How often the rule passed or did not apply.
    pub fn counts(&self) -> Counts {
        Counts {
            passed: self.passed,
            passed_within_rounding: self.passed_within_rounding,
            not_applicable: self.not_applicable,
            unpaired: self.unpaired.len(),
            lacking: self.lacking.len(),
        }
    }
}

impl std::ops::AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.passed_within_rounding += other.passed_within_rounding;
        self.not_applicable += other.not_applicable;
        self.unpaired += other.unpaired;
        self.lacking += other.lacking;
    }
}

/// A place: a range relative to the region that a record was read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RecordPlace {
    /// The record whose fragment the place lies in.
    pub record: RecordRef,
    /// Where, relative to the region.
    pub range: TextRange,
}

/// An instance of a rule that did not simply pass.
pub type Finding = Diagnostic<RecordPlace>;

/// A comparison that failed, or passed within rounding, with its sums.
pub(crate) type Proof = gouji_diagnostic::Proof<RecordPlace>;

/// One side of a comparison.
pub(crate) type ProofSide = gouji_diagnostic::ProofSide<RecordPlace>;

/// A figure in a proof.
pub(crate) type Term = gouji_diagnostic::Term<RecordPlace>;
