//! The number at the start of a line.

use crate::Numbering;
use gouji_text::{FoldedChars, TextRange, fold_char, folded_chars};
use std::iter::Peekable;

/// A line's number; ranges are of the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ItemNumber {
    /// How it is written.
    pub(crate) numbering: Numbering,
    /// The number, at least 1.
    pub(crate) value: u32,
    /// The number as written, with its punctuation.
    pub(crate) range: TextRange,
    /// The rest of the line, trimmed.
    pub(crate) title: TextRange,
}

/// Reads the number that `line` begins with. White space inside is what a page's line breaks leave
/// behind and counts for nothing; full and half width are the same.
pub(crate) fn read_number(line: &str) -> Option<ItemNumber> {
    // Most lines begin with something else.
    let first = line.chars().find_map(fold_char)?;
    if !matches!(first, '第' | '(' | '0'..='9') && numeral(first).is_none() {
        return None;
    }
    let mut reader = NumberReader { line, characters: folded_chars(line).peekable(), end: 0 };
    let start = reader.characters.peek()?.0;
    let (numbering, value) = match first {
        '第' => reader.part()?,
        '(' => reader.in_brackets()?,
        _ => reader.plain()?,
    };
    let rest = line.get(reader.end..)?;
    let title = TextRange::from(reader.end..reader.end + rest.len()).trimmed(line);
    let title = if title.is_empty() { TextRange::empty(line.len() as u32) } else { title };
    Some(ItemNumber { numbering, value, range: TextRange::from(start..reader.end), title })
}

struct NumberReader<'line> {
    line: &'line str,
    characters: Peekable<FoldedChars<'line>>,
    /// Where the last character taken ends.
    end: usize,
}

/// How the digits of a number are written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum NumberScript {
    Arabic,
    Chinese,
}

impl NumberReader<'_> {
    /// `第一部分`, `第2章`, `第三节`, with the separator behind it, if any.
    fn part(&mut self) -> Option<(Numbering, u32)> {
        self.take_if(|character| character == '第')?;
        let (_, value) = self.value()?;
        let numbering = match self.take_if(|it| matches!(it, '部' | '章' | '编' | '篇' | '节'))?
        {
            '部' => {
                self.take_if(|character| character == '分')?;
                Numbering::Part
            }
            '节' => Numbering::Section,
            _ => Numbering::Part,
        };
        self.take_if(|character| matches!(character, '、' | ':' | '.'));
        Some((numbering, value))
    }

    /// `（一）`, `(1)`.
    fn in_brackets(&mut self) -> Option<(Numbering, u32)> {
        self.take_if(|character| character == '(')?;
        let (digits, value) = self.value()?;
        self.take_if(|character| character == ')')?;
        let numbering = match digits {
            NumberScript::Arabic => Numbering::ArabicInBrackets,
            NumberScript::Chinese => Numbering::ChineseInBrackets,
        };
        Some((numbering, value))
    }

    /// `一、`, `1.`, `1）`.
    fn plain(&mut self) -> Option<(Numbering, u32)> {
        let (digits, value) = self.value()?;
        let closed = digits == NumberScript::Arabic;
        let mark = self.take_if(|it| matches!(it, '、' | '.') || (closed && it == ')'))?;
        let numbering = match (digits, mark) {
            (_, ')') => Numbering::ArabicInBrackets,
            (NumberScript::Arabic, _) => Numbering::Arabic,
            (NumberScript::Chinese, _) => Numbering::Chinese,
        };
        // `3.5` is a figure, `1.2` the second part of the first; but `4．2025年总表` begins with a year.
        let rest = self.line.get(self.end..)?;
        let behind = rest.chars().next().and_then(fold_char);
        if mark == '.' && behind.is_some_and(|it| it.is_ascii_digit()) && !begins_with_year(rest) {
            return None;
        }
        Some((numbering, value))
    }

    /// A value from 1 to 9999 that is not a year of our time.
    fn value(&mut self) -> Option<(NumberScript, u32)> {
        let (digits, value) = match self.characters.peek()?.1 {
            '0'..='9' => (NumberScript::Arabic, self.arabic()?),
            _ => (NumberScript::Chinese, self.chinese()?),
        };
        (value != 0 && !(1900..2100).contains(&value)).then_some((digits, value))
    }

    fn arabic(&mut self) -> Option<u32> {
        let mut value = 0;
        while let Some(character) = self.take_if(|character| character.is_ascii_digit()) {
            value = value * 10 + character.to_digit(10)?;
            if value > 9999 {
                return None;
            }
        }
        Some(value)
    }

    /// 一百零二, or digit for digit 一〇二.
    fn chinese(&mut self) -> Option<u32> {
        // 九千九百九十九 is the longest.
        let mut numerals = [WrittenNumber::Digit(0); 7];
        let mut count = 0;
        while let Some(character) = self.take_if(|character| numeral(character).is_some()) {
            *numerals.get_mut(count)? = numeral(character)?;
            count += 1;
        }
        let numerals = numerals.get(..count)?;
        let all_digits = numerals.iter().all(|it| matches!(it, WrittenNumber::Digit(_)));
        if all_digits { digit_for_digit(numerals) } else { with_units(numerals) }
    }

    fn take_if(&mut self, accept: impl Fn(char) -> bool) -> Option<char> {
        let (offset, character) = self.characters.next_if(|(_, character)| accept(*character))?;
        // The character in the line may be wider than the one it folds to.
        let width = self.line.get(offset..)?.chars().next()?.len_utf8();
        self.end = offset + width;
        Some(character)
    }
}

