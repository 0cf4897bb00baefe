//! A side of a comparison, term by term.

use super::Describer;
use super::proof::is_literal;
use super::spot::PlacedFields;
use crate::Term;
use crate::known::{with_zeros, zero_among, zero_like};
use crate::sums::TotalKey;
use gouji_diagnostic::Shown;
use gouji_program::expression::{AggregateExpr, Arithmetic};
use gouji_program::{Aggregate, Expr};
use gouji_text::Localized;
use gouji_value::{Decimal, Number, PlaceSource};
use std::borrow::Cow;
use std::rc::Rc;
use std::sync::Arc;

/// Terms of one side beyond which the rest is summed up in one.
const MAXIMUM_TERMS: usize = 500;

/// The terms of a rule's sums over the whole document.
#[derive(Default)]
pub(crate) struct SumTerms {
    known: Vec<TakenApart>,
}

/// A sum over the whole document, taken apart once for all instances that it is compared in.
struct TakenApart {
    sum: TotalKey,
    /// A zero in the unit that the comparison is shown in.
    like: Number,
    terms: Arc<[Term]>,
    parts: Rc<SideParts>,
}

/// A side while it is taken apart.
pub(super) struct SideParts {
    terms: Vec<Term>,
    /// The figure in whose unit the comparison is shown.
    pub(super) like: Number,
    /// Whether some of the terms are records of a 合计, which do not lend the side their name.
    pub(super) is_gathered: bool,
    pub(super) is_product: bool,
    /// Slack of each rounded figure.
    pub(super) slacks: Vec<Decimal>,
    /// Whether the side is a sum of figures as read, so that its slack is the sum of theirs.
    pub(super) is_plain_sum: bool,
    pub(super) has_minus: bool,
    /// Figures printed with fewer digits than they were rounded to, as far as they are terms.
    pub(super) coarse: Vec<CoarseFigure>,
    /// Figures beyond the last term.
    rest: usize,
    rest_sum: Option<Number>,
}

/// A figure printed with fewer digits than it is taken for rounded to.
#[derive(Clone)]
pub(crate) struct CoarseFigure {
    pub(super) label: Localized,
    /// The last place it shows: `1 万元`.
    pub(super) last_place: String,
    /// What says that it was rounded to more.
    pub(super) source: PlaceSource,
}

impl<'a> Describer<'_, 'a, '_> {
    /// The terms of a computed side. Those of a sum that no record in scope has a say in are the same
    /// for every instance.
    pub(super) fn taken_apart(
        &mut self,
        body: &'a Expr,
        like: &Number,
    ) -> (Arc<[Term]>, Rc<SideParts>) {
        let total = match body {
            Expr::Aggregate(aggregate) => self.evaluator.total_key(aggregate),
            _ => None,
        };
        let like = zero_like(like);
        let known = self.sums.known.iter().find(|it| Some(it.sum) == total && it.like == like);
        if let Some(known) = known {
            return (Arc::clone(&known.terms), Rc::clone(&known.parts));
        }
        let mut parts = SideParts::new(&like, is_product(body));
        if parts.is_product {
            parts.is_plain_sum = false;
            self.factors(body, "", &mut parts);
        } else {
            self.terms(body, false, &mut parts);
        }
        self.close(&mut parts);
        let terms: Arc<[Term]> = std::mem::take(&mut parts.terms).into();
        let parts = Rc::new(parts);
        if let Some(sum) = total {
            let (terms, parts) = (Arc::clone(&terms), Rc::clone(&parts));
            self.sums.known.push(TakenApart { sum, like, terms, parts });
        }
        (terms, parts)
    }

    /// Takes a sum apart.
    fn terms(&mut self, expr: &'a Expr, minus: bool, parts: &mut SideParts) {
        match expr {
            Expr::Arithmetic { operator: Arithmetic::Add, left, right } => {
                self.terms(left, minus, parts);
                self.terms(right, minus, parts);
            }
            Expr::Arithmetic { operator: Arithmetic::Subtract, left, right } => {
                self.terms(left, minus, parts);
                self.terms(right, !minus, parts);
            }
            Expr::Negate(operand) => self.terms(operand, !minus, parts),
            Expr::If { condition, then, otherwise } => match self.evaluator.truth(condition) {
                Ok(true) => self.terms(then, minus, parts),
                Ok(false) => self.terms(otherwise, minus, parts),
                Err(_) => {}
            },
            Expr::Aggregate(aggregate) if aggregate.function == Aggregate::Sum => {
                self.member_terms(aggregate, minus, parts);
            }
            _ => {
                let is_first = parts.terms.is_empty();
                let sign = match (minus, is_first) {
                    (true, _) => "−",
                    (false, true) => "",
                    (false, false) => "+",
                };
                parts.has_minus |= minus;
                self.term(expr, sign, None, parts);
            }
        }
    }

