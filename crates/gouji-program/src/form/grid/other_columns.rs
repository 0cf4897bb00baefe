//! 其余列: the columns that a grid does not name, a record for each.

use super::rows::CheckedRows;
use crate::check::form_writer::FormWriter;
use crate::check::report::{Checked, Failed};
use crate::form::{BlankAs, Filling};
use crate::{FieldId, FieldKind, RecordTypeId, Scalar, codes};
use gouji_syntax::Keyword;
use gouji_syntax::ast::{GridOption, Name, OtherColumnBinding, OtherColumnProperty};

/// 其余列 → 来源 { 列名 → 名称  值 → 金额 }
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherColumns {
    /// The list of the row's record that they go to.
    pub list: FieldId,
    /// Type of the records of that list.
    pub record: RecordTypeId,
    /// The field that takes the headings of the column, from above to below, joined by `/`.
    pub name: Option<FieldId>,
    /// The field that takes what stands in the column.
    pub value: FieldId,
    /// What blank cells count as.
    pub blanks: Vec<BlankAs>,
}

impl OtherColumns {
    /// Hands over what they fill; `owner` is the type of the row's record.
    pub(super) fn fills(&self, owner: RecordTypeId, fill: &mut dyn FnMut(Filling)) {
        let mut others = |record, field| {
            let keyword = Keyword::OtherColumns;
            fill(Filling { record, field, keyword, labels: Vec::new() });
        };
        others(owner, Some(self.list));
        others(self.record, None);
        others(self.record, Some(self.value));
        if self.name.is_some() {
            others(self.record, self.name);
        }
    }
}

impl FormWriter<'_, '_> {
    /// For each kind of row whose record has the list, where the other columns go.
    pub(super) fn other_columns(
        &mut self,
        options: &[GridOption],
        rows: &mut [CheckedRows<'_>],
    ) -> Checked<()> {
        let mut sound = true;
        for option in options {
            if let GridOption::OtherColumns { list, bindings } = option {
                sound &= self.other_columns_of_kinds(list, bindings, rows).is_ok();
            }
        }
        if sound { Ok(()) } else { Err(Failed) }
    }

    fn other_columns_of_kinds(
        &mut self,
        list: &Name,
        bindings: &[OtherColumnBinding],
        rows: &mut [CheckedRows<'_>],
    ) -> Checked<()> {
        let has_list = |record| self.declarations.record(record).field_named(&list.text).is_some();
        let owners: Vec<usize> =
            (0..rows.len()).filter(|row| rows[*row].record.is_some_and(has_list)).collect();
        let Some(record) = owners.first().and_then(|owner| rows[*owner].record) else {
            // Says which fields there are.
            if let Some(record) = rows.iter().rev().find_map(|rows| rows.record) {
                let _ = self.field(record, list);
            }
            return Err(Failed);
        };
        let (target, member) = self.list_of(record, list)?;
        let (name, value) = self.other_column_fields(list, member, bindings)?;
        for owner in owners {
            let found = rows[owner].record.map(|record| self.list_of(record, list));
            let Some(found) = found.transpose()? else { continue };
            if found.1 == member {
                let (list, record) = (found.0, member);
                let others = OtherColumns { list, record, name, value, blanks: Vec::new() };
                rows[owner].kind.other_columns = Some(others);
            }
        }
        let _ = target;
        Ok(())
    }

    fn list_of(&mut self, record: RecordTypeId, list: &Name) -> Checked<(FieldId, RecordTypeId)> {
        let (field, kind) = self.field(record, list)?;
        match kind {
            FieldKind::List(member) => Ok((field, member)),
            FieldKind::Scalar(_) | FieldKind::Series { .. } | FieldKind::Related(..) => self.fail(
                &codes::NOT_A_LIST,
                list.range,
                (
                    format!("「{}」不是明细（应声明为 多个 …），放不下其余各列", list.text),
                    format!("`{}` is no list of records; columns cannot go there", list.text),
                ),
                ("应是多个 …", "expected a list"),
            ),
        }
    }

    /// The fields that take the heading and what stands in the column.
    fn other_column_fields(
        &mut self,
        list: &Name,
        member: RecordTypeId,
        bindings: &[OtherColumnBinding],
    ) -> Checked<(Option<FieldId>, FieldId)> {
        let (mut name, mut value) = (None, None);
        for binding in bindings {
            let field = self.scalar_field(member, &binding.field)?;
            match binding.property {
                OtherColumnProperty::ColumnName => {
                    let kind = &self.declarations.record(member).fields[field].kind;
                    if !matches!(kind, FieldKind::Scalar(Scalar::Text)) {
                        let written = &binding.field.text;
                        return self.fail(
                            &codes::WRONG_FIELD,
                            binding.field.range,
                            (
                                format!("列名是文字，「{written}」不是文本栏"),
                                format!("a heading is text, and `{written}` holds none"),
                            ),
                            ("应是文本", "expected text"),
                        );
                    }
                    name = Some(field);
                }
                OtherColumnProperty::Value => value = Some(field),
            }
        }
        match value {
            Some(value) => Ok((name, value)),
            None => self.fail(
                &codes::EMPTY_FORM,
                list.range,
                (
                    "没有写这些列里的数填哪一栏：加一行「值 → 栏」",
                    "nothing says which field the columns fill: add a line `value -> field`",
                ),
                ("缺「值 →」", "`value ->` is missing"),
            ),
        }
    }
}
