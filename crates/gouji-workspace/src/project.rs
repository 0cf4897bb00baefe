//! `gouji.toml`: which rules and documents a folder is about.

use crate::reasons::{broken_link, reason};
use crate::system::{EntryKind, System};
use gouji_text::Localized;
use std::io::ErrorKind;
use std::ops::Range;
use std::path::{Component, Path, PathBuf};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The name of the file.
pub const PROJECT_FILE: &str = "gouji.toml";

/// Largest project file, in bytes.
const LARGEST_PROJECT_FILE: usize = 1 << 20;

/// What the file can say.
const KEYS: [&str; 3] = ["rules", "documents", "default-packs"];

/// A folder and what its `gouji.toml` says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Project {
    /// The folder.
    pub folder: PathBuf,
    /// Rule files and folders; `None` where the file does not say.
    pub rules: Option<Vec<Listed>>,
    /// Documents and folders of documents; `None` where the file does not say.
    pub documents: Option<Vec<Listed>>,
    /// Whether the shipped packs are in force.
    pub default_packs: bool,
    /// What is wrong with the file.
    pub problem: Option<ProjectProblem>,
}

/// A path that a project file lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The path, with the project's folder in front.
    pub path: PathBuf,
    /// Where it is written, in bytes of the project file.
    pub at: Range<usize>,
}

/// What is wrong with a project file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProjectProblem {
    /// In words.
    pub message: Localized,
    /// Where, in bytes of the file; empty for the whole.
    pub at: Range<usize>,
}

impl ProjectProblem {
    fn new(at: Range<usize>, chinese: impl Into<String>, english: impl Into<String>) -> Self {
        Self { message: Localized { chinese: chinese.into(), english: english.into() }, at }
    }
}

impl Project {
    /// The project of a folder; `None` where it has no `gouji.toml`. One that cannot be read or is wrong
    /// says nothing but its problem.
    pub fn load(system: &dyn System, folder: &Path) -> Option<Self> {
        let path = folder.join(PROJECT_FILE);
        let read = match system.kind(&path) {
            Err(error) if is_absent(&error) => return None,
            Ok(EntryKind::Folder) => Err(ErrorKind::IsADirectory.into()),
            Ok(EntryKind::BrokenLink) => Err(ErrorKind::NotFound.into()),
            Ok(EntryKind::Other) => Err(ErrorKind::Unsupported.into()),
            Ok(EntryKind::File) => system.read(&path, LARGEST_PROJECT_FILE),
            Err(error) => Err(error),
        };
        let is_link = matches!(system.kind(&path), Ok(EntryKind::BrokenLink));
        let here = Self {
            folder: folder.to_owned(),
            rules: None,
            documents: None,
            default_packs: true,
            problem: None,
        };
        let problem = match read {
            Ok(bytes) => match here.clone().read(&gouji_document::decode(bytes).0) {
                Ok(project) => return Some(project),
                Err(problem) => problem,
            },
            Err(_) if is_link => ProjectProblem { message: broken_link(), at: 0..0 },
            Err(error) => ProjectProblem { message: reason(&error), at: 0..0 },
        };
        Some(Self { problem: Some(problem), ..here })
    }

    /// The project of the nearest folder, from `start` upward, that has a `gouji.toml`, right or wrong.
    pub fn find(system: &dyn System, start: &Path) -> Option<Self> {
        start.ancestors().find_map(|folder| Self::load(system, folder))
    }

    /// What the text of the file says.
    fn read(mut self, text: &str) -> Result<Self, ProjectProblem> {
        let table = DeTable::parse(text).map_err(|error| syntax_problem(text, &error))?;
        for (key, value) in table.get_ref() {
            let name: &str = key.get_ref();
            match name {
                "rules" => self.rules = Some(self.listed(name, value)?),
                "documents" => self.documents = Some(self.listed(name, value)?),
                "default-packs" => {
                    let DeValue::Boolean(wanted) = value.get_ref() else {
                        return Err(ProjectProblem::new(
                            value.span(),
                            "「default-packs」应当是 true 或 false",
                            "“default-packs” must be true or false",
                        ));
                    };
                    self.default_packs = *wanted;
                }
                _ => return Err(unknown_key(name, key.span())),
            }
        }
        Ok(self)
    }

    fn listed(
        &self,
        key: &str,
        value: &Spanned<DeValue<'_>>,
    ) -> Result<Vec<Listed>, ProjectProblem> {
        let wrong = |at: Range<usize>| {
            ProjectProblem::new(
                at,
                format!("「{key}」应当是路径的列表，例如 {key} = [\"甲\", \"乙\"]"),
                format!("“{key}” must be a list of paths, as in {key} = [\"a\", \"b\"]"),
            )
        };
        let DeValue::Array(entries) = value.get_ref() else { return Err(wrong(value.span())) };
        let entries = entries.iter().map(|entry| match entry.get_ref() {
            DeValue::String(path) if !path.is_empty() => {
                Ok(Listed { path: tidy(&self.folder.join(&**path)), at: entry.span() })
            }
            _ => Err(wrong(entry.span())),
        });
        entries.collect()
    }
}

