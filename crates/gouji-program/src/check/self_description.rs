//! 自述: which record says what a document is, and which field of it of which year.

use super::compile::Compiler;
use super::declarations::{Declarations, Declared, Items};
use super::report::{Reporter, one_line};
use super::scope::Frame;
use crate::codes;
use crate::problem::problem_at;
use crate::{
    Applies, FieldId, FieldKind, FileId, Meaning, RecordTypeId, Rule, RuleState, Scalar,
    SelfDescription,
};
use gouji_syntax::ast::{self, Expression, ExpressionKind, Name, Ruleset};
use gouji_text::Localized;
use rustc_hash::FxHashMap;

/// Finds out how documents describe themselves to each pack.
pub(crate) fn declare(
    items: &Items<'_>,
    declarations: &mut Declarations<'_>,
    reporter: &mut Reporter,
) {
    let mut all = vec![None; declarations.packs.len()];
    for ruleset in &items.rulesets {
        let Some(of_pack) = all.get_mut(ruleset.pack as usize) else { continue };
        let own = match (&ruleset.node.described_by, &ruleset.node.applies) {
            (Some(node), _) => declared(ruleset, node, declarations, reporter),
            (None, Some(applies)) => implied(applies, ruleset.pack, declarations),
            (None, None) => None,
        };
        *of_pack = of_pack.or(own);
    }
    declarations.self_descriptions = all;
}

/// What a ruleset declares.
fn declared(
    ruleset: &Declared<'_, Ruleset>,
    node: &ast::SelfDescription,
    declarations: &Declarations<'_>,
    reporter: &mut Reporter,
) -> Option<SelfDescription> {
    let source = ruleset.source;
    let record = reporter.record(source, ruleset.pack, &node.record, declarations).ok()?;
    let year = node.year.as_ref().and_then(|name| {
        let Some(year) = declarations.record(record).field_named(&name.text) else {
            reporter.push_unknown_field(source, record, name, declarations);
            return None;
        };
        reporter.used(source, name, Meaning::Field(record, year));
        states_a_year(record, year, declarations).then_some(year).or_else(|| {
            reporter.push(no_year_field(ruleset, name));
            None
        })
    });
    Some(SelfDescription { record, year })
}

/// Whether a year can be read from a field.
fn states_a_year(record: RecordTypeId, field: FieldId, declarations: &Declarations<'_>) -> bool {
    let kind =
        declarations.record(record).fields.get(usize::from(field.0)).map(|field| &field.kind);
    let Some(FieldKind::Scalar(scalar)) = kind else { return false };
    matches!(scalar, Scalar::Integer | Scalar::Number | Scalar::Date | Scalar::Text)
}

fn no_year_field(ruleset: &Declared<'_, Ruleset>, name: &Name) -> crate::Problem {
    problem_at(
        &codes::WRONG_FIELD,
        ruleset.source.place(name.range),
        Localized::new(
            format!("「{}」里读不出年度，年度应在整数、日期或文本的栏里", name.text),
            format!("`{}` states no year: expected an integer, a date or a text", name.text),
        ),
        Localized::new("不是年度", "no year"),
    )
}

/// A ruleset without 自述: its 适用 is about the only record that has all the fields it asks for.
fn implied(
    applies: &Expression,
    pack: u32,
    declarations: &Declarations<'_>,
) -> Option<SelfDescription> {
    let mut asked: Vec<&str> = Vec::new();
    let mut stack = vec![applies];
    while let Some(expression) = stack.pop() {
        match &*expression.kind {
            // Asks about records of its own.
            ExpressionKind::Aggregate { .. } => continue,
            ExpressionKind::Path(path) => {
                if let [name] = path.as_slice() {
                    asked.push(&name.text);
                }
            }
            _ => {}
        }
        expression.for_each_child(&mut |child| stack.push(child));
    }
    let has_all = |record: &RecordTypeId| {
        asked.iter().all(|name| declarations.record(*record).field_named(name).is_some())
    };
    let mut fitting = declarations.visible_records(pack).filter(has_all);
    let record = fitting.next().filter(|_| !asked.is_empty() && fitting.next().is_none())?;
    Some(SelfDescription { record, year: None })
}

