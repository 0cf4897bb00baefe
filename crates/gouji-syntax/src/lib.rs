//! The gouji language: rule text to syntax trees, item by item.
//!
//! A file is first split into items at the keywords that open them, then each item is parsed by
//! itself: one broken item never hides another, and an item's tree is relative to its own start, so
//! that text typed above it does not change it.
//!
//! Must never know: salsa, documents, files, what names mean.

#![warn(clippy::all)]

pub mod ast;
pub mod codes;
mod declared;
mod edit;
mod format;
mod keyword;
mod lower;
mod nesting;
mod parse;
mod scan;
mod spelling;
mod split;

pub use ast::{Item, ItemKind, SourceFile};
pub use declared::{declared_imports, declared_ruleset};
pub use format::{FormatOptions, Formatted, format_rules};
pub use keyword::{Keyword, KeywordKind};
pub use parse::{parse, parse_expression, parse_item, parse_rules, unread_example};
pub use scan::{block_depth, block_text_length};
pub use split::{Split, split_items};
