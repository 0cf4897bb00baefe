//! The files of the workspace and their texts, in one database.

use crate::convert::{Encoding, Places};
use crate::notices::{Notice, Notices};
use gouji_ide::{
    Configuration, DocumentFile, Durability, File, GoujiDatabase, Ide, PackFiles, RuleFile, Setter,
};
use gouji_report::Language;
use gouji_text::LineIndex;
use gouji_workspace::{Project, Role, shipped_packs};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tower_lsp::lsp_types::{TextDocumentContentChangeEvent, Url};

/// A file, and whether the client has it open.
pub(crate) struct Entry {
    pub(crate) file: File,
    pub(crate) uri: Url,
    /// The version the client gave it, while it is open.
    pub(crate) version: Option<i32>,
}

/// What a file of the workspace is on disk: nothing where it is gone or cannot be read.
pub(crate) struct OnDisk {
    pub(crate) path: PathBuf,
    pub(crate) is_rule: bool,
    pub(crate) text: Option<String>,
}

/// All that the server knows.
pub(crate) struct World {
    pub(crate) database: GoujiDatabase,
    pub(crate) configuration: Configuration,
    pub(crate) entries: BTreeMap<PathBuf, Entry>,
    pub(crate) folders: Vec<PathBuf>,
    pub(crate) projects: Vec<Project>,
    pub(crate) encoding: Encoding,
    pub(crate) language: Language,
    /// What there is to say of files that cannot be read.
    pub(crate) notices: Arc<Notices>,
    shipped: Vec<PackFiles>,
    shipped_names: Vec<String>,
}

/// One state of the world, for reading. While one lives, no edit can be applied.
pub(crate) struct Snapshot {
    database: GoujiDatabase,
    configuration: Configuration,
    documents: Vec<DocumentFile>,
    pub(crate) language: Language,
    pub(crate) encoding: Encoding,
    uris: BTreeMap<PathBuf, (File, Url)>,
    /// Of the files that are open.
    versions: BTreeMap<PathBuf, i32>,
    pub(crate) notices: Arc<Notices>,
}

impl World {
    pub(crate) fn new() -> Self {
        let database = GoujiDatabase::default();
        let (shipped, shipped_names) = ship(&database);
        let configuration = Configuration::new(&database, shipped.clone());
        Self {
            database,
            configuration,
            entries: BTreeMap::new(),
            folders: Vec::new(),
            projects: Vec::new(),
            encoding: Encoding::default(),
            language: Language::Chinese,
            notices: Arc::default(),
            shipped,
            shipped_names,
        }
    }

    pub(crate) fn snapshot(&self) -> Snapshot {
        let documents = self.entries.values().filter_map(|entry| match entry.file {
            File::Document(document) => Some(document),
            File::Rule(_) => None,
        });
        Snapshot {
            database: self.database.clone(),
            configuration: self.configuration,
            documents: documents.collect(),
            language: self.language,
            encoding: self.encoding,
            uris: self
                .entries
                .iter()
                .map(|(path, entry)| (path.clone(), (entry.file, entry.uri.clone())))
                .collect(),
            versions: self
                .entries
                .iter()
                .filter_map(|(path, entry)| Some((path.clone(), entry.version?)))
                .collect(),
            notices: Arc::clone(&self.notices),
        }
    }

    /// The client opened a file: from now on its text is what the client says.
    pub(crate) fn open(&mut self, uri: &Url, language: &str, version: i32, text: String) {
        let path = path_of(uri);
        self.put(&path, uri.clone(), opens_rule(&path, language), text, Durability::LOW);
        if let Some(entry) = self.entries.get_mut(&path) {
            entry.version = Some(version);
            entry.uri = uri.clone();
        }
        self.configure();
    }

