//! 其中: whether what a clause reads fulfils its condition.

use super::builder::{Builder, content_of};
use super::document_fields::DocumentFields;
use super::folded::Folded;
use super::matcher::{Capture, Matcher};
use crate::Content;
use gouji_program::expression::{Arithmetic, Compare, FieldRef};
use gouji_program::form::FormCondition;
use gouji_program::{Expr, FieldId, Predicate, TextTest};
use gouji_text::{fold, folded_contains, folded_eq, folded_starts_with};
use gouji_value::{Date, Notation, Number, Period, Value};
use std::borrow::Cow;
use std::cmp::Ordering;

/// What a condition is asked of: a record that is read, with what a template has just taken.
pub(super) struct ConditionSubject<'c> {
    pub(super) builder: &'c Builder<'c>,
    pub(super) notation: Notation,
    /// What a template took, and no record holds yet.
    pub(super) captures: &'c [Capture],
    /// The record that is read, where there is one already.
    pub(super) record: Option<u32>,
    /// The record that encloses it.
    pub(super) parent: Option<u32>,
    pub(super) document: &'c DocumentFields,
}

/// What a field holds, and its text.
struct HeldField<'c> {
    content: Cow<'c, Content>,
    text: Cow<'c, str>,
}

enum ConditionValue<'c> {
    Text(Cow<'c, str>),
    Number(Cow<'c, Number>),
    Date(Date),
    Period(Period),
    Boolean(bool),
}

impl ConditionSubject<'_> {
    /// Whether the condition holds; `None` where it cannot be told.
    pub(super) fn holds(&self, condition: &FormCondition) -> Option<bool> {
        self.truth(&condition.expr)
    }

    fn truth(&self, expr: &Expr) -> Option<bool> {
        match expr {
            Expr::And(parts) => all(parts.iter().map(|part| self.truth(part)), false),
            Expr::Or(parts) => all(parts.iter().map(|part| self.truth(part)), true),
            Expr::Not(part) => self.truth(part).map(|holds| !holds),
            Expr::Compare { operator, left, right } => {
                compare(*operator, &self.value(left)?, &self.value(right)?)
            }
            Expr::In { operand, list } => {
                let value = self.value(operand)?;
                let members = list.iter().map(|member| {
                    self.value(member).and_then(|member| compare(Compare::Equal, &value, &member))
                });
                all(members, true)
            }
            Expr::TextTest { operand, test, pattern, template } => {
                let ConditionValue::Text(text) = self.value(operand)? else { return None };
                if let (TextTest::Matches, Some(template)) = (test, template) {
                    let folded = Folded::of_text(&text);
                    let program = self.builder.program;
                    let notation = self.notation;
                    let mut matcher =
                        Matcher::new(program, &text, &folded, folded.whole(), notation);
                    return Some(matcher.match_whole(template).is_some());
                }
                let ConditionValue::Text(pattern) = self.value(pattern)? else { return None };
                Some(match test {
                    TextTest::Contains => folded_contains(&text, &pattern),
                    TextTest::StartsWith => folded_starts_with(&text, &pattern),
                    TextTest::EndsWith => fold(&text).ends_with(&fold(&pattern)),
                    TextTest::Matches => return None,
                })
            }
            Expr::Predicate { operand, predicate } => self.state(operand, *predicate),
            _ => match self.value(expr)? {
                ConditionValue::Boolean(value) => Some(value),
                _ => None,
            },
        }
    }

    fn state(&self, operand: &Expr, predicate: Predicate) -> Option<bool> {
        let held = self.held(operand);
        let content = held.as_ref().map_or(&Content::Absent, |held| &*held.content);
        let has_value = match content {
            Content::Text | Content::Value(_) => true,
            Content::List(members) => !members.is_empty(),
            Content::Series(points) => !points.is_empty(),
            _ => false,
        };
        match predicate {
            Predicate::Present => Some(has_value),
            Predicate::Missing => {
                Some(matches!(content, Content::Blank | Content::Dash | Content::Absent))
            }
            Predicate::Blank => Some(matches!(content, Content::Blank)),
            Predicate::Unreadable => Some(matches!(content, Content::Unreadable(_))),
            Predicate::Quantified | Predicate::HasUpper | Predicate::HasLower => {
                let Content::Value(Value::Bound(bound)) = content else { return None };
                Some(match predicate {
                    Predicate::HasUpper => bound.upper.is_some(),
                    Predicate::HasLower => bound.lower.is_some(),
                    _ => bound.is_quantified(),
                })
            }
        }
    }

    fn value<'c>(&'c self, expr: &'c Expr) -> Option<ConditionValue<'c>> {
        Some(match expr {
            Expr::Text(text) => ConditionValue::Text(Cow::Borrowed(text)),
            Expr::Number(number) => ConditionValue::Number(Cow::Borrowed(number)),
            Expr::Date(date) => ConditionValue::Date(*date),
            Expr::Boolean(value) => ConditionValue::Boolean(*value),
            Expr::Field(_) | Expr::Sole(_) => {
                let held = self.held(expr)?;
                match held.content {
                    Cow::Borrowed(Content::Value(Value::Number(number))) => {
                        ConditionValue::Number(Cow::Borrowed(number))
                    }
                    Cow::Owned(Content::Value(Value::Number(number))) => {
                        ConditionValue::Number(Cow::Owned(number))
                    }
                    content => match &*content {
                        Content::Value(Value::Date(date)) => ConditionValue::Date(*date),
                        Content::Value(Value::Period(period)) => ConditionValue::Period(*period),
                        Content::Text | Content::Blank | Content::Value(Value::Bound(_)) => {
                            ConditionValue::Text(held.text)
                        }
                        _ => return None,
                    },
                }
            }
            Expr::Negate(part) => {
                let ConditionValue::Number(number) = self.value(part)? else { return None };
                ConditionValue::Number(Cow::Owned(number.negated()))
            }
            Expr::Arithmetic { operator, left, right } => {
                let ConditionValue::Number(left) = self.value(left)? else { return None };
                let ConditionValue::Number(right) = self.value(right)? else { return None };
                let units = &self.builder.program.units;
                let result = match operator {
                    Arithmetic::Add => left.add(&right),
                    Arithmetic::Subtract => left.subtract(&right),
                    Arithmetic::Multiply => left.multiply(&right, units),
                    Arithmetic::Divide => left.divide(&right, units),
                };
                ConditionValue::Number(Cow::Owned(result.ok()?))
            }
            Expr::Default { operand, value } => match self.value(operand) {
                Some(found) => found,
                None => self.value(value)?,
            },
            _ => ConditionValue::Boolean(self.truth(expr)?),
        })
    }

    fn held(&self, expr: &Expr) -> Option<HeldField<'_>> {
        match expr {
            Expr::Field(FieldRef { up: 0, field, .. }) => {
                self.captured(*field).or_else(|| self.field_of(self.record?, *field))
            }
            // No record is read that encloses more than its lists.
            Expr::Field(FieldRef { up: 1, field, .. }) => self.field_of(self.parent?, *field),
            Expr::Sole(sole) => {
                let field = self.document.field(*sole)?;
                let (content, text) = (Cow::Borrowed(&field.content), Cow::Borrowed(&*field.text));
                Some(HeldField { content, text })
            }
            _ => None,
        }
    }

    fn captured(&self, field: FieldId) -> Option<HeldField<'_>> {
        let capture = self.captures.iter().rev().find(|capture| capture.field == field)?;
        let text = self.builder.document.text_of(capture.place);
        let content = match &capture.reading {
            Some(reading) => content_of(reading.clone()).0,
            None => Content::Text,
        };
        Some(HeldField { content: Cow::Owned(content), text })
    }

    fn field_of(&self, record: u32, field: FieldId) -> Option<HeldField<'_>> {
        let (content, text) = self.builder.held(record, field);
        Some(HeldField { content: Cow::Borrowed(content), text: Cow::Borrowed(text) })
    }
}

