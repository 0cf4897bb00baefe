//! Bytes to text: UTF-8, with or without a byte order mark, and GB18030.

use encoding_rs::{DecoderResult, GB18030, UTF_8, UTF_16BE, UTF_16LE};
use std::borrow::Cow;

/// How a document's bytes were decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8.
    Utf8,
    /// UTF-8 with a byte order mark.
    Utf8WithMark,
    /// GB18030 (GBK and GB2312 are parts of it).
    Gb18030,
    /// UTF-16 with a byte order mark.
    Utf16,
    /// As the document declares, by the name of that encoding.
    Declared(&'static str),
}

impl Encoding {
    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Self::Utf8 | Self::Utf8WithMark => "UTF-8",
            Self::Gb18030 => "GB18030",
            Self::Utf16 => "UTF-16",
            Self::Declared(name) => name,
        }
    }
}

/// Decodes `bytes`; the count is of replaced bytes.
///
/// A byte order mark is taken off. Bytes that are UTF-8 are kept where they are, without a copy.
/// Others are read as the encoding that fits them better, and what does not fit becomes U+FFFD:
/// one for each maximal malformed sequence, and the count is the number of those.
pub fn decode(bytes: Vec<u8>) -> (String, Encoding, u32) {
    let Decoded { text, encoding, replaced } = decode_counted(bytes);
    (text, encoding, replaced)
}

/// A decoded text and what was lost on the way.
struct Decoded {
    /// The text, without a byte order mark.
    text: String,
    /// How it was decoded.
    encoding: Encoding,
    /// Number of replacements.
    replaced: u32,
}

impl Decoded {
    fn new(encoding: Encoding, capacity: usize) -> Self {
        let text = String::with_capacity(capacity);
        Self { text, encoding, replaced: 0 }
    }

    fn replace(&mut self) {
        self.text.push(char::REPLACEMENT_CHARACTER);
        self.replaced = self.replaced.saturating_add(1);
    }
}

const UTF_8_MARK: &[u8] = b"\xef\xbb\xbf";
const UTF_16_BIG_MARK: &[u8] = b"\xfe\xff";
const UTF_16_LITTLE_MARK: &[u8] = b"\xff\xfe";
const GB18030_MARK: &[u8] = b"\x84\x31\x95\x33";

/// The text, where `bytes` are UTF-8 without a mark. Finds the same as [`decode`], and on Chinese
/// text several times faster than the standard library's check.
pub(crate) fn plain_utf8(bytes: &[u8]) -> Option<Cow<'_, str>> {
    if bytes.starts_with(UTF_8_MARK) {
        return None;
    }
    UTF_8.decode_without_bom_handling_and_without_replacement(bytes)
}

fn decode_counted(mut bytes: Vec<u8>) -> Decoded {
    let mut encoding = Encoding::Utf8;
    if bytes.starts_with(UTF_8_MARK) {
        encoding = Encoding::Utf8WithMark;
        bytes.drain(..UTF_8_MARK.len());
    } else if let Some(rest) = bytes.strip_prefix(UTF_16_LITTLE_MARK) {
        return decode_with(UTF_16LE, Encoding::Utf16, rest);
    } else if let Some(rest) = bytes.strip_prefix(UTF_16_BIG_MARK) {
        return decode_with(UTF_16BE, Encoding::Utf16, rest);
    } else if let Some(rest) = bytes.strip_prefix(GB18030_MARK) {
        return decode_with(GB18030, Encoding::Gb18030, rest);
    }
    match String::from_utf8(bytes) {
        Ok(text) => Decoded { text, encoding, replaced: 0 },
        Err(error) => decode_doubtful(error.as_bytes(), encoding),
    }
}

/// Decodes bytes that are not all UTF-8.
///
/// GB18030 finds a character in nearly any pair of bytes, also in those of a text in UTF-8, so that
/// its having few errors proves little. Well-formed UTF-8 sequences of three bytes and more, on the
/// other hand, hardly ever come about by chance. A text that is UTF-8 for the larger part, with some
/// lines pasted in as GB18030, is therefore read as UTF-8 even where GB18030 would complain less:
/// the pasted lines are lost and said to be, instead of all the others turning into nonsense.
fn decode_doubtful(bytes: &[u8], utf8: Encoding) -> Decoded {
    let (mut well_formed, mut malformed) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        well_formed += chunk.valid().bytes().filter(|byte| *byte >= 0xe0).count();
        malformed += usize::from(!chunk.invalid().is_empty());
    }
    // A character of GB18030 read as UTF-8 makes up to two malformed sequences.
    if well_formed < malformed.div_ceil(2) {
        let decoded = decode_with(GB18030, Encoding::Gb18030, bytes);
        if (decoded.replaced as usize) < malformed.div_ceil(2) {
            return decoded;
        }
    }
    decode_lossy(bytes, utf8, malformed)
}

