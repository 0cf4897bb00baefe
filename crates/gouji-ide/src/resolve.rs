//! What every name of an item stands for. The checker decides whether a rule is sound; here names of
//! unsound ones are told as well, as far as they have a meaning.

mod expressions;
mod forms;

use crate::rules::{ItemId, Meaning, Rules};
use crate::tokens::holes;
use crate::words::{bare_name, is_whole_document};
use gouji_program::{FieldId, RecordTypeId};
use gouji_syntax::ast::{
    Dimension, Example, ExampleRecord, ExampleValue, Name, Record, Rule, RuleClause, Ruleset, Text,
    Tolerance, TypeExpression,
};
use gouji_syntax::{Item, ItemKind, parse_expression};
use gouji_text::{Language, TextRange};

/// What a name is to what it stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Declaration,
    Use,
    /// A column of a grid that is bound to a field because it is called as the field is.
    ByName,
}

/// A name of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Occurrence {
    /// Relative to the item.
    pub range: TextRange,
    pub meaning: Meaning,
    pub role: Role,
}

/// Goes through an item.
pub(crate) struct Resolver<'r> {
    pub rules: &'r Rules<'r>,
    pub id: ItemId,
    pub pack: u32,
    pub language: Language,
    /// The item's text.
    pub text: &'r str,
    /// Types of the records in scope, innermost last.
    pub frames: Vec<RecordTypeId>,
    pub locals: Vec<(String, Meaning)>,
    pub found: Vec<Occurrence>,
    /// Added to the ranges of what is read: the place of a hole in its item.
    pub base: u32,
    pub depth: u32,
}

/// The names of an item, in order. `text` is that of its file.
pub(crate) fn occurrences(rules: &Rules<'_>, id: ItemId, text: &str) -> Vec<Occurrence> {
    let Some(item) = rules.item(id) else { return Vec::new() };
    let range = TextRange::new(item.start, item.start.saturating_add(item.length));
    let mut resolver = Resolver::new(rules, id, range.of(text));
    resolver.item(item);
    let mut found = resolver.found;
    found.sort_by_key(|one| (one.range.start, one.range.end));
    found.dedup();
    found
}

/// The n-th 设 of a rule.
pub(crate) fn local(item: &Item, index: u16) -> Option<&Name> {
    let ItemKind::Rule(rule) = &item.kind else { return None };
    let mut locals = rule.clauses.iter().filter_map(|clause| match clause {
        RuleClause::Let { name, .. } => Some(name),
        _ => None,
    });
    locals.nth(usize::from(index))
}

impl<'r> Resolver<'r> {
    pub fn new(rules: &'r Rules<'r>, id: ItemId, text: &'r str) -> Self {
        let language = rules.trees.get(id.file as usize).map_or(Language::Chinese, |t| t.language);
        Self {
            rules,
            id,
            pack: rules.pack_of(id.file),
            language,
            text,
            frames: Vec::new(),
            locals: Vec::new(),
            found: Vec::new(),
            base: 0,
            depth: 0,
        }
    }

    pub fn push(&mut self, range: TextRange, meaning: Meaning) {
        self.add(range, meaning, Role::Use);
    }

    pub fn add(&mut self, range: TextRange, meaning: Meaning, role: Role) {
        if !range.is_empty() {
            self.found.push(Occurrence { range: range.shifted(self.base), meaning, role });
        }
    }

