//! The header of a grid: found in a document, its columns bound.

use super::compiled::CompiledGrid;
use super::headings::{ColumnHeading, HeadingTree, header_rows};
use super::index::Index;
use gouji_document::Cell;

/// A header found in a document.
#[derive(Clone, Debug)]
pub(super) struct Header {
    /// Its first line.
    pub(super) line: u32,
    /// Number of its rows.
    pub(super) height: u32,
    /// For each column of the grid: the column of the document, and the line and cell of its heading.
    pub(super) columns: Vec<Option<(u16, u32, u32)>>,
    /// Number of the document's columns.
    pub(super) width: u16,
}

/// A header with what it lacks.
#[derive(Clone, Debug)]
pub(super) struct BoundHeader {
    pub(super) header: Header,
    /// Columns of the grid that fit several columns of the document, with how many.
    pub(super) ambiguous: Vec<(usize, usize)>,
    /// Whether a heading to which a figure column is bound stands over several columns, so that more
    /// headings may stand under it.
    has_room: bool,
}

impl BoundHeader {
    /// How many columns are bound.
    pub(super) fn count(&self) -> usize {
        self.header.columns.iter().flatten().count()
    }
}

/// Where one column of a grid may stand: the headings that fit best so far.
#[derive(Clone, Default)]
struct ColumnCandidates {
    /// How well they fit, the least the best: over several columns of their own, by the alternative,
    /// without some heading above.
    rank: Option<(bool, u16, bool)>,
    headings: Vec<u32>,
}

impl ColumnCandidates {
    fn add(&mut self, rank: (bool, u16, bool), heading: u32) {
        match self.rank {
            Some(best) if best < rank => return,
            Some(best) if best == rank => {}
            _ => self.headings.clear(),
        }
        self.rank = Some(rank);
        self.headings.push(heading);
    }
}

impl CompiledGrid {
    /// The first header in lines `first..end` in which every column stands that must.
    pub(super) fn first_header(&self, index: &Index<'_>, first: u32, end: u32) -> Option<Header> {
        self.lines_with_labels(index, first, end).find_map(|line| self.header_at(index, line))
    }

    /// The best of the headers in lines `first..end` that lack a column.
    pub(super) fn best_header(
        &self,
        index: &Index<'_>,
        first: u32,
        end: u32,
    ) -> Option<BoundHeader> {
        let bound = self.lines_with_labels(index, first, end);
        let bound = bound.filter_map(|line| self.bound_at(index, line));
        // Of equal ones the first.
        bound.reduce(|best, next| if next.count() > best.count() { next } else { best })
    }

    /// Lines in which labels stand: the others begin no header.
    fn lines_with_labels(
        &self,
        index: &Index<'_>,
        first: u32,
        end: u32,
    ) -> impl Iterator<Item = u32> {
        let mut seen = None;
        let lines = index.hits_between(first, end).iter().map(|hit| hit.line);
        lines.filter(move |line| seen.replace(*line) != Some(*line))
    }

    /// The header that begins at `line`, if every column stands in it that must.
    pub(super) fn header_at(&self, index: &Index<'_>, line: u32) -> Option<Header> {
        self.bound_at(index, line).filter(|bound| self.is_whole(bound)).map(|bound| bound.header)
    }

    /// Whether every column is bound that must be there.
    pub(super) fn is_whole(&self, bound: &BoundHeader) -> bool {
        let mut columns = self.optional.iter().zip(&bound.header.columns);
        bound.count() > 0
            && bound.ambiguous.is_empty()
            && columns.all(|(optional, bound)| *optional || bound.is_some())
    }

    /// What the rows from `line` on bind, if it is enough to be taken for this grid's header.
    pub(super) fn bound_at(&self, index: &Index<'_>, line: u32) -> Option<BoundHeader> {
        if !self.may_begin(index.line_hits(line)) {
            return None;
        }
        let bound = self.best_at(index, line)?;
        // A row that says nothing to it stands above the header and is not part of it.
        let alone = self.own_labels(index.line_hits(line)).nth(1).is_none();
        if alone && bound.header.height > 1 {
            let below = self.bind(index, line + 1, bound.header.height - 1);
            if below.count() >= bound.count() && below.ambiguous.is_empty() {
                return None;
            }
        }
        Some(bound)
    }

