//! Aggregates and quantifiers: which records they gather, and what of each.

use super::compile::{Compiler, number_kind};
use super::definitions::children;
use super::paths::is_whole_document;
use super::report::{Checked, Failed, quoted_list};
use super::scope::{Frame, Link, Reading};
use super::types::{Type, Typed};
use super::world::Lookup;
use crate::expression::{AggregateExpr, Compare, FieldRef, Gathering};
use crate::problem::both;
use crate::{Aggregate, Expr, FieldId, FieldKind, RecordTypeId, Scalar};
use gouji_syntax::ast::{Expression, ExpressionKind, Name};
use gouji_text::TextRange;

/// Frames at run time.
const MOST_FRAMES: usize = 64;

/// Where gathering starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Start {
    All(RecordTypeId),
    Record { frame: u8, up: u8 },
    Group,
}

/// What one path of an aggregate's argument gathers.
#[derive(Clone, Debug)]
struct Gather {
    start: Start,
    lists: Vec<FieldId>,
    /// The record type at the end of the lists.
    record: RecordTypeId,
    /// The names that lead to the record.
    alias: Vec<String>,
    /// Whether the path ends at the record.
    whole: bool,
}

/// What a path is to the aggregate it stands in.
enum Role {
    Gathers(Gather),
    /// The record that is current here, by itself.
    Current(RecordTypeId),
    /// Something from outside.
    Outer,
}

impl Compiler<'_, '_> {
    pub fn aggregate(
        &mut self,
        function: Aggregate,
        over: &Expression,
        (filter, condition): (Option<&Expression>, Option<&Expression>),
        range: TextRange,
    ) -> Checked<Typed> {
        let gather = self.gathering(over)?;
        if self.scope.frames.len() >= MOST_FRAMES {
            return self.spend(u32::MAX, range).and(Err(Failed));
        }
        let whole = gather.whole && matches!(&*over.kind, ExpressionKind::Path(_));
        self.used(gather.record, None, over.range);
        let frame = self.scope.frames.len() as u8;
        self.scope.frames.push(Frame {
            record: Some(gather.record),
            alias: gather.alias.clone(),
            link: link(&gather),
        });
        let lists_allowed = std::mem::replace(&mut self.lists_allowed, false);
        let value = (!whole).then(|| self.expression(over));
        let filter = filter.map(|filter| self.condition(filter));
        let condition = condition.map(|condition| self.condition(condition));
        self.lists_allowed = lists_allowed;
        self.scope.frames.pop();
        let parts = Parts {
            value: value.transpose()?,
            filter: filter.transpose()?,
            condition: condition.transpose()?,
        };
        self.build(function, gather, frame, parts, over, range)
    }

    fn condition(&mut self, expression: &Expression) -> Checked<Expr> {
        let typed = self.expression(expression)?;
        self.need_condition(&typed)?;
        Ok(typed.expr)
    }

    fn build(
        &mut self,
        function: Aggregate,
        gather: Gather,
        frame: u8,
        mut parts: Parts,
        over: &Expression,
        range: TextRange,
    ) -> Checked<Typed> {
        let kind = self.result(function, &gather, &mut parts, over, range)?;
        let quotient = parts.value.as_ref().is_some_and(|value| value.quotient)
            && !matches!(function, Aggregate::Count);
        let source = match gather.start {
            Start::All(_) => Gathering::All,
            Start::Record { frame, up } => Gathering::Children { frame, up, lists: gather.lists },
            Start::Group => Gathering::Group { lists: gather.lists },
        };
        let join = parts.filter.as_ref().and_then(|filter| self.join(filter, frame));
        let aggregate = AggregateExpr {
            function,
            source,
            record: gather.record,
            frame,
            filter: parts.filter,
            value: parts.value.map(|value| value.expr),
            condition: parts.condition,
            join,
            label: self.source.written(range),
            place: self.source.place(range),
        };
        Ok(Typed { quotient, ..Typed::new(Expr::Aggregate(Box::new(aggregate)), kind, range) })
    }

