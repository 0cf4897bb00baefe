//! Files that lie in memory, over those of another system.

use crate::system::{Entry, EntryKind, OutputFile, System, too_large};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Result;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A system with some files more, or other bytes in some of its files: what came in on standard input,
/// and the texts that an editor has open, saved or not.
pub struct Overlay<'below> {
    below: &'below dyn System,
    files: BTreeMap<PathBuf, Arc<[u8]>>,
}

impl<'below> Overlay<'below> {
    /// The system with these files over it.
    pub fn new(
        below: &'below dyn System,
        files: impl IntoIterator<Item = (PathBuf, Arc<[u8]>)>,
    ) -> Self {
        Self { below, files: files.into_iter().collect() }
    }

    fn has(&self, path: &Path) -> bool {
        self.files.contains_key(path)
    }

    /// The files above that lie in a folder, at any depth.
    fn inside<'this>(&'this self, folder: &'this Path) -> impl Iterator<Item = &'this PathBuf> {
        self.files.keys().filter(move |path| path.starts_with(folder) && *path != folder)
    }
}

impl System for Overlay<'_> {
    fn read(&self, path: &Path, limit: usize) -> Result<Vec<u8>> {
        match self.files.get(path) {
            Some(bytes) if bytes.len() > limit => Err(too_large(limit)),
            Some(bytes) => Ok(bytes.to_vec()),
            None => self.below.read(path, limit),
        }
    }

    fn kind(&self, path: &Path) -> Result<EntryKind> {
        if self.has(path) {
            return Ok(EntryKind::File);
        }
        let below = self.below.kind(path);
        below.or_else(|error| self.inside(path).next().map(|_| EntryKind::Folder).ok_or(error))
    }

    fn walk(&self, folder: &Path) -> Vec<Entry> {
        let mut entries = self.below.walk(folder);
        let known: BTreeSet<PathBuf> = entries.iter().map(|entry| entry.path.clone()).collect();
        let new = self.inside(folder).filter(|path| !known.contains(*path));
        let new =
            new.map(|path| Entry { path: path.clone(), kind: Ok(EntryKind::File), is_link: false });
        entries.extend(new);
        entries.sort_by(|left, right| left.path.cmp(&right.path));
        entries
    }

    fn names(&self, folder: &Path) -> Vec<String> {
        self.below.names(folder)
    }

    fn canonical(&self, path: &Path) -> Result<PathBuf> {
        match self.below.canonical(path) {
            Err(_) if self.has(path) => Ok(path.to_owned()),
            other => other,
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
        !self.has(left) && !self.has(right) && self.below.is_same(left, right)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::MemorySystem;

    fn over<'below>(below: &'below MemorySystem, path: &str, text: &str) -> Overlay<'below> {
        Overlay::new(below, [(PathBuf::from(path), Arc::from(text.as_bytes()))])
    }

    #[test]
    fn the_file_in_memory_hides_the_one_below() {
        let below = MemorySystem::default().with("a.txt", "below").with("b.txt", "b");
        let system = over(&below, "a.txt", "above");
        assert_eq!(system.read(Path::new("a.txt"), 9).unwrap(), b"above");
        assert_eq!(system.read(Path::new("b.txt"), 9).unwrap(), b"b");
        assert!(system.read(Path::new("a.txt"), 4).is_err());
        assert!(!system.is_same(Path::new("a.txt"), Path::new("a.txt")));
        assert!(system.is_same(Path::new("b.txt"), Path::new("b.txt")));
        assert_eq!(system.names(Path::new("")).len(), 2);
    }

    #[test]
    fn a_file_that_is_in_memory_alone_is_met_with_its_folder() {
        let below = MemorySystem::default().with("p/b.txt", "b");
        let system = over(&below, "p/new/a.txt", "above");
        assert_eq!(system.kind(Path::new("p/new")).unwrap(), EntryKind::Folder);
        assert_eq!(system.kind(Path::new("p/new/a.txt")).unwrap(), EntryKind::File);
        assert!(system.kind(Path::new("p/old")).is_err());
        let walked: Vec<PathBuf> =
            system.walk(Path::new("p")).into_iter().map(|entry| entry.path).collect();
        assert!(walked.ends_with(&["p/new/a.txt".into()]), "{walked:?}");
        assert_eq!(system.canonical(Path::new("p/new/a.txt")).unwrap(), Path::new("p/new/a.txt"));
    }
}
