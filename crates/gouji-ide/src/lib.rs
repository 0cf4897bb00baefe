//! What an editor can ask, of rule texts and of disclosures alike, in plain editor words: byte
//! ranges, strings and small types. Every answer is a function of the database.
//!
//! Must never know: the language-server protocol, files, the terminal.

#![warn(clippy::all)]

mod api;
mod ide;

pub use api::*;
pub use gouji_database::{
    Cancelled, Configuration, DocumentFile, Durability, GoujiDatabase, PackFiles, RuleFile, Setter,
    ruleset_name,
};
