//! Bytes that no text is written with.

/// Bytes that no text is written with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct ControlBytes {
    /// NUL bytes.
    pub(crate) nul: usize,
    /// All of them, NUL included; white space (tab, line ends, page breaks) is not.
    pub(crate) all: usize,
}

impl ControlBytes {
    /// Counts them in `bytes`.
    pub(crate) fn count(bytes: &[u8]) -> Self {
        let mut count = Self::default();
        // Short runs with counts of one byte: this way the compiler makes vector code of it.
        for run in bytes.chunks(255) {
            let (mut nul, mut all) = (0_u8, 0_u8);
            for byte in run {
                nul += u8::from(*byte == 0);
                let space = (9..=13).contains(byte);
                all += u8::from((*byte < 0x20 && !space) || *byte == 0x7f);
            }
            count.nul += usize::from(nul);
            count.all += usize::from(all);
        }
        count
    }

    /// Those of two texts together.
    pub(crate) fn and(self, other: Self) -> Self {
        Self { nul: self.nul + other.nul, all: self.all + other.all }
    }

    /// Whether there are more of them, in a whole of `length` bytes, than a damaged text has: over
    /// one in a hundred.
    pub(crate) fn is_binary(self, length: usize) -> bool {
        self.all > length / 100
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_bytes_are_counted_and_white_space_is_not() {
        let bytes = b"a\0\t\r\n\x0c\x0b\x01\x7f\x1f ".repeat(100);
        assert_eq!(ControlBytes::count(&bytes), ControlBytes { nul: 100, all: 400 });
        let one = ControlBytes { nul: 1, all: 1 };
        assert!(one.is_binary(99));
        assert!(!one.is_binary(100));
        assert!(!ControlBytes::default().is_binary(0));
    }
}
