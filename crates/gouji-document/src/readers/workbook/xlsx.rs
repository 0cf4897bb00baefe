//! Workbooks of XML parts in a package: xlsx and xlsm.

use super::format::shown;
use super::reference;
use super::sheet::{MOST_CELLS, Sheet, SheetCell, with_plain_line_ends};
use super::styles::Styles;
use super::text_of_sheets::TextOfSheets;
use crate::Document;
use crate::problems::{self, Refusal};
use crate::readers::package::Package;
use crate::readers::xml::{XmlElement, XmlEvent, XmlReader};
use std::collections::HashMap;
use std::sync::Arc;

const WORKBOOK: &str = "xl/workbook.xml";

/// Reads a workbook.
pub(crate) fn read(bytes: Vec<u8>) -> Result<Document, Refusal> {
    let mut package = Package::open(bytes)?;
    let workbook = Workbook::read(&mut package)?;
    let mut text = TextOfSheets::default();
    text.unread.charts = workbook.charts;
    text.unread.drawings = drawings(&mut package)?;
    let mut left = MOST_CELLS;
    for (sheet, part) in &workbook.sheets {
        let Some(xml) = package.part(part)? else {
            return Err(missing(part));
        };
        let sheet =
            Sheet { name: sheet.name.clone(), is_hidden: sheet.is_hidden, ..Sheet::default() };
        let sheet = SheetReader::new(&workbook, sheet, left).read(part, &xml)?;
        left = left.saturating_sub(sheet.cells.len());
        text.add(sheet)?;
    }
    Ok(text.finish())
}

fn missing(part: &str) -> Refusal {
    problems::damaged(format!("缺少其中的 {part}"), format!("its part {part} is missing"))
}

/// How many drawings hold texts.
fn drawings(package: &mut Package) -> Result<u32, Refusal> {
    let parts: Vec<String> = package.parts("xl/drawings/drawing");
    let mut drawings = 0;
    for part in parts {
        let xml = package.part(&part)?.unwrap_or_default();
        drawings += u32::from(xml.contains("</a:t>"));
    }
    Ok(drawings)
}

/// What all sheets of a workbook share.
struct Workbook {
    /// Sheets without their cells, and the parts that hold those.
    sheets: Vec<(Sheet, String)>,
    strings: Vec<Arc<str>>,
    styles: Styles,
    is_1904: bool,
    /// Sheets without cells.
    charts: u32,
}

impl Workbook {
    fn read(package: &mut Package) -> Result<Self, Refusal> {
        let (names, is_1904) = match package.part(WORKBOOK)? {
            Some(xml) => sheets(&xml)?,
            None => return Err(missing(WORKBOOK)),
        };
        let relations = match package.part("xl/_rels/workbook.xml.rels")? {
            Some(xml) => relations(&xml)?,
            None => return Err(missing("xl/_rels/workbook.xml.rels")),
        };
        let of_kind = |kind: &str| {
            let mut all = relations.values();
            all.find(|(it, _)| it == kind).map(|(_, part)| part.clone())
        };
        let styles = match of_kind("styles") {
            Some(part) => package.part(&part)?.map(|xml| Styles::read(&part, &xml)).transpose()?,
            None => None,
        };
        let strings = match of_kind("sharedStrings") {
            Some(part) => package.part(&part)?.map(|xml| strings(&part, &xml)).transpose()?,
            None => None,
        };
        let all = names.len();
        let sheets = names.into_iter().filter_map(|(sheet, id)| {
            let (kind, part) = relations.get(&id)?;
            // Charts and old macros are sheets as well, without cells.
            (kind == "worksheet").then(|| (sheet, part.clone()))
        });
        let sheets: Vec<(Sheet, String)> = sheets.collect();
        Ok(Self {
            charts: (all - sheets.len()) as u32,
            sheets,
            strings: strings.unwrap_or_default(),
            styles: styles.unwrap_or_default(),
            is_1904,
        })
    }
}

