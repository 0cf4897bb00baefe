//! Where in the document the values of an expression stand.

use super::Describer;
use super::proof::percentage;
use crate::RecordPlace;
use crate::cause::Cause;
use gouji_diagnostic::{Place, PlaceRole};
use gouji_facts::{Content, FieldNote, RecordRef};
use gouji_program::expression::{AggregateExpr, Compare, Function};
use gouji_program::{Aggregate, Expr, FieldId};
use gouji_text::{Localized, TextRange};

/// A place in the document: a field's, a point's of a series, or a record's own.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Spot {
    pub(crate) record: RecordRef,
    pub(crate) place: TextRange,
    field: Option<(FieldId, Option<u16>)>,
    /// Whether the field is named with its record's type: the only record of a type, elsewhere.
    is_elsewhere: bool,
}

/// Which fields have a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PlacedFields {
    /// Those of which something stands in the document.
    Published,
    /// Absent ones too: they stand where their record does.
    Any,
}

impl Spot {
    /// As the place of a diagnostic.
    pub(crate) fn at(&self) -> RecordPlace {
        RecordPlace { record: self.record, range: self.place }
    }
}

/// A search for a place.
struct PlaceSearch {
    standing: PlacedFields,
    /// 设 that were searched already.
    definitions: Vec<u16>,
}

impl<'a> Describer<'_, 'a, '_> {
    /// A field's place.
    pub(crate) fn field_spot(
        &self,
        record: RecordRef,
        id: FieldId,
        point: Option<u16>,
        standing: PlacedFields,
    ) -> Option<Spot> {
        let field = self.records.field_or_point(record, id, point)?;
        let place = match field.content {
            // Where its words stand is where it should.
            Content::Absent if field.note == Some(FieldNote::WordsAlone) => field.place,
            Content::Absent if standing == PlacedFields::Published => return None,
            Content::Absent => self.records.record(record)?.place,
            _ => field.place,
        };
        Some(Spot { record, place, field: Some((id, point)), is_elsewhere: false })
    }

    /// A record's own place.
    pub(crate) fn record_spot(&self, record: RecordRef) -> Option<Spot> {
        let place = self.records.record(record)?.place;
        Some(Spot { record, place, field: None, is_elsewhere: false })
    }

    /// A place for a finding, with what stands there.
    pub(crate) fn found(&self, spot: Spot, role: PlaceRole) -> Place<RecordPlace> {
        let at = spot.at();
        let Spot { record, field, is_elsewhere, .. } = spot;
        let label = match field {
            Some((id, point)) if is_elsewhere => {
                let kind = self
                    .records
                    .record(record)
                    .map_or("", |found| self.records.record_type_name(found.kind));
                Localized::same(format!("{kind}.")).and(&self.field_label(record, id, point))
            }
            Some((id, point)) => self.field_label(record, id, point),
            None => self.record_label(record),
        };
        Place { role, label, at }
    }

    fn field_label(&self, record: RecordRef, id: FieldId, point: Option<u16>) -> Localized {
        let Some(field) = self.records.field_or_point(record, id, point) else {
            return Localized::default();
        };
        let name = self.records.name_of(record, id);
        match point.and_then(|index| self.records.point_name(record, id, index)) {
            Some(period) => self.records.label_field(record, &format!("{name} {period}"), field),
            None => self.records.label_field(record, name, field),
        }
    }

    fn record_label(&self, record: RecordRef) -> Localized {
        let kind = self
            .records
            .record(record)
            .map_or("", |found| self.records.record_type_name(found.kind));
        match self.records.record_name(record) {
            Some(name) => Localized::new(format!("{kind}「{name}」"), format!("{kind} “{name}”")),
            None => Localized::same(kind),
        }
    }

    /// The place of the first field that an expression reads, left to right.
    pub(crate) fn spot(&mut self, expr: &'a Expr, standing: PlacedFields) -> Option<Spot> {
        self.seek(expr, &mut PlaceSearch { standing, definitions: Vec::new() })
    }

    /// A 设 in which nothing was found is not searched again: one may be used many times.
    fn seek_definition(&mut self, index: u16, search: &mut PlaceSearch) -> Option<Spot> {
        let (_, definition) = self.evaluator.definitions.get(index as usize)?;
        if search.definitions.contains(&index) {
            return None;
        }
        search.definitions.push(index);
        self.seek(definition, search)
    }

    /// As [`spot`](Self::spot), within a search that is under way.
    fn seek(&mut self, expr: &'a Expr, search: &mut PlaceSearch) -> Option<Spot> {
        self.evaluator.descend_into().ok()?;
        let spot = self.seek_within(expr, search);
        self.evaluator.ascend();
        spot
    }

