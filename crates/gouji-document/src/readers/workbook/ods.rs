//! Workbooks of the open document format: ods. They hold what cells display beside what stands behind.

use super::format::shown;
use super::reference::LAST;
use super::sheet::{MOST_CELLS, Sheet, SheetCell};
use super::text_of_sheets::TextOfSheets;
use crate::Document;
use crate::problems::{self, Refusal};
use crate::readers::package::Package;
use crate::readers::xml::{XmlElement, XmlEvent, XmlReader};
use std::collections::HashSet;
use std::sync::Arc;

const CONTENT: &str = "content.xml";

/// More cells in one that is repeated fill a row up to its end, and are none that somebody made.
const MOST_REPEATED: u32 = 256;

/// Reads a workbook.
pub(crate) fn read(bytes: Vec<u8>) -> Result<Document, Refusal> {
    let mut package = Package::open(bytes)?;
    let manifest = package.part("META-INF/manifest.xml")?;
    if manifest.is_some_and(|manifest| manifest.contains("encryption-data")) {
        return Err(Box::new(problems::encrypted()));
    }
    let Some(content) = package.part(CONTENT)? else {
        let (chinese, english) = ("缺少其中的 content.xml", "its part content.xml is missing");
        return Err(problems::damaged(chinese, english));
    };
    let mut reader = ContentReader { left: MOST_CELLS, ..ContentReader::default() };
    let mut xml = XmlReader::new(CONTENT, &content);
    loop {
        match xml.next()? {
            XmlEvent::Open(element) => reader.open(&element),
            XmlEvent::Close(name) => reader.close(&name)?,
            XmlEvent::Text(text) => reader.text(&text),
            XmlEvent::End => return Ok(reader.out.finish()),
        }
    }
}

#[derive(Default)]
struct ContentReader {
    out: TextOfSheets,
    /// Styles of tables that are not displayed, and the style being read.
    undisplayed: HashSet<String>,
    style: String,
    sheet: Option<Sheet>,
    left: usize,
    row: u32,
    row_repeats: u32,
    column: u32,
    hidden_column: u32,
    /// The cells of the row at hand, by column.
    cells: Vec<OpenRowCell>,
    has_cells: bool,
    cell: Option<OpenCell>,
    /// Notes, changes and the like: so many elements deep in one that nobody sees in the cell.
    skipped: u32,
    in_paragraph: bool,
}

/// Column, text, formula, and the rows and columns that it spans.
type OpenRowCell = (u32, Arc<str>, Option<String>, (u32, u32));

struct OpenCell {
    repeats: u32,
    span: (u32, u32),
    text: String,
    paragraphs: u32,
    value: Option<String>,
    formula: Option<String>,
}