    /// As many rows from `line` on as bind the most columns.
    pub(super) fn best_at(&self, index: &Index<'_>, line: u32) -> Option<BoundHeader> {
        let rows = header_rows(index, line);
        let hits = index.hits_between(line, line + rows);
        if self.own_labels(hits).take(self.threshold).count() < self.threshold {
            return None;
        }
        let mut best: Option<BoundHeader> = None;
        for height in 1..=rows {
            // A row without a heading of this grid binds no column that the rows above do not.
            let last = line + height - 1;
            if height > 1 && self.own_labels(index.line_hits(last)).next().is_none() {
                continue;
            }
            let bound = self.bind(index, line, height);
            let rank = |it: &BoundHeader| (it.count() + it.ambiguous.len(), it.count());
            let is_better = |best: &BoundHeader| rank(&bound) > rank(best);
            if best.as_ref().is_none_or(is_better) {
                best = Some(bound);
            }
            if best.as_ref().is_some_and(|best| best.count() == self.columns.len()) {
                break;
            }
        }
        let mut best = best.filter(|best| best.count() + best.ambiguous.len() >= self.threshold)?;
        while best.has_room
            && best.header.height < rows
            && self.has_words_under_figures(index, &best.header, line + best.header.height)
        {
            best = self.bind(index, line, best.header.height + 1);
        }
        if is_number_row(index, line + best.header.height) {
            best.header.height += 1;
        }
        Some(best)
    }

    /// The same header, its columns bound once more behind those that `header` binds.
    pub(super) fn bind_behind(&self, index: &Index<'_>, header: &Header) -> Option<Header> {
        let last = header.columns.iter().flatten().map(|(column, ..)| *column).max()?;
        let first = last.checked_add(1)?;
        Some(self.bind_from(index, header.line, header.height, first).header)
    }

    /// Binds columns to the headings of `height` rows.
    pub(super) fn bind(&self, index: &Index<'_>, line: u32, height: u32) -> BoundHeader {
        self.bind_from(index, line, height, 0)
    }

    /// Binds columns to the headings of `height` rows that begin at a column of the document.
    fn bind_from(&self, index: &Index<'_>, line: u32, height: u32, first: u16) -> BoundHeader {
        let tree = HeadingTree::new(index, line, height);
        let mut candidates = vec![ColumnCandidates::default(); self.columns.len()];
        for (number, heading) in (0..).zip(&tree.headings).filter(|(_, it)| it.first >= first) {
            let wanted = heading.labels.iter().flatten().filter_map(|label| self.leaves.get(label));
            for (column, alternative) in wanted.flatten().copied() {
                let path = &self.columns[usize::from(column)][usize::from(alternative)];
                if let Some(is_all) = tree.fits(heading, path) {
                    let rank = (heading.has_inner, alternative, !is_all);
                    candidates[usize::from(column)].add(rank, number);
                }
            }
        }
        let is_in_use = |column: u16| has_words_below(index, line + height, column);
        self.choose(&tree, (line, height), &candidates, &is_in_use)
    }

    /// Decides for each column: it has to fit one column of the document, or as many as there are
    /// columns of the grid that are called alike.
    fn choose(
        &self,
        tree: &HeadingTree,
        (line, height): (u32, u32),
        candidates: &[ColumnCandidates],
        is_in_use: &dyn Fn(u16) -> bool,
    ) -> BoundHeader {
        let mut columns = vec![None; self.columns.len()];
        let mut ambiguous = Vec::new();
        let mut taken = vec![false; tree.headings.len()];
        let mut has_room = false;
        // Where several fit, those that another column of the grid has are out of question.
        for only_sure in [true, false] {
            for (leader, members) in &self.alike {
                let fitting = &candidates[*leader].headings;
                if fitting.is_empty() || columns[*leader].is_some() {
                    continue;
                }
                let free: Vec<u32> = if only_sure {
                    fitting.clone()
                } else {
                    fitting.iter().copied().filter(|it| !taken[*it as usize]).collect()
                };
                let places = self.places(tree, *leader, &free, is_in_use);
                // Columns that recur side by side are bound panel after panel.
                if places.len() > members.len() && !self.side_by_side {
                    if !only_sure {
                        ambiguous.push((*leader, places.len()));
                    }
                    continue;
                }
                for (member, (heading, column)) in members.iter().zip(places) {
                    let Some(found) = tree.headings.get(heading as usize) else { continue };
                    columns[*member] = Some((column, found.line, found.cell));
                    taken[heading as usize] = true;
                    has_room |= self.figures[*member] && found.last > found.first;
                }
            }
        }
        BoundHeader {
            header: Header { line, height, columns, width: tree.width },
            ambiguous,
            has_room,
        }
    }

