//! 示例 表样: texts, and what forms are to read from them.

use super::declarations::{Declarations, Declared, Items, with_candidates};
use super::examples::ExampleWriter;
use super::report::{Checked, Failed, Reporter};
use crate::codes;
use crate::form::Form;
use crate::problem::problem_at;
use crate::{
    ExampleContent, ExampleField, ExpectedContent, ExpectedField, ExpectedReading, ExpectedRecord,
    ExpectedRecords, FieldId, FieldKind, FormExample, FormExampleCase, FormId, IdVec, Meaning,
    RecordTypeId,
};
use gouji_syntax::ast::{self, ExampleValue, Name};
use gouji_text::{Localized, TextRange};

/// Records in records, this deep.
const DEEPEST: usize = 32;

/// Compiles all examples of forms in order.
pub(crate) fn examples(
    items: &Items<'_>,
    forms: &IdVec<FormId, Form>,
    declarations: &Declarations<'_>,
    reporter: &mut Reporter,
) -> Vec<FormExample> {
    let mut examples = Vec::new();
    for declared in &items.form_examples {
        let Some((meaning, form)) = find_form(declared, items, forms, declarations) else {
            unknown_form(declared, items, reporter);
            continue;
        };
        let node = declared.node;
        reporter.used(declared.source, &node.form, meaning);
        // The errors of a form that could not be compiled speak.
        let Some((id, form)) = form else { continue };
        let mut writer =
            ExampleWriter { declarations, reporter, source: declared.source, pack: declared.pack };
        let cases = node.cases.iter().filter_map(|case| writer.form_case(form.record, case).ok());
        let cases = cases.collect();
        if declared.damaged {
            continue;
        }
        let place = declared.source.place(node.form.range);
        let language = declared.source.language;
        examples.push(FormExample { form: id, cases, place, language });
    }
    examples
}

