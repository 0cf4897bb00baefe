//! `gouji fmt`.

use crate::support::{Folder, gouji, gouji_in};
use std::fs;
use std::io::Write;
use std::process::{Command, Stdio};

const UNTIDY: &str = "规则 甲 { 应当   1 = 1 }\n";
const TIDY: &str = "规则 甲 {\n  应当 1 = 1\n}\n";

#[test]
fn files_are_laid_out_and_those_that_are_stay_untouched() {
    let folder = Folder::new("fmt");
    let untidy = folder.write("a.gouji", UNTIDY);
    let tidy = folder.write("below/b.gouji", TIDY);
    let written = fs::metadata(&tidy).and_then(|file| file.modified()).expect("a time");
    let all = folder.path("");
    gouji(&["fmt", &all, "--check"])
        .ends(1)
        .says("a.gouji")
        .says("要排版 1 个文件，原来就合式的 1 个");
    gouji(&["fmt", &all, "--diff"]).ends(1).says("-规则 甲 { 应当   1 = 1 }\n+规则 甲 {\n");
    assert_eq!(fs::read_to_string(&untidy).expect("a text"), UNTIDY);
    gouji(&["fmt", &all]).ends(0).says("排版了 1 个文件，原来就合式的 1 个");
    assert_eq!(fs::read_to_string(&untidy).expect("a text"), TIDY);
    assert_eq!(fs::metadata(&tidy).and_then(|file| file.modified()).expect("a time"), written);
    gouji(&["fmt", &all, "--check"]).ends(0);
}

#[test]
fn keywords_of_one_language() {
    let folder = Folder::new("fmt-keywords");
    let path = folder.write("a.gouji", UNTIDY);
    gouji(&["fmt", &path, "--keywords", "en"]).ends(0);
    assert_eq!(fs::read_to_string(&path).expect("a text"), "rule 甲 {\n  must 1 = 1\n}\n");
}

#[test]
fn what_is_wrong_is_left_and_said() {
    let folder = Folder::new("fmt-broken");
    let path = folder.write("a.gouji", format!("{UNTIDY}规则 乙 {{ 应当 = }}\n"));
    gouji(&["fmt", &path]).ends(1).says("a.gouji:2: 这里有误，原样留着").says("没有排版的 1 处");
    let text = fs::read_to_string(&path).expect("a text");
    assert_eq!(text, format!("{TIDY}\n规则 乙 {{ 应当 = }}\n"));
}

#[test]
fn nothing_to_format_is_no_success() {
    let folder = Folder::new("fmt-nothing");
    let empty = std::path::PathBuf::from(folder.path(""));
    gouji_in(&empty, &["fmt"]).ends(2).says("没有写要排版什么");
    gouji_in(&empty, &["fmt", "none.gouji"]).ends(2).says("none.gouji");
    folder.write("a.txt", "x");
    gouji_in(&empty, &["fmt", "."]).ends(2).says("没有规则文件");
}

#[test]
fn other_encodings_are_not_written_over() {
    let folder = Folder::new("fmt-encoding");
    let (bytes, _, _) = encoding_rs::GB18030.encode(UNTIDY);
    let path = folder.write("a.gouji", &bytes);
    gouji(&["fmt", &path]).ends(2).says("UTF-8");
    assert_eq!(fs::read(&path).expect("bytes"), *bytes);
}

#[test]
fn standard_input_goes_to_standard_output() {
    let run = |options: &[&str]| {
        let mut child = Command::new(env!("CARGO_BIN_EXE_gouji"))
            .args(["fmt", "-"])
            .args(options)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("gouji");
        child.stdin.take().expect("a pipe").write_all(UNTIDY.as_bytes()).expect("written");
        let output = child.wait_with_output().expect("an end");
        (output.status.code(), String::from_utf8(output.stdout).expect("a text"))
    };
    assert_eq!(run(&[]), (Some(0), TIDY.to_owned()));
    assert_eq!(
        run(&["--check", "--stdin-filename", "甲.gouji"]),
        (Some(1), "甲.gouji\n".to_owned())
    );
}

#[test]
fn the_shipped_packs_are_laid_out() {
    let rules = crate::support::root().join("rules").display().to_string();
    gouji(&["fmt", &rules, "--check"]).ends(0);
}
