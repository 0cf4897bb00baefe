//! The examples of the language's design compile.

use super::{checked, checked_packs};
use crate::form::{Clause, RowTarget, Scope};
use crate::{Expr, RuleState};

const PACK: &str = include_str!("pack.gouji");

#[test]
fn the_pack_of_the_design_compiles() {
    let checked = checked(PACK);
    assert_eq!(checked.errors(), Vec::<String>::new(), "{:#?}", checked.problems);
    // Of what no form fills the design's pack is told, and of nothing else.
    let codes: Vec<&str> = checked.problems.iter().map(|problem| problem.code.as_str()).collect();
    assert!(codes.iter().all(|code| *code == "program/never-filled"), "{codes:?}");
    let program = &checked.program;
    assert!(program.rules.iter().all(|rule| rule.state == RuleState::Sound));
    assert_eq!(program.rules.len(), 7);
    assert_eq!(program.examples.len(), 1);
    assert_eq!(program.examples[0].cases.len(), 2);
    let pack = &program.packs[0];
    assert_eq!(pack.name, "部门预算公开");
    assert_eq!(pack.version.as_deref(), Some("2021.1"));
    assert!(pack.applies.is_some() && pack.self_description.is_some());
}

#[test]
fn forms_of_the_design_are_what_they_say() {
    let checked = checked(PACK);
    let form = checked.program.forms.iter().find(|form| form.name == "项目绩效目标表").unwrap();
    assert!(matches!(form.scope, Scope::Region { .. }));
    assert_eq!(form.contexts.len(), 1);
    let grid = form.clauses.iter().find_map(|clause| match clause {
        Clause::Grid(grid) => Some(grid),
        _ => None,
    });
    let kind = &grid.unwrap().kinds[0];
    assert!(matches!(kind.target, RowTarget::List { .. }));
    // By position: 依据 and 指标描述 are not called as their columns are.
    let columns: Vec<u16> = kind.columns.iter().map(|field| field.unwrap().0).collect();
    assert_eq!(columns, [0, 1, 2, 3, 4, 5]);
    assert_eq!(kind.fill_down.len(), 1);
}

#[test]
fn the_join_of_the_design_is_found() {
    let checked = checked(PACK);
    let rule = checked.rule("采购不超项目预算");
    let (_, Expr::Aggregate(aggregate)) = &rule.locals[0] else { panic!("{:?}", rule.locals) };
    let (field, other) = aggregate.join.as_ref().expect("a join");
    assert_eq!((field.frame, field.up), (1, 0));
    assert!(matches!(other, Expr::Field(other) if other.frame == 0));
}

#[test]
fn english_keywords_say_the_same() {
    let chinese = checked_packs(&[
        super::BASE,
        "规则 甲 {\n 对每个 项目 其中 计划 有值\n 应当 不减(计划)\n 否则 “{前.时点}”\n}",
    ]);
    let english = checked_packs(&[
        super::BASE,
        "rule 甲 {\n for each 项目 where 计划 present\n must never_falls(计划)\n else \"{previous.period}\"\n}",
    ]);
    assert_eq!(english.found(), Vec::<String>::new(), "{:#?}", english.problems);
    let (one, other) = (chinese.rule("甲"), english.rule("甲"));
    assert_eq!(one.iteration, other.iteration);
    let parts = |rule: &crate::Rule| rule.obligations[0].message.clone().map(|words| words.parts);
    assert_eq!(parts(one), parts(other));
}
