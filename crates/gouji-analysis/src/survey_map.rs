//! Maps of tables: rows by columns, with a sign for what became of each cell.

use gouji_facts::{CellFate, SurveyedTable};
use gouji_report::push_padded;
use gouji_text::Language;

/// Width of a map where nothing says how wide it may be.
const USUAL_WIDTH: usize = 100;
/// Most columns that are shown.
const MOST_COLUMNS: usize = 240;
/// Most lines that are shown of one table.
const MOST_LINES: usize = 40;

/// A map of a table, a line for rows that are alike.
pub(crate) struct TableMap {
    /// Lines of rows (first, last, count), and a sign for each column.
    rows: Vec<(u32, u32, usize, Vec<char>)>,
    columns: usize,
}

impl TableMap {
    /// `line` says in which line of the document a byte stands.
    pub(crate) fn new(table: &SurveyedTable, mut line: impl FnMut(u32) -> u32) -> Self {
        let columns = table.rows.iter().flat_map(|row| row.cells.last());
        let columns = columns.map(|cell| usize::from(cell.column) + 1).max().unwrap_or(0);
        let mut rows: Vec<(u32, u32, usize, Vec<char>)> = Vec::new();
        for row in &table.rows {
            let mut signs = vec![' '; columns];
            for cell in &row.cells {
                if let Some(sign) = signs.get_mut(usize::from(cell.column)) {
                    *sign = cell.fate.sign();
                }
            }
            let at = line(row.range.start);
            match rows.last_mut() {
                Some((_, last, count, before)) if *before == signs => {
                    (*last, *count) = (at, *count + 1)
                }
                _ => rows.push((at, at, 1, signs)),
            }
        }
        Self { rows, columns }
    }

    /// The map in lines of at most `width` columns, side by side columns one panel below the other.
    pub(crate) fn push_to(
        &self,
        output: &mut String,
        (indent, width): (usize, Option<usize>),
        language: Language,
        is_whole: bool,
    ) {
        let label = |first: u32, last: u32| match first == last {
            true => format!("{first}"),
            false => format!("{first}-{last}"),
        };
        let most = if is_whole { usize::MAX } else { MOST_LINES };
        let shown = self.rows.iter().take(most);
        let labels = shown.clone().map(|row| label(row.0, row.1).len()).max().unwrap_or(0);
        let count_width = 8;
        let room = width.unwrap_or(USUAL_WIDTH).saturating_sub(indent + labels + 2 + count_width);
        let columns = self.columns.min(MOST_COLUMNS);
        let (gap, panel) = match columns * 2 <= room {
            true => (1, columns),
            false => (0, room.max(8)),
        };
        let mut first = 0;
        while first < columns {
            let end = (first + panel).min(columns);
            let mut ruler = String::new();
            for column in first..end {
                // The last digit; the whole number where one begins.
                let digit = char::from_digit(((column + 1) % 10) as u32, 10).unwrap_or(' ');
                ruler.push(digit);
                ruler.extend(std::iter::repeat_n(' ', gap));
            }
            let lead = if first == 0 { String::new() } else { format!("{}+", first) };
            line(output, indent, (&lead, labels), ruler.trim_end());
            for (from, to, count, signs) in shown.clone() {
                let mut text = String::new();
                for sign in signs.get(first..end).unwrap_or_default() {
                    text.push(*sign);
                    text.extend(std::iter::repeat_n(' ', gap));
                }
                let text = text.trim_end();
                let text = if *count > 1 { format!("{text}  ×{count}") } else { text.to_owned() };
                line(output, indent, (&label(*from, *to), labels), &text);
            }
            first = end;
        }
        let (rows, left) = (self.rows.len().saturating_sub(most), self.columns - columns);
        if rows > 0 {
            let words = language.choose(
                format!("另有 {rows} 种行没有画，用 --tables 看全"),
                format!("{rows} more kinds of rows; --tables shows all"),
            );
            line(output, indent, ("", labels), &words);
        }
        if left > 0 {
            let words = language.choose(
                format!("另有 {left} 列没有画"),
                format!("{left} more columns are not drawn"),
            );
            line(output, indent, ("", labels), &words);
        }
    }
}

fn line(output: &mut String, indent: usize, (label, labels): (&str, usize), text: &str) {
    push_padded(output, "", indent);
    push_padded(output, label, labels + 2);
    output.push_str(text);
    while output.ends_with(' ') {
        output.pop();
    }
    output.push('\n');
}

/// What the signs of maps mean, of those that occur in some tables.
pub(crate) fn legend<'table>(
    tables: impl Iterator<Item = &'table SurveyedTable>,
    language: Language,
) -> Option<String> {
    let mut seen = Vec::new();
    for table in tables {
        for cell in table.rows.iter().flat_map(|row| &row.cells) {
            let sign = cell.fate.sign();
            if !seen.iter().any(|(other, _)| *other == sign) {
                seen.push((sign, meaning(&cell.fate)));
            }
        }
    }
    const ORDER: &str = "Tu#=:?-~.";
    seen.sort_by_key(|(sign, _)| ORDER.find(*sign));
    let words: Vec<String> = seen
        .iter()
        .map(|(sign, (chinese, english))| format!("{sign} {}", language.choose(chinese, english)))
        .collect();
    let lead = language.choose("图例  ", "signs  ");
    (!words.is_empty()).then(|| format!("{lead}{}", words.join("  ")))
}

/// What a fate is called.
pub(crate) fn meaning(fate: &CellFate) -> (&'static str, &'static str) {
    match fate {
        CellFate::Blank => ("空", "blank"),
        CellFate::Title => ("表名", "title"),
        CellFate::Caption => ("表头上面的", "above the header"),
        CellFate::Heading => ("表头", "heading"),
        CellFate::Bound { .. } => ("读进", "read"),
        CellFate::Label => ("认行的字", "label"),
        CellFate::Unread(_) => ("没读的数", "figure not read"),
        CellFate::Skipped => ("表样略去", "left out by the form"),
        CellFate::Words => ("没读的字", "words not read"),
    }
}
