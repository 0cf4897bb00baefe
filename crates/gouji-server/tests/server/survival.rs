//! The server outlives whatever a client sends.

use crate::client::{Client, Disk, at, codes, edit, notification, uri};
use crate::texts::{FINDING, PROJECT, RIGHT_PATH, RULES, RULES_PATH, document};
use serde_json::{Value, json};
use std::sync::Arc;

fn disk() -> Arc<Disk> {
    Disk::new(&[("/w/gouji.toml", PROJECT), (RULES_PATH, RULES)])
}

/// The server still checks a document.
async fn still_works(client: &mut Client) {
    client.ask("workspace/diagnostic", json!({ "previousResultIds": [] })).await;
    client.did_open(RIGHT_PATH, &document("91.00")).await;
    assert_eq!(codes(&client.diagnostics(RIGHT_PATH, 1).await), [FINDING]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_no_message_is_answered_with_an_error() {
    let mut client = Client::plain(disk()).await;
    client.send_bytes(b"no header\r\n\r\nContent-Length: 9\r\n\r\n{\"method\"").await;
    client
        .send_bytes(b"Content-Length: 4\r\nContent-Type: text/plain\r\n\r\n\xff\xfe\xfd\xfc")
        .await;
    client.send(&json!([1, 2])).await;
    client.send(&json!("text")).await;
    client.send(&json!({ "jsonrpc": "2.0" })).await;
    let errors = client
        .until("five errors", |client| (client.stray.len() == 5).then(|| client.stray.clone()))
        .await;
    let told: Vec<i64> =
        errors.iter().map(|said| said["error"]["code"].as_i64().unwrap()).collect();
    assert_eq!(told, [-32700, -32700, -32600, -32600, -32600]);
    client.send(&json!({ "jsonrpc": "2.0", "id": 900, "method": ["x"] })).await;
    assert_eq!(client.answer(900).await["error"]["code"], -32600);
    still_works(&mut client).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn unknown_methods_are_refused_and_unknown_notifications_passed_over() {
    let mut client = Client::plain(disk()).await;
    let answer = client.ask("gouji/none", json!({})).await;
    assert_eq!(answer["error"]["code"], -32601);
    client.notify("gouji/none", json!({})).await;
    client.notify("$/setTrace", json!({ "value": "verbose" })).await;
    client.send(&json!({ "jsonrpc": "2.0", "id": 77, "result": null })).await;
    client
        .send(&json!({ "jsonrpc": "2.0", "id": null, "error": { "code": 1, "message": "" } }))
        .await;
    client.send(&json!({ "jsonrpc": "2.0", "id": 78 })).await;
    still_works(&mut client).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn wrong_parameters_are_refused() {
    let mut client = Client::plain(disk()).await;
    let wrong = [
        json!({}),
        json!([]),
        json!({ "textDocument": { "uri": "not an address" }, "position": { "line": 0, "character": 0 } }),
        json!({ "textDocument": { "uri": uri(RULES_PATH) }, "position": { "line": -1, "character": 0 } }),
        json!({ "textDocument": { "uri": uri(RULES_PATH) }, "position": { "line": 0, "character": 1e30 } }),
    ];
    for params in wrong {
        let answer = client.ask("textDocument/hover", params.clone()).await;
        assert_eq!(answer["error"]["code"], -32602, "{params}");
    }
    let answer = client.ask_without_params("textDocument/hover").await;
    assert_eq!(answer["error"]["code"], -32602);
    client.notify("textDocument/didOpen", json!({ "textDocument": 3 })).await;
    client.notify("workspace/didChangeWatchedFiles", json!({ "changes": [{ "uri": 3 }] })).await;
    still_works(&mut client).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_edit_that_cannot_be_understood_is_said() {
    let mut client = Client::plain(disk()).await;
    client.did_open(RIGHT_PATH, &document("90.00")).await;
    let mut negative = edit((0, 0), (0, 0), "x");
    negative["range"]["start"]["line"] = json!(-1);
    client.did_change(RIGHT_PATH, 2, json!([negative])).await;
    client.shown("textDocument/didChange").await;
    client.did_change(RIGHT_PATH, 3, json!([{ "text": document("91.00") }])).await;
    client.diagnostics(RIGHT_PATH, 3).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn places_far_outside_are_answered() {
    let mut client = Client::plain(disk()).await;
    client.did_open(RULES_PATH, RULES).await;
    for (line, character) in [(0, u32::MAX), (u32::MAX, 0), (u32::MAX, u32::MAX)] {
        for method in ["hover", "completion", "definition", "signatureHelp", "prepareRename"] {
            let answer = client
                .ask(&format!("textDocument/{method}"), at(RULES_PATH, line, character))
                .await;
            assert!(answer.get("error").is_none(), "{method}: {answer}");
        }
    }
    let far =
        json!({ "start": { "line": 9999, "character": 9 }, "end": { "line": 0, "character": 0 } });
    for method in ["inlayHint", "codeAction"] {
        let params = json!({
            "textDocument": { "uri": uri(RULES_PATH) },
            "range": far,
            "context": { "diagnostics": [] },
        });
        let answer = client.ask(&format!("textDocument/{method}"), params).await;
        assert!(answer["result"].is_array(), "{method}: {answer}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn questions_about_files_that_are_unknown_are_answered_with_nothing() {
    let mut client = Client::plain(disk()).await;
    for name in ["file:///nowhere/x.txt", "untitled:Untitled-1", "http://example.com/a.gouji"] {
        let document = json!({ "uri": name });
        let params = json!({
            "textDocument": document,
            "position": { "line": 0, "character": 0 },
            "context": { "includeDeclaration": true, "triggerKind": 1 },
            "newName": "甲",
        });
        for method in ["hover", "completion", "definition", "references", "rename", "prepareRename"]
        {
            let answer = client.ask(&format!("textDocument/{method}"), params.clone()).await;
            let nothing = answer["result"].is_null() || answer["result"] == json!([]);
            assert!(nothing && answer.get("error").is_none(), "{method}: {answer}");
        }
        let report =
            client.ask("textDocument/diagnostic", json!({ "textDocument": document })).await;
        assert_eq!(report["result"]["items"], json!([]));
    }
    still_works(&mut client).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_text_that_is_on_no_disk_is_checked() {
    let mut client = Client::plain(disk()).await;
    client.ask("workspace/diagnostic", json!({ "previousResultIds": [] })).await;
    let text = document("91.00");
    let document = json!({ "uri": "untitled:Untitled-1", "languageId": "plaintext", "version": 1, "text": text });
    client.notify("textDocument/didOpen", json!({ "textDocument": document })).await;
    let find = |client: &mut Client| client.published.get("untitled:Untitled-1").cloned();
    let said = client.until("its diagnostics", find).await;
    assert_eq!(codes(&said.diagnostics), [FINDING]);
    let closed = json!({ "textDocument": { "uri": "untitled:Untitled-1" } });
    client.notify("textDocument/didClose", closed).await;
    client
        .until("nothing is left of it", |client| {
            client.published["untitled:Untitled-1"].diagnostics.is_empty().then_some(())
        })
        .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn before_it_is_greeted_and_after_goodbye_it_refuses() {
    let mut client = Client::new(disk());
    let answer = client.ask("textDocument/hover", at(RULES_PATH, 0, 0)).await;
    assert_eq!(answer["error"]["code"], -32002);
    client.did_open(RIGHT_PATH, "x").await;
    let answer = client.ask("initialize", json!({ "capabilities": 3 })).await;
    assert_eq!(answer["error"]["code"], -32602);
    client.initialize(&["/w"], json!({})).await;
    let again = client.ask("initialize", json!({ "capabilities": {} })).await;
    assert_eq!(again["error"]["code"], -32600);
    still_works(&mut client).await;
    assert!(client.ask_without_params("shutdown").await["result"].is_null());
    let answer = client.ask("textDocument/hover", at(RULES_PATH, 0, 0)).await;
    assert_eq!(answer["error"]["code"], -32600);
    assert!(client.exit().await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn leaving_in_order_is_told_from_leaving_without_a_word() {
    assert!(Client::plain(disk()).await.leave().await);
    assert!(!Client::plain(disk()).await.exit().await);
    assert!(!Client::plain(disk()).await.vanish().await);
    assert!(!Client::new(disk()).exit().await, "not even greeted");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_message_whose_length_is_a_lie_ends_with_the_input_and_takes_no_memory() {
    let mut client = Client::plain(disk()).await;
    client.send_bytes(b"Content-Length: 18446744073709551615\r\n\r\n{}").await;
    assert!(!client.vanish().await);
    let mut client = Client::plain(disk()).await;
    client.send_bytes(b"Content-Length: -5\r\n\r\n\r\nContent-Length: x\r\n\r\n").await;
    still_works(&mut client).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_number_that_is_used_twice_costs_one_answer_at_most() {
    let mut client = Client::plain(disk()).await;
    client.did_open(RULES_PATH, RULES).await;
    let one = json!({ "jsonrpc": "2.0", "id": "甲", "method": "textDocument/hover", "params": at(RULES_PATH, 0, 0) });
    client.send_all(&[one.clone(), one]).await;
    client.until("two answers", |client| (client.stray.len() == 2).then_some(())).await;
    still_works(&mut client).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_client_that_answers_no_request_of_the_server_is_served() {
    let capabilities = json!({
        "window": { "workDoneProgress": true },
        "workspace": {
            "didChangeWatchedFiles": { "dynamicRegistration": true },
            "codeLens": { "refreshSupport": true },
            "diagnostics": { "refreshSupport": true },
        },
    });
    let mut client = Client::new(disk());
    client.answering = false;
    client.initialize(&["/w"], capabilities).await;
    still_works(&mut client).await;
    let greetings: Vec<Value> = (0..50).map(|_| notification("initialized", json!({}))).collect();
    client.send_all(&greetings).await;
    client.did_change(RIGHT_PATH, 2, json!([{ "text": document("90.00") }])).await;
    assert!(client.diagnostics(RIGHT_PATH, 2).await.is_empty());
    assert!(client.leave().await);
}
