//! Quotients of two whole numbers: what a decimal cannot hold.
//!
//! `金额 ÷ 3 × 3` is the same number again. Numerator and denominator are bounded; what needs more digits is
//! rounded by whoever asks, and said to be.

use crate::exact;
use rust_decimal::Decimal;
use std::cmp::Ordering;

/// A quotient in lowest terms that no decimal holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ratio {
    numerator: i128,
    /// More than zero.
    denominator: i128,
}

/// What a computation comes to exactly.
pub(crate) enum ExactValue {
    /// A decimal.
    Decimal(Decimal),
    /// A quotient that is none.
    Ratio(Ratio),
}

impl Ratio {
    /// A decimal as a quotient; `None` where it has too many digits.
    pub(crate) fn of(value: Decimal) -> Option<Self> {
        let value = value.normalize();
        let denominator = 10_i128.checked_pow(value.scale())?;
        Self::reduced(value.mantissa(), denominator)
    }

    fn reduced(numerator: i128, denominator: i128) -> Option<Self> {
        let divisor = greatest_common_divisor(numerator.unsigned_abs(), denominator.unsigned_abs());
        let divisor = i128::try_from(divisor).ok().filter(|divisor| *divisor != 0)?;
        let sign = if denominator < 0 { -1 } else { 1 };
        let numerator = (numerator / divisor).checked_mul(sign)?;
        let denominator = (denominator / divisor).checked_mul(sign)?;
        (denominator > 0).then_some(Self { numerator, denominator })
    }

    /// The sum; `None` where it has too many digits, as for the others.
    pub(crate) fn add(self, other: Self) -> Option<Self> {
        let left = self.numerator.checked_mul(other.denominator)?;
        let right = other.numerator.checked_mul(self.denominator)?;
        Self::reduced(left.checked_add(right)?, self.denominator.checked_mul(other.denominator)?)
    }

    pub(crate) fn multiply(self, other: Self) -> Option<Self> {
        // Crosswise first, so that what cancels out does not need room.
        let one = Self::reduced(self.numerator, other.denominator)?;
        let two = Self::reduced(other.numerator, self.denominator)?;
        let numerator = one.numerator.checked_mul(two.numerator)?;
        Self::reduced(numerator, one.denominator.checked_mul(two.denominator)?)
    }

    /// `None` where the divisor is zero, too.
    pub(crate) fn divide(self, other: Self) -> Option<Self> {
        let inverse = Self::reduced(other.denominator, other.numerator)?;
        self.multiply(inverse)
    }

    pub(crate) fn negated(self) -> Self {
        Self { numerator: self.numerator.saturating_neg(), ..self }
    }

    pub(crate) fn absolute(self) -> Self {
        Self { numerator: self.numerator.saturating_abs(), ..self }
    }

    /// The decimal that it is, or itself.
    pub(crate) fn value(self) -> ExactValue {
        // A decimal has a denominator of twos and fives.
        let (mut rest, mut twos, mut fives) = (self.denominator, 0_u32, 0_u32);
        while rest % 2 == 0 {
            (rest, twos) = (rest / 2, twos + 1);
        }
        while rest % 5 == 0 {
            (rest, fives) = (rest / 5, fives + 1);
        }
        let scale = twos.max(fives);
        let decimal = (rest == 1).then_some(()).and_then(|()| {
            let twos = 2_i128.checked_pow(scale - twos)?;
            let fives = 5_i128.checked_pow(scale - fives)?;
            let mantissa = self.numerator.checked_mul(twos.checked_mul(fives)?)?;
            exact::compose(mantissa, scale)
        });
        decimal.map_or(ExactValue::Ratio(self), ExactValue::Decimal)
    }

    /// Rounded as a quotient is; `None` where it is too large.
    pub(crate) fn rounded(self) -> Option<Decimal> {
        let whole = self.numerator / self.denominator;
        let mut rest = (self.numerator % self.denominator).unsigned_abs();
        let denominator = self.denominator.unsigned_abs();
        let mut mantissa = whole.unsigned_abs();
        let mut scale = 0;
        // Long division: no product of the two is needed, which would have no room.
        while scale < exact::QUOTIENT_DIGITS && rest != 0 {
            let (digit, next) = next_digit(rest, denominator);
            let Some(longer) = mantissa.checked_mul(10).and_then(|it| it.checked_add(digit)) else {
                break;
            };
            if longer > exact::LARGEST_MANTISSA {
                break;
            }
            (mantissa, rest, scale) = (longer, next, scale + 1);
        }
        if rest >= denominator - rest && mantissa < exact::LARGEST_MANTISSA {
            mantissa += 1;
        }
        let mantissa = i128::try_from(mantissa).ok()?;
        let is_negative = self.numerator < 0;
        exact::compose(if is_negative { -mantissa } else { mantissa }, scale)
    }

