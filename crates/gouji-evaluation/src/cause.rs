//! Why an outcome cannot be determined.

use gouji_facts::RecordRef;
use gouji_program::expression::AggregateExpr;
use gouji_program::{Expr, FieldId, Matching, RecordTypeId};
use gouji_text::TextRange;
use gouji_value::{ArithmeticError, Dimension};

/// Why a value is not known. Small, and without words: most are never shown.
#[derive(Clone, Debug)]
pub(crate) enum Cause<'a> {
    /// A field (or a point of a series) has no value; its own state says why.
    Field(RecordRef, FieldId, Option<u16>),
    /// A series in which nothing is stated.
    NothingStated(RecordRef, FieldId),
    /// The document has no record of the type.
    NoRecord(RecordTypeId),
    /// A record of this type belongs to no other, and a field of that is asked for.
    NoOwner(RecordTypeId),
    /// The document has several records of a type where one is expected.
    SeveralRecords(RecordTypeId),
    /// Several records of the list meet the one at hand (对应).
    SeveralPartners(Box<(&'a Matching, Vec<RecordRef>)>),
    /// Nothing to aggregate.
    NothingGathered(&'a AggregateExpr),
    /// 仅有 found several.
    NotOnly(&'a AggregateExpr),
    /// Figures of these dimensions cannot be compared or added.
    Incomparable(Box<(Dimension, Dimension)>),
    /// Values of different kinds, such as a date and a figure.
    DifferentKinds,
    /// More digits than can be held exactly.
    Overflow,
    /// Division by this, which is zero.
    DivisionByZero(&'a Expr),
    /// A limit in words.
    InWords(RecordRef, FieldId),
    /// A limit without that end.
    NoLimit(RecordRef, FieldId, End),
    /// It fails with a missing figure taken for zero, and figures stand there that nobody read.
    LeftUnread(Box<LeftUnread>),
    /// A text that names no point of the year.
    NoPoint(Box<OtherText>),
    /// Not a whole number that has Chinese words.
    NoNumeral,
    /// More records to look at than one instance may.
    TooCostly(&'a AggregateExpr),
    /// Expressions within expressions, more than can be followed.
    TooDeep,
    /// The rule is not as the checker makes them.
    Malformed,
}

/// A text that is not what is asked for.
#[derive(Clone, Debug)]
pub(crate) struct OtherText {
    pub(crate) text: String,
}

/// Figures that nobody read, beside one that is missing.
#[derive(Clone, Debug)]
pub(crate) struct LeftUnread {
    /// The record of which a figure is missing.
    pub(crate) record: RecordRef,
    /// What is wanting, as shown; empty where the sides have no difference.
    pub(crate) difference: String,
    /// The figures: where they stand, relative to the region, and as shown.
    pub(crate) figures: Vec<(TextRange, String)>,
}

/// Ends of a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    Lower,
    Upper,
    /// The one figure that stands in it.
    Figure,
}

impl<'a> Cause<'a> {
    /// From an arithmetic error; `divisor` is what was divided by, where something was.
    pub(crate) fn of_arithmetic(error: ArithmeticError, divisor: Option<&'a Expr>) -> Self {
        match (error, divisor) {
            (ArithmeticError::Incomparable(left, right), _) => {
                Cause::Incomparable(Box::new((left, right)))
            }
            (ArithmeticError::DivisionByZero, Some(divisor)) => Cause::DivisionByZero(divisor),
            (ArithmeticError::DivisionByZero, None) => Cause::Malformed,
            (ArithmeticError::Overflow, _) => Cause::Overflow,
        }
    }
}
