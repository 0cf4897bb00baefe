//! The folders that are worked in, and what is in force in each: what a client that goes on watching
//! asks again after every change. While a `gouji.toml` is wrong, the last right one goes on counting.

use crate::codes;
use crate::in_force::{DocumentChoice, ForceProblem, InForce, RuleOptions, in_force};
use crate::project::{PROJECT_FILE, Project};
use crate::system::System;
use gouji_text::Localized;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// A folder that is worked in.
#[derive(Debug)]
pub struct WorkedFolder {
    /// The folder.
    pub folder: PathBuf,
    /// The folder of its project, where it has one: then rule files below that one which are not in
    /// force are left out on purpose.
    pub project: Option<PathBuf>,
    /// What is in force. Rule files have their texts; what is wrong with `gouji.toml` is among the
    /// problems.
    pub in_force: InForce,
}

/// The folders that are worked in.
#[derive(Debug, Default)]
pub struct WorkedFolders {
    /// The last right project of each folder that has a `gouji.toml`.
    right: BTreeMap<PathBuf, Project>,
}

impl WorkedFolders {
    /// What is in force in each of the folders now. Where a folder has no `gouji.toml`, the nearest one
    /// upward says which rules are in force; the documents are those of the folder.
    pub fn survey(
        &mut self,
        system: &dyn System,
        folders: &BTreeSet<PathBuf>,
    ) -> Vec<WorkedFolder> {
        folders.iter().map(|folder| self.survey_one(system, folder)).collect()
    }

    fn survey_one(&mut self, system: &dyn System, folder: &Path) -> WorkedFolder {
        let found = Project::find(system, folder);
        let (project, problem) = match found {
            Some(project) if project.problem.is_some() => self.wrong(project),
            Some(project) => {
                self.right.insert(project.folder.clone(), project.clone());
                (Some(project), None)
            }
            None => (None, None),
        };
        let wanted = match &project {
            Some(project) if project.folder == folder => DocumentChoice::OfProject,
            _ => DocumentChoice::Below(folder.to_owned()),
        };
        let options = RuleOptions::default();
        let mut in_force = in_force(system, project.as_ref(), &options, &wanted);
        in_force.problems.extend(problem);
        let project = project.map(|project| project.folder);
        WorkedFolder { folder: folder.to_owned(), project, in_force }
    }

    /// What counts while a project file is wrong, and what is to be said of it.
    fn wrong(&self, project: Project) -> (Option<Project>, Option<ForceProblem>) {
        let right = self.right.get(&project.folder).cloned();
        let (chinese, english) = match &right {
            Some(_) => {
                ("改好以前，按上一次写对的处理", "until it is mended, the last right one counts")
            }
            None => ("改好以前，按没有这个文件处理", "until it is mended, it counts as absent"),
        };
        let problem = project.problem.map(|problem| {
            let message = Localized {
                chinese: format!("{}。{chinese}", problem.message.chinese),
                english: format!("{}. {english}", problem.message.english),
            };
            let file = Some(project.folder.join(PROJECT_FILE));
            ForceProblem::new(file, problem.at, &codes::PROJECT_WRONG, message)
        });
        (right, problem)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::MemorySystem;

    fn survey(files: &mut WorkedFolders, system: &MemorySystem) -> (usize, Vec<String>) {
        let folders = BTreeSet::from([PathBuf::from("p")]);
        let worked = files.survey(system, &folders);
        let problems = worked[0].in_force.problems.iter();
        let codes = problems.map(|problem| problem.diagnostic.code.to_string()).collect();
        (worked[0].in_force.packs.len(), codes)
    }

    #[test]
    fn while_a_project_file_is_wrong_the_last_right_one_counts() {
        let mut files = WorkedFolders::default();
        let rule = "规则 甲 { 应当 1 > 0 }\n";
        let system = MemorySystem::default().with("p/a.gouji", rule).with("p/b.gouji", rule);
        let system = system.with("p/gouji.toml", "rules = 1\n");
        // None was right yet: only the shipped packs are in force.
        let shipped = gouji_packs::shipped().len();
        assert_eq!(survey(&mut files, &system), (shipped, vec!["project/wrong".to_owned()]));
        let system = system.with("p/gouji.toml", "rules = [\"a.gouji\"]\ndefault-packs = false\n");
        assert_eq!(survey(&mut files, &system), (1, Vec::new()));
        let system = system.with("p/gouji.toml", "rules = [\"a.gouji\"\n");
        assert_eq!(survey(&mut files, &system), (1, vec!["project/wrong".to_owned()]));
        let system = system.with("p/gouji.toml", "default-packs = false\n");
        assert_eq!(survey(&mut files, &system), (2, Vec::new()));
    }
}
