//! The one table of formats.

use super::builder::{Built, Limits};
use super::{TextToRead, delimited, html, json, markdown, pdf, text, word, workbook};
use crate::problems::Refusal;
use crate::{Document, DocumentOrigin, ReaderProblem};
use std::hash::{Hash, Hasher};

/// A format of files. All that depends on which formats there are derives from [`FORMATS`].
#[derive(Debug)]
pub struct Format {
    /// What people call it; no two formats have the same name.
    pub name: &'static str,
    /// What names of its files end in, without the dot, in lower case. None for a format in which no
    /// documents are published.
    pub extensions: &'static [&'static str],
    /// The same for files that are documents only where a person says so: folders hold many that are none.
    pub named: &'static [&'static str],
    /// What editors call it (the language identifiers of the language-server protocol).
    pub languages: &'static [&'static str],
    /// What its first bytes show; none for texts, between which the name of the file decides.
    signatures: &'static [MagicBytes],
    /// How it is read.
    pub(super) reader: FormatReader,
}

/// How the files of a format are read.
#[derive(Debug)]
pub(super) enum FormatReader {
    /// Not yet.
    None,
    /// As a text, decoded.
    Text(TextReader),
    /// As a package, in the bytes of which this stands: the name of a part, or its type.
    Package(&'static str, BytesReader),
    /// By its bytes, which its first ones tell from others.
    Binary(BytesReader),
    /// The same, by a foreign parser that does not count its work: what it comes to may be read by another process
    /// and handed over as bytes.
    Foreign(BytesReader, fn(Vec<u8>) -> Vec<u8>),
    /// By its bytes, as a text that declares by itself how it is encoded: its name tells it from other texts.
    Markup(BytesReader),
}

/// Reads the bytes of a file.
pub(super) type BytesReader = fn(Vec<u8>) -> Result<Document, Refusal>;

/// Bytes that a file has at these offsets.
type MagicBytes = &'static [(usize, &'static [u8])];

