//! Documents that are no text: their text is a page to be read, and what is said of them is said of it.

use crate::client::{Client, Disk, at, uri};
use crate::texts::{PROJECT, RULES, RULES_PATH, WRONG_PATH, document};
use serde_json::{Value, json};

const PDF: &str = "/w/documents/馆.pdf";
const SAMPLE: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/disclosures/haitang-archives-2023.pdf");

async fn page(client: &mut Client, path: &str) -> Value {
    let asked = json!({ "textDocument": { "uri": uri(path) } });
    let answer = client.ask("gouji/text", asked).await;
    assert!(answer.get("error").is_none(), "{answer}");
    answer["result"].clone()
}

/// What stands in a range; the characters of the sample are all of one unit of UTF-16.
fn slice(text: &str, range: &Value) -> String {
    let at = |end: &str, part: &str| range[end][part].as_u64().expect("a number") as usize;
    assert_eq!(at("start", "line"), at("end", "line"), "{range}");
    let line: Vec<char> =
        text.split('\n').nth(at("start", "line")).expect("a line").chars().collect();
    line[at("start", "character")..at("end", "character")].iter().collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_pdf_has_a_page_of_text_in_which_its_findings_stand() {
    let disk = Disk::new(&[("/w/gouji.toml", "documents = [\"documents\"]\n")]);
    disk.write(PDF, std::fs::read(SAMPLE).expect("the sample"));
    let mut client = Client::plain(disk.clone()).await;
    let said = client.published(PDF, |said| said.diagnostics.len() >= 4).await;
    let page = page(&mut client, PDF).await;
    let text = page["text"].as_str().expect("a text");
    let mut found: Vec<(String, String)> = said
        .diagnostics
        .iter()
        .map(|one| (one["code"].to_string(), slice(text, &one["range"])))
        .collect();
    found.sort();
    let figures: Vec<&str> = found.iter().map(|(_, figure)| figure.as_str()).collect();
    assert_eq!(figures, ["5.60万元", "≥88万元", "100.48", "3.62"], "{found:?}");
    let marks = page["marks"].as_array().expect("marks");
    let titles: Vec<&str> =
        marks.iter().map(|mark| mark["title"].as_str().expect("a title")).collect();
    assert_eq!(&titles[..3], ["第1页", "第1页表1", "表格：13 行，7 列"]);
    assert!(titles.contains(&"第2页"), "{titles:?}");
    let table = marks[1]["line"].as_u64().expect("a line") as usize;
    assert!(text.split('\n').nth(table).is_some_and(|line| line.starts_with("项目编码\t")));
    // What is asked of the page is asked of the document.
    let line = text.split('\n').position(|line| line.contains("5.60万元")).expect("a line");
    let column = text.split('\n').nth(line).and_then(|it| it.find("5.60")).expect("a column");
    let column = text.split('\n').nth(line).map_or(0, |it| it[..column].chars().count());
    let hover = client.ask("textDocument/hover", at(PDF, line as u32, column as u32 + 1)).await;
    assert!(hover["result"]["contents"]["value"].to_string().contains("三公经费合计"), "{hover}");
    // A new file has a new page.
    disk.write(PDF, b"%PDF-1.7 broken".to_vec());
    client.files_changed(&[PDF]).await;
    client.published_codes(PDF, &["document/damaged"]).await;
    assert_eq!(self::page(&mut client, PDF).await, Value::Null, "there is nothing to read");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_an_editor_shows_by_itself_has_no_page() {
    let disk = Disk::new(&[
        ("/w/gouji.toml", PROJECT),
        (RULES_PATH, RULES),
        (WRONG_PATH, &document("1.00")),
    ]);
    let mut client = Client::plain(disk).await;
    client.did_open(RULES_PATH, RULES).await;
    client.published(WRONG_PATH, |said| !said.diagnostics.is_empty()).await;
    for path in [RULES_PATH, WRONG_PATH, "/w/documents/none.pdf"] {
        assert_eq!(page(&mut client, path).await, Value::Null, "{path}");
    }
}
