//! Whole numbers in Chinese words, as headings are numbered.

const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
const PLACES: [(u32, &str); 4] = [(1000, "千"), (100, "百"), (10, "十"), (1, "")];

/// `6` → 六, `15` → 十五, `101` → 一百零一; up to 9999.
pub(crate) fn chinese_number(number: u32) -> Option<String> {
    if number > 9999 {
        return None;
    }
    if number == 0 {
        return Some("零".to_owned());
    }
    let mut words = String::new();
    let mut gap = false;
    for (worth, name) in PLACES {
        let digit = number / worth % 10;
        if digit == 0 {
            gap = !words.is_empty();
            continue;
        }
        if gap {
            words.push('零');
            gap = false;
        }
        // 十五, not 一十五, but 一百一十五.
        if !(words.is_empty() && worth == 10 && digit == 1) {
            words.push(DIGITS[digit as usize % 10]);
        }
        words.push_str(name);
    }
    Some(words)
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
        ];
        for (number, words) in cases {
            assert_eq!(chinese_number(number).as_deref(), Some(words));
        }
        assert_eq!(chinese_number(10_000), None);
    }
}
