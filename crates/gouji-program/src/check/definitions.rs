//! 定义: named expressions, inlined where they are used.
//!
//! A definition's bare names mean what they mean at the place of use; its names are nevertheless
//! looked at once by themselves, so that a slip is reported where it stands and not at every use.

use super::compile::{Compiler, ExpressionSize};
use super::declarations::{Declarations, Declared, Items, Lookup, duplicates, with_candidates};
use super::functions::function_named;
use super::paths::is_whole_document;
use super::report::{Checked, Failed, ItemText, Reporter};
use super::types::Typed;
use crate::codes;
use crate::problem::problem_at;
use crate::{Meaning, Problem};
use gouji_syntax::ast::{self, Expression, ExpressionKind, Name};
use gouji_text::Localized;
use gouji_text::TextRange;
use rustc_hash::FxHashSet;

/// Definitions may be inlined into each other this deep.
const DEEPEST: usize = 32;

/// A parameter and what it stands for at the place of use.
#[derive(Clone, Debug)]
pub(crate) struct Parameter {
    pub name: String,
    /// `None` where the argument could not be compiled.
    pub value: Option<Typed>,
    /// Size of the argument.
    pub size: ExpressionSize,
    /// Frames on the stack where the argument stands.
    pub frames: u8,
}

impl<'t> Compiler<'_, 't> {
    /// Replaces a use of a definition by its body.
    pub fn inline(
        &mut self,
        index: usize,
        name: &Name,
        arguments: &[Expression],
        range: TextRange,
    ) -> Checked<Typed> {
        let declarations = self.declarations;
        let Some(definition) = declarations.definitions.get(index) else { return Err(Failed) };
        self.note(name, Meaning::Definition(definition.source.item_id()));
        let arguments: Vec<(Checked<Typed>, ExpressionSize)> =
            arguments.iter().map(|argument| self.measured(argument)).collect();
        if declarations.broken_definitions.get(index) == Some(&true)
            || self.inlining.contains(&index)
        {
            return Err(Failed);
        }
        let due = &definition.node.parameters;
        if due.len() != arguments.len() {
            return self.wrong_count(name, due.len(), arguments.len(), range);
        }
        if arguments.iter().any(|(argument, _)| argument.is_err()) {
            return Err(Failed);
        }
        if self.inlining.len() >= DEEPEST {
            return self.spend(u32::MAX, range).and(Err(Failed));
        }
        let frames = self.depth_below(0);
        let parameters = due.iter().zip(arguments).map(|(parameter, (value, size))| Parameter {
            name: parameter.text.clone(),
            value: value.ok(),
            size,
            frames,
        });
        let parameters = parameters.collect();
        self.inlining.push(index);
        let typed = self.body(definition, parameters, range);
        self.inlining.pop();
        typed
    }

    /// Compiles a definition's body with its own source and pack; what goes wrong is reported at
    /// the place of use.
    fn body(
        &mut self,
        definition: &Declared<'t, ast::Definition>,
        parameters: Vec<Parameter>,
        range: TextRange,
    ) -> Checked<Typed> {
        let place = self.source.place(range);
        self.parameters_for(definition, parameters, |this| {
            let problems = this.reporter.problems.len();
            let uses = this.uses.len();
            let names = this.reporter.names.len();
            let typed = this.expression(&definition.node.body);
            // What the body's names stand for at one place of use is not what they stand for.
            this.reporter.names.truncate(names);
            for used in this.uses.iter_mut().skip(uses) {
                used.place = place;
            }
            if this.reporter.problems.len() > problems {
                let first = this.reporter.problems.swap_remove(problems);
                this.reporter.problems.truncate(problems);
                this.reporter.push(at_use(first, place, &definition.node.name.text));
            }
            typed.map(|typed| Typed { range, ..typed })
        })
    }
}

/// An error in a definition's body, at the place where it is used.
fn at_use(problem: Problem, place: crate::SourcePlace, name: &str) -> Problem {
    let message = Localized::new(
        format!("用「{name}」代入后：{}", problem.message.chinese),
        format!("with `{name}` put in: {}", problem.message.english),
    );
    let label = Localized::new(format!("这里用到「{name}」"), format!("`{name}` is used here"));
    let within = Localized::new("定义里的这一处", "in the definition");
    let related = problem.subject().copied();
    let problem = Problem { message, places: Vec::new(), fixes: Vec::new(), ..problem };
    let problem = problem.at(place, label);
    related.into_iter().fold(problem, |problem, place| problem.related(place, within.clone()))
}