    /// The type of the result; puts conditions where they belong.
    fn result(
        &mut self,
        function: Aggregate,
        gather: &Gather,
        parts: &mut Parts,
        over: &Expression,
        range: TextRange,
    ) -> Checked<Type> {
        let boolean = parts.value.as_ref().is_some_and(|value| value.kind == Type::Boolean);
        match function {
            Aggregate::All | Aggregate::Any => {
                if boolean || parts.condition.is_some() {
                    // 都(甲 > 0), 有(甲 > 0): the argument is the condition.
                    let value = parts.value.take().filter(|_| boolean).map(|value| value.expr);
                    let condition = both_hold(value, parts.condition.take());
                    if function == Aggregate::All {
                        parts.condition = condition;
                    } else {
                        parts.filter = both_hold(parts.filter.take(), condition);
                    }
                    return Ok(Type::Boolean);
                }
                if function == Aggregate::Any && parts.value.is_none() {
                    return Ok(Type::Boolean);
                }
                self.no_quantified(function, parts.value.is_some(), over, range)
            }
            _ if parts.condition.is_some() => self.stray_condition(range),
            Aggregate::Count => {
                if let Some(value) = &parts.value {
                    self.need_single(value)?;
                }
                Ok(Type::plain())
            }
            _ => match &parts.value {
                None => self.no_value(function, gather, over),
                Some(value) => self.of_values(function, &value.clone()),
            },
        }
    }

    fn of_values(&mut self, function: Aggregate, value: &Typed) -> Checked<Type> {
        match function {
            Aggregate::Sum | Aggregate::Mean => {
                self.need_number(value)?;
                Ok(number_kind(value.kind.clone()))
            }
            Aggregate::Maximum | Aggregate::Minimum => {
                if !matches!(value.kind, Type::Date | Type::Period) {
                    self.need_number(value)?;
                }
                Ok(value.kind.clone())
            }
            Aggregate::Unique => {
                self.need_single(value)?;
                Ok(Type::Boolean)
            }
            _ => {
                self.need_single(value)?;
                Ok(value.kind.clone())
            }
        }
    }

    fn need_single(&mut self, value: &Typed) -> Checked<()> {
        if value.kind.is_single() && value.kind != Type::Boolean {
            return Ok(());
        }
        let name = self.world.type_name(&value.kind);
        let written = self.source.written(value.range);
        let problem = self.problem(
            "program/not-a-value",
            value.range,
            both(
                format!("这里应是一个值，「{written}」是{}", name.chinese),
                format!("a value is due; `{written}` is {}", name.english),
            ),
            both("不是一个值", "not a value"),
        );
        self.reporter.fail(problem)
    }

    fn stray_condition<T>(&mut self, range: TextRange) -> Checked<T> {
        let problem = self.problem(
            "program/argument-count",
            range,
            both(
                "这里只要一个参数；条件写在「其中」后面，例如 合计(甲 其中 条件)",
                "one argument is due; a condition goes behind `where`: sum(a where condition)",
            ),
            both("多了一个参数", "one argument too many"),
        );
        self.reporter.fail(problem)
    }

    /// 都 without a condition, or 有 of a value.
    fn no_quantified<T>(
        &mut self,
        function: Aggregate,
        has_value: bool,
        over: &Expression,
        range: TextRange,
    ) -> Checked<T> {
        let written = self.source.written(over.range);
        let english = self.source.is_english();
        let example = match (function, has_value, english) {
            (Aggregate::All, false, false) => format!("都({written}, 条件)"),
            (Aggregate::All, false, true) => format!("all({written}, condition)"),
            (Aggregate::All, true, false) => format!("都({written} 有值)"),
            (Aggregate::All, true, true) => format!("all({written} present)"),
            (_, _, false) => format!("有({written} 有值)"),
            (_, _, true) => format!("any({written} present)"),
        };
        let problem = self.problem(
            "program/no-condition",
            range,
            both(
                format!("还没有写条件，例如 {example}"),
                format!("its condition is missing: {example}"),
            ),
            both("缺条件", "no condition"),
        );
        self.reporter.fail(problem)
    }

