//! Decimal arithmetic that is exact or says that it is not. The decimal type itself drops digits
//! silently where a result needs more than it holds.

use rust_decimal::{Decimal, RoundingStrategy};

/// Digits a decimal holds for certain, before and after the point together.
const DIGITS: u32 = 28;
/// The largest mantissa of a decimal (96 bits).
pub(crate) const LARGEST_MANTISSA: u128 = (1 << 96) - 1;
/// Digits after the point that a quotient keeps.
pub(crate) const QUOTIENT_DIGITS: u32 = 20;
/// Digits after the point that a slack keeps; it is rounded up to them, so that slacks stay short
/// enough to be multiplied on.
const SLACK_DIGITS: u32 = 22;

/// `mantissa` × 10^-`scale`; `None` where a decimal cannot hold it exactly.
pub(crate) fn compose(mut mantissa: i128, mut scale: u32) -> Option<Decimal> {
    while scale > DIGITS || mantissa.unsigned_abs() > LARGEST_MANTISSA {
        if scale == 0 || mantissa % 10 != 0 {
            return None;
        }
        mantissa /= 10;
        scale -= 1;
    }
    Decimal::try_from_i128_with_scale(mantissa, scale).ok()
}

/// 10^-`digits`, for up to 28 digits; beyond that the smallest decimal.
pub(crate) fn unit_of_digit(digits: u32) -> Decimal {
    compose(1, digits.min(DIGITS)).unwrap_or(Decimal::ONE)
}

/// The number with the other sign; zero has none.
pub(crate) fn negate(value: Decimal) -> Decimal {
    if value.is_zero() { Decimal::ZERO } else { -value }
}

/// The exact sum.
pub(crate) fn add(left: Decimal, right: Decimal) -> Option<Decimal> {
    add_aligned(left, right).or_else(|| add_aligned(left.normalize(), right.normalize()))
}

fn add_aligned(left: Decimal, right: Decimal) -> Option<Decimal> {
    let scale = left.scale().max(right.scale());
    let aligned = |value: Decimal| {
        let missing = scale.checked_sub(value.scale())?;
        if missing == 0 {
            return Some(value.mantissa());
        }
        value.mantissa().checked_mul(10_i128.checked_pow(missing)?)
    };
    compose(aligned(left)?.checked_add(aligned(right)?)?, scale)
}

/// The exact product.
pub(crate) fn multiply(left: Decimal, right: Decimal) -> Option<Decimal> {
    let product = |left: Decimal, right: Decimal| {
        let mantissa = left.mantissa().checked_mul(right.mantissa())?;
        compose(mantissa, left.scale() + right.scale())
    };
    product(left, right).or_else(|| product(left.normalize(), right.normalize()))
}

/// The exact quotient; `None` where it has no end, does not fit, or the divisor is zero.
pub(crate) fn divide(left: Decimal, right: Decimal) -> Option<Decimal> {
    if right == Decimal::ONE {
        return Some(left);
    }
    if let Some(zeros) = power_of_ten(right) {
        return compose(left.mantissa(), left.scale() + zeros)
            .or_else(|| compose(left.normalize().mantissa(), left.normalize().scale() + zeros));
    }
    let quotient = left.checked_div(right)?;
    (multiply(quotient, right)? == left).then_some(quotient)
}

/// How many zeros a power of ten written without digits after the point has.
fn power_of_ten(value: Decimal) -> Option<u32> {
    if value.scale() != 0 || value.is_sign_negative() {
        return None;
    }
    let mantissa = value.mantissa().unsigned_abs();
    let zeros = mantissa.checked_ilog10()?;
    (10_u128.checked_pow(zeros)? == mantissa).then_some(zeros)
}

/// The quotient, rounded where it must be, and the most by which that rounding can be off; `None`
/// where it does not fit or the divisor is zero.
pub(crate) fn quotient(left: Decimal, right: Decimal) -> Option<(Decimal, Decimal)> {
    if right.is_zero() {
        return None;
    }
    if let Some(exact) = divide(left, right)
        && exact.normalize().scale() <= QUOTIENT_DIGITS
    {
        return Some((exact, Decimal::ZERO));
    }
    let long = left.checked_div(right)?;
    let rounded =
        long.round_dp_with_strategy(QUOTIENT_DIGITS, RoundingStrategy::MidpointAwayFromZero);
    Some((rounded, last_place(rounded).max(unit_of_digit(QUOTIENT_DIGITS))))
}

