//! Numbers of workbooks as decimal digits, which are rounded exactly.

use std::iter::repeat_n;

/// Beyond so many places before or behind the point a number is left as it is written.
const MOST_PLACES: i32 = 400;

/// A decimal: digits and how many of them stand before the point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Decimal {
    pub(crate) is_negative: bool,
    /// Without zeros at either end; empty for zero.
    digits: Vec<u8>,
    point: i32,
}

impl Decimal {
    /// Reads what XML or Rust write: `-12.5`, `1.25E-3`.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let (mantissa, exponent) = match text.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
            None => (text, 0),
        };
        let is_negative = mantissa.starts_with('-');
        let unsigned = mantissa.trim_start_matches(['-', '+']);
        let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
        let digits: Vec<u8> = whole.bytes().chain(fraction.bytes()).collect();
        let is_number = !digits.is_empty() && digits.iter().all(u8::is_ascii_digit);
        let point = i32::try_from(whole.len()).ok()?.checked_add(exponent)?;
        if !is_number || digits.len() > 400 || point.abs() > MOST_PLACES {
            return None;
        }
        Some(Self { is_negative, digits, point }.trimmed())
    }

    fn trimmed(mut self) -> Self {
        let zeros = self.digits.iter().take_while(|digit| **digit == b'0').count();
        self.digits.drain(..zeros);
        self.point -= zeros as i32;
        while self.digits.last() == Some(&b'0') {
            self.digits.pop();
        }
        if self.digits.is_empty() {
            (self.point, self.is_negative) = (0, false);
        }
        self
    }

    pub(crate) fn is_zero(&self) -> bool {
        self.digits.is_empty()
    }

    /// Moved by so many powers of ten.
    pub(crate) fn scaled(mut self, places: i32) -> Self {
        if !self.is_zero() {
            self.point += places;
        }
        self
    }

    /// Without its sign.
    pub(crate) fn magnitude(mut self) -> Self {
        self.is_negative = false;
        self
    }

    /// Rounded half up to so many places behind the point.
    pub(crate) fn rounded(mut self, places: u32) -> Self {
        let keep = self.point + places as i32;
        if keep < 0 {
            self.digits.clear();
        } else if let Some(next) = self.digits.get(keep as usize).copied() {
            self.digits.truncate(keep as usize);
            if next >= b'5' {
                self.add_one_behind();
            }
        }
        self.trimmed()
    }

    fn add_one_behind(&mut self) {
        for digit in self.digits.iter_mut().rev() {
            if *digit < b'9' {
                *digit += 1;
                return;
            }
            *digit = b'0';
        }
        self.digits.insert(0, b'1');
        self.point += 1;
    }

    /// Rounded to the fifteen digits that a workbook's double stands for.
    pub(crate) fn into_shown(self) -> Self {
        // Places behind the point, where it has more digits than that.
        match 15 - self.point {
            places if places >= 0 => self.rounded(places as u32),
            _ => self,
        }
    }

    /// The digits before the point; empty where there are none.
    pub(crate) fn whole(&self) -> String {
        let zeros = (self.point - self.digits.len() as i32).max(0) as usize;
        let own = self.digits.iter().take(self.point.max(0) as usize).copied();
        own.chain(repeat_n(b'0', zeros)).map(char::from).collect()
    }

    /// The digits behind the point.
    pub(crate) fn fraction(&self) -> String {
        if self.is_zero() {
            return String::new();
        }
        let zeros = (-self.point).max(0) as usize;
        let own = self.digits.iter().skip(self.point.max(0) as usize).copied();
        repeat_n(b'0', zeros).chain(own).map(char::from).collect()
    }

    /// As it is written without a format.
    pub(crate) fn plain(&self) -> String {
        let sign = if self.is_negative { "-" } else { "" };
        let whole = Some(self.whole()).filter(|it| !it.is_empty()).unwrap_or("0".to_owned());
        match self.fraction() {
            fraction if fraction.is_empty() => format!("{sign}{whole}"),
            fraction => format!("{sign}{whole}.{fraction}"),
        }
    }
}