    /// A sum of records: of which field?
    fn no_value<T>(
        &mut self,
        function: Aggregate,
        gather: &Gather,
        over: &Expression,
    ) -> Checked<T> {
        let record = self.world.record(gather.record);
        let any = matches!(function, Aggregate::Unique | Aggregate::Only);
        let fits = |kind: &FieldKind| match kind {
            FieldKind::Scalar(Scalar::Text | Scalar::Bound | Scalar::Date | Scalar::Period) => any,
            FieldKind::Scalar(_) => true,
            _ => false,
        };
        let fields: Vec<String> = record
            .fields
            .iter()
            .filter(|field| fits(&field.kind))
            .take(8)
            .map(|field| super::report::quoted_name(&field.name))
            .collect();
        let written = self.source.written(over.range);
        let (chinese, english) = quoted_list(fields.iter().map(String::as_str));
        let mut problem = self.problem(
            "program/no-value",
            over.range,
            both(
                format!("「{written}」是记录，还要写明是哪一栏，例如 {written}.栏名"),
                format!("`{written}` are records; say which field: {written}.field"),
            ),
            both("缺栏名", "no field"),
        );
        if let Some(first) = fields.first() {
            problem = problem
                .help(format!("可用的栏：{chinese}"), format!("its fields: {english}"))
                .replace(over.range, format!("{written}.{first}"));
        }
        self.reporter.fail(problem)
    }

    /// Finds out what an aggregate's argument gathers.
    fn gathering(&mut self, over: &Expression) -> Checked<Gather> {
        let mut found: Vec<(Gather, TextRange)> = Vec::new();
        let mut current = None;
        let mut stack = vec![over];
        while let Some(expression) = stack.pop() {
            match &*expression.kind {
                // Gathers by itself.
                ExpressionKind::Aggregate { .. } => continue,
                ExpressionKind::Path(path) => match self.role(path)? {
                    Role::Gathers(gather) => found.push((gather, expression.range)),
                    Role::Current(record) => current = Some((record, expression.range)),
                    Role::Outer => {}
                },
                _ => {}
            }
            children(expression, &mut |child| stack.push(child));
        }
        // A figure of the document beside figures of records is no gathering.
        let document = self.world.document_record(self.pack).map(Start::All);
        if found.iter().any(|(gather, _)| Some(gather.start) != document) {
            found.retain(|(gather, _)| Some(gather.start) != document);
        }
        let longest = found.iter().max_by_key(|(gather, _)| gather.lists.len());
        let Some((longest, _)) = longest.cloned() else {
            return match current {
                Some((record, range)) => self.gathers_current(record, range),
                None => self.gathers_nothing(over),
            };
        };
        for (other, range) in &found {
            if other.start != longest.start || !longest.lists.starts_with(&other.lists) {
                return self.gathers_several(&longest, other, *range);
            }
        }
        Ok(longest)
    }

