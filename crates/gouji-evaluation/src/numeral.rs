//! Whole numbers in Chinese words, as headings are numbered.

const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
const PLACES: [(u64, &str); 4] = [(1000, "千"), (100, "百"), (10, "十"), (1, "")];

/// What groups of four digits are worth.
const MAGNITUDES: [(u64, &str); 4] =
    [(1_000_000_000_000, "万亿"), (100_000_000, "亿"), (10_000, "万"), (1, "")];

/// `6` → 六, `15` → 十五, `101` → 一百零一, `100000` → 十万; below 10 000 万亿.
pub(crate) fn chinese_number(number: u64) -> Option<String> {
    if number >= 10_000 * MAGNITUDES[0].0 {
        return None;
    }
    if number == 0 {
        return Some("零".to_owned());
    }
    let mut words = String::new();
    let mut gap = false;
    for (at, (worth, name)) in MAGNITUDES.into_iter().enumerate() {
        let group = number / worth % 10_000;
        if group == 0 {
            gap = !words.is_empty();
            continue;
        }
        // 一万零五十, but 一万五千.
        if (gap || group < 1000) && !words.is_empty() {
            words.push('零');
        }
        gap = false;
        push_group(&mut words, group);
        // 三万亿二千亿 is written 三万二千亿.
        let goes_on = at == 0 && !(number / MAGNITUDES[1].0).is_multiple_of(10_000);
        words.push_str(if goes_on { "万" } else { name });
    }
    Some(words)
}

/// The words for a number from 1 to 9999.
fn push_group(words: &mut String, number: u64) {
    let is_first = words.is_empty();
    let start = words.len();
    let mut gap = false;
    for (worth, name) in PLACES {
        let digit = number / worth % 10;
        if digit == 0 {
            gap = words.len() > start;
            continue;
        }
        if gap {
            words.push('零');
            gap = false;
        }
        // 十五, not 一十五, but 一百一十五.
        if !(is_first && words.is_empty() && worth == 10 && digit == 1) {
            words.push(DIGITS[digit as usize % 10]);
        }
        words.push_str(name);
    }
}

#[cfg(test)]
mod tests {
    use super::chinese_number;

    #[test]
    fn numbers_as_headings_write_them() {
        let cases = [
            (0, "零"),
            (6, "六"),
            (10, "十"),
            (15, "十五"),
            (20, "二十"),
            (100, "一百"),
            (101, "一百零一"),
            (110, "一百一十"),
            (115, "一百一十五"),
            (1001, "一千零一"),
            (1010, "一千零一十"),
            (9999, "九千九百九十九"),
            (10_000, "一万"),
            (100_000, "十万"),
            (100_050, "十万零五十"),
            (10_015, "一万零一十五"),
            (115_000, "十一万五千"),
            (100_000_000, "一亿"),
            (100_000_300, "一亿零三百"),
            (1_200_000_000_000, "一万二千亿"),
            (1_000_000_000_000, "一万亿"),
        ];
        for (number, words) in cases {
            assert_eq!(chinese_number(number).as_deref(), Some(words));
        }
        assert_eq!(chinese_number(10_000_000_000_000_000), None);
        assert!(chinese_number(9_999_999_999_999_999).is_some());
    }
}
