//! Examples.

use super::junk::JunkPlace;
use super::{Lowering, Node, ProblemDraft};
use crate::ast::{
    Example, ExampleCase, ExampleField, ExampleRecord, ExampleValue, Expectation, Text,
};
use crate::codes;
use crate::parse::Rule;
use gouji_text::Localized;

impl<'text> Lowering<'text> {
    pub fn example_item(&self, node: Node<'_>) -> Option<Example> {
        let mut rule_name = None;
        let mut cases = Vec::new();
        let mut end = node.as_span().start();
        for part in node.into_inner() {
            let rule = part.as_rule();
            let place = self.place(&part);
            match rule {
                Rule::name | Rule::reserved_name | Rule::missing_name => {
                    rule_name = self.name(&part);
                }
                Rule::header_junk => self.header_junk(&part),
                Rule::full_stop => self.full_stop(&part),
                Rule::bad_example_case => self.junk(&part, JunkPlace::Example, end),
                Rule::leftover => self.leftover(&part),
                Rule::missing_open_brace | Rule::missing_close_brace => {
                    self.missing(rule, part.as_span().start());
                }
                Rule::example_case => {
                    self.begin_clause();
                    cases.extend(self.example_case(part));
                }
                _ => {}
            }
            end = end.max(place.end);
        }
        Some(Example { rule: rule_name?, cases })
    }

    fn example_case(&self, node: Node<'_>) -> Option<ExampleCase> {
        let range = self.tight(&node);
        let mut expectation = None;
        let mut records = Some(Vec::new());
        let mut expected: Option<Text> = None;
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::kw_expectation => expectation = Some(expectation_of(part.as_str())),
                Rule::example_record => {
                    records =
                        records.zip(self.example_record(part)).map(|(mut records, record)| {
                            records.push(record);
                            records
                        });
                }
                Rule::text => expected = self.text_literal(&part),
                _ => {}
            }
        }
        Some(ExampleCase { expectation: expectation?, records: records?, message: expected, range })
    }

    fn example_record(&self, node: Node<'_>) -> Option<ExampleRecord> {
        let range = self.tight(&node);
        let mut record = None;
        let mut fields = None;
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::fields => fields = self.fields(part),
                _ => record = Some(self.name(&part)?),
            }
        }
        Some(ExampleRecord { record, fields: fields?, range })
    }

    pub(super) fn fields(&self, node: Node<'_>) -> Option<Vec<ExampleField>> {
        let mut fields = Some(Vec::new());
        let mut end = node.as_span().start();
        for part in node.into_inner() {
            let place = self.place(&part);
            match part.as_rule() {
                Rule::example_field => {
                    self.begin_clause();
                    fields = fields.zip(self.example_field(part)).map(|(mut fields, field)| {
                        fields.push(field);
                        fields
                    });
                }
                Rule::full_stop => self.full_stop(&part),
                Rule::bad_field => {
                    self.junk(&part, JunkPlace::Fields, end);
                    fields = None;
                }
                other if other == Rule::missing_close_brace => {
                    self.missing(other, part.as_span().start());
                }
                _ => {}
            }
            end = end.max(place.end);
        }
        fields
    }

    fn example_field(&self, node: Node<'_>) -> Option<ExampleField> {
        let range = self.tight(&node);
        let mut name = None;
        let mut rest = Vec::new();
        let mut value = None;
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::name | Rule::reserved_name if name.is_none() => name = self.name(&part),
                Rule::name | Rule::reserved_name | Rule::missing_name => {
                    rest.push(self.name(&part)?);
                }
                Rule::colon => {}
                Rule::wrong_colon => self.sign_slip(&part, self.colon()),
                _ => value = self.example_value(part),
            }
        }
        Some(ExampleField { name: name?, rest, value: value?, range })
    }

    fn example_value(&self, node: Node<'_>) -> Option<ExampleValue> {
        let range = self.tight(&node);
        match node.as_rule() {
            Rule::text => self.text_literal(&node).map(ExampleValue::Text),
            Rule::kw_example_blank => Some(ExampleValue::Blank(range)),
            Rule::example_dash => Some(ExampleValue::Dash(range)),
            Rule::kw_example_missing => Some(ExampleValue::Missing(range)),
            Rule::example_figure | Rule::list_figure => Some(self.example_figure(&node)),
            Rule::fields => {
                // One record of a list field, its brackets left out.
                let fields = self.fields(node)?;
                Some(ExampleValue::Records(
                    vec![ExampleRecord { record: None, fields, range }],
                    range,
                ))
            }
            Rule::example_list => self.example_list(node),
            other => {
                self.missing(other, node.as_span().start());
                None
            }
        }
    }

    /// A figure; words without quotation marks are understood as a text, and reported.
    fn example_figure(&self, node: &Node<'_>) -> ExampleValue {
        let place = self.place(node);
        let range = self.range(place.clone());
        let written = self.slice(place.clone());
        if written.contains(char::is_numeric) {
            return ExampleValue::Figure(range);
        }
        let quoted = self.quoted(written);
        self.report(
            ProblemDraft::new(
                &codes::EXPECTED_TEXT,
                place.clone(),
                Localized::new(
                    format!("文本要放在引号里：{quoted}"),
                    format!("a text stands in quotation marks: {quoted}"),
                ),
                Localized::new("缺引号", "quotation marks missing"),
            )
            .correction(
                place,
                &quoted,
                Localized::new(format!("改为 {quoted}"), format!("write {quoted}")),
            ),
        );
        ExampleValue::Text(Text { value: written.to_owned(), range })
    }

    /// A series, or the records of a list field.
    fn example_list(&self, node: Node<'_>) -> Option<ExampleValue> {
        let range = self.tight(&node);
        let parts: Vec<Node<'_>> = node.into_inner().collect();
        let is_records = parts.first().is_some_and(|part| part.as_rule() == Rule::fields);
        let mut values = Some(Vec::new());
        let mut records = Some(Vec::new());
        for part in parts {
            let rule = part.as_rule();
            if rule == Rule::missing_close_bracket {
                self.missing(rule, part.as_span().start());
            } else if is_records != (rule == Rule::fields) && rule != Rule::missing_value {
                self.mixed_list(&part);
                return None;
            } else if is_records && rule == Rule::fields {
                let range = self.tight(&part);
                records = records.zip(self.fields(part)).map(|(mut records, fields)| {
                    records.push(ExampleRecord { record: None, fields, range });
                    records
                });
            } else {
                values = values.zip(self.example_value(part)).map(|(mut values, value)| {
                    values.push(value);
                    values
                });
            }
        }
        values.zip(records).map(|(values, records)| {
            if is_records {
                ExampleValue::Records(records, range)
            } else {
                ExampleValue::Series(values, range)
            }
        })
    }

    fn mixed_list(&self, node: &Node<'_>) {
        self.report(ProblemDraft::new(
            &codes::MIXED_LIST,
            self.place(node),
            Localized::new(
                "一个方括号里要么都是值，要么都是「{ … }」记录",
                "a list holds either values or `{ … }` records, not both",
            ),
            Localized::new("与前面的不是一类", "not like those before it"),
        ));
        self.break_clause();
    }
}

fn expectation_of(written: &str) -> Expectation {
    match written {
        "合格" | "good" => Expectation::Good,
        "不合格" | "bad" => Expectation::Bad,
        "无法判定" | "undetermined" => Expectation::Undetermined,
        _ => Expectation::NotApplicable,
    }
}
