//! Names and paths in expressions.

use super::compile::{Compiler, Use};
use super::records::ambiguous_name;
use super::report::{Checked, Failed, quoted_list, quoted_name, written_path};
use super::scope::{Reading, field_type};
use super::shift::shift;
use super::types::{Type, Typed};
use super::world::{Lookup, with_candidates};
use crate::expression::{FieldRef, SoleRef, Witness};
use crate::problem::both;
use crate::{Expr, FieldId, FieldKind, Problem, RecordTypeId, Scalar};
use gouji_syntax::ast::Name;
use gouji_text::TextRange;

/// Words in front of a record that widen what is meant.
pub(crate) fn is_whole_document(word: &str) -> bool {
    matches!(word, "全文" | "all")
}

impl Compiler<'_, '_> {
    pub fn path(&mut self, path: &[Name], range: TextRange) -> Checked<Typed> {
        match path {
            [] => Err(Failed),
            [name] if name.text.is_empty() => Err(Failed),
            [name] => self.bare(name),
            _ if path.iter().any(|name| name.text.is_empty()) => Err(Failed),
            [head, rest @ ..] => self.qualified(path, head, rest, range),
        }
    }

    /// Whether a name is a parameter or a local.
    pub fn is_bound_name(&self, name: &str) -> bool {
        self.parameters.iter().any(|parameter| parameter.name == name)
            || (self.inlining.is_empty() && self.locals.iter().any(|local| local.name == name))
    }

    /// A parameter or a local of that name.
    fn bound(&mut self, name: &Name) -> Option<Checked<Typed>> {
        if let Some(parameter) = self.parameters.iter().rev().find(|one| one.name == name.text) {
            let (size, base) = (parameter.size, parameter.frames);
            if let Err(failed) = self.place(size, name.range) {
                return Some(Err(failed));
            }
            let value = self.parameters.iter().rev().find(|one| one.name == name.text);
            let value = value.and_then(|parameter| parameter.value.clone());
            let deeper = self.depth_below(base);
            let value = value.ok_or(Failed).map(|mut value| {
                shift(&mut value.expr, base, deeper);
                Typed { range: name.range, ..value }
            });
            return Some(value);
        }
        if !self.inlining.is_empty() {
            return None;
        }
        let index = self.locals.iter().rposition(|local| local.name == name.text)?;
        let local = self.locals.get_mut(index)?;
        local.used = true;
        Some(match &local.value {
            None => Err(Failed),
            Some(value) => Ok(Typed {
                bare: value.bare,
                quotient: value.quotient,
                ..Typed::new(Expr::Local(index as u16), value.kind.clone(), name.range)
            }),
        })
    }

    /// How many more frames than `frames` are on the stack.
    pub fn depth_below(&self, frames: u8) -> u8 {
        let now = u8::try_from(self.scope.frames.len()).unwrap_or(u8::MAX);
        now.saturating_sub(frames)
    }

    fn bare(&mut self, name: &Name) -> Checked<Typed> {
        if let Some(bound) = self.bound(name) {
            return bound;
        }
        let readings = self.scope.readings(self.world, &name.text);
        match readings.as_slice() {
            [reading] => {
                let typed = self.reading(*reading, name.range);
                return self.one_value(typed);
            }
            [] => {}
            _ => return self.ambiguous(name, &readings),
        }
        match self.world.definition_names.lookup(&name.text, self.pack, &self.world.packs) {
            Lookup::Found(index) => return self.inline(index, name, &[], name.range),
            Lookup::Broken => return Err(Failed),
            _ => {}
        }
        if let Some((frame, up, record, _)) = self.scope.record_in_scope(self.world, &[&name.text])
        {
            return Ok(Typed::new(Expr::Record { frame, up }, Type::Record(record), name.range));
        }
        if let Some(record) = self.scope.group_record()
            && (self.world.record(record).field_named(&name.text).is_some())
        {
            return self.hidden_in_group(record, name);
        }
        self.unknown_bare(name)
    }

    /// Refuses a list of records where one value is due.
    fn one_value(&mut self, typed: Typed) -> Checked<Typed> {
        if !matches!(typed.kind, Type::List(_)) || self.lists_allowed {
            return Ok(typed);
        }
        self.needs_aggregate(typed.range)
    }

