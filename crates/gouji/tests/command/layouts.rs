//! The command and the editor hold the same project to the same rules: layouts of projects, run through
//! `gouji check` and through `gouji lsp`.

use crate::support::{FAULTY, Folder, gouji_in, sample};
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What is said of a file: codes and lines, in order.
type Said = BTreeMap<String, Vec<(String, u64)>>;

fn add(said: &mut Said, path: &str, code: &Json, line: u64) {
    let code = code.as_str().expect("a code").to_owned();
    said.entry(path.to_owned()).or_default().push((code, line));
}

fn sorted(mut said: Said) -> Said {
    said.values_mut().for_each(|said| said.sort());
    said
}

/// What the command says of the files of a project.
fn by_command(root: &Path, paths: &[&str]) -> Said {
    let arguments = [&["check", "--show", "unread", "--format", "json"], paths].concat();
    let report = gouji_in(root, &arguments).json();
    let mut said = Said::new();
    for problem in report["problems"].as_array().expect("problems") {
        if let Some(path) = problem["path"].as_str() {
            let line = problem["places"][0]["line"].as_u64().unwrap_or(1);
            add(&mut said, path.trim_start_matches("./"), &problem["code"], line);
        }
    }
    for document in report["documents"].as_array().expect("documents") {
        let path = document["path"].as_str().expect("a path").trim_start_matches("./");
        said.entry(path.to_owned()).or_default();
        for one in document["findings"].as_array().expect("findings") {
            add(&mut said, path, &one["rule"], one["places"][0]["line"].as_u64().unwrap_or(1));
        }
        for one in document["problems"].as_array().expect("problems") {
            add(&mut said, path, &one["code"], one["places"][0]["line"].as_u64().unwrap_or(1));
        }
    }
    sorted(said)
}

fn frame(message: &Json) -> String {
    let body = message.to_string();
    format!("Content-Length: {}\r\n\r\n{body}", body.len())
}

fn uri(path: &Path) -> String {
    let path = path.display().to_string();
    let escaped = path.bytes().map(|byte| match byte {
        b'!'..=b'$' | b'&'..=b'~' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    });
    format!("file://{}", escaped.collect::<String>())
}

fn unescaped(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let two: String = if byte == b'%' {
            rest.by_ref().take(2).map(char::from).collect()
        } else {
            String::new()
        };
        bytes.push(if byte == b'%' { u8::from_str_radix(&two, 16).expect("%XX") } else { byte });
    }
    String::from_utf8(bytes).expect("UTF-8")
}

/// What an editor that has the project's folder open is told of its files.
fn by_editor(root: &Path) -> Said {
    let mut server = Command::new(env!("CARGO_BIN_EXE_gouji"))
        .arg("lsp")
        .env("XDG_CACHE_HOME", env!("CARGO_TARGET_TMPDIR"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the server starts");
    let mut to_server = server.stdin.take().expect("a pipe");
    let mut from_server = BufReader::new(server.stdout.take().expect("a pipe"));
    let folder = json!([{ "uri": uri(root), "name": "p" }]);
    let messages = [
        json!({ "jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {
            "capabilities": { "workspace": { "diagnostics": {} }, "textDocument": { "diagnostic": {} } },
            "workspaceFolders": folder } }),
        json!({ "jsonrpc": "2.0", "method": "initialized", "params": {} }),
        json!({ "jsonrpc": "2.0", "id": 2, "method": "workspace/diagnostic",
            "params": { "previousResultIds": [] } }),
    ];
    for message in &messages {
        to_server.write_all(frame(message).as_bytes()).expect("the server reads");
    }
    let answer = loop {
        let mut length = 0;
        loop {
            let mut line = String::new();
            assert!(from_server.read_line(&mut line).expect("a line") > 0, "the server ended");
            match line.trim().strip_prefix("Content-Length: ") {
                Some(number) => length = number.parse().expect("a number"),
                None if line.trim().is_empty() => break,
                None => {}
            }
        }
        let mut body = vec![0; length];
        from_server.read_exact(&mut body).expect("a message");
        let message: Json = serde_json::from_slice(&body).expect("JSON");
        if message["id"] == 2 && message.get("result").is_some() {
            break message;
        }
    };
    let _ = server.kill();
    let _ = server.wait();
    let prefix = format!("{}/", uri(root));
    let mut said = Said::new();
    for item in answer["result"]["items"].as_array().expect("items") {
        let path = item["uri"].as_str().expect("an address");
        let path = unescaped(path.strip_prefix(&prefix).unwrap_or(path));
        let items = item["items"].as_array().expect("a full report");
        // A document without findings is one that is checked; a rule file without is not worth a line.
        if !path.ends_with(".gouji") {
            said.entry(path.clone()).or_default();
        }
        for one in items {
            let line = one["range"]["start"]["line"].as_u64().expect("a line") + 1;
            add(&mut said, &path, &one["code"], line);
        }
    }
    sorted(said)
}

/// Holds the two together, and hands back what both say. What is said of `gouji.toml` stands in no
/// document, and is told by the command as its own.
#[track_caller]
fn both(folder: &Folder, paths: &[&str]) -> Said {
    let root = PathBuf::from(folder.path("")).canonicalize().expect("a folder");
    let command = by_command(&root, paths);
    let mut editor = by_editor(&root);
    editor.remove("gouji.toml");
    assert_eq!(command, editor);
    command
}

fn rule(name: &str, most: u32) -> String {
    format!("规则 {name} {{\n  对每个 三公经费\n  宜 公务接待费 ≤ {most} 万元\n}}\n")
}

const RULESET: &str = "规则集 本县 {\n}\n量纲 金额 { 元  万元 = 10000 元 }\n记录 行 { 合计: 金额 }\n表样 行说明 填 行 {\n  句 “年收入预算{合计}”\n}\n规则 有行 { 对每个 行  应当 合计 > 1000 万元 }\n";

fn project(name: &str, toml: &str, files: &[(&str, &str)]) -> Folder {
    let folder = Folder::new(&format!("layout-{name}"));
    folder.write("gouji.toml", toml);
    for (path, text) in files {
        folder.write(path, text);
    }
    folder.write("公开/一.txt", sample(FAULTY));
    folder
}

fn codes<'said>(said: &'said Said, path: &str) -> Vec<&'said str> {
    said[path].iter().map(|(code, _)| code.as_str()).collect()
}

