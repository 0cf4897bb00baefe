//! What the reader of csv and tsv finds.

use crate::reading::{codes, shape};
use gouji_document::{Document, DocumentOrigin, Encoding, read};
use gouji_text::LineColumn;
use proptest::prelude::*;

fn csv(text: &str) -> Document {
    read("a.csv", text.as_bytes().to_vec())
}

/// The cells of all rows.
fn cells(document: &Document) -> Vec<Vec<String>> {
    let cells = |row| document.body.row_cells(row).iter().map(|it| document.body.text_of(it.range));
    document.body.rows.iter().map(|row| cells(row).map(Into::into).collect()).collect()
}

#[test]
fn lines_are_paragraphs_headings_and_rows_as_in_text_with_tabs() {
    let expected = [
        "text 部门收支总表",
        "text 单位：万元",
        "table [项目][金额][备注]/[合计][1,234.00][]/[其他][][]",
        "heading 0 二、说明",
        "table [甲][1][2]",
    ];
    let text = "部门收支总表,,\n单位：万元,,\n项目,金额,备注\n合计,\"1,234.00\",\n其他,,\n,,\n二、说明,,\n\n甲,1,2\n";
    assert_eq!(shape(&csv(text)), expected);
    assert!(csv(text).problems.is_empty());
    let semicolons = "部门收支总表;;\n单位：万元;;\n项目;金额;备注\n合计;1,234.00;\n其他;;\n;;\n二、说明;;\n\n甲;1;2\n";
    assert_eq!(shape(&csv(semicolons)), expected);
    let tabs = semicolons.replace(';', "\t");
    assert_eq!(shape(&read("a.tsv", tabs.clone().into())), expected);
    assert_eq!(shape(&read("a.txt", tabs.into())), expected);
}

#[test]
fn a_cell_says_what_stands_between_its_quotation_marks() {
    let text = "名称,\"甲\n乙\",1\r\n\"\"\"三公\"\"经费\",\"a,b\",\"\"\n";
    let document = csv(text);
    assert_eq!(cells(&document), [["名称", "甲\n乙", "1"], ["\"三公\"经费", "a,b", ""]]);
    // Places are those of the file.
    assert_eq!(&*document.body.text, text);
    let second = document.body.cells[4].range;
    assert_eq!(second.of(text), "a,b");
    let at = document.lines.line_column(text, second.start);
    assert_eq!(at, LineColumn { line: 3, column: 13 });
    let first = document.body.cells[3].range;
    assert_eq!(first.of(text), "\"\"三公\"\"经费");
    assert!(document.problems.is_empty());
}

#[test]
fn the_encoding_and_the_delimiter_are_found() {
    let text = "sep=;\r\n部门情况说明;合计金额\r\n合计;１２．５\r\n";
    let origin = |encoding| DocumentOrigin::Delimited { encoding, delimiter: ';' };
    let bytes = encoding_rs::GB18030.encode(text).0.into_owned();
    let document = read("a.csv", bytes);
    assert_eq!(document.origin, origin(Encoding::Gb18030));
    assert_eq!(cells(&document), [["部门情况说明", "合计金额"], ["合计", "１２．５"]]);
    let marked = read("a.csv", ["\u{feff}", text].concat().into());
    assert_eq!(marked.origin, origin(Encoding::Utf8WithMark));
    assert_eq!(marked.body, document.body);
}

#[test]
fn content_that_is_no_text_is_told_whatever_the_name_says() {
    let document = read("a.csv", b"{\\rtf1 text}".to_vec());
    assert_eq!(codes(&document), ["document/not-text"]);
    assert!(document.problems[0].message.english.contains("RTF"));
    assert_eq!(document.origin, DocumentOrigin::Unread);
}

#[test]
fn quotation_marks_that_do_not_pair_are_characters_and_that_is_said() {
    let document = csv("甲,\"乙,1\n丙,丁,2\n\"三公\"经费,戊,3\n己,\"庚\",4\n");
    assert_eq!(
        cells(&document),
        [["甲", "\"乙", "1"], ["丙", "丁", "2"], ["\"三公\"经费", "戊", "3"], ["己", "庚", "4"]],
    );
    assert_eq!(codes(&document), ["document/unpaired-quotes"]);
    assert!(document.problems[0].message.english.starts_with("in 2 lines"));
    let at = document.problems[0].subject().unwrap();
    assert_eq!(document.lines.line_column(&document.body.text, at.start).column, 3);
    // Not even the last line is lost.
    assert_eq!(cells(&csv("甲,1\n\"乙,2\n丙,3")), [["甲", "1"], ["\"乙", "2"], ["丙", "3"]]);
}