/// Whether all parts hold (or any, where `wanted`); `None` where it hangs on one that cannot be told.
fn all(parts: impl Iterator<Item = Option<bool>>, wanted: bool) -> Option<bool> {
    let mut unknown = false;
    for part in parts {
        match part {
            Some(holds) if holds == wanted => return Some(wanted),
            Some(_) => {}
            None => unknown = true,
        }
    }
    if unknown { None } else { Some(!wanted) }
}

fn compare(
    operator: Compare,
    left: &ConditionValue<'_>,
    right: &ConditionValue<'_>,
) -> Option<bool> {
    let ordering = match (left, right) {
        (ConditionValue::Text(left), ConditionValue::Text(right)) => {
            return equals(operator, folded_eq(left, right));
        }
        (ConditionValue::Boolean(left), ConditionValue::Boolean(right)) => {
            return equals(operator, left == right);
        }
        (ConditionValue::Number(left), ConditionValue::Number(right)) => {
            // A zero without a unit compares with figures of any dimension.
            if left.amount.is_zero() || right.amount.is_zero() {
                left.amount.cmp(&right.amount)
            } else {
                left.compare(right).ok()?.exact
            }
        }
        (ConditionValue::Date(left), ConditionValue::Date(right)) => left.cmp(right),
        (ConditionValue::Period(left), ConditionValue::Period(right)) => left.cmp(right),
        _ => return None,
    };
    Some(match operator {
        Compare::Equal | Compare::Exactly => ordering == Ordering::Equal,
        Compare::NotEqual => ordering != Ordering::Equal,
        Compare::Less => ordering == Ordering::Less,
        Compare::LessOrEqual => ordering != Ordering::Greater,
        Compare::Greater => ordering == Ordering::Greater,
        Compare::GreaterOrEqual => ordering != Ordering::Less,
    })
}

fn equals(operator: Compare, same: bool) -> Option<bool> {
    match operator {
        Compare::Equal | Compare::Exactly => Some(same),
        Compare::NotEqual => Some(!same),
        _ => None,
    }
}
