//! Values, fields and expressions in words.

use crate::Words;
use crate::evaluator::Evaluator;
use crate::known::Known;
use gouji_facts::{Content, Field, RecordRef};
use gouji_program::expression::{Arithmetic, FieldRef, SoleRef, Witness};
use gouji_program::{Expr, FieldId, RecordTypeId};
use gouji_value::Value;

impl Words {
    pub(crate) fn new(chinese: impl Into<String>, english: impl Into<String>) -> Self {
        Self { chinese: chinese.into(), english: english.into() }
    }

    pub(crate) fn fixed(chinese: &str, english: &str) -> Self {
        Self::new(chinese, english)
    }

    /// The same in both languages: names and figures.
    pub(crate) fn same(text: impl Into<String>) -> Self {
        let text = text.into();
        Self { english: text.clone(), chinese: text }
    }

    /// With more behind it.
    #[must_use]
    pub(crate) fn then(mut self, chinese: &str, english: &str) -> Self {
        self.chinese.push_str(chinese);
        self.english.push_str(english);
        self
    }

    /// With more words behind it.
    #[must_use]
    pub(crate) fn and(self, more: &Words) -> Self {
        self.then(&more.chinese, &more.english)
    }
}

/// `「…」`
pub(crate) fn quoted(text: &str) -> String {
    format!("「{text}」")
}

/// A state without a value, in words.
pub(crate) fn state_words(content: &Content) -> Words {
    match content {
        Content::Blank => Words::fixed("空白", "blank"),
        Content::Dash => Words::fixed("划线", "a dash"),
        Content::Unreadable(_) => Words::fixed("不可读", "unreadable"),
        _ => Words::fixed("缺失", "absent"),
    }
}

/// Text as published, trimmed and without the white space that page wraps put between Chinese
/// characters; other white space becomes one space.
pub(crate) fn tidy(text: &str) -> String {
    let mut tidied = String::with_capacity(text.len());
    let mut space = false;
    let mut before: Option<char> = None;
    for character in text.chars() {
        if character.is_whitespace() {
            space = true;
            continue;
        }
        if let Some(before) = before
            && space
            && !(is_wide(before) && is_wide(character))
        {
            tidied.push(' ');
        }
        space = false;
        before = Some(character);
        tidied.push(character);
    }
    tidied
}

/// Chinese characters and full-width punctuation.
fn is_wide(character: char) -> bool {
    matches!(character,
        '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}'
        | '\u{20000}'..='\u{3ffff}' | '“' | '”' | '‘' | '’')
}

