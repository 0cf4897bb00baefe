//! What `.gitignore` leaves out: in the folder walked, in those below it, and above it up to the top of
//! the repository. Nothing else counts: no global settings, no `.ignore`.

use crate::system::{EntryKind, REPOSITORY, System};
use gouji_text::Localized;
use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The name of the file.
pub(crate) const IGNORE_FILE: &str = ".gitignore";

/// Largest `.gitignore`, in bytes.
const LARGEST: usize = 1 << 20;

/// What is ignored below one folder.
pub(crate) struct Ignored<'system> {
    system: &'system dyn System,
    root: PathBuf,
    /// The root with nothing relative and no links: patterns above it are about such paths.
    real_root: PathBuf,
    /// The patterns of each folder that has some.
    patterns: BTreeMap<PathBuf, Gitignore>,
    /// The ignored folder that the walk is in.
    inside: Option<(PathBuf, Localized)>,
}

impl<'system> Ignored<'system> {
    /// What is ignored below `root`. The root itself is not: whoever names it wants it. Outside a
    /// repository, what stands above the root counts from the folder of the project.
    pub(crate) fn below(system: &'system dyn System, root: &Path, project: Option<&Path>) -> Self {
        let real = |path: &Path| system.canonical(path).unwrap_or_else(|_| path.to_owned());
        let mut ignored = Self {
            system,
            root: root.to_owned(),
            patterns: BTreeMap::new(),
            inside: None,
            real_root: real(root),
        };
        let is_repository = |folder: &&Path| system.kind(&folder.join(REPOSITORY)).is_ok();
        let top = ignored.real_root.ancestors().find(is_repository).map(Path::to_owned);
        let top =
            top.or_else(|| project.map(real).filter(|top| ignored.real_root.starts_with(top)));
        let top = top.unwrap_or_else(|| ignored.real_root.clone());
        let above = ignored.real_root.ancestors().take_while(|folder| folder.starts_with(&top));
        let above: Vec<PathBuf> = above.map(Path::to_owned).collect();
        for folder in above {
            ignored.read(folder);
        }
        ignored
    }

    /// Why something met on the walk is ignored, if it is. A folder comes before what is in it.
    pub(crate) fn met(&mut self, path: &Path, is_folder: bool) -> Option<Localized> {
        let why = self.why(path, is_folder);
        if is_folder && why.is_none() {
            self.read(self.real(path));
        }
        why
    }

    fn real(&self, path: &Path) -> PathBuf {
        match path.strip_prefix(&self.root) {
            Ok(below) => self.real_root.join(below),
            Err(_) => path.to_owned(),
        }
    }

    fn read(&mut self, folder: PathBuf) {
        let file = folder.join(IGNORE_FILE);
        if !matches!(self.system.kind(&file), Ok(EntryKind::File)) {
            return;
        }
        let Ok(bytes) = self.system.read(&file, LARGEST) else { return };
        let mut builder = GitignoreBuilder::new(&folder);
        for line in gouji_document::decode(bytes).0.lines() {
            // A line that is no pattern ignores nothing, as in Git.
            let _ = builder.add_line(Some(file.clone()), line);
        }
        if let Ok(patterns) = builder.build() {
            self.patterns.insert(folder, patterns);
        }
    }

    fn why(&mut self, path: &Path, is_folder: bool) -> Option<Localized> {
        if let Some((folder, why)) = &self.inside {
            if path.starts_with(folder) {
                return Some(why.clone());
            }
            self.inside = None;
        }
        let real = self.real(path);
        let folders = real.ancestors().skip(1);
        let decided = folders.filter_map(|folder| self.patterns.get(folder)).find_map(|patterns| {
            match patterns.matched(&real, is_folder) {
                Match::None => None,
                Match::Ignore(glob) => Some(Some(words(glob.original()))),
                Match::Whitelist(_) => Some(None),
            }
        });
        let why = decided.flatten()?;
        if is_folder {
            self.inside = Some((path.to_owned(), why.clone()));
        }
        Some(why)
    }
}

fn words(pattern: &str) -> Localized {
    Localized {
        chinese: format!("{IGNORE_FILE} 里写了不管它（{pattern}）"),
        english: format!("left out by {IGNORE_FILE} ({pattern})"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::MemorySystem;

    fn ignored(system: &MemorySystem, root: &str) -> Vec<String> {
        let mut ignored = Ignored::below(system, Path::new(root), None);
        let mut found = Vec::new();
        for entry in system.walk(Path::new(root)) {
            let is_folder = matches!(entry.kind, Ok(EntryKind::Folder));
            if ignored.met(&entry.path, is_folder).is_some() && !is_folder {
                found.push(entry.path.display().to_string());
            }
        }
        found
    }

    #[test]
    fn patterns_above_and_below_count_up_to_the_repository() {
        let system = MemorySystem::default()
            .with("/.gitignore", "*.txt")
            .with("/r/.git/HEAD", "")
            .with("/r/.gitignore", "draft*\n!draft-2.txt\n/p/old/\n")
            .with("/r/p/a.txt", "")
            .with("/r/p/draft-1.txt", "")
            .with("/r/p/draft-2.txt", "")
            .with("/r/p/old/b.txt", "")
            .with("/r/p/in/.gitignore", "c.txt")
            .with("/r/p/in/c.txt", "")
            .with("/r/p/in/d.txt", "");
        let expected = ["/r/p/draft-1.txt", "/r/p/in/c.txt", "/r/p/old/b.txt"];
        assert_eq!(ignored(&system, "/r/p"), expected);
        // A folder that is named is wanted.
        assert_eq!(ignored(&system, "/r/p/old"), [""; 0]);
    }

    #[test]
    fn without_a_repository_nothing_above_counts() {
        let system = MemorySystem::default()
            .with("/.gitignore", "*.txt")
            .with("/p/.gitignore", "b.txt")
            .with("/p/a.txt", "")
            .with("/p/b.txt", "");
        assert_eq!(ignored(&system, "/p"), ["/p/b.txt"]);
        let system = system.with("/p/in/b.txt", "");
        let root = Path::new("/p/in");
        let mut below = Ignored::below(&system, root, Some(Path::new("/p")));
        assert!(below.met(Path::new("/p/in/b.txt"), false).is_some());
    }
}
