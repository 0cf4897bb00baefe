//! Workbooks: what they show, and what hostile ones come to.

use crate::hostile::{damaged, has_sound_cells};
use gouji_document::{Document, read};
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const RELATIONS: &str = "<Relationships><Relationship Id=\"a\" Type=\"t/worksheet\" Target=\"a.xml\"/>\
    <Relationship Id=\"b\" Type=\"t/worksheet\" Target=\"b.xml\"/>\
    <Relationship Id=\"s\" Type=\"t/sharedStrings\" Target=\"strings.xml\"/>\
    <Relationship Id=\"y\" Type=\"t/styles\" Target=\"styles.xml\"/></Relationships>";
const SHEETS: &str = "<workbook xmlns:r=\"r\"><sheets><sheet name=\"甲\" r:id=\"a\"/>\
    <sheet name=\"乙\" state=\"hidden\" r:id=\"b\"/></sheets></workbook>";
const STYLES: &str = "<styleSheet><numFmts><numFmt numFmtId=\"170\" formatCode=\"yyyy&quot;年&quot;m&quot;月&quot;\"/></numFmts>\
    <cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"10\"/><xf numFmtId=\"4\"/><xf numFmtId=\"170\"/><xf numFmtId=\"12\"/></cellXfs></styleSheet>";
const FIRST: &str = "<worksheet><cols><col min=\"4\" max=\"4\" hidden=\"1\"/></cols><sheetData>\
    <row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c></row>\
    <row r=\"2\" hidden=\"1\"><c r=\"A2\" t=\"s\"><v>1</v></c><c r=\"B2\" s=\"2\"><v>1234.5</v></c>\
    <c r=\"C2\" s=\"1\"><v>0.125</v></c><c r=\"D2\" s=\"3\"><v>44197</v></c></row>\
    <row r=\"3\"><c r=\"A3\" t=\"b\"><v>1</v></c><c r=\"B3\"><f>SUM(B2)</f></c><c r=\"C3\"><v>0.30000000000000004</v></c></row>\
    </sheetData><mergeCells><mergeCell ref=\"A1:C1\"/></mergeCells></worksheet>";
const SECOND: &str = "<worksheet><sheetData><row><c t=\"inlineStr\"><is><t>底稿</t></is></c></row></sheetData></worksheet>";
const STRINGS: &str = "<sst><si><r><t>支出</t></r><r><t>表</t></r><rPh><t>zhi</t></rPh></si><si><t>甲&amp;乙</t></si></sst>";

fn package(first: &str, strings: &str) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in [
        ("xl/workbook.xml", SHEETS),
        ("xl/_rels/workbook.xml.rels", RELATIONS),
        ("xl/styles.xml", STYLES),
        ("xl/strings.xml", strings),
        ("xl/a.xml", first),
        ("xl/b.xml", SECOND),
    ] {
        zip.start_file(name, SimpleFileOptions::default()).expect("a part");
        zip.write_all(text.as_bytes()).expect("its text");
    }
    zip.finish().expect("a package").into_inner()
}

fn codes(document: &Document) -> Vec<String> {
    document.problems.iter().map(|problem| problem.code.to_string()).collect()
}

#[test]
fn hidden_parts_formulas_and_formats_are_read_and_said() {
    let document = read("a.xlsx", package(FIRST, STRINGS));
    assert_eq!(
        &*document.body.text,
        "支出表\t\t\t\n甲&乙\t1,234.50\t12.50%\t2021年1月\nTRUE\t\t0.3\t\n\n底稿\n"
    );
    assert_eq!(
        codes(&document),
        ["document/hidden-parts", "document/parts-unread", "document/formula-without-value"]
    );
    let said = &document.problems[0].message.chinese;
    assert!(said.contains("1 张工作表（「乙」）、1 行、1 列"), "{said}");
    for cell in &document.body.cells {
        let address = document.addresses.address(cell.range.start).expect("a place").to_string();
        let text = cell.range.of(&document.body.text);
        match text {
            "1,234.50" => assert_eq!(address, "甲!B2"),
            "12.50%" => assert_eq!(address, "甲!C2"),
            "2021年1月" => assert_eq!(address, "甲!D2"),
            "0.3" => assert_eq!(address, "甲!C3"),
            _ => {}
        }
    }
    let at = document.body.text.find("底稿").expect("it") as u32;
    assert_eq!(document.addresses.address(at).expect("a place").to_string(), "乙!A1");
}

