//! Half-open byte ranges.

use crate::fold::{trim_blank_end, trim_blank_start};
use std::ops::Range;

/// A half-open range of bytes, `start..end`, in one text of at most 4 GiB.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TextRange {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl TextRange {
    /// The range `start..end`; an inverted pair gives the empty range at `start`.
    #[inline]
    pub fn new(start: u32, end: u32) -> Self {
        Self { start, end: end.max(start) }
    }

    /// The empty range at `offset`.
    pub fn empty(offset: u32) -> Self {
        Self { start: offset, end: offset }
    }

    /// Number of bytes.
    #[inline]
    pub fn len(self) -> u32 {
        self.end - self.start
    }

    /// Whether the range holds no byte.
    #[inline]
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The same range, `offset` bytes further on (wrapping, so that ranges relative to a base can
    /// lie before it).
    #[must_use]
    #[inline]
    pub fn shifted(self, offset: u32) -> Self {
        Self { start: self.start.wrapping_add(offset), end: self.end.wrapping_add(offset) }
    }

    /// The same range seen from `base`; undone by [`shifted`](Self::shifted) with the same base.
    #[must_use]
    #[inline]
    pub fn relative_to(self, base: u32) -> Self {
        Self { start: self.start.wrapping_sub(base), end: self.end.wrapping_sub(base) }
    }

    /// The smallest range that covers both.
    #[must_use]
    #[inline]
    pub fn cover(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Whether `offset` lies in the range or at its end.
    pub fn touches(self, offset: u32) -> bool {
        self.start <= offset && offset <= self.end
    }

    /// The bytes of `text` in this range; empty where the range does not fit the text.
    #[inline]
    pub fn of(self, text: &str) -> &str {
        text.get(self.start as usize..self.end as usize).unwrap_or("")
    }

    /// The range without the white space and the invisible characters at both ends; one without any
    /// content gives the empty range at its start.
    #[must_use]
    pub fn trimmed(self, text: &str) -> Self {
        let own = self.of(text);
        let without_start = trim_blank_start(own);
        if without_start.is_empty() {
            return Self::empty(self.start);
        }
        let start = self.start + (own.len() - without_start.len()) as u32;
        Self::new(start, start + trim_blank_end(without_start).len() as u32)
    }

    /// As a standard range of `usize`.
    pub fn to_usize(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

impl From<Range<usize>> for TextRange {
    /// Saturates at 4 GiB; readers refuse longer texts before ranges are made.
    fn from(range: Range<usize>) -> Self {
        let clamp = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Self::new(clamp(range.start), clamp(range.end))
    }
}

impl std::fmt::Debug for TextRange {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}..{}", self.start, self.end)
    }
}
