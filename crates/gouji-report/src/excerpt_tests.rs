//! Where underlines stand, and what is left of long lines and hostile text.

use crate::fixture::*;
use crate::layout::columns;
use crate::*;
use gouji_diagnostic::{PlaceRole, Proof, Term};
use gouji_text::TextRange;

fn draw(text: &str, range: TextRange, width: usize) -> String {
    let source = source("a.txt", text);
    let finding =
        finding(both("甲", "a"), vec![place(PlaceRole::Subject, both("此处", "here"), range)]);
    drawn(&finding, Some(&source), PrettyOptions { width, ..PLAIN })
}

/// Checks that the underline begins under `target` and is as wide; gives the drawing.
#[track_caller]
fn check_underlined(text: &str, target: &str, width: usize) -> String {
    let drawing = draw(text, range_of(text, target), width);
    let lines: Vec<&str> = drawing.lines().collect();
    let at = lines.iter().position(|line| line.contains(" · ")).expect("an underline");
    let (_, line) = lines[at - 1].split_once("│ ").expect("a line of the source");
    let (_, underline) = lines[at].split_once("· ").expect("an underline");
    let before = line.find(target).expect("the target is shown");
    let blank = underline.len() - underline.trim_start().len();
    assert_eq!(blank, columns(&line[..before]), "{drawing}");
    assert_eq!(columns(underline.trim_start()), columns(target), "{drawing}");
    for line in &lines {
        assert!(columns(line) <= width, "{drawing}");
    }
    drawing
}

#[test]
fn underlines_stand_under_wide_characters_and_tabs() {
    for text in [
        "≥50 万元",
        "成本指标\t≥50 万元\t依据",
        "\t\t“一般”公共\t预算收入\t≥50 万元",
        "a𠮷b　c\t≥50 万元",
        "甲\r\n乙丙\t≥50 万元\r\n丁",
        "甲\u{1b}[31m乙\t≥50 万元",
    ] {
        check_underlined(text, "≥50 万元", 80);
    }
}

#[test]
fn a_long_paragraph_is_cut_to_a_window() {
    let filler = "本部门当年全部收入，".repeat(100);
    let text = format!("第一段\n{filler}合计8084.85万元{filler}\n第三段");
    let drawing = check_underlined(&text, "8084.85", 80);
    assert!(drawing.contains("[a.txt:2:1003]"), "{drawing}");
    assert!(drawing.contains("│ …") && drawing.contains("…\n"), "{drawing}");
    assert!(drawing.lines().count() == 6, "{drawing}");
    check_underlined(&format!("{filler}8084.85"), "8084.85", 80);
    check_underlined(&format!("8084.85{filler}"), "8084.85", 80);
}

#[test]
fn a_row_of_many_columns_is_cut_to_a_window() {
    let row =
        |from: usize, to: usize| (from..to).map(|cell| format!("{cell}.00\t")).collect::<String>();
    for target in [0, 17, 150, 299] {
        let text = format!("{}「{target}」\t{}", row(0, target), row(target + 1, 300));
        check_underlined(&text, &format!("「{target}」"), 80);
    }
}

#[test]
fn a_place_wider_than_the_terminal_is_underlined_as_far_as_shown() {
    let text = "甲".repeat(500);
    let drawing = draw(&text, TextRange::new(300, 1200), 60);
    assert!(drawing.lines().all(|line| columns(line) <= 60), "{drawing}");
    assert!(drawing.contains("此处") && drawing.contains("[a.txt:1:101]"), "{drawing}");
}

#[test]
fn places_at_the_ends_do_not_vanish() {
    for text in ["", "\n", "甲", "甲\n", "甲\r\n", "甲\n\n\n"] {
        for offset in [0, text.len() as u32, u32::MAX] {
            let drawing = draw(text, TextRange::empty(offset), 80);
            assert!(drawing.contains('▲') && drawing.contains("此处"), "{text:?}: {drawing}");
        }
    }
    let drawing = draw("甲乙", TextRange::new(3, u32::MAX), 80);
    assert!(drawing.contains("─┬"), "{drawing}");
}

#[test]
fn a_place_over_several_lines_says_where_it_ends() {
    let text = "表\n甲\t乙\n丙\t丁\n戊";
    let drawing = draw(text, range_of(text, "\n甲\t乙\n丙\t丁"), 80);
    assert!(drawing.contains("此处 → :3:4"), "{drawing}");
    assert!(drawing.contains(" 2 │ 甲"), "{drawing}");
}

