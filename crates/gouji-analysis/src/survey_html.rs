//! A document as the forms see it, drawn as a page of HTML: its text and tables in order, each cell in the
//! colour of what became of it. The page stands for itself: it needs nothing else and runs nothing.

use crate::Records;
use crate::survey::SurveyFilter;
use crate::survey_map::meaning;
use crate::survey_marks::{SurveyMark, survey_marks};
use crate::survey_text::{SurveyWriter, has_something};
use gouji_document::{BlockKind, Body, Cell};
use gouji_facts::{CellFate, SurveyedCell, SurveyedRow, SurveyedTable};
use gouji_report::{Locator, harmless, one_line};
use gouji_text::{Language, TextRange};
use std::collections::HashMap;
use std::fmt::Write;

const STYLE: &str = include_str!("survey_html.css");
/// Lines and rows of a document that are drawn.
const MOST_LINES: u32 = 20_000;
/// Columns of a row that are drawn.
const MOST_COLUMNS: u16 = 240;
/// What is told of one cell or stretch of text.
const MOST_TOLD: usize = 8;
/// Stretches of a line that are marked.
const MOST_MARKED: usize = 200;

/// What stands in front of the documents of a page.
pub fn html_start(language: Language) -> String {
    let (code, title) =
        language.choose(("zh-CN", "gouji：表样读到了什么"), ("en", "gouji: what the forms saw"));
    format!(
        "<!DOCTYPE html>\n<html lang=\"{code}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n\
         <style>\n{STYLE}</style>\n</head>\n<body>\n"
    )
}

/// What stands behind them.
pub fn html_end() -> &'static str {
    "</body>\n</html>\n"
}

impl Records {
    /// The document as the forms see it, as a part of a page between [`html_start`] and [`html_end`]. All that
    /// comes from the document is escaped.
    pub fn html(&self, language: Language) -> String {
        let mut drawing = HtmlDrawing {
            records: self,
            body: self.body(),
            language,
            locator: Locator::new(self.source()),
            marks: survey_marks(self, language),
            output: String::new(),
            is_table_open: false,
            covered: Vec::new(),
        };
        drawing.head();
        drawing.lines();
        drawing.output.push_str("</article>\n");
        drawing.output
    }
}

struct HtmlDrawing<'records> {
    records: &'records Records,
    body: &'records Body,
    language: Language,
    locator: Locator<'records>,
    marks: Vec<SurveyMark>,
    output: String,
    /// Whether rows can be added.
    is_table_open: bool,
    /// For each column, how many rows more a cell above reaches down.
    covered: Vec<u16>,
}

fn escaped(text: &str) -> String {
    let mut output = String::with_capacity(text.len() + 8);
    for character in harmless(text).chars() {
        match character {
            '&' => output.push_str("&amp;"),
            '<' => output.push_str("&lt;"),
            '>' => output.push_str("&gt;"),
            '"' => output.push_str("&quot;"),
            other => output.push(other),
        }
    }
    output
}

/// The class of a cell; none where nothing stands in it.
fn class(fate: &CellFate) -> &'static str {
    match fate {
        CellFate::Blank => "",
        CellFate::Title => "title",
        CellFate::Caption => "caption",
        CellFate::Heading => "heading",
        CellFate::Bound { .. } => "bound",
        CellFate::Label => "label",
        CellFate::Unread(_) => "unread",
        CellFate::Skipped => "skipped",
        CellFate::Words => "words",
    }
}

impl<'records> HtmlDrawing<'records> {
    fn push(&mut self, text: std::fmt::Arguments<'_>) {
        // Writing to a string cannot fail.
        let _ = self.output.write_fmt(text);
    }

