//! The shipped packs in an editor, and rule files that are not in force.

use crate::client::{Client, Disk, at, codes};
use crate::texts::{FINDING, PROJECT, RULES, RULES_PATH, WRONG_PATH, document};
use gouji_workspace::System;
use serde_json::json;
use std::path::Path;

const MINE: &str = "/w/mine.gouji";
const RULE: &str = "规则 甲 {\n  对每个 三公经费\n  宜 公务接待费 ≤ 1 万元\n}\n";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn definition_and_references_reach_the_shipped_packs_which_nobody_renames() {
    let disk = Disk::new(&[("/w/gouji.toml", ""), (MINE, RULE)]);
    let mut client = Client::plain(disk.clone()).await;
    client.ask("workspace/diagnostic", json!({ "previousResultIds": [] })).await;
    client.did_open(MINE, RULE).await;
    let place = at(MINE, 1, 8);
    let answer = client.ask("textDocument/definition", place.clone()).await;
    let target = answer["result"][0]["uri"].as_str().expect("a target").to_owned();
    assert!(target.starts_with("file:///cache/gouji/"), "{target}");
    assert!(target.ends_with("/rules/department-budget/records.gouji"), "{target}");
    let path = target.strip_prefix("file://").expect("a path");
    let text = disk.read(Path::new(path), 1 << 20).expect("it is there");
    let text = String::from_utf8(text).expect("UTF-8");
    // What is opened is answered like any other, and its text stays what it is.
    client.did_open(path, &text).await;
    let line = text.lines().position(|line| line.starts_with("记录 三公经费")).expect("a record");
    let declared = at(path, line as u32, 4);
    let mut asked = declared.clone();
    asked["context"] = json!({ "includeDeclaration": false });
    let references = client.ask("textDocument/references", asked).await;
    let references = references["result"].to_string();
    assert!(references.contains("/w/mine.gouji") && references.contains("forms.gouji"));
    for place in [place, declared] {
        let prepared = client.ask("textDocument/prepareRename", place.clone()).await;
        let said = prepared["error"]["message"].as_str().expect("a sentence").to_owned();
        assert!(said.contains("随程序带的规则集") && said.contains("--export"), "{said}");
        let mut asked = place;
        asked["newName"] = json!("三公");
        let renamed = client.ask("textDocument/rename", asked).await;
        assert_eq!(renamed["error"]["message"], json!(said));
    }
    let all = client.ask("workspace/diagnostic", json!({ "previousResultIds": [] })).await;
    let all = all["result"].to_string();
    assert!(!all.contains("totals.gouji"), "what nobody has open is no file of the workspace");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rule_file_that_the_project_leaves_out_judges_no_document() {
    let stray = RULES.replace("规则 收入合计 {", "规则 收入对账 {");
    let disk = Disk::new(&[
        ("/w/gouji.toml", PROJECT),
        (RULES_PATH, RULES),
        (WRONG_PATH, &document("100.00")),
        ("/w/old/stray.gouji", &stray),
    ]);
    let mut client = Client::plain(disk).await;
    client.published_codes(WRONG_PATH, &[FINDING]).await;
    client.did_open("/w/old/stray.gouji", &stray).await;
    client.diagnostics("/w/old/stray.gouji", 1).await;
    client.ask("workspace/diagnostic", json!({ "previousResultIds": [] })).await;
    let pulled = client.pull(WRONG_PATH).await;
    assert_eq!(codes(pulled["items"].as_array().expect("items")), [FINDING]);
    // It is looked at all the same.
    let slip = stray.replace("应当", "应该");
    client.did_close("/w/old/stray.gouji").await;
    client.did_open("/w/old/stray.gouji", &slip).await;
    let said = client.published("/w/old/stray.gouji", |said| !said.diagnostics.is_empty()).await;
    assert!(codes(&said.diagnostics).contains(&"syntax/keyword-spelling"), "{said:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_the_project_file_is_wrong_the_last_right_one_counts() {
    let disk = Disk::new(&[
        ("/w/gouji.toml", PROJECT),
        (RULES_PATH, RULES),
        (WRONG_PATH, &document("100.00")),
    ]);
    disk.write("/w/notes.txt", document("91.00"));
    let mut client = Client::plain(disk.clone()).await;
    client.published_codes(WRONG_PATH, &[FINDING]).await;
    disk.write("/w/gouji.toml", "rules = [\n");
    client.files_changed(&["/w/gouji.toml"]).await;
    let said = client.published_codes("/w/gouji.toml", &["project/wrong"]).await;
    let words = said.diagnostics[0]["message"].as_str().expect("words");
    assert!(words.contains("按上一次写对的处理"), "{words}");
    let all = client.ask("workspace/diagnostic", json!({ "previousResultIds": [] })).await;
    assert!(!all.to_string().contains("notes.txt"));
    assert_eq!(codes(client.pull(WRONG_PATH).await["items"].as_array().expect("items")), [FINDING]);
}
