//! Workbooks from end to end: facts and places.

use crate::support::{Folder, gouji};
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const STYLES: &str = "<styleSheet><numFmts><numFmt numFmtId=\"165\" formatCode=\"0.0\"/></numFmts><cellXfs>\
    <xf numFmtId=\"0\"/><xf numFmtId=\"165\"/><xf numFmtId=\"2\"/><xf numFmtId=\"4\"/></cellXfs></styleSheet>";

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// A workbook of these sheets, whose rows are XML.
pub(crate) fn package(sheets: &[(&str, String)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let mut part = |name: &str, text: &str| {
        zip.start_file(name, SimpleFileOptions::default()).expect("a part");
        zip.write_all(text.as_bytes()).expect("its text");
    };
    let (mut names, mut relations) = (String::new(), String::new());
    for (number, (name, rows)) in sheets.iter().enumerate() {
        names += &format!("<sheet name=\"{name}\" sheetId=\"1\" r:id=\"rId{number}\"/>");
        relations += &format!(
            "<Relationship Id=\"rId{number}\" Type=\"x/worksheet\" Target=\"s{number}.xml\"/>"
        );
        part(&format!("xl/s{number}.xml"), &format!("<worksheet>{rows}</worksheet>"));
    }
    relations += "<Relationship Id=\"rIdS\" Type=\"x/styles\" Target=\"/xl/styles.xml\"/>";
    part("xl/styles.xml", STYLES);
    part(
        "xl/workbook.xml",
        &format!("<workbook xmlns:r=\"r\"><sheets>{names}</sheets></workbook>"),
    );
    part("xl/_rels/workbook.xml.rels", &format!("<Relationships>{relations}</Relationships>"));
    zip.finish().expect("a package").into_inner()
}

/// A cell as a workbook stores it: numbers as numbers, with a format that shows them as they are.
fn cell(text: &str) -> String {
    let plain = text.replace(',', "");
    let decimals = plain.split_once('.').map(|(_, decimals)| decimals.len());
    let style = match (decimals, plain == text) {
        (None, true) => "0",
        (Some(1), true) => "1",
        (Some(2), true) => "2",
        (Some(2), false) => "3",
        _ => "",
    };
    let is_number =
        plain.parse::<f32>().is_ok() && plain.starts_with(|first: char| first.is_ascii_digit());
    let is_canonical = is_number
        && !style.is_empty()
        && (plain.len() < 2 || !plain.starts_with('0') || plain.starts_with("0."))
        && plain.len() < 15
        && (style != "3" || plain.len() < 10 && plain.len() > 6);
    match is_canonical {
        true => format!("<c s=\"{style}\"><v>{plain}</v></c>"),
        false => format!(
            "<c t=\"inlineStr\"><is><t xml:space=\"preserve\">{}</t></is></c>",
            escaped(text)
        ),
    }
}

/// The workbook of a text with tabs: one sheet, a row a line.
pub(crate) fn workbook(text: &str) -> Vec<u8> {
    let line = |line: &str| match line.trim_end_matches('\r') {
        "" => "<row/>".to_owned(),
        line => format!("<row>{}</row>", line.split('\t').map(cell).collect::<String>()),
    };
    let rows: String = text.split('\n').map(line).collect();
    package(&[("公开", format!("<sheetData>{rows}</sheetData>"))])
}

fn archive(parts: &[(&str, String)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).expect("a part");
        zip.write_all(text.as_bytes()).expect("its text");
    }
    zip.finish().expect("a package").into_inner()
}

/// The same as an open document.
pub(crate) fn open_workbook(text: &str) -> Vec<u8> {
    let cell = |cell: &str| match cell {
        "" => "<table:table-cell table:style-name=\"a\"/>".to_owned(),
        cell => {
            let spaced = escaped(cell).replace("  ", " <text:s/>");
            format!(
                "<table:table-cell table:style-name=\"a\"><text:p>{spaced}</text:p></table:table-cell>"
            )
        }
    };
    let line = |line: &str| {
        let cells = match line.trim_end_matches('\r') {
            "" => "<table:table-cell table:number-columns-repeated=\"1024\"/>".to_owned(),
            line => line.split('\t').map(cell).collect::<String>(),
        };
        format!("<table:table-row>{cells}</table:table-row>")
    };
    let rows: String = text.split('\n').map(line).collect();
    let content = format!(
        "<office:document xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\"><table:table table:name=\"公开\">{rows}</table:table></office:document>"
    );
    archive(&[("content.xml", content)])
}

