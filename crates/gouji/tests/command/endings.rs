//! What a run says of itself in the end, what it leaves out on request, and standard input.

use crate::support::{CLEAN, FAULTY, Folder, Run, gouji, root, rules_in_force, sample};
use std::io::Write;
use std::process::{Command, Stdio};

const ROWS: &str = "量纲 金额 { 元  万元 = 10000 元  亿元 = 10000 万元  精度 0.01 万元  标注 “单位：{_}” }\n\
    记录 表 { 金额: 金额  明细: 多个 行 }\n\
    记录 行 { 名: 文本  金额: 金额 }\n\
    表样 表 填 表 { 明细 “项目” 为 名, “金额” 为 金额 {\n  行 “合计” → 本表 其下\n  行 其余 → 明细\n} }\n\
    规则 合计相符 { 对每个 表  应当 金额 = 合计(明细.金额) }\n";

#[test]
fn nothing_read_is_said_first_and_fails() {
    let folder = Folder::new("nothing-read");
    let rules = folder.write("r.gouji", ROWS);
    let spaces =
        folder.write("spaces.txt", "单位：万元\n项目    金额\n合计    8.00\n甲      3.00\n");
    let good = folder.write("tabs.txt", "单位：万元\n项目\t金额\n合计\t8.00\n甲\t8.00\n");
    let own = ["--no-default-packs", "--rules", &rules];
    let check = |paths: &[&str]| gouji(&[&["check"], &own[..], paths].concat());
    let run = check(&[&spaces]).ends(2);
    assert!(run.stdout.starts_with("错误[document/not-checked]"), "{}", run.stdout);
    run.says("没有从里面读到任何内容").says("spaces.txt：没有检查").says("没有检查任何文件");
    // One of two is checked: the other is a finding.
    let run = check(&[&spaces, &good]).ends(1).says("检查文件 1 个，未检查 1 个");
    run.says("另有 1 份没有检查，不能算作通过");
    check(&[&good]).ends(0);
    let report = check(&[&spaces, &good, "--format", "json"]).ends(1).json();
    let first = &report["documents"][0];
    assert_eq!(first["problems"][0]["code"], "document/not-checked");
    assert_eq!(first["problems"][0]["severity"], "error");
    assert_eq!(first["not_checked"], "没有从里面读到任何内容");
    assert_eq!(report["documents"][1]["not_checked"], serde_json::Value::Null);
    assert_eq!(report["summary"]["documents"], 1);
    assert_eq!(report["not_checked"][0]["path"].as_str(), Some(spaces.as_str()));
}

#[test]
fn a_document_that_could_not_be_read_is_a_finding_beside_others() {
    for format in ["pretty", "concise", "json"] {
        let run = gouji(&["check", CLEAN, "no-such-file.txt", "--format", format]).ends(1);
        run.says("document/not-checked").says("没有这个文件或文件夹");
    }
    let ignored = ["check", CLEAN, "no-such.txt", "--ignore", "document/not-checked"];
    // It is still counted, and named.
    gouji(&ignored).ends(0).says("检查文件 1 个，未检查 1 个").says("no-such.txt：没有这个文件");
}

#[test]
fn what_is_wrong_with_rules_counts_at_the_fail_level_too() {
    let folder = Folder::new("rules-fail-level");
    // The figure that a rule reads is filled by no form: a warning at the rule.
    let filled_by_nobody = ROWS.replace("记录 表 { 金额: 金额", "记录 表 { 金额: 金额  另数: 金额");
    let text = format!("{filled_by_nobody}规则 另 {{ 对每个 表 其中 另数 有值 应当 另数 > 0 }}\n");
    let rules = folder.write("r.gouji", &text);
    let good = folder.write("tabs.txt", "单位：万元\n项目\t金额\n合计\t8.00\n甲\t8.00\n");
    let own = ["check", "--no-default-packs", "--rules", &rules, &good];
    gouji(&own).ends(0).says("program/never-filled");
    gouji(&[&own[..], &["--fail-level", "warning"]].concat()).ends(1);
}

#[test]
fn what_says_which_files_are_read_is_no_output() {
    for name in ["gouji.toml", ".gitignore"] {
        let folder = Folder::new(&format!("output-{}", name.trim_start_matches('.')));
        let settings = folder.write(name, "");
        gouji(&["check", CLEAN, "-o", &settings]).ends(2).says("它是要读的文件");
        assert_eq!(std::fs::read_to_string(&settings).unwrap(), "");
    }
}

