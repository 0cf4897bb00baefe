//! Numbered headings: 一、 （一） 1、 第一部分.

use crate::number::{ItemNumber, read_number};
use gouji_text::{TextRange, folded_chars};

/// How a number is written; the order is the usual order of nesting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Numbering {
    /// 第一部分, 第二章 (part, chapter, 编, 篇).
    Part,
    /// 第三节.
    Section,
    /// 一、
    Chinese,
    /// （一）
    ChineseInBrackets,
    /// 1、 1. 1．
    Arabic,
    /// （1） 1）
    ArabicInBrackets,
}

/// Number of numberings.
const NUMBERINGS: usize = 6;

/// A numbered line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutlineEntry {
    /// How it is numbered.
    pub numbering: Numbering,
    /// Its number.
    pub number: u32,
    /// The whole line.
    pub range: TextRange,
    /// The number as written, with its punctuation.
    pub number_range: TextRange,
    /// What follows the number, trimmed.
    pub title: TextRange,
    /// Whether it reads as a heading (short, no sentence end) rather than as a numbered paragraph.
    pub is_heading: bool,
    /// Depth in the outline, from 1: how many headings of other numberings enclose it, plus one.
    pub level: u8,
    /// The heading it stands under (index in the outline).
    pub parent: Option<u32>,
    /// The entry before it with the same parent and numbering (index in the outline): of the same kind,
    /// unless one of the other kind stands between and has the number before this one's.
    pub previous: Option<u32>,
}

impl OutlineEntry {
    /// The line alone, seen from an offset: without its place among the others.
    pub(crate) fn seen_from(&self, start: u32) -> Self {
        Self {
            range: self.range.relative_to(start),
            number_range: self.number_range.relative_to(start),
            title: self.title.relative_to(start),
            level: 1,
            parent: None,
            previous: None,
            ..*self
        }
    }
}

/// A heading has at most this many characters, number included and white space not.
const LONGEST_HEADING: usize = 60;

/// Builds an outline from lines in reading order, in one pass and constant time for each line.
#[derive(Default)]
pub(crate) struct OutlineBuilder {
    entries: Vec<OutlineEntry>,
    /// What stands under no heading.
    top: Siblings,
    /// The headings that enclose the place reached, each with what stands under it. No numbering
    /// is there twice, so that there are never more than [`NUMBERINGS`] of them.
    enclosing: Vec<Enclosing>,
}

struct Enclosing {
    entry: u32,
    numbering: Numbering,
    children: Siblings,
}

/// The latest entry of each numbering under one heading, paragraphs and headings apart.
#[derive(Default)]
struct Siblings([[Option<u32>; 2]; NUMBERINGS]);

impl Siblings {
    fn latest(&mut self, numbering: Numbering, is_heading: bool) -> &mut Option<u32> {
        let [paragraph, heading] = match numbering {
            Numbering::Part => &mut self.0[0],
            Numbering::Section => &mut self.0[1],
            Numbering::Chinese => &mut self.0[2],
            Numbering::ChineseInBrackets => &mut self.0[3],
            Numbering::Arabic => &mut self.0[4],
            Numbering::ArabicInBrackets => &mut self.0[5],
        };
        if is_heading { heading } else { paragraph }
    }
}

impl OutlineBuilder {
    /// Number of entries so far.
    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    /// The finished outline.
    pub(crate) fn finish(mut self) -> Vec<OutlineEntry> {
        self.entries.shrink_to_fit();
        self.entries
    }

    /// Takes the next line, which stands at `range` of the whole text and is trimmed. The index of
    /// its entry where it is a heading.
    pub(crate) fn line(&mut self, line: &str, range: TextRange) -> Option<u32> {
        let number = read_number(line)?;
        let is_heading = reads_as_heading(line, &number);
        let index = u32::try_from(self.entries.len()).ok()?;
        self.add(OutlineEntry {
            numbering: number.numbering,
            number: number.value,
            range,
            number_range: number.range.shifted(range.start),
            title: number.title.shifted(range.start),
            is_heading,
            level: 1,
            parent: None,
            previous: None,
        });
        is_heading.then_some(index)
    }

    /// Takes a line that was read before, as part of a text that starts at `start` of the whole.
    pub(crate) fn add_again(&mut self, entry: &OutlineEntry, start: u32) {
        self.add(OutlineEntry {
            range: entry.range.shifted(start),
            number_range: entry.number_range.shifted(start),
            title: entry.title.shifted(start),
            ..*entry
        });
    }

