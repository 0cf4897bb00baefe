//! How a figure is changed.

use super::figure::WatchedFigure;
use super::printed::digit;
use gouji_text::TextRange;
use gouji_value::Decimal;

/// A way to change a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FigureChange {
    /// One more in its last printed place.
    LastDigitUp,
    /// One less in its last printed place.
    LastDigitDown,
    /// Two neighbouring different digits change places: the last two that do not bring a zero to the front.
    DigitsSwapped,
    /// Ten times as much: a digit too many.
    TenTimes,
    /// A ten-thousandth of it: printed in the wrong unit.
    TenThousandth,
    /// The other way round: the word of change that governs it, the sign of a limit, or else its own sign.
    Direction,
    /// Nothing stands there.
    Deleted,
}

/// A replacement in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextEdit {
    /// What is replaced, in bytes of the text.
    pub range: TextRange,
    /// By what.
    pub replacement: String,
}

impl TextEdit {
    /// The text with the replacement.
    pub fn apply(&self, text: &str) -> String {
        let (start, end) = (self.range.start as usize, self.range.end as usize);
        let (front, behind) = (text.get(..start), text.get(end..));
        [front.unwrap_or(text), &self.replacement, behind.unwrap_or("")].concat()
    }

    /// Where what stands at `at` after the edit stood before it; of what was put in, the start.
    pub fn before(&self, at: u32) -> u32 {
        let end = self.range.start + self.replacement.len() as u32;
        match at {
            _ if at <= self.range.start => at,
            _ if at < end => self.range.start,
            _ => at - end + self.range.end,
        }
    }
}

impl FigureChange {
    /// All ways, in the order of reports.
    pub const ALL: [Self; 7] = [
        Self::LastDigitUp,
        Self::LastDigitDown,
        Self::DigitsSwapped,
        Self::TenTimes,
        Self::TenThousandth,
        Self::Direction,
        Self::Deleted,
    ];

    /// A short name for tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::LastDigitUp => "last +1",
            Self::LastDigitDown => "last −1",
            Self::DigitsSwapped => "swapped",
            Self::TenTimes => "×10",
            Self::TenThousandth => "÷10000",
            Self::Direction => "direction",
            Self::Deleted => "deleted",
        }
    }

    /// The edit that changes a figure in this way, in the text that it was found in. `None` where that says
    /// the same as before, or makes no figure of the kind.
    pub fn edit(self, text: &str, figure: &WatchedFigure) -> Option<TextEdit> {
        let number = &figure.number;
        let value = number.value;
        let last_place = Decimal::new(1, number.decimals);
        let changed = match self {
            Self::LastDigitUp => value.checked_add(last_place)?,
            Self::LastDigitDown if value.is_zero() => return None,
            Self::LastDigitDown => value.checked_sub(last_place)?,
            Self::TenTimes => value.checked_mul(Decimal::TEN)?,
            Self::TenThousandth => value.checked_mul(Decimal::new(1, 4))?,
            Self::DigitsSwapped => {
                return figure.replace(swapped(figure.printed(text))?);
            }
            Self::Direction if value.is_zero() => return None,
            Self::Direction => return Some(figure.other_direction(text)),
            Self::Deleted => {
                return Some(TextEdit { range: figure.whole, replacement: String::new() });
            }
        };
        if changed == value {
            return None;
        }
        figure.replace(number.print(changed, figure.notation))
    }
}

/// The printed number with two of its digits in each other's place.
fn swapped(printed: &str) -> Option<String> {
    let digits: Vec<(usize, char)> =
        printed.char_indices().filter(|(_, character)| digit(*character).is_some()).collect();
    let (left, right) = digits.windows(2).enumerate().rev().find_map(|(number, pair)| {
        let (left, right) = (*pair.first()?, *pair.last()?);
        let values = (digit(left.1), digit(right.1));
        let leads_with_zero = number == 0 && values.1 == Some('0');
        (values.0 != values.1 && !leads_with_zero).then_some((left, right))
    })?;
    let mut swapped = String::with_capacity(printed.len());
    for (at, character) in printed.char_indices() {
        swapped.push(match at {
            _ if at == left.0 => right.1,
            _ if at == right.0 => left.1,
            _ => character,
        });
    }
    Some(swapped)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_swapped_near_the_end() {
        assert_eq!(swapped("1,738.58").as_deref(), Some("1,738.85"));
        assert_eq!(swapped("12.00").as_deref(), Some("10.20"));
        assert_eq!(swapped("100"), None);
        assert_eq!(swapped("110").as_deref(), Some("101"));
        assert_eq!(swapped("7"), None);
    }

    #[test]
    fn places_are_known_by_where_they_stood() {
        let edit = TextEdit { range: TextRange::new(4, 6), replacement: "abcd".into() };
        assert_eq!(edit.apply("01234567"), "0123abcd67");
        assert_eq!([3, 4, 5, 8, 9].map(|at| edit.before(at)), [3, 4, 4, 6, 7]);
    }
}
