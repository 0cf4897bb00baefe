//! Values while an expression is evaluated: borrowed from the records wherever possible.

use crate::why::Why;
use gouji_facts::RecordRef;
use gouji_text::{folded_chars, folded_eq};
use gouji_value::{Bound, Date, Decimal, Dimension, LimitValue, Number, Period};
use std::borrow::Cow;
use std::hash::{Hash, Hasher};

/// A value, or why there is none.
pub(crate) type Outcome<'a> = Result<Known<'a>, Why<'a>>;

/// A truth value, or why there is none: Kleene's third value with its reason.
pub(crate) type Truth<'a> = Result<bool, Why<'a>>;

/// A value that is known.
#[derive(Clone, Debug)]
pub(crate) enum Known<'a> {
    Boolean(bool),
    Text(Cow<'a, str>),
    Number(Cow<'a, Number>),
    /// A limit and its text as published.
    Bound(&'a Bound, &'a str),
    Date(Date),
    Period(Period),
    Record(RecordRef),
    List(Vec<Known<'a>>),
}

impl<'a> Known<'a> {
    /// A computed figure.
    pub(crate) fn number(number: Number) -> Self {
        Known::Number(Cow::Owned(number))
    }

    /// The value at one end of a range.
    pub(crate) fn of_limit(value: &'a LimitValue) -> Self {
        match value {
            LimitValue::Number(number) => Known::Number(Cow::Borrowed(number)),
            LimitValue::Date(date) => Known::Date(*date),
            LimitValue::Period(period) => Known::Period(*period),
        }
    }

    /// A key under which equal values meet.
    pub(crate) fn key(&self) -> Key<'a> {
        match self {
            Known::Boolean(value) => Key::Boolean(*value),
            Known::Text(text) => Key::Text(Folded(text.clone())),
            Known::Number(number) => Key::Number(number.amount, number.dimension.clone()),
            Known::Bound(_, text) => Key::Text(Folded(Cow::Borrowed(text))),
            Known::Date(date) => Key::Date(*date),
            Known::Period(period) => Key::Period(*period),
            Known::Record(record) => Key::Record(*record),
            Known::List(values) => Key::List(values.iter().map(Known::key).collect()),
        }
    }
}

/// Whether a figure is a plain exact zero, which compares with and adds to any dimension.
pub(crate) fn is_plain_zero(number: &Number) -> bool {
    number.dimension == Dimension::None && number.amount.is_zero() && number.slack.is_zero()
}

/// Zero in the dimension and unit of another figure.
pub(crate) fn zero_like(other: &Number) -> Number {
    Number {
        amount: Decimal::ZERO,
        dimension: other.dimension.clone(),
        slack: Decimal::ZERO,
        unit: other.unit.clone(),
        scale: other.scale,
    }
}

/// Two figures with a plain zero among them given the other's dimension.
pub(crate) fn with_zeros<'n>(
    left: &'n Number,
    right: &'n Number,
) -> (Cow<'n, Number>, Cow<'n, Number>) {
    if left.dimension == right.dimension {
        (Cow::Borrowed(left), Cow::Borrowed(right))
    } else if is_plain_zero(left) {
        (Cow::Owned(zero_like(right)), Cow::Borrowed(right))
    } else if is_plain_zero(right) {
        (Cow::Borrowed(left), Cow::Owned(zero_like(left)))
    } else {
        (Cow::Borrowed(left), Cow::Borrowed(right))
    }
}

/// What equal values have in common: texts folded, figures by amount, records by identity.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Key<'a> {
    Boolean(bool),
    Text(Folded<'a>),
    Number(Decimal, Dimension),
    Date(Date),
    Period(Period),
    Record(RecordRef),
    List(Vec<Key<'a>>),
}

/// A text that is equal to another when the two are equal after folding.
#[derive(Clone, Debug)]
pub(crate) struct Folded<'a>(pub(crate) Cow<'a, str>);

impl PartialEq for Folded<'_> {
    fn eq(&self, other: &Self) -> bool {
        folded_eq(&self.0, &other.0)
    }
}

impl Eq for Folded<'_> {}

impl Hash for Folded<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        for (_, character) in folded_chars(&self.0) {
            state.write_u32(character as u32);
        }
        // Ends the text, so that lists of texts with shifted boundaries differ.
        state.write_u32(u32::MAX);
    }
}