    /// Name, how much was read, what the colours mean, the tables.
    fn head(&mut self) {
        let name = escaped(&one_line(&self.records.source().name));
        let extent = self.records.extent();
        let little = if extent.is_little() { " little" } else { "" };
        let words = escaped(&extent.describe(self.language));
        self.push(format_args!(
            "<article>\n<h1>{name}</h1>\n<p class=\"extent{little}\">{words}</p>\n"
        ));
        if let Some(words) = self.records.unrecognised(self.language) {
            self.push(format_args!("<p class=\"little\">{words}</p>\n"));
        }
        self.legend();
        let survey = self.records.survey();
        self.output.push_str("<ol class=\"contents\">\n");
        for (number, table) in (1..).zip(&survey.tables) {
            let (class, title) = (self.table_class(table), self.title(table));
            let forms = escaped(&self.forms(table));
            let unread = match table.unread.len() {
                0 => String::new(),
                count => self.language.choose(
                    format!("，没读的数 {count} 个"),
                    format!(", {count} figures not read"),
                ),
            };
            let id = self.id(number);
            self.push(format_args!(
                "<li class=\"{class}\"><a href=\"#{id}\">{title}</a> {forms}{unread}</li>\n"
            ));
        }
        self.output.push_str("</ol>\n");
    }

    fn legend(&mut self) {
        let unread = CellFate::Unread(gouji_facts::UnreadReason::Table);
        let bound = ("bound", ("读进", "read"));
        let others =
            [CellFate::Label, unread, CellFate::Skipped, CellFate::Words, CellFate::Heading];
        let all = std::iter::once(bound).chain(others.iter().map(|it| (class(it), meaning(it))));
        self.output.push_str("<p class=\"legend\">");
        for (class, (chinese, english)) in all {
            let words = self.language.choose(chinese, english);
            self.push(format_args!("<span class=\"{class}\">{words}</span>"));
        }
        let hint = self.language.choose(
            "指针停在一格或一个数上，看哪个表样读它、读成什么；虚线框里的表没有表样读",
            "point at a cell or figure to see which form reads it, and as what; no form reads a table in a dashed frame",
        );
        self.push(format_args!("{hint}</p>\n"));
    }

    /// Unlike that of a table of any other document in the page.
    fn id(&self, number: usize) -> String {
        let name = self.records.source().name.chars();
        let name: String = name.filter(|character| character.is_alphanumeric()).collect();
        format!("{name}-{number}")
    }

