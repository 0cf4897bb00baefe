//! What parts the cells of a csv.

use gouji_text::{LineIndex, is_invisible};

/// How a text with delimiters is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Dialect {
    /// What stands between the cells.
    pub(super) delimiter: u8,
    /// The first line of the content: behind the one that names the delimiter.
    pub(super) first_line: u32,
}

/// What may part cells; where two do so equally well, the first.
const CANDIDATES: [u8; 4] = [b',', b';', b'\t', b'|'];

/// Most lines that are looked at to find what parts the cells.
const MOST_LINES: u32 = 200;

/// How well a candidate parts the cells of the lines seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Score {
    /// Lines in which it stands otherwise than between two digits, where it may belong to a figure.
    clear: u32,
    /// Lines that have it as often as most lines that have it.
    alike: u32,
}

impl Dialect {
    pub(super) fn of_csv(text: &str, lines: &LineIndex) -> Self {
        Self::named(text, lines).unwrap_or_else(|| {
            let scored = CANDIDATES.map(|candidate| (score(text, lines, candidate), candidate));
            let best = scored.iter().rev().max_by_key(|(score, _)| *score);
            let delimiter = best.map_or(CANDIDATES[0], |(_, candidate)| *candidate);
            Self { delimiter, first_line: 0 }
        })
    }

    pub(super) fn of_tsv(text: &str, lines: &LineIndex) -> Self {
        Self::named(text, lines).unwrap_or(Self { delimiter: b'\t', first_line: 0 })
    }

    /// The delimiter that the first line names, `sep=;`.
    fn named(text: &str, lines: &LineIndex) -> Option<Self> {
        let line = lines.line_range(text, 0).of(text).trim_start_matches(is_invisible);
        let unquoted = line.strip_prefix('"').and_then(|line| line.strip_suffix('"'));
        let (name, delimiter) = unquoted.unwrap_or(line).split_once('=')?;
        let [delimiter] = delimiter.as_bytes() else { return None };
        let may_part = *delimiter == b'\t' || delimiter.is_ascii_punctuation();
        (name.eq_ignore_ascii_case("sep") && may_part && *delimiter != b'"')
            .then_some(Self { delimiter: *delimiter, first_line: 1 })
    }
}

fn score(text: &str, lines: &LineIndex, candidate: u8) -> Score {
    let mut clear = 0;
    // How often it stands in each line that has it.
    let mut counts: Vec<u32> = Vec::new();
    let mut is_quoted = false;
    for number in 0..lines.line_count().min(MOST_LINES) {
        let line = lines.line_range(text, number).of(text).as_bytes();
        let (mut count, mut is_clear) = (0, false);
        for (at, byte) in line.iter().enumerate() {
            match *byte {
                b'"' => is_quoted = !is_quoted,
                byte if byte == candidate && !is_quoted => {
                    count += 1;
                    let is_digit = |at: Option<usize>| {
                        at.and_then(|at| line.get(at)).is_some_and(u8::is_ascii_digit)
                    };
                    is_clear |= !(is_digit(at.checked_sub(1)) && is_digit(Some(at + 1)));
                }
                _ => {}
            }
        }
        clear += u32::from(is_clear);
        counts.extend((count > 0).then_some(count));
    }
    counts.sort_unstable();
    let alike = counts.chunk_by(|one, other| one == other).map(|same| same.len() as u32).max();
    Score { clear, alike: alike.unwrap_or(0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, delimiter: char, first_line: u32) {
        let found = Dialect::of_csv(text, &LineIndex::new(text));
        assert_eq!(found, Dialect { delimiter: delimiter as u8, first_line }, "{text:?}");
    }

    #[test]
    fn the_delimiter_is_found() {
        check("类,款,金额\n201,01,1.00\n", ',', 0);
        check("类;款;金额\n201;01;1,00\n202;02;2,50\n", ';', 0);
        check("类\t款\t金额\n201\t01\t1,000.00\n", '\t', 0);
        check("类|款|金额\n201|01|1.00\n", '|', 0);
        check("\"类;款\",\"金;额\"\n\"a;b\",1\n", ',', 0);
        check("1,2,3\n4,5,6\n", ',', 0);
        check("说明, 其一, 其二\n类;金额\n甲;1\n乙;2\n丙;3\n", ';', 0);
        check("只有一栏\n甲\n", ',', 0);
        check("", ',', 0);
    }

    #[test]
    fn the_delimiter_is_named() {
        check("sep=;\n甲,乙;1\n", ';', 1);
        check("\u{feff}SEP=|\r\n甲|1\n", '|', 1);
        check("\"sep=,\"\n甲;乙,1\n", ',', 1);
        check("sep=\t\n甲\t1\n", '\t', 1);
        check("sep=甲\n甲;1\n乙;2\n", ';', 0);
    }
}
