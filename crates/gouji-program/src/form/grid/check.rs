//! Checks of grids: their columns and what their rows become.

use super::rows::CheckedRows;
use super::{Column, Grid};
use crate::check::form_writer::FormWriter;
use crate::check::report::{Checked, Failed, quoted_list};
use crate::{FieldId, FieldKind, Meaning, RecordTypeId, Role, codes};
use gouji_syntax::ast::{Expression, GridColumn, GridOption, Name, Text};
use gouji_text::{TextRange, folded_eq};

/// Columns of one grid.
const MOST: usize = 512;

impl FormWriter<'_, '_> {
    pub(crate) fn grid(
        &mut self,
        columns: &[GridColumn],
        target: Option<&Name>,
        options: &[GridOption],
        side_by_side: bool,
        range: TextRange,
    ) -> Checked<Grid> {
        let labels = self.columns(columns, range);
        let rows = self.row_kinds(target, options);
        let (labels, mut rows) = (labels?, rows?);
        let names = self.own_names(columns, &rows);
        let bound = self.bind(columns, options, &mut rows, range);
        let bound = bound?;
        let others = self.other_columns(options, &mut rows);
        let conditions = self.conditions(columns, &bound, &mut rows);
        let written_options = options;
        let options = self.options(options, &mut rows);
        options.and(names).and(others).and(conditions)?;
        self.shadowed(&rows);
        let kinds: Vec<super::RowKind> = rows.into_iter().map(|rows| rows.kind).collect();
        let levels = self.levels(written_options, &kinds)?;
        Ok(Grid { columns: labels, side_by_side, kinds, levels, place: self.source.place(range) })
    }

    fn columns(&mut self, columns: &[GridColumn], range: TextRange) -> Checked<Vec<Column>> {
        if columns.is_empty() || columns.len() > MOST {
            return self.fail(
                &codes::TOO_MANY,
                range,
                (format!("明细要有 1 至 {MOST} 列"), format!("a grid has 1 to {MOST} columns")),
                ("列数不对", "number of columns"),
            );
        }
        let mut all = Vec::with_capacity(columns.len());
        let mut sound = true;
        for column in columns {
            match self.labels(&column.labels) {
                Ok(labels) => {
                    let labels = labels.iter().map(|label| label_path(label)).collect();
                    all.push(Column { labels, optional: column.optional, ordinal: column.ordinal });
                }
                Err(Failed) => sound = false,
            }
        }
        if sound { Ok(all) } else { Err(Failed) }
    }

    /// Decides which column fills which field.
    fn bind(
        &mut self,
        columns: &[GridColumn],
        options: &[GridOption],
        rows: &mut [CheckedRows<'_>],
        range: TextRange,
    ) -> Checked<Vec<Option<Meaning>>> {
        let named = columns.iter().any(|column| column.field.is_some());
        let sorted = options.iter().any(GridOption::sorts_rows);
        let mut sound = true;
        for rows in rows.iter_mut() {
            let Some(record) = rows.record else {
                rows.kind.columns = vec![None; columns.len()];
                continue;
            };
            let by_name: Vec<Option<FieldId>> =
                columns.iter().map(|column| self.column_field(record, column, rows)).collect();
            rows.kind.columns = if named || sorted || by_name.iter().all(Option::is_some) {
                by_name
            } else {
                match self.by_position(record, columns, range) {
                    Ok(fields) => fields,
                    Err(Failed) => {
                        sound = false;
                        continue;
                    }
                }
            };
            sound &= self.bound_once(record, columns, &rows.kind.columns).is_ok();
        }
        let mut meanings = Vec::with_capacity(columns.len());
        for (index, column) in columns.iter().enumerate() {
            let fields = |rows: &CheckedRows<'_>| {
                let field = rows.kind.columns.get(index).copied().flatten()?;
                Some(Meaning::Field(rows.record?, field))
            };
            // What a kind calls otherwise says nothing of the name that the column has.
            let mut by_name = rows.iter().filter(|rows| rows.own_name(column).is_none());
            let bound = by_name.find_map(fields);
            meanings.push(bound.or_else(|| rows.iter().find_map(fields)));
            match (&column.field, bound) {
                // Each kind of row calls it otherwise: the name is the column's alone.
                (Some(name), None) if rows.iter().find_map(fields).is_some() => {
                    self.reporter.used(self.source, name, Meaning::Special);
                }
                (Some(name), Some(meaning)) => self.reporter.used(self.source, name, meaning),
                (Some(name), None) => {
                    sound = false;
                    self.unbound(name, rows);
                }
                (None, Some(meaning)) => self.note_column(column, meaning),
                (None, None) => {}
            }
            self.note_column_uses(column, rows, bound.unwrap_or(Meaning::Special));
        }
        if sound { Ok(meanings) } else { Err(Failed) }
    }

