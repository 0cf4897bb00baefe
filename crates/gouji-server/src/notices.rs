//! What there is to say of files that are no text to us: a document that cannot be read, a
//! `gouji.toml` that is wrong.

use crate::convert::{Places, PositionEncoding};
use gouji_diagnostic::{Diagnostic, Severity};
use gouji_text::{Language, LineIndex, TextRange};

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

/// A diagnostic of a text that is no text to the database.
pub(crate) type Remark = Diagnostic<TextRange>;

impl Notice {
    /// The notice on a file; `None` for a path that has no URI.
    pub(crate) fn new(
        path: &Path,
        text: &str,
        remarks: Vec<Remark>,
        encoding: PositionEncoding,
        language: Language,
    ) -> Option<Self> {
        let uri = lsp::Url::from_file_path(path).ok()?;
        let lines = LineIndex::of_editor(text);
        let places = Places { text, lines: &lines, encoding };
        let diagnostics = remarks
            .into_iter()
            .map(|remark| lsp::Diagnostic {
                range: places.range(remark.subject().copied().unwrap_or_default()),
                severity: Some(match remark.severity {
                    Severity::Error => lsp::DiagnosticSeverity::ERROR,
                    Severity::Warning => lsp::DiagnosticSeverity::WARNING,
                    Severity::Note => lsp::DiagnosticSeverity::INFORMATION,
                }),
                code: Some(lsp::NumberOrString::String(remark.code.to_string())),
                source: Some("gouji".to_owned()),
                message: remark.message.in_language(language).to_owned(),
                ..lsp::Diagnostic::default()
            })
            .collect();
        Some(Self { uri, diagnostics })
    }
}
