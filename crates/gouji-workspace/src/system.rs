//! All access to files, behind one trait.

use std::fs::{self, File, Metadata};
use std::io::{BufWriter, Error, ErrorKind, Read, Result, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// What a path is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryKind {
    /// A file.
    File,
    /// A folder.
    Folder,
    /// Neither: a device, a pipe.
    Other,
    /// A link to nothing, or in a circle.
    BrokenLink,
}

/// Something met on a walk.
#[derive(Debug)]
pub struct Entry {
    /// Its path, beginning with the path walked.
    pub path: PathBuf,
    /// What it is, or why that cannot be told. A link to a file is a file, one to a folder is none.
    pub kind: Result<EntryKind>,
    /// Whether it is a link.
    pub is_link: bool,
}

/// The outside world. Its in-memory twin is [`MemorySystem`](crate::MemorySystem).
pub trait System: Sync {
    /// All of a file, at most `limit` bytes; a larger one is refused.
    fn read(&self, path: &Path, limit: usize) -> Result<Vec<u8>>;

    /// What a path is.
    fn kind(&self, path: &Path) -> Result<EntryKind>;

    /// Everything below a folder, each folder before what is in it, in order of path; links to folders
    /// are not followed. What version control keeps for itself (`.git`) is none of it.
    fn walk(&self, folder: &Path) -> Vec<Entry>;

    /// The names of what a folder holds, a few thousand of them at most, in any order; the empty path is
    /// the working folder. None where they cannot be had: they serve for suggestions only.
    fn names(&self, folder: &Path) -> Vec<String> {
        let _ = folder;
        Vec::new()
    }

    /// The one path of what `path` leads to: nothing relative in it, no links, no `..`.
    fn canonical(&self, path: &Path) -> Result<PathBuf>;

    /// The folder for what can be made again at any time.
    fn cache_folder(&self) -> PathBuf;

    /// Marks a file as one that nobody is to change.
    fn set_read_only(&self, path: &Path) -> Result<()>;

    /// Makes a folder, with those above it; one that is there already is right.
    fn create_folder(&self, path: &Path) -> Result<()>;

    /// Opens a file to write to. What was in it before is lost, where it is a plain file only once
    /// the new one is complete.
    fn create(&self, path: &Path) -> Result<Box<dyn OutputFile>>;

    /// Whether two paths lead to one and the same file that is there.
    fn is_same(&self, left: &Path, right: &Path) -> bool;
}

/// Most names of a folder that suggestions are made from.
pub(crate) const MOST_NAMES: usize = 4096;

/// A file that is being written.
pub trait OutputFile: Write {
    /// Ends the file. Without it a plain file appears under its name never, and stays as it was.
    fn complete(self: Box<Self>) -> Result<()>;
}

/// The file system.
pub struct DiskSystem;

/// The folder that Git keeps for itself.
pub(crate) const REPOSITORY: &str = ".git";

/// Deepest nesting of folders that a walk enters.
const DEEPEST: usize = 64;

impl System for DiskSystem {
    fn read(&self, path: &Path, limit: usize) -> Result<Vec<u8>> {
        let metadata = std::fs::metadata(path)?;
        if metadata.is_dir() {
            return Err(ErrorKind::IsADirectory.into());
        }
        // Opening a pipe waits for someone to write.
        if !metadata.is_file() {
            return Err(ErrorKind::Unsupported.into());
        }
        let file = std::fs::File::open(path)?;
        let expected = metadata.len();
        if expected > limit as u64 {
            return Err(too_large(limit));
        }
        let mut bytes = Vec::with_capacity(usize::try_from(expected).unwrap_or(0) + 1);
        file.take(limit as u64 + 1).read_to_end(&mut bytes)?;
        if bytes.len() > limit { Err(too_large(limit)) } else { Ok(bytes) }
    }

    fn kind(&self, path: &Path) -> Result<EntryKind> {
        let metadata = match fs::metadata(path) {
            Ok(metadata) => metadata,
            Err(error) => {
                let is_link = fs::symlink_metadata(path).is_ok_and(|there| there.is_symlink());
                let is_broken = error.kind() != ErrorKind::PermissionDenied && is_link;
                return if is_broken { Ok(EntryKind::BrokenLink) } else { Err(error) };
            }
        };
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
            .filter_entry(|entry| entry.depth() == 0 || entry.file_name() != REPOSITORY)
            .map(|entry| match entry {
                Ok(entry) => {
                    let path = entry.path().to_owned();
                    let is_link = entry.file_type().is_symlink();
                    let kind = if is_link {
                        // A link to a file is that file; a link to a folder is not entered.
                        self.kind(&path).map(|kind| match kind {
                            EntryKind::File => EntryKind::File,
                            EntryKind::Folder | EntryKind::Other => EntryKind::Other,
                            EntryKind::BrokenLink => EntryKind::BrokenLink,
                        })
                    } else if entry.file_type().is_dir() {
                        Ok(EntryKind::Folder)
                    } else if entry.file_type().is_file() {
                        Ok(EntryKind::File)
                    } else {
                        Ok(EntryKind::Other)
                    };
                    Entry { path, kind, is_link }
                }
                Err(error) => {
                    let path = error.path().unwrap_or(folder).to_owned();
                    let reason = error.into_io_error();
                    let kind = Err(reason.unwrap_or_else(|| ErrorKind::Other.into()));
                    Entry { path, kind, is_link: false }
                }
            })
            .collect()
    }