    /// One term for each record of a 合计.
    fn member_terms(&mut self, aggregate: &'a AggregateExpr, minus: bool, parts: &mut SideParts) {
        let Some(value) = &aggregate.value else { return };
        let members = self.evaluator.members(aggregate);
        for record in members.iter().flatten() {
            let owner = self.records.record_name(*record).map(Localized::same);
            let sign = match (minus, parts.terms.is_empty()) {
                (true, _) => "−",
                (false, true) => "",
                (false, false) => "+",
            };
            self.with_record(aggregate.frame, *record, |this| this.term(value, sign, owner, parts));
            parts.is_gathered = true;
        }
        parts.has_minus |= minus;
        if members.is_some_and(|members| members.is_empty()) {
            let sign = if minus { "−" } else { "" };
            let label = Localized::new(
                format!("{}（没有符合条件的记录）", aggregate.label),
                format!("{} (no such record)", aggregate.label),
            );
            let value = self.shown(&zero_like(&parts.like));
            parts.terms.push(Term { sign, label, value, at: None, note: None });
        }
    }

    /// Takes a product apart.
    fn factors(&mut self, expr: &'a Expr, sign: &'static str, parts: &mut SideParts) {
        match expr {
            Expr::Arithmetic { operator: Arithmetic::Multiply, left, right } => {
                self.factors(left, sign, parts);
                self.factors(right, if sign == "÷" { "÷" } else { "×" }, parts);
            }
            Expr::Arithmetic { operator: Arithmetic::Divide, left, right } => {
                self.factors(left, sign, parts);
                self.factors(right, if sign == "÷" { "×" } else { "÷" }, parts);
            }
            _ => self.term(expr, sign, None, parts),
        }
    }

    /// One figure. `owner`: what it is called instead of by its field.
    fn term(
        &mut self,
        expr: &'a Expr,
        sign: &'static str,
        owner: Option<Localized>,
        parts: &mut SideParts,
    ) {
        let Ok(value) = self.evaluator.number(expr) else { return };
        let is_read = match expr {
            Expr::Default { operand, .. } => self.is_published(operand),
            _ => is_literal(expr) || self.is_published(expr),
        };
        parts.is_plain_sum &= is_read || value.slack.is_zero();
        if !value.slack.is_zero() {
            parts.slacks.push(value.slack);
        }
        if parts.terms.len() >= MAXIMUM_TERMS {
            parts.add_to_rest(&value, sign == "−");
            return;
        }
        // A count is not written anywhere; any other figure comes from some place.
        let is_count =
            matches!(expr, Expr::Aggregate(aggregate) if aggregate.function == Aggregate::Count);
        let spot = if is_count { None } else { self.spot(expr, PlacedFields::Published) };
        let label = match owner {
            Some(owner) => owner,
            None if is_literal(expr) => Localized::new("规则给定", "as the rule states"),
            None => self.describe(expr),
        };
        let note = self.term_note(expr);
        if is_read && value.place != PlaceSource::Figure {
            parts.coarse.push(self.coarse_figure(&label, &value));
        }
        let at = spot.map(|spot| spot.at());
        let value = if is_literal(expr) || parts.is_product {
            self.shown(&value)
        } else {
            self.shown(&zero_among(&value, &parts.like))
        };
        parts.terms.push(Term { sign, label, value, at, note });
    }

    fn coarse_figure(&self, label: &Localized, value: &Number) -> CoarseFigure {
        let units = &self.records.program.units;
        let place = value.place_value(value.scale, units);
        let place = Number::exact(place, value.dimension.clone(), value.unit.clone(), 0);
        CoarseFigure { label: label.clone(), last_place: place.display(units), source: value.place }
    }

    /// What was left out of the terms, in one.
    fn close(&mut self, parts: &mut SideParts) {
        let Some(rest) = parts.rest_sum.take() else { return };
        let label =
            Localized::new(format!("其余 {} 项", parts.rest), format!("{} more", parts.rest));
        let value = self.shown(&rest);
        parts.terms.push(Term { sign: "+", label, value, at: None, note: None });
    }

    pub(crate) fn shown(&self, number: &Number) -> Shown {
        let units = &self.records.program.units;
        Shown::Figure { number: number.figure(units), unit: number.unit_text(units).to_owned() }
    }
}

impl SideParts {
    pub(super) fn new(like: &Number, is_product: bool) -> Self {
        Self {
            terms: Vec::new(),
            like: like.clone(),
            is_gathered: false,
            is_product,
            slacks: Vec::new(),
            is_plain_sum: true,
            has_minus: false,
            coarse: Vec::new(),
            rest: 0,
            rest_sum: None,
        }
    }

    fn add_to_rest(&mut self, value: &Number, minus: bool) {
        self.rest += 1;
        let value = if minus { Cow::Owned(value.negated()) } else { Cow::Borrowed(value) };
        self.rest_sum = match self.rest_sum.take() {
            None => Some(value.into_owned()),
            Some(sum) => {
                let (left, right) = with_zeros(&sum, &value);
                Some(left.add(&right).unwrap_or_else(|_| left.clone().into_owned()))
            }
        };
    }
}

pub(super) fn is_product(expr: &Expr) -> bool {
    matches!(expr, Expr::Arithmetic { operator: Arithmetic::Multiply | Arithmetic::Divide, .. })
}
