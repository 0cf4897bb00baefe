//! All access to files, behind one trait.

use std::io::{Error, ErrorKind, Read, Result};
use std::path::{Path, PathBuf};

/// What a path is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryKind {
    /// A file.
    File,
    /// A folder.
    Folder,
    /// Neither: a device, a pipe, a broken link.
    Other,
}

/// Something met on a walk.
#[derive(Debug)]
pub struct Entry {
    /// Its path, beginning with the path walked.
    pub path: PathBuf,
    /// What it is, or why that cannot be told.
    pub kind: Result<EntryKind>,
}

/// The outside world. Its in-memory twin is [`MemorySystem`](crate::MemorySystem).
pub trait System: Sync {
    /// All of a file, at most `limit` bytes; a larger one is refused.
    fn read(&self, path: &Path, limit: usize) -> Result<Vec<u8>>;

    /// What a path is.
    fn kind(&self, path: &Path) -> Result<EntryKind>;

    /// Everything below a folder, in order of path; links to folders are not followed.
    fn walk(&self, folder: &Path) -> Vec<Entry>;
}

/// The file system.
pub struct DiskSystem;

/// Deepest nesting of folders that a walk enters.
const DEEPEST: usize = 64;

impl System for DiskSystem {
    fn read(&self, path: &Path, limit: usize) -> Result<Vec<u8>> {
        let file = std::fs::File::open(path)?;
        let expected = file.metadata()?.len();
        if expected > limit as u64 {
            return Err(too_large(limit));
        }
        let mut bytes = Vec::with_capacity(usize::try_from(expected).unwrap_or(0) + 1);
        file.take(limit as u64 + 1).read_to_end(&mut bytes)?;
        if bytes.len() > limit { Err(too_large(limit)) } else { Ok(bytes) }
    }

    fn kind(&self, path: &Path) -> Result<EntryKind> {
        let metadata = std::fs::metadata(path)?;
        Ok(if metadata.is_dir() {
            EntryKind::Folder
        } else if metadata.is_file() {
            EntryKind::File
        } else {
            EntryKind::Other
        })
    }

    fn walk(&self, folder: &Path) -> Vec<Entry> {
        let walk =
            walkdir::WalkDir::new(folder).min_depth(1).max_depth(DEEPEST).sort_by_file_name();
        walk.into_iter()
            .map(|entry| match entry {
                Ok(entry) => {
                    let path = entry.path().to_owned();
                    let kind = if entry.file_type().is_symlink() {
                        // A link to a file is that file; a link to a folder is not entered.
                        self.kind(&path).map(|kind| match kind {
                            EntryKind::File => EntryKind::File,
                            EntryKind::Folder | EntryKind::Other => EntryKind::Other,
                        })
                    } else if entry.file_type().is_dir() {
                        Ok(EntryKind::Folder)
                    } else if entry.file_type().is_file() {
                        Ok(EntryKind::File)
                    } else {
                        Ok(EntryKind::Other)
                    };
                    Entry { path, kind }
                }
                Err(error) => {
                    let path = error.path().unwrap_or(folder).to_owned();
                    let reason = error.into_io_error();
                    Entry { path, kind: Err(reason.unwrap_or_else(|| ErrorKind::Other.into())) }
                }
            })
            .collect()
    }
}

/// The error for a file that is larger than is read.
pub(crate) fn too_large(limit: usize) -> Error {
    Error::new(ErrorKind::FileTooLarge, format!("{} MiB", limit >> 20))
}
