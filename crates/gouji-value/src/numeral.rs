//! Numbers written in words behind 百分之: 五, 九十五点五, 一百零三.

use crate::cursor::Cursor;

/// Takes a number below ten thousand written in words: its digits and how many of them stand
/// behind the point. Leaves the cursor alone where there is none, or one that is not well formed
/// (`一百五` may be 150 or 105).
pub(crate) fn take_numeral(cursor: &mut Cursor<'_>) -> Option<(u128, u32)> {
    let mut ahead = *cursor;
    let mut mantissa = u128::from(take_integral(&mut ahead)?);
    let mut scale = 0;
    let mut behind = ahead;
    if behind.take('点') {
        while let Some(digit) = take_digit(&mut behind) {
            // Past what a figure may have; the caller sees by the scale that it is too long.
            if scale < 30 {
                mantissa = mantissa.checked_mul(10)?.checked_add(u128::from(digit))?;
                scale += 1;
            }
            ahead = behind;
        }
    }
    *cursor = ahead;
    Some((mantissa, scale))
}

fn take_integral(cursor: &mut Cursor<'_>) -> Option<u32> {
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
    let digit = match next.character {
        '零' | '〇' | '○' => 0,
        '一' => 1,
        '二' | '两' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    };
    *cursor = cursor.moved_to(next.end);
    Some(digit)
}

fn take_place(cursor: &mut Cursor<'_>) -> Option<u32> {
    let next = cursor.peek()?;
    let place = match next.character {
        '十' => 10,
        '百' => 100,
        '千' => 1000,
        _ => return None,
    };
    *cursor = cursor.moved_to(next.end);
    Some(place)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numeral(text: &str) -> Option<(u128, u32)> {
        let mut cursor = Cursor::new(text);
        take_numeral(&mut cursor).filter(|_| cursor.is_at_end())
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
        ];
        for (text, mantissa, scale) in cases {
            assert_eq!(numeral(text), Some((mantissa, scale)), "{text}");
        }
    }

    #[test]
    fn numbers_that_could_mean_two_things_are_none() {
        for text in ["一百五", "九五", "一百零", "十百", "五点", "", "零零", "一千五十"]
        {
            assert_eq!(numeral(text), None, "{text}");
        }
    }
}
