//! The checker.

use crate::{FileId, Problem, Program};
use gouji_syntax::SourceFile;

/// A rule text of a pack.
pub struct FileInput<'tree> {
    /// Its number.
    pub file: FileId,
    /// Its text.
    pub text: &'tree str,
    /// Its tree.
    pub tree: &'tree SourceFile,
}

/// A pack: files that belong together.
pub struct PackInput<'tree> {
    /// The name it goes by if it declares no ruleset.
    pub fallback_name: String,
    /// Its files in order of name.
    pub files: Vec<FileInput<'tree>>,
}

/// Checks packs together. Total: broken items are left out or marked, all others work.
pub fn check(_packs: &[PackInput<'_>]) -> (Program, Vec<Problem>) {
    todo!()
}
