//! Finding documents.

use crate::system::{EntryKind, System};
use gouji_text::Localized;
use std::io::{Error, ErrorKind};
use std::path::{Path, PathBuf};

/// What was found below the paths given.
#[derive(Debug, Default)]
pub struct Discovered {
    /// Documents, each once, in order.
    pub documents: Vec<PathBuf>,
    /// Files that are documents but cannot be checked, with the reason; the run is incomplete.
    pub unreadable: Vec<(PathBuf, Localized)>,
    /// Files that are no documents (rule files, notes, pictures), with the reason.
    pub passed_over: Vec<(PathBuf, Localized)>,
}

/// What a file is, by its name.
pub(crate) enum FoundAs {
    /// A document.
    Document,
    /// A document that cannot be read.
    Unreadable(Localized),
    /// Nothing that documents are published in.
    PassedOver,
}

/// What a file below a folder that is walked is; `below` is its path from there.
pub(crate) fn found_below(below: &Path) -> FoundAs {
    if is_hidden(below) { FoundAs::PassedOver } else { by_name(below) }
}

fn by_name(path: &Path) -> FoundAs {
    let extension = path.extension().map(|extension| extension.to_string_lossy().to_lowercase());
    let format = match extension.as_deref() {
        Some("txt" | "tsv" | "tab") => return FoundAs::Document,
        Some("pdf") => "PDF",
        Some("xlsx" | "xlsm" | "xls" | "et" | "ods") => "Excel",
        Some("docx" | "doc" | "wps" | "odt") => "Word",
        Some("html" | "htm") => "HTML",
        Some("csv") => "CSV",
        Some("ofd") => "OFD",
        _ => return FoundAs::PassedOver,
    };
    FoundAs::Unreadable(not_yet(format))
}

/// What a file is that a person named: always a document.
pub(crate) fn found_named(path: &Path) -> FoundAs {
    match by_name(path) {
        FoundAs::Unreadable(why) => FoundAs::Unreadable(why),
        FoundAs::Document | FoundAs::PassedOver => FoundAs::Document,
    }
}

fn is_hidden(below: &Path) -> bool {
    below.components().any(|part| part.as_os_str().to_string_lossy().starts_with('.'))
}

/// Finds the documents at and below `paths`. A file that is named is always taken for a document;
/// below a folder a file is one by its name.
pub fn discover(system: &dyn System, paths: &[PathBuf]) -> Discovered {
    let mut found = Discovered::default();
    for path in paths {
        match system.kind(path) {
            Ok(EntryKind::Folder) => walk(system, path, &mut found),
            Ok(EntryKind::File) => match found_named(path) {
                FoundAs::Unreadable(why) => found.unreadable.push((path.clone(), why)),
                FoundAs::Document | FoundAs::PassedOver => found.documents.push(path.clone()),
            },
            Ok(EntryKind::Other) => {
                let error = ErrorKind::Unsupported.into();
                found.unreadable.push((path.clone(), reason(&error)));
            }
            Err(error) => found.unreadable.push((path.clone(), reason(&error))),
        }
    }
    found.documents.sort();
    found.documents.dedup();
    found
}

fn walk(system: &dyn System, folder: &Path, found: &mut Discovered) {
    for entry in system.walk(folder) {
        let below = entry.path.strip_prefix(folder).unwrap_or(&entry.path);
        match entry.kind {
            Ok(EntryKind::Folder) => {}
            Ok(_) if is_hidden(below) => found.passed_over.push((entry.path, no_document())),
            Ok(EntryKind::File) => match found_below(below) {
                FoundAs::Document => found.documents.push(entry.path),
                FoundAs::Unreadable(why) => found.unreadable.push((entry.path, why)),
                FoundAs::PassedOver => found.passed_over.push((entry.path, no_document())),
            },
            Ok(EntryKind::Other) => {
                let error = ErrorKind::Unsupported.into();
                found.passed_over.push((entry.path, reason(&error)));
            }
            Err(error) => found.unreadable.push((entry.path, reason(&error))),
        }
    }
}

fn not_yet(format: &str) -> Localized {
    Localized {
        chinese: format!("还不能读 {format} 文件；请先转成带制表符的文本"),
        english: format!("{format} files cannot be read yet; convert it to text with tabs"),
    }
}

fn no_document() -> Localized {
    Localized {
        chinese: "按文件名看不是公开文件".to_owned(),
        english: "not a document by its name".to_owned(),
    }
}

/// Why a path cannot be read.
pub(crate) fn reason(error: &Error) -> Localized {
    let chinese = match error.kind() {
        ErrorKind::NotFound => "没有这个文件或文件夹".to_owned(),
        ErrorKind::PermissionDenied => "没有读取权限".to_owned(),
        ErrorKind::FileTooLarge => "文件太大（超过 256 MiB）".to_owned(),
        ErrorKind::Unsupported => "不是普通文件".to_owned(),
        ErrorKind::IsADirectory => "是文件夹，不是文件".to_owned(),
        _ => format!("读不出来（{error}）"),
    };
    let english = match error.kind() {
        ErrorKind::Unsupported => "not a regular file".to_owned(),
        _ => error.to_string(),
    };
    Localized { chinese, english }
}

/// That a path cannot be read, and why.
pub(crate) fn unreadable_words(path: &Path, error: &Error) -> Localized {
    let why = reason(error);
    Localized {
        chinese: format!("「{}」读不了：{}", path.display(), why.chinese),
        english: format!("cannot read “{}”: {}", path.display(), why.english),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::MemorySystem;

    #[test]
    fn a_folder_gives_its_documents_and_says_what_it_left() {
        let system = MemorySystem::default()
            .with("docs/a.txt", "x")
            .with("docs/deep/b.TSV", "x")
            .with("docs/c.pdf", "x")
            .with("docs/readme.md", "x")
            .with("docs/.hidden/d.txt", "x");
        let found = discover(&system, &["docs".into(), "docs/a.txt".into(), "none".into()]);
        let documents: Vec<_> = found.documents.iter().map(|path| path.to_string_lossy()).collect();
        assert_eq!(documents, ["docs/a.txt", "docs/deep/b.TSV"]);
        let unreadable: Vec<_> =
            found.unreadable.iter().map(|(path, _)| path.to_string_lossy()).collect();
        assert_eq!(unreadable, ["docs/c.pdf", "none"]);
        assert_eq!(found.passed_over.len(), 2);
    }
}
