//! Word documents of XML parts in a package: docx.
//!
//! A paragraph becomes a line, a row of a table a line of cells; a tab in a paragraph parts cells as it does
//! in texts. What a merged cell covers is blank. Tables inside cells follow the one around them. Headers and
//! footers are furniture of the page, and comments are not printed: neither is read.

mod counters;
mod numbering;

use crate::problems::{self, Refusal};
use crate::readers::package::Package;
use crate::readers::projected::ProjectedText;
use crate::readers::xml::{XmlElement, XmlEvent, XmlReader};
use crate::{Document, DocumentOrigin};
use gouji_text::TextRange;
use numbering::Numberings;

const DOCUMENT: &str = "word/document.xml";

/// Deeper tables are read as text of the cell around them.
const DEEPEST: usize = 16;

/// A cell spans at most so many columns.
const WIDEST: u16 = 256;

/// Reads a document.
pub(crate) fn read(bytes: Vec<u8>) -> Result<Document, Refusal> {
    let mut package = Package::open(bytes)?;
    let Some(xml) = package.part(DOCUMENT)? else {
        return Err(problems::damaged(
            format!("缺少其中的 {DOCUMENT}"),
            format!("its part {DOCUMENT} is missing"),
        ));
    };
    let numberings = Numberings::read(&mut package)?;
    let mut reader = WordReader { numberings, ..WordReader::default() };
    let mut events = XmlReader::new(DOCUMENT, &xml);
    loop {
        match events.next()? {
            XmlEvent::Open(element) => reader.open(&element),
            XmlEvent::Close(name) => reader.close(&name)?,
            XmlEvent::Text(text) if reader.in_text && reader.skipped == 0 => {
                reader.paragraph.text.push_str(&text);
            }
            XmlEvent::Text(_) => {}
            XmlEvent::End => break,
        }
    }
    Ok(reader.finish())
}

#[derive(Default)]
struct WordReader {
    out: ProjectedText,
    numberings: Numberings,
    paragraph: Paragraph,
    in_text: bool,
    /// So many elements deep in one that is not printed or not read.
    skipped: u32,
    tables: Vec<WordTable>,
    /// Tables inside the one at hand that wait for its end.
    inner: Vec<WordTable>,
    table_count: u32,
    /// Text boxes and pictures.
    boxes: u32,
    /// Footnotes and endnotes.
    notes: u32,
    /// Stretches of hidden text, which are read, and where the first stands.
    hidden: u32,
    first_hidden: Option<u32>,
    /// Whether what is read are the properties of a paragraph.
    in_properties: bool,
}

#[derive(Default)]
struct Paragraph {
    text: String,
    /// Whether its end is deleted: the next goes on with it.
    goes_on: bool,
    style: Option<String>,
    level: Option<u32>,
    list: Option<String>,
}

#[derive(Default)]
struct WordTable {
    rows: Vec<Vec<WordCell>>,
    row: Vec<WordCell>,
    is_deleted: bool,
}

#[derive(Default)]
struct WordCell {
    text: String,
    paragraphs: u32,
    columns: u16,
    is_covered: bool,
}

impl WordReader {
    fn open(&mut self, element: &XmlElement<'_>) {
        let name = element.name();
        if matches!(name, "txbxContent" | "pic") && self.skipped == 0 {
            self.boxes += 1;
        }
        let is_unprinted = matches!(
            name,
            "del"
                | "moveFrom"
                | "Fallback"
                | "instrText"
                | "txbxContent"
                | "pic"
                | "rt"
                | "pPrChange"
                | "tblPrChange"
                | "rPrChange"
                | "trPrChange"
                | "tcPrChange"
                | "sectPrChange"
        );
        if name == "del" && self.skipped == 0 && element.attribute("id").is_some() {
            // Marked on the properties of a row it says that the row is deleted.
            if let Some(table) = self.tables.last_mut() {
                table.is_deleted |= table.row.is_empty();
            }
        }
        if matches!(name, "del" | "moveFrom") && self.in_properties {
            self.paragraph.goes_on = true;
        }
        if self.skipped > 0 || is_unprinted {
            self.skipped += 1;
            return;
        }
        let value = || element.attribute("val");
        match name {
            "p" if self.paragraph.goes_on => self.paragraph.goes_on = false,
            "p" => self.paragraph = Paragraph::default(),
            "pPr" => self.in_properties = true,
            "vanish"
                if !self.in_properties && value().is_none_or(|it| it != "0" && it != "false") =>
            {
                self.hidden += 1;
                self.first_hidden.get_or_insert(self.out.end());
            }
            "footnoteReference" | "endnoteReference" => self.notes += 1,
            "pStyle" => self.paragraph.style = value(),
            "ilvl" => self.paragraph.level = value().and_then(|it| it.parse().ok()),
            "numId" => self.paragraph.list = value(),
            "t" => self.in_text = true,
            "tab" if element.attribute("pos").is_none() => self.paragraph.text.push('\t'),
            "br" | "cr" => self.paragraph.text.push('\n'),
            "noBreakHyphen" => self.paragraph.text.push('-'),
            "tbl" if self.tables.len() < DEEPEST => self.tables.push(WordTable::default()),
            "tr" => {
                if let Some(table) = self.tables.last_mut() {
                    table.row.clear();
                    table.is_deleted = false;
                }
            }
            "gridBefore" => {
                let columns =
                    value().and_then(|it| it.parse::<u16>().ok()).unwrap_or(0).min(WIDEST);
                if let Some(table) = self.tables.last_mut() {
                    let blank = || WordCell { columns: 1, is_covered: true, ..WordCell::default() };
                    table.row.extend((0..columns).map(|_| blank()));
                }
            }
            "tc" => {
                if let Some(table) = self.tables.last_mut() {
                    table.row.push(WordCell { columns: 1, ..WordCell::default() });
                }
            }
            "gridSpan" => {
                if let Some(cell) = self.cell() {
                    let columns = value().and_then(|it| it.parse::<u16>().ok());
                    cell.columns = columns.unwrap_or(1).clamp(1, WIDEST);
                }
            }
            "vMerge" => {
                let is_covered = value().is_none_or(|it| it != "restart");
                if let Some(cell) = self.cell() {
                    cell.is_covered = is_covered;
                }
            }
            _ => {}
        }
    }

