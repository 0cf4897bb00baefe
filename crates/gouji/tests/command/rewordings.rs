//! What departments word or lay out in other ways is read all the same: a document has the findings that
//! it had, and every comparison that held still holds, or says that it cannot tell.

use crate::support::root;
use gouji::{Checker, DocumentReport, Rules};
use std::collections::BTreeMap;

/// The documents that are reworded: one without a finding, and one with several.
const DOCUMENTS: [&str; 3] =
    ["qinghe-civil-affairs-2022", "bailu-culture-tourism-2021", "songpi-education-sports-2022"];

/// Other words for the same: what stands in the samples, and what others write there. `{}` is what stands
/// between two parts, and stays.
const WORDS: &[(&str, &[&str])] = &[
    // Totals.
    (
        "年预算收入{}万元，其中",
        &[
            "年收入总计{}万元，其中",
            "年度收入预算为{}万元，其中",
            "年收入合计{}万元，其中",
            "年度预算总收入{}万元，其中",
            "年预算收入共计{}万元，其中",
            "年本年收入合计{}万元，其中",
        ],
    ),
    (
        "年支出预算{}万元，其中",
        &[
            "年支出总计{}万元，其中",
            "年预算总支出{}万元，其中",
            "年预算支出{}万元，其中",
            "年支出合计{}万元，其中",
            "年度支出预算为{}万元，其中",
            "年支出预算共{}万元，其中",
        ],
    ),
    // Sources.
    (
        "一般公共预算收入{}万元",
        &[
            "一般公共预算财政拨款{}万元",
            "一般公共预算拨款收入{}万元",
            "财政拨款收入{}万元",
            "一般公共预算财政拨款收入{}万元",
        ],
    ),
    (
        "基金预算收入{}万元",
        &[
            "政府性基金预算财政拨款收入{}万元",
            "政府性基金收入{}万元",
            "政府性基金预算收入{}万元",
            "政府性基金预算拨款收入{}万元",
        ],
    ),
    (
        "国有资本经营预算拨款收入{}万元",
        &["国有资本经营预算收入{}万元", "国有资本经营预算财政拨款收入{}万元"],
    ),
    (
        "财政专户核拨收入{}万元",
        &["财政专户管理资金收入{}万元", "财政专户核拨资金{}万元", "财政专户管理资金{}万元"],
    ),
    (
        "其他来源收入{}万元",
        &["其它收入{}万元", "其他收入{}万元", "其他资金{}万元", "其它来源收入{}万元"],
    ),
    (
        "上年结转{}万元",
        &["上年结转资金{}万元", "上年结转结余{}万元", "上年结转收入{}万元", "上年结转和结余{}万元"],
    ),
    // Changes.
    ("年预算减少{}万元", &["年预算下降{}万元", "年预算降低{}万元", "年减少{}万元"]),
    ("年预算增加{}万元", &["年预算增长{}万元", "年预算上升{}万元", "年增加{}万元"]),
    (
        "基本支出增加{}万元",
        &["基本支出较上年增加{}万元", "基本支出同比增加{}万元", "基本支出比上年增长{}万元"],
    ),
    (
        "项目支出减少{}万元",
        &["项目支出同比减少{}万元", "项目支出较上年减少{}万元", "项目支出比去年下降{}万元"],
    ),
    ("与2021年预算持平", &["与2021年持平", "与上年持平", "较上年持平"]),
    // Sections.
    ("收入说明\n", &["收入情况说明\n", "部门收入说明\n", "收入预算说明\n"]),
    ("支出说明\n", &["支出情况说明\n", "支出预算说明\n"]),
    ("比上年增减情况\n", &["与上年相比增减情况\n", "比上年增减变化情况\n"]),
    ("机关运行经费安排情况\n", &["机关运行经费情况\n", "机关运行经费预算安排情况\n"]),
    (
        "机关运行经费支出预算{}万元",
        &[
            "机关运行经费预算{}万元",
            "机关运行经费{}万元",
            "机关运行经费预算安排{}万元",
            "机关运行经费共计{}万元",
        ],
    ),
    // 三公.
    (
        "“三公”经费预算安排{}万元",
        &[
            "“三公”经费预算{}万元",
            "“三公”经费预算合计{}万元",
            "“三公”经费共计{}万元",
            "“三公”经费预算安排为{}万元",
        ],
    ),
    (
        "因公出国（境）费{}万元",
        &["因公出国（境）经费{}万元", "因公出国(境)费用{}万元", "因公出国（境）费预算{}万元"],
    ),
    (
        "公务用车购置及运维费{}万元",
        &[
            "公务用车购置及运行维护费{}万元",
            "公务用车购置及运行费{}万元",
            "公务用车购置和运行维护费{}万元",
        ],
    ),
    ("公务用车运维费{}万元", &["公务用车运行维护费{}万元", "公务用车运行费{}万元"]),
    ("公务接待费预算{}万元", &["公务接待费{}万元", "公务接待费为{}万元", "公务接待费用{}万元"]),
    // Projects.
    ("其他资金\t", &["其它资金\t", "其他 资金\t"]),
    ("财政资金\t", &["财政拨款\t", "财政性资金\t"]),
    ("月底\t", &["月末\t", "月底前\t", " 月 底\t"]),
    ("资金支出计划", &["支出进度", "进度计划", "支出计划", "资金支出进度计划"]),
    ("\n效益指标", &["\n效果指标"]),
    ("三级指标\t", &["三级 指标\t"]),
    ("指标值\t指标值确定依据", &["指标值\t依据", "指标值\t指标值设定依据", "指标值"]),
    ("≥", &["≧", ">="]),
    ("≤", &["≦", "<="]),
    // Titles.
    ("部门 预算 信息公开", &["部门预算信息公开", "部门预算公开", "单位预算信息公开"]),
    ("绩效目标表\n", &["\n绩效目标表\n", " 绩效目标表\n", "项目绩效目标表\n"]),
    ("政府采购预算情况\n", &["政府采购情况\n", "政府采购预算安排情况\n"]),
    // The procurement table.
    ("小计\t", &["小 计\t"]),
];

