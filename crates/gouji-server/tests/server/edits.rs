//! Edits are applied in the order sent.

use crate::client::{Client, Disk, Published, change, codes, edit, uri};
use crate::texts::{
    BEFORE_TOTAL, FINDING, PROJECT, RIGHT_PATH, RULES, RULES_PATH, WRONG_PATH, document,
};
use serde_json::{Value, json};

/// Steps that look random and are the same in every run.
struct Steps(u64);

impl Steps {
    fn below(&mut self, limit: u32) -> u32 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % u64::from(limit)) as u32
    }
}

/// A text as an editor keeps it: lines of UTF-16.
struct Text(Vec<Vec<u16>>);

impl Text {
    fn new(text: &str) -> Self {
        Self(text.split('\n').map(|line| line.encode_utf16().collect()).collect())
    }

    fn apply(&mut self, start: (u32, u32), end: (u32, u32), text: &str) {
        let before = self.0[start.0 as usize][..start.1 as usize].to_vec();
        let after = self.0[end.0 as usize][end.1 as usize..].to_vec();
        let mut lines = Text::new(text).0;
        let mut first = before;
        first.append(&mut lines[0]);
        lines[0] = first;
        lines.last_mut().unwrap().extend(after);
        self.0.splice(start.0 as usize..=end.0 as usize, lines);
    }

    fn place(&self, steps: &mut Steps) -> (u32, u32) {
        let line = steps.below(self.0.len() as u32);
        (line, steps.below(self.0[line as usize].len() as u32 + 1))
    }

    fn whole(&self) -> String {
        let lines: Vec<String> =
            self.0.iter().map(|line| String::from_utf16(line).expect("whole characters")).collect();
        lines.join("\n")
    }
}

const PIECES: [&str; 8] = ["1", "\n", "万元", "收入合计", "{", "", "规则 新 {\n", "。"];

/// 200 edits of one text; none of the tests' texts has characters outside the Basic Multilingual Plane.
fn burst(path: &str, text: &mut Text, seed: u64) -> Vec<Value> {
    let mut steps = Steps(seed);
    (0..200)
        .map(|number| {
            let mut places = [text.place(&mut steps), text.place(&mut steps)];
            places.sort_unstable();
            // Mostly typing; sometimes a few characters go.
            let start = places[0];
            let end = match steps.below(3) {
                0 => (start.0, (start.1 + 2).min(text.0[start.0 as usize].len() as u32)),
                _ => start,
            };
            let inserted = PIECES[steps.below(PIECES.len() as u32) as usize];
            text.apply(start, end, inserted);
            change(path, number + 2, json!([edit(start, end, inserted)]))
        })
        .collect()
}

fn workspace() -> std::sync::Arc<Disk> {
    Disk::new(&[("/w/gouji.toml", PROJECT), (RULES_PATH, RULES), (WRONG_PATH, &document("100.00"))])
}

