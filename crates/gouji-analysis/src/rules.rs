//! Rule texts to a checked program, with everything that is wrong in them.

use crate::{program_diagnostic, syntax_diagnostic};
use gouji_diagnostic::{Diagnostic, Span};
use gouji_program::{CheckedPacks, FileId, FileInput, PackInput, Program, SourcePlace, check};
use gouji_report::{FindSource, Source};
use gouji_syntax::{SourceFile, parse, parse_rules};
use gouji_text::TextRange;
use std::sync::{Arc, OnceLock};

/// A rule text and the name it is shown under.
#[derive(Clone, Debug)]
pub struct RuleText {
    /// Path as shown.
    pub name: Arc<str>,
    /// Its text.
    pub text: Arc<str>,
}

/// A pack: rule texts that belong together.
#[derive(Clone, Debug)]
pub struct PackText {
    /// Its files in order of name.
    pub files: Vec<RuleText>,
}

impl PackText {
    /// The name of the ruleset that it declares.
    pub fn ruleset(&self) -> Option<String> {
        self.files.iter().find_map(|file| gouji_syntax::declared_ruleset(&file.text))
    }
}

/// A ruleset takes the place of another of its name: leaves out of `packs` those that declare one that
/// is in force `instead`. `ruleset` says what a pack declares.
pub fn give_way<Pack>(
    packs: &mut Vec<Pack>,
    instead: &[String],
    ruleset: impl Fn(&Pack) -> Option<String>,
) {
    packs.retain(|pack| ruleset(pack).is_none_or(|name| !instead.contains(&name)));
}

/// Rule texts, parsed and checked.
pub struct RuleSet {
    /// The checked program.
    pub program: Arc<Program>,
    /// All files, by [`FileId`].
    pub files: Vec<RuleText>,
    /// Their trees.
    pub trees: Vec<SourceFile>,
    /// What is wrong in them: file, diagnostic.
    pub problems: Vec<(FileId, Diagnostic)>,
    /// The files as sources, each made once: many problems may point into one long file.
    sources: Vec<OnceLock<Source>>,
}

impl RuleSet {
    /// Parses and checks packs, examples included. Total: what is broken is said, all else works.
    pub fn new(packs: &[PackText]) -> Self {
        let files = packs.iter().flat_map(|pack| &pack.files);
        Self::of_trees(packs, files.map(|file| parse(&file.text)).collect())
    }

    /// Parses and checks all of packs but the examples: what documents are checked by.
    pub fn without_examples(packs: &[PackText]) -> Self {
        let files = packs.iter().flat_map(|pack| &pack.files);
        Self::of_trees(packs, files.map(|file| parse_rules(&file.text)).collect())
    }

    /// Checks packs whose files are parsed already: `trees` are those of all files, in their order.
    /// Files beyond them are parsed here.
    pub fn of_trees(packs: &[PackText], mut trees: Vec<SourceFile>) -> Self {
        let files: Vec<RuleText> = packs.iter().flat_map(|pack| pack.files.clone()).collect();
        trees.extend(files.iter().skip(trees.len()).map(|file| parse(&file.text)));
        let mut number = 0;
        let inputs: Vec<PackInput<'_>> = packs
            .iter()
            .map(|pack| PackInput {
                files: pack
                    .files
                    .iter()
                    .map(|file| {
                        let id = FileId(number);
                        number += 1;
                        let tree = &trees[id.0 as usize];
                        FileInput { file: id, name: &file.name, text: &file.text, tree }
                    })
                    .collect(),
            })
            .collect();
        let CheckedPacks { program, problems: found, .. } = check(&inputs);
        let sources = files.iter().map(|_| OnceLock::new()).collect();
        let mut rules =
            Self { program: Arc::new(program), files, trees, problems: Vec::new(), sources };
        rules.problems = syntax_problems(&rules);
        for problem in &found {
            let Some(file) = problem.subject().map(|place| place.file) else { continue };
            rules.problems.push((file, program_diagnostic(problem, |place| rules.span(place))));
        }
        rules.problems.sort_by_key(|(file, diagnostic)| {
            (*file, diagnostic.subject().map_or(0, |at| at.range.start))
        });
        rules
    }

    /// A file as a source for diagnostics.
    pub fn source(&self, file: FileId) -> Option<Source> {
        self.source_at(file.0 as usize)
    }

    fn source_at(&self, number: usize) -> Option<Source> {
        let file = self.files.get(number)?;
        let source = self.sources.get(number)?;
        let make = || Source::new(file.name.clone(), file.text.clone());
        Some(source.get_or_init(make).clone())
    }

    /// The sources of a diagnostic's places.
    pub fn sources(&self, diagnostic: &Diagnostic) -> Vec<Source> {
        let mut sources: Vec<Source> = Vec::new();
        for place in &diagnostic.places {
            if sources.source(&place.at.source).is_none() {
                let number = self.files.iter().position(|file| file.name == place.at.source);
                sources.extend(number.and_then(|number| self.source_at(number)));
            }
        }
        sources
    }

    /// A place in a rule text, with its file.
    pub fn span(&self, place: SourcePlace) -> Span {
        let name = self.files.get(place.file.0 as usize).map(|file| &file.name);
        Span { source: name.cloned().unwrap_or_default(), range: self.absolute(place) }
    }

    /// A place in a rule text, in bytes of its file.
    pub fn absolute(&self, place: SourcePlace) -> TextRange {
        let item = self
            .trees
            .get(place.file.0 as usize)
            .and_then(|tree| tree.items.get(place.item as usize));
        place.range.shifted(item.map_or(0, |item| item.start))
    }

    /// The text of the item that a place lies in.
    pub fn item_text(&self, place: SourcePlace) -> &str {
        let tree = self.trees.get(place.file.0 as usize);
        let item = tree.and_then(|tree| tree.items.get(place.item as usize));
        match (item, self.files.get(place.file.0 as usize)) {
            (Some(item), Some(file)) => {
                TextRange::new(item.start, item.start + item.length).of(&file.text)
            }
            _ => "",
        }
    }
}

fn syntax_problems(rules: &RuleSet) -> Vec<(FileId, Diagnostic)> {
    let mut problems = Vec::new();
    for (number, (tree, file)) in rules.trees.iter().zip(&rules.files).enumerate() {
        let id = FileId(number as u32);
        let name = &file.name;
        let between = tree.problems.iter().map(|problem| syntax_diagnostic(problem, name, 0));
        problems.extend(between.map(|problem| (id, problem)));
        for item in &tree.items {
            let here = item.problems.iter();
            let here = here.map(|problem| syntax_diagnostic(problem, name, item.start));
            problems.extend(here.map(|problem| (id, problem)));
        }
    }
    problems
}
