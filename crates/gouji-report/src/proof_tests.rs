//! The table of the arithmetic.

use crate::fixture::*;
use crate::layout::columns;
use crate::*;
use gouji_diagnostic::{Diagnostic, Proof, ProofSide, RuleOutcome, Severity, Shown};
use gouji_text::TextRange;

fn sum_of(figures: &[(&'static str, &str)], total: &str) -> Diagnostic<TextRange> {
    let terms = figures
        .iter()
        .enumerate()
        .map(|(index, (sign, figure))| term(sign, &format!("第{}项", index + 1), figure, None))
        .collect();
    let mut finding = finding(both("合计不符", "total differs"), vec![]);
    finding.proof = Some(Proof {
        left: side(both("合计", "total"), vec![], total),
        relation: "=",
        right: side(both("各项之和", "sum"), terms, "0"),
        difference: Some("1 万元".to_owned()),
        tolerance: None,
    });
    finding
}

#[test]
fn figures_stand_under_one_another_at_the_decimal_point() {
    let finding = sum_of(&[("", "8,084.85"), ("+", "3"), ("−", "12.5"), ("+", "空白")], "-1.005");
    let drawn = drawn(&finding, None, PLAIN);
    let point = |figure: &str, whole: &str| {
        let line = drawn.lines().find(|line| line.contains(figure)).expect("a row");
        columns(&line[..line.find(figure).expect("the figure")]) + columns(whole)
    };
    let expected = point("8,084.85", "8,084");
    for (figure, whole) in [("  3", "  3"), ("12.5", "12"), ("空白", "空白"), ("-1.005", "-1")]
    {
        assert_eq!(point(figure, whole), expected, "{drawn}");
    }
}

#[test]
fn a_long_sum_shows_its_ends_and_the_exact_rest() {
    let mut figures = vec![("", "1.10")];
    figures.extend([("+", "0.05"); 14]);
    figures.push(("−", "2"));
    insta::assert_snapshot!(drawn(&sum_of(&figures, "9"), None, PLAIN), @r#"
    错误[部门预算公开/某规则]  合计不符
       算式    第1项              1.10
             + 第2项              0.05
             + 第3项              0.05
             + 第4项              0.05
             + 第5项              0.05
             + … 另有 9 项，小计  0.45
             + 第15项             0.05
             − 第16项             2
             ─────────────────────────
               各项之和           0
               合计               9
               相差               1    万元
    "#);
    figures[3] = ("×", "3");
    insta::assert_snapshot!(drawn(&sum_of(&figures, "9"), None, ENGLISH), @r#"
    error[部门预算公开/某规则]  total differs
       working     第1项       1.10
                 + 第2项       0.05
                 + 第3项       0.05
                 × 第4项       3
                 + 第5项       0.05
                   … 9 more
                 + 第15项      0.05
                 − 第16项      2
                 ──────────────────
                   sum         0
                   total       9
                   difference  1    万元
    "#);
}

#[test]
fn what_cannot_be_added_exactly_is_only_counted() {
    for odd in
        ["空白", "1,000", "", "12.3.4", "99999999999999999999999999999999999999999", "+1", "."]
    {
        let mut figures = vec![("+", "0.05"); 14];
        figures[7] = ("+", odd);
        let drawn = drawn(&sum_of(&figures, "9"), None, PLAIN);
        assert!(drawn.contains("… 另有 7 项\n"), "{odd}: {drawn}");
    }
    let drawn = drawn(&sum_of(&[("−", "0.05"); 14], "9"), None, PLAIN);
    assert!(drawn.contains("… 另有 7 项，小计  -0.35"), "{drawn}");
}

#[test]
fn a_computation_on_each_side() {
    let mut finding = sum_of(&[("", "1"), ("+", "2")], "4");
    let proof = finding.proof.as_mut().expect("a proof");
    proof.relation = "≤";
    proof.left.terms = [term("", "采购一", "3", None), term("+", "采购二", "1", None)].into();
    insta::assert_snapshot!(drawn(&finding, None, PLAIN), @r#"
    错误[部门预算公开/某规则]  合计不符
       算式       采购一    3
                + 采购二    1
             ────────────────
                  合计      4
                  第1项     1
                + 第2项     2
             ────────────────
             应 ≤ 各项之和  0
                  相差      1 万元
    "#);
}

#[test]
fn a_figure_that_is_missing_has_no_difference() {
    let mut finding = sum_of(&[], "8084.85");
    finding.outcome = Some(RuleOutcome::Undetermined);
    finding.severity = Severity::Warning;
    let proof = finding.proof.as_mut().expect("a proof");
    let blank = Shown::Words(both("空白", "blank"));
    proof.right =
        ProofSide { value: blank, ..side(both("上年结转", "carried over"), vec![], "") };
    proof.difference = None;
    insta::assert_snapshot!(drawn(&finding, None, PLAIN), @r#"
    警告[部门预算公开/某规则]  无法判定：合计不符
       算式  上年结转  空白
             合计      8084.85 万元
    "#);
    insta::assert_snapshot!(drawn(&finding, None, ENGLISH), @r#"
    warning[部门预算公开/某规则]  cannot be determined: total differs
       working   carried over  blank
                 total          8084.85 万元
    "#);
}

#[test]
fn long_labels_give_way_to_the_figures() {
    let mut finding = sum_of(&[("", "1.00"), ("+", "2.00")], "4.00");
    let proof = finding.proof.as_mut().expect("a proof");
    let mut terms = proof.right.terms.to_vec();
    terms[0].label = both(&"很长的名称".repeat(20), "");
    proof.right.terms = terms.into();
    let drawn = drawn(&finding, None, PrettyOptions { width: 60, ..PLAIN });
    assert!(drawn.lines().all(|line| columns(line) <= 60), "{drawn}");
    assert!(drawn.contains("的…  ") && drawn.contains(" 1.00\n"), "{drawn}");
}

#[test]
fn a_figure_held_to_a_stated_one_takes_two_lines() {
    let mut held = finding(both("未达到", "not reached"), vec![]);
    let mut plan = term("", "末(支出计划)", "75.00", Some(TextRange::new(0, 0)));
    plan.label = both("末(支出计划)", "last(plan)");
    plan.value = shown("75.00", "%");
    let mut whole = term("", "", "100", None);
    whole.label = both("", "");
    whole.value = shown("100", "%");
    let mut left = side(both("末(支出计划)", "last(plan)"), vec![plan], "75.00");
    let mut right = side(both("", ""), vec![whole], "100");
    (left.value, right.value) = (shown("75.00", "%"), shown("100", "%"));
    held.proof = Some(Proof {
        left,
        relation: "=",
        right,
        difference: Some("-25.00%".to_owned()),
        tolerance: None,
    });
    insta::assert_snapshot!(drawn(&held, None, PLAIN), @r"
    错误[部门预算公开/某规则]  未达到
       算式       末(支出计划)   75.00 %
             应 =               100    %   相差 -25.00%
    ");
    let proof = held.proof.as_mut().expect("a proof");
    proof.relation = ">";
    insta::assert_snapshot!(drawn(&held, None, ENGLISH), @r"
    error[部门预算公开/某规则]  not reached
       working               last(plan)   75.00 %
                 should be >             100    %   difference -25.00%
    ");
    // What is counted has a name, and the difference a line of its own.
    let proof = held.proof.as_mut().expect("a proof");
    proof.relation = "=";
    proof.right.label = both("计数(项目)", "count(item)");
    let mut terms = proof.right.terms.to_vec();
    terms[0].label = both("计数(项目)", "count(item)");
    proof.right.terms = terms.into();
    insta::assert_snapshot!(drawn(&held, None, PLAIN), @r"
    错误[部门预算公开/某规则]  未达到
       算式       末(支出计划)   75.00  %
             应 = 计数(项目)    100     %
                  相差          -25.00%
    ");
}
