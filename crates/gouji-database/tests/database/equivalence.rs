//! After any sequence of edits, the database says what a fresh one says, and what the batch says.

use crate::common::{DOCUMENT, MORE_RULES, RULES, World};
use gouji_analysis::{Checker, PackText, RuleSet, RuleText};
use gouji_document::RawDocument;
use proptest::prelude::*;
use std::sync::Arc;

/// Edits in all: with `EDITS_PER_CASE` in a case, at least 10 000 in every run.
const CASES: u32 = 250;
const EDITS_PER_CASE: usize = 44;

/// What edits are made of: pieces of both kinds of text, and things that break them.
const PIECES: [&str; 57] = [
    "\n",
    "\t",
    " ",
    "1",
    "0",
    "9.5",
    "10.00",
    "30.00万元",
    "%",
    "≥",
    "≤",
    "项目名称\t",
    "预算数\t7\t",
    "指标\t指标值\n",
    "三、",
    "一、说明\n",
    "单位：万元\n",
    "应当 ",
    "规则 新 {\n  对每个 项目\n  应当 预算数 = 财政资金\n}\n",
    "}",
    "{",
    "“",
    "其中 ",
    "合计",
    "2021年预算",
    "支出计划\t3月底\t6月底\n",
    "——",
    "字",
    "\u{1}",
    "\u{fffd}",
    "\r",
    "\r\n",
    "\u{2028}",
    "\u{200b}",
    "注\t\n",
    "小计\t\t\t\n",
    "\t\t\n",
    "称呼 “{名称}{预算数}”\n",
    "做好工作。\u{200e}\n",
    // What the layout of the whole hangs on: contents, page numbers, running heads, numbering, wraps.
    "目录\n",
    "\n目 录\n1. 修路表\n2. 办学表……3\n",
    "\n- 3 -\n",
    "\n12\n",
    "\n第 3 页 共 9 页\n",
    "\n4/9\n某局预算\n",
    "\u{c}",
    "\n三、四线城市\n",
    "\n二、项目\n",
    "\n5. 8 万元\n",
    "\n3、其中：修路，\n办学。\n",
    "修路表\n",
    "10.0",
    "\n2、办学表\n",
    "\n目录\n一、说明\n1. 修路表\n2. 办学表\n二、项目\n",
    "\n注：本年没有，故为空表。\n",
    "\n说明：甲空表\t\t\n",
    "\n2021年修路表\n指标\t指标值\n长度\t5\n",
];

#[derive(Clone, Debug)]
struct Edit {
    /// 0, 1: a rule text; 2, 3: the document.
    target: usize,
    /// Where, as a part of the length in thousandths.
    at: usize,
    /// Characters taken out.
    removed: usize,
    inserted: &'static str,
}

fn edit() -> impl Strategy<Value = Edit> {
    let piece = prop::sample::select(&PIECES[..]);
    (0_usize..4, 0_usize..1000, prop_oneof![Just(0_usize), 0_usize..12], piece)
        .prop_map(|(target, at, removed, inserted)| Edit { target, at, removed, inserted })
}

fn apply(text: &str, edit: &Edit) -> String {
    let mut start = text.len() * edit.at / 1000;
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let end =
        text[start..].char_indices().nth(edit.removed).map_or(text.len(), |(at, _)| start + at);
    format!("{}{}{}", &text[..start], edit.inserted, &text[end..])
}

/// Forms that read contents lists, tables with a title and their notes.
const MORE_FORMS: &str = "\
记录 目录行 { 标题: 文本  序号: 整数  前号: 整数  级别: 整数  上级: 文本 }
表样 目录行 填 目录行 {
  提纲 于 目录 { 标题 → 标题  序号 → 序号  前号 → 前号  级别 → 级别  上级 → 上级 }
}
规则 目录连续 {
  对每个 目录行
  应当 序号 = 前号 + 1
  否则 “{级别} {上级}：{标题}”
}
记录 绩效表 { 年度: 整数  原因: 文本  行: 多个 绩效行 }
记录 绩效行 { 名: 文本  值: 文本 }
表样 绩效表 填 绩效表 {
  表名 “[{年度}年]修路表” 或 “办学表”
  明细 “指标” 为 名, “指标值” 为 值 → 行 { 行 “小计” 略 }
  注 “{_}空表” → 原因
}
规则 空表 {
  对每个 绩效表
  应当 计数(行) > 0
  否则 “{年度} {原因}”
}
";

