//! The sources of the workspace.

use crate::rust_source::{test_modules, words};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The folder of the workspace.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn rust_files(folder: &Path, files: &mut Vec<PathBuf>) {
    let entries = std::fs::read_dir(folder).expect("a folder that can be read");
    for entry in entries {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            rust_files(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

/// The sources of all crates that are no tests: no part of the path says so, and no parent declares
/// the module under `#[cfg(test)]`.
pub fn engine_sources() -> Vec<(PathBuf, String)> {
    let crates = root().join("crates");
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(&crates).expect("crates") {
        let source = entry.expect("an entry").path().join("src");
        if source.is_dir() {
            rust_files(&source, &mut paths);
        }
    }
    paths.sort();
    let texts: Vec<(PathBuf, String)> = paths
        .into_iter()
        .map(|path| {
            let text = std::fs::read_to_string(&path).expect("a source that can be read");
            (path.strip_prefix(&crates).expect("below crates").to_owned(), text)
        })
        .collect();
    let mut tests: Vec<PathBuf> = Vec::new();
    for (path, text) in &texts {
        // `a/mod.rs`, `a/lib.rs` and `a/main.rs` have their modules beside them, `a/b.rs` in `a/b/`.
        let stem = path.file_stem().expect("a file's name");
        let beside = ["mod", "lib", "main"].iter().any(|name| stem == *name);
        let folder = if beside {
            path.parent().expect("a folder").to_owned()
        } else {
            path.with_extension("")
        };
        tests.extend(test_modules(text).into_iter().map(|name| folder.join(name)));
    }
    let is_test = |path: &Path| {
        path.components().any(|part| part.as_os_str().to_string_lossy().contains("test"))
            || tests.iter().any(|test| path.starts_with(test) || path.with_extension("") == *test)
    };
    texts.into_iter().filter(|(path, _)| !is_test(path)).collect()
}

/// All words of the sources below some folders, those of tests too.
pub fn words_below(folders: &[PathBuf]) -> BTreeSet<String> {
    let mut files = Vec::new();
    for folder in folders.iter().filter(|folder| folder.is_dir()) {
        rust_files(folder, &mut files);
    }
    let texts = files.iter().map(|file| std::fs::read_to_string(file).expect("a source"));
    texts.flat_map(|text| words(&text)).collect()
}
