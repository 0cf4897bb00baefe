//! Workbooks of Excel 97 and 95: records in a stream of a compound file (BIFF8 and BIFF5).

mod formula;
mod records;
mod sheet;
mod strings;

use super::format::built_in;
use super::sheet::{MOST_CELLS, Sheet, with_plain_line_ends};
use super::text_of_sheets::TextOfSheets;
use crate::Document;
use crate::problems::{self, Refusal};
use crate::readers::bytes::{number16, number32};
use crate::readers::compound::Compound;
use encoding_rs::{Encoding, WINDOWS_1252};
use records::{RecordStream, XlsRecord};
use sheet::SheetRecords;
use std::collections::HashMap;
use std::sync::Arc;
use strings::Pieces;

/// Texts that cells share take at most so many bytes.
const MOST_TEXT: usize = 64 << 20;

/// Reads a workbook.
pub(crate) fn read(bytes: Vec<u8>) -> Result<Document, Refusal> {
    let file = Compound::open(bytes)?;
    let Some(stream) = file.stream("Workbook").or_else(|| file.stream("Book")) else {
        return Err(missing());
    };
    let stream = stream?;
    let book = Book::read(&stream)?;
    let mut text = TextOfSheets::default();
    let mut left = MOST_CELLS;
    for listed in &book.sheets {
        if listed.kind != 0 {
            text.unread.charts += 1;
            continue;
        }
        let sheet =
            Sheet { name: listed.name.clone(), is_hidden: listed.is_hidden, ..Sheet::default() };
        let records = RecordStream::new(stream.get(listed.start..).unwrap_or_default());
        let read = SheetRecords::new(&book, sheet, left).read(records)?;
        left = left.saturating_sub(read.sheet.cells.len());
        text.unread.drawings += read.drawings;
        text.unread.binary += read.binary;
        text.add(read.sheet)?;
    }
    Ok(text.finish())
}

fn missing() -> Refusal {
    problems::damaged("里面没有工作簿", "there is no workbook in it")
}

/// A sheet as the workbook lists it.
struct ListedSheet {
    name: String,
    is_hidden: bool,
    /// 0 for a sheet of cells; charts and modules have others.
    kind: u8,
    /// Where its records begin in the stream.
    start: usize,
}

/// What all sheets of a workbook share.
struct Book {
    sheets: Vec<ListedSheet>,
    strings: Vec<Arc<str>>,
    /// The number format of each style of cells.
    formats: Vec<Arc<str>>,
    is_1904: bool,
    /// Whether its texts are of 16 bits a character (BIFF8), and not in an encoding of their own.
    is_wide: bool,
    encoding: &'static Encoding,
}

impl Book {
    fn read(stream: &[u8]) -> Result<Self, Refusal> {
        let mut book = Self {
            sheets: Vec::new(),
            strings: Vec::new(),
            formats: Vec::new(),
            is_1904: false,
            is_wide: true,
            encoding: WINDOWS_1252,
        };
        let mut records = RecordStream::new(stream);
        let first = records.next().filter(|record| record.kind == records::BEGIN);
        match first.and_then(|record| number16(record.data, 0)) {
            Some(0x0600) => {}
            Some(0x0500) => book.is_wide = false,
            _ => return Err(missing()),
        }
        let mut own: HashMap<u16, String> = HashMap::new();
        let mut styles: Vec<u16> = Vec::new();
        while let Some(record) = records.next().filter(|record| record.kind != records::END) {
            book.take(&record, &mut records, (&mut own, &mut styles))?;
        }
        let format = |number: u16| match own.get(&number) {
            Some(own) => Arc::from(own.as_str()),
            None => Arc::from(built_in(u32::from(number))),
        };
        book.formats = styles.into_iter().map(format).collect();
        Ok(book)
    }

    fn take<'stream>(
        &mut self,
        record: &XlsRecord<'stream>,
        records: &mut RecordStream<'stream>,
        (own, styles): (&mut HashMap<u16, String>, &mut Vec<u16>),
    ) -> Result<(), Refusal> {
        let data = record.data;
        match record.kind {
            records::PASSWORD => return Err(Box::new(problems::encrypted())),
            records::CODE_PAGE => {
                self.encoding = strings::encoding_of(number16(data, 0).unwrap_or(1252));
            }
            records::DATES => self.is_1904 = number16(data, 0) == Some(1),
            records::SHEET => self.sheets.extend(self.listed(data)),
            records::FORMAT => {
                let behind = data.get(2..).unwrap_or_default();
                own.extend(number16(data, 0).zip(self.text(behind, 2)));
            }
            records::STYLE => styles.extend(number16(data, 2)),
            records::STRINGS => self.strings = shared_strings(records.with_continued(data))?,
            _ => {}
        }
        Ok(())
    }

    fn listed(&self, data: &[u8]) -> Option<ListedSheet> {
        Some(ListedSheet {
            start: number32(data, 0)? as usize,
            is_hidden: data.get(4)? & 3 != 0,
            kind: *data.get(5)?,
            name: self.text(data.get(6..)?, 1)?,
        })
    }

    /// A text with its length in front, which takes one byte or two.
    fn text(&self, data: &[u8], length: usize) -> Option<String> {
        // In BIFF5 it takes one byte wherever that is.
        let length = if self.is_wide { length } else { 1 };
        let characters = match length {
            1 => u32::from(*data.first()?),
            _ => u32::from(number16(data, 0)?),
        };
        self.characters(data.get(length..)?, characters)
    }

    /// A text of so many characters.
    fn characters(&self, data: &[u8], characters: u32) -> Option<String> {
        if self.is_wide {
            return strings::text(data, characters);
        }
        let bytes = data.get(..characters as usize)?;
        Some(self.encoding.decode_without_bom_handling(bytes).0.into_owned())
    }
}

/// The texts that cells share.
fn shared_strings(pieces: Vec<&[u8]>) -> Result<Vec<Arc<str>>, Refusal> {
    let mut pieces = Pieces::new(pieces);
    let (mut strings, mut bytes) = (Vec::new(), 0_usize);
    let count = pieces.number32().and_then(|_| pieces.number32()).unwrap_or(0);
    for _ in 0..count {
        let Some(characters) = pieces.number16() else { break };
        let Some(text) = pieces.text(u32::from(characters)) else { break };
        bytes = bytes.saturating_add(text.len());
        if bytes > MOST_TEXT || strings.len() >= MOST_CELLS {
            return Err(problems::unpacks_too_large());
        }
        strings.push(with_plain_line_ends(&text).into());
    }
    Ok(strings)
}