const NAMED: &str = "部门预算公开/甲";

#[test]
fn two_listed_files_with_a_rule_of_one_name() {
    let toml = "rules = [\"a.gouji\", \"b.gouji\"]\ndocuments = [\"公开\"]\n";
    let files = [("a.gouji", rule("甲", 1)), ("b.gouji", rule("甲", 2))];
    let files = files.each_ref().map(|(path, text)| (*path, text.as_str()));
    let said = both(&project("twice", toml, &files), &[]);
    assert!(codes(&said, "公开/一.txt").contains(&NAMED), "{said:#?}");
    assert_eq!(codes(&said, "b.gouji"), ["program/duplicate-name"]);
}

#[test]
fn a_folder_of_rules_is_one_pack_with_all_below_it() {
    let rules = rule("甲", 1);
    let files = [("rules/target/a.gouji", rules.as_str()), (".gitignore", "target/\n")];
    let said = both(&project("target", "rules = [\"rules\"]\n", &files), &[]);
    assert!(codes(&said, "公开/一.txt").contains(&NAMED), "{said:#?}");
}

#[test]
fn no_rules_key() {
    let rules = rule("甲", 1);
    let files = [
        ("deep/er/a.gouji", rules.as_str()),
        ("本县/ruleset.gouji", RULESET),
        ("old/b.gouji", rules.as_str()),
        (".gitignore", "old/\n"),
    ];
    let folder = project("no-key", "documents = [\"公开\"]\n", &files);
    let root = PathBuf::from(folder.path("")).canonicalize().expect("a folder");
    let (command, mut editor) = (by_command(&root, &[]), by_editor(&root));
    // That a rule file is left out is told by the command as its own.
    assert_eq!(editor.remove("old/b.gouji").map(|said| said.len()), Some(1));
    assert_eq!(command, editor);
    let said = codes(&command, "公开/一.txt");
    assert!(said.contains(&NAMED) && said.contains(&"本县/有行"), "{said:#?}");
}

#[test]
fn documents_are_those_that_are_listed() {
    let toml = "rules = []\ndocuments = [\"公开\", \"别处/二.txt\"]\n";
    let text = sample(FAULTY);
    let files = [
        ("别处/二.txt", text.as_str()),
        ("别处/三.txt", text.as_str()),
        ("公开/.hidden/四.txt", text.as_str()),
        ("公开/旧/五.txt", text.as_str()),
        (".gitignore", "旧/\n"),
    ];
    let said = both(&project("documents", toml, &files), &[]);
    assert_eq!(said.keys().collect::<Vec<_>>(), ["公开/一.txt", "别处/二.txt"]);
}