    fn cell(&mut self) -> Option<&mut WordCell> {
        self.tables.last_mut()?.row.last_mut()
    }

    fn close(&mut self, name: &str) -> Result<(), Refusal> {
        if self.skipped > 0 {
            self.skipped -= 1;
            return Ok(());
        }
        match name {
            "t" => self.in_text = false,
            "pPr" => self.in_properties = false,
            // What the end of a table cell or of the document follows ends there.
            "p" if self.paragraph.goes_on => {}
            "p" => self.end_paragraph()?,
            "tc" | "body" if self.paragraph.goes_on => self.end_paragraph()?,
            "tr" => {
                if let Some(table) = self.tables.last_mut() {
                    let row = std::mem::take(&mut table.row);
                    if !table.is_deleted {
                        table.rows.push(row);
                    }
                }
            }
            "tbl" => {
                if let Some(table) = self.tables.pop() {
                    self.inner.push(table);
                }
                if self.tables.is_empty() {
                    // The outermost was closed last.
                    let mut inner = std::mem::take(&mut self.inner);
                    for table in inner.pop().into_iter().chain(inner) {
                        self.write_table(table)?;
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn finish(self) -> Document {
        let unread = [
            (self.boxes, ["文本框和图片 {} 处", "{} text boxes and pictures"]),
            (self.notes, ["脚注和尾注 {} 条", "{} footnotes and endnotes"]),
            (
                self.numberings.unknown,
                ["写法不认识的自动编号 {} 个", "{} automatic numbers in unknown ways"],
            ),
        ];
        let hidden = [(self.hidden, ["文字 {} 处", "{} stretches of text"])];
        let first = TextRange::empty(self.first_hidden.unwrap_or(0).min(self.out.end()));
        let mut noticed = Vec::new();
        noticed.extend(problems::hidden_parts(&[], hidden, first));
        noticed.extend(problems::parts_unread(unread));
        self.out.finish(DocumentOrigin::Word, noticed)
    }

    fn end_paragraph(&mut self) -> Result<(), Refusal> {
        let paragraph = std::mem::take(&mut self.paragraph);
        let (style, list) = (paragraph.style.as_deref(), paragraph.list.as_deref());
        let number = self.numberings.next(style, list, paragraph.level);
        let number = number.unwrap_or_default();
        if let Some(cell) = self.cell() {
            if cell.paragraphs > 0 {
                cell.text.push('\n');
            }
            cell.paragraphs += 1;
            // The number of a list is no part of an amount that stands in it.
            if !paragraph.text.starts_with(|first: char| first.is_ascii_digit()) {
                cell.text.push_str(&number);
            }
            cell.text.push_str(&paragraph.text);
            return Ok(());
        }
        let text = format!("{number}{}", paragraph.text);
        self.out.addresses.own_place(self.out.end());
        for line in text.split('\n') {
            for cell in line.split('\t') {
                self.out.cell(cell, (1, 1))?;
            }
            self.out.end_line();
        }
        Ok(())
    }

    fn write_table(&mut self, table: WordTable) -> Result<(), Refusal> {
        self.table_count += 1;
        self.out.addresses.part(&format!("表{}", self.table_count));
        for (number, row) in table.rows.iter().enumerate() {
            let mut column = 1;
            for cell in row {
                for further in 0..cell.columns {
                    let is_shown = further == 0 && !cell.is_covered;
                    let start = self.out.next_cell();
                    self.out.addresses.cell(start, number as u32 + 1, column, None);
                    let text = if is_shown { &*cell.text } else { "" };
                    self.out.cell(text, (if further == 0 { cell.columns } else { 1 }, 1))?;
                    column += 1;
                }
            }
            self.out.end_line();
        }
        self.out.addresses.own_place(self.out.end());
        Ok(())
    }
}
