//! The file that a report is written to instead of the screen.

use super::console::{Console, cannot_write};
use gouji_workspace::{Discovered, EntryKind, LoadedRules, OutputFile, PROJECT_FILE, System};
use std::path::{Path, PathBuf};

/// Opens the file that `-o` names. `None` where it cannot be opened, or is one of the files that are
/// read, which is said here.
pub(crate) fn open(
    path: &Path,
    system: &dyn System,
    found: &Discovered,
    loaded: &LoadedRules,
    console: &mut Console,
) -> Option<Box<dyn OutputFile>> {
    let documents = found.documents.iter().chain(found.unreadable.iter().map(|(path, _)| path));
    let rules = loaded.rules.files.iter().map(|file| Path::new(&*file.name));
    // Standard input may come from a file; a device that is read and written loses nothing.
    let is_file = matches!(system.kind(path), Ok(EntryKind::File));
    let standard_input = is_file.then_some(Path::new("/dev/stdin"));
    let mut inputs = documents.map(PathBuf::as_path).chain(rules).chain(standard_input);
    // What says which files are read is read as well.
    let settings = [PROJECT_FILE, ".gitignore"].iter().any(|name| path.ends_with(name));
    if settings || inputs.any(|input| system.is_same(input, path)) {
        let output = path.display();
        console.complain(&console.words.language.choose(
            format!("报告不能写到「{output}」：它是要读的文件，写了就没有了"),
            format!("the report cannot be written to “{output}”: it is read, and would be lost"),
        ));
        return None;
    }
    match system.create(path) {
        Ok(file) => Some(file),
        Err(error) => {
            console.complain(&cannot_write(&error, console.words));
            None
        }
    }
}
