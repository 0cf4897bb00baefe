//! Rule texts to a checked program, with everything that is wrong in them.

use crate::{program_diagnostic, syntax_diagnostic};
use gouji_program::{CheckedPacks, FileId, FileInput, PackInput, Program, SourcePlace, check};
use gouji_report::{Diagnostic, Source};
use gouji_syntax::{SourceFile, parse};
use gouji_text::{LineIndex, TextRange};
use std::sync::Arc;

/// A rule text and the name it is shown under.
#[derive(Clone, Debug)]
pub struct RuleText {
    /// Path as shown.
    pub name: String,
    /// Its text.
    pub text: Arc<str>,
}

/// A pack: rule texts that belong together.
#[derive(Clone, Debug)]
pub struct PackText {
    /// What it is called where it declares no ruleset.
    pub fallback_name: String,
    /// Its files in order of name.
    pub files: Vec<RuleText>,
}

/// Rule texts, parsed and checked.
pub struct RuleSet {
    /// The checked program.
    pub program: Program,
    /// All files, by [`FileId`].
    pub files: Vec<RuleText>,
    /// Their trees.
    pub trees: Vec<SourceFile>,
    /// What is wrong in them: file, diagnostic.
    pub problems: Vec<(FileId, Diagnostic)>,
}

impl RuleSet {
    /// Parses and checks packs. Total: what is broken is said, all else works.
    pub fn new(packs: &[PackText]) -> Self {
        let files: Vec<RuleText> = packs.iter().flat_map(|pack| pack.files.clone()).collect();
        let trees = parse_all(&files);
        let mut problems = syntax_problems(&trees);
        let mut number = 0;
        let inputs: Vec<PackInput<'_>> = packs
            .iter()
            .map(|pack| PackInput {
                fallback_name: pack.fallback_name.clone(),
                files: pack
                    .files
                    .iter()
                    .map(|file| {
                        let id = FileId(number);
                        number += 1;
                        FileInput { file: id, text: &file.text, tree: &trees[id.0 as usize] }
                    })
                    .collect(),
            })
            .collect();
        let CheckedPacks { program, problems: found, .. } = check(&inputs);
        for problem in &found {
            let Some(file) = problem.subject().map(|place| place.file) else { continue };
            problems.push((file, program_diagnostic(problem, &trees[file.0 as usize])));
        }
        problems.sort_by_key(|(file, diagnostic)| {
            (*file, diagnostic.places.first().map_or(0, |place| place.range.start))
        });
        Self { program, files, trees, problems }
    }

    /// A file as a source for diagnostics.
    pub fn source(&self, file: FileId) -> Option<Source> {
        let file = self.files.get(file.0 as usize)?;
        let lines = LineIndex::new(&file.text);
        Some(Source { name: file.name.clone(), text: file.text.clone(), lines })
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

/// Parses files side by side: on a cold start this is most of what a run waits for.
fn parse_all(files: &[RuleText]) -> Vec<SourceFile> {
    let workers = std::thread::available_parallelism().map_or(1, usize::from).min(MOST_WORKERS);
    let bytes: usize = files.iter().map(|file| file.text.len()).sum();
    if workers == 1 || bytes < WORTH_A_THREAD {
        return files.iter().map(|file| parse(&file.text)).collect();
    }
    // The largest files first, each to the worker that has least to do.
    let mut order: Vec<usize> = (0..files.len()).collect();
    order.sort_by_key(|number| std::cmp::Reverse(files[*number].text.len()));
    let mut shares: Vec<(usize, Vec<usize>)> = vec![(0, Vec::new()); workers];
    for number in order {
        if let Some(least) = shares.iter_mut().min_by_key(|(load, _)| *load) {
            least.0 += files[number].text.len();
            least.1.push(number);
        }
    }
    let parse_share =
        |share: &[usize]| share.iter().map(|at| (*at, parse(&files[*at].text))).collect::<Vec<_>>();
    let mut parsed: Vec<(usize, SourceFile)> = std::thread::scope(|scope| {
        let (own, others) = shares.split_at(1);
        let others: Vec<_> =
            others.iter().map(|(_, share)| scope.spawn(move || parse_share(share))).collect();
        let mut parsed: Vec<_> = own.iter().flat_map(|(_, share)| parse_share(share)).collect();
        for other in others {
            match other.join() {
                Ok(share) => parsed.extend(share),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        parsed
    });
    parsed.sort_by_key(|(number, _)| *number);
    parsed.into_iter().map(|(_, tree)| tree).collect()
}

/// Most threads that parse rule texts.
const MOST_WORKERS: usize = 4;

/// Bytes of rule text from which a second thread pays.
const WORTH_A_THREAD: usize = 8 << 10;

fn syntax_problems(trees: &[SourceFile]) -> Vec<(FileId, Diagnostic)> {
    let mut problems = Vec::new();
    for (number, tree) in trees.iter().enumerate() {
        let file = FileId(number as u32);
        problems.extend(tree.problems.iter().map(|problem| (file, syntax_diagnostic(problem, 0))));
        for item in &tree.items {
            let here = item.problems.iter();
            problems.extend(here.map(|problem| (file, syntax_diagnostic(problem, item.start))));
        }
    }
    problems
}
