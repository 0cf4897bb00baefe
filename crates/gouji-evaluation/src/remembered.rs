//! What aggregates over the whole document came to.
//!
//! Such an aggregate depends on nothing but the outer fields that it mentions: a total on none, the sum of
//! the purchases of a project's name on that name. It is computed once for each of their values, at any depth
//! of others, however many records ask for it.

use crate::agreement::AgreementKind;
use crate::cause::Cause;
use crate::evaluator::Evaluator;
use crate::known::{Evaluated, Known};
use gouji_program::Expr;
use gouji_program::expression::{AggregateExpr, FieldRef, Gathering};
use gouji_value::{Date, Decimal, Dimension, Period, ShownUnit};
use rustc_hash::FxHashMap;
use std::rc::Rc;

/// Fewer records are gone through again as fast as they are remembered.
const FEWEST_RECORDS: usize = 16;
/// More outer fields seldom come together again.
const MOST_OUTER: usize = 4;
/// What is remembered of one rule at most.
const MOST_OUTCOMES: usize = 1 << 16;

/// What aggregates of one rule came to.
#[derive(Default)]
pub(crate) struct Remembered<'a> {
    /// The outer fields of each aggregate that depends on nothing else.
    outer: FxHashMap<*const AggregateExpr, Option<Rc<[FieldRef]>>>,
    outcomes: FxHashMap<RememberedKey, RememberedOutcome<'a>>,
}

struct RememberedOutcome<'a> {
    outcome: Evaluated<'a>,
    /// Whether slack decided a comparison inside.
    by_slack: bool,
    /// What it took.
    steps: u32,
}

/// An aggregate, how figures agree where it stands, and the values of its outer fields.
#[derive(PartialEq, Eq, Hash)]
pub(crate) struct RememberedKey {
    aggregate: *const AggregateExpr,
    agreement: AgreementKind,
    values: Vec<OuterValue>,
}

#[derive(PartialEq, Eq, Hash)]
enum OuterValue {
    Text(Box<str>),
    Number(Decimal, Decimal, Dimension, ShownUnit),
    Date(Date),
    Period(Period),
}

impl<'a> Evaluator<'a, '_> {
    /// The value of an aggregate, by `compute` where it is not known yet.
    pub(crate) fn remembering(
        &mut self,
        aggregate: &'a AggregateExpr,
        compute: impl FnOnce(&mut Self) -> Evaluated<'a>,
    ) -> Evaluated<'a> {
        let Some(key) = self.remembered_key(aggregate) else { return compute(self) };
        // A total is computed once a rule, and whichever instance happens to ask first does not pay for it.
        // What hangs on outer fields is paid for whether or not it is known already: an instance must come to
        // the same end wherever it is looked at.
        let is_total = key.values.is_empty();
        if let Some(known) = self.remembered.outcomes.get(&key) {
            self.comparing.reuse(known.by_slack);
            let (outcome, steps) = (known.outcome.clone(), known.steps);
            let may_go_on = is_total || self.steps(steps);
            return if may_go_on { outcome } else { Err(Cause::TooCostly(aggregate)) };
        }
        let surroundings = self.comparing.watch();
        let before = self.start_counting(is_total);
        let outcome = compute(self);
        let steps = self.go_on_counting(before, is_total);
        let by_slack = self.comparing.leave(surroundings);
        let is_whole = is_total || !matches!(outcome, Err(Cause::TooCostly(_)));
        if is_whole && self.remembered.outcomes.len() < MOST_OUTCOMES {
            let known = RememberedOutcome { outcome: outcome.clone(), by_slack, steps };
            self.remembered.outcomes.insert(key, known);
        }
        outcome
    }

    fn remembered_key(&mut self, aggregate: &'a AggregateExpr) -> Option<RememberedKey> {
        if self.records.facts.collection(aggregate.record).len() < FEWEST_RECORDS {
            return None;
        }
        let agreement = self.comparing.kind()?;
        let pointer = std::ptr::from_ref(aggregate);
        let outer = self.remembered.outer.entry(pointer);
        let outer = outer.or_insert_with(|| outer_fields(aggregate).map(Rc::from)).clone()?;
        let values = outer.iter().map(|field| self.outer_value(*field)).collect::<Option<_>>()?;
        Some(RememberedKey { aggregate: pointer, agreement, values })
    }

    fn outer_value(&mut self, field: FieldRef) -> Option<OuterValue> {
        let record = self.reach_field(field).ok()?;
        match self.read(record, field.field).ok()? {
            Known::Text(text) => Some(OuterValue::Text(text.as_ref().into())),
            Known::Number(number) => Some(OuterValue::Number(
                number.amount,
                number.slack,
                number.dimension.clone(),
                number.unit.clone(),
            )),
            Known::Date(date) => Some(OuterValue::Date(date)),
            Known::Period(period) => Some(OuterValue::Period(period)),
            _ => None,
        }
    }
}

/// The fields of records outside that an aggregate over the whole document reads; `None` where it depends on
/// more than those.
fn outer_fields(aggregate: &AggregateExpr) -> Option<Vec<FieldRef>> {
    let is_whole = |source: &Gathering| matches!(source, Gathering::All | Gathering::Listed { .. });
    if !is_whole(&aggregate.source) {
        return None;
    }
    let is_outside = |frame: u8| frame < aggregate.frame;
    let mut outer: Vec<FieldRef> = Vec::new();
    let mut depends_on_more = false;
    let parts = [&aggregate.filter, &aggregate.value, &aggregate.condition];
    for part in parts.into_iter().flatten() {
        part.walk(&mut |expr| match expr {
            Expr::Field(field) if is_outside(field.frame) && !outer.contains(field) => {
                outer.push(*field);
            }
            Expr::Record { frame, .. } if is_outside(*frame) => depends_on_more = true,
            Expr::Local(_) | Expr::Key(_) | Expr::Witness(_) => depends_on_more = true,
            Expr::Aggregate(inner) => match &inner.source {
                Gathering::Children { frame, .. } if is_outside(*frame) => depends_on_more = true,
                Gathering::Group { .. } => depends_on_more = true,
                _ => {}
            },
            _ => {}
        });
    }
    (!depends_on_more && outer.len() <= MOST_OUTER).then_some(outer)
}
