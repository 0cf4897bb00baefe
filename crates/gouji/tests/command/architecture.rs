//! Holds the workspace to `ARCHITECTURE.md`: its arrows, and that the engine knows no budget.

use crate::rust_source::{string_literals, test_modules};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Crates of the workspace, and those that each may import, or does.
type Arrows = BTreeMap<String, BTreeSet<String>>;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The table between the marks in `ARCHITECTURE.md`.
fn allowed_arrows(page: &str) -> Arrows {
    let (_, behind) = page.split_once("<!-- arrows:").expect("the mark before the table");
    let (table, _) =
        behind.split_once("<!-- end of arrows -->").expect("the mark behind the table");
    let rows = table.lines().filter(|line| line.starts_with("| `"));
    rows.map(|row| {
        let mut names = row.split('`').skip(1).step_by(2).map(str::to_owned);
        let own = names.next().expect("a row begins with the crate's name");
        (own, names.collect())
    })
    .collect()
}

/// What Cargo says of the workspace: imports outside tests.
fn built_arrows() -> Arrows {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
        .current_dir(root())
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let packages = metadata["packages"].as_array().expect("packages");
    let name = |value: &serde_json::Value| value["name"].as_str().expect("a name").to_owned();
    let own: BTreeSet<String> = packages.iter().map(name).collect();
    let imports = |package: &serde_json::Value| {
        let all = package["dependencies"].as_array().expect("dependencies");
        let outside_tests = all.iter().filter(|dependency| dependency["kind"] != "dev");
        outside_tests.map(name).filter(|name| own.contains(name)).collect()
    };
    packages.iter().map(|package| (name(package), imports(package))).collect()
}

/// What is built and not allowed.
fn trespasses(allowed: &Arrows, built: &Arrows) -> Vec<String> {
    let mut found = Vec::new();
    for (name, imports) in built {
        match allowed.get(name) {
            None => found.push(format!("{name} has no row in ARCHITECTURE.md")),
            Some(allowed) => found.extend(
                imports.difference(allowed).map(|import| format!("{name} may not import {import}")),
            ),
        }
    }
    let gone = allowed.iter().filter(|(name, _)| !built.contains_key(*name));
    found.extend(
        gone.map(|(name, _)| format!("ARCHITECTURE.md has a row for {name}, which is not there")),
    );
    found
}

#[test]
fn no_arrow_that_is_not_in_the_table() {
    let page = std::fs::read_to_string(root().join("ARCHITECTURE.md")).expect("ARCHITECTURE.md");
    let found = trespasses(&allowed_arrows(&page), &built_arrows());
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn an_arrow_that_is_not_in_the_table_is_seen() {
    let table =
        "<!-- arrows: -->\n| `a` | – |\n| `b` | `a` |\n| `gone` | – |\n<!-- end of arrows -->";
    let built = [("a", vec!["b"]), ("b", vec!["a"]), ("new", vec![])];
    let built = built
        .into_iter()
        .map(|(name, imports)| (name.to_owned(), imports.into_iter().map(str::to_owned).collect()));
    let found = trespasses(&allowed_arrows(table), &built.collect());
    let expected = [
        "a may not import b",
        "new has no row in ARCHITECTURE.md",
        "ARCHITECTURE.md has a row for gone, which is not there",
    ];
    assert_eq!(found, expected);
}

/// Words that belong under `rules/`.
const BUDGET_WORDS: [&str; 5] = ["预算", "万元", "指标", "采购", "三公"];

/// Literals that may hold such a word: the file, and the literal's beginning. What the command says
/// of itself, and examples in messages; nothing that decides anything.
const ALLOWED_LITERALS: [(&str, &str); 2] = [
    ("gouji/src/command/usage.rs", "勾稽：按规则检查公开的预算文件"),
    ("gouji-analysis/src/document_problems.rs", "{name}里的数没有写明单位（例如「单位：万元」）"),
];

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
fn engine_sources() -> Vec<(PathBuf, String)> {
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

fn is_allowed(path: &Path, literal: &str) -> bool {
    ALLOWED_LITERALS.iter().any(|(place, beginning)| {
        path.to_string_lossy().starts_with(place) && literal.starts_with(beginning)
    })
}

#[test]
fn the_engine_knows_no_budget() {
    let sources = engine_sources();
    assert!(sources.len() > 50, "only {} sources found", sources.len());
    let mut found = Vec::new();
    for (path, text) in &sources {
        for (line, literal) in string_literals(text) {
            let budget = BUDGET_WORDS.iter().any(|word| literal.contains(word));
            if budget && !is_allowed(path, literal) {
                found.push(format!("crates/{}:{line}: {literal}", path.display()));
            }
        }
    }
    assert!(found.is_empty(), "budget words in the engine:\n{}", found.join("\n"));
}
