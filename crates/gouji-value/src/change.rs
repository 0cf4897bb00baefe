//! Words of change: which way a figure went.

use crate::cursor::Cursor;

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
