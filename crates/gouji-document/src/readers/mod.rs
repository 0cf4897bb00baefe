//! From bytes to the model: a folder a reader, and the table of formats.

pub(crate) mod builder;
mod bytes;
mod compound;
pub(crate) mod delimited;
mod formats;
mod html;
mod json;
mod markdown;
mod package;
mod pdf;
mod projected;
pub(crate) mod text;
mod word;
mod workbook;
mod xml;

use crate::decode::{decode, plain_utf8};
use crate::layout::{LayoutSummary, lay_out};
use crate::{Body, Digest, Document, DocumentOrigin, Encoding, ReaderProblem, problems};
use builder::{Built, Limits};
pub use formats::{FORMATS, Format, TEXT};
use formats::{FormatReader, TEXT_LIMITS};
use gouji_diagnostic::AddressMap;
use gouji_text::{LineIndex, is_blank};
use std::sync::Arc;

/// A text that is to be read.
struct TextToRead<'text> {
    text: &'text Arc<str>,
    lines: &'text LineIndex,
    encoding: Encoding,
    limits: &'static Limits,
}

/// A document that is still to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RawDocument {
    /// A text, as an editor holds it.
    Text {
        /// Its format, one of those that are texts.
        format: &'static Format,
        /// How it was decoded.
        encoding: Encoding,
        /// The text.
        text: Arc<str>,
    },
    /// Of a format that is no text, and read already.
    Read(Arc<Document>),
}

impl RawDocument {
    /// The document in the bytes of a file. What is no text is told by its content; between texts the
    /// extension of the name decides.
    pub fn of_bytes(name: &str, bytes: Vec<u8>) -> Self {
        if bytes.len() > TEXT_LIMITS.bytes {
            return Self::Read(Arc::new(nothing(problems::too_large())));
        }
        if let Some(format) = Format::of_content(&bytes) {
            return Self::Read(Arc::new(read_binary(name, format, bytes)));
        }
        let named = Format::of_named(name);
        if let Some(FormatReader::Markup(read)) = named.map(|named| &named.reader) {
            let read = read(bytes).unwrap_or_else(|why| nothing(*why));
            return Self::Read(Arc::new(read));
        }
        let is_binary =
            |it: &&Format| matches!(it.reader, FormatReader::Binary(_) | FormatReader::Foreign(..));
        if let Some(named) = named.filter(is_binary) {
            return Self::Read(Arc::new(nothing(problems::not_as_named(named.name))));
        }
        let format = text_format(named);
        if let Some(text) = plain_utf8(&bytes) {
            return Self::Text { format, encoding: Encoding::Utf8, text: text.into() };
        }
        let (text, encoding, _) = decode(bytes);
        Self::Text { format, encoding, text: text.into() }
    }

    /// A text that an editor holds under that name as a file of that language.
    pub fn of_editor(name: &str, language: &str, text: Arc<str>) -> Self {
        let format = Format::of_name(name).filter(|format| format.is_text());
        let format = text_format(format.or_else(|| Format::of_language(language)));
        Self::Text { format, encoding: Encoding::Utf8, text }
    }

    /// Its text; that of the model, where it is no text.
    pub fn text(&self) -> &Arc<str> {
        match self {
            Self::Text { text, .. } => text,
            Self::Read(document) => &document.body.text,
        }
    }

    /// The same document with another text.
    #[must_use]
    pub fn with_text(&self, text: Arc<str>) -> Self {
        match self {
            Self::Text { format, encoding, .. } => Self::Text { format, encoding: *encoding, text },
            Self::Read(_) => Self::Text { format: &TEXT, encoding: Encoding::Utf8, text },
        }
    }

    /// Reads it. Total: any bytes and any text give a document.
    pub fn read(&self) -> Arc<Document> {
        match self {
            Self::Text { format, encoding, text } => Arc::new(read_as(format, *encoding, text)),
            Self::Read(document) => Arc::clone(document),
        }
    }
}

