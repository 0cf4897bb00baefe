//! From bytes to the model: a folder a reader, and the one table of formats.

pub(crate) mod builder;
pub(crate) mod delimited;
mod html;
mod package;
mod projected;
pub(crate) mod text;
mod word;
mod workbook;
mod xml;

use crate::decode::{decode, plain_utf8};
use crate::layout::{LayoutSummary, lay_out};
use crate::{Body, Digest, Document, DocumentOrigin, Encoding, ReaderProblem, problems};
use builder::{Built, Limits};
use gouji_text::{LineIndex, is_blank};
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// A format of files. All that depends on which formats there are derives from [`FORMATS`].
#[derive(Debug)]
pub struct Format {
    /// What people call it; no two formats have the same name.
    pub name: &'static str,
    /// What names of its files end in, without the dot, in lower case. None for a format in which no
    /// documents are published.
    pub extensions: &'static [&'static str],
    /// What editors call it (the language identifiers of the language-server protocol).
    pub languages: &'static [&'static str],
    /// What its first bytes show; none for texts, between which the name of the file decides.
    signatures: &'static [MagicBytes],
    /// How it is read; `None` where that is not known yet.
    reader: Option<Reader>,
    /// How its files are read, where they are no texts.
    binary: Option<BinaryReader>,
}

/// Reads the bytes of a file that is no text.
type BinaryReader = fn(Vec<u8>) -> Result<Document, problems::Refusal>;

/// Bytes that a file has at these offsets.
type MagicBytes = &'static [(usize, &'static [u8])];

/// How the texts of a format are read.
#[derive(Clone, Copy, Debug)]
struct Reader {
    read: fn(&TextToRead<'_>, Vec<ReaderProblem>) -> (Built, DocumentOrigin),
    limits: &'static Limits,
    /// Whether its texts can be cut in pieces that are read one by one.
    is_cut: bool,
}

/// A text that is to be read.
struct TextToRead<'text> {
    text: &'text Arc<str>,
    lines: &'text LineIndex,
    encoding: Encoding,
    limits: &'static Limits,
}

/// The format of pages, which begin in no way that tells them from texts.
const HTML: &str = "HTML";

/// How much is read of a text.
static TEXT_LIMITS: Limits = Limits {
    bytes: crate::MAXIMUM_BYTES,
    row_cells: 4096,
    cells: 4_000_000,
    blocks: 16_000_000,
    entries: 4_000_000,
    line_bytes: 1 << 20,
};

/// Text with tabs: what a file is taken for that shows nothing else.
pub static TEXT: Format = Format {
    name: "TXT",
    extensions: &["txt"],
    languages: &["plaintext", "text", "gouji-document"],
    signatures: &[],
    reader: Some(Reader { read: text::read, limits: &TEXT_LIMITS, is_cut: true }),
    binary: None,
};

