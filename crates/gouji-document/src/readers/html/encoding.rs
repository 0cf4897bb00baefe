//! The encoding of a page: what it declares, where its bytes are that, and what they show otherwise.

use crate::{Encoding, decode};
use encoding_rs::Encoding as Charset;

/// Pages declare their encoding in so many first bytes.
const HEAD: usize = 2048;

/// The text of a page.
pub(super) fn decoded(bytes: Vec<u8>) -> (String, Encoding) {
    if std::str::from_utf8(&bytes).is_err()
        && Charset::for_bom(&bytes).is_none()
        && let Some(charset) = declared(&bytes)
    {
        let (text, has_errors) = charset.decode_without_bom_handling(&bytes);
        if !has_errors {
            return (text.into_owned(), Encoding::Declared(charset.name()));
        }
    }
    let (text, encoding, _) = decode(bytes);
    (text, encoding)
}

/// The encoding that a page declares: `<meta charset="gb2312">`, `content="text/html; charset=big5"`.
fn declared(bytes: &[u8]) -> Option<&'static Charset> {
    let head = bytes.get(..bytes.len().min(HEAD))?.to_ascii_lowercase();
    let at = memchr::memmem::find(&head, b"charset=")?;
    let value = head.get(at + b"charset=".len()..)?;
    let value = value.strip_prefix(b"\"").or(value.strip_prefix(b"'")).unwrap_or(value);
    let end = value.iter().position(|byte| !(byte.is_ascii_alphanumeric() || b"-_".contains(byte)));
    Charset::for_label(value.get(..end.unwrap_or(value.len()))?)
}