    fn role(&mut self, path: &[Name]) -> Checked<Role> {
        let (all, path) = match path {
            [head, rest @ ..] if is_whole_document(&head.text) && !rest.is_empty() => (true, rest),
            _ => (false, path),
        };
        let Some(head) = path.first() else { return Ok(Role::Outer) };
        if path.iter().any(|name| name.text.is_empty()) {
            return Err(Failed);
        }
        if all {
            return self.gather_all(path);
        }
        if self.is_bound_name(&head.text) {
            return Ok(Role::Outer);
        }
        let texts: Vec<&str> = path.iter().map(|name| name.text.as_str()).collect();
        // By its type's name only: the path that led to a current record gathers it and its like.
        let by_name = self.scope.named_record(self.world, &head.text);
        if let Some((frame, up, record)) = by_name
            && !(frame == 0 && self.is_group_path(&texts))
        {
            let gather = self.descend(Start::Record { frame, up }, record, path, 1);
            let current = gather.lists.is_empty();
            return Ok(if current { Role::Current(record) } else { Role::Gathers(gather) });
        }
        if let Some(gather) = self.gather_group(path, &texts) {
            return Ok(Role::Gathers(gather));
        }
        if let Some((frame, up, _, _)) = self.scope.list_in_scope(self.world, &head.text)
            && let Some((_, record)) =
                self.scope.chain(self.world, usize::from(frame)).find(|(steps, _)| *steps == up)
        {
            let in_group = frame == 0 && up == 0 && self.scope.keys.is_some();
            let start = if in_group { Start::Group } else { Start::Record { frame, up } };
            if in_group || self.scope.reachable(usize::from(frame), up) {
                return Ok(Role::Gathers(self.descend(start, record, path, 0)));
            }
        }
        if !self.scope.readings(self.world, &head.text).is_empty() {
            return Ok(Role::Outer);
        }
        match self.world.record_named(&head.text, self.pack) {
            Lookup::Found(_) => self.gather_all(path),
            Lookup::Broken => Err(Failed),
            _ => Ok(Role::Outer),
        }
    }

    fn gather_all(&mut self, path: &[Name]) -> Checked<Role> {
        let Some(head) = path.first() else { return Err(Failed) };
        let record = match self.world.record_named(&head.text, self.pack) {
            Lookup::Found(record) => record,
            Lookup::Broken => return Err(Failed),
            Lookup::Ambiguous(packs) => {
                let problem = super::records::ambiguous_name(self.source, self.world, head, &packs);
                return self.reporter.fail(problem);
            }
            Lookup::Unknown => {
                self.reporter.push_unknown_record(self.source, self.pack, head, self.world);
                return Err(Failed);
            }
        };
        Ok(Role::Gathers(self.descend(Start::All(record), record, path, 1)))
    }

    /// The group's records: by their type's name, or by a field of theirs that nothing nearer has.
    fn gather_group(&self, path: &[Name], texts: &[&str]) -> Option<Gather> {
        let record = self.scope.group_record()?;
        let named = |name: &str| self.world.record(record).name == name;
        let alias = self.scope.frames.first().map_or(&[][..], |frame| frame.alias.as_slice());
        let whole_alias = self.is_group_path(texts);
        let last = alias.last().is_some_and(|last| texts.first() == Some(&last.as_str()));
        let taken = if whole_alias {
            alias.len()
        } else if last || texts.first().is_some_and(|first| named(first)) {
            1
        } else if let [only] = texts {
            self.world.record(record).field_named(only)?;
            let readings = self.scope.readings(self.world, only);
            if readings.iter().any(|reading| matches!(reading, Reading::Field(_))) {
                return None;
            }
            0
        } else {
            return None;
        };
        Some(self.descend(Start::Group, record, path, taken))
    }

    /// Whether a path begins with the one that the rule goes over in groups.
    fn is_group_path(&self, path: &[&str]) -> bool {
        let alias = self.scope.frames.first().map_or(&[][..], |frame| frame.alias.as_slice());
        self.scope.keys.is_some()
            && !alias.is_empty()
            && path.len() >= alias.len()
            && alias.iter().zip(path).all(|(one, other)| one == other)
    }

    /// Follows list fields as far as the path goes down them.
    fn descend(&self, start: Start, record: RecordTypeId, path: &[Name], taken: usize) -> Gather {
        let mut gather =
            Gather { start, lists: Vec::new(), record, alias: Vec::new(), whole: false };
        let mut taken = taken;
        while let Some(name) = path.get(taken) {
            let current = self.world.record(gather.record);
            let Some(field) = current.field_named(&name.text) else { break };
            let FieldKind::List(member) = current.fields[usize::from(field.0)].kind else { break };
            gather.lists.push(field);
            gather.record = member;
            taken += 1;
        }
        gather.alias = path.iter().take(taken).map(|name| name.text.clone()).collect();
        gather.whole = taken == path.len();
        gather
    }

