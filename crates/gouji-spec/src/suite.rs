//! All pages of a folder.

use crate::page::PageKind;
use crate::{Actual, Case, Expectation, Options, Page, difference, run};
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// Set to 1 in the environment, it has the runner write down what came.
pub const UPDATE: &str = "GOUJI_SPEC_UPDATE";

/// Pages run.
#[derive(Debug, Default)]
pub struct Suite {
    /// Cases that came out as they must.
    pub passed: usize,
    /// Promises that are not kept yet, by page, line and heading.
    pub pending: Vec<String>,
    /// Everything else, in words.
    pub failures: Vec<String>,
    /// Pages rewritten.
    pub updated: Vec<PathBuf>,
}

/// What a case came to.
enum Verdict {
    Passed,
    Failed(String),
    /// What it came to, for the page.
    Differs(String, Expectation),
}

impl Suite {
    /// Runs all pages in a folder and the folders in it, in order of name.
    pub fn folder(folder: &Path, update: bool) -> Self {
        let mut suite = Self::default();
        let mut pages = Vec::new();
        if let Err(error) = collect(folder, &mut pages) {
            suite.failures.push(format!("{}: {error}", folder.display()));
        }
        pages.sort();
        for page in pages {
            suite.page(&page, PageKind::Spec, update);
        }
        suite
    }

    /// Runs one page.
    pub fn page(&mut self, path: &Path, kind: PageKind, update: bool) {
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) => return self.failures.push(format!("{}: {error}", path.display())),
        };
        let name = path.display().to_string();
        let rewritten = self.text(&name, &text, kind);
        if update && rewritten != text {
            match std::fs::write(path, rewritten) {
                Ok(()) => self.updated.push(path.to_owned()),
                Err(error) => self.failures.push(format!("{name}: {error}")),
            }
        }
    }

    /// Runs the text of a page; the page as it would have to be.
    pub fn text(&mut self, name: &str, text: &str, kind: PageKind) -> String {
        let page = Page::parse(text, kind);
        for (line, words) in &page.problems {
            self.failures.push(format!("{name}:{line}: {words}"));
        }
        let mut blocks = Vec::new();
        for case in &page.cases {
            let place = format!("{name}:{} {}", case.line, case.heading);
            match (verdict(case), case.is_pending) {
                (Verdict::Passed, false) => self.passed += 1,
                (Verdict::Passed, true) => {
                    self.failures.push(format!("{place}\n已经做到了，请把标题里的「待修」去掉"))
                }
                (Verdict::Failed(words), _) => self.failures.push(format!("{place}\n{words}")),
                (Verdict::Differs(..), true) => self.pending.push(place),
                (Verdict::Differs(words, actual), false) => {
                    self.failures.push(format!("{place}\n{words}"));
                    if let Some(block) = &case.expected {
                        blocks.push((block.first_line, block.line_count, actual.render()));
                    }
                }
            }
        }
        rewrite(text, &blocks)
    }

    /// Everything that failed, for a person; `None` where all is well.
    pub fn complaint(&self) -> Option<String> {
        if self.failures.is_empty() {
            return None;
        }
        let mut text = String::new();
        for failure in &self.failures {
            let _ = writeln!(text, "{failure}\n");
        }
        let _ = writeln!(
            text,
            "{} 个用例通过，{} 个待修，{} 处不符（- 应当，+ 实际）。",
            self.passed,
            self.pending.len(),
            self.failures.len()
        );
        let _ = writeln!(
            text,
            "设 {UPDATE}=1 再运行，会把实际结果写进页里；写进去之前请先判断它是不是对的。"
        );
        for page in &self.updated {
            let _ = writeln!(text, "已改写 {}", page.display());
        }
        Some(text)
    }
}

fn collect(folder: &Path, pages: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, pages)?;
        } else if path.extension().is_some_and(|extension| extension == "md") {
            pages.push(path);
        }
    }
    Ok(())
}

fn verdict(case: &Case) -> Verdict {
    let expected = match &case.expected {
        Some(block) => match Expectation::parse(&block.text) {
            Ok(expected) => expected,
            Err(words) => return Verdict::Failed(words),
        },
        None => Expectation::default(),
    };
    let says_nothing = expected.entries.is_empty() && expected.counts.is_empty();
    let is_wrong = case.rules.last().is_some_and(|block| block.is_wrong);
    let actual = run(case, expected.options);
    if case.document.is_some() && says_nothing {
        let words = "findings 块里什么也没有写，看不出规则用上了没有；请写上各规则的次数";
        return Verdict::Differs(words.to_owned(), written_down(&expected, actual));
    }
    let has_problem = expected.entries.iter().any(|entry| !is_place(&entry.head));
    if is_wrong && !has_problem {
        return Verdict::Failed("gouji-wrong 块后面应写明规则哪里有错".to_owned());
    }
    match difference(&expected, &actual) {
        None => Verdict::Passed,
        Some(words) => Verdict::Differs(words, written_down(&expected, actual)),
    }
}

/// Whether a line is about a document: it begins with a place in it.
fn is_place(head: &str) -> bool {
    head.starts_with(|character: char| character.is_ascii_digit() || character == '-')
}

/// What came, as the page would have to say it: of the counts those that it lists.
fn written_down(expected: &Expectation, actual: Actual) -> Expectation {
    use crate::expectation::rule_of_count;
    let listed: Vec<_> = expected.counts.iter().map(|count| rule_of_count(count)).collect();
    let counts = actual.counts.into_iter();
    Expectation {
        options: Options { ..expected.options },
        entries: actual.entries,
        counts: counts
            .filter(|count| listed.is_empty() || listed.contains(&rule_of_count(count)))
            .collect(),
    }
}

/// The page with some blocks replaced: first line, number of lines, new text.
fn rewrite(text: &str, blocks: &[(usize, usize, String)]) -> String {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let mut rewritten = String::with_capacity(text.len());
    let mut at = 0;
    for (first, count, block) in blocks {
        rewritten.extend(lines.get(at..*first).unwrap_or(&[]).iter().copied());
        rewritten.push_str(block);
        at = first + count;
    }
    rewritten.extend(lines.get(at..).unwrap_or(&[]).iter().copied());
    rewritten
}