    fn item(&mut self, item: &Item) {
        match &item.kind {
            ItemKind::Ruleset(node) => self.ruleset(node),
            ItemKind::Import(node) => {
                if let Some(pack) = self.rules.pack_named(&node.name.text) {
                    self.push(node.name.range, Meaning::Ruleset(pack));
                }
            }
            ItemKind::Dimension(node) => self.dimension(node),
            ItemKind::Record(node) => self.record(node),
            ItemKind::Form(node) => self.form(node),
            ItemKind::Definition(node) => {
                self.add(node.name.range, Meaning::Definition(self.id), Role::Declaration);
                for (index, name) in (0..).zip(&node.parameters) {
                    let meaning = Meaning::Parameter(self.id, index);
                    self.add(name.range, meaning, Role::Declaration);
                    self.locals.push((name.text.clone(), meaning));
                }
                self.expression(&node.body);
            }
            ItemKind::Rule(node) => self.rule(node),
            ItemKind::Unread => {}
            ItemKind::Example(node) => self.example(node),
            ItemKind::Broken { name, .. } => {
                if let (Some(name), Some(rule)) = (name, self.rules.rule_of_item(self.id)) {
                    self.add(name.range, Meaning::Rule(rule), Role::Declaration);
                }
            }
        }
    }

    fn ruleset(&mut self, node: &Ruleset) {
        self.add(node.name.range, Meaning::Ruleset(self.pack), Role::Declaration);
        self.frames.extend(self.rules.document_record(self.pack));
        if let Some(applies) = &node.applies {
            self.expression(applies);
        }
    }

    fn dimension(&mut self, node: &Dimension) {
        if let Some(id) = self.rules.program().units.dimension(&node.name.text) {
            self.add(node.name.range, Meaning::Dimension(id), Role::Declaration);
        }
        for unit in &node.units {
            self.unit(&unit.name, Role::Declaration);
            if let Some(worth) = &unit.worth {
                self.unit(&worth.unit, Role::Use);
            }
        }
        if let Some(precision) = &node.precision {
            self.unit(&precision.unit, Role::Use);
        }
    }

    pub fn unit(&mut self, name: &Name, role: Role) {
        if let Some(unit) = self.rules.program().units.unit(&name.text) {
            self.add(name.range, Meaning::Unit(unit), role);
        }
    }

    fn record(&mut self, node: &Record) {
        let record = self.rules.record_of_item(self.id);
        if let Some(record) = record {
            self.add(node.name.range, Meaning::Record(record), Role::Declaration);
        }
        for field in &node.fields {
            if let Some(record) = record
                && let Some(id) = self.rules.field_of(record, &field.name.text)
            {
                self.add(field.name.range, Meaning::Field(record, id), Role::Declaration);
            }
            match &field.kind {
                TypeExpression::Named(name) => self.type_name(name),
                TypeExpression::Series { element, .. } => self.type_name(element),
                TypeExpression::Many { record, .. } => self.record_name(record),
            }
        }
    }

    pub fn type_name(&mut self, name: &Name) {
        if let Some(id) = self.rules.program().units.dimension(&name.text) {
            self.push(name.range, Meaning::Dimension(id));
        }
    }

    pub fn record_name(&mut self, name: &Name) {
        if let Some(id) = self.rules.record_named(&name.text, self.pack) {
            self.push(name.range, Meaning::Record(id));
        }
    }

    fn rule(&mut self, node: &Rule) {
        if let Some(rule) = self.rules.rule_of_item(self.id) {
            self.add(node.name.range, Meaning::Rule(rule), Role::Declaration);
        }
        // What it goes over is in scope of all its clauses, in whatever order they stand.
        for clause in &node.clauses {
            if let RuleClause::ForEach { path, filter, keys, .. } = clause {
                self.path(path);
                self.frames.extend(self.gathered_by(path));
                filter.iter().chain(keys).for_each(|expression| self.expression(expression));
            }
        }
        let mut locals = 0;
        for clause in &node.clauses {
            match clause {
                RuleClause::When(condition) => self.expression(condition),
                RuleClause::Let { name, value } => {
                    self.expression(value);
                    let meaning = Meaning::Local(self.id, locals);
                    locals = locals.saturating_add(1);
                    self.add(name.range, meaning, Role::Declaration);
                    self.locals.push((name.text.clone(), meaning));
                }
                RuleClause::Obligation(node) => self.obligation(node),
                RuleClause::ForEach { .. }
                | RuleClause::Basis(_)
                | RuleClause::Since(_)
                | RuleClause::Until(_) => {}
            }
        }
    }

