//! Values, fields and expressions in words.

use crate::evaluator::Evaluator;
use crate::known::Known;
use gouji_facts::{Content, Field, RecordRef};
use gouji_program::expression::{Arithmetic, FieldRef, SoleRef, Witness};
use gouji_program::{Expr, FieldId, RecordTypeId};
use gouji_text::{Language, Localized, tidy};
use gouji_value::Value;

/// `「…」`
pub(crate) fn quoted(text: &str) -> String {
    format!("「{text}」")
}

/// A state without a value, in words.
pub(crate) fn state_words(content: &Content) -> Localized {
    match content {
        Content::Blank => Localized::new("空白", "blank"),
        Content::Dash => Localized::new("划线", "a dash"),
        Content::Unreadable(_) => Localized::new("不可读", "unreadable"),
        _ => Localized::new("缺失", "absent"),
    }
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

    /// What a person calls a record.
    pub(crate) fn record_name(&self, record: RecordRef) -> Option<String> {
        self.record(record)?;
        self.facts.record_name(self.program, record)
    }

    /// `「甲项目」的「预算数」`
    pub(crate) fn name_in_record(&self, record: RecordRef, field: FieldId) -> Localized {
        let name = self.name_of(record, field);
        let kind =
            self.record(record).and_then(|found| self.program.records.get(found.kind.0 as usize));
        let is_its_name = kind.is_some_and(|kind| kind.naming.is_only(field));
        match self.record_name(record).filter(|_| !is_its_name) {
            Some(owner) => {
                Localized::new(format!("「{owner}」的「{name}」"), format!("“{name}” of “{owner}”"))
            }
            None => Localized::new(quoted(name), format!("“{name}”")),
        }
    }

    /// What stands in a field, as a reader would copy it.
    pub(crate) fn show_field(&self, record: RecordRef, field: &'a Field) -> Localized {
        match &field.content {
            Content::Value(Value::Number(number)) => {
                Localized::same(number.display(&self.program.units))
            }
            Content::Text | Content::Value(_) | Content::Unreadable(_) => {
                Localized::same(self.published(record, field))
            }
            Content::Series(points) => {
                let shown = points.iter().map(|point| self.show_field(record, &point.field));
                let (chinese, english): (Vec<_>, Vec<_>) =
                    shown.map(|words| (words.chinese, words.english)).unzip();
                Localized::new(chinese.join("、"), english.join(", "))
            }
            Content::List(members) => Localized::same(members.len().to_string()),
            Content::Blank | Content::Dash | Content::Absent => state_words(&field.content),
        }
    }

    /// A field and what stands there, as the label of a place: `合计 9214.60 万元`.
    pub(crate) fn label_field(&self, record: RecordRef, name: &str, field: &'a Field) -> Localized {
        match &field.content {
            Content::Value(Value::Bound(bound)) => {
                let units = &self.program.units;
                Localized::new(
                    format!("{name}：{}", bound.display(units, Language::Chinese)),
                    format!("{name}: {}", bound.display(units, Language::English)),
                )
            }
            Content::Text => {
                let text = self.published(record, field);
                Localized::new(format!("{name}「{text}」"), format!("{name} “{text}”"))
            }
            Content::Value(_) => {
                let shown = self.show_field(record, field);
                Localized::same(format!("{name} ")).and(&shown)
            }
            Content::Unreadable(reason) => Localized::new(
                format!("{name}：不可读（{}）", reason.describe(Language::Chinese)),
                format!("{name}: unreadable ({})", reason.describe(Language::English)),
            ),
            _ => {
                let shown = self.show_field(record, field);
                Localized::new(format!("{name}："), format!("{name}: ")).and(&shown)
            }
        }
    }

    /// A value, units included.
    pub(crate) fn show_known(&self, known: &Known<'a>) -> Localized {
        match known {
            Known::Boolean(true) => Localized::new("真", "true"),
            Known::Boolean(false) => Localized::new("假", "false"),
            Known::Text(text) => Localized::same(tidy(text)),
            Known::Number(number) => Localized::same(number.display(&self.program.units)),
            Known::Bound(_, text) => Localized::same(tidy(text)),
            Known::Date(date) => {
                Localized::new(date.display(Language::Chinese), date.display(Language::English))
            }
            Known::Period(period) => {
                let month = period.month;
                match period.day {
                    31.. => {
                        Localized::new(format!("{month}月底"), format!("the end of month {month}"))
                    }
                    day => Localized::new(format!("{month}月{day}日"), format!("{month}-{day}")),
                }
            }
            Known::Record(record) => match self.record_name(*record) {
                Some(name) => Localized::same(name),
                None => Localized::same(
                    self.record(*record).map_or("", |found| self.record_type_name(found.kind)),
                ),
            },
            Known::List(items) => {
                let shown = items.iter().map(|item| self.show_known(item));
                let (chinese, english): (Vec<_>, Vec<_>) =
                    shown.map(|words| (words.chinese, words.english)).unzip();
                Localized::new(chinese.join("、"), english.join(", "))
            }
        }
    }

    /// What an expression comes to, for the holes of messages: fields as published, and what is
    /// missing as its state.
    pub(crate) fn show(&mut self, expr: &'a Expr) -> Localized {
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
                    None => Localized::new("缺失", "absent"),
                }
            }
            Err(why) if self.is_missing(&why) => Localized::new("缺失", "absent"),
            Err(crate::why::Why::NoRecord(_)) => Localized::new("缺失", "absent"),
            Err(crate::why::Why::NoLimit(..) | crate::why::Why::InWords(..)) => {
                Localized::new("无", "none")
            }
            Err(_) => Localized::new("无法判定", "undetermined"),
        }
    }

    /// What an expression is called.
    pub(crate) fn describe(&self, expr: &'a Expr) -> Localized {
        match expr {
            Expr::Field(FieldRef { record, field, .. }) => {
                Localized::same(self.field_name(*record, *field))
            }
            // Its name alone would also be that of a field in scope.
            Expr::Sole(SoleRef { record, field }) => {
                let (owner, name) =
                    (self.record_type_name(*record), self.field_name(*record, *field));
                Localized::same(format!("{owner}.{name}"))
            }
            Expr::Text(text) => Localized::new(format!("“{text}”"), format!("“{text}”")),
            Expr::Number(number) => Localized::same(number.display(&self.program.units)),
            Expr::Date(date) => {
                Localized::new(date.display(Language::Chinese), date.display(Language::English))
            }
            Expr::Boolean(value) => self.show_known(&Known::Boolean(*value)),
            Expr::Local(index) => {
                let definition = self.definitions.get(*index as usize);
                Localized::same(definition.map_or("", |(name, _)| name.as_str()))
            }
            Expr::Default { operand, .. } => self.describe(operand),
            Expr::Negate(operand) => Localized::same("−").and(&self.describe(operand)),
            Expr::Call { label, .. } => Localized::same(label.as_str()),
            Expr::Aggregate(aggregate) => Localized::same(aggregate.label.as_str()),
            Expr::Arithmetic { operator, left, right } => {
                self.describe_arithmetic(*operator, left, right)
            }
            Expr::If { .. } => Localized::new("按条件取的数", "the figure due"),
            Expr::Key(_) => Localized::new("分组的值", "the group's value"),
            Expr::Witness(Witness::PreviousPeriod | Witness::NextPeriod) => {
                Localized::new("时点", "the point")
            }
            Expr::Record { frame, up } => match self.reach(*frame, *up) {
                Ok(record) => self.show_known(&Known::Record(record)),
                Err(_) => Localized::new("记录", "the record"),
            },
            _ => Localized::new("计算结果", "the result"),
        }
    }

    fn describe_arithmetic(
        &self,
        operator: Arithmetic,
        left: &'a Expr,
        right: &'a Expr,
    ) -> Localized {
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
                    Localized::new(format!("({})", words.chinese), format!("({})", words.english))
                }
                _ => words,
            }
        };
        let first = part(left, is_product);
        first.then(sign, sign).and(&part(right, is_product || operator == Arithmetic::Subtract))
    }
}