#[test]
fn truncated_and_hostile_workbooks_are_one_problem_each() {
    let sound = package(FIRST, STRINGS);
    for tenth in 0..10 {
        let cut = sound[..sound.len() * tenth / 10].to_vec();
        let document = read("a.xlsx", cut);
        assert_eq!(codes(&document).len(), 1, "{tenth}");
        assert!(document.unfit().is_some() || tenth == 0, "{tenth}");
    }
    let bomb = "<worksheet><sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row>\
        <row r=\"1048576\"><c r=\"XFD1048576\"><v>2</v></c></row></sheetData></worksheet>";
    let document = read("a.xlsx", package(bomb, STRINGS));
    assert!(document.unfit().is_none() && document.body.text.len() < 100_000);
    let entities =
        "<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><sst><si><t>&b;</t></si></sst>";
    assert_eq!(codes(&read("a.xlsx", package(FIRST, entities))), ["document/damaged"]);
    let long = format!("<sst><si><t>{}</t></si></sst>", "长".repeat(400_000));
    let cells = "<c t=\"s\"><v>0</v></c>".repeat(100);
    let many = format!("<worksheet><sheetData><row>{cells}</row></sheetData></worksheet>");
    assert_eq!(codes(&read("a.xlsx", package(&many, &long))), ["document/too-large"]);
    let mut encrypted = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    encrypted.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    assert_eq!(codes(&read("a.xlsx", encrypted)), ["document/encrypted"]);
    for (stream, code) in
        [("WordDocument", "document/legacy-format"), ("Workbook", "document/damaged")]
    {
        let mut legacy = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
        legacy.extend(stream.encode_utf16().flat_map(u16::to_le_bytes));
        assert_eq!(codes(&read("a.xlsx", legacy)), [code]);
    }
    // What a package is tells its content, whatever its name.
    for name in ["a.docx", "a.zip", "a"] {
        assert_eq!(read(name, sound.clone()).body, read("a.xlsx", sound.clone()).body);
    }
    let mut other = ZipWriter::new(Cursor::new(Vec::new()));
    other.start_file("a.txt", SimpleFileOptions::default()).expect("a part");
    let other = other.finish().expect("a package").into_inner();
    assert_eq!(codes(&read("a.zip", other.clone())), ["document/not-text"]);
    assert_eq!(codes(&read("a.docx", other)), ["document/damaged"]);
}

#[test]
fn damage_anywhere_neither_panics_nor_loses_places() {
    for bytes in damaged(&package(FIRST, STRINGS), 600) {
        has_sound_cells(&read("a.xlsx", bytes));
    }
}

#[test]
fn real_workbooks_are_read_cell_by_cell() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/disclosures/");
    for name in
        ["unit-budget-form.xlsx", "other/nctu-students-2016.xlsx", "other/albania-budget-2004.xlsx"]
    {
        let Ok(bytes) = std::fs::read(format!("{folder}{name}")) else {
            eprintln!("skipped: {name} is not there");
            continue;
        };
        let document = read(name, bytes);
        assert!(document.unfit().is_none() && document.body.cells.len() > 100, "{name}");
        for cell in &document.body.cells {
            assert!(document.addresses.address(cell.range.start).is_some(), "{name}");
        }
    }
}

#[test]
fn what_is_not_read_as_it_is_shown_is_said_and_counted() {
    let sheet = "<worksheet><sheetData><row><c><v>1</v></c><c><v>2</v></c></row>\
        <row><c s=\"4\"><v>0.5</v></c></row></sheetData><mergeCells><mergeCell ref=\"A1:B1\"/></mergeCells></worksheet>";
    let document = read("a.xlsx", package(sheet, STRINGS));
    assert_eq!(codes(&document), ["document/hidden-parts", "document/parts-unread"]);
    let said = &document.problems[1].message.chinese;
    assert_eq!(
        said,
        "有内容没有照样读：合并的格子下面盖住的内容 1 格、认不得的数字格式 1 格（照存下的数字读）"
    );
}
