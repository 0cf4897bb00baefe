//! 规则: rules to what is evaluated.

use super::compile::{Compiler, Use};
use super::declarations::{Declarations, Declared, Lookup, RuleNode};
use super::extends::{Written, extended, name_rules};
use super::gathering::{Gather, Start};
use super::paths::is_whole_document;
use super::report::{Checked, Failed, ItemText, Reporter, quoted_name};
use super::scope::{Frame, Key, Local, NameReading};
use super::types::Type;
use crate::codes;
use crate::form::Form;
use crate::problem::problem_at;
use crate::{
    Basis, DateBound, Expr, FieldId, FileId, Iteration, Meaning, Obligation, RecordTypeId, Rule,
    RuleState,
};
use gouji_diagnostic::Severity;
use gouji_syntax::ast::{self, Expression, ExpressionKind, Name, RuleClause};
use gouji_text::Localized;
use gouji_text::TextRange;
use rustc_hash::FxHashMap;

/// 设 and keys in one rule.
const MOST_LOCALS: usize = 1024;

/// A compiled rule and what it reads.
pub(crate) struct CompiledRule {
    pub rule: Rule,
    pub uses: Vec<Use>,
    /// What 对每个 goes over, and where that is written.
    pub iterates: Option<(RecordTypeId, TextRange)>,
}

