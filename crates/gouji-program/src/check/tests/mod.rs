//! Tests of the checker: rule text in, program and problems out.

mod aggregates;
mod declarations;
mod expressions;
mod forms;
mod groups;
mod language;
mod names;
mod robustness;
mod rules;

use super::{CheckedPacks, FileInput, PackInput, check};
use crate::{FileId, Names, Problem, Program, RuleState};
use gouji_diagnostic::Severity;
use gouji_syntax::{SourceFile, parse};

/// Packs of one file each, checked together.
pub(super) struct Checked {
    pub program: Program,
    pub problems: Vec<Problem>,
    pub names: Names,
    texts: Vec<String>,
    trees: Vec<SourceFile>,
}

/// Checks one text as one pack.
pub(super) fn checked(text: &str) -> Checked {
    checked_packs(&[text])
}

/// Checks each text as a pack of its own, and holds the parser to having nothing to say.
pub(super) fn checked_packs(texts: &[&str]) -> Checked {
    let checked = unparsed_packs(texts);
    for (tree, text) in checked.trees.iter().zip(&checked.texts) {
        assert_eq!(tree.problems, [], "{text}");
        for item in &tree.items {
            assert_eq!(item.problems, [], "{text}");
        }
    }
    checked
}

/// The names of the files that a test gives, by their number.
const NAMES: [&str; 4] = ["包0.gouji", "包1.gouji", "甲/包2.gouji", "包3.gouji"];

/// As [`checked_packs`], where the parser may complain.
pub(super) fn unparsed_packs(texts: &[&str]) -> Checked {
    let texts: Vec<String> = texts.iter().map(|text| (*text).to_owned()).collect();
    let trees: Vec<SourceFile> = texts.iter().map(|text| parse(text)).collect();
    let packs: Vec<PackInput<'_>> = texts
        .iter()
        .zip(&trees)
        .enumerate()
        .map(|(index, (text, tree))| PackInput {
            files: vec![FileInput { file: FileId(index as u32), name: NAMES[index], text, tree }],
        })
        .collect();
    let CheckedPacks { program, problems, names } = check(&packs);
    Checked { program, problems, names, texts, trees }
}

impl Checked {
    /// The text that a problem points at.
    pub fn under(&self, problem: &Problem) -> &str {
        let place = problem.subject().expect("a place");
        let file = place.file.0 as usize;
        let item = &self.trees[file].items[place.item as usize];
        place.range.shifted(item.start).of(&self.texts[file])
    }

    /// `code: text under it` of every problem.
    pub fn found(&self) -> Vec<String> {
        self.problems
            .iter()
            .map(|problem| {
                let code = problem.code.as_str().trim_start_matches("program/");
                format!("{code}: {}", self.under(problem))
            })
            .collect()
    }

    /// As [`found`](Self::found), errors only.
    pub fn errors(&self) -> Vec<String> {
        let found = self.found().into_iter().zip(&self.problems);
        found
            .filter(|(_, problem)| problem.severity == Severity::Error)
            .map(|(found, _)| found)
            .collect()
    }

    /// The only problem.
    pub fn only(&self) -> &Problem {
        assert_eq!(self.problems.len(), 1, "{:#?}", self.problems);
        &self.problems[0]
    }

    /// The text after the only problem's correction.
    pub fn corrected(&self) -> String {
        let problem = self.only();
        let correction = problem.edits().next().expect("a correction");
        let file = correction.at.file.0 as usize;
        let item = &self.trees[file].items[correction.at.item as usize];
        let range = correction.at.range.shifted(item.start).to_usize();
        let mut text = self.texts[file].clone();
        text.replace_range(range, &correction.text);
        text
    }

    pub fn state(&self, rule: &str) -> RuleState {
        self.rule(rule).state
    }

    pub fn rule(&self, rule: &str) -> &crate::Rule {
        let id = self.program.rule_named(rule).expect("the rule");
        &self.program.rules[id]
    }
}

/// Records and forms that most tests build on.
pub(super) const BASE: &str = "
量纲 金额 { 元  万元 = 10000 元  精度 0.01 万元 }
量纲 面积 { 平方米 }
记录 文件 { 文种: 文本  年度: 整数 }
记录 项目 {
  名称: 文本
  单位: 文本
  预算数: 金额
  其他数: 金额
  面积: 面积
  完成率: 百分比
  件数: 整数
  批复日: 日期
  完成时点: 时点
  目标: 界限
  计划: 序列 百分比 按 “3月底”, “6月底”
  指标: 多个 指标
}
记录 指标 { 类别: 文本  分值: 数  指标值: 界限  说明: 文本 }
记录 采购 { 名称: 文本  单位: 文本  金额: 金额  数量: 整数  单价: 金额 }
记录 合计表 { 总额: 金额  总件数: 整数 }
表样 文件表 填 文件 { 句 “{文种}” 句 “{年度}年” }
表样 项目表 填 项目 {
  始于 标签 “名称”
  标签 “名称” → 名称
  标签 “单位” → 单位
  标签 “预算数” → 预算数
  标签 “其他数” → 其他数
  标签 “面积” → 面积
  标签 “完成率” → 完成率
  标签 “件数” → 件数
  标签 “批复日” → 批复日
  标签 “完成时点” → 完成时点
  标签 “目标” → 目标
  时点 “计划” → 计划
  明细 “类别”, “分值”, “指标值”, “说明” → 指标
}
表样 采购表 填 采购 { 明细 “名称”, “单位”, “金额”, “数量”, “单价” }
表样 总表 填 合计表 { 标签 “总额” → 总额  标签 “总件数” → 总件数 }
";

/// The base with something added.
pub(super) fn with_base(text: &str) -> Checked {
    checked(&format!("{BASE}{text}\n规则集 包0 {{ 自述 文件，年度在 年度 }}\n"))
}

/// The base, and an English pack that extends it.
pub(super) fn with_english(text: &str) -> Checked {
    checked_packs(&[BASE, text])
}

/// A rule over 项目 with these clauses, on the base.
pub(super) fn rule(clauses: &str) -> Checked {
    with_base(&format!("规则 甲 {{\n  对每个 项目\n  {clauses}\n}}\n"))
}

/// Holds a rule over 项目 to these problems.
#[track_caller]
pub(super) fn expect(clauses: &str, expected: &[&str]) {
    let checked = rule(clauses);
    assert_eq!(checked.found(), expected, "{clauses}\n{:#?}", checked.problems);
}