    fn names(&self, folder: &Path) -> Vec<String> {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let entries = fs::read_dir(folder).into_iter().flatten().flatten().take(MOST_NAMES);
        entries.filter_map(|entry| entry.file_name().into_string().ok()).collect()
    }

    fn canonical(&self, path: &Path) -> Result<PathBuf> {
        path.canonicalize()
    }

    fn cache_folder(&self) -> PathBuf {
        let variable = |name: &str| {
            let value = std::env::var_os(name).filter(|value| !value.is_empty());
            value.map(PathBuf::from).filter(|path| path.is_absolute())
        };
        let own = variable("XDG_CACHE_HOME").or_else(|| variable("LOCALAPPDATA"));
        let own = own.or_else(|| Some(variable("HOME")?.join(".cache")));
        own.unwrap_or_else(std::env::temp_dir)
    }

    fn set_read_only(&self, path: &Path) -> Result<()> {
        let mut permissions = fs::metadata(path)?.permissions();
        permissions.set_readonly(true);
        fs::set_permissions(path, permissions)
    }

    fn create_folder(&self, path: &Path) -> Result<()> {
        fs::create_dir_all(path)
    }

    fn create(&self, path: &Path) -> Result<Box<dyn OutputFile>> {
        match fs::symlink_metadata(path) {
            // Devices and pipes are no files to be replaced, and a link stays one.
            Ok(there) if !there.is_file() => Ok(Box::new(WrittenThrough(File::create(path)?))),
            there => {
                let file = BufWriter::new(temporary_beside(path, there.ok())?);
                Ok(Box::new(Replacing { file, path: path.to_owned() }))
            }
        }
    }

    fn is_same(&self, left: &Path, right: &Path) -> bool {
        let (Ok(left_is), Ok(right_is)) = (fs::metadata(left), fs::metadata(right)) else {
            return false;
        };
        is_one_file(&left_is, &right_is)
            || matches!((left.canonicalize(), right.canonicalize()), (Ok(left), Ok(right)) if left == right)
    }
}

/// Whether two names stand for one file on the disk, which paths alone do not show (hard links).
#[cfg(unix)]
fn is_one_file(left: &Metadata, right: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    (left.dev(), left.ino()) == (right.dev(), right.ino())
}

#[cfg(not(unix))]
fn is_one_file(_: &Metadata, _: &Metadata) -> bool {
    false
}

/// A temporary file in the folder of `path`, with the permissions of the file that it will replace,
/// or those of a new one.
fn temporary_beside(path: &Path, replaced: Option<Metadata>) -> Result<NamedTempFile> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let mut builder = tempfile::Builder::new();
    builder.prefix(".gouji-").suffix(".partial");
    let permissions = replaced.map(|there| there.permissions()).or_else(of_a_new_file);
    if let Some(permissions) = permissions {
        builder.permissions(permissions);
    }
    builder.tempfile_in(folder.unwrap_or(Path::new(".")))
}

#[cfg(unix)]
fn of_a_new_file() -> Option<fs::Permissions> {
    use std::os::unix::fs::PermissionsExt;
    Some(fs::Permissions::from_mode(0o666))
}

#[cfg(not(unix))]
fn of_a_new_file() -> Option<fs::Permissions> {
    None
}

/// A plain file that appears, or takes the place of another, when it is complete.
struct Replacing {
    file: BufWriter<NamedTempFile>,
    path: PathBuf,
}

impl Write for Replacing {
    fn write(&mut self, bytes: &[u8]) -> Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> Result<()> {
        self.file.flush()
    }
}

impl OutputFile for Replacing {
    fn complete(self: Box<Self>) -> Result<()> {
        let file = self.file.into_inner().map_err(|error| error.into_error())?;
        file.persist(&self.path).map(drop).map_err(|error| error.error)
    }
}

/// What is written to as it is.
struct WrittenThrough(File);

impl Write for WrittenThrough {
    fn write(&mut self, bytes: &[u8]) -> Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> Result<()> {
        self.0.flush()
    }
}

impl OutputFile for WrittenThrough {
    fn complete(mut self: Box<Self>) -> Result<()> {
        self.0.flush()
    }
}

/// The error for a file that is larger than is read.
pub(crate) fn too_large(limit: usize) -> Error {
    Error::new(ErrorKind::FileTooLarge, format!("{} MiB", limit >> 20))
}
