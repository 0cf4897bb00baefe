//! Any text gives a program, whole and in bounds.

use super::{BASE, Checked, unparsed_packs};
use crate::form::{Clause, RowTarget};
use crate::{FieldKind, RuleState};

const PACK: &str = include_str!("pack.gouji");

/// What most constructs of the language occur in.
const RULES: &str = "
引用 甲
定义 人均(额, 数) = 额 ÷ 数
定义 重点 = 预算数 ≥ 100 万元
规则集 甲 版本 “1” { 依据 《某法》
  自述 文件，年度在 年度
  适用 文种 = “部门预算” 且 年度 ≥ 2017 }
规则 甲 {
  自 2020-01-01 起
  至 2022年12月31日 止
  对每个 项目.指标 其中 类别 = “成本” 且 指标值 可量化 按 项目, 类别
  设 额 = 合计(分值 其中 指标值 有上限)
  当 额 缺省 0 > 3
  应当 人均(项目.预算数, 项目.面积) ≤ 350 元/平方米 误差 0.5 元/平方米
  否则 “「{项目.名称}」{末(项目.计划)}”
  指向 指标值
  修正 指标值.方向 为 “≤”
}
规则 乙 {
  对每个 采购 按 名称, 单位
  宜 合计(数量 × 单价) = 合计(金额) 且 都(采购, 金额 > 0) 且 有(项目 其中 项目.名称 = 名称)
  不宜 唯一(单位) 或 若 名称 匹配 “{_}[（甲｜乙）]” 则 真 否则 名称 不属于 [“甲”, “乙”]
}
表样 另一表 填 采购 {
  上文 “{单位} {_}”
  明细 “名称” 或 “名目/名称” 为 名称, 可缺 “金额” { 行 “{名称}小计” → 本表 其下  行 “注” 略  续上 名称  空白 视为 0 于 金额 }
}
示例 甲 { 合格 项目 { 名称: “一”, 计划: [25%, 空白], 指标: [ { 类别: “乙” }, { 分值: 3 } ] }  不合格 采购 { 金额: — } “反” }
";

/// A small generator of numbers; the same every time.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }
}

/// Words and signs of a text, so that changes stay near what is written.
fn tokens(text: &str) -> Vec<String> {
    let mut tokens: Vec<String> = Vec::new();
    let mut in_word = false;
    for character in text.chars() {
        let word = character.is_alphanumeric() || character == '_';
        match tokens.last_mut() {
            Some(last) if word && in_word => last.push(character),
            _ => tokens.push(character.to_string()),
        }
        in_word = word;
    }
    tokens
}

fn changed(tokens: &[String], random: &mut Random) -> String {
    let mut changed = tokens.to_vec();
    for _ in 0..=random.below(4) {
        let (at, other) = (random.below(changed.len()), random.below(changed.len()));
        match random.below(5) {
            0 => drop(changed.remove(at)),
            1 => changed.insert(at, tokens[random.below(tokens.len())].clone()),
            2 => changed.swap(at, other),
            3 => changed[at] = tokens[random.below(tokens.len())].clone(),
            // A stretch moves.
            _ => {
                let end = (at + random.below(12)).min(changed.len());
                let moved: Vec<String> = changed.drain(at..end).collect();
                let to = random.below(changed.len() + 1);
                changed.splice(to..to, moved);
            }
        }
    }
    changed.concat()
}

