//! What the codes of a crate mean: read from its pages.

use crate::CodeInfo;
use gouji_text::Language;

/// The codes that a crate declares, and the pages that explain them.
///
/// A page is Markdown, and a spec at the same time: its examples run. Under a heading `## family/name` stand
/// paragraphs, each in Chinese and behind it the same in English; then the text that raises the code with its
/// `findings`, and the mended one with its own. What no findings follow (`toml`,
/// `text-sketch`) is an example each. What stands before the first such heading is what the examples share.
#[derive(Debug)]
pub struct Register {
    /// The codes, in the order in which they are declared.
    pub codes: &'static [&'static CodeInfo],
    /// The pages, in Markdown.
    pub pages: &'static [&'static str],
}

/// What a code means.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Explanation {
    /// What it means, why it is said and how to mend it: 中文 and English, paragraph by paragraph.
    pub paragraphs: Vec<(&'static str, &'static str)>,
    /// What raises it, then what is right. Where nothing short raises it, empty or only a sketch.
    pub examples: Vec<CodeExample>,
}

/// A rule text, a document, or both.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CodeExample {
    /// Blocks in order: the language of each as a Markdown fence has it (`gouji`, `text`), and its text.
    pub blocks: Vec<(&'static str, &'static str)>,
}

impl Register {
    /// The headings of the pages that name a code.
    pub fn sections(&self) -> impl Iterator<Item = &'static str> {
        self.pages.iter().flat_map(|page| sections(page)).map(|(id, _)| id)
    }

    /// What a code means; `None` where no page has it.
    pub fn explanation(&self, id: &str) -> Option<Explanation> {
        let mut all = self.pages.iter().flat_map(|page| sections(page));
        all.find(|(heading, _)| *heading == id).map(|(_, text)| Explanation::read(text))
    }
}

impl Explanation {
    /// Its paragraphs in that language.
    pub fn prose(&self, language: Language) -> impl Iterator<Item = &'static str> {
        self.paragraphs.iter().map(move |(chinese, english)| language.choose(*chinese, *english))
    }

    fn read(section: &'static str) -> Self {
        let mut parts = section.split("\n```");
        let prose = parts.next().unwrap_or_default();
        let paragraphs: Vec<&str> =
            prose.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty()).collect();
        let pair = |pair: &[&'static str]| (pair[0], pair.get(1).copied().unwrap_or_default());
        let mut explanation =
            Self { paragraphs: paragraphs.chunks(2).map(pair).collect(), examples: Vec::new() };
        let mut open = CodeExample::default();
        // Between an opening fence and the closing one stands a block, between that and the next one nothing.
        for block in parts.step_by(2) {
            let (information, text) = block.split_once('\n').unwrap_or((block, ""));
            match information.split([' ', '-']).next().unwrap_or_default() {
                "findings" => explanation.examples.push(std::mem::take(&mut open)),
                language => open.blocks.push((language, text)),
            }
        }
        // No spec runs these.
        let sketches = open.blocks.into_iter().map(|block| CodeExample { blocks: vec![block] });
        explanation.examples.extend(sketches);
        explanation
    }
}

/// The sections of a page, each with the code in its heading.
fn sections(page: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let sections = page.split("\n## ").skip(1);
    sections.filter_map(|section| section.split_once('\n'))
}

#[cfg(test)]
mod tests {
    use super::*;

    static REGISTER: Register = Register {
        codes: &[],
        pages: &[
            "# 页\n\n```gouji name=甲\n记录\n```\n\n## a/b\n\n甲。\n\nA.\n\n乙。\n\nB.\n\n```gouji with=甲\n规则\n```\n\n```text\n文\n```\n\n```findings\n!fixes\n```\n\n```gouji-wrong\n规则 乙\n\n```\n\n```findings\n```\n\n## a/c\n\n丙。\n\nC.\n\n```csv\n1,2\n```\n\n```csv\n1 2\n```\n",
        ],
    };

    #[test]
    fn a_section_is_read() {
        let explanation = REGISTER.explanation("a/b").expect("the section");
        assert_eq!(explanation.paragraphs, [("甲。", "A."), ("乙。", "B.")]);
        let blocks: Vec<_> =
            explanation.examples.iter().map(|example| &example.blocks[..]).collect();
        assert_eq!(blocks, [&[("gouji", "规则"), ("text", "文")][..], &[("gouji", "规则 乙\n")]]);
        assert_eq!(explanation.prose(Language::English).collect::<Vec<_>>(), ["A.", "B."]);
        let examples = REGISTER.explanation("a/c").expect("the section").examples;
        let blocks: Vec<_> = examples.iter().map(|example| &example.blocks[..]).collect();
        assert_eq!(blocks, [&[("csv", "1,2")][..], &[("csv", "1 2")]]);
        assert_eq!(REGISTER.explanation("a/d"), None);
        assert_eq!(REGISTER.sections().collect::<Vec<_>>(), ["a/b", "a/c"]);
    }
}