impl ContentReader {
    fn open(&mut self, element: &XmlElement<'_>) {
        let name = element.name();
        if self.skipped > 0
            || matches!(name, "annotation" | "tracked-changes" | "ruby-text" | "shapes")
        {
            self.skipped += 1;
            return;
        }
        let number = |name: &str| {
            element.attribute(name).and_then(|it| it.parse().ok()).unwrap_or(1_u32).max(1)
        };
        match name {
            "style" => self.style = element.attribute("name").unwrap_or_default(),
            "table-properties" if element.attribute("display").is_some_and(|it| it == "false") => {
                self.undisplayed.insert(self.style.clone());
            }
            "table" if self.sheet.is_none() => {
                let style = element.attribute("style-name").unwrap_or_default();
                let name = element.attribute("name").unwrap_or_default();
                let is_hidden = self.undisplayed.contains(&style);
                self.sheet = Some(Sheet { name, is_hidden, ..Sheet::default() });
                (self.row, self.hidden_column) = (1, 1);
            }
            "table-column" => {
                let repeats = number("number-columns-repeated");
                let first = self.hidden_column;
                self.hidden_column = first.saturating_add(repeats);
                if is_hidden(element)
                    && let Some(sheet) = &mut self.sheet
                {
                    sheet.hidden_columns.push((first, self.hidden_column - 1));
                }
            }
            "table-row" => {
                self.row_repeats = number("number-rows-repeated");
                self.column = 1;
                self.has_cells = false;
                self.cells.clear();
                if is_hidden(element)
                    && let Some(sheet) = &mut self.sheet
                {
                    let rows =
                        self.row..self.row.saturating_add(self.row_repeats.min(MOST_REPEATED));
                    sheet.hidden_rows.extend(rows);
                }
            }
            "table-cell" | "covered-table-cell" => {
                let repeats = number("number-columns-repeated");
                let is_made =
                    name == "covered-table-cell" || element.attribute("style-name").is_some();
                self.has_cells |= is_made && repeats <= MOST_REPEATED;
                self.cell = Some(OpenCell {
                    repeats,
                    span: (number("number-rows-spanned"), number("number-columns-spanned")),
                    text: String::new(),
                    paragraphs: 0,
                    value: element.attribute("value"),
                    formula: element.attribute("formula").map(|it| plain_formula(&it)),
                });
                if name == "covered-table-cell" {
                    // Nobody sees what it holds.
                    self.cell = Some(OpenCell { repeats, ..OpenCell::covered() });
                }
            }
            "p" | "h" => {
                self.in_paragraph = true;
                if let Some(cell) = &mut self.cell {
                    if cell.paragraphs > 0 {
                        cell.text.push('\n');
                    }
                    cell.paragraphs += 1;
                }
            }
            "s" => self.text(&" ".repeat(number("c").min(1000) as usize)),
            "tab" => self.text("\t"),
            "line-break" => self.text("\n"),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.skipped == 0
            && self.in_paragraph
            && let Some(cell) = &mut self.cell
        {
            cell.text.push_str(text);
        }
    }

    fn close(&mut self, name: &str) -> Result<(), Refusal> {
        if self.skipped > 0 {
            self.skipped -= 1;
            return Ok(());
        }
        match name {
            "p" | "h" => self.in_paragraph = false,
            "table-cell" | "covered-table-cell" => self.end_cell()?,
            "table-row" => self.end_row()?,
            "table" => {
                if let Some(mut sheet) = self.sheet.take() {
                    sheet.hidden_rows.sort_unstable();
                    self.out.add(sheet)?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn end_cell(&mut self) -> Result<(), Refusal> {
        let Some(cell) = self.cell.take() else { return Ok(()) };
        let column = self.column;
        self.column = column.saturating_add(cell.repeats);
        let text = match (&*cell.text, &cell.value) {
            ("", Some(value)) => shown(value, "General", false).text,
            (text, _) => text.to_owned(),
        };
        if text.is_empty() {
            if cell.formula.is_some()
                && cell.paragraphs == 0
                && let Some(sheet) = &mut self.sheet
            {
                sheet.without_value += 1;
            }
            return Ok(());
        }
        let text: Arc<str> = text.into();
        for column in column..self.column.min(LAST.1 + 1) {
            self.take(1)?;
            self.cells.push((column, Arc::clone(&text), cell.formula.clone(), cell.span));
        }
        Ok(())
    }

    fn take(&mut self, cells: usize) -> Result<(), Refusal> {
        self.left = self.left.checked_sub(cells).ok_or_else(problems::unpacks_too_large)?;
        Ok(())
    }

    fn end_row(&mut self) -> Result<(), Refusal> {
        let cells = std::mem::take(&mut self.cells);
        let first = self.row;
        self.row = first.saturating_add(self.row_repeats);
        if !cells.is_empty() {
            let more = (self.row_repeats as usize).saturating_sub(1).saturating_mul(cells.len());
            self.take(more)?;
        }
        let Some(sheet) = &mut self.sheet else { return Ok(()) };
        let exists = !cells.is_empty() || (self.has_cells && self.row_repeats <= MOST_REPEATED);
        for row in (first..self.row.min(LAST.0 + 1)).take_while(|_| exists) {
            sheet.rows.push(row);
            for (column, text, formula, (rows, columns)) in &cells {
                let (text, formula) = (Arc::clone(text), formula.clone());
                sheet.cells.push(SheetCell { row, column: *column, text, formula });
                if *rows > 1 || *columns > 1 {
                    let last_row = row.saturating_add(rows - 1).min(LAST.0);
                    let last_column = column.saturating_add(columns - 1).min(LAST.1);
                    sheet.merged.push(((row, *column), (last_row, last_column)));
                }
            }
        }
        Ok(())
    }
}

impl OpenCell {
    fn covered() -> Self {
        Self {
            repeats: 1,
            span: (1, 1),
            text: String::new(),
            paragraphs: 0,
            value: None,
            formula: None,
        }
    }
}

fn is_hidden(element: &XmlElement<'_>) -> bool {
    element.attribute("visibility").is_some_and(|it| it == "collapse" || it == "filter")
}

/// `of:=SUM([.B2:.B5])` as people write it: `SUM(B2:B5)`.
fn plain_formula(formula: &str) -> String {
    let formula = formula.split_once('=').map_or(formula, |(_, behind)| behind);
    formula.replace("[.", "").replace(":.", ":").replace(['[', ']'], "")
}
