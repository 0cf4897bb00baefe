//! The files of the workspace and their texts, in one database.

use crate::convert::{Places, PositionEncoding};
use crate::known_file::{KnownFile, OpenFile};
use crate::notices::{Notice, Notices};
use crate::views::{Listing, View, Views};
use gouji_database::ruleset_name;
use gouji_database::{DocumentFile, Durability, GoujiDatabase, RuleFile, Setter};
use gouji_document::RawDocument;
use gouji_ide::{File, Ide};
use gouji_text::{Language, LineIndex, TextRange};
use gouji_workspace::WorkedFolder;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tower_lsp::lsp_types::{TextDocumentContentChangeEvent, Url};

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
pub(crate) struct ServerState {
    pub(crate) database: GoujiDatabase,
    pub(crate) views: Views,
    pub(crate) entries: BTreeMap<PathBuf, KnownFile>,
    pub(crate) folders: Vec<PathBuf>,
    pub(crate) encoding: PositionEncoding,
    pub(crate) language: Language,
    /// What there is to say of files that cannot be read.
    pub(crate) notices: Arc<Notices>,
    /// Gone when files came or went, were opened or closed.
    listing: Option<Arc<Listing>>,
    /// The file that the client changed last.
    pub(crate) edited: Option<PathBuf>,
    /// Held by every snapshot.
    snapshots: Arc<()>,
}

/// One state of the state, for reading. While one lives, no edit can be applied.
pub(crate) struct Snapshot {
    database: GoujiDatabase,
    listing: Arc<Listing>,
    pub(crate) language: Language,
    pub(crate) encoding: PositionEncoding,
    /// Of the files that are open.
    versions: BTreeMap<PathBuf, i32>,
    pub(crate) notices: Arc<Notices>,
    _held: Arc<()>,
}

impl ServerState {
    pub(crate) fn new() -> Self {
        let database = GoujiDatabase::default();
        let views = Views::new(&database);
        Self {
            database,
            views,
            entries: BTreeMap::new(),
            folders: Vec::new(),
            encoding: PositionEncoding::default(),
            language: Language::Chinese,
            notices: Arc::default(),
            listing: None,
            edited: None,
            snapshots: Arc::default(),
        }
    }

    /// The files there are.
    pub(crate) fn listing(&mut self) -> Arc<Listing> {
        let (views, entries) = (&self.views, &self.entries);
        Arc::clone(self.listing.get_or_insert_with(|| Arc::new(Listing::new(views, entries))))
    }

