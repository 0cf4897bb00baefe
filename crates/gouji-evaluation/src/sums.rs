//! Sums (合计). One that is the same for every instance of a rule is added up once.

use crate::agreement::FigureSlack;
use crate::cause::Cause;
use crate::evaluator::Evaluator;
use crate::known::with_zeros;
use gouji_program::Expr;
use gouji_program::expression::{AggregateExpr, Gathering};
use gouji_value::Number;
use rustc_hash::FxHashMap;

/// A sum, and of how many figures.
pub(crate) type Total<'a> = Result<(Number, usize), Cause<'a>>;

/// A sum's place in memory, and whether figures are taken with the slack of their last digit.
pub(crate) type TotalKey = (*const AggregateExpr, FigureSlack);

/// The sums of a rule that no record in scope has a say in.
#[derive(Default)]
pub(crate) struct RuleSums<'a> {
    totals: FxHashMap<TotalKey, Total<'a>>,
}

impl<'a> Evaluator<'a, '_> {
    /// The sum of an aggregate's values.
    pub(crate) fn sum(&mut self, aggregate: &'a AggregateExpr) -> Total<'a> {
        let Some(key) = self.total_key(aggregate) else { return self.add_up(aggregate) };
        if let Some(total) = self.sums.totals.get(&key) {
            return total.clone();
        }
        let total = self.add_up(aggregate);
        self.sums.totals.insert(key, total.clone());
        total
    }

    /// What a sum is known by that gathers a field of all records of the document, whatever is in
    /// scope; `None` for any other.
    pub(crate) fn total_key(&self, aggregate: &AggregateExpr) -> Option<TotalKey> {
        let is_own_field =
            |value: &Expr| matches!(value, Expr::Field(field) if field.frame == aggregate.frame);
        let is_total = matches!(aggregate.source, Gathering::All)
            && aggregate.filter.is_none()
            && aggregate.value.as_ref().is_some_and(is_own_field);
        is_total.then_some((std::ptr::from_ref(aggregate), self.comparing.figures()))
    }

    fn add_up(&mut self, aggregate: &'a AggregateExpr) -> Total<'a> {
        let value = aggregate.value.as_ref().ok_or(Cause::Malformed)?;
        let mut total: Option<Number> = None;
        let mut count = 0;
        let scanned = self.scan(aggregate, |this, _, passes| {
            passes?;
            let figure = this.number(value)?;
            count += 1;
            total = Some(match &total {
                None => Number::clone(&figure),
                Some(sum) => {
                    let (left, right) = with_zeros(sum, &figure);
                    left.add(&right).map_err(|error| Cause::of_arithmetic(error, None))?
                }
            });
            Ok(true)
        })?;
        match total {
            Some(total) => Ok((total, count)),
            None if scanned.source_empty => Err(Cause::NothingGathered(aggregate)),
            // A plain zero compares with figures of any dimension.
            None => Ok((Number::count(0), 0)),
        }
    }
}