    /// The columns of the document that a column of the grid may be, each with its heading.
    fn places(
        &self,
        tree: &HeadingTree,
        column: usize,
        fitting: &[u32],
        is_in_use: &dyn Fn(u16) -> bool,
    ) -> Vec<(u32, u16)> {
        let heading = |number: &u32| tree.headings.get(*number as usize).map(|it| (*number, it));
        let found: Vec<(u32, &ColumnHeading)> = fitting.iter().filter_map(heading).collect();
        let count = |it: &ColumnHeading| usize::from(it.last - it.first) + 1;
        match (self.ordinals[column], found.as_slice()) {
            // 第 n 列: of those under the one heading, else of the headings that are called so. Columns that
            // no row uses, as rules that end in a heading leave behind, are not counted.
            (Some(ordinal), [(number, only)]) => {
                let mut used = (only.first..=only.last).filter(|at| is_in_use(*at));
                let plain = only.first.checked_add(ordinal).filter(|at| *at <= only.last);
                let at = used.nth(usize::from(ordinal)).or(plain);
                at.map(|at| (*number, at)).into_iter().collect()
            }
            (Some(ordinal), several) => {
                let chosen = several.get(usize::from(ordinal));
                chosen.map(|(number, it)| (*number, it.first)).into_iter().collect()
            }
            // A heading over others is one column only where nothing else stands under it.
            (None, several) => several
                .iter()
                .flat_map(|(number, it)| {
                    let columns = if it.has_inner { count(it) } else { 1 };
                    (0..columns).map(|at| (*number, it.first + at as u16))
                })
                .collect(),
        }
    }

    /// Whether a row has words, and no figure, under the headings of figures.
    pub(super) fn has_words_under_figures(
        &self,
        index: &Index<'_>,
        header: &Header,
        line: u32,
    ) -> bool {
        let cells = index.cells(line);
        let mut has_words = false;
        for (is_figure, column) in self.figures.iter().zip(&header.columns) {
            let (true, Some((column, ..))) = (is_figure, column) else { continue };
            match under_figures(index, cells, *column) {
                UnderFigures::Figure => return false,
                UnderFigures::Words => has_words = true,
                UnderFigures::Nothing => {}
            }
        }
        has_words
    }

    /// Whether a row has a figure under the heading of one.
    pub(super) fn has_figure(&self, index: &Index<'_>, header: &Header, line: u32) -> bool {
        let cells = index.cells(line);
        self.figures.iter().zip(&header.columns).any(|(is_figure, column)| {
            let (true, Some((column, ..))) = (is_figure, column) else { return false };
            under_figures(index, cells, *column) == UnderFigures::Figure
        })
    }
}

/// Rows that are looked at for whether a column is used.
const MOST_LOOKED_AT: u32 = 64;

/// Whether something stands in a column of the table's rows below its header.
fn has_words_below(index: &Index<'_>, first: u32, column: u16) -> bool {
    let block = |line: u32| index.notes.lines.get(line as usize).map(|line| line.block);
    let table = first.checked_sub(1).and_then(block);
    let rows = (first..index.line_count()).take(MOST_LOOKED_AT as usize);
    rows.take_while(|line| block(*line) == table).any(|line| {
        let cells = index.cells(line);
        let cell = position_of(cells, column).and_then(|at| cells.get(at));
        cell.is_some_and(|cell| !index.is_blank(cell))
    })
}