/// Every format that is known. Documents are published in those that have extensions.
pub static FORMATS: &[&Format] = &[
    &TEXT,
    &Format {
        name: "TSV",
        extensions: &["tsv", "tab"],
        languages: &["tsv"],
        signatures: &[],
        reader: Some(Reader { read: delimited::read_tsv, limits: &TEXT_LIMITS, is_cut: false }),
        binary: None,
    },
    &Format {
        name: "CSV",
        extensions: &["csv"],
        languages: &["csv", "csv (semicolon)", "csv (pipe)", "dynamic csv"],
        signatures: &[],
        reader: Some(Reader { read: delimited::read_csv, limits: &TEXT_LIMITS, is_cut: false }),
        binary: None,
    },
    &unread("PDF", &["pdf"], &[&[(0, b"%PDF-")]]),
    &Format { binary: Some(workbook::read_xlsx), ..unread("xlsx", &["xlsx", "xlsm"], &[]) },
    &Format { binary: Some(workbook::read_ods), ..unread("ods", &["ods"], &[]) },
    &Format { binary: Some(word::read), ..unread("docx", &["docx"], &[]) },
    &unread("Excel 97 (xls)", &["xls", "et"], &[]),
    &unread("Word 97 (doc)", &["doc", "wps", "odt"], &[]),
    &Format { binary: Some(html::read), ..unread(HTML, &["html", "htm"], &[]) },
    &unread("OFD", &["ofd"], &[]),
    // What other files are, where a document was expected.
    &unread(
        "ZIP/xlsx/docx",
        &[],
        &[&[(0, b"PK\x03\x04")], &[(0, b"PK\x05\x06")], &[(0, b"PK\x07\x08")]],
    ),
    &unread("OLE/xls", &[], &[&[(0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")]]),
    &unread("RTF", &[], &[&[(0, b"{\\rtf")]]),
    &unread("PostScript", &[], &[&[(0, b"%!PS-")]]),
    &unread("PNG", &[], &[&[(0, b"\x89PNG\r\n\x1a\n")]]),
    &unread("JPEG", &[], &[&[(0, b"\xff\xd8\xff")]]),
    &unread("GIF", &[], &[&[(0, b"GIF87a")], &[(0, b"GIF89a")]]),
    &unread("TIFF", &[], &[&[(0, b"II*\x00")], &[(0, b"MM\x00*")]]),
    // Two letters prove little: behind the size of the file four zeros follow.
    &unread("BMP", &[], &[&[(0, b"BM"), (6, b"\0\0\0\0")]]),
    &unread("WebP", &[], &[&[(0, b"RIFF"), (8, b"WEBP")]]),
    &unread("MP4/HEIF", &[], &[&[(0, b"\0"), (4, b"ftyp")]]),
    &unread("gzip", &[], &[&[(0, b"\x1f\x8b")]]),
    &unread("7z", &[], &[&[(0, b"7z\xbc\xaf\x27\x1c")]]),
    &unread("RAR", &[], &[&[(0, b"Rar!\x1a\x07")]]),
    &unread("bzip2", &[], &[&[(0, b"BZh91AY&SY")]]),
    &unread("xz", &[], &[&[(0, b"\xfd7zXZ\x00")]]),
    &unread("zstd", &[], &[&[(0, b"\x28\xb5\x2f\xfd")]]),
    &unread("ELF", &[], &[&[(0, b"\x7fELF")]]),
    &unread("SQLite", &[], &[&[(0, b"SQLite format 3\x00")]]),
];

/// A format without a reader.
const fn unread(
    name: &'static str,
    extensions: &'static [&'static str],
    signatures: &'static [MagicBytes],
) -> Format {
    Format { name, extensions, languages: &[], signatures, reader: None, binary: None }
}

impl Format {
    /// The format in which documents of that name are published, by its extension.
    pub fn of_name(name: &str) -> Option<&'static Self> {
        let (_, extension) = name.rsplit_once('.')?;
        let extension = extension.to_lowercase();
        FORMATS.iter().copied().find(|format| format.extensions.contains(&&*extension))
    }

    /// The format that an editor calls by this identifier.
    pub fn of_language(language: &str) -> Option<&'static Self> {
        FORMATS.iter().copied().find(|format| format.languages.contains(&language))
    }

    /// The format that the first bytes show, where it is one that is no text.
    fn of_content(bytes: &[u8]) -> Option<&'static Self> {
        let stands = |(at, signature): &(usize, &[u8])| {
            bytes.get(*at..).is_some_and(|behind| behind.starts_with(signature))
        };
        let shows = |signature: &MagicBytes| signature.iter().all(stands);
        FORMATS.iter().copied().find(|format| format.signatures.iter().any(shows))
    }

    /// Whether documents of this format can be read.
    pub fn is_read(&self) -> bool {
        self.reader.is_some() || self.binary.is_some()
    }

    /// Whether its documents are texts, which editors hold.
    pub fn is_text(&self) -> bool {
        self.reader.is_some()
    }

    /// Whether its texts are cut in pieces by [`cut`](crate::cut) and put together by
    /// [`assemble`](crate::assemble).
    pub fn is_cut(&self) -> bool {
        self.reader.is_some_and(|reader| reader.is_cut)
    }
}

