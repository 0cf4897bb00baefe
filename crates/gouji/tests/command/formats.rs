//! One table of formats, and what the editors, the command and documents of all formats make of it.

use crate::support::{CLEAN, FAULTY, Folder, gouji, root, sample, skipped};
use crate::workbooks::{open_workbook, page, word, workbook};
use gouji_document::FORMATS;
use serde_json::Value as Json;

/// The extensions of documents that can be read.
fn extensions() -> impl Iterator<Item = &'static str> {
    let read = FORMATS.iter().filter(|format| format.is_text());
    read.flat_map(|format| format.extensions.iter().copied())
}

/// What stands in a file of the editors between two texts.
#[track_caller]
fn between(file: &str, start: &str, end: &str) -> String {
    let text = std::fs::read_to_string(root().join("editors").join(file)).expect("a file");
    let (_, behind) = text.split_once(start).unwrap_or_else(|| panic!("“{start}” in {file}"));
    let (inside, _) = behind.split_once(end).unwrap_or_else(|| panic!("“{end}” in {file}"));
    inside.to_owned()
}

/// The words of letters in a text.
fn words(text: &str) -> Vec<String> {
    let words = text.split(|character: char| !character.is_ascii_alphabetic());
    let mut words: Vec<_> = words.filter(|word| !word.is_empty()).map(str::to_owned).collect();
    words.sort();
    words
}

#[test]
fn editors_take_the_documents_of_every_format_that_is_read() {
    let mut expected: Vec<String> = extensions().map(str::to_owned).collect();
    expected.sort();
    for (file, start, end) in [
        ("vscode/src/selector.ts", "DEFAULT_DOCUMENTS: readonly string[] = [", "]"),
        ("vscode/package.json", "\"default\": [\"**/*.txt\"", "]"),
        ("neovim/lua/gouji/init.lua", "documents = {", "}"),
        ("helix/languages.toml", "name = \"gouji-document\"", "roots"),
        ("zed/languages/gouji-document/config.toml", "path_suffixes = [", "]"),
        ("emacs/README.md", "/公开/.*\\\\.\\\\(", "\\\\)"),
    ] {
        let mut found = words(&between(file, start, end));
        found.retain(|word| expected.contains(word));
        // Zed takes other text files for disclosures only where it is told so; a pattern is cut off
        // above.
        if file.starts_with("zed") || file.ends_with("package.json") {
            found.push("txt".to_owned());
            found.sort();
        }
        assert_eq!(found, expected, "{file}");
    }
    let events = between("vscode/package.json", "\"activationEvents\": [", "]");
    let types = between("neovim/lua/gouji/init.lua", "config.filetypes = {", "}");
    let is_found = |format: &&&gouji_document::Format| !format.extensions.is_empty();
    for format in FORMATS.iter().filter(|format| format.is_text()).filter(is_found) {
        let known = |text: &str, before: &str, after: &str| {
            let mut languages = format.languages.iter();
            languages.any(|language| text.contains(&format!("{before}{language}{after}")))
        };
        assert!(known(&events, "onLanguage:", "\""), "{events}");
        assert!(known(&types, "'", "'"), "{types}");
    }
}

/// Documents that are read and are no text are shown as pages of their text.
#[test]
fn editors_show_the_text_of_every_other_format_that_is_read() {
    let others = FORMATS.iter().filter(|format| format.is_read() && !format.is_text());
    let expected: Vec<&str> = others.flat_map(|format| format.extensions).copied().collect();
    for (file, start, end, separator) in [
        ("neovim/lua/gouji/pages.lua", "M.extensions = { ", " }", ", "),
        ("vscode/src/projected.ts", "PROJECTED_DOCUMENTS: readonly string[] = [", "]", ", "),
        ("vscode/package.json", "resourceExtname =~ /^\\\\.(", ")$/i", "|"),
    ] {
        let found = between(file, start, end).replace(['"', '\''], "");
        assert_eq!(found.split(separator).collect::<Vec<_>>(), expected, "{file}");
    }
}

/// A text with tabs as cells between another delimiter, quoted where need be.
fn delimited(text: &str, delimiter: char) -> String {
    let cell = |cell: &str| match cell.contains([delimiter, '"']) {
        true => format!("\"{}\"", cell.replace('"', "\"\"")),
        false => cell.to_owned(),
    };
    let line = |line: &str| {
        let cells: Vec<String> = line.trim_end_matches('\r').split('\t').map(cell).collect();
        cells.join(&delimiter.to_string())
    };
    text.split('\n').map(line).collect::<Vec<_>>().join("\r\n")
}

/// A text whose rows stand between bars, with dashes under the first of each table.
fn markdown(text: &str) -> String {
    let mut in_table = false;
    let mut out = String::new();
    for line in text.split('\n').map(|line| line.trim_end_matches('\r')) {
        let is_row = line.contains('\t');
        let bars = line.matches('\t').count() + 1;
        match is_row {
            true => out += &format!("| {} |\n", line.replace('|', "\\|").replace('\t', " | ")),
            false => out += &format!("{line}\n"),
        }
        if is_row && !in_table {
            out += &format!("|{}\n", " --- |".repeat(bars));
        }
        in_table = is_row;
    }
    out
}

