//! Expressions to values and truth values, over the records in scope.

use crate::agreement::{Agreement, Comparing, FigureSlack};
use crate::cache::{Cache, FieldIndex, Indexes};
use crate::cause::Cause;
use crate::instance::{Group, Instance};
use crate::known::{Evaluated, Known, KnownNumber, Truth, with_zeros};
use crate::records::RecordSource;
use crate::remembered::Remembered;
use crate::sorted::SortedFigures;
use crate::sums::RuleSums;
use gouji_facts::{Content, Facts, Field, FieldNote, RecordRef};
use gouji_program::expression::{Arithmetic, Compare, FieldRef, SoleRef};
use gouji_program::{Expr, FieldId, FieldKind, Matching, Program, RecordTypeId, Scalar};
use gouji_value::{Number, Value};
use std::borrow::Cow;
use std::rc::Rc;
use std::sync::Arc;

/// Evaluates the expressions of one rule, over the records of one document.
pub(crate) struct Evaluator<'a, 'c> {
    pub(crate) records: RecordSource<'a>,
    /// 设 of the rule.
    pub(crate) definitions: &'a [(String, Expr)],
    pub(crate) sums: RuleSums<'a>,
    pub(crate) instance: Instance<'a>,
    pub(crate) comparing: Comparing<'a>,
    indexes: &'c mut Indexes,
    /// Called again and again while much is gone through.
    pause: Option<&'c dyn Fn()>,
    /// What aggregates came to.
    pub(crate) remembered: Remembered<'a>,
    /// How deep in expressions, those of 设 included.
    depth: u16,
    /// Records that the instance at hand has looked at in aggregates.
    steps: u32,
}

/// How a condition came out.
pub(crate) struct Judged<'a> {
    pub(crate) truth: Truth<'a>,
    /// Whether some comparison came out as it did only by slack.
    pub(crate) by_slack: bool,
}

/// How deep expressions may go, those of 设 included. The checker allows 256 for each; the stack of
/// a worker thread must hold this.
const DEEPEST: u16 = 520;

/// Records that one instance may look at in aggregates, over and over counted anew. The same everywhere, so
/// that a batch, an editor and a cache come to the same end.
pub(crate) const MOST_STEPS: u32 = 4_000_000;
/// So many of them are looked at without asking whether the answer is still wanted.
const STEPS_AT_ONCE: u32 = 1024;

/// How often a 设 may stand for another one.
pub(crate) const LOCAL_HOPS: u8 = 64;

impl<'a, 'c> Evaluator<'a, 'c> {
    pub(crate) fn new(
        program: &'a Program,
        facts: &'a Facts,
        definitions: &'a [(String, Expr)],
        cache: &'c mut Cache<'_>,
    ) -> Self {
        let Cache { indexes, pause } = cache;
        Self {
            records: RecordSource { program, facts },
            definitions,
            sums: RuleSums::default(),
            instance: Instance::new(definitions.len()),
            comparing: Comparing::new(),
            indexes,
            pause: *pause,
            remembered: Remembered::default(),
            depth: 0,
            steps: 0,
        }
    }

    /// Starts another instance, at a record or the first one of a group.
    pub(crate) fn start(&mut self, record: Option<RecordRef>, group: Option<Rc<Group<'a>>>) {
        self.comparing = Comparing::new();
        self.steps = 0;
        self.instance.start(record, group);
    }

    /// Starts another instance, at a record beside its partner.
    pub(crate) fn start_pair(
        &mut self,
        record: Option<RecordRef>,
        partner: RecordRef,
        matching: &'a Matching,
    ) {
        self.start(None, None);
        self.instance.start_pair(record, partner, matching);
    }

    /// Looks at one more record; whether the instance may.
    pub(crate) fn step(&mut self) -> bool {
        self.pause_at(self.steps);
        self.steps(1)
    }

    /// Asks at some of the records, counted from zero, whether the answer is still wanted.
    pub(crate) fn pause_at(&self, number: u32) {
        if number.is_multiple_of(STEPS_AT_ONCE) {
            self.pause.iter().for_each(|pause| pause());
        }
    }

    /// Counts so many steps; whether the instance may go on.
    pub(crate) fn steps(&mut self, more: u32) -> bool {
        self.steps = self.steps.saturating_add(more);
        self.steps <= MOST_STEPS
    }

    /// Begins something of which the steps are wanted, by themselves (`anew`) or on top of the others; how many
    /// there were.
    pub(crate) fn start_counting(&mut self, anew: bool) -> u32 {
        if anew { std::mem::take(&mut self.steps) } else { self.steps }
    }

    /// Goes on behind it, `from` as many as there were; how many it took.
    pub(crate) fn go_on_counting(&mut self, from: u32, anew: bool) -> u32 {
        if anew {
            std::mem::replace(&mut self.steps, from)
        } else {
            self.steps.saturating_sub(from)
        }
    }

    /// Says when figures agree from now on.
    pub(crate) fn hold_to(&mut self, agreement: Agreement<'a>) {
        if self.comparing.hold_to(agreement) {
            self.instance.forget_definitions();
        }
    }

