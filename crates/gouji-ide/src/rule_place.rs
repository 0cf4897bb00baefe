//! What stands at a place of a rule text.

use crate::rules::{RuleTexts, range_of};
use crate::tokens::{EditorToken, EditorTokenKind, tokens};
use gouji_database::RuleFile;
use gouji_program::{ItemId, Meaning, Resolution};
use gouji_syntax::{Item, ItemKind};
use gouji_text::TextRange;
use std::sync::Arc;

/// A place of a rule text.
pub(crate) struct RulePlace<'r> {
    pub rules: RuleTexts<'r>,
    pub text: Arc<str>,
    /// The item that the place lies in or ends.
    pub id: Option<ItemId>,
}

impl<'r> RulePlace<'r> {
    pub fn new(ide: &'r crate::Ide<'r>, file: RuleFile, offset: u32) -> Self {
        let rules = ide.rules(Some(file));
        let number = rules.number(file);
        let text = rules.text(number);
        let items = rules.tree(number).map_or(&[][..], |tree| tree.items.as_slice());
        let after = items.partition_point(|item| item.start <= offset);
        let id = after.checked_sub(1).map(|index| ItemId { file: number, item: index as u32 });
        Self { rules, text, id }
    }

    pub fn item(&self) -> Option<&Item> {
        self.rules.item(self.id?)
    }

    /// The start of the item.
    pub fn start(&self) -> u32 {
        self.item().map_or(0, |item| item.start)
    }

    /// The text of the item.
    pub fn item_text(&self) -> &str {
        self.item().map_or("", |item| range_of(item).of(&self.text))
    }

    /// The name at a place.
    pub fn name(&self, offset: u32) -> Option<Resolution> {
        let relative = offset.checked_sub(self.start())?;
        self.rules.names.at(self.id?, relative).copied()
    }

    /// Where a name of the item stands in its file.
    pub fn range(&self, name: &Resolution) -> TextRange {
        name.place.range.shifted(self.start())
    }

    /// What a word of the item stands for.
    pub fn meaning(&self, token: &EditorToken) -> Option<Meaning> {
        let names = self.rules.names.of_item(self.id?);
        let found = names.iter().find(|name| self.range(name) == token.range);
        found.map(|name| name.meaning)
    }

    /// The pieces of the item.
    pub fn tokens(&self) -> Vec<EditorToken> {
        tokens(self.item_text(), self.start())
    }

    /// The word at a place.
    pub fn token(&self, offset: u32) -> Option<EditorToken> {
        let tokens = self.tokens();
        let touching = tokens.iter().filter(|token| token.range.touches(offset));
        touching.min_by_key(|token| (!token.is_word(), token.range.end == offset)).copied()
    }

    /// Whether a place lies in the free text behind 依据.
    pub fn is_free_text(&self, offset: u32) -> bool {
        let Some(item) = self.item() else { return false };
        free_texts(item).iter().any(|range| range.shifted(item.start).touches(offset))
    }
}

/// Where the free texts of an item stand, relative to it.
pub(crate) fn free_texts(item: &Item) -> Vec<TextRange> {
    match &item.kind {
        ItemKind::Ruleset(node) => node.basis.iter().map(|basis| basis.range).collect(),
        ItemKind::Rule(node) => {
            let basis = node.clauses.iter().filter_map(|clause| match clause {
                gouji_syntax::ast::RuleClause::Basis(text) => Some(text.range),
                _ => None,
            });
            basis.collect()
        }
        _ => Vec::new(),
    }
}

/// The text of a word token, full-width letters aside.
pub(crate) fn word<'text>(text: &'text str, token: &EditorToken) -> &'text str {
    match token.kind {
        EditorTokenKind::Backquoted => crate::words::bare_name(token.range.of(text)),
        _ => token.range.of(text),
    }
}
