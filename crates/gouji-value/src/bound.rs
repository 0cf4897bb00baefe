//! Limits: what a target or a ceiling says of the figure it allows.

use crate::{Date, Number, Period, UnitTable};
use gouji_text::TextRange;

/// The value of a limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LimitValue { /// A figure.
    Number(Number), /// A date.
    Date(Date), /// A point of the year.
    Period(Period) }

/// One end of a range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limit { /// Where the range ends.
    pub value: LimitValue, /// Whether the end itself is excluded (`>`, `<`).
    pub open: bool }

/// Which way a limit points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction { /// `≥`
    AtLeast, /// `>`
    MoreThan, /// `≤`
    AtMost, /// `<`
    LessThan, /// `=`, or a bare figure
    Exactly }

/// What a target says: `≥95%`, `≤350 元/人`, `6月前`, `3–5年`, `5万元` (both limits 5万元); or words (`及时`),
/// which have neither limit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bound {
    /// The lower limit.
    pub lower: Option<Limit>,
    /// The upper limit.
    pub upper: Option<Limit>,
    /// Where the words or the sign that state the direction stand, in bytes of the text read; for a
    /// bare figure the empty range in front of it. Meaningless for words.
    pub comparator: TextRange,
    /// Bytes of the text that hold the figure and its unit.
    pub figure: TextRange,
}

impl Bound {
    /// Whether it states any limit.
    pub fn is_quantified(&self) -> bool { self.lower.is_some() || self.upper.is_some() }
    /// The one figure that stands in it: both limits where they are equal, or the only limit; `None` for words and for true ranges.
    pub fn figure_value(&self) -> Option<&LimitValue> { todo!() }
    /// The one direction it points in; `None` for words and for true ranges.
    pub fn direction(&self) -> Option<Direction> { todo!() }
    /// `下限 50 万元，上限 无`.
    pub fn display(&self, units: &UnitTable, english: bool) -> String { todo!() }
    /// The text read, with its comparator replaced so that it points in `direction`: (`≥50 万元`, AtMost) → `≤50 万元`. `None` where it cannot be (words, ranges).
    pub fn text_with_direction(&self, text: &str, direction: Direction) -> Option<String> { todo!() }
}

impl Direction {
    /// `≥` and so on, from a sign or its ASCII twin.
    pub fn from_sign(sign: &str) -> Option<Self> { todo!() }
    /// The sign.
    pub fn sign(self) -> &'static str { todo!() }
}
