//! The in-memory twin of the file system, for tests.

use crate::system::{Entry, EntryKind, System, too_large};
use std::collections::BTreeMap;
use std::io::{ErrorKind, Result};
use std::path::{Path, PathBuf};

/// Files by path; a file without bytes cannot be read.
#[derive(Debug, Default)]
pub struct MemorySystem {
    files: BTreeMap<PathBuf, Option<Vec<u8>>>,
}

impl MemorySystem {
    /// Adds a file.
    #[must_use]
    pub fn with(mut self, path: &str, bytes: impl Into<Vec<u8>>) -> Self {
        self.files.insert(PathBuf::from(path), Some(bytes.into()));
        self
    }

    /// Removes a file, or all files below a folder.
    #[must_use]
    pub fn without(mut self, path: &str) -> Self {
        self.files.retain(|file, _| !file.starts_with(path));
        self
    }

    /// Adds a file that may not be read.
    #[must_use]
    pub fn with_unreadable(mut self, path: &str) -> Self {
        self.files.insert(PathBuf::from(path), None);
        self
    }
}

impl System for MemorySystem {
    fn read(&self, path: &Path, limit: usize) -> Result<Vec<u8>> {
        match self.files.get(path) {
            Some(Some(bytes)) if bytes.len() > limit => Err(too_large(limit)),
            Some(Some(bytes)) => Ok(bytes.clone()),
            Some(None) => Err(ErrorKind::PermissionDenied.into()),
            None => Err(ErrorKind::NotFound.into()),
        }
    }

    fn kind(&self, path: &Path) -> Result<EntryKind> {
        if self.files.contains_key(path) {
            Ok(EntryKind::File)
        } else if self.files.keys().any(|file| file.starts_with(path)) {
            Ok(EntryKind::Folder)
        } else {
            Err(ErrorKind::NotFound.into())
        }
    }

    fn walk(&self, folder: &Path) -> Vec<Entry> {
        let below = self.files.keys().filter(|file| file.starts_with(folder));
        below.map(|path| Entry { path: path.clone(), kind: Ok(EntryKind::File) }).collect()
    }
}
