//! `gouji.toml`: which rules and documents a folder is about.

use crate::discover::{FoundAs, discover, found_below, found_named, reason, unreadable_words};
use crate::packs::RuleOptions;
use crate::system::{EntryKind, System};
use gouji_document::MAXIMUM_BYTES;
use gouji_text::Localized;
use serde::Deserialize;
use std::io::ErrorKind;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// The name of the file.
pub const PROJECT_FILE: &str = "gouji.toml";

/// Names of the files that are of interest to a project, as patterns: rule texts, project files,
/// documents, and documents in formats that have no reader.
pub const WATCHED: [&str; 6] = [
    "**/*.gouji",
    "**/gouji.toml",
    "**/*.{txt,tsv,tab}",
    "**/*.{pdf,ofd,html,htm,csv}",
    "**/*.{xlsx,xlsm,xls,et,ods}",
    "**/*.{docx,doc,wps,odt}",
];

/// Largest project file, in bytes.
const LARGEST_PROJECT_FILE: usize = 1 << 20;

/// A folder and what its `gouji.toml` says; without one, all rule texts and documents below it.
#[derive(Clone, Debug)]
pub struct Project {
    /// The folder.
    pub folder: PathBuf,
    /// Rule files and folders; `None` for all below the folder.
    pub rules: Option<Vec<PathBuf>>,
    /// Documents and folders of documents; `None` for all below the folder.
    pub documents: Option<Vec<PathBuf>>,
    /// Whether the shipped packs are in force.
    pub default_packs: bool,
    /// What is wrong with the file, in its own reader's words.
    pub problem: Option<String>,
    /// Where, in bytes of the file; empty for the whole.
    pub problem_at: Range<usize>,
}

/// What a file is to a project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Role {
    /// One of its rule texts.
    Rule,
    /// One of its documents.
    Document,
    /// One of its documents, of a format that cannot be read.
    Unreadable(Localized),
}

/// The files of a project.
#[derive(Debug, Default)]
pub struct Survey {
    /// Rule texts.
    pub rules: Vec<PathBuf>,
    /// Documents.
    pub documents: Vec<PathBuf>,
    /// Documents that cannot be read, and why.
    pub unreadable: Vec<(PathBuf, Localized)>,
    /// What the project file names and is not there, or cannot be entered.
    pub missing: Vec<Localized>,
}

/// The file as written.
#[derive(Deserialize, Default)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Written {
    rules: Option<Vec<PathBuf>>,
    documents: Option<Vec<PathBuf>>,
    default_packs: Option<bool>,
}

impl Project {
    /// The project of a folder.
    pub fn load(system: &dyn System, folder: &Path) -> Self {
        let path = folder.join(PROJECT_FILE);
        let read = match system.read(&path, LARGEST_PROJECT_FILE) {
            Ok(bytes) => {
                let text = gouji_document::decode(bytes).0;
                toml::from_str::<Written>(&text)
                    .map_err(|error| (error.to_string(), error.span().unwrap_or_default()))
            }
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Written::default()),
            Err(error) => Err((reason(&error).chinese, 0..0)),
        };
        let (written, problem, problem_at) = match read {
            Ok(written) => (written, None, 0..0),
            Err((problem, at)) => (Written::default(), Some(problem), at),
        };
        let inside =
            |paths: Vec<PathBuf>| paths.into_iter().map(|path| folder.join(path)).collect();
        Self {
            folder: folder.to_owned(),
            rules: written.rules.map(inside),
            documents: written.documents.map(inside),
            default_packs: written.default_packs.unwrap_or(true),
            problem,
            problem_at,
        }
    }

    /// The project of the nearest folder, from `start` upward, that has a `gouji.toml`.
    pub fn find(system: &dyn System, start: &Path) -> Option<Self> {
        let folder = start.ancestors().find(|folder| {
            matches!(system.kind(&folder.join(PROJECT_FILE)), Ok(EntryKind::File))
        })?;
        Some(Self::load(system, folder))
    }

    /// The project of a folder that is worked in. Where the folder has no `gouji.toml`, the nearest one
    /// upward says which rules are in force; the documents are those of the folder.
    pub fn of_folder(system: &dyn System, folder: &Path) -> Self {
        match Self::find(system, folder) {
            Some(found) if found.folder != folder => {
                let own = || vec![folder.to_owned()];
                Self {
                    rules: Some(found.rules.clone().unwrap_or_else(own)),
                    documents: Some(own()),
                    ..found
                }
            }
            Some(found) => found,
            None => Self::load(system, folder),
        }
    }

    /// The rules that the project asks for, for a run of the command.
    pub fn rule_options(&self) -> RuleOptions {
        RuleOptions {
            paths: self.rules.clone().unwrap_or_default(),
            no_default_packs: !self.default_packs,
            with_examples: false,
        }
    }

    /// Its files.
    pub fn survey(&self, system: &dyn System) -> Survey {
        let mut survey = Survey::default();
        for root in self.rule_roots() {
            match system.kind(root) {
                Ok(EntryKind::File) => survey.rules.push(root.clone()),
                Ok(EntryKind::Folder) => survey.rules.extend(rule_files_below(system, root)),
                Ok(EntryKind::Other) => survey.miss(root, &ErrorKind::Unsupported.into()),
                Err(error) => survey.miss(root, &error),
            }
        }
        let mut roots = Vec::new();
        for root in self.document_roots() {
            match system.kind(root) {
                Ok(_) => roots.push(root.clone()),
                Err(error) => survey.miss(root, &error),
            }
        }
        let found = discover(system, &roots);
        survey.documents = found.documents;
        survey.unreadable = found.unreadable;
        survey
    }

    /// What a file is to the project, by its path alone: the same as [`Project::survey`] finds.
    pub fn role(&self, path: &Path) -> Option<Role> {
        let is_rule = self
            .rule_roots()
            .iter()
            .any(|root| root == path || (path.starts_with(root) && is_rule_below(root, path)));
        if is_rule {
            return Some(Role::Rule);
        }
        self.document_roots().iter().find_map(|root| {
            let found = match path.strip_prefix(root) {
                Ok(below) if below.as_os_str().is_empty() => found_named(path),
                Ok(below) => found_below(below),
                Err(_) => return None,
            };
            match found {
                FoundAs::Document => Some(Role::Document),
                FoundAs::Unreadable(why) => Some(Role::Unreadable(why)),
                FoundAs::PassedOver => None,
            }
        })
    }

    fn rule_roots(&self) -> &[PathBuf] {
        self.rules.as_deref().unwrap_or(std::slice::from_ref(&self.folder))
    }

    fn document_roots(&self) -> &[PathBuf] {
        self.documents.as_deref().unwrap_or(std::slice::from_ref(&self.folder))
    }
}

