//! Files that lie in memory, over those of another system.

use crate::system::{Entry, EntryKind, OutputFile, System, too_large};
use std::io::Result;
use std::path::{Path, PathBuf};

/// A system with one file more, or another text for one of its files: what came in on standard input.
pub struct Overlay<Below> {
    below: Below,
    file: Option<(PathBuf, Vec<u8>)>,
}

impl<Below: System> Overlay<Below> {
    /// The system with this file, or as it is.
    pub fn new(below: Below, file: Option<(PathBuf, Vec<u8>)>) -> Self {
        Self { below, file }
    }

    fn bytes(&self, path: &Path) -> Option<&[u8]> {
        self.file.as_ref().filter(|(name, _)| name == path).map(|(_, bytes)| bytes.as_slice())
    }
}

impl<Below: System> System for Overlay<Below> {
    fn read(&self, path: &Path, limit: usize) -> Result<Vec<u8>> {
        match self.bytes(path) {
            Some(bytes) if bytes.len() > limit => Err(too_large(limit)),
            Some(bytes) => Ok(bytes.to_vec()),
            None => self.below.read(path, limit),
        }
    }

    fn kind(&self, path: &Path) -> Result<EntryKind> {
        match self.bytes(path) {
            Some(_) => Ok(EntryKind::File),
            None => self.below.kind(path),
        }
    }

    fn walk(&self, folder: &Path) -> Vec<Entry> {
        self.below.walk(folder)
    }

    fn names(&self, folder: &Path) -> Vec<String> {
        self.below.names(folder)
    }

    fn canonical(&self, path: &Path) -> Result<PathBuf> {
        match self.bytes(path) {
            Some(_) => Ok(path.to_owned()),
            None => self.below.canonical(path),
        }
    }

    fn cache_folder(&self) -> PathBuf {
        self.below.cache_folder()
    }

    fn set_read_only(&self, path: &Path) -> Result<()> {
        self.below.set_read_only(path)
    }

    fn create_folder(&self, path: &Path) -> Result<()> {
        self.below.create_folder(path)
    }

    fn create(&self, path: &Path) -> Result<Box<dyn OutputFile>> {
        self.below.create(path)
    }

    fn is_same(&self, left: &Path, right: &Path) -> bool {
        // What lies in memory is lost by no writing.
        self.bytes(left).is_none() && self.bytes(right).is_none() && self.below.is_same(left, right)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::MemorySystem;

    #[test]
    fn the_file_in_memory_hides_the_one_below() {
        let below = MemorySystem::default().with("a.txt", "below").with("b.txt", "b");
        let system = Overlay::new(below, Some(("a.txt".into(), b"above".to_vec())));
        assert_eq!(system.read(Path::new("a.txt"), 9).unwrap(), b"above");
        assert_eq!(system.read(Path::new("b.txt"), 9).unwrap(), b"b");
        assert!(system.read(Path::new("a.txt"), 4).is_err());
        assert!(!system.is_same(Path::new("a.txt"), Path::new("a.txt")));
        assert!(system.is_same(Path::new("b.txt"), Path::new("b.txt")));
        assert_eq!(system.names(Path::new("")).len(), 2);
    }
}