/// The small pack, in which what a project is called hangs on more than the rules read.
fn with_names() -> String {
    let named = RULES
        .replace("  指标: 多个 指标项\n", "  指标: 多个 指标项\n  称呼 “{名称}（{财政资金}）”\n");
    format!("{named}{MORE_FORMS}")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: CASES, failure_persistence: None, max_shrink_iters: 64, ..ProptestConfig::default() })]

    #[test]
    fn incremental_equals_from_scratch(edits in prop::collection::vec(edit(), EDITS_PER_CASE)) {
        let rules = with_names();
        let mut texts = [rules.clone(), MORE_RULES.to_owned(), DOCUMENT.to_owned()];
        let mut world = World::new(&[&rules, MORE_RULES], DOCUMENT);
        for (number, edit) in edits.iter().enumerate() {
            let target = edit.target.min(2);
            texts[target] = apply(&texts[target], edit);
            match target {
                2 => world.set_document(&texts[2]),
                rule => world.set_rule(rule, &texts[rule]),
            }
            let incremental = world.outcome();
            // Comparing is dear: every fourth edit, and the last.
            if number % 4 == 3 || number + 1 == edits.len() {
                let fresh = World::new(&[&texts[0], &texts[1]], &texts[2]);
                let difference = first_difference(&incremental, &fresh.outcome());
                prop_assert!(difference.is_none(), "edit {number}: {difference:?}");
            }
        }
        let difference = first_difference(&world_rules(&world), &batch(&texts));
        prop_assert!(difference.is_none(), "batch: {difference:?}");
    }
}

/// The sample as a csv: cells with commas or quotation marks in quotation marks.
fn as_csv(text: &str) -> String {
    let cell = |cell: &str| match cell.contains([',', '"']) {
        true => format!("\"{}\"", cell.replace('"', "\"\"")),
        false => cell.to_owned(),
    };
    let line = |line: &str| line.split('\t').map(cell).collect::<Vec<_>>().join(",");
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

const CSV_CASES: u32 = 24;
const CSV_EDITS: usize = 24;
const CSV_PIECES: [&str; 12] = [
    ",",
    "\"",
    "\"\"",
    "\n",
    "\r\n",
    "9.5",
    "甲,乙",
    "\"a,\nb\"",
    ";",
    "一、说明\n",
    "\u{200b}",
    "合计,,\n",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: CSV_CASES, failure_persistence: None, max_shrink_iters: 64, ..ProptestConfig::default() })]

    #[test]
    fn edits_of_a_csv_are_those_of_a_fresh_one(
        edits in prop::collection::vec(
            (0_usize..1000, 0_usize..4, prop::sample::select(&CSV_PIECES[..])),
            CSV_EDITS,
        ),
    ) {
        let raw = |text: &str| RawDocument::of_editor("文件.csv", "", Arc::from(text));
        let mut text = as_csv(DOCUMENT);
        let mut world = World::new(&[RULES, MORE_RULES], "");
        for (at, removed, inserted) in edits {
            text = apply(&text, &Edit { target: 2, at, removed, inserted });
            world.set_raw(raw(&text));
            let incremental = world.outcome();
            let mut fresh = World::new(&[RULES, MORE_RULES], "");
            fresh.set_raw(raw(&text));
            let difference = first_difference(&incremental, &fresh.outcome());
            prop_assert!(difference.is_none(), "{difference:?}");
            let model = gouji_database::model(&world.database, world.document);
            prop_assert_eq!(model, raw(&text).read());
        }
    }
}