    /// How the two stand to each other.
    pub(crate) fn order(self, other: Self) -> Ordering {
        let signs = self.numerator.signum().cmp(&other.numerator.signum());
        if signs != Ordering::Equal {
            return signs;
        }
        let left = wide(self.numerator.unsigned_abs(), other.denominator.unsigned_abs());
        let right = wide(other.numerator.unsigned_abs(), self.denominator.unsigned_abs());
        if self.numerator < 0 { right.cmp(&left) } else { left.cmp(&right) }
    }
}

/// The next digit of `rest / denominator`, and what is left; `rest` is less than the denominator.
fn next_digit(rest: u128, denominator: u128) -> (u128, u128) {
    if let Some(tenfold) = rest.checked_mul(10) {
        return (tenfold / denominator, tenfold % denominator);
    }
    // Ten times by adding: each partial sum stays below the denominator.
    let (mut digit, mut left) = (0, 0_u128);
    for _ in 0..10 {
        // left + rest ≥ denominator, without the sum, which may have no room.
        if left >= denominator - rest {
            (left, digit) = (left - (denominator - rest), digit + 1);
        } else {
            left += rest;
        }
    }
    (digit, left)
}

/// The product of two numbers in two halves, the high one first.
fn wide(left: u128, right: u128) -> (u128, u128) {
    const HALF: u32 = 64;
    const LOW: u128 = u64::MAX as u128;
    let (left_high, left_low) = (left >> HALF, left & LOW);
    let (right_high, right_low) = (right >> HALF, right & LOW);
    let low = left_low * right_low;
    let middle = left_high * right_low + (low >> HALF);
    let other = left_low * right_high + (middle & LOW);
    let high = left_high * right_high + (middle >> HALF) + (other >> HALF);
    (high, (other << HALF) | (low & LOW))
}

fn greatest_common_divisor(mut left: u128, mut right: u128) -> u128 {
    while right != 0 {
        (left, right) = (right, left % right);
    }
    left
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ratio(numerator: i128, denominator: i128) -> Ratio {
        Ratio::reduced(numerator, denominator).expect("a quotient")
    }

    fn decimal(text: &str) -> Decimal {
        Decimal::from_str_exact(text).expect("a decimal")
    }

    #[test]
    fn thirds_come_together_again() {
        let third = Ratio::of(decimal("10")).unwrap().divide(Ratio::of(decimal("3")).unwrap());
        let third = third.expect("a quotient");
        assert_eq!(third.rounded(), Some(decimal("3.33333333333333333333")));
        let whole = third.multiply(Ratio::of(decimal("3")).unwrap()).unwrap();
        assert!(matches!(whole.value(), ExactValue::Decimal(ten) if ten == decimal("10")));
        assert_eq!(ratio(2, 3).rounded(), Some(decimal("0.66666666666666666667")));
        assert_eq!(ratio(-2, 3).rounded(), Some(decimal("-0.66666666666666666667")));
    }

    #[test]
    fn decimals_are_told() {
        assert!(matches!(ratio(1, 8).value(), ExactValue::Decimal(it) if it == decimal("0.125")));
        assert!(matches!(ratio(7, 50).value(), ExactValue::Decimal(it) if it == decimal("0.14")));
        assert!(matches!(ratio(1, 6).value(), ExactValue::Ratio(_)));
    }

    #[test]
    fn large_ones_are_ordered() {
        let large = i128::MAX;
        assert_eq!(ratio(large, large - 2).order(ratio(large - 2, large - 4)), Ordering::Less);
        assert_eq!(ratio(-1, 3).order(ratio(1, 3)), Ordering::Less);
        assert_eq!(ratio(large, 3).multiply(ratio(large, 7)), None);
    }

    proptest! {
        #[test]
        fn arithmetic_is_that_of_fractions(a in -9999_i128..9999, b in 1_i128..9999, c in -9999_i128..9999, d in 1_i128..9999) {
            let (one, other) = (ratio(a, b), ratio(c, d));
            prop_assert_eq!(one.add(other).unwrap(), ratio(a * d + c * b, b * d));
            prop_assert_eq!(one.multiply(other).unwrap(), ratio(a * c, b * d));
            prop_assert_eq!(one.order(other), (a * d).cmp(&(c * b)));
            if c != 0 {
                prop_assert_eq!(one.divide(other).unwrap().multiply(other).unwrap(), one);
            }
            let rounded = Ratio::of(one.rounded().unwrap()).unwrap();
            let apart = one.add(rounded.negated()).unwrap().absolute();
            prop_assert!(apart.order(Ratio::of(exact::unit_of_digit(20)).unwrap()) != Ordering::Greater);
        }
    }
}
