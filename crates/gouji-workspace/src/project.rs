//! `gouji.toml`: which rules and documents a folder is about.

use crate::discover::discover;
use crate::packs::RuleOptions;
use crate::system::{EntryKind, System};
use gouji_document::MAXIMUM_BYTES;
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// The name of the file.
pub const PROJECT_FILE: &str = "gouji.toml";

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
        let text = read_limited(system, &folder.join(PROJECT_FILE), LARGEST_PROJECT_FILE);
        let (written, problem) = match text.map(|text| toml::from_str::<Written>(&text)) {
            Some(Ok(written)) => (written, None),
            Some(Err(error)) => (Written::default(), Some(error.to_string())),
            None => (Written::default(), None),
        };
        let inside =
            |paths: Vec<PathBuf>| paths.into_iter().map(|path| folder.join(path)).collect();
        Self {
            folder: folder.to_owned(),
            rules: written.rules.map(inside),
            documents: written.documents.map(inside),
            default_packs: written.default_packs.unwrap_or(true),
            problem,
        }
    }

    /// The project of the nearest folder, from `start` upward, that has a `gouji.toml`.
    pub fn find(system: &dyn System, start: &Path) -> Option<Self> {
        let folder = start.ancestors().find(|folder| {
            matches!(system.kind(&folder.join(PROJECT_FILE)), Ok(EntryKind::File))
        })?;
        Some(Self::load(system, folder))
    }

    /// The rules that the project asks for, for a run of the command.
    pub fn rule_options(&self) -> RuleOptions {
        RuleOptions {
            paths: self.rules.clone().unwrap_or_default(),
            no_default_packs: !self.default_packs,
        }
    }

    /// Its rule files.
    pub fn rule_files(&self, system: &dyn System) -> Vec<PathBuf> {
        let roots = self.rules.clone().unwrap_or_else(|| vec![self.folder.clone()]);
        let mut files = Vec::new();
        for root in roots {
            match system.kind(&root) {
                Ok(EntryKind::File) => files.push(root),
                Ok(EntryKind::Folder) => files.extend(rule_files_below(system, &root)),
                Ok(EntryKind::Other) | Err(_) => {}
            }
        }
        files
    }

    /// Its documents.
    pub fn documents(&self, system: &dyn System) -> Vec<PathBuf> {
        let roots = self.documents.clone().unwrap_or_else(|| vec![self.folder.clone()]);
        discover(system, &roots).documents
    }
}

/// Folders that hold no texts of people.
const PASSED_OVER: [&str; 3] = ["node_modules", "target", ".git"];

fn rule_files_below(system: &dyn System, root: &Path) -> Vec<PathBuf> {
    let entries = system.walk(root).into_iter();
    entries
        .filter(|entry| matches!(entry.kind, Ok(EntryKind::File)))
        .map(|entry| entry.path)
        .filter(|path| path.extension().is_some_and(|extension| extension == "gouji"))
        .filter(|path| {
            !path.components().any(|part| PASSED_OVER.iter().any(|name| part.as_os_str() == *name))
        })
        .collect()
}

/// A text file as text; `None` where it cannot be read.
pub fn read_text_file(system: &dyn System, path: &Path) -> Option<String> {
    read_limited(system, path, MAXIMUM_BYTES)
}

fn read_limited(system: &dyn System, path: &Path, limit: usize) -> Option<String> {
    let bytes = system.read(path, limit).ok()?;
    Some(gouji_document::decode(bytes).0)
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
        assert_eq!(project.rule_files(&system), [PathBuf::from("p/my/x.gouji")]);
        assert_eq!(project.documents(&system), [PathBuf::from("p/out/a.txt")]);
        assert!(!project.default_packs);
        let without = Project::load(&system, Path::new("p/out"));
        assert_eq!(without.documents(&system).len(), 2);
    }

    #[test]
    fn a_wrong_project_file_is_said() {
        let system = MemorySystem::default().with("p/gouji.toml", "rule = 1\n");
        let project = Project::load(&system, Path::new("p"));
        assert!(project.problem.is_some_and(|problem| problem.contains("rule")));
    }
}