    /// The client changed a file.
    pub(crate) fn change(
        &mut self,
        uri: &Url,
        version: i32,
        changes: Vec<TextDocumentContentChangeEvent>,
    ) {
        let encoding = self.encoding;
        // A file that is not open belongs to the disk.
        let entry = self.entries.get_mut(&path_of(uri)).filter(|entry| entry.version.is_some());
        let Some(entry) = entry else { return };
        entry.version = Some(version);
        let file = entry.file;
        let mut text = text_of(&self.database, file).to_string();
        for change in changes {
            match change.range {
                Some(range) => {
                    let lines = LineIndex::new(&text);
                    let range = Places { text: &text, lines: &lines, encoding }.text_range(range);
                    text.replace_range(range.to_usize(), &change.text);
                }
                None => text = change.text,
            }
        }
        set_text(&mut self.database, file, text, Durability::LOW);
    }

    /// The client closed a file: from now on its text is what the disk says.
    pub(crate) fn close(&mut self, uri: &Url) {
        if let Some(entry) = self.entries.get_mut(&path_of(uri)) {
            entry.version = None;
        }
    }

    /// Takes over what was read from the disk, of files that are not open. `all` says that these are
    /// all the files of the workspace: others are forgotten.
    pub(crate) fn take(&mut self, read: Vec<OnDisk>, all: bool) {
        if all {
            let kept: BTreeSet<&PathBuf> = read.iter().map(|file| &file.path).collect();
            self.entries.retain(|path, entry| entry.version.is_some() || kept.contains(path));
        }
        for OnDisk { path, is_rule, text } in read {
            if self.entries.get(&path).is_some_and(|entry| entry.version.is_some()) {
                continue;
            }
            match (text, Url::from_file_path(&path)) {
                (Some(text), Ok(uri)) => {
                    let uri = self.entries.get(&path).map_or(uri, |entry| entry.uri.clone());
                    self.put(&path, uri, is_rule, text, Durability::MEDIUM);
                }
                _ => {
                    self.entries.remove(&path);
                }
            }
        }
        self.configure();
    }

    /// What a file is to the workspace.
    pub(crate) fn role(&self, path: &Path) -> Option<Role> {
        self.projects.iter().find_map(|project| project.role(path))
    }

    /// Whether a file is a rule text.
    pub(crate) fn is_rule(&self, uri: &Url) -> bool {
        let entry = self.entries.get(&path_of(uri));
        entry.is_some_and(|entry| matches!(entry.file, File::Rule(_)))
    }

    /// The present text of a file.
    pub(crate) fn text(&self, uri: &Url) -> Option<Arc<str>> {
        let entry = self.entries.get(&path_of(uri))?;
        Some(text_of(&self.database, entry.file))
    }

    fn put(&mut self, path: &Path, uri: Url, rule: bool, text: String, durability: Durability) {
        let known = self.entries.get(path).map(|entry| entry.file);
        if let Some(file) = known.filter(|file| matches!(file, File::Rule(_)) == rule) {
            set_text(&mut self.database, file, text, durability);
            return;
        }
        let name = self.shown_name(path);
        let text: Arc<str> = Arc::from(text);
        let file = if rule {
            let input = RuleFile::builder(name, text).durability(durability);
            File::Rule(input.new(&self.database))
        } else {
            let input = DocumentFile::builder(name, text).durability(durability);
            File::Document(input.new(&self.database))
        };
        let entry = Entry { file, uri, version: None };
        self.entries.insert(path.to_owned(), entry);
    }

    /// A path as people know it: below its workspace folder.
    fn shown_name(&self, path: &Path) -> String {
        let below = self.folders.iter().find_map(|folder| path.strip_prefix(folder).ok());
        below.unwrap_or(path).display().to_string()
    }

