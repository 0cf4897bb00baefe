//! What the reader of tabbed text finds, by example.

use gouji_document::{
    Block, BlockKind, Document, DocumentOrigin, Encoding, MAXIMUM_BYTES, decode, read_text,
};
use gouji_text::TextRange;

/// A text with tabs from its bytes.
fn read_bytes(bytes: Vec<u8>) -> Document {
    gouji_document::read("a.txt", bytes)
}

fn read(text: &str) -> Document {
    read_text(text.into())
}

/// One line for each block: its kind and text; a table's cells in brackets.
pub(crate) fn shape(document: &Document) -> Vec<String> {
    let block = |block: &Block| match block.kind {
        BlockKind::Paragraph => format!("text {}", document.body.text_of(block.range)),
        BlockKind::Furniture => format!("furniture {}", document.body.text_of(block.range)),
        BlockKind::Contents { entry } => {
            let mark = if entry.is_some() { "entry" } else { "contents" };
            format!("{mark} {}", document.body.text_of(block.range))
        }
        BlockKind::Heading { entry } => {
            format!("heading {entry} {}", document.body.text_of(block.range))
        }
        BlockKind::Table { first_row, row_count } => {
            let first = first_row as usize;
            let rows = &document.body.rows[first..first + row_count as usize];
            let cells = rows.iter().map(|row| {
                let cells = document.body.row_cells(row).iter();
                cells
                    .map(|cell| format!("[{}]", document.body.text_of(cell.range)))
                    .collect::<String>()
            });
            format!("table {}", cells.collect::<Vec<_>>().join("/"))
        }
    };
    document.body.blocks.iter().map(block).collect()
}

/// What was noticed, by code.
pub(crate) fn codes(document: &Document) -> Vec<&str> {
    document.problems.iter().map(|problem| problem.code.as_str()).collect()
}

#[test]
fn lines_are_paragraphs_headings_and_rows() {
    let document = read(
        "  说明 \r\n一、总况\n\n\u{3000}单位 甲\t 1\t\r\n\t2\n注\n合计\t3\n\n续\t4\n1、甲增加。\n2、乙",
    );
    assert_eq!(
        shape(&document),
        [
            "text 说明",
            "heading 0 一、总况",
            // A line without tabs between two rows is a row whose empty cells were cut off.
            "table [\u{3000}单位 甲][ 1][]/[][2]/[注]/[合计][3]",
            "table [续][4]",
            "text 1、甲增加。",
            "heading 2 2、乙",
        ],
    );
    assert_eq!(document.body.outline.len(), 3);
    assert_eq!(document.problems, []);
    let columns: Vec<_> = document.body.cells.iter().map(|cell| cell.column).collect();
    assert_eq!(columns, [0, 1, 2, 0, 1, 0, 0, 1, 0, 1]);
    assert!(document.body.cells.iter().all(|cell| (cell.column_span, cell.row_span) == (1, 1)));
}

#[test]
fn a_row_is_its_line_and_a_cell_never_an_entry() {
    let text = "1、甲\t二、乙\r\n（三）丙\t\r\n";
    let document = read(text);
    assert_eq!(document.body.outline, []);
    let rows: Vec<_> =
        document.body.rows.iter().map(|row| document.body.text_of(row.range)).collect();
    assert_eq!(rows, ["1、甲\t二、乙", "（三）丙\t"]);
    assert_eq!(document.body.blocks[0].range, TextRange::new(0, text.len() as u32 - 2));
}

#[test]
fn a_row_of_another_document_has_no_cells() {
    let row = read("a\tb\nc\td").body.rows[1];
    assert_eq!(read("a\tb").body.row_cells(&row), []);
}

#[test]
fn nothing_but_white_space_is_empty() {
    for text in ["", "\n", " \u{3000}\r\n\t\t\n"] {
        let document = read(text);
        assert_eq!(codes(&document), ["document/empty"]);
        assert_eq!(&*document.body.text, text);
        assert!(document.unfit().is_some());
    }
    assert_eq!(codes(&read_bytes(b"\xef\xbb\xbf\n".to_vec())), ["document/empty"]);
}