    fn needs_aggregate<T>(&mut self, range: TextRange) -> Checked<T> {
        let written = self.source.written(range);
        let (sum, count) = if self.source.is_english() {
            (format!("sum({written}.field)"), format!("count({written})"))
        } else {
            (format!("合计({written}.栏名)"), format!("计数({written})"))
        };
        let problem = self
            .problem(
                "program/needs-aggregate",
                range,
                both(
                    format!("「{written}」里有多条记录，要先说怎样汇总"),
                    format!("`{written}` stands for many records; say how they are put together"),
                ),
                both("多条记录", "many records"),
            )
            .help(format!("例如 {sum}、{count}"), format!("for example {sum}, {count}"));
        self.reporter.fail(problem)
    }

    fn ambiguous(&mut self, name: &Name, readings: &[Reading]) -> Checked<Typed> {
        let mut written: Vec<String> = Vec::new();
        let mut nameable = Vec::new();
        for reading in readings {
            match reading {
                Reading::Field(field) => {
                    let record = quoted_name(&self.world.record(field.record).name);
                    let full = format!("{record}.{}", quoted_name(&name.text));
                    if written.contains(&full) {
                        let outer = if self.source.is_english() { "outer " } else { "外层的 " };
                        written.push(format!("{outer}{full}"));
                    } else {
                        nameable.push(full.clone());
                        written.push(full);
                    }
                }
                Reading::Key(_) => written.push(if self.source.is_english() {
                    format!("the group's key {}", name.text)
                } else {
                    format!("分组的键 {}", name.text)
                }),
            }
        }
        let (chinese, english) = quoted_list(written.iter().map(String::as_str));
        let mut problem = self.problem(
            "program/ambiguous-field",
            name.range,
            both(
                format!("「{}」有几种读法：{chinese}", name.text),
                format!("`{}` may mean {english}", name.text),
            ),
            both("说明是哪一个", "say which"),
        );
        let (chinese, english) = quoted_list(nameable.iter().map(String::as_str));
        problem = if nameable.len() == written.len() {
            problem.help(format!("请写全：{chinese}"), format!("write it in full: {english}"))
        } else {
            problem.help(
                format!("请写全：{chinese}；要用外层的，先用「设」取出来"),
                format!("write it in full: {english}; for the outer one, `let` it be a name first"),
            )
        };
        let problem = problem.replace_if(name.range, nameable.into_iter().next());
        self.reporter.fail(problem)
    }

    /// A field of the group's records, where only keys and aggregates mean something.
    fn hidden_in_group<T>(&mut self, record: RecordTypeId, name: &Name) -> Checked<T> {
        let record = self.world.record(record).name.clone();
        let field = &name.text;
        let sum = self.source.spelling("合计", "sum");
        let problem = self
            .problem(
                "program/not-in-group",
                name.range,
                both(
                    format!("分组以后，「{field}」是组里每条「{record}」各自的，不止一个"),
                    format!("in a group every `{record}` has a `{field}` of its own"),
                ),
                both("组里有多个", "more than one in a group"),
            )
            .help(
                format!("请汇总，例如 {sum}({field})；或把「{field}」写进「按」"),
                format!("aggregate it, such as {sum}({field}), or group `by` it as well"),
            );
        self.reporter.fail(problem)
    }

    fn unknown_bare(&mut self, name: &Name) -> Checked<Typed> {
        match self.world.record_named(&name.text, self.pack) {
            Lookup::Broken => return Err(Failed),
            Lookup::Found(_) | Lookup::Ambiguous(_) => return self.needs_aggregate(name.range),
            Lookup::Unknown => {}
        }
        if self.scope_is_damaged() {
            return Err(Failed);
        }
        let problem = self.problem(
            "program/unknown-name",
            name.range,
            both(
                format!("不认识「{}」：不是这里的栏，也不是「设」或定义的名字", name.text),
                format!("`{}` is no field here, and no `let` or definition either", name.text),
            ),
            both("不认识的名字", "unknown name"),
        );
        let nearest = {
            let known = self.known_names();
            self.reporter.nearest(&name.text, known.iter().map(String::as_str))
        };
        let owners = self.owners_of(&name.text);
        let problem = match owners.as_slice() {
            [] => with_candidates(problem, name, &nearest),
            [only] => {
                let full = format!("{only}.{}", quoted_name(&name.text));
                problem
                    .help(
                        format!("记录「{only}」有这一栏，请写全：{full}"),
                        format!("record `{only}` has this field; write {full}"),
                    )
                    .replace(name.range, full)
            }
            _ => {
                let (chinese, english) = quoted_list(owners.iter().take(6).map(String::as_str));
                problem.help(
                    format!("有这一栏的记录：{chinese}；请写作 记录名.{}", name.text),
                    format!("records with this field: {english}; write RECORD.{}", name.text),
                )
            }
        };
        self.reporter.fail(problem)
    }