/// Compiles the rules of all packs in order; and what files without a ruleset extend.
pub(crate) fn rules(
    nodes: &[RuleNode<'_>],
    forms: &[Form],
    declarations: &Declarations<'_>,
    reporter: &mut Reporter,
) -> (Vec<CompiledRule>, FxHashMap<FileId, u32>) {
    let mut rules = Vec::with_capacity(nodes.len());
    let mut written: Vec<Written<'_>> = Vec::with_capacity(nodes.len());
    for node in nodes {
        let (pack, source, name) = match node {
            RuleNode::Parsed(rule) => (rule.pack, rule.source, &rule.node.name),
            RuleNode::Broken { pack, source, name } => (*pack, *source, *name),
        };
        if name.text.is_empty() {
            continue;
        }
        written.push((name, source));
        rules.push(match node {
            RuleNode::Parsed(rule) => compile_rule(rule, declarations, reporter),
            RuleNode::Broken { .. } => CompiledRule {
                rule: empty_rule(pack, source, name, declarations),
                uses: Vec::new(),
                iterates: None,
            },
        });
    }
    let extended = extended(&rules, forms, declarations);
    (name_rules(rules, &written, &extended, declarations, reporter), extended)
}

fn empty_rule(
    pack: u32,
    source: ItemText<'_>,
    name: &Name,
    declarations: &Declarations<'_>,
) -> Rule {
    let ruleset = declarations.packs.get(pack as usize).filter(|pack| pack.declares_ruleset);
    let owner = ruleset.map_or(source.stem, |pack| pack.name.as_str());
    Rule {
        name: format!("{owner}/{}", name.text),
        pack,
        documentation: None,
        basis: Vec::new(),
        state: RuleState::Broken,
        iteration: None,
        locals: Vec::new(),
        conditions: Vec::new(),
        obligations: Vec::new(),
        since: None,
        until: None,
        year: None,
        place: source.place(name.range),
    }
}

fn compile_rule(
    declared: &Declared<'_, ast::Rule>,
    declarations: &Declarations<'_>,
    reporter: &mut Reporter,
) -> CompiledRule {
    let source = declared.source;
    let mut rule = empty_rule(declared.pack, source, &declared.node.name, declarations);
    rule.documentation = declared.documentation.map(str::to_owned);
    let problems = reporter.problems.len();
    let compiler = Compiler::new(declarations, reporter, source, declared.pack);
    let mut writer = RuleWriter { compiler, rule, sound: !declared.damaged };
    let iterates = writer.iteration(&declared.node.clauses);
    if let Ok(iterates) = iterates {
        writer.clauses(&declared.node.clauses);
        if writer.rule.obligations.is_empty() && writer.sound {
            writer.no_obligation(&declared.node.name);
        }
        if writer.sound {
            writer.unused_locals(&declared.node.clauses);
        }
        let RuleWriter { compiler, mut rule, sound } = writer;
        let uses = compiler.uses;
        let errors = compiler
            .reporter
            .problems
            .iter()
            .skip(problems)
            .any(|one| one.severity == Severity::Error);
        let state = if sound && !errors { RuleState::Sound } else { RuleState::Broken };
        rule.state = state;
        return CompiledRule { rule, uses, iterates };
    }
    // Of what it goes over nothing is known; its names are noted as far as that is not needed.
    writer.compiler.scope.frames = vec![Frame {
        record: None,
        owners: Vec::new(),
        alias: Vec::new(),
        link: None,
        is_partner: false,
    }];
    let was_quiet = writer.compiler.reporter.set_quiet(true);
    writer.clauses(&declared.node.clauses);
    writer.compiler.reporter.set_quiet(was_quiet);
    let rule = Rule {
        state: RuleState::Broken,
        iteration: None,
        locals: Vec::new(),
        conditions: Vec::new(),
        obligations: Vec::new(),
        ..writer.rule
    };
    CompiledRule { rule, uses: Vec::new(), iterates: None }
}

pub(super) struct RuleWriter<'w, 't> {
    pub(super) compiler: Compiler<'w, 't>,
    rule: Rule,
    pub(super) sound: bool,
}

impl RuleWriter<'_, '_> {
    /// 对每个: puts frame 0 in place. An error where there is nothing to compile the rest against.
    fn iteration(&mut self, clauses: &[RuleClause]) -> Checked<Option<(RecordTypeId, TextRange)>> {
        let mut all = clauses.iter().filter_map(|clause| match clause {
            RuleClause::ForEach { path, filter, keys, matching, range } => {
                Some((path, filter, keys, matching, *range))
            }
            _ => None,
        });
        let Some((path, filter, keys, matching, range)) = all.next() else {
            let frame = Frame {
                record: None,
                owners: Vec::new(),
                alias: Vec::new(),
                link: None,
                is_partner: false,
            };
            self.compiler.scope.frames.push(frame);
            return Ok(None);
        };
        if let Some((.., second)) = all.next() {
            self.twice(second, "对每个", "for each");
        }
        let (record, owners, via) = self.iterated(path)?;
        let path_range = match (path.first(), path.last()) {
            (Some(first), Some(last)) => first.range.cover(last.range),
            _ => range,
        };
        let name = list_name(path);
        let alias = path.iter().map(|name| name.text.clone());
        let alias = alias.skip_while(|name| is_whole_document(name)).collect();
        let frame = Frame { record: Some(record), owners, alias, link: None, is_partner: false };
        self.compiler.scope.frames.push(frame);
        let filter = filter.as_ref().and_then(|filter| {
            let filter = self.compiler.root_condition(filter);
            self.kept(filter)
        });
        let compiled = self.keys(keys);
        let exprs = compiled.iter().map(|key| key.expr.clone()).collect();
        let matching = matching.as_ref().and_then(|matching| self.matching(matching, record));
        self.rule.iteration = Some(Iteration { record, name, via, filter, keys: exprs, matching });
        if !keys.is_empty() {
            self.compiler.scope.keys = Some(compiled);
        }
        Ok(Some((record, path_range)))
    }

    /// The record type at the end of a path of lists, those that enclose it, and the lists.
    pub(super) fn iterated(&mut self, path: &[Name]) -> Checked<Iterated> {
        let path = match path {
            [head, rest @ ..] if is_whole_document(&head.text) && !rest.is_empty() => rest,
            _ => path,
        };
        let [head, lists @ ..] = path else { return Err(Failed) };
        let compiler = &mut self.compiler;
        let first = compiler.record_type(head)?;
        let (lists, record) = compiler.lists_down(first, lists)?;
        let via = compiler.via(first, &lists);
        let gather = Gather {
            start: Start::All(first),
            lists,
            first,
            record,
            alias: Vec::new(),
            whole: true,
        };
        Ok((record, compiler.owners(&gather), via))
    }

    fn keys(&mut self, keys: &[Expression]) -> Vec<Key> {
        let mut compiled = Vec::with_capacity(keys.len());
        for key in keys.iter().take(MOST_LOCALS) {
            let typed = self.compiler.root(key).and_then(|typed| {
                if is_key(&typed.kind) { Ok(typed) } else { self.bad_key(&typed) }
            });
            let Some(typed) = self.kept(typed) else { continue };
            let name = match &*key.kind {
                ExpressionKind::Path(path) => path.last().map(|name| name.text.clone()),
                _ => None,
            };
            compiled.push(Key { name, expr: typed.expr, kind: typed.kind });
        }
        compiled
    }

    pub(super) fn bad_key<T>(&mut self, typed: &super::types::Typed) -> Checked<T> {
        let name = self.compiler.declarations.type_name(&typed.kind);
        let problem = self.compiler.problem(
            &codes::BAD_KEY,
            typed.range,
            Localized::new(
                format!("不能按{}分组；请用文本、数、日期，或上一级记录", name.chinese),
                format!("groups are by texts, numbers, dates or records, not {}", name.english),
            ),
            Localized::new("不能作分组的键", "no key"),
        );
        self.compiler.reporter.fail(problem)
    }

    /// The result where there is one; the rule is broken where there is none.
    pub(super) fn kept<T>(&mut self, result: Checked<T>) -> Option<T> {
        self.sound &= result.is_ok();
        result.ok()
    }

    fn twice(&mut self, range: TextRange, chinese: &str, english: &str) {
        self.sound = false;
        self.compiler.report(
            &gouji_syntax::codes::REPEATED,
            range,
            Localized::new(
                format!("一条规则只能写一个「{chinese}」"),
                format!("a rule has one `{english}`"),
            ),
            Localized::new("写了两遍", "a second one"),
        );
    }

    fn clauses(&mut self, clauses: &[RuleClause]) {
        for clause in clauses {
            if let RuleClause::Let { name, value } = clause {
                self.local(name, value);
            }
        }
        for clause in clauses {
            match clause {
                RuleClause::Basis(text) => self.rule.basis.push(Basis { text: text.value.clone() }),
                RuleClause::ForEach { .. } | RuleClause::Let { .. } => {}
                RuleClause::When(condition) => {
                    let condition = self.compiler.root_condition(condition);
                    let condition = self.kept(condition);
                    self.rule.conditions.extend(condition);
                }
                RuleClause::Obligation(obligation) => {
                    let obligation = self.compiler.obligation(obligation);
                    let obligation: Option<Obligation> = self.kept(obligation);
                    self.rule.obligations.extend(obligation);
                }
                RuleClause::Since(date) => {
                    if self.rule.since.is_some() {
                        self.twice(date.range, "自", "since");
                    }
                    let bound = self.dated(date);
                    self.rule.since = self.kept(bound);
                }
                RuleClause::Until(date) => {
                    if self.rule.until.is_some() {
                        self.twice(date.range, "至", "until");
                    }
                    let bound = self.dated(date);
                    self.rule.until = self.kept(bound);
                    self.in_order(date.range);
                }
            }
        }
        let values = self.compiler.locals.iter().map(|local| {
            let value = local.value.as_ref().map(|value| value.expr.clone());
            (local.name.clone(), value.unwrap_or(Expr::Boolean(false)))
        });
        self.rule.locals = values.collect();
    }

    fn dated(&mut self, node: &ast::DateLiteral) -> Checked<DateBound> {
        let place = self.compiler.source.place(node.range);
        self.compiler.date_value(node).map(|date| DateBound { date, place })
    }

    fn in_order(&mut self, range: TextRange) {
        let (Some(since), Some(until)) = (self.rule.since, self.rule.until) else { return };
        if until.date < since.date {
            self.sound = false;
            self.compiler.report(
                &codes::DATES_REVERSED,
                range,
                Localized::new(
                    "「至」早于「自」，这条规则永远不生效",
                    "this rule ends before it begins",
                ),
                Localized::new("早于开始的日期", "before the beginning"),
            );
        }
    }

    fn local(&mut self, name: &Name, value: &Expression) {
        if self.compiler.locals.len() >= MOST_LOCALS {
            self.sound = false;
            self.compiler.report(
                &codes::TOO_MANY,
                name.range,
                Localized::new("「设」太多，后面的没有读", "too many `let`; the rest is left out"),
                Localized::new("从这里起没有读", "left out from here"),
            );
            return;
        }
        let local =
            Meaning::Local(self.compiler.source.item_id(), self.compiler.locals.len() as u16);
        self.compiler.reporter.declared(self.compiler.source, name, local);
        if !name.text.is_empty() {
            self.shadows(name);
        }
        let typed = self.compiler.root(value).and_then(|typed| {
            if typed.kind.is_single() { Ok(typed) } else { self.not_single(&typed) }
        });
        let value = self.kept(typed);
        self.compiler.locals.push(Local { name: name.text.clone(), value, used: false });
    }

    fn not_single<T>(&mut self, typed: &super::types::Typed) -> Checked<T> {
        let name = self.compiler.declarations.type_name(&typed.kind);
        let problem = self.compiler.problem(
            &codes::NOT_A_VALUE,
            typed.range,
            Localized::new(
                format!("「设」只能取一个值，这里是{}", name.chinese),
                format!("`let` names one value; this is {}", name.english),
            ),
            Localized::new("不是一个值", "not a value"),
        );
        self.compiler.reporter.fail(problem)
    }

    /// A local must not hide a field, a record or another local.
    pub(super) fn shadows(&mut self, name: &Name) {
        let compiler = &self.compiler;
        let mut owner = None;
        if let Some(NameReading::Field(field)) =
            compiler.scope.readings(compiler.declarations, &name.text).first()
        {
            owner = Some(field.record);
        } else if let Some(record) = compiler.scope.group_record() {
            let hidden = compiler.declarations.record(record).field_named(&name.text).is_some();
            owner = hidden.then_some(record);
        }
        let is_record = !matches!(
            compiler.declarations.record_named(&name.text, compiler.pack),
            Lookup::Unknown
        );
        let again = compiler.locals.iter().any(|local| local.name == name.text);
        let (chinese, english) = match owner {
            Some(record) => {
                let record = quoted_name(&compiler.declarations.record(record).name);
                (format!("记录「{record}」的栏"), format!("a field of `{record}`"))
            }
            None if is_record => ("一种记录".to_owned(), "a record".to_owned()),
            None if again => ("前面「设」过的名字".to_owned(), "an earlier `let`".to_owned()),
            None => return,
        };
        self.sound = false;
        self.compiler.report(
            &codes::SHADOWED_NAME,
            name.range,
            Localized::new(
                format!("「{}」已经是{chinese}，「设」请换一个名字", name.text),
                format!("`{}` is {english} already; choose another name", name.text),
            ),
            Localized::new("与已有的名字相同", "a name that is taken"),
        );
    }

    fn no_obligation(&mut self, name: &Name) {
        self.sound = false;
        let problem = self
            .compiler
            .problem(
                &gouji_syntax::codes::NO_OBLIGATION,
                name.range,
                Localized::new(
                    format!("规则「{}」没有写要求", name.text),
                    format!("rule `{}` demands nothing", name.text),
                ),
                Localized::new("缺要求", "no obligation"),
            )
            .help(
                "加一句「应当 …」（或 不得、宜、不宜）",
                "add `must …` (or must_not, should, should_not)",
            );
        self.compiler.reporter.push(problem);
    }

    fn unused_locals(&mut self, clauses: &[RuleClause]) {
        let names = clauses.iter().filter_map(|clause| match clause {
            RuleClause::Let { name, .. } => Some(name),
            _ => None,
        });
        for (name, local) in names.zip(&self.compiler.locals) {
            if local.used {
                continue;
            }
            self.compiler.reporter.push(problem_at(
                &codes::UNUSED_LOCAL,
                self.compiler.source.place(name.range),
                Localized::new(
                    format!("「{}」设了没有用到", name.text),
                    format!("`{}` is never used", name.text),
                ),
                Localized::new("没有用到", "not used"),
            ));
        }
    }
}

/// What a list is called in messages: its path as written.
pub(super) fn list_name(path: &[Name]) -> String {
    let names = path.iter().map(|name| name.text.as_str());
    let names: Vec<&str> = names.skip_while(|name| is_whole_document(name)).collect();
    names.join(".")
}

/// Whether records are told apart by values of a type.
pub(super) fn is_key(kind: &Type) -> bool {
    matches!(kind, Type::Text | Type::Number(_) | Type::Date | Type::Period | Type::Record(_))
}

/// A record type, those that enclose it, and the lists that lead to it.
pub(super) type Iterated = (RecordTypeId, Vec<RecordTypeId>, Vec<(RecordTypeId, FieldId)>);
