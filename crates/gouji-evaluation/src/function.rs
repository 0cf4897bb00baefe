//! Built-in functions, and what rules ask of series.

use crate::cause::{Cause, End, OtherText};
use crate::evaluator::Evaluator;
use crate::instance::OutOfOrder;
use crate::known::{Evaluated, Known};
use crate::numeral::chinese_number;
use gouji_facts::{Content, RecordRef, SeriesPoint};
use gouji_program::expression::{Compare, Function, Witness};
use gouji_program::{Expr, FieldId};
use gouji_value::{
    Bound, Decimal, Dimension, LimitValue, Number, ReadAs, ShownUnit, State, Value, read,
};
use std::borrow::Cow;

/// A series field with its points.
#[derive(Clone, Copy)]
pub(crate) struct Series<'a> {
    pub(crate) record: RecordRef,
    pub(crate) field: FieldId,
    pub(crate) points: &'a [SeriesPoint],
}

/// The most digits after the point that 舍入 takes.
const MAXIMUM_DIGITS: u32 = 20;

impl<'a> Evaluator<'a, '_> {
    pub(crate) fn call(&mut self, function: Function, arguments: &'a [Expr]) -> Evaluated<'a> {
        let first = arguments.first().ok_or(Cause::Malformed)?;
        match function {
            Function::First => self.stated(first, false).map(|(value, _)| value),
            Function::Last => self.stated(first, true).map(|(value, _)| value),
            Function::NeverFalls | Function::Increasing => {
                let broken = self.out_of_order(first, function)?;
                Ok(Known::Boolean(broken.is_none()))
            }
            Function::Upper => self.limit(first, End::Upper),
            Function::Lower => self.limit(first, End::Lower),
            Function::Figure => self.limit(first, End::Figure),
            Function::Round => self.round(first, arguments.get(1)),
            Function::Absolute => Ok(Known::number(self.number(first)?.absolute())),
            Function::ChangeRate => {
                self.change_rate(first, arguments.get(1).ok_or(Cause::Malformed)?)
            }
            Function::ChineseNumber => {
                let number = self.number(first)?.amount;
                let whole = number.is_integer().then(|| u64::try_from(number).ok()).flatten();
                let words = whole.and_then(chinese_number).ok_or(Cause::NoNumeral)?;
                Ok(Known::Text(Cow::Owned(words)))
            }
            Function::AtPoint => self.at_point(first, arguments.get(1)),
            Function::Magnitude => self.magnitude(first),
            Function::AsPercent => {
                let ratio = self.number(first)?;
                Ok(Known::number(Number {
                    dimension: Dimension::Ratio,
                    unit: ShownUnit::Percent,
                    scale: 0,
                    ..Number::clone(&ratio)
                }))
            }
            Function::PointOf => self.point_of(first),
            Function::Length => match self.value(first)? {
                Known::Text(text) => {
                    let count = text
                        .chars()
                        .filter(|it| !gouji_text::is_blank(it.encode_utf8(&mut [0; 4])));
                    Ok(Known::number(Number::count(count.count())))
                }
                _ => Err(Cause::DifferentKinds),
            },
            Function::Year => match self.value(first)? {
                Known::Date(date) => Ok(Known::number(Number::plain(Decimal::from(date.year())))),
                _ => Err(Cause::DifferentKinds),
            },
        }
    }

    /// The value of a series at the point of a number.
    fn at_point(&mut self, series: &'a Expr, number: Option<&'a Expr>) -> Evaluated<'a> {
        let Some(Expr::Number(number)) = number else { return Err(Cause::Malformed) };
        let wanted = u16::try_from(number.amount).map_err(|_| Cause::Malformed)?;
        let series = self.series(series)?;
        let Series { record, field, points } = series;
        let found = (0_u16..).zip(points).find(|(_, point)| point.period == wanted);
        let Some((index, point)) = found else { return Err(Cause::NothingStated(record, field)) };
        self.read_content(record, field, &point.field, Some(index))
    }

    /// The point of the year that is written in a text or a limit, whatever its direction.
    fn point_of(&mut self, operand: &'a Expr) -> Evaluated<'a> {
        let text: Cow<'a, str> = match self.value(operand)? {
            Known::Period(period) => return Ok(Known::Period(period)),
            Known::Text(text) => text,
            Known::Bound(bound, text) => {
                let mut ends = [&bound.lower, &bound.upper].into_iter().flatten();
                match (ends.next().map(|end| &end.value), ends.next().map(|end| &end.value)) {
                    (Some(LimitValue::Period(period)), None) => {
                        return Ok(Known::Period(*period));
                    }
                    (Some(LimitValue::Period(one)), Some(LimitValue::Period(other)))
                        if one == other =>
                    {
                        return Ok(Known::Period(*one));
                    }
                    _ => Cow::Borrowed(text),
                }
            }
            _ => return Err(Cause::DifferentKinds),
        };
        let units = &self.records.program.units;
        match read(&text, ReadAs::Period, units, None).state {
            State::Value(Value::Period(period)) => Ok(Known::Period(period)),
            _ => Err(Cause::NoPoint(Box::new(OtherText { text: text.into_owned() }))),
        }
    }

    /// The bare figure of a number or of a limit that is one figure.
    fn magnitude(&mut self, operand: &'a Expr) -> Evaluated<'a> {
        match self.limit(operand, End::Figure)? {
            Known::Number(number) => {
                let figure = number.in_unit(&self.records.program.units);
                Ok(Known::number(Number { scale: number.scale, ..Number::plain(figure) }))
            }
            _ => Err(Cause::DifferentKinds),
        }
    }

    fn round(&mut self, number: &'a Expr, digits: Option<&'a Expr>) -> Evaluated<'a> {
        let number = self.number(number)?;
        let digits = match digits {
            Some(digits) => {
                u32::try_from(self.number(digits)?.amount).map_err(|_| Cause::Malformed)?
            }
            None => 0,
        };
        Ok(Known::number(number.rounded(digits.min(MAXIMUM_DIGITS), &self.records.program.units)))
    }

    /// (now − before) ÷ before, as a percentage.
    fn change_rate(&mut self, now: &'a Expr, before: &'a Expr) -> Evaluated<'a> {
        let current = self.number(now)?;
        let earlier = self.number(before)?;
        let failed = |error| Cause::of_arithmetic(error, Some(before));
        let (now, base) = crate::known::with_zeros(&current, &earlier);
        let rate = now.subtract(&base).map_err(failed)?;
        let rate = rate.divide(&base, &self.records.program.units).map_err(failed)?;
        Ok(Known::number(Number {
            dimension: Dimension::Ratio,
            unit: ShownUnit::Percent,
            scale: 0,
            ..rate
        }))
    }

    fn limit(&mut self, operand: &'a Expr, end: End) -> Evaluated<'a> {
        let bound: &'a Bound = match self.value(operand)? {
            Known::Bound(bound, _) => bound,
            // A figure is its own limit.
            known @ (Known::Number(_) | Known::Date(_) | Known::Period(_)) => return Ok(known),
            _ => return Err(Cause::DifferentKinds),
        };
        let value = match end {
            End::Upper => bound.upper.as_ref().map(|limit| &limit.value),
            End::Lower => bound.lower.as_ref().map(|limit| &limit.value),
            End::Figure => bound.figure_value(),
        };
        if let Some(value) = value {
            return Ok(Known::of_limit(value));
        }
        let (record, field) = self.resolve(operand)?.ok_or(Cause::Malformed)?;
        Err(if bound.is_quantified() {
            Cause::NoLimit(record, field, end)
        } else {
            Cause::InWords(record, field)
        })
    }

    /// The points of a series.
    pub(crate) fn series(&mut self, operand: &'a Expr) -> Result<Series<'a>, Cause<'a>> {
        let (record, field) = self.resolve(operand)?.ok_or(Cause::Malformed)?;
        match &self.records.field(record, field).ok_or(Cause::Malformed)?.content {
            Content::Series(points) => Ok(Series { record, field, points }),
            Content::Blank | Content::Dash | Content::Absent | Content::Unreadable(_) => {
                Err(Cause::Field(record, field, None))
            }
            _ => Err(Cause::Malformed),
        }
    }

    /// The value of a point, `None` where it is not stated.
    fn point(&self, series: Series<'a>, index: usize) -> Result<Option<Known<'a>>, Cause<'a>> {
        let Some(point) = series.points.get(index) else { return Ok(None) };
        if matches!(point.field.content, Content::Blank | Content::Dash | Content::Absent) {
            return Ok(None);
        }
        let number = u16::try_from(index).map_err(|_| Cause::Malformed)?;
        self.read_content(series.record, series.field, &point.field, Some(number)).map(Some)
    }

    /// The first or last stated value, and the index of its point.
    pub(crate) fn stated(
        &mut self,
        operand: &'a Expr,
        last: bool,
    ) -> Result<(Known<'a>, usize), Cause<'a>> {
        let series = self.series(operand)?;
        let count = series.points.len();
        for step in 0..count {
            let index = if last { count - 1 - step } else { step };
            if let Some(value) = self.point(series, index)? {
                return Ok((value, index));
            }
        }
        Err(Cause::NothingStated(series.record, series.field))
    }

    /// The first two stated neighbours that are out of order.
    pub(crate) fn out_of_order(
        &mut self,
        operand: &'a Expr,
        function: Function,
    ) -> Result<Option<OutOfOrder>, Cause<'a>> {
        let relation = match function {
            Function::Increasing => Compare::Less,
            _ => Compare::LessOrEqual,
        };
        let series = self.series(operand)?;
        let mut undetermined = None;
        let mut before: Option<(u16, Known<'a>)> = None;
        for index in 0..series.points.len() {
            // Whatever an unreadable point says: a fall from before it to after it is a fall.
            let value = match self.point(series, index) {
                Ok(Some(value)) => value,
                Ok(None) => continue,
                Err(cause) => {
                    undetermined = undetermined.or(Some(cause));
                    continue;
                }
            };
            let next = u16::try_from(index).map_err(|_| Cause::Malformed)?;
            if let Some((previous, earlier)) = &before {
                match self.compare(relation, earlier, &value) {
                    Ok(true) => {}
                    Ok(false) => {
                        let Series { record, field, .. } = series;
                        return Ok(Some(OutOfOrder { record, field, previous: *previous, next }));
                    }
                    Err(cause) => undetermined = undetermined.or(Some(cause)),
                }
            }
            before = Some((next, value));
        }
        match (undetermined, before) {
            (Some(cause), _) => Err(cause),
            (None, None) => Err(Cause::NothingStated(series.record, series.field)),
            (None, Some(_)) => Ok(None),
        }
    }

    /// 前.时点 and its kin, in messages.
    pub(crate) fn witness_value(&self, witness: Witness) -> Evaluated<'a> {
        let found = self.instance.bindings.out_of_order.ok_or(Cause::Malformed)?;
        let index = match witness {
            Witness::PreviousPeriod | Witness::PreviousValue => found.previous,
            Witness::NextPeriod | Witness::NextValue => found.next,
        };
        match witness {
            Witness::PreviousPeriod | Witness::NextPeriod => {
                let name = self.records.point_name(found.record, found.field, index);
                name.map(|name| Known::Text(Cow::Borrowed(name))).ok_or(Cause::Malformed)
            }
            Witness::PreviousValue | Witness::NextValue => {
                let point = self.records.field_or_point(found.record, found.field, Some(index));
                let point = point.ok_or(Cause::Malformed)?;
                self.read_content(found.record, found.field, point, Some(index))
            }
        }
    }
}