#[test]
fn a_project_without_keys_and_one_without_shipped_packs() {
    both(&project("empty", "", &[]), &[]);
    let said = both(&project("own-only", "default-packs = false\n", &[("r.gouji", RULESET)]), &[]);
    assert!(codes(&said, "公开/一.txt").contains(&"本县/有行"), "{said:#?}");
}

#[test]
fn a_ruleset_in_place_of_the_shipped_one() {
    let own = RULESET.replace("本县", "部门预算公开");
    let said = both(&project("replaced", "rules = [\"r.gouji\"]\n", &[("r.gouji", &own)]), &[]);
    assert!(codes(&said, "公开/一.txt").contains(&"部门预算公开/有行"), "{said:#?}");
    assert!(!codes(&said, "公开/一.txt").contains(&"部门预算公开/收入合计"), "{said:#?}");
}

#[test]
fn a_file_reached_twice_counts_once() {
    let rules = rule("甲", 1);
    let toml = "rules = [\"rules\", \"rules/a.gouji\", \"./rules/../rules\"]\ndocuments = [\"公开\", \"公开/一.txt\", \"公开/../公开\"]\n";
    let said = both(&project("reached-twice", toml, &[("rules/a.gouji", &rules)]), &[]);
    let found = codes(&said, "公开/一.txt");
    assert_eq!(found.iter().filter(|code| **code == NAMED).count(), 1, "{said:#?}");
}

#[test]
fn rules_that_are_broken() {
    let toml = "rules = [\"a.gouji\", \"b.gouji\"]\n";
    let broken = "规则 坏 {\n  对每个 收入\n  应当 合记 > 1 元\n}\n";
    let rules = rule("甲", 1);
    let files = [("a.gouji", broken), ("b.gouji", rules.as_str())];
    let said = both(&project("broken", toml, &files), &[]);
    assert_eq!(codes(&said, "a.gouji").len(), 1, "{said:#?}");
}

#[test]
fn a_folder_without_a_project_file_has_the_shipped_rules() {
    let folder = Folder::new("layout-no-project");
    folder.write("公开/一.txt", sample(FAULTY));
    folder.write("a.gouji", rule("甲", 1));
    let said = both(&folder, &["."]);
    assert!(!codes(&said, "公开/一.txt").contains(&NAMED), "{said:#?}");
}

/// Choices that look random and are the same in every run.
struct Choices(u64);

impl Choices {
    fn of<'one, T: ?Sized>(&mut self, all: &[&'one T]) -> &'one T {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        all[((self.0 >> 33) % all.len() as u64) as usize]
    }
}

#[test]
fn layouts_without_end() {
    let mut choices = Choices(7);
    let (one, two) = (rule("甲", 1), rule("乙", 2));
    let texts = [one.as_str(), two.as_str(), RULESET, "规则 坏 { 对每个 收入 应当 合记 > 1 元 }\n"];
    for number in 0..12 {
        let keys = [
            choices.of(&["", "rules = [\"r\"]\n", "rules = [\"r/a.gouji\", \"r\", \"s\"]\n"]),
            choices.of(&["", "documents = [\"公开\"]\n", "documents = [\"公开\", \"d.txt\"]\n"]),
            choices.of(&["", "default-packs = false\n"]),
        ];
        let mut files = vec![("d.txt", "收入90.00万元。\n"), ("s/z.gouji", texts[0])];
        files.push((choices.of(&["r/a.gouji", "r/target/a.gouji"]), choices.of(&texts)));
        files.push((choices.of(&["r/b.gouji", "r/deep/b.gouji"]), choices.of(&texts)));
        files.push((choices.of(&["c.gouji", "other/c.gouji"]), choices.of(&texts)));
        files.push((".gitignore", choices.of(&["", "target/\n", "other/\nd.txt\n"])));
        let folder = project(&format!("any-{number}"), &keys.concat(), &files);
        let root = PathBuf::from(folder.path("")).canonicalize().expect("a folder");
        let (command, mut editor) = (by_command(&root, &[]), by_editor(&root));
        // Both are told by the command as its own.
        editor.remove("gouji.toml");
        editor.values_mut().for_each(|said| said.retain(|(code, _)| code != "rules/left-out"));
        editor.retain(|path, said| !path.ends_with(".gouji") || !said.is_empty());
        assert_eq!(command, editor, "{keys:?} {files:?}");
    }
}
