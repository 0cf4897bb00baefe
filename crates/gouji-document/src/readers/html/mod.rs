//! Pages: html.
//!
//! What a browser puts on a line of its own becomes a line, a row of a table a line of cells. What a cell
//! covers by its spans is blank. Tables inside cells follow the one around them.

mod depth;
mod encoding;
mod table;

use crate::problems::{self, Refusal};
use crate::readers::projected::ProjectedText;
use crate::{Document, DocumentOrigin};
use scraper::node::Element;
use scraper::{Html, Node};
use table::PageTable;

/// Larger pages are not read.
const MOST_BYTES: usize = 32 << 20;

/// Pages in which more elements are open at once are not read.
const MOST_OPEN: u32 = 1000;

/// Deeper tables are read as text of the cell around them.
const DEEPEST: usize = 16;

/// Reads a page.
pub(crate) fn read(bytes: Vec<u8>) -> Result<Document, Refusal> {
    if bytes.len() > MOST_BYTES {
        return Err(problems::unpacks_too_large());
    }
    let (text, encoding) = encoding::decoded(bytes);
    if depth::is_deeper_than(&text, MOST_OPEN) {
        return Err(problems::damaged(
            "元素套得太深，不像正常的网页",
            "its elements nest deeper than those of any proper page",
        ));
    }
    let page = Html::parse_document(&text);
    let mut reader = HtmlReader::default();
    let mut node = page.tree.root();
    // Without recursion: pages nest as deep as they like.
    'walk: loop {
        reader.open(node.value())?;
        if let Some(child) = node.first_child() {
            node = child;
            continue;
        }
        loop {
            reader.close(node.value())?;
            if let Some(next) = node.next_sibling() {
                node = next;
                break;
            }
            match node.parent() {
                Some(parent) => node = parent,
                None => break 'walk,
            }
        }
    }
    reader.end_line(false)?;
    let hidden = [(reader.hidden, ["网页上不显示的内容 {} 处", "{} elements that the page hides"])];
    let noticed = problems::parts_unread(hidden).into_iter().collect();
    Ok(reader.out.finish(DocumentOrigin::Page { encoding }, noticed))
}

#[derive(Default)]
struct HtmlReader {
    out: ProjectedText,
    /// The line outside tables.
    line: String,
    /// So many elements deep in one that is not shown.
    skipped: u32,
    /// Elements that the page does not show.
    hidden: u32,
    preformatted: u32,
    tables: Vec<PageTable>,
    /// Tables inside the one at hand that wait for its end.
    inner: Vec<PageTable>,
    /// Tables beyond the deepest.
    too_deep: u32,
    table_count: u32,
    /// Whether the last line was of a table, or blank.
    behind_table: bool,
    behind_blank: bool,
}

impl HtmlReader {
    fn open(&mut self, node: &Node) -> Result<(), Refusal> {
        let element = match node {
            Node::Text(text) if self.skipped == 0 => {
                let is_preformatted = self.preformatted > 0;
                push_text(self.text(), text, is_preformatted);
                return Ok(());
            }
            Node::Element(element) => element,
            _ => return Ok(()),
        };
        let name = element.name();
        let is_hidden = is_hidden(element);
        if self.skipped > 0 || is_unseen(name) || is_hidden {
            self.hidden += u32::from(self.skipped == 0 && is_hidden && !is_unseen(name));
            self.skipped += 1;
            return Ok(());
        }
        match name {
            "br" => {
                let is_in_cell = self.cell().is_some();
                match is_in_cell {
                    true => self.text().push('\n'),
                    false => self.end_line(false)?,
                }
            }
            "pre" => self.preformatted += 1,
            "table" if self.tables.len() >= DEEPEST => self.too_deep += 1,
            "table" => {
                if self.tables.is_empty() {
                    self.end_line(false)?;
                }
                self.tables.push(PageTable::default());
            }
            "tr" if self.too_deep == 0 => {
                if let Some(table) = self.tables.last_mut() {
                    table.begin_row();
                }
            }
            "td" | "th" if self.too_deep == 0 => {
                let number = |name: &str| element.attr(name).and_then(|it| it.trim().parse().ok());
                let span = (number("colspan").unwrap_or(1), number("rowspan").unwrap_or(1));
                if let Some(table) = self.tables.last_mut() {
                    table.begin_cell(span);
                }
            }
            _ if is_block(name) => self.end_block(false)?,
            _ => {}
        }
        Ok(())
    }

