//! Pages of a PDF, set from above to below: paragraphs, and ruled tables with merged cells.
//!
//! The font is one that every reader of PDF knows by name, so none is embedded.

const WIDTH: i32 = 595;
const MARGIN: i32 = 50;
const TOP: i32 = 798;
const BOTTOM: i32 = 52;
/// Space between the text of a cell and its lines.
const PADDING: i32 = 2;

/// A document on its way.
#[derive(Default)]
pub struct Pages {
    done: Vec<String>,
    content: String,
    /// How far down the page is filled, from its top.
    used: i32,
}

/// Sizes in tenths of a point.
const BODY: i32 = 105;
const CELL: i32 = 80;

/// Width of a text in tenths of a point: Latin letters and figures are half as wide as high.
fn width(text: &str, size: i32) -> i32 {
    text.chars().map(|one| if one.is_ascii() { size / 2 } else { size }).sum()
}

/// A text in lines of at most `room` tenths of a point. Figures and Latin words are not broken.
fn wrapped(text: &str, size: i32, room: i32) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut words: Vec<String> = Vec::new();
    for one in text.chars() {
        let glued = one.is_ascii_alphanumeric() || "，。；：、）)%.".contains(one);
        match words.last_mut() {
            Some(word)
                if glued && (!one.is_ascii() || word.ends_with(|it: char| it.is_ascii())) =>
            {
                word.push(one);
            }
            _ => words.push(one.to_string()),
        }
    }
    for word in words {
        let line = lines.last_mut().expect("a line");
        if !line.is_empty() && width(line, size) + width(&word, size) > room {
            lines.push(word);
        } else {
            line.push_str(&word);
        }
    }
    lines
}

impl Pages {
    /// Sets a text with its baseline at `y` from the bottom; `x` in tenths of a point.
    fn set(&mut self, text: &str, size: i32, x: i32, y: i32) {
        let codes: String = text.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
        let tenths = |value: i32| format!("{}.{}", value / 10, value % 10);
        let (size, x) = (tenths(size), tenths(x));
        self.content.push_str(&format!("BT /F1 {size} Tf {x} {y} Td <{codes}> Tj ET\n"));
    }

    /// Goes down, and on to the next page where there is no room. The baseline of a line that high.
    fn line(&mut self, height: i32) -> i32 {
        if TOP - self.used - height < BOTTOM {
            self.end_page();
        }
        self.used += height;
        TOP - self.used
    }

    pub fn title(&mut self, text: &str) {
        let y = self.line(22);
        self.set(text, 160, (WIDTH * 10 - width(text, 160)) / 2, y);
        self.used += 6;
    }

    pub fn centred(&mut self, text: &str) {
        let y = self.line(17);
        self.set(text, BODY, (WIDTH * 10 - width(text, BODY)) / 2, y);
    }

    pub fn right(&mut self, text: &str) {
        let y = self.line(13);
        self.set(text, CELL, (WIDTH - MARGIN) * 10 - width(text, CELL), y);
        self.used += 3;
    }

    pub fn heading(&mut self, text: &str) {
        self.used += 3;
        let y = self.line(18);
        self.set(text, 120, MARGIN * 10, y);
    }

    pub fn text(&mut self, text: &str) {
        let indented = format!("　　{text}");
        for line in wrapped(&indented, BODY, (WIDTH - 2 * MARGIN) * 10) {
            let y = self.line(14);
            self.set(&line, BODY, MARGIN * 10, y);
        }
    }

    /// A table of rows whose cells stand between `|`: `<` is part of the cell to the left, `^` of the cell above.
    pub fn table(&mut self, widths: &str, rows: &[&str]) {
        let widths: Vec<i32> =
            widths.split(' ').map(|width| width.parse().expect("a width")).collect();
        let rows: Vec<Vec<&str>> = rows.iter().map(|row| row.split('|').collect()).collect();
        let at = |row: usize, column: usize| rows.get(row).and_then(|it| it.get(column)).copied();
        let below = rows.iter().skip(1).map(Vec::as_slice).chain([&[][..]]);
        let heights = rows.iter().zip(below);
        let heights: Vec<i32> =
            heights.map(|(row, below)| row_height(row, below, &widths)).collect();
        let top = TOP - self.used;
        let tops: Vec<i32> = heights
            .iter()
            .scan(top, |top, height| Some(std::mem::replace(top, *top - height)))
            .collect();
        for (number, row) in rows.iter().enumerate() {
            assert_eq!(row.len(), widths.len(), "{row:?}");
            let mut left = MARGIN;
            for (column, text) in row.iter().enumerate() {
                let wide = columns_of(row, column);
                let across: i32 = widths[column..column + wide].iter().sum();
                if !["<", "^"].contains(text) {
                    let deep =
                        1 + (number + 1..).take_while(|it| at(*it, column) == Some("^")).count();
                    let down: i32 = heights[number..number + deep].iter().sum();
                    self.cell(text.trim(), (left, tops[number]), (across, down));
                }
                left += widths[column];
            }
        }
        self.used += heights.iter().sum::<i32>() + 8;
        let below = TOP - self.used + 8 - BOTTOM;
        assert!(below >= 0, "a table stands on one page: cut it in two, {below} points");
    }