/// What stands under the heading of a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum UnderFigures {
    /// A figure, or something with a digit in it.
    Figure,
    /// Nothing, or a dash.
    Nothing,
    /// Words without a digit.
    Words,
}

/// What stands in a column of a row, by its characters alone.
fn under_figures(index: &Index<'_>, cells: &[Cell], column: u16) -> UnderFigures {
    let cell = position_of(cells, column).and_then(|at| cells.get(at));
    let Some(cell) = cell.filter(|cell| !index.is_blank(cell)) else {
        return UnderFigures::Nothing;
    };
    let text = index.document.text_of(cell.range);
    let mut has_letters = false;
    let mut numerals = 0;
    for (_, character) in gouji_text::folded_chars(&text) {
        numerals = if says_figure(character) { numerals + 1 } else { 0 };
        // Two numerals side by side are no words.
        if character.is_ascii_digit() || numerals > 1 {
            return UnderFigures::Figure;
        }
        has_letters |= character.is_alphabetic() && numerals == 0;
    }
    if has_letters { UnderFigures::Words } else { UnderFigures::Nothing }
}

/// Characters that amounts in words are written with, and those that say that there is none.
fn says_figure(character: char) -> bool {
    "零〇一二三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟元角分整无暂".contains(character)
}

impl Header {
    /// Whether it binds the same columns of the document as another.
    pub(super) fn is_same_as(&self, other: &Self) -> bool {
        let columns = |header: &Self| -> Vec<_> {
            header.columns.iter().map(|bound| bound.map(|(column, ..)| column)).collect()
        };
        self.width == other.width && self.height == other.height && columns(self) == columns(other)
    }

    /// The first column of the document that it binds.
    pub(super) fn first_column(&self) -> Option<u16> {
        self.columns.iter().flatten().map(|(column, ..)| *column).min()
    }

    /// Whether a row's cells can belong under a header.
    pub(super) fn has_room_for(&self, cells: &[Cell]) -> bool {
        let width = cells.last().map_or(0, |cell| cell.column + 1);
        width + 1 >= self.width && width <= self.width + 1
    }

    /// The first filled cell of a row in the columns that are bound.
    pub(super) fn first_filled<'cells>(
        &self,
        index: &Index<'_>,
        cells: &'cells [Cell],
    ) -> Option<&'cells Cell> {
        let bound = self.columns.iter().flatten();
        let cells = bound.filter_map(|(column, ..)| cells.get(position_of(cells, *column)?));
        cells.filter(|cell| !index.is_blank(cell)).min_by_key(|cell| cell.column)
    }
}

/// Where the cell of a column stands in its row: most often at that very place.
pub(super) fn position_of(cells: &[Cell], column: u16) -> Option<usize> {
    let straight = usize::from(column);
    if cells.get(straight).is_some_and(|cell| cell.column == column) {
        return Some(straight);
    }
    cells.binary_search_by_key(&column, |cell| cell.column).ok()
}

/// What rows begin with that number the columns.
const NUMBERED_BY: [&str; 10] = ["栏次", "行次", "序号", "甲", "乙", "丙", "丁", "a", "b", "c"];

/// Whether a row numbers the columns (栏次 1 2 3 …): whole numbers from one on, three or more, or two
/// behind a word.
fn is_number_row(index: &Index<'_>, line: u32) -> bool {
    let mut next = 1_u32;
    let mut words = 0;
    for cell in index.cells(line).iter().filter(|cell| !index.is_blank(cell)) {
        let text = gouji_text::fold(&index.document.text_of(cell.range));
        let number = text.trim_start_matches('(').trim_end_matches(')');
        if number.parse() == Ok(next) {
            next += 1;
        } else if next == 1 && NUMBERED_BY.contains(&text.as_str()) {
            words += 1;
        } else if !(next > 1 && is_formula(&text)) {
            return false;
        } else {
            next += 1;
        }
    }
    next > 3 || (next > 2 && words > 0)
}

/// Whether a text says how a column comes about: `4=2+3`.
fn is_formula(text: &str) -> bool {
    text.contains('=')
        && text
            .chars()
            .all(|it| it.is_ascii_digit() || matches!(it, '=' | '+' | '-' | '(' | ')' | '*' | '/'))
}
