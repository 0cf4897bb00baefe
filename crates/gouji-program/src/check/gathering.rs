//! Which records an aggregate gathers.

use super::compile::Compiler;
use super::declarations::Lookup;
use super::paths::is_whole_document;
use super::report::{Checked, Failed};
use super::scope::{Link, NameReading};
use super::types::Type;
use crate::codes;
use crate::problem::Corrected;
use crate::{Expr, FieldId, FieldKind, RecordTypeId};
use gouji_syntax::ast::{Expression, ExpressionKind, Name};
use gouji_text::Localized;
use gouji_text::TextRange;

/// Where gathering starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Start {
    All(RecordTypeId),
    Record { frame: u8, up: u8 },
    Group,
}

/// What one path of an aggregate's argument gathers.
#[derive(Clone, Debug)]
pub(crate) struct Gather {
    pub start: Start,
    pub lists: Vec<FieldId>,
    /// The record type that the lists begin at.
    pub first: RecordTypeId,
    /// The record type at the end of the lists.
    pub record: RecordTypeId,
    /// The names that lead to the record.
    pub alias: Vec<String>,
    /// Whether the path ends at the record.
    pub whole: bool,
}

/// What a path is to the aggregate it stands in.
enum PathRole {
    Gathers(Gather),
    /// The record that is current here, by itself.
    Current(RecordTypeId),
    /// Something from outside.
    Outer,
}