#[test]
fn a_csv_says_what_the_same_text_with_tabs_says() {
    let tabs = World::new(&[RULES, MORE_RULES], DOCUMENT);
    let mut csv = World::new(&[RULES, MORE_RULES], "");
    csv.set_raw(RawDocument::of_editor("文件.csv", "", as_csv(DOCUMENT).into()));
    let messages = |world: &World| -> Vec<String> {
        let report =
            gouji_database::document_report(&world.database, world.configuration, world.document);
        report.findings.iter().map(|finding| finding.message.chinese.clone()).collect()
    };
    assert!(!messages(&tabs).is_empty());
    assert_eq!(messages(&csv), messages(&tabs));
    // A document that was read already is as good.
    let read = RawDocument::of_editor("文件.csv", "", as_csv(DOCUMENT).into()).read();
    csv.set_raw(RawDocument::Read(read));
    assert_eq!(messages(&csv), messages(&tabs));
}

/// The first lines that differ.
fn first_difference(left: &str, right: &str) -> Option<(String, String)> {
    let (left, right): (Vec<&str>, Vec<&str>) = (left.lines().collect(), right.lines().collect());
    let same = left.iter().zip(&right).take_while(|(left, right)| left == right).count();
    // With what stands around it, since a range alone says little.
    let around = |lines: &[&str]| {
        let part = lines.get(same.saturating_sub(24)..lines.len().min(same + 6));
        part.unwrap_or_default().join("\n")
    };
    (left.len() != right.len() || same < left.len()).then(|| (around(&left), around(&right)))
}

/// What the batch counts for each rule.
fn batch(texts: &[String; 3]) -> String {
    let file = |name: &str, text: &str| RuleText { name: name.into(), text: Arc::from(text) };
    let pack = PackText { files: vec![file("0.gouji", &texts[0]), file("1.gouji", &texts[1])] };
    let rules = RuleSet::new(&[pack]);
    let document = gouji_document::read_text(Arc::from(texts[2].as_str()));
    let report = Checker::new(rules.program.clone()).check(&"文件.txt".into(), &document, &[]);
    format!("{:#?}\n{:#?}\n{:#?}", report.rules, report.findings, report.problems)
}

fn world_rules(world: &World) -> String {
    let report =
        gouji_database::document_report(&world.database, world.configuration, world.document);
    format!("{:#?}\n{:#?}\n{:#?}", report.rules, report.findings, report.problems)
}

/// A sample disclosure.
fn sample() -> String {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../tests/disclosures/bailu-culture-tourism-2021.txt"
    );
    std::fs::read_to_string(path).unwrap()
}

#[test]
fn the_shipped_packs_over_a_sample_disclosure() {
    let packs = gouji_packs::shipped();
    let text = sample();
    let mut world = World::shipped(&text);
    world.outcome();
    for (from, to) in [
        ("743.00", "733.00"),
        ("≥45 万元", "≤45 万元"),
        ("一、", "\n\n一、"),
        ("七、", "六、"),
        ("项目编码", "项目"),
    ] {
        let changed = text.replacen(from, to, 1);
        world.set_document(&changed);
        let fresh = World::shipped(&changed);
        assert_eq!(world.outcome(), fresh.outcome(), "{from} → {to}");
        let rules = RuleSet::new(&packs);
        let document = gouji_document::read_text(Arc::from(changed.as_str()));
        let report = Checker::new(rules.program.clone()).check(&"文件.txt".into(), &document, &[]);
        assert_eq!(format!("{:#?}", report.findings), {
            let report = gouji_database::document_report(
                &world.database,
                world.configuration,
                world.document,
            );
            format!("{:#?}", report.findings)
        });
    }
}

/// Edits that change nothing but how many digits figures show behind the point.
const DECIMAL_CASES: u32 = 8;
const DECIMAL_EDITS: usize = 40;

/// The figures of a text: runs of digits and points.
fn figures(text: &str) -> Vec<std::ops::Range<usize>> {
    let mut figures: Vec<std::ops::Range<usize>> = Vec::new();
    for (at, _) in text.match_indices(|it: char| it.is_ascii_digit() || it == '.') {
        match figures.last_mut() {
            Some(last) if last.end == at => last.end = at + 1,
            _ => figures.push(at..at + 1),
        }
    }
    figures
}