/// The worth of the last digit that a decimal of this size holds for certain.
pub(crate) fn last_place(value: Decimal) -> Decimal {
    let integral = value.trunc().mantissa().unsigned_abs();
    let digits = integral.checked_ilog10().map_or(0, |log| log + 1);
    unit_of_digit(DIGITS.saturating_sub(digits))
}

/// The sum, exact where it can be, and the most by which it is off.
pub(crate) fn add_rounding(left: Decimal, right: Decimal) -> Option<(Decimal, Decimal)> {
    if let Some(sum) = add(left, right) {
        return Some((sum, Decimal::ZERO));
    }
    let sum = left.checked_add(right)?;
    Some((sum, last_place(sum)))
}

/// The product, exact where it can be, and the most by which it is off.
pub(crate) fn multiply_rounding(left: Decimal, right: Decimal) -> Option<(Decimal, Decimal)> {
    if let Some(product) = multiply(left, right) {
        return Some((product, Decimal::ZERO));
    }
    let product = left.checked_mul(right)?;
    Some((product, last_place(product)))
}

/// The sum of two slacks, never too small.
pub(crate) fn add_slack(left: Decimal, right: Decimal) -> Option<Decimal> {
    if right.is_zero() {
        return Some(left);
    }
    if left.is_zero() {
        return Some(right);
    }
    let (sum, off) = add_rounding(left, right)?;
    shortened(sum, off)
}

/// The product of a slack and a size (both not negative), never too small.
pub(crate) fn multiply_slack(left: Decimal, right: Decimal) -> Option<Decimal> {
    if left.is_zero() || right.is_zero() {
        return Some(Decimal::ZERO);
    }
    let (product, off) = multiply_rounding(left, right)?;
    shortened(product, off)
}

/// The quotient of a slack and a size (both not negative), never too small.
pub(crate) fn divide_slack(left: Decimal, right: Decimal) -> Option<Decimal> {
    if left.is_zero() && !right.is_zero() {
        return Some(Decimal::ZERO);
    }
    let (quotient, off) = quotient(left, right)?;
    shortened(quotient, off)
}

fn shortened(slack: Decimal, off: Decimal) -> Option<Decimal> {
    let slack = if off.is_zero() { slack } else { slack.checked_add(off)? };
    if slack.scale() <= SLACK_DIGITS {
        return Some(slack);
    }
    Some(slack.round_dp_with_strategy(SLACK_DIGITS, RoundingStrategy::AwayFromZero))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        Decimal::from_str_exact(text).unwrap()
    }

    #[test]
    fn sums_that_do_not_fit_are_refused() {
        let large = decimal("10000000000000000000000000");
        let small = decimal("0.00000000000000000001");
        assert_eq!(add(large, small), None);
        // The decimal type itself would have dropped the small one.
        assert_eq!(large.checked_add(small), Some(large));
        assert_eq!(add(decimal("8084.85"), decimal("1119.86")), Some(decimal("9204.71")));
    }

    #[test]
    fn products_that_do_not_fit_are_refused() {
        let third = decimal("0.33333333333333333333");
        assert_eq!(multiply(third, third), None);
        assert_eq!(multiply(decimal("0.45"), decimal("7")), Some(decimal("3.15")));
        let rounded = multiply_rounding(third, third).unwrap();
        assert!(
            rounded.1 > Decimal::ZERO && rounded.1 <= decimal("0.0000000000000000000000000001")
        );
    }

    #[test]
    fn quotients_say_how_far_they_are_off() {
        assert_eq!(quotient(decimal("10"), decimal("4")), Some((decimal("2.5"), Decimal::ZERO)));
        let (third, off) = quotient(Decimal::ONE, decimal("3")).unwrap();
        assert_eq!(third, decimal("0.33333333333333333333"));
        assert_eq!(off, decimal("0.00000000000000000001"));
        assert_eq!(quotient(Decimal::ONE, Decimal::ZERO), None);
        assert_eq!(divide(Decimal::ONE, decimal("3")), None);
        assert_eq!(divide(decimal("3.5"), decimal("10000")), Some(decimal("0.00035")));
    }
}
