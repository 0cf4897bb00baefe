//! Finding documents.

use crate::apart::read_apart;
use crate::ignored::Ignored;
use crate::project::PROJECT_FILE;
use crate::reasons::{broken_link, reason, reason_for, unreadable_words};
use crate::system::{EntryKind, System};
use gouji_document::{FORMATS, Format, MAXIMUM_BYTES, RawDocument};
use gouji_text::Localized;
use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// What was found below the paths given.
#[derive(Debug, Default)]
pub struct Discovered {
    /// Documents, each once, in order.
    pub documents: Vec<PathBuf>,
    /// Files that are documents but cannot be checked, with the reason; the run is incomplete.
    pub unreadable: Vec<(PathBuf, Localized)>,
    /// Files that are no documents (rule files, notes, pictures), with the reason.
    pub passed_over: Vec<(PathBuf, Localized)>,
}

/// What a file is, by its name.
pub(crate) enum FoundAs {
    /// A document.
    Document,
    /// A document that cannot be read.
    Unreadable(Localized),
    /// Nothing that documents are published in.
    PassedOver,
}

/// What a file below a folder that is walked is; `below` is its path from there.
pub(crate) fn found_below(below: &Path) -> FoundAs {
    if is_hidden(below) { FoundAs::PassedOver } else { by_name(below) }
}

fn by_name(path: &Path) -> FoundAs {
    match Format::of_name(&path.to_string_lossy()) {
        Some(format) if format.is_read() => FoundAs::Document,
        Some(format) => FoundAs::Unreadable(not_yet(format.name)),
        None => FoundAs::PassedOver,
    }
}

/// Names of the files that are of interest to a project, as patterns: rule texts, project files, what
/// says which files are ignored, and documents of all formats, those that cannot be read yet among them.
pub fn watched() -> Vec<String> {
    let formats = FORMATS.iter().filter(|format| !format.extensions.is_empty());
    let documents = formats.map(|format| match format.extensions {
        [only] => format!("**/*.{only}"),
        several => format!("**/*.{{{}}}", several.join(",")),
    });
    let others = ["*.gouji", PROJECT_FILE, ".gitignore"].map(|name| format!("**/{name}"));
    others.into_iter().chain(documents).collect()
}

/// A document on disk, or why it cannot be read.
pub fn read_document(system: &dyn System, path: &Path) -> Result<RawDocument, Localized> {
    let bytes =
        system.read(path, MAXIMUM_BYTES).map_err(|error| unreadable_words(system, path, &error))?;
    Ok(RawDocument::of_bytes(&path.to_string_lossy(), read_apart(bytes)?))
}

/// What a file is that a person named: always a document.
pub(crate) fn found_named(path: &Path) -> FoundAs {
    match by_name(path) {
        FoundAs::Unreadable(why) => FoundAs::Unreadable(why),
        FoundAs::Document | FoundAs::PassedOver => FoundAs::Document,
    }
}

fn is_hidden(below: &Path) -> bool {
    below.components().any(|part| part.as_os_str().to_string_lossy().starts_with('.'))
}

/// Finds the documents at and below `paths`. A file that is named is always taken for a document;
/// below a folder a file is one by its name.
pub fn discover(system: &dyn System, paths: &[PathBuf]) -> Discovered {
    let mut finder = Finder::new(system, None);
    for path in paths {
        finder.find_named(path);
    }
    finder.finish()
}

/// Finds documents, each once, however many ways lead to it.
pub(crate) struct Finder<'system> {
    system: &'system dyn System,
    /// The folder of the project.
    project: Option<&'system Path>,
    found: Discovered,
    /// What each file that counts already was reached by, by its one path.
    reached: BTreeMap<PathBuf, PathBuf>,
    /// Links to files that count already, with the reason why they do not count again.
    other_names: Vec<(PathBuf, Localized)>,
}

impl<'system> Finder<'system> {
    pub(crate) fn new(system: &'system dyn System, project: Option<&'system Path>) -> Self {
        Self {
            system,
            project,
            found: Discovered::default(),
            reached: BTreeMap::new(),
            other_names: Vec::new(),
        }
    }

