//! What there is to say of files that are no text to us: a document that cannot be read, a
//! `gouji.toml` that is wrong.

use crate::convert::{Encoding, Places};
use gouji_text::{Language, LineIndex, Localized, TextRange};

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use tower_lsp::lsp_types as lsp;

/// By path.
pub(crate) type Notices = BTreeMap<PathBuf, Notice>;

/// What there is to say of a file.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Notice {
    pub(crate) uri: lsp::Url,
    pub(crate) diagnostics: Vec<lsp::Diagnostic>,
}

/// A sentence about a file, by its code.
pub(crate) struct Remark {
    pub(crate) code: &'static str,
    pub(crate) severity: lsp::DiagnosticSeverity,
    pub(crate) message: Localized,
    /// Where, in the text given.
    pub(crate) at: TextRange,
}

impl Remark {
    /// A document that cannot be read at all.
    pub(crate) fn unreadable(message: Localized) -> Self {
        let severity = lsp::DiagnosticSeverity::ERROR;
        Self { code: "document/unreadable", severity, message, at: TextRange::default() }
    }

    /// A document in a format that has no reader.
    pub(crate) fn no_reader(message: Localized) -> Self {
        let severity = lsp::DiagnosticSeverity::INFORMATION;
        Self { code: "document/no-reader", severity, message, at: TextRange::default() }
    }

    /// Something is wrong with the project file.
    pub(crate) fn project(message: Localized, at: TextRange) -> Self {
        Self { code: "project/wrong", severity: lsp::DiagnosticSeverity::ERROR, message, at }
    }
}

impl Notice {
    /// What is said of a file; nothing of what no address can be given to.
    pub(crate) fn new(
        path: &Path,
        text: &str,
        remarks: Vec<Remark>,
        encoding: Encoding,
        language: Language,
    ) -> Option<Self> {
        let uri = lsp::Url::from_file_path(path).ok()?;
        let lines = LineIndex::of_editor(text);
        let places = Places { text, lines: &lines, encoding };
        let diagnostics = remarks
            .into_iter()
            .map(|remark| lsp::Diagnostic {
                range: places.range(remark.at),
                severity: Some(remark.severity),
                code: Some(lsp::NumberOrString::String(remark.code.to_owned())),
                source: Some("gouji".to_owned()),
                message: remark.message.in_language(language).to_owned(),
                ..lsp::Diagnostic::default()
            })
            .collect();
        Some(Self { uri, diagnostics })
    }
}
