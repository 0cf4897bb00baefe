//! Reading figures from published text. Total: any text gives a state, never a panic.

use crate::{DimensionId, UnitId, UnitTable, Value};
use gouji_text::TextRange;

/// What a text is to be read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadAs { /// A whole plain number.
    Integer, /// A plain number.
    Number, /// A quantity of this dimension; a bare figure takes the default unit.
    Quantity(DimensionId), /// As `Quantity`, after a word of change: 增加 +, 减少 −, 持平 0.
    Change(DimensionId), /// A percentage.
    Percent, /// A limit.
    Bound, /// A calendar date.
    Date, /// A point of the year.
    Period }

/// Why a text is not of its type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// No number where one is due.
    NotANumber,
    /// More than 20 digits.
    TooManyDigits,
    /// Has digits after the point where a whole number is due.
    NotWhole,
    /// A bare figure, and nothing declares its unit.
    NoUnit,
    /// A unit of another dimension; the unit as written.
    WrongUnit(String),
    /// Words behind or before the figure that are not part of it.
    Trailing(String),
    /// Not a percentage.
    NotPercent,
    /// A date that the calendar does not have.
    NoSuchDate { /// Year.
        year: u16, /// Month.
        month: u8, /// Day.
        day: u8 },
    /// Not a date or a point of the year.
    NotADate,
    /// No word of change before the figure.
    NoDirection,
    /// The same figure is stated twice, differently (filled in by forms).
    Contradiction,
}

impl Unreadable {
    /// In words, for messages: zh by default.
    pub fn describe(&self, english: bool) -> String { todo!() }
}

/// What had to be mended in order to read a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repair {
    /// White space inside a number was taken out: `136.4 1`.
    SpaceInNumber,
    /// Grouping commas that do not stand at every third digit were taken out: `80,84.85`.
    MisplacedComma,
}

/// What a text says, read as a type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State { /// Of the type.
    Value(Value), /// Nothing but white space.
    Blank, /// A dash, or 无.
    Dash, /// There, but not of the type.
    Unreadable(Unreadable) }

/// The state of a text, and what was mended on the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading { /// What it says.
    pub state: State, /// What had to be mended.
    pub repair: Option<Repair> }

/// Reads all of `text` as one value. `default_unit` is the unit a bare figure takes.
pub fn read(text: &str, as_type: ReadAs, units: &UnitTable, default_unit: Option<UnitId>) -> Reading { todo!() }

/// Reads a value that `text` begins with (running text, unfolded: white space may stand anywhere a page
/// wrap puts it), and the bytes it took. `None` where `text` does not begin with one.
pub fn read_prefix(text: &str, as_type: ReadAs, units: &UnitTable, default_unit: Option<UnitId>) -> Option<(TextRange, Reading)> { todo!() }
