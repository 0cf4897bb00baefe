//! What can be done about diagnostics, and what there is by name in all files.

use crate::words::may_be;
use crate::{Action, File, FileEdit, Ide, Symbol, SymbolKind, Target};
use gouji_text::TextRange;

/// Symbols that are answered at most.
const MOST_SYMBOLS: usize = 400;

impl Ide<'_> {
    pub(crate) fn fixes(&self, file: File, range: TextRange) -> Vec<Action> {
        let diagnostics = self.diagnostics(file);
        let overlaps = |other: TextRange| other.start <= range.end && range.start <= other.end;
        let mut actions = Vec::new();
        for diagnostic in diagnostics.iter() {
            let touched = diagnostic.subject().is_some_and(|at| overlaps(at.range))
                || diagnostic.edits().any(|edit| overlaps(edit.at.range));
            if !touched {
                continue;
            }
            for fix in &diagnostic.fixes {
                let edits = fix.edits.iter().map(|edit| FileEdit {
                    file,
                    range: edit.at.range,
                    text: edit.text.clone(),
                });
                let action = Action {
                    title: fix.title.in_language(self.language).to_owned(),
                    code: diagnostic.code.to_string(),
                    edits: edits.collect(),
                };
                if !actions.contains(&action) {
                    actions.push(action);
                }
            }
        }
        actions
    }

    pub(crate) fn symbols_named(&self, query: &str) -> Vec<(Target, Symbol)> {
        let rules = self.rules(None);
        let mut found = Vec::new();
        for file in &rules.checked.files {
            collect(File::Rule(*file), self.rule_outline(*file), query, &mut found);
        }
        for document in self.documents {
            if query.is_empty() || found.len() >= MOST_SYMBOLS {
                break;
            }
            collect(File::Document(*document), self.document_outline(*document), query, &mut found);
        }
        found.truncate(MOST_SYMBOLS);
        found
    }
}

fn collect(file: File, symbols: Vec<Symbol>, query: &str, found: &mut Vec<(Target, Symbol)>) {
    for mut symbol in symbols {
        let children = std::mem::take(&mut symbol.children);
        let wanted = symbol.kind != SymbolKind::Table
            && symbol.kind != SymbolKind::Example
            && may_be(&symbol.name, query.trim());
        if wanted && found.len() < MOST_SYMBOLS {
            let target = Target { file, range: symbol.range, selection: symbol.selection };
            found.push((target, symbol));
        }
        collect(file, children, query, found);
    }
}