/// The same document in every format that is read; the first is the one it comes in.
fn in_every_format(folder: &Folder, text: &str) -> Vec<String> {
    let csv = delimited(text, ',');
    let gb18030 = encoding_rs::GB18030.encode(&csv).0.into_owned();
    vec![
        folder.write("text.txt", text),
        folder.write("comma.csv", &csv),
        folder.write("semicolon.csv", delimited(text, ';')),
        folder.write("tab.csv", delimited(text, '\t')),
        folder.write("named.csv", format!("sep=|\r\n{}", delimited(text, '|'))),
        folder.write("marked.csv", format!("\u{feff}{csv}")),
        folder.write("chinese.csv", gb18030),
        folder.write("tab.tsv", delimited(text, '\t')),
        folder.write("book.xlsx", workbook(text)),
        folder.write("book.ods", open_workbook(text)),
        folder.write("text.docx", word(text)),
        folder.write("page.html", page(text)),
        folder.write("text.md", markdown(text)),
    ]
}

/// A value without the keys that say where something stands, and in which file.
fn without_places(value: &Json) -> Json {
    match value {
        Json::Array(values) => values.iter().map(without_places).collect(),
        Json::Object(fields) => {
            let kept = fields.iter().filter(|(key, _)| {
                !matches!(
                    key.as_str(),
                    "path"
                        | "range"
                        | "place"
                        | "places"
                        | "start"
                        | "end"
                        | "line"
                        | "column"
                        | "region"
                        | "matches"
                )
            });
            kept.map(|(key, value)| (key.clone(), without_places(value))).collect()
        }
        other => other.clone(),
    }
}

#[test]
fn a_document_has_the_same_records_in_every_format() {
    for (number, name) in [FAULTY, CLEAN].into_iter().enumerate() {
        let folder = Folder::new(&format!("formats-records-{number}"));
        let paths = in_every_format(&folder, &sample(name));
        let records = |path: &String| gouji(&["extract", path]).ends(0).json();
        let expected = without_places(&records(&paths[0]));
        assert!(expected.to_string().len() > 10_000, "{expected}");
        for path in &paths[1..] {
            assert_eq!(without_places(&records(path)), expected, "{path}");
        }
    }
}

#[test]
fn a_document_has_the_same_findings_in_every_format() {
    let folder = Folder::new("formats-findings");
    let paths = in_every_format(&folder, &sample(FAULTY));
    let findings = |path: &String| -> Vec<(u32, String)> {
        let run = gouji(&["check", "--format", "concise", path]).ends(1);
        let own = run.stdout.lines().filter_map(|line| line.split_once(&**path));
        let finding = |(_, finding): (&str, &str)| {
            // A workbook's place is its sheet and cell.
            if let Some((_, cell)) = finding.split_once('!')
                && (path.contains("book.") || finding.starts_with(":表"))
            {
                let (cell, words) = cell.split_once(':')?;
                let row = cell.trim_start_matches(|it: char| it.is_ascii_uppercase());
                return Some((row.parse().ok()?, words.to_owned()));
            }
            let mut parts = finding.splitn(4, ':');
            let line = parts.nth(1)?.parse().ok()?;
            Some((line, parts.last()?.to_owned()))
        };
        own.filter_map(finding).collect()
    };
    let expected = findings(&paths[0]);
    assert!(expected.len() > 5, "{expected:?}");
    for path in &paths[1..] {
        // The line that names the delimiter stands before all others.
        let moved = u32::from(path.ends_with("named.csv"));
        let found: Vec<_> =
            findings(path).into_iter().map(|(line, text)| (line - moved, text)).collect();
        if [".docx", ".html", ".md"].iter().any(|extension| path.ends_with(extension)) {
            // Rows are counted from the first of their table; lines of dashes are lines.
            let words = |all: &[(u32, String)]| -> Vec<String> {
                all.iter().map(|(_, words)| words.clone()).collect()
            };
            assert_eq!(words(&found), words(&expected), "{path}");
            continue;
        }
        // Some words name another line of the document.
        if moved == 0 {
            assert_eq!(found, expected, "{path}");
        } else {
            let lines = |found: &[(u32, String)]| found.iter().map(|it| it.0).collect::<Vec<_>>();
            assert_eq!(lines(&found), lines(&expected), "{path}");
        }
    }
}

#[test]
fn real_files_of_csv_are_read() {
    let mut count = 0;
    for folder in ["madrid", "other"] {
        let folder = root().join("../shared/disclosures").join(folder);
        let Ok(entries) = std::fs::read_dir(&folder) else {
            skipped(&format!("no real disclosures beside the project ({})", folder.display()));
            return;
        };
        for path in entries.map(|entry| entry.expect("an entry").path()) {
            if path.extension().is_some_and(|extension| extension == "csv") {
                let document = gouji_document::read(
                    &path.to_string_lossy(),
                    std::fs::read(&path).expect("a file"),
                );
                assert_eq!(document.problems, [], "{}", path.display());
                assert_eq!(document.body.blocks.len(), 1, "{}", path.display());
                let width = document.body.rows[0].cell_count;
                assert!(document.body.rows.iter().all(|row| row.cell_count == width));
                count += 1;
            }
        }
    }
    assert!(count >= 5, "{count}");
}