/// The text with another number of decimals in one of its figures.
fn with_decimals(text: &str, figure: usize, decimals: usize) -> String {
    let figures = figures(text);
    let figure = figures[figure * figures.len() / 1000].clone();
    let whole = text[figure.clone()].split('.').next().unwrap_or_default();
    let written = match decimals {
        0 => whole.to_owned(),
        _ => format!("{whole}.{}", &"250000"[..decimals]),
    };
    format!("{}{written}{}", &text[..figure.start], &text[figure.end..])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: DECIMAL_CASES, failure_persistence: None, max_shrink_iters: 64, ..ProptestConfig::default() })]

    #[test]
    fn edits_of_decimals_are_those_of_a_fresh_run(
        edits in prop::collection::vec((0_usize..1000, 0_usize..7), DECIMAL_EDITS),
    ) {
        let rules = RuleSet::new(&gouji_packs::shipped());
        let checker = Checker::new(rules.program);
        let mut text = sample();
        let mut world = World::shipped(&text);
        for (number, (figure, decimals)) in edits.into_iter().enumerate() {
            text = with_decimals(&text, figure, decimals);
            world.set_document(&text);
            let incremental =
                gouji_database::document_report(&world.database, world.configuration, world.document);
            if number % 4 == 3 {
                let document = gouji_document::read_text(Arc::from(text.as_str()));
                let fresh = checker.check(&"文件.txt".into(), &document, &[]);
                let told = |findings: &[_]| format!("{findings:#?}");
                for (one, other) in
                    [(&incremental.findings, &fresh.findings), (&incremental.rounded, &fresh.rounded)]
                {
                    let difference = first_difference(&told(one), &told(other));
                    prop_assert!(difference.is_none(), "edit {number}: {difference:?}");
                }
            }
        }
    }
}

/// Edits of a document of many pieces; the cuts between them move, go and come.
const LONG_CASES: u32 = 12;
const LONG_EDITS: usize = 60;

proptest! {
    #![proptest_config(ProptestConfig { cases: LONG_CASES, failure_persistence: None, max_shrink_iters: 64, ..ProptestConfig::default() })]

    #[test]
    fn pieces_put_together_are_the_document(edits in prop::collection::vec(edit(), LONG_EDITS)) {
        let packs = gouji_packs::shipped();
        let mut text = sample();
        let mut world = World::shipped(&text);
        for edit in &edits {
            text = apply(&text, edit);
            world.set_document(&text);
            let (database, configuration) = (&world.database, world.configuration);
            let whole = gouji_document::read_text(Arc::from(text.as_str()));
            prop_assert_eq!(&*gouji_database::model(database, world.document), &whole);
            let reader = gouji_database::reader(database, configuration);
            let plans = reader.plan(&gouji_facts::Index::new(&reader, &whole.body));
            let regions = plans.regions.iter().map(|planned| planned.region);
            let said = plans.said.iter().map(|(region, _)| *region);
            let mut expected: Vec<_> = regions.chain(said).collect();
            expected.sort_by_key(|region| region.form);
            let planned = gouji_database::planned(database, configuration, world.document);
            let found: Vec<_> = planned.regions.iter().map(|planned| planned.region).collect();
            prop_assert_eq!(found, expected);
        }
        let report = Checker::new(RuleSet::new(&packs).program).check(
            &"文件.txt".into(),
            &gouji_document::read_text(Arc::from(text.as_str())),
            &[],
        );
        let batch = format!("{:#?}\n{:#?}\n{:#?}", report.rules, report.findings, report.problems);
        let difference = first_difference(&world_rules(&world), &batch);
        prop_assert!(difference.is_none(), "{difference:?}");
    }
}

#[test]
fn why_a_ruleset_does_not_apply_stands_where_the_document_says_so() {
    let before = DOCUMENT.replace("2021年项目支出", "2001年预算，项目支出");
    // The form reads a region that does not begin where the document does.
    let rules = RULES.replace("  句 “{年度}年预算”", "  节 含 “说明”\n  句 “{年度}年预算”");
    let mut world = World::new(&[&rules, MORE_RULES], &before);
    world.outcome();
    // The place moves, and nothing that means anything changes.
    let after = format!("又一行\n\n{before}");
    world.set_document(&after);
    let told = world_rules(&world);
    assert!(told.contains("document/pack-does-not-apply"), "{told}");
    assert_eq!(told, batch(&[rules, MORE_RULES.to_owned(), after]));
}

