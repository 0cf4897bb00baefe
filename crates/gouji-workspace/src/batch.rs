//! Checking many documents.

use crate::codes;
use crate::discover::{Discovered, discover, reason};
use crate::packs::LoadedRules;
use crate::system::System;
use gouji_analysis::{Checker, extract, reader_problems};
use gouji_diagnostic::Diagnostic;
use gouji_document::{Document, MAXIMUM_BYTES, read_bytes};
use gouji_report::{DocumentReport, Report, Source};
use gouji_text::Localized;
use rayon::prelude::*;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What a run came to.
pub struct Checked {
    /// The report.
    pub report: Report,
    /// Whether some document, or some rules, could not be read: the report is not the whole story.
    pub incomplete: bool,
    /// Whether the program itself failed on some document.
    pub crashed: bool,
}

/// One document's way through.
enum Outcome {
    Checked(Box<DocumentReport>),
    Unreadable(Localized),
    Crashed,
}

/// Checks the documents at and below `paths`, on all cores of the current thread pool.
pub fn check_paths(system: &dyn System, paths: &[PathBuf], loaded: &LoadedRules) -> Checked {
    let found = discover(system, paths);
    let checker = Checker::new(&loaded.rules.program);
    let outcomes: Vec<Outcome> =
        found.documents.par_iter().map(|path| check_one(system, path, &checker, loaded)).collect();
    let mut checked = Checked {
        report: Report { problems: loaded.problems.clone(), ..Report::default() },
        incomplete: loaded.incomplete || !found.unreadable.is_empty(),
        crashed: false,
    };
    for (path, outcome) in found.documents.iter().zip(outcomes) {
        match outcome {
            Outcome::Checked(document) => checked.report.documents.push(*document),
            Outcome::Unreadable(why) => {
                checked.incomplete = true;
                checked.report.not_checked.push((path.display().to_string(), why));
            }
            Outcome::Crashed => {
                checked.crashed = true;
                checked.report.problems.push((Vec::new(), crash(path)));
            }
        }
    }
    say_left_out(found, &mut checked.report);
    checked
}

fn check_one(
    system: &dyn System,
    path: &Path,
    checker: &Checker<'_>,
    loaded: &LoadedRules,
) -> Outcome {
    let bytes = match system.read(path, MAXIMUM_BYTES) {
        Ok(bytes) => bytes,
        Err(error) => return Outcome::Unreadable(reason(&error)),
    };
    let name: Arc<str> = path.display().to_string().into();
    // A defect that one document brings to light must not cost the others their check.
    let checked = catch_unwind(AssertUnwindSafe(|| {
        let document = read_bytes(bytes);
        match unfit(&document) {
            Some(why) => Outcome::Unreadable(why),
            None => Outcome::Checked(Box::new(checker.check(&name, &document, &loaded.selections))),
        }
    }));
    checked.unwrap_or(Outcome::Crashed)
}

/// Why a document cannot be checked at all: it is empty, no text, or too large.
fn unfit(document: &Document) -> Option<Localized> {
    let fatal = document.problems.iter().position(|problem| problem.kind.is_fatal())?;
    reader_problems(&"".into(), document).into_iter().nth(fatal).map(|problem| problem.message)
}

fn crash(path: &Path) -> Diagnostic {
    Diagnostic::new(
        &codes::CRASH,
        Localized {
            chinese: format!(
                "检查「{}」时程序出错，这份文件没有查完；请把它报告给我们",
                path.display()
            ),
            english: format!(
                "the program failed on “{}”, which was not checked; please report it",
                path.display()
            ),
        },
    )
}

fn say_left_out(found: Discovered, report: &mut Report) {
    let left = found.unreadable.into_iter().chain(found.passed_over);
    report.not_checked.extend(left.map(|(path, why)| (path.display().to_string(), why)));
    report.not_checked.sort_by(|left, right| left.0.cmp(&right.0));
}

/// The records of the documents at and below `paths`, as JSON of schema `gouji-records/1`, and what
/// could not be read.
pub fn extract_paths(
    system: &dyn System,
    paths: &[PathBuf],
    loaded: &LoadedRules,
) -> (serde_json::Value, Vec<(String, Localized)>) {
    let found = discover(system, paths);
    let checker = Checker::new(&loaded.rules.program);
    let extracted: Vec<Result<serde_json::Value, (String, Localized)>> = found
        .documents
        .par_iter()
        .map(|path| {
            let name = path.display().to_string();
            match system.read(path, MAXIMUM_BYTES) {
                Ok(bytes) => {
                    let document = read_bytes(bytes);
                    match unfit(&document) {
                        Some(why) => Err((name, why)),
                        None => Ok(extract_one(&checker, name, &document)),
                    }
                }
                Err(error) => Err((name, reason(&error))),
            }
        })
        .collect();
    let mut documents = Vec::new();
    let mut failures: Vec<(String, Localized)> =
        found.unreadable.into_iter().map(|(path, why)| (path.display().to_string(), why)).collect();
    for result in extracted {
        match result {
            Ok(document) => documents.push(document),
            Err(failure) => failures.push(failure),
        }
    }
    (serde_json::json!({ "schema": "gouji-records/1", "documents": documents }), failures)
}

fn extract_one(checker: &Checker<'_>, name: String, document: &Document) -> serde_json::Value {
    let facts = checker.facts(document);
    let source = Source {
        name: name.into(),
        text: document.body.text.clone(),
        lines: document.lines.clone(),
    };
    extract(checker.program(), &facts, &source)
}
