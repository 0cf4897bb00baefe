//! What is in force: which rule files make which pack, and which files are documents. The one place that
//! knows what `rules`, `documents` and `default-packs` of a project mean, and the options of a person
//! beside them; every verb and the language server ask here.
//!
//! - Each entry of `rules`, and each path that a person names, is one pack: a file, or a folder with all
//!   rule files below it.
//! - Without `rules`, all rule files below `gouji.toml` are in force, but for those that `.gitignore`
//!   leaves out: a folder in which a ruleset is declared is one pack with all below it, every other file
//!   one by itself.
//! - A ruleset of the project or of a person takes the place of the shipped one of its name.
//! - A file counts once, however many ways lead to it.

use crate::codes;
use crate::discover::{Discovered, Finder};
use crate::ignored::Ignored;
use crate::project::{Listed, PROJECT_FILE, Project};
use crate::reasons::unreadable_words;
use crate::system::{EntryKind, System};
use gouji_analysis::{PackText, RuleText, Selection, give_way};
use gouji_diagnostic::{CodeInfo, Diagnostic};
use gouji_syntax::{declared_imports, declared_ruleset};
use gouji_text::{Localized, TextRange};
use std::collections::{BTreeMap, BTreeSet};
use std::io::ErrorKind;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Largest rule text, in bytes.
const LARGEST_RULE_TEXT: usize = 16 << 20;

/// Which rules a person wants, besides what the project says.
#[derive(Clone, Debug, Default)]
pub struct RuleOptions {
    /// Rule files and packs named by path.
    pub paths: Vec<PathBuf>,
    /// Leave the shipped packs out.
    pub no_default_packs: bool,
    /// Rulesets chosen by name, whatever their 适用 says. None: each applies where its 适用 says so.
    pub packs: Vec<String>,
}

/// Which documents a person wants.
#[derive(Clone, Debug)]
pub enum DocumentChoice {
    /// None: only the rules matter.
    Nothing,
    /// Those of the project.
    OfProject,
    /// Those at and below these paths.
    At(Vec<PathBuf>),
    /// Those below a folder, of which there may be none.
    Below(PathBuf),
}

/// Where a pack comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// It is inside the binary.
    Shipped,
    /// The project lists it.
    Project,
    /// A person named it.
    Named,
}

/// A pack in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackInForce {
    /// Where it comes from.
    pub origin: Origin,
    /// The name of its ruleset; a pack without one extends those whose records it reads.
    pub ruleset: Option<String>,
    /// Which documents it applies to.
    pub selection: Selection,
    /// Its files, in order of path.
    pub files: Vec<RuleFileInForce>,
}

/// A rule file in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleFileInForce {
    /// Its path; of a shipped one `rules/PACK/FILE.gouji`, which is on no disk.
    pub path: PathBuf,
    /// Its text.
    pub text: Arc<str>,
}

/// What is wrong on the way, at a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForceProblem {
    /// The file that has to be mended: a rule file, or the `gouji.toml` that lists it. `None` where a
    /// person's options have to be.
    pub file: Option<PathBuf>,
    /// What is wrong; its place is in that file. An error means that something wanted is not in force.
    pub diagnostic: Diagnostic<TextRange>,
}

impl ForceProblem {
    pub(crate) fn new(
        file: Option<PathBuf>,
        at: Range<usize>,
        code: &'static CodeInfo,
        message: Localized,
    ) -> Self {
        let diagnostic = Diagnostic::new(code, message);
        Self { file, diagnostic: diagnostic.at(TextRange::from(at), Localized::default()) }
    }
}

/// What is in force.
#[derive(Debug, Default)]
pub struct InForce {
    /// The packs: shipped ones first, then those of the project, then those named.
    pub packs: Vec<PackInForce>,
    /// The documents.
    pub documents: Discovered,
    /// What is wrong with the project and the options, and which rule files are left out.
    pub problems: Vec<ForceProblem>,
    /// Whether the documents are those that the project gives.
    documents_of_project: bool,
}

