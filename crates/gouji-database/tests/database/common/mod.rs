//! A small pack, a small document and a database that remembers which queries ran.

#![allow(dead_code)]

use gouji_analysis::Selection;
use gouji_database::{Configuration, DocumentFile, GoujiDatabase, PackFiles, RuleFile, Setter};
use gouji_document::RawDocument;
use std::sync::{Arc, Mutex};

/// A pack that uses every kind of region and both kinds of rule.
pub const RULES: &str = "\
规则集 小 版本 “1” {
  自述 文件，年度在 年度
  适用 年度 ≥ 2017
}
量纲 金额 {
  元
  万元 = 10000 元
  精度 0.01 万元
  标注 “单位：{单位}”
}
记录 文件 {
  年度: 整数
}
记录 说明 {
  合计: 金额
}
记录 项目 {
  名称: 文本
  预算数: 金额
  财政资金: 金额
  计划: 序列 百分比 按 “3月底”, “6月底”
  指标: 多个 指标项
}
记录 指标项 {
  名字: 文本
  值: 界限
}
记录 章 {
  标题: 文本
  序号: 整数
  前号: 整数
}
表样 标题 填 文件 {
  句 “{年度}年预算”
}
表样 文字 填 说明 {
  节 含 “说明”
  句 “项目支出{合计}”
}
表样 项目表 填 项目 {
  始于 标签 “项目名称”
  标签 “项目名称” → 名称
  标签 “预算数” → 预算数
  标签 “财政资金” → 财政资金
  时点 “支出计划” → 计划
  明细 “指标” 为 名字, “指标值” 为 值 → 指标
}
表样 章节 填 章 {
  提纲 { 标题 → 标题  序号 → 序号  前号 → 前号 }
}
";

/// Rules over the small pack, one text of their own.
pub const MORE_RULES: &str = "\
规则 项目合计 {
  对每个 说明
  应当 合计 = 合计(项目.预算数)
}
规则 资金一致 {
  对每个 项目
  应当 预算数 = 财政资金
}
规则 计划不减 {
  对每个 项目 其中 计划 有值
  应当 不减(计划)
}
规则 须有上限 {
  对每个 项目.指标 其中 值 可量化
  应当 值 有上限
}
规则 连续 {
  对每个 章
  应当 序号 = 前号 + 1
}
";

pub const DOCUMENT: &str = "\
某局 2021 年预算

一、说明

2021年项目支出30.00万元。

二、项目

1、修路表

单位：万元

项目名称\t修路\t
预算数\t10.00\t财政资金\t10.00
支出计划\t3月底\t6月底
\t50%\t100%
指标\t指标值\t
长度\t≥5 公里\t
成本\t≤10万元\t

2、办学表

单位：万元

项目名称\t办学\t
预算数\t20.00\t财政资金\t20.00
支出计划\t3月底\t6月底
\t30%\t100%
指标\t指标值\t
人数\t≤300人\t

四、附则
";

/// A database over these texts.
pub struct World {
    pub database: GoujiDatabase,
    pub configuration: Configuration,
    pub rules: Vec<RuleFile>,
    pub document: DocumentFile,
    ran: Arc<Mutex<Vec<String>>>,
}

impl World {
    /// One pack of these files.
    pub fn new(rules: &[&str], document: &str) -> Self {
        let numbered =
            |(number, text): (usize, &&str)| (format!("{number}.gouji"), Arc::from(*text));
        Self::of_packs(&[rules.iter().enumerate().map(numbered).collect()], document)
    }

    /// The packs that are shipped.
    pub fn shipped(document: &str) -> Self {
        let packs: Vec<Vec<(String, Arc<str>)>> = gouji_packs::shipped()
            .iter()
            .map(|pack| {
                let files = pack.files.iter();
                files.map(|file| (file.name.to_string(), Arc::from(&*file.text))).collect()
            })
            .collect();
        Self::of_packs(&packs, document)
    }

    fn of_packs(packs: &[Vec<(String, Arc<str>)>], document: &str) -> Self {
        let ran: Arc<Mutex<Vec<String>>> = Arc::default();
        let seen = Arc::clone(&ran);
        let database = GoujiDatabase::observed(Box::new(move |event| {
            if let salsa::EventKind::WillExecute { database_key } = event.kind {
                seen.lock().unwrap().push(format!("{database_key:?}"));
            }
        }));
        let mut rules = Vec::new();
        let mut in_force = Vec::new();
        for pack in packs {
            let of_pack = pack.iter();
            let files: Vec<RuleFile> = of_pack
                .map(|(name, text)| RuleFile::new(&database, name.clone(), Arc::clone(text)))
                .collect();
            rules.extend(files.iter().copied());
            in_force.push(PackFiles { files, selection: Selection::default() });
        }
        let configuration = Configuration::new(&database, in_force);
        let document = DocumentFile::new(&database, "文件.txt".to_owned(), raw(document));
        Self { database, configuration, rules, document, ran }
    }

    pub fn set_rule(&mut self, number: usize, text: &str) {
        self.rules[number].set_text(&mut self.database).to(Arc::from(text));
    }

    pub fn set_document(&mut self, text: &str) {
        self.set_raw(raw(text));
    }

    /// The document is another one, of any format.
    pub fn set_raw(&mut self, raw: RawDocument) {
        self.document.set_raw(&mut self.database).to(raw);
    }

    /// What the document comes to: findings, problems and counts, in words and places.
    pub fn document_outcome(&self) -> String {
        let report =
            gouji_database::document_report(&self.database, self.configuration, self.document);
        format!("{:#?}\n{:#?}\n{:#?}", report.rules, report.findings, report.problems)
    }

    /// Everything a reader would see, what is wrong in the rule texts included.
    pub fn outcome(&self) -> String {
        let mut text = self.document_outcome();
        for file in &self.rules {
            let diagnostics =
                gouji_database::rule_file_diagnostics(&self.database, self.configuration, *file);
            text.push_str(&format!("{diagnostics:#?}"));
        }
        text
    }

    /// The queries that ran since the last call, by name, each as often as it ran.
    pub fn ran(&self) -> Vec<String> {
        let mut ran = std::mem::take(&mut *self.ran.lock().unwrap());
        for name in &mut ran {
            let end = name.find('(').unwrap_or(name.len());
            name.truncate(end);
        }
        ran
    }
}

/// A text with tabs.
pub fn raw(text: &str) -> RawDocument {
    RawDocument::of_editor("文件.txt", "", Arc::from(text))
}
