//! How the numbers of lists are written.

use crate::roman::in_roman;

const CHINESE: [&str; 10] = ["〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"];

/// A number in a way that Word knows by this name; `None` for ways that are not followed.
pub(super) fn written(way: &str, number: u32) -> Option<String> {
    Some(match way {
        "decimal" => number.to_string(),
        "decimalZero" => format!("{number:02}"),
        "chineseCountingThousand"
        | "chineseCounting"
        | "japaneseCounting"
        | "taiwaneseCountingThousand" => chinese(number)?,
        "decimalEnclosedCircleChinese" | "decimalEnclosedCircle" => {
            let offset = number.checked_sub(1).filter(|offset| *offset < 20)?;
            char::from_u32(u32::from('①') + offset)?.to_string()
        }
        "upperLetter" => letter(number, b'A')?,
        "lowerLetter" => letter(number, b'a')?,
        "lowerRoman" => in_roman(number)?,
        "upperRoman" => in_roman(number)?.to_uppercase(),
        "bullet" => "•".to_owned(),
        "none" => String::new(),
        _ => return None,
    })
}

fn letter(number: u32, first: u8) -> Option<String> {
    let offset = number.checked_sub(1)?;
    let letter = char::from(first + (offset % 26) as u8);
    Some(std::iter::repeat_n(letter, (offset / 26 + 1).min(9) as usize).collect())
}

/// Up to 999: 十一, 二十, 一百零五.
fn chinese(number: u32) -> Option<String> {
    let digit = |value: u32| CHINESE.get(value as usize).copied().unwrap_or_default();
    let (hundreds, tens, ones) = (number / 100, number / 10 % 10, number % 10);
    if number == 0 || hundreds > 9 {
        return (number == 0).then(|| "〇".to_owned());
    }
    let mut written = String::new();
    if hundreds > 0 {
        written += &format!("{}百", digit(hundreds));
        if tens == 0 && ones > 0 {
            written.push('零');
        }
    }
    match tens {
        0 => {}
        1 if hundreds == 0 => written.push('十'),
        tens => written += &format!("{}十", digit(tens)),
    }
    if ones > 0 {
        written.push_str(digit(ones));
    }
    Some(written)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_word_prints_them() {
        let chinese = |number| written("chineseCountingThousand", number).expect("a number");
        assert_eq!(
            [1, 10, 11, 20, 99, 105].map(chinese),
            ["一", "十", "十一", "二十", "九十九", "一百零五"]
        );
        assert_eq!(written("decimalEnclosedCircleChinese", 3).as_deref(), Some("③"));
        assert_eq!(written("lowerRoman", 14).as_deref(), Some("xiv"));
        assert_eq!(written("upperLetter", 27).as_deref(), Some("AA"));
        assert_eq!(written("hindiVowels", 1), None);
    }
}
