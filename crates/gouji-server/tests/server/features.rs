//! Everything that is promised for the editor is advertised, and answered.

use crate::client::{Client, Disk, at, uri};
use crate::texts::{BEFORE_TOTAL, FINDING, PROJECT, RIGHT_PATH, RULES, RULES_PATH, document};
use serde_json::{Value, json};

async fn client() -> (Client, Value) {
    let disk = Disk::new(&[("/w/gouji.toml", PROJECT), (RULES_PATH, RULES)]);
    let mut client = Client::new(disk);
    let can = client.initialize(&["/w"], json!({ "textDocument": { "diagnostic": {} } })).await;
    client.ask("workspace/diagnostic", json!({ "previousResultIds": [] })).await;
    client.did_open(RULES_PATH, RULES).await;
    client.did_open(RIGHT_PATH, &document("91.00")).await;
    (client, can)
}

/// A place in the rules: where `part` of the first line with `line` in it begins.
fn in_rules(line: &str, part: &str) -> Value {
    let number = RULES.lines().position(|text| text.contains(line)).unwrap();
    let text = RULES.lines().nth(number).unwrap();
    let character = text[..text.find(part).unwrap()].encode_utf16().count();
    at(RULES_PATH, number as u32, character as u32)
}

fn of(path: &str) -> Value {
    json!({
        "textDocument": { "uri": uri(path) },
        "range": { "start": { "line": 0, "character": 0 }, "end": { "line": 99, "character": 0 } },
        "context": { "diagnostics": [], "includeDeclaration": true },
        "query": "收入",
    })
}

