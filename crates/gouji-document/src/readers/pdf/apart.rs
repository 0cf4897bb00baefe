//! What the foreign part of reading comes to, as bytes: another process may read a file and hand them over.
//!
//! Bytes are data like any other: what does not hold together in them is refused.

use super::{PdfFault, PdfPages, catch_foreign, read_pages};
use crate::Document;
use crate::problems::Refusal;

/// What such bytes begin with. No file is published that does.
pub(crate) const MARK: &[u8] = b"\x00gouji pages 1\n";

/// Reads the pages of a file, with the foreign parser and nothing of what is done behind it.
pub(crate) fn pages(bytes: Vec<u8>) -> Vec<u8> {
    let pages = catch_foreign(|| read_pages(bytes));
    let mut out = MARK.to_vec();
    if serde_json::to_writer(&mut out, &pages).is_err() {
        out.truncate(MARK.len());
    }
    out
}

/// The document of pages that were read so.
pub(crate) fn read(bytes: Vec<u8>) -> Result<Document, Refusal> {
    let json = bytes.strip_prefix(MARK).unwrap_or_default();
    let pages: Result<PdfPages, PdfFault> =
        serde_json::from_slice(json).unwrap_or(Err(PdfFault::Damaged));
    match pages {
        Ok(pages) if pages.is_sound() => pages.finish(),
        Ok(_) => Err(PdfFault::Damaged.into()),
        Err(why) => Err(why.into()),
    }
}