    fn table_class(&self, table: &SurveyedTable) -> &'static str {
        if table.claimed_by.is_empty() { "none" } else { "read" }
    }

    fn title(&self, table: &SurveyedTable) -> String {
        match table.title {
            Some(title) => escaped(&one_line(&self.body.text_of(title))),
            None => self.language.choose("没有表名", "without a title").to_owned(),
        }
    }

    fn forms(&self, table: &SurveyedTable) -> String {
        let writer = self.writer_of_words();
        let names: Vec<String> =
            table.claimed_by.iter().map(|form| writer.form_name(*form)).collect();
        let names = names.join(self.language.choose("、", ", "));
        match (names.is_empty(), table.is_printed_twice) {
            (true, _) => self.language.choose("没有表样读它", "no form reads it").to_owned(),
            (false, false) => names,
            (false, true) => self.language.choose(
                format!("{names} 读的是它印的另一遍"),
                format!("{names} reads another printing of it"),
            ),
        }
    }

    fn writer_of_words(&self) -> SurveyWriter<'_> {
        SurveyWriter::new(self.records, &NO_FILTER, self.language)
    }

    /// The document from above to below.
    fn lines(&mut self) {
        let records = self.records;
        let source = records.source();
        let mut parts = source.addresses.parts().peekable();
        let mut tables = (1..).zip(&records.survey().tables).peekable();
        let mut open: Option<&SurveyedTable> = None;
        let mut rows: &[SurveyedRow] = &[];
        let mut behind = 0;
        let count = source.lines.line_count();
        for line in 0..count.min(MOST_LINES) {
            let range = source.lines.line_range(&source.text, line);
            // A row may take several lines.
            if range.start < behind {
                continue;
            }
            if let Some(table) = open
                && range.start >= table.range.end
            {
                self.end_table();
                (open, rows) = (None, &[]);
            }
            while let Some((_, name)) = parts.next_if(|(start, _)| *start <= range.end) {
                self.end_rows();
                self.push(format_args!("<div class=\"part\">{}</div>\n", escaped(&one_line(name))));
            }
            if open.is_none()
                && let Some((number, table)) =
                    tables.next_if(|(_, table)| table.range.start < range.end.max(range.start + 1))
            {
                self.begin_table(number, table);
                (open, rows) = (Some(table), &table.rows);
            }
            while let Some((first, rest)) = rows.split_first()
                && first.range.start < range.start
            {
                rows = rest;
            }
            match rows.split_first() {
                Some((row, rest)) if row.range.start < range.end => {
                    self.row(row, line + 1);
                    rows = rest;
                    behind = row.range.end;
                }
                _ => self.paragraph(range),
            }
        }
        if open.is_some() {
            self.end_table();
        }
        if count > MOST_LINES {
            let more = count - MOST_LINES;
            let words = self.language.choose(
                format!("另有 {more} 行没有画"),
                format!("{more} more lines are not drawn"),
            );
            self.push(format_args!("<p class=\"furniture\">{words}</p>\n"));
        }
    }

    fn begin_table(&mut self, number: usize, table: &SurveyedTable) {
        let class = self.table_class(table);
        let (id, title, forms) = (self.id(number), self.title(table), escaped(&self.forms(table)));
        let head = self.language.choose(format!("表 {number}"), format!("table {number}"));
        self.push(format_args!(
            "<section class=\"{class}\" id=\"{id}\">\n<h2>{head}  {title}</h2>\n\
             <p class=\"about\">{forms}</p>\n"
        ));
        self.refusals(table);
    }

    /// Why forms do not read a table: those that have something in common with it one by one.
    fn refusals(&mut self, table: &SurveyedTable) {
        let told = table.refusals.iter().filter(|it| has_something(it));
        let writer = self.writer_of_words();
        let mut why: Vec<String> = told.map(|it| escaped(&writer.refusal(it, table))).collect();
        let rest = table.refusals.len() - why.len();
        if rest > 0 {
            why.push(writer.others(rest));
        }
        if why.is_empty() {
            return;
        }
        let count = table.refusals.len();
        let words = self.language.choose(
            format!("不读它的表样 {count} 个，为什么"),
            format!("forms that do not read it: {count}, and why"),
        );
        let open = if table.claimed_by.is_empty() { " open" } else { "" };
        self.push(format_args!(
            "<details{open}><summary>{words}</summary>\n<ul>\n<li>{}</li>\n</ul>\n</details>\n",
            why.join("</li>\n<li>")
        ));
    }

    fn end_table(&mut self) {
        self.end_rows();
        self.output.push_str("</section>\n");
    }

    fn end_rows(&mut self) {
        if std::mem::take(&mut self.is_table_open) {
            self.output.push_str("</table>\n");
        }
        self.covered.clear();
    }

    /// The cells of the document that stand in a row, by their columns.
    fn cells_of(&self, row: &SurveyedRow) -> HashMap<u16, &'records Cell> {
        let rows = &self.body.rows;
        let at = rows.partition_point(|it| it.range.start < row.range.start);
        let own = rows.get(at).filter(|it| it.range.start == row.range.start);
        let cells = own.map_or(&[][..], |own| self.body.row_cells(own));
        cells.iter().map(|cell| (cell.column, cell)).collect()
    }

    fn row(&mut self, row: &SurveyedRow, line: u32) {
        if !std::mem::replace(&mut self.is_table_open, true) {
            self.output.push_str("<table>\n");
        }
        let cells = self.cells_of(row);
        let by_column: HashMap<u16, &SurveyedCell> =
            row.cells.iter().map(|cell| (cell.column, cell)).collect();
        let columns = by_column.keys().max().map_or(0, |last| last.saturating_add(1));
        let columns = columns.min(MOST_COLUMNS);
        self.covered.resize(usize::from(columns).max(self.covered.len()), 0);
        self.push(format_args!("<tr><th>{line}</th>"));
        let mut next = 0;
        for column in 0..columns {
            let surveyed = by_column.get(&column);
            let is_blank = surveyed.is_none_or(|cell| cell.fate == CellFate::Blank);
            let above = self.covered.get_mut(usize::from(column));
            let is_covered = above.is_some_and(|left| {
                let is_covered = *left > 0;
                *left = left.saturating_sub(1);
                is_covered
            });
            if column < next || (is_covered && is_blank) {
                continue;
            }
            let (mut across, mut down) = (1, 1);
            if let Some(cell) = cells.get(&column) {
                let is_free = |column: &u16| {
                    by_column.get(column).is_none_or(|cell| cell.fate == CellFate::Blank)
                };
                let end = column.saturating_add(cell.column_span).min(columns);
                across = 1 + (column + 1..end).take_while(is_free).count() as u16;
                down = cell.row_span.max(1);
            }
            next = column + across;
            for column in column..next {
                if let Some(left) = self.covered.get_mut(usize::from(column)) {
                    *left = down - 1;
                }
            }
            self.cell(surveyed.copied(), across, down);
        }
        self.output.push_str("</tr>\n");
    }

    fn cell(&mut self, cell: Option<&SurveyedCell>, across: u16, down: u16) {
        self.output.push_str("<td");
        if across > 1 {
            self.push(format_args!(" colspan=\"{across}\""));
        }
        if down > 1 {
            self.push(format_args!(" rowspan=\"{down}\""));
        }
        if let Some(cell) = cell.filter(|cell| cell.fate != CellFate::Blank) {
            let mut told: Vec<String> = self.marks_in(cell.place);
            // A row above the columns of a table may be read by its labels.
            let is_read = cell.fate == CellFate::Heading && !told.is_empty();
            let class = if is_read { "bound" } else { class(&cell.fate) };
            if told.is_empty() {
                let (chinese, english) = meaning(&cell.fate);
                let mut words = self.language.choose(chinese, english).to_owned();
                if let CellFate::Unread(reason) = &cell.fate {
                    let reason = reason.describe();
                    let _ = write!(words, " – {}", reason.in_language(self.language));
                }
                told.push(format!("{words}  {}", self.locator.place(cell.place)));
            }
            let title = escaped(&told.join("\n"));
            let text = escaped(&one_line(&self.body.text_of(cell.place)));
            self.push(format_args!(" class=\"{class}\" title=\"{title}\">{text}"));
        } else {
            self.output.push('>');
        }
        self.output.push_str("</td>");
    }

    /// What begins in a range, in words.
    fn marks_in(&self, range: TextRange) -> Vec<String> {
        let first = self.marks.partition_point(|mark| mark.range.start < range.start);
        let inside = self.marks.iter().skip(first);
        let inside = inside.take_while(|mark| mark.range.start < range.end);
        inside.take(MOST_TOLD).map(|mark| mark.words.clone()).collect()
    }

    /// A line of text, in which what was read is marked.
    fn paragraph(&mut self, line: TextRange) {
        let range = line.trimmed(&self.body.text);
        if range.is_empty() {
            return;
        }
        self.end_rows();
        let first = self.marks.partition_point(|mark| mark.range.start < range.start);
        let marks = self.marks.iter().skip(first);
        let marks: Vec<&SurveyMark> = marks
            .take_while(|mark| mark.range.start < range.end)
            .filter(|mark| mark.range.end <= line.end)
            .take(MOST_MARKED)
            .collect();
        let mut cuts = vec![range.start, range.end];
        cuts.extend(
            marks.iter().flat_map(|mark| [mark.range.start, mark.range.end.min(range.end)]),
        );
        cuts.sort_unstable();
        cuts.dedup();
        let mut drawn = String::new();
        for ends in cuts.windows(2) {
            let &[start, end] = ends else { continue };
            let over = marks.iter().filter(|it| it.range.start <= start && end <= it.range.end);
            let over: Vec<&&SurveyMark> = over.take(MOST_TOLD).collect();
            let text = escaped(&self.body.text_of(TextRange::new(start, end)));
            if over.is_empty() {
                drawn.push_str(&text);
                continue;
            }
            let class = if over.iter().any(|mark| mark.is_unread) { "unread" } else { "bound" };
            let told: Vec<&str> = over.iter().map(|mark| mark.words.as_str()).collect();
            let title = escaped(&told.join("\n"));
            let _ = write!(drawn, "<span class=\"{class}\" title=\"{title}\">{text}</span>");
        }
        let at = self.body.blocks.partition_point(|block| block.range.end <= range.start);
        let kind = self.body.blocks.get(at).map(|block| block.kind);
        let class = match kind {
            Some(BlockKind::Heading { .. }) => " class=\"heading\"",
            Some(BlockKind::Furniture | BlockKind::Contents { .. }) => " class=\"furniture\"",
            _ => "",
        };
        self.push(format_args!("<p{class}>{drawn}</p>\n"));
    }
}

static NO_FILTER: SurveyFilter = SurveyFilter { tables: Vec::new(), form: None, width: None };
