//! Cells are slices of the text: of the samples always, of real documents where they are at hand.

use gouji_document::{Document, DocumentOrigin};
use std::io::Write;
use std::path::{Path, PathBuf};

const SAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/disclosures");
const REAL: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/disclosures");

/// The files below a folder; none where it is not there.
fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.filter_map(|it| Some(it.ok()?.path())).collect();
    paths.sort();
    let below = |path: PathBuf| if path.is_dir() { files(&path) } else { vec![path] };
    paths.into_iter().flat_map(below).collect()
}

/// Holds the cells of each row to the line of the text that the row is; how many cells there are.
fn hold(path: &Path, document: &Document) -> usize {
    let body = &document.body;
    let slice = |start: u32, end: u32| {
        let text = body.text.get(start as usize..end as usize);
        text.unwrap_or_else(|| panic!("{}: {start}..{end} is no text", path.display()))
    };
    let delimiter = match document.origin {
        DocumentOrigin::Workbook { .. } | DocumentOrigin::Word | DocumentOrigin::Page { .. } => {
            Some("\t")
        }
        _ => None,
    };
    let mut count = 0;
    for row in &body.rows {
        let cells = body.row_cells(row);
        assert_eq!(cells.len(), row.cell_count as usize, "{}", path.display());
        let texts: Vec<&str> =
            cells.iter().map(|cell| slice(cell.range.start, cell.range.end)).collect();
        let line = slice(row.range.start, row.range.end);
        let mut at = row.range.start;
        for (cell, text) in cells.iter().zip(&texts) {
            let is_in_order = at <= cell.range.start && cell.range.end <= row.range.end;
            assert!(is_in_order, "{}: {text:?} in {line:?}", path.display());
            assert!(cell.column_span > 0 && cell.row_span > 0, "{}", path.display());
            at = cell.range.end;
        }
        if let Some(delimiter) = delimiter {
            assert_eq!(texts.join(delimiter), line, "{}", path.display());
        }
        count += cells.len();
    }
    count
}

fn hold_all(folder: &str) -> usize {
    let read = |path: &PathBuf| {
        let bytes = std::fs::read(path).ok()?;
        Some(hold(path, &gouji_document::read(&path.to_string_lossy(), bytes)))
    };
    files(Path::new(folder)).iter().filter_map(read).sum()
}

#[test]
fn cells_of_the_samples_are_slices_of_their_rows() {
    assert!(hold_all(SAMPLES) > 1000);
}

#[test]
fn cells_of_real_documents_are_slices_of_their_rows() {
    if !Path::new(REAL).is_dir() {
        // Not by a macro, whose words are kept from who runs the tests.
        let _ = writeln!(std::io::stderr(), "skipped: no real disclosures beside the project");
        return;
    }
    assert!(hold_all(REAL) > 10_000);
}
