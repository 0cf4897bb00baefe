//! Files of a crate do not know each other in circles: what two of them share has a file of its own.

use crate::rust_source::{paths, re_exports};
use crate::sources::engine_sources;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Crates none of whose files know each other in a circle.
const WITHOUT_CIRCLES: [&str; 7] = [
    "gouji-facts",
    "gouji-database",
    "gouji-ide",
    "gouji-analysis",
    "gouji-text",
    "gouji-workspace",
    "gouji-server",
];

/// The files of a crate as modules: `read::grid` and its source; the crate's first file is ``.
fn modules(name: &str) -> BTreeMap<String, String> {
    let folder = Path::new(name).join("src");
    let sources = engine_sources().into_iter().filter_map(|(path, text)| {
        let inside = path.strip_prefix(&folder).ok()?.with_extension("");
        let mut names: Vec<_> = inside.iter().map(|name| name.to_string_lossy()).collect();
        if names.last().is_some_and(|name| name == "mod" || name == "lib") {
            names.pop();
        }
        Some((names.join("::"), text))
    });
    sources.collect()
}

/// The module that a path of a file leads to, by the modules there are and what they hand on.
fn target(
    from: &str,
    path: &str,
    modules: &BTreeMap<String, String>,
    handed_on: &BTreeMap<String, String>,
) -> Option<String> {
    let mut at: Vec<&str> = if from.is_empty() { Vec::new() } else { from.split("::").collect() };
    let mut names = path.split("::").peekable();
    match names.peek() {
        Some(&"crate") => at.clear(),
        Some(&"self" | &"super") => {}
        // Of its own children a file says no more than their names.
        Some(name) => {
            at.push(name);
            let child = at.join("::");
            return modules.contains_key(&child).then_some(child);
        }
        None => return None,
    }
    let mut found = None;
    for name in names {
        match name {
            "crate" | "self" => {}
            "super" => {
                at.pop();
            }
            name => {
                at.push(name);
                let here = at.join("::");
                match handed_on.get(&here) {
                    Some(real) => return Some(real.clone()),
                    None if modules.contains_key(&here) => found = Some(here),
                    None => break,
                }
            }
        }
    }
    found
}

/// Which files of a crate each of its files knows.
fn knows(modules: &BTreeMap<String, String>) -> BTreeMap<String, BTreeSet<String>> {
    let mut handed_on = BTreeMap::new();
    for (name, text) in modules {
        for (_, path) in re_exports(text) {
            let inside = if name.is_empty() { path.clone() } else { format!("{name}::{path}") };
            if let Some((module, item)) = inside.rsplit_once("::") {
                let seen =
                    if name.is_empty() { item.to_owned() } else { format!("{name}::{item}") };
                handed_on.insert(seen, module.to_owned());
            }
        }
    }
    let edges = modules.iter().map(|(name, text)| {
        let named = paths(text);
        let targets = named.iter().filter_map(|(_, path)| target(name, path, modules, &handed_on));
        (name.clone(), targets.filter(|target| target != name).collect())
    });
    edges.collect()
}

/// The files that a file knows and that know it, itself among them; empty where there are none.
fn circle(start: &str, knows: &BTreeMap<String, BTreeSet<String>>) -> BTreeSet<String> {
    let reach = |from: &str| {
        let mut seen = BTreeSet::new();
        let mut todo = vec![from.to_owned()];
        while let Some(at) = todo.pop() {
            for next in knows.get(&at).into_iter().flatten() {
                if seen.insert(next.clone()) {
                    todo.push(next.clone());
                }
            }
        }
        seen
    };
    reach(start).into_iter().filter(|other| reach(other).contains(start)).collect()
}

#[test]
fn no_circles_among_files() {
    for name in WITHOUT_CIRCLES {
        let modules = modules(name);
        let knows = knows(&modules);
        assert!(knows.values().map(BTreeSet::len).sum::<usize>() > modules.len(), "{knows:#?}");
        for module in modules.keys() {
            let circle = circle(module, &knows);
            assert!(circle.is_empty(), "{name}: {circle:?} know each other in a circle");
        }
    }
}

#[test]
fn a_circle_is_found() {
    let modules = BTreeMap::from(
        [
            ("", "mod a; mod b; mod c; pub use b::Thing;"),
            ("a", "use crate::Thing; fn one(_: Thing) {}"),
            ("b", "use super::c; pub struct Thing;"),
            ("c", "fn two() { super::a::one() }"),
        ]
        .map(|(name, text)| (name.to_owned(), text.to_owned())),
    );
    let all = BTreeSet::from(["a", "b", "c"].map(str::to_owned));
    assert_eq!(circle("a", &knows(&modules)), all);
}
