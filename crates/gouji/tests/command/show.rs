//! `gouji check --show`: what is else only counted.

use crate::support::{Folder, gouji};

const RULES: &str = "\
量纲 金额 { 元  万元 = 10000 元  精度 0.01 万元  标注 “单位：{_}” }
记录 表 { 合计: 金额  甲: 金额  乙: 金额 }
表样 表 填 表 { 标签 “合计” → 合计  标签 “甲” → 甲  标签 “乙” → 乙 }
规则 合计相符 { 对每个 表  应当 合计 = 甲 + 乙 }
";

#[test]
fn passes_within_rounding_are_listed_with_their_sums_and_change_no_ending() {
    let folder = Folder::new("show");
    let rules = folder.write("a.gouji", RULES);
    let document = folder.write("a.txt", "单位：万元\n合计\t10.00\n甲\t3.33\n乙\t6.66\n");
    let check = |more: &[&str]| {
        let own = ["check", &document, "--rules", &rules, "--no-default-packs"];
        gouji(&[&own[..], more].concat()).ends(0).stdout
    };
    let counted = check(&[]);
    assert!(counted.contains("其中舍入 1") && !counted.contains("通过·舍入"), "{counted}");
    for more in [&["--show", "rounding"][..], &["--show", "rounding", "--fail-level", "note"]] {
        let listed = check(more);
        assert!(listed.contains("通过·舍入：合计 10.00 万元"), "{listed}");
        assert!(listed.contains("允许 ±0.015 万元"), "{listed}");
    }
    let json = check(&["--show", "rounding", "--format", "json"]);
    assert!(json.contains("\"outcome\": \"passed_within_rounding\""), "{json}");
    let nothing = check(&["--show", "unpaired"]);
    assert!(!nothing.contains("通过·舍入"), "{nothing}");
}

#[test]
fn figures_printed_shorter_are_told_and_pass() {
    let folder = Folder::new("as-printed");
    let rules = folder.write("a.gouji", RULES);
    let text = "单位：万元\n合计\t480.15\n甲\t240\n乙\t239.90\n";
    let document = folder.write("a.txt", text);
    let own = ["check", &document, "--rules", &rules, "--no-default-packs"];
    let told = gouji(&own).ends(0).stdout;
    assert!(told.contains("说明[a/合计相符]  通过·取整：合计 480.15 万元"), "{told}");
    assert!(told.contains("「甲」只写到 1 万元，如果是这样四舍五入的，两边可以相符"), "{told}");
    let json = gouji(&[&own[..], &["--format", "json"]].concat()).ends(0).stdout;
    assert!(json.contains("\"outcome\": \"passed_as_printed\""), "{json}");
}

#[test]
fn figures_that_nobody_read_are_listed() {
    let folder = Folder::new("unread");
    let rules = folder.write(
        "a.gouji",
        "量纲 金额 { 元  万元 = 10000 元  标注 “单位：{_}” }\n\
         记录 行 { 名: 文本  金额: 金额 }\n\
         表样 表 填 行 { 明细 “项目” 为 名, “金额” 为 金额 }\n\
         规则 有金额 { 对每个 行  应当 金额 > 0 元 }\n",
    );
    let document = folder.write("a.txt", "单位：万元\n项目\t金额\t上年\n甲\t3.33\t2.22\n");
    let own = ["check", &document, "--rules", &rules, "--no-default-packs"];
    assert!(!gouji(&own).ends(0).stdout.contains("没有读进来，没有查"));
    for more in [&["--show", "unread"][..], &["--show", "unread", "--fail-level", "note"]] {
        let listed = gouji(&[&own[..], more].concat()).ends(0).stdout;
        assert!(listed.contains("form/figure-unread"), "{listed}");
        assert!(listed.contains("没有读进来，没有查：没有读「上年」这一列"), "{listed}");
    }
}
