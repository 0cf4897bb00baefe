//! A small pack, a small document, and a cursor in one of them.

use gouji_analysis::Selection;
use gouji_database::{Configuration, DocumentFile, GoujiDatabase, PackFiles, RuleFile};
use gouji_document::RawDocument;
use gouji_ide::{File, Ide};
use gouji_text::{Language, TextRange};

use std::sync::Arc;

/// What the documents are and how they are read.
pub const RECORDS: &str = "\
## 小规则集，为测试而写。
规则集 小 版本 “1” {
  依据 《小法》
  自述 文件，年度在 年度
  适用 年度 ≥ 2017
}
## 钱。
量纲 金额 {
  元
  万元 = 10000 元
  精度 0.01 万元
  标注 “单位：{单位}”
}
量纲 人数 {
  人
}
记录 文件 {
  年度: 整数
}
记录 说明 {
  合计: 金额
}
## 一个项目。
记录 项目 {
  名称: 文本
  ## 全年的预算。
  预算数: 金额
  财政资金: 金额
  支出计划: 序列 百分比 按 “3月底”, “6月底”
  指标: 多个 指标项
}
记录 指标项 {
  名字: 文本
  值: 界限
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
  时点 “支出计划” → 支出计划
  明细 “指标”, “指标值” → 指标
}
";

/// Rules in a second file of the same pack.
pub const RULES: &str = "\
定义 差额(甲) = 甲.预算数 - 甲.财政资金
## 说明里的合计等于各项目之和。
规则 项目合计 {
  依据 《小办法》
  对每个 说明
  设 总数 = 合计(项目.预算数)
  应当 合计 = 总数
  否则 “合计 {合计}，各项目 {总数}”
}
规则 资金一致 {
  对每个 项目
  应当 预算数 = 财政资金
}
规则 须有上限 {
  对每个 项目.指标 其中 值 可量化
  应当 值 有上限
  否则 “「{名字}」写作「{值}」，没有上限”
  修正 值.方向 为 “≤”
}
示例 须有上限 {
  合格   项目 { 名称: “甲”, 指标: [{ 名字: “子”, 值: “≤5” }] }
  不合格 项目 { 名称: “甲”, 指标: [{ 名字: “丑”, 值: “≥5” }] }
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
预算数\t1 2.00\t财政资金\t12.00
支出计划\t3月底\t6月底
\t50%\t100%
指标\t指标值\t
长度\t≥5 公里\t
成本\t≤10万元\t

2、办学表

单位：万元

项目名称\t办学\t
预算数\t20.00\t财政资金\t19.00
支出计划\t3月底\t6月底
\t30%\t100%
指标\t指标值\t
人数\t≤300人\t

四、附则
";

/// A database over three texts.
pub struct World {
    pub database: GoujiDatabase,
    pub configuration: Configuration,
    pub records: RuleFile,
    pub rules: RuleFile,
    pub documents: Vec<DocumentFile>,
    /// Those of them that are open; all at first.
    pub open: Vec<DocumentFile>,
    pub language: Language,
}

impl World {
    pub fn new(records: &str, rules: &str, document: &str) -> Self {
        let database = GoujiDatabase::default();
        let file =
            |name: &str, text: &str| RuleFile::new(&database, name.to_owned(), Arc::from(text));
        let (records, rules) = (file("记录.gouji", records), file("规则.gouji", rules));
        let pack = PackFiles { files: vec![records, rules], selection: Selection::default() };
        let configuration = Configuration::new(&database, vec![pack]);
        let document =
            DocumentFile::new(&database, "文件.txt".to_owned(), raw("文件.txt", document));
        Self {
            database,
            configuration,
            records,
            rules,
            documents: vec![document],
            open: vec![document],
            language: Language::Chinese,
        }
    }

    pub fn small() -> Self {
        Self::new(RECORDS, RULES, DOCUMENT)
    }

    pub fn ide(&self) -> Ide<'_> {
        Ide {
            database: &self.database,
            configuration: self.configuration,
            documents: &self.documents,
            open: &self.open,
            language: self.language,
        }
    }

    pub fn document(&self) -> File {
        File::Document(self.documents[0])
    }

    /// Opens another document.
    pub fn open_another(&mut self, name: &str, text: &str) -> DocumentFile {
        let document = DocumentFile::new(&self.database, name.to_owned(), raw(name, text));
        self.documents.push(document);
        self.open.push(document);
        document
    }

    /// The text at a range.
    pub fn slice(&self, file: File, range: TextRange) -> String {
        range.of(&self.ide().text(file)).to_owned()
    }
}

/// A text without its cursor, and where that stood.
pub fn cursor(marked: &str) -> (String, u32) {
    let at = marked.find("$0").expect("a cursor");
    (marked.replacen("$0", "", 1), at as u32)
}

/// A world whose rule text has the cursor.
pub fn in_rules(marked: &str) -> (World, File, u32) {
    let (text, offset) = cursor(marked);
    let world = World::new(RECORDS, &text, DOCUMENT);
    let file = File::Rule(world.rules);
    (world, file, offset)
}

/// A world whose record text has the cursor.
pub fn in_records(marked: &str) -> (World, File, u32) {
    let (text, offset) = cursor(marked);
    let world = World::new(&text, RULES, DOCUMENT);
    let file = File::Rule(world.records);
    (world, file, offset)
}

/// A world whose document has the cursor.
pub fn in_document(marked: &str) -> (World, File, u32) {
    let (text, offset) = cursor(marked);
    let world = World::new(RECORDS, RULES, &text);
    let file = world.document();
    (world, file, offset)
}

/// A text with the cursor put in front of the n-th place where `at` stands.
pub fn mark(text: &str, at: &str, number: usize) -> String {
    let (start, _) = text.match_indices(at).nth(number).expect("the place");
    format!("{}$0{}", &text[..start], &text[start..])
}

/// A document as an editor holds it.
pub fn raw(name: &str, text: &str) -> RawDocument {
    RawDocument::of_editor(name, "", Arc::from(text))
}
