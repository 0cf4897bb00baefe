//! `上级.合计`: the value of the row that a row stands under in its tree.

use super::compile::Compiler;
use super::report::{Checked, Failed};
use super::scope::field_type;
use super::types::{Type, Typed};
use crate::expression::{AggregateExpr, FieldRef, Gathering};
use crate::{Aggregate, Expr, FieldId, FieldKind, RecordTypeId, Relation};
use gouji_syntax::ast::Name;
use gouji_text::TextRange;

impl Compiler<'_, '_> {
    /// Whether a field is 上级.
    pub fn is_parent(&self, record: RecordTypeId, field: FieldId) -> bool {
        let field = self.declarations.record(record).fields.at(field);
        field.is_some_and(|field| matches!(field.kind, FieldKind::Related(_, Relation::Parent)))
    }

    /// Whether a path leads from a record to a value of the row it stands under: `上级.合计`,
    /// `上级.上级.合计`.
    pub fn is_of_parent(&self, record: RecordTypeId, path: &[Name]) -> bool {
        let (rows, value) = self.rows_above(record, path);
        rows > 0
            && value.is_some_and(|name| {
                let record = self.declarations.record(record);
                let field = record.field_named(&name.text).and_then(|it| record.fields.at(it));
                field.is_none_or(|field| field.kind.member().is_none())
            })
    }

    /// How many names of a path, from its first, are 上级, and the name behind them.
    fn rows_above<'n>(&self, record: RecordTypeId, path: &'n [Name]) -> (usize, Option<&'n Name>) {
        let is_parent = |name: &&Name| {
            let field = self.declarations.record(record).field_named(&name.text);
            field.is_some_and(|field| self.is_parent(record, field))
        };
        let rows = path.iter().take_while(is_parent).count();
        (rows, path.get(rows))
    }

    /// The value behind 上级 of the record `up` above a frame's: that of the only row there is.
    pub fn of_parent(
        &mut self,
        (frame, up, record): (u8, u8, RecordTypeId),
        path: &[Name],
        range: TextRange,
    ) -> Checked<Typed> {
        self.note_fields(record, path);
        let (rows, Some(name)) = self.rows_above(record, path) else { return Err(Failed) };
        let Some(field) = self.declarations.record(record).field_named(&name.text) else {
            self.reporter.push_unknown_field(self.source, record, name, self.declarations);
            return Err(Failed);
        };
        let kind = field_type(self.declarations, record, field);
        if matches!(kind, Type::List(_)) {
            return self.needs_aggregate(path, range);
        }
        if path.len() > rows + 1 {
            return self.no_parts(path, range);
        }
        let lists = path.iter().take(rows).filter_map(|name| {
            let record = self.declarations.record(record);
            record.field_named(&name.text)
        });
        let inner = u8::try_from(self.scope.frames.len()).map_err(|_| Failed)?;
        let value = FieldRef { frame: inner, up: 0, record, field };
        self.used(record, Some(field), range);
        let aggregate = AggregateExpr {
            function: Aggregate::Only,
            source: Gathering::Children { frame, up, lists: lists.collect() },
            record,
            frame: inner,
            filter: None,
            value: Some(Expr::Field(value)),
            condition: None,
            join: None,
            label: self.source.written(range),
            place: self.source.place(range),
        };
        Ok(Typed::new(Expr::Aggregate(Box::new(aggregate)), kind, range))
    }
}

#[cfg(test)]
mod tests {
    use crate::Relation;

    #[test]
    fn relations_go_by_their_words_in_both_languages() {
        assert!(Relation::Parent.is_spelled("上级") && Relation::Parent.is_spelled("parent"));
        assert!(!Relation::Children.is_spelled("上级"));
    }
}