    pub(crate) fn snapshot(&mut self) -> Snapshot {
        let versions = self.entries.iter().filter_map(|(path, entry)| {
            let version = entry.open.as_ref()?.version;
            Some((path.clone(), version))
        });
        Snapshot {
            database: self.database.clone(),
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

    /// The client opened a file: from now on its text is what the client says. Whether what it declares
    /// may put other packs in force.
    pub(crate) fn open(&mut self, uri: &Url, language: &str, version: i32, text: String) -> bool {
        let path = path_of(uri);
        let before = self.declared_at(&path);
        let lines = LineIndex::of_editor(&text);
        let text: Arc<str> = Arc::from(text);
        let contents = if opens_rule(&path, language) {
            Contents::Rule(text)
        } else {
            Contents::Document(RawDocument::of_editor(&path.to_string_lossy(), language, text))
        };
        if self.entries.get(&path).is_none_or(|entry| !entry.is_shipped) {
            self.put(&path, uri.clone(), contents, Durability::LOW);
        }
        if let Some(entry) = self.entries.get_mut(&path) {
            entry.open = Some(OpenFile { version, lines });
            entry.uri = uri.clone();
        }
        self.configure();
        before != self.declared_at(&path) || (self.is_rule(uri) && self.views.is_undecided(&path))
    }

    fn declared_at(&self, path: &Path) -> Option<String> {
        declared(&self.database, self.entries.get(path)?.file)
    }

    /// The client changed a file; whether what it declares may put other packs in force.
    pub(crate) fn change(
        &mut self,
        uri: &Url,
        version: i32,
        changes: Vec<TextDocumentContentChangeEvent>,
    ) -> bool {
        let encoding = self.encoding;
        let path = path_of(uri);
        let Some(entry) = self.entries.get_mut(&path) else { return false };
        // A file that is not open belongs to the disk.
        let Some(open) = &mut entry.open else { return false };
        self.edited = Some(path);
        open.version = version;
        let file = entry.file;
        if entry.is_shipped {
            return false;
        }
        let declared = declared(&self.database, file);
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
        declared != self::declared(&self.database, file)
    }

    /// The client closed a file: from now on its text is what the disk says.
    pub(crate) fn close(&mut self, uri: &Url) {
        if let Some(entry) = self.entries.get_mut(&path_of(uri)) {
            entry.open = None;
        }
        self.configure();
    }

    /// Takes over what is in force, and what was read from the disk of files that are not open. Of the
    /// others those are `kept` that still belong to a folder.
    pub(crate) fn take(
        &mut self,
        surveyed: Vec<WorkedFolder>,
        decided: BTreeSet<PathBuf>,
        kept: &BTreeSet<PathBuf>,
        read: Vec<OnDisk>,
    ) {
        self.views.take(&self.database, surveyed, decided);
        self.entries
            .retain(|path, entry| entry.open.is_some() || entry.is_shipped || kept.contains(path));
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

    /// Puts in force what is to be, for the files that there are now.
    fn configure(&mut self) {
        self.listing = None;
        self.views.configure(&mut self.database, &self.entries);
    }

    /// The texts of the rule files that are open, by path.
    pub(crate) fn open_rules(&self) -> BTreeMap<PathBuf, Arc<str>> {
        let open = self.entries.iter().filter(|(_, entry)| entry.open.is_some());
        let rules = open.filter(|(_, entry)| matches!(entry.file, File::Rule(_)));
        rules.map(|(path, entry)| (path.clone(), text_of(&self.database, entry.file))).collect()
    }

    /// Takes over where the files inside the binary can be opened: name and path of each.
    pub(crate) fn take_shipped(&mut self, copies: Vec<(PathBuf, PathBuf)>) {
        for (name, path) in copies {
            let (Some(rule), Ok(uri)) = (self.views.shipped(&name), Url::from_file_path(&path))
            else {
                continue;
            };
            let entry = KnownFile { file: File::Rule(rule), uri, open: None, is_shipped: true };
            self.entries.insert(path, entry);
        }
        self.listing = None;
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
        let entry = KnownFile { file, uri, open: None, is_shipped: false };
        self.entries.insert(path.to_owned(), entry);
    }

    /// A path as people know it: below its workspace folder.
    fn shown_name(&self, path: &Path) -> String {
        let below = self.folders.iter().find_map(|folder| path.strip_prefix(folder).ok());
        below.unwrap_or(path).display().to_string()
    }
}

impl Snapshot {
    /// What an editor is answered about a file: by the rules that look at it.
    pub(crate) fn ide(&self, file: File) -> Ide<'_> {
        // There is always a view: that of files which belong to no folder.
        let view = self.listing.view(file).unwrap_or(&self.listing.views[0]);
        self.ide_of(view)
    }

    fn ide_of<'snapshot>(&'snapshot self, view: &'snapshot View) -> Ide<'snapshot> {
        Ide {
            database: &self.database,
            configuration: view.configuration,
            documents: &view.documents,
            open: &view.open,
            language: self.language,
        }
    }

    /// What an editor is answered about no file in particular, one for each set of rules.
    pub(crate) fn ides(&self) -> impl Iterator<Item = Ide<'_>> {
        self.listing.views.iter().map(|view| self.ide_of(view))
    }

    pub(crate) fn file(&self, uri: &Url) -> Option<File> {
        self.listing.find(&path_of(uri)).map(|listed| listed.file)
    }

    pub(crate) fn uri(&self, file: File) -> Option<&Url> {
        self.listing.listed(file).map(|listed| &listed.uri)
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
        self.listing.shown().map(|listed| (listed.file, &listed.uri))
    }

    /// Whether a file is inside the binary.
    pub(crate) fn is_shipped(&self, file: File) -> bool {
        self.listing.listed(file).is_some_and(|listed| listed.is_shipped)
    }
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

/// The ruleset that a file declares.
fn declared(database: &GoujiDatabase, file: File) -> Option<String> {
    match file {
        File::Rule(rule) => ruleset_name(database, rule),
        File::Document(_) => None,
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