/// What a layout is called, and what it makes of a text.
type Layout = (&'static str, fn(&str) -> String);

/// Other layouts of the same.
const LAYOUTS: &[Layout] = &[
    ("blank lines", |text| text.replace("\n\n", "\n\n\n")),
    ("no blank lines", |text| text.replace("\n\n", "\n")),
    ("trailing tabs", |text| rows(text, |line| format!("{line}\t"))),
    ("full width", |text| text.replace('(', "（").replace(')', "）").replace('%', "％")),
    ("half width", |text| text.replace('（', "(").replace('）', ")")),
    ("full-width digits", full_width),
    ("page numbers", page_numbers),
    ("wraps", |text| lines(text, wrapped)),
    ("an extra column", |text| rows(text, |line| format!("{line}\t备注"))),
    ("a row of column numbers", |text| {
        lines(text, |line| match line.starts_with("一级指标\t") {
            true => format!("{line}\n栏次\t1\t2\t3\t4\t5"),
            false => line.to_owned(),
        })
    }),
    ("a note behind tables", |text| text.replace("\n\n六、", "\n注：以上金额单位为万元。\n\n六、")),
    ("spaces between words", |text| text.replace("万元", " 万元")),
];

fn lines(text: &str, change: impl Fn(&str) -> String) -> String {
    text.split('\n').map(change).collect::<Vec<_>>().join("\n")
}

fn rows(text: &str, change: impl Fn(&str) -> String) -> String {
    lines(text, |line| if line.contains('\t') { change(line) } else { line.to_owned() })
}

/// The digits of amounts in running text, wide.
fn full_width(text: &str) -> String {
    let wide = |it: char| char::from_u32(it as u32 - '0' as u32 + '０' as u32).unwrap_or(it);
    lines(text, |line| match line.contains('\t') || line.contains("项目") {
        true => line.to_owned(),
        false => line.chars().map(|it| if it.is_ascii_digit() { wide(it) } else { it }).collect(),
    })
}

/// A page number on a line of its own between some lines.
fn page_numbers(text: &str) -> String {
    let mut changed = String::new();
    for (number, line) in text.split('\n').enumerate() {
        changed.push_str(line);
        changed.push('\n');
        if number % 40 == 39 {
            changed.push_str(&format!("— {} —\n", number / 40 + 1));
        }
    }
    changed
}

/// A long line of text broken at the width of a page.
fn wrapped(line: &str) -> String {
    const WIDTH: usize = 42;
    if line.contains('\t') || line.contains("绩效目标表") {
        return line.to_owned();
    }
    let characters: Vec<char> = line.chars().collect();
    let parts = characters.chunks(WIDTH).map(|part| part.iter().collect::<String>());
    parts.collect::<Vec<_>>().join("\n")
}

/// A text in which words are said otherwise, wherever they stand; `None` where they do not.
fn reworded(text: &str, words: &str, other: &str) -> Option<String> {
    let Some((before, behind)) = words.split_once("{}") else {
        return text.contains(words).then(|| text.replace(words, other));
    };
    let (other_before, other_behind) = other.split_once("{}").expect("a place for what stays");
    let mut changed = String::new();
    let mut rest = text;
    let mut found = false;
    while let Some(at) = rest.find(before) {
        let start = at + before.len();
        let amount = rest[start..].find(behind).filter(|length| {
            let amount = &rest[start..start + length];
            amount
                .chars()
                .all(|it| it.is_ascii_digit() || ". ,，０１２３４５６７８９．".contains(it))
        });
        let Some(length) = amount else {
            changed.push_str(&rest[..start]);
            rest = &rest[start..];
            continue;
        };
        changed.push_str(&rest[..at]);
        for part in [other_before, &rest[start..start + length], other_behind] {
            changed.push_str(part);
        }
        rest = &rest[start + length + behind.len()..];
        found = true;
    }
    changed.push_str(rest);
    found.then_some(changed)
}

/// Choices that look random and are the same for the same seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % most as u64) as usize
    }
}

