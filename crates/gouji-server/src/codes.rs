//! What the server says of files, by code.

gouji_diagnostic::codes! {
    pages: [];
    NO_READER = "document/no-reader", Note, "", "";
    UNREADABLE = "document/unreadable", Error, "", "";
    PROJECT = "project/wrong", Error, "", "";
}