fn decode_lossy(bytes: &[u8], encoding: Encoding, malformed: usize) -> Decoded {
    let mut decoded = Decoded::new(encoding, bytes.len().saturating_add(malformed * 2));
    for chunk in bytes.utf8_chunks() {
        decoded.text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            decoded.replace();
        }
    }
    decoded
}

fn decode_with(
    decoder: &'static encoding_rs::Encoding,
    encoding: Encoding,
    mut bytes: &[u8],
) -> Decoded {
    let mut decoded = Decoded::new(encoding, bytes.len() + bytes.len() / 2 + 16);
    let mut decoder = decoder.new_decoder_without_bom_handling();
    // Straight into the text would be simpler, but fills all that is free of it anew after each
    // malformed sequence: quadratic where there are many.
    let mut buffer = "\0".repeat(DECODED_AT_ONCE);
    loop {
        let (result, read, written) =
            decoder.decode_to_str_without_replacement(bytes, buffer.as_mut_str(), true);
        bytes = bytes.get(read..).unwrap_or_default();
        decoded.text.push_str(buffer.get(..written).unwrap_or_default());
        match result {
            DecoderResult::InputEmpty => break,
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(..) => decoded.replace(),
        }
    }
    decoded
}

/// Bytes of text that are decoded in one go.
const DECODED_AT_ONCE: usize = 16 << 10;

#[cfg(test)]
mod tests {
    use super::*;

    fn gb18030(text: &str) -> Vec<u8> {
        GB18030.encode(text).0.into_owned()
    }

    #[test]
    fn utf_8_is_kept_where_it_is() {
        let bytes = "甲\t1\n".as_bytes().to_vec();
        let place = bytes.as_ptr();
        let (text, encoding, replaced) = decode(bytes);
        assert_eq!((text.as_str(), encoding, replaced), ("甲\t1\n", Encoding::Utf8, 0));
        assert_eq!(text.as_ptr(), place);
        assert_eq!(decode(b"\xef\xbb\xbfa".to_vec()), ("a".into(), Encoding::Utf8WithMark, 0));
    }

    #[test]
    fn gb18030_is_recognised_and_one_bad_byte_does_not_change_that() {
        let text = "部门公开情况说明\r\n合计\t１２\t𠮷\n";
        assert_eq!(decode(gb18030(text)), (text.into(), Encoding::Gb18030, 0));
        let mut damaged = gb18030(text);
        damaged.splice(16..16, [0xff]);
        let expected = "部门公开情况说明\u{fffd}\r\n合计\t１２\t𠮷\n";
        assert_eq!(decode(damaged), (expected.into(), Encoding::Gb18030, 1));
        let marked = gb18030("\u{feff}甲");
        assert_eq!(decode(marked), ("甲".into(), Encoding::Gb18030, 0));
    }

    #[test]
    fn utf_16_needs_its_mark() {
        for (mark, order) in [
            (UTF_16_LITTLE_MARK, u16::to_le_bytes as fn(u16) -> [u8; 2]),
            (UTF_16_BIG_MARK, u16::to_be_bytes),
        ] {
            let mut bytes = mark.to_vec();
            bytes.extend("甲\t𠮷\n".encode_utf16().flat_map(order));
            assert_eq!(decode(bytes.clone()), ("甲\t𠮷\n".into(), Encoding::Utf16, 0));
            bytes.push(0x4e);
            assert_eq!(decode(bytes), ("甲\t𠮷\n\u{fffd}".into(), Encoding::Utf16, 1));
        }
    }

    #[test]
    fn some_lines_of_gb18030_do_not_cost_the_others() {
        for pasted in 1..6 {
            let mut bytes = "合计\t1\n本级小计\t2\n".repeat(5).into_bytes();
            for _ in 0..pasted {
                bytes.extend(gb18030("另行说明\n"));
            }
            let decoded = decode_counted(bytes);
            assert_eq!(decoded.encoding, Encoding::Utf8);
            assert!(decoded.text.starts_with("合计\t1\n本级小计\t2\n"));
            assert!(decoded.replaced >= 4 * pasted);
            assert_eq!(decoded.text.find('\u{fffd}'), Some(24 * 5));
        }
    }

    #[test]
    fn a_replacement_character_of_the_author_is_not_counted() {
        let (text, _, replaced) = decode("原文有\u{fffd}\n".bytes().chain([0xff]).collect());
        assert_eq!((text.as_str(), replaced), ("原文有\u{fffd}\n\u{fffd}", 1));
    }

    #[test]
    fn every_byte_may_grow_to_three() {
        // 0x80 alone is one byte in GB18030 and three in UTF-8.
        let bytes = [gb18030("说明"), vec![0x80; 5000]].concat();
        let (text, encoding, replaced) = decode(bytes);
        assert_eq!((encoding, replaced), (Encoding::Gb18030, 0));
        assert_eq!(text.chars().filter(|c| *c == '€').count(), 5000);
    }
}