/// What is in force in a project (none: no `gouji.toml`), with what a person asks for besides.
pub fn in_force(
    system: &dyn System,
    project: Option<&Project>,
    options: &RuleOptions,
    wanted: &DocumentChoice,
) -> InForce {
    let found = InForce::default();
    let mut finder = RuleFinder { system, project, seen: BTreeSet::new(), found };
    finder.project_rules();
    for path in &options.paths {
        let entry = Listed { path: path.clone(), at: 0..0 };
        finder.entry(&entry, Origin::Named);
    }
    let shipped = match project {
        _ if options.no_default_packs => Shipped::None,
        Some(Project { default_packs: false, .. }) => Shipped::Chosen,
        _ => Shipped::All,
    };
    finder.shipped(shipped, &options.packs);
    finder.choose(&options.packs);
    let mut found = finder.found;
    find_documents(system, project, wanted, &mut found);
    found
}

impl InForce {
    /// The packs as texts, in order.
    pub fn pack_texts(&self) -> Vec<PackText> {
        let file = |file: &RuleFileInForce| RuleText {
            name: file.path.display().to_string().into(),
            text: Arc::clone(&file.text),
        };
        let pack = |pack: &PackInForce| PackText { files: pack.files.iter().map(file).collect() };
        self.packs.iter().map(pack).collect()
    }

    /// What is to be said of rulesets that were chosen by name and that there are not.
    pub fn unknown_packs(&self) -> impl Iterator<Item = &Localized> {
        let problems = self.problems.iter().map(|problem| &problem.diagnostic);
        let unknown = problems.filter(|said| said.code == codes::RULES_UNKNOWN_PACK.id);
        unknown.map(|said| &said.message)
    }

    /// Shows the paths that the project gives as they are seen from a folder; those that a person named
    /// stay as named.
    #[must_use]
    pub fn seen_from(mut self, folder: &Path) -> Self {
        let shorten = |path: &mut PathBuf| {
            if let Ok(below) = path.strip_prefix(folder)
                && !below.as_os_str().is_empty()
            {
                *path = below.to_owned();
            }
        };
        let own = self.packs.iter_mut().filter(|pack| pack.origin == Origin::Project);
        own.flat_map(|pack| &mut pack.files).for_each(|file| shorten(&mut file.path));
        if self.documents_of_project {
            let documents = &mut self.documents;
            documents.documents.iter_mut().for_each(shorten);
            documents.unreadable.iter_mut().for_each(|(path, _)| shorten(path));
            documents.passed_over.iter_mut().for_each(|(path, _)| shorten(path));
        }
        self
    }
}

/// Whether a path is that of a rule file, by its name.
pub fn is_rule_file(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "gouji")
}

/// Which of the shipped packs are in force.
#[derive(Clone, Copy)]
enum Shipped {
    All,
    /// Those that a person chooses by name.
    Chosen,
    None,
}

struct RuleFinder<'a> {
    system: &'a dyn System,
    project: Option<&'a Project>,
    /// The files that count already.
    seen: BTreeSet<PathBuf>,
    found: InForce,
}

