//! Words of change: which way a figure went.

use crate::cursor::Cursor;
use gouji_text::TextRange;

/// Which way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    /// 增加
    Up,
    /// 减少
    Down,
    /// 持平
    None,
    /// A template's `增加（减少）`, with neither struck out.
    Both,
}

/// Takes the word of change that the text begins with, and what may stand between it and the
/// figure.
pub(crate) fn take_change(cursor: &mut Cursor<'_>) -> Option<Change> {
    let change = take_word(cursor)?;
    if change == Change::None {
        return Some(change);
    }
    let mut ahead = *cursor;
    let bracket = ahead.take('(') || ahead.take('[') || ahead.take('〔');
    let _ = bracket || ['/', '、', '或'].into_iter().any(|joint| ahead.take(joint));
    if let Some(second) = take_word(&mut ahead)
        && second != change
    {
        let _ = bracket && [')', ']', '〕'].into_iter().any(|end| ahead.take(end));
        *cursor = ahead;
        return Some(Change::Both);
    }
    for filler in ['了', '为', ':', '约'] {
        cursor.take(filler);
    }
    Some(change)
}

/// Whether words compare or tell a change, so that a figure behind them is that of a change or of
/// something else that is compared with.
pub fn tells_change(words: &str) -> bool {
    let mut cursor = Cursor::new(words);
    while let Some(next) = cursor.peek() {
        let mut ahead = cursor;
        // Words of one character are parts of others.
        let is_long =
            take_word(&mut ahead).is_some() && ahead.at() - next.start > next.character.len_utf8();
        if is_long || matches!(next.character, '较' | '比') {
            return true;
        }
        cursor.advance();
    }
    false
}

/// Words that say which way a figure went, each with one that says the contrary.
const CONTRARY: [(&str, &str); 10] = [
    ("增加", "减少"),
    ("增长", "下降"),
    ("上升", "下降"),
    ("上涨", "下降"),
    ("提高", "降低"),
    ("减少", "增加"),
    ("下降", "增长"),
    ("降低", "提高"),
    ("压减", "增加"),
    ("压缩", "增加"),
];

/// The last word of change in `words` that goes up or down, where it stands, and a word that says the
/// contrary. Words of one character are parts of others and are not looked at.
pub fn opposite_change(words: &str) -> Option<(TextRange, &'static str)> {
    let mut cursor = Cursor::new(words);
    let mut last = None;
    while let Some(next) = cursor.peek() {
        let mut ahead = cursor;
        match CONTRARY.iter().find(|(word, _)| ahead.take_word(word)) {
            Some((_, contrary)) => {
                last = Some((TextRange::from(next.start..ahead.at()), *contrary));
                cursor = ahead;
            }
            None => {
                cursor.advance();
            }
        }
    }
    last
}

fn take_word(cursor: &mut Cursor<'_>) -> Option<Change> {
    use Change::{Down, None as Same, Up};
    // Longer words before those they begin with.
    let words: &[(&str, Change)] = match cursor.peek()?.character {
        '增' => &[("增加", Up), ("增长", Up), ("增", Up)],
        '上' => &[("上升", Up), ("上涨", Up)],
        '提' => &[("提高", Up)],
        '多' => &[("多", Up)],
        '减' => &[("减少", Down), ("减", Down)],
        '下' => &[("下降", Down)],
        '降' => &[("降低", Down)],
        '压' => &[("压减", Down), ("压缩", Down)],
        '持' => &[("持平", Same)],
        '无' => &[
            ("无增减变化", Same),
            ("无增减变动", Same),
            ("无增减", Same),
            ("无变化", Same),
            ("无变动", Same),
        ],
        '没' => &[
            ("没有增减变化", Same),
            ("没有增减变动", Same),
            ("没有增减", Same),
            ("没有变化", Same),
            ("没有变动", Same),
        ],
        '未' => &[("未发生变化", Same), ("未变化", Same)],
        '保' => &[("保持不变", Same), ("保持一致", Same), ("保持持平", Same)],
        '一' => &[("一致", Same)],
        '相' => &[("相同", Same)],
        '不' => &[("不变", Same)],
        _ => &[],
    };
    words.iter().find_map(|(word, change)| cursor.take_word(word).then_some(*change))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_word_of_change_has_a_contrary() {
        let swapped = |words: &str| {
            opposite_change(words).map(|(place, word)| format!("{}→{word}", place.of(words)))
        };
        assert_eq!(swapped("比上年减少").as_deref(), Some("减少→增加"));
        assert_eq!(swapped("增加后又 下 降 了").as_deref(), Some("下 降→增长"));
        assert_eq!(swapped("增长").as_deref(), Some("增长→下降"));
        assert_eq!(swapped("与上年持平"), None);
        assert_eq!(swapped("多"), None);
    }
}