/// The Word document of a text with tabs: lines with tabs are rows of tables.
pub(crate) fn word(text: &str) -> Vec<u8> {
    let paragraph = |text: &str| {
        format!("<w:p><w:r><w:t xml:space=\"preserve\">{}</w:t></w:r></w:p>", escaped(text))
    };
    let (mut body, mut in_table) = (String::new(), false);
    for line in text.split('\n').map(|line| line.trim_end_matches('\r')) {
        let is_row = line.contains('\t');
        if is_row != in_table {
            body += if is_row { "<w:tbl>" } else { "</w:tbl>" };
            in_table = is_row;
        }
        match is_row {
            true => {
                let cell = |cell: &str| format!("<w:tc>{}</w:tc>", paragraph(cell));
                body += &format!("<w:tr>{}</w:tr>", line.split('\t').map(cell).collect::<String>());
            }
            false => body += &paragraph(line),
        }
    }
    if in_table {
        body += "</w:tbl>";
    }
    let document = format!("<w:document xmlns:w=\"w\"><w:body>{body}</w:body></w:document>");
    archive(&[("word/document.xml", document)])
}

/// The page of a text with tabs: lines with tabs are rows of tables.
pub(crate) fn page(text: &str) -> Vec<u8> {
    let (mut body, mut in_table) = (String::new(), false);
    for line in text.split('\n').map(|line| line.trim_end_matches('\r')) {
        let is_row = line.contains('\t');
        if is_row != in_table {
            body += if is_row { "<table>" } else { "</table>" };
            in_table = is_row;
        }
        match is_row {
            true => {
                let cell = |cell: &str| format!("<td>{}", escaped(cell));
                body += &format!("<tr>{}</tr>", line.split('\t').map(cell).collect::<String>());
            }
            false => body += &format!("<p>{}</p>", escaped(line)),
        }
    }
    format!("<html><head><title>页</title></head><body>{body}</body></html>").into_bytes()
}

#[test]
fn a_finding_in_a_workbook_names_sheet_cell_and_formula() {
    let folder = Folder::new("workbook-places");
    let rules = folder.write(
        "规则.gouji",
        "量纲 金额 { 元  标注 “单位：{_}” }\n\
         记录 表 { 合计: 金额  行们: 多个 行记 }\n\
         记录 行记 { 名称: 文本  金额: 金额 }\n\
         表样 支出表 填 表 { 表名 “支出表”  明细 “名称” 为 名称, “金额” 为 金额 → 行们 { 行 “合计” → 本表（金额 为 合计） } }\n\
         规则 合计相符 { 对每个 表  应当 合计 = 合计(行们.金额) }\n",
    );
    let rows = "<sheetData><row r=\"3\"><c r=\"B3\" t=\"inlineStr\"><is><t>支出表</t></is></c></row>\
        <row r=\"4\"><c r=\"B4\" t=\"inlineStr\"><is><t>单位：元</t></is></c></row>\
        <row r=\"5\"><c r=\"B5\" t=\"inlineStr\"><is><t>名称</t></is></c><c r=\"C5\" t=\"inlineStr\"><is><t>金额</t></is></c></row>\
        <row r=\"6\"><c r=\"B6\" t=\"inlineStr\"><is><t>甲</t></is></c><c r=\"C6\" s=\"2\"><v>5</v></c></row>\
        <row r=\"7\"><c r=\"B7\" t=\"inlineStr\"><is><t>乙</t></is></c><c r=\"C7\" s=\"2\"><v>6.1</v></c></row>\
        <row r=\"8\"><c r=\"B8\" t=\"inlineStr\"><is><t>合计</t></is></c><c r=\"C8\" s=\"2\"><f>SUM(C6:C6)</f><v>5</v></c></row>\
        </sheetData><mergeCells><mergeCell ref=\"B3:C3\"/><mergeCell ref=\"B4:C4\"/></mergeCells>";
    let file =
        folder.write("表.xlsx", package(&[("封面", String::new()), ("支出", rows.to_owned())]));
    let arguments = ["--no-default-packs", "--rules", &rules, &file];
    let run = |more: &[&str]| gouji(&[&["check"], more, &arguments[..]].concat()).stdout;
    let text = run(&[]);
    assert!(text.contains("支出!C8") && text.contains("=SUM(C6:C6)"), "{text}");
    let json = run(&["--format", "json"]);
    assert!(
        json.contains("\"address\":\"支出!C8\"") || json.contains("\"address\": \"支出!C8\""),
        "{json}"
    );
    assert!(json.contains("SUM(C6:C6)"), "{json}");
    assert!(run(&["--format", "concise"]).contains("表.xlsx:支出!C8: "), "concise");
}