    /// Whether a record in scope may have fields that are not known.
    fn scope_is_damaged(&self) -> bool {
        (0..self.scope.frames.len()).any(|frame| {
            self.scope.chain(self.world, frame).any(|(_, record)| !self.world.is_complete(record))
        })
    }

    /// Names that may stand here.
    fn known_names(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for frame in 0..self.scope.frames.len() {
            for (_, record) in self.scope.chain(self.world, frame) {
                let fields = &self.world.record(record).fields;
                names.extend(fields.iter().map(|field| field.name.clone()));
            }
        }
        names.extend(self.parameters.iter().map(|parameter| parameter.name.clone()));
        if self.inlining.is_empty() {
            names.extend(self.locals.iter().map(|local| local.name.clone()));
        }
        let packs = &self.world.packs;
        let mut rest: Vec<&str> = self
            .world
            .definition_names
            .visible(self.pack, packs)
            .map(|(name, _)| name)
            .chain(self.world.record_names.visible(self.pack, packs).map(|(name, _)| name))
            .collect();
        rest.sort_unstable();
        names.extend(rest.into_iter().map(str::to_owned));
        names
    }

    /// Visible records that have a field of that name, in order.
    fn owners_of(&self, field: &str) -> Vec<String> {
        let mut owners: Vec<RecordTypeId> = self
            .world
            .visible_records(self.pack)
            .filter(|id| self.world.record(*id).field_named(field).is_some())
            .collect();
        owners.sort_unstable();
        owners.into_iter().map(|id| quoted_name(&self.world.record(id).name)).collect()
    }

    fn qualified(
        &mut self,
        path: &[Name],
        head: &Name,
        rest: &[Name],
        range: TextRange,
    ) -> Checked<Typed> {
        if is_whole_document(&head.text) {
            if self.gathered_from_all(path) {
                return self.path(rest, range);
            }
            return self.needs_aggregate(range);
        }
        if let Some(witness) = self.witness(head, rest, range) {
            return witness;
        }
        let texts: Vec<&str> = path.iter().map(|name| name.text.as_str()).collect();
        if let Some((frame, up, record, taken)) = self.scope.record_in_scope(self.world, &texts) {
            return self.of_record(path, (frame, up, record, taken), range);
        }
        if let Some(record) = self.hidden_group(&texts) {
            return self.of_group(record, path, range);
        }
        if self.is_bound_name(&head.text) {
            return self.no_parts(path, range);
        }
        let readings = self.scope.readings(self.world, &head.text);
        let sole = self.world.record_named(&head.text, self.pack);
        if let ([Reading::Field(field)], Lookup::Unknown) = (readings.as_slice(), &sole) {
            return match field_type(self.world, field.record, field.field) {
                Type::List(_) => self.needs_aggregate(range),
                _ => self.no_parts(path, range),
            };
        }
        if self.scope.list_in_scope(self.world, &head.text).is_some() {
            return self.needs_aggregate(range);
        }
        match sole {
            Lookup::Found(record) => self.sole(record, head, rest, range),
            Lookup::Broken => Err(Failed),
            Lookup::Ambiguous(packs) => {
                let problem = ambiguous_name(self.source, self.world, head, &packs);
                self.reporter.fail(problem)
            }
            Lookup::Unknown if matches!(head.text.as_str(), "上年" | "各部门") => {
                let problem = self.problem(
                    "program/other-documents",
                    head.range,
                    both(
                        format!("还不能引用其他文件（「{}」），一条规则只看一份文件", head.text),
                        format!("`{}`: a rule reads one document only", head.text),
                    ),
                    both("暂不支持", "not supported"),
                );
                self.reporter.fail(problem)
            }
            Lookup::Unknown if self.scope_is_damaged() => Err(Failed),
            Lookup::Unknown => {
                self.reporter.push_unknown_record(self.source, self.pack, head, self.world);
                Err(Failed)
            }
        }
    }

