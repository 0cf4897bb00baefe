//! What stands at a place of a rule text.

use crate::resolve::{Occurrence, occurrences};
use crate::rules::{ItemId, Rules};
use crate::tokens::{Token, TokenKind, tokens};
use gouji_database::RuleFile;
use gouji_syntax::{Item, ItemKind};
use gouji_text::TextRange;
use std::sync::Arc;

/// A place of a rule text.
pub(crate) struct RulePlace<'r> {
    pub rules: Rules<'r>,
    pub text: Arc<str>,
    /// The item that the place lies in or ends.
    pub id: Option<ItemId>,
}

impl<'r> RulePlace<'r> {
    pub fn new(ide: &'r crate::Ide<'r>, file: RuleFile, offset: u32) -> Self {
        let rules = ide.rules(Some(file));
        let number = rules.number(file);
        let text = rules.text(number);
        let items = rules.trees.get(number as usize).map_or(&[][..], |tree| tree.items.as_slice());
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
        let Some(item) = self.item() else { return "" };
        TextRange::new(item.start, item.start.saturating_add(item.length)).of(&self.text)
    }

    /// The name at a place, its range in the file.
    pub fn occurrence(&self, offset: u32) -> Option<Occurrence> {
        let start = self.start();
        let relative = offset.checked_sub(start)?;
        let found = occurrences(&self.rules, self.id?, &self.text);
        let touching = found.iter().filter(|one| one.range.touches(relative));
        // Where two names touch, the one that begins here is meant; a name before a column that is
        // bound by it.
        let best = touching
            .min_by_key(|one| (one.range.end == relative, one.range.len(), one.range.start))?;
        Some(Occurrence { range: best.range.shifted(start), ..*best })
    }

    /// The pieces of the item.
    pub fn tokens(&self) -> Vec<Token> {
        tokens(self.item_text(), self.start())
    }

    /// The word at a place.
    pub fn token(&self, offset: u32) -> Option<Token> {
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
pub(crate) fn word<'text>(text: &'text str, token: &Token) -> &'text str {
    match token.kind {
        TokenKind::Backquoted => crate::words::bare_name(token.range.of(text)),
        _ => token.range.of(text),
    }
}
