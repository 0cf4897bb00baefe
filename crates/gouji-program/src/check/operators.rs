//! Arithmetic, comparisons and connectives.

use super::compile::{Compiler, is_plain, number_kind};
use super::mismatch::DimensionRelation;
use super::report::Checked;
use super::scope::{NameReading, field_expression};
use super::types::{Dim, Type, Typed, adopt, common_dim};
use crate::Expr;
use crate::codes;
use crate::expression::{Arithmetic, Compare};
use gouji_syntax::ast::{BinaryOperator, Expression, ExpressionKind};
use gouji_text::Localized;
use gouji_text::TextRange;
use gouji_value::{Decimal, Dimension, Number};

impl Compiler<'_, '_> {
    pub fn binary(
        &mut self,
        operator: BinaryOperator,
        (left, right): (&Expression, &Expression),
        range: TextRange,
    ) -> Checked<Typed> {
        match operator {
            BinaryOperator::And | BinaryOperator::Or => {
                self.connective(operator, (left, right), range)
            }
            BinaryOperator::Add => self.arithmetic(Arithmetic::Add, left, right, range),
            BinaryOperator::Subtract => self.arithmetic(Arithmetic::Subtract, left, right, range),
            BinaryOperator::Multiply => self.arithmetic(Arithmetic::Multiply, left, right, range),
            BinaryOperator::Divide => self.arithmetic(Arithmetic::Divide, left, right, range),
            BinaryOperator::Equal => self.comparison(Compare::Equal, left, right, range),
            BinaryOperator::Exactly => self.comparison(Compare::Exactly, left, right, range),
            BinaryOperator::NotEqual => self.comparison(Compare::NotEqual, left, right, range),
            BinaryOperator::Less => self.comparison(Compare::Less, left, right, range),
            BinaryOperator::LessOrEqual => {
                self.comparison(Compare::LessOrEqual, left, right, range)
            }
            BinaryOperator::Greater => self.comparison(Compare::Greater, left, right, range),
            BinaryOperator::GreaterOrEqual => {
                self.comparison(Compare::GreaterOrEqual, left, right, range)
            }
        }
    }

    fn connective(
        &mut self,
        operator: BinaryOperator,
        (left, right): (&Expression, &Expression),
        range: TextRange,
    ) -> Checked<Typed> {
        let left = self.expression(left).and_then(|left| {
            self.need_condition(&left)?;
            Ok(left.expr)
        });
        let right = self.expression(right).and_then(|right| {
            self.need_condition(&right)?;
            Ok(right.expr)
        });
        let (left, right) = (left?, right?);
        let expr = match (operator, left) {
            (BinaryOperator::And, Expr::And(mut all)) => {
                all.push(right);
                Expr::And(all)
            }
            (BinaryOperator::And, left) => Expr::And(vec![left, right]),
            (_, Expr::Or(mut any)) => {
                any.push(right);
                Expr::Or(any)
            }
            (_, left) => Expr::Or(vec![left, right]),
        };
        Ok(Typed::new(expr, Type::Boolean, range))
    }

    fn arithmetic(
        &mut self,
        operator: Arithmetic,
        left: &Expression,
        right: &Expression,
        range: TextRange,
    ) -> Checked<Typed> {
        let left = self.expression(left).and_then(|left| self.number_operand(left));
        let right = self.expression(right).and_then(|right| self.number_operand(right));
        let (mut left, mut right) = (left?, right?);
        let (Some(one), Some(other)) = (left.kind.dim(), right.kind.dim()) else {
            return Err(super::report::Failed);
        };
        let quotient;
        let dim = match operator {
            Arithmetic::Add | Arithmetic::Subtract => {
                let relation = match operator {
                    Arithmetic::Add => DimensionRelation::Add,
                    _ => DimensionRelation::Subtract,
                };
                quotient = left.quotient || right.quotient;
                self.same_dimension(&mut left, &mut right, relation, range)?
            }
            Arithmetic::Multiply => {
                quotient = left.quotient || right.quotient;
                self.product(&one, &other, false, range)?
            }
            Arithmetic::Divide => {
                self.nonzero(&right)?;
                quotient = match (&one, &other) {
                    (Dim::Known(one), Dim::Known(other)) => !left.bare && one.same(other),
                    _ => false,
                };
                self.product(&one, &other, true, range)?
            }
        };
        let bare = left.bare && right.bare;
        let quotient = quotient && dim == Dim::Known(Dimension::None);
        let expr =
            Expr::Arithmetic { operator, left: Box::new(left.expr), right: Box::new(right.expr) };
        Ok(Typed { quotient, bare, ..Typed::new(expr, Type::Number(dim), range) })
    }

