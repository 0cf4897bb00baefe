//! The in-memory twin of the file system, for tests.

use crate::system::{Entry, EntryKind, OutputFile, System, too_large};
use std::collections::BTreeMap;
use std::io::{ErrorKind, Result, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Files by path; a file without bytes cannot be read.
type Files = BTreeMap<PathBuf, Option<Vec<u8>>>;

/// A file system that lies in memory. Clones share their files.
#[derive(Clone, Debug, Default)]
pub struct MemorySystem {
    files: Arc<Mutex<Files>>,
}

impl MemorySystem {
    /// Adds a file.
    #[must_use]
    pub fn with(self, path: &str, bytes: impl Into<Vec<u8>>) -> Self {
        self.files().insert(PathBuf::from(path), Some(bytes.into()));
        self
    }

    /// Removes a file, or all files below a folder.
    #[must_use]
    pub fn without(self, path: &str) -> Self {
        self.files().retain(|file, _| !file.starts_with(path));
        self
    }

    /// Adds a file that may not be read.
    #[must_use]
    pub fn with_unreadable(self, path: &str) -> Self {
        self.files().insert(PathBuf::from(path), None);
        self
    }
}

impl MemorySystem {
    fn files(&self) -> MutexGuard<'_, Files> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A file that appears when it is complete.
struct Written {
    system: MemorySystem,
    path: PathBuf,
    bytes: Vec<u8>,
}

impl Write for Written {
    fn write(&mut self, bytes: &[u8]) -> Result<usize> {
        self.bytes.write(bytes)
    }

    fn flush(&mut self) -> Result<()> {
        Ok(())
    }
}

impl OutputFile for Written {
    fn complete(self: Box<Self>) -> Result<()> {
        self.system.files().insert(self.path, Some(self.bytes));
        Ok(())
    }
}

impl System for MemorySystem {
    fn read(&self, path: &Path, limit: usize) -> Result<Vec<u8>> {
        match self.files().get(path) {
            Some(Some(bytes)) if bytes.len() > limit => Err(too_large(limit)),
            Some(Some(bytes)) => Ok(bytes.clone()),
            Some(None) => Err(ErrorKind::PermissionDenied.into()),
            None => Err(ErrorKind::NotFound.into()),
        }
    }

    fn kind(&self, path: &Path) -> Result<EntryKind> {
        if self.files().contains_key(path) {
            Ok(EntryKind::File)
        } else if self.files().keys().any(|file| file.starts_with(path)) {
            Ok(EntryKind::Folder)
        } else {
            Err(ErrorKind::NotFound.into())
        }
    }

    fn walk(&self, folder: &Path) -> Vec<Entry> {
        let files = self.files();
        let below = files.keys().filter(|file| file.starts_with(folder));
        below.map(|path| Entry { path: path.clone(), kind: Ok(EntryKind::File) }).collect()
    }

    fn create(&self, path: &Path) -> Result<Box<dyn OutputFile>> {
        let (system, path) = (self.clone(), path.to_owned());
        Ok(Box::new(Written { system, path, bytes: Vec::new() }))
    }

    fn is_same(&self, left: &Path, right: &Path) -> bool {
        left == right && self.files().contains_key(left)
    }
}
