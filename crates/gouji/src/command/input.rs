//! The documents that are read: files, and standard input for `-`.

use super::arguments::DocumentOptions;
use super::console::Console;
use gouji_workspace::{DiskSystem, LARGEST_DOCUMENT, Overlay, reason};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What stands for standard input.
const STANDARD_INPUT: &str = "-";

/// The paths to look at, and the system in which standard input is one of them.
pub(crate) struct Input {
    pub(crate) system: Overlay<'static>,
    pub(crate) paths: Vec<PathBuf>,
}

/// Reads standard input where it is asked for. `None` where that cannot be done, which is said here.
pub(crate) fn open(options: &DocumentOptions, console: &mut Console) -> Option<Input> {
    let mut paths = options.paths.clone();
    if !paths.iter().any(|path| path == Path::new(STANDARD_INPUT)) {
        if options.stdin_filename.is_some() {
            console.complain(console.words.of(
                "--stdin-filename 要和 - 一起用，例如：gouji check - --stdin-filename 文件.txt",
                "--stdin-filename goes with -, as in: gouji check - --stdin-filename FILE.txt",
            ));
            return None;
        }
        return Some(Input { system: Overlay::new(&DiskSystem, []), paths });
    }
    let name = options.stdin_filename.clone().unwrap_or_else(|| STANDARD_INPUT.into());
    for path in paths.iter_mut().filter(|path| *path == Path::new(STANDARD_INPUT)) {
        path.clone_from(&name);
    }
    let mut bytes = Vec::new();
    // One byte more shows that it is too large.
    let most = LARGEST_DOCUMENT as u64 + 1;
    if let Err(error) = std::io::stdin().lock().take(most).read_to_end(&mut bytes) {
        console.complain(&console.words.language.choose(
            format!("标准输入读不出来：{}", reason(&error).chinese),
            format!("standard input cannot be read: {}", reason(&error).english),
        ));
        return None;
    }
    Some(Input { system: Overlay::new(&DiskSystem, [(name, Arc::from(bytes))]), paths })
}
