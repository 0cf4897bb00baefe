//! `本表（金额 为 总计）`: columns that fill fields of other names in one kind of row.

use super::rows::{CheckedRows, is_called};
use crate::check::declarations::with_candidates;
use crate::check::form_writer::FormWriter;
use crate::check::report::{Checked, Failed, quoted_list};
use crate::codes;
use crate::problem::problem_at;
use gouji_syntax::ast::{GridColumn, Name};
use gouji_text::Localized;

impl FormWriter<'_, '_> {
    /// Checks that the columns and fields are there. Which fill which is for [`Self::bind`] to say.
    pub(super) fn own_names(
        &mut self,
        columns: &[GridColumn],
        rows: &[CheckedRows<'_>],
    ) -> Checked<()> {
        let mut sound = true;
        for rows in rows {
            let Some(record) = rows.record else {
                // What is not read has no fields.
                if let Some(own) = rows.names.first() {
                    let message = (
                        "略去的行不填什么栏，括号里的写法没有用处",
                        "rows that are skipped fill nothing; the names in brackets are of no use",
                    );
                    sound &= self
                        .fail::<()>(
                            &codes::WRONG_FIELD,
                            own.column.range,
                            message,
                            ("用不上", "of no use"),
                        )
                        .is_ok();
                }
                continue;
            };
            for own in rows.names {
                if self.column_called(columns, &own.column).is_err() {
                    sound = false;
                }
                sound &= self.scalar_field(record, &own.field).is_ok();
            }
        }
        if sound { Ok(()) } else { Err(Failed) }
    }

    /// The column that goes by a name.
    pub(super) fn column_called(&mut self, columns: &[GridColumn], name: &Name) -> Checked<usize> {
        let found = columns.iter().position(|column| is_called(column, &name.text));
        match found {
            Some(found) => Ok(found),
            None => self.no_such_column(columns, name),
        }
    }

    fn no_such_column(&mut self, columns: &[GridColumn], name: &Name) -> Checked<usize> {
        let known = columns.iter().filter_map(|column| match &column.field {
            Some(field) => Some(field.text.as_str()),
            None => column.labels.first().map(|label| label.value.as_str()),
        });
        let nearest = self.reporter.nearest(&name.text, known.clone());
        let mut problem = problem_at(
            &codes::NO_SUCH_COLUMN,
            self.source.place(name.range),
            Localized::new(
                format!("这张明细没有叫「{}」的列", name.text),
                format!("this grid has no column called `{}`", name.text),
            ),
            Localized::new("没有这一列", "no such column"),
        );
        if nearest.is_empty() {
            let (chinese, english) = quoted_list(known.take(12));
            problem = problem.help(
                format!("这里写的是列的名字（「为」后面的那个）；它的列有{chinese}"),
                format!("columns go by the name behind `as`; those of this grid: {english}"),
            );
        }
        self.reporter.fail(with_candidates(problem, name, &nearest))
    }
}