/// Two rules of which one holds where the other does not apply: which, depends on the words for 财政拨款.
fn rule_of(name: &str) -> &str {
    name.strip_suffix("财政拨款与各项来源").map_or(name, |_| "部门预算公开/收入合计")
}

/// What rules came to: for each how often it passed and how often it could not be decided.
fn outcomes(report: &DocumentReport) -> BTreeMap<String, (usize, usize)> {
    let mut found: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for rule in &report.rules {
        let counts = found.entry(rule_of(&rule.rule).to_owned()).or_default();
        *counts = (counts.0 + rule.passed, counts.1 + rule.undetermined);
    }
    found
}

/// The findings at lines that rules point at, by rule, and how many.
fn findings(report: &DocumentReport) -> BTreeMap<String, usize> {
    let mut found = BTreeMap::new();
    for finding in &report.findings {
        if finding.severity > gouji::Severity::Note {
            *found.entry(rule_of(finding.code.as_str()).to_owned()).or_insert(0) += 1;
        }
    }
    found
}

/// What a changed document says that it should not, and what it lost.
fn wrong(before: &DocumentReport, after: &DocumentReport, ways: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    let (old, new) = (findings(before), findings(after));
    for (code, count) in &new {
        if count > old.get(code).unwrap_or(&0) {
            let said = after.findings.iter().rfind(|finding| finding.code.as_str() == code);
            let said = said.map_or("", |finding| &finding.message.chinese);
            wrong.push(format!("{ways}\n    false: {code}: {said}"));
        }
    }
    let now = outcomes(after);
    for (rule, (passed, _)) in outcomes(before) {
        let (passes, undetermined) = now.get(&rule).copied().unwrap_or_default();
        if passes + undetermined < passed {
            wrong.push(format!("{ways}\n    lost: {rule}: {passed} → {passes} + {undetermined}"));
        }
    }
    wrong
}

struct Document {
    text: String,
    report: DocumentReport,
}

fn documents(checker: &Checker) -> Vec<Document> {
    let read = |name: &&str| {
        let path = root().join(format!("tests/disclosures/{name}.txt"));
        let text = std::fs::read_to_string(path).expect("a sample").replace('\r', "");
        let report = checker.check("文件.txt", text.as_str());
        Document { text, report }
    };
    DOCUMENTS.iter().map(read).collect()
}

#[test]
fn each_other_word_and_layout_by_itself_changes_nothing() {
    let checker = Checker::new(Rules::shipped());
    let mut all = Vec::new();
    let mut tried = 0;
    for document in documents(&checker) {
        let words =
            WORDS.iter().flat_map(|(words, others)| others.iter().map(move |it| (words, it)));
        let reworded = words.filter_map(|(words, other)| {
            let text = reworded(&document.text, words, other)?;
            Some((format!("{words} → {other}"), text))
        });
        let laid_out =
            LAYOUTS.iter().map(|(name, change)| ((*name).to_owned(), change(&document.text)));
        for (ways, text) in reworded.chain(laid_out) {
            tried += 1;
            let after = checker.check("文件.txt", text.as_str());
            all.extend(wrong(&document.report, &after, &ways));
        }
    }
    assert!(tried > 200, "{tried}");
    assert!(all.is_empty(), "{} of {tried}\n{}", all.len(), all.join("\n"));
}

#[test]
fn other_words_and_layouts_together_change_nothing() {
    const SEEDS: u64 = 60;
    let checker = Checker::new(Rules::shipped());
    let documents = documents(&checker);
    let mut all = Vec::new();
    for seed in 0..SEEDS {
        let mut dice = Dice(seed * 2 + 1);
        let document = &documents[dice.below(documents.len())];
        let mut text = document.text.clone();
        let mut ways = vec![format!("seed {seed}")];
        for (words, others) in WORDS {
            let other = others[dice.below(others.len())];
            if dice.below(3) == 0
                && let Some(changed) = reworded(&text, words, other)
            {
                text = changed;
                ways.push(format!("{words} → {other}"));
            }
        }
        for (name, change) in LAYOUTS {
            if dice.below(4) == 0 {
                text = change(&text);
                ways.push((*name).to_owned());
            }
        }
        let after = checker.check("文件.txt", text.as_str());
        all.extend(wrong(&document.report, &after, &ways.join("; ")));
    }
    assert!(all.is_empty(), "{}", all.join("\n"));
}