impl Survey {
    fn miss(&mut self, path: &Path, error: &std::io::Error) {
        self.missing.push(unreadable_words(path, error));
    }
}

/// Folders that hold no texts of people.
const PASSED_OVER: [&str; 3] = ["node_modules", "target", ".git"];

fn rule_files_below(system: &dyn System, root: &Path) -> Vec<PathBuf> {
    let entries = system.walk(root).into_iter();
    entries
        .filter(|entry| matches!(entry.kind, Ok(EntryKind::File)))
        .map(|entry| entry.path)
        .filter(|path| is_rule_below(root, path))
        .collect()
}

/// Whether a file below a folder of rules is one. The folder itself may stand wherever it likes.
fn is_rule_below(root: &Path, path: &Path) -> bool {
    let below = path.strip_prefix(root).unwrap_or(path);
    path.extension().is_some_and(|extension| extension == "gouji")
        && !below.components().any(|part| PASSED_OVER.iter().any(|name| part.as_os_str() == *name))
}

/// A text file as text, or why it cannot be read.
pub fn read_text_file(system: &dyn System, path: &Path) -> Result<String, Localized> {
    let bytes = system.read(path, MAXIMUM_BYTES).map_err(|error| unreadable_words(path, &error))?;
    Ok(gouji_document::decode(bytes).0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::MemorySystem;

    #[test]
    fn a_project_file_says_what_is_read() {
        let text = "rules = [\"my\"]\ndocuments = [\"out/a.txt\"]\ndefault-packs = false\n";
        let system = MemorySystem::default()
            .with("p/gouji.toml", text)
            .with("p/my/x.gouji", "")
            .with("p/other/y.gouji", "")
            .with("p/out/a.txt", "")
            .with("p/out/b.txt", "");
        let project = Project::find(&system, Path::new("p/out")).unwrap();
        let survey = project.survey(&system);
        assert_eq!(survey.rules, [PathBuf::from("p/my/x.gouji")]);
        assert_eq!(survey.documents, [PathBuf::from("p/out/a.txt")]);
        assert!(!project.default_packs);
        let without = Project::load(&system, Path::new("p/out"));
        assert_eq!(without.survey(&system).documents.len(), 2);
    }

    #[test]
    fn what_a_file_is_to_a_project_is_what_a_survey_finds() {
        let paths = [
            "target/p/gouji.toml",
            "target/p/a.gouji",
            "target/p/target/b.gouji",
            "target/p/a.txt",
            "target/p/.hidden/b.txt",
            "target/p/c.PDF",
            "target/p/readme.md",
            "target/out.txt",
        ];
        let mut system = MemorySystem::default();
        for path in paths {
            system = system.with(path, "");
        }
        let project = Project::load(&system, Path::new("target/p"));
        let survey = project.survey(&system);
        for path in paths.map(Path::new) {
            let found = if survey.rules.iter().any(|rule| rule == path) {
                Some(Role::Rule)
            } else if survey.documents.iter().any(|document| document == path) {
                Some(Role::Document)
            } else {
                let unreadable = survey.unreadable.iter().find(|(other, _)| other == path);
                unreadable.map(|(_, why)| Role::Unreadable(why.clone()))
            };
            assert_eq!(project.role(path), found, "{}", path.display());
        }
        assert_eq!(
            (survey.rules.len(), survey.documents.len(), survey.unreadable.len()),
            (1, 1, 1)
        );
    }

    #[test]
    fn what_a_project_file_names_and_is_not_there_is_said() {
        let text = "rules = [\"none\"]\ndocuments = [\"also-none\"]\n";
        let system = MemorySystem::default().with("p/gouji.toml", text);
        let survey = Project::load(&system, Path::new("p")).survey(&system);
        assert_eq!(survey.missing.len(), 2);
        assert!(survey.missing[0].english.contains("none"), "{:?}", survey.missing);
    }

    #[test]
    fn a_project_file_that_cannot_be_read_is_said() {
        let system = MemorySystem::default().with_unreadable("p/gouji.toml");
        let project = Project::load(&system, Path::new("p"));
        assert_eq!(project.problem.as_deref(), Some("没有读取权限"));
    }

    #[test]
    fn a_wrong_project_file_is_said() {
        let system = MemorySystem::default().with("p/gouji.toml", "rule = 1\n");
        let project = Project::load(&system, Path::new("p"));
        assert!(project.problem.is_some_and(|problem| problem.contains("rule")));
        assert_eq!(project.problem_at, 0..4);
    }
}