/// Declares definitions and looks at each by itself.
pub(crate) fn declare<'t>(
    items: &Items<'t>,
    declarations: &mut Declarations<'t>,
    reporter: &mut Reporter,
) {
    for broken in &items.broken {
        if matches!(broken.keyword, "定义" | "define") {
            let item = broken.source.item_id();
            declarations.definition_names.declare(&broken.name.text, broken.pack, Err(item));
        }
    }
    duplicates(
        reporter,
        ("定义", "definition"),
        &declarations.packs,
        &declarations.definitions,
        |definition| &definition.name,
    );
    for (index, definition) in declarations.definitions.iter().enumerate() {
        let name = definition.node.name.text.as_str();
        declarations.definition_names.declare(name, definition.pack, Ok(index));
    }
    let mut broken: Vec<bool> = Vec::with_capacity(declarations.definitions.len());
    let mut calls: Vec<Vec<usize>> = Vec::with_capacity(declarations.definitions.len());
    let mut fields: Vec<Option<FxHashSet<String>>> = vec![None; declarations.packs.len()];
    for definition in &declarations.definitions {
        let known = fields.get_mut(definition.pack as usize).map(|fields| {
            &*fields.get_or_insert_with(|| all_fields(declarations, definition.pack))
        });
        let Some(known) = known else { continue };
        let mut names = NameCheck {
            declarations,
            reporter,
            definition,
            fields: known,
            calls: Vec::new(),
            sound: !definition.damaged,
        };
        names.parameters();
        names.walk(&definition.node.body);
        broken.push(!names.sound);
        calls.push(names.calls);
    }
    for index in circular(&calls) {
        let definition = &declarations.definitions[index];
        let name = &definition.node.name;
        reporter.push(problem_at(
            &codes::CIRCULAR_DEFINITION,
            definition.source.place(name.range),
            Localized::new(
                format!("定义「{}」绕了一圈又用到自己", name.text),
                format!("definition `{}` uses itself", name.text),
            ),
            Localized::new("用到了自己", "uses itself"),
        ));
        broken[index] = true;
    }
    declarations.broken_definitions = broken;
    note(declarations, reporter);
}

/// Notes the names of all definitions, each by itself: a bare name is a field where there is only
/// one of that name.
fn note(declarations: &Declarations<'_>, reporter: &mut Reporter) {
    for definition in &declarations.definitions {
        let item = definition.source.item_id();
        let node = definition.node;
        reporter.declared(definition.source, &node.name, Meaning::Definition(item));
        for (parameter, index) in node.parameters.iter().zip(0_u16..) {
            reporter.declared(definition.source, parameter, Meaning::Parameter(item, index));
        }
        let mut compiler =
            Compiler::new(declarations, reporter, definition.source, definition.pack);
        let parameters = node.parameters.iter().map(|parameter| Parameter {
            name: parameter.text.clone(),
            value: None,
            size: ExpressionSize { nodes: 1, depth: 1 },
            frames: 0,
        });
        compiler.parameters = parameters.collect();
        compiler.note_all([&node.body]);
    }
}

/// Names of all fields of all records that a pack sees.
fn all_fields(declarations: &Declarations<'_>, pack: u32) -> FxHashSet<String> {
    let records = declarations.visible_records(pack);
    records
        .flat_map(|id| declarations.record(id).fields.iter().map(|field| field.name.clone()))
        .collect()
}

/// Definitions that are part of a circle.
fn circular(calls: &[Vec<usize>]) -> Vec<usize> {
    // Whatever can be taken away because all it calls has been taken away is in no circle; what
    // calls into a circle without being part of it is told apart by going the other way as well.
    let mut callers: Vec<Vec<usize>> = vec![Vec::new(); calls.len()];
    for (index, called) in calls.iter().enumerate() {
        for target in called {
            callers[*target].push(index);
        }
    }
    let mut left: Vec<bool> = vec![true; calls.len()];
    peel(calls, &callers, &mut left);
    peel(&callers, calls, &mut left);
    (0..calls.len()).filter(|index| left[*index]).collect()
}

