//! Expressions to values and truth values, over the records in scope.

use crate::cache::Cache;
use crate::known::{Figure, Known, Outcome, Truth, with_zeros};
use crate::proof::TakenApart;
use crate::why::Why;
use gouji_facts::{Content, Facts, Field, Note, Record, RecordRef};
use gouji_program::expression::{AggregateExpr, Arithmetic, FieldRef, IsKind, SoleRef};
use gouji_program::{Expr, FieldId, Predicate, Program};
use gouji_value::{BaseUnit, Dimension, Number, Value};
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::rc::Rc;

/// How far figures may be apart to count as equal.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Allowance<'a> {
    /// As far as each figure's own rounding goes.
    Own,
    /// Half of the last digit each figure shows.
    LastDigit,
    /// This much.
    Stated(&'a Expr),
}

/// The group in frame 0.
#[derive(Debug)]
pub(crate) struct Group<'a> {
    pub(crate) records: Vec<RecordRef>,
    pub(crate) keys: Vec<Known<'a>>,
}

/// The two neighbours of a series that are out of order.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OutOfOrder {
    pub(crate) record: RecordRef,
    pub(crate) field: FieldId,
    /// Index of the earlier point.
    pub(crate) previous: u16,
    /// Index of the later point.
    pub(crate) next: u16,
}

/// Evaluates the expressions of one rule.
pub(crate) struct Evaluator<'a, 'c> {
    pub(crate) program: &'a Program,
    pub(crate) facts: &'a Facts,
    pub(crate) cache: &'c mut Cache,
    /// 设 of the rule.
    pub(crate) definitions: &'a [(String, Expr)],
    /// Values of 设 for the current instance, as far as they were needed.
    locals: Vec<Option<Outcome<'a>>>,
    frames: Vec<Option<RecordRef>>,
    pub(crate) group: Option<Rc<Group<'a>>>,
    allowance: Allowance<'a>,
    /// Whether figures are compared without any slack.
    exact: bool,
    /// Whether a filter is being evaluated: tolerances stated for the obligation do not reach it.
    pub(crate) in_filter: bool,
    /// Whether a comparison since it was last reset came out as it did only by slack.
    pub(crate) slack_used: bool,
    /// How deep in expressions, those of 设 included.
    depth: u16,
    /// 设 already searched for a place.
    pub(crate) searched: Vec<u16>,
    /// For messages: set when a finding is described.
    pub(crate) witness: Option<OutOfOrder>,
    /// Sums over the whole document that no record in scope has a say in, by their expression.
    pub(crate) totals: FxHashMap<TotalKey, Total<'a>>,
    /// Such sums taken apart, for proofs.
    pub(crate) taken_apart: Vec<TakenApart>,
}

/// A sum's place in memory, and whether figures are taken with the slack of their last digit.
pub(crate) type TotalKey = (*const AggregateExpr, bool);

/// A sum, and of how many figures.
pub(crate) type Total<'a> = Result<(Number, usize), Why<'a>>;

/// How deep expressions may go, those of 设 included. The checker allows 256 for each; the stack of
/// a worker thread must hold this.
const DEEPEST: u16 = 520;

/// How often a 设 may stand for another one.
pub(crate) const LOCAL_HOPS: u8 = 64;

impl<'a, 'c> Evaluator<'a, 'c> {
    pub(crate) fn new(
        program: &'a Program,
        facts: &'a Facts,
        definitions: &'a [(String, Expr)],
        cache: &'c mut Cache,
    ) -> Self {
        Self {
            program,
            facts,
            cache,
            definitions,
            locals: vec![None; definitions.len()],
            frames: Vec::with_capacity(4),
            group: None,
            allowance: Allowance::Own,
            exact: false,
            in_filter: false,
            slack_used: false,
            depth: 0,
            searched: Vec::new(),
            witness: None,
            totals: FxHashMap::default(),
            taken_apart: Vec::new(),
        }
    }

    /// Starts another instance: what was computed for the last one is forgotten.
    pub(crate) fn start(&mut self, record: Option<RecordRef>, group: Option<Rc<Group<'a>>>) {
        self.frames.clear();
        self.frames.push(record);
        self.group = group;
        self.witness = None;
        self.set_mode(Allowance::Own, false);
        self.forget_locals();
    }

