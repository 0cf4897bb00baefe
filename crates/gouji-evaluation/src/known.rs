//! Values while an expression is evaluated: borrowed from the records wherever possible.

use crate::cause::Cause;
use crate::matching::folded;
use gouji_facts::RecordRef;
use gouji_text::{as_compared, same_text};
use gouji_value::{Bound, Date, Decimal, Dimension, LimitValue, Number, Period, ShownUnit};
use rustc_hash::FxHasher;
use std::borrow::Cow;
use std::hash::{Hash, Hasher};
use std::ops::Deref;

/// A value, or why there is none.
pub(crate) type Evaluated<'a> = Result<Known<'a>, Cause<'a>>;

/// A truth value, or why there is none: Kleene's third value with its reason.
pub(crate) type Truth<'a> = Result<bool, Cause<'a>>;

/// A figure. Most are read where they stand, and values are passed around a lot: so the few that
/// are computed are boxed.
#[derive(Clone, Debug)]
pub(crate) enum KnownNumber<'a> {
    Read(&'a Number),
    Computed(Box<Number>),
}

impl Deref for KnownNumber<'_> {
    type Target = Number;

    #[inline]
    fn deref(&self) -> &Number {
        match self {
            KnownNumber::Read(number) => number,
            KnownNumber::Computed(number) => number,
        }
    }
}

/// A value that is known.
#[derive(Clone, Debug)]
pub(crate) enum Known<'a> {
    Boolean(bool),
    Text(Cow<'a, str>),
    Number(KnownNumber<'a>),
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
        Known::Number(KnownNumber::Computed(Box::new(number)))
    }

    /// The value at one end of a range.
    pub(crate) fn of_limit(value: &'a LimitValue) -> Self {
        match value {
            LimitValue::Number(number) => Known::Number(KnownNumber::Read(number)),
            LimitValue::Date(date) => Known::Date(*date),
            LimitValue::Period(period) => Known::Period(*period),
        }
    }

    /// Feeds a hasher so that values of the same [key](Self::same_key) come out the same.
    pub(crate) fn hash_key(&self, hasher: &mut FxHasher) {
        match self {
            Known::Boolean(value) => hasher.write_u8(u8::from(*value)),
            Known::Text(text) => hash_folded(text, hasher),
            Known::Bound(_, text) => hash_folded(text, hasher),
            Known::Number(number) => number.amount.hash(hasher),
            Known::Date(date) => date.hash(hasher),
            Known::Period(period) => period.hash(hasher),
            Known::Record(record) => record.hash(hasher),
            Known::List(values) => values.iter().for_each(|value| value.hash_key(hasher)),
        }
    }

    /// Whether two values are the same as keys: texts folded and without punctuation at their ends, figures by amount and dimension
    /// without any slack (which would not be transitive), records by identity.
    pub(crate) fn same_key(&self, other: &Self) -> bool {
        match (self, other) {
            (Known::Boolean(left), Known::Boolean(right)) => left == right,
            (Known::Text(left), Known::Text(right)) => same_text(left, right),
            (Known::Bound(_, left), Known::Bound(_, right)) => same_text(left, right),
            (Known::Number(left), Known::Number(right)) => {
                left.amount == right.amount && left.dimension == right.dimension
            }
            (Known::Date(left), Known::Date(right)) => left == right,
            (Known::Period(left), Known::Period(right)) => left == right,
            (Known::Record(left), Known::Record(right)) => left == right,
            (Known::List(left), Known::List(right)) => same_keys(left, right),
            _ => false,
        }
    }
}

/// Whether two lists of values are the same as keys.
pub(crate) fn same_keys(left: &[Known<'_>], right: &[Known<'_>]) -> bool {
    left.len() == right.len() && left.iter().zip(right).all(|(left, right)| left.same_key(right))
}

/// A hash of values by which they are looked up as keys.
pub(crate) fn hash_keys(values: &[Known<'_>]) -> u64 {
    let mut hasher = FxHasher::default();
    values.iter().for_each(|value| value.hash_key(&mut hasher));
    hasher.finish()
}

fn hash_folded(text: &str, hasher: &mut FxHasher) {
    for character in folded(as_compared(text)) {
        hasher.write_u32(character as u32);
    }
    // Ends the text, so that lists of texts with shifted boundaries differ.
    hasher.write_u32(u32::MAX);
}

/// Whether a figure is a plain exact zero, which compares with and adds to any dimension.
pub(crate) fn is_plain_zero(number: &Number) -> bool {
    number.dimension == Dimension::None && number.amount.is_zero() && number.slack.is_zero()
}

/// Whether a figure is an exact zero of some dimension, written without a unit: a literal `0` that
/// took the dimension of what it stands beside.
fn is_bare_zero(number: &Number) -> bool {
    number.unit == ShownUnit::None
        && number.dimension != Dimension::None
        && number.amount.is_zero()
        && number.slack.is_zero()
}

/// A zero written without a unit, in the unit of the figures it stands among; any other as it is.
pub(crate) fn zero_among<'n>(number: &'n Number, like: &Number) -> Cow<'n, Number> {
    let is_alike = number.dimension == like.dimension && is_bare_zero(number);
    let is_plain = like.dimension != Dimension::None && is_plain_zero(number);
    if is_alike || is_plain { Cow::Owned(zero_like(like)) } else { Cow::Borrowed(number) }
}

/// Zero in the dimension and unit of another figure.
pub(crate) fn zero_like(other: &Number) -> Number {
    Number::exact(Decimal::ZERO, other.dimension.clone(), other.unit.clone(), other.scale)
}

/// Two figures with a zero without a unit among them given the other's dimension and unit.
pub(crate) fn with_zeros<'n>(
    left: &'n Number,
    right: &'n Number,
) -> (Cow<'n, Number>, Cow<'n, Number>) {
    if left.dimension == right.dimension {
        if is_bare_zero(left) {
            (Cow::Owned(zero_like(right)), Cow::Borrowed(right))
        } else if is_bare_zero(right) {
            (Cow::Borrowed(left), Cow::Owned(zero_like(left)))
        } else {
            (Cow::Borrowed(left), Cow::Borrowed(right))
        }
    } else if is_plain_zero(left) {
        (Cow::Owned(zero_like(right)), Cow::Borrowed(right))
    } else if is_plain_zero(right) {
        (Cow::Borrowed(left), Cow::Owned(zero_like(left)))
    } else {
        (Cow::Borrowed(left), Cow::Borrowed(right))
    }
}
