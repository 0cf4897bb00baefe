//! Markdown pages and the cases in them.

use std::collections::HashMap;
use std::sync::Arc;

/// What kind of page it is: what may be left out differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageKind {
    /// A spec: every case says what it expects.
    Spec,
    /// A reference: a rule text that says nothing more must be free of problems.
    Reference,
}

/// A page.
#[derive(Debug, Default)]
pub struct Page {
    /// Its cases in order.
    pub cases: Vec<Case>,
    /// What is wrong with the page itself, each with its line.
    pub problems: Vec<(usize, String)>,
}

/// A rule text.
#[derive(Clone, Debug)]
pub struct RuleBlock {
    /// The name its places are told under: `rules`, `shared`, the name of a pack.
    pub name: String,
    /// The pack it makes up; empty for the case's own.
    pub pack: String,
    /// The text, tabs restored.
    pub text: Arc<str>,
    /// Marked as one that has problems.
    pub is_wrong: bool,
}

/// A document.
#[derive(Clone, Debug)]
pub struct PageDocument {
    /// Its format, as editors call it: `text`, `csv` or `tsv`.
    pub format: String,
    /// Its text, tabs restored.
    pub text: String,
}

/// What is expected, and where the page says so.
#[derive(Clone, Debug)]
pub struct ExpectedBlock {
    /// The text.
    pub text: String,
    /// Its first line in the page, from 0.
    pub first_line: usize,
    /// Number of its lines.
    pub line_count: usize,
}

/// One thing to try.
#[derive(Clone, Debug)]
pub struct Case {
    /// The headings it stands under, joined.
    pub heading: String,
    /// Its first line in the page, from 1.
    pub line: usize,
    /// Rule texts: those of other packs, then those of its own.
    pub rules: Vec<RuleBlock>,
    /// The document, where it has one.
    pub document: Option<PageDocument>,
    /// What must come of it; `None` where the page leaves it to be understood (no problems).
    pub expected: Option<ExpectedBlock>,
    /// A promise that is not kept yet.
    pub is_pending: bool,
}

impl Page {
    /// Cuts a page into cases.
    pub fn parse(text: &str, kind: PageKind) -> Self {
        let lines: Vec<&str> = text.lines().collect();
        let mut reader = PageReader::new(kind);
        let mut at = 0;
        while let Some(line) = lines.get(at) {
            if let Some((fence, information)) = opening_fence(line) {
                let end = closing_fence(&lines, at + 1, fence);
                if end == lines.len() {
                    reader.problem(at, "这个代码块没有结束");
                }
                let inner = lines.get(at + 1..end).unwrap_or(&[]);
                reader.block(&information, inner, at);
                at = end + 1;
                continue;
            }
            if let Some((level, title)) = heading(line) {
                reader.heading(level, title);
            }
            at += 1;
        }
        reader.flush();
        reader.page
    }
}

/// The fence of a line that opens a block, and what stands behind it.
fn opening_fence(line: &str) -> Option<(usize, String)> {
    let length = line.len() - line.trim_start_matches('`').len();
    (length >= 3).then(|| (length, line[length..].trim().to_owned()))
}

fn closing_fence(lines: &[&str], from: usize, length: usize) -> usize {
    let closes = |line: &&str| {
        let line = line.trim_end();
        line.len() >= length && line.chars().all(|character| character == '`')
    };
    let found = lines.get(from..).and_then(|rest| rest.iter().position(closes));
    found.map_or(lines.len(), |offset| from + offset)
}

fn heading(line: &str) -> Option<(usize, &str)> {
    let level = line.len() - line.trim_start_matches('#').len();
    let title = line[level..].strip_prefix(' ')?;
    (1..=6).contains(&level).then(|| (level, title.trim()))
}

fn joined(lines: &[&str]) -> String {
    lines.iter().flat_map(|line| [line, "\n"]).collect()
}

/// A page being cut.
struct PageReader {
    kind: PageKind,
    page: Page,
    headings: Vec<(usize, String)>,
    /// The page's first rule text.
    first: Option<Vec<RuleBlock>>,
    /// Rule texts with a name.
    named: HashMap<String, Vec<RuleBlock>>,
    /// The latest rule text of the section.
    latest: Option<Vec<RuleBlock>>,
    /// Other packs, for the rule text that follows.
    packs: Vec<RuleBlock>,
    current: Option<Case>,
    /// Whether the current rule text may stand without anything behind it.
    is_shared: bool,
}

impl PageReader {
    fn new(kind: PageKind) -> Self {
        Self {
            kind,
            page: Page::default(),
            headings: Vec::new(),
            first: None,
            named: HashMap::new(),
            latest: None,
            packs: Vec::new(),
            current: None,
            is_shared: false,
        }
    }