    fn number_operand(&mut self, typed: Typed) -> Checked<Typed> {
        self.need_number(&typed)?;
        Ok(Typed { kind: number_kind(typed.kind), ..typed })
    }

    fn nonzero(&mut self, divisor: &Typed) -> Checked<()> {
        if divisor.kind != Type::Number(Dim::Zero) {
            return Ok(());
        }
        let problem = self.problem(
            &codes::DIVISION_BY_ZERO,
            divisor.range,
            Localized::new("除数是零，算不出来", "division by zero: nothing can come of it"),
            Localized::new("不能除以零", "zero"),
        );
        self.reporter.fail(problem)
    }

    fn product(&mut self, one: &Dim, other: &Dim, over: bool, range: TextRange) -> Checked<Dim> {
        let plain = Dimension::None;
        let known = |dim: &Dim| match dim {
            Dim::Known(dimension) => Some(dimension.clone()),
            Dim::Zero => Some(plain.clone()),
            Dim::Dynamic => None,
        };
        let (Some(one), Some(other)) = (known(one), known(other)) else {
            return Ok(Dim::Dynamic);
        };
        let result = if over { one.over(&other) } else { one.times(&other) };
        match result {
            Some(dimension) => Ok(Dim::Known(dimension)),
            None => {
                let problem = self.problem(
                    &codes::TOO_LARGE,
                    range,
                    Localized::new("乘除的单位太多", "too many units are multiplied here"),
                    Localized::new("单位太多", "too many units"),
                );
                self.reporter.fail(problem)
            }
        }
    }

    fn comparison(
        &mut self,
        operator: Compare,
        left: &Expression,
        right: &Expression,
        range: TextRange,
    ) -> Checked<Typed> {
        let (left, right) = match self.join_idiom(left, right) {
            Some(sides) => sides?,
            None => {
                let left = self.expression(left);
                let right = self.expression(right);
                (left?, right?)
            }
        };
        let (mut left, mut right) = (left, right);
        self.comparable(operator, &mut left, &mut right, range)?;
        let expr =
            Expr::Compare { operator, left: Box::new(left.expr), right: Box::new(right.expr) };
        Ok(Typed::new(expr, Type::Boolean, range))
    }

    /// `甲.名称 = 名称`: where one side names a record and its field in full, the bare name on the
    /// other side means another record's field of that name.
    fn join_idiom(
        &mut self,
        left: &Expression,
        right: &Expression,
    ) -> Option<Checked<(Typed, Typed)>> {
        let (bare, full, bare_is_left) = match (&*left.kind, &*right.kind) {
            (ExpressionKind::Path(one), ExpressionKind::Path(other)) => {
                match (one.len(), other.len()) {
                    (1, 2..) => (left, right, true),
                    (2.., 1) => (right, left, false),
                    _ => return None,
                }
            }
            _ => return None,
        };
        let (ExpressionKind::Path(name), ExpressionKind::Path(path)) = (&*bare.kind, &*full.kind)
        else {
            return None;
        };
        let (name, last) = (name.first()?, path.last()?);
        if name.text != last.text || self.is_bound_name(&name.text) {
            return None;
        }
        let mut readings = self.scope.readings(self.declarations, &name.text);
        if readings.len() < 2 {
            return None;
        }
        let full = match self.expression(full) {
            Ok(full) => full,
            Err(failed) => return Some(Err(failed)),
        };
        let taken = match &full.expr {
            Expr::Field(field) => NameReading::Field(*field),
            Expr::Key(index) => NameReading::Key(usize::from(*index)),
            _ => return Some(self.expression(bare).map(|bare| pair(full, bare, bare_is_left))),
        };
        let place = |reading: &NameReading| match reading {
            NameReading::Field(field) => Some(self.scope.canonical(field.frame, field.up)),
            NameReading::Key(_) => None,
        };
        readings.retain(|reading| match (place(reading), place(&taken)) {
            (Some(one), Some(other)) => one != other,
            _ => *reading != taken,
        });
        let bare = match readings.as_slice() {
            [reading] => {
                self.note_reading(name, *reading);
                Ok(self.reading(*reading, bare.range))
            }
            _ => self.expression(bare),
        };
        Some(bare.map(|bare| pair(full, bare, bare_is_left)))
    }

