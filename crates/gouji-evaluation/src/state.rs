//! What rules ask of a value beside its size: its kind, its state, its ends.

use crate::cause::Cause;
use crate::evaluator::Evaluator;
use crate::known::{Known, Truth};
use gouji_facts::{Content, Field};
use gouji_program::expression::IsKind;
use gouji_program::{Expr, Predicate};
use gouji_value::{BaseUnit, Dimension};

impl<'a> Evaluator<'a, '_> {
    pub(crate) fn is_kind(&mut self, operand: &'a Expr, kind: IsKind) -> Truth<'a> {
        let value = match self.value(operand) {
            Ok(value) => value,
            // A limit that is not there is of no kind.
            Err(Cause::InWords(..) | Cause::NoLimit(..)) => return Ok(false),
            Err(cause) => return Err(cause),
        };
        Ok(match value {
            Known::Bound(bound, _) => {
                let mut limits = [&bound.lower, &bound.upper].into_iter().flatten().peekable();
                limits.peek().is_some()
                    && limits.all(|limit| known_is(&Known::of_limit(&limit.value), kind))
            }
            value => known_is(&value, kind),
        })
    }

    pub(crate) fn predicate(&mut self, operand: &'a Expr, predicate: Predicate) -> Truth<'a> {
        match predicate {
            Predicate::Quantified | Predicate::HasUpper | Predicate::HasLower => {
                self.limit_predicate(operand, predicate)
            }
            Predicate::Present => self.state(operand).map(|state| state == AskedState::Value),
            Predicate::Missing => self
                .state(operand)
                .map(|state| matches!(state, AskedState::Blank | AskedState::Missing)),
            Predicate::Blank => self.state(operand).map(|state| state == AskedState::Blank),
            Predicate::Unreadable => {
                self.state(operand).map(|state| state == AskedState::Unreadable)
            }
        }
    }

    fn limit_predicate(&mut self, operand: &'a Expr, predicate: Predicate) -> Truth<'a> {
        Ok(match self.value(operand) {
            Ok(Known::Bound(bound, _)) => match predicate {
                Predicate::HasUpper => bound.upper.is_some(),
                Predicate::HasLower => bound.lower.is_some(),
                _ => bound.is_quantified(),
            },
            // A bare figure, date or point of the year is its own limit.
            Ok(Known::Number(_) | Known::Date(_) | Known::Period(_)) => true,
            Ok(_) | Err(Cause::InWords(..) | Cause::NoLimit(..)) => false,
            Err(cause) => return Err(cause),
        })
    }

    /// The state of a field, series, list or limit.
    fn state(&mut self, operand: &'a Expr) -> Result<AskedState, Cause<'a>> {
        match self.resolve(operand) {
            Ok(Some((record, field))) => {
                let field = self.records.field(record, field).ok_or(Cause::Malformed)?;
                return Ok(state_of(field));
            }
            Ok(None) => {}
            // The document lacks the record, so it lacks the field.
            Err(Cause::NoRecord(_)) => return Ok(AskedState::Missing),
            Err(cause) => return Err(cause),
        }
        match self.value(operand) {
            Ok(_) => Ok(AskedState::Value),
            Err(Cause::Field(record, field, point)) => {
                let field =
                    self.records.field_or_point(record, field, point).ok_or(Cause::Malformed)?;
                Ok(state_of(field))
            }
            Err(
                Cause::NoRecord(_)
                | Cause::NoLimit(..)
                | Cause::InWords(..)
                | Cause::NothingStated(..)
                | Cause::NothingGathered(_),
            ) => Ok(AskedState::Missing),
            Err(Cause::NotOnly(_)) => Ok(AskedState::Missing),
            Err(cause) => Err(cause),
        }
    }
}

/// The states that rules ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum AskedState {
    Value,
    Blank,
    /// A dash, or nothing at all.
    Missing,
    Unreadable,
}

fn state_of(field: &Field) -> AskedState {
    match &field.content {
        Content::Text | Content::Value(_) => AskedState::Value,
        Content::Blank => AskedState::Blank,
        Content::Dash | Content::Absent => AskedState::Missing,
        Content::Unreadable(_) => AskedState::Unreadable,
        Content::List(members) | Content::Related(members) if members.is_empty() => {
            AskedState::Missing
        }
        Content::List(_) | Content::Related(_) => AskedState::Value,
        Content::Series(points) => {
            let has = |state| points.iter().any(|point| state_of(&point.field) == state);
            if has(AskedState::Value) {
                AskedState::Value
            } else if has(AskedState::Unreadable) {
                AskedState::Unreadable
            } else if has(AskedState::Blank) && !has(AskedState::Missing) {
                AskedState::Blank
            } else {
                AskedState::Missing
            }
        }
    }
}

fn known_is(value: &Known<'_>, kind: IsKind) -> bool {
    match (value, kind) {
        (Known::Number(number), IsKind::Dimension(dimension)) => {
            number.dimension == Dimension::Simple(BaseUnit::Declared(dimension))
        }
        (Known::Number(number), IsKind::Percent) => number.dimension == Dimension::Ratio,
        (Known::Number(number), IsKind::Number) => number.dimension == Dimension::None,
        (Known::Date(_) | Known::Period(_), IsKind::Date) => true,
        _ => false,
    }
}
