//! Why an outcome cannot be determined.

use crate::evaluator::Evaluator;
use crate::show::{quoted, state_words};
use gouji_facts::{Content, Field, RecordRef};
use gouji_program::expression::AggregateExpr;
use gouji_program::{Expr, FieldId, RecordTypeId};
use gouji_text::{Language, Localized};
use gouji_value::{ArithmeticError, Dimension};

/// Why a value is not known. Small, and without words: most are never shown.
#[derive(Clone, Debug)]
pub(crate) enum Why<'a> {
    /// A field (or a point of a series) has no value; its own state says why.
    Field(RecordRef, FieldId, Option<u16>),
    /// A series in which nothing is stated.
    NothingStated(RecordRef, FieldId),
    /// The document has no record of the type.
    NoRecord(RecordTypeId),
    /// The document has several records of a type where one is due.
    SeveralRecords(RecordTypeId),
    /// Nothing to aggregate.
    NothingGathered(&'a AggregateExpr),
    /// 仅有 found several.
    NotOnly(&'a AggregateExpr),
    /// Figures of these dimensions cannot be compared or added.
    Incomparable(Box<(Dimension, Dimension)>),
    /// Values of different kinds, such as a date and a figure.
    DifferentKinds,
    /// More digits than can be held exactly.
    Overflow,
    /// Division by this, which is zero.
    DivisionByZero(&'a Expr),
    /// A limit in words.
    InWords(RecordRef, FieldId),
    /// A limit without that end.
    NoLimit(RecordRef, FieldId, End),
    /// Not a whole number that has Chinese words.
    NoNumeral,
    /// Expressions within expressions, more than can be followed.
    TooDeep,
    /// The rule is not as the checker makes them.
    Malformed,
}

/// Ends of a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    Lower,
    Upper,
    /// The one figure that stands in it.
    Figure,
}

impl<'a> Why<'a> {
    /// From an arithmetic error; `divisor` is what was divided by, where something was.
    pub(crate) fn of_arithmetic(error: ArithmeticError, divisor: Option<&'a Expr>) -> Self {
        match (error, divisor) {
            (ArithmeticError::Incomparable(left, right), _) => {
                Why::Incomparable(Box::new((left, right)))
            }
            (ArithmeticError::DivisionByZero, Some(divisor)) => Why::DivisionByZero(divisor),
            (ArithmeticError::DivisionByZero, None) => Why::Malformed,
            (ArithmeticError::Overflow, _) => Why::Overflow,
        }
    }
}

impl<'a> Evaluator<'a, '_> {
    /// Whether a value is wanting because nothing is there: blank, a dash, absent, or no record.
    pub(crate) fn is_missing(&self, why: &Why<'a>) -> bool {
        match why {
            Why::Field(record, field, point) => {
                self.field_or_point(*record, *field, *point).is_some_and(|field| {
                    matches!(field.content, Content::Blank | Content::Dash | Content::Absent)
                })
            }
            Why::NothingStated(..) => true,
            Why::NothingGathered(aggregate) => aggregate.function == gouji_program::Aggregate::Only,
            _ => false,
        }
    }

    /// A field, or a point of it.
    pub(crate) fn field_or_point(
        &self,
        record: RecordRef,
        field: FieldId,
        point: Option<u16>,
    ) -> Option<&'a Field> {
        let field = self.field(record, field)?;
        match (point, &field.content) {
            (None, _) => Some(field),
            (Some(index), Content::Series(points)) => {
                points.get(index as usize).map(|point| &point.field)
            }
            _ => None,
        }
    }

    /// The reason in words: `「甲项目」的「预算数」空白`.
    pub(crate) fn why_words(&self, why: &Why<'a>) -> Localized {
        match why {
            Why::Field(record, field, point) => self.field_reason(*record, *field, *point),
            Why::NothingStated(record, field) => {
                self.name_in_record(*record, *field).then("没有填写任何数值", " states no value")
            }
            Why::NoRecord(kind) => {
                let name = self.record_type_name(*kind);
                Localized::new(
                    format!("文件中没有「{name}」"),
                    format!("the document has no “{name}”"),
                )
            }
            Why::SeveralRecords(kind) => {
                let name = self.record_type_name(*kind);
                Localized::new(
                    format!("文件中有多个「{name}」，应只有一个"),
                    format!("the document has several “{name}” where one is due"),
                )
            }
            Why::NothingGathered(aggregate) => Localized::new(
                format!("没有可供计算的记录：{}", aggregate.label),
                format!("no such record: {}", aggregate.label),
            ),
            Why::NotOnly(aggregate) => Localized::new(
                format!("应只有一个，却有多个：{}", aggregate.label),
                format!("several where one is due: {}", aggregate.label),
            ),
            Why::Incomparable(dimensions) => self.incomparable_words(&dimensions.0, &dimensions.1),
            Why::DifferentKinds => Localized::new(
                "两边不是同一类数据，不能比较",
                "the two sides are of different kinds",
            ),
            Why::Overflow => Localized::new(
                "数字过大，无法精确计算",
                "the figures are too large to compute exactly",
            ),
            Why::DivisionByZero(divisor) => {
                let divisor = self.describe(divisor);
                Localized::new(
                    format!("除数「{}」为 0", divisor.chinese),
                    format!("division by zero: “{}”", divisor.english),
                )
            }
            Why::InWords(record, field) => self.in_words(*record, *field),
            Why::NoLimit(record, field, end) => self.no_limit(*record, *field, *end),
            Why::NoNumeral => Localized::new(
                "不是可以写成中文数字的整数",
                "not a whole number that has Chinese words",
            ),
            Why::TooDeep => Localized::new("算式嵌套过深", "the expression is nested too deeply"),
            Why::Malformed => Localized::new("规则有误", "the rule is broken"),
        }
    }

    fn field_reason(&self, record: RecordRef, field: FieldId, point: Option<u16>) -> Localized {
        let mut words = self.name_in_record(record, field);
        if let Some(period) = point.and_then(|index| self.point_name(record, field, index)) {
            words = words.then(&quoted(period), &format!(" at {period}"));
        }
        let Some(found) = self.field_or_point(record, field, point) else {
            return words.then("缺失", " is absent");
        };
        let state = match &found.content {
            Content::Unreadable(reason) => Localized::new(
                format!(
                    "不可读（{}）：原文「{}」",
                    reason.describe(Language::Chinese),
                    self.published(record, found)
                ),
                format!(
                    " is unreadable ({}): “{}”",
                    reason.describe(Language::English),
                    self.published(record, found)
                ),
            ),
            content => {
                let state = state_words(content);
                Localized::new(state.chinese, format!(" is {}", state.english))
            }
        };
        words.then(&state.chinese, &state.english)
    }

    fn in_words(&self, record: RecordRef, field: FieldId) -> Localized {
        let text = self.field(record, field).map(|found| self.published(record, found));
        let text = text.unwrap_or_default();
        self.name_in_record(record, field).then(
            &format!("以文字表述「{text}」，没有数值"),
            &format!(" is stated in words (“{text}”), without a figure"),
        )
    }

    fn no_limit(&self, record: RecordRef, field: FieldId, end: End) -> Localized {
        let text = self.field(record, field).map(|found| self.published(record, found));
        let text = text.unwrap_or_default();
        let (chinese, english) = match end {
            End::Lower => ("没有下限", "no lower limit"),
            End::Upper => ("没有上限", "no upper limit"),
            End::Figure => ("没有唯一的数值", "no single figure"),
        };
        self.name_in_record(record, field)
            .then(&format!("「{text}」{chinese}"), &format!(" “{text}” has {english}"))
    }

    fn incomparable_words(&self, left: &Dimension, right: &Dimension) -> Localized {
        let units = &self.program.units;
        Localized::new(
            format!(
                "「{}」与「{}」单位不同，不能比较或相加",
                left.name(units, Language::Chinese),
                right.name(units, Language::Chinese)
            ),
            format!(
                "“{}” and “{}” cannot be compared or added",
                left.name(units, Language::English),
                right.name(units, Language::English)
            ),
        )
    }
}
