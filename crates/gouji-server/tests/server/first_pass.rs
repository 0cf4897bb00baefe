//! The first pass over a folder: how far it is, and that it keeps nobody waiting.

use crate::client::{Client, Disk, at, codes};
use crate::texts::{FINDING, PROJECT, RIGHT_PATH, RULES, RULES_PATH, WRONG_PATH, document};
use serde_json::{Value, json};
use std::sync::Arc;

const DOCUMENTS: usize = 8;

fn disk() -> Arc<Disk> {
    let disk = Disk::new(&[("/w/gouji.toml", PROJECT), (RULES_PATH, RULES)]);
    for number in 1..DOCUMENTS {
        disk.write(&format!("/w/documents/{number}.txt"), document("91.00"));
    }
    disk.write(WRONG_PATH, document("100.00"));
    disk
}

fn progress() -> Value {
    json!({ "window": { "workDoneProgress": true } })
}

/// What was told of the progress so far.
fn told(client: &Client) -> Vec<Value> {
    let is_progress = |said: &&Value| said["method"] == "$/progress";
    let all = client.notifications.iter().filter(is_progress);
    all.map(|said| said["params"]["value"].clone()).collect()
}

fn ended(client: &mut Client) -> Option<Vec<Value>> {
    let told = told(client);
    (told.last()?["kind"] == "end").then_some(told)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn its_beginning_how_far_it_is_and_its_end_are_told() {
    let mut client = Client::open(disk(), progress()).await;
    let told = client.until("the end", ended).await;
    assert_eq!(client.requests[0]["method"], "window/workDoneProgress/create");
    assert_eq!(told[0]["kind"], "begin");
    let reports = &told[1..told.len() - 1];
    assert!(reports.iter().all(|report| report["kind"] == "report"), "{told:?}");
    let far: Vec<u64> =
        reports.iter().map(|report| report["percentage"].as_u64().unwrap()).collect();
    assert!(far.is_sorted() && far.last() == Some(&100), "{told:?}");
    let words: Vec<&str> =
        reports.iter().map(|report| report["message"].as_str().unwrap()).collect();
    let all = DOCUMENTS + 1;
    assert!(words.contains(&format!("已读 4/{DOCUMENTS}").as_str()), "{words:?}");
    assert!(words.contains(&format!("已查 {all}/{all}").as_str()), "{words:?}");
    client.published_codes(WRONG_PATH, &[FINDING]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn requests_and_edits_are_served_while_it_lasts() {
    let disk = disk();
    // The pass waits here until it is let go on.
    disk.hold(WRONG_PATH);
    let mut client = Client::open(Arc::clone(&disk), progress()).await;
    client.until("its beginning", |client| (!told(client).is_empty()).then_some(())).await;
    client.did_open(RULES_PATH, RULES).await;
    client.did_open(RIGHT_PATH, &document("90.00")).await;
    let hover = client.ask("textDocument/hover", at(RULES_PATH, 12, 4)).await;
    assert!(hover["result"]["contents"]["value"].is_string(), "{hover}");
    client.did_change(RIGHT_PATH, 2, json!([{ "text": document("91.00") }])).await;
    let said = client.diagnostics(RIGHT_PATH, 2).await;
    assert!(codes(&said).contains(&FINDING), "{said:?}");
    assert!(ended(&mut client).is_none() && !client.published.contains_key(WRONG_PATH));
    disk.release();
    client.until("the end", ended).await;
    client.published_codes(WRONG_PATH, &[FINDING]).await;
    assert_eq!(codes(&client.diagnostics(RIGHT_PATH, 2).await), [FINDING]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_question_about_the_whole_workspace_waits_for_it() {
    let disk = disk();
    disk.hold(WRONG_PATH);
    let mut client = Client::plain(Arc::clone(&disk)).await;
    let (id, request) = client.request("workspace/diagnostic", json!({ "previousResultIds": [] }));
    client.send(&request).await;
    disk.release();
    let answer = client.answer(id).await;
    let items = answer["result"]["items"].as_array().unwrap();
    assert_eq!(items.len(), DOCUMENTS + 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn clients_that_do_not_show_it_are_not_told() {
    let mut client = Client::plain(disk()).await;
    client.published_codes(WRONG_PATH, &[FINDING]).await;
    client.ask("workspace/diagnostic", json!({ "previousResultIds": [] })).await;
    assert!(client.requests.is_empty() && told(&client).is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_workspace_without_folders_has_an_end_too() {
    let mut client = Client::new(disk());
    client.initialize(&[], progress()).await;
    let told = client.until("the end", ended).await;
    assert_eq!(told.len(), 2, "{told:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn questions_that_wait_keep_nobody_else_waiting_and_can_be_cancelled() {
    let disk = disk();
    disk.hold(WRONG_PATH);
    let mut client = Client::plain(Arc::clone(&disk)).await;
    let (mut waiting, mut cancelled) = (Vec::new(), Vec::new());
    for number in 0..200 {
        let known = json!({ "previousResultIds": [] });
        let (id, request) = client.request("workspace/diagnostic", known);
        client.send(&request).await;
        if number % 2 == 0 { &mut waiting } else { &mut cancelled }.push(id);
    }
    client.did_open(RULES_PATH, RULES).await;
    client.did_open(RIGHT_PATH, &document("90.00")).await;
    client.did_change(RIGHT_PATH, 2, json!([{ "text": document("91.00") }])).await;
    assert!(codes(&client.diagnostics(RIGHT_PATH, 2).await).contains(&FINDING));
    let hover = client.ask("textDocument/hover", at(RULES_PATH, 12, 4)).await;
    assert!(hover["result"]["contents"]["value"].is_string(), "{hover}");
    for id in &cancelled {
        client.notify("$/cancelRequest", json!({ "id": id })).await;
    }
    for id in cancelled {
        assert_eq!(client.answer(id).await["error"]["code"], -32800);
    }
    disk.release();
    for id in waiting {
        let answer = client.answer(id).await;
        assert_eq!(answer["result"]["items"].as_array().map(Vec::len), Some(DOCUMENTS + 2));
    }
}