    fn close(&mut self, node: &Node) -> Result<(), Refusal> {
        let Node::Element(element) = node else { return Ok(()) };
        if self.skipped > 0 {
            self.skipped -= 1;
            return Ok(());
        }
        match element.name() {
            "pre" => {
                self.preformatted = self.preformatted.saturating_sub(1);
                self.end_block(false)?;
            }
            "table" if self.too_deep > 0 => self.too_deep -= 1,
            "table" => {
                self.inner.extend(self.tables.pop());
                if self.tables.is_empty() {
                    // The outermost was closed last.
                    let mut inner = std::mem::take(&mut self.inner);
                    for table in inner.pop().into_iter().chain(inner) {
                        self.write(table)?;
                    }
                }
            }
            "td" | "th" if self.too_deep == 0 => {
                if let Some(table) = self.tables.last_mut() {
                    table.end_cell();
                }
            }
            "p" => self.end_block(true)?,
            name if is_block(name) => self.end_block(false)?,
            _ => {}
        }
        Ok(())
    }

    fn cell(&mut self) -> Option<&mut String> {
        self.tables.last_mut().and_then(PageTable::open_cell)
    }

    /// Where text goes.
    fn text(&mut self) -> &mut String {
        let table = self.tables.last_mut().filter(|table| table.is_in_cell());
        table.and_then(PageTable::open_cell).unwrap_or(&mut self.line)
    }

    fn end_block(&mut self, keep_blank: bool) -> Result<(), Refusal> {
        if self.tables.is_empty() {
            return self.end_line(keep_blank);
        }
        if let Some(cell) = self.cell()
            && !cell.is_empty()
            && !cell.ends_with('\n')
        {
            cell.push('\n');
        }
        Ok(())
    }

    /// Ends the line outside tables, if anything stands on it; a blank one only parts tables.
    fn end_line(&mut self, keep_blank: bool) -> Result<(), Refusal> {
        let line = std::mem::take(&mut self.line);
        if line.trim().is_empty() {
            if keep_blank && !self.behind_blank && self.out.has_lines() {
                self.out.end_line();
                (self.behind_blank, self.behind_table) = (true, false);
            }
            return Ok(());
        }
        self.out.addresses.own_place(self.out.end());
        for line in line.trim_end().split('\n') {
            for cell in line.split('\t') {
                self.out.cell(cell, (1, 1))?;
            }
            self.out.end_line();
        }
        (self.behind_blank, self.behind_table) = (false, false);
        Ok(())
    }

    fn write(&mut self, table: PageTable) -> Result<(), Refusal> {
        self.end_line(false)?;
        if self.behind_table {
            self.out.end_line();
        }
        self.table_count += 1;
        self.out.addresses.part(&format!("表{}", self.table_count));
        table.write(&mut self.out)?;
        self.out.addresses.own_place(self.out.end());
        (self.behind_blank, self.behind_table) = (false, true);
        Ok(())
    }
}

/// Whether an element says of itself that it is not shown.
fn is_hidden(element: &Element) -> bool {
    let style = || element.attr("style").unwrap_or_default().replace([' ', '\t'], "");
    element.attr("hidden").is_some() || style().to_ascii_lowercase().contains("display:none")
}

/// Elements whose text is not on the page.
fn is_unseen(name: &str) -> bool {
    matches!(name, "head" | "script" | "style" | "template" | "noscript" | "rt" | "rp" | "select")
}

/// Elements that browsers put on lines of their own.
fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "div"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "li"
            | "ul"
            | "ol"
            | "dl"
            | "dt"
            | "dd"
            | "section"
            | "article"
            | "header"
            | "footer"
            | "main"
            | "nav"
            | "aside"
            | "blockquote"
            | "hr"
            | "form"
            | "fieldset"
            | "figure"
            | "figcaption"
            | "address"
            | "caption"
            | "body"
    )
}

/// Text as browsers show it: white space is one blank, and none at the start of a line.
fn push_text(line: &mut String, text: &str, is_preformatted: bool) {
    if is_preformatted {
        line.push_str(text);
        return;
    }
    for character in text.chars() {
        match character {
            ' ' | '\t' | '\n' | '\r' | '\u{c}' => {
                if !line.is_empty() && !line.ends_with([' ', '\n']) {
                    line.push(' ');
                }
            }
            other => line.push(other),
        }
    }
}
