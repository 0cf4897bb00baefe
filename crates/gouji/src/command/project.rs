//! `gouji.toml`, found upward from the working folder: what it says goes for every verb.

use super::console::Console;
use gouji_workspace::{
    DiskSystem, InForce, LoadedRules, PROJECT_FILE, Project, RuleOptions, Wanted, in_force,
};

/// What is in force for the project and the command line together. `None` where the project file is
/// wrong, which is said here.
pub(crate) fn find(
    options: &RuleOptions,
    wanted: &Wanted,
    console: &mut Console,
) -> Option<InForce> {
    let folder = std::env::current_dir().unwrap_or_default();
    let project = Project::find(&DiskSystem, &folder);
    if let Some(Project { folder, problem: Some(problem), .. }) = &project {
        let path = folder.join(PROJECT_FILE);
        let message = problem.message.in_language(console.language());
        console.complain(&format!("{}: {message}", path.display()));
        return None;
    }
    Some(in_force(&DiskSystem, project.as_ref(), options, wanted).seen_from(&folder))
}

/// The rules in force.
pub(crate) fn load(options: &RuleOptions, console: &mut Console) -> Option<LoadedRules> {
    let found = find(options, &Wanted::Nothing, console)?;
    Some(LoadedRules::new(&found, options.with_examples))
}
