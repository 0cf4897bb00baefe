//! What a case must come to, as a page writes it.

/// What is shown of a case besides its findings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// `!notes`: what readers and forms merely note.
    pub notes: bool,
    /// `!proof`: the arithmetic of findings.
    pub proof: bool,
    /// `!fixes`: ways to put it right, and the word of help.
    pub fixes: bool,
    /// `!places`: all places of findings, with their texts.
    pub places: bool,
    /// `!basis`: legal basis of findings.
    pub basis: bool,
    /// `!english`: messages in English.
    pub english: bool,
    /// `!named`: the packs apply as if a person had named them.
    pub named: bool,
    /// `!chosen`: as if a person had chosen the rulesets by name.
    pub chosen: bool,
}

/// A line, and what stands indented under it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpectedLine {
    /// The line.
    pub head: String,
    /// What stands under it, without the indent.
    pub details: Vec<String>,
}

/// A `findings` block:
///
/// ```text
/// !proof
/// rules 3:8 错误 program/unknown-name 「合记」 没有叫「合记」的名称
/// 2:4 错误 收入合计 合计 9 元，各项之和 8 元，相差 1 元
///     a line of the proof
/// 2:4 警告 form/no-unit 表里的数没有写明单位
/// 收入合计: 通过 3 不通过 1 无法判定 0 不适用 0
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Expectation {
    /// What is shown.
    pub options: Options,
    /// Findings and problems, in any order.
    pub entries: Vec<ExpectedLine>,
    /// Counts of rules; those not listed are not compared.
    pub counts: Vec<String>,
}

impl ExpectedLine {
    /// A line with nothing under it.
    pub fn new(head: impl Into<String>) -> Self {
        Self { head: head.into(), details: Vec::new() }
    }
}

impl Expectation {
    /// Reads a block; what it does not understand is an error.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut expectation = Self::default();
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            if let Some(option) = line.strip_prefix('!') {
                expectation.options.set(option.trim())?;
            } else if line.starts_with(char::is_whitespace) {
                match expectation.entries.last_mut() {
                    Some(entry) => entry.details.push(line.trim().to_owned()),
                    None => return Err(format!("缩进的一行上面没有内容：{line}")),
                }
            } else if rule_of_count(line).is_some() {
                expectation.counts.push(line.trim_end().to_owned());
            } else {
                expectation.entries.push(ExpectedLine::new(line.trim_end()));
            }
        }
        Ok(expectation)
    }

    /// As a block, without its fences.
    pub fn render(&self) -> String {
        let mut text = String::new();
        let mut line = |indent: &str, words: &str| {
            text.push_str(indent);
            text.push_str(words);
            text.push('\n');
        };
        for option in self.options.names() {
            line("!", option);
        }
        for entry in &self.entries {
            line("", &entry.head);
            entry.details.iter().for_each(|detail| line("    ", detail));
        }
        self.counts.iter().for_each(|count| line("", count));
        text
    }
}

/// The rule that a line of counts is about.
pub(crate) fn rule_of_count(line: &str) -> Option<&str> {
    line.find(": 通过 ").map(|at| &line[..at])
}

impl Options {
    fn set(&mut self, name: &str) -> Result<(), String> {
        let option = match name {
            "notes" => &mut self.notes,
            "proof" => &mut self.proof,
            "fixes" => &mut self.fixes,
            "places" => &mut self.places,
            "basis" => &mut self.basis,
            "english" => &mut self.english,
            "named" => &mut self.named,
            "chosen" => &mut self.chosen,
            _ => return Err(format!("不认识选项 !{name}")),
        };
        *option = true;
        Ok(())
    }

    fn names(self) -> impl Iterator<Item = &'static str> {
        let all = [
            (self.notes, "notes"),
            (self.proof, "proof"),
            (self.fixes, "fixes"),
            (self.places, "places"),
            (self.basis, "basis"),
            (self.english, "english"),
            (self.named, "named"),
            (self.chosen, "chosen"),
        ];
        all.into_iter().filter(|(on, _)| *on).map(|(_, name)| name)
    }
}