    /// Puts the packs in force: the shipped ones unless a project leaves them out, then one for each
    /// folder of rule texts. A ruleset of the workspace takes the place of the shipped one of its name.
    fn configure(&mut self) {
        let mut folders: BTreeMap<PathBuf, Vec<RuleFile>> = BTreeMap::new();
        for (path, entry) in &self.entries {
            if let File::Rule(rule) = entry.file {
                let folder = path.parent().unwrap_or(path).to_owned();
                folders.entry(folder).or_default().push(rule);
            }
        }
        let own: Vec<PackFiles> = folders
            .into_iter()
            .map(|(folder, files)| PackFiles {
                fallback_name: folder
                    .file_name()
                    .unwrap_or(folder.as_os_str())
                    .to_string_lossy()
                    .into_owned(),
                files,
                is_named: true,
            })
            .collect();
        let replaced: Vec<String> = own
            .iter()
            .flat_map(|pack| &pack.files)
            .filter_map(|file| gouji_ide::ruleset_name(&self.database, *file))
            .collect();
        let leave_out = self.projects.iter().any(|project| !project.default_packs);
        let shipped = self.shipped.iter().zip(&self.shipped_names);
        let mut packs: Vec<PackFiles> = shipped
            .filter(|(_, name)| !leave_out && !replaced.contains(name))
            .map(|(pack, _)| pack.clone())
            .collect();
        packs.extend(own);
        if self.configuration.packs(&self.database) != packs.as_slice() {
            self.configuration.set_packs(&mut self.database).to(packs);
        }
    }
}

impl Snapshot {
    pub(crate) fn ide(&self) -> Ide<'_> {
        Ide {
            database: &self.database,
            configuration: self.configuration,
            documents: &self.documents,
            language: self.language,
        }
    }

    pub(crate) fn file(&self, uri: &Url) -> Option<File> {
        self.uris.get(&path_of(uri)).map(|(file, _)| *file)
    }

    pub(crate) fn uri(&self, file: File) -> Option<&Url> {
        self.uris.values().find(|(other, _)| *other == file).map(|(_, uri)| uri)
    }

    /// The version of a file that is open.
    pub(crate) fn version(&self, uri: &Url) -> Option<i32> {
        self.versions.get(&path_of(uri)).copied()
    }

    /// What there is to say of a file that is no text.
    pub(crate) fn notice(&self, uri: &Url) -> Option<&Notice> {
        self.notices.get(&path_of(uri))
    }

    /// Whether a file is a text that is known.
    pub(crate) fn is_text(&self, path: &Path) -> bool {
        self.uris.contains_key(path)
    }

    pub(crate) fn files(&self) -> impl Iterator<Item = (File, &Url)> {
        self.uris.values().map(|(file, uri)| (*file, uri))
    }
}

/// The packs inside the binary as inputs that never change, and the names of their rulesets.
fn ship(database: &GoujiDatabase) -> (Vec<PackFiles>, Vec<String>) {
    let mut packs = Vec::new();
    let mut names = Vec::new();
    for pack in shipped_packs() {
        let files: Vec<RuleFile> = pack
            .files
            .iter()
            .map(|file| {
                let input = RuleFile::builder(file.name.clone(), file.text.clone());
                input.durability(Durability::HIGH).new(database)
            })
            .collect();
        let name = files.iter().find_map(|file| gouji_ide::ruleset_name(database, *file));
        names.push(name.unwrap_or_default());
        packs.push(PackFiles { fallback_name: pack.fallback_name, files, is_named: false });
    }
    (packs, names)
}

/// Sets a text where it differs: setters do not compare.
fn set_text(database: &mut GoujiDatabase, file: File, text: String, durability: Durability) {
    if *text_of(database, file) == *text {
        return;
    }
    let text: Arc<str> = Arc::from(text);
    match file {
        File::Rule(rule) => {
            rule.set_text(database).with_durability(durability).to(text);
        }
        File::Document(document) => {
            document.set_text(database).with_durability(durability).to(text);
        }
    }
}

pub(crate) fn text_of(database: &GoujiDatabase, file: File) -> Arc<str> {
    match file {
        File::Rule(rule) => rule.text(database),
        File::Document(document) => document.text(database),
    }
}

/// The key of a file: its path, or for what is not on disk its address.
pub(crate) fn path_of(uri: &Url) -> PathBuf {
    uri.to_file_path().unwrap_or_else(|()| PathBuf::from(uri.as_str()))
}

/// Whether what a client opens is a rule text.
fn opens_rule(path: &Path, language: &str) -> bool {
    language == "gouji" || path.extension().is_some_and(|extension| extension == "gouji")
}