#[cfg(unix)]
#[test]
fn the_file_behind_standard_input_is_no_output() {
    let folder = Folder::new("output-stdin");
    let text = std::fs::read_to_string(root().join(CLEAN)).unwrap();
    let path = folder.write("d.txt", &text);
    let run = Command::new(env!("CARGO_BIN_EXE_gouji"))
        .args(["check", "--lang", "zh", "-o", &path, "-"])
        .stdin(std::fs::File::open(&path).unwrap())
        .output()
        .expect("the command runs");
    assert_eq!(run.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&run.stderr).contains("它是要读的文件"));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
}

#[test]
fn a_limit_is_told_as_it_is() {
    let folder = Folder::new("limits");
    let rules = folder.write("large.gouji", &*" ".repeat((16 << 20) + 1));
    let run = gouji(&["check", CLEAN, "--rules", &rules]);
    run.says("文件太大（超过 16 MiB）");
}

#[test]
fn every_block_ends_with_its_line() {
    let run = gouji(&["check", FAULTY, CLEAN]).ends(1);
    let lines: Vec<&str> = run.stdout.lines().collect();
    let at = |start: &str| {
        let found = lines.iter().position(|line| line.starts_with(start));
        found.unwrap_or_else(|| panic!("no line begins with {start}:\n{}", run.stdout))
    };
    let faulty = at(&format!("{FAULTY}：错误 "));
    let clean = at(&format!("{CLEAN}：错误 0，警告 0，无法判定 0"));
    assert!(faulty < clean);
    assert_eq!(lines.last().copied(), Some("检查过的 2 份文件里，1 份有错误或警告。"));
}

#[test]
fn the_table_of_rules_is_for_those_who_ask() {
    let short = gouji(&["check", FAULTY]).ends(1);
    assert!(!short.stdout.contains("（其中舍入）"), "{}", short.stdout);
    let long = gouji(&["check", FAULTY, "--verbose"]).ends(1);
    let rows = long.stdout.lines().skip_while(|line| !line.starts_with("规则 "));
    let rows: Vec<&str> = rows.skip(1).take_while(|line| line.contains("公开/")).collect();
    assert!(!rows.is_empty(), "{}", long.stdout);
    let rest = rules_in_force(FAULTY) - rows.len();
    long.says(&format!("其余 {rest} 条全部通过"));
}

#[test]
fn quiet_tells_what_is_wrong_and_no_more() {
    let quiet = gouji(&["check", CLEAN, "--quiet"]).ends(0);
    assert_eq!(quiet.said(), "");
    let quiet = gouji(&["check", FAULTY, "--quiet", "--format", "concise"]).ends(1);
    assert!(!quiet.stdout.contains("检查文件"), "{}", quiet.stdout);
    let report = gouji(&["check", FAULTY, "--format", "json"]).ends(1).json();
    let findings = report["documents"][0]["findings"].as_array().unwrap();
    assert_eq!(quiet.stdout.lines().count(), findings.len());
    gouji(&["check", CLEAN, "-q", "-v"]).ends(2);
}

#[test]
fn what_is_selected_is_told_and_what_is_left_out_is_counted() {
    let check = |more: &[&str]| gouji(&[&["check", FAULTY], more].concat());
    let run = check(&["--select", "部门预算公开/收入合计"]).ends(1);
    let run = run.says("[部门预算公开/收入合计]").says("规则 1 条");
    let all = check(&["--format", "json"]).ends(1).json();
    let rules = all["summary"]["rules"].as_u64().unwrap();
    // One finding is selected; that a table is printed again is a result as well.
    let others = all["documents"][0]["findings"].as_array().unwrap().len();
    let run = run.says(&format!("略去：规则 {} 条，结果 {others} 条", rules - 1));
    assert!(!run.stdout.contains("[部门预算公开/三公经费合计]"), "{}", run.stdout);
    check(&["--select", "部门预算公开/收支平衡"]).ends(0).says("不通过 0");
    let run = check(&["--ignore", "部门预算公开/采购*", "--ignore", "章节"]).ends(1);
    assert!(!run.stdout.contains("部门预算公开/采购"), "{}", run.stdout);
    let summary = check(&["--ignore", "部门预算公开", "--format", "json"]).ends(0).json();
    assert_eq!(summary["summary"]["left_out"], others);
    let of_pack = all["documents"][0]["rules"].as_array().unwrap().iter();
    let of_pack = of_pack.filter(|it| it["rule"].as_str().unwrap().starts_with("部门预算公开/"));
    assert_eq!(summary["summary"]["rules_left_out"], of_pack.count());
    assert_eq!(summary["summary"]["documents"], 1);
    let wrong = check(&["--select", "部门预算公开/收入合记"]).ends(2);
    wrong.says("没有叫「部门预算公开/收入合记」的规则或代码，是不是「部门预算公开/收入合计」？");
    check(&["--ignore", "form/no-unitt"]).ends(1).says("是不是「form/no-unit」？");
}

