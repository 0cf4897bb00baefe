//! What records, fields and values are called, and how they are shown.

use crate::known::Known;
use crate::records::RecordSource;
use gouji_facts::{Content, Field, FieldNote, RecordRef};
use gouji_program::{FieldId, RecordTypeId};
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
        Content::Dash => Localized::new("横线", "a dash"),
        Content::Unreadable(_) => Localized::new("不可读", "unreadable"),
        _ => Localized::new("缺失", "absent"),
    }
}

impl<'a> RecordSource<'a> {
    /// The table that a record of a type that stands in several is in: `支出总表`, and where that has
    /// more than one list of such records `支出总表.科目`.
    pub(crate) fn list_name(&self, record: RecordRef) -> Option<String> {
        let kind = self.record(record)?.kind;
        let lists = &self.program.records.at(kind)?.lists;
        let owner = self.facts.parent(record).filter(|_| lists.len() > 1)?;
        let owner_kind = self.record(owner)?.kind;
        let name = self.facts.record_name(self.program, owner).filter(|_| {
            let owner = self.program.records.at(owner_kind);
            owner.is_some_and(|owner| owner.naming.is_declared)
        });
        let name = name.unwrap_or_else(|| self.record_type_name(owner_kind).to_owned());
        let mut of_owner = lists.iter().filter(|(owner, _)| *owner == owner_kind);
        if of_owner.clone().count() < 2 {
            return Some(name);
        }
        let is_in = |list: &(RecordTypeId, FieldId)| {
            let content = self.field(owner, list.1).map(|field| &field.content);
            matches!(content, Some(Content::List(members)) if members.binary_search(&record.record).is_ok())
        };
        let (_, list) = of_owner.find(|list| is_in(list))?;
        Some(format!("{name}.{}", self.field_name(owner_kind, *list)))
    }

    pub(crate) fn record_type_name(&self, kind: RecordTypeId) -> &'a str {
        self.program.records.at(kind).map_or("", |kind| kind.name.as_str())
    }

    pub(crate) fn field_name(&self, kind: RecordTypeId, field: FieldId) -> &'a str {
        let kind = self.program.records.at(kind);
        let field = kind.and_then(|kind| kind.fields.at(field));
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

    /// What is said of a field that is missing although the words that lead up to it stand there:
    /// `文中有「公务接待费安排。」，后面不是要读的数`.
    pub(crate) fn words_alone(&self, record: RecordRef, field: &'a Field) -> Option<Localized> {
        let is_alone = field.note == Some(FieldNote::WordsAlone);
        let text = is_alone.then(|| self.published(record, field))?;
        Some(Localized::new(
            format!("文中有「{text}」，后面不是要读的数"),
            format!("“{text}” stands there, with no such figure behind it"),
        ))
    }

    /// What a person calls a record.
    pub(crate) fn record_name(&self, record: RecordRef) -> Option<String> {
        self.record(record)?;
        self.facts.record_name(self.program, record)
    }

    /// `「甲项目」的「预算数」`
    pub(crate) fn name_in_record(&self, record: RecordRef, field: FieldId) -> Localized {
        let name = self.name_of(record, field);
        let kind = self.record(record).and_then(|found| self.program.records.at(found.kind));
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
            Content::List(members) | Content::Related(members) => {
                Localized::same(members.len().to_string())
            }
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
}