impl RuleFinder<'_> {
    fn project_rules(&mut self) {
        let Some(project) = self.project else { return };
        match &project.rules {
            Some(entries) => {
                for entry in entries {
                    self.entry(entry, Origin::Project);
                }
            }
            None => self.all_below(&project.folder),
        }
    }

    /// One entry of `rules`, or one path that a person names: one pack.
    fn entry(&mut self, entry: &Listed, origin: Origin) {
        let path = &entry.path;
        let paths = match self.system.kind(path) {
            Ok(EntryKind::File) => vec![path.clone()],
            Ok(EntryKind::Folder) => self.rule_files_below(path, None),
            Ok(EntryKind::Other) => return self.unreadable(entry, origin, ErrorKind::Unsupported),
            Ok(EntryKind::BrokenLink) => {
                return self.unreadable(entry, origin, ErrorKind::NotFound);
            }
            Err(error) => {
                let message = unreadable_words(self.system, path, &error);
                return self.problem(self.place(entry, origin), &codes::RULES_UNREADABLE, message);
            }
        };
        if paths.is_empty() {
            let message = Localized {
                chinese: format!("「{}」里没有规则文件（*.gouji）", path.display()),
                english: format!("no rule files (*.gouji) in “{}”", path.display()),
            };
            return self.problem(self.place(entry, origin), &codes::RULES_NONE_FOUND, message);
        }
        let files = self.read(paths);
        self.pack(files, origin);
    }

    fn unreadable(&mut self, entry: &Listed, origin: Origin, why: ErrorKind) {
        let message = unreadable_words(self.system, &entry.path, &why.into());
        self.problem(self.place(entry, origin), &codes::RULES_UNREADABLE, message);
    }

    /// Where an entry has to be mended.
    fn place(&self, entry: &Listed, origin: Origin) -> (Option<PathBuf>, Range<usize>) {
        let project = self.project.filter(|_| origin == Origin::Project);
        (project.map(|project| project.folder.join(PROJECT_FILE)), entry.at.clone())
    }

    fn problem(
        &mut self,
        (file, at): (Option<PathBuf>, Range<usize>),
        code: &'static CodeInfo,
        message: Localized,
    ) {
        self.found.problems.push(ForceProblem::new(file, at, code, message));
    }

    /// The rule files below a folder, but for those that are ignored.
    fn rule_files_below(
        &mut self,
        folder: &Path,
        mut ignored: Option<Ignored<'_>>,
    ) -> Vec<PathBuf> {
        let mut paths = Vec::new();
        for entry in self.system.walk(folder) {
            let is_folder = matches!(entry.kind, Ok(EntryKind::Folder));
            let why = ignored.as_mut().and_then(|ignored| ignored.met(&entry.path, is_folder));
            match (entry.kind, why) {
                (Ok(EntryKind::File), why) if is_rule_file(&entry.path) => match why {
                    Some(why) => self.leave_out(entry.path, &why),
                    None => paths.push(entry.path),
                },
                (Ok(EntryKind::Other | EntryKind::BrokenLink), None)
                    if is_rule_file(&entry.path) =>
                {
                    let message =
                        unreadable_words(self.system, &entry.path, &ErrorKind::Unsupported.into());
                    self.problem((Some(entry.path), 0..0), &codes::RULES_UNREADABLE, message);
                }
                (Err(error), None) => {
                    let message = unreadable_words(self.system, &entry.path, &error);
                    self.problem((Some(entry.path), 0..0), &codes::RULES_UNREADABLE, message);
                }
                _ => {}
            }
        }
        paths
    }

    fn leave_out(&mut self, path: PathBuf, why: &Localized) {
        let name = path.display();
        let message = Localized {
            chinese: format!("规则文件「{name}」没有起作用：{}", why.chinese),
            english: format!("rule file “{name}” is not in force: {}", why.english),
        };
        self.problem((Some(path), 0..0), &codes::RULES_LEFT_OUT, message);
    }

    /// All rule files below the folder of a project that does not list any.
    fn all_below(&mut self, folder: &Path) {
        let paths = self.rule_files_below(folder, Some(Ignored::below(self.system, folder, None)));
        let files = self.read(paths);
        let rulesets: Vec<bool> =
            files.iter().map(|file| declared_ruleset(&file.text).is_some()).collect();
        let folder_of = |file: &RuleFileInForce| file.path.parent().unwrap_or(folder).to_owned();
        let mut declaring: BTreeMap<PathBuf, usize> = BTreeMap::new();
        for (file, _) in files.iter().zip(&rulesets).filter(|(_, declares)| **declares) {
            *declaring.entry(folder_of(file)).or_default() += 1;
        }
        // Where several rulesets stand side by side, each file is by itself.
        let is_pack = |folder: &Path| declaring.get(folder) == Some(&1);
        let mut packs: BTreeMap<PathBuf, Vec<RuleFileInForce>> = BTreeMap::new();
        for file in files {
            let own = folder_of(&file);
            let pack = own.ancestors().find(|above| is_pack(above)).map(Path::to_owned);
            packs.entry(pack.unwrap_or_else(|| file.path.clone())).or_default().push(file);
        }
        for files in packs.into_values() {
            self.pack(files, Origin::Project);
        }
    }

    /// Reads the files that do not count already.
    fn read(&mut self, paths: Vec<PathBuf>) -> Vec<RuleFileInForce> {
        let mut files = Vec::new();
        for path in paths {
            let real = self.system.canonical(&path).unwrap_or_else(|_| path.clone());
            if self.seen.insert(real) {
                files.extend(self.read_one(path));
            }
        }
        files
    }

    fn read_one(&mut self, path: PathBuf) -> Option<RuleFileInForce> {
        let place = (Some(path.clone()), 0..0);
        let bytes = match self.system.read(&path, LARGEST_RULE_TEXT) {
            Ok(bytes) => bytes,
            Err(error) => {
                self.problem(
                    place,
                    &codes::RULES_UNREADABLE,
                    unreadable_words(self.system, &path, &error),
                );
                return None;
            }
        };
        let (text, _, replaced) = gouji_document::decode(bytes);
        let name = path.display();
        if text.trim().is_empty() {
            let message = Localized {
                chinese: format!("规则文件「{name}」是空的"),
                english: format!("rule file “{name}” is empty"),
            };
            self.problem(place, &codes::RULES_EMPTY, message);
        } else if replaced > 0 {
            let message = Localized {
                chinese: format!("规则文件「{name}」里有 {replaced} 处字节不是有效的文字"),
                english: format!("{replaced} places in rule file “{name}” are not valid text"),
            };
            self.problem(place, &codes::RULES_UNDECODABLE, message);
        }
        Some(RuleFileInForce { path, text: Arc::from(text) })
    }

    fn pack(&mut self, files: Vec<RuleFileInForce>, origin: Origin) {
        if files.is_empty() {
            return;
        }
        let ruleset = files.iter().find_map(|file| declared_ruleset(&file.text));
        let selection = match origin {
            Origin::Shipped => Selection::Recognised,
            Origin::Project | Origin::Named => Selection::Named,
        };
        self.found.packs.push(PackInForce { origin, ruleset, selection, files });
    }

    /// Puts the shipped packs in front: all, or those that are chosen by name or that others import;
    /// without those that a ruleset of the same name takes the place of.
    fn shipped(&mut self, wanted: Shipped, chosen: &[String]) {
        let own = std::mem::take(&mut self.found.packs);
        for pack in gouji_packs::shipped() {
            let files = pack.files.into_iter();
            let files = files
                .map(|file| RuleFileInForce { path: PathBuf::from(&*file.name), text: file.text });
            self.pack(files.collect(), Origin::Shipped);
        }
        let instead: Vec<String> = own.iter().filter_map(|pack| pack.ruleset.clone()).collect();
        give_way(&mut self.found.packs, &instead, |pack| pack.ruleset.clone());
        match wanted {
            Shipped::All => {}
            Shipped::None => self.found.packs.clear(),
            Shipped::Chosen => {
                let used = with_imports(self.found.packs.iter().chain(&own), |pack| {
                    pack.origin != Origin::Shipped || is_chosen(pack, chosen)
                });
                let is_used = |ruleset: &String| used.contains(ruleset);
                self.found.packs.retain(|pack| pack.ruleset.as_ref().is_some_and(is_used));
            }
        }
        self.found.packs.extend(own);
    }

    /// Chooses rulesets by name, and with them those that they import.
    fn choose(&mut self, chosen: &[String]) {
        if chosen.is_empty() {
            return;
        }
        let known: Vec<String> =
            self.found.packs.iter().filter_map(|pack| pack.ruleset.clone()).collect();
        let used = with_imports(self.found.packs.iter(), |pack| is_chosen(pack, chosen));
        for pack in &mut self.found.packs {
            if let Some(ruleset) = &pack.ruleset {
                pack.selection =
                    if used.contains(ruleset) { Selection::Chosen } else { Selection::LeftOut };
            }
        }
        for name in chosen.iter().filter(|name| !known.contains(name)) {
            let is_shipped =
                gouji_packs::shipped().iter().any(|pack| pack.ruleset().as_ref() == Some(name));
            let message =
                if is_shipped { shipped_left_out(name) } else { unknown_pack(name, &known) };
            self.problem((None, 0..0), &codes::RULES_UNKNOWN_PACK, message);
        }
        let names = |left: &str, right: &str, between: &str| {
            let quoted: Vec<String> =
                chosen.iter().map(|name| format!("{left}{name}{right}")).collect();
            quoted.join(between)
        };
        let message = Localized {
            chinese: format!("这次只按 --pack 指定的规则集检查：{}", names("「", "」", "、")),
            english: format!(
                "only the rulesets given with --pack are applied: {}",
                names("“", "”", ", ")
            ),
        };
        self.problem((None, 0..0), &codes::RULES_PACKS_CHOSEN, message);
    }
}

