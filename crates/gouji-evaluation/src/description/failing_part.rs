//! Which part of a condition is to blame.

use super::Describer;
use crate::aggregate::Duplicate;
use crate::instance::Bindings;
use gouji_facts::RecordRef;
use gouji_program::expression::{AggregateExpr, Function};
use gouji_program::{Aggregate, Expr};

/// The part of a condition that made it come out as it did.
pub(crate) struct FailingPart<'a> {
    pub(crate) expr: &'a Expr,
    /// What would have been right.
    pub(crate) wanted: bool,
    /// For 唯一: the two records with the same value.
    pub(crate) duplicate: Option<(&'a AggregateExpr, Duplicate)>,
    /// For 有 that should not be: the record that is there.
    pub(crate) member: Option<(&'a AggregateExpr, RecordRef)>,
    /// The records that it was looking at when it came out so.
    pub(crate) bindings: Bindings,
    /// Other parts that would have been enough, or that fail as well: what is wanted of each.
    pub(crate) others: Vec<OtherPart<'a>>,
    /// The conditions of 若 on the way.
    pub(crate) conditions: Vec<&'a Expr>,
}

/// Another part of a condition that came out as it should not.
#[derive(Clone, Copy)]
pub(crate) struct OtherPart<'a> {
    pub(crate) expr: &'a Expr,
    pub(crate) wanted: bool,
    /// Whether it would have been enough by itself; else it is wanted besides.
    pub(crate) is_alternative: bool,
}

/// Steps down into a condition. More than any sound one has; a 设 that stands for itself has no end.
const DEEPEST: usize = 4096;

/// Most parts of one condition that are named.
const MOST_PARTS: usize = 8;

impl<'a> Describer<'_, 'a, '_> {
    /// Finds the part to blame for a condition that came out as the definite opposite of `wanted`.
    pub(crate) fn failing_part(&mut self, expr: &'a Expr, wanted: bool) -> FailingPart<'a> {
        let outside = self.evaluator.instance.bindings.clone();
        let bindings = Bindings::default();
        let mut failing = FailingPart {
            expr,
            wanted,
            duplicate: None,
            member: None,
            bindings,
            others: Vec::new(),
            conditions: Vec::new(),
        };
        for _ in 0..DEEPEST {
            match self.inner_part(&mut failing) {
                Some(part) => failing.expr = part,
                None => break,
            }
        }
        failing.bindings = std::mem::replace(&mut self.evaluator.instance.bindings, outside);
        failing
    }

    fn inner_part(&mut self, failing: &mut FailingPart<'a>) -> Option<&'a Expr> {
        let wanted = failing.wanted;
        match failing.expr {
            Expr::And(parts) | Expr::Or(parts) => {
                let is_alternative = matches!(failing.expr, Expr::Or(_)) == wanted;
                let mut failed = self.all_that_are(parts, !wanted).into_iter();
                let first = failed.next()?;
                let others = failed.map(|expr| OtherPart { expr, wanted, is_alternative });
                // The alternatives of the part that is named first follow it at once.
                failing.others.splice(0..0, others);
                Some(first)
            }
            Expr::Not(operand) => {
                failing.wanted = !wanted;
                Some(operand)
            }
            Expr::If { condition, then, otherwise } => {
                let holds = self.evaluator.truth(condition).ok()?;
                failing.conditions.push(condition);
                Some(if holds { then } else { otherwise })
            }
            Expr::Local(index) => {
                self.evaluator.definitions.get(*index as usize).map(|(_, definition)| definition)
            }
            Expr::Call {
                function: function @ (Function::NeverFalls | Function::Increasing),
                arguments,
                ..
            } => {
                if wanted {
                    let series = arguments.first()?;
                    let found = self.evaluator.out_of_order(series, *function).ok().flatten();
                    self.evaluator.instance.bindings.out_of_order = found;
                }
                None
            }
            Expr::Aggregate(aggregate) => self.failing_member(aggregate, failing),
            _ => None,
        }
    }

    /// The parts that came out so, in order.
    fn all_that_are(&mut self, parts: &'a [Expr], value: bool) -> Vec<&'a Expr> {
        let mut found = Vec::new();
        for part in parts {
            let is_so = matches!(self.evaluator.truth(part), Ok(truth) if truth == value);
            if is_so && found.len() < MOST_PARTS {
                found.push(part);
            }
        }
        found
    }

    fn failing_member(
        &mut self,
        aggregate: &'a AggregateExpr,
        failing: &mut FailingPart<'a>,
    ) -> Option<&'a Expr> {
        match (aggregate.function, failing.wanted) {
            (Aggregate::All, true) => {
                let member = self.evaluator.first_member(aggregate, |this| {
                    matches!(this.member_condition(aggregate), Ok(false))
                })?;
                self.evaluator.instance.bindings.bind(aggregate.frame, Some(member));
                aggregate.condition.as_ref().or(aggregate.value.as_ref())
            }
            (Aggregate::Any, false) => {
                let member = self.evaluator.first_member(aggregate, |this| {
                    matches!(this.any_condition(aggregate), Ok(true))
                });
                failing.member = member.map(|member| (aggregate, member));
                None
            }
            (Aggregate::Unique, true) => {
                let duplicate = self.evaluator.duplicate(aggregate).ok().flatten();
                failing.duplicate = duplicate.map(|duplicate| (aggregate, duplicate));
                None
            }
            _ => None,
        }
    }
}
