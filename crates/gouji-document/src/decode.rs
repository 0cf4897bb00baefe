//! Bytes to text: UTF-8, with or without a byte order mark, and GB18030.

/// How a document's bytes were decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding { /// UTF-8.
    Utf8, /// UTF-8 with a byte order mark.
    Utf8WithMark, /// GB18030 (GBK and GB2312 are parts of it).
    Gb18030, /// UTF-16 with a byte order mark.
    Utf16 }

/// Decodes `bytes`; the count is of replaced bytes.
pub fn decode(bytes: Vec<u8>) -> (String, Encoding, u32) { todo!() }
