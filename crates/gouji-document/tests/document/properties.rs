//! What holds of every document, whatever its bytes.

use gouji_document::{
    Block, BlockKind, Body, Document, DocumentOrigin, Encoding, read_piece, read_text,
};
use gouji_text::{TextRange, trim_blank};
use proptest::prelude::*;
use proptest::sample::select;

/// A text with tabs from its bytes.
fn read_bytes(bytes: Vec<u8>) -> Document {
    gouji_document::read("a.txt", bytes)
}

/// Pieces that lines, rows and numbers are made of.
const PIECES: &[&str] = &[
    "\t",
    "\t",
    "\n",
    "\n",
    "\r\n",
    "\r",
    " ",
    "\u{3000}",
    "\u{c}",
    "一",
    "十二",
    "、",
    "一、",
    "（二）",
    "( 三 )",
    "1、",
    "2.",
    "（3）",
    "4）",
    "第",
    "第一部分",
    "第二节",
    "部门",
    "合 计",
    "。",
    "；",
    "，",
    "12.5",
    "—",
    "𠮷",
    "\u{feff}",
    "\u{200b}",
    "\u{2028}",
    "\u{85}",
    "\u{ad}",
    "\t\t",
    "a",
    "- 3 -",
    "\n4\n",
    "第 2 页",
    "目录",
    "……3",
    "\n1、甲\n2、乙\n",
];

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(select(PIECES), 0..60).prop_map(|pieces| pieces.concat())
}

/// Bytes of every sort: noise, text in several encodings, and mixtures.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let start = select(vec![
        &b""[..],
        b"",
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"\xfe\xff",
        b"\x84\x31\x95\x33",
        b"%PDF-",
        b"BM",
    ]);
    let piece = prop_oneof![
        3 => text().prop_map(String::into_bytes),
        2 => text().prop_map(|text| encoding_rs::GB18030.encode(&text).0.into_owned()),
        1 => prop::collection::vec(any::<u8>(), 0..20),
    ];
    let pieces = prop::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat());
    (start, pieces).prop_map(|(start, rest)| [start, rest.as_slice()].concat())
}

fn rows_of(document: &Document, block: &Block) -> std::ops::Range<usize> {
    match block.kind {
        BlockKind::Table { first_row, row_count } => {
            first_row as usize..(first_row + row_count) as usize
        }
        _ => document.body.rows.len()..document.body.rows.len(),
    }
}

/// Everything that every document keeps to.
fn check(document: &Document) {
    check_ranges(&document.body);
    assert!(
        document.problems.iter().all(|it| document
            .body
            .text
            .get(it.subject().unwrap().to_usize())
            .is_some())
    );
    check_tables(document);
    check_outline(document);
    if !document.problems.iter().any(|problem| problem.code == "document/too-many-cells") {
        check_nothing_lost(document);
    }
}

fn check_ranges(body: &Body) {
    let text = &*body.text;
    let ranges = (body.blocks.iter().map(|it| it.range))
        .chain(body.rows.iter().map(|it| it.range))
        .chain(body.cells.iter().map(|it| it.range))
        .chain(body.outline.iter().flat_map(|it| [it.range, it.number_range, it.title]));
    for range in ranges {
        assert!(text.get(range.to_usize()).is_some(), "{range:?} of {text:?}");
    }
    for pair in body.blocks.windows(2) {
        assert!(pair[0].range.end < pair[1].range.start);
    }
    assert!(body.blocks.iter().all(|block| !block.range.is_empty()));
}