    fn problem(&mut self, line: usize, words: impl Into<String>) {
        self.page.problems.push((line + 1, words.into()));
    }

    fn heading(&mut self, level: usize, title: &str) {
        self.flush();
        self.latest = None;
        self.packs.clear();
        self.headings.retain(|(other, _)| *other < level);
        self.headings.push((level, title.to_owned()));
    }

    fn block(&mut self, information: &str, inner: &[&str], line: usize) {
        let mut words = information.split_whitespace();
        match words.next() {
            Some("gouji") => self.rules(words.collect(), inner, line, false),
            Some("gouji-wrong") => self.rules(words.collect(), inner, line, true),
            Some(format @ ("text" | "csv" | "tsv")) => self.document(format, inner, line),
            Some("findings") => self.expected(inner, line),
            _ => {}
        }
    }

    fn rules(&mut self, options: Vec<&str>, inner: &[&str], line: usize, is_wrong: bool) {
        self.flush();
        let mut block = RuleBlock {
            name: "rules".to_owned(),
            pack: String::new(),
            text: joined(inner).replace('⇥', "\t").into(),
            is_wrong,
        };
        let mut rules = Vec::new();
        let mut name = None;
        for option in options {
            match option.split_once('=').unwrap_or((option, "")) {
                ("with", wanted) => match self.shared(wanted) {
                    Some(shared) => rules.extend(shared),
                    None => self.problem(line, format!("没有可以接的规则块「{wanted}」")),
                },
                ("name", given) => name = Some(given.to_owned()),
                ("pack", given) => {
                    (block.name, block.pack) = (given.to_owned(), given.to_owned());
                }
                _ => self.problem(line, format!("不认识「{option}」")),
            }
        }
        if !block.pack.is_empty() {
            self.packs.push(block);
            return;
        }
        rules.splice(0..0, std::mem::take(&mut self.packs));
        rules.push(block);
        self.is_shared = !is_wrong && (self.first.is_none() || name.is_some());
        if let Some(name) = name {
            self.named.insert(name, rules.clone());
        }
        self.first.get_or_insert_with(|| rules.clone());
        self.latest = Some(rules.clone());
        self.start(rules, line);
    }

    /// The rule text of that name (the page's first where it is empty), as one to add to.
    fn shared(&self, name: &str) -> Option<Vec<RuleBlock>> {
        let found = if name.is_empty() { self.first.as_ref() } else { self.named.get(name) };
        let mut blocks = found?.clone();
        for block in blocks.iter_mut().filter(|block| block.pack.is_empty()) {
            block.name = "shared".to_owned();
        }
        Some(blocks)
    }

    fn start(&mut self, rules: Vec<RuleBlock>, line: usize) {
        let titles: Vec<&str> = self.headings.iter().map(|(_, title)| title.as_str()).collect();
        let heading = titles.join(" › ");
        self.current = Some(Case {
            is_pending: heading.contains("待修"),
            heading,
            line: line + 1,
            rules,
            document: None,
            expected: None,
        });
    }

    /// Starts a case that is held to a rule text further above.
    fn start_inherited(&mut self, line: usize) {
        self.flush();
        match self.latest.as_ref().or(self.first.as_ref()) {
            Some(rules) => self.start(rules.clone(), line),
            None => self.problem(line, "上面没有规则块"),
        }
    }

    fn document(&mut self, format: &str, inner: &[&str], line: usize) {
        let is_open = |case: &Case| case.document.is_none() && case.expected.is_none();
        if !self.current.as_ref().is_some_and(is_open) {
            self.start_inherited(line);
        }
        if let Some(case) = &mut self.current {
            case.document = Some(PageDocument {
                format: format.to_owned(),
                text: joined(inner).replace('⇥', "\t"),
            });
        }
    }

    fn expected(&mut self, inner: &[&str], line: usize) {
        if self.current.as_ref().is_none_or(|case| case.expected.is_some()) {
            self.start_inherited(line);
        }
        if let Some(case) = &mut self.current {
            case.expected = Some(ExpectedBlock {
                text: joined(inner),
                first_line: line + 1,
                line_count: inner.len(),
            });
        }
    }

    fn flush(&mut self) {
        let Some(case) = self.current.take() else { return };
        if case.expected.is_none() {
            let understood = self.kind == PageKind::Reference && !is_wrong(&case);
            if case.document.is_some() || !(understood || self.is_shared) {
                let line = case.line - 1;
                self.problem(line, "这个用例没有 findings 块，没有说应当得出什么");
                return;
            }
            if !understood {
                return;
            }
        }
        self.page.cases.push(case);
    }
}

fn is_wrong(case: &Case) -> bool {
    case.rules.last().is_some_and(|block| block.is_wrong)
}
