//! What the server says of files, by code.

gouji_diagnostic::codes! {
    /// `document/no-reader`
    NO_READER = "document/no-reader", Note, "", "", "", "";
    /// `document/unreadable`
    UNREADABLE = "document/unreadable", Error, "", "", "", "";
    /// `project/wrong`
    PROJECT = "project/wrong", Error, "", "", "", "";
}
