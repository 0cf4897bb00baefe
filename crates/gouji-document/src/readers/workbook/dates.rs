//! Dates of workbooks: days since an epoch.

use super::decimal::Decimal;

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Whether a letter of a number format stands for a part of a date.
pub(crate) fn is_date_letter(letter: char) -> bool {
    matches!(letter, 'y' | 'Y' | 'm' | 'M' | 'd' | 'D' | 'h' | 'H' | 's' | 'S')
}

/// A point of time as a workbook shows it.
pub(crate) struct Moment {
    year: i64,
    month: i64,
    day: i64,
    seconds: i64,
}

impl Moment {
    /// The point so many days after the epoch; `None` where workbooks know no such date.
    pub(crate) fn of(number: &Decimal, is_1904: bool) -> Option<Self> {
        if number.is_negative {
            return None;
        }
        let whole = number.whole();
        let mut days: i64 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
        let fraction: String =
            number.fraction().chars().chain("000000000000".chars()).take(12).collect();
        let fraction: i64 = fraction.parse().ok()?;
        let mut seconds = (fraction * 864 + 5_000_000_000) / 10_000_000_000;
        if seconds == 86_400 {
            (days, seconds) = (days + 1, 0);
        }
        if days > 2_958_465 {
            return None;
        }
        // Workbooks count a 29 February 1900 that never was.
        let since_1899 = if is_1904 {
            days + 1462
        } else if days < 60 {
            days + 1
        } else {
            days
        };
        let (year, month, day) = civil(since_1899 - 25_569);
        Some(Self { year, month, day, seconds })
    }

    /// In a format, of which each character is a letter of a date or one that is written as it is.
    pub(crate) fn shown(&self, format: &[(char, bool)]) -> String {
        let mut shown = String::new();
        let mut rest = format;
        let mut behind_hour = false;
        while let [(character, is_letter), ..] = rest {
            if !is_letter {
                shown.push(*character);
                rest = rest.get(1..).unwrap_or_default();
                continue;
            }
            let length = rest.iter().take_while(|it| it.1 && it.0 == *character).count();
            rest = rest.get(length..).unwrap_or_default();
            let before_second = rest.iter().find(|it| it.1).is_some_and(|it| it.0 == 's');
            let is_minute = *character == 'm' && (behind_hour || before_second);
            let value = match character {
                'y' if length <= 2 => self.year % 100,
                'y' => self.year,
                'm' if is_minute => self.seconds / 60 % 60,
                'm' => self.month,
                'd' => self.day,
                'h' => self.seconds / 3600,
                _ => self.seconds % 60,
            };
            behind_hour = *character == 'h';
            if *character == 'm' && !is_minute && length >= 3 {
                shown.push_str(MONTHS.get((self.month - 1) as usize).copied().unwrap_or_default());
            } else if length >= 2 {
                shown.push_str(&format!("{value:02}"));
            } else {
                shown.push_str(&value.to_string());
            }
        }
        shown
    }
}

/// Year, month and day so many days after 1 January 1970.
fn civil(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}