fn is_chosen(pack: &PackInForce, chosen: &[String]) -> bool {
    pack.ruleset.as_ref().is_some_and(|ruleset| chosen.contains(ruleset))
}

/// The rulesets of the packs that are wanted, and of those that these import, and so on.
fn with_imports<'a>(
    packs: impl Iterator<Item = &'a PackInForce> + Clone,
    is_wanted: impl Fn(&PackInForce) -> bool,
) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    let mut next: Vec<&PackInForce> = packs.clone().filter(|pack| is_wanted(pack)).collect();
    while let Some(pack) = next.pop() {
        used.extend(pack.ruleset.clone());
        for name in pack.files.iter().flat_map(|file| declared_imports(&file.text)) {
            if used.insert(name.clone()) {
                next.extend(packs.clone().filter(|pack| pack.ruleset.as_ref() == Some(&name)));
            }
        }
    }
    used
}

fn shipped_left_out(name: &str) -> Localized {
    Localized {
        chinese: format!(
            "--pack：「{name}」是随程序带的规则集，而 --no-default-packs 不用它们；请去掉其中一个选项"
        ),
        english: format!(
            "--pack: “{name}” is a shipped ruleset, and --no-default-packs leaves those out; drop one of the two options"
        ),
    }
}

fn unknown_pack(name: &str, known: &[String]) -> Localized {
    let near = gouji_text::nearest(name, known.iter().map(String::as_str));
    let (chinese, english) = match near.first() {
        Some(_) => (
            format!("是不是「{}」？", near.join("」「")),
            format!("did you mean “{}”?", near.join("” or “")),
        ),
        None if known.is_empty() => {
            ("现在没有规则集".to_owned(), "there are no rulesets in force".to_owned())
        }
        None => (
            format!("现在有的是「{}」", known.join("」「")),
            format!("there are “{}”", known.join("”, “")),
        ),
    };
    Localized {
        chinese: format!("--pack：没有叫「{name}」的规则集；{chinese}"),
        english: format!("--pack: there is no ruleset “{name}”; {english}"),
    }
}

