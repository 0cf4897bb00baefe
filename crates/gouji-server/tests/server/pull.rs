//! Diagnostics that the client asks for.

use crate::client::{Client, Disk, codes, uri};
use crate::texts::{FINDING, PROJECT, RIGHT_PATH, RULES, RULES_PATH, WRONG_PATH, document};
use serde_json::{Value, json};
use std::sync::Arc;

fn disk() -> Arc<Disk> {
    Disk::new(&[
        ("/w/gouji.toml", PROJECT),
        (RULES_PATH, RULES),
        (WRONG_PATH, &document("100.00")),
        (RIGHT_PATH, &document("90.00")),
    ])
}

async fn workspace(client: &mut Client, known: Value) -> Vec<Value> {
    let params = json!({ "previousResultIds": known });
    let mut answer = client.ask("workspace/diagnostic", params).await;
    let Value::Array(items) = answer["result"]["items"].take() else { panic!("{answer}") };
    items
}

fn of<'items>(items: &'items [Value], path: &str) -> &'items Value {
    items
        .iter()
        .find(|item| item["uri"] == uri(path))
        .unwrap_or_else(|| panic!("{path}: {items:?}"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pulling_is_offered_to_clients_that_can() {
    let can = Client::new(disk()).initialize(&["/w"], json!({})).await;
    assert!(can.get("diagnosticProvider").is_none());
    let pulls = json!({ "textDocument": { "diagnostic": {} } });
    let can = Client::new(disk()).initialize(&["/w"], pulls).await;
    assert_eq!(can["diagnosticProvider"]["workspaceDiagnostics"], true);
    assert_eq!(can["diagnosticProvider"]["interFileDependencies"], true);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_pulled_is_what_is_pushed_and_short_where_it_is_known() {
    let mut client = Client::plain(disk()).await;
    client.ask("workspace/diagnostic", json!({ "previousResultIds": [] })).await;
    client.did_open(RIGHT_PATH, &document("91.00")).await;
    let report = client.pull(RIGHT_PATH).await;
    assert_eq!(report["kind"], "full");
    let pushed = client.diagnostics(RIGHT_PATH, 1).await;
    assert_eq!(report["items"], json!(pushed));
    assert_eq!(codes(&pushed), [FINDING]);
    let known = json!({ "textDocument": { "uri": uri(RIGHT_PATH) }, "previousResultId": report["resultId"] });
    let again = client.ask("textDocument/diagnostic", known.clone()).await;
    assert_eq!(again["result"], json!({ "kind": "unchanged", "resultId": report["resultId"] }));
    client.did_change(RIGHT_PATH, 2, json!([{ "text": document("92.00") }])).await;
    let changed = client.ask("textDocument/diagnostic", known).await;
    assert_eq!(changed["result"]["kind"], "full");
    assert_ne!(changed["result"]["resultId"], report["resultId"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_workspace_is_reported_with_the_documents_that_are_not_open() {
    let mut client = Client::plain(disk()).await;
    client.did_open(RIGHT_PATH, &document("91.00")).await;
    let items = workspace(&mut client, json!([])).await;
    assert_eq!(items.len(), 3, "{items:?}");
    let wrong = of(&items, WRONG_PATH);
    assert_eq!(codes(wrong["items"].as_array().unwrap()), [FINDING]);
    assert!(wrong["version"].is_null());
    let right = of(&items, RIGHT_PATH);
    assert_eq!(codes(right["items"].as_array().unwrap()), [FINDING]);
    assert_eq!(right["version"], 1);
    // How the rules fare on the one that is open.
    let rules = of(&items, RULES_PATH);
    assert_eq!(codes(rules["items"].as_array().unwrap()), ["standing/findings"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_workspace_is_reported_short_where_it_is_known() {
    let disk = disk();
    let mut client = Client::plain(Arc::clone(&disk)).await;
    let items = workspace(&mut client, json!([])).await;
    let known: Vec<Value> =
        items.iter().map(|item| json!({ "uri": item["uri"], "value": item["resultId"] })).collect();
    let again = workspace(&mut client, json!(known)).await;
    assert!(again.len() == 3 && again.iter().all(|item| item["kind"] == "unchanged"), "{again:?}");
    disk.remove(WRONG_PATH);
    disk.write(RIGHT_PATH, document("92.00"));
    client.files_changed(&[WRONG_PATH, RIGHT_PATH]).await;
    let after = workspace(&mut client, json!(known)).await;
    assert_eq!(
        of(&after, WRONG_PATH)["items"],
        json!([]),
        "what is gone has nothing wrong with it"
    );
    assert_eq!(of(&after, WRONG_PATH)["kind"], "full");
    assert_eq!(codes(of(&after, RIGHT_PATH)["items"].as_array().unwrap()), [FINDING]);
    assert_eq!(of(&after, RULES_PATH)["kind"], "unchanged");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_client_that_refreshes_is_told_when_the_files_on_disk_change() {
    let disk = disk();
    let can = json!({ "workspace": { "diagnostics": { "refreshSupport": true } } });
    let mut client = Client::open(Arc::clone(&disk), can).await;
    workspace(&mut client, json!([])).await;
    let refreshed = |client: &mut Client| {
        let is_it = |request: &Value| request["method"] == "workspace/diagnostic/refresh";
        let at = client.requests.iter().position(is_it)?;
        Some(client.requests.remove(at))
    };
    client.until("a refresh after the first pass", refreshed).await;
    disk.write(WRONG_PATH, document("90.00"));
    client.files_changed(&[WRONG_PATH]).await;
    client.until("a refresh after the change", refreshed).await;
    assert_eq!(client.pull(WRONG_PATH).await["items"], json!([]));
}
