//! What a person sees.

use crate::fixture::*;
use gouji_diagnostic::{Diagnostic, Fix, PlaceRole, Proof, ProofSide, Term, Tolerance};
use gouji_text::TextRange;

const INDICATORS: &str =
    "指标\n\t数量指标\t次数\t≥3 次\t计划\n\t成本指标\t项目预算控制数\t≥50 万元\t年度工作计划\n";

fn bound() -> Diagnostic<TextRange> {
    let mut finding = finding(
        both(
            "成本指标「项目预算控制数」写作「≥50 万元」，没有上限",
            "cost indicator 「项目预算控制数」 reads 「≥50 万元」: no upper limit",
        ),
        vec![place(
            PlaceRole::Subject,
            both("指标值：下限 50 万元，上限 无", "lower limit 50 万元, no upper limit"),
            range_of(INDICATORS, "≥50 万元"),
        )],
    );
    finding.code = gouji_diagnostic::Code::Rule("部门预算公开/成本指标须有上限".into());
    finding.basis = vec!["《项目支出绩效评价管理办法》（财预〔2020〕10号）".into()];
    finding.fixes = vec![Fix {
        title: both("改为「≤50 万元」", "make it 「≤50 万元」"),
        edits: vec![],
    }];
    finding
}

#[test]
fn a_bound_that_points_the_wrong_way() {
    let source = source("disclosures/hrss-2021.txt", INDICATORS);
    insta::assert_snapshot!(drawn(&bound(), Some(&source), PLAIN), @r#"
    错误[部门预算公开/成本指标须有上限]  成本指标「项目预算控制数」写作「≥50 万元」，没有上限
       ╭─[disclosures/hrss-2021.txt:3:15]
     3 │     成本指标    项目预算控制数  ≥50 万元    年度工作计划
       ·                                 ────┬───
       ·                                     ╰── 指标值：下限 50 万元，上限 无
       ╰────
       依据  《项目支出绩效评价管理办法》（财预〔2020〕10号）
       修正  改为「≤50 万元」
    "#);
    insta::assert_snapshot!(drawn(&bound(), Some(&source), ENGLISH), @r#"
    error[部门预算公开/成本指标须有上限]  cost indicator 「项目预算控制数」 reads 「≥50 万元」: no upper
       limit
       ╭─[disclosures/hrss-2021.txt:3:15]
     3 │     成本指标    项目预算控制数  ≥50 万元    年度工作计划
       ·                                 ────┬───
       ·                                     ╰── lower limit 50 万元, no upper limit
       ╰────
       basis     《项目支出绩效评价管理办法》（财预〔2020〕10号）
       fix       make it 「≤50 万元」
    "#);
}

const PURCHASES: &str = "单位：万元\n合计\t136.4 1\n石家庄高新技术产业开发区人力资源和社会保障局本级小计\t65.70\n事务中心小计\t3.2\n";

fn purchases() -> Diagnostic<TextRange> {
    let mut finding = finding(
        both(
            "合计 136.41 万元，各单位小计之和 68.90 万元",
            "total 136.41 万元, subtotals add up to 68.90 万元",
        ),
        vec![
            place(
                PlaceRole::Subject,
                both("公布的合计", "published total"),
                range_of(PURCHASES, "136.4 1"),
            ),
            place(PlaceRole::Operand, both("本级小计", ""), range_of(PURCHASES, "65.70")),
            place(PlaceRole::Operand, both("事务中心小计", ""), range_of(PURCHASES, "3.2")),
        ],
    );
    let mut published = term("", "合计", "136.41", Some(range_of(PURCHASES, "136.4 1")));
    published.note = Some(both(
        "原文「136.4 1」，已去掉数字中的空格",
        "published as 「136.4 1」, space removed",
    ));
    finding.proof = Some(Proof {
        left: side(both("合计", ""), vec![published], "136.41"),
        relation: "=",
        right: side(
            both("各单位小计之和", "sum of subtotals"),
            vec![
                term(
                    "",
                    "石家庄高新技术产业开发区人力资源和社会保障局本级小计",
                    "65.70",
                    Some(range_of(PURCHASES, "65.70")),
                ),
                term("+", "事务中心小计", "3.2", Some(range_of(PURCHASES, "3.2"))),
            ],
            "68.90",
        ),
        difference: Some("67.51 万元".to_owned()),
        tolerance: Some(Tolerance {
            amount: "0.01 万元".to_owned(),
            origin: both(
                "两个数各按 0.01 万元显示，各半个末位",
                "both are shown to 0.01 万元, half a last place each",
            ),
        }),
    });
    finding
}

#[test]
fn a_total_that_is_not_the_sum() {
    let source = source("采购.txt", PURCHASES);
    insta::assert_snapshot!(drawn(&purchases(), Some(&source), PLAIN), @r#"
    错误[部门预算公开/某规则]  合计 136.41 万元，各单位小计之和 68.90 万元
       ╭─[采购.txt:2:4]
     2 │ 合计    136.4 1
       ·         ───┬───
       ·            ╰── 公布的合计
       ╰────
       算式    石家庄高新技术产业开发区人力资源和社会保障局本级小计   65.70   :3:28
             + 事务中心小计                                            3.2    :4:8
             ──────────────────────────────────────────────────────────────
               各单位小计之和                                         68.90
               合计                                                  136.41   :2:4
                 （原文「136.4 1」，已去掉数字中的空格）
               相差                                                   67.51 万元
                 允许 ±0.01 万元（两个数各按 0.01 万元显示，各半个末位）
    "#);
    insta::assert_snapshot!(drawn(&purchases(), Some(&source), ENGLISH), @r#"
    error[部门预算公开/某规则]  total 136.41 万元, subtotals add up to 68.90 万元
       ╭─[采购.txt:2:4]
     2 │ 合计    136.4 1
       ·         ───┬───
       ·            ╰── published total
       ╰────
       working     石家庄高新技术产业开发区人力资源和社会保障局本级小计   65.70   :3:28
                 + 事务中心小计                                            3.2    :4:8
                 ──────────────────────────────────────────────────────────────
                   sum of subtotals                                       68.90
                   合计                                                  136.41   :2:4
                     (published as 「136.4 1」, space removed)
                   difference                                             67.51 万元
                     allowed ±0.01 万元 (both are shown to 0.01 万元, half a last place each)
    "#);
}

#[test]
fn a_limit_that_is_passed() {
    let text = "预算数\t50.00\n上限\t≤600000 元\n";
    let source = source("a.txt", text);
    let mut finding = finding(
        both("上限 60 万元 超过预算数 50.00 万元", ""),
        vec![place(PlaceRole::Subject, both("上限", ""), range_of(text, "≤600000 元"))],
    );
    let value = shown("600000", "元");
    let at = Some(range_of(text, "≤600000"));
    let term_of_limit = Term { value: value.clone(), ..term("", "上限", "", at) };
    let limit = ProofSide { value, ..side(both("上限", ""), vec![term_of_limit], "") };
    let budget = term("", "预算数", "50.00", Some(range_of(text, "50.00")));
    finding.proof = Some(Proof {
        left: limit,
        relation: "≤",
        right: side(both("预算数", ""), vec![budget], "50.00"),
        difference: Some("10 万元".to_owned()),
        tolerance: None,
    });
    insta::assert_snapshot!(drawn(&finding, Some(&source), PLAIN), @r#"
    错误[部门预算公开/某规则]  上限 60 万元 超过预算数 50.00 万元
       ╭─[a.txt:2:4]
     2 │ 上限    ≤600000 元
       ·         ─────┬────
       ·              ╰── 上限
       ╰────
       算式       上限    600000    元   :2:4
             应 ≤ 预算数      50.00      :1:5
                  相差        10    万元
    "#);
}

#[test]
fn the_very_end_and_nothing_at_all() {
    let text = "规则 甲 {\n  应当 合计 = 1";
    let source = source("甲.gouji", text);
    let end = TextRange::empty(text.len() as u32);
    let at_end = finding(
        both("缺少「}」", ""),
        vec![place(PlaceRole::Subject, both("这里应有「}」", ""), end)],
    );
    insta::assert_snapshot!(drawn(&at_end, Some(&source), PLAIN), @r#"
    错误[部门预算公开/某规则]  缺少「}」
       ╭─[甲.gouji:2:12]
     2 │   应当 合计 = 1
       ·                ▲
       ·                ╰── 这里应有「}」
       ╰────
    "#);
    let whole = finding(both("没有任何表格", ""), vec![]);
    insta::assert_snapshot!(drawn(&whole, Some(&source), PLAIN), @r#"
    错误[部门预算公开/某规则]  没有任何表格
       文件  甲.gouji
    "#);
}
