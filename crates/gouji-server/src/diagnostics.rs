//! The diagnostics of a file, pulled by the client; the publisher pushes the same.

use crate::convert::diagnostic;
use crate::request_context::{PlacesOf, RequestContext};
use crate::state::Snapshot;
use gouji_database::Cancelled;
use gouji_diagnostic::{Diagnostic, Span};
use gouji_ide::{Diagnostics, File};
use gouji_text::Localized;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;
use tower_lsp::lsp_types as lsp;

/// What there is to say of a file: what is wrong in it, and of a rule text how it fares on the open
/// documents.
#[derive(PartialEq)]
pub(crate) struct FileFindings {
    pub(crate) diagnostics: Diagnostics,
    pub(crate) standing: Vec<Diagnostic>,
}

impl FileFindings {
    /// In the protocol's words.
    pub(crate) fn converted(
        &self,
        snapshot: &Snapshot,
        file: File,
        uri: &lsp::Url,
    ) -> Vec<lsp::Diagnostic> {
        let mut places = PlacesOf::new(snapshot);
        let own = RequestContext::new(snapshot, file);
        let own = own.places();
        let mut elsewhere = |at: &Span| places.of_span(at);
        let all = self.diagnostics.iter().chain(&self.standing);
        all.map(|one| diagnostic(one, &own, uri, &mut elsewhere, snapshot.language)).collect()
    }
}

/// What there is to say of a file. A defect that one file brings to light must not cost the others
/// their diagnostics: it is said at that file.
pub(crate) fn findings(snapshot: &Snapshot, file: File) -> FileFindings {
    let found = catch_unwind(AssertUnwindSafe(|| {
        Cancelled::catch(AssertUnwindSafe(|| {
            #[cfg(test)]
            crate::faults::strike(&snapshot.ide(file).text(file));
            let ide = snapshot.ide(file);
            FileFindings { diagnostics: ide.diagnostics(file), standing: ide.standing(file) }
        }))
    }));
    match found {
        Ok(Ok(findings)) => findings,
        Err(_) => FileFindings { diagnostics: Arc::new(vec![defect()]), standing: Vec::new() },
        Ok(Err(cancelled)) => resume_unwind(Box::new(cancelled)),
    }
}

fn defect() -> Diagnostic {
    Diagnostic::new(
        &gouji_workspace::codes::CRASH,
        Localized::new(
            "检查这个文件时程序出错，没有查完；请把它报告给我们",
            "the program failed on this file, which was not checked; please report it",
        ),
    )
}

/// The report on one file; short where the client knows it already.
pub(crate) fn of_file(
    snapshot: &Snapshot,
    uri: &lsp::Url,
    known: Option<&str>,
) -> lsp::DocumentDiagnosticReport {
    let items = items(snapshot, uri);
    let result_id = result_id(&items);
    if known == Some(result_id.as_str()) {
        return lsp::RelatedUnchangedDocumentDiagnosticReport {
            related_documents: None,
            unchanged_document_diagnostic_report: lsp::UnchangedDocumentDiagnosticReport {
                result_id,
            },
        }
        .into();
    }
    lsp::RelatedFullDocumentDiagnosticReport {
        related_documents: None,
        full_document_diagnostic_report: lsp::FullDocumentDiagnosticReport {
            result_id: Some(result_id),
            items,
        },
    }
    .into()
}

/// The report on every file of the workspace, open or not, and on those that the client has heard of
/// and that are gone.
pub(crate) fn of_workspace(
    snapshot: &Snapshot,
    known: &[lsp::PreviousResultId],
) -> lsp::WorkspaceDiagnosticReport {
    let known: HashMap<&lsp::Url, &str> =
        known.iter().map(|known| (&known.uri, known.value.as_str())).collect();
    let texts = snapshot.files().map(|(_, uri)| uri);
    let notices = snapshot.notices.iter().filter(|(path, _)| !snapshot.is_text(path));
    let mut uris: Vec<&lsp::Url> = texts.chain(notices.map(|(_, notice)| &notice.uri)).collect();
    let present: std::collections::HashSet<&lsp::Url> = uris.iter().copied().collect();
    let empty = result_id(&[]);
    let gone = known.iter().filter(|(uri, value)| !present.contains(*uri) && **value != empty);
    uris.extend(gone.map(|(uri, _)| *uri));
    let report = |uri: &&lsp::Url| {
        let version = snapshot.version(uri).map(i64::from);
        let uri = (*uri).clone();
        match of_file(snapshot, &uri, known.get(&uri).copied()) {
            lsp::DocumentDiagnosticReport::Full(full) => {
                let full_document_diagnostic_report = full.full_document_diagnostic_report;
                lsp::WorkspaceFullDocumentDiagnosticReport {
                    uri,
                    version,
                    full_document_diagnostic_report,
                }
                .into()
            }
            lsp::DocumentDiagnosticReport::Unchanged(unchanged) => {
                lsp::WorkspaceDocumentDiagnosticReport::Unchanged(
                    lsp::WorkspaceUnchangedDocumentDiagnosticReport {
                        uri,
                        version,
                        unchanged_document_diagnostic_report: unchanged
                            .unchanged_document_diagnostic_report,
                    },
                )
            }
        }
    };
    lsp::WorkspaceDiagnosticReport { items: uris.iter().map(report).collect() }
}

fn items(snapshot: &Snapshot, uri: &lsp::Url) -> Vec<lsp::Diagnostic> {
    match snapshot.file(uri) {
        Some(file) => findings(snapshot, file).converted(snapshot, file, uri),
        None => snapshot.notice(uri).map(|notice| notice.diagnostics.clone()).unwrap_or_default(),
    }
}

/// The same for the same diagnostics, and another for others.
fn result_id(items: &[lsp::Diagnostic]) -> String {
    let mut hasher = DefaultHasher::new();
    serde_json::to_string(items).unwrap_or_default().hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}
