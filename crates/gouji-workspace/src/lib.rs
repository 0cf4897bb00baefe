//! The world outside: rule packs inside the binary and on disk, documents found by walking, and
//! checking many of them on all cores.
//!
//! Must never know: the terminal, editors, the language-server protocol.

#![warn(clippy::all)]

mod batch;
pub mod codes;
mod discover;
mod memory;
mod ordered;
mod packs;
mod parse;
mod project;
mod system;

pub use batch::{Next, NotRead, check_documents, extract_documents};
pub use discover::{Discovered, discover};
pub use memory::MemorySystem;
pub use packs::{LoadedRules, RuleOptions, load_rules};
pub use project::{PROJECT_FILE, Project, Role, Survey, WATCHED, read_text_file};
pub use system::{DiskSystem, Entry, EntryKind, OutputFile, System};
