//! Many documents, one after the other in order of path, each forgotten once it is handed on.

use crate::apart::read_apart;
use crate::codes;
use crate::discover::Discovered;
use crate::ordered::{Crashed, in_order};
use crate::packs::LoadedRules;
use crate::reasons::reason;
use crate::system::System;
use gouji_analysis::{Checker, Records, unreadable};
use gouji_diagnostic::Diagnostic;
use gouji_document::{Document, MAXIMUM_BYTES};
use gouji_report::DocumentReport;
use gouji_text::Localized;
use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Most bytes of a document; a larger one is not read.
pub const LARGEST_DOCUMENT: usize = MAXIMUM_BYTES;

/// A document that there is nothing to be had of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotRead {
    /// It cannot be read, is empty, no text or too large.
    Unreadable(Localized),
    /// The program failed on it.
    Crashed,
}

/// What the sink of a run says after each document: whether to go on.
pub type Next = ControlFlow<()>;

/// Checks the documents found, `jobs` at a time, and hands on the reports in order of path; also
/// those of documents that could not be read. The second value says whether the program itself
/// failed on the document.
pub fn check_documents(
    system: &dyn System,
    found: &Discovered,
    loaded: &LoadedRules,
    jobs: usize,
    mut sink: impl FnMut(DocumentReport, bool) -> Next,
) -> Next {
    let checker = Checker::new(loaded.rules.program.clone());
    let check = |name: &Arc<str>, bytes| Ok(checker.check_bytes(name, bytes, &loaded.selections));
    // A broken rule is told once a run.
    let mut told = BTreeSet::new();
    over_documents(system, found, jobs, check, |path, result| match result {
        Ok(mut report) => {
            report.problems.retain(|problem| {
                problem.code.as_str() != gouji_analysis::codes::RULE_TOO_COSTLY.id
                    || told.insert(problem.message.chinese.clone())
            });
            sink(report, false)
        }
        Err(NotRead::Unreadable(why)) => sink(unreadable(&path, why), false),
        Err(NotRead::Crashed) => sink(crashed(&path), true),
    })
}

/// Reads the records of the documents found, `jobs` at a time, and hands on what `render` makes of
/// them with the path, in order of path.
pub fn extract_documents<Rendered: Send>(
    system: &dyn System,
    found: &Discovered,
    loaded: &LoadedRules,
    jobs: usize,
    render: impl Fn(&Records) -> Rendered + Sync,
    sink: impl FnMut(Arc<str>, Result<Rendered, NotRead>) -> Next,
) -> Next {
    let checker = Checker::new(loaded.rules.program.clone());
    let extract = |name: &Arc<str>, bytes| match checker.extract_bytes(name, bytes) {
        Ok(records) => Ok(render(&records)),
        Err(why) => Err(NotRead::Unreadable(why)),
    };
    over_documents(system, found, jobs, extract, sink)
}

/// Reads the documents found, `jobs` at a time, and hands on what `render` makes of each with the path, in order
/// of path.
pub fn read_documents<Rendered: Send>(
    system: &dyn System,
    found: &Discovered,
    jobs: usize,
    render: impl Fn(&Arc<str>, &Document) -> Rendered + Sync,
    sink: impl FnMut(Arc<str>, Result<Rendered, NotRead>) -> Next,
) -> Next {
    let read = |name: &Arc<str>, bytes| {
        let document = gouji_document::read(name, bytes);
        match document.unfit() {
            Some(problem) => Err(NotRead::Unreadable(problem.message.clone())),
            None => Ok(render(name, &document)),
        }
    };
    over_documents(system, found, jobs, read, sink)
}