/// The format of a text: tabbed text, where none of the others that can be read.
fn text_format(format: Option<&'static Format>) -> &'static Format {
    format.filter(|format| format.is_text()).unwrap_or(&TEXT)
}

/// Reads a file of which the first bytes show that it is no text.
fn read_binary(name: &str, format: &Format, bytes: Vec<u8>) -> Document {
    let has_stream = |stream: &str| {
        let wide: Vec<u8> = stream.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.starts_with(compound::MAGIC) && memchr::memmem::find(&bytes, &wide).is_some()
    };
    if has_stream("EncryptedPackage") {
        return nothing(problems::encrypted());
    }
    if has_stream("WordDocument") {
        return nothing(problems::legacy_format("Word", "docx"));
    }
    if bytes.starts_with(compound::MAGIC) && !has_stream("Workbook") && !has_stream("Book") {
        return nothing(problems::not_text(Some("OLE")));
    }
    if let FormatReader::Binary(read) | FormatReader::Foreign(read, _) = format.reader {
        return read(bytes).unwrap_or_else(|why| nothing(*why));
    }
    let is_package = bytes.starts_with(b"PK");
    let Some(read) = Format::of_package(name, &bytes).filter(|_| is_package) else {
        return nothing(problems::not_text(Some(format.name)));
    };
    read(bytes).unwrap_or_else(|why| nothing(*why))
}

/// Whether a file is read by a foreign parser, which bounds neither its time nor its memory: a program that reads
/// files of strangers lets another process do that ([`read_apart`]) and stops it when it takes too long.
pub fn is_read_by_foreign_code(bytes: &[u8]) -> bool {
    let format = Format::of_content(bytes);
    format.is_some_and(|format| matches!(format.reader, FormatReader::Foreign(..)))
}

/// Does the foreign part of reading a file. What it gives is read like the bytes of the file itself, by the
/// process that handed those over.
pub fn read_apart(bytes: Vec<u8>) -> Vec<u8> {
    match Format::of_content(&bytes).map(|format| &format.reader) {
        Some(FormatReader::Foreign(_, apart)) => apart(bytes),
        _ => bytes,
    }
}

/// Reads the bytes of a file. Total: any bytes give a document. What is no text is told by its
/// content; between texts the extension of the name decides.
pub fn read(name: &str, bytes: Vec<u8>) -> Document {
    Arc::unwrap_or_clone(RawDocument::of_bytes(name, bytes).read())
}

/// Reads text with tabs that is already decoded.
pub fn read_text(text: Arc<str>) -> Document {
    read_as(&TEXT, Encoding::Utf8, &text)
}

fn read_as(format: &Format, encoding: Encoding, text: &Arc<str>) -> Document {
    let Some(reader) = format.text_reader() else {
        return nothing(problems::not_text(Some(format.name)));
    };
    if let Some(why) = text::unfit(text, reader.limits) {
        return nothing(why);
    }
    let noticed = noticed(text);
    let lines = LineIndex::new(text);
    let whole = TextToRead { text, lines: &lines, encoding, limits: reader.limits };
    let (built, origin) = (reader.read)(&whole, noticed);
    laid_out(built, origin, lines, AddressMap::default())
}

/// What there is to say of any text that makes a document.
fn noticed(text: &str) -> Vec<ReaderProblem> {
    let mut noticed = text::noticed(text);
    if is_blank(text) {
        noticed.push(problems::empty());
    }
    noticed
}

/// The document over a text that has been read.
fn laid_out(
    built: Built,
    origin: DocumentOrigin,
    lines: LineIndex,
    addresses: AddressMap,
) -> Document {
    let summary = LayoutSummary::of(&built.body, &lines);
    let body = lay_out(built.body, &summary, &Digest::of(&summary));
    Document { body, origin, lines, addresses: Arc::new(addresses), problems: built.problems }
}

/// A document of which nothing is kept but the reason.
fn nothing(why: ReaderProblem) -> Document {
    Document {
        body: Body::of_text(Arc::from("")),
        origin: DocumentOrigin::Unread,
        lines: LineIndex::new(""),
        addresses: Arc::default(),
        problems: vec![why],
    }
}
