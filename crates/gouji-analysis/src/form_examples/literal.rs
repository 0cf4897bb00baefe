//! What was read, as an example writes it.

use gouji_facts::{Content, Facts, Field, RecordRef, example_content};
use gouji_program::{
    ExampleContent, ExampleField, FieldId, FieldKind, FormId, Program, RecordTypeId, Scalar,
};
use gouji_syntax::Keyword;
use gouji_text::{Language, TextRange};
use gouji_value::{Bound, Value};

/// Signs that end a figure in an example.
const FIGURE_ENDS: &[char] = &[
    ',', '，', '、', ';', '；', '。', '{', '}', '｛', '｝', '[', ']', '［', '］', '“', '”', '"',
    '＂', '「', '『', '‘', '’', '\'', ':', '：', '﹕', '\n', '#', '＃',
];

/// Writes what was read in the language of a rule text.
pub(super) struct LiteralWriter<'read> {
    pub program: &'read Program,
    pub facts: &'read Facts,
    pub language: Language,
}

impl LiteralWriter<'_> {
    /// The records that a form made and that are part of no other.
    pub fn records_of(&self, form: FormId) -> Vec<RecordRef> {
        let mut records = Vec::new();
        for (number, (region, fragment)) in (0_u32..).zip(self.facts.fragments()) {
            if region.form == form {
                let own = (0_u32..).zip(&fragment.records).filter(|(_, one)| one.parent.is_none());
                let own = own.map(|(record, _)| RecordRef { fragment: number, record });
                records.extend(own);
            }
        }
        records
    }

    pub fn word(&self, keyword: Keyword) -> &'static str {
        keyword.spelling(self.language)
    }

    /// `4 条`
    pub fn count(&self, count: usize) -> String {
        match (self.language, count) {
            (Language::Chinese, _) => format!("{count} 条"),
            (Language::English, 1) => "1 record".to_owned(),
            (Language::English, _) => format!("{count} records"),
        }
    }

    /// The whole clause: `读出 { … }`.
    pub fn reading(&self, records: &[RecordRef]) -> String {
        let reads = self.word(Keyword::Reads);
        match records {
            [] => self.word(Keyword::ReadsNothing).to_owned(),
            [one] => format!("{reads} {}", self.record(*one)),
            several => {
                let records =
                    several.iter().map(|record| format!("\n    {}", self.record(*record)));
                format!("{reads} [{}\n  ]", records.collect::<String>())
            }
        }
    }

    /// All fields of a record that hold something; of lists, how many records.
    fn record(&self, at: RecordRef) -> String {
        let record = self.facts.record(at);
        let declared = &self.program.record(record.kind).fields;
        let mut fields = Vec::new();
        for ((declared, field), id) in declared.iter().zip(&record.fields).zip(0_u16..) {
            let is_there = match &field.content {
                // What follows from the rest, and is written by nobody.
                Content::Absent | Content::Related(_) => false,
                Content::List(children) => !children.is_empty(),
                _ => true,
            };
            if is_there {
                let value = self.field(at, FieldId(id));
                fields.push(format!("{}: {value}", self.name(&declared.name)));
            }
        }
        self.fields(&fields)
    }

    /// `{ a: 1, b: 2 }`
    pub fn fields(&self, fields: &[String]) -> String {
        if fields.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", fields.join(", ")) }
    }

    /// A name, in backquotes where it is no word.
    pub fn name(&self, name: &str) -> String {
        let is_word = name.chars().all(|one| one.is_alphanumeric() || one == '_')
            && name.chars().next().is_some_and(|first| !first.is_numeric());
        if is_word { name.to_owned() } else { format!("`{name}`") }
    }

    /// What a field holds.
    pub fn field(&self, at: RecordRef, id: FieldId) -> String {
        let kind = self.facts.record(at).kind;
        let field = self.facts.field(at, id);
        match (&self.program.field(kind, id).kind, &field.content) {
            (FieldKind::List(_) | FieldKind::Related(..), content) => match content {
                Content::List(children) | Content::Related(children) => self.count(children.len()),
                _ => self.count(0),
            },
            (FieldKind::Series { element, .. }, Content::Series(points)) => {
                let last = points.iter().map(|point| point.period).max().unwrap_or(0);
                let all = (0..=last).map(|period| {
                    let point = points.iter().find(|point| point.period == period);
                    point.map_or_else(
                        || self.word(Keyword::Missing).to_owned(),
                        |point| self.value(at, *element, &point.field),
                    )
                });
                format!("[{}]", all.collect::<Vec<_>>().join(", "))
            }
            (FieldKind::Series { element: scalar, .. } | FieldKind::Scalar(scalar), _) => {
                self.value(at, *scalar, field)
            }
        }
    }

    /// A value, blank, dash or text.
    fn value(&self, at: RecordRef, scalar: Scalar, field: &Field) -> String {
        let printed = self.facts.text(at, field);
        let value = match &field.content {
            Content::Blank => return self.word(Keyword::Blank).to_owned(),
            Content::Dash => return "—".to_owned(),
            Content::Absent | Content::Series(_) | Content::List(_) | Content::Related(_) => {
                return self.word(Keyword::Missing).to_owned();
            }
            Content::Text | Content::Unreadable(_) => return self.quoted(printed),
            Content::Value(value) => value,
        };
        let units = &self.program.units;
        let written = match value {
            Value::Number(number) => number.display(units),
            Value::Bound(bound) if !bound.is_quantified() => printed.trim().to_owned(),
            Value::Bound(bound) => bound.display(units, self.language),
            Value::Date(date) => date.display(Language::English),
            Value::Period(_) => printed.trim().to_owned(),
        };
        let is_figure = !written.contains(FIGURE_ENDS) && written.contains(char::is_numeric);
        if self.reads_back(scalar, &written, value) {
            return if is_figure { written } else { self.quoted(&written) };
        }
        // A blank that counts as zero has no unit of its own: any will do.
        let with_unit = self.units(scalar).map(|unit| format!("{written} {unit}"));
        let with_unit = with_unit.take_while(|_| is_figure);
        let mut found = with_unit.filter(|written| self.reads_back(scalar, written, value));
        found.next().unwrap_or_else(|| self.quoted(printed))
    }

    /// The names of the units of a scalar; none where it is no quantity.
    fn units(&self, scalar: Scalar) -> impl Iterator<Item = &str> {
        let dimension = match scalar {
            Scalar::Quantity(dimension) => Some(dimension),
            _ => None,
        };
        let units = &self.program.units;
        let ids = dimension.into_iter().flat_map(|dimension| units.units_of(dimension));
        ids.map(|unit| units.unit_name(unit))
    }

    fn reads_back(&self, scalar: Scalar, written: &str, value: &Value) -> bool {
        let content = ExampleContent::Text(written.to_owned());
        let field = ExampleField { content, range: TextRange::default() };
        let read = example_content(self.program, scalar, &field);
        matches!(&read, Content::Value(read) if self.same_value(read, value))
    }

    /// What an example states of a field, in short.
    pub fn stated(&self, field: &ExampleField) -> String {
        match &field.content {
            ExampleContent::Text(text) if text.contains(char::is_numeric) => text.clone(),
            ExampleContent::Text(text) => self.quoted(text),
            ExampleContent::Blank => self.word(Keyword::Blank).to_owned(),
            ExampleContent::Dash => "—".to_owned(),
            ExampleContent::Absent => self.word(Keyword::Missing).to_owned(),
            ExampleContent::Records(records) => self.count(records.len()),
            ExampleContent::Series(points) => {
                let points = points.iter().map(|point| self.stated(point));
                format!("[{}]", points.collect::<Vec<_>>().join(", "))
            }
        }
    }

    fn quoted(&self, text: &str) -> String {
        let text = text.trim().replace('\\', "\\\\").replace('\n', "\\n").replace('\t', "\\t");
        let text = text.replace('\r', "");
        match self.language {
            Language::Chinese if !text.contains(['“', '”']) => format!("“{text}”"),
            _ if !text.contains(['"', '＂']) => format!("\"{text}\""),
            _ => format!("\"{}\"", text.replace('"', "\\\"").replace('＂', "\\＂")),
        }
    }

    /// Whether a field holds what an example says.
    pub fn holds(
        &self,
        at: RecordRef,
        (kind, id): (RecordTypeId, FieldId),
        expected: &ExampleField,
    ) -> bool {
        let field = self.facts.field(at, id);
        match (&self.program.field(kind, id).kind, &expected.content) {
            (FieldKind::Series { element, .. }, ExampleContent::Series(points)) => {
                let Content::Series(found) = &field.content else { return points.is_empty() };
                let told = (0_u16..).zip(points).all(|(period, expected)| {
                    let point = found.iter().find(|point| point.period == period);
                    match point {
                        Some(point) => self.holds_value(at, *element, &point.field, expected),
                        None => expected.content == ExampleContent::Absent,
                    }
                });
                told && found.iter().all(|point| usize::from(point.period) < points.len())
            }
            (FieldKind::Series { element: scalar, .. } | FieldKind::Scalar(scalar), _) => {
                self.holds_value(at, *scalar, field, expected)
            }
            (FieldKind::List(_) | FieldKind::Related(..), _) => false,
        }
    }

    fn holds_value(
        &self,
        at: RecordRef,
        scalar: Scalar,
        field: &Field,
        expected: &ExampleField,
    ) -> bool {
        let wanted = example_content(self.program, scalar, expected);
        match (&wanted, &field.content) {
            (Content::Value(Value::Bound(one)), Content::Value(Value::Bound(other)))
                if !one.is_quantified() && !other.is_quantified() =>
            {
                self.same_words(expected, self.facts.text(at, field))
            }
            (Content::Value(one), Content::Value(other)) => self.same_value(one, other),
            (Content::Text, Content::Text) | (Content::Unreadable(_), Content::Unreadable(_)) => {
                self.same_words(expected, self.facts.text(at, field))
            }
            (one, other) => one == other,
        }
    }

    fn same_words(&self, expected: &ExampleField, printed: &str) -> bool {
        let ExampleContent::Text(text) = &expected.content else { return false };
        text.split_whitespace().eq(printed.split_whitespace())
    }

    fn same_value(&self, one: &Value, other: &Value) -> bool {
        match (one, other) {
            (Value::Number(one), Value::Number(other)) => {
                one.amount == other.amount && one.dimension == other.dimension
            }
            (Value::Bound(one), Value::Bound(other)) => {
                let shown = |bound: &Bound| bound.display(&self.program.units, Language::Chinese);
                one == other || shown(one) == shown(other)
            }
            (one, other) => one == other,
        }
    }
}