/// Sheets with the identifiers of their parts, and whether days count from 1904.
fn sheets(xml: &str) -> Result<(Vec<(Sheet, String)>, bool), Refusal> {
    let (mut sheets, mut is_1904) = (Vec::new(), false);
    let mut xml = XmlReader::new(WORKBOOK, xml);
    loop {
        match xml.next()? {
            XmlEvent::Open(element) => match element.name() {
                "workbookPr" => is_1904 = element.is_set("date1904"),
                "sheet" => {
                    let name = element.attribute("name").unwrap_or_default();
                    let is_hidden = element.attribute("state").is_some_and(|it| it != "visible");
                    let id = element.attribute("id").unwrap_or_default();
                    sheets.push((Sheet { name, is_hidden, ..Sheet::default() }, id));
                }
                _ => {}
            },
            XmlEvent::Close(_) | XmlEvent::Text(_) => {}
            XmlEvent::End => return Ok((sheets, is_1904)),
        }
    }
}

/// Kinds and names of the parts that the workbook relates to, by identifier.
fn relations(xml: &str) -> Result<HashMap<String, (String, String)>, Refusal> {
    let mut relations = HashMap::new();
    let mut xml = XmlReader::new("xl/_rels/workbook.xml.rels", xml);
    loop {
        match xml.next()? {
            XmlEvent::Open(element) if element.name() == "Relationship" => {
                let kind = element.attribute("Type").unwrap_or_default();
                let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
                let target = element.attribute("Target").unwrap_or_default();
                let part = match target.strip_prefix('/') {
                    Some(part) => part.to_owned(),
                    None => format!("xl/{}", target.trim_start_matches("./")),
                };
                relations.insert(element.attribute("Id").unwrap_or_default(), (kind, part));
            }
            XmlEvent::Open(_) | XmlEvent::Close(_) | XmlEvent::Text(_) => {}
            XmlEvent::End => return Ok(relations),
        }
    }
}

/// The texts that cells share; how they are pronounced is left out.
fn strings(part: &str, xml: &str) -> Result<Vec<Arc<str>>, Refusal> {
    let (mut strings, mut text) = (Vec::new(), String::new());
    let (mut in_text, mut in_phonetic) = (false, false);
    let mut xml = XmlReader::new(part, xml);
    loop {
        match xml.next()? {
            XmlEvent::Open(element) => match element.name() {
                "si" => text.clear(),
                "t" => in_text = true,
                "rPh" => in_phonetic = true,
                _ => {}
            },
            XmlEvent::Close(name) => match &*name {
                "si" => strings.push(Arc::from(plain(&text))),
                "t" => in_text = false,
                "rPh" => in_phonetic = false,
                _ => {}
            },
            XmlEvent::Text(piece) if in_text && !in_phonetic => text.push_str(&piece),
            XmlEvent::Text(_) => {}
            XmlEvent::End => return Ok(strings),
        }
    }
}

/// A text with the characters that these files write as `_x000D_`: line ends that are no content.
fn plain(text: &str) -> String {
    with_plain_line_ends(&text.replace("_x000D_", ""))
}

/// What a cell says before it is known what it shows.
#[derive(Default)]
struct RawCell {
    place: Option<(u32, u32)>,
    kind: String,
    style: Option<usize>,
    value: String,
    formula: Option<String>,
}

struct SheetReader<'book> {
    book: &'book Workbook,
    sheet: Sheet,
    /// How many cells more are read.
    left: usize,
    row: u32,
    column: u32,
    cell: RawCell,
    /// The element whose text is that of the cell: its value, formula or own text.
    inside: Inside,
    in_phonetic: bool,
    shared: HashMap<String, String>,
    shares: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Inside {
    Nothing,
    Value,
    Formula,
}

impl<'book> SheetReader<'book> {
    fn new(book: &'book Workbook, sheet: Sheet, left: usize) -> Self {
        Self {
            book,
            sheet,
            left,
            row: 0,
            column: 0,
            cell: RawCell::default(),
            inside: Inside::Nothing,
            in_phonetic: false,
            shared: HashMap::new(),
            shares: None,
        }
    }

