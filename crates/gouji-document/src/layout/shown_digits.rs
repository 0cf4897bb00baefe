//! How many digits the figures of a text show behind the point: by what stands behind them, which is their unit
//! wherever they have one.
//!
//! A figure printed with fewer digits than others in its unit was rounded to as many as those show, or is exact
//! (`480万元` among `479.52万元`). Only the rules know which words are units, so all are counted.

use gouji_text::folded_chars;
use std::collections::HashMap;
use std::sync::Arc;

/// So many figures at least must show a place: one alone may be an outlier.
const FEWEST: u32 = 2;

/// More digits behind the point are counted as so many.
const MOST_DIGITS: usize = 8;

/// How many figures show how many digits behind the point.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DigitCounts([u32; MOST_DIGITS + 1]);

impl DigitCounts {
    /// Counts a figure that shows `digits` behind the point.
    pub fn add(&mut self, digits: usize) {
        if let Some(count) = self.0.get_mut(digits.min(MOST_DIGITS)) {
            *count += 1;
        }
    }

    /// The number of digits that most figures with digits show, the greater where as many show either; `None` where
    /// none is shown twice.
    pub fn usual(&self) -> Option<u8> {
        let shown = self.0.iter().enumerate().skip(1).filter(|(_, count)| **count >= FEWEST);
        let (digits, _) = shown.max_by_key(|(_, count)| **count)?;
        u8::try_from(digits).ok()
    }

    fn append(&mut self, other: &Self) {
        for (count, more) in self.0.iter_mut().zip(other.0) {
            *count += more;
        }
    }
}

/// The beginning of a unit, folded: of one character (with nothing behind it) or two.
type UnitBeginning = [char; 2];

/// Which mark stands in front of the decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DecimalMark {
    /// `1,234.56`
    Point,
    /// `1.234,56`
    Comma,
}

/// The counts of a text, by mark and by what stands behind the figure.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct TextDigits(HashMap<(DecimalMark, UnitBeginning), DigitCounts>);

impl TextDigits {
    /// Counts the figures of a line.
    pub(crate) fn line(&mut self, line: &str) {
        let bytes = line.as_bytes();
        let mut at = 0;
        while let Some(mark) =
            bytes.get(at..).and_then(|rest| memchr::memchr2(b'.', b',', rest)).map(|it| it + at)
        {
            let start = run_start(bytes, at, mark);
            let end = run_end(bytes, mark);
            at = end;
            let figure = line.get(start..end).unwrap_or_default().trim_end_matches(['.', ',']);
            let Some((mark, digits)) = decimals(figure) else { continue };
            let behind = line.get(start + figure.len()..).unwrap_or_default();
            let mut behind = folded_chars(behind).map(|(_, character)| character);
            let Some(first) = behind.next() else { continue };
            let beginnings = [[first, '\0'], [first, behind.next().unwrap_or('\0')]];
            let (one, two) = (beginnings[0], beginnings[1]);
            self.0.entry((mark, one)).or_default().add(digits);
            if one != two {
                self.0.entry((mark, two)).or_default().add(digits);
            }
        }
    }

    pub(crate) fn append(&mut self, other: &Self) {
        for (key, counts) in &other.0 {
            self.0.entry(*key).or_default().append(counts);
        }
    }

    /// What is usual, for a digest.
    pub(crate) fn usual(&self) -> UsualDigits {
        let usual = |(key, counts): (&_, &DigitCounts)| Some((*key, counts.usual()?));
        let mut usual: Vec<_> = self.0.iter().filter_map(usual).collect();
        usual.sort_unstable();
        UsualDigits(usual.into())
    }
}

/// Where the digits and marks around a mark begin, not before `from`.
fn run_start(bytes: &[u8], from: usize, mark: usize) -> usize {
    let before = bytes.get(from..mark).unwrap_or_default();
    mark - before.iter().rev().take_while(|byte| byte.is_ascii_digit()).count()
}

/// Where the digits and marks from a mark on end.
fn run_end(bytes: &[u8], mark: usize) -> usize {
    let is_part = |byte: &&u8| byte.is_ascii_digit() || matches!(byte, b'.' | b',');
    mark + bytes.get(mark..).unwrap_or_default().iter().take_while(is_part).count()
}

/// The mark in front of a figure's decimals and how many there are; `None` for what has none, or is no figure
/// (`2021.12.31`), or may have none (`1,234`).
fn decimals(figure: &str) -> Option<(DecimalMark, usize)> {
    let last = figure.rfind(['.', ','])?;
    let (mark, character) = match figure.get(last..=last)? {
        "." => (DecimalMark::Point, '.'),
        _ => (DecimalMark::Comma, ','),
    };
    let digits = figure.len() - last - 1;
    let is_first = figure.find(character) == Some(last);
    let is_group = mark == DecimalMark::Comma && digits == 3;
    let has_whole = figure.starts_with(|it: char| it.is_ascii_digit());
    (is_first && !is_group && has_whole && digits > 0).then_some((mark, digits))
}

/// How many digits the figures in running text usually show behind the point, by unit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct UsualDigits(Arc<[((DecimalMark, UnitBeginning), u8)]>);

impl UsualDigits {
    /// How many digits figures in a unit usually show.
    pub fn of(&self, unit: &str, mark: DecimalMark) -> Option<u8> {
        let mut unit = folded_chars(unit).map(|(_, character)| character);
        let beginning = [unit.next()?, unit.next().unwrap_or('\0')];
        let found = self.0.binary_search_by(|(key, _)| key.cmp(&(mark, beginning))).ok()?;
        self.0.get(found).map(|(_, digits)| *digits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn usual(lines: &[&str], unit: &str) -> Option<u8> {
        let mut digits = TextDigits::default();
        lines.iter().for_each(|line| digits.line(line));
        digits.usual().of(unit, DecimalMark::Point)
    }

    #[test]
    fn most_figures_in_a_unit_tell() {
        let line = "收入 1,234.56 万元，支出１2.50万元，其中 3.5 万元、480万元，1.25亿元。";
        assert_eq!(usual(&[line], "万元"), Some(2));
        assert_eq!(usual(&[line], "亿元"), None, "one figure alone tells nothing");
        assert_eq!(usual(&[line], "元"), None);
        assert_eq!(usual(&[line, "1.255亿元，2.375亿元"], "亿元"), Some(3));
    }

    #[test]
    fn as_many_of_either_are_taken_for_more() {
        assert_eq!(usual(&["1.5元，2.5元，1.25元，3.25元"], "元"), Some(2));
    }

    #[test]
    fn dates_and_numbers_of_sections_are_no_figures() {
        assert_eq!(usual(&["2021.12.31元 2021.12.31元 1.2.3元 .5元 .5元"], "元"), None);
    }

    #[test]
    fn commas_are_counted_apart() {
        let mut digits = TextDigits::default();
        digits.line("1.234,50 euros, 12,5 euros, 3,75 euros, 1,234 euros");
        let usual = digits.usual();
        assert_eq!(usual.of("euros", DecimalMark::Comma), Some(2));
        assert_eq!(usual.of("euros", DecimalMark::Point), None);
    }
}
