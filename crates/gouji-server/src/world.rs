//! The files of the workspace and their texts, in one database.

use crate::convert::{Encoding, Places};
use crate::notices::{Notice, Notices};
use gouji_analysis::Selection;
use gouji_database::{
    Configuration, DocumentFile, Durability, GoujiDatabase, PackFiles, RuleFile, Setter,
    ruleset_name,
};
use gouji_document::RawDocument;
use gouji_ide::{File, Ide};
use gouji_text::{Language, LineIndex, TextRange};
use gouji_workspace::Project;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tower_lsp::lsp_types::{TextDocumentContentChangeEvent, Url};

/// A file, and whether the client has it open.
pub(crate) struct Entry {
    pub(crate) file: File,
    pub(crate) uri: Url,
    /// What the client said of it, while it is open.
    pub(crate) open: Option<Open>,
}

/// What the client said of an open file.
pub(crate) struct Open {
    /// The version of the text.
    pub(crate) version: i32,
    /// Where its lines begin; they follow every edit.
    lines: LineIndex,
}

/// The files, whatever their texts: made anew only when files come or go, open or close.
pub(crate) struct Listing {
    /// In order of path.
    pub(crate) files: Vec<Listed>,
    documents: Vec<DocumentFile>,
    /// Those of them that are open.
    open: Vec<DocumentFile>,
}

/// A file.
pub(crate) struct Listed {
    pub(crate) path: PathBuf,
    pub(crate) file: File,
    pub(crate) uri: Url,
}

/// What a file of the workspace is on disk: nothing where it is gone or cannot be read.
pub(crate) struct OnDisk {
    pub(crate) path: PathBuf,
    pub(crate) contents: Option<Contents>,
}

/// What a file holds.
pub(crate) enum Contents {
    Rule(Arc<str>),
    Document(RawDocument),
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
    /// Gone when files came or went, were opened or closed.
    listing: Option<Arc<Listing>>,
    /// The file that the client changed last.
    pub(crate) edited: Option<PathBuf>,
    /// Held by every snapshot.
    snapshots: Arc<()>,
}

/// One state of the world, for reading. While one lives, no edit can be applied.
pub(crate) struct Snapshot {
    database: GoujiDatabase,
    configuration: Configuration,
    listing: Arc<Listing>,
    pub(crate) language: Language,
    pub(crate) encoding: Encoding,
    /// Of the files that are open.
    versions: BTreeMap<PathBuf, i32>,
    pub(crate) notices: Arc<Notices>,
    _held: Arc<()>,
}

