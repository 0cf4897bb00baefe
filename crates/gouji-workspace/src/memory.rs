//! The in-memory twin of the file system, for tests.

use crate::system::{Entry, EntryKind, MOST_NAMES, OutputFile, REPOSITORY, System, too_large};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{ErrorKind, Result, Write};
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Links followed for one path.
const MOST_LINKS: usize = 16;

/// What stands at a path.
#[derive(Debug)]
enum MemoryNode {
    File(Vec<u8>),
    /// A file that may not be read.
    Locked,
    /// A pipe or a device.
    Special,
    /// A link, as written.
    Link(PathBuf),
}

/// Files and links by path; folders are where files are.
type MemoryNodes = BTreeMap<PathBuf, MemoryNode>;

/// A file system that lies in memory. Clones share their files.
#[derive(Clone, Debug, Default)]
pub struct MemorySystem {
    nodes: Arc<Mutex<MemoryNodes>>,
}

impl MemorySystem {
    /// Adds a file.
    #[must_use]
    pub fn with(self, path: &str, bytes: impl Into<Vec<u8>>) -> Self {
        self.with_node(path, MemoryNode::File(bytes.into()))
    }

    /// Removes a file, or all files below a folder.
    #[must_use]
    pub fn without(self, path: &str) -> Self {
        self.nodes().retain(|file, _| !file.starts_with(path));
        self
    }

    /// Adds a file that may not be read.
    #[must_use]
    pub fn with_unreadable(self, path: &str) -> Self {
        self.with_node(path, MemoryNode::Locked)
    }

    /// Adds a pipe.
    #[must_use]
    pub fn with_special(self, path: &str) -> Self {
        self.with_node(path, MemoryNode::Special)
    }

    /// Adds a link; a relative target begins at the link's folder.
    #[must_use]
    pub fn with_link(self, path: &str, target: &str) -> Self {
        self.with_node(path, MemoryNode::Link(PathBuf::from(target)))
    }

    fn with_node(self, path: &str, node: MemoryNode) -> Self {
        self.nodes().insert(PathBuf::from(path), node);
        self
    }

    fn nodes(&self) -> MutexGuard<'_, MemoryNodes> {
        self.nodes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_folder(&self, path: &Path) -> bool {
        self.nodes().keys().any(|file| file != path && file.starts_with(path))
    }

    /// Where a path leads once its links are followed.
    fn followed(&self, path: &Path) -> Result<PathBuf> {
        let mut path = normal(path);
        for _ in 0..MOST_LINKS {
            let nodes = self.nodes();
            let link = path.ancestors().find_map(|part| match nodes.get(part) {
                Some(MemoryNode::Link(target)) => Some((part.to_owned(), target.clone())),
                _ => None,
            });
            let Some((link, target)) = link else { return Ok(path) };
            drop(nodes);
            let below = path.strip_prefix(&link).unwrap_or(Path::new("")).to_owned();
            let target = link.parent().unwrap_or(Path::new("")).join(target);
            path = normal(&target.join(below));
        }
        Err(ErrorKind::NotFound.into())
    }

    /// What a path leads to, links followed.
    fn leads_to(&self, path: &Path) -> Result<EntryKind> {
        let path = self.followed(path)?;
        let is_folder = self.is_folder(&path);
        match self.nodes().get(&path) {
            Some(MemoryNode::File(_) | MemoryNode::Locked) => Ok(EntryKind::File),
            Some(MemoryNode::Special) => Ok(EntryKind::Other),
            Some(MemoryNode::Link(_)) => Ok(EntryKind::BrokenLink),
            None if is_folder => Ok(EntryKind::Folder),
            None => Err(ErrorKind::NotFound.into()),
        }
    }
}

/// A path without `.` and `..`.
fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                normal.pop();
            }
            other => normal.push(other),
        }
    }
    normal
}

