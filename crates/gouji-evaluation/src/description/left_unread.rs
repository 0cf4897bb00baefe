//! Whether a comparison may have failed because a figure that stands there was not read.

use super::Describer;
use super::wants_truth;
use crate::agreement::Agreement;
use crate::cause::{Cause, LeftUnread};
use crate::evaluator::LOCAL_HOPS;
use gouji_facts::{RecordRef, UnreadFigure, UnreadReason};
use gouji_program::{Expr, Obligation};
use gouji_value::Dimension;

impl<'a> Describer<'_, 'a, '_> {
    /// Why an obligation that came out wrong cannot be decided after all: one of its operands is a
    /// zero for a figure that is missing, and figures of its kind that nobody read stand in the
    /// sentence or row of the others. Nobody knows whether one of them is the missing one.
    pub(crate) fn left_unread(
        &mut self,
        obligation: &'a Obligation,
        agreement: Agreement<'a>,
    ) -> Option<Cause<'a>> {
        let has_unread = self.records.facts.fragments().iter().any(|(_, it)| !it.unread.is_empty());
        if !has_unread {
            return None;
        }
        self.evaluator.hold_to(agreement);
        let mut failing =
            self.failing_part(&obligation.condition, wants_truth(obligation.modality));
        let bindings = std::mem::take(&mut failing.bindings);
        let outside = std::mem::replace(&mut self.evaluator.instance.bindings, bindings);
        let found = match failing.expr {
            Expr::Compare { operator, left, right } => {
                let mut missing = Vec::new();
                self.missing_operands(left, 0, &mut missing);
                self.missing_operands(right, 0, &mut missing);
                let arithmetics = match missing.is_empty() {
                    true => None,
                    false => self.arithmetics(*operator, left, right, failing.wanted),
                };
                arithmetics.and_then(|found| {
                    let dimension = &found.difference.dimension;
                    let mut of_records = missing.into_iter();
                    let (record, figures) = of_records.find_map(|record| {
                        let figures = self.unread_beside(record, dimension);
                        (!figures.is_empty()).then_some((record, figures))
                    })?;
                    let difference = found.proof.difference.unwrap_or_default();
                    Some(Cause::LeftUnread(Box::new(LeftUnread { record, difference, figures })))
                })
            }
            _ => None,
        };
        self.evaluator.instance.bindings = outside;
        found
    }

    /// The records of which an expression takes a missing figure for something else.
    fn missing_operands(&mut self, expr: &'a Expr, hops: u8, missing: &mut Vec<RecordRef>) {
        match expr {
            Expr::Default { operand, value } => match self.evaluator.value(operand) {
                Err(Cause::Field(record, field, None))
                    if self.records.is_missing(&Cause::Field(record, field, None)) =>
                {
                    if !missing.contains(&record) {
                        missing.push(record);
                    }
                }
                Err(_) => self.missing_operands(value, hops, missing),
                Ok(_) => {}
            },
            Expr::Arithmetic { left, right, .. } => {
                self.missing_operands(left, hops, missing);
                self.missing_operands(right, hops, missing);
            }
            Expr::Negate(operand) => self.missing_operands(operand, hops, missing),
            Expr::Local(index) if hops < LOCAL_HOPS => {
                if let Some((_, definition)) = self.evaluator.definitions.get(*index as usize) {
                    self.missing_operands(definition, hops + 1, missing);
                }
            }
            _ => {}
        }
    }

    /// The figures of a dimension that nobody read and that stand beside a record's own.
    fn unread_beside(
        &self,
        record: RecordRef,
        dimension: &Dimension,
    ) -> Vec<(gouji_text::TextRange, String)> {
        let Some((_, fragment)) = self.records.facts.fragments().get(record.fragment as usize)
        else {
            return Vec::new();
        };
        let units = &self.records.program.units;
        let is_part = |figure: &&UnreadFigure| {
            figure.beside == Some(record.record)
                && !matches!(figure.reason, UnreadReason::Change | UnreadReason::Condition)
        };
        let candidates = fragment.unread.iter().filter(is_part);
        let figures = candidates.filter_map(|figure| {
            let number = figure.number.as_ref()?;
            let is_one = number.dimension == *dimension && !number.amount.is_zero();
            is_one.then(|| (figure.place, number.display(units)))
        });
        figures.collect()
    }
}
