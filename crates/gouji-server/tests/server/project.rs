//! `gouji.toml` and the folders of the workspace.

use crate::client::{Client, Disk, Published, codes, message, uri};
use crate::texts::{FINDING, PROJECT, RULES, RULES_PATH, WRONG_PATH, document};
use serde_json::json;
use std::sync::Arc;

const PROJECT_PATH: &str = "/w/gouji.toml";

fn disk() -> Arc<Disk> {
    Disk::new(&[(PROJECT_PATH, PROJECT), (RULES_PATH, RULES), (WRONG_PATH, &document("100.00"))])
}

async fn paths(client: &mut Client) -> Vec<String> {
    let answer = client.ask("workspace/diagnostic", json!({ "previousResultIds": [] })).await;
    let items = answer["result"]["items"].as_array().unwrap();
    items.iter().map(|item| item["uri"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_change_of_the_project_changes_what_is_checked_and_by_which_rules() {
    let disk = disk();
    disk.write("/w/more/again.txt", document("91.00"));
    disk.write("/w/stricter/other.gouji", RULES.replace("收入合计 {", "收入对账 {"));
    let mut client = Client::plain(Arc::clone(&disk)).await;
    client.published_codes(WRONG_PATH, &[FINDING]).await;
    assert_eq!(paths(&mut client).await.len(), 2);
    disk.write(PROJECT_PATH, PROJECT.replace("\"documents\"", "\"documents\", \"more\""));
    client.files_changed(&[PROJECT_PATH]).await;
    client.published_codes("/w/more/again.txt", &[FINDING]).await;
    disk.write(PROJECT_PATH, PROJECT.replace("\"rules\"", "\"stricter\""));
    client.files_changed(&[PROJECT_PATH]).await;
    client.published_codes("/w/more/again.txt", &[]).await;
    client.published_codes(WRONG_PATH, &["示范/收入对账"]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_broken_project_is_said_where_it_is_broken_until_it_is_mended() {
    let disk = disk();
    let mut client = Client::plain(Arc::clone(&disk)).await;
    client.published_codes(WRONG_PATH, &[FINDING]).await;
    disk.write(PROJECT_PATH, format!("{PROJECT}rule = []\n"));
    client.files_changed(&[PROJECT_PATH]).await;
    let said = client.published_codes(PROJECT_PATH, &["project/wrong"]).await;
    let range = &said.diagnostics[0]["range"];
    assert_eq!((&range["start"]["line"], &range["end"]["character"]), (&json!(3), &json!(4)));
    client.shown("没有「rule」这一项").await;
    client.files_changed(&[PROJECT_PATH]).await;
    disk.write(PROJECT_PATH, PROJECT);
    client.files_changed(&[PROJECT_PATH]).await;
    client.published_codes(PROJECT_PATH, &[]).await;
    client.published_codes(WRONG_PATH, &[FINDING]).await;
    assert_eq!(client.notifications.iter().filter_map(message).count(), 1, "said once");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_project_that_names_what_is_not_there_is_said() {
    let disk = disk();
    disk.write(PROJECT_PATH, PROJECT.replace("\"rules\"", "\"rules\", \"规则\""));
    let mut client = Client::plain(disk).await;
    let said = client.published_codes(PROJECT_PATH, &["rules/unreadable"]).await;
    let words = said.diagnostics[0]["message"].as_str().unwrap();
    assert!(words.contains("/w/规则"), "{words}");
    client.published_codes(WRONG_PATH, &[FINDING]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_its_project_file_a_folder_is_read_as_a_whole() {
    let disk = disk();
    disk.write("/w/notes.txt", document("91.00"));
    let mut client = Client::plain(Arc::clone(&disk)).await;
    client.published_codes(WRONG_PATH, &[FINDING]).await;
    assert!(!paths(&mut client).await.contains(&uri("/w/notes.txt")));
    disk.remove(PROJECT_PATH);
    client.files_changed(&[PROJECT_PATH]).await;
    // No project any more: the shipped rules have their say again, and no others.
    let is_shipped = |said: &Published| {
        !said.diagnostics.is_empty() && !codes(&said.diagnostics).contains(&FINDING)
    };
    client.published("/w/notes.txt", is_shipped).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_project_file_further_up_says_which_rules_are_in_force() {
    let disk = disk();
    disk.write("/w/documents/2022/again.txt", document("91.00"));
    let mut client = Client::new(disk);
    client.initialize(&["/w/documents/2022"], json!({})).await;
    client.published_codes("/w/documents/2022/again.txt", &[FINDING]).await;
    let all = paths(&mut client).await;
    assert!(!all.contains(&uri(WRONG_PATH)), "documents are those of the folder: {all:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn folders_are_added_and_removed() {
    let disk = disk();
    disk.write("/v/gouji.toml", "default-packs = false\n");
    disk.write("/v/again.txt", document("91.00"));
    let mut client = Client::new(disk);
    client.initialize(&["/w", "/v"], json!({})).await;
    client.published_codes(WRONG_PATH, &[FINDING]).await;
    // Each folder has its own rules, as a run of the command there would.
    client.published_codes("/v/again.txt", &["document/not-checked"]).await;
    let folder = |path: &str| json!({ "uri": uri(path), "name": path });
    let change = |added: &[&str], removed: &[&str]| {
        let all = |paths: &[&str]| paths.iter().map(|path| folder(path)).collect::<Vec<_>>();
        json!({ "event": { "added": all(added), "removed": all(removed) } })
    };
    let method = "workspace/didChangeWorkspaceFolders";
    client.notify(method, change(&[], &["/v"])).await;
    client.published_codes("/v/again.txt", &[]).await;
    // What is open stays, whatever becomes of its folder.
    client.did_open(WRONG_PATH, &document("100.00")).await;
    client.notify(method, change(&["/v"], &["/w"])).await;
    client.published_codes("/v/again.txt", &["document/not-checked"]).await;
    assert_eq!(paths(&mut client).await, [uri("/v/again.txt"), uri(WRONG_PATH)]);
    client.notify(method, change(&["/w"], &[])).await;
    client.published_codes(WRONG_PATH, &[FINDING]).await;
    assert_eq!(paths(&mut client).await.len(), 3);
}
