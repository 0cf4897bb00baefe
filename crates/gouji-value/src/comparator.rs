//! The words and signs that say which way a limit points.

use crate::Direction;
use crate::cursor::Cursor;
use gouji_text::TextRange;

/// Which side a word behind a figure leaves open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    /// `以上`: the figure is the lower limit.
    Lower,
    /// `以内`: the figure is the upper limit.
    Upper,
}

/// What stands in front of a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lead {
    /// Nothing.
    Nothing,
    /// A word that points.
    Points(Direction, TextRange),
    /// `控制在`: at most one figure, or within a range.
    Within(TextRange),
    /// A word that leaves the pointing to the one behind the figure (`达到 … 以上`) or to a range.
    Leaves(TextRange),
}

/// What a word in front of a figure does; see [`Lead`].
#[derive(Clone, Copy)]
enum LeadMeaning {
    Points(Direction),
    Within,
    Leaves,
}

/// Takes the sign or words in front of a figure, the longest that fit.
pub(crate) fn take_lead(cursor: &mut Cursor<'_>) -> Lead {
    use LeadMeaning::{Leaves, Points, Within};
    const AT_LEAST: LeadMeaning = Points(Direction::AtLeast);
    const MORE_THAN: LeadMeaning = Points(Direction::MoreThan);
    const AT_MOST: LeadMeaning = Points(Direction::AtMost);
    const LESS_THAN: LeadMeaning = Points(Direction::LessThan);
    const EXACTLY: LeadMeaning = Points(Direction::Exactly);
    let Some(first) = cursor.peek() else { return Lead::Nothing };
    // Longer words before those they begin with.
    let words: &[(&str, LeadMeaning)] = match first.character {
        '≥' => &[("≥", AT_LEAST)],
        '≤' => &[("≤", AT_MOST)],
        '>' => &[(">=", AT_LEAST), (">", MORE_THAN)],
        '<' => &[("<=", AT_MOST), ("<", LESS_THAN)],
        '=' => &[("=", EXACTLY)],
        '不' => &[
            ("不得低于", AT_LEAST),
            ("不得少于", AT_LEAST),
            ("不得小于", AT_LEAST),
            ("不得超过", AT_MOST),
            ("不得高于", AT_MOST),
            ("不得多于", AT_MOST),
            ("不得大于", AT_MOST),
            ("不低于", AT_LEAST),
            ("不少于", AT_LEAST),
            ("不小于", AT_LEAST),
            ("不早于", AT_LEAST),
            ("不高于", AT_MOST),
            ("不超过", AT_MOST),
            ("不多于", AT_MOST),
            ("不大于", AT_MOST),
            ("不晚于", AT_MOST),
            ("不迟于", AT_MOST),
            ("不足", LESS_THAN),
        ],
        '大' => &[("大于等于", AT_LEAST), ("大于或等于", AT_LEAST), ("大于", MORE_THAN)],
        '高' => &[("高于等于", AT_LEAST), ("高于或等于", AT_LEAST), ("高于", MORE_THAN)],
        '小' => &[("小于等于", AT_MOST), ("小于或等于", AT_MOST), ("小于", LESS_THAN)],
        '低' => &[("低于等于", AT_MOST), ("低于或等于", AT_MOST), ("低于", LESS_THAN)],
        '至' => &[("至少", AT_LEAST), ("至多", AT_MOST)],
        '最' => &[("最少", AT_LEAST), ("最多", AT_MOST), ("最晚", AT_MOST), ("最迟", AT_MOST)],
        '超' => &[("超过", MORE_THAN)],
        '多' => &[("多于", MORE_THAN)],
        '少' => &[("少于", LESS_THAN)],
        '控' => &[("控制在", Within)],
        '等' => &[("等于", EXACTLY)],
        '达' => &[("达到", Leaves), ("达", Leaves)],
        '介' => &[("介于", Leaves)],
        '在' => &[("在", Leaves)],
        _ => &[],
    };
    for (word, meaning) in words {
        if cursor.take_word(word) {
            let range = TextRange::from(first.start..cursor.at());
            return match *meaning {
                Points(direction) => Lead::Points(direction, range),
                Within => Lead::Within(range),
                Leaves => Lead::Leaves(range),
            };
        }
    }
    Lead::Nothing
}

