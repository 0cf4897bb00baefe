//! Comparisons, and how far figures may be apart.

use crate::agreement::Slack;
use crate::cause::Cause;
use crate::evaluator::Evaluator;
use crate::known::{Known, Truth, with_zeros};
use gouji_program::expression::Compare;
use gouji_text::same_text;
use gouji_value::{Bound, Limit, LimitValue, Number};
use std::cmp::Ordering;

impl<'a> Evaluator<'a, '_> {
    /// Whether a comparison holds.
    pub(crate) fn compare(
        &mut self,
        operator: Compare,
        left: &Known<'a>,
        right: &Known<'a>,
    ) -> Truth<'a> {
        match (left, right) {
            (Known::Number(left), Known::Number(right)) => {
                self.compare_numbers(operator, left, right)
            }
            (Known::Text(left), Known::Text(right)) => same(operator, same_text(left, right)),
            (Known::Text(text), Known::Bound(_, published))
            | (Known::Bound(_, published), Known::Text(text)) => {
                same(operator, same_text(text, published))
            }
            (Known::Date(left), Known::Date(right)) => Ok(ordered(operator, left.cmp(right))),
            (Known::Period(left), Known::Period(right)) => Ok(ordered(operator, left.cmp(right))),
            (Known::Boolean(left), Known::Boolean(right)) => same(operator, left == right),
            (Known::Record(left), Known::Record(right)) => same(operator, left == right),
            (Known::Bound(left, _), Known::Bound(right, _)) => {
                let equal = self.same_bounds(left, right)?;
                same(operator, equal)
            }
            (Known::Bound(bound, _), other) => {
                let figure = Known::of_limit(exact_figure(bound).ok_or(Cause::DifferentKinds)?);
                self.compare(operator, &figure, other)
            }
            (other, Known::Bound(bound, _)) => {
                let figure = Known::of_limit(exact_figure(bound).ok_or(Cause::DifferentKinds)?);
                self.compare(operator, other, &figure)
            }
            _ => Err(Cause::DifferentKinds),
        }
    }

    pub(crate) fn compare_numbers(
        &mut self,
        operator: Compare,
        left: &Number,
        right: &Number,
    ) -> Truth<'a> {
        let (left, right) = with_zeros(left, right);
        let slack = self.comparing.slack();
        if let Some(exact) = order_that_decides(operator, &left, &right, slack) {
            return Ok(ordered(operator, exact));
        }
        let comparison = left.compare(&right).map_err(|error| Cause::of_arithmetic(error, None))?;
        let strictly = relation(operator, comparison.exact, comparison.exact == Ordering::Equal);
        let meets = match slack {
            Slack::Nothing => return Ok(strictly),
            Slack::Stated(amount) => {
                let amount = self.number(amount)?;
                let (difference, amount) = with_zeros(&comparison.difference, &amount);
                let apart = difference.absolute().compare(&amount.absolute());
                apart.map_err(|error| Cause::of_arithmetic(error, None))?.exact != Ordering::Greater
            }
            Slack::OfFigures => {
                let units = &self.records.program.units;
                comparison.may_be_equal()
                    || left.rounds_to(&right, units)
                    || right.rounds_to(&left, units)
            }
        };
        let holds = relation(operator, comparison.exact, meets);
        if holds != strictly {
            self.comparing.decided_by_slack();
        }
        Ok(holds)
    }

    fn same_bounds(&mut self, left: &Bound, right: &Bound) -> Truth<'a> {
        Ok(self.same_limit(left.lower.as_ref(), right.lower.as_ref())?
            && self.same_limit(left.upper.as_ref(), right.upper.as_ref())?)
    }

    fn same_limit(&mut self, left: Option<&Limit>, right: Option<&Limit>) -> Truth<'a> {
        let (Some(left), Some(right)) = (left, right) else {
            return Ok(left.is_none() && right.is_none());
        };
        let same_value = match (&left.value, &right.value) {
            (LimitValue::Number(left), LimitValue::Number(right)) => {
                self.compare_numbers(Compare::Equal, left, right)?
            }
            (left, right) => left == right,
        };
        Ok(left.open == right.open && same_value)
    }
}

/// How two figures of one dimension stand, where how far they are apart makes no difference.
fn order_that_decides(
    operator: Compare,
    left: &Number,
    right: &Number,
    slack: Slack<'_>,
) -> Option<Ordering> {
    if left.dimension != right.dimension {
        return None;
    }
    let order = left.order(right);
    let has_slack = match slack {
        Slack::Nothing => false,
        Slack::OfFigures => !left.slack.is_zero() || !right.slack.is_zero(),
        Slack::Stated(_) => return None,
    };
    let ignores_slack = matches!(operator, Compare::Exactly | Compare::Less | Compare::Greater);
    (!has_slack || ignores_slack || order == Ordering::Equal).then_some(order)
}

/// The figure of a limit that is one figure and no more.
fn exact_figure(bound: &Bound) -> Option<&LimitValue> {
    match (&bound.lower, &bound.upper) {
        (Some(lower), Some(upper)) if lower == upper => Some(&lower.value),
        _ => None,
    }
}

/// Whether a relation holds between figures of which it is known how they stand exactly, and
/// whether they may be equal.
fn relation(operator: Compare, exact: Ordering, meets: bool) -> bool {
    match operator {
        Compare::Equal => meets,
        Compare::Exactly => exact == Ordering::Equal,
        Compare::NotEqual => !meets,
        Compare::Less => exact == Ordering::Less,
        Compare::LessOrEqual => exact != Ordering::Greater || meets,
        Compare::Greater => exact == Ordering::Greater,
        Compare::GreaterOrEqual => exact != Ordering::Less || meets,
    }
}

fn ordered(operator: Compare, order: Ordering) -> bool {
    relation(operator, order, order == Ordering::Equal)
}

/// For values without an order.
fn same<'a>(operator: Compare, equal: bool) -> Truth<'a> {
    match operator {
        Compare::Equal | Compare::Exactly => Ok(equal),
        Compare::NotEqual => Ok(!equal),
        _ => Err(Cause::DifferentKinds),
    }
}