    fn seek_within(&mut self, expr: &'a Expr, search: &mut PlaceSearch) -> Option<Spot> {
        match expr {
            Expr::Field(_) | Expr::Sole(_) => {
                let (record, field) = self.evaluator.resolve(expr).ok().flatten()?;
                let spot = self.field_spot(record, field, None, search.standing)?;
                Some(Spot { is_elsewhere: matches!(expr, Expr::Sole(_)), ..spot })
            }
            Expr::Local(index) => self.seek_definition(*index, search),
            Expr::Compare { left, right, .. } => self.comparison_spot(left, right, search),
            Expr::Arithmetic { left, right, .. } => {
                self.seek(left, search).or_else(|| self.seek(right, search))
            }
            Expr::Negate(operand) | Expr::Not(operand) => self.seek(operand, search),
            Expr::Is { operand, .. } | Expr::Predicate { operand, .. } => {
                self.seek(operand, search)
            }
            Expr::Default { operand, value } | Expr::TextTest { operand, pattern: value, .. } => {
                self.seek(operand, search).or_else(|| self.seek(value, search))
            }
            Expr::In { operand, list } => {
                self.seek(operand, search).or_else(|| self.seek_first(list, search))
            }
            Expr::And(parts) | Expr::Or(parts) | Expr::List(parts) => {
                self.seek_first(parts, search)
            }
            Expr::If { condition, then, otherwise } => {
                let chosen = match self.evaluator.truth(condition) {
                    Ok(false) => otherwise,
                    _ => then,
                };
                self.seek(chosen, search).or_else(|| self.seek(condition, search))
            }
            Expr::Call { function, arguments, .. } => self.call_spot(*function, arguments, search),
            Expr::Aggregate(aggregate) => self.aggregate_spot(aggregate, search),
            Expr::Record { frame, up } => {
                let record = self.evaluator.reach(*frame, *up).ok()?;
                self.record_spot(record)
            }
            Expr::Text(_)
            | Expr::Number(_)
            | Expr::Date(_)
            | Expr::Boolean(_)
            | Expr::Key(_)
            | Expr::Witness(_) => None,
        }
    }

    fn seek_first(&mut self, parts: &'a [Expr], search: &mut PlaceSearch) -> Option<Spot> {
        parts.iter().find_map(|part| self.seek(part, search))
    }

    /// A computed figure is held to the published one, so that is where a finding stands.
    fn comparison_spot(
        &mut self,
        left: &'a Expr,
        right: &'a Expr,
        search: &mut PlaceSearch,
    ) -> Option<Spot> {
        let (first, second) = match (self.is_published(left), self.is_published(right)) {
            (false, true) => (right, left),
            _ => (left, right),
        };
        self.seek(first, search).or_else(|| self.seek(second, search))
    }

    fn call_spot(
        &mut self,
        function: Function,
        arguments: &'a [Expr],
        search: &mut PlaceSearch,
    ) -> Option<Spot> {
        let first = arguments.first()?;
        match function {
            Function::First | Function::Last => {
                let stated = self.evaluator.stated(first, function == Function::Last);
                if let (Ok((_, index)), Ok(series)) = (stated, self.evaluator.series(first)) {
                    let index = u16::try_from(index).ok();
                    return self.field_spot(series.record, series.field, index, search.standing);
                }
            }
            Function::NeverFalls | Function::Increasing => {
                if let Ok(Some(broken)) = self.evaluator.out_of_order(first, function) {
                    let next = Some(broken.next);
                    return self.field_spot(broken.record, broken.field, next, search.standing);
                }
            }
            _ => {}
        }
        self.seek_first(arguments, search)
    }

    fn aggregate_spot(
        &mut self,
        aggregate: &'a AggregateExpr,
        search: &mut PlaceSearch,
    ) -> Option<Spot> {
        let member = match aggregate.function {
            Aggregate::Only => self.evaluator.only(aggregate).ok().map(|(_, record)| record),
            Aggregate::Maximum => {
                self.evaluator.extreme(aggregate, Compare::Greater).ok().map(|(_, record)| record)
            }
            Aggregate::Minimum => {
                self.evaluator.extreme(aggregate, Compare::Less).ok().map(|(_, record)| record)
            }
            _ => None,
        };
        let member = match member {
            Some(member) => member,
            None => self.evaluator.first_member(aggregate, |_| true)?,
        };
        let inner = aggregate.value.as_ref().or(aggregate.condition.as_ref());
        let inner = inner.and_then(|inner| {
            self.with_record(aggregate.frame, member, |this| this.seek(inner, search))
        });
        inner.or_else(|| self.record_spot(member))
    }

    /// The place of an expression with a record in an aggregate's frame.
    pub(crate) fn spot_at(
        &mut self,
        aggregate: &'a AggregateExpr,
        record: RecordRef,
        expr: &'a Expr,
        standing: PlacedFields,
    ) -> Option<Spot> {
        self.with_record(aggregate.frame, record, |this| this.spot(expr, standing))
    }

    /// Whether an expression is one figure as published, not a computed one.
    pub(crate) fn is_published(&mut self, expr: &'a Expr) -> bool {
        match expr {
            Expr::Default { operand, .. } => self.is_published(operand),
            Expr::Call { function, .. } => matches!(
                function,
                Function::First
                    | Function::Last
                    | Function::Upper
                    | Function::Lower
                    | Function::Figure
            ),
            Expr::Aggregate(aggregate) => aggregate.function == Aggregate::Only,
            Expr::Arithmetic { .. } => {
                percentage(expr).is_some_and(|percentage| self.is_published(percentage))
            }
            _ => matches!(self.evaluator.resolve(expr), Ok(Some(_))),
        }
    }

    /// Where the reason stands why something cannot be determined.
    pub(crate) fn cause_spot(&mut self, cause: &Cause<'a>) -> Option<Spot> {
        match cause {
            Cause::Field(record, field, point) => {
                self.field_spot(*record, *field, *point, PlacedFields::Any)
            }
            Cause::NothingStated(record, field)
            | Cause::InWords(record, field)
            | Cause::NoLimit(record, field, _) => {
                self.field_spot(*record, *field, None, PlacedFields::Any)
            }
            Cause::DivisionByZero(divisor) => self.spot(divisor, PlacedFields::Any),
            _ => None,
        }
    }
}