fn piped(arguments: &[&str], text: &[u8]) -> Run {
    let mut child = Command::new(env!("CARGO_BIN_EXE_gouji"))
        .args(arguments)
        .current_dir(root())
        .env_remove("LC_ALL")
        .env_remove("LC_MESSAGES")
        .env_remove("LANG")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command starts");
    let mut stdin = child.stdin.take().expect("standard input");
    // Whoever does not read it may close it.
    let _ = stdin.write_all(text);
    drop(stdin);
    let output = child.wait_with_output().expect("an end");
    Run {
        status: output.status.code().expect("the command ends by itself"),
        stdout: String::from_utf8(output.stdout).expect("UTF-8"),
        stderr: String::from_utf8(output.stderr).expect("UTF-8"),
    }
}

#[test]
fn standard_input_is_a_document_like_others() {
    let text = sample(FAULTY);
    let run = piped(&["check", "-", "--format", "concise"], text.as_bytes()).ends(1);
    assert!(run.stdout.starts_with("-:34:22: 错误[部门预算公开/收入合计]"), "{}", run.stdout);
    let named = ["check", "-", CLEAN, "--stdin-filename", "公开/甲.txt"];
    let run = piped(&named, text.as_bytes()).ends(1);
    run.says("[公开/甲.txt:34:22]").says("检查文件 2 个");
    // The name decides the format.
    let named = ["check", "-", "--stdin-filename", "甲.pdf"];
    piped(&named, text.as_bytes()).ends(2).says("甲.pdf：").says("PDF");
    let records = piped(&["extract", "-"], text.as_bytes()).ends(0).json();
    assert_eq!(records["documents"][0]["path"], "-");
    piped(&["check", "-"], b"").ends(2).says("文件是空的");
    gouji(&["check", CLEAN, "--stdin-filename", "a.txt"]).ends(2).says("要和 - 一起用");
}

#[test]
fn records_for_people() {
    let run = gouji(&["extract", "--format", "text", FAULTY, "no-such.txt"]).ends(1);
    let run = run.says("  收入  :32:1\n").says("缺失：").says("no-such.txt: 没有这个文件或文件夹");
    let line = run.stdout.lines().find(|line| line.contains(":34:22")).expect("the total");
    assert!(line.trim_start().starts_with("合计") && line.contains("743.00 万元"), "{line}");
    gouji(&["extract", "no-such.txt"]).ends(2).says("没有可以读的文件");
    let json = gouji(&["extract", CLEAN, "no-such.txt"]).ends(1).json();
    assert_eq!(json["not_read"][0]["path"], "no-such.txt");
}

#[test]
fn a_narrow_terminal_breaks_lines_where_they_may_be_broken() {
    let output = Command::new(env!("CARGO_BIN_EXE_gouji"))
        .args(["check", FAULTY, "--verbose"])
        .current_dir(root())
        .env("COLUMNS", "60")
        .env("LANG", "zh_CN.UTF-8")
        .output()
        .expect("the command starts");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    let columns = |line: &str| -> usize {
        line.chars().map(|character| if character < '\u{2e80}' { 1 } else { 2 }).sum()
    };
    for line in text.lines() {
        assert!(columns(line) <= 60, "{} columns: {line}", columns(line));
    }
    // A figure stays with its unit.
    assert!(!text.contains("\n   万元") && !text.contains("万\n"), "{text}");
}

#[test]
fn colours_are_for_terminals_that_take_them() {
    let check = |name: &str, value: &str, color: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_gouji"))
            .args(["check", FAULTY, "--color", color])
            .current_dir(root())
            .env(name, value)
            .output()
            .expect("the command starts");
        output.stdout.contains(&0x1b)
    };
    // No terminal, no colour; whoever insists gets it.
    assert!(!check("TERM", "xterm", "auto"));
    assert!(check("NO_COLOR", "1", "always") && check("TERM", "dumb", "always"));
}

#[test]
fn lists_keep_to_the_width_of_a_narrow_terminal() {
    let wide = |character: char| if u32::from(character) >= 0x2e80 { 2 } else { 1 };
    let verbs: [&[&str]; 3] = [
        &["rules"],
        &["explain", "部门预算公开/收入合计"],
        &["extract", "--format", "text", CLEAN],
    ];
    for arguments in verbs {
        let output = Command::new(env!("CARGO_BIN_EXE_gouji"))
            .args(arguments)
            .current_dir(root())
            .env("COLUMNS", "40")
            .output()
            .expect("the command starts");
        let said = String::from_utf8(output.stdout).expect("UTF-8");
        for line in said.lines() {
            let columns: usize = line.chars().map(wide).sum();
            assert!(columns <= 40, "{arguments:?}: {line}");
        }
    }
}