/// The word that ends the text behind a figure, and where in `text` it begins.
pub(crate) fn closing_side(text: &str) -> Option<(Side, usize)> {
    let last = text.chars().rev().find_map(gouji_text::fold_char)?;
    let (side, words): (Side, &[&str]) = match last {
        '上' => (Side::Lower, &["及以上", "或以上", "以上"]),
        '下' => (Side::Upper, &["及以下", "或以下", "以下"]),
        '内' => (Side::Upper, &["以内", "之内", "内"]),
        _ => return None,
    };
    closing_word(text, words).map(|start| (side, start))
}

/// Whether a text begins or ends with words that point, so that it is no counting word.
pub(crate) fn has_side(text: &str) -> bool {
    let mut cursor = Cursor::new(text);
    take_lead(&mut cursor) != Lead::Nothing
        || closing_side(text).is_some()
        || text.chars().rev().find_map(gouji_text::fold_char).is_some_and(is_date_side)
}

fn is_date_side(last: char) -> bool {
    matches!(last, '前' | '后')
}

/// Where `之间` begins at the end of the text behind a range.
pub(crate) fn closing_between(text: &str) -> Option<usize> {
    closing_word(text, &["之间"])
}

/// Where the first of `words` that ends `text` begins.
pub(crate) fn closing_word(text: &str, words: &[&str]) -> Option<usize> {
    words.iter().find_map(|word| {
        let mut wanted = word.chars().rev().peekable();
        for (at, character) in text.char_indices().rev() {
            let Some(found) = gouji_text::fold_char(character) else { continue };
            if wanted.next() != Some(found) {
                return None;
            }
            if wanted.peek().is_none() {
                return Some(at);
            }
        }
        None
    })
}

/// Takes the word behind a date or a point of the year.
pub(crate) fn take_date_side(cursor: &mut Cursor<'_>) -> Option<Side> {
    for (word, side) in [
        ("之前", Side::Upper),
        ("以前", Side::Upper),
        ("前", Side::Upper),
        ("之后", Side::Lower),
        ("以后", Side::Lower),
        ("后", Side::Lower),
    ] {
        if cursor.take_word(word) {
            return Some(side);
        }
    }
    None
}

/// Takes any word that may stand behind a figure or a date and points.
pub(crate) fn take_side(cursor: &mut Cursor<'_>) -> Option<Side> {
    for (word, side) in [
        ("及以上", Side::Lower),
        ("或以上", Side::Lower),
        ("以上", Side::Lower),
        ("及以下", Side::Upper),
        ("或以下", Side::Upper),
        ("以下", Side::Upper),
        ("以内", Side::Upper),
        ("之内", Side::Upper),
        ("内", Side::Upper),
    ] {
        if cursor.take_word(word) {
            return Some(side);
        }
    }
    take_date_side(cursor)
}

/// The direction that the words on both sides of a figure give together; `None` where they
/// contradict each other or give none.
pub(crate) fn direction(lead: Lead, side: Option<Side>) -> Option<Direction> {
    use Direction::{AtLeast, AtMost, Exactly, LessThan, MoreThan};
    match (lead, side) {
        (Lead::Nothing, None) => Some(Exactly),
        (Lead::Leaves(_), None) => None,
        (Lead::Nothing | Lead::Leaves(_), Some(Side::Lower)) => Some(AtLeast),
        (Lead::Nothing | Lead::Leaves(_), Some(Side::Upper)) => Some(AtMost),
        (Lead::Within(_), None | Some(Side::Upper)) => Some(AtMost),
        (Lead::Points(direction, _), None) => Some(direction),
        (Lead::Points(direction @ (AtLeast | MoreThan), _), Some(Side::Lower)) => Some(direction),
        (Lead::Points(direction @ (AtMost | LessThan), _), Some(Side::Upper)) => Some(direction),
        (Lead::Points(..) | Lead::Within(_), Some(_)) => None,
    }
}
