//! Numbers written in words: 五, 九十五点五, 一百零三, 三亿二千万, 叁佰.

use crate::cursor::Cursor;

/// A number in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Numeral {
    /// Its digits.
    pub(crate) mantissa: u128,
    /// How many of them stand behind the point.
    pub(crate) scale: u32,
    /// Where it ends with 万 or 亿: what that is worth, and where it stands. It may as well belong to
    /// the unit (`六万元` is 6 of 万元).
    pub(crate) magnitude: Option<(u128, usize)>,
}

/// Whether a folded character is part of a number in words.
pub fn is_numeral(character: char) -> bool {
    digit_of(character).is_some()
        || place_of(character).is_some()
        || magnitude_of(character).is_some()
}

/// Takes a number written in words. Leaves the cursor alone where there is none, or one that is not
/// well formed (`一百五` may be 150 or 105, `一万五` 15 000 or 10 005).
pub(crate) fn take_numeral(cursor: &mut Cursor<'_>) -> Option<Numeral> {
    if !cursor.peek().is_some_and(|next| is_numeral(next.character)) {
        return None;
    }
    let mut ahead = *cursor;
    let (value, magnitude) = take_whole(&mut ahead)?;
    let mut numeral = Numeral { mantissa: value, scale: 0, magnitude };
    let mut behind = ahead;
    if behind.take('点') {
        while let Some(digit) = take_digit(&mut behind) {
            // Past what a figure may have; the caller sees by the scale that it is too long.
            if numeral.scale < 30 {
                numeral.mantissa =
                    numeral.mantissa.checked_mul(10)?.checked_add(u128::from(digit))?;
                numeral.scale += 1;
            }
            numeral.magnitude = None;
            ahead = behind;
        }
    }
    *cursor = ahead;
    Some(numeral)
}

/// The whole part: sections below ten thousand with 万 and 亿 between them.
fn take_whole(cursor: &mut Cursor<'_>) -> Option<(u128, Option<(u128, usize)>)> {
    let (mut total, mut low) = (0_u128, 0_u128);
    // The worth of the last magnitude named; the next one must be worth less.
    let mut last = u128::MAX;
    loop {
        let begins_with_zero = take_digit(&mut { *cursor }) == Some(0);
        let mut ahead = *cursor;
        let Some(section) = take_section(&mut ahead) else {
            // 三万 ends here.
            return (last != u128::MAX && !begins_with_zero).then_some((total + low, None));
        };
        // 一万五: a section behind another is written to its thousands, or says 零.
        if last != u128::MAX && section < 1000 && !begins_with_zero {
            return None;
        }
        *cursor = ahead;
        let next = cursor.peek();
        let magnitude = next.and_then(|next| Some((magnitude_of(next.character)?, next.start)));
        let Some((worth, at)) = magnitude else {
            return Some((total + low + u128::from(section), None));
        };
        if section == 0 || (worth >= last && !(worth > last && total == 0)) {
            return None;
        }
        cursor.advance();
        let section = u128::from(section);
        low = match worth > last {
            // 一万二千亿
            true => low.checked_add(section)?.checked_mul(worth)?,
            false => low.checked_add(section * worth)?,
        };
        if worth == HUNDRED_MILLION {
            total += std::mem::take(&mut low);
        }
        last = worth;
        let goes_on = cursor.peek().is_some_and(|next| is_numeral(next.character));
        if !goes_on {
            return Some((total + low, Some((worth, at))));
        }
    }
}

/// A number below ten thousand.
fn take_section(cursor: &mut Cursor<'_>) -> Option<u32> {
    let mut total = 0_u32;
    // The worth of the last place named; the next one must be worth less.
    let mut last = 10_000_u32;
    let mut zero = false;
    let mut any = false;
    loop {
        let start = *cursor;
        let digit = take_digit(cursor);
        if digit == Some(0) {
            if zero {
                return None;
            }
            zero = true;
            any = true;
            continue;
        }
        let place = take_place(cursor);
        match (digit, place) {
            (None, None) => {
                *cursor = start;
                // 一百零 is cut short; 零 alone is a number.
                return (any && (!zero || total == 0)).then_some(total);
            }
            (Some(digit), None) => {
                // Ones stand behind tens, or behind 零.
                let ones = last == 10 || last == 10_000 || zero;
                let ends = take_digit(&mut { *cursor }).is_none();
                return (ones && ends).then_some(total + u32::from(digit));
            }
            (digit, Some(place)) => {
                // 十 and 百 stand for 一十 and 一百 at the beginning only.
                if place >= last || (digit.is_none() && any) {
                    return None;
                }
                if last != 10_000 && place * 10 != last && !zero {
                    return None;
                }
                total += u32::from(digit.unwrap_or(1)) * place;
                last = place;
                zero = false;
                any = true;
            }
        }
    }
}

fn take_digit(cursor: &mut Cursor<'_>) -> Option<u8> {
    let next = cursor.peek()?;
    let digit = digit_of(next.character)?;
    *cursor = cursor.moved_to(next.end);
    Some(digit)
}

fn take_place(cursor: &mut Cursor<'_>) -> Option<u32> {
    let next = cursor.peek()?;
    let place = place_of(next.character)?;
    *cursor = cursor.moved_to(next.end);
    Some(place)
}

fn digit_of(character: char) -> Option<u8> {
    Some(match character {
        '零' | '〇' | '○' => 0,
        '一' | '壹' => 1,
        '二' | '两' | '贰' | '貳' => 2,
        '三' | '叁' | '參' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' | '陸' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        _ => return None,
    })
}

fn place_of(character: char) -> Option<u32> {
    Some(match character {
        '十' | '拾' => 10,
        '百' | '佰' => 100,
        '千' | '仟' => 1000,
        _ => return None,
    })
}

const HUNDRED_MILLION: u128 = 100_000_000;

/// What 万 or 亿 is worth.
pub(crate) fn magnitude_of(character: char) -> Option<u128> {
    match character {
        '万' | '萬' => Some(10_000),
        '亿' | '億' => Some(HUNDRED_MILLION),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numeral(text: &str) -> Option<(u128, u32)> {
        let mut cursor = Cursor::new(text);
        let found = take_numeral(&mut cursor).filter(|_| cursor.is_at_end())?;
        Some((found.mantissa, found.scale))
    }

    #[test]
    fn numbers_in_words() {
        let cases = [
            ("五", 5, 0),
            ("十", 10, 0),
            ("十五", 15, 0),
            ("百", 100, 0),
            ("九十五点五", 955, 1),
            ("零点五", 5, 1),
            ("一百零三", 103, 0),
            ("一百二十", 120, 0),
            ("一千零五十", 1050, 0),
            ("零", 0, 0),
            ("六万", 60_000, 0),
            ("叁佰", 300, 0),
            ("壹仟贰佰叁拾肆", 1234, 0),
            ("一万零五", 10_005, 0),
            ("三亿二千万", 320_000_000, 0),
            ("一亿零三百", 100_000_300, 0),
            ("一万二千亿", 1_200_000_000_000, 0),
            ("百万", 1_000_000, 0),
        ];
        for (text, mantissa, scale) in cases {
            assert_eq!(numeral(text), Some((mantissa, scale)), "{text}");
        }
    }

    #[test]
    fn numbers_that_could_mean_two_things_are_none() {
        for text in [
            "一百五",
            "九五",
            "一百零",
            "十百",
            "五点",
            "",
            "零零",
            "一千五十",
            "一万五",
            "万",
            "一万一万",
            "一亿亿",
            "零万",
        ] {
            assert_eq!(numeral(text), None, "{text}");
        }
    }
}