/// Takes away, again and again, what has no edge into what is left.
fn peel(edges: &[Vec<usize>], back: &[Vec<usize>], left: &mut [bool]) {
    let mut count: Vec<usize> = edges
        .iter()
        .map(|targets| targets.iter().filter(|target| left[**target]).count())
        .collect();
    let mut ready: Vec<usize> =
        (0..edges.len()).filter(|index| left[*index] && count[*index] == 0).collect();
    while let Some(index) = ready.pop() {
        left[index] = false;
        for source in &back[index] {
            count[*source] = count[*source].saturating_sub(1);
            if left[*source] && count[*source] == 0 {
                ready.push(*source);
            }
        }
    }
}

/// Looks at the names of one definition.
struct NameCheck<'n, 't> {
    declarations: &'n Declarations<'t>,
    reporter: &'n mut Reporter,
    definition: &'n Declared<'t, ast::Definition>,
    fields: &'n FxHashSet<String>,
    calls: Vec<usize>,
    sound: bool,
}

impl<'t> NameCheck<'_, 't> {
    fn source(&self) -> ItemText<'t> {
        self.definition.source
    }

    fn parameters(&mut self) {
        let mut seen: FxHashSet<&str> = FxHashSet::default();
        for parameter in &self.definition.node.parameters {
            if !parameter.text.is_empty() && !seen.insert(&parameter.text) {
                self.sound = false;
                self.reporter.push(problem_at(
                    &codes::DUPLICATE_NAME,
                    self.source().place(parameter.range),
                    Localized::new(
                        format!("参数「{}」写了两遍", parameter.text),
                        format!("there are two parameters `{}`", parameter.text),
                    ),
                    Localized::new("重复的参数", "repeated"),
                ));
            }
        }
    }

    /// Goes through all of the body, without recursion.
    fn walk(&mut self, body: &Expression) {
        let mut stack = vec![body];
        while let Some(expression) = stack.pop() {
            match &*expression.kind {
                ExpressionKind::Path(path) => self.path(path),
                ExpressionKind::Call { function, .. } => self.call(function),
                // What stands around a gap may be a consequence of it.
                ExpressionKind::Missing(_) => continue,
                _ => {}
            }
            expression.for_each_child(&mut |child| stack.push(child));
        }
    }

    fn call(&mut self, name: &Name) {
        let declarations = self.declarations;
        match declarations.definition_names.lookup(
            &name.text,
            self.definition.pack,
            &declarations.packs,
        ) {
            Lookup::Found(index) => self.calls.push(index),
            Lookup::Unknown if function_named(&name.text).is_none() => self.unknown(name),
            _ => {}
        }
    }

    fn path(&mut self, path: &[Name]) {
        let Some(head) = path.first() else { return };
        let head = match path.get(1) {
            Some(next) if is_whole_document(&head.text) => next,
            _ => head,
        };
        let pack = self.definition.pack;
        let parameters = &self.definition.node.parameters;
        if parameters.iter().any(|parameter| parameter.text == head.text) {
            return;
        }
        if path.len() == 1
            && let Lookup::Found(index) = self.declarations.definition_names.lookup(
                &head.text,
                pack,
                &self.declarations.packs,
            )
        {
            self.calls.push(index);
            return;
        }
        let is_record =
            !matches!(self.declarations.record_named(&head.text, pack), Lookup::Unknown);
        let is_witness = matches!(head.text.as_str(), "前" | "后" | "previous" | "next");
        let damaged = !matches!(
            self.declarations.definition_names.lookup(&head.text, pack, &self.declarations.packs),
            Lookup::Unknown
        );
        if !is_record && !is_witness && !damaged && !self.fields.contains(&head.text) {
            let incomplete = self
                .declarations
                .visible_records(pack)
                .any(|id| !self.declarations.is_complete(id));
            self.sound = false;
            if !incomplete {
                self.unknown(head);
            }
        }
    }

    fn unknown(&mut self, name: &Name) {
        self.sound = false;
        if name.text.is_empty() {
            return;
        }
        let mut known: Vec<&str> = self.fields.iter().map(String::as_str).collect();
        known.extend(self.definition.node.parameters.iter().map(|name| name.text.as_str()));
        known.sort_unstable();
        let nearest = self.reporter.nearest(&name.text, known.into_iter());
        let problem = problem_at(
            &codes::UNKNOWN_NAME,
            self.source().place(name.range),
            Localized::new(
                format!("不认识「{}」：不是参数，也不是栏、记录、函数或定义", name.text),
                format!("`{}` is no parameter, field, record, function or definition", name.text),
            ),
            Localized::new("不认识的名字", "unknown name"),
        );
        self.reporter.push(with_candidates(problem, name, &nearest));
    }
}
