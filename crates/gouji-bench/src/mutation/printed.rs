//! Numbers as they are printed: where they begin and end, and how another number would be printed there.

use gouji_text::fold_char;
use gouji_value::{Decimal, Mark, Notation};
use std::ops::Range;

/// A number as printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrintedNumber {
    /// Its digits and their marks, in bytes of the text it was found in.
    pub range: Range<usize>,
    /// Its value.
    pub value: Decimal,
    /// Digits behind the decimal mark.
    pub decimals: u32,
    /// Whether its digits are grouped.
    is_grouped: bool,
}

impl PrintedNumber {
    /// Another value, printed as this one is. It has as many decimals as it needs, and no fewer than this one.
    pub fn print(&self, value: Decimal, notation: Notation) -> String {
        let decimals = value.normalize().scale().max(self.decimals);
        let plain = format!("{value:.*}", decimals as usize);
        let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
        let mut printed = String::new();
        for (number, digit) in whole.chars().enumerate() {
            let behind = whole.len() - number;
            let is_behind_digit = number > 0 && !printed.ends_with('-');
            if self.is_grouped && is_behind_digit && behind.is_multiple_of(3) {
                printed.push(character(notation.thousands));
            }
            printed.push(digit);
        }
        if !fraction.is_empty() {
            printed.push(character(notation.decimal));
            printed.push_str(fraction);
        }
        printed
    }
}

/// The numbers in a text. With `is_one`, blanks between its digits do not end a number.
pub fn printed_numbers(text: &str, notation: Notation, is_one: bool) -> Vec<PrintedNumber> {
    let mut numbers = Vec::new();
    let mut at = 0;
    while let Some(offset) = text.get(at..).and_then(|rest| rest.find(|it| digit(it).is_some())) {
        let start = at + offset;
        let end = end_of_number(text, start, notation, is_one);
        numbers.extend(number(text, start..end, notation));
        at = end;
    }
    numbers
}

/// Behind the last digit of the number that begins at `start`.
fn end_of_number(text: &str, start: usize, notation: Notation, is_one: bool) -> usize {
    let mut end = start;
    let mut has_decimals = false;
    for (offset, character) in text.get(start..).unwrap_or("").char_indices() {
        let at = start + offset;
        if digit(character).is_some() {
            end = at + character.len_utf8();
            continue;
        }
        // One mark may stand between two digits.
        let is_next = at == end || (is_one && text.get(end..at).is_some_and(gouji_text::is_blank));
        let is_decimal = is(notation.decimal, character);
        let goes_on = is_next && (is_decimal || is(notation.thousands, character)) && !has_decimals;
        has_decimals |= is_decimal && goes_on;
        if !(goes_on || (is_one && character.is_whitespace())) {
            break;
        }
    }
    end
}

fn number(text: &str, range: Range<usize>, notation: Notation) -> Option<PrintedNumber> {
    let mut plain = String::new();
    let mut is_grouped = false;
    for character in text.get(range.clone())?.chars() {
        match digit(character) {
            Some(digit) => plain.push(digit),
            None if is(notation.decimal, character) => plain.push('.'),
            None => is_grouped |= is(notation.thousands, character),
        }
    }
    let value: Decimal = plain.parse().ok()?;
    Some(PrintedNumber { range, value, decimals: value.scale(), is_grouped })
}

/// The digit that a character is, of any width.
pub fn digit(character: char) -> Option<char> {
    fold_char(character).filter(char::is_ascii_digit)
}

fn is(mark: Mark, character: char) -> bool {
    match mark {
        Mark::Space => character.is_whitespace(),
        Mark::Comma | Mark::Point => fold_char(character) == Some(self::character(mark)),
        Mark::Apostrophe => matches!(character, '\'' | '’' | '＇'),
    }
}

fn character(mark: Mark) -> char {
    match mark {
        Mark::Comma => ',',
        Mark::Point => '.',
        Mark::Apostrophe => '\'',
        Mark::Space => ' ',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, is_one: bool) -> Vec<&str> {
        let numbers = printed_numbers(text, Notation::default(), is_one);
        numbers.into_iter().map(|number| &text[number.range]).collect()
    }

    #[test]
    fn numbers_end_behind_their_last_digit() {
        assert_eq!(found("合计１，738.58万元，其中2.", false), ["１，738.58", "2"]);
        assert_eq!(found("3–5年", false), ["3", "5"]);
        assert_eq!(found("136.4 1", true), ["136.4 1"]);
        assert_eq!(found("136.4 1", false), ["136.4", "1"]);
        assert_eq!(found("1.2.3", false), ["1.2", "3"]);
    }

    #[test]
    fn another_value_is_printed_alike() {
        let print = |text: &str, value: &str| {
            let numbers = printed_numbers(text, Notation::default(), false);
            numbers[0].print(value.parse().unwrap(), Notation::default())
        };
        assert_eq!(print("1,738.58", "17385.8"), "17,385.80");
        assert_eq!(print("1738.58", "0.173858"), "0.173858");
        assert_eq!(print("5", "0.0005"), "0.0005");
        assert_eq!(print("1,000,000", "999999"), "999,999");
        assert_eq!(print("1,000", "-1"), "-1");
    }
}