fn check_tables(document: &Document) {
    let (mut next_row, mut next_cell) = (0, 0);
    for block in &document.body.blocks {
        let rows = rows_of(document, block);
        if rows.start == document.body.rows.len() {
            continue;
        }
        assert_eq!(rows.start, next_row);
        assert!(!rows.is_empty());
        next_row = rows.end;
        let rows = &document.body.rows[rows];
        let cover = rows.iter().map(|row| row.range).reduce(TextRange::cover);
        assert_eq!(cover, Some(block.range));
        for row in rows {
            assert_eq!(row.first_cell, next_cell);
            next_cell += row.cell_count;
            let cells = document.body.row_cells(row);
            assert!(!cells.is_empty());
            assert!(cells.iter().enumerate().all(|(at, cell)| cell.column as usize == at));
            let joined: Vec<_> =
                cells.iter().map(|cell| document.body.text_of(cell.range)).collect();
            assert_eq!(joined.join("\t"), document.body.text_of(row.range));
        }
    }
    assert_eq!(next_row, document.body.rows.len());
    assert_eq!(next_cell as usize, document.body.cells.len());
    let mut in_grid = 0;
    for grid in &document.body.grids {
        assert_eq!(grid.first_row, in_grid);
        assert!(grid.row_count > 0);
        in_grid += grid.row_count;
    }
    assert_eq!(in_grid as usize, document.body.rows.len());
}

fn check_outline(document: &Document) {
    let mut headings = document.body.blocks.iter().filter_map(|block| match block.kind {
        BlockKind::Heading { entry } => Some((entry as usize, block.range)),
        _ => None,
    });
    for (index, entry) in document.body.outline.iter().enumerate() {
        if entry.is_heading {
            assert_eq!(headings.next(), Some((index, entry.range)));
            assert!(!entry.title.is_empty());
        }
        assert!(entry.number_range.end <= entry.title.start);
        assert_eq!(entry.title.end, entry.range.end);
        let before = |other: Option<u32>| {
            let other = other? as usize;
            assert!(other < index);
            Some(document.body.outline[other])
        };
        let parent = before(entry.parent);
        assert!(parent.is_none_or(|it| it.is_heading && it.numbering != entry.numbering));
        assert_eq!(entry.level, parent.map_or(1, |it| it.level + 1));
        if let Some(previous) = before(entry.previous) {
            assert_eq!(previous.parent, entry.parent);
            assert_eq!(previous.numbering, entry.numbering);
            let goes_on = previous.number + 1 == entry.number;
            assert!(goes_on || previous.is_heading == entry.is_heading);
        }
    }
    assert_eq!(headings.next(), None);
}

/// Every line with anything on it is a row or a block of running text, and nothing else is.
fn check_nothing_lost(document: &Document) {
    let Body { text, rows, blocks, .. } = &document.body;
    let mut rows = rows.iter().map(|row| row.range).peekable();
    let running = blocks.iter().filter(|it| !matches!(it.kind, BlockKind::Table { .. }));
    let mut running = running.map(|block| block.range).peekable();
    for number in 0..document.lines.line_count() {
        let line = document.lines.line_range(text, number);
        let filled: Vec<(usize, &str)> = (line.of(text).split('\t').map(trim_blank).enumerate())
            .filter(|(_, cell)| !cell.is_empty())
            .collect();
        if rows.next_if(|row| *row == line).is_some() {
            continue;
        }
        match filled[..] {
            [] => {}
            // Furniture may stand in any cell, an entry of a contents list in several.
            [(_, first), ..] => {
                let read =
                    running.next_if(|block| line.start <= block.start && block.end <= line.end);
                let read = read.unwrap_or_else(|| panic!("line {number} of {text:?} was not read"));
                assert!(read.of(text).starts_with(first));
                assert!(filled.len() > 1 || read.of(text) == first);
            }
        }
    }
    assert_eq!((rows.next(), running.next()), (None, None));
}

/// Blocks with their rows and cells as seen from `base`, without the indices that count what went
/// before.
fn seen_from(document: &Document, blocks: &[Block], base: u32) -> Vec<(TextRange, String)> {
    let block = |block: &Block| {
        let inside = match block.kind {
            BlockKind::Paragraph => "paragraph".to_string(),
            BlockKind::Furniture => "furniture".to_string(),
            BlockKind::Contents { entry } => format!("contents {}", entry.is_some()),
            BlockKind::Heading { entry } => {
                let entry = document.body.outline[entry as usize];
                let number = entry.number_range.relative_to(base);
                format!("{:?} {} {number:?}", entry.numbering, entry.number)
            }
            BlockKind::Table { .. } => {
                let rows = document.body.rows[rows_of(document, block)].iter();
                let row = |row| {
                    let cells = document.body.row_cells(row).iter();
                    cells.map(|cell| cell.range.relative_to(base)).collect::<Vec<_>>()
                };
                format!("{:?}", rows.map(row).collect::<Vec<_>>())
            }
        };
        (block.range.relative_to(base), inside)
    };
    blocks.iter().map(block).collect()
}

