//! 分级: the rows of one list, ordered among themselves into a tree.
//!
//! A row knows its place by a code (one cell for each level, or one whose length says the level), by
//! the blanks in front of it, or by how its number is written. What a row stands under was printed
//! in the same list; nothing is made up for rows that are not there.

use super::builder::Builder;
use crate::{Content, codes};
use gouji_document::numbering;
use gouji_program::form::{Grid, LevelOrder, Levels};
use gouji_program::{FieldKind, Scalar};
use gouji_text::{Localized, fold};
use rustc_hash::FxHashMap;

/// Blanks that are counted in front of a row.
const MOST_INDENT: usize = 256;

/// What a row begins with that says what some of the row above is.
const OF_WHICH: [&str; 2] = ["其中", "ofwhich"];

/// Orders the records that a grid made, from number `first` on.
pub(super) fn order(builder: &mut Builder<'_>, grid: &Grid, first: u32) {
    for levels in &grid.levels {
        let lists = builder.lists_of(levels.record, first);
        let mut said = LevelsSaid::default();
        for rows in lists {
            Tree { builder, levels, rows: &rows, said: &mut said }.grow();
        }
        said.say(builder, levels);
    }
}

/// A row that is not as a tree wants it: the first of its kind, and how many there are.
#[derive(Default)]
struct LevelsTally {
    first: Option<(u32, Option<u32>)>,
    count: usize,
}

impl LevelsTally {
    fn add(&mut self, row: u32, other: Option<u32>) {
        self.first.get_or_insert((row, other));
        self.count += 1;
    }
}

/// What is wrong with the rows of a table: each said once.
#[derive(Default)]
struct LevelsSaid {
    doubled: LevelsTally,
    bad: LevelsTally,
    gap: LevelsTally,
    unplaced: LevelsTally,
}

/// What a code says of its row.
struct LevelCode {
    /// The whole code.
    own: String,
    /// Codes that its parent may have, the nearest first.
    above: Vec<String>,
}

/// The rows of one list on their way to a tree.
struct Tree<'tree, 'read> {
    builder: &'tree mut Builder<'read>,
    levels: &'tree Levels,
    rows: &'tree [u32],
    said: &'tree mut LevelsSaid,
}

impl Tree<'_, '_> {
    fn grow(&mut self) {
        let parts = self.parts();
        let above = match &self.levels.order {
            LevelOrder::Codes | LevelOrder::Lengths(_) => self.by_code(&parts),
            LevelOrder::Indent => self.by_depth(&parts, |tree, row| Some(tree.indent(row))),
            LevelOrder::Numbering => self.by_depth(&parts, |tree, row| {
                let number = numbering(tree.key(row))?.0;
                Some(number as u32)
            }),
        };
        let mut children: Vec<Vec<u32>> = vec![Vec::new(); self.rows.len()];
        let mut of_which: Vec<Vec<u32>> = vec![Vec::new(); self.rows.len()];
        let relations = self.levels.relations;
        for (at, row) in self.rows.iter().enumerate() {
            let (owner, list) = match parts.get(at).copied().flatten() {
                Some(whole) => (Some(whole), &mut of_which),
                None => (above.get(at).copied().flatten(), &mut children),
            };
            let parent = owner.and_then(|owner| self.rows.get(owner));
            if let Some(below) = owner.and_then(|owner| list.get_mut(owner)) {
                below.push(*row);
            }
            self.builder.relate(*row, relations.parent, parent.into_iter().copied().collect());
        }
        for ((row, children), parts) in self.rows.iter().zip(children).zip(of_which) {
            self.builder.relate(*row, relations.children, children);
            self.builder.relate(*row, relations.parts, parts);
        }
    }

    /// For each row the one whose part it is: `其中：…` says what some of the row above is.
    fn parts(&self) -> Vec<Option<usize>> {
        let mut whole = None;
        let mut parts = Vec::with_capacity(self.rows.len());
        for (at, row) in self.rows.iter().enumerate() {
            if whole.is_some() && self.is_part(*row) {
                parts.push(whole);
            } else {
                whole = Some(at);
                parts.push(None);
            }
        }
        parts
    }

    fn is_part(&self, row: u32) -> bool {
        let fields = &self.builder.program.record(self.levels.record).fields;
        fields.iter().zip(0_u16..).any(|(field, id)| {
            field.kind == FieldKind::Scalar(Scalar::Text) && {
                let text = fold(self.builder.text(row, gouji_program::FieldId(id)));
                OF_WHICH.iter().any(|words| text.starts_with(words))
            }
        })
    }

    /// What stands in the one field that the rows are ordered by.
    fn key(&self, row: u32) -> &str {
        self.levels.fields.first().map_or("", |field| self.builder.text(row, *field))
    }