    /// Turns a reading of a bare name into an expression.
    pub fn reading(&mut self, reading: NameReading, range: TextRange) -> Typed {
        match reading {
            NameReading::Field(field) => {
                self.used(field.record, Some(field.field), range);
                field_expression(self.declarations, field, range)
            }
            NameReading::Key(index) => {
                let key = self.scope.keys.as_ref().and_then(|keys| keys.get(index));
                let kind = key.map_or(Type::Text, |key| key.kind.clone());
                Typed::new(Expr::Key(index as u16), kind, range)
            }
        }
    }

    fn comparable(
        &mut self,
        operator: Compare,
        left: &mut Typed,
        right: &mut Typed,
        range: TextRange,
    ) -> Checked<()> {
        let equality = matches!(operator, Compare::Equal | Compare::Exactly | Compare::NotEqual);
        match (&left.kind, &right.kind) {
            (Type::Number(_) | Type::Limit, Type::Number(_) | Type::Limit) => {
                let dim = self.same_dimension(left, right, DimensionRelation::Compare, range)?;
                self.compared.push(dim);
                Ok(())
            }
            (Type::Text, Type::Text) if equality => Ok(()),
            (Type::Text, Type::Text) => self.fail_order(range),
            (Type::Date, Type::Date)
            | (Type::Period, Type::Period)
            | (Type::Limit, Type::Date | Type::Period)
            | (Type::Date | Type::Period, Type::Limit) => Ok(()),
            (Type::Record(one), Type::Record(other)) if equality && one == other => Ok(()),
            (Type::Bound, Type::Bound) if equality => Ok(()),
            _ => self.unlike(left, right, DimensionRelation::Compare, range),
        }
    }

    /// The type that two alternatives have in common.
    pub fn agree(&mut self, left: &mut Typed, right: &mut Typed) -> Checked<Type> {
        let range = left.range.cover(right.range);
        match (&left.kind, &right.kind) {
            (Type::Number(_) | Type::Limit, Type::Number(_) | Type::Limit) => {
                let dim = self.same_dimension(left, right, DimensionRelation::Same, range)?;
                let both_limits = left.kind == Type::Limit && right.kind == Type::Limit;
                Ok(if both_limits { Type::Limit } else { Type::Number(dim) })
            }
            (one, other) if one == other && one.is_single() => Ok(one.clone()),
            _ => {
                self.unlike(left, right, DimensionRelation::Same, range)?;
                Ok(left.kind.clone())
            }
        }
    }

    /// Holds two figures to one dimension. A percentage beside a quotient of like figures is taken
    /// as the plain number it is.
    fn same_dimension(
        &mut self,
        left: &mut Typed,
        right: &mut Typed,
        relation: DimensionRelation,
        range: TextRange,
    ) -> Checked<Dim> {
        let ratio = Type::ratio();
        if left.quotient && right.kind == ratio {
            plain_ratio(right);
        } else if right.quotient && left.kind == ratio {
            plain_ratio(left);
        }
        let (Some(one), Some(other)) = (left.kind.dim(), right.kind.dim()) else {
            return Err(super::report::Failed);
        };
        if let Some(dim) = common_dim(&one, &other) {
            adopt(&mut left.expr, &dim);
            adopt(&mut right.expr, &dim);
            return Ok(dim);
        }
        let (bare, unit) = if left.bare { (&*left, &other) } else { (&*right, &one) };
        let problem = match unit {
            Dim::Known(dimension) if bare.bare && !is_plain(dimension) => {
                self.missing_unit(bare, dimension)
            }
            _ => {
                let problem = self.mismatch(left, right, relation, range);
                self.suggest_whole_unit(problem, left, right)
            }
        };
        self.reporter.fail(problem)
    }
}

fn pair(full: Typed, bare: Typed, bare_is_left: bool) -> (Typed, Typed) {
    if bare_is_left { (bare, full) } else { (full, bare) }
}

/// Takes a percentage as a plain number: 90 % is 0.9.
pub(crate) fn plain_ratio(typed: &mut Typed) {
    typed.kind = Type::plain();
    if let Expr::Number(number) = &mut typed.expr {
        number.dimension = Dimension::None;
        return;
    }
    if let Some(whole) = Number::percent(Decimal::ONE_HUNDRED) {
        let ratio = std::mem::replace(&mut typed.expr, Expr::Boolean(false));
        typed.expr = Expr::Arithmetic {
            operator: Arithmetic::Divide,
            left: Box::new(ratio),
            right: Box::new(Expr::Number(whole)),
        };
    }
}