    /// `甲.数` of a record in scope, after `taken` names of the path.
    fn of_record(
        &mut self,
        path: &[Name],
        (frame, up, record, taken): (u8, u8, RecordTypeId, usize),
        range: TextRange,
    ) -> Checked<Typed> {
        match path.get(taken..).unwrap_or(&[]) {
            [] => Ok(Typed::new(Expr::Record { frame, up }, Type::Record(record), range)),
            [name] => match self.world.record(record).field_named(&name.text) {
                Some(field) => {
                    let field = FieldRef { frame, up, record, field };
                    let typed = self.reading(Reading::Field(field), range);
                    self.one_value(typed)
                }
                None => {
                    self.reporter.push_unknown_field(self.source, record, name, self.world);
                    Err(Failed)
                }
            },
            [name, ..] => self.deeper(record, name, path, range),
        }
    }

    /// A path that goes on behind a field.
    fn deeper<T>(
        &mut self,
        record: RecordTypeId,
        name: &Name,
        path: &[Name],
        range: TextRange,
    ) -> Checked<T> {
        let Some(field) = self.world.record(record).field_named(&name.text) else {
            self.reporter.push_unknown_field(self.source, record, name, self.world);
            return Err(Failed);
        };
        match field_type(self.world, record, field) {
            Type::List(_) => self.needs_aggregate(range),
            _ => self.no_parts(path, range),
        }
    }

    /// `数.上限`: a field is a value and has no fields of its own.
    fn no_parts<T>(&mut self, path: &[Name], range: TextRange) -> Checked<T> {
        let (last, value) = match path {
            [value @ .., last] => (last, written_path(value)),
            [] => return Err(Failed),
        };
        let mut problem = self.problem(
            "program/no-parts",
            last.range,
            both(
                format!("「{value}」是一个值，没有「.{}」", last.text),
                format!("`{value}` is a value; it has no `.{}`", last.text),
            ),
            both("值没有下一级", "a value has no parts"),
        );
        if super::functions::function_named(&last.text).is_some() {
            let call = format!("{}({value})", last.text);
            problem = problem
                .help(format!("应写作 {call}"), format!("write {call}"))
                .replace(range, call);
        }
        self.reporter.fail(problem)
    }

    /// The group's record type, where the path begins with it but its fields are not in scope.
    fn hidden_group(&self, path: &[&str]) -> Option<RecordTypeId> {
        let record = self.scope.group_record()?;
        let head = path.first()?;
        let alias = self.scope.frames.first().map_or(&[][..], |frame| frame.alias.as_slice());
        let named = self.world.record(record).name == *head
            || alias.last().is_some_and(|last| last == head)
            || (path.len() > alias.len() && alias.iter().zip(path).all(|(a, b)| a == b));
        (named && !self.scope.group_open).then_some(record)
    }

    fn of_group(
        &mut self,
        record: RecordTypeId,
        path: &[Name],
        range: TextRange,
    ) -> Checked<Typed> {
        let Some(last) = path.last() else { return Err(Failed) };
        let Some(field) = self.world.record(record).field_named(&last.text) else {
            self.reporter.push_unknown_field(self.source, record, last, self.world);
            return Err(Failed);
        };
        let keys = self.scope.keys.as_deref().unwrap_or(&[]);
        let key = keys.iter().position(|key| match key.expr {
            Expr::Field(key) => key.record == record && key.field == field && key.up == 0,
            _ => false,
        });
        match key {
            Some(index) => Ok(self.reading(Reading::Key(index), range)),
            None => self.hidden_in_group(record, last),
        }
    }

