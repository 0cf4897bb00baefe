//! Which rules look at which file: each folder that is worked in has its own, as a run of the command
//! there would.

use crate::known_file::KnownFile;
use gouji_analysis::{Selection, give_way};
use gouji_database::{
    Configuration, DocumentFile, Durability, GoujiDatabase, PackFiles, RuleFile, Setter,
    ruleset_name,
};
use gouji_ide::File;
use gouji_workspace::{Origin, WorkedFolder};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use tower_lsp::lsp_types::Url;

/// The entries of the state, by path.
pub(crate) type Entries = BTreeMap<PathBuf, KnownFile>;

/// A folder that is worked in, and what is in force there.
pub(crate) struct Worked {
    folder: PathBuf,
    /// The folder of its project: rule files below it that are not in force are left out on purpose.
    project: Option<PathBuf>,
    packs: Vec<(Origin, Selection, Vec<PathBuf>)>,
    documents: BTreeSet<PathBuf>,
    configuration: Configuration,
}

/// All that decides which rules look at a file.
pub(crate) struct Views {
    worked: Vec<Worked>,
    /// For files that belong to no folder.
    base: Configuration,
    /// Rule files that are open though a project leaves them out: each is looked at by itself, with
    /// what is in force there, and judges no document but here.
    left_out: BTreeMap<PathBuf, (Configuration, usize)>,
    /// The open rule files that the projects have been asked about. Until then one counts.
    decided: BTreeSet<PathBuf>,
    /// The files inside the binary, by name.
    shipped: BTreeMap<PathBuf, RuleFile>,
    shipped_packs: Vec<PackFiles>,
}

/// The rules and documents that are seen together.
#[derive(Clone)]
pub(crate) struct View {
    pub(crate) configuration: Configuration,
    pub(crate) documents: Vec<DocumentFile>,
    /// Those of them that are open.
    pub(crate) open: Vec<DocumentFile>,
}

impl Views {
    pub(crate) fn new(database: &GoujiDatabase) -> Self {
        let mut shipped = BTreeMap::new();
        let mut shipped_packs = Vec::new();
        for pack in gouji_packs::shipped() {
            let mut files = Vec::new();
            for file in pack.files {
                let input = RuleFile::builder(file.name.to_string(), file.text.clone());
                let input = input.durability(Durability::HIGH).new(database);
                shipped.insert(PathBuf::from(&*file.name), input);
                files.push(input);
            }
            shipped_packs.push(PackFiles { files, selection: Selection::Recognised });
        }
        let base = configuration(database, shipped_packs.clone());
        Self {
            worked: Vec::new(),
            base,
            left_out: BTreeMap::new(),
            decided: BTreeSet::new(),
            shipped,
            shipped_packs,
        }
    }

    /// Takes over what is in force now. A folder keeps its configuration, and with it what has been
    /// computed.
    pub(crate) fn take(
        &mut self,
        database: &GoujiDatabase,
        surveyed: Vec<WorkedFolder>,
        decided: BTreeSet<PathBuf>,
    ) {
        self.decided = decided;
        let known: HashMap<PathBuf, Configuration> =
            self.worked.drain(..).map(|worked| (worked.folder, worked.configuration)).collect();
        for WorkedFolder { folder, project, in_force } in surveyed {
            let known = known.get(&folder).copied();
            let configuration = known.unwrap_or_else(|| configuration(database, Vec::new()));
            let packs = in_force.packs.into_iter().map(|pack| {
                let paths = pack.files.into_iter().map(|file| file.path).collect();
                (pack.origin, pack.selection, paths)
            });
            self.worked.push(Worked {
                folder,
                project,
                packs: packs.collect(),
                documents: in_force.documents.documents.into_iter().collect(),
                configuration,
            });
        }
    }

