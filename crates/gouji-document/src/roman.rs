//! Roman numerals.

const SIGNS: [(u32, &str); 13] = [
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
];

/// A number in small Roman numerals; `None` for those that have none of their own.
pub(crate) fn in_roman(number: u32) -> Option<String> {
    let mut rest = Some(number).filter(|number| (1..4000).contains(number))?;
    let mut written = String::new();
    for (worth, sign) in SIGNS {
        while rest >= worth {
            written.push_str(sign);
            rest -= worth;
        }
    }
    Some(written)
}