    /// The truth of an obligation's condition, its figures held to an agreement.
    pub(crate) fn judge(&mut self, condition: &'a Expr, agreement: Agreement<'a>) -> Judged<'a> {
        self.hold_to(agreement);
        let truth = self.truth(condition);
        Judged { truth, by_slack: self.comparing.is_by_slack() }
    }

    /// Looks at a record in a frame.
    pub(crate) fn with_record<T>(
        &mut self,
        frame: u8,
        record: RecordRef,
        look: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let outside = self.instance.bindings.bind(frame, Some(record));
        let seen = look(self);
        self.instance.bindings.bind(frame, outside);
        seen
    }

    /// The index over a field of all records of a type.
    pub(crate) fn index(&mut self, kind: RecordTypeId, field: FieldId) -> Arc<FieldIndex> {
        self.indexes.index(self.records.facts, kind, field)
    }

    /// All records of a type in the order of a figure.
    pub(crate) fn sorted(&mut self, kind: RecordTypeId, field: FieldId) -> Arc<SortedFigures> {
        self.indexes.sorted(self.records.facts, kind, field, &self.records.program.units)
    }

    /// The record of a frame, some enclosing records up.
    pub(crate) fn reach(&self, frame: u8, up: u8) -> Result<RecordRef, Cause<'a>> {
        let mut record = self.instance.bindings.record(frame).ok_or(Cause::Malformed)?;
        for _ in 0..up {
            let found = self.records.record(record).ok_or(Cause::Malformed)?;
            record.record = found.parent.ok_or(Cause::NoOwner(found.kind))?;
        }
        Ok(record)
    }

    /// The record that holds a field.
    pub(crate) fn reach_field(&self, field: FieldRef) -> Result<RecordRef, Cause<'a>> {
        let record = self.reach(field.frame, field.up)?;
        Ok(self.records.facts.holder(record, field.field))
    }

    /// The only record of a type, or the one that holds the field for it.
    pub(crate) fn sole(&self, sole: SoleRef) -> Result<RecordRef, Cause<'a>> {
        match self.records.facts.collection(sole.record) {
            [only] => Ok(self.records.facts.holder(*only, sole.field)),
            [] => Err(Cause::NoRecord(sole.record)),
            _ => Err(Cause::SeveralRecords(sole.record)),
        }
    }

    /// The field that an expression stands for, where it stands for one.
    pub(crate) fn resolve(
        &self,
        expr: &'a Expr,
    ) -> Result<Option<(RecordRef, FieldId)>, Cause<'a>> {
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
                    None => return Err(Cause::Malformed),
                },
                _ => return Ok(None),
            }
        }
        Err(Cause::Malformed)
    }

    /// The value of a field.
    #[inline]
    pub(crate) fn read(&self, record: RecordRef, id: FieldId) -> Evaluated<'a> {
        let field = self.records.field(record, id).ok_or(Cause::Malformed)?;
        self.read_content(record, id, field, None)
    }

    pub(crate) fn read_content(
        &self,
        record: RecordRef,
        id: FieldId,
        field: &'a Field,
        point: Option<u16>,
    ) -> Evaluated<'a> {
        match &field.content {
            Content::Text => Ok(Known::Text(Cow::Borrowed(self.records.facts.text(record, field)))),
            // What a blank counts as shows no last digit.
            Content::Value(Value::Number(number)) if field.note == Some(FieldNote::BlankAs) => {
                Ok(Known::Number(KnownNumber::Read(number)))
            }
            Content::Value(Value::Number(number)) => Ok(Known::Number(self.figure(number))),
            Content::Value(Value::Bound(bound)) => {
                Ok(Known::Bound(bound, self.records.facts.text(record, field)))
            }
            Content::Value(Value::Date(date)) => Ok(Known::Date(*date)),
            Content::Value(Value::Period(period)) => Ok(Known::Period(*period)),
            Content::Blank | Content::Dash | Content::Absent | Content::Unreadable(_) => {
                Err(Cause::Field(record, id, point))
            }
            Content::Series(_) | Content::List(_) | Content::Related(_) => Err(Cause::Malformed),
        }
    }

    /// A figure of the document, with the slack the obligation gives it.
    fn figure(&self, number: &'a Number) -> KnownNumber<'a> {
        match self.comparing.figures() {
            FigureSlack::Own => return KnownNumber::Read(number),
            FigureSlack::Printed if !number.place.is_around() => return KnownNumber::Read(number),
            FigureSlack::Printed | FigureSlack::LastDigit => {}
        }
        let slack = number.last_digit_slack(&self.records.program.units);
        KnownNumber::Computed(Box::new(Number { slack, ..number.clone() }))
    }

    /// The value of an expression.
    pub(crate) fn value(&mut self, expr: &'a Expr) -> Evaluated<'a> {
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
            Expr::Number(number) => Ok(Known::Number(KnownNumber::Read(number))),
            _ => {
                self.descend_into()?;
                let outcome = self.compound_value(expr);
                self.ascend();
                outcome
            }
        }
    }

    /// Goes one step deeper into an expression.
    pub(crate) fn descend_into(&mut self) -> Result<(), Cause<'a>> {
        if self.depth >= DEEPEST {
            return Err(Cause::TooDeep);
        }
        self.depth += 1;
        Ok(())
    }

    pub(crate) fn ascend(&mut self) {
        self.depth = self.depth.saturating_sub(1);
    }

    fn compound_value(&mut self, expr: &'a Expr) -> Evaluated<'a> {
        match expr {
            Expr::Date(date) => Ok(Known::Date(*date)),
            Expr::List(items) => {
                let values: Result<_, _> = items.iter().map(|item| self.value(item)).collect();
                values.map(Known::List)
            }
            Expr::Record { frame, up } => self.reach(*frame, *up).map(Known::Record),
            Expr::Local(index) => self.definition(*index),
            Expr::Key(index) => self.instance.key(*index).cloned().ok_or(Cause::Malformed),
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
                Err(cause) if self.records.is_missing(&cause) => self.value(value),
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
    fn definition(&mut self, index: u16) -> Evaluated<'a> {
        if let Some((outcome, by_slack)) = self.instance.defined(index) {
            self.comparing.reuse(*by_slack);
            return outcome.clone();
        }
        let (_, definition) = self.definitions.get(index as usize).ok_or(Cause::Malformed)?;
        // One that needs itself finds this.
        self.instance.define(index, (Err(Cause::Malformed), false));
        let surroundings = self.comparing.enter_definition();
        let outcome = self.value(definition);
        let by_slack = self.comparing.leave(surroundings);
        self.instance.define(index, (outcome.clone(), by_slack));
        outcome
    }

    /// The value of an expression that gives a figure.
    pub(crate) fn number(&mut self, expr: &'a Expr) -> Result<KnownNumber<'a>, Cause<'a>> {
        match self.value(expr)? {
            Known::Number(number) => Ok(number),
            _ => Err(Cause::DifferentKinds),
        }
    }

    fn arithmetic(
        &mut self,
        operator: Arithmetic,
        left: &'a Expr,
        right: &'a Expr,
    ) -> Evaluated<'a> {
        let first = self.number(left)?;
        let second = self.number(right)?;
        let units = &self.records.program.units;
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
        result.map(Known::number).map_err(|error| Cause::of_arithmetic(error, Some(right)))
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
                let asks_for_equality =
                    matches!(operator, Compare::Equal | Compare::NotEqual | Compare::Exactly);
                // Records meet by what both say. Whether a blank is the word that a rule writes is not known.
                let is_key = asks_for_equality
                    && self.comparing.is_in_filter()
                    && ![left, right].iter().any(|side| matches!(***side, Expr::Text(_)));
                let (first, second) = match is_key {
                    true => (self.key_value(left)?, self.key_value(right)?),
                    false => (self.value(left)?, self.value(right)?),
                };
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
                _ => Err(Cause::Malformed),
            },
        }
    }

    /// The value of a key, by which records are told apart: a blank text is one, the same as any other blank
    /// text. What is demanded of a blank text is undetermined; which records are meant is not.
    pub(crate) fn key_value(&mut self, expr: &'a Expr) -> Evaluated<'a> {
        self.value(expr).or_else(|cause| match cause {
            Cause::Field(record, field, None) if self.is_blank_text(record, field) => {
                Ok(Known::Text(Cow::Borrowed("")))
            }
            cause => Err(cause),
        })
    }

    fn is_blank_text(&self, record: RecordRef, field: FieldId) -> bool {
        let kind = self.records.facts.record(record).kind;
        let declared = self.records.program.records.at(kind).and_then(|kind| kind.fields.at(field));
        let found = self.records.field(record, field);
        declared.is_some_and(|it| it.kind == FieldKind::Scalar(Scalar::Text))
            && found.is_some_and(|found| found.content == Content::Blank)
    }

    /// A definite false wins over what cannot be determined.
    pub(crate) fn all_hold(&mut self, parts: &'a [Expr]) -> Truth<'a> {
        let mut undetermined = None;
        for part in parts {
            match self.truth(part) {
                Ok(true) => {}
                Ok(false) => return Ok(false),
                Err(cause) => undetermined = undetermined.or(Some(cause)),
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
                Err(cause) => undetermined = undetermined.or(Some(cause)),
            }
        }
        undetermined.map_or(Ok(false), Err)
    }

    fn is_in(&mut self, operand: &'a Expr, list: &'a [Expr]) -> Truth<'a> {
        let value = self.value(operand)?;
        let mut undetermined = None;
        for member in list {
            let equal = match self.value(member) {
                Ok(member) => self.compare(Compare::Equal, &value, &member),
                Err(cause) => Err(cause),
            };
            match equal {
                Ok(true) => return Ok(true),
                Ok(false) => {}
                Err(cause) => undetermined = undetermined.or(Some(cause)),
            }
        }
        undetermined.map_or(Ok(false), Err)
    }
}
