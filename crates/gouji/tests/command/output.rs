//! Where the command writes: files, devices, pipes that close or are full; and what may stand there.

use crate::support::{CLEAN, FAULTY, Folder, gouji, gouji_in, root, sample};
use std::io::Read;
use std::process::{Command, Stdio};

/// Every verb with something to say.
fn verbs() -> Vec<Vec<&'static str>> {
    vec![
        vec!["check", FAULTY],
        vec!["check", FAULTY, "--format", "concise"],
        vec!["check", FAULTY, "--format", "json"],
        vec!["extract", FAULTY],
        vec!["extract", CLEAN],
        vec!["extract", "--format", "text", FAULTY],
        vec!["explain", "部门预算公开/收入合计"],
        vec!["rules"],
        vec!["rules", FAULTY],
        vec!["test"],
        vec!["--help"],
        vec!["--version"],
    ]
}

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gouji"));
    command.args(arguments).current_dir(root()).stdin(Stdio::null());
    command.env_remove("LC_ALL").env_remove("LC_MESSAGES").env_remove("LANG");
    command
}

#[test]
fn a_reader_that_has_seen_enough_is_left_in_peace() {
    for arguments in verbs() {
        let mut child = command(&arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the command starts");
        // The other end is closed before anything is read.
        drop(child.stdout.take());
        let mut errors = String::new();
        let mut stderr = child.stderr.take().expect("standard error");
        stderr.read_to_string(&mut errors).expect("UTF-8");
        let status = child.wait().expect("an end").code().expect("it ends by itself");
        // What was seen until then counts; that nobody reads on is no failure.
        let most = i32::from(arguments.contains(&FAULTY));
        assert!(status <= most, "{arguments:?} ends with {status}: {errors}");
        assert_eq!(errors, "", "{arguments:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn an_output_that_is_full_is_told_and_fails() {
    for arguments in verbs() {
        let full = std::fs::File::options().write(true).open("/dev/full").expect("/dev/full");
        let output = command(&arguments).stdout(full).output().expect("the command starts");
        let errors = String::from_utf8(output.stderr).expect("UTF-8");
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {errors}");
        assert_eq!(errors, "错误：报告写不出去：没有空间了\n", "{arguments:?}");
    }
    // Where standard error is gone as well, there is nobody to tell.
    let full = || std::fs::File::options().write(true).open("/dev/full").expect("/dev/full");
    let status = command(&["check", "none.txt"]).stdout(full()).stderr(full()).status();
    assert_eq!(status.expect("the command starts").code(), Some(2));
}

#[test]
fn a_stroke_is_standard_output() {
    let folder = Folder::new("stroke-output");
    let document = folder.write("甲.txt", "年度：2026\n");
    for verb in ["check", "extract"] {
        let run = gouji_in(folder.path("").as_ref(), &[verb, &document, "-o", "-"]);
        assert!(run.stdout.contains("甲.txt"), "{verb}: {}", run.said());
    }
    assert!(!std::path::Path::new(&folder.path("-")).exists());
}

#[test]
fn a_file_appears_whole_and_leaves_nothing_beside_it() {
    let folder = Folder::new("whole-file");
    let path = folder.write("report.txt", "what was there before");
    gouji(&["check", "no-such.gouji", "--rules", "no-such.gouji", "-o", &path]).ends(2);
    let report = std::fs::read_to_string(&path).expect("a report");
    assert!(report.contains("no-such.gouji") && !report.contains("before"), "{report}");
    let left = std::fs::read_dir(folder.path("")).expect("the folder").count();
    assert_eq!(left, 1, "a temporary file stays behind");
    // What cannot be written to its end leaves the file as it was.
    let missing = folder.path("none/report.txt");
    gouji(&["extract", CLEAN, "-o", &missing]).ends(2).says("没有这个文件夹");
}

#[cfg(unix)]
#[test]
fn a_new_file_may_be_read_by_others_and_an_old_one_keeps_its_permissions() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new("permissions");
    let mode = |path: &str| std::fs::metadata(path).expect("a file").permissions().mode() & 0o777;
    let ordinary = folder.write("ordinary", "");
    let new = folder.path("new.txt");
    gouji(&["check", CLEAN, "-o", &new]).ends(0);
    assert_eq!(mode(&new), mode(&ordinary));
    let private = folder.write("private.txt", "");
    std::fs::set_permissions(&private, std::fs::Permissions::from_mode(0o600)).expect("allowed");
    gouji(&["check", CLEAN, "-o", &private]).ends(0);
    assert_eq!(mode(&private), 0o600);
}

#[cfg(unix)]
#[test]
fn links_and_pipes_are_written_through() {
    let folder = Folder::new("written-through");
    let target = folder.write("target.txt", "old");
    let link = folder.path("link.txt");
    std::os::unix::fs::symlink(&target, &link).expect("a link");
    gouji(&["check", CLEAN, "-o", &link]).ends(0);
    assert!(std::fs::symlink_metadata(&link).expect("a link").is_symlink());
    assert!(std::fs::read_to_string(&target).expect("a report").contains("检查文件 1 个"));

    let pipe = folder.path("pipe");
    let made = Command::new("mkfifo").arg(&pipe).status().expect("mkfifo");
    assert!(made.success());
    let reader = std::thread::spawn({
        let pipe = pipe.clone();
        move || std::fs::read_to_string(pipe).expect("UTF-8")
    });
    gouji(&["check", CLEAN, "-o", &pipe]).ends(0);
    assert!(reader.join().expect("a reader").contains("检查文件 1 个"));
    gouji(&["check", CLEAN, "-o", "/dev/null"]).ends(0);
}

#[test]
fn what_is_read_is_never_written_to() {
    let folder = Folder::new("read-and-written");
    let document = folder.write("docs/a.txt", sample(CLEAN));
    let rule = folder.write("a.gouji", "规则 甲 {\n  对每个 收入\n  应当 合计 > 1 元\n}\n");
    let docs = folder.path("docs");
    let mut targets = vec![document.clone(), rule.clone(), folder.path("docs/../docs/a.txt")];
    if cfg!(unix) {
        let link = folder.path("hard.txt");
        std::fs::hard_link(&document, &link).expect("a link");
        targets.push(link);
    }
    for target in targets {
        for verb in ["check", "extract"] {
            let run = gouji(&[verb, &docs, "--rules", &rule, "-o", &target]).ends(2);
            run.says("是要读的文件");
        }
    }
    assert_eq!(std::fs::read_to_string(&document).expect("a document"), sample(CLEAN));
    // A second run over a folder that the report lies in does not take it for a document unsaid.
    let report = folder.path("docs/report.txt");
    gouji(&["check", &docs, "-o", &report]).ends(0);
    gouji(&["check", &docs, "-o", &report]).ends(2).says("report.txt");
}

/// Characters that a terminal acts on: escape, C1, directional override, line separator.
const HOSTILE: &str = "\u{1b}[31m\u{9b}2J\u{202e}\u{2028}\u{7}";

#[test]
fn nothing_that_a_terminal_acts_on_gets_through_in_any_verb() {
    let folder = Folder::new("hostile-terminal");
    let text = sample(FAULTY).replace("宣传推广总成本", &format!("宣传{HOSTILE}总成本"));
    let document = folder.write("hostile.txt", text);
    let rule = format!(
        "## 说明{HOSTILE}。\n规则 恶意 {{\n  依据 “{HOSTILE}”\n  对每个 收入\n  应当 合计 < 1 元\n  否则 “{HOSTILE}{{合计}}”\n}}\n\n示例 恶意 {{\n  合格 收入 {{ 合计: 5 元 }}\n}}\n规则 坏{HOSTILE} {{ 应当 }}\n"
    );
    let rules = folder.write("hostile.gouji", rule);
    let named = folder.write(&format!("名{HOSTILE}.txt"), "没有\n");
    let runs: Vec<Vec<&str>> = vec![
        vec!["check", &document, &named, "--rules", &rules, "--verbose"],
        vec!["check", &document, &named, "--rules", &rules, "--format", "concise"],
        vec!["check", &document, &named, "--rules", &rules, "--format", "json"],
        vec!["check", &document, "-o", &named],
        vec!["check", &named, "-o", &named],
        vec!["extract", &document, &named, "--rules", &rules],
        vec!["extract", &document, &named, "--rules", &rules, "--format", "text"],
        vec!["explain", "恶意", "--rules", &rules],
        vec!["explain", HOSTILE],
        vec!["rules", "--rules", &rules],
        vec!["rules", HOSTILE],
        vec!["test", &rules],
        vec![HOSTILE],
        vec!["check", HOSTILE, "--format", HOSTILE],
        vec!["check", HOSTILE, "--select", HOSTILE],
        vec!["check", HOSTILE, "--no-such\u{202e}\u{1b}"],
    ];
    let alive = |character: char| {
        !matches!(character, '\n' | '\t')
            && (character.is_control() || matches!(character, '\u{202e}' | '\u{2028}'))
    };
    for arguments in runs {
        for language in ["zh", "en"] {
            let mut arguments = arguments.clone();
            arguments.extend(["--lang", language]);
            let said = gouji(&arguments).said();
            assert!(!said.contains(alive), "{arguments:?}: {said:?}");
        }
    }
    gouji(&["explain", "恶意", "--rules", &rules]).says("\\u{1B}[31m\\u{9B}2J\\u{202E}\\u{2028}");
    folder.write("gouji.toml", format!("\"{}\" = 1\n", "\u{202e}a"));
    let said = gouji_in(std::path::Path::new(&folder.path("")), &["rules"]).ends(2).said();
    assert!(!said.contains(alive), "{said:?}");
}

#[test]
fn json_escapes_what_a_terminal_acts_on_and_means_the_same() {
    let folder = Folder::new("json-escapes");
    let rule = format!(
        "规则 甲 {{\n  对每个 收入\n  应当 合计 < 1 元\n  否则 “甲{}乙”\n}}\n",
        "\u{202e}\u{2028}\u{9b}\u{e0041}"
    );
    let rules = folder.write("a.gouji", rule);
    let run = gouji(&["check", CLEAN, "--rules", &rules, "--select", "甲", "--format", "json"]);
    assert!(run.stdout.contains("甲\\u202e\\u2028\\u009b\\udb40\\udc41乙"), "{}", run.stdout);
    let message = run.json()["documents"][0]["findings"][0]["message"].clone();
    assert_eq!(message, "甲\u{202e}\u{2028}\u{9b}\u{e0041}乙");
}

#[test]
fn more_jobs_than_cores_are_reduced_and_said() {
    gouji(&["check", CLEAN, "-j", "9999"]).ends(0).says("-j 9999 多于这台机器的");
    assert_eq!(gouji(&["check", CLEAN, "-j", "1"]).ends(0).stderr, "");
}
