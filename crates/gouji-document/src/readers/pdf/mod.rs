//! Pages with places: pdf.
//!
//! The interpreter of pages gives characters and lines where they are painted. Ruled tables become lines of cells,
//! all else lines of text from above to below; a paragraph that the page wrapped is one line. Nothing is guessed:
//! a character whose font does not say what it means is read as U+FFFD and counted.
//!
//! What a page paints is counted, and reading is broken off beyond a bound. A file that keeps the foreign parser
//! busy before anything is painted is not bounded here: the foreign part of reading may be done by another process
//! (`apart.rs`), which can be stopped.

pub(super) mod apart;
mod collect;
mod grid;
mod lines;
mod page;

use crate::problems::{self, Refusal};
use crate::readers::projected::ProjectedText;
use crate::{Document, DocumentOrigin};
use collect::{Exhausted, Glyph, PageContent};
use hayro_interpret::hayro_syntax::{LoadPdfError, Pdf};
use hayro_interpret::kurbo::Rect;
use hayro_interpret::{
    Context, InterpreterCache, InterpreterSettings, TransformExt, interpret_page,
};
use lines::{PrintedLine, goes_on};
use page::{DrawnTable, Item, items};
use serde::{Deserialize, Serialize};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Documents with more pages are not read.
const MOST_PAGES: usize = 5000;

/// Reads a document.
pub(crate) fn read(bytes: Vec<u8>) -> Result<Document, Refusal> {
    catch_foreign(|| read_pages(bytes))?.finish()
}

/// Why a file has no pages that could be read.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
enum PdfFault {
    Encrypted,
    TooLarge,
    Damaged,
}

impl From<PdfFault> for Refusal {
    fn from(why: PdfFault) -> Self {
        match why {
            PdfFault::Encrypted => Self::new(problems::encrypted()),
            PdfFault::TooLarge => problems::unpacks_too_large(),
            PdfFault::Damaged => problems::damaged(
                "PDF 的结构读不出来，文件可能没有传全",
                "the structure of the PDF cannot be read; it may be incomplete",
            ),
        }
    }
}

/// Does what calls the interpreter, which is foreign code: what it is given need not be a proper document.
fn catch_foreign<T>(read: impl FnOnce() -> Result<T, PdfFault>) -> Result<T, PdfFault> {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|why| match why.is::<Exhausted>() {
        true => Err(PdfFault::TooLarge),
        false => Err(PdfFault::Damaged),
    })
}

fn read_pages(bytes: Vec<u8>) -> Result<PdfPages, PdfFault> {
    let pdf = Pdf::new(bytes).map_err(|why| match why {
        LoadPdfError::Decryption(_) => PdfFault::Encrypted,
        LoadPdfError::Invalid => PdfFault::Damaged,
    })?;
    let pages = pdf.pages();
    if pages.is_empty() {
        return Err(PdfFault::Damaged);
    }
    if pages.len() > MOST_PAGES {
        return Err(PdfFault::TooLarge);
    }
    let cache = InterpreterCache::new();
    let mut reader = PdfPages { count: pages.len(), ..PdfPages::default() };
    let mut painted = 0;
    for (number, page) in pages.iter().enumerate() {
        let (width, height) = page.render_dimensions();
        let paper = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
        let start = page.initial_transform(true).to_kurbo();
        let settings = InterpreterSettings::default();
        let mut context = Context::new(start, paper, &cache, page.xref(), settings);
        let mut content = PageContent::new(paper, painted);
        interpret_page(page, &mut context, &mut content);
        painted = content.painted();
        reader.page(number, &content);
    }
    Ok(reader)
}

/// What stands on the pages of a document.
#[derive(Default, Serialize, Deserialize)]
struct PdfPages {
    /// How many there are.
    count: usize,
    /// What stands on the pages, with the number of the page, from 0.
    items: Vec<(usize, Item)>,
    /// Pages that hold pictures and no text.
    scans: Vec<usize>,
    unmapped: u32,
    hidden: u32,
    recognized: u32,
}