/// Formats are told apart by their names.
impl PartialEq for Format {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Format {}

impl Hash for Format {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name.hash(state);
    }
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
        let named = Format::of_name(name);
        if let Some(read) = named.filter(|named| named.name == HTML).and_then(|named| named.binary)
        {
            let read = read(bytes).unwrap_or_else(|why| nothing(*why));
            return Self::Read(Arc::new(read));
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
        let format = Format::of_name(name).filter(|format| format.reader.is_some());
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
    format.filter(|format| format.reader.is_some()).unwrap_or(&TEXT)
}

/// Reads a file of which the first bytes show that it is no text: a package by what its name says, where
/// documents of that name are packages.
fn read_binary(name: &str, format: &Format, bytes: Vec<u8>) -> Document {
    let is_package = bytes.starts_with(b"PK");
    let has_stream = |stream: &str| {
        let wide: Vec<u8> = stream.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.starts_with(b"\xd0\xcf\x11\xe0") && memchr::memmem::find(&bytes, &wide).is_some()
    };
    if has_stream("EncryptedPackage") {
        return nothing(problems::encrypted());
    }
    if has_stream("WordDocument") {
        return nothing(problems::legacy_format("Word", "docx"));
    }
    if has_stream("Workbook") {
        return nothing(problems::legacy_format("Excel", "xlsx"));
    }
    let named = Format::of_name(name).filter(|named| is_package && named.name != HTML);
    let reader = named.and_then(|named| named.binary);
    let Some(read) = reader else {
        return nothing(problems::not_text(Some(format.name)));
    };
    read(bytes).unwrap_or_else(|why| nothing(*why))
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
    let Some(reader) = &format.reader else {
        return nothing(problems::not_text(Some(format.name)));
    };
    if let Some(why) = text::unfit(text, reader.limits) {
        return nothing(why);
    }
    let mut noticed = text::noticed(text);
    if is_blank(text) {
        noticed.push(problems::empty());
    }
    let lines = LineIndex::new(text);
    let whole = TextToRead { text, lines: &lines, encoding, limits: reader.limits };
    let (Built { body, problems, .. }, origin) = (reader.read)(&whole, noticed);
    let summary = LayoutSummary::of(&body, &lines);
    let body = lay_out(body, &summary, &Digest::of(&summary));
    Document { body, origin, lines, addresses: Arc::default(), problems }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn name(bytes: &[u8]) -> Option<&'static str> {
        Format::of_content(bytes).map(|format| format.name)
    }

    #[test]
    fn binary_formats_are_known_by_their_first_bytes() {
        assert_eq!(name(b"%PDF-1.7\n"), Some("PDF"));
        assert_eq!(name(b"PK\x03\x04..."), Some("ZIP/xlsx/docx"));
        assert_eq!(name(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), Some("OLE/xls"));
        assert_eq!(name(b"BM\x0c\0\0\0\0\0\0\0\x01\x02"), Some("BMP"));
        assert_eq!(name(b"RIFF\x01\x02\x03\x04WEBPVP8"), Some("WebP"));
        assert_eq!(name(b"\0\0\0\x18ftypheic"), Some("MP4/HEIF"));
        assert_eq!(name("BM 说明".as_bytes()), None);
        assert_eq!(name(b"PK"), None);
        assert_eq!(name(b""), None);
    }

    #[test]
    fn texts_are_known_by_their_names() {
        let of = |name: &str| Format::of_name(name).map(|format| format.name);
        assert_eq!(of("公开/a.TXT"), Some("TXT"));
        assert_eq!(of("a.tab"), Some("TSV"));
        assert_eq!(of("a.txt.Csv"), Some("CSV"));
        assert_eq!(of("a.pdf"), Some("PDF"));
        assert_eq!(of("csv"), None);
        assert_eq!(of("a.csv/b"), None);
    }

    #[test]
    fn every_format_has_its_own_name_extensions_and_languages() {
        let mut seen = std::collections::BTreeSet::new();
        for format in FORMATS {
            assert!(seen.insert(format.name), "{}", format.name);
            for key in format.extensions.iter().chain(format.languages) {
                assert_eq!(*key, key.to_lowercase());
            }
            let languages = format.languages.iter().map(|language| (false, *language));
            let extensions = format.extensions.iter().map(|extension| (true, *extension));
            for (kind, key) in languages.chain(extensions) {
                let of_key = FORMATS.iter().filter(|other| {
                    (if kind { other.extensions } else { other.languages }).contains(&key)
                });
                assert_eq!(of_key.count(), 1, "{key}");
            }
        }
    }
}