    pub(crate) fn finish(mut self) -> Discovered {
        let Self { system, reached, .. } = self;
        // What was passed over on one way may have been named on another: then it counts.
        self.found.passed_over.retain(|(path, _)| {
            let real = system.canonical(path).unwrap_or_else(|_| path.clone());
            !reached.contains_key(&real)
        });
        self.found.passed_over.append(&mut self.other_names);
        self.found.passed_over.sort_by(|left, right| left.0.cmp(&right.0));
        self.found.documents.sort();
        self.found
    }

    /// The documents at or below a path that a person names; a path without any is one that cannot be
    /// read.
    pub(crate) fn find_named(&mut self, path: &Path) {
        if let Err(why) = self.find(path) {
            self.found.unreadable.push((path.to_owned(), why));
        }
    }

    /// The documents at or below a path, or why there are none.
    pub(crate) fn find(&mut self, path: &Path) -> Result<(), Localized> {
        match self.system.kind(path) {
            Ok(EntryKind::Folder) => self.walk(path),
            Ok(EntryKind::File) => {
                self.file(path.to_owned(), false, found_named(path));
                Ok(())
            }
            Ok(EntryKind::Other) => Err(reason(&ErrorKind::Unsupported.into())),
            Ok(EntryKind::BrokenLink) => Err(broken_link()),
            Err(error) => Err(reason_for(self.system, path, &error)),
        }
    }

    fn walk(&mut self, folder: &Path) -> Result<(), Localized> {
        let mut ignored = Ignored::below(self.system, folder, self.project);
        let mut is_empty = true;
        for entry in self.system.walk(folder) {
            let below = entry.path.strip_prefix(folder).unwrap_or(&entry.path);
            let is_folder = matches!(entry.kind, Ok(EntryKind::Folder));
            let why = ignored.met(&entry.path, is_folder);
            match entry.kind {
                Ok(EntryKind::Folder) => {}
                Ok(EntryKind::File) => match (found_below(below), why) {
                    (FoundAs::PassedOver, _) => self.pass_over(entry.path, no_document()),
                    (_, Some(why)) => self.pass_over(entry.path, why),
                    (found, None) => {
                        is_empty = false;
                        self.file(entry.path, entry.is_link, found);
                    }
                },
                Ok(_) if is_hidden(below) => self.pass_over(entry.path, no_document()),
                Ok(EntryKind::Other) => {
                    self.pass_over(entry.path, reason(&ErrorKind::Unsupported.into()));
                }
                Ok(EntryKind::BrokenLink) => self.pass_over(entry.path, broken_link()),
                Err(error) => self.found.unreadable.push((entry.path, reason(&error))),
            }
        }
        if is_empty { Err(nothing_below()) } else { Ok(()) }
    }

    fn pass_over(&mut self, path: PathBuf, why: Localized) {
        self.found.passed_over.push((path, why));
    }

    /// Takes up a file, unless it counts already.
    fn file(&mut self, path: PathBuf, is_link: bool, found: FoundAs) {
        let real = self.system.canonical(&path).unwrap_or_else(|_| path.clone());
        if let Some(first) = self.reached.get(&real) {
            // A link is a name of its own, which someone may miss in the report.
            if is_link && *first != path {
                let why = same_as(first);
                self.other_names.push((path, why));
            }
            return;
        }
        self.reached.insert(real, path.clone());
        match found {
            FoundAs::Unreadable(why) => self.found.unreadable.push((path, why)),
            FoundAs::Document | FoundAs::PassedOver => self.found.documents.push(path),
        }
    }
}

fn same_as(first: &Path) -> Localized {
    Localized {
        chinese: format!("和「{}」是同一个文件，只查一次", first.display()),
        english: format!("the same file as “{}”, which is checked once", first.display()),
    }
}

fn nothing_below() -> Localized {
    Localized {
        chinese: "这个文件夹里没有可以查的公开文件".to_owned(),
        english: "no documents to check in this folder".to_owned(),
    }
}