    /// Takes the next entry and finds its place among the others.
    fn add(&mut self, mut entry: OutlineEntry) {
        // Texts with more lines than that are refused before.
        let index = self.entries.len() as u32;
        let numbering = entry.numbering;
        // An entry ends whatever its own numbering began, and all below that. A numbered paragraph
        // does so too: what follows paragraph （二） no longer stands under heading （一）.
        if let Some(at) = self.enclosing.iter().position(|it| it.numbering == numbering) {
            self.enclosing.truncate(at);
        }
        entry.level = self.enclosing.len() as u8 + 1;
        entry.parent = self.enclosing.last().map(|it| it.entry);
        let siblings = self.enclosing.last_mut().map_or(&mut self.top, |it| &mut it.children);
        let other = *siblings.latest(numbering, !entry.is_heading);
        let before = siblings.latest(numbering, entry.is_heading).replace(index);
        // Headings and paragraphs are counted apart, but where one goes on with the other. A one begins
        // a new series.
        let goes_on = |at: &u32| {
            let number = self.entries.get(*at as usize).map(|it| it.number);
            number.and_then(|number| number.checked_add(1)) == Some(entry.number)
        };
        let other = other.filter(|at| Some(*at) > before && goes_on(at));
        entry.previous = other.or(before).filter(|_| entry.number != 1);
        self.entries.push(entry);
        if entry.is_heading {
            let children = Siblings::default();
            self.enclosing.push(Enclosing { entry: index, numbering, children });
        }
    }
}

/// Whether a numbered line is a heading: short, with a title, and neither a sentence nor the part
/// of one that stands before the page's line break.
pub(crate) fn reads_as_heading(line: &str, number: &ItemNumber) -> bool {
    if number.title.is_empty() {
        return false;
    }
    let mut last = None;
    for (count, (_, character)) in folded_chars(line).enumerate() {
        if count >= LONGEST_HEADING || matches!(character, '。' | ';') {
            return false;
        }
        last = Some(character);
    }
    !matches!(last, Some(',' | '、'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outline(lines: &str) -> Vec<OutlineEntry> {
        let mut builder = OutlineBuilder::default();
        let mut start = 0;
        for line in lines.lines() {
            builder.line(line, TextRange::from(start..start + line.len()));
            start += line.len() + 1;
        }
        builder.finish()
    }

    /// Level, parent and previous of each line, `-` for none, `*` for headings.
    fn shape(lines: &str) -> Vec<String> {
        let shown = |index: Option<u32>| index.map_or("-".to_string(), |index| index.to_string());
        let row = |entry: &OutlineEntry| {
            let mark = if entry.is_heading { "*" } else { "" };
            format!("{}{mark} {} {}", entry.level, shown(entry.parent), shown(entry.previous))
        };
        outline(lines).iter().map(row).collect()
    }

    #[test]
    fn numberings_nest_in_the_order_in_which_they_appear() {
        assert_eq!(
            shape(
                "一、甲\n五、乙\n第一部分 丙\n（一）丁\n1、戊。\n2、己。\n(二)庚\n1、辛。\n第二部分 壬\n1、癸\n2、子\n七、丑"
            ),
            [
                "1* - -", "1* - 0", "2* 1 -", "3* 2 -", "4 3 -", "4 3 4", "3* 2 3", "4 6 -",
                "2* 1 2", "3* 8 -", "3* 8 9", "1* - 1",
            ],
        );
    }

    #[test]
    fn paragraphs_and_headings_are_counted_apart() {
        assert_eq!(
            shape("一、甲\n1、乙\n5、丙，丁。\n2、戊\n1、己\n6、庚。"),
            ["1* - -", "2* 0 -", "2 0 -", "2* 0 1", "2* 0 -", "2 0 2"],
        );
        // Where one goes on with the other, nothing is missing.
        assert_eq!(
            shape("一、甲\n1、乙\n2、丙，丁。\n3、戊\n"),
            ["1* - -", "2* 0 -", "2 0 1", "2* 0 2"],
        );
    }

    #[test]
    fn a_paragraph_is_no_parent_and_ends_its_elder() {
        assert_eq!(
            shape("一、甲\n（一）乙\n1、丙\n（二）丁。\n1、戊"),
            ["1* - -", "2* 0 -", "3* 1 -", "2 0 1", "2* 0 -"],
        );
    }

    #[test]
    fn what_reads_as_a_heading() {
        let is_heading = |line: &str| outline(line).iter().map(|it| it.is_heading).next();
        assert_eq!(is_heading("一、部门职责及机构设置情况"), Some(true));
        assert_eq!(is_heading("1、因公出国（境）费0元，与2020年比较无增减变化。"), Some(false));
        assert_eq!(is_heading("（一）甲；"), Some(false));
        assert_eq!(is_heading("（一）甲；乙"), Some(false));
        assert_eq!(is_heading("（一）甲; 乙"), Some(false));
        assert_eq!(is_heading("2、甲乙丙丁，"), Some(false));
        assert_eq!(is_heading("一、"), Some(false));
        assert_eq!(is_heading(&format!("一、{}", "甲 ".repeat(58))), Some(true));
        assert_eq!(is_heading(&format!("一、{}", "甲".repeat(59))), Some(false));
        assert_eq!(is_heading("2021年工作"), None);
    }

    #[test]
    fn ranges_are_of_the_whole_text() {
        let text = "说明\n( 四) 全部 工作\n";
        let mut builder = OutlineBuilder::default();
        let line = TextRange::new(7, text.len() as u32 - 1);
        assert_eq!(builder.line(line.of(text), line), Some(0));
        let entry = builder.finish()[0];
        assert_eq!(entry.range, line);
        assert_eq!(entry.number_range.of(text), "( 四)");
        assert_eq!(entry.title.of(text), "全部 工作");
        assert_eq!((entry.numbering, entry.number), (Numbering::ChineseInBrackets, 4));
    }
}
