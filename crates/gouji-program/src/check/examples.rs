//! 示例: examples.

use super::declarations::{Declarations, Declared, Items, with_candidates};
use super::report::{Checked, Failed, ItemText, Reporter};
use crate::Relation;
use crate::codes;
use crate::problem::problem_at;
use crate::{
    Example, ExampleCase, ExampleContent, ExampleField, ExampleRecord, FieldKind, Meaning,
    RecordTypeId, Rule, RuleId,
};
use gouji_diagnostic::CodeInfo;
use gouji_syntax::ast::{self, ExampleValue, Name};
use gouji_text::Localized;
use gouji_text::TextRange;
use rustc_hash::FxHashMap;

/// Records in records, this deep.
const DEEPEST: usize = 32;

/// Compiles all examples in order.
pub(crate) fn examples(
    items: &Items<'_>,
    rules: &[Rule],
    declarations: &Declarations<'_>,
    reporter: &mut Reporter,
) -> Vec<Example> {
    let mut by_name: FxHashMap<&str, Vec<RuleId>> = FxHashMap::default();
    for (index, rule) in rules.iter().enumerate() {
        let id = RuleId(index as u32);
        by_name.entry(rule.short_name()).or_default().push(id);
        by_name.entry(&rule.name).or_default().push(id);
    }
    let mut examples = Vec::new();
    for declared in &items.examples {
        let node = declared.node;
        let found = find_rule(declared, rules, &by_name, declarations);
        let mut writer =
            ExampleWriter { declarations, reporter, source: declared.source, pack: declared.pack };
        let cases = writer.cases(&node.cases);
        match found {
            Some(rule) => {
                reporter.used(declared.source, &node.rule, Meaning::Rule(rule));
                let place = declared.source.place(node.rule.range);
                examples.push(Example { rule, cases, place });
            }
            None => unknown_rule(declared, rules, reporter),
        }
    }
    examples
}

/// A rule of the same pack, or, for a pack without a ruleset, of any.
fn find_rule(
    declared: &Declared<'_, ast::Example>,
    rules: &[Rule],
    by_name: &FxHashMap<&str, Vec<RuleId>>,
    declarations: &Declarations<'_>,
) -> Option<RuleId> {
    let candidates = by_name.get(declared.node.rule.text.as_str())?;
    let pack_of = |id: &RuleId| rules.get(id.0 as usize).map(|rule| rule.pack);
    let own = candidates.iter().find(|id| pack_of(id) == Some(declared.pack));
    let extends =
        declarations.packs.get(declared.pack as usize).is_some_and(|pack| !pack.declares_ruleset);
    own.or_else(|| candidates.first().filter(|_| extends)).copied()
}

fn unknown_rule(declared: &Declared<'_, ast::Example>, rules: &[Rule], reporter: &mut Reporter) {
    let name = &declared.node.rule;
    if name.text.is_empty() {
        return;
    }
    let own = rules.iter().filter(|rule| rule.pack == declared.pack).map(Rule::short_name);
    let nearest = reporter.nearest(&name.text, own);
    let problem = problem_at(
        &codes::UNKNOWN_RULE,
        declared.source.place(name.range),
        Localized::new(
            format!("没有叫「{}」的规则可以举例", name.text),
            format!("there is no rule called `{}`", name.text),
        ),
        Localized::new("找不到这条规则", "not found"),
    );
    reporter.push(with_candidates(problem, name, &nearest));
}

pub(super) struct ExampleWriter<'e, 't> {
    pub declarations: &'e Declarations<'t>,
    pub reporter: &'e mut Reporter,
    pub source: ItemText<'t>,
    pub pack: u32,
}

impl ExampleWriter<'_, '_> {
    /// Cases without errors; an erroneous one is left out.
    fn cases(&mut self, cases: &[ast::ExampleCase]) -> Vec<ExampleCase> {
        let mut compiled = Vec::with_capacity(cases.len());
        for case in cases {
            let records: Vec<Checked<ExampleRecord>> =
                case.records.iter().map(|record| self.top_record(record)).collect();
            if let Ok(records) = records.into_iter().collect::<Checked<Vec<_>>>() {
                compiled.push(ExampleCase {
                    expectation: case.expectation,
                    records,
                    message: case.message.as_ref().map(|text| text.value.clone()),
                    place: self.source.place(case.range),
                });
            }
        }
        compiled
    }

