//! Rows that stand above and below each other (分级): in the outline, and where one is pointed at.

use crate::figures::OwnedFigure;
use crate::words::{listed, pick};
use crate::{Ide, Symbol, SymbolKind};
use gouji_database::{DocumentFile, planned};
use gouji_facts::{Content, Fragment, Record};
use gouji_program::{FieldId, Program, RecordType, Relation};
use gouji_text::{Language, TextRange};

use std::fmt::Write;

/// Rows of trees that an outline shows at most.
const MOST_ROWS: usize = 4000;
/// Rows that a hover names at most.
const MOST_NAMED: usize = 6;

impl Ide<'_> {
    /// The rows of trees that have others below them, and those; each reaches over all that stand below.
    pub(crate) fn tree_symbols(&self, document: DocumentFile) -> Vec<Symbol> {
        let checked = gouji_database::checked(self.database, self.configuration);
        let mut symbols = Vec::new();
        for planned in planned(self.database, self.configuration, document).regions.iter() {
            let fragment = planned.fragment(self.database);
            let tree = RowTree { program: &checked.program, fragment: &fragment };
            let start = planned.region.range.start;
            let ends = tree.ends();
            for (record, end) in fragment.records.iter().zip(ends) {
                if symbols.len() >= MOST_ROWS {
                    return symbols;
                }
                let Some(kind) = tree.kind(record).filter(|kind| kind.relations().is_some()) else {
                    continue;
                };
                let is_in_tree =
                    Relation::ALL.iter().any(|one| !tree.related(record, *one).is_empty());
                let Some(name) = tree.name(record).filter(|_| is_in_tree) else { continue };
                let range = TextRange::new(record.place.start, end.max(record.place.end));
                symbols.push(Symbol {
                    name,
                    detail: kind.name.clone(),
                    kind: SymbolKind::Record,
                    range: range.shifted(start),
                    selection: record.place.shifted(start),
                    children: Vec::new(),
                });
            }
        }
        symbols
    }

    /// What stands above and below the row of a figure, a line for each.
    pub(crate) fn tree_words(
        &self,
        document: DocumentFile,
        figure: &OwnedFigure,
        text: &mut String,
    ) {
        let checked = gouji_database::checked(self.database, self.configuration);
        let planned = planned(self.database, self.configuration, document);
        let region = planned.regions.get(figure.place.fragment as usize);
        let Some(fragment) = region.map(|region| region.fragment(self.database)) else { return };
        let tree = RowTree { program: &checked.program, fragment: &fragment };
        let Some(record) = fragment.records.get(figure.place.record as usize) else { return };
        let language = self.language;
        for relation in Relation::ALL {
            let related = tree.related(record, relation);
            if related.is_empty() {
                continue;
            }
            let names: Vec<String> = related
                .iter()
                .take(MOST_NAMED)
                .filter_map(|number| tree.name(fragment.records.get(*number as usize)?))
                .collect();
            let word = relation.word(language);
            let names = listed(&names, language);
            let count = related.len();
            let _ = match (language, count > MOST_NAMED) {
                (Language::Chinese, true) => write!(text, "\n\n{word}：{names}等 {count} 行"),
                (Language::English, true) => {
                    write!(text, "\n\n{word}: {names} and others, {count} rows")
                }
                (_, false) => write!(text, "\n\n{word}{}{names}", pick(language, "：", ": ")),
            };
        }
    }
}

/// The trees of one fragment.
struct RowTree<'tree> {
    program: &'tree Program,
    fragment: &'tree Fragment,
}

impl<'tree> RowTree<'tree> {
    fn kind(&self, record: &Record) -> Option<&'tree RecordType> {
        self.program.records.at(record.kind)
    }

    fn name(&self, record: &Record) -> Option<String> {
        record.name(&self.kind(record)?.naming, &self.fragment.arena)
    }

    /// The rows of the fragment that a row is related to in a way.
    fn related(&self, record: &'tree Record, relation: Relation) -> &'tree [u32] {
        let relations = self.kind(record).and_then(RecordType::relations);
        let field: Option<FieldId> = relations.map(|relations| match relation {
            Relation::Parent => relations.parent,
            Relation::Children => relations.children,
            Relation::Parts => relations.parts,
        });
        match field.and_then(|field| record.fields.at(field)).map(|field| &field.content) {
            Some(Content::Related(rows)) => rows,
            _ => &[],
        }
    }

    /// For each record, where the last of those below it ends. Rows stand behind what they hang on.
    fn ends(&self) -> Vec<u32> {
        let records = &self.fragment.records;
        let mut ends: Vec<u32> = records.iter().map(|record| record.place.end).collect();
        for number in (0..records.len()).rev() {
            let Some(record) = records.get(number) else { continue };
            for relation in [Relation::Children, Relation::Parts] {
                for below in self.related(record, relation) {
                    let end = ends.get(*below as usize).copied().unwrap_or(0);
                    ends[number] = ends[number].max(end);
                }
            }
        }
        ends
    }
}