#[test]
fn what_several_forms_read_of_the_document_is_one_record_in_both() {
    let rules = "规则集 部门预算 { 自述 文件, 年度在 年度  适用 年度 ≥ 2017 }\n\
        记录 文件 { 年度: 整数  单位: 文本 }\n\
        记录 收入 { 合计: 整数 }\n\
        表样 标题 填 文件 { 句 “{年度}年部门预算” }\n\
        表样 落款 填 文件 { 句 “编制单位：{单位}，{年度}年” }\n\
        表样 收入 填 收入 { 句 “收入{合计}元” }\n\
        规则 是民政局 { 对每个 收入  应当 文件.单位 = “民政局” }\n\
        规则 一条 { 对每个 文件  应当 年度 > 2020 }\n"
        .to_owned();
    let texts = [
        "2021年部门预算\n收入5元\n编制单位：民政局，2021年\n",
        "又一行\n2021年部门预算\n收入5元\n编制单位：教育局，2020年\n",
        "2021年部门预算\n收入5元\n",
        "收入5元\n编制单位：民政局，2021年\n",
        "2016年部门预算\n收入5元\n编制单位：民政局，2021年\n",
    ];
    let mut world = World::new(&[&rules], texts[0]);
    for text in texts {
        world.set_document(text);
        assert_eq!(world_rules(&world), batch(&[rules.clone(), String::new(), text.to_owned()]));
    }
    assert!(!world_rules(&world).contains("described-differently"), "it does not apply");
    world.set_document(texts[1]);
    assert!(world_rules(&world).contains("described-differently"));
}

#[test]
fn records_meet_their_partners_the_same_in_both() {
    let rules = "记录 科目 { 码: 文本  数: 整数 }\n\
        记录 甲表 { 科目: 多个 科目 }\n记录 乙表 { 科目: 多个 科目 }\n\
        表样 甲 填 甲表 { 表名 “甲表”  明细 “码” 为 码, “数” 为 数 → 科目 }\n\
        表样 乙 填 乙表 { 表名 “乙表”  明细 “码” 为 码, “数” 为 数 → 科目 }\n\
        规则 相同 { 对每个 甲表.科目 对应 乙表.科目 为 彼 按 码  应当 数 = 彼.数 }\n\
        规则 成对 { 对每个 甲表.科目 对应 乙表.科目 为 彼 按 码 须成对  应当 数 > 0 }\n"
        .to_owned();
    let texts = [
        "甲表\n码\t数\n1\t2\n2\t3\n\n乙表\n码\t数\n1\t2\n2\t3\n",
        // A partner that changes, one that goes, one that comes twice, one that nobody asks for.
        "甲表\n码\t数\n1\t2\n2\t3\n\n乙表\n码\t数\n1\t2\n2\t4\n",
        "又一行\n\n甲表\n码\t数\n1\t2\n2\t3\n\n乙表\n码\t数\n1\t2\n",
        "甲表\n码\t数\n1\t2\n2\t3\n\n乙表\n码\t数\n1\t2\n1\t2\n3\t5\n",
        "甲表\n码\t数\n1\t2\n2\t3\n",
    ];
    let mut world = World::new(&[&rules], texts[0]);
    for text in texts {
        world.set_document(text);
        assert_eq!(world_rules(&world), batch(&[rules.clone(), String::new(), text.to_owned()]));
    }
}

/// Forms that read every place where they match take turns in a document.
#[test]
fn places_of_several_forms_are_all_found_in_pieces() {
    let line =
        "按石人社字[2019]2号，2021年11月30日前办结；按石高工（2020）39号，2021年6月30日前办结。\n";
    let text = format!("{}\n{}", sample(), line.repeat(20));
    let world = World::shipped(&text);
    let planned = gouji_database::planned(&world.database, world.configuration, world.document);
    let count = |wanted: &str| {
        let regions = planned.regions.iter().map(|planned| planned.region.range);
        let texts = regions.map(|range| &text[range.start as usize..range.end as usize]);
        texts.filter(|text| *text == wanted).count()
    };
    for wanted in ["[2019]2号", "（2020）39号", "2021年11月30日", "2021年6月30日"] {
        assert_eq!(count(wanted), 20, "{wanted}");
    }
}
