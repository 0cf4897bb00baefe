//! The arithmetic of a comparison: its two sides, and how far they may be apart.

use super::Describer;
use super::coarse;
use super::terms::{CoarseFigure, SideParts, is_product};
use crate::agreement::Allowance;
use crate::evaluator::LOCAL_HOPS;
use crate::known::{Known, with_zeros, zero_among};
use crate::{Proof, ProofSide, RecordPlace, Term};
use gouji_diagnostic::Tolerance;
use gouji_facts::RecordRef;
use gouji_program::expression::{Arithmetic, Compare};
use gouji_program::{Expr, FieldId};
use gouji_text::Localized;
use gouji_value::{Comparison, Decimal, Number, ShownUnit};
use std::borrow::Cow;
use std::rc::Rc;
use std::sync::Arc;

/// A comparison of figures, taken apart.
pub(crate) struct Arithmetics {
    pub(crate) proof: Proof,
    /// Left minus right.
    pub(crate) difference: Number,
    /// Whether the proof's left side is the right one of the rule.
    pub(crate) swapped: bool,
    /// What the rule demands, as written (not mirrored).
    pub(crate) demanded: Compare,
    /// Whether the side the rule has on the left or right is a literal.
    pub(crate) literal: (bool, bool),
    /// Figures printed with fewer digits than those around them.
    pub(crate) coarse: Vec<CoarseFigure>,
}

impl<'a> Describer<'_, 'a, '_> {
    /// Takes a comparison of figures apart; `None` where it compares something else.
    pub(crate) fn arithmetics(
        &mut self,
        operator: Compare,
        left: &'a Expr,
        right: &'a Expr,
        wanted: bool,
    ) -> Option<Arithmetics> {
        let (left, first) = self.compared(left)?;
        let (right, second) = self.compared(right)?;
        let (first, second) = with_zeros(&first, &second);
        let demanded = if wanted { operator } else { opposite(operator) };
        let is_equation = matches!(demanded, Compare::Equal | Compare::Exactly);
        let swapped = is_equation && !self.is_published(left) && self.is_published(right);
        let literal = (is_literal(left), is_literal(right));
        let like = match self.unit_is_lefts(left, right) {
            true => first.clone().into_owned(),
            false => second.clone().into_owned(),
        };
        let (shown_left, shown_right) = match swapped {
            true => ((right, second), (left, first)),
            false => ((left, first), (right, second)),
        };
        let comparison = shown_left.1.compare(&shown_right.1).ok()?;
        let (left_side, left_parts) = self.side(shown_left.0, &shown_left.1, &like);
        let (right_side, right_parts) = self.side(shown_right.0, &shown_right.1, &like);
        let tolerance = self.allowed(demanded, &comparison, &like, &[&left_parts, &right_parts]);
        let difference = comparison.difference.shown_like(&like, &self.records.program.units);
        let proof = Proof {
            left: left_side,
            relation: sign(demanded),
            right: right_side,
            difference: Some(difference.display(&self.records.program.units)),
            tolerance,
        };
        let coarse = [&left_parts.coarse, &right_parts.coarse];
        let coarse = coarse.into_iter().flatten().cloned().collect();
        Some(Arithmetics { proof, difference, swapped, demanded, literal, coarse })
    }

    /// A side of a comparison and its value. A percentage that is compared with a quotient is a
    /// plain number; it is shown as the percentage it was.
    fn compared(&mut self, expr: &'a Expr) -> Option<(&'a Expr, Number)> {
        let value = Number::clone(&*self.evaluator.number(expr).ok()?);
        let Some(percentage) = percentage(expr) else { return Some((expr, value)) };
        let scale = self.evaluator.number(percentage).ok()?.scale;
        Some((percentage, Number { unit: ShownUnit::Percent, scale, ..value }))
    }

    /// Whether a comparison is shown in the unit of its left side: that of what is published, else
    /// of what the rule states, else of figures as read rather than of a product.
    fn unit_is_lefts(&mut self, left: &'a Expr, right: &'a Expr) -> bool {
        let (left, right) = (self.named(left).1, self.named(right).1);
        for (is_left, is_right) in [
            (self.is_published(left), self.is_published(right)),
            (is_literal(left), is_literal(right)),
        ] {
            if is_left || is_right {
                return is_left;
            }
        }
        self.has_read_unit(left) || !self.has_read_unit(right)
    }

    /// Whether a computed figure has the unit of a figure as read, not of a product or quotient.
    fn has_read_unit(&self, expr: &'a Expr) -> bool {
        let mut expr = expr;
        for _ in 0..LOCAL_HOPS {
            expr = match expr {
                Expr::Arithmetic { .. } if is_product(expr) => return false,
                Expr::Arithmetic { left: operand, .. }
                | Expr::Negate(operand)
                | Expr::Default { operand, .. } => operand,
                Expr::Aggregate(aggregate) => match &aggregate.value {
                    Some(value) => value,
                    None => return true,
                },
                Expr::Call { arguments, .. } => match arguments.first() {
                    Some(first) => first,
                    None => return true,
                },
                Expr::Local(index) => match self.evaluator.definitions.get(*index as usize) {
                    Some((_, definition)) => definition,
                    None => return true,
                },
                _ => return true,
            };
        }
        true
    }

