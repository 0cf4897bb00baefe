//! Word documents: what they print.

use gouji_document::read;
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const NUMBERING: &str = "<w:numbering xmlns:w=\"w\"><w:abstractNum w:abstractNumId=\"0\">\
    <w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"chineseCountingThousand\"/><w:lvlText w:val=\"%1、\"/></w:lvl>\
    <w:lvl w:ilvl=\"1\"><w:start w:val=\"1\"/><w:numFmt w:val=\"decimal\"/><w:lvlText w:val=\"（%2）\"/></w:lvl>\
    <w:lvl w:ilvl=\"2\"><w:start w:val=\"1\"/><w:numFmt w:val=\"hindiVowels\"/><w:lvlText w:val=\"%3\"/></w:lvl>\
    </w:abstractNum><w:num w:numId=\"5\"><w:abstractNumId w:val=\"0\"/></w:num></w:numbering>";
const STYLES: &str = "<w:styles xmlns:w=\"w\"><w:style w:styleId=\"标题\"><w:pPr><w:numPr><w:numId w:val=\"5\"/></w:numPr></w:pPr></w:style></w:styles>";

fn docx(body: &str) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let document =
        format!("<w:document xmlns:w=\"w\" xmlns:mc=\"m\"><w:body>{body}</w:body></w:document>");
    for (name, text) in [
        ("word/document.xml", &*document),
        ("word/numbering.xml", NUMBERING),
        ("word/styles.xml", STYLES),
    ] {
        zip.start_file(name, SimpleFileOptions::default()).expect("a part");
        zip.write_all(text.as_bytes()).expect("its text");
    }
    zip.finish().expect("a package").into_inner()
}

fn text(body: &str) -> String {
    read("a.docx", docx(body)).body.text.to_string()
}

#[test]
fn word_documents_are_read_as_they_print() {
    let heading = |text: &str| {
        format!("<w:p><w:pPr><w:pStyle w:val=\"标题\"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
    };
    let item = |level: u32, text: &str| {
        format!(
            "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"5\"/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
        )
    };
    let numbered =
        [heading("概况"), item(1, "甲"), item(1, "乙"), heading("收支"), item(1, "丙")].concat();
    assert_eq!(text(&numbered), "一、概况\n（1）甲\n（2）乙\n二、收支\n（1）丙\n");
    let changed = "<w:p><w:r><w:t>预算</w:t></w:r><w:del w:id=\"1\"><w:r><w:delText>100</w:delText></w:r></w:del>\
        <w:ins w:id=\"2\"><w:r><w:t>200万元</w:t><w:tab/><w:t>&lt;注&gt;</w:t></w:r></w:ins></w:p>";
    assert_eq!(text(changed), "预算200万元\t<注>\n");
    let document = read("a.docx", docx(&[item(2, "丁"), "<w:p><w:pict><w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent></w:pict></w:p>".to_owned()].concat()));
    let problem = document.problems.first().expect("a problem");
    assert_eq!(problem.code.to_string(), "document/parts-unread");
    assert!(
        problem.message.english.contains("1 text boxes and pictures, 1 automatic"),
        "{problem:?}"
    );
}

#[test]
fn merged_and_nested_tables_keep_their_columns() {
    let cell = |properties: &str, inner: &str| {
        format!(
            "<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{inner}</w:t></w:r></w:p></w:tc>"
        )
    };
    let row = |cells: &[String]| format!("<w:tr>{}</w:tr>", cells.concat());
    let nested =
        format!("<w:tc><w:tbl>{}</w:tbl><w:p/></w:tc>", row(&[cell("", "内一"), cell("", "内二")]));
    let table = [
        row(&[cell("<w:vMerge w:val=\"restart\"/>", "类"), cell("<w:gridSpan w:val=\"2\"/>", "金额")]),
        row(&[cell("<w:vMerge/>", "藏"), cell("", "预算"), cell("", "决算")]),
        row(&[cell("", "甲"), cell("", "5"), nested]),
        "<w:tr><w:trPr><w:del w:id=\"3\"/></w:trPr><w:tc><w:p><w:r><w:t>删</w:t></w:r></w:p></w:tc></w:tr>".to_owned(),
    ];
    let document = read(
        "a.docx",
        docx(&format!("<w:tbl>{}</w:tbl><w:p><w:r><w:t>后文</w:t></w:r></w:p>", table.concat())),
    );
    assert_eq!(&*document.body.text, "类\t金额\t\n\t预算\t决算\n甲\t5\t\n内一\t内二\n后文\n");
    let at =
        |text: &str| document.addresses.address(document.body.text.find(text).expect("it") as u32);
    assert_eq!(at("决算").expect("a cell").to_string(), "表1!C2");
    assert_eq!(at("内二").expect("a cell").to_string(), "表2!B1");
    assert_eq!(at("后文"), None);
}

#[test]
fn real_word_documents_are_read() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/disclosures/other/");
    for name in
        ["info-disclosure-form.docx", "kerala-plan-2021-22-ch7.docx", "phl-fy2018-ordinance.docx"]
    {
        let Ok(bytes) = std::fs::read(format!("{folder}{name}")) else {
            eprintln!("skipped: {name} is not there");
            continue;
        };
        let document = read(name, bytes);
        assert!(document.unfit().is_none() && document.body.text.len() > 1000, "{name}");
    }
}

#[test]
fn deleted_ends_hidden_text_and_notes_are_heeded() {
    let deleted_end = "<w:p><w:pPr><w:rPr><w:del w:id=\"1\"/></w:rPr></w:pPr><w:r><w:t>收入</w:t></w:r></w:p>\
        <w:p><w:pPr><w:rPr><w:del w:id=\"2\"/></w:rPr></w:pPr><w:del w:id=\"3\"><w:r><w:delText>旧</w:delText></w:r></w:del></w:p>\
        <w:p><w:r><w:t>合计</w:t></w:r></w:p><w:p><w:r><w:t>支出</w:t></w:r></w:p>";
    assert_eq!(text(deleted_end), "收入合计\n支出\n");
    let hidden = "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>底稿</w:t></w:r>\
        <w:r><w:footnoteReference w:id=\"2\"/></w:r></w:p>";
    let document = read("a.docx", docx(hidden));
    let said: Vec<&str> = document.problems.iter().map(|it| &*it.message.chinese).collect();
    assert_eq!(
        said,
        ["文件里隐藏了文字 1 处，里面有内容，也一起读了", "有内容没有照样读：脚注和尾注 1 条"]
    );
}
