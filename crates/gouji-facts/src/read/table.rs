//! How far a table reaches: its headers and rows, over page breaks.

use super::compiled::{CompiledForm, CompiledGrid};
use super::header::{BoundHeader, Header};
use super::index::Index;
use super::lines::LineKind;
use super::titles::caption_start;
use std::ops::Range;

/// What belongs to a table, in order.
#[derive(Clone)]
pub(super) enum TablePart {
    Header(Header),
    Row(u32),
}

/// A table in which one or more grids read.
pub(super) struct ReadTable {
    /// For each grid its headers, and the rows that have something in its columns.
    pub(super) parts: Vec<Vec<TablePart>>,
    /// All rows.
    pub(super) rows: Vec<u32>,
    /// The line behind it.
    pub(super) end: u32,
    /// The row of words under figure columns at which it ends, where it does so.
    pub(super) words: Option<u32>,
    /// The row at which another table begins, captions or header.
    next_title: Option<u32>,
}

/// Most rows with one filled cell that stand between two printings of a header.
const MOST_BETWEEN: u32 = 4;
/// Most filled cells of a row of captions.
const MOST_CAPTIONS: u8 = 3;
/// Most lines above a table that are compared with a title in it.
const MOST_ABOVE: usize = 8;

/// What the rows from `line` on are to some grids that read one table; `None` where they are no header
/// of any of them.
pub(super) fn headers_at(
    index: &Index<'_>,
    grids: &[&CompiledGrid],
    line: u32,
) -> Option<Vec<BoundHeader>> {
    if let [only] = grids {
        return Some(vec![only.bound_at(index, line)?]);
    }
    if !grids.iter().any(|grid| grid.may_begin(index.line_hits(line))) {
        return None;
    }
    let bounds: Vec<Option<BoundHeader>> =
        grids.iter().map(|grid| grid.best_at(index, line)).collect();
    let height = bounds.iter().flatten().map(|bound| bound.header.height).max()?;
    // They stand side by side: a header is as high as the highest of them.
    let again = grids.iter().zip(bounds).map(|(grid, bound)| match bound {
        Some(bound) if bound.header.height == height => bound,
        _ => grid.bind(index, line, height),
    });
    Some(again.collect())
}

/// The same, where every column is bound that must be.
pub(super) fn whole_headers_at(
    index: &Index<'_>,
    grids: &[&CompiledGrid],
    line: u32,
) -> Option<Vec<Header>> {
    let bounds = headers_at(index, grids, line)?;
    let mut both = grids.iter().zip(&bounds);
    let is_whole = both.all(|(grid, bound)| grid.is_whole(bound));
    is_whole.then(|| bounds.into_iter().map(|bound| bound.header).collect())
}

/// The table whose headers begin at one line, within some lines. Blank lines, page headings and
/// repeated headers do not end a table; a paragraph without a repeated header behind it, another
/// table's header, a row of words under figures and rows of another shape do. What leads up to it begins at
/// the first line.
pub(super) fn table(
    index: &Index<'_>,
    compiled: &CompiledForm,
    grids: &[&CompiledGrid],
    headers: Vec<Header>,
    within: Range<u32>,
) -> ReadTable {
    let Range { start: first, end } = within;
    let (line, height) = headers.first().map_or((end, 0), |first| (first.line, first.height));
    let is_titled = compiled.is_titled;
    let mut walk = TableWalk {
        index,
        compiled,
        grids,
        headers,
        end,
        line,
        block: 0,
        first,
        is_titled,
        seen_figure: false,
    };
    walk.block = index.notes.lines.get(line as usize).map_or(0, |line| line.block);
    let mut table = ReadTable {
        parts: walk.headers.iter().map(|header| vec![TablePart::Header(header.clone())]).collect(),
        rows: Vec::new(),
        end,
        words: None,
        next_title: None,
    };
    walk.line = line + height;
    while walk.line < end && walk.step(&mut table) {}
    table.end = walk.line.min(end);
    walk.drop_next_title(&mut table);
    table
}

