//! The records of a stream: a kind, a length, and so many bytes.

use crate::readers::bytes::number16;

pub(super) const BEGIN: u16 = 0x0809;
pub(super) const END: u16 = 0x000a;
pub(super) const CONTINUE: u16 = 0x003c;
pub(super) const PASSWORD: u16 = 0x002f;
pub(super) const CODE_PAGE: u16 = 0x0042;
pub(super) const DATES: u16 = 0x0022;
pub(super) const SHEET: u16 = 0x0085;
pub(super) const FORMAT: u16 = 0x041e;
pub(super) const STYLE: u16 = 0x00e0;
pub(super) const STRINGS: u16 = 0x00fc;
pub(super) const ROW: u16 = 0x0208;
pub(super) const COLUMNS: u16 = 0x007d;
pub(super) const MERGED: u16 = 0x00e5;
pub(super) const BLANK: u16 = 0x0201;
pub(super) const BLANKS: u16 = 0x00be;
pub(super) const NUMBER: u16 = 0x0203;
pub(super) const SHORT_NUMBER: u16 = 0x027e;
pub(super) const SHORT_NUMBERS: u16 = 0x00bd;
pub(super) const SHARED_TEXT: u16 = 0x00fd;
pub(super) const TEXT: u16 = 0x0204;
pub(super) const RICH_TEXT: u16 = 0x00d6;
pub(super) const TRUTH: u16 = 0x0205;
pub(super) const FORMULA: u16 = 0x0006;
pub(super) const FORMULA_TEXT: u16 = 0x0207;
pub(super) const TEXT_BOX: u16 = 0x01b6;
pub(super) const NOTE: u16 = 0x001c;

/// A record.
#[derive(Clone, Copy)]
pub(super) struct XlsRecord<'stream> {
    pub(super) kind: u16,
    pub(super) data: &'stream [u8],
}

/// The records from a place on.
pub(super) struct RecordStream<'stream> {
    rest: &'stream [u8],
}

impl<'stream> RecordStream<'stream> {
    pub(super) fn new(rest: &'stream [u8]) -> Self {
        Self { rest }
    }

    /// What stands in a record, with the records that go on with it, which are taken.
    pub(super) fn with_continued(&mut self, data: &'stream [u8]) -> Vec<&'stream [u8]> {
        let mut pieces = vec![data];
        while number16(self.rest, 0) == Some(CONTINUE) {
            let Some(more) = self.next() else { break };
            pieces.push(more.data);
        }
        pieces
    }
}

impl<'stream> Iterator for RecordStream<'stream> {
    type Item = XlsRecord<'stream>;

    /// The next one. What is cut off by the end of the stream is none.
    fn next(&mut self) -> Option<XlsRecord<'stream>> {
        let kind = number16(self.rest, 0)?;
        let end = 4 + usize::from(number16(self.rest, 2)?);
        let data = self.rest.get(4..end)?;
        self.rest = self.rest.get(end..)?;
        Some(XlsRecord { kind, data })
    }
}
