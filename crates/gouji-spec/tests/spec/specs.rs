//! The specs in `tests/spec`, and the pages that explain the codes of each crate.

use gouji_spec::{Suite, UPDATE};
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    root.canonicalize().expect("the folder of the workspace")
}

/// Runs all pages in some folders; how many cases passed.
fn passed(folders: &[PathBuf]) -> usize {
    let update = std::env::var_os(UPDATE).is_some_and(|value| value == "1");
    let suites: Vec<Suite> = folders.iter().map(|folder| Suite::folder(folder, update)).collect();
    for pending in suites.iter().flat_map(|suite| &suite.pending) {
        println!("待修 {pending}");
    }
    let complaints: String = suites.iter().filter_map(Suite::complaint).collect();
    assert!(complaints.is_empty(), "{complaints}");
    suites.iter().map(|suite| suite.passed).sum()
}

#[test]
fn specs_hold() {
    // An empty folder would hold everything.
    let passed = passed(&[root().join("tests/spec")]);
    assert!(passed >= 100, "只找到 {passed} 个用例");
}

#[test]
fn examples_of_codes_run() {
    let crates = std::fs::read_dir(root().join("crates")).expect("the folder of the crates");
    let folders = crates.map(|entry| entry.expect("an entry").path().join("src/codes"));
    let passed = passed(&folders.filter(|folder| folder.is_dir()).collect::<Vec<_>>());
    assert!(passed >= 60, "只找到 {passed} 个用例");
}
