//! Limits: what a target or a ceiling says of the figure it allows.

use crate::comparator;
use crate::cursor::Cursor;
use crate::{Date, Number, Period, UnitTable};
use gouji_text::{Language, TextRange, fold};

/// The value of a limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LimitValue {
    /// A figure.
    Number(Number),
    /// A date.
    Date(Date),
    /// A point of the year.
    Period(Period),
}

impl LimitValue {
    /// As printed: `50 万元`, `2021年10月31日`, `6月底`.
    pub fn display(&self, units: &UnitTable, language: Language) -> String {
        match self {
            Self::Number(number) => number.display(units),
            Self::Date(date) => date.display(language),
            Self::Period(period) => period.display(language),
        }
    }

    fn equals(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Number(one), Self::Number(other)) => {
                one.amount == other.amount && one.dimension == other.dimension
            }
            _ => self == other,
        }
    }
}

/// One end of a range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limit {
    /// Where the range ends.
    pub value: LimitValue,
    /// Whether the end itself is excluded (`>`, `<`).
    pub open: bool,
}

/// Which way a limit points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// `≥`
    AtLeast,
    /// `>`
    MoreThan,
    /// `≤`
    AtMost,
    /// `<`
    LessThan,
    /// `=`, or a bare figure
    Exactly,
}

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
    pub fn is_quantified(&self) -> bool {
        self.lower.is_some() || self.upper.is_some()
    }

    /// The one figure that stands in it: both limits where they are equal, or the only limit; `None` for words and for true ranges.
    pub fn figure_value(&self) -> Option<&LimitValue> {
        match (&self.lower, &self.upper) {
            (Some(only), None) | (None, Some(only)) => Some(&only.value),
            (Some(lower), Some(upper)) if lower.value.equals(&upper.value) => Some(&lower.value),
            _ => None,
        }
    }

    /// The one direction it points in; `None` for words and for true ranges.
    pub fn direction(&self) -> Option<Direction> {
        self.figure_value()?;
        match (&self.lower, &self.upper) {
            (Some(lower), None) if lower.open => Some(Direction::MoreThan),
            (Some(_), None) => Some(Direction::AtLeast),
            (None, Some(upper)) if upper.open => Some(Direction::LessThan),
            (None, Some(_)) => Some(Direction::AtMost),
            _ => Some(Direction::Exactly),
        }
    }

    /// `下限 50 万元，上限 无`; an end that is itself excluded says so.
    pub fn display(&self, units: &UnitTable, language: Language) -> String {
        let english = language == Language::English;
        let limit = |limit: &Option<Limit>| {
            let Some(limit) = limit else {
                return if english { "none" } else { "无" }.to_owned();
            };
            let mut text = limit.value.display(units, language);
            if limit.open {
                text.push_str(if english { " (excluded)" } else { "（不含）" });
            }
            text
        };
        let (lower, upper) = (limit(&self.lower), limit(&self.upper));
        if english {
            format!("lower limit {lower}, upper limit {upper}")
        } else {
            format!("下限 {lower}，上限 {upper}")
        }
    }

    /// The text read, with its comparator replaced so that it points in `direction`: (`≥50 万元`, AtMost) → `≤50 万元`. `None` where it cannot be (words, ranges).
    pub fn text_with_direction(&self, text: &str, direction: Direction) -> Option<String> {
        self.figure_value()?;
        let slice = |start: u32, end: u32| text.get(start as usize..end as usize);
        let figure = slice(self.figure.start, self.figure.end)?;
        let (head, between) = if self.comparator.start <= self.figure.start {
            let between = slice(self.comparator.end, self.figure.start)?;
            (slice(0, self.comparator.start)?, between)
        } else {
            (slice(0, self.figure.start)?, "")
        };
        // A word that points may stand behind the figure too, also beside one in front.
        let behind = text.get(self.figure.end as usize..)?;
        let mut cursor = Cursor::new(behind);
        let tail = match comparator::take_side(&mut cursor) {
            Some(_) => cursor.rest(),
            None => behind,
        };
        let sign = direction.sign();
        Some([head, sign, between, figure, tail].concat())
    }
}

impl Direction {
    /// `≥` and so on, from a sign or its ASCII twin.
    pub fn from_sign(sign: &str) -> Option<Self> {
        Some(match fold(sign).as_str() {
            "≥" | ">=" => Self::AtLeast,
            ">" => Self::MoreThan,
            "≤" | "<=" => Self::AtMost,
            "<" => Self::LessThan,
            "=" | "==" => Self::Exactly,
            _ => return None,
        })
    }

    /// The sign.
    pub fn sign(self) -> &'static str {
        match self {
            Self::AtLeast => "≥",
            Self::MoreThan => ">",
            Self::AtMost => "≤",
            Self::LessThan => "<",
            Self::Exactly => "=",
        }
    }
}