    fn top_record(&mut self, node: &ast::ExampleRecord) -> Checked<ExampleRecord> {
        let Some(name) = &node.record else {
            return self.fail(
                &codes::UNKNOWN_RECORD,
                node.range,
                ("这里要先写记录的名字", "the name of the record comes first"),
                ("缺记录名", "no name"),
            );
        };
        let record = self.reporter.record(self.source, self.pack, name, self.declarations)?;
        self.record(record, node, 0)
    }

    pub(super) fn fail<T>(
        &mut self,
        code: &'static CodeInfo,
        range: TextRange,
        message: (impl Into<String>, impl Into<String>),
        label: (&str, &str),
    ) -> Checked<T> {
        let place = self.source.place(range);
        let message = Localized::new(message.0, message.1);
        self.reporter.fail(problem_at(code, place, message, Localized::new(label.0, label.1)))
    }

    fn record(
        &mut self,
        record: RecordTypeId,
        node: &ast::ExampleRecord,
        depth: usize,
    ) -> Checked<ExampleRecord> {
        if depth > DEEPEST {
            return self.fail(
                &codes::TOO_DEEP,
                node.range,
                ("记录套得太深", "records are nested too deeply"),
                ("这一层太深", "too deep"),
            );
        }
        let mut fields = Vec::with_capacity(node.fields.len());
        let mut seen = vec![false; self.declarations.record(record).fields.len()];
        let mut sound = true;
        for field in &node.fields {
            if let Some(further) = field.rest.first() {
                sound = false;
                self.path_in_record(further);
                continue;
            }
            let Some(id) = self.declarations.record(record).field_named(&field.name.text) else {
                self.reporter.push_unknown_field(
                    self.source,
                    record,
                    &field.name,
                    self.declarations,
                );
                sound = false;
                continue;
            };
            self.reporter.used(self.source, &field.name, Meaning::Field(record, id));
            if seen.get_mut(usize::from(id.0)).is_some_and(|seen| std::mem::replace(seen, true)) {
                sound = false;
                self.repeated(&field.name);
                continue;
            }
            let kind = self.declarations.record(record).fields[id].kind.clone();
            match self.value(&kind, &field.value, &field.name, depth) {
                Ok(value) => fields.push((id, value)),
                Err(Failed) => sound = false,
            }
        }
        if sound { Ok(ExampleRecord { record, fields, range: node.range }) } else { Err(Failed) }
    }

    /// `明细.金额` in data for a rule, which is made of whole records.
    fn path_in_record(&mut self, further: &Name) {
        let _: Checked<()> = self.fail(
            &codes::WRONG_EXAMPLE,
            further.range,
            (
                "规则的示例里写整条记录，例如 明细: [ { 金额: 1 } ]",
                "data for a rule are whole records, such as rows: [ { amount: 1 } ]",
            ),
            ("这里不能用「.」", "no path here"),
        );
    }

    pub(super) fn repeated(&mut self, name: &Name) {
        let _: Checked<()> = self.fail(
            &codes::DUPLICATE_FIELD,
            name.range,
            (format!("「{}」写了两遍", name.text), format!("`{}` is stated twice", name.text)),
            ("又写一遍", "again"),
        );
    }

    pub(super) fn value(
        &mut self,
        kind: &FieldKind,
        value: &ExampleValue,
        name: &Name,
        depth: usize,
    ) -> Checked<ExampleField> {
        let (content, range) = match value {
            ExampleValue::Blank(range) => (ExampleContent::Blank, *range),
            ExampleValue::Dash(range) => (ExampleContent::Dash, *range),
            ExampleValue::Missing(range) => (ExampleContent::Absent, *range),
            ExampleValue::Figure(range) => (self.figure(*range), *range),
            ExampleValue::Text(text) => (ExampleContent::Text(text.value.clone()), text.range),
            ExampleValue::Series(points, range) => {
                (self.series(kind, points, name, *range)?, *range)
            }
            ExampleValue::Records(records, range) => {
                (self.records(kind, records, name, *range, depth)?, *range)
            }
        };
        let stated = matches!(content, ExampleContent::Text(_));
        match kind {
            FieldKind::Series { .. } if stated => self.wrong_kind(name, range, kind),
            FieldKind::List(_) | FieldKind::Related(..)
                if !matches!(content, ExampleContent::Records(_)) =>
            {
                self.wrong_kind(name, range, kind)
            }
            _ => Ok(ExampleField { content, range }),
        }
    }

