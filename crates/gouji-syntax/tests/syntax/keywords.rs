//! The grammar spells its keywords out; the table of keywords says which there are. They agree.

use gouji_syntax::{Keyword, KeywordKind};
use gouji_text::Language;
use std::collections::BTreeSet;

const GRAMMAR: &str = include_str!("../../../../grammar/gouji.pest");

/// Spellings that are understood beside those of the table.
const UNDERSTOOD: [&str; 11] =
    ["with", "如果", "那么", "并且", "而且", "或者", "加上", "减去", "乘以", "除以", "each"];

/// The definitions of the grammar: name and body.
fn definitions() -> Vec<(&'static str, String)> {
    let mut found: Vec<(&str, String)> = Vec::new();
    for line in GRAMMAR.lines().filter(|line| !line.starts_with("//")) {
        match line.split_once('=') {
            Some((name, body)) if !line.starts_with([' ', '}', '~']) => {
                found.push((name.trim(), body.to_owned()));
            }
            _ => found.last_mut().into_iter().for_each(|(_, body)| {
                body.push('\n');
                body.push_str(line);
            }),
        }
    }
    found
}

/// The words in quotation marks in a text of the grammar.
fn words(body: &str) -> BTreeSet<&str> {
    let quoted = body.split('"').skip(1).step_by(2);
    quoted.filter(|word| word.chars().all(|sign| sign.is_alphabetic() || sign == '_')).collect()
}

fn spellings<'k>(keywords: impl IntoIterator<Item = &'k Keyword>) -> BTreeSet<&'static str> {
    let both =
        |keyword: &Keyword| [Language::Chinese, Language::English].map(|it| keyword.spelling(it));
    // `for each` is two words, of which the first opens the clause.
    keywords.into_iter().flat_map(both).map(|word| word.split(' ').next().unwrap_or(word)).collect()
}

fn all_of(kinds: &[KeywordKind]) -> Vec<Keyword> {
    Keyword::all().iter().copied().filter(|keyword| kinds.contains(&keyword.kind())).collect()
}

#[test]
fn what_the_grammar_calls_a_keyword_is_in_the_table() {
    let known = spellings(Keyword::all());
    let mut seen = 0;
    for (name, body) in definitions() {
        if name.starts_with("kw_")
            || matches!(name, "op_and" | "op_or" | "op_not" | "op_default" | "op_at")
        {
            for word in words(&body) {
                seen += 1;
                assert!(known.contains(word) || UNDERSTOOD.contains(&word), "{name}: {word}");
            }
        }
    }
    assert!(seen > 150, "{seen}");
}

#[test]
fn every_keyword_of_the_table_is_one_in_the_grammar() {
    let bodies = definitions();
    let keyword = |name: &str| name.starts_with("kw_") || name.starts_with("op_");
    let mut written = BTreeSet::new();
    for (_, body) in bodies.iter().filter(|(name, _)| keyword(name) || *name == "compare_word") {
        written.extend(words(body));
    }
    // Types of one word are names to the grammar.
    let types = all_of(&[KeywordKind::Type]);
    let types = types.iter().filter(|it| !matches!(it, Keyword::Series | Keyword::Many));
    let types = spellings(types);
    for word in spellings(Keyword::all()).difference(&types) {
        assert!(written.contains(word), "{word} is in no rule of the grammar");
    }
}

/// What cannot be read runs to the next line that begins with one of these.
#[test]
fn reading_goes_on_at_every_clause() {
    use Keyword::{Basis, Blank, UntilAnchor};
    use KeywordKind::*;
    let lists = [
        ("form_word", &[FormClause][..], &[Blank, UntilAnchor][..]),
        ("rule_word", &[RuleClause], &[Basis]),
        ("bad_ruleset_clause", &[RulesetClause], &[]),
        ("bad_grid_option", &[GridOption], &[Blank]),
        ("bad_example_case", &[Expectation], &[]),
        ("kw_outline_property", &[OutlineProperty], &[]),
        ("kw_layout_mark", &[LayoutMark], &[]),
        ("kw_other_column_property", &[OtherColumnProperty], &[]),
        ("kw_expectation", &[Expectation], &[]),
        ("kw_predicate", &[Predicate], &[]),
        ("kw_aggregate", &[Aggregate], &[]),
        ("kw_boolean", &[Literal], &[]),
    ];
    let definitions = definitions();
    for (name, kinds, more) in lists {
        let found = definitions.iter().find(|(defined, _)| *defined == name);
        let (_, body) = found.unwrap_or_else(|| panic!("no rule {name}"));
        let mut due = all_of(kinds);
        due.extend(more);
        assert_eq!(words(body), spellings(&due), "{name}");
    }
}
