//! One type name stands for one thing in the whole workspace.

use crate::rust_source::types;
use crate::sources::engine_sources;
use std::collections::BTreeMap;

/// Names that two crates may both declare, and why: nothing else is called twice.
const DECLARED_TWICE: [(&str, &str); 3] = [
    ("Checker", "the library's owns what the pipeline's borrows; nobody sees both"),
    (
        "Place",
        "of a diagnostic; and, inside gouji-value only, whether a figure has a cell of its own",
    ),
    (
        "Proof ProofSide Term",
        "aliases in gouji-evaluation of what gouji-diagnostic declares, with its places",
    ),
];

/// The syntax tree calls a thing what the checked program, or the value read, calls it as well: `ast::Rule`
/// is the tree of a `Rule`. It is always named with its module where both are at hand.
const SYNTAX_TREE: &str = "gouji-syntax/src/ast";

/// Names with more than one declaration among these, and where.
fn declared_twice(sources: &[(String, String)]) -> BTreeMap<String, Vec<String>> {
    let mut places = BTreeMap::<String, Vec<String>>::new();
    for (path, text) in sources.iter().filter(|(path, _)| !path.starts_with(SYNTAX_TREE)) {
        for (line, name) in types(text) {
            places.entry(name).or_default().push(format!("{path}:{line}"));
        }
    }
    places.retain(|_, places| places.len() > 1);
    places
}

#[test]
fn a_type_name_stands_for_one_thing() {
    let sources = engine_sources();
    let sources: Vec<_> =
        sources.into_iter().map(|(path, text)| (path.display().to_string(), text)).collect();
    let mut found = declared_twice(&sources);
    for name in DECLARED_TWICE.iter().flat_map(|(names, _)| names.split(' ')) {
        assert!(found.remove(name).is_some(), "{name} is declared once: no exception is needed");
    }
    assert!(found.is_empty(), "types declared twice: {found:#?}");
}

#[test]
fn a_name_declared_twice_is_seen() {
    let sources = [
        ("a/src/lib.rs", "pub struct One; impl Iterator for One { type Item = u8; }"),
        ("b/src/lib.rs", "enum One {} fn two() {} type Two = u8; impl X for Y { type Item = u8; }"),
        ("c/src/lib.rs", "trait Two {} #[cfg(test)] mod tests { struct One; }"),
        ("gouji-syntax/src/ast.rs", "pub struct Two;"),
    ];
    let sources = sources.map(|(path, text)| (path.to_owned(), text.to_owned()));
    let found: Vec<_> = declared_twice(&sources).into_keys().collect();
    assert_eq!(found, ["One", "Two"]);
}
