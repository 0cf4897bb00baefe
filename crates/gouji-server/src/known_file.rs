//! What is known of a file: its input of the database, its address, and whether it is open.

use gouji_ide::File;
use gouji_text::LineIndex;
use tower_lsp::lsp_types::Url;

/// A file, and whether the client has it open.
pub(crate) struct KnownFile {
    pub(crate) file: File,
    pub(crate) uri: Url,
    /// What the client said of it, while it is open.
    pub(crate) open: Option<OpenFile>,
    /// Whether it is inside the binary: its text is what it is.
    pub(crate) is_shipped: bool,
}

/// What the client said of an open file.
pub(crate) struct OpenFile {
    /// The version of the text.
    pub(crate) version: i32,
    /// Where its lines begin; they follow every edit.
    pub(crate) lines: LineIndex,
}