    fn gathers_current(&mut self, record: RecordTypeId, range: TextRange) -> Checked<Gather> {
        let name = super::report::quoted_name(&self.world.record(record).name);
        let written = self.source.slice(range);
        let all = self.source.spelling("全文", "all");
        let full = format!("{all}.{written}");
        let siblings = self.siblings(record);
        let mut problem = self
            .problem(
                "program/current-record",
                range,
                both(
                    format!("「{name}」在这里是当前这一个；要汇总全部，请写 {full}"),
                    format!("`{name}` is the current one here; for all of them write {full}"),
                ),
                both("只有当前这一个", "only the current one"),
            )
            .replace(range, full);
        if let Some((list, owner)) = siblings {
            problem = problem.help(
                format!("要汇总同一个「{owner}」下的，请写 {list}"),
                format!("for those of the same `{owner}` write {list}"),
            );
        }
        self.reporter.fail(problem)
    }

    /// The list that a record is a member of, as a path, and its owner.
    fn siblings(&self, record: RecordTypeId) -> Option<(String, String)> {
        let (owner, list) = self.world.record(record).parent?;
        let owner = self.world.record(owner);
        let list = &owner.fields.get(usize::from(list.0))?.name;
        let name = super::report::quoted_name(&owner.name);
        Some((format!("{name}.{}", super::report::quoted_name(list)), owner.name.clone()))
    }

    fn gathers_nothing(&mut self, over: &Expression) -> Checked<Gather> {
        // A name that is not known at all is the better message.
        let before = self.reporter.problems.len();
        let typed = self.expression(over);
        if typed.is_err() && self.reporter.problems.len() > before {
            return Err(Failed);
        }
        let typed = typed?;
        let written = self.source.written(over.range);
        let mut problem = self.problem(
            "program/nothing-gathered",
            over.range,
            both(
                format!("「{written}」只有一个值，没有可汇总的记录"),
                format!("`{written}` is one value; there are no records to gather"),
            ),
            both("没有可汇总的记录", "no records"),
        );
        if matches!(typed.kind, Type::Series(_)) {
            let (first, last) =
                (self.source.spelling("首", "first"), self.source.spelling("末", "last"));
            problem = problem.help(
                format!("序列用 {first}({written})、{last}({written}) 来问"),
                format!("ask a series with {first}({written}) or {last}({written})"),
            );
        } else if let (Expr::Field(field), ExpressionKind::Path(path)) = (&typed.expr, &*over.kind)
            && let Some(name) = path.last()
        {
            let full = self.all_values(field.record, &name.text);
            problem = problem
                .help(
                    format!("要汇总各条记录的「{}」，请写 {full}", name.text),
                    format!("for the `{}` of all records write {full}", name.text),
                )
                .replace(over.range, full);
        }
        self.reporter.fail(problem)
    }

    /// A field of a record and its siblings, or of all of its type.
    fn all_values(&self, record: RecordTypeId, field: &str) -> String {
        let field = super::report::quoted_name(field);
        match self.siblings(record) {
            Some((list, _)) => format!("{list}.{field}"),
            None => {
                let all = self.source.spelling("全文", "all");
                let record = super::report::quoted_name(&self.world.record(record).name);
                format!("{all}.{record}.{field}")
            }
        }
    }