    fn obligation(&mut self, node: &gouji_syntax::ast::Obligation) {
        self.expression(&node.condition);
        if let Some(Tolerance::Amount(amount)) = &node.tolerance {
            self.expression(amount);
        }
        if let Some(message) = &node.message {
            self.message(message);
        }
        if let Some(path) = &node.subject {
            self.path(path);
        }
        for fix in &node.fixes {
            self.path(&fix.path);
            self.expression(&fix.value);
        }
    }

    /// The holes of a message are expressions.
    fn message(&mut self, text: &Text) {
        let literal = text.range.of(self.text);
        for hole in holes(literal, text.range.start) {
            if let (Some(expression), _) = parse_expression(hole.text, self.language) {
                self.base = hole.range.start;
                self.expression(&expression);
                self.base = 0;
            }
        }
    }

    /// The holes of a template are fields of one of these records.
    pub fn template(&mut self, text: &Text, records: &[RecordTypeId]) {
        let literal = text.range.of(self.text);
        for hole in holes(literal, text.range.start) {
            let (name, range) = hole_name(hole.text, hole.range.start);
            self.field_of_any(bare_name(name), range, records, Role::Use);
        }
    }

    /// A field of the first of some records that has it.
    pub fn field_of_any(
        &mut self,
        name: &str,
        range: TextRange,
        records: &[RecordTypeId],
        role: Role,
    ) {
        let found = records
            .iter()
            .find_map(|record| Some(Meaning::Field(*record, self.rules.field_of(*record, name)?)));
        if let Some(meaning) = found {
            self.add(range, meaning, role);
        }
    }

    fn example(&mut self, node: &Example) {
        if let Some(rule) = self.rules.rule_named(&node.rule.text, self.pack) {
            self.push(node.rule.range, Meaning::Rule(rule));
        }
        for case in &node.cases {
            for record in &case.records {
                let kind = record.record.as_ref().and_then(|name| {
                    self.record_name(name);
                    self.rules.record_named(&name.text, self.pack)
                });
                self.example_record(record, kind, 0);
            }
        }
    }

    fn example_record(&mut self, node: &ExampleRecord, kind: Option<RecordTypeId>, depth: u32) {
        let Some(kind) = kind.filter(|_| depth < 64) else { return };
        for field in &node.fields {
            let Some(id) = self.rules.field_of(kind, &field.name.text) else { continue };
            self.push(field.name.range, Meaning::Field(kind, id));
            if let ExampleValue::Records(records, _) = &field.value {
                let member = self.rules.member_of(kind, id);
                records.iter().for_each(|record| self.example_record(record, member, depth + 1));
            }
        }
    }

    /// A parameter or local of that name, the last declared first.
    pub fn bound(&self, name: &str) -> Option<Meaning> {
        let found = self.locals.iter().rev().find(|(local, _)| local == name);
        found.map(|(_, meaning)| *meaning)
    }

    /// A field of the records in scope and those that enclose them, innermost first.
    pub fn field_in_scope(&self, name: &str) -> Option<(RecordTypeId, FieldId)> {
        self.frames.iter().rev().find_map(|frame| {
            let mut chain = self.rules.chain(*frame);
            chain.find_map(|record| Some((record, self.rules.field_of(record, name)?)))
        })
    }

    /// A record in scope, or one that encloses it, of that type's name.
    pub fn record_in_scope(&self, name: &str) -> Option<RecordTypeId> {
        let named = |record: &RecordTypeId| self.rules.program().record(*record).name == name;
        self.frames.iter().rev().find_map(|frame| self.rules.chain(*frame).find(named))
    }

    /// Where the scope is not known (in a definition): the only field of that name in sight.
    fn field_anywhere(&self, name: &str) -> Option<(RecordTypeId, FieldId)> {
        let mut found = self
            .rules
            .visible_records(self.pack)
            .filter_map(|record| Some((record, self.rules.field_of(record, name)?)));
        match (found.next(), found.next()) {
            (Some(only), None) => Some(only),
            _ => None,
        }
    }

