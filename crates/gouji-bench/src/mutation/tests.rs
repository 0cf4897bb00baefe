use super::{Coverage, Examination, FigureChange, Noticed, as_markdown, examine};
use gouji_document::RawDocument;
use gouji_workspace::{DocumentChoice, MemorySystem, RuleOptions, in_force};

const RULES: &str = "\
规则集 小 版本 “1” {}
量纲 重量 {
  克
  标注 “单位：{单位}”
}
记录 说明 {
  合计: 重量
  增减: 重量
  甲:   重量
  乙:   重量
}
表样 文字 填 说明 {
  节 含 “说明”
  句 “合计{合计}”
  句 “其中甲{甲}，乙{乙}”
  句 “比上次{±增减}”
}
规则 合计相符 { 对每个 说明  应当 合计 = 甲 + 乙 }
规则 增减宜少 { 对每个 说明  宜 增减 ≤ 0 克 }
";

const DOCUMENT: &str = "\
一、说明
合计30克，比上次减少5克。
其中甲10克，乙20克。
另有8克。
";

fn examined(document: &str, threads: usize) -> Examination {
    let system = MemorySystem::default().with("规则.gouji", RULES);
    let options = RuleOptions {
        paths: vec!["规则.gouji".into()],
        no_default_packs: true,
        ..RuleOptions::default()
    };
    let found = in_force(&system, None, &options, &DocumentChoice::Nothing);
    let raw = RawDocument::of_editor("文件.txt", "", document.into());
    examine(&found.packs, "文件.txt", &raw, threads)
}

fn outcomes(examination: &Examination, printed: &str, change: FigureChange) -> Vec<Noticed> {
    let text = &examination.text;
    let of_figure = |number: usize| examination.figures[number].printed(text) == printed;
    let changed =
        examination.mutations.iter().filter(|one| one.change == change && of_figure(one.figure));
    changed.map(|one| one.judgement.outcome).collect()
}

#[test]
fn each_figure_is_found_once() {
    let examination = examined(DOCUMENT, 1);
    let figures = examination.figures.iter();
    let found = figures.map(|one| (one.kind.field.as_str(), one.printed(&examination.text)));
    let expected = [("合计", "30"), ("增减", "5"), ("甲", "10"), ("乙", "20"), ("", "8")];
    assert_eq!(found.collect::<Vec<_>>(), expected);
}

#[test]
fn changes_are_told_by_the_rule_that_reads_the_figure() {
    let examination = examined(DOCUMENT, 1);
    for change in [FigureChange::LastDigitUp, FigureChange::TenTimes, FigureChange::TenThousandth] {
        assert_eq!(outcomes(&examination, "10", change), [Noticed::Told], "{change:?}");
    }
    assert_eq!(outcomes(&examination, "5", FigureChange::Direction), [Noticed::Told]);
    assert_eq!(outcomes(&examination, "5", FigureChange::LastDigitUp), [Noticed::Missed]);
    assert_eq!(outcomes(&examination, "8", FigureChange::LastDigitUp), [Noticed::Missed]);
    let mut tally = Coverage::default();
    tally.add(&examination);
    assert!(tally.rules["小/合计相符"].told > 10);
    assert!(as_markdown(&tally).contains("| 说明.增减 | 1 | 0/1 |"));
}

#[test]
fn a_finding_that_stood_already_masks_a_change() {
    let examination = examined(&DOCUMENT.replace("合计30", "合计31"), 1);
    assert_eq!(outcomes(&examination, "10", FigureChange::TenTimes), [Noticed::Masked]);
    // It mends the sum: the finding is gone, and nobody is told anything.
    assert_eq!(outcomes(&examination, "10", FigureChange::LastDigitUp), [Noticed::Missed]);
}

#[test]
fn it_comes_to_the_same_on_any_number_of_threads() {
    let [one, three] = [1, 3].map(|threads| examined(DOCUMENT, threads).mutations);
    assert_eq!(one, three);
    assert!(one.len() > 20);
}