    /// Puts the packs in force, and beside them the rule files that are open and belong to no project.
    pub(crate) fn configure(&mut self, database: &mut GoujiDatabase, entries: &Entries) {
        let mut extra: Vec<Vec<RuleFile>> = vec![Vec::new(); self.worked.len() + 1];
        let mut left_out = Vec::new();
        for (path, entry) in entries.iter().filter(|(_, entry)| entry.open.is_some()) {
            let File::Rule(file) = entry.file else { continue };
            if entry.is_shipped || self.worked.iter().any(|worked| worked.has_rule(path)) {
                continue;
            }
            match self.home(path) {
                Some(home) if self.worked[home].leaves_out(path) && self.decided.contains(path) => {
                    left_out.push((path.clone(), file, home));
                }
                Some(home) => extra[home].push(file),
                None => extra.iter_mut().for_each(|extra| extra.push(file)),
            }
        }
        let mut packs: Vec<Vec<PackFiles>> =
            self.worked.iter().map(|worked| self.packs_of(worked, entries)).collect();
        packs.push(self.shipped_packs.clone());
        for (packs, extra) in packs.iter_mut().zip(extra) {
            add(database, packs, extra);
        }
        let mut wanted: Vec<(Configuration, Vec<PackFiles>)> = Vec::new();
        let known = std::mem::take(&mut self.left_out);
        for (path, file, home) in left_out {
            let mut own = packs[home].clone();
            add(database, &mut own, vec![file]);
            let one = known.get(&path).map(|(one, _)| *one);
            let one = one.unwrap_or_else(|| configuration(database, Vec::new()));
            wanted.push((one, own));
            self.left_out.insert(path, (one, home));
        }
        let configurations = self.worked.iter().map(|worked| worked.configuration);
        wanted.extend(configurations.chain([self.base]).zip(packs));
        for (configuration, packs) in wanted {
            if configuration.packs(database) != packs.as_slice() {
                let set = configuration.set_packs(database);
                set.with_durability(Durability::MEDIUM).to(packs);
            }
        }
    }

    fn packs_of(&self, worked: &Worked, entries: &Entries) -> Vec<PackFiles> {
        let file = |path: &PathBuf| match entries.get(path).map(|entry| entry.file) {
            Some(File::Rule(file)) => Some(file),
            _ => None,
        };
        let packs = worked.packs.iter().map(|(origin, selection, paths)| PackFiles {
            files: match origin {
                Origin::Shipped => {
                    paths.iter().filter_map(|path| self.shipped.get(path)).copied().collect()
                }
                Origin::Project | Origin::Named => paths.iter().filter_map(file).collect(),
            },
            selection: *selection,
        });
        packs.filter(|pack| !pack.files.is_empty()).collect()
    }

    /// Whether a rule file that is not in force may have to be: the disk has not been asked yet.
    pub(crate) fn is_undecided(&self, path: &Path) -> bool {
        !self.decided.contains(path)
            && !self.worked.iter().any(|worked| worked.has_rule(path))
            && self.home(path).is_some_and(|home| self.worked[home].leaves_out(path))
    }

    /// The innermost folder, worked in or of a project, that a path lies in.
    fn home(&self, path: &Path) -> Option<usize> {
        let depth = |worked: &Worked| {
            let folders = [Some(&worked.folder), worked.project.as_ref()];
            let above = folders.into_iter().flatten().filter(|folder| path.starts_with(folder));
            above.map(|folder| folder.components().count()).max()
        };
        let homes = self.worked.iter().enumerate().filter_map(|(at, one)| Some((depth(one)?, at)));
        homes.max_by_key(|(depth, at)| (*depth, std::cmp::Reverse(*at))).map(|(_, at)| at)
    }

    /// The view that a file is seen in: an index of [`Views::all`].
    fn of(&self, path: &Path, entry: &KnownFile) -> usize {
        if let Some(at) = self.left_out.keys().position(|left_out| left_out == path) {
            return self.worked.len() + 1 + at;
        }
        let owner = match entry.file {
            File::Rule(file) => self.worked.iter().position(|worked| {
                worked.has_rule(path) || (entry.is_shipped && self.has_shipped(worked, file))
            }),
            File::Document(_) => {
                let owners = self.worked.iter().enumerate();
                let owners = owners.filter(|(_, worked)| worked.documents.contains(path));
                owners.max_by_key(|(_, one)| one.folder.components().count()).map(|(at, _)| at)
            }
        };
        // A file outside all folders is looked at as in the first.
        let owner = owner.or_else(|| self.home(path));
        owner.unwrap_or(0)
    }

    fn has_shipped(&self, worked: &Worked, file: RuleFile) -> bool {
        let shipped = worked.packs.iter().filter(|(origin, ..)| *origin == Origin::Shipped);
        let mut paths = shipped.flat_map(|(.., paths)| paths);
        paths.any(|path| self.shipped.get(path) == Some(&file))
    }