fn is_something(answer: &Value) -> bool {
    let result = &answer["result"];
    let none = |key: &str| result.get(key).is_some_and(|list| list == &json!([]));
    !result.is_null() && result != &json!([]) && !none("data") && !none("items")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_feature_is_advertised_and_answers_in_rules() {
    let (mut client, can) = client().await;
    let total = in_rules("应当", "合计");
    let mut rename = total.clone();
    rename["newName"] = json!("总计");
    let mut references = total.clone();
    references["context"] = json!({ "includeDeclaration": true });
    let call = in_rules("设 两项", "拨款");
    let features = [
        ("hoverProvider", "textDocument/hover", total.clone()),
        ("completionProvider", "textDocument/completion", call.clone()),
        ("signatureHelpProvider", "textDocument/signatureHelp", call),
        ("definitionProvider", "textDocument/definition", total.clone()),
        ("referencesProvider", "textDocument/references", references),
        ("renameProvider", "textDocument/prepareRename", total),
        ("renameProvider", "textDocument/rename", rename),
        ("documentSymbolProvider", "textDocument/documentSymbol", of(RULES_PATH)),
        ("workspaceSymbolProvider", "workspace/symbol", of(RULES_PATH)),
        ("foldingRangeProvider", "textDocument/foldingRange", of(RULES_PATH)),
        ("codeLensProvider", "textDocument/codeLens", of(RULES_PATH)),
        ("inlayHintProvider", "textDocument/inlayHint", of(RULES_PATH)),
        ("semanticTokensProvider", "textDocument/semanticTokens/full", of(RULES_PATH)),
    ];
    for (provider, method, params) in features {
        assert!(can.get(provider).is_some_and(|offer| offer != false), "{provider}");
        let answer = client.ask(method, params).await;
        assert!(is_something(&answer), "{method}: {answer}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_feature_of_documents_answers() {
    let (mut client, _) = client().await;
    let total = at(RIGHT_PATH, 4, BEFORE_TOTAL + 1);
    let features = [
        ("textDocument/hover", total.clone()),
        ("textDocument/definition", total),
        ("textDocument/documentSymbol", of(RIGHT_PATH)),
        ("textDocument/semanticTokens/full", of(RIGHT_PATH)),
        ("textDocument/codeAction", of(RIGHT_PATH)),
        ("textDocument/diagnostic", of(RIGHT_PATH)),
    ];
    for (method, params) in features {
        let answer = client.ask(method, params).await;
        assert!(is_something(&answer), "{method}: {answer}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rules_are_laid_out() {
    let (mut client, can) = client().await;
    for provider in ["Formatting", "RangeFormatting", "OnTypeFormatting"] {
        let offer = &can[format!("document{provider}Provider")];
        assert!(*offer == true || offer.is_object(), "{provider}");
    }
    let rule = "规则 空 {\n对每个 收入\n  应当 合计 有值\n}\n";
    client.did_change(RULES_PATH, 2, json!([{ "text": format!("{RULES}\n{rule}") }])).await;
    let line = RULES.lines().count() + 2;
    let edit = json!([{
        "range": {
            "start": { "line": line, "character": 0 },
            "end": { "line": line + 1, "character": 0 },
        },
        "newText": "  对每个 收入\n",
    }]);
    let mut params = of(RULES_PATH);
    params["options"] = json!({ "tabSize": 2, "insertSpaces": true });
    let answer = client.ask("textDocument/formatting", params.clone()).await;
    assert_eq!(answer["result"], edit);
    let answer = client.ask("textDocument/rangeFormatting", params.clone()).await;
    assert_eq!(answer["result"], edit);
    params["position"] = json!({ "line": line, "character": 0 });
    params["ch"] = json!("\n");
    let answer = client.ask("textDocument/onTypeFormatting", params).await;
    assert_eq!(answer["result"][0]["newText"], "  ");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_fix_mends_its_finding() {
    let (mut client, _) = client().await;
    let said = client.diagnostics(RIGHT_PATH, 1).await;
    let mut params = of(RIGHT_PATH);
    params["context"] = json!({ "diagnostics": said, "only": ["quickfix"] });
    let answer = client.ask("textDocument/codeAction", params.clone()).await;
    let action = &answer["result"][0];
    assert_eq!(action["diagnostics"][0]["code"], FINDING);
    let changes = action["edit"]["changes"][uri(RIGHT_PATH)].as_array().unwrap();
    let edits: Vec<Value> = changes
        .iter()
        .map(|edit| json!({ "range": edit["range"], "text": edit["newText"] }))
        .collect();
    client.did_change(RIGHT_PATH, 2, json!(edits)).await;
    assert!(client.diagnostics(RIGHT_PATH, 2).await.is_empty());
    params["context"] = json!({ "diagnostics": [], "only": ["source.organizeImports"] });
    let others = client.ask("textDocument/codeAction", params).await;
    assert_eq!(others["result"], json!([]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_name_that_cannot_be_is_refused_with_the_reason() {
    let (mut client, _) = client().await;
    let mut params = in_rules("应当", "合计");
    params["newName"] = json!("拨款");
    let answer = client.ask("textDocument/rename", params).await;
    assert_eq!(answer["error"]["code"], -32602);
    assert!(!answer["error"]["message"].as_str().unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_lens_of_a_rule_follows_the_documents_and_clients_are_told_to_ask_anew() {
    let disk = Disk::new(&[("/w/gouji.toml", PROJECT), (RULES_PATH, RULES)]);
    let can = json!({ "workspace": { "codeLens": { "refreshSupport": true } } });
    let mut client = Client::open(disk, can).await;
    client.did_open(RULES_PATH, RULES).await;
    client.did_open(RIGHT_PATH, &document("91.00")).await;
    client.diagnostics(RIGHT_PATH, 1).await;
    let before = client.ask("textDocument/codeLens", of(RULES_PATH)).await;
    let told = |client: &mut Client| (!client.requests.is_empty()).then_some(());
    client.until("the first refresh", told).await;
    client.requests.clear();
    client.did_change(RIGHT_PATH, 2, json!([{ "text": document("90.00") }])).await;
    client.until("a refresh", told).await;
    assert_eq!(client.requests[0]["method"], "workspace/codeLens/refresh");
    let after = client.ask("textDocument/codeLens", of(RULES_PATH)).await;
    let of_rule = |answer: &Value| {
        let lenses = answer["result"].as_array().expect("lenses");
        let mut commands = lenses.iter().map(|lens| lens["command"].clone());
        commands.find(|it| it["command"] == "gouji.showReferences").expect("a rule's lens")["title"]
            .clone()
    };
    assert_ne!(of_rule(&before), of_rule(&after));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_lens_of_a_form_leads_to_a_page_of_what_it_saw() {
    let (mut client, _) = client().await;
    let lenses = client.ask("textDocument/codeLens", of(RULES_PATH)).await;
    let lenses = lenses["result"].as_array().expect("lenses");
    let mut commands = lenses.iter().map(|lens| &lens["command"]);
    let command = commands.find(|it| it["command"] == "gouji.showReading").expect("a form's lens");
    let (document, form) = (&command["arguments"][0], &command["arguments"][1]);
    assert_eq!(document, &json!(uri(RIGHT_PATH)));
    let ask = json!({ "textDocument": { "uri": document }, "form": form });
    let page = client.ask("gouji/reading", ask).await;
    let page = page["result"].as_str().expect("a page");
    assert!(page.contains(form.as_str().unwrap()) && page.contains("读出"), "{page}");
    client.did_change(RIGHT_PATH, 2, json!([{ "text": "别的文字\n" }])).await;
    let ask = json!({ "textDocument": { "uri": document }, "form": form });
    let page = client.ask("gouji/reading", ask).await;
    assert!(page["result"].as_str().is_some_and(|page| !page.contains("读出")), "{page}");
    let ask = json!({ "textDocument": { "uri": uri(RULES_PATH) } });
    assert_eq!(client.ask("gouji/reading", ask).await["result"], Value::Null);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_client_is_spoken_to_in_its_language() {
    for (locale, words) in [("en-GB", "“"), ("zh-CN", "「"), ("de", "「")] {
        let disk = Disk::new(&[]);
        disk.forbid("/w/locked.txt");
        let mut client = Client::new(disk);
        let params = json!({ "capabilities": {}, "rootUri": "file:///w", "locale": locale });
        client.ask("initialize", params).await;
        client.notify("initialized", json!({})).await;
        let said = client.published_codes("/w/locked.txt", &["document/not-checked"]).await;
        let message = said.diagnostics[0]["message"].as_str().unwrap();
        assert!(message.contains(words), "{locale}: {message}");
    }
}