impl PdfPages {
    /// Whether its tables hold together, as those do that were read here.
    fn is_sound(&self) -> bool {
        self.count <= MOST_PAGES
            && self.items.iter().all(|(page, item)| {
                *page < self.count
                    && match item {
                        Item::Table(table) => table.grid.is_sound(),
                        Item::PrintedLine(line) => line.is_sound(),
                    }
            })
    }

    fn page(&mut self, number: usize, content: &PageContent) {
        let is_filled = |glyph: &&Glyph| !glyph.text.trim().is_empty();
        let seen = content.glyphs.iter().filter(|glyph| !glyph.is_invisible).filter(is_filled);
        let seen = seen.count();
        let unseen = content.glyphs.iter().filter(|glyph| glyph.is_invisible).filter(is_filled);
        let unseen = unseen.count();
        // Text over a picture of the page that nobody sees is what a machine has recognised in it.
        let is_recognized = content.images > 0 && unseen > seen;
        if seen + unseen == 0 && content.images > 0 {
            self.scans.push(number);
        }
        self.recognized += u32::from(is_recognized);
        self.hidden += content.clipped + if is_recognized { 0 } else { unseen as u32 };
        self.unmapped += content.unmapped;
        let shown = content.glyphs.iter().filter(|glyph| is_recognized || !glyph.is_invisible);
        let shown: Vec<&Glyph> = shown.collect();
        self.items.extend(items(content, &shown).into_iter().map(|item| (number, item)));
    }

    fn finish(mut self) -> Result<Document, Refusal> {
        let pages = self.count;
        continue_tables(&mut self.items);
        if self.items.is_empty() && !self.scans.is_empty() {
            return Err(problems::no_text_layer(pages));
        }
        let mut out = ProjectedText::default();
        let margins = Margins::of(&self.items);
        let mut previous: Option<(usize, &DrawnTable)> = None;
        let tables = self.items.iter().enumerate().filter_map(|(at, (page, item))| match item {
            Item::Table(table) => Some((at, *page, table)),
            Item::PrintedLine(_) => None,
        });
        let mut next_table = tables.peekable();
        let mut place = (usize::MAX, 0, 0);
        let mut at = 0;
        while let Some((page, item)) = self.items.get(at) {
            if place.0 != *page {
                place = (*page, 0, 0);
            }
            match item {
                Item::Table(table) => {
                    let goes_on =
                        previous.is_some_and(|before| is_continued(before, (*page, table)));
                    if !goes_on
                        && previous.is_some()
                        && is_table(self.items.get(at.wrapping_sub(1)))
                    {
                        out.end_line();
                    }
                    place.1 += 1;
                    out.addresses.part(&format!("第{}页表{}", page + 1, place.1));
                    write_table(&mut out, table)?;
                    previous = Some((*page, table));
                    at += 1;
                }
                Item::PrintedLine(_) => {
                    while next_table.peek().is_some_and(|(number, ..)| *number < at) {
                        next_table.next();
                    }
                    let next = next_table.peek().map(|(_, page, table)| (*page, *table));
                    let behind_table =
                        is_table(at.checked_sub(1).and_then(|it| self.items.get(it)));
                    let goes_on =
                        previous.zip(next).is_some_and(|(one, other)| is_continued(one, other));
                    if behind_table && !goes_on {
                        out.end_line();
                    }
                    let (text, count) = margins.paragraph(&self.items, at);
                    place.2 += 1;
                    out.addresses.part(&format!("第{}页", page + 1));
                    out.addresses.cell(out.end(), place.2, 0, None);
                    place.2 += count as u32 - 1;
                    out.cell(&text, (1, 1))?;
                    out.end_line();
                    at += count;
                }
            }
        }
        let mut noticed = Vec::new();
        noticed.extend(problems::scanned_pages(&self.scans));
        let hidden = [(
            self.hidden,
            [
                "被遮住或者不显示的字 {} 个",
                "{} characters outside of what is shown, or not painted",
            ],
        )];
        let parts = [
            (
                self.unmapped,
                [
                    "字体没有说明是什么字的字符 {} 个（读作「\u{fffd}」）",
                    "{} characters whose font does not say what they are (read as “\u{fffd}”)",
                ],
            ),
            (
                self.recognized,
                [
                    "由识别软件从图上认出的文字 {} 页，可能有错",
                    "{} pages of text that a machine recognised in pictures, possibly wrong",
                ],
            ),
        ];
        noticed.extend(problems::parts_unread(parts.into_iter().chain(hidden)));
        Ok(out.finish(DocumentOrigin::Pdf { pages: pages as u32 }, noticed))
    }
}

