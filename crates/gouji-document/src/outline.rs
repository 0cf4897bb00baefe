//! Numbered headings: 一、 （一） 1、 第一部分.

use gouji_text::TextRange;

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
    /// The entry before it with the same parent, numbering and kind (index in the outline).
    pub previous: Option<u32>,
}
