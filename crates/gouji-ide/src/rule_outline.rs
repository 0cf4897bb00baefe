//! The outline of a rule text, and what of it can be folded away.

use crate::rules::name_of;
use crate::tokens::{EditorTokenKind, tokens};
use crate::words::{listed, pick};
use crate::{Ide, Symbol, SymbolKind};
use gouji_database::{RuleFile, tree};
use gouji_syntax::ast::{Expectation, Record, RuleClause, TypeExpression};
use gouji_syntax::{Item, ItemKind, Keyword};
use gouji_text::TextRange;

impl Ide<'_> {
    pub(crate) fn rule_outline(&self, file: RuleFile) -> Vec<Symbol> {
        let text = file.text(self.database);
        let tree = tree(self.database, file);
        tree.items.iter().filter_map(|item| self.item_symbol(item, &text)).collect()
    }

    fn item_symbol(&self, item: &Item, text: &str) -> Option<Symbol> {
        let name = name_of(item)?;
        let words = |chinese: &str, english: &str| pick(self.language, chinese, english).to_owned();
        let (kind, detail, children) = match &item.kind {
            ItemKind::Ruleset(node) => {
                let version = node.version.as_ref().map(|version| version.value.clone());
                (SymbolKind::Ruleset, version.unwrap_or_default(), Vec::new())
            }
            ItemKind::Import(_) | ItemKind::Unread => return None,
            ItemKind::Dimension(node) => {
                let units: Vec<&str> =
                    node.units.iter().map(|unit| unit.name.text.as_str()).collect();
                (SymbolKind::Unit, listed(&units, self.language), Vec::new())
            }
            ItemKind::Record(node) => {
                let detail = words("记录", "record");
                (SymbolKind::Record, detail, fields(node, item.start, text))
            }
            ItemKind::Form(node) => {
                let detail = format!("{}{}", words("填 ", "fills "), node.record.text);
                (SymbolKind::Form, detail, Vec::new())
            }
            ItemKind::Definition(node) => {
                let names: Vec<&str> =
                    node.parameters.iter().map(|name| name.text.as_str()).collect();
                (SymbolKind::Function, format!("({})", names.join(", ")), Vec::new())
            }
            ItemKind::Rule(node) => {
                let over = node.clauses.iter().find_map(|clause| match clause {
                    RuleClause::ForEach { path, .. } => {
                        let names: Vec<&str> = path.iter().map(|name| name.text.as_str()).collect();
                        Some(names.join("."))
                    }
                    _ => None,
                });
                (SymbolKind::Rule, over.unwrap_or_default(), Vec::new())
            }
            ItemKind::Example(node) => {
                let is = |wanted: Expectation| {
                    node.cases.iter().filter(|case| case.expectation == wanted).count()
                };
                let (good, bad) = (is(Expectation::Good), is(Expectation::Bad));
                let detail = match self.language {
                    gouji_text::Language::Chinese => format!("示例：合格 {good}，不合格 {bad}"),
                    gouji_text::Language::English => format!("examples: {good} good, {bad} bad"),
                };
                (SymbolKind::Example, detail, Vec::new())
            }
            ItemKind::FormExample(node) => {
                let texts = node.cases.len();
                let detail = match self.language {
                    gouji_text::Language::Chinese => format!("表样的示例：文本 {texts} 段"),
                    gouji_text::Language::English => format!("examples of a form: {texts} texts"),
                };
                (SymbolKind::Example, detail, Vec::new())
            }
            ItemKind::Broken { keyword, .. } => {
                let kind = broken_kind(keyword)?;
                (kind, words("有误", "broken"), Vec::new())
            }
        };
        if name.text.is_empty() {
            return None;
        }
        Some(Symbol {
            name: name.text.clone(),
            detail,
            kind,
            range: TextRange::new(item.start, item.start.saturating_add(item.length)),
            selection: name.range.shifted(item.start),
            children,
        })
    }

    pub(crate) fn rule_folding(&self, file: RuleFile) -> Vec<TextRange> {
        let text = file.text(self.database);
        let mut found = Vec::new();
        let mut open: Vec<(char, u32)> = Vec::new();
        let mut comments: Option<TextRange> = None;
        for token in tokens(&text, 0) {
            let is_comment =
                matches!(token.kind, EditorTokenKind::Comment | EditorTokenKind::Documentation);
            comments = match (comments, is_comment && token.starts_line) {
                (Some(run), true) if lines_between(&text, run.end, token.range.start) <= 1 => {
                    Some(run.cover(token.range))
                }
                (run, begins) => {
                    found.extend(run.filter(|run| spans_lines(&text, *run)));
                    begins.then_some(token.range)
                }
            };
            match token.kind {
                EditorTokenKind::Open(bracket) => open.push((bracket, token.range.start)),
                EditorTokenKind::Close(bracket) => {
                    let wanted = match bracket {
                        '}' => '{',
                        ']' => '[',
                        _ => '(',
                    };
                    // What was opened inside and not closed is passed over.
                    if let Some(at) = open.iter().rposition(|(opened, _)| *opened == wanted) {
                        let range = TextRange::new(open[at].1, token.range.end);
                        open.truncate(at);
                        if spans_lines(&text, range) {
                            found.push(range);
                        }
                    }
                }
                _ => {}
            }
        }
        found.extend(comments.filter(|run| spans_lines(&text, *run)));
        found.sort_unstable();
        found
    }
}

fn fields(node: &Record, start: u32, text: &str) -> Vec<Symbol> {
    let named = node.fields.iter().filter(|field| !field.name.text.is_empty());
    named
        .map(|field| {
            let kind = match &field.kind {
                TypeExpression::Named(name) => name.range,
                TypeExpression::Series { range, .. } | TypeExpression::Many { range, .. } => *range,
            };
            Symbol {
                name: field.name.text.clone(),
                detail: kind.shifted(start).of(text).to_owned(),
                kind: SymbolKind::Field,
                range: field.name.range.cover(kind).shifted(start),
                selection: field.name.range.shifted(start),
                children: Vec::new(),
            }
        })
        .collect()
}

fn broken_kind(keyword: &str) -> Option<SymbolKind> {
    Keyword::spelled(keyword).find_map(|keyword| match keyword {
        Keyword::Ruleset => Some(SymbolKind::Ruleset),
        Keyword::Dimension => Some(SymbolKind::Unit),
        Keyword::Record => Some(SymbolKind::Record),
        Keyword::Form => Some(SymbolKind::Form),
        Keyword::Define => Some(SymbolKind::Function),
        Keyword::Rule => Some(SymbolKind::Rule),
        Keyword::Example => Some(SymbolKind::Example),
        _ => None,
    })
}

fn lines_between(text: &str, start: u32, end: u32) -> usize {
    TextRange::new(start, end).of(text).bytes().filter(|byte| *byte == b'\n').count()
}

/// Whether a range goes over a line end.
pub(crate) fn spans_lines(text: &str, range: TextRange) -> bool {
    range.of(text).contains(['\n', '\r'])
}
