//! Figures as disclosures print them: exact decimals with units, percentages, limits, dates and
//! points of the year; reading them from text; and how far a rounded figure may be from the truth.
//!
//! Must never know: documents, rules, binary floating point. Which units there are is told by a
//! rule pack (see [`UnitTable`]); none is named here.

#![warn(clippy::all)]

mod bound;
mod bound_reading;
mod change;
mod comparator;
mod cursor;
mod date;
mod dimension;
mod exact;
mod figure;
mod notation;
mod number;
mod numeral;
mod point;
mod printed;
mod quantity;
mod ratio;
mod read;
mod rounding;
mod shown;
mod unit;
mod unit_reading;
mod worded;

pub use bound::{Bound, Direction, Limit, LimitValue};
pub use change::{opposite_change, tells_change};
pub use date::{Date, Period};
pub use dimension::{BaseUnit, Dimension};
pub use notation::{Mark, Notation, splits_number};
pub use number::{ArithmeticError, Comparison, Number, ShownUnit};
pub use numeral::is_numeral;
pub use point::point_of_year;
pub use ratio::Ratio;
pub use read::{
    ReadAs, Reading, Repair, State, Unreadable, read, read_prefix, read_prefix_written,
    read_written,
};
pub use rounding::PlaceSource;
pub use rust_decimal::Decimal;
pub use unit::{DimensionId, UnitConflict, UnitId, UnitTable};

/// What a figure field holds. Text is not here: a text field is the text itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A plain number, a percentage or a quantity with a unit.
    Number(Number),
    /// A lower and/or an upper limit, or a text that states none.
    Bound(Box<Bound>),
    /// A calendar date that exists.
    Date(Date),
    /// A point of the year.
    Period(Period),
}
