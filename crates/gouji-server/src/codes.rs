//! What the server says of files, by code.

gouji_diagnostic::codes! {
    pages: ["codes/files.md"];
    NO_READER = "document/no-reader", Note, "还不能读这种格式", "a format that cannot be read yet";
    UNREADABLE = "document/unreadable", Error, "文件读不出来", "a document that cannot be read";
}
