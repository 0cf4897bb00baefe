//! What is on disk counts for files that are not open, and what cannot be read is said.

use crate::client::{Client, Disk, codes, edit, uri};
use crate::texts::{
    BEFORE_TOTAL, FINDING, PROJECT, RIGHT_PATH, RULES, RULES_PATH, WRONG_PATH, document,
};
use serde_json::{Value, json};
use std::sync::Arc;

fn disk() -> Arc<Disk> {
    Disk::new(&[("/w/gouji.toml", PROJECT), (RULES_PATH, RULES), (WRONG_PATH, &document("100.00"))])
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn documents_made_changed_and_removed_are_followed() {
    let disk = disk();
    let mut client = Client::plain(Arc::clone(&disk)).await;
    client.published_codes(WRONG_PATH, &[FINDING]).await;
    disk.write(RIGHT_PATH, document("91.00"));
    client.files_changed(&[RIGHT_PATH]).await;
    let said = client.published_codes(RIGHT_PATH, &[FINDING]).await;
    assert_eq!(said.version, None);
    disk.write(RIGHT_PATH, document("90.00"));
    client.files_changed(&[RIGHT_PATH]).await;
    client.published_codes(RIGHT_PATH, &[]).await;
    disk.remove(WRONG_PATH);
    client.files_changed(&[WRONG_PATH]).await;
    client.published_codes(WRONG_PATH, &[]).await;
    let all = client.ask("workspace/diagnostic", json!({ "previousResultIds": [] })).await;
    assert_eq!(all["result"]["items"].as_array().map(Vec::len), Some(2), "{all}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_folder_that_is_removed_takes_its_files_along() {
    let disk = disk();
    let mut client = Client::plain(Arc::clone(&disk)).await;
    client.published_codes(WRONG_PATH, &[FINDING]).await;
    disk.remove("/w/documents");
    client.files_changed(&["/w/documents"]).await;
    client.published_codes(WRONG_PATH, &[]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rule_files_made_changed_and_removed_are_followed() {
    let disk = Disk::new(&[("/w/gouji.toml", PROJECT), (WRONG_PATH, &document("100.00"))]);
    let mut client = Client::plain(Arc::clone(&disk)).await;
    client.ask("workspace/diagnostic", json!({ "previousResultIds": [] })).await;
    disk.write(RULES_PATH, RULES);
    client.files_changed(&[RULES_PATH]).await;
    client.published_codes(WRONG_PATH, &[FINDING]).await;
    disk.write(RULES_PATH, RULES.replace("规则 收入合计", "规则 收入对账"));
    client.files_changed(&[RULES_PATH]).await;
    client.published_codes(WRONG_PATH, &["示范/收入对账"]).await;
    disk.remove(RULES_PATH);
    client.files_changed(&[RULES_PATH]).await;
    client.published(WRONG_PATH, |said| codes(&said.diagnostics) != ["示范/收入对账"]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn files_that_are_none_of_the_project_are_left_alone() {
    let disk = disk();
    let mut client = Client::plain(Arc::clone(&disk)).await;
    client.published_codes(WRONG_PATH, &[FINDING]).await;
    let strangers =
        ["/w/notes.txt", "/w/other/more.gouji", "/elsewhere/x.txt", "/w/documents/.x/y.txt"];
    for path in strangers {
        disk.write(path, document("91.00"));
    }
    client.files_changed(&strangers).await;
    let all = client.ask("workspace/diagnostic", json!({ "previousResultIds": [] })).await;
    assert_eq!(all["result"]["items"].as_array().map(Vec::len), Some(2), "{all}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_open_file_belongs_to_the_client_and_a_closed_one_to_the_disk() {
    let disk = disk();
    let mut client = Client::plain(Arc::clone(&disk)).await;
    client.published_codes(WRONG_PATH, &[FINDING]).await;
    client.did_open(WRONG_PATH, &document("90.00")).await;
    assert!(client.diagnostics(WRONG_PATH, 1).await.is_empty());
    disk.write(WRONG_PATH, document("200.00"));
    client.files_changed(&[WRONG_PATH]).await;
    // The first pass over everything does not touch it either.
    client.files_changed(&["/w/gouji.toml"]).await;
    client.ask("workspace/diagnostic", json!({ "previousResultIds": [] })).await;
    assert_eq!(client.pull(WRONG_PATH).await["items"], json!([]));
    client.did_close(WRONG_PATH).await;
    let said = client.published_codes(WRONG_PATH, &[FINDING]).await;
    assert_eq!(said.version, None);
    assert!(said.diagnostics[0]["message"].as_str().unwrap().contains("200.00"), "{said:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_is_gone_when_it_is_closed_is_forgotten() {
    let disk = disk();
    let mut client = Client::plain(Arc::clone(&disk)).await;
    client.published_codes(WRONG_PATH, &[FINDING]).await;
    client.did_open(WRONG_PATH, &document("91.00")).await;
    disk.remove(WRONG_PATH);
    client.files_changed(&[WRONG_PATH]).await;
    assert_eq!(codes(&client.diagnostics(WRONG_PATH, 1).await), [FINDING]);
    client.did_close(WRONG_PATH).await;
    client
        .published(WRONG_PATH, |said| said.diagnostics.is_empty() && said.version.is_none())
        .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_document_opened_as_rules_is_rules_until_it_is_closed() {
    let mut client = Client::plain(disk()).await;
    client.published_codes(WRONG_PATH, &[FINDING]).await;
    let document =
        json!({ "uri": uri(WRONG_PATH), "languageId": "gouji", "version": 1, "text": "规则 甲 {" });
    client.notify("textDocument/didOpen", json!({ "textDocument": document })).await;
    let said = client.diagnostics(WRONG_PATH, 1).await;
    assert!(!said.is_empty() && codes(&said) != [FINDING], "{said:?}");
    client.did_close(WRONG_PATH).await;
    client.published_codes(WRONG_PATH, &[FINDING]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn other_encodings_are_read() {
    let text = document("100.00");
    let mut utf16: Vec<u8> = vec![0xff, 0xfe];
    utf16.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    let mut marked = vec![0xef, 0xbb, 0xbf];
    marked.extend(text.as_bytes());
    let disk = disk();
    disk.write("/w/documents/utf16.txt", utf16);
    disk.write("/w/documents/marked.txt", marked);
    disk.write("/w/documents/gb18030.txt", GB18030.to_vec());
    let mut client = Client::plain(disk).await;
    let of_utf8 = client.published_codes(WRONG_PATH, &[FINDING]).await;
    for name in ["utf16", "marked", "gb18030"] {
        let path = format!("/w/documents/{name}.txt");
        let said = client.published_codes(&path, &[FINDING]).await;
        let (found, expected) = (&said.diagnostics[0], &of_utf8.diagnostics[0]);
        assert_eq!(found["range"], expected["range"], "{name}");
        assert_eq!(found["message"], expected["message"], "{name}");
    }
}

/// `document("100.00")` in GB18030.
const GB18030: &[u8] = include_bytes!("gb18030.txt");

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_document_that_cannot_be_read_is_said_at_that_document() {
    let disk = disk();
    disk.forbid("/w/documents/locked.txt");
    disk.write("/w/documents/scan.ofd", "%PDF-1.7");
    let mut client = Client::plain(Arc::clone(&disk)).await;
    let locked = client.published_codes("/w/documents/locked.txt", &["document/not-checked"]).await;
    assert_eq!(locked.diagnostics[0]["severity"], 1);
    let words = locked.diagnostics[0]["message"].as_str().unwrap();
    assert!(words.contains("没有读取权限"), "{words}");
    let scan = client.published_codes("/w/documents/scan.ofd", &["document/not-checked"]).await;
    assert_eq!(scan.diagnostics[0]["severity"], 1);
    let all = client.ask("workspace/diagnostic", json!({ "previousResultIds": [] })).await;
    let items = all["result"]["items"].as_array().unwrap();
    let pulled = items.iter().find(|item| item["uri"] == uri("/w/documents/locked.txt")).unwrap();
    assert_eq!(pulled["items"], json!(locked.diagnostics));
    // It may be read again, may not, and goes.
    disk.write("/w/documents/locked.txt", document("91.00"));
    client.files_changed(&["/w/documents/locked.txt"]).await;
    client.published_codes("/w/documents/locked.txt", &[FINDING]).await;
    disk.forbid("/w/documents/locked.txt");
    client.files_changed(&["/w/documents/locked.txt"]).await;
    client.published_codes("/w/documents/locked.txt", &["document/not-checked"]).await;
    disk.remove("/w/documents/locked.txt");
    disk.remove("/w/documents/scan.ofd");
    client.files_changed(&["/w/documents/locked.txt", "/w/documents/scan.ofd"]).await;
    client.published_codes("/w/documents/locked.txt", &[]).await;
    client.published_codes("/w/documents/scan.ofd", &[]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_document_that_is_no_text_or_lost_characters_is_said() {
    let disk = disk();
    disk.write("/w/documents/binary.txt", b"%PDF-1.7\n\x00\x01\x02".to_vec());
    let mut broken = document("90.00").into_bytes();
    broken.extend([0xff, 0xff, b'\n']);
    disk.write("/w/documents/broken.txt", broken);
    disk.write("/w/documents/empty.txt", "");
    let mut client = Client::plain(disk).await;
    for name in ["binary", "broken", "empty"] {
        let path = format!("/w/documents/{name}.txt");
        client.published(&path, |said| !said.diagnostics.is_empty()).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_unreadable_document_that_the_client_opens_is_read_from_the_client() {
    let disk = disk();
    disk.forbid("/w/documents/locked.txt");
    let mut client = Client::plain(disk).await;
    client.published_codes("/w/documents/locked.txt", &["document/not-checked"]).await;
    client.did_open("/w/documents/locked.txt", &document("91.00")).await;
    let said = client.diagnostics("/w/documents/locked.txt", 1).await;
    assert_eq!(codes(&said), [FINDING]);
    client.did_close("/w/documents/locked.txt").await;
    client.published_codes("/w/documents/locked.txt", &["document/not-checked"]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_clients_that_offer_it_are_asked_to_watch() {
    let watching =
        json!({ "workspace": { "didChangeWatchedFiles": { "dynamicRegistration": true } } });
    let mut client = Client::open(disk(), watching).await;
    let is_it = |request: &&Value| request["method"] == "client/registerCapability";
    let registered =
        client.until("a registration", |client| client.requests.iter().find(is_it).cloned()).await;
    let registration = &registered["params"]["registrations"][0];
    assert_eq!(registration["method"], "workspace/didChangeWatchedFiles");
    let watched = registration["registerOptions"]["watchers"].to_string();
    for name in [".gouji", "gouji.toml", "txt", "tsv", "tab"] {
        assert!(watched.contains(name), "{watched}");
    }
    let mut client = Client::plain(disk()).await;
    client.published_codes(WRONG_PATH, &[FINDING]).await;
    assert!(client.requests.is_empty(), "{:?}", client.requests);
}

/// A csv is read as one, on disk and in the editor, where its text decides and not its language.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_csv_is_a_document_on_disk_and_in_the_editor() {
    const PATH: &str = "/w/documents/wrong.csv";
    let csv = |total: &str| {
        let sentence = document(total).replace('\n', "\",,\n\"");
        format!("sep=,\r\n\"{sentence}\",,\n项目,金额,\"备\n注\"\n")
    };
    let disk = Disk::new(&[("/w/gouji.toml", PROJECT), (RULES_PATH, RULES)]);
    disk.write(PATH, csv("100.00"));
    let mut client = Client::plain(disk).await;
    let said = client.published_codes(PATH, &[FINDING]).await;
    let start = &said.diagnostics[0]["range"]["start"];
    // Behind the line that names the delimiter, and behind a quotation mark.
    assert_eq!(*start, json!({ "line": 5, "character": BEFORE_TOTAL + 1 }));
    client.did_open(PATH, &csv("90.00")).await;
    assert!(client.diagnostics(PATH, 1).await.is_empty());
    let wrong = edit((5, BEFORE_TOTAL + 1), (5, BEFORE_TOTAL + 3), "91");
    client.did_change(PATH, 2, json!([wrong])).await;
    assert_eq!(codes(&client.diagnostics(PATH, 2).await), [FINDING]);
}
