//! What is said of names that mean nothing where they stand, or too much.

use super::compile::Compiler;
use super::declarations::{Lookup, with_candidates};
use super::report::{Checked, Failed, quoted_list, quoted_name, written_path};
use super::scope::NameReading;
use super::types::Typed;
use crate::codes;
use crate::problem::Corrected;
use crate::{Meaning, RecordTypeId};
use gouji_syntax::ast::Name;
use gouji_text::Localized;
use gouji_text::TextRange;

impl Compiler<'_, '_> {
    /// Refuses many records where one value is expected. `path`: the names that lead to them; none for a
    /// list by itself.
    pub fn needs_aggregate<T>(&mut self, path: &[Name], range: TextRange) -> Checked<T> {
        let written = self.source.written(range);
        let (sum, count) =
            (self.source.spelling("合计", "sum"), self.source.spelling("计数", "count"));
        let field = match self.ends_in_a_value(path) {
            true => "",
            false => self.source.spelling(".栏名", ".field"),
        };
        let (sum, count) = (format!("{sum}({written}{field})"), format!("{count}({written})"));
        let problem = self
            .problem(
                &codes::NEEDS_AGGREGATE,
                range,
                Localized::new(
                    format!("「{written}」里有多条记录，要先说怎样汇总"),
                    format!("`{written}` stands for many records; say how they are put together"),
                ),
                Localized::new("多条记录", "many records"),
            )
            .help(format!("例如 {sum}、{count}"), format!("for example {sum}, {count}"));
        self.reporter.fail(problem)
    }

