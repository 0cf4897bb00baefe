//! Proofs: the arithmetic of a comparison.

use gouji_text::{Language, Localized};
use std::sync::Arc;

/// A value as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shown {
    /// A figure and its unit, apart so that figures can be aligned: `9214.60`, `万元` or `%` or nothing.
    Figure {
        /// The figure without its unit.
        number: String,
        /// The unit; empty where there is none.
        unit: String,
    },
    /// Something without a figure: `空白`, a text.
    Words(Localized),
}

impl Shown {
    /// The figure without its unit, or the words.
    pub fn figure(&self, language: Language) -> &str {
        match self {
            Self::Figure { number, .. } => number,
            Self::Words(words) => words.in_language(language),
        }
    }

    /// The unit; empty where there is none.
    pub fn unit(&self) -> &str {
        match self {
            Self::Figure { unit, .. } => unit,
            Self::Words(_) => "",
        }
    }

    /// Figure and unit in one, or the words.
    pub fn words(&self) -> Localized {
        match self {
            Self::Figure { number, unit } if unit.is_empty() || unit == "%" => {
                Localized::same(format!("{number}{unit}"))
            }
            Self::Figure { number, unit } => Localized::same(format!("{number} {unit}")),
            Self::Words(words) => words.clone(),
        }
    }
}

impl Default for Shown {
    fn default() -> Self {
        Self::Words(Localized::default())
    }
}

/// A figure in a proof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term<P> {
    /// `+`, `−`, `×`, `÷`; empty for the first.
    pub sign: &'static str,
    /// What it is called in the document or rule.
    pub label: Localized,
    /// Its value.
    pub value: Shown,
    /// Where it was read; `None` for a literal or a count.
    pub at: Option<P>,
    /// What was mended or assumed: `原文「136.4 1」，已去掉数字中的空格`, `空白，按规则视为 0`.
    pub note: Option<Localized>,
}

/// One side of a comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProofSide<P> {
    /// What it is called: `合计`, `各项之和`; empty where it is only a figure that the rule states.
    pub label: Localized,
    /// The figures it is made of; one where it is a single figure.
    pub terms: Arc<[Term<P>]>,
    /// Its value.
    pub value: Shown,
}

/// Why two figures were held to agree or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof<P> {
    /// The side that is held to the other: of an equation the published one.
    pub left: ProofSide<P>,
    /// `=`, `≤`, … as the rule demands.
    pub relation: &'static str,
    /// The other side: of an equation the computed one.
    pub right: ProofSide<P>,
    /// Left minus right, with its unit; `None` where they have none.
    pub difference: Option<String>,
    /// What was allowed, and why.
    pub tolerance: Option<Tolerance>,
}

/// The tolerance of a comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tolerance {
    /// Figure with unit: `0.01 万元`.
    pub amount: String,
    /// Where it comes from: `两个数各按 0.01 万元显示，各半个末位`.
    pub origin: Localized,
}

impl<P> Proof<P> {
    /// The same proof with other places.
    pub fn map<Q>(&self, mut place: impl FnMut(&P) -> Q) -> Proof<Q> {
        Proof {
            left: self.left.map(&mut place),
            relation: self.relation,
            right: self.right.map(&mut place),
            difference: self.difference.clone(),
            tolerance: self.tolerance.clone(),
        }
    }
}

impl<P> ProofSide<P> {
    fn map<Q>(&self, place: &mut impl FnMut(&P) -> Q) -> ProofSide<Q> {
        let term = |term: &Term<P>| Term {
            sign: term.sign,
            label: term.label.clone(),
            value: term.value.clone(),
            at: term.at.as_ref().map(&mut *place),
            note: term.note.clone(),
        };
        ProofSide {
            label: self.label.clone(),
            terms: self.terms.iter().map(term).collect(),
            value: self.value.clone(),
        }
    }
}