impl Compiler<'_, '_> {
    /// Finds out what an aggregate's argument gathers.
    pub fn gathering(&mut self, over: &Expression) -> Checked<Gather> {
        let mut found: Vec<(Gather, TextRange)> = Vec::new();
        let mut current = None;
        let mut stack = vec![over];
        while let Some(expression) = stack.pop() {
            match &*expression.kind {
                // Gathers by itself.
                ExpressionKind::Aggregate { .. } => continue,
                ExpressionKind::Path(path) => match self.role(path)? {
                    PathRole::Gathers(gather) => found.push((gather, expression.range)),
                    PathRole::Current(record) => current = Some((record, expression.range)),
                    PathRole::Outer => {}
                },
                _ => {}
            }
            expression.for_each_child(&mut |child| stack.push(child));
        }
        // A figure of the document beside figures of records is no gathering.
        let described = self.declarations.self_description(self.pack);
        let document = described.map(|described| Start::All(described.record));
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

    fn role(&mut self, path: &[Name]) -> Checked<PathRole> {
        let (all, path) = match path {
            [head, rest @ ..] if is_whole_document(&head.text) && !rest.is_empty() => (true, rest),
            _ => (false, path),
        };
        let Some(head) = path.first() else { return Ok(PathRole::Outer) };
        if path.iter().any(|name| name.text.is_empty()) {
            return Err(Failed);
        }
        if all {
            return self.gather_all(path);
        }
        if self.is_bound_name(&head.text) {
            return Ok(PathRole::Outer);
        }
        let texts: Vec<&str> = path.iter().map(|name| name.text.as_str()).collect();
        // By its type's name only: the path that led to a current record gathers it and its like.
        let by_name = self.scope.named_record(self.declarations, &head.text);
        if let Some((frame, up, record)) = by_name
            && !(frame == 0 && self.is_group_path(&texts))
        {
            let rest = path.get(1..).unwrap_or(&[]);
            if self.is_of_parent(record, rest) {
                return Ok(PathRole::Outer);
            }
            let gather = self.descend(Start::Record { frame, up }, record, path, 1);
            let current = gather.lists.is_empty();
            return Ok(if current { PathRole::Current(record) } else { PathRole::Gathers(gather) });
        }
        if let Some(gather) = self.gather_group(path, &texts) {
            return Ok(PathRole::Gathers(gather));
        }
        if let Some((frame, up, _, _)) = self.scope.list_in_scope(self.declarations, &head.text)
            && let Some((_, record)) =
                self.scope.chain(usize::from(frame)).find(|(steps, _)| *steps == up)
        {
            if self.is_of_parent(record, path) {
                return Ok(PathRole::Outer);
            }
            let in_group = frame == 0 && up == 0 && self.scope.keys.is_some();
            let start = if in_group { Start::Group } else { Start::Record { frame, up } };
            if in_group || self.scope.reachable(usize::from(frame), up) {
                return Ok(PathRole::Gathers(self.descend(start, record, path, 0)));
            }
        }
        if !self.scope.readings(self.declarations, &head.text).is_empty() {
            return Ok(PathRole::Outer);
        }
        match self.declarations.record_named(&head.text, self.pack) {
            Lookup::Found(_) => self.gather_all(path),
            Lookup::Broken(_) => self.record_type(head).and(Err(Failed)),
            _ => Ok(PathRole::Outer),
        }
    }

    fn gather_all(&mut self, path: &[Name]) -> Checked<PathRole> {
        let Some(head) = path.first() else { return Err(Failed) };
        let record = self.record_type(head)?;
        Ok(PathRole::Gathers(self.descend(Start::All(record), record, path, 1)))
    }

    /// The group's records: by their type's name, or by a field of theirs that nothing nearer has.
    fn gather_group(&self, path: &[Name], texts: &[&str]) -> Option<Gather> {
        let record = self.scope.group_record()?;
        let named = |name: &str| self.declarations.record(record).name == name;
        let alias = self.scope.frames.first().map_or(&[][..], |frame| frame.alias.as_slice());
        let whole_alias = self.is_group_path(texts);
        let last = alias.last().is_some_and(|last| texts.first() == Some(&last.as_str()));
        let taken = if whole_alias {
            alias.len()
        } else if last || texts.first().is_some_and(|first| named(first)) {
            1
        } else if let [only] = texts {
            self.declarations.record(record).field_named(only)?;
            let readings = self.scope.readings(self.declarations, only);
            if readings.iter().any(|reading| matches!(reading, NameReading::Field(_))) {
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
        let mut gather = Gather {
            start,
            lists: Vec::new(),
            first: record,
            record,
            alias: Vec::new(),
            whole: false,
        };
        let mut taken = taken;
        while let Some(name) = path.get(taken) {
            let current = self.declarations.record(gather.record);
            let Some(field) = current.field_named(&name.text) else { break };
            let Some(member) = current.fields[field].kind.member() else { break };
            gather.lists.push(field);
            gather.record = member;
            taken += 1;
        }
        gather.alias = path.iter().take(taken).map(|name| name.text.clone()).collect();
        gather.whole = taken == path.len();
        gather
    }

    fn gathers_current(&mut self, record: RecordTypeId, range: TextRange) -> Checked<Gather> {
        let name = super::report::quoted_name(&self.declarations.record(record).name);
        let written = self.source.slice(range);
        let all = self.source.spelling("全文", "all");
        let full = format!("{all}.{written}");
        let siblings = self.siblings(record);
        let mut problem = self
            .problem(
                &codes::CURRENT_RECORD,
                range,
                Localized::new(
                    format!("「{name}」在这里是当前这一个；要汇总全部，请写 {full}"),
                    format!("`{name}` is the current one here; for all of them write {full}"),
                ),
                Localized::new("只有当前这一个", "only the current one"),
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
        let (owner, list) = self.declarations.record(record).parent?;
        let owner = self.declarations.record(owner);
        let list = &owner.fields.at(list)?.name;
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
            &codes::NOTHING_GATHERED,
            over.range,
            Localized::new(
                format!("「{written}」只有一个值，没有可汇总的记录"),
                format!("`{written}` is one value; there are no records to gather"),
            ),
            Localized::new("没有可汇总的记录", "no records"),
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
                let record = super::report::quoted_name(&self.declarations.record(record).name);
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
        let name = |gather: &Gather| self.declarations.record(gather.record).name.clone();
        let (one, other) = (name(one), name(other));
        let problem = self.problem(
            &codes::SEVERAL_GATHERED,
            range,
            Localized::new(
                format!("一次只能汇总一种记录，这里既有「{one}」又有「{other}」"),
                format!("one kind of record is gathered at a time, not `{one}` and `{other}`"),
            ),
            Localized::new("另一种记录", "another kind of record"),
        );
        self.reporter.fail(problem)
    }

    /// `全文.甲.数` where that very record is being gathered: the path without its first word.
    pub fn gathered_from_all(&self, path: &[Name]) -> bool {
        let texts: Vec<&str> = path.iter().skip(1).map(|name| name.text.as_str()).collect();
        let found = self.scope.record_in_scope(self.declarations, &texts);
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

impl Compiler<'_, '_> {
    /// The types of the records that enclose a gathered one, from the inside out.
    pub fn owners(&self, gather: &Gather) -> Vec<RecordTypeId> {
        let mut owners: Vec<RecordTypeId> = match gather.start {
            Start::All(first) => self.declarations.chain(first).skip(1).collect(),
            Start::Record { frame, up } => {
                let chain = self.scope.chain(usize::from(frame));
                chain.filter(|(steps, _)| *steps > up).map(|(_, record)| record).collect()
            }
            Start::Group => self.scope.chain(0).skip(1).map(|(_, record)| record).collect(),
        };
        let mut record = gather.first;
        for list in &gather.lists {
            let field = self.declarations.record(record).fields.at(*list);
            let Some(kind) = field.map(|field| &field.kind) else { break };
            // Rows of one tree stand in one list.
            if matches!(kind, FieldKind::List(_)) {
                owners.insert(0, record);
            }
            record = kind.member().unwrap_or(record);
        }
        owners
    }

    /// The lists that lead to a record, where its type is a member of others as well.
    pub fn via(&self, first: RecordTypeId, lists: &[FieldId]) -> Vec<(RecordTypeId, FieldId)> {
        let mut via = Vec::with_capacity(lists.len());
        let mut record = first;
        let mut is_one_of_several = false;
        for list in lists {
            let field = self.declarations.record(record).fields.at(*list);
            let Some(FieldKind::List(member)) = field.map(|field| &field.kind) else { break };
            via.insert(0, (record, *list));
            is_one_of_several |= self.declarations.record(*member).lists.len() > 1;
            record = *member;
        }
        if is_one_of_several { via } else { Vec::new() }
    }

    /// What is known of the records that enclose a gathered one.
    pub fn link(&self, gather: &Gather) -> Option<Link> {
        let (outer, outer_up) = match gather.start {
            Start::All(_) => return None,
            Start::Record { frame, up } => (frame, up),
            Start::Group => (0, 0),
        };
        let mut link = Link { up: 0, outer, outer_up };
        let mut record = gather.first;
        for list in &gather.lists {
            let kind = &self.declarations.record(record).fields.at(*list)?.kind;
            match kind {
                // What encloses one row of a tree encloses all.
                FieldKind::Related(..) if link.up == 0 => {
                    let outer_up = outer_up.checked_add(1)?;
                    self.scope.chain(usize::from(outer)).nth(usize::from(outer_up))?;
                    link = Link { up: 1, outer, outer_up };
                }
                FieldKind::Related(..) => {}
                _ => link.up = link.up.checked_add(1)?,
            }
            record = kind.member()?;
        }
        Some(link)
    }
}