impl System for MemorySystem {
    fn read(&self, path: &Path, limit: usize) -> Result<Vec<u8>> {
        let path = self.followed(path)?;
        let is_folder = self.is_folder(&path);
        match self.nodes().get(&path) {
            Some(MemoryNode::File(bytes)) if bytes.len() > limit => Err(too_large(limit)),
            Some(MemoryNode::File(bytes)) => Ok(bytes.clone()),
            Some(MemoryNode::Locked) => Err(ErrorKind::PermissionDenied.into()),
            Some(MemoryNode::Special | MemoryNode::Link(_)) => Err(ErrorKind::Unsupported.into()),
            None if is_folder => Err(ErrorKind::IsADirectory.into()),
            None => Err(ErrorKind::NotFound.into()),
        }
    }

    fn kind(&self, path: &Path) -> Result<EntryKind> {
        let is_link = matches!(self.nodes().get(&normal(path)), Some(MemoryNode::Link(_)));
        match self.leads_to(path) {
            Err(_) if is_link => Ok(EntryKind::BrokenLink),
            other => other,
        }
    }

    fn walk(&self, folder: &Path) -> Vec<Entry> {
        let Ok(real) = self.followed(folder) else { return Vec::new() };
        let mut folders: BTreeSet<PathBuf> = BTreeSet::new();
        let mut entries = Vec::new();
        let nodes: Vec<(PathBuf, bool)> = (self.nodes().iter())
            .map(|(path, node)| (path.clone(), matches!(node, MemoryNode::Link(_))))
            .collect();
        for (path, is_link) in nodes {
            let Ok(below) = path.strip_prefix(&real) else { continue };
            if below.as_os_str().is_empty() || below.iter().any(|part| part == REPOSITORY) {
                continue;
            }
            for above in below.ancestors().skip(1).filter(|above| !above.as_os_str().is_empty()) {
                folders.insert(folder.join(above));
            }
            let kind = match self.kind(&path) {
                Ok(EntryKind::Folder) if is_link => Ok(EntryKind::Other),
                other => other,
            };
            entries.push(Entry { path: folder.join(below), kind, is_link });
        }
        let folders = folders.into_iter();
        entries.extend(folders.map(|path| Entry {
            path,
            kind: Ok(EntryKind::Folder),
            is_link: false,
        }));
        entries.sort_by(|left, right| left.path.cmp(&right.path));
        entries
    }

    fn names(&self, folder: &Path) -> Vec<String> {
        let nodes = self.nodes();
        let below = nodes.keys().filter_map(|path| path.strip_prefix(folder).ok());
        let names = below.filter_map(|below| below.components().next());
        names.map(|name| name.as_os_str().to_string_lossy().into_owned()).take(MOST_NAMES).collect()
    }

    fn canonical(&self, path: &Path) -> Result<PathBuf> {
        let path = self.followed(path)?;
        self.leads_to(&path).map(|_| path)
    }

    fn cache_folder(&self) -> PathBuf {
        PathBuf::from("/cache")
    }

    fn set_read_only(&self, path: &Path) -> Result<()> {
        self.kind(path).map(drop)
    }

    fn create_folder(&self, _: &Path) -> Result<()> {
        Ok(())
    }

    fn create(&self, path: &Path) -> Result<Box<dyn OutputFile>> {
        let (system, path) = (self.clone(), path.to_owned());
        Ok(Box::new(PendingFile { system, path, bytes: Vec::new() }))
    }

    fn is_same(&self, left: &Path, right: &Path) -> bool {
        matches!((self.canonical(left), self.canonical(right)), (Ok(left), Ok(right)) if left == right)
    }
}

/// A file that appears when it is complete.
struct PendingFile {
    system: MemorySystem,
    path: PathBuf,
    bytes: Vec<u8>,
}

impl Write for PendingFile {
    fn write(&mut self, bytes: &[u8]) -> Result<usize> {
        self.bytes.write(bytes)
    }

    fn flush(&mut self) -> Result<()> {
        Ok(())
    }
}

impl OutputFile for PendingFile {
    fn complete(self: Box<Self>) -> Result<()> {
        self.system.nodes().insert(self.path, MemoryNode::File(self.bytes));
        Ok(())
    }
}
