//! A text is kept as the client keeps it, whatever the changes look like.

use crate::client::{Client, Disk, change, codes, edit, uri};
use crate::texts::{BEFORE_TOTAL, FINDING, PROJECT, RIGHT_PATH, RULES, RULES_PATH, document};
use serde_json::{Value, json};

const OTHER: &str = "/w/documents/other.txt";

async fn client(capabilities: Value) -> Client {
    let disk = Disk::new(&[("/w/gouji.toml", PROJECT), (RULES_PATH, RULES)]);
    let mut client = Client::open(disk, capabilities).await;
    client.ask("workspace/diagnostic", json!({ "previousResultIds": [] })).await;
    client
}

fn utf8() -> Value {
    json!({ "general": { "positionEncodings": ["utf-8", "utf-16"] } })
}

/// Makes changes to a text and holds what becomes of it to the text expected: the same diagnostics,
/// and the same words where a change of the whole line would find them.
async fn becomes(client: &mut Client, before: &str, changes: Value, after: &str) {
    client.did_open(RIGHT_PATH, before).await;
    client.did_change(RIGHT_PATH, 2, changes.clone()).await;
    client.did_open(OTHER, after).await;
    let said = client.diagnostics(RIGHT_PATH, 2).await;
    let expected = client.diagnostics(OTHER, 1).await;
    let told = |diagnostics: &[Value]| -> Vec<(Value, Value, Value)> {
        let parts =
            |said: &Value| (said["code"].clone(), said["range"].clone(), said["message"].clone());
        diagnostics.iter().map(parts).collect()
    };
    assert_eq!(told(&said), told(&expected), "{changes}");
    for path in [RIGHT_PATH, OTHER] {
        client.did_close(path).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_replacement_takes_the_place_of_everything() {
    let mut client = client(json!({})).await;
    let after = document("91.00");
    becomes(&mut client, "x", json!([{ "text": after }]), &after).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn several_changes_in_one_message_build_on_each_other() {
    let mut client = client(json!({})).await;
    let changes = json!([
        edit((0, 0), (0, 0), "新的一行\n"),
        // The total has moved down by a line.
        edit((5, BEFORE_TOTAL), (5, BEFORE_TOTAL + 2), ""),
        edit((5, BEFORE_TOTAL), (5, BEFORE_TOTAL), "12"),
        { "text": document("90.00") },
        edit((4, BEFORE_TOTAL), (4, BEFORE_TOTAL + 2), "33"),
    ]);
    becomes(&mut client, &document("90.00"), changes, &document("33.00")).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn places_past_the_end_are_the_end() {
    let mut client = client(json!({})).await;
    let text = document("90.00");
    // Past the end of a line: its end, before the line break. Past the last line: the end of all.
    let line_end = json!([edit((0, 900), (0, 4_000_000_000), "（一）")]);
    let after = text.replacen("预算\n", "预算（一）\n", 1);
    becomes(&mut client, &text, line_end, &after).await;
    let all_end = json!([edit((900, 5), (u32::MAX, u32::MAX), "完")]);
    becomes(&mut client, &text, all_end, &format!("{text}完")).await;
    let everything = json!([edit((0, 0), (u32::MAX, u32::MAX), &document("77.00"))]);
    becomes(&mut client, &text, everything, &document("77.00")).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reversed_range_is_the_range_between_its_ends() {
    let mut client = client(json!({})).await;
    let changes = json!([edit((4, BEFORE_TOTAL + 2), (4, BEFORE_TOTAL), "12")]);
    becomes(&mut client, &document("90.00"), changes, &document("12.00")).await;
    let lines = json!([edit((2, 0), (0, 0), "")]);
    let after =
        document("90.00").lines().skip(2).map(|line| format!("{line}\n")).collect::<String>();
    becomes(&mut client, &document("90.00"), lines, &after).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_place_inside_a_character_is_its_beginning() {
    let text = format!("𠮷😀\n{}", document("91.00"));
    let mut utf16 = client(json!({})).await;
    // Between the two halves of 😀, which begins at 2.
    becomes(&mut utf16, &text, json!([edit((0, 3), (0, 4), "甲")]), &text.replace('😀', "甲"))
        .await;
    becomes(&mut utf16, &text, json!([edit((0, 1), (0, 3), "")]), &text.replace('𠮷', "")).await;
    let mut utf8 = client(utf8()).await;
    becomes(&mut utf8, &text, json!([edit((0, 6), (0, 8), "甲")]), &text.replace('😀', "甲")).await;
    becomes(&mut utf8, &text, json!([edit((0, 2), (0, 5), "")]), &text.replace('𠮷', "")).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn windows_line_ends_are_line_ends_and_stay() {
    let mut client = client(json!({})).await;
    let text = document("90.00").replace('\n', "\r\n");
    let changes = json!([
        edit((4, BEFORE_TOTAL), (4, BEFORE_TOTAL + 2), "91"),
        // Past the end of the line is before both characters of its end.
        edit((0, 99), (0, 99), "（草案）"),
        edit((1, 5), (1, 9), "\r\n"),
    ]);
    let after =
        document("91.00").replacen("预算\n\n", "预算（草案）\n\n\n", 1).replace('\n', "\r\n");
    becomes(&mut client, &text, changes, &after).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_byte_order_mark_is_a_character_of_the_first_line() {
    let mut client = client(json!({})).await;
    let text = format!("\u{feff}{}", document("90.00"));
    let changes =
        json!([edit((0, 1), (0, 2), "乙"), edit((4, BEFORE_TOTAL), (4, BEFORE_TOTAL + 2), "91"),]);
    let after = format!("\u{feff}{}", document("91.00").replacen('甲', "乙", 1));
    becomes(&mut client, &text, changes, &after).await;
    client.did_open("/w/rules/有标记.gouji", &format!("\u{feff}{RULES}")).await;
    // The same rules twice are wrong in that way, but the mark itself is nothing to complain of.
    let said = client.diagnostics("/w/rules/有标记.gouji", 1).await;
    let mark = json!({ "line": 0, "character": 0 });
    assert!(!said.iter().any(|said| said["range"]["start"] == mark), "{said:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_empty_document_can_be_typed_into_and_emptied() {
    let mut client = client(json!({})).await;
    becomes(&mut client, "", json!([edit((0, 0), (0, 0), &document("91.00"))]), &document("91.00"))
        .await;
    becomes(&mut client, &document("91.00"), json!([{ "text": "" }]), "").await;
    becomes(&mut client, "", json!([]), "").await;
    client.did_open("/w/rules/空.gouji", "").await;
    client.diagnostics("/w/rules/空.gouji", 1).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn changes_of_a_file_that_is_not_open_change_nothing() {
    let mut client = client(json!({})).await;
    client.did_change(RIGHT_PATH, 7, json!([{ "text": document("91.00") }])).await;
    // A file of the workspace that is not open belongs to the disk.
    let slip = edit((0, 0), (0, 3), "");
    client.did_change(RULES_PATH, 8, json!([slip])).await;
    client.did_close("/w/documents/none.txt").await;
    client.did_open(OTHER, &document("91.00")).await;
    assert_eq!(codes(&client.diagnostics(OTHER, 1).await), [FINDING]);
    assert!(!client.published.contains_key(&uri(RIGHT_PATH)));
    // The rules are those of the disk: nothing is wrong in them, and they are in force.
    let rules = client.pull(RULES_PATH).await;
    assert_eq!(codes(rules["items"].as_array().unwrap()), ["standing/findings"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bytes_and_utf16_by_negotiation_give_the_same_diagnostics_at_the_same_characters() {
    let text = format!("𠮷😀\r\n{}", document("𠮷").replace("甲局", "甲😀局"));
    let text = text.replace("合计𠮷万元", "合计91.00万元").replace("本部门", "本😀部门𠮷");
    let mut places = Vec::new();
    for (capabilities, kind) in [
        (utf8(), "utf-8"),
        (json!({ "general": { "positionEncodings": ["utf-16"] } }), "utf-16"),
        (json!({}), "utf-16"),
    ] {
        let disk = Disk::new(&[("/w/gouji.toml", PROJECT), (RULES_PATH, RULES)]);
        let mut client = Client::new(disk);
        let can = client.initialize(&["/w"], capabilities).await;
        assert_eq!(can["positionEncoding"], kind);
        client.ask("workspace/diagnostic", json!({ "previousResultIds": [] })).await;
        client.did_open(RIGHT_PATH, &text).await;
        // An edit before the finding, in the columns negotiated.
        let column = if kind == "utf-8" { 10 } else { 5 };
        client.did_change(RIGHT_PATH, 2, json!([edit((1, column - 1), (1, column), "")])).await;
        client.did_change(RIGHT_PATH, 3, json!([{ "text": text }])).await;
        let said = client.diagnostics(RIGHT_PATH, 3).await;
        assert_eq!(codes(&said), [FINDING]);
        places.push(characters(&text, &said[0], kind == "utf-8"));
    }
    assert_eq!(places[0], "91.00万元");
    assert!(places.iter().all(|place| *place == places[0]), "{places:?}");
}

/// The characters at which a diagnostic stands.
fn characters(text: &str, diagnostic: &Value, bytes: bool) -> String {
    let place = |end: &str| {
        let position = &diagnostic["range"][end];
        let part = |name: &str| position[name].as_u64().unwrap() as usize;
        (part("line"), part("character"))
    };
    let ((line, start), (_, end)) = (place("start"), place("end"));
    let line = text.split('\n').nth(line).unwrap();
    if bytes {
        return line[start..end].to_owned();
    }
    let units: Vec<u16> = line.encode_utf16().collect();
    String::from_utf16(&units[start..end]).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_edit_reaches_only_what_it_names() {
    let mut client = client(json!({})).await;
    client.did_open(RIGHT_PATH, &document("91.00")).await;
    client.did_open(OTHER, &document("90.00")).await;
    client
        .send_all(&[
            change(RIGHT_PATH, 2, json!([edit((4, BEFORE_TOTAL), (4, BEFORE_TOTAL + 2), "90")])),
            change(OTHER, 2, json!([edit((4, BEFORE_TOTAL), (4, BEFORE_TOTAL + 2), "91")])),
        ])
        .await;
    assert_eq!(codes(&client.diagnostics(OTHER, 2).await), [FINDING]);
    assert!(client.diagnostics(RIGHT_PATH, 2).await.is_empty());
}
