//! Calendar dates and points of the year.

/// A calendar date that exists (proleptic Gregorian).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Date { year: u16, month: u8, day: u8 }

impl Date {
    /// The date, where the calendar has it.
    pub fn new(year: u16, month: u8, day: u8) -> Option<Self> { todo!() }
    /// Year.
    pub fn year(self) -> u16 { self.year }
    /// Month, from 1.
    pub fn month(self) -> u8 { self.month }
    /// Day of the month, from 1.
    pub fn day(self) -> u8 { self.day }
    /// `2021年10月31日`, or `2021-10-31`.
    pub fn display(self, english: bool) -> String { todo!() }
}

/// A point of the year: `6月底`, `6月`, `11月15日`. Ordered by the calendar; a month without a day
/// stands at its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Period { /// Month, 1 to 12.
    pub month: u8, /// Day, or 31 where only the month is named.
    pub day: u8 }
