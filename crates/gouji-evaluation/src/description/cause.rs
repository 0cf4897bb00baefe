//! Why something cannot be determined, in words.

use super::Describer;
use super::names::{quoted, state_words};
use crate::cause::{Cause, End, LeftUnread};
use crate::evaluator::MOST_STEPS;
use crate::records::RecordSource;
use gouji_facts::{Content, RecordRef};
use gouji_program::FieldId;
use gouji_text::{Language, Localized};
use gouji_value::Dimension;

impl<'a> Describer<'_, 'a, '_> {
    /// The reason in words: `「甲项目」的「预算数」空白`.
    pub(crate) fn cause_words(&self, cause: &Cause<'a>) -> Localized {
        match cause {
            Cause::Field(record, field, point) => {
                self.records.field_reason(*record, *field, *point)
            }
            Cause::NothingStated(record, field) => self
                .records
                .name_in_record(*record, *field)
                .then("没有填写任何数值", " states no value"),
            Cause::NoRecord(kind) => {
                let name = self.records.record_type_name(*kind);
                Localized::new(
                    format!("文件中没有「{name}」"),
                    format!("the document has no “{name}”"),
                )
            }
            Cause::NoOwner(kind) => {
                let name = self.records.record_type_name(*kind);
                Localized::new(
                    format!("这条「{name}」不属于任何一条上级记录"),
                    format!("this “{name}” belongs to no other record"),
                )
            }
            Cause::SeveralRecords(kind) => {
                let name = self.records.record_type_name(*kind);
                Localized::new(
                    format!("文件中有多个「{name}」，应只有一个"),
                    format!("the document has several “{name}” where one is expected"),
                )
            }
            Cause::SeveralPartners(found) => self.several_partners(found.0, &found.1),
            Cause::NothingGathered(aggregate) => Localized::new(
                format!("没有可供计算的记录：{}", aggregate.label),
                format!("no such record: {}", aggregate.label),
            ),
            Cause::NotOnly(aggregate) => Localized::new(
                format!("应只有一个，却有多个：{}", aggregate.label),
                format!("several where one is expected: {}", aggregate.label),
            ),
            Cause::TooCostly(aggregate) => Localized::new(
                format!(
                    "要看的记录太多（超过 {MOST_STEPS} 条次），没有算完：{}；请用「其中」按相等的栏来找，或者把不变的部分写成单独的汇总",
                    aggregate.label
                ),
                format!(
                    "more records to look at than {MOST_STEPS}; not finished: {}; find records by equal fields, or gather what does not change by itself",
                    aggregate.label
                ),
            ),
            Cause::Incomparable(dimensions) => {
                self.records.incomparable_words(&dimensions.0, &dimensions.1)
            }
            Cause::DifferentKinds => Localized::new(
                "两边不是同一类数据，不能比较",
                "the two sides are of different kinds",
            ),
            Cause::Overflow => Localized::new(
                "数字过大，无法精确计算",
                "the figures are too large to compute exactly",
            ),
            Cause::DivisionByZero(divisor) => {
                let divisor = self.describe(divisor);
                Localized::new(
                    format!("除数「{}」为 0", divisor.chinese),
                    format!("division by zero: “{}”", divisor.english),
                )
            }
            Cause::InWords(record, field) => self.records.in_words(*record, *field),
            Cause::NoLimit(record, field, end) => self.records.no_limit(*record, *field, *end),
            Cause::LeftUnread(left) => left_unread_words(left),
            Cause::NoPoint(other) => {
                let text = gouji_text::tidy(&other.text);
                Localized::new(
                    format!("「{text}」不是一年里的时点（例如「6月底」）"),
                    format!("“{text}” is no point of the year, such as “6月底”"),
                )
            }
            Cause::NoNumeral => Localized::new(
                "不是可以写成中文数字的整数",
                "not a whole number that has Chinese words",
            ),
            Cause::TooDeep => Localized::new("算式嵌套过深", "the expression is nested too deeply"),
            Cause::Malformed => Localized::new("规则有误", "the rule is broken"),
        }
    }
}

/// Most figures that are named.
const MOST_NAMED: usize = 4;

fn left_unread_words(left: &LeftUnread) -> Localized {
    let count = left.figures.len();
    let named: Vec<&str> =
        left.figures.iter().take(MOST_NAMED).map(|(_, it)| it.as_str()).collect();
    let (more, etc) = if count > named.len() { ("等", ", …") } else { ("", "") };
    let (chinese, english) = (named.join("、"), named.join(", "));
    let apart = match left.difference.as_str() {
        "" => Localized::default(),
        difference => {
            Localized::new(format!("相差 {difference}；"), format!("{difference} apart; "))
        }
    };
    apart.then(
        &format!("这里有 {count} 个数没有读进来：{chinese}{more}"),
        &format!("figures stand here that were not read ({count}): {english}{etc}"),
    )
}

impl RecordSource<'_> {
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
        let words = words.then(&state.chinese, &state.english);
        match self.words_alone(record, found) {
            Some(alone) => words.then("：", ": ").and(&alone),
            None => words,
        }
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
