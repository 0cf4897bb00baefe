//! The layout of rule files.

use gouji_syntax::{FormatOptions, Item, format_rules, parse};
use gouji_text::Language;

use proptest::prelude::*;

const ENGLISH: FormatOptions = FormatOptions { keywords: Some(Language::English) };
const AS_WRITTEN: FormatOptions = FormatOptions { keywords: None };

/// What a file says, without the places where it says it.
fn meaning(text: &str) -> Vec<String> {
    let said = |item: &Item| without_places(&format!("{:?} {:?}", item.documentation, item.kind));
    parse(text).items.iter().map(said).collect()
}

/// A tree as text, without its ranges (`12..34`) and without the places of the lines of block texts.
fn without_places(tree: &str) -> String {
    let is_digit = |sign: char| sign.is_ascii_digit();
    let parts = tree.split("..").map(|part| part.trim_matches(is_digit));
    let tree: String = parts.collect();
    let mut parts = tree.split(" lines: [");
    let first = parts.next().unwrap_or_default().to_owned();
    let without_lines = |part: &str| part.split_once("], ").map_or("", |(_, rest)| rest).to_owned();
    std::iter::once(first).chain(parts.map(without_lines)).collect()
}

/// What must hold of any text: nothing is lost, and a second time changes nothing.
fn check(text: &str) {
    let once = format_rules(text, AS_WRITTEN);
    let again = format_rules(&once.text, AS_WRITTEN);
    assert!(once.text == again.text, "of {text:?}:\n{}\nagain:\n{}", once.text, again.text);
    assert_eq!(once.left.len(), again.left.len(), "of {text:?}");
    // Items without a problem mean the same as before.
    let is_clean = |text: &str| {
        let file = parse(text);
        file.problems.is_empty() && file.items.iter().all(|item| item.problems.is_empty())
    };
    if is_clean(text) {
        assert_eq!(once.left, [], "of {text:?}");
        assert!(is_clean(&once.text), "of {text:?}: {}", once.text);
    }
    for (before, after) in meaning(text).iter().zip(meaning(&once.text)) {
        assert_eq!(*before, after, "of {text:?}");
    }
    assert_eq!(meaning(text).len(), meaning(&once.text).len(), "of {text:?}");
    let comments = |text: &str| text.matches('#').count();
    assert_eq!(comments(text), comments(&once.text), "of {text:?}");
}

const PACK: &str = include_str!("data/pack.gouji");
const CONSTRUCTS: &str = include_str!("data/constructs.gouji");
const ENGLISH_CONSTRUCTS: &str = include_str!("data/constructs-english.gouji");

#[test]
fn nothing_but_the_layout_changes() {
    for text in [PACK, CONSTRUCTS, ENGLISH_CONSTRUCTS, include_str!("data/english.gouji"), "", "\n"]
    {
        check(text);
        check(&text.replace('\n', "\r\n"));
        assert_eq!(format_rules(text, AS_WRITTEN).left, []);
    }
}

#[test]
fn keywords_become_those_of_one_language() {
    for text in [PACK, CONSTRUCTS] {
        let english = format_rules(text, ENGLISH);
        assert_eq!(english.left, []);
        assert_eq!(parse(&english.text).language, Language::English);
        assert!(parse(&english.text).items.iter().all(|item| item.problems.is_empty()));
        let chinese = FormatOptions { keywords: Some(Language::Chinese) };
        let back = format_rules(&english.text, chinese).text;
        assert_eq!(back, format_rules(text, chinese).text);
    }
}

#[test]
fn what_is_wrong_stays_as_it_is() {
    let text =
        "规则 甲 {   应当   合计   = 1 }\n规则   乙 {   应当   = }\n\n\n规则 丙 { 应当 合计 = 1 }";
    let formatted = format_rules(text, AS_WRITTEN);
    assert_eq!(formatted.left.len(), 1);
    assert_eq!(
        formatted.text,
        "规则 甲 {\n  应当 合计 = 1\n}\n\n规则   乙 {   应当   = }\n\n规则 丙 {\n  应当 合计 = 1\n}\n"
    );
}

#[test]
fn comments_keep_their_item_and_order() {
    let text = "# 一\n\n# 二\n## 说明\n# 三\n规则 甲 { # 四\n# 五\n应当 合计 # 六\n # 七\n = 1 # 八\n\n # 九\n } # 十\n# 十一\n";
    let formatted = format_rules(text, AS_WRITTEN);
    assert_eq!(
        formatted.text,
        "# 一\n\n# 二\n## 说明\n# 三\n规则 甲 {  # 四\n  # 五\n  应当 合计  # 六\n      # 七\n      = 1  # 八\n\n  # 九\n}  # 十\n# 十一\n"
    );
    check(text);
}

#[test]
fn blank_ends_of_a_text_left_open_say_nothing() {
    let open = "示例 表样 全表 {\n  文本 \"\"\"";
    for end in ["", "\n", "\n    ", "\n    收入\n    “甲”", "\n    收入\n ", "\n    收入\n\n\t\n"]
    {
        check(&format!("{open}{end}"));
    }
}

#[test]
fn commas_behind_comments_are_left_out_like_others() {
    check("记录 收入 {\n  ## 合计\n  ## 万元\n，  合计: 金额\n  # 注\n, , 甲: 金额\n}\n");
}

#[test]
fn long_lines_are_broken_at_the_outermost_sign() {
    let sum = (0..20).map(|n| format!("一般公共预算收入{n}")).collect::<Vec<_>>().join(" + ");
    let formatted =
        format_rules(&format!("规则 甲 {{ 应当 合计 = ({sum}) × 2 或 乙 = {sum} }}"), AS_WRITTEN);
    assert!(formatted.text.lines().all(|line| unicode_width::UnicodeWidthStr::width(line) <= 120));
    assert!(formatted.text.contains("\n      或 乙 = "), "{}", formatted.text);
}

/// A file with some of its characters changed.
fn mutated(text: &str, changes: &[(usize, usize)]) -> String {
    const PARTS: [&str; 24] = [
        " ",
        "\n",
        "{",
        "}",
        "（",
        "）",
        ",",
        "，",
        "#",
        "##",
        "“",
        "”",
        "= ",
        "→",
        "且",
        "或",
        "否则",
        "规则 甲 {",
        "行 “甲” → 本表",
        "1",
        "万元",
        "\t",
        "其中",
        "# 注\n",
    ];
    let mut characters: Vec<String> = text.chars().map(String::from).collect();
    for (at, part) in changes {
        let at = at % characters.len();
        match part % (PARTS.len() + 2) {
            0 => characters[at].clear(),
            1 => characters.truncate(at.max(1)),
            other => characters[at].push_str(PARTS[other - 2]),
        }
    }
    characters.concat()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn mutated_files_keep_their_meaning(
        file in prop::sample::select(&[PACK, CONSTRUCTS, ENGLISH_CONSTRUCTS][..]),
        changes in prop::collection::vec((0_usize..20_000, 0_usize..100), 1..6),
    ) {
        check(&mutated(file, &changes));
    }
}