impl World {
    pub(crate) fn new() -> Self {
        let database = GoujiDatabase::default();
        let (shipped, shipped_names) = ship(&database);
        // Which packs are in force changes seldom: after an edit of a document nothing that depends on
        // rules alone has to be looked at.
        let configuration =
            Configuration::builder(shipped.clone()).durability(Durability::MEDIUM).new(&database);
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
            listing: None,
            edited: None,
            snapshots: Arc::default(),
        }
    }

    /// The files there are.
    pub(crate) fn listing(&mut self) -> Arc<Listing> {
        let entries = &self.entries;
        Arc::clone(self.listing.get_or_insert_with(|| Arc::new(Listing::new(entries))))
    }

    pub(crate) fn snapshot(&mut self) -> Snapshot {
        let versions = self.entries.iter().filter_map(|(path, entry)| {
            let version = entry.open.as_ref()?.version;
            Some((path.clone(), version))
        });
        Snapshot {
            database: self.database.clone(),
            configuration: self.configuration,
            language: self.language,
            encoding: self.encoding,
            versions: versions.collect(),
            notices: Arc::clone(&self.notices),
            listing: self.listing(),
            _held: Arc::clone(&self.snapshots),
        }
    }

    /// While nobody reads, gives back the memory of what the last edits have outdated.
    pub(crate) fn tidy(&mut self) {
        if Arc::strong_count(&self.snapshots) == 1 {
            self.database.forget_outdated();
        }
    }

    /// The client opened a file: from now on its text is what the client says.
    pub(crate) fn open(&mut self, uri: &Url, language: &str, version: i32, text: String) {
        let path = path_of(uri);
        let lines = LineIndex::of_editor(&text);
        let text: Arc<str> = Arc::from(text);
        let contents = if opens_rule(&path, language) {
            Contents::Rule(text)
        } else {
            Contents::Document(RawDocument::of_editor(&path.to_string_lossy(), language, text))
        };
        self.put(&path, uri.clone(), contents, Durability::LOW);
        if let Some(entry) = self.entries.get_mut(&path) {
            entry.open = Some(Open { version, lines });
            entry.uri = uri.clone();
        }
        self.listing = None;
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
        let path = path_of(uri);
        let Some(entry) = self.entries.get_mut(&path) else { return };
        // A file that is not open belongs to the disk.
        let Some(open) = &mut entry.open else { return };
        self.edited = Some(path);
        open.version = version;
        let file = entry.file;
        let mut text = text_of(&self.database, file);
        for change in changes {
            text = match change.range {
                Some(range) => {
                    let places = Places { text: &text, lines: &open.lines, encoding };
                    let range = places.text_range(range);
                    open.lines.replace(&text, range, &change.text);
                    replaced(&text, range, &change.text)
                }
                None => {
                    open.lines = LineIndex::of_editor(&change.text);
                    Arc::from(change.text)
                }
            }
        }
        let contents = match file {
            File::Rule(_) => Contents::Rule(text),
            File::Document(document) => {
                Contents::Document(document.raw(&self.database).with_text(text))
            }
        };
        set(&mut self.database, file, contents, Durability::LOW);
    }

    /// The client closed a file: from now on its text is what the disk says.
    pub(crate) fn close(&mut self, uri: &Url) {
        if let Some(entry) = self.entries.get_mut(&path_of(uri)) {
            entry.open = None;
        }
        self.listing = None;
    }

    /// Takes over what was read from the disk, of files that are not open: all the files of the
    /// workspace; others are forgotten.
    pub(crate) fn take(&mut self, read: Vec<OnDisk>) {
        self.listing = None;
        let kept: BTreeSet<&PathBuf> = read.iter().map(|file| &file.path).collect();
        self.entries.retain(|path, entry| entry.open.is_some() || kept.contains(path));
        for OnDisk { path, contents } in read {
            if self.entries.get(&path).is_some_and(|entry| entry.open.is_some()) {
                continue;
            }
            match (contents, Url::from_file_path(&path)) {
                (Some(contents), Ok(uri)) => {
                    let uri = self.entries.get(&path).map_or(uri, |entry| entry.uri.clone());
                    self.put(&path, uri, contents, Durability::MEDIUM);
                }
                _ => {
                    self.entries.remove(&path);
                }
            }
        }
        self.configure();
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

    fn put(&mut self, path: &Path, uri: Url, contents: Contents, durability: Durability) {
        let known = self.entries.get(path).map(|entry| entry.file);
        let is_same_kind =
            |file: &File| matches!(file, File::Rule(_)) == matches!(contents, Contents::Rule(_));
        if let Some(file) = known.filter(is_same_kind) {
            set(&mut self.database, file, contents, durability);
            return;
        }
        self.listing = None;
        let name = self.shown_name(path);
        let file = match contents {
            Contents::Rule(text) => {
                let input = RuleFile::builder(name, text).durability(durability);
                File::Rule(input.new(&self.database))
            }
            Contents::Document(raw) => {
                let input = DocumentFile::builder(name, raw).durability(durability);
                File::Document(input.new(&self.database))
            }
        };
        let entry = Entry { file, uri, open: None };
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
            .into_values()
            .map(|files| PackFiles { files, selection: Selection::Named })
            .collect();
        let replaced: Vec<String> = own
            .iter()
            .flat_map(|pack| &pack.files)
            .filter_map(|file| ruleset_name(&self.database, *file))
            .collect();
        let leave_out = self.projects.iter().any(|project| !project.default_packs);
        let shipped = self.shipped.iter().zip(&self.shipped_names);
        let mut packs: Vec<PackFiles> = shipped
            .filter(|(_, name)| !leave_out && !replaced.contains(name))
            .map(|(pack, _)| pack.clone())
            .collect();
        packs.extend(own);
        if self.configuration.packs(&self.database) != packs.as_slice() {
            let set = self.configuration.set_packs(&mut self.database);
            set.with_durability(Durability::MEDIUM).to(packs);
        }
    }
}