/// Whether a text begins with a year of our time: `2025年`.
fn begins_with_year(text: &str) -> bool {
    let mut year = [' '; 5];
    for (place, (_, character)) in year.iter_mut().zip(folded_chars(text)) {
        *place = character;
    }
    matches!(year, ['1', '9', decade, ones, '年'] | ['2', '0', decade, ones, '年']
        if decade.is_ascii_digit() && ones.is_ascii_digit())
}

/// Whether a character is one of a Chinese number.
pub(crate) fn is_numeral(character: char) -> bool {
    numeral(character).is_some()
}

/// The number that the text begins with, in digits or in Chinese.
pub(crate) fn read_value(text: &str) -> Option<u32> {
    let mut reader = NumberReader { line: text, characters: folded_chars(text).peekable(), end: 0 };
    reader.value().map(|(_, value)| value)
}

/// A character of a Chinese number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum WrittenNumber {
    Digit(u32),
    Unit(u32),
}

fn numeral(character: char) -> Option<WrittenNumber> {
    Some(match character {
        '〇' | '零' | '○' => WrittenNumber::Digit(0),
        '一' => WrittenNumber::Digit(1),
        '二' | '两' => WrittenNumber::Digit(2),
        '三' => WrittenNumber::Digit(3),
        '四' => WrittenNumber::Digit(4),
        '五' => WrittenNumber::Digit(5),
        '六' => WrittenNumber::Digit(6),
        '七' => WrittenNumber::Digit(7),
        '八' => WrittenNumber::Digit(8),
        '九' => WrittenNumber::Digit(9),
        '十' => WrittenNumber::Unit(10),
        '百' => WrittenNumber::Unit(100),
        '千' => WrittenNumber::Unit(1000),
        _ => return None,
    })
}

/// 一〇二: 102.
fn digit_for_digit(numerals: &[WrittenNumber]) -> Option<u32> {
    let mut value = 0;
    for numeral in numerals {
        let WrittenNumber::Digit(digit) = numeral else { return None };
        value = value * 10 + digit;
        if value > 9999 {
            return None;
        }
    }
    Some(value)
}

