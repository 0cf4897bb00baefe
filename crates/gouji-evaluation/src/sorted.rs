//! Counting the records whose figure is more or less than another, without looking at each.
//!
//! `计数(行 其中 行.金额 > 金额)` for every row would look at each row as often as there are rows. Sorted, those
//! whose figures lie too far off for rounding to matter are counted by their places; the others, and those
//! without a figure, are looked at as ever.

use crate::agreement::FigureSlack;
use crate::evaluator::Evaluator;
use crate::known::{Known, with_zeros};
use gouji_facts::{Content, Facts, RecordRef};
use gouji_program::expression::{AggregateExpr, Compare, FieldRef, Gathering};
use gouji_program::{Expr, FieldId, RecordTypeId};
use gouji_value::{Decimal, Dimension, Number, UnitTable, Value};

/// The records of a type by the figure of one field.
#[derive(Debug, Default)]
pub(crate) struct SortedFigures {
    /// What all of them count; none where they differ.
    dimension: Option<Dimension>,
    /// In order of the figures.
    figures: Vec<(Decimal, RecordRef)>,
    /// The most by which one of them may be off, or be another printed shorter.
    reach: Decimal,
    /// The records without such a figure.
    others: Vec<RecordRef>,
}

/// What a count comes to, apart from some records that must be looked at.
pub(crate) struct PartialCount {
    /// Those that are certain.
    pub(crate) count: usize,
    /// Those that are not.
    pub(crate) left: Vec<RecordRef>,
}

impl SortedFigures {
    pub(crate) fn build(
        facts: &Facts,
        kind: RecordTypeId,
        field: FieldId,
        units: &UnitTable,
    ) -> Self {
        let mut sorted = Self::default();
        for &record in facts.collection(kind) {
            let holder = facts.holder(record, field);
            let found = facts.record(holder).fields.at(field).map(|found| &found.content);
            match found {
                Some(Content::Value(Value::Number(number))) if sorted.takes(number) => {
                    sorted.reach = sorted.reach.max(reach(number, units));
                    sorted.figures.push((number.amount, record));
                }
                _ => sorted.others.push(record),
            }
        }
        sorted.figures.sort_unstable();
        sorted
    }

    fn takes(&mut self, number: &Number) -> bool {
        number.dimension == *self.dimension.get_or_insert_with(|| number.dimension.clone())
    }

    /// How many of the figures stand in a relation to another, as far as that is certain; `None` where the
    /// two cannot be compared.
    fn count(&self, relation: Compare, than: &Number, units: &UnitTable) -> Option<PartialCount> {
        let dimension = self.dimension.as_ref()?;
        if than.dimension != *dimension || than.ratio.is_some() {
            return None;
        }
        let window = self.reach.checked_add(reach(than, units))?;
        let (low, high) = (than.amount.checked_sub(window)?, than.amount.checked_add(window)?);
        let below = self.figures.partition_point(|(amount, _)| *amount < low);
        let above = self.figures.partition_point(|(amount, _)| *amount <= high).max(below);
        let count = match relation {
            Compare::Less | Compare::LessOrEqual => below,
            Compare::Greater | Compare::GreaterOrEqual => self.figures.len() - above,
            Compare::Equal | Compare::Exactly | Compare::NotEqual => return None,
        };
        let near = self.figures.get(below..above).unwrap_or_default();
        let mut left: Vec<RecordRef> = near.iter().map(|(_, record)| *record).collect();
        left.extend(&self.others);
        left.sort_unstable();
        Some(PartialCount { count, left })
    }
}

impl<'a> Evaluator<'a, '_> {
    /// The count of an aggregate that asks nothing but how a figure of its records stands to another one.
    pub(crate) fn partial_count(&mut self, aggregate: &'a AggregateExpr) -> Option<PartialCount> {
        let is_plain = matches!(aggregate.source, Gathering::All) && aggregate.value.is_none();
        if !is_plain || self.comparing.figures() != FigureSlack::Own {
            return None;
        }
        let Some(Expr::Compare { operator, left, right }) = &aggregate.filter else { return None };
        let (own, other, relation) = match (own_field(aggregate, left), own_field(aggregate, right))
        {
            (Some(own), None) => (own, right, *operator),
            (None, Some(own)) => (own, left, turned(*operator)),
            _ => return None,
        };
        let is_outside = match &**other {
            Expr::Field(field) => field.frame < aggregate.frame,
            Expr::Number(_) | Expr::Local(_) => true,
            _ => false,
        };
        let Some(Known::Number(than)) = is_outside.then(|| self.value(other).ok())? else {
            return None;
        };
        let sorted = self.sorted(own.record, own.field);
        let dimension = sorted.dimension.clone()?;
        let like = Number::exact(Decimal::ZERO, dimension, than.unit.clone(), than.scale);
        let (than, _) = with_zeros(&than, &like);
        sorted.count(relation, &than, &self.records.program.units)
    }
}

/// How far from it a figure may still be equal to others.
fn reach(number: &Number, units: &UnitTable) -> Decimal {
    if number.slack.is_zero() {
        Decimal::ZERO
    } else {
        number.slack.max(number.last_digit_slack(units))
    }
}

fn own_field(aggregate: &AggregateExpr, expr: &Expr) -> Option<FieldRef> {
    match expr {
        Expr::Field(field)
            if field.frame == aggregate.frame
                && field.up == 0
                && field.record == aggregate.record =>
        {
            Some(*field)
        }
        _ => None,
    }
}

/// The relation as seen from the other side.
fn turned(relation: Compare) -> Compare {
    match relation {
        Compare::Less => Compare::Greater,
        Compare::LessOrEqual => Compare::GreaterOrEqual,
        Compare::Greater => Compare::Less,
        Compare::GreaterOrEqual => Compare::LessOrEqual,
        same => same,
    }
}
