//! Which part of a condition is to blame.

use crate::aggregate::Duplicate;
use crate::evaluator::Evaluator;
use crate::instance::Bindings;
use gouji_facts::RecordRef;
use gouji_program::expression::{AggregateExpr, Function};
use gouji_program::{Aggregate, Expr};

/// The part of a condition that made it come out as it did.
pub(crate) struct Culprit<'a> {
    pub(crate) expr: &'a Expr,
    /// What would have been right.
    pub(crate) wanted: bool,
    /// For 唯一: the two records with the same value.
    pub(crate) duplicate: Option<(&'a AggregateExpr, Duplicate)>,
    /// For 有 that should not be: the record that is there.
    pub(crate) member: Option<(&'a AggregateExpr, RecordRef)>,
    /// The records that it was looking at when it came out so.
    pub(crate) bindings: Bindings,
}

/// Steps down into a condition. More than any sound one has; a 设 that stands for itself has no end.
const DEEPEST: usize = 4096;

impl<'a> Evaluator<'a, '_> {
    /// Finds the part to blame for a condition that came out as the definite opposite of `wanted`.
    pub(crate) fn culprit(&mut self, expr: &'a Expr, wanted: bool) -> Culprit<'a> {
        let outside = self.instance.bindings.clone();
        let bindings = Bindings::default();
        let mut culprit = Culprit { expr, wanted, duplicate: None, member: None, bindings };
        for _ in 0..DEEPEST {
            match self.part_to_blame(&mut culprit) {
                Some(part) => culprit.expr = part,
                None => break,
            }
        }
        culprit.bindings = std::mem::replace(&mut self.instance.bindings, outside);
        culprit
    }

    fn part_to_blame(&mut self, culprit: &mut Culprit<'a>) -> Option<&'a Expr> {
        let wanted = culprit.wanted;
        match culprit.expr {
            Expr::And(parts) | Expr::Or(parts) => self.first_that_is(parts, !wanted),
            Expr::Not(operand) => {
                culprit.wanted = !wanted;
                Some(operand)
            }
            Expr::If { condition, then, otherwise } => match self.truth(condition) {
                Ok(true) => Some(then),
                Ok(false) => Some(otherwise),
                Err(_) => None,
            },
            Expr::Local(index) => {
                self.definitions.get(*index as usize).map(|(_, definition)| definition)
            }
            Expr::Call {
                function: function @ (Function::NeverFalls | Function::Increasing),
                arguments,
                ..
            } => {
                if wanted {
                    let series = arguments.first()?;
                    let found = self.out_of_order(series, *function).ok().flatten();
                    self.instance.bindings.out_of_order = found;
                }
                None
            }
            Expr::Aggregate(aggregate) => self.member_to_blame(aggregate, culprit),
            _ => None,
        }
    }

    /// The first part that came out so.
    fn first_that_is(&mut self, parts: &'a [Expr], value: bool) -> Option<&'a Expr> {
        parts.iter().find(|part| matches!(self.truth(part), Ok(truth) if truth == value))
    }

    fn member_to_blame(
        &mut self,
        aggregate: &'a AggregateExpr,
        culprit: &mut Culprit<'a>,
    ) -> Option<&'a Expr> {
        match (aggregate.function, culprit.wanted) {
            (Aggregate::All, true) => {
                let member = self.first_member(aggregate, |this| {
                    matches!(this.member_condition(aggregate), Ok(false))
                })?;
                self.instance.bindings.bind(aggregate.frame, Some(member));
                aggregate.condition.as_ref().or(aggregate.value.as_ref())
            }
            (Aggregate::Any, false) => {
                let member = self.first_member(aggregate, |this| {
                    matches!(this.any_condition(aggregate), Ok(true))
                });
                culprit.member = member.map(|member| (aggregate, member));
                None
            }
            (Aggregate::Unique, true) => {
                let duplicate = self.duplicate(aggregate).ok().flatten();
                culprit.duplicate = duplicate.map(|duplicate| (aggregate, duplicate));
                None
            }
            _ => None,
        }
    }

    /// The first record in scope of an aggregate that is as asked.
    pub(crate) fn first_member(
        &mut self,
        aggregate: &'a AggregateExpr,
        mut is_it: impl FnMut(&mut Self) -> bool,
    ) -> Option<RecordRef> {
        let mut found = None;
        let scanned = self.scan(aggregate, |this, record, passes| {
            if passes.is_ok() && is_it(this) {
                found = Some(record);
            }
            Ok(found.is_none())
        });
        scanned.ok()?;
        found
    }
}