    pub fn ambiguous(&mut self, name: &Name, readings: &[NameReading]) -> Checked<Typed> {
        let mut written: Vec<String> = Vec::new();
        let mut nameable = Vec::new();
        for reading in readings {
            match reading {
                NameReading::Field(field) => {
                    let record = quoted_name(&self.declarations.record(field.record).name);
                    let full = format!("{record}.{}", quoted_name(&name.text));
                    if written.contains(&full) {
                        let outer = if self.source.is_english() { "outer " } else { "外层的 " };
                        written.push(format!("{outer}{full}"));
                    } else {
                        nameable.push(full.clone());
                        written.push(full);
                    }
                }
                NameReading::Key(_) => written.push(if self.source.is_english() {
                    format!("the group's key {}", name.text)
                } else {
                    format!("分组的键 {}", name.text)
                }),
            }
        }
        let (chinese, english) = quoted_list(written.iter().map(String::as_str));
        let mut problem = self.problem(
            &codes::AMBIGUOUS_FIELD,
            name.range,
            Localized::new(
                format!("「{}」有几种读法：{chinese}", name.text),
                format!("`{}` may mean {english}", name.text),
            ),
            Localized::new("说明是哪一个", "say which"),
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
    pub fn hidden_in_group<T>(&mut self, record: RecordTypeId, name: &Name) -> Checked<T> {
        let record = self.declarations.record(record).name.clone();
        let field = &name.text;
        let sum = self.source.spelling("合计", "sum");
        let problem = self
            .problem(
                &codes::NOT_IN_GROUP,
                name.range,
                Localized::new(
                    format!("分组以后，「{field}」是组里每条「{record}」各自的，不止一个"),
                    format!("in a group every `{record}` has a `{field}` of its own"),
                ),
                Localized::new("组里有多个", "more than one in a group"),
            )
            .help(
                format!("请汇总，例如 {sum}({field})；或把「{field}」写进「按」"),
                format!("aggregate it, such as {sum}({field}), or group `by` it as well"),
            );
        self.reporter.fail(problem)
    }

    /// Whether a path to many records goes on to a field of theirs that is no list.
    fn ends_in_a_value(&self, path: &[Name]) -> bool {
        let Some((head, mut rest)) = path.split_first() else { return false };
        let named = match self.scope.named_record(self.declarations, &head.text) {
            Some((_, _, record)) => Some(record),
            None => match self.scope.list_in_scope(self.declarations, &head.text) {
                Some((_, _, _, member)) => Some(member),
                None => match self.declarations.record_named(&head.text, self.pack) {
                    Lookup::Found(record) => Some(record),
                    _ => None,
                },
            },
        };
        let Some(mut record) = named else { return false };
        while let Some((name, after)) = rest.split_first() {
            let Some(field) = self.declarations.record(record).field_named(&name.text) else {
                return false;
            };
            match super::scope::field_type(self.declarations, record, field) {
                super::types::Type::List(member) => record = member,
                _ => return true,
            }
            rest = after;
        }
        false
    }

    pub fn unknown_bare(&mut self, name: &Name) -> Checked<Typed> {
        match self.declarations.record_named(&name.text, self.pack) {
            Lookup::Broken(item) => {
                self.note(name, Meaning::Unread(item));
                return Err(Failed);
            }
            found @ (Lookup::Found(_) | Lookup::Ambiguous(_)) => {
                if let Lookup::Found(record) = found {
                    self.note(name, Meaning::Record(record));
                }
                return self.needs_aggregate(&[], name.range);
            }
            Lookup::Unknown => {}
        }
        if self.has_no_record()
            && let Some(meaning) = self.only_field(&name.text)
        {
            self.note(name, meaning);
        }
        if self.scope_is_damaged() {
            return Err(Failed);
        }
        let problem = self.problem(
            &codes::UNKNOWN_NAME,
            name.range,
            Localized::new(
                format!("不认识「{}」：不是这里的栏，也不是「设」或定义的名字", name.text),
                format!("`{}` is no field here, and no `let` or definition either", name.text),
            ),
            Localized::new("不认识的名字", "unknown name"),
        );
        if let Some(figures) = self.in_figures(&name.text) {
            let problem = problem
                .help(
                    format!("数用阿拉伯数字写：「{figures}」"),
                    format!("numbers are written in figures: `{figures}`"),
                )
                .replace(name.range, figures);
            return self.reporter.fail(problem);
        }
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
    pub fn scope_is_damaged(&self) -> bool {
        (0..self.scope.frames.len()).any(|frame| {
            self.scope.chain(frame).any(|(_, record)| !self.declarations.is_complete(record))
        })
    }

    /// Names that may stand here.
    fn known_names(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for frame in 0..self.scope.frames.len() {
            for (_, record) in self.scope.chain(frame) {
                let fields = &self.declarations.record(record).fields;
                names.extend(fields.iter().map(|field| field.name.clone()));
            }
        }
        names.extend(self.parameters.iter().map(|parameter| parameter.name.clone()));
        if self.inlining.is_empty() {
            names.extend(self.locals.iter().map(|local| local.name.clone()));
        }
        let packs = &self.declarations.packs;
        let mut rest: Vec<&str> = self
            .declarations
            .definition_names
            .visible(self.pack, packs)
            .map(|(name, _)| name)
            .chain(self.declarations.record_names.visible(self.pack, packs).map(|(name, _)| name))
            .collect();
        rest.sort_unstable();
        names.extend(rest.into_iter().map(str::to_owned));
        names
    }

    /// Visible records that have a field of that name, in order.
    fn owners_of(&self, field: &str) -> Vec<String> {
        let mut owners: Vec<RecordTypeId> = self
            .declarations
            .visible_records(self.pack)
            .filter(|id| self.declarations.record(*id).field_named(field).is_some())
            .collect();
        owners.sort_unstable();
        owners.into_iter().map(|id| quoted_name(&self.declarations.record(id).name)).collect()
    }

    /// `数.上限`: a field is a value and has no fields of its own.
    pub fn no_parts<T>(&mut self, path: &[Name], range: TextRange) -> Checked<T> {
        let (last, value) = match path {
            [value @ .., last] => (last, written_path(value)),
            [] => return Err(Failed),
        };
        let mut problem = self.problem(
            &codes::NO_PARTS,
            last.range,
            Localized::new(
                format!("「{value}」是一个值，没有「.{}」", last.text),
                format!("`{value}` is a value; it has no `.{}`", last.text),
            ),
            Localized::new("值没有下一级", "a value has no parts"),
        );
        if super::functions::function_named(&last.text).is_some() {
            let call = format!("{}({value})", last.text);
            problem = problem
                .help(format!("应写作 {call}"), format!("write {call}"))
                .replace(range, call);
        }
        self.reporter.fail(problem)
    }
}