/// A path without `.`, and without `..` behind a name: one file has one path in all projects.
fn tidy(path: &Path) -> PathBuf {
    let mut tidy = PathBuf::new();
    for component in path.components() {
        let is_behind_a_name = matches!(tidy.components().next_back(), Some(Component::Normal(_)));
        match component {
            Component::CurDir => {}
            Component::ParentDir if is_behind_a_name => {
                tidy.pop();
            }
            other => tidy.push(other),
        }
    }
    tidy
}

/// Whether an error says that there is nothing at a path.
fn is_absent(error: &std::io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}

fn unknown_key(name: &str, at: Range<usize>) -> ProjectProblem {
    let near = gouji_text::nearest(name, KEYS.into_iter());
    let (chinese, english) = match near.first() {
        Some(near) => (format!("是不是想写「{near}」？"), format!("did you mean “{near}”?")),
        None => (
            "可以写的有 rules、documents、default-packs".to_owned(),
            "it can say rules, documents and default-packs".to_owned(),
        ),
    };
    ProjectProblem::new(
        at,
        format!("没有「{name}」这一项；{chinese}"),
        format!("there is no key “{name}”; {english}"),
    )
}

/// What the reader of the format says; in Chinese only where, and how it is written right.
fn syntax_problem(text: &str, error: &toml::de::Error) -> ProjectProblem {
    let at = error.span().unwrap_or_default();
    let line = text.as_bytes().iter().take(at.start).filter(|byte| **byte == b'\n').count() + 1;
    ProjectProblem::new(
        at,
        format!("第 {line} 行的写法不对：要写成「名字 = 值」，路径放在英文引号里，列表放在 [ ] 里"),
        format!("line {line}: {}", error.message()),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::MemorySystem;

    fn problem(text: &str) -> ProjectProblem {
        let system = MemorySystem::default().with("p/gouji.toml", text);
        Project::load(&system, Path::new("p")).unwrap().problem.expect("a problem")
    }

    #[test]
    fn a_project_file_says_what_is_read() {
        let text = "rules = [\"my\"]\ndocuments = [\"out/a.txt\"]\ndefault-packs = false\n";
        let system = MemorySystem::default().with("p/gouji.toml", text).with("p/out/a.txt", "");
        let project = Project::find(&system, Path::new("p/out")).unwrap();
        assert_eq!(project.rules, Some(vec![Listed { path: "p/my".into(), at: 9..13 }]));
        assert_eq!(project.documents.unwrap()[0].path, PathBuf::from("p/out/a.txt"));
        assert!(!project.default_packs);
        assert!(Project::find(&system, Path::new("q")).is_none());
    }

    #[test]
    fn a_wrong_project_file_is_said_in_both_languages() {
        let found = problem("rulez = 1\n");
        assert_eq!(found.message.chinese, "没有「rulez」这一项；是不是想写「rules」？");
        assert_eq!(found.message.english, "there is no key “rulez”; did you mean “rules”?");
        assert_eq!(found.at, 0..5);
        let found = problem("rules = \"my\"\n");
        assert_eq!(found.at, 8..12);
        assert!(found.message.chinese.contains("路径的列表"), "{found:?}");
        assert!(problem("documents = [\"a\", 1]\n").message.english.contains("list of paths"));
        assert!(problem("default-packs = 1\n").message.chinese.contains("true 或 false"));
        let found = problem("rules = [\"a\"]\ndocuments = [“b”]\n");
        assert!(found.message.chinese.starts_with("第 2 行的写法不对"), "{found:?}");
        assert!(found.message.english.starts_with("line 2: "), "{found:?}");
    }

    #[test]
    fn a_project_file_that_is_none_is_said_and_not_passed_by() {
        let system = MemorySystem::default()
            .with("gouji.toml", "")
            .with_unreadable("locked/gouji.toml")
            .with("folder/gouji.toml/x", "")
            .with_special("pipe/gouji.toml")
            .with_link("circle/gouji.toml", "circle/gouji.toml")
            .with_link("broken/gouji.toml", "nothing");
        let said = |folder: &str| {
            let project = Project::find(&system, Path::new(folder)).unwrap();
            assert_eq!(project.folder, Path::new(folder));
            project.problem.expect("a problem").message.chinese
        };
        assert_eq!(said("locked"), "没有读取权限");
        assert_eq!(said("folder"), "是文件夹，不是文件");
        assert_eq!(said("pipe"), "不是普通文件");
        assert_eq!(said("circle"), "是一个链接，指向的文件不在，或者绕成了圈");
        assert_eq!(said("broken"), "是一个链接，指向的文件不在，或者绕成了圈");
        let system =
            system.with("linked/real.toml", "").with_link("linked/gouji.toml", "real.toml");
        assert_eq!(Project::load(&system, Path::new("linked")).unwrap().problem, None);
    }
}
