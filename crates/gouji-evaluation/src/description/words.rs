//! Expressions in words: what they are called, and what they come to.

use super::Describer;
use crate::cause::Cause;
use crate::known::Known;
use gouji_program::Expr;
use gouji_program::expression::{Arithmetic, FieldRef, SoleRef, Witness};
use gouji_text::{Language, Localized};

impl<'a> Describer<'_, 'a, '_> {
    /// What an expression comes to, for the holes of messages: fields as published, and what is
    /// missing as its state.
    pub(crate) fn show(&mut self, expr: &'a Expr) -> Localized {
        if let Ok(Some((record, field))) = self.evaluator.resolve(expr)
            && let Some(field) = self.records.field(record, field)
        {
            return self.records.show_field(record, field);
        }
        match self.evaluator.value(expr) {
            Ok(known) => self.records.show_known(&known),
            Err(Cause::Field(record, field, point)) => {
                match self.records.field_or_point(record, field, point) {
                    Some(field) => self.records.show_field(record, field),
                    None => Localized::new("缺失", "absent"),
                }
            }
            Err(cause) if self.records.is_missing(&cause) => Localized::new("缺失", "absent"),
            Err(Cause::NoRecord(_)) => Localized::new("缺失", "absent"),
            Err(Cause::NoLimit(..) | Cause::InWords(..)) => Localized::new("无", "none"),
            Err(_) => Localized::new("无法判定", "undetermined"),
        }
    }

    /// What an expression is called.
    pub(crate) fn describe(&self, expr: &'a Expr) -> Localized {
        match expr {
            Expr::Field(FieldRef { record, field, frame, up }) => {
                let name = self.records.field_name(*record, *field);
                let Some(matching) = self.evaluator.instance.matching_of(*frame) else {
                    return Localized::same(name);
                };
                // It may be called as a field of the record itself.
                let partner = self.evaluator.reach(*frame, *up).ok();
                let list = partner.and_then(|partner| self.records.list_name(partner));
                Localized::same(format!("{}.{name}", list.as_ref().unwrap_or(&matching.name)))
            }
            // Its name alone would also be that of a field in scope.
            Expr::Sole(SoleRef { record, field }) => {
                let (owner, name) = (
                    self.records.record_type_name(*record),
                    self.records.field_name(*record, *field),
                );
                Localized::same(format!("{owner}.{name}"))
            }
            Expr::Text(text) => Localized::new(format!("“{text}”"), format!("“{text}”")),
            Expr::Number(number) => Localized::same(number.display(&self.records.program.units)),
            Expr::Date(date) => {
                Localized::new(date.display(Language::Chinese), date.display(Language::English))
            }
            Expr::Boolean(value) => self.records.show_known(&Known::Boolean(*value)),
            Expr::Local(index) => {
                let definition = self.evaluator.definitions.get(*index as usize);
                Localized::same(definition.map_or("", |(name, _)| name.as_str()))
            }
            Expr::Default { operand, .. } => self.describe(operand),
            Expr::Negate(operand) => Localized::same("−").and(&self.describe(operand)),
            Expr::Call { label, .. } => Localized::same(label.as_str()),
            Expr::Aggregate(aggregate) => Localized::same(aggregate.label.as_str()),
            Expr::Arithmetic { operator, left, right } => {
                self.describe_arithmetic(*operator, left, right)
            }
            Expr::If { .. } => {
                Localized::new("按条件取的数", "the figure that the condition chooses")
            }
            Expr::Key(_) => Localized::new("分组的值", "the group's value"),
            Expr::Witness(Witness::PreviousPeriod | Witness::NextPeriod) => {
                Localized::new("时点", "the point")
            }
            Expr::Record { frame, up } => match self.evaluator.reach(*frame, *up) {
                Ok(record) => self.records.show_known(&Known::Record(record)),
                Err(_) => Localized::new("记录", "the record"),
            },
            _ => Localized::new("计算结果", "the result"),
        }
    }

    fn describe_arithmetic(
        &self,
        operator: Arithmetic,
        left: &'a Expr,
        right: &'a Expr,
    ) -> Localized {
        let sign = match operator {
            Arithmetic::Add => " + ",
            Arithmetic::Subtract => " − ",
            Arithmetic::Multiply => " × ",
            Arithmetic::Divide => " ÷ ",
        };
        let is_product = matches!(operator, Arithmetic::Multiply | Arithmetic::Divide);
        let part = |expr: &'a Expr, tight: bool| {
            let words = self.describe(expr);
            match expr {
                Expr::Arithmetic { operator: Arithmetic::Add | Arithmetic::Subtract, .. }
                    if tight =>
                {
                    Localized::new(format!("({})", words.chinese), format!("({})", words.english))
                }
                _ => words,
            }
        };
        let first = part(left, is_product);
        first.then(sign, sign).and(&part(right, is_product || operator == Arithmetic::Subtract))
    }
}