/// A table while it is walked from line to line.
struct TableWalk<'walk, 'index> {
    index: &'walk Index<'index>,
    compiled: &'walk CompiledForm,
    grids: &'walk [&'walk CompiledGrid],
    /// The headers in force.
    headers: Vec<Header>,
    end: u32,
    line: u32,
    block: u32,
    /// The line from which on lines lead up to the table.
    first: u32,
    /// Whether the table was found by its title.
    is_titled: bool,
    /// Whether a figure stood in a column of figures.
    seen_figure: bool,
}

impl TableWalk<'_, '_> {
    /// Takes the line at hand; whether the table goes on.
    fn step(&mut self, table: &mut ReadTable) -> bool {
        let (index, line) = (self.index, self.line);
        let here = *index.line(line);
        if here.kind == LineKind::Furniture {
            self.line += 1;
            return true;
        }
        if !matches!(here.kind, LineKind::Row(_)) {
            return self.gap();
        }
        if let Some(again) = whole_headers_at(index, self.grids, line) {
            self.repeat(table, again);
            return true;
        }
        if is_foreign(index, self.compiled, line) {
            return false;
        }
        if here.block != self.block {
            let cells = index.cells(line);
            if !self.headers.iter().any(|header| header.has_room_for(cells)) {
                return false;
            }
            self.block = here.block;
        }
        let filled = here.filled;
        let both = || self.grids.iter().zip(&self.headers);
        let has_figure = both().any(|(grid, header)| grid.has_figure(index, header, line));
        if (1..=MOST_CAPTIONS).contains(&filled) && !has_figure && index.declares_unit(line) {
            let goes_on = self.caption();
            table.next_title = (!goes_on).then_some(line);
            return goes_on;
        }
        if filled > 0 {
            if has_figure {
                self.seen_figure = true;
            } else if self.seen_figure
                && self.rows_follow()
                && both().any(|(grid, header)| grid.has_words_under_figures(index, header, line))
            {
                (table.words, table.next_title) = (Some(line), Some(line));
                return false;
            }
            self.row(table);
        }
        self.line += 1;
        true
    }

    /// Whether the row at hand is not the last of its grid: a header has rows below it.
    fn rows_follow(&self) -> bool {
        let next = self.line + 1;
        next < self.end
            && self.index.row(next).is_some()
            && self.index.line(next).block == self.block
    }

    fn row(&self, table: &mut ReadTable) {
        let cells = self.index.cells(self.line);
        table.rows.push(self.line);
        let all = self.grids.iter().zip(&self.headers).zip(&mut table.parts);
        for ((grid, header), parts) in all {
            // A row blank in all of its columns is none of a grid's rows; panels are asked one by one.
            if grid.side_by_side || header.first_filled(self.index, cells).is_some() {
                parts.push(TablePart::Row(self.line));
            }
        }
    }

    fn repeat(&mut self, table: &mut ReadTable, again: Vec<Header>) {
        let height = again.first().map_or(1, |header| header.height);
        self.block = self.index.line(self.line).block;
        for (parts, header) in table.parts.iter_mut().zip(&again) {
            parts.push(TablePart::Header(header.clone()));
        }
        self.headers = again;
        self.line += height;
    }

    /// A stretch that is no row. A numbered heading begins something else. A page's own heading does
    /// not, where the next row repeats the header.
    fn gap(&mut self) -> bool {
        let index = self.index;
        let mut gap = (self.line..self.end).take_while(|line| index.row(*line).is_none());
        if gap.any(|line| matches!(index.line(line).kind, LineKind::Heading(_))) {
            return false;
        }
        let next = (self.line..self.end).find(|line| index.row(*line).is_some());
        // A table that was found by its title ends at another one.
        let may_be_title = |line: u32| {
            let text = index.document.text_of(index.line(line).range);
            let is_furniture = index.line(line).kind == LineKind::Furniture || is_furniture(&text);
            // A note stands behind the last row: a header below it is another table's.
            super::note::behind_mark(&text) > 0 || !(index.declares_unit(line) || is_furniture)
        };
        if self.is_titled && (self.line..next.unwrap_or(self.line)).any(may_be_title) {
            return false;
        }
        self.goes_on_at(next) || self.goes_on_below(next)
    }