/// What the name of a form stands for, and the form as far as it could be compiled: one of the same
/// pack, or, for a pack without a ruleset, of any.
fn find_form<'f>(
    declared: &Declared<'_, ast::FormExample>,
    items: &Items<'_>,
    forms: &'f IdVec<FormId, Form>,
    declarations: &Declarations<'_>,
) -> Option<(Meaning, Option<(FormId, &'f Form)>)> {
    let name = &declared.node.form.text;
    let mut named = items.forms.iter().filter(|form| form.node.name.text == *name);
    let extends =
        declarations.packs.get(declared.pack as usize).is_some_and(|pack| !pack.declares_ruleset);
    let own = named.clone().find(|form| form.pack == declared.pack);
    let found = own.or_else(|| named.next().filter(|_| extends));
    let Some(found) = found else {
        let broken = items
            .broken
            .iter()
            .find(|broken| broken.name.text == *name && matches!(broken.keyword, "表样" | "form"));
        return broken.map(|broken| (Meaning::Unread(broken.source.item_id()), None));
    };
    let place = found.source.place(found.node.name.range);
    let compiled = forms.iter().position(|form| form.place == place);
    let compiled = compiled.map(|number| FormId(number as u16));
    let meaning = Meaning::Form(found.source.item_id());
    Some((meaning, compiled.and_then(|id| Some((id, forms.at(id)?)))))
}

fn unknown_form(
    declared: &Declared<'_, ast::FormExample>,
    items: &Items<'_>,
    reporter: &mut Reporter,
) {
    let name = &declared.node.form;
    if name.text.is_empty() {
        return;
    }
    let own = items.forms.iter().filter(|form| form.pack == declared.pack);
    let nearest = reporter.nearest(&name.text, own.map(|form| form.node.name.text.as_str()));
    let problem = problem_at(
        &codes::UNKNOWN_FORM,
        declared.source.place(name.range),
        Localized::new(
            format!("没有叫「{}」的表样可以举例", name.text),
            format!("there is no form called `{}`", name.text),
        ),
        Localized::new("找不到这个表样", "not found"),
    );
    reporter.push(with_candidates(problem, name, &nearest));
}

impl ExampleWriter<'_, '_> {
    fn form_case(
        &mut self,
        record: RecordTypeId,
        case: &ast::FormExampleCase,
    ) -> Checked<FormExampleCase> {
        let reads = match &case.reads {
            None => None,
            Some(reads) => Some(ExpectedReading {
                records: self.expected_records(record, &reads.records)?,
                place: self.source.place(reads.range),
            }),
        };
        let unread = case.unread.map(|(count, range)| (count, self.source.place(range)));
        let problems = case.problems.iter();
        let problems =
            problems.map(|text| (text.value.clone(), self.source.place(text.range))).collect();
        Ok(FormExampleCase {
            text: case.text.value.as_str().into(),
            lines: case.text.lines.clone(),
            text_place: self.source.place(case.text.range),
            reads,
            unread,
            problems,
            place: self.source.place(case.range),
        })
    }

    fn expected_records(
        &mut self,
        record: RecordTypeId,
        expected: &ast::ExpectedRecords,
    ) -> Checked<ExpectedRecords> {
        Ok(match expected {
            ast::ExpectedRecords::Nothing => ExpectedRecords::Count(0),
            ast::ExpectedRecords::Count(count) => ExpectedRecords::Count(*count),
            ast::ExpectedRecords::Listed(records) => {
                ExpectedRecords::Listed(self.expected_list(record, records, 0)?)
            }
        })
    }

    fn expected_list(
        &mut self,
        record: RecordTypeId,
        nodes: &[ast::ExampleRecord],
        depth: usize,
    ) -> Checked<Vec<ExpectedRecord>> {
        let records: Vec<Checked<ExpectedRecord>> =
            nodes.iter().map(|node| self.expected_record(record, node, depth)).collect();
        records.into_iter().collect()
    }

    fn expected_record(
        &mut self,
        record: RecordTypeId,
        node: &ast::ExampleRecord,
        depth: usize,
    ) -> Checked<ExpectedRecord> {
        if depth > DEEPEST {
            return self.fail(
                &codes::TOO_DEEP,
                node.range,
                ("记录套得太深", "records are nested too deeply"),
                ("这一层太深", "too deep"),
            );
        }
        let mut fields: Vec<ExpectedField> = Vec::with_capacity(node.fields.len());
        let mut sound = true;
        for field in &node.fields {
            let last = field.rest.last().unwrap_or(&field.name);
            let name = TextRange::new(field.name.range.start, last.range.end);
            let Ok(path) = self.expected_path(record, field) else {
                sound = false;
                continue;
            };
            match self.expected_content(&path, field, depth) {
                Ok((content, range)) => fields.push(ExpectedField { path, content, name, range }),
                Err(Failed) => sound = false,
            }
        }
        if sound { Ok(ExpectedRecord { fields, range: node.range }) } else { Err(Failed) }
    }

    /// The fields that a path leads through.
    fn expected_path(
        &mut self,
        record: RecordTypeId,
        field: &ast::ExampleField,
    ) -> Checked<Vec<(RecordTypeId, FieldId)>> {
        let mut path = vec![self.expected_step(record, &field.name)?];
        for name in &field.rest {
            let last = path.last().copied().unwrap_or((record, FieldId(0)));
            let (FieldKind::List(member) | FieldKind::Related(member, _)) = self.kind_of(last)
            else {
                return self.fail(
                    &codes::NO_PARTS,
                    name.range,
                    (
                        format!("「{}」前面的一栏不是「多个」，没有下一级", name.text),
                        format!("what stands in front of `{}` is no list of records", name.text),
                    ),
                    ("没有下一级", "no parts"),
                );
            };
            path.push(self.expected_step(member, name)?);
        }
        Ok(path)
    }

    fn expected_step(
        &mut self,
        record: RecordTypeId,
        name: &Name,
    ) -> Checked<(RecordTypeId, FieldId)> {
        let Some(id) = self.declarations.record(record).field_named(&name.text) else {
            self.reporter.push_unknown_field(self.source, record, name, self.declarations);
            return Err(Failed);
        };
        self.reporter.used(self.source, name, Meaning::Field(record, id));
        Ok((record, id))
    }

    fn kind_of(&self, (record, field): (RecordTypeId, FieldId)) -> FieldKind {
        self.declarations.record(record).fields[field].kind.clone()
    }

    fn expected_content(
        &mut self,
        path: &[(RecordTypeId, FieldId)],
        node: &ast::ExampleField,
        depth: usize,
    ) -> Checked<(ExpectedContent, TextRange)> {
        let last = path.last().copied().ok_or(Failed)?;
        let kind = self.kind_of(last);
        let name = node.rest.last().unwrap_or(&node.name);
        let through_list = path.len() > 1;
        match (&kind, &node.value) {
            (FieldKind::List(_) | FieldKind::Related(..), ExampleValue::Figure(range)) => {
                match ast::count_of(self.source.slice(*range)) {
                    Some(count) => Ok((ExpectedContent::Count(count), *range)),
                    None => self.needs_records(name, *range),
                }
            }
            (FieldKind::List(member), ExampleValue::Records(records, range)) if !through_list => {
                let records = self.expected_list(*member, records, depth + 1)?;
                Ok((ExpectedContent::Records(records), *range))
            }
            (FieldKind::List(_), ExampleValue::Series(values, range))
                if values.is_empty() && !through_list =>
            {
                Ok((ExpectedContent::Count(0), *range))
            }
            (FieldKind::List(_) | FieldKind::Related(..), value) => {
                self.needs_records(name, range_of(value))
            }
            (FieldKind::Scalar(_), ExampleValue::Series(values, range)) if through_list => {
                let mut each = Vec::with_capacity(values.len());
                for value in values {
                    each.push(self.value(&kind, value, name, depth)?);
                }
                Ok((ExpectedContent::Each(each), *range))
            }
            (_, value) => {
                let field = self.value(&kind, value, name, depth)?;
                let range = field.range;
                let content = match through_list {
                    true => ExpectedContent::Each(vec![field]),
                    false => self.one(&kind, field, name)?,
                };
                Ok((content, range))
            }
        }
    }

    /// A series or records where one value is due.
    fn one(
        &mut self,
        kind: &FieldKind,
        field: ExampleField,
        name: &Name,
    ) -> Checked<ExpectedContent> {
        match (kind, &field.content) {
            (FieldKind::Scalar(_), ExampleContent::Series(_) | ExampleContent::Records(_)) => {
                self.wrong_kind(name, field.range, kind)
            }
            _ => Ok(ExpectedContent::One(field)),
        }
    }

    fn needs_records<T>(&mut self, name: &Name, range: TextRange) -> Checked<T> {
        let written = self.source.slice(range);
        if !written.contains(char::is_numeric) && !written.starts_with(['“', '”', '"', '＂', '['])
        {
            // The parser has said that a text needs quotation marks.
            return Err(Failed);
        }
        self.fail(
            &codes::WRONG_EXAMPLE,
            range,
            (
                format!("「{}」应写有几条，例如 4 条，或各条记录 [ {{ … }} {{ … }} ]", name.text),
                format!(
                    "`{}` takes how many there are, such as 4 records, or the records: [ {{ … }} {{ … }} ]",
                    name.text
                ),
            ),
            ("类型不合", "of another kind"),
        )
    }
}

fn range_of(value: &ExampleValue) -> TextRange {
    match value {
        ExampleValue::Text(text) => text.range,
        ExampleValue::Figure(range)
        | ExampleValue::Blank(range)
        | ExampleValue::Dash(range)
        | ExampleValue::Missing(range)
        | ExampleValue::Series(_, range)
        | ExampleValue::Records(_, range) => *range,
    }
}
