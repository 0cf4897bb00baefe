//! Noting what names in expressions stand for.

use super::compile::Compiler;
use super::paths::is_whole_document;
use super::report::Checked;
use super::scope::NameReading;
use crate::{Expr, Meaning, PARTNER, RecordTypeId};
use gouji_syntax::ast::{Expression, Name};

/// `值.方向`: the one part of a value that has a name.
pub(crate) fn is_direction(word: &str) -> bool {
    matches!(word, "方向" | "direction")
}

impl Compiler<'_, '_> {
    /// Notes what a name stands for.
    pub fn note(&mut self, name: &Name, meaning: Meaning) {
        self.reporter.used(self.source, name, meaning);
    }

    /// The record type of a name, noted; reports a name that has none.
    pub fn record_type(&mut self, name: &Name) -> Checked<RecordTypeId> {
        self.reporter.record(self.source, self.pack, name, self.declarations)
    }

    /// Notes the names in front of a record, which lead to it: its type's name, or lists down from
    /// the name of a record that encloses it.
    pub fn note_lead(&mut self, names: &[Name], record: RecordTypeId) {
        if let Some(name) = names.first()
            && self.scope.frames.iter().any(|it| it.is_partner && it.alias == [name.text.as_str()])
            && self.declarations.record(record).name != name.text
        {
            self.note(name, Meaning::Local(self.source.item_id(), PARTNER));
            return;
        }
        let mut record = record;
        for (index, name) in names.iter().enumerate().rev() {
            let declared = self.declarations.record(record);
            if index == 0 && declared.name == name.text {
                self.note(name, Meaning::Record(record));
                return;
            }
            let before = index.checked_sub(1).and_then(|before| names.get(before));
            let named = declared.lists.iter().copied().filter(|(owner, list)| {
                self.declarations.record(*owner).field_named(&name.text) == Some(*list)
            });
            // Of lists of one name the one whose owner is named.
            let owner_named = |(owner, _): &(RecordTypeId, _)| {
                before.is_some_and(|it| it.text == self.declarations.record(*owner).name)
            };
            // With none named, the one that encloses what is written, the innermost first.
            let leads_here = |owner: RecordTypeId| {
                let owner_of = self.declarations.record(owner);
                let field = owner_of.field_named(&name.text)?;
                let member = owner_of.fields.at(field)?.kind.member();
                (member == Some(record)).then_some((owner, field))
            };
            let mut enclosing = self.scope.frames.iter().rev().filter_map(|frame| frame.record);
            let of_enclosing = enclosing.find_map(leads_here);
            let found = named.clone().find(owner_named).or(of_enclosing);
            let found = found.or_else(|| named.clone().next());
            let Some((owner, list)) = found else { return };
            self.note(name, Meaning::Field(owner, list));
            record = owner;
        }
    }

    /// Notes a path that gathers records, with 全文 in front or not.
    pub fn note_whole(&mut self, path: &[Name], record: RecordTypeId) {
        let path = match path {
            [head, rest @ ..] if is_whole_document(&head.text) && !rest.is_empty() => {
                self.note(head, Meaning::Special);
                rest
            }
            _ => path,
        };
        self.note_lead(path, record);
    }

    /// Notes the names behind a record: fields of it, down its lists.
    pub fn note_fields(&mut self, record: RecordTypeId, names: &[Name]) {
        let mut owner = Some(record);
        for name in names {
            let field =
                owner.and_then(|owner| self.declarations.record(owner).field_named(&name.text));
            let (Some(record), Some(field)) = (owner, field) else {
                if is_direction(&name.text) {
                    self.note(name, Meaning::Special);
                }
                return;
            };
            self.note(name, Meaning::Field(record, field));
            let fields = &self.declarations.record(record).fields;
            owner = fields.at(field).and_then(|field| field.kind.member());
        }
    }

    /// Notes the names behind a parameter, whose record only those know who use the definition.
    pub fn note_loosely(&mut self, names: &[Name]) {
        for name in names {
            if let Some(meaning) = self.only_field(&name.text) {
                self.note(name, meaning);
            }
        }
    }

    /// The only field of that name in sight.
    pub fn only_field(&self, name: &str) -> Option<Meaning> {
        let mut found = self.declarations.visible_records(self.pack).filter_map(|record| {
            Some(Meaning::Field(record, self.declarations.record(record).field_named(name)?))
        });
        found.next().filter(|_| found.next().is_none())
    }

    /// Whether no record is in scope: in a definition by itself, in a rule about the whole document,
    /// and in one of which it is not known what it goes over.
    pub fn has_no_record(&self) -> bool {
        self.scope.frames.iter().all(|frame| frame.record.is_none())
    }

    /// Notes what a bare name is read as.
    pub fn note_reading(&mut self, name: &Name, reading: NameReading) {
        let meaning = match reading {
            NameReading::Field(field) => Some(Meaning::Field(field.record, field.field)),
            NameReading::Key(index) => {
                let key = self.scope.keys.as_ref().and_then(|keys| keys.get(index));
                key.and_then(|key| self.meaning_of(&key.expr))
            }
        };
        if let Some(meaning) = meaning {
            self.note(name, meaning);
        }
    }

    fn meaning_of(&self, expr: &Expr) -> Option<Meaning> {
        match expr {
            Expr::Field(field) => Some(Meaning::Field(field.record, field.field)),
            Expr::Sole(field) => Some(Meaning::Field(field.record, field.field)),
            Expr::Local(index) => Some(Meaning::Local(self.source.item_id(), *index)),
            _ => None,
        }
    }

    /// Notes the names of expressions of which nothing else is wanted, because what they are part of
    /// has failed.
    pub fn note_all<'e>(&mut self, expressions: impl IntoIterator<Item = &'e Expression>) {
        self.quietly(|this| {
            for expression in expressions {
                let _ = this.expression(expression);
            }
        });
    }

    /// Does something of which only the names are kept.
    pub fn quietly(&mut self, act: impl FnOnce(&mut Self)) {
        let (uses, compared, ordered) = (self.uses.len(), self.compared.len(), self.ordered);
        let was_quiet = self.reporter.set_quiet(true);
        act(self);
        self.reporter.set_quiet(was_quiet);
        self.uses.truncate(uses);
        self.compared.truncate(compared);
        self.ordered = ordered;
    }
}