impl<'a> Evaluator<'a, '_> {
    pub(crate) fn record_type_name(&self, kind: RecordTypeId) -> &'a str {
        self.program.records.get(kind.0 as usize).map_or("", |kind| kind.name.as_str())
    }

    pub(crate) fn field_name(&self, kind: RecordTypeId, field: FieldId) -> &'a str {
        let kind = self.program.records.get(kind.0 as usize);
        let field = kind.and_then(|kind| kind.fields.get(field.0 as usize));
        field.map_or("", |field| field.name.as_str())
    }

    /// The name of a field of a record.
    pub(crate) fn name_of(&self, record: RecordRef, field: FieldId) -> &'a str {
        self.record(record).map_or("", |found| self.field_name(found.kind, field))
    }

    /// The text of a field as published, tidied.
    pub(crate) fn published(&self, record: RecordRef, field: &'a Field) -> String {
        tidy(self.facts.text(record, field))
    }

    /// What a person calls a record: the text of its naming field.
    pub(crate) fn record_name(&self, record: RecordRef) -> Option<String> {
        let kind = self.record(record)?.kind;
        let naming = self.program.records.get(kind.0 as usize)?.naming?;
        let field = self.field(record, naming)?;
        let text = match field.content {
            Content::Text | Content::Value(_) => self.published(record, field),
            _ => String::new(),
        };
        Some(text).filter(|text| !text.is_empty())
    }

    /// `「甲项目」的「预算数」`
    pub(crate) fn name_in_record(&self, record: RecordRef, field: FieldId) -> Words {
        let name = self.name_of(record, field);
        let naming = self
            .record(record)
            .and_then(|found| self.program.records.get(found.kind.0 as usize)?.naming);
        match self.record_name(record).filter(|_| naming != Some(field)) {
            Some(owner) => {
                Words::new(format!("「{owner}」的「{name}」"), format!("“{name}” of “{owner}”"))
            }
            None => Words::new(quoted(name), format!("“{name}”")),
        }
    }

    /// What stands in a field, as a reader would copy it.
    pub(crate) fn show_field(&self, record: RecordRef, field: &'a Field) -> Words {
        match &field.content {
            Content::Value(Value::Number(number)) => {
                Words::same(number.display(&self.program.units))
            }
            Content::Text | Content::Value(_) | Content::Unreadable(_) => {
                Words::same(self.published(record, field))
            }
            Content::Series(points) => {
                let shown = points.iter().map(|point| self.show_field(record, &point.field));
                let (chinese, english): (Vec<_>, Vec<_>) =
                    shown.map(|words| (words.chinese, words.english)).unzip();
                Words::new(chinese.join("、"), english.join(", "))
            }
            Content::List(members) => Words::same(members.len().to_string()),
            Content::Blank | Content::Dash | Content::Absent => state_words(&field.content),
        }
    }

    /// A field and what stands there, as the label of a place: `合计 9214.60 万元`.
    pub(crate) fn label_field(&self, record: RecordRef, name: &str, field: &'a Field) -> Words {
        match &field.content {
            Content::Value(Value::Bound(bound)) => {
                let units = &self.program.units;
                Words::new(
                    format!("{name}：{}", bound.display(units, false)),
                    format!("{name}: {}", bound.display(units, true)),
                )
            }
            Content::Text => {
                let text = self.published(record, field);
                Words::new(format!("{name}「{text}」"), format!("{name} “{text}”"))
            }
            Content::Value(_) => {
                let shown = self.show_field(record, field);
                Words::same(format!("{name} ")).and(&shown)
            }
            Content::Unreadable(reason) => Words::new(
                format!("{name}：不可读（{}）", reason.describe(false)),
                format!("{name}: unreadable ({})", reason.describe(true)),
            ),
            _ => {
                let shown = self.show_field(record, field);
                Words::new(format!("{name}："), format!("{name}: ")).and(&shown)
            }
        }
    }

    /// A value, units included.
    pub(crate) fn show_known(&self, known: &Known<'a>) -> Words {
        match known {
            Known::Boolean(true) => Words::fixed("真", "true"),
            Known::Boolean(false) => Words::fixed("假", "false"),
            Known::Text(text) => Words::same(tidy(text)),
            Known::Number(number) => Words::same(number.display(&self.program.units)),
            Known::Bound(_, text) => Words::same(tidy(text)),
            Known::Date(date) => Words::new(date.display(false), date.display(true)),
            Known::Period(period) => {
                let month = period.month;
                match period.day {
                    31.. => Words::new(format!("{month}月底"), format!("the end of month {month}")),
                    day => Words::new(format!("{month}月{day}日"), format!("{month}-{day}")),
                }
            }
            Known::Record(record) => match self.record_name(*record) {
                Some(name) => Words::same(name),
                None => Words::same(
                    self.record(*record).map_or("", |found| self.record_type_name(found.kind)),
                ),
            },
            Known::List(items) => {
                let shown = items.iter().map(|item| self.show_known(item));
                let (chinese, english): (Vec<_>, Vec<_>) =
                    shown.map(|words| (words.chinese, words.english)).unzip();
                Words::new(chinese.join("、"), english.join(", "))
            }
        }
    }

    /// What an expression comes to, for the holes of messages: fields as published, and what is
    /// missing as its state.
    pub(crate) fn show(&mut self, expr: &'a Expr) -> Words {
        if let Ok(Some((record, field))) = self.resolve(expr)
            && let Some(field) = self.field(record, field)
        {
            return self.show_field(record, field);
        }
        match self.value(expr) {
            Ok(known) => self.show_known(&known),
            Err(crate::why::Why::Field(record, field, point)) => {
                match self.field_or_point(record, field, point) {
                    Some(field) => self.show_field(record, field),
                    None => Words::fixed("缺失", "absent"),
                }
            }
            Err(why) if self.is_missing(&why) => Words::fixed("缺失", "absent"),
            Err(crate::why::Why::NoRecord(_)) => Words::fixed("缺失", "absent"),
            Err(crate::why::Why::NoLimit(..) | crate::why::Why::InWords(..)) => {
                Words::fixed("无", "none")
            }
            Err(_) => Words::fixed("无法判定", "undetermined"),
        }
    }

    /// What an expression is called.
    pub(crate) fn describe(&self, expr: &'a Expr) -> Words {
        match expr {
            Expr::Field(FieldRef { record, field, .. }) => {
                Words::same(self.field_name(*record, *field))
            }
            // Its name alone would also be that of a field in scope.
            Expr::Sole(SoleRef { record, field }) => {
                let (owner, name) =
                    (self.record_type_name(*record), self.field_name(*record, *field));
                Words::same(format!("{owner}.{name}"))
            }
            Expr::Text(text) => Words::new(format!("“{text}”"), format!("“{text}”")),
            Expr::Number(number) => Words::same(number.display(&self.program.units)),
            Expr::Date(date) => Words::new(date.display(false), date.display(true)),
            Expr::Boolean(value) => self.show_known(&Known::Boolean(*value)),
            Expr::Local(index) => {
                let definition = self.definitions.get(*index as usize);
                Words::same(definition.map_or("", |(name, _)| name.as_str()))
            }
            Expr::Default { operand, .. } => self.describe(operand),
            Expr::Negate(operand) => Words::same("−").and(&self.describe(operand)),
            Expr::Call { label, .. } => Words::same(label.as_str()),
            Expr::Aggregate(aggregate) => Words::same(aggregate.label.as_str()),
            Expr::Arithmetic { operator, left, right } => {
                self.describe_arithmetic(*operator, left, right)
            }
            Expr::If { .. } => Words::fixed("按条件取的数", "the figure due"),
            Expr::Key(_) => Words::fixed("分组的值", "the group's value"),
            Expr::Witness(Witness::PreviousPeriod | Witness::NextPeriod) => {
                Words::fixed("时点", "the point")
            }
            Expr::Record { frame, up } => match self.reach(*frame, *up) {
                Ok(record) => self.show_known(&Known::Record(record)),
                Err(_) => Words::fixed("记录", "the record"),
            },
            _ => Words::fixed("计算结果", "the result"),
        }
    }

    fn describe_arithmetic(&self, operator: Arithmetic, left: &'a Expr, right: &'a Expr) -> Words {
        let sign = match operator {
            Arithmetic::Add => " + ",
            Arithmetic::Subtract => " − ",
            Arithmetic::Multiply => " × ",
            Arithmetic::Divide => " ÷ ",
        };
        let is_product = matches!(operator, Arithmetic::Multiply | Arithmetic::Divide);
        let part = |expr: &'a Expr, tight: bool| {
            let words = self.describe(expr);
            match expr {
                Expr::Arithmetic { operator: Arithmetic::Add | Arithmetic::Subtract, .. }
                    if tight =>
                {
                    Words::new(format!("({})", words.chinese), format!("({})", words.english))
                }
                _ => words,
            }
        };
        let first = part(left, is_product);
        first.then(sign, sign).and(&part(right, is_product || operator == Arithmetic::Subtract))
    }
}

#[cfg(test)]
mod tests {
    use super::tidy;

    #[test]
    fn page_wraps_go_words_stay_apart() {
        assert_eq!(tidy(" 项 目\n名称 "), "项目名称");
        assert_eq!(tidy("≥50 万元"), "≥50 万元");
        assert_eq!(tidy("Budget  2021\t年"), "Budget 2021 年");
        assert_eq!(tidy("   "), "");
    }
}