fn find_documents(
    system: &dyn System,
    project: Option<&Project>,
    wanted: &DocumentChoice,
    found: &mut InForce,
) {
    let own = project.map(|project| project.folder.as_path());
    let mut finder = Finder::new(system, own);
    match (wanted, project) {
        (DocumentChoice::Nothing, _) | (DocumentChoice::OfProject, None) => {}
        (DocumentChoice::At(paths), _) => {
            for path in paths {
                finder.find_named(path);
            }
        }
        (DocumentChoice::OfProject, Some(Project { documents: Some(entries), folder, .. })) => {
            for entry in entries {
                if let Err(why) = finder.find(&entry.path) {
                    let shown = entry.path.display();
                    let message = Localized {
                        chinese: format!("documents 里的「{shown}」：{}", why.chinese),
                        english: format!("“{shown}” in documents: {}", why.english),
                    };
                    let file = Some(folder.join(PROJECT_FILE));
                    let code = &codes::PROJECT_NOTHING_FOUND;
                    let problem = ForceProblem::new(file, entry.at.clone(), code, message);
                    found.problems.push(problem);
                }
            }
        }
        // A project that lists no documents may have none yet.
        (DocumentChoice::Below(folder), _)
        | (DocumentChoice::OfProject, Some(Project { folder, .. })) => {
            let _ = finder.find(folder);
        }
    }
    found.documents = finder.finish();
    found.documents_of_project = matches!(wanted, DocumentChoice::OfProject);
}
