//! How numbers are written: what groups the digits, what stands before the decimals, and so where a
//! number begins and ends.

use gouji_text::{fold_char, is_invisible};

/// A sign inside a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mark {
    /// `,`
    Comma,
    /// `.`
    Point,
    /// `'`
    Apostrophe,
    /// A blank.
    Space,
}

impl Mark {
    /// The mark that a text is, however wide it is written.
    pub fn of(text: &str) -> Option<Self> {
        let mut characters = text.chars().filter(|character| !is_invisible(*character));
        let only = characters.next().filter(|_| characters.next().is_none())?;
        [Self::Comma, Self::Point, Self::Apostrophe, Self::Space]
            .into_iter()
            .find(|mark| mark.is(only))
    }

    /// Whether a character as published is this mark.
    pub(crate) fn is(self, character: char) -> bool {
        match self {
            Self::Comma => fold_char(character) == Some(','),
            Self::Point => fold_char(character) == Some('.'),
            Self::Apostrophe => matches!(character, '\'' | '’' | '‘' | '′' | '´' | '＇'),
            Self::Space => character.is_whitespace(),
        }
    }
}

/// How the numbers of a document are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Notation {
    /// What groups digits by three.
    pub thousands: Mark,
    /// What stands in front of the decimals: a comma or a point.
    pub decimal: Mark,
}

impl Default for Notation {
    fn default() -> Self {
        Self { thousands: Mark::Comma, decimal: Mark::Point }
    }
}

impl Notation {
    /// The notation, where its two marks can be told apart and the second may stand before decimals.
    pub fn new(thousands: Mark, decimal: Mark) -> Option<Self> {
        let sound = thousands != decimal && matches!(decimal, Mark::Comma | Mark::Point);
        sound.then_some(Self { thousands, decimal })
    }

    /// Whether white space as published groups digits rather than being an accident of the page.
    pub(crate) fn is_grouping_space(self, gap: &str) -> bool {
        let mut characters = gap.chars().filter(|character| !is_invisible(*character));
        let only = characters.next().filter(|_| characters.next().is_none());
        only.is_some_and(|only| is_fixed_space(only) || self.is_blank_group(only))
    }

    fn is_blank_group(self, character: char) -> bool {
        self.thousands == Mark::Space && matches!(character, ' ' | '\u{3000}')
    }
}

/// Blanks at which a line never breaks: they are typed on purpose.
pub(crate) fn is_fixed_space(character: char) -> bool {
    matches!(character, '\u{a0}' | '\u{2007}' | '\u{2008}' | '\u{2009}' | '\u{200a}' | '\u{202f}')
}

/// Digits that are looked at on either side; a number has no more.
const FARTHEST: usize = 32;

/// Whether a place in running text lies inside a number: between two of its digits, or beside a mark
/// that stands between two of them.
pub fn splits_number(text: &str, at: usize, notation: Notation) -> bool {
    let visible = |character: &char| !is_invisible(*character);
    let (Some(front), Some(behind)) = (text.get(..at), text.get(at..)) else { return false };
    let mut before = front.chars().rev().filter(visible);
    let mut after = behind.chars().filter(visible);
    let (Some(last), Some(first)) = (before.next(), after.next()) else { return false };
    match (is_digit(last), is_digit(first)) {
        (true, true) => true,
        (true, false) => joins(front.chars().rev().filter(visible), first, after, notation),
        (false, true) => joins(before, last, behind.chars().filter(visible), notation),
        (false, false) => false,
    }
}

fn is_digit(character: char) -> bool {
    fold_char(character).is_some_and(|folded| folded.is_ascii_digit())
}

/// Whether a mark joins the digits on both of its sides to one number.
fn joins(
    before: impl Iterator<Item = char>,
    mark: char,
    after: impl Iterator<Item = char>,
    notation: Notation,
) -> bool {
    let mut before = before.peekable();
    let mut after = after.peekable();
    let (front, behind) = (count_digits(&mut before), count_digits(&mut after));
    if front == 0 || behind == 0 {
        return false;
    }
    // Digits behind the point are not grouped: the comma of `1.5,2.5` is one of the sentence.
    let after_point = before.peek().is_some_and(|next| notation.decimal.is(*next));
    if notation.decimal.is(mark) {
        // `1.2021年`: the number of a line, and a year.
        return !(behind == 4 && after.peek() == Some(&'年'));
    }
    let grouped = (1..=3).contains(&front) && behind == 3;
    match mark {
        _ if after_point => false,
        // In running text a wide comma is punctuation, unless what it parts is grouped by three.
        '，' => notation.thousands == Mark::Comma && grouped,
        _ if mark.is_whitespace() => {
            (is_fixed_space(mark) || notation.is_blank_group(mark)) && grouped
        }
        _ => notation.thousands.is(mark),
    }
}

fn count_digits(characters: &mut std::iter::Peekable<impl Iterator<Item = char>>) -> usize {
    let mut count = 0;
    while count < FARTHEST && characters.next_if(|next| is_digit(*next)).is_some() {
        count += 1;
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    fn splits(text: &str) -> Vec<usize> {
        let places = text.char_indices().map(|(at, _)| at);
        places.filter(|at| splits_number(text, *at, Notation::default())).collect()
    }

    #[test]
    fn a_number_is_whole() {
        assert_eq!(splits("a12b"), [2]);
        assert_eq!(splits("1,2"), [1, 2]);
        assert_eq!(splits("1.5,2.5"), [1, 2, 5, 6]);
        assert_eq!(splits("1.2021年"), [3, 4, 5]);
        assert_eq!(splits("12，345"), [1, 2, 5, 6, 7]);
        assert!(splits("2，5").is_empty() && splits("1 2, 3").is_empty());
        assert_eq!(splits("1\u{a0}234"), [1, 3, 4, 5]);
        assert!(!splits_number("12", 7, Notation::default()));
        let spanish = Notation::new(Mark::Point, Mark::Comma).unwrap();
        assert!(splits_number("1.234", 1, spanish) && splits_number("1,2", 2, spanish));
        assert_eq!(Notation::new(Mark::Comma, Mark::Comma), None);
        assert_eq!(Notation::new(Mark::Comma, Mark::Space), None);
        assert_eq!(Mark::of("．"), Some(Mark::Point));
        assert_eq!(Mark::of("’"), Some(Mark::Apostrophe));
        assert_eq!(Mark::of("a"), None);
    }
}
