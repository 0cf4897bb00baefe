//! References to cells: `B7`, `A1:M3`.

/// The last row and column that workbooks have.
pub(crate) const LAST: (u32, u32) = (1_048_576, 16_384);

/// Row and column of a cell, from 1.
pub(crate) fn cell(reference: &str) -> Option<(u32, u32)> {
    let plain = reference.trim().replace('$', "");
    let letters = plain.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (letters, digits) = plain.split_at(letters);
    let mut column: u32 = 0;
    for letter in letters.bytes() {
        column = column * 26 + u32::from(letter.to_ascii_uppercase() - b'A') + 1;
        if column > LAST.1 {
            return None;
        }
    }
    let row = digits.parse().ok()?;
    ((1..=LAST.0).contains(&row) && column > 0).then_some((row, column))
}

/// A range of cells: first row and column, last row and column.
pub(crate) fn range(reference: &str) -> Option<((u32, u32), (u32, u32))> {
    let (first, last) = reference.split_once(':').unwrap_or((reference, reference));
    let (first, last) = (cell(first)?, cell(last)?);
    (first.0 <= last.0 && first.1 <= last.1).then_some((first, last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_read_and_nonsense_is_not() {
        assert_eq!(cell("B7"), Some((7, 2)));
        assert_eq!(cell("$XFD$1048576"), Some((1_048_576, 16_384)));
        for nonsense in ["", "B", "7", "B0", "XFE1", "A1048577", "ZZZZZZZZZ1", "A1B"] {
            assert_eq!(cell(nonsense), None, "{nonsense}");
        }
        assert_eq!(range("A1:M3"), Some(((1, 1), (3, 13))));
        assert_eq!(range("M3:A1"), None);
    }
}
