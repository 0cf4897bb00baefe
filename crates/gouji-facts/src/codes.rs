//! What this crate says is wrong, by code.

gouji_diagnostic::codes! {
    /// `form/column-missing`
    COLUMN_MISSING = "form/column-missing", Warning, "", "", "", "";
    /// `form/empty-cell`
    EMPTY_CELL = "form/empty-cell", Note, "", "", "", "";
    /// `form/label-missing`
    LABEL_MISSING = "form/label-missing", Note, "", "", "", "";
    /// `form/no-unit`
    NO_UNIT = "form/no-unit", Warning, "", "", "", "";
    /// `form/orphan-row`
    ORPHAN_ROW = "form/orphan-row", Warning, "", "", "", "";
    /// `form/several-cells`
    SEVERAL_CELLS = "form/several-cells", Note, "", "", "", "";
    /// `form/stray-periods`
    STRAY_PERIODS = "form/stray-periods", Note, "", "", "", "";
    /// `form/table-missing`
    TABLE_MISSING = "form/table-missing", Warning, "", "", "", "";
    /// `form/too-costly`
    TOO_COSTLY = "form/too-costly", Warning, "", "", "", "";
    /// `form/unreadable`
    UNREADABLE = "form/unreadable", Warning, "", "", "", "";
}
