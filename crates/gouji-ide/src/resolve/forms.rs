//! Names in forms.

use super::{Resolver, Role};
use crate::rules::Meaning;
use gouji_program::RecordTypeId;
use gouji_syntax::ast::{
    Form, FormClauseKind, GridColumn, GridOption, Name, RowPattern, RowTarget, Text,
};
use gouji_text::folded_eq;

impl Resolver<'_> {
    pub fn form(&mut self, node: &Form) {
        self.add(node.name.range, Meaning::Form(self.id), Role::Declaration);
        self.record_name(&node.record);
        let own: Vec<RecordTypeId> =
            self.rules.record_named(&node.record.text, self.pack).into_iter().collect();
        for clause in &node.clauses {
            match &clause.kind {
                FormClauseKind::Region { .. }
                | FormClauseKind::Paragraph(_)
                | FormClauseKind::Section(_) => {}
                FormClauseKind::Context(text)
                | FormClauseKind::Heading(text)
                | FormClauseKind::Sentence(text)
                | FormClauseKind::Occurrences(text) => self.template(text, &own),
                FormClauseKind::Label { field, .. } | FormClauseKind::Periods { field, .. } => {
                    self.field_name(field, &own);
                }
                FormClauseKind::Grid { columns, target, options } => {
                    self.grid(columns, target.as_ref(), options, &own);
                }
                FormClauseKind::Outline(bindings) => {
                    bindings.iter().for_each(|binding| self.field_name(&binding.field, &own));
                }
                FormClauseKind::BlankAs { value, fields } => {
                    self.expression(value);
                    fields.iter().for_each(|field| self.field_name(field, &own));
                }
            }
        }
    }

    fn field_name(&mut self, name: &Name, records: &[RecordTypeId]) {
        self.field_of_any(&name.text, name.range, records, Role::Use);
    }

    fn grid(
        &mut self,
        columns: &[GridColumn],
        target: Option<&Name>,
        options: &[GridOption],
        own: &[RecordTypeId],
    ) {
        let records = self.grid_records(target, options, own);
        if let Some(target) = target {
            self.list_path(std::slice::from_ref(target), own);
        }
        let sorted = options.iter().any(GridOption::sorts_rows);
        let named = columns.iter().any(|column| column.field.is_some());
        let all_by_name =
            columns.iter().all(|column| records.iter().all(|one| self.by_name(column, *one)));
        for column in columns {
            match &column.field {
                Some(field) => self.field_name(field, &records),
                None if named || sorted || all_by_name => self.column_by_name(column, &records),
                None => {}
            }
        }
        for option in options {
            match option {
                GridOption::FillDown(names) => {
                    names.iter().for_each(|name| self.field_name(name, &records));
                }
                GridOption::Rows { pattern, target, .. } => self.rows(pattern, target, own),
                GridOption::SkipRows(_) => {}
                GridOption::BlankAs { value, fields } => {
                    self.expression(value);
                    fields.iter().for_each(|name| self.field_name(name, &records));
                }
            }
        }
    }

    fn rows(&mut self, pattern: &RowPattern, target: &RowTarget, own: &[RecordTypeId]) {
        let record = match target {
            RowTarget::Own(_) => own.first().copied(),
            RowTarget::List(path) => self.list_path(path, own),
        };
        if let (RowPattern::Templates(texts), Some(record)) = (pattern, record) {
            texts.iter().for_each(|text| self.template(text, &[record]));
        }
    }

    /// The records that the rows of a grid become.
    pub fn grid_records(
        &self,
        target: Option<&Name>,
        options: &[GridOption],
        own: &[RecordTypeId],
    ) -> Vec<RecordTypeId> {
        let mut records = Vec::new();
        for option in options {
            if let GridOption::Rows { target, .. } = option {
                records.extend(match target {
                    RowTarget::Own(_) => own.first().copied(),
                    RowTarget::List(path) => self.list_record(path, own),
                });
            }
        }
        if let Some(target) = target {
            records.extend(self.list_record(std::slice::from_ref(target), own));
        }
        if records.is_empty() {
            records.extend(own);
        }
        let mut seen = Vec::new();
        records.retain(|record| {
            let is_new = !seen.contains(record);
            seen.push(*record);
            is_new
        });
        records
    }

    fn list_record(&self, path: &[Name], own: &[RecordTypeId]) -> Option<RecordTypeId> {
        let mut record = own.first().copied()?;
        for name in path {
            let field = self.rules.field_of(record, &name.text)?;
            record = self.rules.member_of(record, field)?;
        }
        Some(record)
    }

    fn list_path(&mut self, path: &[Name], own: &[RecordTypeId]) -> Option<RecordTypeId> {
        let mut record = own.first().copied()?;
        for name in path {
            let field = self.rules.field_of(record, &name.text)?;
            self.push(name.range, Meaning::Field(record, field));
            record = self.rules.member_of(record, field)?;
        }
        Some(record)
    }

    fn by_name(&self, column: &GridColumn, record: RecordTypeId) -> bool {
        column.labels.iter().any(|label| self.field_called(label, record).is_some())
    }

    fn field_called(&self, label: &Text, record: RecordTypeId) -> Option<Meaning> {
        let last = label.value.rsplit('/').next().unwrap_or("").trim();
        let record_type = self.rules.program().records.get(usize::from(record.0))?;
        let called = |name: &str| folded_eq(name, last) || folded_eq(name, &label.value);
        let found = record_type.fields.iter().position(|field| called(&field.name))?;
        Some(Meaning::Field(record, gouji_program::FieldId(found as u16)))
    }

    fn column_by_name(&mut self, column: &GridColumn, records: &[RecordTypeId]) {
        let found = column.labels.iter().find_map(|label| {
            let field = records.iter().find_map(|record| self.field_called(label, *record))?;
            Some((label.range, field))
        });
        if let Some((range, meaning)) = found {
            self.add(range, meaning, Role::ByName);
        }
    }
}