    /// All views, and for each entry the one that it is seen in.
    pub(crate) fn all(&self, entries: &Entries) -> (Vec<View>, Vec<usize>) {
        let worked = self.worked.iter().map(|worked| worked.configuration);
        let left_out = self.left_out.values().map(|(one, _)| *one);
        let configurations = worked.chain([self.base]).chain(left_out);
        let mut views: Vec<View> = configurations
            .map(|configuration| View { configuration, documents: Vec::new(), open: Vec::new() })
            .collect();
        let mut of = Vec::with_capacity(entries.len());
        for (path, entry) in entries {
            let view = self.of(path, entry);
            of.push(view);
            if let File::Document(document) = entry.file {
                views[view].documents.push(document);
                if entry.open.is_some() {
                    views[view].open.push(document);
                }
            }
        }
        // What a project leaves out can still be tried on its documents.
        for (at, (_, home)) in self.left_out.values().enumerate() {
            let home = views[*home].clone();
            let view = &mut views[self.worked.len() + 1 + at];
            (view.documents, view.open) = (home.documents, home.open);
        }
        (views, of)
    }

    /// The file inside the binary of that name.
    pub(crate) fn shipped(&self, name: &Path) -> Option<RuleFile> {
        self.shipped.get(name).copied()
    }
}

impl Worked {
    fn has_rule(&self, path: &Path) -> bool {
        let own = self.packs.iter().filter(|(origin, ..)| *origin != Origin::Shipped);
        own.flat_map(|(.., paths)| paths).any(|own| own == path)
    }

    /// Whether a rule file that is not in force is left out by the project.
    fn leaves_out(&self, path: &Path) -> bool {
        self.project.as_ref().is_some_and(|project| path.starts_with(project))
    }
}

// Which packs are in force changes seldom: after an edit of a document nothing that depends on rules
// alone has to be looked at.
fn configuration(database: &GoujiDatabase, packs: Vec<PackFiles>) -> Configuration {
    Configuration::builder(packs).durability(Durability::MEDIUM).new(database)
}

/// Adds files that a person has opened, each a pack by itself; one that declares a ruleset takes the
/// place of the pack of that name.
fn add(database: &GoujiDatabase, packs: &mut Vec<PackFiles>, files: Vec<RuleFile>) {
    for file in files {
        let declared = |file: &RuleFile| ruleset_name(database, *file);
        let instead: Vec<String> = declared(&file).into_iter().collect();
        give_way(packs, &instead, |pack| pack.files.iter().find_map(declared));
        packs.push(PackFiles { files: vec![file], selection: Selection::Named });
    }
}

/// The files, whatever their texts: made anew only when files come or go, open or close.
pub(crate) struct Listing {
    /// In order of path.
    pub(crate) files: Vec<ListedFile>,
    pub(crate) views: Vec<View>,
    by_file: HashMap<File, usize>,
}

/// A file.
pub(crate) struct ListedFile {
    pub(crate) path: PathBuf,
    pub(crate) file: File,
    pub(crate) uri: Url,
    /// Whether it is inside the binary: nobody changes it.
    pub(crate) is_shipped: bool,
    is_open: bool,
    view: usize,
}

impl Listing {
    pub(crate) fn new(views: &Views, entries: &Entries) -> Self {
        let (views, of) = views.all(entries);
        let files: Vec<ListedFile> = entries
            .iter()
            .zip(of)
            .map(|((path, entry), view)| ListedFile {
                path: path.clone(),
                file: entry.file,
                uri: entry.uri.clone(),
                is_shipped: entry.is_shipped,
                is_open: entry.open.is_some(),
                view,
            })
            .collect();
        let by_file = files.iter().enumerate().map(|(at, listed)| (listed.file, at)).collect();
        Self { files, views, by_file }
    }

    /// The file at a path.
    pub(crate) fn find(&self, path: &Path) -> Option<&ListedFile> {
        let at = self.files.binary_search_by(|listed| listed.path.as_path().cmp(path)).ok()?;
        self.files.get(at)
    }

    /// A file as it is listed.
    pub(crate) fn listed(&self, file: File) -> Option<&ListedFile> {
        self.files.get(*self.by_file.get(&file)?)
    }

    /// The view that a file is seen in.
    pub(crate) fn view(&self, file: File) -> Option<&View> {
        self.listed(file).map_or(self.views.first(), |listed| self.views.get(listed.view))
    }

    /// The files whose diagnostics are shown.
    pub(crate) fn shown(&self) -> impl Iterator<Item = &ListedFile> {
        self.files.iter().filter(|listed| listed.is_shown())
    }
}

impl ListedFile {
    /// Whether its diagnostics are shown: those of files inside the binary only while they are open.
    pub(crate) fn is_shown(&self) -> bool {
        !self.is_shipped || self.is_open
    }
}