/// 一百零二: 102. Units fall from left to right; a digit without a unit is the last, and stands
/// behind 十 or 零 (一百二 is said of 120, and never of a heading).
fn with_units(numerals: &[WrittenNumber]) -> Option<u32> {
    let (mut value, mut smallest, mut after_zero) = (0, 10_000, false);
    let mut numerals = numerals.iter().peekable();
    while let Some(numeral) = numerals.next() {
        let (digit, unit) = match numeral {
            WrittenNumber::Digit(0) => {
                if after_zero || value == 0 || numerals.peek().is_none() {
                    return None;
                }
                after_zero = true;
                continue;
            }
            WrittenNumber::Digit(digit) => match numerals.next() {
                Some(WrittenNumber::Unit(unit)) => (*digit, *unit),
                Some(WrittenNumber::Digit(_)) => return None,
                None if smallest == 10 || after_zero => (*digit, 1),
                None => return None,
            },
            // 十一 for 一十一.
            WrittenNumber::Unit(10) if value == 0 => (1, 10),
            WrittenNumber::Unit(_) => return None,
        };
        if unit >= smallest {
            return None;
        }
        value += digit * unit;
        smallest = unit;
        after_zero = false;
    }
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use Numbering::*;

    #[track_caller]
    fn check(line: &str, expected: Option<(Numbering, u32, &str, &str)>) {
        let number = read_number(line);
        let read = number.map(|it| (it.numbering, it.value, it.range.of(line), it.title.of(line)));
        assert_eq!(read, expected, "{line}");
    }

    #[test]
    fn every_numbering_is_read() {
        check("第一部分 部门概况", Some((Part, 1, "第一部分", "部门概况")));
        check("第 二 部 分概况", Some((Part, 2, "第 二 部 分", "概况")));
        check("第１２章：总则", Some((Part, 12, "第１２章：", "总则")));
        check("第三编", Some((Part, 3, "第三编", "")));
        check("第十篇 甲", Some((Part, 10, "第十篇", "甲")));
        check("第三节　范围", Some((Section, 3, "第三节", "范围")));
        check("一、甲", Some((Chinese, 1, "一、", "甲")));
        check("十二．甲", Some((Chinese, 12, "十二．", "甲")));
        check("一 、 甲 乙", Some((Chinese, 1, "一 、", "甲 乙")));
        check("（一）甲", Some((ChineseInBrackets, 1, "（一）", "甲")));
        check("( 四) 甲", Some((ChineseInBrackets, 4, "( 四)", "甲")));
        check("1、甲", Some((Arabic, 1, "1、", "甲")));
        check("１．甲", Some((Arabic, 1, "１．", "甲")));
        check("65. 甲", Some((Arabic, 65, "65.", "甲")));
        check("1. 2021年甲", Some((Arabic, 1, "1.", "2021年甲")));
        check("1、2021年甲", Some((Arabic, 1, "1、", "2021年甲")));
        check("（1）甲", Some((ArabicInBrackets, 1, "（1）", "甲")));
        check("(１)甲", Some((ArabicInBrackets, 1, "(１)", "甲")));
        check("2）甲", Some((ArabicInBrackets, 2, "2）", "甲")));
        check("2) 甲 ", Some((ArabicInBrackets, 2, "2)", "甲")));
        check("1、**甲**：乙。", Some((Arabic, 1, "1、", "**甲**：乙。")));
        check("1.", Some((Arabic, 1, "1.", "")));
        check("4．2025年总表", Some((Arabic, 4, "4．", "2025年总表")));
    }

    #[test]
    fn figures_years_and_dates_are_no_numbers() {
        for line in [
            "3.5",
            "３．５万",
            "1.1 甲",
            "2021年甲",
            "2021、2022年",
            "（2021）甲",
            "2021.1.1",
            "1日",
            "6月底",
            "一般",
            "一是甲",
            "十分",
            "第一，甲",
            "第一部门",
            "第一",
            "（一",
            "一）甲",
            "()",
            "（甲）",
            "0、甲",
            "12345、甲",
            "99999999999、甲",
            "316001 甲",
            "二〇二一、甲",
            "",
            "、",
            "第",
            "第部分",
            "(1",
            "１",
        ] {
            check(line, None);
        }
    }

    /// The Chinese number of a value, as it is usually written.
    fn chinese(value: u32) -> String {
        let mut text = String::new();
        let mut zero = false;
        for (unit, name) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
            let digit = value / unit % 10;
            if digit == 0 {
                zero = !text.is_empty();
                continue;
            }
            if std::mem::take(&mut zero) {
                text.push('零');
            }
            if !(unit == 10 && digit == 1 && text.is_empty()) {
                text.extend("一二三四五六七八九".chars().nth(digit as usize - 1));
            }
            text.push_str(name);
        }
        text
    }

    #[test]
    fn chinese_numbers_are_read_up_to_9999() {
        for value in (1..1900).chain(2100..10_000) {
            let line = format!("{}、甲", chinese(value));
            assert_eq!(read_number(&line).map(|it| it.value), Some(value), "{line}");
        }
        check("一〇二、甲", Some((Chinese, 102, "一〇二、", "甲")));
        check("一十一、甲", Some((Chinese, 11, "一十一、", "甲")));
        for line in [
            "一百二、",
            "十十、",
            "百、",
            "一十百、",
            "二三十、",
            "零、",
            "十零、",
            "一百零零一、",
            "零十、",
            "一千一千、",
            "九千九百九十九十、",
            "一二三四五、",
            "一一一一一一一一、",
        ] {
            check(line, None);
        }
    }
}