fn not_yet(format: &str) -> Localized {
    let read = || FORMATS.iter().filter(|format| format.is_read());
    let read: Vec<&str> = read().filter_map(|format| format.extensions.first().copied()).collect();
    let (in_chinese, in_english) = (read.join("、"), read.join(", "));
    Localized {
        chinese: format!("还不能读 {format} 文件；请先另存为能读的格式：{in_chinese}"),
        english: format!(
            "{format} files cannot be read yet; save it in a format that can: {in_english}"
        ),
    }
}

fn no_document() -> Localized {
    Localized {
        chinese: "按文件名看不是公开文件".to_owned(),
        english: "not a document by its name".to_owned(),
    }
}

/// A text file as text, or why it cannot be read.
pub fn read_text_file(system: &dyn System, path: &Path) -> Result<String, Localized> {
    let bytes =
        system.read(path, MAXIMUM_BYTES).map_err(|error| unreadable_words(system, path, &error))?;
    Ok(gouji_document::decode(bytes).0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::MemorySystem;

    #[test]
    fn a_folder_gives_its_documents_and_says_what_it_left() {
        let system = MemorySystem::default()
            .with("docs/a.txt", "x")
            .with("docs/deep/b.TSV", "x")
            .with("docs/c.ofd", "x")
            .with("docs/readme.md", "x")
            .with("docs/.hidden/d.txt", "x");
        let found = discover(&system, &["docs".into(), "docs/a.txt".into(), "none".into()]);
        let documents: Vec<_> = found.documents.iter().map(|path| path.to_string_lossy()).collect();
        assert_eq!(documents, ["docs/a.txt", "docs/deep/b.TSV"]);
        let unreadable: Vec<_> =
            found.unreadable.iter().map(|(path, _)| path.to_string_lossy()).collect();
        assert_eq!(unreadable, ["docs/c.ofd", "none"]);
        assert_eq!(found.passed_over.len(), 2);
    }

    fn paths(found: &[(PathBuf, Localized)]) -> Vec<String> {
        found.iter().map(|(path, _)| path.display().to_string()).collect()
    }

    #[test]
    fn a_file_counts_once_however_many_ways_lead_to_it() {
        let system = MemorySystem::default()
            .with("docs/b.txt", "x")
            .with_link("docs/a.txt", "b.txt")
            .with_link("docs/lost.txt", "nothing.txt")
            .with("docs/c.ofd", "x");
        let ways = ["docs/b.txt", "docs", "docs/../docs", "docs/./b.txt", "docs/c.ofd"];
        let found = discover(&system, &ways.map(PathBuf::from));
        assert_eq!(found.documents, [PathBuf::from("docs/b.txt")]);
        assert_eq!(paths(&found.unreadable), ["docs/c.ofd"]);
        let words: Vec<&str> =
            found.passed_over.iter().map(|(_, why)| why.chinese.as_str()).collect();
        assert_eq!(words[0], "和「docs/b.txt」是同一个文件，只查一次");
        assert!(words[1].starts_with("是一个链接"), "{words:?}");
    }

    #[test]
    fn what_is_ignored_is_said_and_what_is_named_is_taken() {
        let system = MemorySystem::default()
            .with("p/.gitignore", "old/\n")
            .with("p/a.txt", "x")
            .with("p/old/b.txt", "x")
            .with("p/old/readme.md", "x");
        let found = discover(&system, &["p".into()]);
        assert_eq!(found.documents, [PathBuf::from("p/a.txt")]);
        let old = found.passed_over.iter().find(|(path, _)| path.ends_with("old/b.txt"));
        assert_eq!(old.unwrap().1.chinese, ".gitignore 里写了不管它（old/）");
        let named = discover(&system, &["p/old/b.txt".into(), "p/old".into()]);
        assert_eq!(named.documents, [PathBuf::from("p/old/b.txt")]);
        let both = discover(&system, &["p".into(), "p/old/b.txt".into(), "p/old/readme.md".into()]);
        assert_eq!(both.documents.len(), 3, "{both:?}");
        assert_eq!(paths(&both.passed_over), ["p/.gitignore"]);
    }

    #[test]
    fn a_folder_without_documents_is_said() {
        let system = MemorySystem::default().with("docs/readme.md", "x");
        let found = discover(&system, &["docs".into()]);
        assert_eq!(paths(&found.unreadable), ["docs"]);
    }
}