#[test]
fn other_formats_are_named_and_not_read() {
    for (bytes, format) in [
        (b"{\\rtf1 text}".to_vec(), Some("RTF")),
        (b"PK\x03\x04 text".to_vec(), Some("ZIP/xlsx/docx")),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 text".to_vec(), Some("OLE")),
        (b"\x89PNG\r\n\x1a\n text".to_vec(), Some("PNG")),
        ("甲\0乙".into(), None),
        (b"\x01\x02\x03".to_vec(), None),
    ] {
        let document = read_bytes(bytes);
        assert_eq!(codes(&document), ["document/not-text"]);
        let message = &document.problems[0].message.english;
        assert!(format.is_none_or(|format| message.contains(format)), "{message}");
        assert!(document.unfit().is_some());
        assert_eq!((&*document.body.text, document.body.blocks.len()), ("", 0));
    }
}

#[test]
fn a_few_nul_characters_are_kept_and_said() {
    let text = format!("{}\0{}\t\0\n", "甲".repeat(100), "乙".repeat(100));
    let document = read(&text);
    assert_eq!(*document.body.text, *text);
    assert_eq!(codes(&document), ["document/nul"]);
    assert!(document.problems[0].message.english.contains("holds 2 NUL"));
    assert_eq!(*document.problems[0].subject().unwrap(), TextRange::new(300, 301));
    assert_eq!(document.body.text_of(document.body.cells[1].range), "\0");
}

#[test]
fn bytes_that_are_not_of_the_encoding_are_counted() {
    let document = read_bytes([b"\xef\xbb\xbf".as_slice(), "甲\t乙\n".as_bytes()].concat());
    assert_eq!(
        (codes(&document), document.origin),
        (vec![], DocumentOrigin::Text { encoding: Encoding::Utf8WithMark })
    );
    let bytes = ["一、甲\n".as_bytes(), b"\xff", "乙\t丙".as_bytes(), b"\xe4\xb8"].concat();
    let document = read_bytes(bytes);
    assert_eq!(codes(&document), ["document/undecodable"]);
    assert!(document.problems[0].message.english.starts_with("2 places"));
    assert_eq!(*document.problems[0].subject().unwrap(), TextRange::new(10, 13));
    assert_eq!(shape(&document), ["heading 0 一、甲", "table [\u{fffd}乙][丙\u{fffd}]"]);
}

#[test]
fn the_encoding_is_found_in_a_file_of_gb18030() {
    let text = "部门情况说明\n合计\t１２．５\n";
    let bytes = encoding_rs::GB18030.encode(text).0.into_owned();
    assert_eq!(decode(bytes.clone()), (text.to_string(), Encoding::Gb18030, 0));
    let document = read_bytes(bytes);
    assert_eq!(
        (document.origin, codes(&document)),
        (DocumentOrigin::Text { encoding: Encoding::Gb18030 }, vec![])
    );
    assert_eq!(shape(&document), ["text 部门情况说明", "table [合计][１２．５]"]);
}

#[test]
fn a_long_line_is_read_and_said() {
    let text = format!("甲\n{}\n乙", "长".repeat(400_000));
    let document = read(&text);
    assert_eq!(codes(&document), ["document/long-line"]);
    assert_eq!(*document.problems[0].subject().unwrap(), document.body.blocks[1].range);
    assert_eq!(document.body.blocks.len(), 3);
    let at_the_limit = format!("甲\n{}\n", "a".repeat(1 << 20));
    assert_eq!(codes(&read(&at_the_limit)), [""; 0]);
}

#[test]
fn cells_past_the_limit_of_a_row_are_left_out_and_that_is_said() {
    let full = vec!["1"; 4096].join("\t");
    assert_eq!(codes(&read(&full)), [""; 0]);
    let text = format!("{full}\t2\t3\n甲\t乙\n");
    let document = read(&text);
    assert_eq!(codes(&document), ["document/too-many-cells"]);
    assert_eq!(document.body.text_of(*document.problems[0].subject().unwrap()), "\t2\t3");
    let counts: Vec<_> = document.body.rows.iter().map(|row| row.cell_count).collect();
    assert_eq!(counts, [4096, 2]);
    assert_eq!(document.body.cells[4095].column, 4095);
}

