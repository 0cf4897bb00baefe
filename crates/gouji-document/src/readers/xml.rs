//! XML, event by event; entities are never expanded but the five that XML itself declares.

use crate::problems::{self, Refusal};
use quick_xml::Reader;
use quick_xml::escape::{resolve_predefined_entity, unescape};
use quick_xml::events::{BytesStart, Event};
use std::borrow::Cow;

/// What comes next in an XML text; names are without their prefix.
pub(crate) enum XmlEvent<'text> {
    Open(XmlElement<'text>),
    Close(String),
    Text(Cow<'text, str>),
    End,
}

/// The start of an element.
pub(crate) struct XmlElement<'text> {
    start: BytesStart<'text>,
}

impl XmlElement<'_> {
    /// Its name without prefix.
    pub(crate) fn name(&self) -> &str {
        local(self.start.name().0)
    }

    /// An attribute by its name without prefix.
    pub(crate) fn attribute(&self, name: &str) -> Option<String> {
        let mut attributes = self.start.attributes();
        let attributes = attributes.with_checks(false).filter_map(Result::ok);
        let found = attributes.into_iter().find(|it| local(it.key.0) == name)?;
        Some(unescape(&found.value).map_or_else(|_| found.value.to_string(), Cow::into_owned))
    }

    /// Whether an attribute says yes.
    pub(crate) fn is_set(&self, name: &str) -> bool {
        self.attribute(name).is_some_and(|value| matches!(&*value, "1" | "true" | "on"))
    }
}

fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

/// Reads an XML text.
pub(crate) struct XmlReader<'text> {
    reader: Reader<&'text [u8]>,
    part: &'text str,
}

impl<'text> XmlReader<'text> {
    /// Over the text of a part of that name.
    pub(crate) fn new(part: &'text str, text: &'text str) -> Self {
        let mut reader = Reader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        Self { reader, part }
    }

    /// What comes next.
    pub(crate) fn next(&mut self) -> Result<XmlEvent<'text>, Refusal> {
        loop {
            let event = self.reader.read_event().map_err(|_| self.damaged())?;
            return Ok(match event {
                Event::Start(start) | Event::Empty(start) => XmlEvent::Open(XmlElement { start }),
                Event::End(end) => XmlEvent::Close(local(end.name().0).to_owned()),
                Event::Text(text) => XmlEvent::Text(text.into_inner()),
                Event::CData(text) => XmlEvent::Text(text.into_inner()),
                Event::GeneralRef(name) => {
                    let character = name.resolve_char_ref().ok().flatten();
                    let text = match character {
                        Some(character) => character.to_string(),
                        None => resolve_predefined_entity(&name).unwrap_or("\u{fffd}").to_owned(),
                    };
                    XmlEvent::Text(text.into())
                }
                // Office programs declare no document types; entity bombs do.
                Event::DocType(_) => return Err(self.damaged()),
                Event::Eof => XmlEvent::End,
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) => continue,
            });
        }
    }

    fn damaged(&self) -> Refusal {
        let part = self.part;
        problems::damaged(
            format!("其中的 {part} 不是正常的 XML"),
            format!("its part {part} is no proper XML"),
        )
    }
}
