//! Every request is answered, and never about a text that is no more.

use crate::client::{Client, Disk, at, change, edit, uri};
use crate::texts::{PROJECT, RIGHT_PATH, RULES, RULES_PATH, document};
use serde_json::{Value, json};

async fn client() -> Client {
    let disk = Disk::new(&[("/w/gouji.toml", PROJECT), (RULES_PATH, RULES)]);
    let mut client = Client::plain(disk).await;
    client.did_open(RULES_PATH, RULES).await;
    client.did_open(RIGHT_PATH, &document("90.00")).await;
    client
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_is_about_the_text_it_was_asked_of_or_is_answered_content_modified() {
    let mut client = client().await;
    let outline = json!({ "textDocument": { "uri": uri(RULES_PATH) } });
    let mut messages = Vec::new();
    let mut asked = Vec::new();
    // Every edit puts one line more before everything: an outline tells which text it is of.
    for number in 0_u32..60 {
        let (id, request) = client.request("textDocument/documentSymbol", outline.clone());
        messages.push(request);
        asked.push((id, number));
        let line = json!([edit((0, 0), (0, 0), "\n")]);
        messages.push(change(RULES_PATH, i64::from(number) + 2, line));
    }
    let (last, request) = client.request("textDocument/documentSymbol", outline);
    messages.push(request);
    client.send_all(&messages).await;
    for (id, lines) in asked {
        let answer = client.answer(id).await;
        if answer["error"]["code"] != -32801 {
            assert_eq!(first_line(&answer), lines, "{answer}");
        }
    }
    let answer = client.answer(last).await;
    assert_eq!(first_line(&answer), 60, "nothing outruns the last one");
}

fn first_line(answer: &Value) -> u32 {
    let symbols = answer["result"].as_array().unwrap_or_else(|| panic!("{answer}"));
    let lines = symbols.iter().map(|symbol| symbol["range"]["start"]["line"].as_u64().unwrap());
    lines.min().unwrap() as u32
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_that_is_cancelled_is_answered_all_the_same() {
    let mut client = client().await;
    let mut messages = Vec::new();
    let mut asked = Vec::new();
    for method in ["workspace/diagnostic", "textDocument/semanticTokens/full", "textDocument/hover"]
    {
        let mut params = at(RULES_PATH, 16, 5);
        params["previousResultIds"] = json!([]);
        let (id, request) = client.request(method, params);
        messages.push(request);
        let cancel =
            json!({ "jsonrpc": "2.0", "method": "$/cancelRequest", "params": { "id": id } });
        messages.push(cancel.clone());
        messages.push(cancel);
        asked.push(id);
    }
    client.send_all(&messages).await;
    for id in asked {
        let answer = client.answer(id).await;
        assert!(answer["error"]["code"] == -32800 || answer.get("result").is_some(), "{answer}");
    }
    let never = json!({ "jsonrpc": "2.0", "method": "$/cancelRequest", "params": { "id": 4711 } });
    client.send(&never).await;
    let answer = client.ask("textDocument/hover", at(RULES_PATH, 7, 4)).await;
    assert!(answer["result"]["contents"]["value"].is_string(), "{answer}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_question_about_one_file_outlives_the_edits_of_another() {
    let mut client = client().await;
    let mut messages = Vec::new();
    let mut asked = Vec::new();
    for number in 0..60 {
        let params = json!({ "textDocument": { "uri": uri(RULES_PATH) } });
        let (id, request) = client.request("textDocument/codeLens", params);
        asked.push(id);
        messages.push(request);
        messages.push(change(RIGHT_PATH, number + 2, json!([edit((0, 0), (0, 0), "字")])));
    }
    client.send_all(&messages).await;
    for id in asked {
        let answer = client.answer(id).await;
        // The form's, and the rule's.
        assert_eq!(answer["result"].as_array().map(Vec::len), Some(2), "{answer}");
    }
}