/// A text whose lines are read and not yet laid out, which takes the whole of it.
fn unlaid(text: &str) -> Document {
    read_piece(text.into()).document
}

fn text_of(encoding: Encoding) -> DocumentOrigin {
    DocumentOrigin::Text { encoding }
}

/// A beginning that is certainly not UTF-8 when written as GB18030.
const PREFACE: &str = "关于本部门所属各单位年度收支安排及有关情况的说明，一并公开如下，\
    各项数字均为四舍五入以后的数，与明细之和或有出入\n";

proptest! {
    #[test]
    fn any_bytes_give_a_document(bytes in bytes()) {
        check(&read_bytes(bytes));
    }

    #[test]
    fn any_text_gives_a_document_and_is_kept(text in text()) {
        let document = read_text(text.as_str().into());
        check(&document);
        prop_assert_eq!(&*document.body.text, text.as_str());
        // Bytes that start with a mark lose it.
        if !text.starts_with('\u{feff}') {
            prop_assert_eq!(read_bytes(text.into_bytes()), document);
        }
    }

    #[test]
    fn a_block_reads_the_same_wherever_it_stands(text in text(), first in 0..20_usize, count in 1..5_usize) {
        let document = unlaid(&text);
        let end = (first + count).min(document.body.blocks.len());
        if let Some(blocks @ [start, .., last] | blocks @ [start @ last]) = document.body.blocks.get(first..end) {
            let base = start.range.start;
            let slice = unlaid(&document.body.text_of(TextRange::new(base, last.range.end)));
            prop_assert_eq!(
                seen_from(&slice, &slice.body.blocks, 0),
                seen_from(&document, blocks, base)
            );
        }
    }

    #[test]
    fn a_slice_is_what_stands_there_alone(before in text(), here in text(), behind in text()) {
        let alone = unlaid(&here).body;
        let start = before.len() as u32 + 2;
        let range = TextRange::new(start, start + here.len() as u32);
        let whole = unlaid(&format!("{before}\n\n{here}\n\n{behind}")).body;
        let slice = whole.slice(range);
        prop_assert!(slice == alone);
        prop_assert_eq!(slice.to_body(), alone);
        // What is cut in the middle of a line gives its text alone.
        for end in (0..here.len()).filter(|end| here.is_char_boundary(*end)) {
            let slice = whole.slice(TextRange::new(start, start + end as u32));
            let body = slice.to_body();
            prop_assert_eq!(&*body.text, &here[..end]);
            prop_assert!(slice == body);
            check_ranges(&body);
        }
    }

    #[test]
    fn the_encoding_makes_no_difference(
        rest in prop_oneof![text(), "[\t\n 0-9a-z一-龥（）、。，；：“”％０-９]{0,30}"],
    ) {
        let text = format!("{PREFACE}{rest}");
        let mut expected = read_text(text.as_str().into());
        let bytes = encoding_rs::GB18030.encode(&text).0.into_owned();
        expected.origin = text_of(Encoding::Gb18030);
        prop_assert_eq!(&read_bytes(bytes), &expected);
        let wide = std::iter::once(0xfeff).chain(text.encode_utf16());
        expected.origin = text_of(Encoding::Utf16);
        prop_assert_eq!(&read_bytes(wide.flat_map(u16::to_le_bytes).collect()), &expected);
        let marked = ["\u{feff}", &text].concat().into_bytes();
        expected.origin = text_of(Encoding::Utf8WithMark);
        prop_assert_eq!(&read_bytes(marked), &expected);
    }
}