    /// Whether the rows at hand are those of a page that prints what leads up to the table again, and not
    /// its header: a figure stands under a heading of figures, and nothing else stands in between.
    fn goes_on_below(&mut self, next: Option<u32>) -> bool {
        let index = self.index;
        let Some(next) = next else { return false };
        let above = self.headers.first().map_or(self.first, |header| header.line);
        let leads: Vec<String> =
            (self.first..above).rev().take(MOST_ABOVE).map(|line| self.folded(line)).collect();
        let is_printed_again = |line: u32| {
            index.line(line).kind == LineKind::Furniture || leads.contains(&self.folded(line))
        };
        let mut both = self.grids.iter().zip(&self.headers);
        let has_figure = both.any(|(grid, header)| grid.has_figure(index, header, next));
        let has_room = self.headers.iter().any(|header| header.has_room_for(index.cells(next)));
        if !has_figure || !has_room || !(self.line..next).all(is_printed_again) {
            return false;
        }
        self.line = next;
        self.block = index.line(next).block;
        true
    }

    fn folded(&self, line: u32) -> String {
        gouji_text::fold(&self.index.document.text_of(self.index.line(line).range))
    }

    /// A row that is a caption: the table goes on where its header is printed again right behind.
    fn caption(&mut self) -> bool {
        let index = self.index;
        if self.is_other_title() {
            return false;
        }
        let is_lone = |line: &u32| {
            let cells = index.cells(*line).iter().filter(|cell| !index.is_blank(cell));
            cells.take(2).count() <= 1
        };
        let behind =
            (self.line..self.end.min(self.line + MOST_BETWEEN)).find(|line| !is_lone(line));
        self.goes_on_at(behind) || self.goes_on_below(behind)
    }

    /// Whether the row at hand is a title with a caption behind it that does not stand above this table.
    fn is_other_title(&self) -> bool {
        let index = self.index;
        let title = |line: u32| {
            let text = index.document.text_of(index.line(line).range);
            let end = caption_start(&text).map_or(text.len(), |at| at as usize);
            gouji_text::fold(text.get(..end).unwrap_or_default())
        };
        let own = title(self.line);
        let above = self.headers.first().map_or(self.first, |header| header.line.min(self.line));
        !own.is_empty() && !(self.first..above).take(MOST_ABOVE).any(|line| title(line) == own)
    }

    fn goes_on_at(&mut self, next: Option<u32>) -> bool {
        let index = self.index;
        let Some(first) = next else { return false };
        // Captions of the new page may stand in rows above the header.
        let mut lines = first..self.end.min(first + MOST_BETWEEN);
        let header = lines.find(|line| whole_headers_at(index, self.grids, *line).is_some());
        let Some(header) = header else { return false };
        let is_caption = |line: u32| index.declares_unit(line);
        if (first..header).all(is_caption) {
            self.line = header;
            return true;
        }
        false
    }

    /// Rows of one filled cell right before another table's captions or header are its title.
    fn drop_next_title(&self, table: &mut ReadTable) {
        let Some(words) = table.next_title else { return };
        let index = self.index;
        let mut line = words;
        while let Some(last) = table.rows.last().copied().filter(|last| last + 1 == line) {
            let first = index.cells(last).first();
            if index.line(last).filled != 1 || first.is_none_or(|cell| index.is_blank(cell)) {
                break;
            }
            table.rows.pop();
            for parts in &mut table.parts {
                parts.pop_if(|part| matches!(part, TablePart::Row(row) if *row == last));
            }
            table.end = last;
            line = last;
        }
    }
}

/// Whether a row belongs to another part of the same form: it begins with a label that values stand
/// beside, or holds several. One of them alone further on is a word like others in a row.
fn is_foreign(index: &Index<'_>, compiled: &CompiledForm, line: u32) -> bool {
    let hits = index.line_hits(line).iter().filter(|hit| compiled.beside.contains(hit.label));
    let mut hits = hits.map(|hit| (hit.cell, hit.label));
    let Some((first_cell, first_label)) = hits.next() else { return false };
    let cells = index.cells(line);
    let begins = cells.iter().position(|cell| !index.is_blank(cell)) == Some(first_cell as usize);
    begins || hits.any(|(cell, label)| cell != first_cell && label != first_label)
}

/// Whether a line between two pages of a table is a caption or a page number.
fn is_furniture(line: &str) -> bool {
    let text = gouji_text::fold(line);
    let of_page = |it: char| !it.is_alphabetic() || "第页共续表".contains(it);
    text.contains(':') || text.chars().all(of_page)
}