    /// Says how figures are compared from now on.
    pub(crate) fn set_mode(&mut self, allowance: Allowance<'a>, exact: bool) {
        if self.allowance != allowance || self.exact != exact {
            self.allowance = allowance;
            self.exact = exact;
            self.forget_locals();
        }
    }

    fn forget_locals(&mut self) {
        self.locals.iter_mut().for_each(|local| *local = None);
    }

    pub(crate) fn allowance(&self) -> Allowance<'a> {
        self.allowance
    }

    pub(crate) fn is_exact(&self) -> bool {
        self.exact
    }

    /// Puts a record into a frame and gives what was there.
    pub(crate) fn set_frame(&mut self, frame: u8, record: Option<RecordRef>) -> Option<RecordRef> {
        let frame = frame as usize;
        if self.frames.len() <= frame {
            self.frames.resize(frame + 1, None);
        }
        self.frames.get_mut(frame).and_then(|slot| std::mem::replace(slot, record))
    }

    pub(crate) fn frames(&self) -> Vec<Option<RecordRef>> {
        self.frames.clone()
    }

    pub(crate) fn restore_frames(&mut self, frames: Vec<Option<RecordRef>>) {
        self.frames = frames;
    }

    /// The record of frame 0: the one the rule is at, or the first of its group.
    pub(crate) fn instance(&self) -> Option<RecordRef> {
        self.frames.first().copied().flatten()
    }

    pub(crate) fn record(&self, record: RecordRef) -> Option<&'a Record> {
        let (_, fragment) = self.facts.fragments().get(record.fragment as usize)?;
        fragment.records.get(record.record as usize)
    }

    pub(crate) fn field(&self, record: RecordRef, field: FieldId) -> Option<&'a Field> {
        self.record(record)?.fields.get(field.0 as usize)
    }

    /// The record of a frame, some enclosing records up.
    pub(crate) fn reach(&self, frame: u8, up: u8) -> Result<RecordRef, Why<'a>> {
        let start = self.frames.get(frame as usize).copied().flatten();
        let mut record = start.ok_or(Why::Malformed)?;
        for _ in 0..up {
            let parent = self.record(record).and_then(|found| found.parent);
            record.record = parent.ok_or(Why::Malformed)?;
        }
        Ok(record)
    }

    pub(crate) fn reach_field(&self, field: FieldRef) -> Result<RecordRef, Why<'a>> {
        self.reach(field.frame, field.up)
    }

    /// The only record of a type.
    pub(crate) fn sole(&self, sole: SoleRef) -> Result<RecordRef, Why<'a>> {
        match self.facts.collection(sole.record) {
            [only] => Ok(*only),
            [] => Err(Why::NoRecord(sole.record)),
            _ => Err(Why::SeveralRecords(sole.record)),
        }
    }

    /// The field that an expression stands for, where it stands for one.
    pub(crate) fn resolve(
        &mut self,
        expr: &'a Expr,
    ) -> Result<Option<(RecordRef, FieldId)>, Why<'a>> {
        let mut expr = expr;
        for _ in 0..LOCAL_HOPS {
            match expr {
                Expr::Field(field) => {
                    return self.reach_field(*field).map(|record| Some((record, field.field)));
                }
                Expr::Sole(sole) => {
                    return self.sole(*sole).map(|record| Some((record, sole.field)));
                }
                Expr::Local(index) => match self.definitions.get(*index as usize) {
                    Some((_, definition)) => expr = definition,
                    None => return Err(Why::Malformed),
                },
                _ => return Ok(None),
            }
        }
        Err(Why::Malformed)
    }

    /// The value of a field.
    #[inline]
    pub(crate) fn read(&self, record: RecordRef, id: FieldId) -> Outcome<'a> {
        let field = self.field(record, id).ok_or(Why::Malformed)?;
        self.read_content(record, id, field, None)
    }

    pub(crate) fn read_content(
        &self,
        record: RecordRef,
        id: FieldId,
        field: &'a Field,
        point: Option<u16>,
    ) -> Outcome<'a> {
        match &field.content {
            Content::Text => Ok(Known::Text(Cow::Borrowed(self.facts.text(record, field)))),
            // What a blank counts as shows no last digit.
            Content::Value(Value::Number(number)) if field.note == Some(Note::BlankAs) => {
                Ok(Known::Number(Figure::Read(number)))
            }
            Content::Value(Value::Number(number)) => Ok(Known::Number(self.figure(number))),
            Content::Value(Value::Bound(bound)) => {
                Ok(Known::Bound(bound, self.facts.text(record, field)))
            }
            Content::Value(Value::Date(date)) => Ok(Known::Date(*date)),
            Content::Value(Value::Period(period)) => Ok(Known::Period(*period)),
            Content::Blank | Content::Dash | Content::Absent | Content::Unreadable(_) => {
                Err(Why::Field(record, id, point))
            }
            Content::Series(_) | Content::List(_) => Err(Why::Malformed),
        }
    }

    /// A figure of the document, with the slack the obligation gives it.
    fn figure(&self, number: &'a Number) -> Figure<'a> {
        if self.allowance != Allowance::LastDigit {
            return Figure::Read(number);
        }
        let slack = number.last_digit_slack(&self.program.units);
        Figure::Computed(Box::new(Number { slack, ..number.clone() }))
    }

    /// The value of an expression.
    pub(crate) fn value(&mut self, expr: &'a Expr) -> Outcome<'a> {
        match expr {
            Expr::Field(field) => {
                let record = self.reach_field(*field)?;
                self.read(record, field.field)
            }
            Expr::Sole(sole) => {
                let record = self.sole(*sole)?;
                self.read(record, sole.field)
            }
            Expr::Text(text) => Ok(Known::Text(Cow::Borrowed(text))),
            Expr::Number(number) => Ok(Known::Number(Figure::Read(number))),
            _ => {
                self.descend_into()?;
                let outcome = self.compound_value(expr);
                self.ascend();
                outcome
            }
        }
    }

    /// Goes one step deeper into an expression.
    pub(crate) fn descend_into(&mut self) -> Result<(), Why<'a>> {
        if self.depth >= DEEPEST {
            return Err(Why::TooDeep);
        }
        self.depth += 1;
        Ok(())
    }

    pub(crate) fn ascend(&mut self) {
        self.depth = self.depth.saturating_sub(1);
    }

    fn compound_value(&mut self, expr: &'a Expr) -> Outcome<'a> {
        match expr {
            Expr::Date(date) => Ok(Known::Date(*date)),
            Expr::List(items) => {
                let values: Result<_, _> = items.iter().map(|item| self.value(item)).collect();
                values.map(Known::List)
            }
            Expr::Record { frame, up } => self.reach(*frame, *up).map(Known::Record),
            Expr::Local(index) => self.local(*index),
            Expr::Key(index) => {
                let group = self.group.as_ref();
                group
                    .and_then(|group| group.keys.get(*index as usize))
                    .cloned()
                    .ok_or(Why::Malformed)
            }
            Expr::Witness(witness) => self.witness_value(*witness),
            Expr::Negate(operand) => {
                let number = self.number(operand)?;
                Ok(Known::number(number.negated()))
            }
            Expr::Arithmetic { operator, left, right } => self.arithmetic(*operator, left, right),
            Expr::If { condition, then, otherwise } => {
                let chosen = if self.truth(condition)? { then } else { otherwise };
                self.value(chosen)
            }
            Expr::Default { operand, value } => match self.value(operand) {
                Err(why) if self.is_missing(&why) => self.value(value),
                outcome => outcome,
            },
            Expr::Call { function, arguments, .. } => self.call(*function, arguments),
            Expr::Aggregate(aggregate) => self.aggregate(aggregate),
            Expr::Boolean(_)
            | Expr::Compare { .. }
            | Expr::Not(_)
            | Expr::And(_)
            | Expr::Or(_)
            | Expr::Is { .. }
            | Expr::In { .. }
            | Expr::TextTest { .. }
            | Expr::Predicate { .. } => self.truth(expr).map(Known::Boolean),
            Expr::Field(_) | Expr::Sole(_) | Expr::Text(_) | Expr::Number(_) => self.value(expr),
        }
    }

    /// The value of a 设, computed once for an instance.
    fn local(&mut self, index: u16) -> Outcome<'a> {
        let slot = index as usize;
        match self.locals.get(slot) {
            Some(Some(known)) => return known.clone(),
            Some(None) => {}
            None => return Err(Why::Malformed),
        }
        // One that needs itself finds this.
        self.store_local(slot, Err(Why::Malformed));
        let Some((_, definition)) = self.definitions.get(slot) else { return Err(Why::Malformed) };
        let in_filter = std::mem::replace(&mut self.in_filter, false);
        let outcome = self.value(definition);
        self.in_filter = in_filter;
        self.store_local(slot, outcome.clone());
        outcome
    }

    fn store_local(&mut self, slot: usize, outcome: Outcome<'a>) {
        if let Some(local) = self.locals.get_mut(slot) {
            *local = Some(outcome);
        }
    }

    /// The value of an expression that gives a figure.
    pub(crate) fn number(&mut self, expr: &'a Expr) -> Result<Figure<'a>, Why<'a>> {
        match self.value(expr)? {
            Known::Number(number) => Ok(number),
            _ => Err(Why::DifferentKinds),
        }
    }

    fn arithmetic(&mut self, operator: Arithmetic, left: &'a Expr, right: &'a Expr) -> Outcome<'a> {
        let first = self.number(left)?;
        let second = self.number(right)?;
        let units = &self.program.units;
        let result = match operator {
            Arithmetic::Add => {
                let (first, second) = with_zeros(&first, &second);
                first.add(&second)
            }
            Arithmetic::Subtract => {
                let (first, second) = with_zeros(&first, &second);
                first.subtract(&second)
            }
            Arithmetic::Multiply => first.multiply(&second, units),
            Arithmetic::Divide => first.divide(&second, units),
        };
        result.map(Known::number).map_err(|error| Why::of_arithmetic(error, Some(right)))
    }

    /// The truth of a condition.
    pub(crate) fn truth(&mut self, expr: &'a Expr) -> Truth<'a> {
        self.descend_into()?;
        let truth = self.truth_within(expr);
        self.ascend();
        truth
    }

    fn truth_within(&mut self, expr: &'a Expr) -> Truth<'a> {
        match expr {
            Expr::Boolean(value) => Ok(*value),
            Expr::And(parts) => self.all_hold(parts),
            Expr::Or(parts) => self.any_holds(parts),
            Expr::Not(operand) => self.truth(operand).map(|value| !value),
            Expr::Compare { operator, left, right } => {
                let first = self.value(left)?;
                let second = self.value(right)?;
                self.compare(*operator, &first, &second)
            }
            Expr::Is { operand, kind } => self.is_kind(operand, *kind),
            Expr::In { operand, list } => self.is_in(operand, list),
            Expr::TextTest { operand, test, pattern, template } => {
                self.text_test(operand, *test, pattern, template.as_deref())
            }
            Expr::Predicate { operand, predicate } => self.predicate(operand, *predicate),
            _ => match self.value(expr)? {
                Known::Boolean(value) => Ok(value),
                _ => Err(Why::Malformed),
            },
        }
    }

    /// A definite false wins over what cannot be determined.
    pub(crate) fn all_hold(&mut self, parts: &'a [Expr]) -> Truth<'a> {
        let mut undetermined = None;
        for part in parts {
            match self.truth(part) {
                Ok(true) => {}
                Ok(false) => return Ok(false),
                Err(why) => undetermined = undetermined.or(Some(why)),
            }
        }
        undetermined.map_or(Ok(true), Err)
    }

    /// A definite true wins over what cannot be determined.
    fn any_holds(&mut self, parts: &'a [Expr]) -> Truth<'a> {
        let mut undetermined = None;
        for part in parts {
            match self.truth(part) {
                Ok(false) => {}
                Ok(true) => return Ok(true),
                Err(why) => undetermined = undetermined.or(Some(why)),
            }
        }
        undetermined.map_or(Ok(false), Err)
    }

    fn is_kind(&mut self, operand: &'a Expr, kind: IsKind) -> Truth<'a> {
        let value = match self.value(operand) {
            Ok(value) => value,
            // A limit that is not there is of no kind.
            Err(Why::InWords(..) | Why::NoLimit(..)) => return Ok(false),
            Err(why) => return Err(why),
        };
        Ok(match value {
            Known::Bound(bound, _) => {
                let mut limits = [&bound.lower, &bound.upper].into_iter().flatten().peekable();
                limits.peek().is_some()
                    && limits.all(|limit| known_is(&Known::of_limit(&limit.value), kind))
            }
            value => known_is(&value, kind),
        })
    }

    fn is_in(&mut self, operand: &'a Expr, list: &'a [Expr]) -> Truth<'a> {
        let value = self.value(operand)?;
        let mut undetermined = None;
        for member in list {
            let equal = match self.value(member) {
                Ok(member) => {
                    self.compare(gouji_program::expression::Compare::Equal, &value, &member)
                }
                Err(why) => Err(why),
            };
            match equal {
                Ok(true) => return Ok(true),
                Ok(false) => {}
                Err(why) => undetermined = undetermined.or(Some(why)),
            }
        }
        undetermined.map_or(Ok(false), Err)
    }

    fn predicate(&mut self, operand: &'a Expr, predicate: Predicate) -> Truth<'a> {
        match predicate {
            Predicate::Quantified | Predicate::HasUpper | Predicate::HasLower => {
                self.limit_predicate(operand, predicate)
            }
            Predicate::Present => self.state(operand).map(|state| state == State::Value),
            Predicate::Missing => {
                self.state(operand).map(|state| matches!(state, State::Blank | State::Missing))
            }
            Predicate::Blank => self.state(operand).map(|state| state == State::Blank),
            Predicate::Unreadable => self.state(operand).map(|state| state == State::Unreadable),
        }
    }

    fn limit_predicate(&mut self, operand: &'a Expr, predicate: Predicate) -> Truth<'a> {
        Ok(match self.value(operand) {
            Ok(Known::Bound(bound, _)) => match predicate {
                Predicate::HasUpper => bound.upper.is_some(),
                Predicate::HasLower => bound.lower.is_some(),
                _ => bound.is_quantified(),
            },
            // A bare figure, date or point of the year is its own limit.
            Ok(Known::Number(_) | Known::Date(_) | Known::Period(_)) => true,
            Ok(_) | Err(Why::InWords(..) | Why::NoLimit(..)) => false,
            Err(why) => return Err(why),
        })
    }

    /// The state of a field, series, list or limit.
    fn state(&mut self, operand: &'a Expr) -> Result<State, Why<'a>> {
        match self.resolve(operand) {
            Ok(Some((record, field))) => {
                let field = self.field(record, field).ok_or(Why::Malformed)?;
                return Ok(state_of(field));
            }
            Ok(None) => {}
            // The document lacks the record, so it lacks the field.
            Err(Why::NoRecord(_)) => return Ok(State::Missing),
            Err(why) => return Err(why),
        }
        match self.value(operand) {
            Ok(_) => Ok(State::Value),
            Err(Why::Field(record, field, point)) => {
                let field = self.field_or_point(record, field, point).ok_or(Why::Malformed)?;
                Ok(state_of(field))
            }
            Err(
                Why::NoRecord(_)
                | Why::NoLimit(..)
                | Why::InWords(..)
                | Why::NothingStated(..)
                | Why::NothingGathered(_),
            ) => Ok(State::Missing),
            Err(Why::NotOnly(_)) => Ok(State::Missing),
            Err(why) => Err(why),
        }
    }
}

/// The states that rules ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Value,
    Blank,
    /// A dash, or nothing at all.
    Missing,
    Unreadable,
}

fn state_of(field: &Field) -> State {
    match &field.content {
        Content::Text | Content::Value(_) => State::Value,
        Content::Blank => State::Blank,
        Content::Dash | Content::Absent => State::Missing,
        Content::Unreadable(_) => State::Unreadable,
        Content::List(members) if members.is_empty() => State::Missing,
        Content::List(_) => State::Value,
        Content::Series(points) => {
            let has = |state| points.iter().any(|point| state_of(&point.field) == state);
            if has(State::Value) {
                State::Value
            } else if has(State::Unreadable) {
                State::Unreadable
            } else if has(State::Blank) && !has(State::Missing) {
                State::Blank
            } else {
                State::Missing
            }
        }
    }
}

fn known_is(value: &Known<'_>, kind: IsKind) -> bool {
    match (value, kind) {
        (Known::Number(number), IsKind::Dimension(dimension)) => {
            number.dimension == Dimension::Simple(BaseUnit::Declared(dimension))
        }
        (Known::Number(number), IsKind::Percent) => number.dimension == Dimension::Ratio,
        (Known::Number(number), IsKind::Number) => number.dimension == Dimension::None,
        (Known::Date(_) | Known::Period(_), IsKind::Date) => true,
        _ => false,
    }
}
