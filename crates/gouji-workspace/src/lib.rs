//! Which rules and documents are in force, read from disk; and checking many documents on all cores.
//!
//! Must never know: the terminal, editors, the language-server protocol.

#![warn(clippy::all)]

mod apart;
mod batch;
pub mod codes;
mod discover;
mod export;
mod files;
mod ignored;
mod in_force;
mod memory;
mod ordered;
mod overlay;
mod packs;
mod parse;
mod project;
mod reasons;
mod system;

pub use apart::read_apart_with;
pub use batch::{
    LARGEST_DOCUMENT, Next, NotRead, check_documents, extract_documents, read_documents,
};
pub use discover::{Discovered, discover, read_document, read_text_file, watched};
pub use export::{Exported, copy_shipped, export_packs};
pub use files::{WorkedFolder, WorkedFolders};
pub use in_force::{
    DocumentChoice, ForceProblem, InForce, Origin, PackInForce, RuleFileInForce, RuleOptions,
    in_force, is_rule_file,
};
pub use memory::MemorySystem;
pub use overlay::Overlay;
pub use packs::{LoadedRules, load_rules};
pub use project::{Listed, PROJECT_FILE, Project, ProjectProblem};
pub use reasons::reason;
pub use system::{DiskSystem, Entry, EntryKind, OutputFile, System};