/// Places are places of the text, and numbers of fields and records are of those there are.
fn hold(checked: &Checked) {
    for problem in &checked.problems {
        let hold_place = |place: &crate::SourcePlace| {
            let file = place.file.0 as usize;
            let item = &checked.trees[file].items[place.item as usize];
            let range = place.range.shifted(item.start).to_usize();
            assert!(checked.texts[file].get(range).is_some(), "{problem:?}");
        };
        assert!(!problem.places.is_empty(), "{problem:?}");
        problem.places.iter().for_each(|place| hold_place(&place.at));
        problem.edits().for_each(|edit| hold_place(&edit.at));
        assert!(!problem.message.chinese.is_empty() && !problem.message.english.is_empty());
    }
    let program = &checked.program;
    for record in &program.records {
        for field in &record.fields {
            if let FieldKind::List(member) = field.kind {
                assert!(program.records.len() > usize::from(member.0));
            }
        }
        let mut above = 0;
        let mut parent = record.parent;
        while let Some((id, field)) = parent {
            assert!(matches!(program.field(id, field).kind, FieldKind::List(_)));
            parent = program.record(id).parent;
            above += 1;
            assert!(above < 40, "records in a circle");
        }
    }
    for form in &program.forms {
        for clause in &form.clauses {
            let Clause::Grid(grid) = clause else { continue };
            for kind in &grid.kinds {
                assert_eq!(kind.columns.len(), grid.columns.len());
                if let RowTarget::List { record, .. } = kind.target {
                    kind.columns.iter().flatten().for_each(|field| {
                        program.field(record, *field);
                    });
                }
            }
        }
    }
    for rule in &program.rules {
        if rule.state == RuleState::Sound {
            assert!(!rule.obligations.is_empty());
        }
    }
}

#[test]
fn changed_packs_are_checked_without_panic() {
    let all = format!("{BASE}{RULES}");
    let sound = unparsed_packs(&[&all, PACK]);
    assert_eq!(sound.errors(), Vec::<String>::new(), "{:#?}", sound.problems);
    hold(&sound);
    let texts = [tokens(&all), tokens(PACK)];
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let mut erroneous = 0;
    for round in 0..200 {
        let text = changed(&texts[round % 2], &mut random);
        let checked = unparsed_packs(&[&text, if round % 3 == 0 { PACK } else { "" }]);
        hold(&checked);
        erroneous += usize::from(!checked.problems.is_empty());
    }
    assert!(erroneous > 100, "the changes change something: {erroneous}");
}

#[test]
fn any_end_of_a_text_is_checked_without_panic() {
    let all = format!("{BASE}{RULES}");
    for (offset, _) in all.char_indices().filter(|(offset, _)| offset % 7 == 0) {
        hold(&unparsed_packs(&[&all[..offset]]));
    }
}

#[test]
fn long_and_deep_expressions_are_refused_in_good_order() {
    // The parser refuses what is too long in one piece; definitions put pieces together.
    let sum = vec!["件数"; 100].join(" + ");
    let defined = |uses: &str| {
        let text = format!(
            "定义 一 = {sum}\n定义 二 = 一 + {sum}\n定义 三 = 二 + {sum}\n定义 加(甲) = 甲 + {sum}\n规则 甲 {{\n 对每个 项目\n 应当 {uses} > 0\n}}"
        );
        super::with_base(&text).found()
    };
    assert_eq!(defined("二"), Vec::<String>::new());
    assert_eq!(defined("三"), ["too-large: 三"]);
    assert_eq!(defined("加(加(件数))"), Vec::<String>::new());
    assert_eq!(defined("加(加(加(件数)))"), ["too-large: 加(加(加(件数)))"]);
    let deep = format!("{}件数{}", "绝对值(".repeat(60), ")".repeat(60));
    super::expect(&format!("应当 {deep} > 0"), &[]);
    let nested = format!("{}1{}", "计数(全文.采购 其中 采购.数量 > ".repeat(40), ")".repeat(40));
    let checked = super::rule(&format!("应当 {nested} > 0"));
    assert_eq!(checked.found(), Vec::<String>::new());
}

#[test]
fn many_unknown_names_do_not_take_forever() {
    let names: String = (0..2000).map(|index| format!("  栏目名称{index}: 文本\n")).collect();
    let rules: String = (0..2000)
        .map(|index| format!("规则 甲{index} {{\n 对每个 大\n 应当 栏木名称{index} = “”\n}}\n"))
        .collect();
    let checked = super::checked(&format!("记录 大 {{\n{names}}}\n{rules}"));
    assert_eq!(checked.errors().len(), 2000);
}
