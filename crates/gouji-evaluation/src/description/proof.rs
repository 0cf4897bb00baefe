//! The arithmetic of a comparison, term by term.

use super::Describer;
use super::spot::Standing;
use crate::agreement::Allowance;
use crate::cause::Cause;
use crate::evaluator::LOCAL_HOPS;
use crate::known::{Known, with_zeros, zero_among, zero_like};
use crate::sums::TotalKey;
use crate::{Proof, ProofSide, RecordPlace, Term};
use gouji_diagnostic::{Shown, Tolerance};
use gouji_facts::{Content, Field, Note, RecordRef};
use gouji_program::expression::{AggregateExpr, Arithmetic, Compare, Function};
use gouji_program::{Aggregate, Expr, FieldId};
use gouji_text::{Localized, tidy};
use gouji_value::{Decimal, Number, Repair, ShownUnit};
use std::borrow::Cow;
use std::rc::Rc;
use std::sync::Arc;

/// Terms of one side beyond which the rest is summed up in one.
const MAXIMUM_TERMS: usize = 500;

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
}

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
    parts: Rc<Parts>,
}

/// A side while it is taken apart.
struct Parts {
    terms: Vec<Term>,
    /// The figure in whose unit the comparison is shown.
    like: Number,
    /// Whether some of the terms are records of a 合计, which do not lend the side their name.
    is_gathered: bool,
    is_product: bool,
    /// Slack of each rounded figure.
    slacks: Vec<Decimal>,
    /// Whether the side is a sum of figures as read, so that its slack is the sum of theirs.
    is_plain_sum: bool,
    has_minus: bool,
    /// Figures beyond the last term.
    rest: usize,
    rest_sum: Option<Number>,
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
        let tolerance =
            self.allowed(demanded, comparison.allowed, &like, &[&left_parts, &right_parts]);
        let difference = comparison.difference.shown_like(&like, &self.records.program.units);
        let proof = Proof {
            left: left_side,
            relation: sign(demanded),
            right: right_side,
            difference: Some(difference.display(&self.records.program.units)),
            tolerance,
        };
        Some(Arithmetics { proof, difference, swapped, demanded, literal })
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