    fn gathers_several(
        &mut self,
        one: &Gather,
        other: &Gather,
        range: TextRange,
    ) -> Checked<Gather> {
        let name = |gather: &Gather| self.world.record(gather.record).name.clone();
        let (one, other) = (name(one), name(other));
        let problem = self.problem(
            "program/several-gathered",
            range,
            both(
                format!("一次只能汇总一种记录，这里既有「{one}」又有「{other}」"),
                format!("one kind of record is gathered at a time, not `{one}` and `{other}`"),
            ),
            both("另一种记录", "another kind of record"),
        );
        self.reporter.fail(problem)
    }

    /// An equality of the filter that an index can answer.
    fn join(&self, filter: &Expr, frame: u8) -> Option<(FieldRef, Expr)> {
        let single = std::slice::from_ref(filter);
        let all = match filter {
            Expr::And(all) => all.as_slice(),
            _ => single,
        };
        let mut best: Option<(FieldRef, &Expr)> = None;
        for condition in all {
            let Expr::Compare { operator: Compare::Equal | Compare::Exactly, left, right } =
                condition
            else {
                continue;
            };
            for (one, other) in [(left, right), (right, left)] {
                let Expr::Field(field) = **one else { continue };
                if field.frame != frame || field.up != 0 || !is_outer(other, frame) {
                    continue;
                }
                match self.join_rank(field) {
                    Some(true) => return Some((field, (**other).clone())),
                    Some(false) if best.is_none() => best = Some((field, other)),
                    _ => {}
                }
            }
        }
        best.map(|(field, other)| (field, other.clone()))
    }

    /// Whether a field is a text (`Some(true)`) or a plain number.
    fn join_rank(&self, field: FieldRef) -> Option<bool> {
        let fields = &self.world.record(field.record).fields;
        match fields.get(usize::from(field.field.0))?.kind {
            FieldKind::Scalar(Scalar::Text) => Some(true),
            FieldKind::Scalar(Scalar::Integer | Scalar::Number) => Some(false),
            _ => None,
        }
    }

    /// `全文.甲.数` where that very record is being gathered: the path without its first word.
    pub fn gathered_from_all(&self, path: &[Name]) -> bool {
        let texts: Vec<&str> = path.iter().skip(1).map(|name| name.text.as_str()).collect();
        let found = self.scope.record_in_scope(self.world, &texts);
        found.is_some_and(|(frame, ..)| {
            frame > 0
                && usize::from(frame) + 1 == self.scope.frames.len()
                && self
                    .scope
                    .frames
                    .get(usize::from(frame))
                    .is_some_and(|frame| frame.link.is_none())
        })
    }
}

/// The compiled parts of an aggregate.
struct Parts {
    value: Option<Typed>,
    filter: Option<Expr>,
    condition: Option<Expr>,
}

fn link(gather: &Gather) -> Option<Link> {
    let up = u8::try_from(gather.lists.len()).ok()?;
    match gather.start {
        Start::All(_) => None,
        Start::Record { frame, up: outer_up } => Some(Link { up, outer: frame, outer_up }),
        Start::Group => Some(Link { up, outer: 0, outer_up: 0 }),
    }
}

fn both_hold(one: Option<Expr>, other: Option<Expr>) -> Option<Expr> {
    match (one, other) {
        (Some(one), Some(other)) => Some(Expr::And(vec![one, other])),
        (one, other) => one.or(other),
    }
}

/// Whether an expression reads outer frames only, by plain means.
fn is_outer(expr: &Expr, frame: u8) -> bool {
    match expr {
        Expr::Field(field) => field.frame < frame,
        Expr::Text(_) | Expr::Number(_) | Expr::Sole(_) | Expr::Local(_) | Expr::Key(_) => true,
        Expr::Negate(operand) => is_outer(operand, frame),
        Expr::Arithmetic { left, right, .. } => is_outer(left, frame) && is_outer(right, frame),
        Expr::Default { operand, value } => is_outer(operand, frame) && is_outer(value, frame),
        Expr::Call { arguments, .. } => arguments.iter().all(|argument| is_outer(argument, frame)),
        _ => false,
    }
}
