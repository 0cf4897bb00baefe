//! One method for each question, for both kinds of file.

use crate::{
    Action, Completion, Diagnostics, File, FileEdit, Highlight, Hint, Hover, Ide, Lens, Signature,
    Symbol, Target,
};
use gouji_database::{document_report, rule_file_diagnostics};
use gouji_text::TextRange;
use std::sync::Arc;

impl Ide<'_> {
    /// The text that is shown.
    pub fn text(&self, file: File) -> Arc<str> {
        match file {
            File::Rule(file) => file.text(self.database),
            File::Document(file) => file.text(self.database),
        }
    }

    /// What is wrong in a file.
    pub fn diagnostics(&self, file: File) -> Diagnostics {
        match file {
            File::Rule(file) => rule_file_diagnostics(self.database, self.configuration, file),
            File::Document(file) => {
                let report = document_report(self.database, self.configuration, file);
                let all = report.findings.iter().chain(&report.problems);
                Arc::new(all.cloned().collect())
            }
        }
    }

    /// What stands at a place.
    pub fn hover(&self, _file: File, _offset: u32) -> Option<Hover> {
        None
    }

    /// What could be typed at a place.
    pub fn completions(&self, _file: File, _offset: u32) -> Vec<Completion> {
        Vec::new()
    }

    /// Where what stands at a place comes from.
    pub fn definition(&self, _file: File, _offset: u32) -> Vec<Target> {
        Vec::new()
    }

    /// Where else what stands at a place is used.
    pub fn references(&self, _file: File, _offset: u32, _include_declaration: bool) -> Vec<Target> {
        Vec::new()
    }

    /// The name that a rename at this place would change.
    pub fn prepare_rename(&self, _file: File, _offset: u32) -> Option<(TextRange, String)> {
        None
    }

    /// The edits that give what stands at a place another name, or why that cannot be.
    pub fn rename(&self, _file: File, _offset: u32, _name: &str) -> Result<Vec<FileEdit>, String> {
        Ok(Vec::new())
    }

    /// The outline of a file.
    pub fn outline(&self, _file: File) -> Vec<Symbol> {
        Vec::new()
    }

    /// What can be folded away.
    pub fn folding(&self, _file: File) -> Vec<TextRange> {
        Vec::new()
    }

    /// The coloured stretches of a file: sorted, not overlapping.
    pub fn highlights(&self, _file: File) -> Vec<Highlight> {
        Vec::new()
    }

    /// Words to show between the characters of a range.
    pub fn hints(&self, _file: File, _range: TextRange) -> Vec<Hint> {
        Vec::new()
    }

    /// How each rule of a file fares on the documents.
    pub fn lenses(&self, _file: File) -> Vec<Lens> {
        Vec::new()
    }

    /// What the function around a place takes.
    pub fn signature(&self, _file: File, _offset: u32) -> Option<Signature> {
        None
    }

    /// Every fix of every diagnostic that touches a range.
    pub fn actions(&self, _file: File, _range: TextRange) -> Vec<Action> {
        Vec::new()
    }

    /// Symbols of the rule texts and documents whose names match.
    pub fn workspace_symbols(&self, _query: &str) -> Vec<(Target, Symbol)> {
        Vec::new()
    }
}