    fn read(mut self, part: &str, xml: &str) -> Result<Sheet, Refusal> {
        let mut xml = XmlReader::new(part, xml);
        loop {
            match xml.next()? {
                XmlEvent::Open(element) => self.open(&element),
                XmlEvent::Close(name) => self.close(&name)?,
                XmlEvent::Text(text) if !self.in_phonetic => match self.inside {
                    Inside::Value => self.cell.value.push_str(&text),
                    Inside::Formula => self.cell.formula.get_or_insert_default().push_str(&text),
                    Inside::Nothing => {}
                },
                XmlEvent::Text(_) => {}
                XmlEvent::End => {
                    self.sheet.hidden_rows.sort_unstable();
                    return Ok(self.sheet);
                }
            }
        }
    }

    fn open(&mut self, element: &XmlElement<'_>) {
        let number = |name: &str| element.attribute(name).and_then(|it| it.parse::<u32>().ok());
        match element.name() {
            "col" if element.is_set("hidden") => {
                self.sheet.hidden_columns.extend(number("min").zip(number("max")));
            }
            "row" => {
                self.row = number("r").unwrap_or(self.row.saturating_add(1));
                self.column = 0;
                if element.is_set("hidden") {
                    self.sheet.hidden_rows.push(self.row);
                }
            }
            "c" => {
                let place = element.attribute("r").and_then(|it| reference::cell(&it));
                let place = place.unwrap_or((self.row, self.column.saturating_add(1)));
                self.column = place.1;
                let is_in_sheet = (1..=reference::LAST.0).contains(&place.0)
                    && (1..=reference::LAST.1).contains(&place.1);
                self.cell = RawCell {
                    place: is_in_sheet.then_some(place),
                    kind: element.attribute("t").unwrap_or_default(),
                    style: number("s").map(|style| style as usize),
                    ..RawCell::default()
                };
            }
            "v" | "t" => self.inside = Inside::Value,
            "rPh" => self.in_phonetic = true,
            "f" => {
                self.inside = Inside::Formula;
                self.cell.formula = Some(String::new());
                let is_shared = element.attribute("t").is_some_and(|kind| kind == "shared");
                self.shares = element.attribute("si").filter(|_| is_shared);
            }
            "mergeCell" => {
                let range = element.attribute("ref").and_then(|it| reference::range(&it));
                self.sheet.merged.extend(range);
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &str) -> Result<(), Refusal> {
        match name {
            "v" | "t" => self.inside = Inside::Nothing,
            "rPh" => self.in_phonetic = false,
            "f" => {
                self.inside = Inside::Nothing;
                if let (Some(shared), Some(formula)) = (self.shares.take(), &mut self.cell.formula)
                {
                    match formula.is_empty() {
                        // Said as it stands in the first of the cells that share it.
                        true => *formula = self.shared.get(&shared).cloned().unwrap_or_default(),
                        false => {
                            self.shared.insert(shared, format!("{formula} …"));
                        }
                    }
                }
            }
            "c" => return self.take_cell(),
            _ => {}
        }
        Ok(())
    }

    fn take_cell(&mut self) -> Result<(), Refusal> {
        let RawCell { place, kind, style, value, formula } = std::mem::take(&mut self.cell);
        let Some((row, column)) = place else { return Ok(()) };
        if self.sheet.rows.last() != Some(&row) {
            self.sheet.rows.push(row);
        }
        let format = self.book.styles.format(style);
        let text: Arc<str> = match &*kind {
            _ if value.is_empty() => Arc::from(""),
            "s" => {
                let index = value.trim().parse::<usize>().ok();
                let string = index.and_then(|at| self.book.strings.get(at));
                string.cloned().unwrap_or_else(|| Arc::from("\u{fffd}"))
            }
            "str" | "inlineStr" => plain(&value).into(),
            "b" => Arc::from(if value.trim() == "1" { "TRUE" } else { "FALSE" }),
            "e" | "d" => Arc::from(value.trim()),
            _ => {
                let shown = shown(value.trim(), format, self.book.is_1904);
                self.sheet.unknown_formats += u32::from(shown.is_plain);
                shown.text.into()
            }
        };
        if formula.is_some() && value.is_empty() && kind != "str" {
            self.sheet.without_value += 1;
        }
        if text.is_empty() {
            return Ok(());
        }
        let Some(left) = self.left.checked_sub(1) else {
            return Err(problems::unpacks_too_large());
        };
        self.left = left;
        self.sheet.cells.push(SheetCell { row, column, text, formula });
        Ok(())
    }
}