    fn side(
        &mut self,
        expr: &'a Expr,
        value: &Number,
        like: &Number,
    ) -> (ProofSide, Rc<SideParts>) {
        let (name, body) = self.named(expr);
        if is_literal(body) {
            let (side, parts) = self.stated_side(name.unwrap_or_default(), body, value, like);
            return (side, Rc::new(parts));
        }
        let (terms, parts) = self.taken_apart(body, like);
        let label = match (name, &*terms) {
            (Some(name), _) => name,
            (None, [only]) if only.sign.is_empty() && !parts.is_gathered => only.label.clone(),
            (None, _) if parts.is_product || parts.has_minus => {
                Localized::new("计算结果", "the computed figure")
            }
            (None, _) => Localized::new("各项之和", "the sum of the parts"),
        };
        let value = self.shown(&value.shown_like(like, &self.records.program.units));
        (ProofSide { label, terms, value }, parts)
    }

    /// What the rule itself states: as it is written there. Only a 设 gives it a name.
    fn stated_side(
        &mut self,
        label: Localized,
        literal: &'a Expr,
        value: &Number,
        like: &Number,
    ) -> (ProofSide, SideParts) {
        let mut parts = SideParts::new(like, false);
        let written = match self.evaluator.number(literal) {
            Ok(written) => match zero_among(&written, &parts.like) {
                // A zero needs no unit in the rule, but here it stands among figures that have one.
                Cow::Owned(zero) => self.shown(&Number { scale: written.scale, ..zero }),
                Cow::Borrowed(written) => self.shown(written),
            },
            Err(_) => self.shown(value),
        };
        let term =
            Term { sign: "", label: label.clone(), value: written.clone(), at: None, note: None };
        if !value.slack.is_zero() {
            parts.slacks.push(value.slack);
        }
        (ProofSide { label, terms: Arc::new([term]), value: written }, parts)
    }

    /// A 设 that stands for a computation is known by its name.
    fn named(&mut self, expr: &'a Expr) -> (Option<Localized>, &'a Expr) {
        let mut name = None;
        let mut body = expr;
        for _ in 0..LOCAL_HOPS {
            let Expr::Local(index) = body else { break };
            let Some((_, definition)) = self.evaluator.definitions.get(*index as usize) else {
                break;
            };
            if !matches!(self.evaluator.resolve(body), Ok(Some(_))) {
                name = name.or(Some(self.describe(body)));
            }
            body = definition;
        }
        (name, body)
    }

    fn allowed(
        &mut self,
        demanded: Compare,
        comparison: &Comparison,
        like: &Number,
        sides: &[&SideParts],
    ) -> Option<Tolerance> {
        let allowed = comparison.allowed;
        let units = &self.records.program.units;
        match demanded {
            Compare::Less | Compare::Greater => return None,
            Compare::Exactly => {
                let origin = Localized::new("规则要求恰好相等", "the rule demands exact equality");
                return Some(Tolerance {
                    amount: amount(Decimal::ZERO, like).display(units),
                    origin,
                });
            }
            _ => {}
        }
        if let Allowance::Stated(stated) = self.evaluator.comparing.allowance() {
            let stated = amount(self.evaluator.number(stated).ok()?.amount, like);
            let origin = Localized::new("规则写明", "stated by the rule");
            return Some(Tolerance { amount: stated.display(units), origin });
        }
        if allowed.is_zero() {
            return None;
        }
        let slacks: Vec<Decimal> =
            sides.iter().flat_map(|side| side.slacks.iter().copied()).collect();
        let is_plain_sum = sides.iter().all(|side| side.is_plain_sum);
        let origin = if self.evaluator.comparing.allowance() == Allowance::LastDigit {
            Localized::new("按各数末位", "half of the last digit of each figure")
        } else {
            let coarse: Vec<&CoarseFigure> = sides.iter().flat_map(|side| &side.coarse).collect();
            self.rounding_origin(&slacks, is_plain_sum, (allowed, like), &coarse)
        };
        let is_just_that = comparison.difference.amount.abs() == allowed;
        let origin = match is_just_that {
            true => origin.then("，相差要比它小", "; the difference must be less than that"),
            false => origin,
        };
        Some(Tolerance { amount: amount(allowed, like).display(units), origin })
    }