#[test]
fn figures_in_the_same_sentence_are_underlined_together() {
    let text = "当年收入8084.85万元，其中一般公共预算收入8000.00万元。";
    let source = source("a.txt", text);
    let finding = finding(
        both("收入不等于来源之和", ""),
        vec![
            place(PlaceRole::Subject, both("合计", ""), range_of(text, "8084.85万元")),
            place(PlaceRole::Operand, both("一般公共预算", ""), range_of(text, "8000.00万元")),
        ],
    );
    insta::assert_snapshot!(drawn(&finding, Some(&source), PLAIN), @r#"
    错误[部门预算公开/某规则]  收入不等于来源之和
       ╭─[a.txt:1:5]
     1 │ 当年收入8084.85万元，其中一般公共预算收入8000.00万元。
       ·         ─────┬─────                      ─────┬─────
       ·              │                                ╰── 一般公共预算
       ·              ╰── 合计
       ╰────
    "#);
}

#[test]
fn places_far_away_are_named() {
    let text = "项目甲\n1\n2\n3\n4\n项目甲\n";
    let source = source("a.txt", text);
    let second = TextRange::from(text.rfind("项目甲").expect("twice")..text.len() - 1);
    let finding = finding(
        both("项目名称重复", "project named twice"),
        vec![
            place(PlaceRole::Subject, both("又一次", "again"), second),
            place(PlaceRole::Related, both("第一次", "first"), range_of(text, "项目甲")),
        ],
    );
    insta::assert_snapshot!(drawn(&finding, Some(&source), PLAIN), @r#"
    错误[部门预算公开/某规则]  项目名称重复
       ╭─[a.txt:6:1]
     6 │ 项目甲
       · ───┬──
       ·    ╰── 又一次
       ╰────
       另见  :1:1 第一次
    "#);
    insta::assert_snapshot!(drawn(&finding, Some(&source), ENGLISH), @r#"
    error[部门预算公开/某规则]  project named twice
       ╭─[a.txt:6:1]
     6 │ 项目甲
       · ───┬──
       ·    ╰── again
       ╰────
       see also  :1:1 first
    "#);
}

/// A stream of numbers that is the same every time.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self, below: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % below.max(1)
    }
}

#[test]
fn no_text_and_no_range_is_too_hostile() {
    let alphabet = [
        "甲",
        "\t",
        "\n",
        "\r",
        "\r\n",
        "\u{1b}[2J",
        "\u{202e}",
        "\u{200b}",
        "\u{301}",
        "a",
        "𠮷",
        "👨‍👩‍👧",
        " ",
        "万元8,084.85",
        "\u{0}",
        "\u{85}",
        "\u{2028}",
    ];
    let mut numbers = Numbers(7);
    for _ in 0..400 {
        let length = numbers.next(400);
        let text: String = (0..length).map(|_| alphabet[numbers.next(alphabet.len())]).collect();
        let source = source(&text, &text);
        let mut places = Vec::new();
        for _ in 0..1 + numbers.next(5) {
            let start = numbers.next(text.len() + 10) as u32;
            let range = TextRange { start, end: start + numbers.next(60) as u32 };
            let role = if places.is_empty() { PlaceRole::Subject } else { PlaceRole::Related };
            places.push(place(role, both(&text, &text), range));
        }
        let mut finding = finding(both(&text, &text), places.clone());
        finding.code = gouji_diagnostic::Code::Rule(text.as_str().into());
        finding.basis = vec![text.as_str().into(); 5];
        let terms: Vec<Term<TextRange>> =
            (0..numbers.next(20)).map(|_| term("+", &text, &text, Some(places[0].at))).collect();
        finding.proof = Some(Proof {
            left: side(both(&text, ""), terms.clone(), &text),
            relation: "=",
            right: side(both(&text, ""), terms, &text),
            difference: Some(text.clone()),
            tolerance: None,
        });
        for (color, width) in [(false, 0), (false, 80), (true, 120)] {
            let options = PrettyOptions { color, width, ..PLAIN };
            let drawn = drawn(&finding, Some(&source), options);
            let harmful = |character: &char| {
                (character.is_control() && *character != '\n' && !(color && *character == '\u{1b}'))
                    || matches!(character, '\u{202e}' | '\u{2028}')
            };
            assert_eq!(drawn.chars().find(harmful), None, "{drawn}");
            assert!(!drawn.contains("\u{1b}[2J"));
            // Places and legal bases are told whole; what stands above them is bounded.
            let above = drawn
                .lines()
                .take_while(|line| !line.contains("另见") && !line.contains("依据"))
                .count();
            assert!(above <= 40, "{above} {drawn}");
        }
    }
}
