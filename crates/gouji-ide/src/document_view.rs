//! How a document looks: its outline, what folds, its colours, and words beside its cells.

use crate::figures::{content_words, note_words, period_name};
use crate::rule_outline::spans_lines;
use crate::words::pick;
use crate::{Highlight, HighlightKind, Hint, Ide, Symbol, SymbolKind};
use gouji_database::{DocumentFile, model, planned};
use gouji_document::{BlockKind, Document};
use gouji_facts::{Content, FieldNote};
use gouji_text::{Language, TextRange, as_compared, fold};

use std::collections::HashSet;

/// The longest first cell that names a table, in characters.
const LONGEST_TABLE_NAME: usize = 30;

impl Ide<'_> {
    /// Headings with the tables and records under them.
    pub(crate) fn document_outline(&self, document: DocumentFile) -> Vec<Symbol> {
        let model = model(self.database, document);
        let mut entries: Vec<(Option<u8>, Symbol)> = Vec::new();
        for block in &model.body.blocks {
            match block.kind {
                BlockKind::Paragraph | BlockKind::Furniture | BlockKind::Contents { .. } => {}
                BlockKind::Heading { entry } => {
                    let Some(entry) = model.body.outline.get(entry as usize) else { continue };
                    let symbol = Symbol {
                        name: model.body.text_of(entry.range).trim().to_owned(),
                        detail: String::new(),
                        kind: SymbolKind::Heading,
                        range: entry.range,
                        selection: entry.range,
                        children: Vec::new(),
                    };
                    entries.push((Some(entry.level), symbol));
                }
                BlockKind::Table { first_row, row_count } => {
                    let symbol = self.table_symbol(&model, block.range, first_row, row_count);
                    entries.push((None, symbol));
                }
            }
        }
        entries.extend(self.record_symbols(document).into_iter().map(|one| (None, one)));
        entries.extend(self.tree_symbols(document).into_iter().map(|one| (None, one)));
        let reach = |end: u32| std::cmp::Reverse(end);
        entries.sort_by_key(|(level, symbol)| {
            (symbol.range.start, level.is_none(), reach(symbol.range.end))
        });
        nest(entries, model.body.text.len() as u32)
    }

    fn table_symbol(
        &self,
        model: &Document,
        range: TextRange,
        first_row: u32,
        row_count: u32,
    ) -> Symbol {
        let row = model.body.rows.get(first_row as usize);
        let cells = row.map_or(&[][..], |row| model.body.row_cells(row));
        let name = cells
            .iter()
            .map(|cell| model.body.text_of(cell.range))
            .find(|text| !text.trim().is_empty());
        let name: String =
            name.unwrap_or_default().trim().chars().take(LONGEST_TABLE_NAME).collect();
        let table = pick(self.language, "表", "table");
        Symbol {
            name: if name.is_empty() { table.to_owned() } else { format!("{table}：{name}") },
            detail: match self.language {
                Language::Chinese => format!("{row_count} 行"),
                Language::English => format!("{row_count} rows"),
            },
            kind: SymbolKind::Table,
            range,
            selection: row.map_or(TextRange::empty(range.start), |row| row.range),
            children: Vec::new(),
        }
    }

    /// The records of regions, by the names that people know them by.
    fn record_symbols(&self, document: DocumentFile) -> Vec<Symbol> {
        let checked = gouji_database::checked(self.database, self.configuration);
        let program = &checked.program;
        let mut symbols = Vec::new();
        for planned in planned(self.database, self.configuration, document).regions.iter() {
            let fragment = planned.fragment(self.database);
            let start = planned.region.range.start;
            let Some(record) = fragment.records.first().filter(|one| one.parent.is_none()) else {
                continue;
            };
            let Some(kind) = program.records.at(record.kind) else { continue };
            let Some(name) = record.name(&kind.naming, &fragment.arena) else { continue };
            let mut named = kind.naming.fields().filter_map(|id| record.fields.at(id));
            let named = named.find(|field| !field.text.is_empty());
            let scope = program.forms.at(planned.region.form).map(|form| &form.scope);
            if !matches!(scope, Some(gouji_program::form::Scope::Region(_))) {
                continue;
            }
            symbols.push(Symbol {
                name,
                detail: kind.name.clone(),
                kind: SymbolKind::Record,
                range: planned.region.range,
                selection: named.map_or(record.place, |field| field.place).shifted(start),
                children: Vec::new(),
            });
        }
        symbols
    }

    pub(crate) fn document_folding(&self, document: DocumentFile) -> Vec<TextRange> {
        let model = model(self.database, document);
        let mut found: Vec<TextRange> = Vec::new();
        let mut open: Vec<(u8, u32)> = Vec::new();
        let mut end = 0;
        for block in &model.body.blocks {
            match block.kind {
                BlockKind::Heading { entry } => {
                    let level =
                        model.body.outline.get(entry as usize).map_or(u8::MAX, |one| one.level);
                    while let Some((_, start)) = open.pop_if(|(opened, _)| *opened >= level) {
                        found.push(TextRange::new(start, end));
                    }
                    open.push((level, block.range.start));
                }
                BlockKind::Table { .. } => found.push(block.range),
                BlockKind::Paragraph | BlockKind::Furniture | BlockKind::Contents { .. } => {}
            }
            end = block.range.end;
        }
        found.extend(open.into_iter().map(|(_, start)| TextRange::new(start, end)));
        found.retain(|range| spans_lines(&model.body.text, *range));
        found.sort_unstable();
        found.dedup();
        found
    }

    pub(crate) fn document_highlights(&self, document: DocumentFile) -> Vec<Highlight> {
        let model = model(self.database, document);
        let checked = gouji_database::checked(self.database, self.configuration);
        let mut found: Vec<Highlight> = Vec::new();
        self.for_each_figure(document, &mut |figure| {
            let is_figure = matches!(
                figure.field.content,
                Content::Value(_) | Content::Dash | Content::Unreadable(_)
            );
            if is_figure {
                found.push(Highlight { range: figure.range, kind: HighlightKind::Figure });
            }
        });
        let labels: HashSet<String> = crate::program::labels(&checked.program).map(bare).collect();
        for cell in &model.body.cells {
            let text = model.body.text_of(cell.range);
            if text.len() <= 240 && labels.contains(&bare(&text)) {
                found.push(Highlight { range: cell.range, kind: HighlightKind::Label });
            }
        }
        // Where two overlap, the shorter says more.
        found.retain(|one| !one.range.is_empty() && !spans_lines(&model.body.text, one.range));
        found.sort_by_key(|one| (one.range.start, one.range.end));
        let mut end = 0;
        found.retain(|one| {
            let is_free = one.range.start >= end;
            if is_free {
                end = one.range.end;
            }
            is_free
        });
        found
    }

    /// What was mended or assumed, beside the cell.
    pub(crate) fn document_hints(&self, document: DocumentFile, range: TextRange) -> Vec<Hint> {
        let checked = gouji_database::checked(self.database, self.configuration);
        let (program, language) = (&checked.program, self.language);
        let mut hints: Vec<Hint> = Vec::new();
        self.for_each_figure(document, &mut |figure| {
            let Some(note) = figure.field.note.as_ref() else { return };
            if !range.touches(figure.range.end) {
                return;
            }
            let text = figure.field.text.of(&figure.fragment.arena).trim();
            let value = || content_words(program, &figure.field.content, text, language);
            let point = || match figure.period {
                Some(period) => period_name(program, figure.record.kind, figure.id, period),
                None => "",
            };
            let said = match note {
                FieldNote::Repaired(_) => format!("= {}", value()),
                FieldNote::BlankAs => {
                    format!("{}{}", pick(language, "视为 ", "counts as "), value())
                }
                FieldNote::FilledDown => {
                    format!("{}{}", pick(language, "同上：", "as above: "), value())
                }
                FieldNote::PeriodByOrder => {
                    format!("{}{}", pick(language, "按次序：", "by order: "), point())
                }
                FieldNote::Slipped => format!("{}{}", pick(language, "属于：", "of: "), point()),
                FieldNote::PrintedTwice | FieldNote::WordsAlone => return,
            };
            hints.push(Hint {
                offset: figure.range.end,
                text: said,
                tooltip: note_words(note, text, language),
            });
        });
        hints.sort_by(|one, other| (one.offset, &one.text).cmp(&(other.offset, &other.text)));
        hints.dedup_by(|one, other| one.offset == other.offset && one.text == other.text);
        hints
    }
}

