//! 行: which rows become what.

use super::{RowKind, RowTarget};
use crate::check::form_writer::FormWriter;
use crate::check::report::{Checked, Failed};
use crate::check::templates;
use crate::template::Template;
use crate::{FieldKind, RecordTypeId, codes};
use gouji_syntax::ast::{
    self, Expression, GridColumn, GridOption, Name, OwnName, RowPattern, RowRule, Text,
};
use gouji_text::{TextRange, folded_eq};

/// Most kinds of rows of one grid.
const MOST: usize = 512;

/// A row kind while it is checked.
pub(super) struct CheckedRows<'form> {
    pub(super) kind: RowKind,
    /// The record its columns fill; `None` for rows that are skipped.
    pub(super) record: Option<RecordTypeId>,
    /// Columns that fill fields of other names.
    pub(super) names: &'form [OwnName],
    /// 其中
    pub(super) condition: Option<&'form Expression>,
    /// Where it is written; `None` where it goes without saying.
    pub(super) range: Option<TextRange>,
}

impl CheckedRows<'_> {
    /// What this kind says that a column fills.
    pub(super) fn own_name(&self, column: &GridColumn) -> Option<&OwnName> {
        self.names.iter().find(|own| is_called(column, &own.column.text))
    }

    /// Whether it takes every row that comes to it.
    pub(super) fn takes_all(&self) -> bool {
        self.kind.patterns.is_empty() && self.condition.is_none()
    }
}

/// Whether a column goes by a name: that of the field it fills, else its heading.
pub(super) fn is_called(column: &GridColumn, name: &str) -> bool {
    match &column.field {
        Some(field) => field.text == name,
        None => column.labels.iter().any(|label| {
            super::check::label_path(&label.value).last().is_some_and(|last| folded_eq(last, name))
        }),
    }
}

impl FormWriter<'_, '_> {
    /// The kinds of rows, those that take all that is left behind the others.
    pub(super) fn row_kinds<'form>(
        &mut self,
        target: Option<&'form Name>,
        options: &'form [GridOption],
    ) -> Checked<Vec<CheckedRows<'form>>> {
        let mut rows = Vec::new();
        let mut sound = true;
        for option in options.iter().take(MOST) {
            let GridOption::Rows(rule) = option else { continue };
            match self.row_kind(rule) {
                Ok(kind) => rows.push(kind),
                Err(Failed) => sound = false,
            }
        }
        rows.sort_by_key(CheckedRows::takes_all);
        let has_kinds = rows.iter().any(|rows| rows.record.is_some());
        let rest = rows.iter().any(CheckedRows::takes_all);
        if let Some(target) = target {
            // What no kind takes goes where the grid goes.
            if !rest {
                let lists = std::slice::from_ref(target);
                match self.list_target(lists) {
                    Ok((target, record)) => rows.push(plain_rows(target, Some(record))),
                    Err(Failed) => sound = false,
                }
            }
        } else if !has_kinds && sound && !rest {
            rows.push(plain_rows(RowTarget::Own, Some(self.record)));
        }
        if sound { Ok(rows) } else { Err(Failed) }
    }

    fn row_kind<'form>(&mut self, rule: &'form RowRule) -> Checked<CheckedRows<'form>> {
        let (target, record) = match &rule.target {
            ast::RowTarget::Skip(_) => (RowTarget::Skip, None),
            ast::RowTarget::Own(_) => (RowTarget::Own, Some(self.record)),
            ast::RowTarget::List(path) => {
                let (target, record) = self.list_target(path)?;
                (target, Some(record))
            }
        };
        let mut rows = plain_rows(target, record);
        if let RowPattern::Templates(texts) = &rule.pattern {
            rows.kind.patterns = self.patterns(texts, record)?;
        }
        rows.kind.ownership = rule.ownership;
        rows.names = &rule.names;
        rows.condition = rule.condition.as_ref();
        rows.range = Some(rule.range);
        Ok(rows)
    }

    fn patterns(&mut self, texts: &[Text], record: Option<RecordTypeId>) -> Checked<Vec<Template>> {
        let mut templates = Vec::with_capacity(texts.len());
        for text in texts {
            templates.push(match record {
                Some(record) => templates::with_fields(
                    self.reporter,
                    self.source,
                    text,
                    record,
                    self.declarations,
                ),
                None => templates::without_fields(self.reporter, self.source, text),
            });
        }
        templates.into_iter().collect()
    }

    /// A record of a list reached from the form's own record.
    pub(super) fn list_target(&mut self, path: &[Name]) -> Checked<(RowTarget, RecordTypeId)> {
        let mut record = self.record;
        let mut lists = Vec::with_capacity(path.len());
        for name in path {
            let (field, kind) = self.field(record, name)?;
            let FieldKind::List(member) = kind else {
                return self.fail(
                    &codes::NOT_A_LIST,
                    name.range,
                    (
                        format!("「{}」不是明细（应声明为 多个 …），放不下表里的行", name.text),
                        format!("`{}` is no list of records; rows cannot go there", name.text),
                    ),
                    ("应是多个 …", "expected a list"),
                );
            };
            lists.push((record, field));
            record = member;
        }
        if lists.is_empty() {
            return Err(Failed);
        }
        Ok((RowTarget::List { lists, record }, record))
    }
}

fn plain_rows<'form>(target: RowTarget, record: Option<RecordTypeId>) -> CheckedRows<'form> {
    CheckedRows {
        kind: RowKind {
            patterns: Vec::new(),
            condition: None,
            target,
            ownership: None,
            columns: Vec::new(),
            fill_down: Vec::new(),
            blanks: Vec::new(),
            other_columns: None,
        },
        record,
        names: &[],
        condition: None,
        range: None,
    }
}
