//! `gouji test --update`: what forms read, written into their examples, and nothing else changed.

use super::console::{Console, cannot_write};
use gouji_program::{FileId, SourcePlace};
use gouji_report::Source;
use gouji_text::TextRange;
use gouji_workspace::{DiskSystem, LoadedRules, Origin, System};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

/// Largest rule text, in bytes.
const LARGEST: usize = 16 << 20;

/// The mark that some editors put in front of a text.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// Whether all that was to be written was.
pub(super) enum RuleTextUpdate {
    Written,
    Failed,
}

/// Replaces places of rule texts, and shows each change.
pub(super) fn update<'edits>(
    loaded: &LoadedRules,
    edits: impl Iterator<Item = &'edits (SourcePlace, String)>,
    console: &mut Console,
) -> RuleTextUpdate {
    let rules = &loaded.rules;
    let mut by_file: BTreeMap<FileId, Vec<(TextRange, &str)>> = BTreeMap::new();
    for (place, text) in edits {
        by_file.entry(place.file).or_default().push((rules.absolute(*place), text));
    }
    let mut update = RuleTextUpdate::Written;
    for (file, mut edits) in by_file {
        edits.sort_by_key(|(range, _)| (range.start, range.end));
        let Some(source) = rules.source(file) else { continue };
        let words = console.words;
        if is_shipped(loaded, file) {
            console.complain(&words.language.choose(
                format!("「{}」随程序带来，不能改写；先用 gouji rules --export 写出来", source.name),
                format!("“{}” is shipped and cannot be updated; write it out with gouji rules --export first", source.name),
            ));
            update = RuleTextUpdate::Failed;
            continue;
        }
        let updated = replaced(&source.text, &edits);
        match write(&source, &updated) {
            Ok(()) => {
                for together in edits.chunk_by(|(one, _), (next, _)| {
                    source.lines.line_of(one.end) >= source.lines.line_of(next.start)
                }) {
                    console.say(change(&source, together).trim_end());
                }
            }
            Err(Refused::Changed) => {
                console.complain(&words.language.choose(
                    format!("「{}」刚才被改过，没有改写；请再运行一次", source.name),
                    format!(
                        "“{}” has just been changed and was not updated; run this again",
                        source.name
                    ),
                ));
                update = RuleTextUpdate::Failed;
            }
            Err(Refused::Failed(error)) => {
                console.complain(&cannot_write(&error, words));
                update = RuleTextUpdate::Failed;
            }
        }
    }
    update
}

/// Whether a file is inside the binary. A file of one's own may give examples of a shipped form.
fn is_shipped(loaded: &LoadedRules, file: FileId) -> bool {
    let program = &loaded.rules.program;
    let example = program.form_examples.iter().find(|example| example.place.file == file);
    let form = example.and_then(|example| program.forms.at(example.form));
    let origin = form.and_then(|form| loaded.origins.get(form.pack as usize));
    let name = loaded.rules.files.get(file.0 as usize).map(|file| &file.name);
    let mut shipped = gouji_packs::shipped().into_iter().flat_map(|pack| pack.files);
    origin == Some(&Origin::Shipped) && shipped.any(|shipped| Some(&shipped.name) == name)
}

/// Why a file was not written.
enum Refused {
    /// It is no longer what was read.
    Changed,
    Failed(std::io::Error),
}

fn write(source: &Source, updated: &str) -> Result<(), Refused> {
    let path = Path::new(&*source.name);
    let bytes = DiskSystem.read(path, LARGEST).map_err(Refused::Failed)?;
    let mark = match bytes.strip_prefix(BYTE_ORDER_MARK.as_bytes()) {
        Some(rest) if rest == source.text.as_bytes() => BYTE_ORDER_MARK,
        _ if bytes == source.text.as_bytes() => "",
        _ => return Err(Refused::Changed),
    };
    let mut file = DiskSystem.create(path).map_err(Refused::Failed)?;
    file.write_all(mark.as_bytes()).map_err(Refused::Failed)?;
    file.write_all(updated.as_bytes()).map_err(Refused::Failed)?;
    file.complete().map_err(Refused::Failed)
}

/// The text with all replacements made, in its own kind of line ends. Of two that overlap the first.
fn replaced(text: &str, edits: &[(TextRange, &str)]) -> String {
    let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let mut updated = String::with_capacity(text.len());
    let mut done = 0;
    for (range, replacement) in edits {
        let range = range.to_usize();
        let Some(between) = text.get(done..range.start) else { continue };
        updated.push_str(between);
        updated.push_str(&replacement.replace('\n', line_end));
        done = range.end;
    }
    updated.push_str(text.get(done..).unwrap_or(""));
    updated
}

/// Changes that share lines: those as they stood, and as they stand.
fn change(source: &Source, edits: &[(TextRange, &str)]) -> String {
    let (Some((one, _)), Some((last, _))) = (edits.first(), edits.last()) else {
        return String::new();
    };
    let lines = &source.lines;
    let first = lines.line_of(one.start);
    let start = lines.line_range(&source.text, first).start;
    let end = lines.line_range(&source.text, lines.line_of(last.end)).end;
    let before = TextRange::new(start, end).of(&source.text);
    let inside: Vec<(TextRange, &str)> =
        edits.iter().map(|(range, text)| (range.relative_to(start), *text)).collect();
    let mut text = format!("{}:{}\n", source.name, first + 1);
    for line in before.lines() {
        text.push_str(&format!("- {line}\n"));
    }
    for line in replaced(before, &inside).lines() {
        text.push_str(&format!("+ {line}\n"));
    }
    text
}
