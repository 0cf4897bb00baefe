//! Hostile input: for each one clear message and the right exit status, within seconds, and nothing
//! lost of the other documents.

use crate::support::{CLEAN, FAULTY, Folder, Run, gouji, sample};

/// Checks this document beside one without faults; holds the other's result to what it is alone.
#[track_caller]
fn check_beside_another(name: &str, contents: impl AsRef<[u8]>) -> Run {
    let folder = Folder::new(name);
    let path = folder.write("hostile.txt", contents);
    let alone = gouji(&["check", CLEAN, "--format", "json"]).ends(0).json();
    let both = gouji(&["check", &path, CLEAN, "--format", "json"]);
    let report = both.json();
    let documents = report["documents"].as_array().expect("documents");
    let other = documents.iter().find(|document| document["path"] == CLEAN).expect("the other");
    assert_eq!(*other, alone["documents"][0]);
    both
}

#[test]
fn bytes_that_are_no_text() {
    // The same on every run, and like a file of another kind: bytes of all values.
    let bytes: Vec<u8> =
        (0..200_000_u32).map(|at| (at.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    check_beside_another("no-text", bytes).ends(1).says("不是文本文件");
}

#[test]
fn a_file_of_nul() {
    check_beside_another("nul-only", vec![0_u8; 100_000]).ends(1).says("不是文本文件");
}

#[test]
fn nul_within_a_text() {
    let text = sample(FAULTY).replacen("743.00", "743.\u{0}\u{0}\u{0}0", 1);
    check_beside_another("nul-within", text).ends(1).says("3 个空字符");
}

#[test]
fn an_empty_file() {
    check_beside_another("empty-beside", "").ends(1).says("文件是空的");
}

#[test]
fn a_gigantic_line() {
    let text = format!("{}\n{}", sample(FAULTY), "指标\t".repeat(1_000_000));
    check_beside_another("gigantic-line", text).ends(1).says("超过 1 MiB");
    let text = format!("{}\n{}", sample(FAULTY), "公务接待费".repeat(500_000));
    check_beside_another("gigantic-paragraph", text).ends(1).says("超过 1 MiB");
}

#[test]
fn many_short_lines() {
    let text = format!("{}\n{}", sample(FAULTY), "项目编码\n（一）\n1\t2\n".repeat(100_000));
    let run = check_beside_another("many-lines", text);
    assert!([1, 2].contains(&run.status), "{}", run.status);
    run.says("收入合计");
}

#[test]
fn mixed_encodings() {
    let mut bytes = sample(FAULTY).into_bytes();
    // 「单位：万元」 in GB18030.
    bytes.extend(b"\xb5\xa5\xce\xbb\xa3\xba\xcd\xf2\xd4\xaa\n");
    let run = check_beside_another("mixed", bytes).ends(1);
    run.says("不是有效的文字编码").says("部门预算公开/收入合计");
}

#[test]
fn a_number_of_sixty_digits() {
    let digits = "9".repeat(60);
    let text = sample(FAULTY).replace("743.00", &digits);
    check_beside_another("digits", text).ends(1).says("超过20位数字").says("无法判定");

    let folder = Folder::new("digits-rule");
    let rule = format!("规则 甲 {{\n  对每个 收入\n  应当 合计 < {digits} 元\n}}\n");
    gouji(&["check", CLEAN, "--rules", &folder.write("mine.gouji", rule)]).ends(2).says("20 位");
}

#[test]
fn arithmetic_that_overflows_is_undetermined() {
    let folder = Folder::new("overflow");
    let big = "99999999999999999999 元";
    let rule = format!(
        "规则 甲 {{\n  对每个 收入\n  应当 合计 × 99999999999999999999 × 99999999999999999999 < {big}\n}}\n"
    );
    let path = folder.write("mine.gouji", rule);
    gouji(&["check", CLEAN, "--rules", &path]).ends(0).says("无法判定 1");
}

#[test]
fn nesting_without_end_in_a_rule() {
    let folder = Folder::new("nesting");
    for (name, opening, closing) in [
        ("open", "(", ""),
        ("closed", "（", "）"),
        ("not", "非 ", ""),
        ("minus", "-", ""),
        ("list", "[", "]"),
    ] {
        let rule = format!(
            "规则 深 {{\n  对每个 收入\n  应当 {}合计{} > 1 元\n}}\n规则 浅 {{\n  对每个 收入\n  应当 合计 < 1 元\n}}\n",
            opening.repeat(20_000),
            closing.repeat(20_000),
        );
        let path = folder.write(&format!("{name}.gouji"), rule);
        let run = gouji(&["check", CLEAN, "--rules", &path, "--format", "concise"]).ends(2);
        let about: Vec<&str> =
            run.stdout.lines().filter(|line| line.starts_with(path.as_str())).collect();
        assert_eq!(about.len(), 1, "one clear message for {name}:\n{about:#?}");
        // The rest of the report stands.
        run.says("检查文件 1 个").says("不通过 1");
    }
}

#[test]
fn a_form_that_matches_nothing() {
    let folder = Folder::new("no-match");
    let rules = "记录 空记录 {\n  甲: 文本\n}\n\n表样 空表样 填 空记录 {\n  始于 标签 “没有这个标签”\n  标签 “没有这个标签” → 甲\n}\n\n规则 用空记录 {\n  对每个 空记录\n  应当 甲 有值\n}\n";
    let path = folder.write("mine.gouji", rules);
    let run = gouji(&["check", CLEAN, "--rules", &path]).ends(0);
    run.says("表样「空表样」在这份文件里没有读到内容");
}

#[test]
fn a_pack_with_a_rule_twice() {
    let folder = Folder::new("twice");
    let rule = "规则 同名 {\n  对每个 收入\n  应当 合计 > 1 元\n}\n";
    folder.write("pack/a.gouji", format!("规则集 两遍 版本 “1” {{\n}}\n{rule}"));
    folder.write("pack/b.gouji", rule);
    let run = gouji(&["check", CLEAN, "--rules", &folder.path("pack")]).ends(2);
    run.says("「同名」重名").says("b.gouji:1:");
}

#[test]
fn a_rule_file_of_any_bytes() {
    let folder = Folder::new("any-bytes");
    let bytes: Vec<u8> = (0..=255).cycle().take(10_000).collect();
    let path = folder.write("bytes.gouji", bytes);
    gouji(&["check", CLEAN, "--rules", &path]).ends(2).says("bytes.gouji");
}

#[test]
fn an_empty_rule_file_is_said() {
    let folder = Folder::new("empty-rules");
    let path = folder.write("empty.gouji", "\n");
    gouji(&["check", CLEAN, "--rules", &path]).says("empty.gouji");
}

#[test]
fn files_that_cannot_be_read_cost_the_others_nothing() {
    let folder = Folder::new("unreadable");
    folder.write("all/good.txt", sample(FAULTY));
    folder.write("all/table.xlsx", b"PK\x03\x04");
    folder.write("all/empty.txt", "");
    #[cfg(unix)]
    std::os::unix::fs::symlink("/no/such/file", folder.path("all/link.txt")).expect("a link");
    for format in ["pretty", "concise", "json"] {
        let run = gouji(&["check", &folder.path("all"), "--format", format]).ends(1);
        let run = run.says("部门预算公开/收入合计").says("empty.txt").says("table.xlsx");
        if cfg!(unix) {
            run.says("link.txt");
        }
    }
}

#[cfg(unix)]
#[test]
fn what_is_neither_file_nor_folder() {
    let folder = Folder::new("socket");
    // The path of a socket has to be short.
    let path = std::env::temp_dir().join(format!("gouji-{}.txt", std::process::id()));
    let _socket = std::os::unix::net::UnixListener::bind(&path).expect("a socket");
    let run = gouji(&["check", &path.display().to_string(), CLEAN]).ends(1);
    let removed = std::fs::remove_file(&path);
    run.says("不是普通文件").says(&format!("{CLEAN}：错误 0"));
    removed.expect("the socket is gone");
    // A folder that leads back to itself.
    folder.write("loop/good.txt", sample(CLEAN));
    std::os::unix::fs::symlink(folder.path("loop"), folder.path("loop/again")).expect("a link");
    gouji(&["check", &folder.path("loop")]).ends(0).says("检查文件 1 个");
}

#[test]
fn a_clause_that_matches_everywhere_is_bounded_and_says_so() {
    // too-many-places
    let folder = Folder::new("places");
    let rules = folder.write(
        "r.gouji",
        "量纲 金额 { 元 }\n记录 甲 { 乙: 多个 乙 }\n记录 乙 { 数: 文本 }\n\
         表样 甲 填 甲 { 节 含 “说明” { 逐处 “{数：数字}、” → 乙 } }\n\
         规则 有 { 对每个 甲  应当 计数(乙) > 0 }\n",
    );
    let document = folder.write("d.txt", format!("一、说明\n{}。\n", "12、".repeat(40_000)));
    let run =
        gouji(&["check", "--no-default-packs", "--rules", &rules, "--format", "json", &document]);
    let report = run.json();
    let problems = report["documents"][0]["problems"].to_string();
    assert!(problems.contains("form/too-many-places"), "{problems}");
}

#[test]
fn a_rule_that_costs_too_much_is_broken_and_told_once() {
    // too-costly
    let folder = Folder::new("costly");
    let rules = folder.write(
        "r.gouji",
        "记录 甲 { 数: 整数 }\n记录 乙 { 号: 整数 }\n\
         表样 甲 填 甲 { 明细 “数” 为 数 }\n表样 乙 填 乙 { 明细 “号” 为 号 }\n\
         规则 费工 { 应当 计数(全文.甲 其中 有(全文.乙 其中 乙.号 + 甲.数 < 0)) = 0 }\n\
         规则 省工 { 应当 计数(全文.甲) > 0 }\n",
    );
    let rows = |head: &str| format!("{head}\t说明\n{}\n", "1\t无\n".repeat(2100));
    let text = format!("{}\n{}", rows("数"), rows("号"));
    let one = folder.write("a.txt", &text);
    let two = folder.write("b.txt", &text);
    let arguments = ["check", "--no-default-packs", "--rules", &rules, "--format", "json"];
    let run = gouji(&[&arguments[..], &[&one, &two]].concat());
    let report = run.ends(2).json();
    let documents = report["documents"].as_array().expect("documents");
    let problems = |at: usize| documents[at]["problems"].to_string();
    assert!(problems(0).contains("program/too-costly"), "{}", problems(0));
    assert!(problems(0).contains("费工") && problems(0).contains("有(全文.乙"), "{}", problems(0));
    assert!(!problems(1).contains("program/too-costly"), "{}", problems(1));
    for document in documents {
        let counts = &document["rules"][0];
        assert_eq!((&counts["broken"], &counts["undetermined"]), (&1.into(), &0.into()));
        assert_eq!(document["rules"][1]["passed"], 1);
    }
}