#[test]
fn rows_with_a_delimiter_too_many_are_said() {
    let document = csv("名称,金额\n甲,1.00\n乙,1,234.00\n丙,2.00\n丁,3,000.00\n");
    assert_eq!(codes(&document), ["document/ragged-rows"]);
    let words = &document.problems[0].message.chinese;
    assert!(words.starts_with("有 2 行比上下的行多出有内容的单元格：这一行有 3 格，上下都是 2 格"));
    let at = document.problems[0].subject().unwrap();
    assert_eq!(at.of(&document.body.text), "乙,1,234.00");
    for fine in [
        "名称,金额\n甲,1.00\n乙,2.00,\n丙,2.00\n",
        "名称,金额\n甲,1.00\n名称,金额,备注\n乙,2.00,无\n丙,3.00,无\n",
        "名称,金额\n甲,1.00\n\n名称,金额,备注\n乙,2.00,无\n",
        "名称,金额,备注\n甲,1.00\n乙,2.00,无\n",
    ] {
        assert_eq!(csv(fine).problems, [], "{fine:?}");
    }
}

#[test]
fn what_is_past_the_limits_is_left_out_and_said() {
    let text = format!("{}\n甲,乙\n", vec!["1"; 5000].join(","));
    let document = csv(&text);
    assert_eq!(codes(&document), ["document/too-many-cells"]);
    let counts: Vec<_> = document.body.rows.iter().map(|row| row.cell_count).collect();
    assert_eq!(counts, [4096, 2]);
    let long = format!("甲,\"{}\"\n乙,1\n", "长\n".repeat(400_000));
    assert_eq!(codes(&csv(&long)), ["document/long-line"]);
}

/// Pieces that make the quotation marks of the lines behind them pair with those of lines far away.
#[test]
fn quotation_marks_cost_no_more_than_other_characters() {
    let pieces = ["\"a\",\"b\n", "\"\"\"a\n", "\"a,\"b\n", "\"\n", "\"\"\"\"\n", "a,\"\"\"\n"];
    let started = std::time::Instant::now();
    for piece in pieces {
        for text in [piece.repeat(20_000), format!("\"{}", piece.repeat(20_000))] {
            let document = csv(&text);
            assert!(document.body.text.len() >= 40_000);
        }
    }
    // Seconds even where nothing is optimised; reading on to the end for each would take hours.
    assert!(started.elapsed().as_secs() < 60);
}

fn pieces() -> impl Strategy<Value = String> {
    const PIECES: &[&str] = &[
        ",", ",", "\"", "\"", "\"\"", "\n", "\r\n", "\r", "甲", "1", " ", "\t", ";", "\u{2028}",
        "\u{200b}", "一、", "说明", "\"a,b\"", "\",\"",
    ];
    prop::collection::vec(prop::sample::select(PIECES), 0..40).prop_map(|it| it.concat())
}

/// A cell and how it is written.
fn cell() -> impl Strategy<Value = (String, String)> {
    let text =
        prop::collection::vec(prop::sample::select(&["甲", "\"", ",", "\n", "1.5", " "][..]), 0..6);
    (text, any::<bool>()).prop_map(|(text, quoted)| {
        let text = text.concat();
        let needs = text.contains(['"', ',', '\n', '\r']);
        let written = match quoted || needs {
            true => format!("\"{}\"", text.replace('"', "\"\"")),
            false => text.clone(),
        };
        (text, written)
    })
}

proptest! {
    #[test]
    fn any_text_gives_a_document(text in pieces()) {
        let document = csv(&text);
        let body = &document.body;
        let ranges = (body.blocks.iter().map(|it| it.range))
            .chain(body.rows.iter().map(|it| it.range))
            .chain(body.cells.iter().map(|it| it.range))
            .chain(document.problems.iter().filter_map(|it| it.subject().copied()));
        for range in ranges {
            prop_assert!(body.text.get(range.to_usize()).is_some(), "{:?}", range);
        }
        let cells = body.cells.iter().map(|it| it.range).collect::<Vec<_>>();
        prop_assert!(cells.windows(2).all(|pair| pair[0].end <= pair[1].start));
        prop_assert!(body.notation.windows(2).all(|pair| pair[0] < pair[1]));
        let whole = body.slice(gouji_text::TextRange::new(0, text.len() as u32));
        prop_assert_eq!(&whole.to_body(), body);
    }

    /// Well-formed rows say what the crate that everyone uses reads in them.
    #[test]
    fn rows_are_those_of_the_csv_crate(
        rows in prop::collection::vec(prop::collection::vec(cell(), 3), 1..8),
        end in prop::sample::select(&["\n", "\r\n", "\r"][..]),
    ) {
        let written = |row: &Vec<(String, String)>| {
            let cells: Vec<_> = row.iter().map(|(_, written)| written.as_str()).collect();
            format!("名称,{},2{end}", cells.join(","))
        };
        let text = format!("sep=,\n{}", rows.iter().map(written).collect::<String>());
        let document = csv(&text);
        let rest = text.strip_prefix("sep=,\n").unwrap();
        let mut oracle =
            csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(rest.as_bytes());
        let expected: Vec<Vec<String>> = oracle
            .records()
            .map(|record| record.unwrap().iter().map(str::to_owned).collect())
            .collect();
        prop_assert_eq!(cells(&document), expected);
        prop_assert!(document.problems.is_empty());
    }
}