    /// The meanings of the names of a path.
    pub fn path(&mut self, path: &[Name]) {
        let mut names = path;
        if let [head, rest @ ..] = names
            && is_whole_document(&head.text)
            && !rest.is_empty()
        {
            self.push(head.range, Meaning::Special);
            names = rest;
            if let Some(record) = self.rules.record_named(&rest[0].text, self.pack) {
                self.push(rest[0].range, Meaning::Record(record));
                self.fields(record, &rest[1..]);
                return;
            }
        }
        let [head, rest @ ..] = names else { return };
        if let Some(bound) = self.bound(&head.text) {
            self.push(head.range, bound);
            self.loose_fields(rest);
        } else if rest.is_empty() {
            self.bare(head);
        } else {
            self.qualified(head, rest);
        }
    }

    fn bare(&mut self, name: &Name) {
        let meaning = self
            .field_in_scope(&name.text)
            .map(|(record, field)| Meaning::Field(record, field))
            .or_else(|| self.rules.definition_named(&name.text, self.pack).map(Meaning::Definition))
            .or_else(|| self.rules.record_named(&name.text, self.pack).map(Meaning::Record))
            .or_else(|| {
                let (record, field) = self.field_anywhere(&name.text)?;
                self.frames.is_empty().then_some(Meaning::Field(record, field))
            });
        if let Some(meaning) = meaning {
            self.push(name.range, meaning);
        }
    }

    fn qualified(&mut self, head: &Name, rest: &[Name]) {
        let field = self.field_in_scope(&head.text);
        let list = field.and_then(|(record, field)| self.rules.member_of(record, field));
        let record = self.record_in_scope(&head.text);
        if matches!(head.text.as_str(), "前" | "后" | "previous" | "next") && field.is_none() {
            self.push(head.range, Meaning::Special);
            rest.iter().for_each(|name| self.push(name.range, Meaning::Special));
        } else if let Some(record) = record {
            self.push(head.range, Meaning::Record(record));
            self.fields(record, rest);
        } else if let (Some((owner, field)), Some(member)) = (field, list) {
            self.push(head.range, Meaning::Field(owner, field));
            self.fields(member, rest);
        } else if let Some(record) = self.rules.record_named(&head.text, self.pack) {
            self.push(head.range, Meaning::Record(record));
            self.fields(record, rest);
        } else if let Some((owner, field)) = field {
            self.push(head.range, Meaning::Field(owner, field));
            self.properties(rest);
        }
    }

    /// The names behind a record: fields, down its lists.
    fn fields(&mut self, record: RecordTypeId, names: &[Name]) {
        let mut record = record;
        for (index, name) in names.iter().enumerate() {
            let Some(field) = self.rules.field_of(record, &name.text) else {
                self.properties(names.get(index..).unwrap_or(&[]));
                return;
            };
            self.push(name.range, Meaning::Field(record, field));
            match self.rules.member_of(record, field) {
                Some(member) => record = member,
                None => {
                    self.properties(names.get(index + 1..).unwrap_or(&[]));
                    return;
                }
            }
        }
    }

    /// The names behind a parameter, whose record is known to its callers only.
    fn loose_fields(&mut self, names: &[Name]) {
        for name in names {
            if let Some((record, field)) = self.field_anywhere(&name.text) {
                self.push(name.range, Meaning::Field(record, field));
            }
        }
    }

    fn properties(&mut self, names: &[Name]) {
        for name in names {
            if matches!(name.text.as_str(), "方向" | "direction") {
                self.push(name.range, Meaning::Special);
            }
        }
    }
}

/// The name of a template's hole: between its sign and its colon.
pub(crate) fn hole_name(hole: &str, base: u32) -> (&str, TextRange) {
    let end = hole.find([':', '：']).unwrap_or(hole.len());
    let before = hole.get(..end).unwrap_or("");
    let start = before.trim_start().trim_start_matches('±').trim_start();
    let name = start.trim_end();
    let offset = before.len() - start.len();
    (name, TextRange::from(offset..offset + name.len()).shifted(base))
}
