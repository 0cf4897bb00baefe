//! Holds the workspace to `ARCHITECTURE.md`: its arrows, what its crates touch of the world outside,
//! and that the engine knows no budget.

use crate::rust_source::{paths, re_exports, string_literals};
use crate::sources::{engine_sources, root, words_below};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Crates of the workspace, and those that each may import, or does.
type Arrows = BTreeMap<String, BTreeSet<String>>;

/// A table of `ARCHITECTURE.md`, between the marks `<!-- name:` and `<!-- end of name -->`: what
/// stands in backticks, by the first in each row.
fn table(page: &str, name: &str) -> Arrows {
    let (_, behind) = page.split_once(&format!("<!-- {name}:")).expect("the mark before the table");
    let end = format!("<!-- end of {name} -->");
    let (table, _) = behind.split_once(&end).expect("the mark behind the table");
    let rows = table.lines().filter(|line| line.starts_with("| `"));
    rows.map(|row| {
        let mut names = row.split('`').skip(1).step_by(2).map(str::to_owned);
        let own = names.next().expect("a row begins with the crate's name");
        (own, names.collect())
    })
    .collect()
}

fn architecture_page() -> String {
    std::fs::read_to_string(root().join("ARCHITECTURE.md")).expect("ARCHITECTURE.md")
}

/// The packages of the workspace, as Cargo describes them.
fn packages() -> Vec<serde_json::Value> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
        .current_dir(root())
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut metadata: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    match metadata["packages"].take() {
        serde_json::Value::Array(packages) => packages,
        other => panic!("no packages: {other}"),
    }
}

fn name(value: &serde_json::Value) -> String {
    value["name"].as_str().expect("a name").to_owned()
}

fn dependencies(package: &serde_json::Value) -> &[serde_json::Value] {
    package["dependencies"].as_array().expect("dependencies")
}

/// Imports of the workspace's crates outside tests.
fn built_arrows(packages: &[serde_json::Value]) -> Arrows {
    let own: BTreeSet<String> = packages.iter().map(name).collect();
    let imports = |package: &serde_json::Value| {
        let outside_tests =
            dependencies(package).iter().filter(|dependency| dependency["kind"] != "dev");
        outside_tests.map(name).filter(|name| own.contains(name)).collect()
    };
    packages.iter().map(|package| (name(package), imports(package))).collect()
}

/// Where two tables differ: what is found and not allowed, and what is allowed and not found.
fn differences(allowed: &Arrows, found: &Arrows, verb: &str) -> Vec<String> {
    let pairs = |table: &Arrows| -> BTreeSet<(String, String)> {
        let rows = table.iter();
        rows.flat_map(|(name, items)| items.iter().map(|item| (name.clone(), item.clone())))
            .collect()
    };
    let (allowed, found) = (pairs(allowed), pairs(found));
    let more = found.difference(&allowed);
    let more = more.map(|(name, item)| format!("{name} may not {verb} {item}"));
    let less = allowed.difference(&found);
    let less = less
        .map(|(name, item)| format!("ARCHITECTURE.md lets {name} {verb} {item}, but it does not"));
    more.chain(less).collect()
}

