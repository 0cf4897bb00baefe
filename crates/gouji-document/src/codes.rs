//! What this crate says is wrong, by code.

gouji_diagnostic::codes! {
    pages: [];
    EMPTY = "document/empty", Error, "", "";
    LONG_LINE = "document/long-line", Warning, "", "";
    NOT_TEXT = "document/not-text", Error, "", "";
    NUL = "document/nul", Warning, "", "";
    TOO_LARGE = "document/too-large", Error, "", "";
    TOO_MANY_CELLS = "document/too-many-cells", Warning, "", "";
    UNDECODABLE = "document/undecodable", Warning, "", "";
}
