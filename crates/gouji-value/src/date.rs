//! Calendar dates and points of the year.

use gouji_text::Language;

/// A calendar date that exists (proleptic Gregorian, years 1 to 9999).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// The date, where the calendar has it.
    pub fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let exists = (1..=9999).contains(&year) && (1..=days_in(Some(year), month)).contains(&day);
        exists.then_some(Self { year, month, day })
    }

    /// The last day of a month.
    pub(crate) fn end_of_month(year: u16, month: u8) -> Option<Self> {
        Self::new(year, month, days_in(Some(year), month))
    }

    /// Year.
    pub fn year(self) -> u16 {
        self.year
    }

    /// Month, from 1.
    pub fn month(self) -> u8 {
        self.month
    }

    /// Day of the month, from 1.
    pub fn day(self) -> u8 {
        self.day
    }

    /// `2021年10月31日`, or `2021-10-31`.
    pub fn display(self, language: Language) -> String {
        let english = language == Language::English;
        let Self { year, month, day } = self;
        if english {
            format!("{year:04}-{month:02}-{day:02}")
        } else {
            format!("{year}年{month}月{day}日")
        }
    }
}

/// A point of the year: `6月底`, `6月`, `11月15日`. Ordered by the calendar; a month without a day
/// stands at its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Period {
    /// Month, 1 to 12.
    pub month: u8,
    /// Day, or 31 where only the month is named.
    pub day: u8,
}

impl Period {
    /// The end of a month, where there is such a month.
    pub fn end_of(month: u8) -> Option<Self> {
        (1..=12).contains(&month).then_some(Self { month, day: 31 })
    }

    /// A day that some year has.
    pub fn day_of(month: u8, day: u8) -> Option<Self> {
        (1..=days_in(None, month)).contains(&day).then_some(Self { month, day })
    }

    /// The end of its month where it is the last day of it: 6月30日 is 6月底.
    #[must_use]
    pub(crate) fn at_end_of_month(self) -> Self {
        let last = days_in(None, self.month);
        // The last of February is either of two days.
        let is_last = self.day >= last || self.month == 2 && self.day == 28;
        if is_last { Self { day: 31, ..self } } else { self }
    }

    /// `6月底`, `11月15日`; or `end of June`, `15 November`.
    pub fn display(self, language: Language) -> String {
        let english = language == Language::English;
        let Self { month, day } = self;
        if !english {
            return if day == 31 {
                format!("{month}月底")
            } else {
                format!("{month}月{day}日")
            };
        }
        let name = usize::from(month).checked_sub(1).and_then(|index| MONTHS.get(index));
        let name = name.copied().unwrap_or("?");
        if day == 31 { format!("end of {name}") } else { format!("{day} {name}") }
    }
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// How many days a month has (in any year, where none is given); none where there is no such month.
fn days_in(year: Option<u16>, month: u8) -> u8 {
    let leap = |year: u16| {
        (year.is_multiple_of(4) && !year.is_multiple_of(100)) || year.is_multiple_of(400)
    };
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year.is_none_or(leap) => 29,
        2 => 28,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_days_of_the_calendar_are_dates() {
        assert!(Date::new(2021, 11, 30).is_some());
        assert_eq!(Date::new(2021, 11, 31), None);
        assert_eq!(Date::new(2021, 2, 29), None);
        assert!(Date::new(2020, 2, 29).is_some() && Date::new(2000, 2, 29).is_some());
        assert_eq!(Date::new(1900, 2, 29), None);
        assert_eq!(Date::new(0, 1, 1), None);
        assert_eq!(Date::new(2021, 0, 1), None);
        assert_eq!(Date::new(2021, 13, 1), None);
        assert_eq!(Date::end_of_month(2024, 2), Date::new(2024, 2, 29));
    }

    #[test]
    fn a_month_stands_at_its_end() {
        let june = Period::end_of(6).unwrap();
        assert!(Period::day_of(6, 30).unwrap() < june);
        assert!(june < Period::day_of(7, 1).unwrap());
        assert_eq!(Period::day_of(6, 31), None);
        assert_eq!(june.display(Language::Chinese), "6月底");
        assert_eq!(Period::day_of(11, 15).unwrap().display(Language::English), "15 November");
    }
}