/// 适用: a condition over the record that describes the document.
pub(crate) fn applies(
    ruleset: &Declared<'_, Ruleset>,
    condition: &Expression,
    declarations: &Declarations<'_>,
    reporter: &mut Reporter,
) -> Option<Applies> {
    let described = declarations.self_description(ruleset.pack);
    // Of a 自述 that is wrong enough has been said.
    if described.is_none() && ruleset.node.described_by.is_none() {
        reporter.push(undescribed(ruleset, condition));
    }
    let mut compiler = Compiler::new(declarations, reporter, ruleset.source, ruleset.pack);
    let Some(described) = described else {
        compiler.note_all([condition]);
        return None;
    };
    let record = Some(described.record);
    compiler.scope.frames.push(Frame {
        record,
        owners: Vec::new(),
        alias: Vec::new(),
        link: None,
        is_partner: false,
    });
    let compiled = compiler.root_condition(condition).ok()?;
    let source = one_line(ruleset.source.slice(condition.range));
    Some(Applies { condition: compiled, source })
}

fn undescribed(ruleset: &Declared<'_, Ruleset>, condition: &Expression) -> crate::Problem {
    problem_at(
        &codes::NO_SELF_DESCRIPTION,
        ruleset.source.place(condition.range),
        Localized::new(
            "「适用」要看文件自己是什么，但规则集没有写「自述」是哪一种记录",
            "`applies` asks what a document is, but the ruleset does not say by `described_by` which record states it",
        ),
        Localized::new("缺「自述」", "`described_by` is missing"),
    )
    .help(
        "在规则集里写，例如：自述 文件，年度在 年度",
        "write in the ruleset, for example: described_by document, year_in year",
    )
}

/// Gives rules with dates the field that states the document's year; reports those that have none.
pub(crate) fn date_rules<'r>(
    rules: impl Iterator<Item = &'r mut Rule>,
    (items, extended): (&Items<'_>, &FxHashMap<FileId, u32>),
    declarations: &Declarations<'_>,
    reporter: &mut Reporter,
) {
    for rule in rules {
        let Some(dated) = rule.since.or(rule.until) else { continue };
        let pack = extended.get(&rule.place.file).copied().unwrap_or(rule.pack);
        let described = declarations.self_description(pack);
        if let Some(SelfDescription { record, year: Some(year) }) = described {
            rule.year = Some((record, year));
            continue;
        }
        rule.state = RuleState::Broken;
        let written = items.rulesets.iter().find(|ruleset| ruleset.pack == pack);
        let written = written.and_then(|ruleset| ruleset.node.described_by.as_ref());
        if written.is_some_and(|node| described.is_none() || node.year.is_some()) {
            // What is wrong with it is reported there.
            continue;
        }
        let (chinese, english) = match described {
            Some(described) => {
                let record = &declarations.record(described.record).name;
                (
                    format!("但没有写明年度在「{record}」的哪一栏"),
                    format!("but which field of `{record}` states it is not said"),
                )
            }
            None => (
                "但规则集没有写「自述」".to_owned(),
                "but the ruleset has no `described_by`".to_owned(),
            ),
        };
        reporter.push(
            problem_at(
                &codes::NO_YEAR,
                dated.place,
                Localized::new(
                    format!("「自」「至」要知道文件是哪一年的，{chinese}"),
                    format!("`since` and `until` ask for the document's year, {english}"),
                ),
                Localized::new("不知道年度", "no year"),
            )
            .help(
                "在规则集里写，例如：自述 文件，年度在 年度",
                "write in the ruleset, for example: described_by document, year_in year",
            ),
        );
    }
}
