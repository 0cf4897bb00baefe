//! From text to trees.

use crate::{Item, SourceFile};

/// Parses a whole file. Total: any text gives a file and its problems.
pub fn parse(text: &str) -> SourceFile { todo!() }
