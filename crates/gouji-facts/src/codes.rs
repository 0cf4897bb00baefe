//! What this crate says is wrong, by code.

gouji_diagnostic::codes! {
    pages: [];
    COLUMN_MISSING = "form/column-missing", Warning, "", "";
    EMPTY_CELL = "form/empty-cell", Note, "", "";
    LABEL_MISSING = "form/label-missing", Note, "", "";
    NO_UNIT = "form/no-unit", Warning, "", "";
    ORPHAN_ROW = "form/orphan-row", Warning, "", "";
    SEVERAL_CELLS = "form/several-cells", Note, "", "";
    STRAY_PERIODS = "form/stray-periods", Note, "", "";
    TABLE_MISSING = "form/table-missing", Warning, "", "";
    TOO_COSTLY = "form/too-costly", Warning, "", "";
    UNREADABLE = "form/unreadable", Warning, "", "";
}
