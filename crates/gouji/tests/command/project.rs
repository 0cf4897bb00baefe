//! Projects: what `gouji.toml` and the options put in force.

use crate::support::{CLEAN, FAULTY, Folder, gouji, gouji_in, rules_in_force, sample};
use std::path::PathBuf;

const RULE: &str = "规则 接待费不宜多 {\n  对每个 三公经费\n  宜 公务接待费 ≤ 1 万元\n}\n";

#[test]
fn without_a_path_the_documents_of_the_project_are_checked() {
    let folder = Folder::new("without-path");
    let root = PathBuf::from(folder.path("."));
    gouji_in(&root, &["check"]).ends(2).says("没有写要检查什么").says("gouji.toml");
    folder.write("gouji.toml", "documents = [\"公开\"]\n");
    gouji_in(&root, &["check"]).ends(2).says("documents 里的「").says("没有这个文件或文件夹");
    folder.write("公开/一.txt", sample(FAULTY));
    folder.write("公开/二.txt", sample(FAULTY));
    folder.write("别处/三.txt", sample(FAULTY));
    folder.write(".gitignore", "二.txt\n");
    let run = gouji_in(&root, &["check", "--format", "concise"]).ends(1);
    let run = run
        .says("公开/一.txt:34:22")
        .says("检查文件 1 个")
        .says(".gitignore 里写了不管它（二.txt）");
    assert!(!run.stdout.contains("三.txt"), "{}", run.stdout);
    // A path that is named is taken.
    gouji_in(&root, &["check", "公开/二.txt"]).ends(1).says("公开/二.txt:34:22");
    gouji_in(&root, &["check", "公开/一.txt", "公开/../公开/一.txt", "./公开/一.txt"])
        .says("检查文件 1 个");
    gouji_in(&root, &["extract"]).ends(0).says("公开/一.txt");
}

#[test]
fn a_project_file_without_rules_puts_all_below_it_in_force() {
    let folder = Folder::new("all-below");
    folder.write("gouji.toml", "");
    folder.write("deep/er/mine.gouji", RULE);
    let document = folder.write("公开.txt", sample(FAULTY));
    let root = PathBuf::from(folder.path("."));
    let check = ["check", document.as_str(), "--format", "concise"];
    gouji_in(&root, &check).ends(1).says("警告[部门预算公开/接待费不宜多]");
}

#[test]
fn a_project_file_that_is_none_is_said() {
    let folder = Folder::new("no-project-file");
    let document = folder.write("公开.txt", sample(CLEAN));
    folder.write("gouji.toml/readme.md", "");
    let root = PathBuf::from(folder.path("."));
    gouji_in(&root, &["check", &document]).ends(2).says("gouji.toml").says("是文件夹，不是文件");
}

#[cfg(unix)]
#[test]
fn a_project_file_that_is_a_link_in_a_circle_or_a_pipe_is_said() {
    let folder = Folder::new("circle");
    let document = folder.write("公开.txt", sample(CLEAN));
    let root = PathBuf::from(folder.path("."));
    std::os::unix::fs::symlink("gouji.toml", folder.path("gouji.toml")).expect("a link");
    gouji_in(&root, &["check", &document]).ends(2).says("gouji.toml").says("绕成了圈");
    std::fs::remove_file(folder.path("gouji.toml")).expect("a link");
    let made = std::process::Command::new("mkfifo").arg(folder.path("gouji.toml")).status();
    assert!(made.expect("mkfifo").success());
    gouji_in(&root, &["check", &document]).ends(2).says("gouji.toml").says("不是普通文件");
}

#[test]
fn the_hint_of_a_document_that_is_not_recognised_can_be_followed() {
    let folder = Folder::new("pack");
    let text = sample(FAULTY);
    // The document without the lines that say what it is.
    let text: Vec<&str> = text.lines().skip(30).collect();
    let document = folder.write("公开.txt", text.join("\n"));
    let run = gouji(&["check", &document]);
    assert!(run.stdout.contains("没有认出这份文件"), "{}", run.stdout);
    let hint = "--pack 部门预算公开";
    let run = run.says(hint);
    assert!(!run.stdout.contains("部门预算公开/收入合计]"), "{}", run.stdout);
    let words: Vec<&str> = hint.split(' ').collect();
    let run = gouji(&["check", &document, words[0], words[1]]);
    let run = run.says("只按 --pack 指定的规则集检查：「部门预算公开」").says("错误[部门预算公开/");
    run.says("是用 --pack 指定的，照样检查");
    gouji(&["check", &document, "--pack", "部门预算公"]).ends(2).says("是不是「部门预算公开」？");
}

#[test]
fn shipped_packs_are_written_out_and_never_over_others() {
    let folder = Folder::new("export");
    let out = folder.path("out");
    gouji(&["rules", "--export", &out]).ends(0).says("out/department-budget");
    let pack = folder.path("out/department-budget");
    let run = gouji(&["check", CLEAN, "--rules", &pack, "--format", "concise"]).ends(0);
    run.says(&format!("规则 {} 条", rules_in_force(CLEAN)));
    gouji(&["rules", "--export", &out]).ends(0).says("写了 0 个规则文件");
    let changed = folder.write("out/department-budget/totals.gouji", "# 我的\n");
    gouji(&["rules", "--export", &out]).ends(2).says("totals.gouji").says("内容不同");
    assert_eq!(std::fs::read_to_string(changed).expect("the file"), "# 我的\n");
}

#[test]
fn tests_run_in_a_project_too() {
    let folder = Folder::new("project-tests");
    folder.write("gouji.toml", "default-packs = true\n");
    let example = "示例 接待费不宜多 {\n  合格   三公经费 { 公务接待费: 2 万元 }\n}\n";
    folder.write("mine.gouji", format!("{RULE}{example}"));
    let root = PathBuf::from(folder.path("."));
    gouji_in(&root, &["test"]).ends(1).says("不通过 1").says("mine.gouji:6:");
}

#[test]
fn a_ruleset_that_there_is_not_ends_the_run() {
    // No document is to blame.
    let run = gouji(&["check", "--pack", "部门预算公", CLEAN]).ends(2);
    let run = run.says("没有叫「部门预算公」的规则集；是不是「部门预算公开」？");
    assert!(!run.said().contains("没有检查这份文件"), "{}", run.said());
    gouji(&["extract", "--pack", "nope", CLEAN]).ends(2).says("没有叫「nope」的规则集");
    let neither = ["check", "--pack", "部门预算公开", "--no-default-packs", CLEAN];
    gouji(&neither).ends(2).says("是随程序带的规则集，而 --no-default-packs 不用它们");
}

#[test]
fn a_file_that_is_named_is_not_said_to_be_ignored() {
    let folder = Folder::new("named-and-ignored");
    folder.write(".gitignore", "二.txt\n");
    folder.write("一.txt", sample(CLEAN));
    folder.write("二.txt", sample(CLEAN));
    let root = PathBuf::from(folder.path("."));
    let run = gouji_in(&root, &["check", ".", "二.txt"]).ends(0).says("检查文件 2 个");
    assert!(!run.said().contains("gitignore 里写了"), "{}", run.said());
}