/// A label as forms compare it: folded, without punctuation at its end.
fn bare(label: &str) -> String {
    fold(as_compared(label))
}

/// Puts symbols under the headings in front of them, and what lies in a record or table under that.
/// A heading reaches to the next of its level; nothing else reaches over a heading.
fn nest(entries: Vec<(Option<u8>, Symbol)>, end: u32) -> Vec<Symbol> {
    let mut open: Vec<(Option<u8>, Symbol)> = Vec::new();
    let mut top: Vec<Symbol> = Vec::new();
    for (level, symbol) in entries {
        let start = symbol.range.start;
        let is_over = |(opened, one): &mut (Option<u8>, Symbol)| match (*opened, level) {
            (Some(opened), Some(level)) => opened >= level,
            (Some(_), None) => false,
            (None, Some(_)) => true,
            (None, None) => one.range.end <= start,
        };
        while let Some((level, closed)) = open.pop_if(is_over) {
            close(&mut open, &mut top, (level, closed), start);
        }
        open.push((level, symbol));
    }
    while let Some(closed) = open.pop() {
        close(&mut open, &mut top, closed, end);
    }
    top
}

/// Puts a symbol that ends at `end` at the latest under the one that is open around it.
fn close(
    open: &mut [(Option<u8>, Symbol)],
    top: &mut Vec<Symbol>,
    (level, mut symbol): (Option<u8>, Symbol),
    end: u32,
) {
    let last = symbol.selection.end.max(symbol.children.last().map_or(0, |one| one.range.end));
    symbol.range.end = match level {
        Some(_) => end.max(last),
        None => symbol.range.end.min(end).max(last),
    };
    match open.last_mut() {
        Some((_, parent)) => parent.children.push(symbol),
        None => top.push(symbol),
    }
}
