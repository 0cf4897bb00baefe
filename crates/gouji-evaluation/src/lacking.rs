//! Records that 其中 … 有值 leaves out although a figure stands there that the rule would have read (缺数).
//!
//! `其中 数量 有值 且 单价 有值` means: where the row states them. A row with an amount and no quantity is left out
//! all the same, and whoever reads the account must know that its amount was not held to anything.

use crate::run::RuleRun;
use gouji_facts::{Content, RecordRef};
use gouji_program::{Expr, FieldId, FieldKind, Iteration, Modality, Predicate, Scalar};
use gouji_value::Value;

impl<'a> RuleRun<'a, '_> {
    /// Notes a record that the filter left out, where it did so for want of a value alone and a figure stands in
    /// another field that the rule reads.
    pub(crate) fn note_lacking(
        &mut self,
        iteration: &'a Iteration,
        filter: &'a Expr,
        record: RecordRef,
    ) {
        let parts = match filter {
            Expr::And(parts) => parts.as_slice(),
            other => std::slice::from_ref(other),
        };
        // Most records are left out by what they say: the parts that ask for a value tell them at little cost.
        let asks = |part: &&Expr| asks_for_value(iteration, part);
        let mut asked = Vec::new();
        for part in parts.iter().filter(asks) {
            match self.evaluator.filter(Some(part)) {
                Ok(true) => {}
                Ok(false) => asked.extend(asked_fields(iteration, part)),
                Err(_) => return,
            }
        }
        let missing = asked.into_iter().find(|field| !self.has_figure_or_text(record, *field));
        let Some(missing) = missing else { return };
        let figures = self.figures_read(iteration);
        let Some(figure) = figures.into_iter().find(|field| self.has_figure(record, *field)) else {
            return;
        };
        let mut others = parts.iter().filter(|part| !asks(part));
        if !others.all(|part| matches!(self.evaluator.filter(Some(part)), Ok(true))) {
            return;
        }
        self.any_in_scope = true;
        self.result.not_applicable += 1;
        let obligation = self.rule.obligations.first();
        let modality = obligation.map_or(Modality::Must, |obligation| obligation.modality);
        let rule = self.rule;
        let finding = self.describer().lacking(rule, modality, record, (missing, figure));
        self.result.lacking.push(finding);
    }

    /// The fields of the record that hold single figures and that the rule reads beyond its filter.
    fn figures_read(&self, iteration: &Iteration) -> Vec<FieldId> {
        let mut read = Vec::new();
        let mut visit = |expr: &Expr| {
            if let Some(field) = own_field(iteration, expr)
                && !read.contains(&field)
                && self.is_figure(iteration, field)
            {
                read.push(field);
            }
        };
        self.rule.locals.iter().for_each(|(_, value)| value.walk(&mut visit));
        for obligation in &self.rule.obligations {
            obligation.condition.walk(&mut visit);
        }
        read
    }

    fn is_figure(&self, iteration: &Iteration, field: FieldId) -> bool {
        let kind = &self.evaluator.records.program.field(iteration.record, field).kind;
        // Integers are numbers of rows, years and levels.
        matches!(kind, FieldKind::Scalar(Scalar::Number | Scalar::Quantity(_) | Scalar::Percent))
    }

    fn has_figure(&self, record: RecordRef, field: FieldId) -> bool {
        let field = self.evaluator.records.facts.record(record).fields.at(field);
        let content = field.map(|field| &field.content);
        matches!(content, Some(Content::Value(Value::Number(number))) if !number.amount.is_zero())
    }

    fn has_figure_or_text(&self, record: RecordRef, field: FieldId) -> bool {
        let field = self.evaluator.records.facts.record(record).fields.at(field);
        let is_missing =
            |content: &Content| matches!(content, Content::Absent | Content::Blank | Content::Dash);
        field.is_some_and(|field| !is_missing(&field.content))
    }
}

/// Whether a condition demands a value of a field of the record itself.
fn asks_for_value(iteration: &Iteration, condition: &Expr) -> bool {
    match condition {
        Expr::And(parts) | Expr::Or(parts) => {
            parts.iter().any(|part| asks_for_value(iteration, part))
        }
        Expr::Predicate { operand, predicate: Predicate::Present } => {
            own_field(iteration, operand).is_some()
        }
        _ => false,
    }
}

/// The record's own fields that a condition demands a value of.
fn asked_fields(iteration: &Iteration, condition: &Expr) -> Vec<FieldId> {
    match condition {
        Expr::And(parts) | Expr::Or(parts) => {
            parts.iter().flat_map(|part| asked_fields(iteration, part)).collect()
        }
        Expr::Predicate { operand, predicate: Predicate::Present } => {
            own_field(iteration, operand).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

fn own_field(iteration: &Iteration, expr: &Expr) -> Option<FieldId> {
    match expr {
        Expr::Field(field)
            if field.frame == 0 && field.up == 0 && field.record == iteration.record =>
        {
            Some(field.field)
        }
        _ => None,
    }
}