    /// Where a tolerance by rounding comes from: how many figures are rounded to which place, and what says so of
    /// those that show less.
    fn rounding_origin(
        &self,
        slacks: &[Decimal],
        is_plain_sum: bool,
        (allowed, like): (Decimal, &Number),
        coarse: &[&CoarseFigure],
    ) -> Localized {
        let derived = || {
            let derived = Localized::new(
                "按各数显示的末位推算",
                "derived from the last digits that the figures show",
            );
            coarse::after(derived, coarse)
        };
        let Some(&slack) = slacks.first() else { return derived() };
        let total = Decimal::from(slacks.len()).checked_mul(slack);
        let is_uniform = slacks.iter().all(|other| *other == slack) && total == Some(allowed);
        let Some(quantum) = slack.checked_add(slack).filter(|_| is_uniform && is_plain_sum) else {
            return derived();
        };
        let quantum = amount(quantum, like).display(&self.records.program.units);
        let (figures, english, each) = match slacks.len() {
            1 => ("一个数".to_owned(), "one figure is".to_owned(), ("半个末位", "its last digit")),
            2 => ("两个数各".to_owned(), "two figures are".to_owned(), EACH),
            count => (format!("{count} 个数各"), format!("{count} figures are"), EACH),
        };
        if let Some((source, english_source)) = coarse::only_source(coarse, slacks.len()) {
            return Localized::new(
                format!("{figures}{source}算到 {quantum}，{}", each.0),
                format!("{english} taken to {quantum}, {english_source}: half of {}", each.1),
            );
        }
        let words = Localized::new(
            format!("{figures}按 {quantum}显示，{}", each.0),
            format!("{english} shown to {quantum}: half of {}", each.1),
        );
        coarse::after(words, coarse)
    }

    /// The field whose printed text an expression stands for.
    pub(crate) fn field_of(&mut self, expr: &'a Expr) -> Option<(RecordRef, FieldId)> {
        match expr {
            Expr::Default { operand, .. } => self.field_of(operand),
            _ => self.evaluator.resolve(expr).ok().flatten(),
        }
    }

    /// The value of an expression with its name: `预算数 10 万元`; a literal has no name.
    pub(crate) fn name_and_value(&mut self, expr: &'a Expr) -> (Localized, Localized) {
        let value =
            self.evaluator.value(expr).map(|known: Known<'a>| self.records.show_known(&known));
        let name = if is_literal(expr) { Localized::default() } else { self.describe(expr) };
        (name, value.unwrap_or_else(|_| self.show(expr)))
    }
}

/// Half of the last digit of each of several figures.
const EACH: (&str, &str) = ("各半个末位", "the last digit each");

/// An amount in base units as a figure, shown in the unit of another.
fn amount(amount: Decimal, like: &Number) -> Number {
    Number::exact(amount, like.dimension.clone(), like.unit.clone(), 0)
}

pub(crate) fn is_literal(expr: &Expr) -> bool {
    match expr {
        Expr::Number(_) | Expr::Text(_) | Expr::Date(_) | Expr::Boolean(_) => true,
        Expr::Negate(operand) => is_literal(operand),
        _ => false,
    }
}

/// The percentage that an expression takes as the plain number it is: the checker divides one by
/// 100 % where it is compared with a quotient.
pub(crate) fn percentage(expr: &Expr) -> Option<&Expr> {
    let Expr::Arithmetic { operator: Arithmetic::Divide, left, right } = expr else { return None };
    match &**right {
        Expr::Number(whole) if whole.unit == ShownUnit::Percent && whole.amount == Decimal::ONE => {
            Some(left)
        }
        _ => None,
    }
}

/// What is demanded where a relation must not hold.
fn opposite(operator: Compare) -> Compare {
    match operator {
        Compare::Equal | Compare::Exactly => Compare::NotEqual,
        Compare::NotEqual => Compare::Equal,
        Compare::Less => Compare::GreaterOrEqual,
        Compare::LessOrEqual => Compare::Greater,
        Compare::Greater => Compare::LessOrEqual,
        Compare::GreaterOrEqual => Compare::Less,
    }
}

fn sign(operator: Compare) -> &'static str {
    match operator {
        Compare::Equal | Compare::Exactly => "=",
        Compare::NotEqual => "≠",
        Compare::Less => "<",
        Compare::LessOrEqual => "≤",
        Compare::Greater => ">",
        Compare::GreaterOrEqual => "≥",
    }
}

/// The opposite of a relation where it must not hold, for words about values without arithmetic.
pub(crate) fn demanded(operator: Compare, wanted: bool) -> Compare {
    if wanted { operator } else { opposite(operator) }
}

/// A place of a term, for the list of places.
pub(crate) fn term_label(term: &Term) -> Localized {
    term.label.clone().then(" ", " ").and(&term.value.words())
}

/// The places of all terms, in order.
pub(crate) fn term_places(proof: &Proof) -> impl Iterator<Item = (&Term, RecordPlace)> {
    let terms = proof.left.terms.iter().chain(proof.right.terms.iter());
    terms.filter_map(|term| term.at.map(|at| (term, at)))
}
