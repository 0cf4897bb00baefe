//! Documents and rules that are hostile or wrong at large: one clear message each, work that grows with
//! what there is, nothing in silence.

use gouji::{Checker, DocumentReport, Rules};

const RECORDS: &str = "量纲 金额 { 元  标注 “单位：{_}” }\n\
    记录 表 { 行们: 多个 行记 }\n\
    记录 行记 { 编码: 文本  金额: 金额 }\n\
    规则 有金额 { 对每个 行记  应当 金额 > 0 }\n";
const FORM: &str =
    "表样 支出表 填 表 { 表名 “支出表”  明细 “编码” 为 编码, “金额” 为 金额 → 行们 }\n";

fn checker(rules: &[&str]) -> Checker {
    Checker::new(Rules::builder().file("规则.gouji", &rules.concat()).build().expect("sound rules"))
}

fn passed(report: &DocumentReport) -> usize {
    report.rules.iter().map(|rule| rule.passed).sum()
}

/// What is said of a document, in Chinese, notes too.
fn said(report: &DocumentReport) -> Vec<&str> {
    let all = report.findings.iter().chain(&report.problems);
    all.map(|said| said.message.chinese.as_str()).collect()
}

#[test]
fn ten_thousand_tables_are_read_and_said_once() {
    let checker = checker(&[RECORDS, FORM]);
    let table = |code: usize| format!("支出表\n单位：元\n编码\t金额\n{code}\t5\n乙\t6\n\n");
    let different: String = (0..10_000).map(table).collect();
    let report = checker.check("文件.txt", different);
    assert_eq!(passed(&report), 20_000);
    assert_eq!(said(&report), ["支出表：有 10000 张表都叫「支出表」，内容不同，都读了"]);
    let report = checker.check("文件.txt", table(7).repeat(10_000));
    assert_eq!(passed(&report), 2);
    assert_eq!(said(&report), ["支出表印了 10000 遍，没有不同的数；只读最全的一遍"]);
}

#[test]
fn a_heading_over_many_columns_is_not_guessed() {
    let checker = checker(&[RECORDS, FORM]);
    let table = |columns: usize| {
        let (headings, figures) = ("\t金额".repeat(columns), "\t5".repeat(columns));
        format!("支出表\n单位：元\n编码{headings}\n甲{figures}\n")
    };
    let report = checker.check("文件.txt", table(600));
    assert_eq!(passed(&report), 0);
    let told = "支出表：「支出表」的表头里「金额」有 600 列都合，分不出是哪一列，这张表没有读";
    assert!(said(&report).iter().any(|said| said.starts_with(told)), "{:?}", said(&report));
    let report = checker.check("文件.txt", table(12_800));
    assert_eq!(passed(&report), 0);
    assert!(said(&report).iter().any(|said| said.contains("单元格多于能够读取的数目")));
}

#[test]
fn two_forms_that_claim_one_table_are_both_named() {
    let again = "表样 又一 填 表 { 表名 “支出表”  明细 “编码” 为 编码, “金额” 为 金额 → 行们 }\n";
    let checker = checker(&[RECORDS, FORM, again]);
    let report = checker.check("文件.txt", "支出表\n单位：元\n编码\t金额\n甲\t5\n");
    assert_eq!(said(&report), ["「支出表」和「又一」两张表样都认这张表，两边都读了"]);
}

#[test]
fn a_title_without_a_table_is_said() {
    let report = checker(&[RECORDS, FORM]).check("文件.txt", "支出表\n单位：元\n一段文字。\n");
    assert!(said(&report).contains(&"支出表：「支出表」下面没有表"), "{:?}", said(&report));
}

#[test]
fn levels_that_jump_hang_on_the_nearest_and_are_said() {
    let form = "表样 支出表 填 表 { 明细 “编码” 为 编码, “金额” 为 金额 → 行们 {\n\
        分级 行们 按 编码 长 3, 5, 7 } }\n\
        规则 类 { 对每个 行记 其中 有(下级)  应当 金额 = 合计(下级.金额) }\n";
    let text = "单位：元\n编码\t金额\n201\t5\n2010101\t5\n2020101\t7\n20\t1\n";
    let report = checker(&[RECORDS, form]).check("文件.txt", text);
    let told = said(&report);
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told[0].contains("没有「2010101」的上一级，这样的共 2 行"), "{told:?}");
    assert!(told[1].contains("「20」不像编码"), "{told:?}");
}

#[test]
fn a_pattern_that_fits_everywhere_is_read_everywhere() {
    let rules = "记录 点 { 数: 整数 }\n规则 一 { 对每个 点  应当 数 > 0 }\n\
        表样 点 填 点 { 逐处 “{数}” }\n";
    let report = checker(&[rules]).check("文件.txt", "1 ".repeat(20_000));
    assert_eq!(passed(&report), 20_000);
}

#[test]
fn a_table_goes_on_below_a_caption_that_is_printed_again() {
    let checker = checker(&[RECORDS, FORM]);
    let text = "支出表\n单位：元\n编码\t金额\n甲\t5\n\u{c}\n— 2 —\n单位：元\n乙\t6\n丙\t7\n";
    let report = checker.check("文件.txt", text);
    assert_eq!((passed(&report), said(&report).len()), (3, 0));
    // Another unit is another table's.
    let other = text.replace("2 —\n单位：元", "2 —\n单位：千克");
    assert_eq!(passed(&checker.check("文件.txt", other)), 1);
}

#[test]
fn words_that_keep_beginning_a_sentence_cost_no_more_than_their_length() {
    let rules = "记录 甲 { 数: 整数  乙: 整数 }\n规则 一 { 对每个 甲  应当 数 > 0 }\n\
        表样 甲 填 甲 { 句 “收入{数}元{_}支出{乙}元{_}结余{_}完” }\n";
    let report = checker(&[rules]).check("文件.txt", "收入5元支出".repeat(13_000));
    assert!(report.not_checked.is_some());
}

#[test]
fn rules_that_are_wrong_say_so_where_they_are() {
    let problems = |text: &str| -> Vec<String> {
        let built = Rules::builder().file("规则.gouji", text).build();
        let broken = built.expect_err("broken rules");
        broken.problems().map(|problem| problem.message.chinese.clone()).collect()
    };
    let formats = "规则集 甲 { 数的写法 { 千分 “,” 小数 “,” } }\n";
    assert_eq!(
        problems(&[formats, RECORDS, FORM].concat()),
        ["千分和小数用了同一个符号，1.234 就有两种读法"]
    );
    let endless = "示例 表样 支出表 {\n  文本 \"\"\"\n    支出表\n  读出 { }\n}\n";
    let told = problems(&[RECORDS, FORM, endless].concat());
    assert_eq!(told, ["这段文本没有合上：后面缺「\"\"\"」"]);
}
