//! Rules that read what no form fills can never come to anything: that is said.

use super::declarations::Declarations;
use super::forms::Forms;
use super::report::Reporter;
use super::rules::CompiledRule;
use crate::codes;
use crate::form::Form;
use crate::problem::problem_at;
use crate::{FieldId, FieldKind, IdVec, Problem, RecordType, RecordTypeId, RuleState, SourcePlace};
use gouji_text::Localized;
use rustc_hash::FxHashSet;

/// What the forms of all packs fill.
struct Filled {
    /// For each record type: whether any form makes one.
    records: IdVec<RecordTypeId, bool>,
    /// For each record type and field.
    fields: IdVec<RecordTypeId, IdVec<FieldId, bool>>,
}

/// Warns of sound rules that read what is never filled.
pub(crate) fn warn(
    rules: &[CompiledRule],
    forms: &Forms,
    declarations: &Declarations<'_>,
    reporter: &mut Reporter,
) {
    if forms.unknown {
        return;
    }
    let filled = Filled::of(forms, declarations);
    // A pack that others build on has rules for the records of all of them: which of those are filled here
    // is up to the packs at hand.
    let is_shared = |pack: u32| declarations.packs.iter().any(|it| it.imports.contains(&pack));
    let rules = rules.iter().filter(|compiled| !is_shared(compiled.rule.pack));
    for compiled in rules.filter(|compiled| compiled.rule.state == RuleState::Sound) {
        let mut said: FxHashSet<(RecordTypeId, Option<FieldId>)> = FxHashSet::default();
        if let Some((record, range)) = compiled.iterates {
            let place = SourcePlace { range, ..compiled.rule.place };
            if !filled.record(record) {
                said.insert((record, None));
                reporter.push(never_read(declarations, record, place));
                // All that is read of it follows from that.
                continue;
            }
        }
        for used in &compiled.uses {
            if !filled.record(used.record) {
                if said.insert((used.record, None)) {
                    reporter.push(never_read(declarations, used.record, used.place));
                }
            } else if let Some(field) = used.field
                && !filled.field(used.record, field)
                && said.insert((used.record, Some(field)))
            {
                reporter.push(never_filled(declarations, used.record, field, used.place));
            }
        }
    }
}

fn never_read(
    declarations: &Declarations<'_>,
    record: RecordTypeId,
    place: SourcePlace,
) -> Problem {
    let name = &declarations.record(record).name;
    problem_at(
        &codes::NEVER_FILLED,
        place,
        Localized::new(
            format!("没有表样填写记录「{name}」，这条规则永远用不上"),
            format!("no form fills record `{name}`: this rule never applies"),
        ),
        Localized::new("没有表样填写", "filled by no form"),
    )
    .help(
        format!("请为它写一张表样：表样 名称 填 {name} {{ … }}"),
        format!("write a form: form NAME fills {name} {{ … }}"),
    )
}

fn never_filled(
    declarations: &Declarations<'_>,
    record: RecordTypeId,
    field: FieldId,
    place: SourcePlace,
) -> Problem {
    let record = declarations.record(record);
    let field = record.fields.at(field).map_or("", |field| field.name.as_str());
    let name = &record.name;
    problem_at(
        &codes::NEVER_FILLED,
        place,
        Localized::new(
            format!("没有表样填写「{name}.{field}」，这条规则永远无法判定"),
            format!("no form fills `{name}.{field}`: this rule can never be determined"),
        ),
        Localized::new("没有表样填写", "filled by no form"),
    )
}

impl Filled {
    fn of(forms: &Forms, declarations: &Declarations<'_>) -> Self {
        let none = |record: &RecordType| IdVec::from(vec![false; record.fields.len()]);
        let mut filled = Self {
            records: vec![false; declarations.records.len()].into(),
            fields: declarations.records.iter().map(none).collect(),
        };
        for form in &forms.forms {
            filled.form(form);
        }
        for record in &forms.broken {
            filled.everything(*record, declarations);
        }
        filled
    }

    fn record(&self, record: RecordTypeId) -> bool {
        self.records.at(record) == Some(&true)
    }

    fn field(&self, record: RecordTypeId, field: FieldId) -> bool {
        self.fields.at(record).and_then(|fields| fields.at(field)).copied().unwrap_or(true)
    }

    fn fill(&mut self, record: RecordTypeId, field: FieldId) {
        let fields = self.fields.at_mut(record);
        if let Some(filled) = fields.and_then(|fields| fields.at_mut(field)) {
            *filled = true;
        }
    }

    fn make(&mut self, record: RecordTypeId) {
        if let Some(made) = self.records.at_mut(record) {
            *made = true;
        }
    }

    /// A form that could not be compiled may fill anything of its record, and of its lists.
    fn everything(&mut self, record: RecordTypeId, declarations: &Declarations<'_>) {
        let mut stack = vec![record];
        while let Some(record) = stack.pop() {
            if self.record(record) && self.fields[record].iter().all(|it| *it) {
                continue;
            }
            self.make(record);
            self.fields[record].fill(true);
            for field in &declarations.record(record).fields {
                if let FieldKind::List(member) = field.kind {
                    stack.push(member);
                }
            }
        }
    }

    fn form(&mut self, form: &Form) {
        self.make(form.record);
        form.fills(&mut |_, filling| match filling.field {
            Some(field) => self.fill(filling.record, field),
            None => self.make(filling.record),
        });
    }
}
