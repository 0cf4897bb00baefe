//! Aggregates and quantifiers.

use crate::agreement::FigureSlack;
use crate::cache::IndexKey;
use crate::cause::Cause;
use crate::evaluator::Evaluator;
use crate::instance::Group;
use crate::known::{Evaluated, Known, Truth, hash_keys};
use gouji_facts::{Content, RecordRef};
use gouji_program::expression::{AggregateExpr, Compare, Gathering};
use gouji_program::{Aggregate, Expr, FieldId};
use gouji_value::{Dimension, Number};
use rustc_hash::FxHashMap;
use std::rc::Rc;
use std::sync::Arc;

/// The records an aggregate looks at.
enum Gathered<'a> {
    Slice(&'a [RecordRef]),
    Children(u32, &'a [u32]),
    Owned(Vec<RecordRef>),
    Shared(Arc<[RecordRef]>),
    Group(Rc<Group<'a>>),
}

impl Gathered<'_> {
    fn get(&self, index: usize) -> Option<RecordRef> {
        match self {
            Gathered::Slice(records) => records.get(index).copied(),
            Gathered::Children(fragment, records) => {
                let record = *records.get(index)?;
                Some(RecordRef { fragment: *fragment, record })
            }
            Gathered::Owned(records) => records.get(index).copied(),
            Gathered::Shared(records) => records.get(index).copied(),
            Gathered::Group(group) => group.records.get(index).copied(),
        }
    }
}

/// What a walk over the records came upon.
pub(crate) struct Scanned {
    /// Whether there was nothing to filter in the first place.
    pub(crate) source_empty: bool,
}

/// Two records whose values are the same.
pub(crate) struct Duplicate {
    pub(crate) first: RecordRef,
    pub(crate) second: RecordRef,
}

impl<'a> Evaluator<'a, '_> {
    /// Walks the records of an aggregate, with each in its frame and the outcome of its filter
    /// (never a definite false). Stops early when `visit` says false.
    pub(crate) fn scan(
        &mut self,
        aggregate: &'a AggregateExpr,
        visit: impl FnMut(&mut Self, RecordRef, Result<(), Cause<'a>>) -> Result<bool, Cause<'a>>,
    ) -> Result<Scanned, Cause<'a>> {
        self.scan_some(aggregate, None, visit)
    }

    /// The same over some of the records only, where the others need not be looked at.
    fn scan_some(
        &mut self,
        aggregate: &'a AggregateExpr,
        some: Option<Gathered<'a>>,
        mut visit: impl FnMut(&mut Self, RecordRef, Result<(), Cause<'a>>) -> Result<bool, Cause<'a>>,
    ) -> Result<Scanned, Cause<'a>> {
        let (gathered, source_empty) = match some {
            Some(some) => (some, false),
            None => self.gather(aggregate)?,
        };
        let outside = self.instance.bindings.bind(aggregate.frame, None);
        let mut result = Ok(Scanned { source_empty });
        let mut index = 0;
        while let Some(record) = gathered.get(index) {
            index += 1;
            if !self.step() {
                result = Err(Cause::TooCostly(aggregate));
                break;
            }
            self.instance.bindings.bind(aggregate.frame, Some(record));
            let passes = match self.filter(aggregate.filter.as_ref()) {
                Ok(false) => continue,
                Ok(true) => Ok(()),
                Err(cause) => Err(cause),
            };
            match visit(self, record, passes) {
                Ok(true) => {}
                Ok(false) => break,
                Err(cause) => {
                    result = Err(cause);
                    break;
                }
            }
        }
        self.instance.bindings.bind(aggregate.frame, outside);
        result
    }

    /// The records in scope of an aggregate, without those of which that cannot be determined.
    pub(crate) fn members(&mut self, aggregate: &'a AggregateExpr) -> Option<Vec<RecordRef>> {
        let mut members = Vec::new();
        let scanned = self.scan(aggregate, |_, record, passes| {
            members.extend(passes.is_ok().then_some(record));
            Ok(true)
        });
        scanned.ok()?;
        Some(members)
    }

    /// The first record in scope of an aggregate that is as asked.
    pub(crate) fn first_member(
        &mut self,
        aggregate: &'a AggregateExpr,
        mut is_it: impl FnMut(&mut Self) -> bool,
    ) -> Option<RecordRef> {
        let mut found = None;
        let scanned = self.scan(aggregate, |this, record, passes| {
            if passes.is_ok() && is_it(this) {
                found = Some(record);
            }
            Ok(found.is_none())
        });
        scanned.ok()?;
        found
    }

    /// A condition that says which records are in scope: tolerances of the obligation do not count.
    pub(crate) fn filter(&mut self, filter: Option<&'a Expr>) -> Truth<'a> {
        let Some(filter) = filter else { return Ok(true) };
        let surroundings = self.comparing.enter_filter();
        let passes = self.truth(filter);
        self.comparing.leave(surroundings);
        passes
    }

    fn gather(&mut self, aggregate: &'a AggregateExpr) -> Result<(Gathered<'a>, bool), Cause<'a>> {
        let gathered = match &aggregate.source {
            Gathering::All => {
                let all = self.records.facts.collection(aggregate.record);
                let joined = self.joined(aggregate);
                return Ok((joined.map_or(Gathered::Slice(all), Gathered::Shared), all.is_empty()));
            }
            Gathering::Listed { via } => {
                let all = self.records.facts.collection(aggregate.record);
                Gathered::Owned(self.records.listed(all, via))
            }
            Gathering::Children { frame, up, lists } => {
                let record = self.reach(*frame, *up)?;
                match lists.as_slice() {
                    [list] => self.children(record, *list)?,
                    lists => Gathered::Owned(self.descend(vec![record], lists)?),
                }
            }
            Gathering::Group { lists } => {
                let group = self.instance.group().ok_or(Cause::Malformed)?;
                if lists.is_empty() {
                    Gathered::Group(group)
                } else {
                    Gathered::Owned(self.descend(group.records.clone(), lists)?)
                }
            }
        };
        let source_empty = gathered.get(0).is_none();
        Ok((gathered, source_empty))
    }

    fn children(&self, record: RecordRef, list: FieldId) -> Result<Gathered<'a>, Cause<'a>> {
        let field = self.records.field(record, list).ok_or(Cause::Malformed)?;
        Ok(match &field.content {
            Content::List(members) | Content::Related(members) => {
                Gathered::Children(record.fragment, members)
            }
            _ => Gathered::Slice(&[]),
        })
    }

    fn descend(
        &self,
        mut records: Vec<RecordRef>,
        lists: &[FieldId],
    ) -> Result<Vec<RecordRef>, Cause<'a>> {
        for list in lists {
            let mut below = Vec::new();
            for record in records {
                let children = self.children(record, *list)?;
                below.extend((0..).map_while(|index| children.get(index)));
            }
            records = below;
        }
        Ok(records)
    }

    /// The records that an index names as candidates, where one can answer.
    fn joined(&mut self, aggregate: &'a AggregateExpr) -> Option<Arc<[RecordRef]>> {
        let (field, key) = aggregate.join.as_ref()?;
        if field.frame != aggregate.frame || field.up != 0 || field.record != aggregate.record {
            return None;
        }
        // Under 按末位 figures that differ may be equal.
        let figures_are_exact = self.comparing.figures() != FigureSlack::LastDigit;
        let key = self.value(key).ok()?;
        let lookup = match &key {
            Known::Text(text) => IndexKey::Text(text),
            Known::Number(number)
                if figures_are_exact
                    && number.dimension == Dimension::None
                    && number.slack.is_zero()
                    && !number.amount.is_zero() =>
            {
                IndexKey::Number(number.amount)
            }
            _ => return None,
        };
        let index = self.index(field.record, field.field);
        Some(index.candidates(lookup))
    }

    /// The value of an aggregate or quantifier.
    pub(crate) fn aggregate(&mut self, aggregate: &'a AggregateExpr) -> Evaluated<'a> {
        self.remembering(aggregate, |this| this.gathered_value(aggregate))
    }

    fn gathered_value(&mut self, aggregate: &'a AggregateExpr) -> Evaluated<'a> {
        match aggregate.function {
            Aggregate::Sum => self.sum(aggregate).map(|(sum, _)| Known::number(sum)),
            Aggregate::Mean => self.mean(aggregate),
            Aggregate::Count => self.count(aggregate),
            Aggregate::Maximum => self.extreme(aggregate, Compare::Greater).map(|(value, _)| value),
            Aggregate::Minimum => self.extreme(aggregate, Compare::Less).map(|(value, _)| value),
            Aggregate::Only => self.only(aggregate).map(|(value, _)| value),
            Aggregate::All => self.all(aggregate).map(Known::Boolean),
            Aggregate::Any => self.any(aggregate).map(Known::Boolean),
            Aggregate::Unique => {
                self.duplicate(aggregate).map(|duplicate| Known::Boolean(duplicate.is_none()))
            }
        }
    }

    fn mean(&mut self, aggregate: &'a AggregateExpr) -> Evaluated<'a> {
        let (sum, count) = self.sum(aggregate)?;
        if count == 0 {
            return Err(Cause::NothingGathered(aggregate));
        }
        let mean = sum.divide(&Number::count(count), &self.records.program.units);
        mean.map(Known::number).map_err(|error| Cause::of_arithmetic(error, None))
    }

    fn count(&mut self, aggregate: &'a AggregateExpr) -> Evaluated<'a> {
        let mut count = 0;
        let mut gathered = None;
        if let Some(partial) = self.partial_count(aggregate) {
            count = partial.count;
            gathered = Some(Gathered::Owned(partial.left));
        }
        self.scan_some(aggregate, gathered, |this, _, passes| {
            passes?;
            count += usize::from(this.counts(aggregate.value.as_ref())?);
            Ok(true)
        })?;
        Ok(Known::number(Number::count(count)))
    }

    /// Whether a record counts: where a value is asked for, when it has one (or it is true).
    fn counts(&mut self, value: Option<&'a Expr>) -> Truth<'a> {
        let Some(value) = value else { return Ok(true) };
        match self.value(value) {
            Ok(Known::Boolean(value)) => Ok(value),
            Ok(_) => Ok(true),
            Err(cause) if self.records.is_missing(&cause) => Ok(false),
            Err(cause) => Err(cause),
        }
    }

    /// The value of the only record, and the record.
    pub(crate) fn only(
        &mut self,
        aggregate: &'a AggregateExpr,
    ) -> Result<(Known<'a>, RecordRef), Cause<'a>> {
        let mut found = None;
        let mut several = false;
        self.scan(aggregate, |_, record, passes| {
            passes?;
            several = found.replace(record).is_some();
            Ok(!several)
        })?;
        match found {
            Some(_) if several => Err(Cause::NotOnly(aggregate)),
            Some(record) => {
                let value = self.value_at(aggregate, record)?;
                Ok((value, record))
            }
            None => Err(Cause::NothingGathered(aggregate)),
        }
    }

    /// The value of an aggregate's record; the record itself where no value is asked for.
    pub(crate) fn value_at(
        &mut self,
        aggregate: &'a AggregateExpr,
        record: RecordRef,
    ) -> Evaluated<'a> {
        let Some(value) = &aggregate.value else { return Ok(Known::Record(record)) };
        self.with_record(aggregate.frame, record, |this| this.value(value))
    }

    /// The value that stands in this relation to all others, and the first record that has it.
    pub(crate) fn extreme(
        &mut self,
        aggregate: &'a AggregateExpr,
        relation: Compare,
    ) -> Result<(Known<'a>, RecordRef), Cause<'a>> {
        let value = aggregate.value.as_ref().ok_or(Cause::Malformed)?;
        let mut best: Option<(Known<'a>, RecordRef)> = None;
        self.scan(aggregate, |this, record, passes| {
            passes?;
            let candidate = this.value(value)?;
            let better = match &best {
                None => true,
                Some((known, _)) => this.compare(relation, &candidate, known)?,
            };
            if better {
                best = Some((candidate, record));
            }
            Ok(true)
        })?;
        best.ok_or(Cause::NothingGathered(aggregate))
    }

    fn all(&mut self, aggregate: &'a AggregateExpr) -> Truth<'a> {
        let mut outcome = Ok(true);
        self.scan(aggregate, |this, _, passes| {
            match (this.member_condition(aggregate), passes) {
                (Ok(true), _) => {}
                (Ok(false), Ok(())) => {
                    outcome = Ok(false);
                    return Ok(false);
                }
                (Ok(false) | Err(_), Err(cause)) | (Err(cause), Ok(())) => {
                    if outcome.is_ok() {
                        outcome = Err(cause);
                    }
                }
            }
            Ok(true)
        })?;
        outcome
    }

    /// What 都 demands of the record in the aggregate's frame.
    pub(crate) fn member_condition(&mut self, aggregate: &'a AggregateExpr) -> Truth<'a> {
        let condition = aggregate.condition.as_ref().or(aggregate.value.as_ref());
        self.truth(condition.ok_or(Cause::Malformed)?)
    }

    fn any(&mut self, aggregate: &'a AggregateExpr) -> Truth<'a> {
        let mut outcome = Ok(false);
        self.scan(aggregate, |this, _, passes| {
            let counts = this.any_condition(aggregate);
            match (counts, passes) {
                (Ok(true), Ok(())) => {
                    outcome = Ok(true);
                    return Ok(false);
                }
                (Ok(false), _) => {}
                (Ok(true) | Err(_), Err(cause)) | (Err(cause), Ok(())) => {
                    if outcome.is_ok() {
                        outcome = Err(cause);
                    }
                }
            }
            Ok(true)
        })?;
        outcome
    }

    /// What 有 asks of the record in the aggregate's frame, beside the filter.
    pub(crate) fn any_condition(&mut self, aggregate: &'a AggregateExpr) -> Truth<'a> {
        match &aggregate.condition {
            Some(condition) => self.truth(condition),
            None => self.counts(aggregate.value.as_ref()),
        }
    }

    /// The first record whose value was seen before, and where. Values that are missing are not compared.
    pub(crate) fn duplicate(
        &mut self,
        aggregate: &'a AggregateExpr,
    ) -> Result<Option<Duplicate>, Cause<'a>> {
        let value = aggregate.value.as_ref().ok_or(Cause::Malformed)?;
        let mut seen: FxHashMap<u64, Vec<(Known<'a>, RecordRef)>> = FxHashMap::default();
        let mut undetermined = None;
        let mut duplicate = None;
        self.scan(aggregate, |this, record, passes| {
            let known = match (this.value(value), passes) {
                (Ok(known), Ok(())) => known,
                (Err(cause), _) if this.records.is_missing(&cause) => return Ok(true),
                (_, Err(cause)) | (Err(cause), _) => {
                    undetermined = undetermined.take().or(Some(cause));
                    return Ok(true);
                }
            };
            let alike = seen.entry(hash_keys(std::slice::from_ref(&known))).or_default();
            if let Some((_, first)) = alike.iter().find(|(other, _)| other.same_key(&known)) {
                duplicate = Some(Duplicate { first: *first, second: record });
                return Ok(false);
            }
            alike.push((known, record));
            Ok(true)
        })?;
        match (duplicate, undetermined) {
            (None, Some(cause)) => Err(cause),
            (duplicate, _) => Ok(duplicate),
        }
    }
}
