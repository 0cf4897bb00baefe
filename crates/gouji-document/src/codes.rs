//! What this crate says is wrong, by code.

gouji_diagnostic::codes! {
    /// `document/empty`
    EMPTY = "document/empty", Error, "", "", "", "";
    /// `document/long-line`
    LONG_LINE = "document/long-line", Warning, "", "", "", "";
    /// `document/not-text`
    NOT_TEXT = "document/not-text", Error, "", "", "", "";
    /// `document/nul`
    NUL = "document/nul", Warning, "", "", "", "";
    /// `document/too-large`
    TOO_LARGE = "document/too-large", Error, "", "", "", "";
    /// `document/too-many-cells`
    TOO_MANY_CELLS = "document/too-many-cells", Warning, "", "", "", "";
    /// `document/undecodable`
    UNDECODABLE = "document/undecodable", Warning, "", "", "", "";
}