fn assert_none(found: &[String]) {
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn the_arrows_are_those_of_the_table() {
    let (allowed, built) = (table(&architecture_page(), "arrows"), built_arrows(&packages()));
    let rows = allowed.keys().collect::<BTreeSet<_>>();
    assert_eq!(rows, built.keys().collect::<BTreeSet<_>>(), "one row for each crate");
    assert_none(&differences(&allowed, &built, "import"));
}

#[test]
fn an_arrow_that_only_one_side_knows_is_seen() {
    let page = "<!-- arrows: -->\n| `a` | – |\n| `b` | `a`, `c` |\n<!-- end of arrows -->";
    let built = [("a", vec!["b"]), ("b", vec!["a"])];
    let built = built
        .into_iter()
        .map(|(name, imports)| (name.to_owned(), imports.into_iter().map(str::to_owned).collect()));
    let found = differences(&table(page, "arrows"), &built.collect(), "import");
    assert_eq!(found, ["a may not import b", "ARCHITECTURE.md lets b import c, but it does not"]);
}

/// Crates that pass on items of another one: whoever imports the first may have no arrow to the
/// second. The words of the language (`Modality`, `Aggregate` …) are the same in trees and programs.
const PASSED_ON: [(&str, &str); 1] = [("gouji-program", "gouji-syntax")];

/// The crate of a source.
fn crate_of(path: &Path) -> String {
    path.components().next().expect("a crate").as_os_str().to_string_lossy().into_owned()
}

#[test]
fn no_arrow_by_re_export() {
    let built = built_arrows(&packages());
    let imported: BTreeSet<&String> = built.values().flatten().collect();
    let mut found = BTreeSet::new();
    for (path, text) in engine_sources() {
        let own = crate_of(&path);
        if !imported.contains(&own) {
            continue;
        }
        for (_, path) in re_exports(&text) {
            let owner = path.split("::").next().unwrap_or_default().replace('_', "-");
            if built.contains_key(&owner) {
                found.insert((own.clone(), owner));
            }
        }
    }
    let allowed = PASSED_ON.iter().map(|(own, owner)| ((*own).to_owned(), (*owner).to_owned()));
    assert_eq!(found, allowed.collect::<BTreeSet<_>>());
}

#[test]
fn every_dependency_is_used() {
    let mut unused = Vec::new();
    for package in packages() {
        let manifest = PathBuf::from(package["manifest_path"].as_str().expect("a path"));
        let folder = manifest.parent().expect("a folder");
        let source = words_below(&[folder.join("src")]);
        let everything = words_below(&["src", "tests", "benches"].map(|name| folder.join(name)));
        for dependency in dependencies(&package) {
            let called = dependency["rename"].as_str().map_or(name(dependency), str::to_owned);
            let words = if dependency["kind"] == "dev" { &everything } else { &source };
            if !words.contains(&called.replace('-', "_")) {
                unused.push(format!("{} depends on {called} and does not use it", name(&package)));
            }
        }
    }
    assert_none(&unused);
}

/// What lies outside of the program, and the paths that lead there.
const WORLD: [(&str, &[&str]); 7] = [
    (
        "files",
        &[
            "std::fs",
            "tokio::fs",
            "walkdir",
            "ignore",
            "tempfile",
            ".exists",
            ".try_exists",
            ".is_file",
            ".is_dir",
            ".is_symlink",
            ".canonicalize",
            ".read_dir",
            ".read_link",
            ".symlink_metadata",
        ],
    ),
    ("environment", &["std::env"]),
    ("clock", &["time::Instant", "time::SystemTime", "tokio::time"]),
    ("threads", &["std::thread", "rayon", "tokio"]),
    ("processes", &["process::Command", "process::id", "process::exit", "process::abort"]),
    (
        "streams",
        &[
            "io::stdin",
            "io::stdout",
            "io::stderr",
            "terminal_size",
            "print!",
            "println!",
            "eprint!",
            "eprintln!",
            "dbg!",
        ],
    ),
    ("network", &["std::net", "tokio::net"]),
];

/// What a path leads to outside of the program.
fn touched(path: &str) -> Option<&'static str> {
    let leads = |to: &str| {
        path == to || (!to.starts_with('.') && format!("::{path}::").contains(&format!("::{to}::")))
    };
    WORLD.iter().find(|(_, paths)| paths.iter().any(|to| leads(to))).map(|(name, _)| *name)
}

#[test]
fn crates_touch_only_what_they_own() {
    let mut found = Arrows::new();
    let mut places = Vec::new();
    for (path, text) in engine_sources() {
        for (line, named) in paths(&text) {
            let Some(what) = touched(&named) else { continue };
            let own = match path.starts_with("gouji/src/command") {
                false if path.starts_with("gouji") => "the library gouji".to_owned(),
                _ => crate_of(&path),
            };
            places.push(format!("{own} {what}: crates/{}:{line}: {named}", path.display()));
            found.entry(own).or_default().insert(what.to_owned());
        }
    }
    let differing = differences(&table(&architecture_page(), "world"), &found, "touch");
    assert!(differing.is_empty(), "{}\n\n{}", differing.join("\n"), places.join("\n"));
}

/// The pipeline runs in a browser: nothing of it may touch the world, nor import who does.
#[test]
fn the_pipeline_touches_nothing() {
    let arrows = table(&architecture_page(), "arrows");
    let world = table(&architecture_page(), "world");
    let mut below = vec!["gouji-analysis".to_owned(), "gouji-packs".to_owned()];
    let mut seen = BTreeSet::new();
    while let Some(name) = below.pop() {
        assert!(!world.contains_key(&name), "{name} touches {:?}", world[&name]);
        below.extend(arrows[&name].iter().filter(|import| !seen.contains(*import)).cloned());
        seen.insert(name);
    }
    assert!(seen.contains("gouji-text"));
}

#[test]
fn what_leads_outside_is_seen() {
    assert_eq!(touched("std::fs::read"), Some("files"));
    assert_eq!(touched("std::fs"), Some("files"));
    assert_eq!(touched(".exists"), Some("files"));
    assert_eq!(touched("io::stdout"), Some("streams"));
    assert_eq!(touched("std::time::Instant"), Some("clock"));
    assert_eq!(touched("std::time::Duration"), None);
    assert_eq!(touched("exists"), None);
    assert_eq!(touched("std::process::ExitCode"), None);
}

/// Words that belong under `rules/`.
const BUDGET_WORDS: [&str; 5] = ["预算", "万元", "指标", "采购", "三公"];

/// Literals that may hold such a word: where, and a part of the literal. What the command says
/// of itself, and examples in messages; nothing that decides anything.
const ALLOWED_LITERALS: [(&str, &str); 2] = [
    ("gouji/src/command/usage.rs", "勾稽：按规则检查公开的预算文件"),
    ("gouji-facts/src/read/", "没有写明单位（例如「单位：万元」）"),
];

fn is_allowed(path: &Path, literal: &str) -> bool {
    ALLOWED_LITERALS
        .iter()
        .any(|(place, part)| path.to_string_lossy().starts_with(place) && literal.contains(part))
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
