//! The runner itself: it must be able to fail.

use gouji_spec::{Page, PageKind, Suite};

const RULES: &str = "\
# 页

## 规则

```gouji
量纲 金额 { 元  万元 = 10000 元  精度 0.01 万元 }
记录 收入 { 合计: 金额  甲: 金额 }
表样 说明 填 收入 {
  句 “收入{合计}”
  句 “甲{甲}”
}
规则 收入合计 {
  对每个 收入
  应当 合计 = 甲
}
```
";

const DOCUMENT: &str = "
```text
收入5万元。甲3万元。
```
";

const FOUND: &str = "1:3 错误 收入合计 合计 5 万元，甲 3 万元，相差 2 万元";
const COUNT: &str = "收入合计: 通过 0 不通过 1 无法判定 0 不适用 0";

fn page(heading: &str, findings: &[&str]) -> String {
    let findings = findings.join("\n");
    format!("{RULES}\n## {heading}\n{DOCUMENT}\n```findings\n{findings}\n```\n")
}

fn suite(text: &str, kind: PageKind) -> Suite {
    let mut suite = Suite::default();
    suite.text("页.md", text, kind);
    suite
}

#[test]
fn what_comes_as_expected_passes() {
    let suite = suite(&page("不符", &[FOUND, COUNT]), PageKind::Spec);
    assert_eq!(suite.failures, [""; 0]);
    assert_eq!(suite.passed, 1);
}

#[test]
fn a_wrong_expectation_fails_and_shows_both() {
    let wrong = FOUND.replace("1:3", "1:4");
    let suite = suite(&page("不符", &[&wrong, COUNT]), PageKind::Spec);
    let failure = suite.failures.first().expect("a failure");
    assert!(failure.contains(&format!("- {wrong}\n")), "{failure}");
    assert!(failure.contains(&format!("+ {FOUND}\n")), "{failure}");
    let complaint = suite.complaint().expect("a complaint");
    assert!(complaint.contains("GOUJI_SPEC_UPDATE=1"), "{complaint}");
}

#[test]
fn a_missing_a_surplus_and_a_doubled_finding_fail() {
    for findings in [&[COUNT][..], &[FOUND, "2:1 错误 甲 乙", COUNT], &[FOUND, FOUND, COUNT]] {
        assert_eq!(
            suite(&page("不符", findings), PageKind::Spec).failures.len(),
            1,
            "{findings:?}"
        );
    }
}

#[test]
fn wrong_counts_and_counts_of_no_rule_fail() {
    for count in [
        "收入合计: 通过 1 不通过 0 无法判定 0 不适用 0",
        "别的规则: 通过 1 不通过 0 无法判定 0 不适用 0",
    ] {
        assert_eq!(suite(&page("不符", &[FOUND, count]), PageKind::Spec).failures.len(), 1);
    }
}

#[test]
fn a_case_without_expectation_fails() {
    let without = format!("{RULES}\n## 甲\n{DOCUMENT}");
    assert_eq!(suite(&without, PageKind::Spec).failures.len(), 1);
    assert_eq!(suite(&page("甲", &[]), PageKind::Spec).failures.len(), 1);
    let problem_unsaid = "# 甲\n\n```gouji-wrong\n规则 甲 { 应当 }\n```\n";
    assert_eq!(suite(problem_unsaid, PageKind::Reference).failures.len(), 1);
}

#[test]
fn a_reference_needs_no_expectation_where_all_is_well() {
    let page = "# 甲\n\n```gouji\n记录 甲 { 名: 文本 }\n```\n";
    assert_eq!(suite(page, PageKind::Reference).passed, 1);
    let page = "# 甲\n\n```gouji\n记录 甲 { 名: 文木 }\n```\n";
    assert_eq!(suite(page, PageKind::Reference).failures.len(), 1);
}

#[test]
fn a_failing_example_fails() {
    let page = "\
# 甲

```gouji
记录 甲 { 名: 文本  数目: 数 }
规则 有数 { 对每个 甲  应当 数目 > 1 }
示例 有数 { 合格 甲 { 数目: 1 } }
```
";
    assert_eq!(suite(page, PageKind::Reference).failures.len(), 1);
}

#[test]
fn a_promise_must_fail_until_it_is_kept() {
    let kept = suite(&page("不符（待修）", &[FOUND, COUNT]), PageKind::Spec);
    assert_eq!(kept.failures.len(), 1);
    let open = suite(&page("不符（待修）", &[COUNT]), PageKind::Spec);
    assert_eq!((open.failures.len(), open.pending.len(), open.passed), (0, 1, 0));
}

#[test]
fn updating_writes_down_what_came_and_nothing_else() {
    let mut suite = Suite::default();
    let stale = page("不符", &["!places", "9:9 错误 甲 乙", COUNT]);
    let updated = suite.text("页.md", &stale, PageKind::Spec);
    let places = ["    处 1:3 「5万元」 合计 5 万元", "    处 1:8 「3万元」 甲 3 万元"];
    let fresh = page("不符", &["!places", FOUND, places[0], places[1], COUNT]);
    assert_eq!(updated, fresh);
    let mut again = Suite::default();
    assert_eq!(again.text("页.md", &fresh, PageKind::Spec), fresh);
    assert_eq!(again.failures, [""; 0]);
    let pending = page("不符（待修）", &[COUNT]);
    assert_eq!(again.text("页.md", &pending, PageKind::Spec), pending);
}

#[test]
fn a_section_inherits_the_first_rules_or_its_own() {
    let page = "\
# 页

```gouji
规则 甲 { 应当 真 }
```

## 承

```text
文
```

```findings
甲: 通过 1 不通过 0 无法判定 0 不适用 0
```

## 自有

```gouji with
规则 乙 { 不得 假 }
```

```text
文
```

```findings
甲: 通过 1 不通过 0 无法判定 0 不适用 0
乙: 通过 1 不通过 0 无法判定 0 不适用 0
```

```text
另一份
```

```findings
乙: 通过 1 不通过 0 无法判定 0 不适用 0
```
";
    let parsed = Page::parse(page, PageKind::Spec);
    assert_eq!(parsed.problems, []);
    let rules: Vec<usize> = parsed.cases.iter().map(|case| case.rules.len()).collect();
    assert_eq!(rules, [1, 2, 2]);
    assert_eq!(parsed.cases[1].heading, "页 › 自有");
    assert_eq!(suite(page, PageKind::Spec).failures, [""; 0]);
}