    /// For each row the one it stands under, by its code.
    fn by_code(&mut self, parts: &[Option<usize>]) -> Vec<Option<usize>> {
        let codes = self.codes(parts);
        // Of rows with one code the first, for rows that are printed above what they stand under.
        let mut first: FxHashMap<&str, usize> = FxHashMap::default();
        for (at, code) in codes.iter().enumerate() {
            if let Some(code) = code {
                first.entry(&code.own).or_insert(at);
            }
        }
        let mut latest: FxHashMap<&str, usize> = FxHashMap::default();
        let mut above = Vec::with_capacity(codes.len());
        for (at, code) in codes.iter().enumerate() {
            let Some(code) = code else {
                above.push(None);
                continue;
            };
            let row = self.rows[at];
            if let Some(before) = latest.insert(&code.own, at) {
                self.said.doubled.add(row, self.rows.get(before).copied());
            }
            let found = code.above.iter().enumerate().find_map(|(steps, prefix)| {
                let prefix = prefix.as_str();
                let found = latest.get(prefix).or_else(|| first.get(prefix))?;
                Some((steps, *found))
            });
            if !code.above.is_empty() && found.is_none_or(|(steps, _)| steps > 0) {
                self.said.gap.add(row, found.and_then(|(_, at)| self.rows.get(at).copied()));
            }
            above.push(found.map(|(_, at)| at));
        }
        above
    }

    fn codes(&mut self, parts: &[Option<usize>]) -> Vec<Option<LevelCode>> {
        let mut codes = Vec::with_capacity(self.rows.len());
        let mut path: Vec<String> = Vec::new();
        for (row, part) in self.rows.iter().zip(parts) {
            if part.is_some() {
                codes.push(None);
                continue;
            }
            codes.push(match &self.levels.order {
                LevelOrder::Lengths(lengths) => self.code_of_length(*row, lengths),
                _ => self.code_of_columns(*row, &mut path),
            });
        }
        codes
    }

    /// `20131` under `201`.
    fn code_of_length(&mut self, row: u32, lengths: &[u8]) -> Option<LevelCode> {
        let code = fold(self.key(row));
        if code.is_empty() || !code.chars().any(|it| it.is_ascii_alphanumeric()) {
            self.said.unplaced.add(row, None);
            return None;
        }
        if !code.chars().all(|it| it.is_ascii_alphanumeric())
            || !lengths.iter().any(|length| usize::from(*length) == code.len())
        {
            self.said.bad.add(row, None);
        }
        let shorter = lengths.iter().rev().map(|length| usize::from(*length));
        let above = shorter.filter(|length| *length < code.len());
        let above = above.filter_map(|length| code.get(..length).map(str::to_owned)).collect();
        Some(LevelCode { own: code, above })
    }

    /// `201 | 31` under `201 |`. Cells that are blank in front of a filled one are those of the row
    /// above, as merged cells are printed; `path` is its code.
    fn code_of_columns(&mut self, row: u32, path: &mut Vec<String>) -> Option<LevelCode> {
        let cells: Vec<String> =
            self.levels.fields.iter().map(|field| self.level(row, *field)).collect();
        let Some(last) = cells.iter().rposition(|cell| !cell.is_empty()) else {
            self.said.unplaced.add(row, None);
            return None;
        };
        let inherited = cells.iter().take_while(|cell| cell.is_empty()).count();
        let front = path.iter().take(inherited).cloned();
        let mut code: Vec<String> = front.collect();
        code.resize(inherited, String::new());
        code.extend(cells.into_iter().take(last + 1).skip(inherited));
        let is_code = |cell: &String| cell.chars().all(|it| it.is_ascii_alphanumeric());
        if !code.iter().all(is_code) {
            self.said.bad.add(row, None);
        }
        let joined = |cells: &[String]| cells.join("\u{1f}");
        let above = (1..code.len()).rev().filter_map(|length| code.get(..length)).map(joined);
        let found = LevelCode { own: joined(&code), above: above.collect() };
        *path = code;
        Some(found)
    }

    fn level(&self, row: u32, field: gouji_program::FieldId) -> String {
        match self.builder.field(row, field).content {
            Content::Blank | Content::Dash | Content::Absent => String::new(),
            _ => fold(self.builder.text(row, field)),
        }
    }

    /// For each row the nearest one above it that is not as deep.
    fn by_depth(
        &mut self,
        parts: &[Option<usize>],
        depth: impl Fn(&Self, u32) -> Option<u32>,
    ) -> Vec<Option<usize>> {
        let mut open: Vec<(u32, usize)> = Vec::new();
        let mut above = Vec::with_capacity(self.rows.len());
        for (at, (row, part)) in self.rows.iter().zip(parts).enumerate() {
            if part.is_some() {
                above.push(None);
                continue;
            }
            let Some(depth) = depth(self, *row) else {
                self.said.unplaced.add(*row, None);
                open.clear();
                above.push(None);
                continue;
            };
            let mut closed = None;
            while let Some((last, _)) = open.last()
                && *last >= depth
            {
                closed = open.pop().map(|(last, _)| last);
            }
            // Back to an indent that no row above has.
            if self.levels.order == LevelOrder::Indent && closed.is_some_and(|last| last > depth) {
                self.said
                    .gap
                    .add(*row, open.last().and_then(|(_, at)| self.rows.get(*at).copied()));
            }
            above.push(open.last().map(|(_, at)| *at));
            open.push((depth, at));
        }
        above
    }