    fn cell(&mut self, text: &str, (left, top): (i32, i32), (across, down): (i32, i32)) {
        self.content.push_str(&format!("{left} {} {across} {down} re S\n", top - down));
        let lines = wrapped(text, CELL, (across - 2 * PADDING) * 10);
        let count = i32::try_from(lines.len()).expect("few lines");
        let first = top - (down - count * 10) / 2 - 8;
        let is_figure = text.chars().all(|it| it.is_ascii_digit() || it == '.');
        for (number, line) in (0..).zip(&lines) {
            let rest = (across - 2 * PADDING) * 10 - width(line, CELL);
            let indent = match is_figure {
                true => rest,
                false if across > 200 => 0,
                false => rest / 2,
            };
            self.set(line, CELL, (left + PADDING) * 10 + indent, first - number * 10);
        }
    }

    /// Ends a page with its number.
    pub fn end_page(&mut self) {
        let number = format!("— {} —", self.done.len() + 1);
        self.set(&number, 90, (WIDTH * 10 - width(&number, 90)) / 2, 36);
        self.done.push(std::mem::take(&mut self.content));
        self.used = 0;
    }

    /// The file.
    pub fn finish(mut self) -> Vec<u8> {
        self.end_page();
        let kids: Vec<String> =
            (0..self.done.len()).map(|page| format!("{} 0 R", 6 + 2 * page)).collect();
        let mut objects = vec![
            "<< /Type /Catalog /Pages 2 0 R /Lang (zh-CN) >>".to_owned(),
            format!("<< /Type /Pages /Kids [{}] /Count {} >>", kids.join(" "), kids.len()),
            "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H \
             /DescendantFonts [4 0 R] >>"
                .to_owned(),
            // The characters 1 to 95 are the Latin ones.
            "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light \
             /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> \
             /FontDescriptor 5 0 R /DW 1000 /W [1 95 500] >>"
                .to_owned(),
            "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] \
             /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>"
                .to_owned(),
        ];
        for (number, content) in self.done.iter().enumerate() {
            objects.push(format!(
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} 842] /Contents {} 0 R \
                 /Resources << /Font << /F1 3 0 R >> >> >>",
                7 + 2 * number
            ));
            let content = format!("0.5 w\n{content}");
            objects.push(format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()));
        }
        file(&objects)
    }
}

/// How many columns a cell takes.
fn columns_of(row: &[&str], column: usize) -> usize {
    1 + row[column + 1..].iter().take_while(|text| **text == "<").count()
}

/// As high as the most lines in a cell that goes on neither from above nor below.
fn row_height(row: &[&str], below: &[&str], widths: &[i32]) -> i32 {
    let lines = row
        .iter()
        .enumerate()
        .filter(|(column, text)| !["<", "^"].contains(*text) && below.get(*column) != Some(&"^"));
    let lines = lines.map(|(column, text)| {
        let across: i32 = widths[column..column + columns_of(row, column)].iter().sum();
        wrapped(text.trim(), CELL, (across - 2 * PADDING) * 10).len()
    });
    let most = i32::try_from(lines.max().unwrap_or(1)).expect("few lines");
    most * 10 + 4
}

/// Objects, numbered from 1, as a file.
fn file(objects: &[String]) -> Vec<u8> {
    let mut file = "%PDF-1.4\n".to_owned();
    let mut starts = Vec::new();
    for (number, object) in (1..).zip(objects) {
        starts.push(file.len());
        file.push_str(&format!("{number} 0 obj\n{object}\nendobj\n"));
    }
    let (table, size) = (file.len(), objects.len() + 1);
    file.push_str(&format!("xref\n0 {size}\n0000000000 65535 f \n"));
    starts.iter().for_each(|start| file.push_str(&format!("{start:010} 00000 n \n")));
    file.push_str(&format!("trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n"));
    file.into_bytes()
}