    /// The field a column fills in a kind of row: the one that the kind names, or that the column
    /// names, or that is called as its header is.
    fn column_field(
        &self,
        record: RecordTypeId,
        column: &GridColumn,
        rows: &CheckedRows<'_>,
    ) -> Option<FieldId> {
        let own = record;
        let record = self.declarations.record(record);
        let scalar = |field: &FieldId| {
            let field = record.fields.at(*field);
            field.is_some_and(|field| matches!(field.kind, FieldKind::Scalar(_)))
        };
        if let Some(own) = rows.own_name(column) {
            return record.field_named(&own.field.text).filter(scalar);
        }
        if let Some(name) = &column.field {
            return record.field_named(&name.text).filter(scalar);
        }
        column.labels.iter().find_map(|label| self.called(own, label)).filter(scalar)
    }

    /// Notes the header by which a column fills a field that is called as it is.
    fn note_column(&mut self, column: &GridColumn, meaning: Meaning) {
        let Meaning::Field(record, field) = meaning else { return };
        let label = column.labels.iter().find(|label| self.called(record, label) == Some(field));
        if let Some(label) = label {
            self.reporter.name(self.source, label.range, meaning, Role::ByName);
        }
    }

    /// Notes where kinds of rows speak of a column by the name of the field that it fills.
    fn note_column_uses(
        &mut self,
        column: &GridColumn,
        rows: &[CheckedRows<'_>],
        meaning: Meaning,
    ) {
        for own in rows.iter().filter_map(|rows| rows.own_name(column)) {
            self.reporter.used(self.source, &own.column, meaning);
        }
    }

    /// The field of a record that is called as a header is.
    fn called(&self, record: RecordTypeId, label: &Text) -> Option<FieldId> {
        let path = label_path(&label.value);
        let last = path.last()?;
        let fields = &self.declarations.record(record).fields;
        let found = fields.iter().position(|field| folded_eq(&field.name, last));
        found.map(|index| FieldId(index as u16))
    }

    /// A named field that no row kind has, or that holds no single value.
    fn unbound(&mut self, name: &Name, rows: &[CheckedRows<'_>]) {
        let mut records: Vec<RecordTypeId> = rows.iter().filter_map(|rows| rows.record).collect();
        records.dedup();
        let owner = records
            .iter()
            .copied()
            .find(|record| self.declarations.record(*record).field_named(&name.text).is_some());
        if let Some(record) = owner.or(records.first().copied()) {
            // Says what is wrong with it.
            let _ = self.scalar_field(record, name);
        }
    }

    fn by_position(
        &mut self,
        record: RecordTypeId,
        columns: &[GridColumn],
        range: TextRange,
    ) -> Checked<Vec<Option<FieldId>>> {
        let fields = &self.declarations.record(record).fields;
        let scalars: Vec<usize> = (0..fields.len())
            .filter(|index| matches!(fields[*index].kind, FieldKind::Scalar(_)))
            .collect();
        if scalars.len() == columns.len() {
            return Ok(scalars.into_iter().map(|index| Some(FieldId(index as u16))).collect());
        }
        if !self.declarations.is_complete(record) {
            return Err(Failed);
        }
        let name = self.declarations.record(record).name.clone();
        let (fields, english) =
            quoted_list(scalars.iter().map(|index| fields[*index].name.as_str()));
        let labels = columns.iter().filter_map(|column| column.labels.first());
        let (labels, english_labels) = quoted_list(labels.map(|label| label.value.as_str()));
        let (have, due) = (columns.len(), scalars.len());
        self.fail(
            &codes::COLUMN_COUNT,
            range,
            (
                format!(
                    "明细有 {have} 列（{labels}），记录「{name}」有 {due} 栏（{fields}），对不上；请用「为」写明每列填哪一栏"
                ),
                format!(
                    "the grid has {have} columns ({english_labels}), record `{name}` has {due} fields ({english}); say with `as` what each fills"
                ),
            ),
            ("列数与栏数不同", "as many columns as fields"),
        )
    }

    fn bound_once(
        &mut self,
        record: RecordTypeId,
        columns: &[GridColumn],
        fields: &[Option<FieldId>],
    ) -> Checked<()> {
        let mut seen = vec![false; self.declarations.record(record).fields.len()];
        for (column, field) in columns.iter().zip(fields) {
            let Some(field) = field else { continue };
            let Some(seen) = seen.get_mut(usize::from(field.0)) else { continue };
            if !std::mem::replace(seen, true) {
                continue;
            }
            let range = match (&column.field, column.labels.first()) {
                (Some(name), _) => name.range,
                (None, Some(label)) => label.range,
                (None, None) => continue,
            };
            let field = &self.declarations.record(record).fields[*field].name;
            let message = (
                format!("两列都填「{field}」，一栏只能由一列填"),
                format!("two columns fill `{field}`; one column fills a field"),
            );
            return self.fail(&codes::BOUND_TWICE, range, message, ("又填一次", "filled again"));
        }
        Ok(())
    }

    /// 续上, 空白 视为
    fn options(&mut self, options: &[GridOption], rows: &mut [CheckedRows<'_>]) -> Checked<()> {
        let mut sound = true;
        for option in options {
            match option {
                GridOption::FillDown(names) => {
                    for name in names {
                        sound &= self.fill_down(name, rows).is_ok();
                    }
                }
                GridOption::BlankAs { value, fields } => {
                    sound &= self.blanks_of_rows(value, fields, rows).is_ok();
                }
                GridOption::Rows(_) | GridOption::OtherColumns { .. } | GridOption::Levels(_) => {}
            }
        }
        if sound { Ok(()) } else { Err(Failed) }
    }

    /// 空白 视为: of all figures that columns fill where no field is named.
    fn blanks_of_rows(
        &mut self,
        value: &Expression,
        fields: &[Name],
        rows: &mut [CheckedRows<'_>],
    ) -> Checked<()> {
        let kinds = rows.iter().filter_map(|rows| rows.record);
        let others = rows.iter().filter_map(|rows| rows.kind.other_columns.as_ref());
        let records: Vec<RecordTypeId> = kinds.chain(others.map(|others| others.record)).collect();
        let mut blanks = self.blanks(value, fields, &records)?.into_iter();
        for rows in rows.iter_mut().filter(|rows| rows.record.is_some()) {
            let mut blanks = blanks.next().unwrap_or_default();
            if fields.is_empty() {
                blanks.retain(|blank| rows.kind.columns.contains(&Some(blank.field)));
            }
            rows.kind.blanks.extend(blanks);
        }
        for others in rows.iter_mut().filter_map(|rows| rows.kind.other_columns.as_mut()) {
            let blanks = blanks.next().unwrap_or_default();
            others.blanks.extend(blanks.into_iter().filter(|blank| blank.field == others.value));
        }
        Ok(())
    }

    fn fill_down(&mut self, name: &Name, rows: &mut [CheckedRows<'_>]) -> Checked<()> {
        let mut found = false;
        for rows in rows.iter_mut() {
            let Some(record) = rows.record else { continue };
            let id = record;
            let record = self.declarations.record(record);
            let Some(field) = record.field_named(&name.text) else { continue };
            self.reporter.used(self.source, name, Meaning::Field(id, field));
            let scalar = matches!(record.fields[field].kind, FieldKind::Scalar(_));
            found |= scalar;
            if scalar && !rows.kind.fill_down.contains(&field) {
                rows.kind.fill_down.push(field);
            }
        }
        if found {
            return Ok(());
        }
        self.unbound(name, rows);
        Err(Failed)
    }
}

/// `a/b` as the path from the outer heading to the inner. A slash in brackets is part of the
/// heading: `单价（元/人）`.
pub(super) fn label_path(label: &str) -> Vec<String> {
    let mut path = vec![String::new()];
    let mut depth = 0_usize;
    for character in label.chars() {
        match character {
            '(' | '（' | '[' | '［' => depth += 1,
            ')' | '）' | ']' | '］' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if character == '/' && depth == 0 {
            path.push(String::new());
        } else if let Some(last) = path.last_mut() {
            last.push(character);
        }
    }
    let path: Vec<String> = path.into_iter().map(|part| part.trim().to_owned()).collect();
    path.into_iter().filter(|part| !part.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::label_path;

    #[test]
    fn headings_are_split_outside_brackets() {
        assert_eq!(label_path("采购 / 合计"), ["采购", "合计"]);
        assert_eq!(label_path("单价（元/人）"), ["单价（元/人）"]);
        assert_eq!(label_path("(a/b)/c/"), ["(a/b)", "c"]);
    }
}