    /// How far from the edge of its cell what stands in the field begins.
    fn indent(&self, row: u32) -> u32 {
        let Some(field) = self.levels.fields.first() else { return 0 };
        let start = self.builder.field_place(row, *field).start as usize;
        let front = self.builder.document.text.get(..start).unwrap_or_default();
        let blanks = front.chars().rev().take(MOST_INDENT);
        let blanks =
            blanks.take_while(|it| it.is_whitespace() && !matches!(it, '\t' | '\n' | '\r'));
        blanks.map(|blank| if blank == '\u{3000}' { 2 } else { 1 }).sum()
    }
}

impl LevelsSaid {
    fn say(self, builder: &mut Builder<'_>, levels: &Levels) {
        let form = builder.form_name();
        if let Some((row, Some(before))) = self.doubled.first {
            let code = written(builder, levels, row);
            let (more, more_english) = others(self.doubled.count);
            let message = Localized::new(
                format!("{form}里编码「{code}」写了两遍{more}，下面的行算在后一行之下"),
                format!(
                    "{form} has the code “{code}” twice{more_english}; rows below go under the later one"
                ),
            );
            let place = builder.place(row);
            let other = (builder.place(before), Localized::new("前一行", "the row before"));
            builder.problem_with(&codes::DOUBLED_CODE, message, place, other);
        }
        if let Some((row, _)) = self.bad.first {
            let code = written(builder, levels, row);
            let (more, more_english) = others(self.bad.count);
            let (wanted, wanted_english) = expected(levels);
            let message = Localized::new(
                format!("{form}里「{code}」不像编码（{wanted}）{more}，归在最近的上级之下"),
                format!(
                    "“{code}” of {form} is no code ({wanted_english}){more_english}; it goes under the nearest row that fits"
                ),
            );
            builder.problem(&codes::BAD_CODE, message, builder.place(row));
        }
        if let Some((row, nearest)) = self.gap.first {
            let code = written(builder, levels, row);
            let (more, more_english) = others(self.gap.count);
            let (under, under_english) = match nearest {
                Some(nearest) => {
                    let nearest = written(builder, levels, nearest);
                    (format!("归在「{nearest}」之下"), format!("it goes under “{nearest}”"))
                }
                None => ("作最上一级".to_owned(), "it stands at the top".to_owned()),
            };
            if levels.order == LevelOrder::Indent {
                let message = Localized::new(
                    format!("{form}里「{code}」的缩进与上面哪一级都对不上{more}，{under}"),
                    format!(
                        "the indent of “{code}” in {form} is that of no row above{more_english}; {under_english}"
                    ),
                );
                builder.problem(&codes::LEVEL_GAP, message, builder.place(row));
            } else {
                let message = Localized::new(
                    format!("{form}里没有「{code}」的上一级{more}，{under}"),
                    format!(
                        "{form} does not have the level above “{code}”{more_english}; {under_english}"
                    ),
                );
                builder.problem(&codes::LEVEL_GAP, message, builder.place(row));
            }
        }
        if let Some((row, _)) = self.unplaced.first {
            let place = builder.place(row);
            let (more, more_english) = others(self.unplaced.count);
            let (what, what_english) = match levels.order {
                LevelOrder::Numbering => ("编号", "number"),
                _ => ("编码", "code"),
            };
            let message = Localized::new(
                format!("{form}里这一行没有{what}{more}，看不出级别，作最上一级"),
                format!(
                    "this row of {form} has no {what_english}{more_english}; it stands at the top"
                ),
            );
            builder.problem(&codes::NO_CODE, message, place);
        }
    }
}

fn written(builder: &Builder<'_>, levels: &Levels, row: u32) -> String {
    let cells = levels.fields.iter().map(|field| builder.text(row, *field).trim());
    cells.filter(|cell| !cell.is_empty()).collect::<Vec<_>>().join(" ")
}

fn others(count: usize) -> (String, String) {
    match count {
        0 | 1 => (String::new(), String::new()),
        _ => (format!("，这样的共 {count} 行"), format!(" ({count} rows in all)")),
    }
}

fn expected(levels: &Levels) -> (String, String) {
    let LevelOrder::Lengths(lengths) = &levels.order else {
        return ("应是数字或字母".to_owned(), "expected digits or letters".to_owned());
    };
    let lengths: Vec<String> = lengths.iter().map(u8::to_string).collect();
    (format!("应是 {} 位", lengths.join("、")), format!("expected {} digits", lengths.join(", ")))
}