    /// A field of the only record of its type in the document.
    fn sole(
        &mut self,
        record: RecordTypeId,
        head: &Name,
        rest: &[Name],
        range: TextRange,
    ) -> Checked<Typed> {
        let [name] = rest else {
            return match rest.first() {
                Some(name) => self.deeper(record, name, rest, range),
                None => Err(Failed),
            };
        };
        let Some(field) = self.world.record(record).field_named(&name.text) else {
            self.reporter.push_unknown_field(self.source, record, name, self.world);
            return Err(Failed);
        };
        if let Some((parent, list)) = self.world.record(record).parent {
            let (parent, list) = (self.world.record(parent), list);
            let list = parent.fields.get(usize::from(list.0)).map_or("", |list| &list.name);
            let full = format!("{}.{}", quoted_name(&parent.name), quoted_name(list));
            let problem = self
                .problem(
                    "program/needs-aggregate",
                    range,
                    both(
                        format!("「{}」不止一条（是 {full} 的明细），要先说怎样汇总", head.text),
                        format!(
                            "there are many `{}` (in {full}); say how to put them together",
                            head.text
                        ),
                    ),
                    both("多条记录", "many records"),
                )
                .help(
                    format!("例如 合计({full}.{})", name.text),
                    format!("for example sum({full}.{})", name.text),
                );
            return self.reporter.fail(problem);
        }
        self.used(record, Some(field), range);
        let kind = field_type(self.world, record, field);
        self.one_value(Typed::new(Expr::Sole(SoleRef { record, field }), kind, range))
    }

    /// 前.时点 and its kin.
    fn witness(&mut self, head: &Name, rest: &[Name], range: TextRange) -> Option<Checked<Typed>> {
        let next = match head.text.as_str() {
            "前" | "previous" => false,
            "后" | "next" => true,
            _ => return None,
        };
        if !self.scope.readings(self.world, &head.text).is_empty() || self.is_bound_name(&head.text)
        {
            return None;
        }
        let (Some(part), 1) = (rest.first(), rest.len()) else { return None };
        let period = match part.text.as_str() {
            "时点" | "period" => true,
            "值" | "value" => false,
            _ => return None,
        };
        let Some(element) = self.witness else {
            let problem = self
                .problem(
                    "program/no-witness",
                    range,
                    both(
                        "「前」「后」只能用在「不减」「递增」那条要求的「否则」里",
                        "`previous` and `next` belong in the `else` of never_falls or increasing",
                    ),
                    both("这里没有前后两个时点", "no neighbours here"),
                )
                .help("它们指序列里次序不对的相邻两个时点", "they are the two points out of order");
            return Some(self.reporter.fail(problem));
        };
        let witness = match (next, period) {
            (false, true) => Witness::PreviousPeriod,
            (false, false) => Witness::PreviousValue,
            (true, true) => Witness::NextPeriod,
            (true, false) => Witness::NextValue,
        };
        let kind = if period { Type::Text } else { Type::of_scalar(element) };
        Some(Ok(Typed::new(Expr::Witness(witness), kind, range)))
    }

    /// Notes that the item reads a field.
    pub fn used(&mut self, record: RecordTypeId, field: Option<FieldId>, range: TextRange) {
        let place = self.source.place(range);
        self.uses.push(Use { record, field, place });
    }

    /// Follows list fields down from a record: the innermost record type.
    pub fn lists_down(
        &mut self,
        record: RecordTypeId,
        path: &[Name],
    ) -> Checked<(Vec<FieldId>, RecordTypeId)> {
        let mut lists = Vec::with_capacity(path.len());
        let mut record = record;
        for name in path {
            let Some(field) = self.world.record(record).field_named(&name.text) else {
                self.reporter.push_unknown_field(self.source, record, name, self.world);
                return Err(Failed);
            };
            match &self.world.record(record).fields[usize::from(field.0)].kind {
                FieldKind::List(member) => {
                    lists.push(field);
                    record = *member;
                }
                _ => {
                    let problem = self.not_a_list(record, name);
                    return self.reporter.fail(problem);
                }
            }
        }
        Ok((lists, record))
    }

    fn not_a_list(&self, record: RecordTypeId, name: &Name) -> Problem {
        let record = &self.world.record(record).name;
        self.problem(
            "program/not-a-list",
            name.range,
            both(
                format!("「{record}.{}」不是明细（多个 …），里面没有记录", name.text),
                format!("`{record}.{}` is no list of records", name.text),
            ),
            both("不是明细", "not a list"),
        )
    }

    /// The scalar a series field holds at each point, for what asks.
    pub fn series_element(kind: &Type) -> Option<Scalar> {
        match kind {
            Type::Series(element) => Some(*element),
            _ => None,
        }
    }
}
