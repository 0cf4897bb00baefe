//! `gouji.toml`, found upward from the working folder: what it says goes for every verb.

use super::console::Console;
use gouji_workspace::{
    Discovered, DiskSystem, DocumentChoice, InForce, LoadedRules, PROJECT_FILE, Project,
    RuleOptions, System, in_force,
};
use std::path::PathBuf;

/// What is in force for the project and the command line together. `None` where the project file is
/// wrong or a ruleset is chosen that there is not, which is said here.
pub(crate) fn find(
    options: &RuleOptions,
    wanted: &DocumentChoice,
    system: &dyn System,
    console: &mut Console,
) -> Option<InForce> {
    let folder = std::env::current_dir().unwrap_or_default();
    let project = Project::find(system, &folder);
    if let Some(Project { folder, problem: Some(problem), .. }) = &project {
        let path = folder.join(PROJECT_FILE);
        let message = problem.message.in_language(console.language());
        console.complain(&format!("{}: {message}", path.display()));
        return None;
    }
    if matches!(wanted, DocumentChoice::OfProject) && project.is_none() {
        console.complain(&console.words.language.choose(
            format!("没有写要检查什么，从这个文件夹往上也没有 {PROJECT_FILE}；例如：gouji check 公开.txt"),
            format!("nothing to check was given, and there is no {PROJECT_FILE} from this folder upward; for example: gouji check FILE.txt"),
        ));
        return None;
    }
    let found = in_force(system, project.as_ref(), options, wanted).seen_from(&folder);
    // By the other rulesets nothing was to be checked: what a run would say of documents is no answer.
    let mut is_known = true;
    for message in found.unknown_packs() {
        is_known = false;
        console.complain(message.in_language(console.language()));
    }
    is_known.then_some(found)
}

/// The rules in force, and the documents at and below `paths`; without paths, those of the project.
/// `None` where there is nothing to go by, which is said here.
pub(crate) fn load_with_documents(
    options: &RuleOptions,
    paths: &[PathBuf],
    system: &dyn System,
    console: &mut Console,
) -> Option<(LoadedRules, Discovered)> {
    let wanted = match paths {
        [] => DocumentChoice::OfProject,
        paths => DocumentChoice::At(paths.to_vec()),
    };
    let mut found = find(options, &wanted, system, console)?;
    let documents = std::mem::take(&mut found.documents);
    Some((LoadedRules::new(&found, false), documents))
}

/// The rules in force.
pub(crate) fn load(options: &RuleOptions, console: &mut Console) -> Option<LoadedRules> {
    let found = find(options, &DocumentChoice::Nothing, &DiskSystem, console)?;
    Some(LoadedRules::new(&found, false))
}

/// The rules in force with their examples, by which no document is checked.
pub(crate) fn load_with_examples(
    options: &RuleOptions,
    console: &mut Console,
) -> Option<LoadedRules> {
    let found = find(options, &DocumentChoice::Nothing, &DiskSystem, console)?;
    Some(LoadedRules::new(&found, true))
}