/// Reads the bytes of documents and does something with each.
fn over_documents<Output: Send>(
    system: &dyn System,
    found: &Discovered,
    jobs: usize,
    work: impl Fn(&Arc<str>, Vec<u8>) -> Result<Output, NotRead> + Sync,
    mut sink: impl FnMut(Arc<str>, Result<Output, NotRead>) -> Next,
) -> Next {
    let work = |(path, unreadable): &(&PathBuf, Option<&Localized>)| match unreadable {
        Some(why) => Err(NotRead::Unreadable((*why).clone())),
        None => match system.read(path, MAXIMUM_BYTES).map(read_apart) {
            Ok(Ok(bytes)) => work(&shown(path), bytes),
            Ok(Err(why)) => Err(NotRead::Unreadable(why)),
            Err(error) => Err(NotRead::Unreadable(reason(&error))),
        },
    };
    in_order(&in_order_of_path(found), jobs, work, |(path, _), result| {
        let result = result.unwrap_or_else(|Crashed| Err(NotRead::Crashed));
        sink(shown(path), result)
    })
}

/// The documents, and those that are known to be unreadable, with the reason.
fn in_order_of_path(found: &Discovered) -> Vec<(&PathBuf, Option<&Localized>)> {
    let readable = found.documents.iter().map(|path| (path, None));
    let unreadable = found.unreadable.iter().map(|(path, why)| (path, Some(why)));
    let mut all: Vec<_> = readable.chain(unreadable).collect();
    all.sort_by_key(|(path, _)| *path);
    all.dedup_by_key(|(path, _)| *path);
    all
}

/// A path as documents are called.
fn shown(path: &Path) -> Arc<str> {
    path.display().to_string().into()
}

/// The report of a document that the program failed on.
fn crashed(name: &Arc<str>) -> DocumentReport {
    let mut report = unreadable(name, Localized::new("程序出错", "the program failed"));
    let message = Localized::new(
        "检查这份文件时程序出错，没有查完；请把它报告给我们",
        "the program failed on this document, which was not checked; please report it",
    );
    report.problems = vec![Diagnostic::new(&codes::CRASH, message)];
    report
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{MemorySystem, RuleOptions, discover, load_rules};

    #[test]
    fn no_report_is_kept_once_it_is_handed_on() {
        let mut system = MemorySystem::default();
        for number in 0..60 {
            system = system.with(&format!("docs/{number:02}.txt"), "今天天气很好。\n");
        }
        let loaded = load_rules(&system, &RuleOptions::default());
        let found = discover(&system, &["docs".into()]);
        for jobs in [1, 3] {
            let mut texts = Vec::new();
            let _ = check_documents(&system, &found, &loaded, jobs, |report, _| {
                texts.push(Arc::downgrade(&report.source.text));
                drop(report);
                let kept = texts.iter().filter(|text| text.strong_count() > 0).count();
                assert_eq!(kept, 0, "of {} documents", texts.len());
                Next::Continue(())
            });
            assert_eq!(texts.len(), 60);
        }
    }

    #[test]
    fn documents_come_in_order_of_path_readable_or_not() {
        let system = MemorySystem::default()
            .with("docs/b.txt", "今天天气很好。\n")
            .with("docs/a.txt", "")
            .with("docs/c.pdf", "x")
            .with_unreadable("docs/d.txt")
            .with("docs/e.txt", "明天也好。\n");
        let loaded = load_rules(&system, &RuleOptions::default());
        let found = discover(&system, &["docs".into(), "docs/c.pdf".into(), "none".into()]);
        for jobs in [1, 3] {
            let mut checked = Vec::new();
            let end = check_documents(&system, &found, &loaded, jobs, |report, crashed| {
                assert!(!crashed);
                checked.push((report.source.name.clone(), report.problems[0].code.clone()));
                Next::Continue(())
            });
            assert!(end.is_continue());
            let names: Vec<&str> = checked.iter().map(|(name, _)| &**name).collect();
            assert_eq!(
                names,
                ["docs/a.txt", "docs/b.txt", "docs/c.pdf", "docs/d.txt", "docs/e.txt", "none"]
            );
            assert!(checked.iter().all(|(_, code)| code == "document/not-checked"), "{checked:?}");
            let mut extracted = Vec::new();
            let _ = extract_documents(
                &system,
                &found,
                &loaded,
                jobs,
                |_| (),
                |path, records| {
                    extracted.push((path, records.is_ok()));
                    Next::Continue(())
                },
            );
            let read: Vec<bool> = extracted.iter().map(|(_, is_read)| *is_read).collect();
            assert_eq!(read, [false, true, false, false, true, false]);
        }
    }
}