    fn figure(&self, range: TextRange) -> ExampleContent {
        ExampleContent::Text(self.source.slice(range).trim().to_owned())
    }

    fn series(
        &mut self,
        kind: &FieldKind,
        points: &[ExampleValue],
        name: &Name,
        range: TextRange,
    ) -> Checked<ExampleContent> {
        let periods = match kind {
            FieldKind::Series { periods, .. } => periods.len(),
            // `[]` may be read as an empty series where records are due.
            FieldKind::List(_) | FieldKind::Related(..) if points.is_empty() => {
                return Ok(ExampleContent::Records(Vec::new()));
            }
            _ => return self.wrong_kind(name, range, kind),
        };
        if points.len() > periods {
            let given = points.len();
            return self.fail(
                &codes::SERIES_LENGTH,
                range,
                (
                    format!("「{}」只有 {periods} 个时点，这里写了 {given} 个值", name.text),
                    format!("`{}` has {periods} points, not {given}", name.text),
                ),
                ("值太多", "too many values"),
            );
        }
        let mut fields = Vec::with_capacity(points.len());
        for point in points {
            let (content, range) = match point {
                ExampleValue::Blank(range) => (ExampleContent::Blank, *range),
                ExampleValue::Dash(range) => (ExampleContent::Dash, *range),
                ExampleValue::Missing(range) => (ExampleContent::Absent, *range),
                ExampleValue::Figure(range) => (self.figure(*range), *range),
                ExampleValue::Text(text) => (ExampleContent::Text(text.value.clone()), text.range),
                ExampleValue::Series(_, range) | ExampleValue::Records(_, range) => {
                    return self.wrong_kind(name, *range, kind);
                }
            };
            fields.push(ExampleField { content, range });
        }
        Ok(ExampleContent::Series(fields))
    }

    fn records(
        &mut self,
        kind: &FieldKind,
        records: &[ast::ExampleRecord],
        name: &Name,
        range: TextRange,
        depth: usize,
    ) -> Checked<ExampleContent> {
        let member = match kind {
            // Who stands under whom is said by 下级 alone.
            FieldKind::Related(_, Relation::Parent) => None,
            _ => kind.member(),
        };
        let Some(member) = member else { return self.wrong_kind(name, range, kind) };
        let mut compiled = Vec::with_capacity(records.len());
        let mut sound = true;
        for record in records {
            match self.record(member, record, depth + 1) {
                Ok(record) => compiled.push(record),
                Err(Failed) => sound = false,
            }
        }
        if sound { Ok(ExampleContent::Records(compiled)) } else { Err(Failed) }
    }

    pub(super) fn wrong_kind<T>(
        &mut self,
        name: &Name,
        range: TextRange,
        kind: &FieldKind,
    ) -> Checked<T> {
        let (chinese, english) = match kind {
            FieldKind::Scalar(_) => {
                ("一个值，例如 5、25%、“甲”", "one value, such as 5, 25%, \"a\"")
            }
            FieldKind::Series { .. } => ("一列值，例如 [25%, 50%]", "a series, such as [25%, 50%]"),
            FieldKind::Related(_, Relation::Parent) => (
                "在它的下级里：上面那一条的「下级: [{ … }]」",
                "no value: it goes into the `children` of the row above",
            ),
            FieldKind::List(_) | FieldKind::Related(..) => {
                ("多条记录，例如 [{ … }, { … }]", "records, such as [{ … }, { … }]")
            }
        };
        self.fail(
            &codes::WRONG_EXAMPLE,
            range,
            (format!("「{}」应写{chinese}", name.text), format!("`{}` takes {english}", name.text)),
            ("类型不合", "of another kind"),
        )
    }
}
