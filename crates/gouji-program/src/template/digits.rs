//! `{编码：3、5或7位数字}`: how many digits a hole reads.

use gouji_text::fold;

/// What the words behind the colon of a hole say of digits.
pub(crate) enum DigitHole {
    /// A run of digits: of one of these lengths, or of any where none is named.
    Run(Vec<u8>),
    /// They read like a pattern, and are none that is known.
    Suspicious,
    /// Nothing: they are words to be found as they stand.
    Words,
}

/// Most digits that a hole may ask for: no code and no number is longer.
const MOST: u8 = 40;

/// What the alternatives of a hole say of digits.
pub(crate) fn digits(words: &[String]) -> DigitHole {
    let mut counts = Vec::new();
    let mut runs = 0;
    for word in words {
        match run(&fold(word)) {
            Some(more) if more.is_empty() => return lone(words, DigitHole::Run(Vec::new())),
            Some(more) => {
                counts.extend(more);
                runs += 1;
            }
            None if looks_like_pattern(&fold(word)) => return lone(words, DigitHole::Suspicious),
            None => {}
        }
    }
    if runs == words.len() && runs > 0 {
        counts.sort_unstable();
        counts.dedup();
        return DigitHole::Run(counts);
    }
    if runs > 0 { DigitHole::Suspicious } else { DigitHole::Words }
}

/// Beside other alternatives a word is a word.
fn lone(words: &[String], meaning: DigitHole) -> DigitHole {
    if words.len() == 1 { meaning } else { DigitHole::Words }
}

/// The lengths that a folded text asks for: none for `数字`, 3 for `3位数字`; `None` where it does not.
fn run(folded: &str) -> Option<Vec<u8>> {
    if matches!(folded, "数字" | "digits") {
        return Some(Vec::new());
    }
    let counts = folded
        .strip_suffix("位数字")
        .or_else(|| folded.strip_suffix("digits").or_else(|| folded.strip_suffix("digit")))?;
    let counts = counts.replace("位", "").replace("或者", ",").replace("or", ",");
    let counts = counts.split([',', '、', '或', '/']).filter(|count| !count.is_empty());
    let counts: Option<Vec<u8>> = counts.map(length).collect();
    counts.filter(|counts| !counts.is_empty())
}

fn length(count: &str) -> Option<u8> {
    let is_plain = count.bytes().all(|byte| byte.is_ascii_digit());
    count.parse().ok().filter(|count| is_plain && (1..=MOST).contains(count))
}

/// Whether a folded text, meant to be found as it stands, reads like a pattern of another notation.
fn looks_like_pattern(folded: &str) -> bool {
    let is_counted = |word: &str| {
        folded.strip_suffix(word).is_some_and(|before| {
            before.chars().next_back().is_some_and(|last| {
                last.is_ascii_digit() || "一二两三四五六七八九十几多n".contains(last)
            })
        })
    };
    folded.contains(['*', '^', '$', '+', '\\', '?'])
        || folded.contains("[0-9]")
        || folded.ends_with("数字")
        || folded.ends_with("digits")
        || ["位", "位数", "位数字", "位码", "digit", "个数字", "位编码"].into_iter().any(is_counted)
        || (!folded.is_empty() && folded.bytes().all(|byte| byte == b'#'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(words: &[&str]) -> String {
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        match digits(&words) {
            DigitHole::Run(counts) => format!("{counts:?}"),
            DigitHole::Suspicious => "?".to_owned(),
            DigitHole::Words => "words".to_owned(),
        }
    }

    #[test]
    fn lengths_are_read_in_both_languages() {
        for (words, expected) in [
            (&["数字"][..], "[]"),
            (&["digits"], "[]"),
            (&["3位数字"], "[3]"),
            (&["３ 位数字"], "[3]"),
            (&["3、5或7位数字"], "[3, 5, 7]"),
            (&["7位或5位数字"], "[5, 7]"),
            (&["3位数字", "5位数字"], "[3, 5]"),
            (&["3 digits"], "[3]"),
            (&["3, 5 or 7 digits"], "[3, 5, 7]"),
            (&["1 digit"], "[1]"),
            (&["0位数字"], "?"),
            (&["300位数字"], "?"),
            (&["三位数字"], "?"),
            (&["3位"], "?"),
            (&["\\d+"], "?"),
            (&["[0-9]*"], "?"),
            (&["###"], "?"),
            (&["3位数字", "合计"], "?"),
            (&["单位"], "words"),
            (&["部门预算"], "words"),
            (&["部门预算", "部门决算"], "words"),
            (&["数字", "文字"], "words"),
        ] {
            assert_eq!(shown(words), expected, "{words:?}");
        }
    }
}