impl Listing {
    fn new(entries: &BTreeMap<PathBuf, Entry>) -> Self {
        let files = entries.iter().map(|(path, entry)| Listed {
            path: path.clone(),
            file: entry.file,
            uri: entry.uri.clone(),
        });
        let document = |entry: &Entry| match entry.file {
            File::Document(document) => Some(document),
            File::Rule(_) => None,
        };
        let is_open = |entry: &&Entry| entry.open.is_some();
        Self {
            files: files.collect(),
            documents: entries.values().filter_map(document).collect(),
            open: entries.values().filter(is_open).filter_map(document).collect(),
        }
    }

    /// The file at a path.
    pub(crate) fn find(&self, path: &Path) -> Option<&Listed> {
        let at = self.files.binary_search_by(|listed| listed.path.as_path().cmp(path)).ok()?;
        self.files.get(at)
    }
}

impl Snapshot {
    pub(crate) fn ide(&self) -> Ide<'_> {
        Ide {
            database: &self.database,
            configuration: self.configuration,
            documents: &self.listing.documents,
            open: &self.listing.open,
            language: self.language,
        }
    }

    pub(crate) fn file(&self, uri: &Url) -> Option<File> {
        self.listing.find(&path_of(uri)).map(|listed| listed.file)
    }

    pub(crate) fn uri(&self, file: File) -> Option<&Url> {
        let found = self.listing.files.iter().find(|listed| listed.file == file);
        found.map(|listed| &listed.uri)
    }

    /// The version of a file that is open.
    pub(crate) fn version(&self, uri: &Url) -> Option<i32> {
        self.version_at(&path_of(uri))
    }

    /// The version of a file that is open.
    pub(crate) fn version_at(&self, path: &Path) -> Option<i32> {
        self.versions.get(path).copied()
    }

    /// What there is to say of a file that is no text.
    pub(crate) fn notice(&self, uri: &Url) -> Option<&Notice> {
        self.notices.get(&path_of(uri))
    }

    /// Whether a file is a text that is known.
    pub(crate) fn is_text(&self, path: &Path) -> bool {
        self.listing.find(path).is_some()
    }

    pub(crate) fn files(&self) -> impl Iterator<Item = (File, &Url)> {
        self.listing.files.iter().map(|listed| (listed.file, &listed.uri))
    }
}

/// The packs inside the binary as inputs that never change, and the names of their rulesets.
fn ship(database: &GoujiDatabase) -> (Vec<PackFiles>, Vec<String>) {
    let mut packs = Vec::new();
    let mut names = Vec::new();
    for pack in gouji_packs::shipped() {
        let files: Vec<RuleFile> = pack
            .files
            .iter()
            .map(|file| {
                let input = RuleFile::builder(file.name.to_string(), file.text.clone());
                input.durability(Durability::HIGH).new(database)
            })
            .collect();
        let name = files.iter().find_map(|file| ruleset_name(database, *file));
        names.push(name.unwrap_or_default());
        packs.push(PackFiles { files, selection: Selection::Recognised });
    }
    (packs, names)
}

/// A text with a range replaced.
fn replaced(text: &str, range: TextRange, replacement: &str) -> Arc<str> {
    let before = text.get(..range.start as usize).unwrap_or(text);
    let after = text.get(range.end as usize..).unwrap_or_default();
    Arc::from([before, replacement, after].concat())
}

/// Sets what a file holds where it differs: setters do not compare.
fn set(database: &mut GoujiDatabase, file: File, contents: Contents, durability: Durability) {
    match (file, contents) {
        (File::Rule(rule), Contents::Rule(text)) if rule.text(database) != text => {
            rule.set_text(database).with_durability(durability).to(text);
        }
        (File::Document(document), Contents::Document(raw)) if *document.raw(database) != raw => {
            document.set_raw(database).with_durability(durability).to(raw);
        }
        _ => {}
    }
}

fn text_of(database: &GoujiDatabase, file: File) -> Arc<str> {
    match file {
        File::Rule(rule) => rule.text(database),
        File::Document(document) => Arc::clone(document.raw(database).text()),
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