fn is_table(item: Option<&(usize, Item)>) -> bool {
    matches!(item, Some((_, Item::Table(_))))
}

/// Puts a table that goes on with the one on the page before, whose columns stand at the same places, on those.
fn continue_tables(items: &mut [(usize, Item)]) {
    let mut before: Option<(usize, Vec<i32>)> = None;
    for (page, item) in items {
        let Item::Table(table) = item else { continue };
        let next = before.take().filter(|(last, _)| *page == last + 1);
        if let Some(grid) = next.and_then(|(_, columns)| table.grid.on_columns(&columns)) {
            table.grid = grid;
        }
        before = Some((*page, table.grid.columns.clone()));
    }
}

/// Whether a table on the next page goes on with one: it has its columns.
fn is_continued((page, one): (usize, &DrawnTable), (next, other): (usize, &DrawnTable)) -> bool {
    next == page + 1 && one.grid.columns == other.grid.columns
}

/// Writes a table row by row; what a cell covers is blank.
fn write_table(out: &mut ProjectedText, table: &DrawnTable) -> Result<(), Refusal> {
    let grid = &table.grid;
    for row in 0..grid.rows.len() - 1 {
        for column in 0..grid.columns.len() - 1 {
            let Some(number) = grid.owner(row, column) else { continue };
            let Some(cell) = grid.cells.get(number) else { continue };
            let is_shown = cell.row == row && cell.column == column;
            let text = table.texts.get(number).filter(|_| is_shown).map_or("", String::as_str);
            let span = if is_shown { (cell.columns as u16, cell.rows as u16) } else { (1, 1) };
            out.addresses.cell(out.next_cell(), row as u32 + 1, column as u32 + 1, None);
            out.cell(text, span)?;
        }
        out.end_line();
    }
    out.addresses.own_place(out.end());
    Ok(())
}

/// Where running text begins and ends on its lines.
struct Margins {
    left: i32,
    right: i32,
}

impl Margins {
    fn of(items: &[(usize, Item)]) -> Self {
        let lines = || {
            items.iter().filter_map(|(_, item)| match item {
                Item::PrintedLine(line) => Some(line),
                Item::Table(_) => None,
            })
        };
        let left = lines().map(|line| line.left).min().unwrap_or(0);
        let right = lines().map(|line| line.right).max().unwrap_or(0);
        Self { left, right }
    }

    /// The paragraph that begins with a line, and the number of its lines.
    fn paragraph(&self, items: &[(usize, Item)], at: usize) -> (String, usize) {
        let mut text = String::new();
        let mut before: Option<(usize, &PrintedLine)> = None;
        let mut count = 0;
        for (page, item) in items.get(at..).unwrap_or_default() {
            let Item::PrintedLine(line) = item else { break };
            if let Some((before_page, before)) = before {
                let is_full = self.right - before.right < 2 * before.em;
                let is_below = *page == before_page
                    && line.middle - before.middle <= before.em.saturating_mul(5) / 2
                    && (line.em - before.em).abs().saturating_mul(10) <= before.em;
                if !is_full || !is_below || line.left - self.left > line.em {
                    break;
                }
                if !goes_on(&text, &line.text, true) {
                    text.push(' ');
                }
            }
            text.push_str(&line.text);
            before = Some((*page, line));
            count += 1;
        }
        (text, count.max(1))
    }
}
