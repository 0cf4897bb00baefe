//! Verdicts and proofs.

use gouji_facts::RecordRef;
use gouji_program::Modality;
use gouji_program::RuleId;
use gouji_text::{Localized, TextRange};
use gouji_value::Number;
use std::sync::Arc;

/// How often a rule came to each outcome, and what it found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RuleResult {
    /// 通过
    pub passed: usize,
    /// Of these, only because of rounding.
    pub passed_within_rounding: usize,
    /// 不适用 (1 where no record is in scope)
    pub not_applicable: usize,
    /// Failed and undetermined instances, in order.
    pub findings: Vec<Finding>,
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
}

impl RuleResult {
    /// How often the rule passed or did not apply.
    pub fn counts(&self) -> Counts {
        Counts {
            passed: self.passed,
            passed_within_rounding: self.passed_within_rounding,
            not_applicable: self.not_applicable,
        }
    }
}

impl std::ops::AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.passed_within_rounding += other.passed_within_rounding;
        self.not_applicable += other.not_applicable;
    }
}

/// An instance of a rule that did not simply pass.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The rule.
    pub rule: RuleId,
    /// Index of the obligation.
    pub obligation: usize,
    /// Its modal verb.
    pub modality: Modality,
    /// How it came out.
    pub outcome: FindingOutcome,
    /// What is wrong, in both languages.
    pub message: Localized,
    /// Places; the first is where the finding stands.
    pub places: Vec<FoundPlace>,
    /// The arithmetic.
    pub proof: Option<Proof>,
    /// Ways to put it right.
    pub fixes: Vec<FoundFix>,
}

/// How an instance came out.
#[derive(Clone, Debug, PartialEq)]
pub enum FindingOutcome {
    /// 不通过
    Failed,
    /// 无法判定
    Undetermined,
    /// 通过·舍入
    PassedWithinRounding,
}

/// A place a finding is about: a range relative to a record's region.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundPlace {
    /// The record whose fragment it lies in.
    pub record: RecordRef,
    /// Where, relative to the region.
    pub place: TextRange,
    /// What stands there.
    pub label: Localized,
    /// Its role.
    pub role: FoundRole,
}

/// Role of a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FoundRole {
    /// Where it is wrong.
    Subject,
    /// A figure that was used.
    Operand,
    /// Something else worth seeing.
    Related,
}

/// A comparison that failed (or passed within rounding), with its sums.
#[derive(Clone, Debug, PartialEq)]
pub struct Proof {
    /// The rule's left side; of an equation the published one, whichever side the rule has it on.
    pub left: Side,
    /// `=`, `≤` …, as the rule demands.
    pub relation: &'static str,
    /// The other side.
    pub right: Side,
    /// Left minus right.
    pub difference: Option<Number>,
    /// What was allowed.
    pub tolerance: Option<Allowed>,
}

/// One side of a comparison.
#[derive(Clone, Debug, PartialEq)]
pub struct Side {
    /// What it is called; nothing where it is only a figure that the rule states.
    pub label: Localized,
    /// What it is made of.
    pub terms: Arc<[Term]>,
    /// Its value.
    pub value: Shown,
}

/// A figure in a proof.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    /// `+`, `−`, `×`, `÷`; empty for the first.
    pub sign: &'static str,
    /// What it is called.
    pub label: Localized,
    /// Its value.
    pub value: Shown,
    /// Where it was read.
    pub place: Option<(RecordRef, TextRange)>,
    /// What was mended or assumed.
    pub note: Option<Localized>,
}

/// A value as shown: figure and unit apart, so that figures can be aligned.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    /// `9214.60`, or words.
    pub figure: String,
    /// `万元`, `%`, or nothing.
    pub unit: String,
}

/// The tolerance of a comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allowed {
    /// `0.01 万元`
    pub amount: String,
    /// Why.
    pub origin: Localized,
}

/// A way to put it right: replace a place by a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundFix {
    /// The record whose fragment the place lies in.
    pub record: RecordRef,
    /// What is replaced, relative to the region.
    pub place: TextRange,
    /// By what.
    pub text: String,
}
