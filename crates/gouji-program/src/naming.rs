//! 称呼: what a person calls a record. It is declared with the record type, not with a form: rules
//! speak of records whichever form read them.

use crate::check::declarations::Declarations;
use crate::check::holes::{MessagePiece, pieces};
use crate::check::report::{Checked, Failed, ItemText, Reporter};
use crate::codes;
use crate::problem::problem_at;
use crate::template::parse::{Character, characters};
use crate::{FieldId, FieldKind, Meaning, RecordType, RecordTypeId, Role, Scalar};
use gouji_syntax::ast::{Name, Text};
use gouji_text::{Localized, TextRange};

/// How the records of a type are called. Without 称呼 they are called by their first text field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Naming {
    /// Words and the fields between them; empty where records of the type have no name.
    pub parts: Vec<NamingPart>,
    /// Whether 称呼 says so.
    pub is_declared: bool,
}

/// A part of a record's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NamingPart {
    /// These words.
    Text(String),
    /// What stands in a field that holds a single value, as published.
    Field(FieldId),
}

impl RecordType {
    /// What its records are called, as 称呼 writes it: `{类}{款} {名称}`.
    pub fn called(&self) -> String {
        let part = |part: &NamingPart| match part {
            NamingPart::Text(words) => words.clone(),
            NamingPart::Field(field) => {
                let field = self.fields.at(*field);
                format!("{{{}}}", field.map_or("", |field| field.name.as_str()))
            }
        };
        self.naming.parts.iter().map(part).collect()
    }
}

impl Naming {
    /// By the first field of `kinds` that holds a text.
    pub(crate) fn by_first_text<'k>(kinds: impl IntoIterator<Item = &'k FieldKind>) -> Self {
        let text = FieldKind::Scalar(Scalar::Text);
        let first = kinds.into_iter().zip(0_u16..).find(|(kind, _)| **kind == text);
        let field = first.map(|(_, number)| NamingPart::Field(FieldId(number)));
        Self { parts: field.into_iter().collect(), is_declared: false }
    }

    /// The fields it is made of, in order.
    pub fn fields(&self) -> impl Iterator<Item = FieldId> {
        self.parts.iter().filter_map(|part| match part {
            NamingPart::Text(_) => None,
            NamingPart::Field(field) => Some(*field),
        })
    }

    /// Whether it is one field and nothing else.
    pub fn is_only(&self, field: FieldId) -> bool {
        self.parts == [NamingPart::Field(field)]
    }

    /// 称呼 “{类}{款} {名称}”
    pub(crate) fn check(
        reporter: &mut Reporter,
        source: ItemText<'_>,
        text: &Text,
        record: RecordTypeId,
        declarations: &Declarations<'_>,
    ) -> Checked<Self> {
        let characters = characters(source.slice(text.range), &text.value, text.range);
        let mut checking = Checking { reporter, source, record, declarations };
        let mut parts = Vec::new();
        let (pieces, closed) = pieces(checking.reporter, source, &characters);
        let mut sound = closed.is_ok();
        for piece in pieces {
            match piece {
                MessagePiece::Words(words) => parts.push(NamingPart::Text(words)),
                MessagePiece::Hole { open, inside } => match checking.hole(open, inside) {
                    Ok(field) => parts.push(NamingPart::Field(field)),
                    Err(Failed) => sound = false,
                },
                MessagePiece::Unclosed { open, inside } => {
                    let was_quiet = checking.reporter.set_quiet(true);
                    let _ = checking.hole(open, inside);
                    checking.reporter.set_quiet(was_quiet);
                }
            }
        }
        let naming = Self { parts, is_declared: true };
        if sound && naming.fields().next().is_none() {
            // Of a text that the parser had to mend, it has said enough.
            let written =
                source.slice(text.range).starts_with(|sign: char| !sign.is_alphanumeric());
            return if written { checking.names_nothing(text) } else { Err(Failed) };
        }
        if sound { Ok(naming) } else { Err(Failed) }
    }
}

/// A 称呼 while it is checked.
struct Checking<'c, 't> {
    reporter: &'c mut Reporter,
    source: ItemText<'t>,
    record: RecordTypeId,
    declarations: &'c Declarations<'t>,
}

impl Checking<'_, '_> {
    fn hole(&mut self, open: Character, inside: &[Character]) -> Checked<FieldId> {
        let blank = |one: &&Character| one.value.is_whitespace() || one.value == '`';
        let text: String = inside.iter().map(|one| one.value).collect();
        let text = text.trim_matches(|sign: char| sign.is_whitespace() || sign == '`');
        let first = inside.iter().find(|one| !blank(one));
        let last = inside.iter().rev().find(|one| !blank(one));
        let (Some(first), Some(last)) = (first, last) else {
            let range = TextRange::new(open.start, open.end);
            return self.fail(
                &codes::EMPTY_HOLE,
                range,
                Localized::new("空位里应写栏的名字", "a hole has the name of a field"),
                Localized::new("这里是空的", "empty"),
            );
        };
        let name = Name { text: text.to_owned(), range: TextRange::new(first.start, last.end) };
        let Some(field) = self.declarations.record(self.record).field_named(&name.text) else {
            self.reporter.push_unknown_field(self.source, self.record, &name, self.declarations);
            return Err(Failed);
        };
        let meaning = Meaning::Field(self.record, field);
        self.reporter.name(self.source, name.range, meaning, Role::Use);
        let (chinese, english) = match &self.declarations.record(self.record).fields[field].kind {
            FieldKind::Scalar(_) => return Ok(field),
            FieldKind::Series { .. } => ("是序列", "is a series"),
            FieldKind::List(_) | FieldKind::Related(..) => ("放多条记录", "holds records"),
        };
        self.fail(
            &codes::WRONG_FIELD,
            name.range,
            Localized::new(
                format!("称呼由单个的值组成，「{}」{chinese}", name.text),
                format!("a name is made of single values; `{}` {english}", name.text),
            ),
            Localized::new("应是单个值", "expected a single value"),
        )
    }

    fn names_nothing(&mut self, text: &Text) -> Checked<Naming> {
        let record = &self.declarations.record(self.record).name;
        let message = Localized::new(
            format!("称呼里没有空位，每条「{record}」都会叫同一个名字"),
            format!("without a hole every `{record}` has the same name"),
        );
        let label = Localized::new("缺空位", "no hole");
        let problem =
            problem_at(&codes::NAMES_NOTHING, self.source.place(text.range), message, label);
        let field = self.declarations.record(self.record).fields.first();
        let field = field.map_or("", |field| field.name.as_str());
        self.reporter.fail(problem.help(
            format!("例如：称呼 “{{{field}}}”"),
            format!("for example: called \"{{{field}}}\""),
        ))
    }

    fn fail<T>(
        &mut self,
        code: &'static gouji_diagnostic::CodeInfo,
        range: TextRange,
        message: Localized,
        label: Localized,
    ) -> Checked<T> {
        let place = self.source.place(range);
        self.reporter.fail(problem_at(code, place, message, label))
    }
}
