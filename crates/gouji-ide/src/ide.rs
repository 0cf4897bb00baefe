//! One method for each question, for both kinds of file.

use crate::words::pick;
use crate::{
    Action, Completion, Diagnostics, File, FileEdit, Highlight, Hint, Hover, Ide, Lens, Signature,
    Symbol, Target, TextPage,
};
use gouji_database::{document_findings, model, reading, rule_file_diagnostics};
use gouji_diagnostic::Diagnostic;
use gouji_text::{LineIndex, Localized, TextRange};
use std::sync::Arc;

impl Ide<'_> {
    /// The text that is shown.
    pub fn text(&self, file: File) -> Arc<str> {
        match file {
            File::Rule(file) => file.text(self.database),
            File::Document(file) => Arc::clone(file.raw(self.database).text()),
        }
    }

    /// Where the lines of the text begin, as editors count lines.
    pub fn lines(&self, file: File) -> LineIndex {
        match file {
            File::Rule(file) => LineIndex::of_editor(&file.text(self.database)),
            File::Document(file) => {
                let model = model(self.database, file);
                // Of a document that is no text nothing is kept, and nothing stands anywhere in it.
                model.lines.as_editors_count(&model.body.text)
            }
        }
    }

    /// What is wrong in a file.
    pub fn diagnostics(&self, file: File) -> Diagnostics {
        match file {
            File::Rule(file) => rule_file_diagnostics(self.database, self.configuration, file),
            File::Document(file) => {
                let found = document_findings(self.database, self.configuration, file);
                Arc::clone(&found.diagnostics)
            }
        }
    }

    /// The file of a name that the places of diagnostics go by.
    pub fn file_named(&self, name: &str) -> Option<File> {
        let document = self.documents.iter().find(|file| file.name(self.database) == name);
        if let Some(document) = document {
            return Some(File::Document(*document));
        }
        let packs = self.configuration.packs(self.database);
        let mut files = packs.iter().flat_map(|pack| &pack.files);
        files.find(|file| file.name(self.database) == name).map(|file| File::Rule(*file))
    }

    /// How the rules and forms of a file fare on the open documents, where that is worth a word. An
    /// edit of a document changes what is said of a rule text.
    pub fn standing(&self, file: File) -> Vec<Diagnostic> {
        match file {
            File::Rule(file) => self.rule_standing(file),
            File::Document(_) => Vec::new(),
        }
    }

    /// What stands at a place.
    pub fn hover(&self, file: File, offset: u32) -> Option<Hover> {
        match file {
            File::Rule(file) => self.rule_hover(file, offset),
            File::Document(file) => self.document_hover(file, offset),
        }
    }

    /// What could be typed at a place.
    pub fn completions(&self, file: File, offset: u32) -> Vec<Completion> {
        match file {
            File::Rule(file) => self.rule_completions(file, offset),
            File::Document(_) => Vec::new(),
        }
    }

    /// Where what stands at a place comes from.
    pub fn definition(&self, file: File, offset: u32) -> Vec<Target> {
        match file {
            File::Rule(file) => self.rule_definition(file, offset),
            File::Document(file) => self.document_definition(file, offset),
        }
    }

    /// Where else what stands at a place is used.
    pub fn references(&self, file: File, offset: u32, include_declaration: bool) -> Vec<Target> {
        match file {
            File::Rule(file) => self.rule_references(file, offset, include_declaration),
            File::Document(file) => self.document_references(file, offset, include_declaration),
        }
    }

    /// The name that a rename at this place would change.
    pub fn prepare_rename(&self, file: File, offset: u32) -> Option<(TextRange, String)> {
        match file {
            File::Rule(file) => self.rule_prepare_rename(file, offset),
            File::Document(_) => None,
        }
    }

    /// The edits that give what stands at a place another name, or why that cannot be.
    pub fn rename(&self, file: File, offset: u32, new_name: &str) -> Result<Vec<FileEdit>, String> {
        match file {
            File::Rule(file) => self.rule_rename(file, offset, new_name),
            File::Document(_) => Err(pick(
                self.language,
                "公开文件里没有可以改名的名字",
                "there is no name to change in a document",
            )
            .to_owned()),
        }
    }

    /// The outline of a file.
    pub fn outline(&self, file: File) -> Vec<Symbol> {
        match file {
            File::Rule(file) => self.rule_outline(file),
            File::Document(file) => self.document_outline(file),
        }
    }

    /// What can be folded away.
    pub fn folding(&self, file: File) -> Vec<TextRange> {
        match file {
            File::Rule(file) => self.rule_folding(file),
            File::Document(file) => self.document_folding(file),
        }
    }

    /// The coloured stretches of a file: sorted, not overlapping.
    pub fn highlights(&self, file: File) -> Vec<Highlight> {
        match file {
            File::Rule(file) => self.rule_highlights(file),
            File::Document(file) => self.document_highlights(file),
        }
    }

    /// Words to show between the characters of a range.
    pub fn hints(&self, file: File, range: TextRange) -> Vec<Hint> {
        match file {
            File::Rule(file) => self.rule_hints(file, range),
            File::Document(file) => self.document_hints(file, range),
        }
    }

    /// How each rule and form of a file fares on the documents.
    pub fn lenses(&self, file: File) -> Vec<Lens> {
        match file {
            File::Rule(file) => self.rule_lenses(file),
            File::Document(_) => Vec::new(),
        }
    }

    /// What a form saw of a document, as a page to be read: its tables, which of them the form reads or
    /// why not, what became of each cell, and where its sentences match. All forms, where none is named.
    pub fn reading(&self, file: File, form: Option<&str>) -> Option<String> {
        match file {
            File::Rule(_) => None,
            File::Document(file) => {
                Some(reading(self.database, self.configuration, file, form, self.language))
            }
        }
    }

    /// The text of a document whose file is none that an editor can show: `None` for any other file, and for
    /// one that could not be read.
    pub fn text_page(&self, file: File) -> Option<TextPage> {
        let File::Document(file) = file else { return None };
        let model = model(self.database, file);
        let words = |words: &Localized| words.in_language(self.language).to_owned();
        model.is_projected().then(|| TextPage {
            text: Arc::clone(&model.body.text),
            marks: model.marks().iter().map(|mark| (mark.at, words(&mark.words))).collect(),
        })
    }

    /// What the function around a place takes.
    pub fn signature(&self, file: File, offset: u32) -> Option<Signature> {
        match file {
            File::Rule(file) => self.rule_signature(file, offset),
            File::Document(_) => None,
        }
    }

    /// Every fix of every diagnostic that touches a range.
    pub fn actions(&self, file: File, range: TextRange) -> Vec<Action> {
        self.fixes(file, range)
    }

    /// Symbols of the rule texts and documents whose names match.
    pub fn workspace_symbols(&self, query: &str) -> Vec<(Target, Symbol)> {
        self.symbols_named(query)
    }
}