/// What a fresh server says of these texts.
async fn fresh(rules: &str, text: &str) -> [Vec<Value>; 2] {
    let mut client = Client::plain(Disk::new(&[("/w/gouji.toml", PROJECT)])).await;
    client.ask("workspace/diagnostic", json!({ "previousResultIds": [] })).await;
    client.did_open(RULES_PATH, rules).await;
    client.did_open(RIGHT_PATH, text).await;
    let mut said = Vec::new();
    for path in [RULES_PATH, RIGHT_PATH] {
        said.push(client.pull(path).await["items"].as_array().unwrap().clone());
    }
    said.try_into().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_burst_of_200_edits_in_both_kinds_of_file_ends_as_a_fresh_server_begins() {
    for seed in 1..=3 {
        let mut client = Client::plain(workspace()).await;
        let (mut rules, mut text) = (Text::new(RULES), Text::new(&document("90.00")));
        client.did_open(RULES_PATH, RULES).await;
        client.did_open(RIGHT_PATH, &document("90.00")).await;
        let of_rules = burst(RULES_PATH, &mut rules, seed);
        let of_text = burst(RIGHT_PATH, &mut text, seed + 100);
        let both: Vec<Value> =
            of_rules.into_iter().zip(of_text).flat_map(|(left, right)| [left, right]).collect();
        client.send_all(&both).await;
        let pushed =
            [client.diagnostics(RULES_PATH, 201).await, client.diagnostics(RIGHT_PATH, 201).await];
        let fresh = fresh(&rules.whole(), &text.whole()).await;
        for (path, fresh) in [RULES_PATH, RIGHT_PATH].iter().zip(&fresh) {
            let pulled = client.pull(path).await;
            assert_eq!(pulled["items"].as_array().unwrap(), fresh, "pulled, {path}, {seed}");
        }
        assert_eq!(pushed, fresh, "pushed, {seed}");
        assert!(client.leave().await);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn edits_between_requests_are_applied_in_order_and_every_request_is_answered() {
    let mut client = Client::plain(workspace()).await;
    let mut text = Text::new(&document("90.00"));
    client.did_open(RULES_PATH, RULES).await;
    client.did_open(RIGHT_PATH, &document("90.00")).await;
    let mut messages = Vec::new();
    let mut asked = Vec::new();
    let methods = [
        "textDocument/semanticTokens/full",
        "textDocument/documentSymbol",
        "textDocument/foldingRange",
        "textDocument/codeLens",
        "textDocument/diagnostic",
    ];
    for (number, edit) in burst(RIGHT_PATH, &mut text, 7).into_iter().enumerate() {
        messages.push(edit);
        for path in [RIGHT_PATH, RULES_PATH] {
            let method = methods[number % methods.len()];
            let params = json!({ "textDocument": { "uri": uri(path) } });
            let (id, request) = client.request(method, params);
            messages.push(request);
            asked.push((id, path, method));
        }
    }
    client.send_all(&messages).await;
    for (id, path, method) in asked {
        let answer = client.answer(id).await;
        let is_outrun = answer["error"]["code"] == -32801;
        // The rules have not changed: no question about them is outrun.
        let may_be_outrun = path == RIGHT_PATH && method != "textDocument/diagnostic";
        assert!(answer.get("result").is_some() || is_outrun && may_be_outrun, "{method}: {answer}");
    }
    client.diagnostics(RIGHT_PATH, 201).await;
    let fresh = fresh(RULES, &text.whole()).await;
    let pulled = client.pull(RIGHT_PATH).await;
    assert_eq!(pulled["items"].as_array().unwrap(), &fresh[1]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_edit_in_the_rules_changes_the_findings_in_a_document_and_the_other_way_round() {
    let mut client = Client::plain(workspace()).await;
    client.published_codes(WRONG_PATH, &[FINDING]).await;
    client.did_open(RULES_PATH, RULES).await;
    client.did_open(RIGHT_PATH, &document("90.00")).await;
    assert!(client.diagnostics(RIGHT_PATH, 1).await.is_empty());
    let line = RULES.lines().position(|line| line.contains("应当 合计")).unwrap() as u32;
    let slip = edit((line, 3), (line, 4), "该");
    client.did_change(RULES_PATH, 2, json!([slip])).await;
    assert!(!client.diagnostics(RULES_PATH, 2).await.is_empty());
    let says = |said: &Published, words: &str| {
        said.diagnostics.iter().any(|said| said["message"].as_str().unwrap().contains(words))
    };
    // That a rule is broken is told at the rule, not in every document.
    client.published_codes(WRONG_PATH, &[]).await;
    client.did_change(RULES_PATH, 3, json!([edit((line, 3), (line, 4), "当")])).await;
    client.published(WRONG_PATH, |said| says(said, "100.00 万元")).await;
    let wrong = edit((4, BEFORE_TOTAL), (4, BEFORE_TOTAL + 2), "91");
    client.did_change(RIGHT_PATH, 2, json!([wrong])).await;
    assert_eq!(codes(&client.diagnostics(RIGHT_PATH, 2).await), [FINDING]);
}
