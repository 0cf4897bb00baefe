//! Rule packs: those inside the binary, and those named by path.

use crate::codes;
use crate::parse::{parse_packs, rule_set};
use crate::system::{EntryKind, System};
use gouji_analysis::{PackText, RuleSet, RuleText, Selection};
use gouji_diagnostic::{CodeInfo, Diagnostic};
use gouji_report::Source;
use gouji_text::Localized;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Largest rule text, in bytes.
const LARGEST_RULE_TEXT: usize = 16 << 20;

/// Which rules are wanted.
#[derive(Clone, Debug, Default)]
pub struct RuleOptions {
    /// Rule files and packs named by path.
    pub paths: Vec<PathBuf>,
    /// Leave the shipped packs out.
    pub no_default_packs: bool,
    /// Read and check the examples too. No document is checked by them.
    pub with_examples: bool,
}

/// Rules in force, and what went wrong on the way.
pub struct LoadedRules {
    /// The checked rules.
    pub rules: RuleSet,
    /// For each pack of the program, how it came to be in force.
    pub selections: Vec<Selection>,
    /// Rule files that could not be read, and what is wrong in those that could.
    pub problems: Vec<(Vec<Source>, Diagnostic)>,
    /// Whether a path that was named could not be read or held no rules.
    pub incomplete: bool,
}

/// Loads the rules that `options` ask for.
pub fn load_rules(system: &dyn System, options: &RuleOptions) -> LoadedRules {
    let mut problems = Vec::new();
    let mut named_packs = Vec::new();
    for path in &options.paths {
        named_packs.extend(packs_at(system, path, &mut problems));
    }
    let incomplete = !problems.is_empty();
    let mut texts = if options.no_default_packs { Vec::new() } else { gouji_packs::shipped() };
    let shipped = texts.len();
    texts.extend(named_packs);
    let mut packs = parse_packs(texts, options.with_examples);
    // A pack named by path takes the place of the shipped one of the same ruleset.
    let named_packs = packs.split_off(shipped);
    packs.retain(|pack| {
        let name = pack.ruleset_name();
        name.is_none() || named_packs.iter().all(|named| named.ruleset_name() != name)
    });
    let shipped = packs.len();
    packs.extend(named_packs);
    let selection = |number| match number >= shipped {
        true => Selection::Named,
        false => Selection::Recognised,
    };
    let selections = (0..packs.len()).map(selection).collect();
    let rules = rule_set(packs);
    for (_, diagnostic) in &rules.problems {
        problems.push((rules.sources(diagnostic), diagnostic.clone()));
    }
    LoadedRules { rules, selections, problems, incomplete }
}

fn packs_at(
    system: &dyn System,
    path: &Path,
    problems: &mut Vec<(Vec<Source>, Diagnostic)>,
) -> Vec<PackText> {
    match system.kind(path) {
        Ok(EntryKind::File) => {
            let files: Vec<RuleText> = read_rule(system, path, problems).into_iter().collect();
            if files.is_empty() { Vec::new() } else { vec![PackText { files }] }
        }
        Ok(EntryKind::Folder) => folder_packs(system, path, problems),
        Ok(EntryKind::Other) => {
            problems.push((Vec::new(), unreadable(path, &std::io::ErrorKind::Unsupported.into())));
            Vec::new()
        }
        Err(error) => {
            problems.push((Vec::new(), unreadable(path, &error)));
            Vec::new()
        }
    }
}

/// The rule files of one folder are a pack; so are those of each folder below it.
fn folder_packs(
    system: &dyn System,
    path: &Path,
    problems: &mut Vec<(Vec<Source>, Diagnostic)>,
) -> Vec<PackText> {
    let mut packs: BTreeMap<PathBuf, Vec<RuleText>> = BTreeMap::new();
    for entry in system.walk(path) {
        let is_rule = entry.path.extension().is_some_and(|extension| extension == "gouji");
        match entry.kind {
            Ok(EntryKind::File) if is_rule => {
                let folder = entry.path.parent().unwrap_or(path).to_owned();
                let text = read_rule(system, &entry.path, problems);
                packs.entry(folder).or_default().extend(text);
            }
            Ok(_) => {}
            Err(error) => problems.push((Vec::new(), unreadable(&entry.path, &error))),
        }
    }
    if packs.is_empty() {
        let message = Localized {
            chinese: format!("「{}」里没有规则文件（*.gouji）", path.display()),
            english: format!("no rule files (*.gouji) in “{}”", path.display()),
        };
        problems.push((Vec::new(), problem(&codes::RULES_NONE_FOUND, message)));
    }
    packs.into_values().map(|files| PackText { files }).collect()
}

fn read_rule(
    system: &dyn System,
    path: &Path,
    problems: &mut Vec<(Vec<Source>, Diagnostic)>,
) -> Option<RuleText> {
    match system.read(path, LARGEST_RULE_TEXT) {
        Ok(bytes) => {
            let (text, _, replaced) = gouji_document::decode(bytes);
            let name = path.display().to_string();
            if text.trim().is_empty() {
                let message = Localized {
                    chinese: format!("规则文件「{name}」是空的"),
                    english: format!("rule file “{name}” is empty"),
                };
                problems.push((Vec::new(), problem(&codes::RULES_EMPTY, message)));
                return None;
            }
            if replaced > 0 {
                let message = Localized {
                    chinese: format!("规则文件「{name}」里有 {replaced} 处字节不是有效的文字"),
                    english: format!("{replaced} places in rule file “{name}” are not valid text"),
                };
                problems.push((Vec::new(), problem(&codes::RULES_UNDECODABLE, message)));
            }
            Some(RuleText { name: name.into(), text: Arc::from(text) })
        }
        Err(error) => {
            problems.push((Vec::new(), unreadable(path, &error)));
            None
        }
    }
}

fn unreadable(path: &Path, error: &std::io::Error) -> Diagnostic {
    problem(&codes::RULES_UNREADABLE, crate::discover::unreadable_words(path, error))
}

fn problem(code: &'static CodeInfo, message: Localized) -> Diagnostic {
    Diagnostic::new(code, message)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::MemorySystem;

    #[test]
    fn documents_are_checked_by_the_same_rules_without_examples() {
        let load = |with_examples| {
            let options = RuleOptions { with_examples, ..RuleOptions::default() };
            load_rules(&MemorySystem::default(), &options).rules.program
        };
        let (mut whole, rules) = (load(true), load(false));
        assert!(!whole.examples.is_empty());
        Arc::make_mut(&mut whole).examples.clear();
        assert_eq!(whole, rules);
    }

    #[test]
    fn a_path_without_rules_is_said() {
        let system = MemorySystem::default().with("a/readme.md", "x");
        let options =
            RuleOptions { paths: vec!["a".into()], no_default_packs: true, ..Default::default() };
        let loaded = load_rules(&system, &options);
        assert!(loaded.incomplete);
        assert_eq!(loaded.problems[0].1.code, "rules/none-found");
    }
}
