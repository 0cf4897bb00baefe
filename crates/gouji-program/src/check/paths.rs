//! Names and paths in expressions.

use super::compile::{Compiler, Use};
use super::declarations::Lookup;
use super::notes::is_direction;
use super::report::{Checked, Failed, quoted_name};
use super::scope::{NameReading, field_type};
use super::shift::shift;
use super::types::{Type, Typed};
use crate::codes;
use crate::expression::{FieldRef, SoleRef, Witness};
use crate::{Expr, FieldId, FieldKind, Meaning, Problem, RecordTypeId, Scalar};
use gouji_syntax::ast::Name;
use gouji_text::Localized;
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
            _ if path.iter().any(|name| name.text.is_empty()) => {
                let written = path.iter().take_while(|name| !name.text.is_empty()).count();
                let front = path.get(..written).unwrap_or(&[]);
                self.quietly(|this| drop(this.path(front, range)));
                Err(Failed)
            }
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
        let parameter = self.parameters.iter().rposition(|one| one.name == name.text);
        if let Some(index) = parameter
            && let Some(parameter) = self.parameters.get(index).cloned()
        {
            self.note(name, Meaning::Parameter(self.source.item_id(), index as u16));
            let deeper = self.depth_below(parameter.frames);
            let fits = self.place(parameter.size, name.range);
            return Some(fits.and(parameter.value.ok_or(Failed)).map(|mut value| {
                shift(&mut value.expr, parameter.frames, deeper);
                Typed { range: name.range, ..value }
            }));
        }
        if !self.inlining.is_empty() {
            return None;
        }
        let index = self.locals.iter().rposition(|local| local.name == name.text)?;
        self.note(name, Meaning::Local(self.source.item_id(), index as u16));
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
        let readings = self.scope.readings(self.declarations, &name.text);
        if !self.lists_allowed
            && !readings.is_empty()
            && readings.iter().all(|reading| self.is_list(*reading))
            && let Some(record) = self.enclosing_record(name)
        {
            return Ok(record);
        }
        match readings.as_slice() {
            [reading] => {
                self.note_reading(name, *reading);
                let typed = self.reading(*reading, name.range);
                return self.one_value(typed);
            }
            [] => {}
            [first, ..] => {
                self.note_reading(name, *first);
                return self.ambiguous(name, &readings);
            }
        }
        match self.declarations.definition_names.lookup(
            &name.text,
            self.pack,
            &self.declarations.packs,
        ) {
            Lookup::Found(index) => return self.inline(index, name, &[], name.range),
            Lookup::Broken(item) => {
                self.note(name, Meaning::Unread(item));
                return Err(Failed);
            }
            _ => {}
        }
        if let Some(record) = self.enclosing_record(name) {
            return Ok(record);
        }
        if let Some(record) = self.scope.group_record()
            && let Some(field) = self.declarations.record(record).field_named(&name.text)
        {
            self.note(name, Meaning::Field(record, field));
            return self.hidden_in_group(record, name);
        }
        self.unknown_bare(name)
    }

    /// Whether a bare name means a list of records, which is no value by itself.
    fn is_list(&self, reading: NameReading) -> bool {
        match reading {
            NameReading::Field(field) => {
                matches!(field_type(self.declarations, field.record, field.field), Type::List(_))
            }
            NameReading::Key(_) => false,
        }
    }

    /// The record in scope that a bare name names.
    fn enclosing_record(&mut self, name: &Name) -> Option<Typed> {
        let (frame, up, record, _) =
            self.scope.record_in_scope(self.declarations, &[&name.text])?;
        self.note_lead(std::slice::from_ref(name), record);
        Some(Typed::new(Expr::Record { frame, up }, Type::Record(record), name.range))
    }

    /// Refuses a list of records where one value is expected.
    fn one_value(&mut self, typed: Typed) -> Checked<Typed> {
        if !matches!(typed.kind, Type::List(_)) || self.lists_allowed {
            return Ok(typed);
        }
        self.needs_aggregate(&[], typed.range)
    }

    fn qualified(
        &mut self,
        path: &[Name],
        head: &Name,
        rest: &[Name],
        range: TextRange,
    ) -> Checked<Typed> {
        if is_whole_document(&head.text) {
            self.note(head, Meaning::Special);
            if self.gathered_from_all(path) {
                return self.path(rest, range);
            }
            self.quietly(|this| {
                if let [head, fields @ ..] = rest
                    && let Ok(record) = this.record_type(head)
                {
                    this.note_fields(record, fields);
                }
            });
            return self.needs_aggregate(rest, range);
        }
        if let Some(witness) = self.witness(head, rest, range) {
            path.iter().for_each(|name| self.note(name, Meaning::Special));
            return witness;
        }
        let texts: Vec<&str> = path.iter().map(|name| name.text.as_str()).collect();
        if let Some((frame, up, record, taken)) =
            self.scope.record_in_scope(self.declarations, &texts)
        {
            let (lead, fields) = path.split_at(taken);
            self.note_lead(lead, record);
            self.note_fields(record, fields);
            return self.of_record(path, (frame, up, record, taken), range);
        }
        if let Some(record) = self.hidden_group(&texts) {
            if let [lead @ .., last] = path {
                self.note_lead(lead, record);
                self.note_fields(record, std::slice::from_ref(last));
            }
            return self.of_group(record, path, range);
        }
        if self.is_bound_name(&head.text) {
            let _ = self.bound(head);
            self.note_loosely(rest);
            return self.no_parts(path, range);
        }
        let readings = self.scope.readings(self.declarations, &head.text);
        let sole = self.declarations.record_named(&head.text, self.pack);
        if let [NameReading::Field(field)] = readings.as_slice()
            && self.is_parent(field.record, field.field)
        {
            return self.of_parent((field.frame, field.up, field.record), path, range);
        }
        if let ([first @ NameReading::Field(field), _, ..], Lookup::Unknown) =
            (readings.as_slice(), &sole)
            && self.is_parent(field.record, field.field)
        {
            self.note_reading(head, *first);
            return self.ambiguous(head, &readings);
        }
        if let ([NameReading::Field(field)], Lookup::Unknown) = (readings.as_slice(), &sole) {
            self.note(head, Meaning::Field(field.record, field.field));
            return match field_type(self.declarations, field.record, field.field) {
                Type::List(member) => {
                    self.note_fields(member, rest);
                    self.needs_aggregate(path, range)
                }
                _ => {
                    if let [name] = rest
                        && is_direction(&name.text)
                    {
                        self.note(name, Meaning::Special);
                    }
                    self.no_parts(path, range)
                }
            };
        }
        if let Some((.., member)) = self.scope.list_in_scope(self.declarations, &head.text) {
            self.note_lead(std::slice::from_ref(head), member);
            self.note_fields(member, rest);
            return self.needs_aggregate(path, range);
        }
        match sole {
            Lookup::Found(record) => {
                self.note(head, Meaning::Record(record));
                self.note_fields(record, rest);
                self.sole(record, path, range)
            }
            Lookup::Broken(_) | Lookup::Ambiguous(_) => self.record_type(head).and(Err(Failed)),
            // A record of something that is not there: `上年.项目`, of another document.
            Lookup::Unknown if rest.len() > 1 && self.is_record(&rest[0]) => {
                let problem = self.problem(
                    &codes::OTHER_DOCUMENTS,
                    head.range,
                    Localized::new(
                        format!(
                            "没有叫「{0}」的记录。如果「{0}」是指别的文件：一条规则只看一份文件",
                            head.text
                        ),
                        format!(
                            "there is no record `{0}`; if `{0}` means another document: a rule reads one document only",
                            head.text
                        ),
                    ),
                    Localized::new("暂不支持", "not supported"),
                );
                self.reporter.fail(problem)
            }
            Lookup::Unknown if self.scope_is_damaged() => Err(Failed),
            Lookup::Unknown => self.record_type(head).and(Err(Failed)),
        }
    }

    fn is_record(&self, name: &Name) -> bool {
        matches!(self.declarations.record_named(&name.text, self.pack), Lookup::Found(_))
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
            [name] => match self.declarations.record(record).field_named(&name.text) {
                Some(field) => {
                    let field = FieldRef { frame, up, record, field };
                    let typed = self.reading(NameReading::Field(field), range);
                    self.one_value(typed)
                }
                None => {
                    self.reporter.push_unknown_field(self.source, record, name, self.declarations);
                    Err(Failed)
                }
            },
            [name, ..] => {
                let rest = path.get(taken..).unwrap_or(&[]);
                if self.is_of_parent(record, rest) {
                    return self.of_parent((frame, up, record), rest, range);
                }
                self.deeper(record, name, path, range)
            }
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
        let Some(field) = self.declarations.record(record).field_named(&name.text) else {
            self.reporter.push_unknown_field(self.source, record, name, self.declarations);
            return Err(Failed);
        };
        match field_type(self.declarations, record, field) {
            Type::List(_) => self.needs_aggregate(path, range),
            _ => self.no_parts(path, range),
        }
    }

    /// The group's record type, where the path begins with it but its fields are not in scope.
    fn hidden_group(&self, path: &[&str]) -> Option<RecordTypeId> {
        let record = self.scope.group_record()?;
        let head = path.first()?;
        let alias = self.scope.frames.first().map_or(&[][..], |frame| frame.alias.as_slice());
        let named = self.declarations.record(record).name == *head
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
        let Some(field) = self.declarations.record(record).field_named(&last.text) else {
            self.reporter.push_unknown_field(self.source, record, last, self.declarations);
            return Err(Failed);
        };
        let keys = self.scope.keys.as_deref().unwrap_or(&[]);
        let key = keys.iter().position(|key| match key.expr {
            Expr::Field(key) => key.record == record && key.field == field && key.up == 0,
            _ => false,
        });
        match key {
            Some(index) => Ok(self.reading(NameReading::Key(index), range)),
            None => self.hidden_in_group(record, last),
        }
    }

    /// A field of the only record of its type in the document.
    fn sole(&mut self, record: RecordTypeId, path: &[Name], range: TextRange) -> Checked<Typed> {
        let (head, name) = match path {
            [head, name] => (head, name),
            [_, name, ..] => return self.deeper(record, name, path, range),
            _ => return Err(Failed),
        };
        let Some(field) = self.declarations.record(record).field_named(&name.text) else {
            self.reporter.push_unknown_field(self.source, record, name, self.declarations);
            return Err(Failed);
        };
        if let Some((parent, list)) = self.declarations.record(record).lists.first().copied() {
            let (parent, list) = (self.declarations.record(parent), list);
            let list = parent.fields.at(list).map_or("", |list| &list.name);
            let full = format!("{}.{}", quoted_name(&parent.name), quoted_name(list));
            let problem = self
                .problem(
                    &codes::NEEDS_AGGREGATE,
                    range,
                    Localized::new(
                        format!("「{}」不止一条（是 {full} 的明细），要先说怎样汇总", head.text),
                        format!(
                            "there are many `{}` (in {full}); say how to put them together",
                            head.text
                        ),
                    ),
                    Localized::new("多条记录", "many records"),
                )
                .help(
                    format!("例如 合计({full}.{})", name.text),
                    format!("for example sum({full}.{})", name.text),
                );
            return self.reporter.fail(problem);
        }
        self.used(record, Some(field), range);
        let kind = field_type(self.declarations, record, field);
        self.one_value(Typed::new(Expr::Sole(SoleRef { record, field }), kind, range))
    }

    /// 前.时点 and its kin.
    fn witness(&mut self, head: &Name, rest: &[Name], range: TextRange) -> Option<Checked<Typed>> {
        let next = match head.text.as_str() {
            "前" | "previous" => false,
            "后" | "next" => true,
            _ => return None,
        };
        if !self.scope.readings(self.declarations, &head.text).is_empty()
            || self.is_bound_name(&head.text)
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
                    &codes::NO_WITNESS,
                    range,
                    Localized::new(
                        "「前」「后」只能用在「不减」「递增」那条要求的「否则」里",
                        "`previous` and `next` belong in the `else` of never_falls or increasing",
                    ),
                    Localized::new("这里没有前后两个时点", "no neighbours here"),
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
            let Some(field) = self.declarations.record(record).field_named(&name.text) else {
                self.reporter.push_unknown_field(self.source, record, name, self.declarations);
                return Err(Failed);
            };
            self.note(name, Meaning::Field(record, field));
            match &self.declarations.record(record).fields[field].kind {
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
        let record = &self.declarations.record(record).name;
        self.problem(
            &codes::NOT_A_LIST,
            name.range,
            Localized::new(
                format!("「{record}.{}」不是明细（多个 …），里面没有记录", name.text),
                format!("`{record}.{}` is no list of records", name.text),
            ),
            Localized::new("不是明细", "not a list"),
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
