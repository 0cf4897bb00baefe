//! What is not a text: known binary formats, and control bytes.

/// The format that the first bytes show, where it is a known one that is not plain text.
pub(crate) fn binary_format(bytes: &[u8]) -> Option<&'static str> {
    let known = SIGNATURES.iter().find(|(signature, _)| bytes.starts_with(signature));
    if let Some((_, name)) = known {
        return Some(name);
    }
    match bytes {
        // Two letters prove little: the size of the file must follow, then four zeros.
        [b'B', b'M', a, b, c, d, 0, 0, 0, 0, ..] => {
            (u32::from_le_bytes([*a, *b, *c, *d]) as usize == bytes.len()).then_some("BMP")
        }
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("WebP"),
        [_, _, _, _, b'f', b't', b'y', b'p', ..] if bytes.first() == Some(&0) => Some("MP4/HEIF"),
        _ => None,
    }
}

const SIGNATURES: &[(&[u8], &str)] = &[
    (b"%PDF-", "PDF"),
    (b"PK\x03\x04", "ZIP/xlsx/docx"),
    (b"PK\x05\x06", "ZIP/xlsx/docx"),
    (b"PK\x07\x08", "ZIP/xlsx/docx"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "OLE/xls"),
    (b"{\\rtf", "RTF"),
    (b"%!PS-", "PostScript"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"\x1f\x8b", "gzip"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!\x1a\x07", "RAR"),
    (b"BZh91AY&SY", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"\x7fELF", "ELF"),
    (b"SQLite format 3\x00", "SQLite"),
];

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
    fn formats_are_known_by_their_first_bytes() {
        assert_eq!(binary_format(b"%PDF-1.7\n"), Some("PDF"));
        assert_eq!(binary_format(b"PK\x03\x04..."), Some("ZIP/xlsx/docx"));
        assert_eq!(binary_format(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), Some("OLE/xls"));
        assert_eq!(binary_format(b"BM\x0c\0\0\0\0\0\0\0\x01\x02"), Some("BMP"));
        assert_eq!(binary_format(b"BM\x0c\0\0\0\0\0\0\0\x01"), None);
        assert_eq!(binary_format(b"RIFF\x01\x02\x03\x04WEBPVP8"), Some("WebP"));
        assert_eq!(binary_format(b"\0\0\0\x18ftypheic"), Some("MP4/HEIF"));
        assert_eq!(binary_format("BM 说明".as_bytes()), None);
        assert_eq!(binary_format(b"PK"), None);
        assert_eq!(binary_format(b""), None);
    }

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
