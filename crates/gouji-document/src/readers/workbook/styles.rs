//! Styles: which number format a cell has.

use super::format::built_in;
use crate::problems::Refusal;
use crate::readers::xml::{XmlEvent, XmlReader};
use std::collections::HashMap;

/// The number formats of the styles of cells, by number of style.
#[derive(Default)]
pub(crate) struct Styles {
    formats: Vec<String>,
}

impl Styles {
    /// Reads the part that declares them.
    pub(crate) fn read(part: &str, text: &str) -> Result<Self, Refusal> {
        let mut own: HashMap<u32, String> = HashMap::new();
        let mut styles = Self::default();
        let mut is_cell_style = false;
        let mut xml = XmlReader::new(part, text);
        loop {
            match xml.next()? {
                XmlEvent::Open(element) => match element.name() {
                    "numFmt" => {
                        let number = element.attribute("numFmtId").and_then(|it| it.parse().ok());
                        own.extend(number.zip(element.attribute("formatCode")));
                    }
                    "cellXfs" => is_cell_style = true,
                    "xf" if is_cell_style => {
                        let number = element.attribute("numFmtId").and_then(|it| it.parse().ok());
                        let number = number.unwrap_or(0);
                        let format = own.get(&number).cloned();
                        styles.formats.push(format.unwrap_or_else(|| built_in(number).to_owned()));
                    }
                    _ => {}
                },
                XmlEvent::Close(name) if name == "cellXfs" => is_cell_style = false,
                XmlEvent::Close(_) | XmlEvent::Text(_) => {}
                XmlEvent::End => return Ok(styles),
            }
        }
    }

    /// The number format of a style.
    pub(crate) fn format(&self, style: Option<usize>) -> &str {
        self.formats.get(style.unwrap_or(0)).map_or("General", String::as_str)
    }
}
