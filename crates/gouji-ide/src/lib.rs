//! What an editor can ask, of rule texts and of disclosures alike, in plain editor words: byte
//! ranges, strings and small types. Every answer is a function of the database.
//!
//! Must never know: the language-server protocol, files, the terminal.

#![warn(clippy::all)]

mod actions;
mod api;
pub mod codes;
mod document_hover;
mod document_tree;
mod document_view;
mod fares;
mod figures;
mod ide;
mod program;
mod rule_completion;
mod rule_format;
mod rule_highlight;
mod rule_hints;
mod rule_hover;
mod rule_navigation;
mod rule_outline;
mod rule_place;
mod rule_rename;
mod rule_standing;
mod rules;
mod tokens;
mod words;

pub use api::*;
