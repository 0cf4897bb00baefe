//! Rule texts, parsed on several cores.

use gouji_analysis::{PackText, RuleSet, RuleText};
use gouji_syntax::{SourceFile, parse, parse_rules};

/// Parses and checks packs; the examples in them only where they are asked for.
pub(crate) fn rule_set(packs: &[PackText], with_examples: bool) -> RuleSet {
    let files: Vec<&RuleText> = packs.iter().flat_map(|pack| &pack.files).collect();
    RuleSet::of_trees(packs, parse_all(&files, if with_examples { parse } else { parse_rules }))
}

/// Parses files side by side: on a cold start this is most of what a run waits for.
fn parse_all(files: &[&RuleText], parse: fn(&str) -> SourceFile) -> Vec<SourceFile> {
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
