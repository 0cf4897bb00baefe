//! Rule texts in the one layout: whole, in part, and while they are typed.

use crate::{File, FileEdit, Ide};
use gouji_database::RuleFile;
use gouji_syntax::{FormatOptions, block_depth, format_rules, split_items};
use gouji_text::TextRange;
use similar::{DiffOp, TextDiff};

/// Columns of a level.
const INDENT: usize = 2;

impl Ide<'_> {
    /// The edits that lay out a file, or those of its lines that a range touches. Documents are nobody's
    /// to lay out.
    pub fn format(&self, file: File, range: Option<TextRange>) -> Vec<FileEdit> {
        let File::Rule(rules) = file else { return Vec::new() };
        self.layout_edits(rules, |lines| {
            range.is_none_or(|range| lines.start <= range.end && range.start <= lines.end)
        })
    }

    /// The edits that follow what was just typed in front of `offset`: a new line is indented, and an item
    /// whose last brace was typed is laid out.
    pub fn format_typed(&self, file: File, offset: u32, typed: &str) -> Vec<FileEdit> {
        let File::Rule(rules) = file else { return Vec::new() };
        let text = rules.text(self.database);
        let split = split_items(&text);
        let item = split.items.iter().find(|item| item.start < offset && offset <= item.end);
        if let Some(item) = item.filter(|item| matches!(typed, "}" | "｝") && item.end == offset) {
            return self
                .layout_edits(rules, |lines| item.start <= lines.start && lines.end <= item.end);
        }
        // Inside an item that is not closed yet the last one may end before the new line.
        let item = item.or_else(|| split.items.iter().rev().find(|item| item.start < offset));
        let line_start = text
            .get(..offset as usize)
            .and_then(|before| before.rfind('\n'))
            .map_or(0, |at| at + 1);
        let line = text.get(line_start..).unwrap_or("");
        let content = line.trim_start_matches([' ', '\t']);
        let blanks = line.len() - content.len();
        let before = item.and_then(|item| text.get(item.start as usize..line_start));
        let closes = content.starts_with(['}', '｝']);
        let depth = before.map_or(0, block_depth).saturating_sub(usize::from(closes));
        let indent = " ".repeat(depth * INDENT);
        if line.starts_with(&indent) && indent.len() == blanks {
            return Vec::new();
        }
        let range = TextRange::from(line_start..line_start + blanks);
        vec![FileEdit { file, range, text: indent }]
    }

    /// Edits of whole lines, for the stretches of the text that are wanted.
    fn layout_edits(&self, file: RuleFile, is_wanted: impl Fn(TextRange) -> bool) -> Vec<FileEdit> {
        let text = file.text(self.database);
        let laid_out = format_rules(&text, FormatOptions::default()).text;
        let difference = TextDiff::from_lines(&*text, laid_out.as_str());
        let starts = |lines: &[&str]| -> Vec<usize> {
            let ends = lines.iter().scan(0, |end, line| {
                *end += line.len();
                Some(*end)
            });
            std::iter::once(0).chain(ends).collect()
        };
        let (old, new) = (starts(difference.old_slices()), starts(difference.new_slices()));
        let edit = |op: &DiffOp| {
            let (from, to) = (op.old_range(), op.new_range());
            let range = TextRange::from(*old.get(from.start)?..*old.get(from.end)?);
            let text = laid_out.get(*new.get(to.start)?..*new.get(to.end)?)?;
            Some(FileEdit { file: File::Rule(file), range, text: text.to_owned() })
        };
        let changes = difference.ops().iter().filter(|op| !matches!(op, DiffOp::Equal { .. }));
        changes.filter_map(edit).filter(|edit| is_wanted(edit.range)).collect()
    }
}
