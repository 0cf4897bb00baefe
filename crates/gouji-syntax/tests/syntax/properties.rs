//! What holds for any text.

use crate::common::*;
use gouji_diagnostic::Diagnostic;
use gouji_syntax::{
    ItemKind, Keyword, SourceFile, parse, parse_expression, parse_item, parse_rules, split_items,
};
use gouji_text::{Language, TextRange};

use proptest::prelude::*;

/// Everything that must hold of any text.
fn check(text: &str) {
    let file = parse(text);
    for problem in &file.problems {
        check_problem(text, problem);
    }
    let mut end = 0;
    for item in &file.items {
        assert!(item.start >= end, "items overlap");
        end = item.start + item.length;
        let inside = TextRange::new(item.start, end);
        let slice = &text[inside.to_usize()];
        for problem in &item.problems {
            check_problem(slice, problem);
        }
    }
    let split = split_items(text);
    assert_eq!(split.items.len(), file.items.len());
    check_without_examples(&file, &parse_rules(text));
}

/// Only examples may be left unread; all else is as in the whole file.
fn check_without_examples(whole: &SourceFile, rules: &SourceFile) {
    assert_eq!(whole.items.len(), rules.items.len());
    for (read, found) in whole.items.iter().zip(&rules.items) {
        if found.kind != ItemKind::Unread {
            assert_eq!(read, found);
            continue;
        }
        let is_example = match &read.kind {
            ItemKind::Example(_) | ItemKind::FormExample(_) => true,
            ItemKind::Broken { keyword, .. } => Keyword::Example.is_spelled(keyword),
            _ => false,
        };
        assert!(is_example, "{read:?}");
        assert_eq!((read.start, read.length), (found.start, found.length));
        assert_eq!(read.documentation, found.documentation);
    }
}

fn check_problem(text: &str, problem: &Diagnostic<TextRange>) {
    let edited = problem.edits().map(|edit| edit.at);
    assert_eq!(problem.places.len(), 1, "{problem:?}");
    for range in problem.subject().copied().into_iter().chain(edited) {
        assert!(text.get(range.to_usize()).is_some(), "{problem:?} in {text:?}");
    }
    assert!(!problem.message.chinese.is_empty() && !problem.message.english.is_empty());
}

/// One of the sample files.
fn sample() -> impl Strategy<Value = &'static str> {
    prop_oneof![Just(PACK), Just(CONSTRUCTS), Just(CONSTRUCTS_ENGLISH)]
}

/// A place in a text, moved to a character boundary.
fn boundary(text: &str, at: prop::sample::Index) -> usize {
    let mut at = at.index(text.len() + 1);
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Pieces that break things.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(vec![
            "{",
            "}",
            "(",
            ")",
            "[",
            "]",
            "“",
            "”",
            "\"",
            "`",
            "\n",
            "#",
            "##",
            "=",
            "==",
            "规则 ",
            "应当",
            "否则",
            "其中",
            "合计(",
            "3,000",
            "若 ",
            "非",
            "-",
            "。",
            "；",
            "→",
            "\\",
            "依据 ",
            "标签",
            "年",
            "　",
            "\r\n",
            "空白",
            "是 ",
            "\"\"\"",
            "文本 ",
            "'",
            "「",
            "\u{feff}",
            "，",
            "2020-13-45",
            "must ",
            "：",
            "应该 ",
            "\n规则 x {\n",
        ])
        .prop_map(str::to_owned),
        any::<char>().prop_map(String::from),
    ]
}

proptest! {
    #[test]
    fn any_text_parses(text in any::<String>()) {
        check(&text);
        check(&format!("规则 a {{\n应当 {text}\n}}"));
        let (_, problems) = parse_expression(&text, Language::Chinese);
        problems.iter().for_each(|problem| check_problem(&text, problem));
        parse_item(&text, Language::English).problems.iter().for_each(|problem| check_problem(&text, problem));
    }

    #[test]
    fn any_pieces_parse(pieces in prop::collection::vec(piece(), 0..60)) {
        check(&pieces.concat());
        check(&format!("表样 a 填 b {{\n{}\n}}", pieces.concat()));
        check(&format!("示例 a {{ 合格 b {{ {} }} }}", pieces.concat()));
        check(&format!("记录 a {{\n{}\n}}", pieces.concat()));
    }

    #[test]
    fn damaged_samples_parse(
        text in sample(),
        cuts in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), piece()), 1..6),
    ) {
        let mut text = text.to_owned();
        for (from, to, piece) in cuts {
            let (from, to) = (boundary(&text, from), boundary(&text, to));
            // Short cuts, so that most of the text stays.
            let mut to = to.clamp(from, text.len().min(from + 12));
            while !text.is_char_boundary(to) { to += 1; }
            text.replace_range(from..to, &piece);
        }
        check(&text);
    }

    #[test]
    fn a_line_above_an_item_only_moves_it(text in sample(), lines in "(# [a-z甲乙]{0,5}\n|\n){1,4}") {
        let before = parse(text);
        let shift = u32::try_from(lines.len()).unwrap();
        let after = parse(&format!("{lines}{text}"));
        prop_assert_eq!(before.items.len(), after.items.len());
        for (mut before, after) in before.items.into_iter().zip(after.items) {
            before.start += shift;
            prop_assert_eq!(before, after);
        }
    }

    #[test]
    fn a_blank_line_between_items_moves_what_follows(text in sample(), which in any::<prop::sample::Index>()) {
        let before = parse(text);
        let which = which.index(before.items.len());
        let at = before.items[which].start as usize;
        let mut moved = text.to_owned();
        moved.insert_str(at, "\n# 注\n");
        for (index, (mut before, after)) in before.items.into_iter().zip(parse(&moved).items).enumerate() {
            if index >= which {
                before.start += "\n# 注\n".len() as u32;
            }
            prop_assert_eq!(before, after);
        }
    }

    #[test]
    fn wide_signs_mean_the_same(text in sample()) {
        // Signs of one width for the other, where neither text nor comment is touched.
        let wide = text.replace(" = ", " ＝ ").replace(" + ", " ＋ ").replace("{\n", "｛\n").replace("\n}", "\n｝");
        let kinds = |text: &str| -> Vec<_> {
            parse(text).items.iter().map(|item| (std::mem::discriminant(&item.kind), item.problems.len())).collect()
        };
        prop_assert_eq!(kinds(text), kinds(&wide));
    }
}