/// How the texts of a format are read.
#[derive(Clone, Copy, Debug)]
pub(super) struct TextReader {
    pub(super) read: fn(&TextToRead<'_>, Vec<ReaderProblem>) -> (Built, DocumentOrigin),
    pub(super) limits: &'static Limits,
    /// Whether its texts can be cut in pieces that are read one by one.
    pub(super) is_cut: bool,
}

/// How much is read of a text.
pub(super) static TEXT_LIMITS: Limits = Limits {
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
    named: &[],
    languages: &["plaintext", "text", "gouji-document"],
    signatures: &[],
    reader: text_reader(text::read, true),
};

/// Every format that is known. Documents are published in those that have extensions.
pub static FORMATS: &[&Format] = &[
    &TEXT,
    &Format {
        name: "TSV",
        extensions: &["tsv", "tab"],
        named: &[],
        languages: &["tsv"],
        signatures: &[],
        reader: text_reader(delimited::read_tsv, false),
    },
    &Format {
        name: "CSV",
        extensions: &["csv"],
        named: &[],
        languages: &["csv", "csv (semicolon)", "csv (pipe)", "dynamic csv"],
        signatures: &[],
        reader: text_reader(delimited::read_csv, false),
    },
    &Format {
        reader: FormatReader::Foreign(pdf::read, pdf::apart::pages),
        ..unread("PDF", &["pdf"], &[&[(0, b"%PDF-")]])
    },
    &package("xlsx", &["xlsx", "xlsm"], "xl/workbook.xml", workbook::read_xlsx),
    &package("ods", &["ods"], "opendocument.spreadsheet", workbook::read_ods),
    &package("docx", &["docx"], "word/document.xml", word::read),
    &Format {
        reader: FormatReader::Binary(workbook::read_xls),
        ..unread("xls", &["xls", "et"], &[&[(0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")]])
    },
    &unread("Word 97 (doc)", &["doc", "wps", "odt"], &[]),
    &Format { reader: FormatReader::Markup(html::read), ..unread("HTML", &["html", "htm"], &[]) },
    &unread("OFD", &["ofd"], &[]),
    &Format {
        named: &["json"],
        reader: FormatReader::Markup(json::read),
        ..unread("JSON", &[], &[])
    },
    &Format {
        named: &["md", "markdown"],
        reader: text_reader(markdown::read, false),
        ..unread("Markdown", &[], &[])
    },
    // No file: what another process hands over.
    &Format {
        reader: FormatReader::Binary(pdf::apart::read),
        ..unread("pages", &[], &[&[(0, pdf::apart::MARK)]])
    },
    // What other files are, where a document was expected.
    &unread(
        "ZIP/xlsx/docx",
        &[],
        &[&[(0, b"PK\x03\x04")], &[(0, b"PK\x05\x06")], &[(0, b"PK\x07\x08")]],
    ),
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
    Format { name, extensions, named: &[], languages: &[], signatures, reader: FormatReader::None }
}

/// A format of texts.
const fn text_reader(
    read: fn(&TextToRead<'_>, Vec<ReaderProblem>) -> (Built, DocumentOrigin),
    is_cut: bool,
) -> FormatReader {
    FormatReader::Text(TextReader { read, limits: &TEXT_LIMITS, is_cut })
}

/// A format of packages in whose bytes this stands.
const fn package(
    name: &'static str,
    extensions: &'static [&'static str],
    mark: &'static str,
    read: BytesReader,
) -> Format {
    let reader = FormatReader::Package(mark, read);
    Format { name, extensions, named: &[], languages: &[], signatures: &[], reader }
}

impl Format {
    /// The format in which documents of that name are published, by its extension.
    pub fn of_name(name: &str) -> Option<&'static Self> {
        let (_, extension) = name.rsplit_once('.')?;
        let extension = extension.to_lowercase();
        FORMATS.iter().copied().find(|format| format.extensions.contains(&&*extension))
    }

    /// The format of a document of that name that a person named: one of those above, or one in which few files are
    /// documents.
    pub(super) fn of_named(name: &str) -> Option<&'static Self> {
        let extension = name.rsplit_once('.')?.1.to_lowercase();
        let is_named = |format: &&&Self| format.named.contains(&&*extension);
        Self::of_name(name).or_else(|| FORMATS.iter().find(is_named).copied())
    }

    /// The format that an editor calls by this identifier.
    pub fn of_language(language: &str) -> Option<&'static Self> {
        FORMATS.iter().copied().find(|format| format.languages.contains(&language))
    }

    /// The format that the first bytes show, where it is one that is no text.
    pub(super) fn of_content(bytes: &[u8]) -> Option<&'static Self> {
        let stands = |(at, signature): &(usize, &[u8])| {
            bytes.get(*at..).is_some_and(|behind| behind.starts_with(signature))
        };
        let shows = |signature: &MagicBytes| signature.iter().all(stands);
        FORMATS.iter().copied().find(|format| format.signatures.iter().any(shows))
    }

    /// How a package is read: by what stands in it, whatever its name; where nothing does that is known, by
    /// its name.
    pub(super) fn of_package(name: &str, bytes: &[u8]) -> Option<BytesReader> {
        let named = Self::of_name(name);
        let by_content = |format: &Self| match format.reader {
            FormatReader::Package(mark, read) => {
                memchr::memmem::find(bytes, mark.as_bytes()).map(|_| read)
            }
            _ => None,
        };
        // Documents hold workbooks: what the name says is looked for first.
        named.into_iter().chain(FORMATS.iter().copied()).find_map(by_content).or_else(|| {
            match named?.reader {
                FormatReader::Package(_, read) => Some(read),
                _ => None,
            }
        })
    }

    /// Whether documents of this format can be read.
    pub fn is_read(&self) -> bool {
        !matches!(self.reader, FormatReader::None)
    }

    /// Whether its documents are texts, which editors hold.
    pub fn is_text(&self) -> bool {
        self.text_reader().is_some()
    }

    /// How its documents are read, where they are texts.
    pub(super) fn text_reader(&self) -> Option<&TextReader> {
        match &self.reader {
            FormatReader::Text(reader) => Some(reader),
            _ => None,
        }
    }

    /// Whether its texts are cut in pieces by [`cut`](crate::cut) and put together by
    /// [`assemble`](crate::assemble).
    pub fn is_cut(&self) -> bool {
        self.text_reader().is_some_and(|reader| reader.is_cut)
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
        assert_eq!(name(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), Some("xls"));
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