    fn side(&mut self, expr: &'a Expr, value: &Number, like: &Number) -> (ProofSide, Rc<Parts>) {
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

    /// The terms of a computed side. Those of a sum that no record in scope has a say in are the same
    /// for every instance.
    fn taken_apart(&mut self, body: &'a Expr, like: &Number) -> (Arc<[Term]>, Rc<Parts>) {
        let total = match body {
            Expr::Aggregate(aggregate) => self.evaluator.total_key(aggregate),
            _ => None,
        };
        let like = zero_like(like);
        let known = self.sums.known.iter().find(|it| Some(it.sum) == total && it.like == like);
        if let Some(known) = known {
            return (Arc::clone(&known.terms), Rc::clone(&known.parts));
        }
        let mut parts = Parts::new(&like, is_product(body));
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

    /// What the rule itself states: as it is written there. Only a 设 gives it a name.
    fn stated_side(
        &mut self,
        label: Localized,
        literal: &'a Expr,
        value: &Number,
        like: &Number,
    ) -> (ProofSide, Parts) {
        let mut parts = Parts::new(like, false);
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

    /// Takes a sum apart.
    fn terms(&mut self, expr: &'a Expr, minus: bool, parts: &mut Parts) {
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
    fn member_terms(&mut self, aggregate: &'a AggregateExpr, minus: bool, parts: &mut Parts) {
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
    fn factors(&mut self, expr: &'a Expr, sign: &'static str, parts: &mut Parts) {
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
        parts: &mut Parts,
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
        let spot = if is_count { None } else { self.spot(expr, Standing::Published) };
        let label = match owner {
            Some(owner) => owner,
            None if is_literal(expr) => Localized::new("规则给定", "as the rule states"),
            None => self.describe(expr),
        };
        let note = self.term_note(expr);
        let at = spot.map(|spot| spot.at());
        let value = if is_literal(expr) || parts.is_product {
            self.shown(&value)
        } else {
            self.shown(&zero_among(&value, &parts.like))
        };
        parts.terms.push(Term { sign, label, value, at, note });
    }

    /// What was left out of the terms, in one.
    fn close(&mut self, parts: &mut Parts) {
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

    /// What was mended or assumed about the figure of a term.
    fn term_note(&mut self, expr: &'a Expr) -> Option<Localized> {
        if let Expr::Default { operand, .. } = expr {
            return match self.evaluator.value(operand) {
                Err(cause) if self.records.is_missing(&cause) => {
                    Some(self.default_note(expr, &cause))
                }
                _ => self.term_note(operand),
            };
        }
        match expr {
            Expr::Call {
                function: function @ (Function::First | Function::Last),
                arguments,
                ..
            } => {
                let operand = arguments.first()?;
                let (_, index) =
                    self.evaluator.stated(operand, *function == Function::Last).ok()?;
                let series = self.evaluator.series(operand).ok()?;
                self.note_words(series.record, &series.points.get(index)?.field)
            }
            Expr::Call {
                function: Function::Upper | Function::Lower | Function::Figure,
                arguments,
                ..
            } => self.term_note(arguments.first()?),
            Expr::Aggregate(aggregate) if aggregate.function == Aggregate::Only => {
                let (_, record) = self.evaluator.only(aggregate).ok()?;
                let value = aggregate.value.as_ref()?;
                self.with_record(aggregate.frame, record, |this| this.term_note(value))
            }
            _ => {
                let (record, id) = self.evaluator.resolve(expr).ok().flatten()?;
                let field = self.records.field(record, id)?;
                self.note_words(record, field)
            }
        }
    }

    fn default_note(&mut self, expr: &'a Expr, cause: &Cause<'a>) -> Localized {
        let state = match cause {
            Cause::Field(record, field, point) => {
                self.records.field_or_point(*record, *field, *point)
            }
            _ => None,
        };
        let state = state.map_or_else(
            || Localized::new("缺失", "absent"),
            |field| super::names::state_words(&field.content),
        );
        let value = self
            .evaluator
            .value(expr)
            .map(|known| self.records.show_known(&known))
            .unwrap_or_default();
        state.then("，按规则视为 ", ", counted as ").and(&value).then("", " by the rule")
    }

    /// What was mended or assumed in order to read a field.
    pub(crate) fn note_words(&self, record: RecordRef, field: &'a Field) -> Option<Localized> {
        let text = || tidy(self.records.facts.text(record, field));
        Some(match field.note.as_ref()? {
            Note::Repaired(Repair::SpaceInNumber) => Localized::new(
                format!("原文「{}」，已去掉数字中的空格", text()),
                format!("printed “{}”; the space inside the number was taken out", text()),
            ),
            Note::Repaired(Repair::MisplacedComma) => Localized::new(
                format!("原文「{}」，已去掉位置不对的逗号", text()),
                format!("printed “{}”; misplaced commas were taken out", text()),
            ),
            Note::BlankAs => {
                let value = match &field.content {
                    Content::Value(gouji_value::Value::Number(number)) => {
                        number.figure(&self.records.program.units)
                    }
                    _ => String::new(),
                };
                Localized::new(
                    format!("空白，按规则视为 {value}"),
                    format!("blank, counted as {value} by the rule"),
                )
            }
            Note::FilledDown => Localized::new("空白，续用上一行", "blank, repeats the row above"),
            Note::PeriodByOrder => Localized::new(
                "没有时点标签，按先后归入",
                "without a label of its own, taken in order",
            ),
            Note::PrintedTwice => {
                Localized::new("印了两次，内容相同", "printed twice, both the same")
            }
            Note::Slipped => {
                Localized::new("与时点标签不在同一列", "stands in another column than its label")
            }
        })
    }

    fn allowed(
        &mut self,
        demanded: Compare,
        allowed: Decimal,
        like: &Number,
        sides: &[&Parts],
    ) -> Option<Tolerance> {
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
            self.rounding_origin(&slacks, is_plain_sum, allowed, like)
        };
        Some(Tolerance { amount: amount(allowed, like).display(units), origin })
    }

    fn rounding_origin(
        &self,
        slacks: &[Decimal],
        is_plain_sum: bool,
        allowed: Decimal,
        like: &Number,
    ) -> Localized {
        let derived = || {
            Localized::new(
                "按各数显示的末位推算",
                "derived from the last digits that the figures show",
            )
        };
        let Some(&slack) = slacks.first() else { return derived() };
        let total = Decimal::from(slacks.len()).checked_mul(slack);
        let is_uniform = slacks.iter().all(|other| *other == slack) && total == Some(allowed);
        let Some(quantum) = slack.checked_add(slack).filter(|_| is_uniform && is_plain_sum) else {
            return derived();
        };
        let quantum = amount(quantum, like).display(&self.records.program.units);
        match slacks.len() {
            1 => Localized::new(
                format!("一个数按 {quantum}显示，半个末位"),
                format!("one figure is shown to {quantum}: half of its last digit"),
            ),
            2 => Localized::new(
                format!("两个数各按 {quantum}显示，各半个末位"),
                format!("two figures are shown to {quantum}: half of the last digit each"),
            ),
            count => Localized::new(
                format!("{count} 个数各按 {quantum}显示，各半个末位"),
                format!("{count} figures are shown to {quantum}: half of the last digit each"),
            ),
        }
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

impl Parts {
    fn new(like: &Number, is_product: bool) -> Self {
        Self {
            terms: Vec::new(),
            like: like.clone(),
            is_gathered: false,
            is_product,
            slacks: Vec::new(),
            is_plain_sum: true,
            has_minus: false,
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

/// An amount in base units as a figure, shown in the unit of another.
fn amount(amount: Decimal, like: &Number) -> Number {
    Number {
        amount,
        dimension: like.dimension.clone(),
        slack: Decimal::ZERO,
        unit: like.unit.clone(),
        scale: 0,
    }
}

pub(crate) fn is_literal(expr: &Expr) -> bool {
    match expr {
        Expr::Number(_) | Expr::Text(_) | Expr::Date(_) | Expr::Boolean(_) => true,
        Expr::Negate(operand) => is_literal(operand),
        _ => false,
    }
}

fn is_product(expr: &Expr) -> bool {
    matches!(expr, Expr::Arithmetic { operator: Arithmetic::Multiply | Arithmetic::Divide, .. })
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
