//! `gouji.toml`, found upward from the working folder: what it says goes for every verb.

use super::console::Console;
use gouji_workspace::{DiskSystem, LoadedRules, PROJECT_FILE, Project, RuleOptions, load_rules};

/// Loads the rules that the project and the command line ask for together. `None` where the project
/// file is wrong, which is said here.
pub(crate) fn load(options: &RuleOptions, console: &mut Console) -> Option<LoadedRules> {
    let mut options = options.clone();
    let folder = std::env::current_dir().ok();
    if let Some(project) = folder.and_then(|folder| Project::find(&DiskSystem, &folder)) {
        if let Some(problem) = &project.problem {
            let path = project.folder.join(PROJECT_FILE);
            console.complain(&format!("{}: {problem}", path.display()));
            return None;
        }
        let of_project = project.rule_options();
        options.paths.splice(0..0, of_project.paths);
        options.no_default_packs |= of_project.no_default_packs;
    }
    Some(load_rules(&DiskSystem, &options))
}
