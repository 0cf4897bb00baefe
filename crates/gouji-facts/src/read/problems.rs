//! What forms cannot bind, in words.

use crate::codes;
use gouji_diagnostic::Diagnostic;
use gouji_program::form::Form;
use gouji_program::{FieldId, Program, RecordTypeId};
use gouji_text::{Language, Localized, TextRange};
use gouji_value::Unreadable;

/// What a form could not bind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum FormProblem {
    /// The label was found, the cell beside it is empty.
    EmptyCell {
        /// The label as declared.
        label: String,
    },
    /// The label was not found in the region.
    LabelMissing {
        /// The label as declared.
        label: String,
    },
    /// The table has no such column.
    ColumnMissing {
        /// The column as declared.
        column: String,
    },
    /// The region has no table with the grid's header.
    GridMissing {
        /// The first column as declared.
        column: String,
    },
    /// The table's figures are bare, and nothing declares their unit.
    NoUnit,
    /// A row that belongs to no subtotal.
    OrphanRow,
    /// More than one filled cell beside a label; the first was read.
    SeveralCells {
        /// The label as declared.
        label: String,
    },
    /// A line that mixes the points of a series with text that is not of its type.
    StrayPeriods,
    /// A text is not of its field's type.
    Unreadable {
        /// The record type.
        record: RecordTypeId,
        /// The field.
        field: FieldId,
        /// Why.
        reason: Unreadable,
    },
    /// Matching was given up because it took too many steps.
    TooCostly,
}

impl FormProblem {
    /// As it is told, at a place that is relative to the region.
    pub(super) fn diagnostic(
        &self,
        program: &Program,
        form: &Form,
        place: TextRange,
    ) -> Diagnostic<TextRange> {
        let name = &form.name;
        let (code, chinese, english) = match self {
            Self::EmptyCell { label } => (
                &codes::EMPTY_CELL,
                format!("「{label}」后面是空白"),
                format!("the cell beside “{label}” is empty"),
            ),
            Self::LabelMissing { label } => (
                &codes::LABEL_MISSING,
                format!("{name}里没有找到「{label}」"),
                format!("“{label}” was not found in {name}"),
            ),
            Self::ColumnMissing { column } => (
                &codes::COLUMN_MISSING,
                format!("{name}的表头里没有「{column}」这一列"),
                format!("the header of {name} has no column “{column}”"),
            ),
            Self::GridMissing { column } => (
                &codes::TABLE_MISSING,
                format!("{name}里没有找到以「{column}」开头的明细表"),
                format!("{name} has no table whose header begins with “{column}”"),
            ),
            Self::NoUnit => (
                &codes::NO_UNIT,
                format!("{name}里的数没有写明单位（例如「单位：万元」），没有猜"),
                format!("the figures of {name} state no unit, and none was guessed"),
            ),
            Self::OrphanRow => (
                &codes::ORPHAN_ROW,
                format!("{name}的这一行不属于任何小计"),
                format!("this row of {name} belongs to no subtotal"),
            ),
            Self::SeveralCells { label } => (
                &codes::SEVERAL_CELLS,
                format!("「{label}」后面有不止一个单元格有内容，读的是第一个"),
                format!("more than one cell beside “{label}” is filled; the first was read"),
            ),
            Self::StrayPeriods => (
                &codes::STRAY_PERIODS,
                format!("{name}的这一行混有不属于时点和数的内容，或有数放不进任何时点"),
                format!(
                    "this line of {name} mixes points of the series with other text, or has a value for no point"
                ),
            ),
            Self::Unreadable { record, field, reason } => {
                let field = &program.field(*record, *field).name;
                (
                    &codes::UNREADABLE,
                    format!("「{field}」读不出来：{}", reason.describe(Language::Chinese)),
                    format!("“{field}” cannot be read: {}", reason.describe(Language::English)),
                )
            }
            Self::TooCostly => (
                &codes::TOO_COSTLY,
                format!("{name}的句式在这一段里匹配太费时，已放弃"),
                format!("matching a sentence of {name} here took too many steps and was given up"),
            ),
        };
        Diagnostic::new(code, Localized { chinese, english }).at(place, Localized::default())
    }
}
