//! What each feature of the crate brings with it, asked of Cargo.

use crate::support::root;
use std::collections::BTreeSet;
use std::process::Command;

/// The crates that `gouji` is built from with these features, tests and build scripts left out.
fn crates_with(features: &[&str]) -> BTreeSet<String> {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--package", "gouji", "--edges", "normal", "--prefix", "none"])
        .args(["--format", "{p}", "--offline", "--locked"])
        .args(features)
        .current_dir(root())
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let tree = String::from_utf8(output.stdout).expect("UTF-8");
    tree.lines().filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect()
}

/// Those of `names` that are among `crates`.
fn present<'names>(crates: &BTreeSet<String>, names: &[&'names str]) -> Vec<&'names str> {
    names.iter().copied().filter(|name| crates.contains(*name)).collect()
}

const SERVER: [&str; 4] = ["tokio", "tower-lsp", "gouji-server", "salsa"];
const COMMAND: [&str; 5] = ["clap", "gouji-workspace", "tempfile", "terminal_size", "walkdir"];

#[test]
fn the_command_as_it_is_built_has_everything() {
    let crates = crates_with(&[]);
    assert_eq!(present(&crates, &SERVER), SERVER);
    assert_eq!(present(&crates, &COMMAND), COMMAND);
}

#[test]
fn without_lsp_there_is_no_server() {
    let crates = crates_with(&["--no-default-features", "--features", "command"]);
    assert!(present(&crates, &SERVER).is_empty(), "{crates:?}");
    assert_eq!(present(&crates, &COMMAND), COMMAND);
}

#[test]
fn the_library_alone_has_neither_server_nor_threads_nor_files() {
    let crates = crates_with(&["--no-default-features"]);
    assert!(crates.contains("gouji-report"), "{crates:?}");
    assert!(present(&crates, &SERVER).is_empty(), "{crates:?}");
    assert!(present(&crates, &COMMAND).is_empty(), "{crates:?}");
}
