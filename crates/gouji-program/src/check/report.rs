//! Where problems and the meanings of names are collected, and the rule text they point into.

use crate::{FileId, ItemId, Meaning, Problem, Resolution, Role, SourcePlace};
use gouji_syntax::ast::Name;
use gouji_text::{Language, TextRange};

/// What has been reported already, or follows from it: nothing more is to be said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Failed;

/// The outcome of checking a part of a rule text.
pub(crate) type Checked<T> = Result<T, Failed>;

/// An item's text.
#[derive(Clone, Copy)]
pub(crate) struct ItemText<'t> {
    pub file: FileId,
    pub item: u32,
    pub text: &'t str,
    pub language: Language,
    /// The file's name without folders and extension.
    pub stem: &'t str,
}

impl<'t> ItemText<'t> {
    pub fn place(&self, range: TextRange) -> SourcePlace {
        SourcePlace { file: self.file, item: self.item, range }
    }

    pub fn item_id(&self) -> ItemId {
        ItemId { file: self.file, item: self.item }
    }

    pub fn slice(&self, range: TextRange) -> &'t str {
        range.of(self.text)
    }

    /// The text in `range` on one line, for labels and quotations.
    pub fn written(&self, range: TextRange) -> String {
        one_line(self.slice(range))
    }

    pub fn is_english(&self) -> bool {
        self.language == Language::English
    }

    /// The one of two spellings that belongs to this file.
    pub fn spelling(&self, chinese: &'static str, english: &'static str) -> &'static str {
        if self.is_english() { english } else { chinese }
    }
}

/// White space folded to single spaces, comments left out.
pub(crate) fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for part in text.lines() {
        for word in without_comment(part).split_whitespace() {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    line
}

/// A line up to its comment; a `#` in quotation marks begins none.
fn without_comment(line: &str) -> &str {
    let mut quoted = false;
    for (offset, character) in line.char_indices() {
        match character {
            '“' | '”' | '"' | '＂' => quoted = !quoted,
            '#' | '＃' if !quoted => return line.get(..offset).unwrap_or(line),
            _ => {}
        }
    }
    line
}

/// Collects problems, and what names stand for.
#[derive(Default)]
pub(crate) struct Reporter {
    pub problems: Vec<Problem>,
    /// In the order in which they were looked up.
    pub names: Vec<Resolution>,
    /// Whether problems are kept to oneself: where something is looked at for the sake of its names
    /// only, because what it is part of has failed already.
    quiet: bool,
    /// Comparisons of names left; hostile texts must not make suggestions quadratic.
    suggestions_left: usize,
}

impl Reporter {
    pub fn new() -> Self {
        Self { suggestions_left: 50_000, ..Self::default() }
    }

    pub fn push(&mut self, problem: Problem) {
        if !self.quiet {
            self.problems.push(problem);
        }
    }

    /// Switches silence on or off; what it was.
    pub fn set_quiet(&mut self, quiet: bool) -> bool {
        std::mem::replace(&mut self.quiet, quiet)
    }

    pub fn is_quiet(&self) -> bool {
        self.quiet
    }

    /// Notes what a name stands for.
    pub fn name(&mut self, source: ItemText<'_>, range: TextRange, meaning: Meaning, role: Role) {
        self.names.push(Resolution { place: source.place(range), meaning, role });
    }

    /// Notes a name that declares something.
    pub fn declared(&mut self, source: ItemText<'_>, name: &Name, meaning: Meaning) {
        self.name(source, name.range, meaning, Role::Declaration);
    }

    /// Notes a name that refers to something.
    pub fn used(&mut self, source: ItemText<'_>, name: &Name, meaning: Meaning) {
        self.name(source, name.range, meaning, Role::Use);
    }

    /// Reports a problem and says so to the caller.
    pub fn fail<T>(&mut self, problem: Problem) -> Checked<T> {
        self.push(problem);
        Err(Failed)
    }

    /// The names among `candidates` that are nearest to `name`, best first, at most three.
    pub fn nearest<'c>(
        &mut self,
        name: &str,
        candidates: impl Iterator<Item = &'c str>,
    ) -> Vec<String> {
        let allowed = if self.quiet { 0 } else { self.suggestions_left };
        let mut seen = 0;
        let taken = candidates.take(allowed).inspect(|_| seen += 1);
        let nearest = gouji_text::nearest(name, taken).into_iter().map(str::to_owned).collect();
        self.suggestions_left -= seen;
        nearest
    }
}

/// A name as it is written in a rule text: in backquotes where it is not a word.
pub(crate) fn quoted_name(name: &str) -> String {
    let word = |character: char| character.is_alphanumeric() || character == '_';
    let starts = name.chars().next().is_some_and(|first| !first.is_numeric());
    if starts && name.chars().all(word) { name.to_owned() } else { format!("`{name}`") }
}

/// A path as it is written.
pub(crate) fn written_path(path: &[Name]) -> String {
    let names: Vec<String> = path.iter().map(|name| quoted_name(&name.text)).collect();
    names.join(".")
}

/// `「a」、「b」` and `` `a`, `b` ``.
pub(crate) fn quoted_list<'a>(names: impl Iterator<Item = &'a str>) -> (String, String) {
    let names: Vec<&str> = names.collect();
    let join = |open: &str, close: &str, between: &str| {
        let parts: Vec<String> = names.iter().map(|name| format!("{open}{name}{close}")).collect();
        parts.join(between)
    };
    (join("「", "」", "、"), join("`", "`", ", "))
}
