//! A file that a question is about, and the answers' places in it.

use crate::convert::Places;
use crate::state::Snapshot;
use gouji_diagnostic::Span;
use gouji_ide::{File, FileEdit, Ide, Target};
use gouji_text::LineIndex;
use std::collections::HashMap;
use std::sync::Arc;
use tower_lsp::lsp_types as lsp;

/// A file that a question is about, and its text.
pub(crate) struct RequestContext<'snapshot> {
    pub(crate) snapshot: &'snapshot Snapshot,
    pub(crate) file: File,
    text: Arc<str>,
    lines: LineIndex,
}

impl<'snapshot> RequestContext<'snapshot> {
    pub(crate) fn new(snapshot: &'snapshot Snapshot, file: File) -> Self {
        let text = snapshot.ide(file).text(file);
        let lines = snapshot.ide(file).lines(file);
        Self { snapshot, file, text, lines }
    }

    pub(crate) fn ide(&self) -> Ide<'snapshot> {
        self.snapshot.ide(self.file)
    }

    pub(crate) fn places(&self) -> Places<'_> {
        Places { text: &self.text, lines: &self.lines, encoding: self.snapshot.encoding }
    }

    pub(crate) fn locations(&self, targets: &[Target]) -> Vec<lsp::Location> {
        let mut places = PlacesOf::new(self.snapshot);
        targets.iter().filter_map(|target| places.location(target)).collect()
    }

    pub(crate) fn workspace_edit(&self, edits: &[FileEdit]) -> lsp::WorkspaceEdit {
        let mut places = PlacesOf::new(self.snapshot);
        let mut changes: HashMap<lsp::Url, Vec<lsp::TextEdit>> = HashMap::new();
        for edit in edits {
            if let Some(uri) = self.snapshot.uri(edit.file) {
                let range = places.of(edit.file).places().range(edit.range);
                let new_text = edit.text.clone();
                changes.entry(uri.clone()).or_default().push(lsp::TextEdit { range, new_text });
            }
        }
        lsp::WorkspaceEdit { changes: Some(changes), ..Default::default() }
    }
}

/// Places in several files; the lines of each are counted once.
pub(crate) struct PlacesOf<'snapshot> {
    snapshot: &'snapshot Snapshot,
    files: Vec<RequestContext<'snapshot>>,
}

impl<'snapshot> PlacesOf<'snapshot> {
    pub(crate) fn new(snapshot: &'snapshot Snapshot) -> Self {
        Self { snapshot, files: Vec::new() }
    }

    fn of(&mut self, file: File) -> &RequestContext<'snapshot> {
        let known = self.files.iter().position(|context| context.file == file);
        let number = known.unwrap_or_else(|| {
            self.files.push(RequestContext::new(self.snapshot, file));
            self.files.len() - 1
        });
        &self.files[number]
    }

    /// Where a place of a diagnostic stands, in whichever file.
    pub(crate) fn of_span(&mut self, at: &Span) -> Option<lsp::Location> {
        let file = self.snapshot.ides().find_map(|ide| ide.file_named(&at.source))?;
        let uri = self.snapshot.uri(file)?.clone();
        Some(lsp::Location { uri, range: self.of(file).places().range(at.range) })
    }

    /// Where the name of a target stands.
    pub(crate) fn location(&mut self, target: &Target) -> Option<lsp::Location> {
        let uri = self.snapshot.uri(target.file)?.clone();
        Some(lsp::Location { uri, range: self.of(target.file).places().range(target.selection) })
    }
}

pub(crate) fn markdown(value: String) -> lsp::Documentation {
    lsp::Documentation::MarkupContent(lsp::MarkupContent { kind: lsp::MarkupKind::Markdown, value })
}