#[test]
fn rows_past_the_limit_of_a_document_are_left_out_and_that_is_said() {
    let document = read(&format!("{}甲\n", "1\t2\t3\t4\n".repeat(1_000_001)));
    assert_eq!(codes(&document), ["document/too-many-cells"]);
    assert!(document.body.cells.len() <= 4_000_000);
    assert!(document.body.cells.len() > 3_990_000);
    assert_eq!(document.body.rows.len() * 4, document.body.cells.len());
    let last = document.body.rows[document.body.rows.len() - 1].range;
    let left_out = *document.problems[0].subject().unwrap();
    assert_eq!((left_out.start, left_out.end), (last.end + 1, document.body.text.len() as u32));
    assert_eq!(document.body.blocks.len(), 1);
}

#[test]
fn a_file_that_is_too_large_is_refused() {
    let document = read_bytes(vec![b' '; MAXIMUM_BYTES + 1]);
    assert_eq!(codes(&document), ["document/too-large"]);
    assert_eq!(&*document.body.text, "");
}

#[test]
fn one_filled_cell_is_text_unless_a_table_runs_through_it() {
    // Empty cells behind a text do not make a table of it.
    assert_eq!(shape(&read("单位：万元\t\n一、甲\t\t\n")), ["text 单位：万元", "heading 0 一、甲"]);
    assert_eq!(
        shape(&read("单位：万元\t\n甲\t1\t2\n注\t\n")),
        ["text 单位：万元", "table [甲][1][2]", "text 注"]
    );
    // Between two rows it is a row.
    assert_eq!(shape(&read("甲\t1\n乙\t\n丙\t3\n")), ["table [甲][1]/[乙][]/[丙][3]"]);
    assert_eq!(shape(&read("甲\t1\n一、乙\t\n丙\t3\n")), ["table [甲][1]/[一、乙][]/[丙][3]"]);
    // Except where it would be none without its one empty cell.
    assert_eq!(
        shape(&read("甲\t1\t2\n一、乙\t\n丙\t3\t4\n")),
        ["table [甲][1][2]", "heading 0 一、乙", "table [丙][3][4]"],
    );
    assert_eq!(
        shape(&read("甲\t1\t2\n注\n乙\t\n丙\t3\t4\n")),
        ["table [甲][1][2]", "text 注", "text 乙", "table [丙][3][4]"],
    );
    // The last row is as wide as the table.
    assert_eq!(shape(&read("甲\t1\n乙\t\n")), ["table [甲][1]/[乙][]"]);
    assert_eq!(shape(&read("甲\t1\t2\n乙\t\t\n")), ["table [甲][1][2]/[乙][][]"]);
    assert_eq!(shape(&read("甲\t1\t2\n乙\t\n")), ["table [甲][1][2]", "text 乙"]);
}

#[test]
fn lines_of_empty_cells_are_rows_only_between_rows() {
    assert_eq!(shape(&read("\t\n甲\t1\n\t\n乙\t2\n\t\t\n")), ["table [甲][1]/[][]/[乙][2]"],);
    // A title behind one belongs to what follows.
    assert_eq!(
        shape(&read("甲\t1\t\n\t\t\n二、收支\t\t\n乙\t2\t\n")),
        ["table [甲][1][]", "heading 0 二、收支", "table [乙][2][]"],
    );
}

#[test]
fn every_line_end_parts_the_same_lines() {
    let lines = ["一、总况", "甲\t1", "乙\t2", "", "二、说明", "本部门概况。"];
    let expected = shape(&read(&lines.join("\n")));
    for end in ["\r\n", "\r", "\r\r\n", "\u{85}", "\u{2028}", "\u{2029}"] {
        let document = read(&lines.join(end));
        assert_eq!(shape(&document), expected, "{end:?}");
        let last = document.body.blocks.last().unwrap().range.start;
        assert_eq!(document.lines.line_column(&document.body.text, last).line, 6, "{end:?}");
    }
}

#[test]
fn what_is_invisible_is_no_content() {
    for mark in ["\u{200b}", "\u{feff}", "\u{200e}", "\u{200f}", "\u{ad}"] {
        let text = format!("{mark}一、总{mark}况{mark}\n{mark}\n甲{mark}\t{mark}\n乙\t1\n");
        let title = format!("总{mark}况");
        assert_eq!(
            shape(&read(&text)),
            [format!("heading 0 一、{title}"), format!("table [甲{mark}][{mark}]/[乙][1]")],
        );
        let document = read(&text);
        assert_eq!(document.body.text_of(document.body.outline[0].title), title);
        assert_eq!(codes(&read(mark)), ["document/empty"]);
    }
}
